"""Owns tables in a PDF: where they stand on a page, and the rows that can stand alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.compose import Draft
from ingest.grid import Rules, cells_of, columns_of, is_value
from ingest.lines import Line
from ingest.pages import BlockKind
from ingest.sheet import Sheet
from ingest.tableheader import Header, header_of, unit_in
from ingest.tablerows import rows_of
from ingest.text import collapse

__all__ = ["Table", "Tables"]

_CAPTION = re.compile(r"^(?:Tabel|Overzicht|Bijlage|Figuur|Staat)\s*\d*", re.IGNORECASE)
# How far the edges of columns may shift when a table goes on: they are found between the
# words, so they depend on how long labels and how wide numbers happen to be.
_AS_WIDE, _AS_LABELS = 25, 120
_MOST_BETWEEN = 4  # lines without a value that may stand between two rows


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
        for start, end in _regions(lines, rules):
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
        for draft in (draft for drafts in drafted for draft in drafts):
            if draft.kind is BlockKind.HEADING:
                heading, caption = draft.text, ""
                if _CAPTION.match(draft.text):
                    caption = draft.text
            elif draft.kind is BlockKind.CAPTION:
                caption = draft.text
            elif draft.row is not None:
                row = draft.row
                title = titles.setdefault(row.table, _title(caption, heading, row.title))
                section = draft.section
                named = f"{title} – {section}" if section and section != title else title
                draft.row = replace(row, title=named)
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
        columns = columns_of(region, rules)
        if len(columns) < 2:
            return None
        end = _with_last_notes(lines, end, columns)
        header, body = header_of(lines, start, end, columns, rules, floor)
        inherited = self._continued(header, columns)
        if inherited is not None and inherited.header is not None:
            header = replace(header, texts=inherited.header.texts, title=inherited.header.title)
        near = [*lines[max(header.start - 3, 0) : header.start], *lines[header.start : end]]
        unit = unit_in([line.text for line in [*near, *lines[end : end + 2]]])
        if inherited is not None:
            unit = unit or inherited.unit
        number = inherited.number if inherited is not None else self._count
        drafts = rows_of(body, columns, header, rules, printed, number, unit)
        if not drafts:
            return None
        if inherited is None:
            self._count += 1
        used = {id(line) for line in lines[header.start : end]}
        top = min(line.base for line in lines[header.start : end])
        return Table(number, top, region[-1].y1, used, drafts, header, unit)

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


def _with_last_notes(
    lines: Sequence[Line], end: int, columns: Sequence[tuple[float, float]]
) -> int:
    """Take along lines that stand closely under the last row, and not in its first column."""
    while end < len(lines):
        line, before = lines[end], lines[end - 1]
        close = line.base - before.base < line.size * 2.0 and line.size <= before.size
        within = columns[0][1] < line.x0 and line.x1 <= columns[-1][1] + 2
        if not (close and within and len(line.pieces) > 1):
            break
        end += 1
    return end


def _title(caption: str, heading: str, own: str) -> str:
    """A caption that is only "Tabel 10" is joined with what the header says of itself."""
    first = caption or heading
    if own and len(own) > 12 and own not in first:
        return f"{caption} {own}".strip() if not caption or len(caption) < 20 else caption
    return first or own


def _at_end(table: Table, lines: Sequence[Line]) -> bool:
    return bool(lines) and lines[-1].base <= table.bottom + 30


def _regions(lines: Sequence[Line], rules: Rules) -> list[tuple[int, int]]:
    """Runs of lines that look like rows: by drawn cells, or by values that stand apart."""
    ruled = _ruled(lines, rules.vertical)
    shaded = _ruled(lines, rules.shaded)
    valued = [_has_value(ln) or at >= 0 for ln, at in zip(lines, shaded, strict=True)]
    regions: list[tuple[int, int]] = []
    index = 0
    while index < len(lines):
        end = _labelled(lines, index) if ruled[index] < 0 else index
        if end > index:
            regions.append((index, end))
            index = end
            continue
        if ruled[index] < 0 and not valued[index]:
            index += 1
            continue
        end = index + 1
        while end < len(lines):
            step = _next_row(lines, end, ruled, valued)
            if step is None:
                break
            end = step + 1
        if ruled[index] >= 0 or _is_table(lines[index:end]):
            regions.append((index, end))
        index = end
    return regions


def _next_row(
    lines: Sequence[Line], at: int, ruled: Sequence[int], valued: Sequence[bool]
) -> int | None:
    """The index of the next line of the same table, looking past lines that only label."""
    if ruled[at - 1] >= 0:
        return at if ruled[at] == ruled[at - 1] else None
    for index in range(at, min(at + _MOST_BETWEEN, len(lines))):
        before, line = lines[index - 1], lines[index]
        if line.base - before.base > max(line.size, before.size) * 3.2 or ruled[index] >= 0:
            return None
        if valued[index]:
            return index
        if len(line.pieces) == 1 and line.x1 - line.x0 > 330:
            return None  # a line of running text ends the table
    return None


def _labelled(lines: Sequence[Line], start: int) -> int:
    """The end of a list of bold labels with text behind each, or ``start`` if there is none."""
    if not _has_bold_label(lines[start]):
        return start
    left, right = lines[start].x0, lines[start].pieces[1].x0
    labels, end = 1, start + 1
    while end < len(lines):
        line, before = lines[end], lines[end - 1]
        if line.base - before.base > line.size * 2.6:
            break
        if _has_bold_label(line) and abs(line.pieces[1].x0 - right) < 3:
            labels += abs(line.x0 - left) < 3
        elif not (len(line.pieces) == 1 and abs(line.x0 - right) < 3 and not line.bold):
            break
        end += 1
    return end if labels >= 3 else start


def _has_bold_label(line: Line) -> bool:
    if len(line.pieces) != 2:
        return False
    label, text = line.pieces
    letters = any(c.isalpha() for c in label.text)
    return letters and all(w.bold for w in label.words) and not any(w.bold for w in text.words)


def _has_value(line: Line) -> bool:
    cells = cells_of(line)
    return len(cells) > 1 and any(is_value(cell.text) for cell in cells[1:])


def _is_table(lines: Sequence[Line]) -> bool:
    """Whether values in at least two lines stand under each other, at their right edges."""
    ends: list[set[int]] = []
    for line in lines:
        cells = cells_of(line)
        values = [cell for cell in cells[1:] if is_value(cell.text)]
        if values:
            ends.append({round(cell.x1 / 3) for cell in values})
    if len(ends) < 2:
        return bool(ends) and len(ends[0]) >= 3
    hits = 0
    for one, other in pairwise(ends):
        hits += any(abs(a - b) <= 1 for a in one for b in other)
    return hits >= (len(ends) - 1) * 0.4 or len(max(ends, key=len)) >= 3


def _ruled(lines: Sequence[Line], sides: Sequence[tuple[float, float, float]]) -> list[int]:
    """For each line the number of the drawn table it stands in, or -1."""
    spans = sorted((y0, y1, x) for x, y0, y1 in sides if y1 - y0 > 6)
    groups: list[list[float]] = []
    xs: list[set[int]] = []
    for y0, y1, x in spans:
        if groups and y0 <= groups[-1][1] + 4:
            groups[-1][1] = max(groups[-1][1], y1)
            xs[-1].add(round(x))
        else:
            groups.append([y0, y1])
            xs.append({round(x)})
    found = [-1] * len(lines)
    for number, (y0, y1) in enumerate(groups):
        inside = [i for i, ln in enumerate(lines) if y0 - 2 < (ln.y0 + ln.y1) / 2 < y1 + 2]
        if len(inside) >= 2 and _divided([lines[i] for i in inside], xs[number]):
            for i in inside:
                found[i] = number
    return found


def _divided(lines: Sequence[Line], xs: set[int]) -> bool:
    """Whether drawn lines part the words of most rows, and hardly any word crosses them."""
    for x in xs:
        left = sum(1 for line in lines if any(w.x1 <= x + 1 for w in line.words))
        right = sum(1 for line in lines if any(w.x0 >= x - 1 for w in line.words))
        crossed = sum(1 for line in lines if any(w.x0 < x - 1 and w.x1 > x + 1 for w in line.words))
        both = sum(
            1
            for line in lines
            if any(w.x1 <= x + 1 for w in line.words) and any(w.x0 >= x - 1 for w in line.words)
        )
        if left and right and both >= 2 and both >= len(lines) * 0.25 and crossed <= len(lines) / 5:
            return True
    return False
