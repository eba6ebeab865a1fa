"""Owns the rows of a table in a PDF: the header above them, and label and cells of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.compose import Draft
from ingest.grid import Rules, is_value, is_year, place
from ingest.lines import Line, clean, join_lines
from ingest.pages import BlockKind, Box, Cell, TableRow
from ingest.sheet import Word
from ingest.text import collapse

__all__ = ["Header", "header_of", "rows_of", "unit_in"]

_UNIT = re.compile(
    r"\(?\s*(?:(?:alle\s+)?bedragen\s*)?(?:(?:x|×|\*)\s*(?:€|EUR|euro)?\s*1(?:\.000)+(?:,-)?"
    r"(?:\s*euro)?|in\s+(?:duizenden|miljoenen|hele|gehele)?\s*(?:euro'?’?s?|€)(?!\w)"
    r"(?:\s*\(?x\s*1\.000\)?)?|(?:x|in)\s*(?:€|EUR)\s*(?:1\s*)?(?:mln|miljoen|mrd|miljard)\.?"
    r"|in\s+€\s*1(?:\.000)+)\s*\)?",
    re.IGNORECASE,
)
_CONTINUES = re.compile(r"^[a-zà-ÿ(&/+]")
_TOTAL = re.compile(r"^(?:sub)?tota(?:al|len)\b|^saldo\b|^resultaat\b", re.IGNORECASE)
_CODE = re.compile(r"^[A-Z]?\d{1,3}[a-z]?\.?$")


@dataclass(slots=True)
class Header:
    """What stands above the columns; ``start`` is its first line on the page."""

    start: int
    columns: list[tuple[float, float]]
    texts: dict[int, list[str]] = field(default_factory=dict)
    title: str = ""
    valued: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Row:
    """Words by column for each line that the row takes up."""

    lines: list[dict[int, list[Word]]] = field(default_factory=list)

    def texts(self, column: int) -> list[str]:
        found = (line.get(column) for line in self.lines)
        return [clean(" ".join(word.text for word in words)) for words in found if words]

    def text(self, column: int) -> str:
        return " ".join(self.texts(column))

    def words(self) -> list[Word]:
        return [word for line in self.lines for words in line.values() for word in words]


def unit_in(texts: Sequence[str]) -> str:
    """The unit as printed in one of the lines, without brackets; '' if there is none."""
    for text in texts:
        found = _UNIT.search(text)
        if found:
            return found[0].strip().strip("()").strip()
    return ""


def header_of(
    lines: Sequence[Line],
    start: int,
    end: int,
    columns: list[tuple[float, float]],
    rules: Rules,
    floor: float,
) -> tuple[Header, list[Line]]:
    """The header of a table and the lines of its body.

    The header may begin above ``start``: words over the columns, not above ``floor``.
    """
    placed = [place(line, columns) for line in lines[start:end]]
    valued = _value_columns(placed, len(columns))
    first = _first_body_line(lines[start:end], placed, valued, rules, columns)
    header = Header(start, columns, valued=valued)
    top = start
    while valued and top > 0 and start - top < 4 and lines[top - 1].y0 > floor:
        if not _heads(lines[top - 1], lines[top], columns, valued):
            break
        top -= 1
    header.start = top
    above = [*lines[top:start], *lines[start : start + first]]
    _read_header(header, above, columns, rules)
    return header, list(lines[start + first : end])


def _value_columns(placed: Sequence[dict[int, list[Word]]], count: int) -> set[int]:
    """The columns that mostly hold values, years left out of the count."""
    found = set()
    for column in range(1, count):
        texts = [_text(cells[column]) for cells in placed if column in cells]
        texts = [text for text in texts if not is_year(text)] or texts
        values = sum(is_value(text) for text in texts)
        if texts and values >= len(texts) * 0.5:
            found.add(column)
    return found


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _first_body_line(
    lines: Sequence[Line],
    placed: Sequence[dict[int, list[Word]]],
    valued: set[int],
    rules: Rules,
    columns: Sequence[tuple[float, float]],
) -> int:
    """How many lines at the top of a table are its header."""
    if not valued:
        return _prose_header(lines, placed, rules, columns)
    for index, cells in enumerate(placed):
        texts = [_text(words) for column, words in cells.items() if column in valued]
        values = [text for text in texts if is_value(text)]
        if not values or all(is_year(text) for text in values):
            continue
        # A label that began on lines above the first value belongs to the body.
        first = index
        while first > 0 and set(placed[first - 1]) == {0} and _same_row(lines, first, rules):
            first -= 1
        return first
    return 0


def _same_row(lines: Sequence[Line], at: int, rules: Rules) -> bool:
    before, line = lines[at - 1], lines[at]
    drawn = rules.parts(before.base - 2, line.base - 2, before.x0, before.x1) > 0.5
    starts_low = bool(_CONTINUES.match(line.text))
    return not drawn and (starts_low or line.base - before.base < line.size * 0.9)


def _prose_header(
    lines: Sequence[Line],
    placed: Sequence[dict[int, list[Word]]],
    rules: Rules,
    columns: Sequence[tuple[float, float]],
) -> int:
    """The header of a table of words is its first drawn row, when it is set apart by style."""
    left, right = columns[0][0], columns[-1][1]
    size = 1
    while size < len(lines) and size < 4:
        above, below = lines[size - 1].base - 2, lines[size].base - 2
        if rules.parts(above, below, left, right) > 0.5:
            break
        size += 1
    if size >= len(lines):
        return 0
    top = lines[:size]
    apart = all(line.bold for line in top) and not all(line.bold for line in lines[size:])
    short = all(len(_text(words)) < 40 for cells in placed[:size] for words in cells.values())
    filled = len({column for cells in placed[:size] for column in cells}) >= 2
    return size if apart and short and filled else 0


def _heads(
    line: Line, below: Line, columns: Sequence[tuple[float, float]], valued: set[int]
) -> bool:
    """Whether a line above a table stands over its columns rather than being text."""
    if below.base - line.base > max(below.size, line.size) * 2.6:
        return False
    over = [
        piece
        for piece in line.pieces
        if any(columns[c][0] < (piece.x0 + piece.x1) / 2 < columns[c][1] for c in valued)
        or (piece.x0 > columns[min(valued)][0] - 4)
    ]
    if not over:
        return False
    text_over = any(piece not in over and len(piece.text) > 60 for piece in line.pieces)
    return not text_over and (len(line.pieces) > 1 or line.x0 > columns[min(valued)][0] - 4)


def _read_header(
    header: Header,
    lines: Sequence[Line],
    columns: Sequence[tuple[float, float]],
    rules: Rules,
) -> None:
    """Give every column the words above it; what heads several columns goes to each."""
    label: list[str] = []
    for line in lines:
        for text, slots in _header_cells(line, columns, rules, header.valued):
            bare = _without_unit(text)
            if not bare:
                continue
            if 0 in slots:
                label.append(bare)
                slots = [0]
            for slot in slots:
                header.texts.setdefault(slot, []).append(bare)
    header.title = " ".join(label)


def _without_unit(text: str) -> str:
    found = _UNIT.search(text)
    if not found:
        return text
    rest = (text[: found.start()] + " " + text[found.end() :]).strip()
    return rest.strip("()| ") if not any(c.isalnum() for c in rest) else rest


def _header_cells(
    line: Line, columns: Sequence[tuple[float, float]], rules: Rules, valued: set[int]
) -> list[tuple[str, list[int]]]:
    """The texts of a header line, each with the columns it stands over."""
    found: list[tuple[str, list[int], float]] = []
    boxed = False
    for piece in line.pieces:
        for words in _at_borders(piece.words, columns):
            x0, x1 = words[0].x0, words[-1].x1
            a, b = _drawn_cell(x0, x1, (line.y0 + line.y1) / 2, rules)
            boxed = boxed or (a < x0 and b > x1)
            slots = [i for i, (c, d) in enumerate(columns) if min(b, d) - max(a, c) > (d - c) * 0.5]
            if not slots:
                middle = (x0 + x1) / 2
                slots = [min(range(len(columns)), key=lambda i: _distance(columns[i], middle))]
            found.append((clean(_text(words)), slots, (x0 + x1) / 2))
    wide = [cell for cell in found if len(cell[1]) > 1 and valued.issuperset(cell[1])]
    if wide and not boxed:
        taken = {slot for _, slots, _ in found for slot in slots}
        for slot in sorted(valued):
            if slot not in taken:
                middle = sum(columns[slot]) / 2
                min(wide, key=lambda cell: abs(cell[2] - middle))[1].append(slot)
    return [(text, sorted(slots)) for text, slots, _ in found]


def _distance(column: tuple[float, float], x: float) -> float:
    return max(column[0] - x, x - column[1], 0.0)


def _at_borders(
    words: Sequence[Word], columns: Sequence[tuple[float, float]]
) -> list[list[Word]]:
    """Cut words where a column ends, if the gap there is wider than between other words."""
    parts = [[words[0]]]
    for before, word in zip(words, words[1:], strict=False):
        gap = word.x0 - before.x1
        border = any(before.x1 - 1 <= a <= word.x0 + 1 for a, _ in columns[1:])
        numbers = is_year(before.text) or is_year(word.text)
        if border and (gap > word.size * 0.45 or numbers):
            parts.append([word])
        else:
            parts[-1].append(word)
    return parts


def _drawn_cell(x0: float, x1: float, y: float, rules: Rules) -> tuple[float, float]:
    """The cell drawn around a text: the nearest vertical rules at its height."""
    left = [x for x, a, b in rules.vertical + rules.shaded if a - 1 <= y <= b + 1 and x <= x0 + 2]
    right = [x for x, a, b in rules.vertical + rules.shaded if a - 1 <= y <= b + 1 and x >= x1 - 2]
    return (max(left) if left else x0, min(right) if right else x1)


def rows_of(
    lines: Sequence[Line],
    columns: Sequence[tuple[float, float]],
    header: Header,
    rules: Rules,
    printed: str,
    number: int,
    unit: str,
) -> list[Draft]:
    """The rows below the header as blocks."""
    rows = _rows(lines, columns, header.valued, rules)
    spans = _spanning_labels(rows, columns, rules)
    labels = _label_columns(rows, header, len(columns))
    drafts: list[Draft] = []
    section = ""
    for index, row in enumerate(rows):
        pieces = spans[index] if index in spans else row.texts(0)
        label = [pieces, *[row.texts(column) for column in labels[1:]]]
        cells = tuple(_cells(row, labels, columns, header, printed))
        printed_label = _as_printed([t for texts in label for t in texts], printed)
        if not cells and header.valued:
            section = collapse(printed_label.replace(" | ", " "))
        elif _TOTAL.match(printed_label):
            section = ""
        if not cells and not header.valued and not printed_label:
            continue
        table_row = TableRow(number, header.title, printed_label, cells, unit)
        text = _row_text(row, label)
        style = (0.0, False, False)
        draft = Draft(BlockKind.TABLE_ROW, text, 0, _boxes(row), table_row, style)
        draft.section = section if cells else ""
        drafts.append(draft)
    return drafts if any(draft.row and draft.row.cells for draft in drafts) else []


def _row_text(row: _Row, label: Sequence[Sequence[str]]) -> str:
    first = " ".join(text for texts in label[:1] for text in texts)
    columns = sorted({column for line in row.lines for column in line} - {0})
    texts = [first, *(join_lines(row.texts(column)) for column in columns)]
    return "  ".join(text for text in texts if text)


def _cells(
    row: _Row,
    labels: Sequence[int],
    columns: Sequence[tuple[float, float]],
    header: Header,
    printed: str,
) -> list[Cell]:
    cells = []
    for column in range(len(columns)):
        if column in labels:
            continue
        texts = row.texts(column)
        if not texts:
            continue
        words = [w for line in row.lines for w in line.get(column, [])]
        head = _as_printed(header.texts.get(column, []), printed)
        cells.append(Cell(head, _as_printed(texts, printed), _around(words)))
    return cells


def _as_printed(parts: Sequence[str], printed: str) -> str:
    """Parts joined by spaces where they stand so on the page, else by " | ".

    A quote of a row is looked up part by part, so every part must stand there whole.
    """
    whole = ""
    current = ""
    for part in parts:
        part = collapse(part)
        if not part:
            continue
        for joined in (collapse(join_lines([current, part])), f"{current} {part}"):
            if current and joined in printed:
                current = joined
                break
        else:
            whole = f"{whole} | {current}" if whole else current
            current = part
    return f"{whole} | {current}" if whole else current


def _rows(
    lines: Sequence[Line],
    columns: Sequence[tuple[float, float]],
    valued: set[int],
    rules: Rules,
) -> list[_Row]:
    """Lines put together to rows, by drawn rules where they part rows, else by what they hold."""
    left, right = columns[0][0], columns[-1][1]
    groups: list[list[Line]] = []
    for line in lines:
        if groups:
            before = groups[-1][-1]
            middle = ((before.y0 + before.y1) / 2, (line.y0 + line.y1) / 2)
            if rules.parts(middle[0], middle[1], left, right) < 0.45:
                groups[-1].append(line)
                continue
        groups.append([line])
    drawn = len(groups) >= max(2, len(lines) * 0.3)
    rows: list[_Row] = []
    for group in groups:
        placed = [place(line, columns) for line in group]
        if drawn and _one_row(placed, valued, len(columns)):
            rows.append(_Row(placed))
        else:
            rows += _rows_by_content(group, placed, valued)
    return rows


def _one_row(placed: Sequence[dict[int, list[Word]]], valued: set[int], columns: int) -> bool:
    """Whether lines between two rules are one row: no value column is filled twice."""
    if len(placed) == 1:
        return True
    filled = [c for cells in placed for c in cells if c in valued and is_value(_text(cells[c]))]
    if not valued:
        return True
    return max((filled.count(c) for c in set(filled)), default=0) <= 1 and bool(filled)


def _rows_by_content(
    lines: Sequence[Line], placed: Sequence[dict[int, list[Word]]], valued: set[int]
) -> list[_Row]:
    """Rows where nothing is drawn: a value begins a row, words without one are its label."""
    rows: list[_Row] = []
    pending: list[dict[int, list[Word]]] = []
    for index, cells in enumerate(placed):
        has_value = any(c in valued and (0 in cells or is_value(_text(cells[c]))) for c in cells)
        below = placed[index + 1] if index + 1 < len(placed) else None
        if has_value:
            rows.append(_Row([*pending, cells]))
            pending = []
        elif rows and not pending and 0 not in cells and _close(lines, index):
            rows[-1].lines.append(cells)
        elif below is not None and _label_goes_on(cells, below, valued):
            pending.append(cells)
        elif rows and not pending and _continues(rows[-1], cells, lines, index):
            rows[-1].lines.append(cells)
        else:
            rows.append(_Row([*pending, cells]))
            pending = []
    if pending:
        rows.append(_Row(pending))
    return rows


def _close(lines: Sequence[Line], at: int) -> bool:
    return at > 0 and lines[at].base - lines[at - 1].base < lines[at].size * 2.2


def _label_goes_on(
    cells: dict[int, list[Word]], below: dict[int, list[Word]], valued: set[int]
) -> bool:
    """Whether the label in ``cells`` ends on the next line, where its values stand."""
    if not any(c in valued for c in below):
        return False
    if 0 not in below:
        return True
    return bool(_CONTINUES.match(_text(below[0])))


def _continues(row: _Row, cells: dict[int, list[Word]], lines: Sequence[Line], at: int) -> bool:
    """Whether a line without values goes on with the words of the row above."""
    step = lines[at].base - lines[at - 1].base
    if step > lines[at].size * 1.8:
        return False
    if 0 not in cells:
        return True
    return bool(_CONTINUES.match(_text(cells[0]))) or row.text(0).endswith((",", "-", " en"))


def _spanning_labels(
    rows: Sequence[_Row], columns: Sequence[tuple[float, float]], rules: Rules
) -> dict[int, list[str]]:
    """The label of a first cell that is drawn over several rows, for each of these rows."""
    a, b = columns[0]
    groups: list[list[int]] = []
    parted = 0
    for index, row in enumerate(rows):
        words = row.words()
        if index:
            before = rows[index - 1].words()
            above = sum((w.y0 + w.y1) / 2 for w in before) / len(before)
            below = sum((w.y0 + w.y1) / 2 for w in words) / len(words)
            if rules.parts(above, below, a, b) < 0.4:
                groups[-1].append(index)
                continue
            parted += 1
        groups.append([index])
    spans: dict[int, list[str]] = {}
    if not parted:
        return spans
    for group in groups:
        if 1 < len(group) <= 12 and any(0 not in line for i in group for line in rows[i].lines):
            texts = [text for i in group for text in rows[i].texts(0)]
            spans.update({i: texts for i in group})
    return spans


def _label_columns(rows: Sequence[_Row], header: Header, count: int) -> list[int]:
    """The first column, and the next while it has no header and holds words."""
    labels = [0]
    first = [row.text(0) for row in rows]
    short = all(_CODE.match(text) for text in first if text)
    for column in range(1, count):
        if column in header.valued or column + 1 >= count:
            break
        if short or not header.texts.get(column):
            labels.append(column)
            short = False
            continue
        break
    return labels


def _around(words: Sequence[Word]) -> Box:
    return Box(
        min(w.x0 for w in words),
        min(w.y0 for w in words),
        max(w.x1 for w in words),
        max(w.y1 for w in words),
    )


def _boxes(row: _Row) -> tuple[Box, ...]:
    lines = [[w for words in line.values() for w in words] for line in row.lines]
    return tuple(_around(words) for words in lines if words)
