"""Owns finding back the file of a document that was ingested, to show or check its pages."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from corpus.documents import Document
from corpus.errors import ReadError
from ingest.settings import Settings
from ingest.sources import SourceFile, digest_of_file, find_file, unpack

__all__ = ["ORIGINALS", "Originals"]

ORIGINALS = "originals"
"""The folder in the data folder where documents out of a zip are kept while they are looked at."""

_MOST_KEPT = 20


@dataclass(frozen=True, slots=True)
class Originals:
    """Opens the files behind documents; what is in a zip is unpacked in ``folder``."""

    folder: Path

    @classmethod
    def of(cls, settings: Settings) -> Originals:
        """Those of a store, with its data folder as the place to unpack."""
        return cls(settings.data / ORIGINALS)

    def find(self, document: Document, root: Path | None = None) -> SourceFile | None:
        """Where a document stands now, in ``root`` or else where it came from.

        ``None`` when it, or the zip that held it, is gone or cannot be read.
        """
        source = Path(document.source)
        try:
            return find_file(root or (source.parent if source.is_file() else source), document.file)
        except ReadError:
            return None

    def path(self, document: Document, root: Path | None = None) -> Path:
        """The file of a document, the same as when it was ingested.

        Raises:
            ReadError: it is gone, or its contents have changed since.
        """
        file = self.find(document, root)
        if file is None:
            raise _gone(document)
        if file.member is None:
            self._check(file, document)
            return file.path
        kept = self.folder / _key(file, document)
        if not (kept / file.title).is_file():
            self._check(file, document)
            self._unpack(file, kept)
            self._forget_oldest()
        return kept / file.title

    def _check(self, file: SourceFile, document: Document) -> None:
        try:
            same = digest_of_file(file) == document.id
        except ReadError as error:
            raise _gone(document) from error
        if not same:
            raise ReadError(
                f"Het bestand {document.file} is gewijzigd nadat het is ingelezen; hieronder staat "
                "de tekst van toen. Neem de documenten opnieuw in om de pagina te zien."
            )

    def _unpack(self, file: SourceFile, kept: Path) -> None:
        """Unpack beside the place and then move there, so that what is kept is whole."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            place = Path(tempfile.mkdtemp(dir=self.folder))
            try:
                unpack(file, place / file.title)
                if not kept.exists():
                    place.rename(kept)
            finally:
                shutil.rmtree(place, ignore_errors=True)
        except OSError as error:
            raise ReadError(
                f"Het bestand {file.name} kan niet worden uitgepakt ({error.strerror}); maak "
                f"ruimte in {self.folder}."
            ) from error

    def _forget_oldest(self) -> None:
        ages = {}
        for kept in self.folder.iterdir():
            try:
                ages[kept] = kept.stat().st_mtime
            except FileNotFoundError:  # another reader just removed it
                continue
        for kept in sorted(ages, key=ages.__getitem__)[:-_MOST_KEPT]:
            shutil.rmtree(kept, ignore_errors=True)


def _key(file: SourceFile, document: Document) -> str:
    """A name that changes with the document and with the zip that it is in."""
    state = file.path.stat()
    return f"{document.id}-{state.st_size:x}-{state.st_mtime_ns:x}"


def _gone(document: Document) -> ReadError:
    return ReadError(
        f"Het bestand {document.file} is niet meer te lezen op zijn plaats; hieronder staat "
        "de tekst zoals die is ingelezen."
    )
