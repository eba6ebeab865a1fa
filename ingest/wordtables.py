"""Owns tables of formats that say what a table is: rows of texts become table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.captions import signs_in, unit_in
from ingest.compose import Draft
from ingest.grid import is_value, is_year
from ingest.pages import BlockKind, Cell, TableRow

__all__ = ["Slot", "grid_drafts"]

_MOST_HEADS = 4
_LONGEST_HEAD = 80
# What stands to the left in the head of a letter or proposal: such a table has no header row.
_LETTER_HEAD = re.compile(
    r"^(?:aan|van|datum|onderwerp|betreft|zaaknummer|kenmerk|ons kenmerk|uw kenmerk"
    r"|registratienummer|portefeuillehouder|steller|behandeld door|auteur|versie|status|bijlagen?)"
    r"\s*:?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in the grid; a merged cell fills several, and all but its first are copies."""

    text: str
    from_left: bool = False
    from_above: bool = False


Row = Sequence[Slot]


def grid_drafts(rows: Sequence[Row], heads: int, number: int, title: str) -> Iterator[Draft]:
    """The rows of a table as blocks; ``heads`` rows are header, 0 lets the rows tell."""
    width = max((len(row) for row in rows), default=0)
    above = _title_rows(rows, width)
    for row in rows[:above]:
        yield Draft(BlockKind.CAPTION, row[0].text)
        title = title or row[0].text
    below = rows[above:]
    heads = max(heads - above, 0) or _header_rows(below)
    header = _headers(below[:heads])
    near = [title, *(slot.text for row in rows[: above + heads] for slot in row)]
    unit, signs = unit_in(near), signs_in(near)
    for row in below[:heads]:
        yield Draft(BlockKind.CAPTION, "  ".join(_own(row)))
    block = ""
    for row in below[heads:]:
        texts = _own(row)
        if not texts:
            continue
        if len(row) == width and _spans_all(row):
            # A line over the whole width heads the rows below it.
            block = row[0].text if len(row[0].text) <= _LONGEST_HEAD else ""
        under = block if block != row[0].text else ""
        cells = tuple(
            Cell(header[i] if i < len(header) else "", slot.text)
            for i, slot in enumerate(row)
            if i > 0 and slot.text and not slot.from_left
        )
        table_row = TableRow(number, title, row[0].text, cells, unit, under, signs)
        yield Draft(BlockKind.TABLE_ROW, "  ".join(texts), row=table_row)


def _own(row: Row) -> list[str]:
    """The texts that a row does not share with the cell left of it or with the row above."""
    return [s.text for s in row if s.text and not s.from_left and not s.from_above]


def _spans_all(row: Row) -> bool:
    """Whether one cell fills the row, and no other has text."""
    return len(row) > 1 and bool(row[0].text) and all(slot.from_left for slot in row[1:])


def _title_rows(rows: Sequence[Row], width: int) -> int:
    """How many rows at the top are one cell over all columns, with enough left below them."""
    above = 0
    while above < min(len(rows) - 2, 2) and len(rows[above]) == width and _spans_all(rows[above]):
        above += 1
    return above


def _header_rows(rows: Sequence[Row]) -> int:
    """How many rows are header: the first unless it holds amounts, and those that go on with it.

    A second row goes on with the header when it is under merged cells or has no label itself.
    """
    if len(rows) < 2 or len(rows[0]) < 2 or not _could_head(rows[0]):
        return 0
    if len(rows[0]) == 2 and any(_LETTER_HEAD.match(row[0].text) for row in rows[:3] if row):
        return 0
    heads = 1
    while heads < min(len(rows) - 1, _MOST_HEADS) and _goes_on(rows[heads - 1], rows[heads]):
        heads += 1
    return heads


def _could_head(row: Row) -> bool:
    """Whether a row has words or years over its columns, no amounts and no prose."""
    others = [slot.text for slot in row[1:] if slot.text]
    amounts = [
        text for text in others if is_value(text) and not is_year(text) and not _is_unit(text)
    ]
    return bool(others) and not amounts and all(len(s.text) <= _LONGEST_HEAD for s in row)


def _is_unit(text: str) -> bool:
    return not any(c.isalnum() for c in text) and any(c in "€%" for c in text)


def _goes_on(before: Row, row: Row) -> bool:
    if not row or not _could_head(row):
        return False
    under_merged = any(slot.from_left for slot in before[1:])
    no_label = not row[0].text or row[0].from_above
    return no_label or (under_merged and any(is_year(s.text) or _is_unit(s.text) for s in row[1:]))


def _headers(rows: Sequence[Row]) -> list[str]:
    columns = max((len(row) for row in rows), default=0)
    found = []
    for column in range(columns):
        parts: list[str] = []
        for row in rows:
            text = row[column].text if column < len(row) else ""
            if text and text not in parts:
                parts.append(text)
        found.append(" ".join(parts))
    return found
