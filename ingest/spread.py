"""Owns the spread: two pages that were scanned side by side are read one under the other."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.pages import Box
from ingest.sheet import Sheet, Word

__all__ = ["find_gutter", "one_under_the_other"]

_MIDDLE = (0.35, 0.65)  # of the width
_LEAST_GAP, _LEAST_WORDS = 9.0, 10  # points; on either side
_FOOT = 0.85  # of the height


def find_gutter(words: Sequence[Word], width: float, height: float) -> float | None:
    """Where two pages on one sheet part, or ``None`` for a sheet that is one page.

    Two tables side by side look much the same; what tells two pages is that each has its page
    number, one more on the right than on the left, both at the foot or both at the head.
    """
    if width <= height:
        return None
    sides = sorted((word.x0, word.x1) for word in words)
    reach, gaps = 0.0, []
    for x0, x1 in sides:
        if x0 > reach:
            gaps.append((x0 - reach, (x0 + reach) / 2))
        reach = max(reach, x1)
    inside = [g for g in gaps if _MIDDLE[0] * width < g[1] < _MIDDLE[1] * width]
    if not inside:
        return None
    gap, at = max(inside)
    left = [w for w in words if w.x1 <= at]
    right = [w for w in words if w.x0 >= at]
    enough = min(len(left), len(right)) >= _LEAST_WORDS and gap >= _LEAST_GAP
    return at if enough and _follow(left, right, height) else None


def _follow(left: Sequence[Word], right: Sequence[Word], height: float) -> bool:
    """Whether the page numbers of two halves follow one another."""
    edges = ((_FOOT * height, height), (0.0, (1 - _FOOT) * height))
    return any(
        number + 1 in _numbers(right, *edge) for edge in edges for number in _numbers(left, *edge)
    )


def _numbers(words: Sequence[Word], top: float, bottom: float) -> set[int]:
    """The whole numbers that may be page numbers, between two heights."""
    texts = [w.text for w in words if top <= (w.y0 + w.y1) / 2 <= bottom]
    return {int(text) for text in texts if text.isdecimal() and len(text) < 5}


def one_under_the_other(sheet: Sheet, at: float) -> None:
    """Move the right half of a sheet, from ``at`` on, below the left half."""
    down = sheet.height
    for word in sheet.words:
        if word.x0 >= at:
            word.x0, word.x1 = word.x0 - at, word.x1 - at
            word.y0, word.y1, word.base = word.y0 + down, word.y1 + down, word.base + down
    for boxes in (sheet.horizontal, sheet.vertical):
        boxes[:] = [
            Box(b.x0 - at, b.y0 + down, b.x1 - at, b.y1 + down) if b.x0 >= at else b for b in boxes
        ]
    sheet.width, sheet.height = max(at, sheet.width - at), 2 * down
