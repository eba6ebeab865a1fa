"""Owns the rows of a table in a PDF: which lines are one row, its label and its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.compose import Draft
from ingest.grid import Rules, is_value, is_year, place
from ingest.lines import Line, clean, join_lines
from ingest.pages import ROW_SEPARATOR, BlockKind, Box, Cell, TableRow
from ingest.sheet import HYPHEN, Word
from ingest.tableheader import CONTINUES, Header, words_text
from ingest.text import collapse

__all__ = ["rows_of"]

_TOTAL = re.compile(r"^(?:sub)?tota(?:al|len)\b|^saldo\b|^resultaat\b", re.IGNORECASE)
_BLOCK = re.compile(
    r"^(?:lasten|baten|uitgaven|inkomsten|kosten|opbrengsten|dekking|activa|passiva)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"^[A-Z]?\d{1,3}(?:\.\d{1,3})*[a-z]?\.?$")


@dataclass(slots=True)
class _Row:
    """Words by column for each line that the row takes up."""

    lines: list[dict[int, list[Word]]] = field(default_factory=list)

    def texts(self, column: int) -> list[str]:
        found = (line.get(column) for line in self.lines)
        return [clean(" ".join(word.text for word in words)) for words in found if words]

    def text(self, column: int) -> str:
        return " ".join(self.texts(column))

    def values(self, columns: set[int]) -> list[str]:
        return [text for column in sorted(columns) if (text := self.text(column))]

    def words(self) -> list[Word]:
        return [word for line in self.lines for words in line.values() for word in words]


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
        if cells and all(is_year(c.text) and c.header.endswith(c.text) for c in cells):
            cells = ()  # the years once more, over the next group of rows
        printed_label = _as_printed([t for texts in label for t in texts], printed)
        if not cells and header.valued:
            if _heads_rows(rows, index, header.valued):
                section = collapse(printed_label.replace(ROW_SEPARATOR, " "))
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


def _heads_rows(rows: Sequence[_Row], at: int, valued: set[int]) -> bool:
    """Whether a row without cells heads those below it, rather than having nothing to tell."""
    label = rows[at].text(0)
    if at + 1 >= len(rows):
        return False
    if label[:1].islower() or label.count("(") != label.count(")"):
        return False  # the end or the beginning of a longer label
    if set(map(is_year, rows[at].values(valued))) == {True}:
        return True
    if label[:1].isupper() and rows[at + 1].text(0)[:1].islower():
        return True
    if _BLOCK.match(label) or label.endswith(":"):
        return True
    words, below = rows[at].words(), rows[at + 1].words()
    first, next_one = words[0], below[0]
    if next_one.x0 > first.x0 + 2 or first.size > next_one.size * 1.05:
        return True
    for style in ("bold", "italic"):
        if all(getattr(w, style) for w in words) and not all(getattr(w, style) for w in below):
            return True
    # Where every other row fills all columns, an empty row is no row of amounts.
    filled = [valued.intersection(c for line in row.lines for c in line) for row in rows]
    return all(len(columns) in (0, len(valued)) for columns in filled)


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
            whole = f"{whole}{ROW_SEPARATOR}{current}" if whole else current
            current = part
    return f"{whole}{ROW_SEPARATOR}{current}" if whole else current


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
    if not valued and len(groups) == 1:
        groups = _parted_by_space(lines, columns)
    drawn = len(groups) >= (max(2, len(lines) * 0.3) if valued else 2)
    rows: list[_Row] = []
    for group in groups:
        placed = [place(line, columns) for line in group]
        if drawn and _one_row(placed, valued, len(columns)):
            rows.append(_Row(placed))
        else:
            rows += _rows_by_content(group, placed, valued)
    return rows


def _parted_by_space(
    lines: Sequence[Line], columns: Sequence[tuple[float, float]]
) -> list[list[Line]]:
    """Rows of words that white space parts: each begins with a label, and with no other."""
    steps = [after.base - before.base for before, after in pairwise(lines)]
    groups = [[lines[0]]]
    for line, step in zip(lines[1:], steps, strict=True):
        if step > min(steps) * 1.2:
            groups.append([])
        groups[-1].append(line)
    for top, *below in groups:
        anew = [
            line
            for line in below
            if len(line.pieces) > 1 and all(piece.text[:1].isupper() for piece in line.pieces)
        ]
        if 0 not in place(top, columns) or anew:
            return [list(lines)]
    return groups


def _one_row(placed: Sequence[dict[int, list[Word]]], valued: set[int], columns: int) -> bool:
    """Whether lines between two rules are one row: no value column is filled twice."""
    if len(placed) == 1:
        return True
    filled = [
        c for cells in placed for c in cells if c in valued and is_value(words_text(cells[c]))
    ]
    if not valued:
        return True
    return max((filled.count(c) for c in set(filled)), default=0) <= 1 and bool(filled)


def _rows_by_content(
    lines: Sequence[Line], placed: Sequence[dict[int, list[Word]]], valued: set[int]
) -> list[_Row]:
    """Rows where nothing is drawn: a value begins a row, words without one are its label."""
    rows: list[_Row] = []
    pending: list[dict[int, list[Word]]] = []
    edge = max((words[-1].x1 for cells in placed if (words := cells.get(0))), default=0.0)
    for index, cells in enumerate(placed):
        has_value = any(
            c in valued and (0 in cells or is_value(words_text(cells[c]))) for c in cells
        )
        below = placed[index + 1] if index + 1 < len(placed) else None
        if has_value:
            rows.append(_Row([*pending, cells]))
            pending = []
        elif rows and not pending and 0 not in cells and _close(lines, index):
            rows[-1].lines.append(cells)
        elif below is not None and _label_goes_on(cells, below, valued, edge):
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
    cells: dict[int, list[Word]], below: dict[int, list[Word]], valued: set[int], edge: float
) -> bool:
    """Whether the label in ``cells`` ends on the next line, where its values stand.

    Not if the next word would have stood before ``edge``, where labels are wrapped: then the
    line heads the next ones.
    """
    if not any(c in valued for c in below):
        return False
    if 0 not in below:
        return True
    if not CONTINUES.match(words_text(below[0])):
        return False
    last, word = cells[max(cells)][-1], below[0][0]
    fits = last.x1 + word.size * 0.6 + word.x1 - word.x0 < edge
    return not fits or last.text.endswith((",", "-", "/", HYPHEN)) or last.text in ("en", "of")


def _continues(row: _Row, cells: dict[int, list[Word]], lines: Sequence[Line], at: int) -> bool:
    """Whether a line without values goes on with the words of the row above."""
    step = lines[at].base - lines[at - 1].base
    if step > lines[at].size * 1.8:
        return False
    if 0 not in cells:
        return True
    return bool(CONTINUES.match(words_text(cells[0]))) or row.text(0).endswith((",", "-", " en"))


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
            elsewhere = rules.parts(above, below, b, columns[-1][1])
            if rules.parts(above, below, a, b) < 0.4 <= elsewhere:
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
            spans.update(dict.fromkeys(group, texts))
    return spans


def _label_columns(rows: Sequence[_Row], header: Header, count: int) -> list[int]:
    """The first column, and the next while it has no header and holds words."""
    labels = [0]
    first = [row.text(0) for row in rows]
    short = all(_CODE.match(text) for text in first if text)
    for column in range(1, count):
        if column in header.valued or column + 1 >= count:
            break
        if short or (header.valued and not header.texts.get(column)):
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
