"""Owns comparing: which documents of a source changed since the last run, and which did not."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus.documents import Document
from corpus.errors import ReadError, StoreError
from corpus.register import RegisterEntry
from ingest.facts import FACTS_VERSION
from ingest.manifest import Entry, Manifest, Refusal
from ingest.placing import placing_key
from ingest.read import READER_VERSION
from ingest.sources import SourceFile, digest_of_file, register_of, source_files, source_name
from ingest.split import SPLIT_VERSION

__all__ = ["Changed", "Compared", "Shape", "compare", "told_title"]


@dataclass(frozen=True, slots=True)
class Shape:
    """Everything besides a document that shapes its passages and their vectors.

    ``ocr`` names what recognises text here, and is empty when nothing does.
    """

    embedding: str
    max_tokens: int
    catalogue: str
    ocr: str = ""
    reader: str = READER_VERSION
    split: str = SPLIT_VERSION

    def edition(self, document: Document, ocr: str) -> str:
        """The edition of a document: its bytes, its own title, and what places its passages.

        ``ocr`` is what recognised text in it, empty when nothing did.
        """
        own = (document.id, told_title(document), placing_key(document))
        parts = (*own, self.reader, self.split, self.embedding, self.catalogue)
        return _digest("|".join((*parts, str(self.max_tokens), *([ocr] if ocr else []))))

    def seen(self, identifier: str) -> str:
        """The mark of a file that cannot be read as it is."""
        return _digest(f"{identifier}|{self.reader}|{self.split}|{self.ocr}")


@dataclass(frozen=True, slots=True)
class Changed:
    """A document that must be read: its bytes, its register entry or what shapes it changed.

    ``before`` is its entry in the store, ``None`` when it is new.
    """

    source: str
    file: SourceFile
    identifier: str
    register: str
    said: RegisterEntry | None
    before: Entry | None


@dataclass(slots=True)
class Compared:
    """One source against the store; ``files`` are all its documents in the order of the report.

    ``kept`` are the entries that stay: of ``unchanged`` files, and of those in a folder that
    cannot be looked into, for nobody can tell that they are gone.
    """

    source: str
    path: Path
    before: dict[str, Entry]
    files: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[Entry] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    @property
    def is_emptied(self) -> bool:
        """Whether the source had documents and has none now, or is a zip that cannot be opened."""
        lost = self.path.is_file() and not self.changed and not self.kept
        return bool(self.before) and (not self.files or lost)


def compare(path: Path, manifest: Manifest, shape: Shape) -> Compared:
    """Hold the documents of ``path`` against what ``manifest`` says of them.

    Raises:
        StoreError: the source cannot be looked into at all.
        CatalogueError: its register is not valid.
    """
    source = source_name(path)
    found = Compared(source, path, {e.document.file: e for e in manifest.of_source(source)})
    known = {r.file: r for r in manifest.refused if r.source == source}
    blocked = list(_blocked_folders(path))
    if "" in blocked:
        _keep_folder(found, "")
        return found
    if not path.exists() and not found.before:
        _refuse(found, str(path), "bestaat niet. Controleer de naam.")
        return found
    files = _listed(path)
    if not files and not found.before and not blocked:
        _refuse(
            found, str(path), "bevat geen documenten. Geef een map met documenten of een bestand."
        )
        return found
    register = register_of(path)
    for file in files:
        _compare_file(found, file, register.get(file.name), known.get(file.name), shape)
    for folder in blocked:
        _keep_folder(found, folder)
    return found


def told_title(document: Document) -> str:
    """The title that a document itself, or the register, gives it; else empty.

    A title that is made of the file name is no part of an edition: a file may be renamed.
    """
    where = dict(document.read_from).get("title")
    return "" if where in (None, "bestandsnaam") else document.title


def _compare_file(
    found: Compared,
    file: SourceFile,
    said: RegisterEntry | None,
    refused: Refusal | None,
    shape: Shape,
) -> None:
    before = found.before.get(file.name)
    try:
        file.name.encode()
    except UnicodeEncodeError:
        name = file.name.encode("utf-8", "backslashreplace").decode()
        _refuse(found, name, "heeft een naam die geen geldige tekst is. Hernoem het bestand.")
        return
    try:
        identifier = digest_of_file(file)
    except ReadError as error:
        _refuse(found, file.name, str(error))
        return
    if refused is not None and refused.seen == shape.seen(identifier):
        _refuse(found, file.name, refused.reason, refused.seen)
        return
    found.files.append(file.name)
    register = _digest(FACTS_VERSION + (said.model_dump_json() if said else ""))
    if before is not None and _is_same(before, identifier, register, shape):
        found.unchanged.append(file.name)
        found.kept.append(before)
    else:
        found.changed.append(Changed(found.source, file, identifier, register, said, before))


def _is_same(before: Entry, identifier: str, register: str, shape: Shape) -> bool:
    same = before.document.id == identifier and before.register == register
    # OCR may have come, gone or changed; it matters only where it can read something.
    recognised = shape.ocr if before.recognisable else ""
    return (
        same
        and before.ocr == recognised
        and before.edition == shape.edition(before.document, before.ocr)
    )


def _keep_folder(found: Compared, folder: str) -> None:
    """Refuse a folder that cannot be looked into, and keep what was read from it before."""
    inside = [e for name, e in found.before.items() if not folder or name.startswith(f"{folder}/")]
    stays = f" Wat er eerder uit gelezen is, blijft staan ({len(inside)})." if inside else ""
    reason = f"mag niet bekeken worden. Geef leesrechten op de map.{stays}"
    _refuse(found, folder or str(found.path), reason)
    found.kept += inside
    found.files += [entry.document.file for entry in inside]
    found.unchanged += [entry.document.file for entry in inside]


def _refuse(found: Compared, file: str, reason: str, seen: str = "") -> None:
    found.files.append(file)
    found.refused.append(Refusal(found.source, file, reason, seen))


def _listed(path: Path) -> list[SourceFile]:
    try:
        return list(source_files(path))
    except OSError as error:
        raise StoreError(
            f"{path} is niet te doorzoeken ({error.strerror}: {error.filename}). Geef leesrechten "
            "op de mappen en bestanden; de opslag is niet veranderd."
        ) from error


def _blocked_folders(path: Path) -> Iterator[str]:
    """The folders in ``path`` that cannot be looked into, relative to it."""
    blocked: list[str] = []

    def note(error: OSError) -> None:
        if isinstance(error, PermissionError):
            inside = Path(error.filename).relative_to(path).as_posix()
            blocked.append("" if inside == "." else inside)

    if path.is_dir():
        for _ in os.walk(path, onerror=note):
            pass
    yield from sorted(
        b for b in blocked if not any(p.startswith((".", "~$")) for p in b.split("/") if p)
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
