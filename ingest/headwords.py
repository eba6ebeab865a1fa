"""Owns the heads of columns: which words above a table in a PDF stand over which column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.captions import without_unit
from ingest.grid import Rules, is_year, words_text
from ingest.lines import Line, clean
from ingest.sheet import Word

__all__ = ["Header", "read_header"]

_TOUCHING = re.compile(r"^((?:19|20)\d\d)([a-z]{2,})$")


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


def read_header(
    header: Header,
    lines: Sequence[Line],
    columns: Sequence[tuple[float, float]],
    rules: Rules,
) -> None:
    """Give every column the words above it; what heads several columns goes to each."""
    label: list[str] = []
    titles = [line for line in lines if _is_title(line, columns, header.valued)]
    label += [bare for line in titles if (bare := without_unit(line.text))]
    lines = [line for line in lines if line not in titles]
    cells = [_header_cells(line, columns, rules, header) for line in lines]
    _join_phrases(cells, header.valued)
    _spread_over_groups(cells, header.valued)
    _spread_single(cells, header.valued)
    for text, slots in (cell for line in cells for cell in line):
        bare = without_unit(text)
        if not bare:
            continue
        if 0 in slots:
            label.append(bare)
        for slot in [0] if 0 in slots else slots:
            header.texts.setdefault(slot, []).append(bare)
    header.title = " ".join(label)


def _is_title(line: Line, columns: Sequence[tuple[float, float]], valued: set[int]) -> bool:
    """Whether a line over the column heads runs on from the labels across the columns."""
    piece = line.pieces[0]
    over = [i for i in valued if columns[i][0] + 4 < piece.x1]
    return len(line.pieces) == 1 and piece.x0 < columns[0][1] and bool(over)


def _spread_single(lines: list[list[tuple[str, list[int]]]], valued: set[int]) -> None:
    """The only words over amounts in stepped columns are the head of all of them."""
    over = [slots for cells in lines for _, slots in cells if valued.intersection(slots)]
    if len(over) == 1 and valued.issuperset(over[0]):
        over[0][:] = sorted(valued)


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


def _header_cells(
    line: Line, columns: Sequence[tuple[float, float]], rules: Rules, header: Header
) -> list[tuple[str, list[int]]]:
    """The texts of a header line, each with the columns it stands over."""
    found: list[tuple[str, list[int], float]] = []
    boxed = False
    valued, drawn_over = header.valued, (0.0, 0.0)
    for piece in line.pieces:
        whole = [part for word in piece.words for part in _cut(word, columns)]
        for words in _at_borders(whole, columns, header.ends):
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
                slots = [min(range(len(columns)), key=lambda i: distance(columns[i], middle))]
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


def distance(column: tuple[float, float], x: float) -> float:
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


def _cut(word: Word, columns: Sequence[tuple[float, float]]) -> list[Word]:
    """A year and a word that touch where a column ends ("2020ringen"), taken apart."""
    found = _TOUCHING.match(word.text)
    at = next((a for a, _ in columns[1:] if word.x0 + 3 < a < word.x1 - 3), None)
    if not found or at is None:
        return [word]
    return [replace(word, text=found[1], x1=at), replace(word, text=found[2], x0=at)]


def _slot(word: Word, columns: Sequence[tuple[float, float]]) -> int:
    """The column that the middle of a word stands in, or is nearest to."""
    middle = (word.x0 + word.x1) / 2
    return min(range(len(columns)), key=lambda i: distance(columns[i], middle))


def _drawn_cell(x0: float, x1: float, y: float, rules: Rules) -> tuple[float, float]:
    """The cell drawn around a text: the nearest vertical rules at its height."""
    left = [x for x, a, b in rules.vertical + rules.shaded if a - 1 <= y <= b + 1 and x <= x0 + 2]
    right = [x for x, a, b in rules.vertical + rules.shaded if a - 1 <= y <= b + 1 and x >= x1 - 2]
    return (max(left) if left else x0, min(right) if right else x1)
