"""Owns tables of formats that say what a table is: rows of texts become table rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.compose import Draft
from ingest.grid import is_value, is_year
from ingest.pages import BlockKind, Cell, TableRow
from ingest.tablerows import unit_in

__all__ = ["grid_drafts"]


def grid_drafts(
    rows: Sequence[Sequence[str]], heads: int, number: int, title: str
) -> Iterator[Draft]:
    """The rows of a table as blocks; ``heads`` rows are header, 0 lets the first row tell.

    A cell that was merged over columns is given in each of them.
    """
    heads = heads or _header_rows(rows)
    header = _headers(rows[:heads])
    unit = unit_in([title, *(cell for row in rows[:heads] for cell in row)])
    for row in rows[:heads]:
        text = "  ".join(_distinct(row))
        if text:
            yield Draft(BlockKind.CAPTION, text)
    for row in rows[heads:]:
        texts = _distinct(row)
        if not texts:
            continue
        cells = tuple(
            Cell(header[i] if i < len(header) else "", text)
            for i, text in enumerate(row)
            if i > 0 and text and not (text == row[i - 1] and len(texts) == 1)
        )
        yield Draft(
            BlockKind.TABLE_ROW, "  ".join(texts), row=TableRow(number, title, row[0], cells, unit)
        )


def _header_rows(rows: Sequence[Sequence[str]]) -> int:
    """The first row is a header unless it holds amounts, or stands alone."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return 0
    first = [cell for cell in rows[0][1:] if cell]
    amounts = [cell for cell in first if is_value(cell) and not is_year(cell)]
    long = any(len(cell) > 80 for cell in rows[0])
    return 0 if amounts or long or not first else 1


def _headers(rows: Sequence[Sequence[str]]) -> list[str]:
    columns = max((len(row) for row in rows), default=0)
    found = []
    for column in range(columns):
        parts: list[str] = []
        for row in rows:
            text = row[column] if column < len(row) else ""
            if text and text not in parts:
                parts.append(text)
        found.append(" | ".join(parts))
    return found


def _distinct(row: Sequence[str]) -> list[str]:
    """The filled cells, one that was merged over columns once."""
    return [text for i, text in enumerate(row) if text and not (i and row[i - 1] == text)]
