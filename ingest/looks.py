"""Owns headings that are only made to look so: large or bold text, in formats with styles.

A word processor knows which paragraphs are headings, but writers often only make them bold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from ingest.compose import Draft
from ingest.pages import BlockKind

__all__ = ["mark_by_looks"]

_LONGEST = 120
_MOST_WORDS = 16
_LARGER = 1.15
_LEVELS = 6
_ENDS = re.compile(r"[.;,:!]$")
# "Dit is een zin." is a heading in some styles, a sentence of this length is not.
_SENTENCE_WORDS = 11
_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,3})+)\.?\s+\S")
_TEXT = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.CAPTION}
)


def mark_by_looks(drafts: Sequence[Draft]) -> None:
    """Turn drafts that look like headings into headings, and take that from those that do not.

    ``style`` of a draft tells its size in points and whether it is bold; size 0 is unknown.
    """
    for draft in drafts:
        if draft.kind is BlockKind.HEADING:
            _unmark(draft)
    body = _body_size(drafts)
    styled = [draft for draft in drafts if draft.kind is BlockKind.HEADING]
    found = [
        draft
        for at, draft in enumerate(drafts)
        if _could_head(draft)
        and (
            draft.style[0] > body * _LARGER > 0
            or (not styled and draft.style[1] and _stands_above(drafts, at, body))
        )
    ]
    _give_levels(found, styled)


def _unmark(draft: Draft) -> None:
    """A page number or a whole sentence in the style of a heading is none."""
    if not any(c.isalpha() for c in draft.text):
        draft.kind, draft.level = BlockKind.CONTENTS, 0
    elif draft.text.endswith(".") and len(draft.text.split()) > _SENTENCE_WORDS:
        draft.kind, draft.level = BlockKind.PARAGRAPH, 0


def _body_size(drafts: Sequence[Draft]) -> float:
    """The size in which most letters of the running text are set, 0 when unknown."""
    sizes: Counter[float] = Counter()
    for draft in drafts:
        if draft.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) and draft.style[0]:
            sizes[draft.style[0]] += len(draft.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _could_head(draft: Draft) -> bool:
    text = draft.text
    if draft.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        return False
    if len(text) > _LONGEST or len(text.split()) > _MOST_WORDS or _ENDS.search(text):
        return False
    return sum(c.isalpha() for c in text) > 2 and not text[0].islower()


def _stands_above(drafts: Sequence[Draft], at: int, body: float) -> bool:
    """Whether text that is not bold follows, or a smaller heading that has such text."""
    size = drafts[at].style[0]
    if size < body:
        return False
    for after in drafts[at + 1 : at + 3]:
        if after.kind not in _TEXT:
            return False
        if not after.style[1] or after.kind in (BlockKind.TABLE_ROW, BlockKind.CAPTION):
            return True
    return False


def _give_levels(found: Sequence[Draft], styled: Sequence[Draft]) -> None:
    """Levels by size: among the styled headings where there are any, else by rank."""
    if not found:
        return
    known = _sizes_by_level(styled)
    if styled and not known:
        levels = {draft.style[0]: 2 for draft in found}
    elif known:
        highest = min(known)
        if any(draft.style[0] > known[highest] * _LARGER for draft in found) and highest == 1:
            for draft in styled:
                draft.level = min(draft.level + 1, _LEVELS)
            known = {level + 1: size for level, size in known.items()}
        levels = {draft.style[0]: _level_among(draft.style[0], known) for draft in found}
    else:
        sizes = sorted({draft.style[0] for draft in found}, reverse=True)
        levels = {size: min(rank, 4) for rank, size in enumerate(sizes, start=1)}
    for draft in found:
        draft.kind, draft.level = BlockKind.HEADING, levels[draft.style[0]]
        if number := _NUMBER.match(draft.text):
            draft.level = max(draft.level, min(number[0].split()[0].rstrip(".").count(".") + 1, 6))


def _sizes_by_level(styled: Sequence[Draft]) -> dict[int, float]:
    sizes: dict[int, list[float]] = {}
    for draft in styled:
        if draft.style[0]:
            sizes.setdefault(draft.level, []).append(draft.style[0])
    return {level: median(found) for level, found in sizes.items()}


def _level_among(size: float, known: dict[int, float]) -> int:
    """The level of the styled headings that are about as large, or one above the smaller ones."""
    for level in sorted(known):
        if size > known[level] * _LARGER:
            return max(level - 1, 1)
        if size >= known[level] * 0.95:
            return level
    return min(max(known) + 1, _LEVELS)
