"""Owns the header of a table in a PDF: what stands above its columns, and the unit near it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.grid import Rules, is_value, is_year, place
from ingest.lines import Line, clean
from ingest.sheet import Word

__all__ = [
    "CONTINUES",
    "Header",
    "header_of",
    "is_caption",
    "signs_in",
    "unit_in",
    "without_signs",
    "without_unit",
    "words_text",
]

_UNIT = re.compile(
    r"\(?\s*(?:(?:alle\s+)?bedragen\s*)?(?:(?:x|×|\*)\s*(?:€|EUR|euro)?\s*1(?:\.000)+(?:,-)?"
    r"(?:\s*euro)?|in\s+(?:duizenden|miljoenen|hele|gehele)?\s*(?:euro'?’?s?|€)(?!\w)"
    r"(?:\s*\(?x\s*1\.000\)?)?(?:\s+en\s+(?:in\s+)?(?:aantallen|procenten|percentages|%))?|(?:x|in)\s*(?:€|EUR)\s*(?:1\s*)?(?:mln|miljoen|mrd|miljard)\.?"
    r"|in\s+€\s*1(?:\.000)+)\s*\)?",
    re.IGNORECASE,
)
CONTINUES = re.compile(r"^[a-zà-ÿ(&/+]")
"""How a line begins that goes on with the label above it."""


@dataclass(slots=True)
class Header:
    """What stands above the columns; ``start`` is its first line on the page."""

    start: int
    columns: list[tuple[float, float]]
    texts: dict[int, list[str]] = field(default_factory=dict)
    title: str = ""
    caption: str = ""  # the title that stands before the unit, on a line of its own
    valued: set[int] = field(default_factory=set)
    ends: dict[int, float] = field(default_factory=dict)  # where the values of a column end


def unit_in(texts: Sequence[str]) -> str:
    """The unit as printed in one of the lines, without brackets; '' if there is none."""
    for text in texts:
        found = _UNIT.search(text)
        if found:
            return found[0].strip().strip("()").strip()
    return ""


_SIGNS = re.compile(
    r"\(?\s*(?:[\"'“”„]?\s*[-–+]\s*[\"'“”]?|\b[VN])\s*=\s*(?:na|voor)de(?:el|lig)\w*"
    r"(?:\s*[,;/]?\s*(?:en\s+)?(?:[\"'“”„]?\s*[-–+]\s*[\"'“”]?|\b[VN])\s*=\s*(?:na|voor)de(?:el|lig)\w*)?"
    r"\s*\)?",
    re.IGNORECASE,
)


def signs_in(texts: Sequence[str]) -> str:
    """What the signs of a table mean, as printed ('"-"= nadeel'); '' if that is not told."""
    found = (_SIGNS.search(text) for text in texts)
    return next((match[0].strip(" ()") for match in found if match), "")


def without_signs(text: str) -> str:
    """``text`` without what the signs of the table mean."""
    return " ".join(_SIGNS.sub(" ", text).split())


def is_caption(line: Line) -> bool:
    """Whether a line names a table and its unit at the right, or is only the unit."""
    *title, last = line.pieces
    if without_unit(last.text) or len(title) > 1:
        return False
    return not any(is_value(piece.text) for piece in title)


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
    _read_header(header, above, columns, rules)
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


def words_text(words: Sequence[Word]) -> str:
    """The text of words that stand beside each other."""
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
        texts = [words_text(words) for column, words in cells.items() if column in valued]
        values = [text for text in texts if is_value(text)]
        if not values or all(is_year(text) for text in values):
            continue
        # A label that began on lines above the first value belongs to the body.
        first = index
        while first > 0 and set(placed[first - 1]) == {0} and _same_row(lines, first, rules):
            first -= 1
        return _below_rule(lines, placed, first, valued, rules, columns)
    return 0


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


def _read_header(
    header: Header,
    lines: Sequence[Line],
    columns: Sequence[tuple[float, float]],
    rules: Rules,
) -> None:
    """Give every column the words above it; what heads several columns goes to each."""
    label: list[str] = []
    cells = [_header_cells(line, columns, rules, header) for line in lines]
    _join_phrases(cells, header.valued)
    _spread_over_groups(cells, header.valued)
    for text, slots in (cell for line in cells for cell in line):
        bare = without_unit(text)
        if not bare:
            continue
        if 0 in slots:
            label.append(bare)
        for slot in [0] if 0 in slots else slots:
            header.texts.setdefault(slot, []).append(bare)
    header.title = " ".join(label)


def _join_phrases(lines: list[list[tuple[str, list[int]]]], valued: set[int]) -> None:
    """Over years that each stand once, words that go on in lower case are one head for all."""
    for cells, below in pairwise(lines):
        years = [text for text, slots in below if valued.intersection(slots)]
        over = [cell for cell in cells if valued.issuperset(cell[1])]
        distinct = len(set(years)) == len(years) > 2 and all(map(is_year, years))
        if not distinct or len(over) < 2 or not all(text[:1].islower() for text, _ in over[1:]):
            continue
        slots = sorted({slot for _, own in below for slot in own if slot in valued})
        cells[cells.index(over[0])] = (" ".join(text for text, _ in over), slots)
        for cell in over[1:]:
            cells.remove(cell)


def _spread_over_groups(lines: list[list[tuple[str, list[int]]]], valued: set[int]) -> None:
    """Where heads return, give each group of them the words above it.

    "Lasten" over 2025 2026 and "Baten" over 2025 2026; 2025 over baten lasten saldo and 2026
    over the same three.
    """
    for at, cells in enumerate(lines):
        heads = [(text, slots[0]) for text, slots in cells if valued.issuperset(slots)]
        size = _period([text for text, _ in heads])
        if not size or len(heads) != len(valued):
            continue
        groups = [[slot for _, slot in heads[i : i + size]] for i in range(0, len(heads), size)]
        for above in lines[:at]:
            over = [slots for _, slots in above if valued.issuperset(slots)]
            homes = [_nearest_group(slots, groups) for slots in over]
            if len(set(homes)) == len(homes):
                for slots, home in zip(over, homes, strict=True):
                    slots[:] = sorted({*slots, *groups[home]} & set(groups[home]))
    _spread_over_years(lines, valued)


def _period(heads: Sequence[str]) -> int:
    """After how many heads they return; 0 if they do not."""
    for size in range(2, len(heads) // 2 + 1):
        returns = all(heads[i] == heads[i % size] for i in range(len(heads)))
        if returns and len(heads) % size == 0 and len(set(heads[:size])) == size:
            return size
    return 0


def _nearest_group(slots: Sequence[int], groups: Sequence[Sequence[int]]) -> int:
    middle = sum(slots) / len(slots)
    return min(range(len(groups)), key=lambda i: abs(sum(groups[i]) / len(groups[i]) - middle))


def _spread_over_years(lines: list[list[tuple[str, list[int]]]], valued: set[int]) -> None:
    """Where years return unevenly, words above them reach to where the next begin."""
    for at, cells in enumerate(lines):
        years = [text for text, slots in cells if valued.intersection(slots)]
        if len(years) < 4 or len(set(years)) == len(years) or not all(map(is_year, years)):
            continue
        if _period(years):
            continue
        for above in lines[:at]:
            groups = [slots for _, slots in above if valued.issuperset(slots)]
            if not 2 <= len(groups) < len(valued):
                continue
            starts = [(slots, sum(slots) / len(slots)) for slots in groups]
            flush = min(groups[0]) == min(valued)
            taken = {slot for slots in groups for slot in slots}
            for slot in sorted(valued - taken):
                before = [slots for slots, middle in starts if middle < slot]
                near = min(starts, key=lambda group: abs(group[1] - slot))[0]
                (before[-1] if flush and before else near).append(slot)


def without_unit(text: str) -> str:
    """``text`` without the unit in it; '' if it is only a unit."""
    found = _UNIT.search(text)
    if not found:
        return text
    rest = (text[: found.start()] + " " + text[found.end() :]).strip()
    return rest.strip("()| ") if not any(c.isalnum() for c in rest) else rest


def _header_cells(
    line: Line, columns: Sequence[tuple[float, float]], rules: Rules, header: Header
) -> list[tuple[str, list[int]]]:
    """The texts of a header line, each with the columns it stands over."""
    found: list[tuple[str, list[int], float]] = []
    boxed = False
    valued, drawn_over = header.valued, (0.0, 0.0)
    for piece in line.pieces:
        for words in _at_borders(piece.words, columns, header.ends):
            x0, x1 = words[0].x0, words[-1].x1
            a, b = _drawn_cell(x0, x1, (line.y0 + line.y1) / 2, rules)
            if a < x0 and b > x1:
                boxed = True
                if (a, b) == drawn_over and len(found[-1][1]) > 1:
                    # Words far apart in one merged cell: "Investeringen      per jaar".
                    text, over, middle = found[-1]
                    found[-1] = (f"{text} {clean(words_text(words))}", over, middle)
                    continue
                drawn_over = (a, b)
            slots = [i for i, (c, d) in enumerate(columns) if min(b, d) - max(a, c) > (d - c) * 0.5]
            if not slots:
                middle = (x0 + x1) / 2
                slots = [min(range(len(columns)), key=lambda i: _distance(columns[i], middle))]
            found.append((clean(words_text(words)), slots, (x0 + x1) / 2))
    _leave_to_others(found, columns)
    wide = [cell for cell in found if len(cell[1]) > 1 and valued.issuperset(cell[1])]
    if wide and not boxed:
        taken = {slot for _, slots, _ in found for slot in slots}
        for slot in sorted(valued):
            if slot not in taken:
                middle = sum(columns[slot]) / 2
                min(wide, key=lambda cell: abs(cell[2] - middle))[1].append(slot)
    return [(text, sorted(slots)) for text, slots, _ in found]


def _leave_to_others(
    cells: Sequence[tuple[str, list[int], float]], columns: Sequence[tuple[float, float]]
) -> None:
    """Take from a head that reaches over its column those columns that have their own head."""
    homes = [next((i for i, (a, b) in enumerate(columns) if a <= x < b), -1) for _, _, x in cells]
    for (_, slots, _), home in zip(cells, homes, strict=True):
        if home in slots and len(slots) > 1:
            slots[:] = [slot for slot in slots if slot == home or slot not in homes]


def _distance(column: tuple[float, float], x: float) -> float:
    return max(column[0] - x, x - column[1], 0.0)


def _at_borders(
    words: Sequence[Word], columns: Sequence[tuple[float, float]], ends: Mapping[int, float]
) -> list[list[Word]]:
    """Cut words where a column ends: at a wide gap, or where values below end as well."""
    parts = [[words[0]]]
    for before, word in pairwise(words):
        gap = word.x0 - before.x1
        border = any(before.x1 - 1 <= a <= word.x0 + 1 for a, _ in columns[1:])
        elsewhere = _slot(before, columns) != _slot(word, columns)
        numbers = is_year(before.text) or is_year(word.text)
        flush = any(abs(end - before.x1) < 1.5 for end in ends.values())
        flush = flush and any(abs(end - words[-1].x1) < 1.5 for end in ends.values())
        if (border and (gap > word.size * 0.45 or numbers)) or (elsewhere and flush):
            parts.append([word])
        else:
            parts[-1].append(word)
    return parts


def _slot(word: Word, columns: Sequence[tuple[float, float]]) -> int:
    """The column that the middle of a word stands in, or is nearest to."""
    middle = (word.x0 + word.x1) / 2
    return min(range(len(columns)), key=lambda i: _distance(columns[i], middle))


def _drawn_cell(x0: float, x1: float, y: float, rules: Rules) -> tuple[float, float]:
    """The cell drawn around a text: the nearest vertical rules at its height."""
    left = [x for x, a, b in rules.vertical + rules.shaded if a - 1 <= y <= b + 1 and x <= x0 + 2]
    right = [x for x, a, b in rules.vertical + rules.shaded if a - 1 <= y <= b + 1 and x >= x1 - 2]
    return (max(left) if left else x0, min(right) if right else x1)
