"""Owns opening zip files safely: nothing comes out that is locked, swollen or damaged."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import EncryptedError, ReadError

__all__ = ["check_member", "member_chunks", "open_archive", "read_member"]

_LARGEST_RATIO = 400  # text is packed 10 to 50 times, a bomb thousands of times
_RATIO_MATTERS = 10_000_000  # bytes; less than this harms nobody, however well it was packed
_LARGEST_DIRECTORY = 32 * 1024 * 1024  # bytes; some 300,000 members, each an object in memory
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2})
_LOCKED = 0x1
# What Python's reader raises on a damaged archive, wherever the damage is.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    ValueError,
)
_CHUNK = 1 << 20
_LONGEST_END = 22 + 65_535 + 76  # the end record, its comment, and the record before it


@contextmanager
def open_archive(path: Path, damaged: str) -> Iterator[zipfile.ZipFile]:
    """The zip file at ``path``; ``damaged`` is the line for one that is broken.

    Damage that shows while a member is read is told by the same line.

    Raises:
        ReadError: it is damaged, or lists more members than any document needs.
    """
    try:
        if _directory_size(path) > _LARGEST_DIRECTORY:
            raise ReadError(f"{path.name}: bevat te veel bestanden; splits de zip.")
        archive = zipfile.ZipFile(path)
    except _DAMAGE as error:
        raise ReadError(damaged) from error
    with archive:
        try:
            yield archive
        except zipfile.BadZipFile as error:
            raise ReadError(damaged) from error


def check_member(info: zipfile.ZipInfo, name: str, *, largest: int) -> None:
    """Refuse a member that is locked, packed strangely, or larger than ``largest`` bytes.

    Raises:
        ReadError: the line begins with ``name``.
    """
    if info.flag_bits & _LOCKED:
        raise EncryptedError(f"{name}: vraagt een wachtwoord; sla een versie zonder wachtwoord op.")
    if info.compress_type not in _METHODS:
        raise ReadError(f"{name}: is ingepakt op een wijze die niet wordt gelezen; pak het uit.")
    swollen = (
        info.file_size > _RATIO_MATTERS
        and info.file_size / max(info.compress_size, 1) > _LARGEST_RATIO
    )
    if info.file_size > largest or swollen:
        raise ReadError(
            f"{name}: wordt uitgepakt te groot ({info.file_size / 1e6:.0f} MB); "
            "splits of verklein het bestand."
        )


def member_chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The contents of a member that ``check_member`` let through, at most its stated size.

    Raises:
        zipfile.BadZipFile: it is damaged; ``open_archive`` tells so.
    """
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except _DAMAGE as error:
        raise zipfile.BadZipFile(info.filename) from error


def read_member(archive: zipfile.ZipFile, part: str, name: str, *, largest: int) -> bytes | None:
    """The contents of member ``part``, ``None`` when there is none.

    Raises:
        ReadError: it is locked or too large; the line begins with ``name``.
    """
    try:
        info = archive.getinfo(part)
    except KeyError:
        return None
    check_member(info, name, largest=largest)
    return b"".join(member_chunks(archive, info))


def _directory_size(path: Path) -> int:
    """The size in bytes of the list of members, as the end of the file states it; 0 if unknown.

    Python reads that list whole before it tells how long it is.
    """
    with path.open("rb") as file:
        file.seek(max(file.seek(0, 2) - _LONGEST_END, 0))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return 0
    stated: int = struct.unpack_from("<L", tail, at + 12)[0]
    # The record of a large archive stands right before: 56 bytes, and 20 that point to it.
    if at >= 76 and tail[at - 20 : at - 16] == b"PK\x06\x07":
        stated = struct.unpack_from("<Q", tail, at - 36)[0]
    return stated
