"""Owns headings: which short blocks stand above others, and at which level."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.compose import Draft
from ingest.pages import BlockKind
from ingest.text import fold

__all__ = ["body_size", "mark_headings"]

_NUMBER = re.compile(r"^(\d{1,2}(?:\.(?:\d{1,3}|[a-z]{1,2}))*)\.?\s+\S")
_ENDS_SENTENCE = re.compile(r"[.;,:]$")
_LONGEST = 160
_LARGER = 1.08

Style = tuple[float, bool, bool]


def body_size(sizes: Counter[float]) -> float:
    """The size in which most letters of the document are set."""
    return sizes.most_common(1)[0][0] if sizes else 10.0


def mark_headings(
    pages: Sequence[Sequence[Draft]], body: float, outline: dict[tuple[int, str], int]
) -> None:
    """Turn the drafts that head others into headings, with levels 1..6 over the document.

    ``outline`` gives the depth of a bookmark by page index and folded title.
    """
    found: list[tuple[Draft, int]] = []
    for index, drafts in enumerate(pages):
        for at, draft in enumerate(drafts):
            depth = _in_outline(draft, index, outline)
            after = drafts[at + 1] if at + 1 < len(drafts) else None
            if depth or _heads(draft, after, body):
                draft.kind = BlockKind.HEADING
                found.append((draft, depth))
    ranks = _ranks([_style(draft) for draft, _ in found], body)
    for draft, depth in found:
        rank = ranks[_style(draft)]
        draft.level = min(max(depth or _level(draft, rank), 1), 6)


def _in_outline(draft: Draft, page: int, outline: dict[tuple[int, str], int]) -> int:
    if draft.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) or len(draft.text) > _LONGEST:
        return 0
    title = fold(draft.text)
    return outline.get((page, title), 0) if title else 0


def _heads(draft: Draft, after: Draft | None, body: float) -> bool:
    """Whether the style of a block says that it heads what follows."""
    size, bold, italic = draft.style
    text = draft.text
    if draft.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) or len(text) > _LONGEST:
        return False
    if not any(c.isalpha() for c in text) or len(draft.boxes) > 4:
        return False
    larger = size >= body * _LARGER
    if draft.kind is BlockKind.LIST_ITEM and not _NUMBER.match(text):
        return False
    if larger and not _ENDS_SENTENCE.search(text[-1:]):
        return True
    if size < body * 0.85:
        return False
    numbered = bool(_NUMBER.match(text)) and "." in text.split()[0].rstrip(".")
    if bold and _NUMBER.match(text):
        return True
    if bold:
        return not text.endswith((";", ",")) and not (text.endswith(".") and len(text) > 90)
    if numbered and len(draft.boxes) <= 2 and not _ENDS_SENTENCE.search(text):
        return after is None or after.kind is not BlockKind.CONTENTS
    return (
        italic
        and len(draft.boxes) == 1
        and len(text) < 90
        and not _ENDS_SENTENCE.search(text)
        and text[:1].isupper()
        and after is not None
        and after.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
        and not after.style[2]
    )


def _style(draft: Draft) -> Style:
    size, bold, italic = draft.style
    return (round(size * 2) / 2, bold, italic)


def _ranks(styles: Sequence[Style], body: float) -> dict[Style, int]:
    """A level per heading style: the larger the higher, then bold, then the rest.

    Sizes that hardly differ share a level, and no more than three levels are larger than
    the text, so that bold and italic headings below them keep a level of their own.
    """
    sizes: list[float] = []
    for size in sorted({style[0] for style in styles if style[0] >= body * _LARGER}, reverse=True):
        if not sizes or sizes[-1] / size > 1.09:
            sizes.append(size)
    ranks: dict[Style, int] = {}
    for style in styles:
        size, bold, italic = style
        if size >= body * _LARGER:
            level = next(i for i, one in enumerate(sizes, 1) if one / size <= 1.09)
            ranks[style] = max(1, level - max(0, len(sizes) - 3))
        else:
            ranks[style] = min(3, len(sizes)) + (1 if bold and not italic else 2)
    return ranks


def _level(draft: Draft, rank: int) -> int:
    """The level by style, but never above what its own number says ("2.3" is at least 2)."""
    number = _NUMBER.match(draft.text)
    if not number:
        return rank
    return max(rank, number[1].count(".") + 1)
