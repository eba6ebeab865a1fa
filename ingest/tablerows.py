"""Owns the rows of a table in a PDF: which lines are one row, its label and its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.compose import Draft
from ingest.grid import CODE, Rules, is_year
from ingest.headwords import Header
from ingest.lines import Line, join_lines
from ingest.pages import ROW_SEPARATOR, BlockKind, Box, Cell, TableRow
from ingest.rowlines import Row, group_rows
from ingest.sheet import Word
from ingest.text import collapse

__all__ = ["rows_of"]

_TOTAL = re.compile(r"^(?:sub)?tota(?:al|len)\b|^saldo\b|^resultaat\b", re.IGNORECASE)
_LONG_REMARK = 40
_POINT = re.compile(r"^[-–•·]\s*\w")
_SUBTOTAL = re.compile(r"^(?:sub)?tota(?:al|len)\b", re.IGNORECASE)
_BLOCK = re.compile(
    r"^(?:lasten|baten|uitgaven|inkomsten|kosten|opbrengsten|dekking|activa|passiva)\b",
    re.IGNORECASE,
)


def rows_of(
    lines: Sequence[Line],
    columns: Sequence[tuple[float, float]],
    header: Header,
    rules: Rules,
    printed: str,
    section: str = "",
) -> list[Draft]:
    """The rows below the header as blocks; ``section`` heads them from an earlier page."""
    rows = group_rows(lines, columns, header.valued, rules)
    spans = _spanning_labels(rows, columns, rules)
    labels = _label_columns(rows, header, len(columns))
    drafts: list[Draft] = []
    heads = _bold_heads(rows, header.valued)
    points = False  # the section is a label over points: "Vastgoed", "- sporthal", "- raadhuis"
    for index, row in enumerate(rows):
        pieces = spans[index] if index in spans else row.texts(0)
        label = [pieces, *[row.texts(column) for column in labels[1:]]]
        cells = tuple(_cells(row, labels, columns, header, printed))
        if cells and all(is_year(c.text) and c.header.endswith(c.text) for c in cells):
            cells = ()  # the years once more, over the next group of rows
        label, remark = _without_remark(row, label)
        name = collapse(" ".join(join_lines(texts) for texts in label if texts))
        if not name and not header.valued and drafts and drafts[-1].row:
            name = drafts[-1].row.label  # the same cell goes on below white space
        if not cells and header.valued and _heads_rows(rows, index, header.valued):
            section, points = name, bool(_POINT.match(rows[index + 1].text(0)))
        ends = section if _SUBTOTAL.match(name) else ""
        if index in heads:
            section, ends = "", ""
        if cells and (_TOTAL.match(name) or (points and not _POINT.match(name))):
            section, points = "", False
        if not cells and not header.valued and not name:
            continue
        if remark and cells:
            cells = (*cells, Cell("", remark))
        table_row = TableRow(0, header.title, name, cells)
        text = _row_text(row, label)
        style = (0.0, False, False)
        draft = Draft(BlockKind.TABLE_ROW, text, 0, _boxes(row), table_row, style)
        draft.section = (section or ends) if cells else ""
        drafts.append(draft)
        section = name if index in heads else section
    return drafts if any(draft.row and draft.row.cells for draft in drafts) else []


def _bold_heads(rows: Sequence[Row], valued: set[int]) -> set[int]:
    """Bold rows with amounts of their own that head the rows below: "I. Duurzaam land 405"."""
    bold = [all(word.bold for word in row.words()) for row in rows]
    named = [not _TOTAL.match(row.text(0)) for row in rows]
    heads = {i for i in range(len(rows) - 1) if bold[i] and not bold[i + 1] and named[i]}
    heads = {i for i in heads if rows[i].values(valued)}
    return heads if 0 in heads and len(heads) > 1 else set()


def _without_remark(row: Row, label: list[list[str]]) -> tuple[list[list[str]], str]:
    """A bold label apart from the plain text that explains it in the same cell."""
    words = [line.get(0, []) for line in row.lines]
    lines = [line for line in words if line]
    bold = [all(word.bold for word in line) for line in lines]
    lead = bold.index(False) if False in bold else len(bold)
    if not 0 < lead < len(lines) or any(bold[lead:]) or len(label[0]) != len(lines):
        return label, ""
    remark = collapse(join_lines(label[0][lead:]))
    if len(remark) < _LONG_REMARK:
        return label, ""
    return [label[0][:lead], *label[1:]], remark


def _heads_rows(rows: Sequence[Row], at: int, valued: set[int]) -> bool:
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
    if _POINT.match(rows[at + 1].text(0)) and not _POINT.match(label):
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


def _row_text(row: Row, label: Sequence[Sequence[str]]) -> str:
    first = " ".join(text for texts in label[:1] for text in texts)
    columns = sorted({column for line in row.lines for column in line} - {0})
    texts = [first, *(join_lines(row.texts(column)) for column in columns)]
    return "  ".join(text for text in texts if text)


def _cells(
    row: Row,
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
        head = collapse(join_lines(header.texts.get(column, [])))
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


def _spanning_labels(
    rows: Sequence[Row], columns: Sequence[tuple[float, float]], rules: Rules
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


def _label_columns(rows: Sequence[Row], header: Header, count: int) -> list[int]:
    """The first column, and the next while it has no header and holds words."""
    labels = [0]
    first = [row.text(0) for row in rows]
    short = all(CODE.match(text) for text in first if text)
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


def _boxes(row: Row) -> tuple[Box, ...]:
    lines = [[w for words in line.values() for w in words] for line in row.lines]
    return tuple(_around(words) for words in lines if words)
