"""Owns where the header of a table in a PDF ends and its rows begin."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from ingest.captions import CONTINUES, is_caption
from ingest.grid import CODE, Rules, is_value, is_year, place, words_text
from ingest.headwords import Header, read_header
from ingest.lines import Line
from ingest.sheet import Word

__all__ = ["header_of"]


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
    first = _without_group(lines[start:end], placed, first, valued, rules)
    header = Header(start, columns, valued=valued, ends=_right_edges(placed[first:], valued))
    top = begin = _skip_label(lines, start, columns, valued, floor) if not first else start
    while valued and top > 0 and start - top < 5 and lines[top - 1].y0 > floor:
        line = lines[top - 1]
        if not _heads(line, lines[top], columns, valued) or _other_table(line, lines[top:start]):
            break
        top -= 1
        if is_caption(line) and len(line.pieces) > 1:
            header.caption = line.pieces[0].text.strip()
            break
    if top == begin:
        top = begin = start
    header.start = top
    above = [*lines[top + bool(header.caption) : begin], *lines[start : start + first]]
    read_header(header, above, columns, rules)
    if valued and not any(header.texts.get(column) for column in range(1, len(columns))):
        # Nothing stands over the columns, so what stands above the values are labels.
        return Header(start, columns, valued=valued), list(lines[start:end])
    return header, [*lines[begin:start], *lines[start + first : end]]


def _other_table(line: Line, below: Sequence[Line]) -> bool:
    """Whether a line above a header stands in another table: rows above bold column heads."""
    return bool(below) and all(b.bold for b in below) and not line.bold and not is_caption(line)


def _without_group(
    lines: Sequence[Line],
    placed: Sequence[dict[int, list[Word]]],
    first: int,
    valued: set[int],
    rules: Rules,
) -> int:
    """Leave labels under the column heads ("Lasten") to the body: they head its first rows."""
    heads = [i for i in range(first) if valued.intersection(placed[i])]
    if not heads:
        return first
    at = first
    while at - 1 > heads[-1] and set(placed[at - 1]) == {0}:
        at -= 1
    while at < first and (_within_head(lines, at, heads, rules) or is_caption(lines[at])):
        at += 1
    return at


def _within_head(lines: Sequence[Line], at: int, heads: Sequence[int], rules: Rules) -> bool:
    """Whether a label belongs to a head of several lines: it goes on, or is drawn in one box."""
    head, line = lines[heads[-1]], lines[at]
    if line.bold != head.bold or line.base - lines[at - 1].base > line.size * 1.5:
        return False
    if CONTINUES.match(line.text):
        return True
    x0, x1, below = line.x0, line.x1, lines[at + 1 : at + 2]
    if not below or rules.parts(head.base - 2, line.base - 2, x0, x1) > 0.5:
        return False
    return rules.parts(line.base - 2, below[0].base - 2, x0, x1) > 0.5


def _skip_label(
    lines: Sequence[Line],
    start: int,
    columns: Sequence[tuple[float, float]],
    valued: set[int],
    floor: float,
) -> int:
    """Where the body begins if a short label ("Lasten:") stands between header and values."""
    above = lines[start - 1] if start > 0 else None
    if above is None or not valued or above.y0 <= floor or len(above.pieces) > 1:
        return start
    close = lines[start].base - above.base < above.size * 2.6
    short = above.x1 < columns[min(valued)][0] and len(above.text) < 40
    return start - 1 if close and short and not above.text.endswith(".") else start


def _value_columns(placed: Sequence[dict[int, list[Word]]], count: int) -> set[int]:
    """The columns that mostly hold values, years left out of the count."""
    found = set()
    first = next((i for i, cells in enumerate(placed) if _holds_amount(cells)), 0)
    for column in range(1, count):
        texts = [words_text(cells[column]) for cells in placed[first:] if column in cells]
        texts = [text for text in texts if not is_year(text.strip("()"))] or texts
        values = sum(is_value(text) for text in texts)
        heads = [words_text(cells[column]) for cells in placed[:first] if column in cells]
        if (texts and values >= len(texts) * 0.5) or (not texts and any(map(is_year, heads))):
            found.add(column)
    return found


def _right_edges(placed: Sequence[dict[int, list[Word]]], valued: set[int]) -> dict[int, float]:
    edges = {
        column: [cells[column][-1].x1 for cells in placed if column in cells] for column in valued
    }
    return {column: median(found) for column, found in edges.items() if found}


def _holds_amount(cells: dict[int, list[Word]]) -> bool:
    texts = [words_text(words) for column, words in cells.items() if column]
    return any(is_value(text) and not is_year(text) for text in texts)


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
        texts = [words_text(words) for column, words in cells.items() if column in valued]
        values = [text for text in texts if is_value(text)]
        if not values or all(is_year(text) for text in values):
            continue
        # A label that began on lines above the first value belongs to the body.
        first = index
        while first > 0 and set(placed[first - 1]) == {0} and _same_row(lines, first, rules):
            first -= 1
        while _label_over_number(lines, placed, first, valued):
            first -= 1
        return _below_rule(lines, placed, first, valued, rules, columns)
    return 0


def _label_over_number(
    lines: Sequence[Line], placed: Sequence[dict[int, list[Word]]], at: int, valued: set[int]
) -> bool:
    """Whether the line above belongs to a row whose number stands beside its middle."""
    number, above = placed[at].get(0, []), placed[at - 1] if at else {}
    close = at > 0 and lines[at].base - lines[at - 1].base < lines[at].size * 1.45
    numbered = not number or CODE.match(words_text(number)) is not None
    return bool(close and numbered and above and 0 not in above) and not valued & set(above)


def _below_rule(
    lines: Sequence[Line],
    placed: Sequence[dict[int, list[Word]]],
    first: int,
    valued: set[int],
    rules: Rules,
    columns: Sequence[tuple[float, float]],
) -> int:
    """Go back to the rule above the first values: what stands between is part of their row."""
    left, right = columns[0][0], columns[-1][1]
    at = first
    while at > 0 and not valued.intersection(placed[at - 1]):
        if rules.parts(*_middles(lines[at - 1], lines[at]), left, right) > 0.45:
            return at
        at -= 1
    if at and at < first and rules.parts(*_middles(lines[at - 1], lines[at]), left, right) > 0.45:
        return at
    return first


def _middles(above: Line, below: Line) -> tuple[float, float]:
    return (above.y0 + above.y1) / 2, (below.y0 + below.y1) / 2


def _same_row(lines: Sequence[Line], at: int, rules: Rules) -> bool:
    before, line = lines[at - 1], lines[at]
    drawn = rules.parts(before.base - 2, line.base - 2, before.x0, before.x1) > 0.5
    starts_low = bool(CONTINUES.match(line.text))
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
        if lines[size - 1].bold and lines[size].bold and 0 not in placed[size]:
            size += 1  # a head of several lines, whatever is drawn behind its words
            continue
        if rules.parts(above, below, left, right) > 0.5:
            break
        if lines[size - 1].bold and not lines[size].bold:
            break
        size += 1
    if size >= len(lines):
        return 0
    top = lines[:size]
    apart = all(line.bold for line in top) and not all(line.bold for line in lines[size:])
    short = all(len(words_text(words)) < 40 for cells in placed[:size] for words in cells.values())
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
