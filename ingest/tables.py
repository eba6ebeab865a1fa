"""Owns tables in a PDF: where they stand on a page, and the rows that can stand alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.captions import (
    CONTINUES,
    is_caption,
    signs_in,
    unit_in,
    without_signs,
    without_unit,
)
from ingest.compose import Draft
from ingest.grid import Rules, cells_of, columns_of, is_value, is_year
from ingest.headwords import Header
from ingest.lines import Line
from ingest.pages import BlockKind
from ingest.regions import regions_of
from ingest.sheet import Sheet, Word
from ingest.tableheader import header_of
from ingest.tablerows import rows_of
from ingest.text import collapse

__all__ = ["Table", "Tables"]

_CAPTION = re.compile(r"^(?:Tabel|Overzicht|Bijlage|Figuur|Staat)\s*\d*", re.IGNORECASE)
_GENERIC = re.compile(
    r"\b(?:omschrijving(?:en)?|programma(?:'s|’s)?|progr|taakveld(?:en)?|product(?:en)?|onderwerp(?:en)?"
    r"|bedrag(?:en)?|nr|nummer|naam|post(?:en)?|soort|categorie(?:ën)?|x|in|euro(?:'s)?|duizend(?:en)?)\b",
    re.IGNORECASE,
)
# How far the edges of columns may shift when a table goes on: they are found between the
# words, so they depend on how long labels and how wide numbers happen to be.
_AS_WIDE, _AS_LABELS = 25, 120


@dataclass(slots=True)
class Table:
    """A table on one page: where it begins, the lines it used, its rows as blocks."""

    number: int
    top: float
    bottom: float
    used: set[int]
    drafts: list[Draft] = field(default_factory=list)
    header: Header | None = None
    unit: str = ""
    signs: str = ""


class Tables:
    """Finds the tables of a document, page by page, and numbers them."""

    def __init__(self) -> None:
        self._count = 0
        self._last: Table | None = None

    def find(self, sheet: Sheet, lines: Sequence[Line]) -> list[Table]:
        """The tables on one page from top to bottom."""
        rules = Rules.of(sheet)
        printed = collapse(sheet.printed)
        tables: list[Table] = []
        for start, end in regions_of(lines, rules):
            floor = tables[-1].bottom if tables else float("-inf")
            if tables and id(lines[start - 1]) in tables[-1].used:
                self._last = tables[-1]
            elif start:
                self._last = None
            table = self._table(lines, start, end, rules, printed, floor)
            if table is not None:
                tables.append(table)
        if tables or lines:
            self._last = tables[-1] if tables and _at_end(tables[-1], lines) else None
        return tables

    def name(self, drafted: Sequence[Sequence[Draft]]) -> None:
        """Give every row the title of its table: the caption, or the nearest heading above."""
        heading, caption = "", ""
        titles: dict[int, str] = {}
        of_table: dict[str, int] = {}  # which table has a title first
        for draft in (draft for drafts in drafted for draft in drafts):
            if draft.kind is BlockKind.HEADING:
                heading, caption = draft.text, ""
                if _CAPTION.match(draft.text):
                    caption = draft.text
            elif draft.kind is BlockKind.CAPTION:
                caption = without_unit(draft.text)
            elif draft.row is not None:
                row = draft.row
                own = without_signs(without_unit(row.title))
                title = titles.setdefault(row.table, _title(caption, heading, own))
                again = of_table.setdefault(title, row.table) != row.table
                told = _is_block(own, again) and own not in title
                above = [own] if told else []
                above += [draft.section] if draft.section not in ("", title, own) else []
                draft.row = replace(row, title=title, block=" – ".join(above))
            elif draft.kind is BlockKind.PARAGRAPH and len(draft.text) > 100:
                caption = ""

    def _table(
        self,
        lines: Sequence[Line],
        start: int,
        end: int,
        rules: Rules,
        printed: str,
        floor: float,
    ) -> Table | None:
        region = list(lines[start:end])
        columns = self._columns_before(region) or columns_of(region, rules)
        if len(columns) < 2:
            return None
        end = _with_last_notes(lines, end, columns)
        header, body = header_of(lines, start, end, columns, rules, floor)
        inherited = self._continued(header, columns)
        if inherited is not None and inherited.header is not None:
            header = replace(header, texts=inherited.header.texts, title=inherited.header.title)
        near = [line.text for line in _near(lines, header.start, end, body, floor)]
        unit, signs, block = unit_in([*near, header.title]), signs_in([*near, header.title]), ""
        if inherited is not None:
            unit, signs = unit or inherited.unit, signs or inherited.signs
            block = inherited.drafts[-1].section
        number = inherited.number if inherited is not None else self._count
        drafts = rows_of(body, columns, header, rules, printed, block)
        if not drafts:
            return None
        if inherited is None:
            self._count += 1
        if header.caption:
            line = lines[header.start]
            style = (line.size, line.bold, line.italic)
            drafts.insert(0, Draft(BlockKind.CAPTION, line.text, boxes=(line.box,), style=style))
        used = {id(line) for line in lines[header.start : end]}
        top = min(line.base for line in lines[header.start : end])
        for draft in drafts:
            if draft.row is not None:
                draft.row = replace(draft.row, table=number, unit=unit, signs=signs)
        bottom = lines[end - 1].y1
        return Table(number, top, bottom, used, drafts, header, unit, signs)

    def _columns_before(self, region: Sequence[Line]) -> list[tuple[float, float]]:
        """The columns of the table before, when the rows of this one stand in them as well."""
        last = self._last
        if last is None or last.header is None or not last.header.ends:
            return []
        columns, ends = last.header.columns, last.header.ends
        words = [word for line in region for word in line.words]
        crossed = sum(
            any(w.x0 < a - 2 and _middle(w) > a + 2 for a, _ in columns[1:]) for w in words
        )
        values = [cell for line in region for cell in cells_of(line)[1:] if is_value(cell.text)]
        flush = sum(any(abs(cell.x1 - end) < 3 for end in ends.values()) for cell in values)
        heads = _is_headed(region)
        fits = values and not heads and crossed <= len(words) * 0.02 and flush >= len(values) * 0.9
        return list(columns) if fits else []

    def _continued(self, header: Header, columns: Sequence[tuple[float, float]]) -> Table | None:
        """The table directly before, when this one goes on with it without a header."""
        last = self._last
        if last is None or last.header is None or any(header.texts.values()):
            return None
        before = last.header.columns
        same = len(before) == len(columns) and all(
            abs(a[1] - b[1]) < (_AS_WIDE if i else _AS_LABELS)
            for i, (a, b) in enumerate(zip(before[:-1], columns[:-1], strict=True))
        )
        return last if same else None


def _middle(word: Word) -> float:
    return (word.x0 + word.x1) / 2


def _is_headed(region: Sequence[Line]) -> bool:
    """Whether years or words stand over the first amounts: a header of its own."""
    for line in region:
        cells = cells_of(line)[1:]
        if any(is_value(cell.text) and not is_year(cell.text) for cell in cells):
            return False
        if cells:
            return True
    return False


def _near(
    lines: Sequence[Line], start: int, end: int, body: Sequence[Line], floor: float
) -> list[Line]:
    """Where the unit of a table may stand: its header, above it, in its rows, then below it."""
    rows = {id(line) for line in body}
    header = [line for line in lines[start:end] if id(line) not in rows]
    above = [line for line in reversed(lines[max(start - 3, 0) : start]) if line.y0 > floor]
    below: list[Line] = []
    for at in range(end, min(end + 2, len(lines))):
        after = lines[at + 1] if at + 1 < len(lines) else None
        nearer = after is None or lines[at].base - lines[end - 1].base < after.base - lines[at].base
        if len(lines[at].pieces) > 1 or (is_caption(lines[at]) and not nearer):
            break
        below.append(lines[at])
    return [*header, *above, *body, *below]


def _with_last_notes(
    lines: Sequence[Line], end: int, columns: Sequence[tuple[float, float]]
) -> int:
    """Take along lines that stand closely under the last row, and not in its first column."""
    while end < len(lines):
        line, before = lines[end], lines[end - 1]
        close = line.base - before.base < line.size * 2.0 and line.size <= before.size
        within = columns[0][1] < line.x0 and line.x1 <= columns[-1][1] + 2
        if not close or not ((within and len(line.pieces) > 1) or _goes_on(line, before, columns)):
            break
        end += 1
    return end


def _goes_on(line: Line, before: Line, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether every piece of a line stands under a cell of the line before, in its column."""
    if line.bold != before.bold:
        return False
    starts = [piece.x0 for piece in before.pieces]
    ends = [piece.x1 for piece in before.pieces]
    for piece in line.pieces:
        column = next(((a, b) for a, b in columns if a - 1 <= piece.x0 and piece.x1 <= b + 1), None)
        under = any(abs(piece.x0 - x) < 3 for x in starts) or any(
            abs(piece.x1 - x) < 3 for x in ends
        )
        if column is None or not under:
            return False
        if column == columns[0] and not CONTINUES.match(piece.text):
            return False
    return True


def _title(caption: str, heading: str, own: str) -> str:
    """A caption that is only "Tabel 10" is joined with what the header says of itself."""
    first = caption or heading
    if own and len(own) > 12 and own not in first:
        return f"{caption} {own}".strip() if not caption or len(caption) < 20 else caption
    return first or own


def _is_block(own: str, again: bool) -> bool:
    """Whether the head of the labels says what the table is of, not only that labels stand there.

    A single word ("Goed") names a column, unless it tells one table under a heading from another.
    """
    words = _GENERIC.sub("", without_unit(own)).strip(" .,:()-–/'’*").split()
    return len(words) > (0 if again else 1)


def _at_end(table: Table, lines: Sequence[Line]) -> bool:
    return bool(lines) and lines[-1].base <= table.bottom + 30
