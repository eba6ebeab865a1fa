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
_ENDS_LINE = re.compile(r"[.;,:!?)€%]$")
_DATE = re.compile(
    r"^(?:(?:datum|versie|uitgave|opgesteld|status|auteur)\b.*[:\d]|\d{1,2}\s+[a-z]+\s+\d{4}\b.{0,25})",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\b\d{4} ?[A-Z]{2}\b|@|\bwww\.|\(0\d{2,3}\)|\b0\d{1,3}[ -]\d{3}")
_LONGEST = 160
_SHORT = 60
_LARGER = 1.08
_MOST_LARGER = 1.25  # a page set larger still is a cover, or speaks out loud
_MOST_IN_A_ROW = 4

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
        body_here = _body_of_page(drafts, body)
        for at, draft in enumerate(drafts):
            depth = _in_outline(draft, index, outline)
            after = drafts[at + 1] if at + 1 < len(drafts) else None
            before = drafts[at - 1] if at else None
            if depth or _heads(draft, after, body_here) or _stands_over(draft, before, after):
                draft.kind = BlockKind.HEADING
                found.append((draft, depth))
    found = _without_lists(found, pages)
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
    if _DATE.match(text) or _ADDRESS.search(text):
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
    if bold and text[:1].islower():
        return False
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


def _body_of_page(drafts: Sequence[Draft], body: float) -> float:
    """The size of the text on one page: a table or appendix may be set larger than the rest."""
    letters: Counter[float] = Counter()
    for draft in drafts:
        letters[draft.style[0]] += len(draft.text)
    size, count = letters.most_common(1)[0] if letters else (body, 0)
    usual = count > letters.total() * 0.5 and size < body * _MOST_LARGER
    return max(body, size) if usual else body


def _stands_over(draft: Draft, before: Draft | None, after: Draft | None) -> bool:
    """Whether a short line in the style of the text stands over it, with more space above."""
    text = draft.text
    fits = (
        draft.kind is BlockKind.PARAGRAPH
        and len(draft.boxes) == 1
        and 3 < len(text) <= _SHORT
        and text[:1].isupper()
        and not _ENDS_LINE.search(text)
        and not _DATE.match(text)
        and not any(c.isdigit() for c in text)
    )
    if not fits or before is None or after is None or not before.boxes or not after.boxes:
        return False
    own, high = draft.boxes[0], draft.boxes[0].y1 - draft.boxes[0].y0
    above, below = own.y0 - before.boxes[-1].y1, after.boxes[0].y0 - own.y1
    return (
        after.kind is BlockKind.PARAGRAPH
        and after.style[0] == draft.style[0]
        and len(after.text) > 2 * _SHORT
        and len(after.boxes) > 1
        and abs(after.boxes[0].x0 - own.x0) < 3
        and below < high
        and above > below + high * 0.4
    )


def _without_lists(
    found: list[tuple[Draft, int]], pages: Sequence[Sequence[Draft]]
) -> list[tuple[Draft, int]]:
    """Take back numbered lines that follow one another with nothing below: they are a list."""
    kept = {id(draft) for draft, _ in found}
    for drafts in pages:
        run: list[Draft] = []
        for draft in [*drafts, None]:
            if draft is not None and id(draft) in kept and _only_numbered(draft):
                run.append(draft)
                continue
            if len(run) > _MOST_IN_A_ROW or _is_list(run):
                for one in run:
                    one.kind = BlockKind.LIST_ITEM
                    kept.discard(id(one))
            run = []
    return [(draft, depth) for draft, depth in found if id(draft) in kept]


def _is_list(run: Sequence[Draft]) -> bool:
    """Whether numbers of one depth follow one another with nothing said under them."""
    depths = {found[1].count(".") for one in run if (found := _NUMBER.match(one.text))}
    return len(run) > 1 and len(depths) == 1


def _only_numbered(draft: Draft) -> bool:
    return bool(_NUMBER.match(draft.text)) and not draft.style[1]


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
