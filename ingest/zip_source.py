"""Owns the documents in a zip: which there are, under which names, and their contents."""

from __future__ import annotations

import re
import stat
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ReadError
from ingest.archive import check_member, member_chunks, open_archive

__all__ = ["ZIP_SUFFIX", "Member", "members", "unpacked"]

ZIP_SUFFIX = ".zip"

_MOST_MEMBERS = 5_000
_LARGEST_MEMBER = 250 * 1024 * 1024
_LARGEST_TOTAL = 4 * 1024 * 1024 * 1024
_LONGEST_NAME, _LONGEST_PATH = 200, 1_000  # in bytes; file systems take 255
_UTF_8 = 0x800
_DRIVE = re.compile(r"^[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Member:
    """One file in a zip: its path within it, its place in the list, and why it is refused."""

    name: str
    index: int
    fault: str = ""


def members(path: Path) -> list[Member]:
    """The files in the zip at ``path``, sorted by name; folders are left out.

    Raises:
        ReadError: it is damaged, holds too much, or is no zip.
    """
    with open_archive(path, _damaged(path)) as archive:
        files = [(i, info) for i, info in enumerate(archive.infolist()) if not info.is_dir()]
        if len(files) > _MOST_MEMBERS:
            raise ReadError(
                f"{path.name}: bevat {len(files)} bestanden (grens {_MOST_MEMBERS}); splits de zip."
            )
        total = sum(info.file_size for _, info in files)
        if total > _LARGEST_TOTAL:
            raise ReadError(
                f"{path.name}: wordt uitgepakt te groot ({total / 1e9:.0f} GB, grens "
                f"{_LARGEST_TOTAL / 1e9:.0f} GB); splits de zip."
            )
        found = [Member(_name(info), i, _fault(info)) for i, info in files]
    times = Counter(member.name for member in found)
    once = {member.name: member for member in reversed(found)}
    for name, member in once.items():
        if times[name] > 1 and not member.fault:
            twice = f"staat {times[name]} keer in de zip; pak de zip opnieuw in."
            once[name] = Member(name, member.index, twice)
    return sorted(once.values(), key=lambda member: member.name)


def unpacked(path: Path, index: int) -> Iterator[bytes]:
    """The contents of member ``index`` of the zip at ``path``, piece by piece.

    Raises:
        ReadError: the member is damaged, refused, or not there any more.
    """
    with open_archive(path, _damaged(path)) as archive:
        listed = archive.infolist()
        if index >= len(listed):
            raise ReadError(f"{path.name}: is gewijzigd terwijl hij werd gelezen; begin opnieuw.")
        info = listed[index]
        check_member(info, _base(_name(info)), largest=_LARGEST_MEMBER)
        yield from member_chunks(archive, info)


def _damaged(path: Path) -> str:
    return f"{path.name}: de zip is beschadigd of geen zip; pak de documenten opnieuw in."


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member with forward slashes, in the encoding that it was written in.

    Old programs do not say that they write UTF-8; what is no UTF-8 is in that of DOS.
    """
    name = info.filename
    if not info.flag_bits & _UTF_8 and not name.isascii():
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("cp437")
    return unicodedata.normalize("NFC", _CONTROL.sub("?", name).replace("\\", "/"))


def _base(name: str) -> str:
    return name.rpartition("/")[2]


def _fault(info: zipfile.ZipInfo) -> str:
    """Why a member is not read, as far as the list tells; empty when it may be."""
    name = _name(info)
    parts = name.split("/")
    if name.startswith("/") or _DRIVE.match(name) or ".." in parts:
        return "heeft een pad dat buiten de zip wijst; pak de zip opnieuw in."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is een verwijzing naar een ander bestand; pak het bestand zelf in."
    if "?" in name or len(name.encode()) > _LONGEST_PATH or len(parts[-1].encode()) > _LONGEST_NAME:
        return "heeft een te lange of vreemde naam; hernoem het en pak de zip opnieuw in."
    if name.lower().endswith(ZIP_SUFFIX):
        return "is een zip in een zip; pak de binnenste zip eerst uit."
    try:
        check_member(info, parts[-1], largest=_LARGEST_MEMBER)
    except ReadError as error:
        return str(error).removeprefix(f"{parts[-1]}: ")
    return ""
