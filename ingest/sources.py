"""Owns the listing of sources: which documents a path holds, and the file behind each.

A source is a file, a folder or a zip; a zip in a folder holds documents as a folder does.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus.errors import CatalogueError, ReadError
from corpus.register import REGISTER_NAME, RegisterEntry, parse_register, read_register
from ingest.zip_source import ZIP_SUFFIX, members, unpacked

__all__ = [
    "SourceFile",
    "clear_unpacked",
    "digest_of_file",
    "find_file",
    "on_disk",
    "register_of",
    "source_files",
    "source_name",
]

_NEVER_DOCUMENTS = frozenset({REGISTER_NAME, "Thumbs.db", "desktop.ini"})
_NEVER_FOLDERS = frozenset({"__MACOSX"})
_LARGEST_REGISTER = 10_000_000


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One document of a source; ``name`` is its path relative to that source.

    ``path`` is the file on disk. Of a document in a zip that is the zip, ``member`` is its place
    there, and ``name`` runs on within the zip ("archief.zip/map/stuk.pdf"). ``fault`` tells why
    it is refused where the listing showed that already.
    """

    name: str
    path: Path
    member: int | None = None
    fault: str = ""

    @property
    def title(self) -> str:
        """The file's own name, without the folders above it."""
        return self.name.rpartition("/")[2]


def source_name(path: Path) -> str:
    """The name under which the manifest keeps the documents of ``path``."""
    return path.expanduser().resolve().as_posix()


def source_files(path: Path) -> Iterator[SourceFile]:
    """The documents that ``path`` (a file, a folder or a zip) holds, sorted by path."""
    if path.is_file():
        yield from _expanded(path.name, path)
    elif path.is_dir():
        for file in sorted(path.rglob("*")):
            name = file.relative_to(path).as_posix()
            if file.is_file() and _may_be_document(name):
                yield from _expanded(name, file)


def find_file(root: Path, name: str) -> SourceFile | None:
    """The document called ``name`` in the folder ``root``, ``None`` when it is not there.

    Raises:
        ReadError: the zip that should hold it cannot be read.
    """
    above = PurePosixPath()
    for part in PurePosixPath(name).parts:
        above /= part
        path = root / above
        if path.is_file():
            if str(above) == name:
                return SourceFile(name, path)
            inner = name.removeprefix(f"{above}/")
            found = (m for m in members(path) if m.name == inner and not m.fault)
            return next((SourceFile(name, path, m.index) for m in found), None)
    return None


def register_of(path: Path) -> dict[str, RegisterEntry]:
    """What the register beside the documents of ``path`` says, by file name.

    A zip may hold a register of its own, for what is in it; the one outside goes first.

    Raises:
        CatalogueError: a register is not valid.
        ReadError: a zip cannot be read.
    """
    folder = path if path.is_dir() else path.parent
    said: dict[str, RegisterEntry] = {}
    zips = {file.path for file in source_files(path) if file.member is not None}
    for archive in sorted(zips):
        prefix = archive.relative_to(folder).as_posix()
        for entry in _register_in(archive).values():
            said[f"{prefix}/{entry.file}"] = entry
    return said | read_register(folder)


def digest_of_file(file: SourceFile) -> str:
    """The first 16 hex digits of the SHA-256 of the document's bytes.

    Raises:
        ReadError: it cannot be read.
    """
    digest = hashlib.sha256()
    for chunk in _contents(file):
        digest.update(chunk)
    return digest.hexdigest()[:16]


@contextmanager
def on_disk(file: SourceFile, folder: Path) -> Iterator[Path]:
    """The document as a file of its own; one in a zip is unpacked under ``folder`` for a while.

    Raises:
        ReadError: it cannot be read, or not be unpacked.
    """
    if file.member is None and not file.fault:
        yield file.path
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(dir=folder))
    except OSError as error:
        raise _no_room(file, error) from error
    try:
        path = place / file.title
        unpack(file, path)
        yield path
    finally:
        shutil.rmtree(place, ignore_errors=True)


def unpack(file: SourceFile, path: Path) -> None:
    """Write the contents of a document in a zip to ``path``.

    Raises:
        ReadError: it cannot be read, or not be written.
    """
    chunks = _contents(file)
    try:
        with path.open("xb") as out:
            out.writelines(chunks)
    except OSError as error:
        raise _no_room(file, error) from error


def clear_unpacked(folder: Path) -> None:
    """Remove what an interrupted run left unpacked in ``folder``."""
    shutil.rmtree(folder, ignore_errors=True)


def _expanded(name: str, path: Path) -> Iterator[SourceFile]:
    """A file as the documents in it: itself, or the members of a zip."""
    if path.suffix.lower() != ZIP_SUFFIX:
        yield SourceFile(name, path)
        return
    try:
        listed = [m for m in members(path) if m.fault or _may_be_document(m.name)]
        _register_in(path)  # it may restrict who reads the others, so it must be sound
    except (ReadError, CatalogueError) as error:
        yield SourceFile(name, path, fault=str(error).removeprefix(f"{path.name}: "))
        return
    if not listed:
        yield SourceFile(name, path, fault="bevat geen documenten. Doe er documenten in.")
    for member in listed:
        yield SourceFile(f"{name}/{member.name}", path, member.index, member.fault)


def _may_be_document(name: str) -> bool:
    """Whether a path is not hidden, a lock, or a file that systems leave behind."""
    parts = name.split("/")
    hidden = any(part.startswith((".", "~$")) or part in _NEVER_FOLDERS for part in parts)
    return not hidden and parts[-1] not in _NEVER_DOCUMENTS


def _register_in(archive: Path) -> dict[str, RegisterEntry]:
    for member in members(archive):
        if member.name == REGISTER_NAME and not member.fault:
            data = bytearray()
            for chunk in unpacked(archive, member.index):
                data += chunk
                if len(data) > _LARGEST_REGISTER:
                    raise ReadError(f"{archive.name}: {REGISTER_NAME} is te groot; verklein het.")
            return parse_register(bytes(data), f"{archive}/{REGISTER_NAME}")
    return {}


def _contents(file: SourceFile) -> Iterator[bytes]:
    """The bytes of a document, piece by piece."""
    if file.fault:
        raise ReadError(file.fault)
    if file.member is not None:
        yield from unpacked(file.path, file.member)
        return
    try:
        with file.path.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                yield chunk
    except PermissionError as error:
        raise ReadError("mag niet gelezen worden. Geef leesrechten op het bestand.") from error
    except OSError as error:
        raise ReadError(f"kan niet gelezen worden ({error.strerror}).") from error


def _no_room(file: SourceFile, error: OSError) -> ReadError:
    return ReadError(f"{file.title}: kan niet worden uitgepakt ({error.strerror}); maak ruimte.")
