"""Owns reading order: finds text columns on a page and gives lines column by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.lines import Line, Piece

__all__ = ["Column", "reading_order"]

_GUTTER = 6.0
_LEAST_LINES = 3
_MOST_PIECES = 100  # on one line; what has more is a table or a drawing, not columns of text


@dataclass(slots=True)
class Column:
    """Lines that are read after one another, and the edges text is wrapped between."""

    lines: list[Line]
    x0: float
    x1: float


def reading_order(lines: Sequence[Line]) -> list[Column]:
    """The lines in reading order; a band with a gutter is read column by column."""
    columns: list[Column] = []
    rest = list(lines)
    while rest:
        found = _next_band(rest)
        if found is None:
            columns.append(_column(rest))
            break
        start, end, gutter = found
        if start:
            columns.append(_column(rest[:start]))
        left, right = _divide(rest[start:end], gutter)
        columns += reading_order(left) + reading_order(right)
        rest = rest[end:]
    return [column for column in columns if column.lines]


def _column(lines: list[Line]) -> Column:
    return Column(lines, min(line.x0 for line in lines), max(line.x1 for line in lines))


def _next_band(lines: list[Line]) -> tuple[int, int, float] | None:
    """The first run of lines that one gutter divides into two columns of text."""
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    # A line begins where only a right column would, beside lines at the left.
    stands_right = left + (right - left) * 0.4
    for start in range(len(lines)):
        if len(lines[start].pieces) < 2 and lines[start].x0 <= stands_right:
            continue
        for gutter in _gutters(lines[start], lines):
            end = start
            while end < len(lines) and not _crosses(lines[end], gutter):
                end += 1
            first = start
            while first > 0 and _belongs_above(lines, first, gutter):
                first -= 1
            band = lines[first:end]
            band = band[: _useful_length(band, gutter)]
            if _two_columns(band, gutter):
                return first, first + len(band), gutter
    return None


def _gutters(line: Line, lines: list[Line]) -> list[float]:
    """Where a gutter may stand, given one line: just left of each later piece."""
    starts = [piece.x0 for piece in line.pieces[1:]]
    if len(starts) > _MOST_PIECES:
        return []
    if len(line.pieces) == 1:
        starts = [line.x0]
    return [start - 1.0 for start in starts]


def _crosses(line: Line, gutter: float) -> bool:
    return any(piece.x0 < gutter < piece.x1 for piece in line.pieces) or any(
        gutter - _GUTTER < piece.x1 < gutter for piece in line.pieces if piece.x0 < gutter
    )


def _belongs_above(lines: list[Line], first: int, gutter: float) -> bool:
    """Whether the line above ``first`` is the column's own: same size, at the same pitch."""
    above, line = lines[first - 1], lines[first]
    if _crosses(above, gutter):
        return False
    if any(piece.x0 >= gutter for piece in above.pieces):
        return True
    return line.base - above.base < above.size * 2.2 and above.size < line.size * 1.15


def _useful_length(band: list[Line], gutter: float) -> int:
    """Cut lines off the end that stand under both columns rather than in the left one."""
    last_right = max(
        (i for i, line in enumerate(band) if any(p.x0 >= gutter for p in line.pieces)), default=-1
    )
    end = last_right + 1
    left = [line.x1 for line in band if line.x1 < gutter]
    edge = max(left, default=0.0)
    for index in range(end, len(band)):
        line = band[index]
        pitch = line.base - band[index - 1].base
        wrapped = line.x1 > edge - line.size * 6 and index + 1 < len(band)
        if _next_item(band, index, gutter):
            end = index + 1
        elif pitch < line.size * 2.1 or wrapped:
            if wrapped or index == end:
                end = index + 1
        elif not any(_is_full(later, edge) for later in band[index : index + 6]):
            break
    return end


def _next_item(band: list[Line], at: int, gutter: float) -> bool:
    """Whether a line begins another point of the left column's list, spaced as those before."""
    left = [line for line in band[:at] if line.pieces[0].x0 < gutter]
    line = band[at]
    starts = [step for step in map(_step, pairwise(left)) if step]
    if len(starts) < 2 or line.x1 >= gutter or abs(line.x0 - left[-1].x0) > 2:
        return False
    return line.base - left[-1].base <= max(starts) * 1.05 < line.size * 4


def _step(lines: tuple[Line, Line]) -> float:
    """The step to a line in the same style, flush with the one above; 0 if it is not."""
    above, below = lines
    alike = abs(above.x0 - below.x0) < 2 and above.size == below.size
    return below.base - above.base if alike else 0.0


def _is_full(line: Line, edge: float) -> bool:
    return line.x1 > edge - line.size * 4


def _two_columns(band: list[Line], gutter: float) -> bool:
    """Whether both sides of ``gutter`` hold running text rather than labels or numbers."""
    left = [[p for p in line.pieces if p.x0 < gutter] for line in band]
    right = [[p for p in line.pieces if p.x0 >= gutter] for line in band]
    left, right = [p for p in left if p], [p for p in right if p]
    if _titled(band, gutter):
        return True
    if len(left) < _LEAST_LINES or len(right) < _LEAST_LINES:
        return False
    if not any(_on_both(line, gutter) for line in band) and not _interleaved(band, gutter):
        return False
    starts = [pieces[0].x0 for pieces in right]
    flush = sum(1 for x in starts if x - min(starts) < 30)
    if flush < len(starts) * 0.6:
        return False
    return _wordy(left) and _wordy(right) and _wrapped(left + right)


def _titled(band: list[Line], gutter: float) -> bool:
    """Whether two columns stand under two bold titles beside each other."""
    if len(band) < 2 or not _on_both(band[0], gutter) or len(band[0].pieces) != 2:
        return False
    titles = [all(word.bold for word in piece.words) for piece in band[0].pieces]
    long = all(len(piece.text) >= 10 for piece in band[0].pieces)
    return all(titles) and long and not any(line.bold for line in band[1:3])


def _on_both(line: Line, gutter: float) -> bool:
    return line.pieces[0].x0 < gutter <= line.pieces[-1].x0


def _interleaved(band: list[Line], gutter: float) -> bool:
    """Whether lines stand beside each other at heights of their own, as in two text frames."""
    beside = sum(
        (above.x1 < gutter) != (below.x1 < gutter) and below.base - above.base < above.size * 0.9
        for above, below in pairwise(band)
    )
    return beside >= _LEAST_LINES


def _wordy(side: list[list[Piece]]) -> bool:
    """Whether a side reads as text: most lines are words, and several are long."""
    texts = [" ".join(piece.text for piece in pieces) for pieces in side]
    letters = [sum(c.isalpha() for c in text) for text in texts]
    wide = sum(1 for count in letters if count >= 18)
    return wide >= max(2, len(texts) * 0.4)


def _wrapped(sides: list[list[Piece]]) -> bool:
    """Whether lines go on in the next one, as running text does and a list of names does not."""
    low = sum(1 for pieces in sides if pieces[0].text[:1].islower())
    return low >= len(sides) * 0.15


def _divide(band: list[Line], gutter: float) -> tuple[list[Line], list[Line]]:
    left: list[Line] = []
    right: list[Line] = []
    for line in band:
        at_left = [piece for piece in line.pieces if piece.x0 < gutter]
        at_right = [piece for piece in line.pieces if piece.x0 >= gutter]
        if at_left:
            left.append(Line.of(at_left) if at_right else line)
        if at_right:
            right.append(Line.of(at_right) if at_left else line)
    return left, right
