"""Owns the labelled documents while they are measured: each is read once."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import ReadError
from ingest.pages import Page, ReadDocument
from ingest.read import read

__all__ = ["Documents"]


class Documents:
    """The documents in a folder, as our reader gives them; a refused one has no pages.

    ``refused`` has the line with which each was refused, by file.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.refused: dict[str, str] = {}
        self._read: dict[str, ReadDocument] = {}

    def document(self, file: str) -> ReadDocument:
        """The document, read at the first call."""
        if file not in self._read:
            try:
                self._read[file] = read(self.folder / file)
            except ReadError as error:
                self.refused[file] = str(error)
                self._read[file] = ReadDocument(())
        return self._read[file]

    def page(self, file: str, number: int) -> Page:
        """The page; an empty one when it did not come back."""
        pages = self.document(file).pages
        return pages[number - 1] if number <= len(pages) else Page(number, "", "", "", ())
