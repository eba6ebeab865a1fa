"""Owns the noun ``Passage``: the smallest piece that is stored, found and cited."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from ingest.decisions import DecisionRef
from ingest.pages import TableRow
from ingest.place import Place

__all__ = ["Passage", "PassageKind", "passage_id"]

PassageKind = str
"""``"text"`` for running text, ``"row"`` for one table row, ``"contents"`` for a contents line."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of one page, with what it says of itself.

    ``start`` and ``end`` are character offsets in the page's reading-order text. ``text``
    is that span, except for a table row: there it is the row written out so that it stands
    alone (title, label, each column header with its cell, unit). ``edition`` is the state
    of the document it was made from; ``headings`` runs from the outermost heading inwards,
    ``place`` tells what its kind of document says it stands under.
    """

    id: str
    edition: str
    page: int
    page_label: str
    start: int
    end: int
    kind: PassageKind
    text: str
    headings: tuple[str, ...] = ()
    row: TableRow | None = None
    instruments: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    place: Place | None = None

    @property
    def section(self) -> str:
        """The innermost heading, or an empty string."""
        return self.headings[-1] if self.headings else ""

    @property
    def decision(self) -> DecisionRef | None:
        """The decision it is part of, in a list of decisions."""
        return self.place.decision if self.place else None

    def labelled(self, instruments: tuple[str, ...], themes: tuple[str, ...]) -> Passage:
        """The same passage with the vocabulary labels found in it."""
        return replace(self, instruments=instruments, themes=themes)


def passage_id(edition: str, page: int, order: int, text: str) -> str:
    """A deterministic id: 24 hex digits of the SHA-256 of where the passage is and says.

    ``order`` counts the passages of the page; halves of one long row may say the same.
    """
    key = f"{edition}|{page}|{order}|{text}"
    return hashlib.sha256(key.encode()).hexdigest()[:24]
