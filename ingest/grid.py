"""Owns the grid of a table on a page: its columns, and which words stand in which cell."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from ingest.lines import Line, Piece
from ingest.pages import Box
from ingest.sheet import Sheet, Word

__all__ = ["CODE", "Rules", "cells_of", "columns_of", "is_value", "is_year", "place", "words_text"]

_VALUE = re.compile(
    r"^(?:[€$]?\s*[-+–−(±]*\s*€?\s*[-+–−]?\s*\d[\d.,]*(?:/\d+)?\)?\s*"
    r"(?:%|‰|€|[NVSI]|\([NVSI]\)|[kKmM]|mln\.?|mrd\.?|miljoen|fte|x"
    r"|nadeel|voordeel|nadelig|voordelig)?\s*-?\s*(?:\*{1,3}\)?)?"
    r"|n\.?v\.?t\.?|p\.?m\.?|PM|N/A|n\.?b\.?|[-–—]+|€\s*[-–—]*|nihil|[NVSI])$",
    re.IGNORECASE,
)
# A number with a remark behind it: "36,54% (2019)", "€ 358,5 mln. (o.b.v. jaarrekening 2019)".
_REMARKED = re.compile(
    r"^(?:€\s*)?[-+–−]?\s*(?:€\s*)?\d[\d.,]*\s*(?:%|mln\.?|miljoen|mrd\.?|miljard)?\s*"
    r"\((?:(?:19|20)\d\d|[^()]*\b(?:19|20)\d\d[^()]*)\)$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"^(?:19|20)\d\d(?:[-/–](?:19|20)?\d\d)?$")
_NOTE_YEAR = re.compile(r"^\((?:19|20)\d\d\)$")
_MARKS = frozenset(["N", "V", "%", "(N)", "(V)"])
_SIGNS = frozenset("-+–−")
CODE = re.compile(r"^[A-Z]?\d{1,3}(?:\.\d{1,3})*[a-z]?\.?$")
"""How a row is numbered: "3", "5a", "2.1", "P4"."""
_GROUP = re.compile(r"^\d{3}$")


@lru_cache(maxsize=1 << 16)  # the same texts are asked about many times over a page
def is_value(text: str) -> bool:
    """Whether a cell holds an amount, a percentage, or what stands in its place."""
    if _NOTE_YEAR.match(text):
        return False
    return bool(_VALUE.match(text) or _REMARKED.match(text))


def is_year(text: str) -> bool:
    """Whether a text is a year, such as heads a column."""
    return bool(_YEAR.match(text))


def cells_of(line: Line) -> list[Piece]:
    """The pieces of a line, with numbers that stand in narrow columns taken apart."""
    cells: list[Piece] = []
    for piece in line.pieces:
        cells += _split_values(piece)
    return cells


def _split_values(piece: Piece) -> list[Piece]:
    words = piece.words
    if len(words) < 2 or not is_value(words[0].text):
        return [piece]
    if not all(is_value(word.text) or _NOTE_YEAR.match(word.text) for word in words):
        return [piece]
    parts = [[words[0]]]
    for before, word in pairwise(words):
        close = word.x0 - before.x1 < word.size * 0.4
        belongs = before.text in ("€", "-", "€-") or word.text in ("%", "N", "V", "€")
        belongs = belongs or _NOTE_YEAR.match(word.text) is not None
        belongs = belongs or (close and _GROUP.match(word.text) is not None)
        if belongs:
            parts[-1].append(word)
        else:
            parts.append([word])
    return [Piece(part) for part in parts]


@dataclass(slots=True)
class Rules:
    """The rules of a page as far as they can part cells: drawn lines and edges of fills."""

    vertical: list[tuple[float, float, float]] = field(default_factory=list)  # x, y0, y1
    shaded: list[tuple[float, float, float]] = field(default_factory=list)  # the same, of fills
    horizontal: list[tuple[float, float, float]] = field(default_factory=list)  # y, x0, x1, by y

    @classmethod
    def of(cls, sheet: Sheet) -> Rules:
        rules = cls()
        rules.vertical = [((b.x0 + b.x1) / 2, b.y0, b.y1) for b in sheet.vertical]
        rules.shaded = _shared_sides(sheet.fills)
        rules.horizontal = [((b.y0 + b.y1) / 2, b.x0, b.x1) for b in sheet.horizontal]
        for box in _outermost(sheet.fills):
            if box.y1 - box.y0 < 120:
                rules.horizontal += [(box.y0, box.x0, box.x1), (box.y1, box.x0, box.x1)]
        rules.vertical.sort()
        rules.shaded.sort()
        rules.horizontal.sort()
        return rules

    def parts(self, above: float, below: float, x0: float, x1: float) -> float:
        """The share of ``x0``..``x1`` that rules between two heights cover."""
        first = bisect_right(self.horizontal, above, key=_height)
        last = bisect_left(self.horizontal, below, key=_height)
        spans = sorted(
            (max(a, x0), min(b, x1)) for _, a, b in self.horizontal[first:last] if b > x0 and a < x1
        )
        covered, end = 0.0, x0
        for a, b in spans:
            if b > end:
                covered += b - max(a, end)
                end = b
        return covered / max(x1 - x0, 1.0)


def _height(rule: tuple[float, float, float]) -> float:
    return rule[0]


def _outermost(fills: Sequence[Box]) -> list[Box]:
    """The fills that lie in no other: a fill within a cell only colours a line of its text."""
    found: list[Box] = []
    kept: list[Box] = []  # those that may still hold a later one
    for box in sorted(fills, key=lambda b: (b.y0, -b.y1, b.x0, -b.x1)):
        kept = [other for other in kept if other.y1 > box.y0]
        within = any(
            other.y1 - other.y0 < 300
            and other.x0 <= box.x0 - 1
            and box.x1 <= other.x1 - 1
            and other.y0 <= box.y0 - 1
            and box.y1 <= other.y1 - 1
            for other in kept
        )
        if not within:
            kept.append(box)
            found.append(box)
    return found


def _shared_sides(fills: Sequence[Box]) -> list[tuple[float, float, float]]:
    """Where two filled boxes touch side by side, as the cells of a shaded table do."""
    found = []
    rows: dict[int, list[Box]] = {}
    for box in fills:
        if box.y1 - box.y0 < 300:
            rows.setdefault(round(box.y0 / 2), []).append(box)
    for row in rows.values():
        row.sort(key=lambda box: box.x0)
        ends = {round(box.x1): box for box in row}
        for box in row:
            for x in (round(box.x0) - 1, round(box.x0), round(box.x0) + 1):
                left = ends.get(x)
                if left is not None and left.x0 < box.x0 - 4:
                    found.append((box.x0, max(left.y0, box.y0), min(left.y1, box.y1)))
                    break
    return found


def columns_of(lines: Sequence[Line], rules: Rules) -> list[tuple[float, float]]:
    """The columns of a table as x-ranges, from left to right, covering it without gaps."""
    starts = Counter(round(piece.x0) for line in lines for piece in line.pieces[1:])
    often = {x for x, count in starts.items() if count > 1}
    rows = [cells for line in lines if len(cells := _cut_at(cells_of(line), often)) > 1]
    # A header may span columns, so rows with values tell where columns are, if there are any.
    with_values = [cells for cells in rows if any(map(_is_amount, cells[1:]))]
    if len(with_values) >= 2:
        # Years show columns that are empty in all rows.
        years = [cells for cells in rows if sum(is_year(c.text) for c in cells) > 1]
        rows = with_values + [row for row in years if row not in with_values]
    if not rows:  # a value in the middle of a label of several lines, and no other
        rows = [[cell for line in lines for cell in cells_of(line)]]
    top, bottom = lines[0].y0, lines[-1].y1
    left = min(line.x0 for line in lines)
    right = max(line.x1 for line in lines)
    drawn = _drawn_separators(rules, top, bottom, left, right)
    drawn = [x for x in drawn if _crossing(rows, x) <= len(rows) * 0.15]
    free = _free_separators(rows, left, right)
    if len(drawn) >= 2 and _hold_one_value(rows, drawn):
        separators = drawn
    else:
        separators = sorted(drawn + [x for x in free if all(abs(x - d) > 12 for d in drawn)])
    edges = [left - 1, *separators, right + 1]
    ranges = _apart_by_years(list(pairwise(edges)), rows)
    return _without_sign_columns(ranges, rows)


def _apart_by_years(
    ranges: Sequence[tuple[float, float]], rows: Sequence[Sequence[Piece]]
) -> list[tuple[float, float]]:
    """Cut a column that several years stand over: each year heads a column of its own."""
    heads = max(rows, key=lambda row: sum(is_year(cell.text) for cell in row))
    years = [cell for cell in heads if is_year(cell.text)]
    found: list[tuple[float, float]] = []
    for a, b in ranges:
        inside = [cell for cell in years if a <= (cell.x0 + cell.x1) / 2 < b]
        start = a
        for left, right in pairwise(inside):
            # Values stand right under their year, and may begin left of it.
            places = range(int(left.x1) + 1, max(int(right.x0), int(left.x1) + 2))
            edge = float(min(places, key=lambda x: (_crossing(rows, x), x)))
            found.append((start, edge))
            start = edge
        found.append((start, b))
    return found


def _cut_at(cells: list[Piece], starts: set[int]) -> list[Piece]:
    """Cut cells that nearly touch where other rows begin a cell."""
    found: list[Piece] = []
    for cell in cells:
        found.append(Piece([cell.words[0]]))
        for word in cell.words[1:]:
            if round(word.x0) in starts and not is_value(cell.text):
                found.append(Piece([word]))
            else:
                found[-1].words.append(word)
    return found


def _is_amount(cell: Piece) -> bool:
    return _solid(cell) and not is_year(cell.text)


def _drawn_separators(
    rules: Rules, top: float, bottom: float, left: float, right: float
) -> list[float]:
    """The x of vertical rules inside the table that run along a good part of it."""
    groups: list[list[tuple[float, float, float]]] = []
    for x, y0, y1 in sorted(rules.vertical + rules.shaded):
        if y1 < top - 2 or y0 > bottom + 2 or not left + 3 < x < right - 1:
            continue
        if groups and x - groups[-1][-1][0] < 4:
            groups[-1].append((x, y0, y1))
        else:
            groups.append([(x, y0, y1)])
    found = []
    for group in groups:
        long = _union([(max(y0, top), min(y1, bottom)) for _, y0, y1 in group])
        if long >= (bottom - top) * 0.35:
            found.append(sum(x for x, _, _ in group) / len(group))
    return found


def _union(spans: Iterable[tuple[float, float]]) -> float:
    covered, end = 0.0, float("-inf")
    for a, b in sorted(spans):
        if b > end:
            covered += b - max(a, end)
            end = b
    return covered


def _crossing(rows: Sequence[Sequence[Piece]], x: float) -> int:
    return sum(any(c.x0 + 1 < x < c.x1 - 1 for c in cells) for cells in rows)


def _hold_one_value(rows: Sequence[Sequence[Piece]], separators: Sequence[float]) -> bool:
    """Whether drawn columns are all there are: no drawn cell holds two values."""
    double = 0
    for cells in rows:
        slots = [sum(x < (c.x0 + c.x1) / 2 for x in separators) for c in cells if _solid(c)]
        double += len(slots) != len(set(slots))
    return double <= len(rows) * 0.2


def _solid(cell: Piece) -> bool:
    return is_value(cell.text) and cell.text != "€"


def _free_separators(rows: Sequence[Sequence[Piece]], left: float, right: float) -> list[float]:
    """The middles of vertical strips that (almost) no cell stands in."""
    width = int(right - left) + 2
    filled = [0] * (width + 1)
    for cells in rows:
        for cell in cells:
            a, b = max(int(cell.x0 - left), 0), min(int(cell.x1 - left) + 1, width)
            filled[a] += 1
            filled[b] -= 1
    allowed = len(rows) // 12
    found: list[float] = []
    running, start = 0, None
    seen = False
    for x in range(width):
        running += filled[x]
        if running > allowed:
            if start is not None and seen and x - start >= 2:
                found.append(left + (start + x) / 2)
            start, seen = None, True
        elif start is None:
            start = x
    return found


def _without_sign_columns(
    ranges: list[tuple[float, float]], rows: Sequence[Sequence[Piece]]
) -> list[tuple[float, float]]:
    """Join a column that holds only currency signs or marks to the number it belongs to."""
    merged: list[tuple[float, float]] = []
    pending: float | None = None
    for index, (a, b) in enumerate(ranges):
        inside = [(row, c) for row in rows for c in row if a <= (c.x0 + c.x1) / 2 < b]
        texts = {cell.text for _, cell in inside}
        start = a if pending is None else pending
        pending = None
        if texts <= {"€", "-", "€ -"} and "€" in texts and index + 1 < len(ranges):
            pending = start
        elif merged and (texts <= _MARKS or (texts <= _SIGNS and _touching(inside))):
            merged[-1] = (merged[-1][0], b)
        else:
            merged.append((start, b))
    return merged


def _touching(cells: Sequence[tuple[Sequence[Piece], Piece]]) -> bool:
    """Whether signs stand directly behind a number: its sign, not an empty column."""
    gaps = [
        cell.x0 - max(other.x1 for other in row if other.x1 <= cell.x0 + 1)
        for row, cell in cells
        if any(other.x1 <= cell.x0 + 1 for other in row)
    ]
    return bool(gaps) and max(gaps) < 12


def place(line: Line, columns: Sequence[tuple[float, float]]) -> dict[int, list[Word]]:
    """The words of a line by column; a word that crosses an edge goes where its middle is."""
    cells: dict[int, list[Word]] = {}
    for word in line.words:
        middle = (word.x0 + word.x1) / 2
        slot = next((i for i, (a, b) in enumerate(columns) if a <= middle < b), None)
        if slot is None:
            slot = 0 if middle < columns[0][0] else len(columns) - 1
        cells.setdefault(slot, []).append(word)
    return cells


def words_text(words: Sequence[Word]) -> str:
    """The text of words that stand beside each other."""
    return " ".join(word.text for word in words)
