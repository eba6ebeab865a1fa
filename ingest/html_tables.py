"""Owns tables of web pages: which hold data, and the grid of their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.wordtables import Slot

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["caption_of", "grid_of", "is_data"]

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_WIDEST = 50  # columns that one cell may cover
_MOST_COPIES = 1_000_000  # places that merged cells of one table may fill
_PARTS = ("thead", "tbody", "tfoot")


def is_data(table: _Element) -> bool:
    """Whether a table holds data, and does not only place text on the page."""
    if table.get("role") in ("presentation", "none"):
        return False
    tables = table.iter("table")
    next(tables)
    if next(tables, None) is not None:
        return False
    if next(table.iter("th", "caption", "thead"), None) is not None:
        return True
    return next(table.iter(*_HEADINGS), None) is None


def caption_of(table: _Element) -> _Element | None:
    """The caption of a table."""
    return table.find("caption")


@dataclass(slots=True)
class _Grid:
    """The rows so far, and the cells that reach down into the next."""

    text_of: Callable[[_Element], str]
    rows: list[list[Slot]] = field(default_factory=list)
    pending: dict[int, tuple[int, Slot]] = field(default_factory=dict)  # column: rows left
    copies: int = 0

    def add(self, cells: list[_Element]) -> bool:
        """One row more, unless it is empty."""
        row: list[Slot] = []
        for cell in cells:
            self._covered(row)
            self._place(cell, row)
        self._covered(row)
        while row and not row[-1].text:
            row.pop()
        if row:
            self.rows.append(row)
        return bool(row)

    def _place(self, cell: _Element, row: list[Slot]) -> None:
        text = self.text_of(cell)
        across, down = min(_span(cell, "colspan"), _WIDEST), _span(cell, "rowspan")
        if self.copies + across * down > _MOST_COPIES:
            across, down = 1, 1
        first, copy = Slot(text), Slot(text, from_left=True)
        for column in range(across):
            slot = copy if column else first
            if down > 1:
                self.pending[len(row)] = (down - 1, slot)
            row.append(slot)
        self.copies += across - 1

    def _covered(self, row: list[Slot]) -> None:
        """What cells of rows above put at the next places of ``row``."""
        while len(row) in self.pending and self.copies < _MOST_COPIES:
            column = len(row)
            left, slot = self.pending.pop(column)
            if left > 1:
                self.pending[column] = (left - 1, slot)
            row.append(Slot(slot.text, slot.from_left, True))
            self.copies += 1


def grid_of(table: _Element, text_of: Callable[[_Element], str]) -> tuple[list[list[Slot]], int]:
    """The rows of a table with merged cells repeated, and how many at the top are header.

    Work stays in proportion to what the page holds, whatever spans it states.
    """
    grid = _Grid(text_of)
    heads = 0
    for tr, in_head in _rows(table):
        cells = [cell for cell in tr if cell.tag in ("td", "th")]
        at_top = heads == len(grid.rows)
        is_head = in_head or (bool(cells) and all(cell.tag == "th" for cell in cells))
        if grid.add(cells) and at_top and is_head:
            heads += 1
    return grid.rows, heads if heads < len(grid.rows) else 0


def _rows(table: _Element) -> Iterator[tuple[_Element, bool]]:
    """The rows as they are shown: the foot comes last, wherever it stands."""
    feet: list[_Element] = []
    for child in table:
        if child.tag == "tr":
            yield child, False
        elif child.tag == "tfoot":
            feet.append(child)
        elif child.tag in _PARTS:
            yield from ((tr, child.tag == "thead") for tr in child if tr.tag == "tr")
    for foot in feet:
        yield from ((tr, False) for tr in foot if tr.tag == "tr")


def _span(cell: _Element, name: str) -> int:
    text = cell.get(name, "1").strip()
    found = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1
    return max(found, 1)
