"""Owns tables of formats that say what a table is: rows of texts become table rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.captions import unit_in
from ingest.compose import Draft
from ingest.grid import is_value, is_year
from ingest.pages import ROW_SEPARATOR, BlockKind, Cell, TableRow

__all__ = ["Slot", "grid_drafts"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in the grid; a merged cell fills several, and all but its first are copies."""

    text: str
    from_left: bool = False
    from_above: bool = False


Row = Sequence[Slot]


def grid_drafts(rows: Sequence[Row], heads: int, number: int, title: str) -> Iterator[Draft]:
    """The rows of a table as blocks; ``heads`` rows are header, 0 lets the first row tell."""
    heads = heads or _header_rows(rows)
    header = _headers(rows[:heads])
    unit = unit_in([title, *(slot.text for row in rows[:heads] for slot in row)])
    for row in rows[:heads]:
        yield Draft(BlockKind.CAPTION, "  ".join(_own(row)))
    for row in rows[heads:]:
        texts = _own(row)
        if not texts:
            continue
        cells = tuple(
            Cell(header[i] if i < len(header) else "", slot.text)
            for i, slot in enumerate(row)
            if i > 0 and slot.text and not slot.from_left
        )
        table_row = TableRow(number, title, row[0].text, cells, unit)
        yield Draft(BlockKind.TABLE_ROW, "  ".join(texts), row=table_row)


def _own(row: Row) -> list[str]:
    """The texts that a row does not share with the cell left of it or with the row above."""
    return [s.text for s in row if s.text and not s.from_left and not s.from_above]


def _header_rows(rows: Sequence[Row]) -> int:
    """The first row is a header unless it holds amounts, or stands alone."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return 0
    first = [slot.text for slot in rows[0][1:] if slot.text]
    amounts = [text for text in first if is_value(text) and not is_year(text)]
    long = any(len(slot.text) > 80 for slot in rows[0])
    return 0 if amounts or long or not first else 1


def _headers(rows: Sequence[Row]) -> list[str]:
    columns = max((len(row) for row in rows), default=0)
    found = []
    for column in range(columns):
        parts: list[str] = []
        for row in rows:
            text = row[column].text if column < len(row) else ""
            if text and text not in parts:
                parts.append(text)
        found.append(ROW_SEPARATOR.join(parts))
    return found
