"""Owns headings that are only made to look so: large or bold text, in formats with styles.

A word processor knows which paragraphs are headings, but writers often only make them bold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from ingest.captions import unit_in
from ingest.compose import Draft
from ingest.pages import BlockKind
from ingest.paragraphs import CONTENTS_TITLE
from ingest.text import collapse

__all__ = ["StyledText", "is_caption", "mark_by_looks", "table_title"]

_CAPTION = re.compile(r"^(?:Tabel|(Figuur|Grafiek|Afbeelding|Kaart|Foto))\s+\d+", re.IGNORECASE)
_LONGEST_CAPTION = 150
_LONGEST = 120
_LONGEST_STYLED = 200
_MOST_WORDS = 16
_LARGER = 1.15
_LEVELS = 6
_ENDS = re.compile(r"[.;,:!]$")
# "Dit is een zin." is a heading in some styles, a sentence of this length is not.
_SENTENCE_WORDS = 11
_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,3})+)\.?\s+\S")
_PAGE = re.compile(r"\s\d{1,3}$")
_TEXT = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.CAPTION}
)


@dataclass(slots=True)
class StyledText:
    """The text of one paragraph as it is gathered, with how most of it looks."""

    parts: list[str] = field(default_factory=list)
    letters: Counter[tuple[float, bool]] = field(default_factory=Counter)

    def add(self, text: str, size: float, bold: bool) -> None:
        """Text of one size (in points, 0 unknown) and weight."""
        self.parts.append(text)
        self.letters[size, bold] += sum(not c.isspace() for c in text)

    @property
    def text(self) -> str:
        """All of it, with white space collapsed."""
        return collapse("".join(self.parts))

    @property
    def style(self) -> tuple[float, bool, bool]:
        """The size of most letters and whether nearly all are bold, as a draft's style."""
        bold = sum(count for look, count in self.letters.items() if look[1])
        size = self.letters.most_common(1)[0][0][0] if self.letters else 0.0
        return size, bold > self.letters.total() * 0.9, False


def is_caption(text: str) -> bool:
    """Whether a paragraph names a table or figure, whatever its style."""
    return bool(_CAPTION.match(text)) and len(text) < _LONGEST_CAPTION


def table_title(before: Draft | None) -> str:
    """The title that the draft before a table gives it: its caption, if not that of a figure."""
    if before is None or before.kind is not BlockKind.CAPTION:
        return ""
    found = _CAPTION.match(before.text)
    return "" if found and found[1] else before.text


def mark_by_looks(drafts: Sequence[Draft]) -> None:
    """Turn drafts that look like headings into headings, and take that from those that do not.

    ``style`` of a draft tells its size in points and whether it is bold; size 0 is unknown.
    """
    _mark_contents(drafts)
    for draft in drafts:
        if draft.kind is BlockKind.HEADING:
            _unmark(draft)
    body = _body_size(drafts)
    styled = [draft for draft in drafts if draft.kind is BlockKind.HEADING]
    # A title alone does not show that the writer made headings with styles.
    has_styles = bool(styled[1:] if styled and styled[0].level == 1 else styled)
    found = [
        draft
        for at, draft in enumerate(drafts)
        if _could_head(draft)
        and (
            draft.style[0] > body * _LARGER > 0
            or (not has_styles and draft.style[1] and _stands_above(drafts, at, body))
        )
    ]
    _give_levels(found, styled)
    _retitle(drafts)


def _mark_contents(drafts: Sequence[Draft]) -> None:
    """What follows a title such as "Inhoud" and ends in page numbers is a table of contents."""
    at = 0
    while at < len(drafts):
        title = CONTENTS_TITLE.match(drafts[at].text.rstrip(" :"))
        at += 1
        if not title or drafts[at - 1].kind is BlockKind.TABLE_ROW:
            continue
        end = at
        while end < len(drafts) and _is_contents_line(drafts, at, end):
            end += 1
        if sum(bool(_PAGE.search(draft.text)) for draft in drafts[at:end]) >= 3:
            for draft in drafts[at - 1 : end]:
                draft.kind, draft.level, draft.row = BlockKind.CONTENTS, 0, None
        at = end


def _is_contents_line(drafts: Sequence[Draft], start: int, at: int) -> bool:
    """Whether a draft goes on with the contents: another row of the table, or a page number."""
    row, first = drafts[at].row, drafts[start].row
    if row is not None and first is not None:
        return row.table == first.table
    return bool(_PAGE.search(drafts[at].text)) and len(drafts[at].text) <= _LONGEST


def _unmark(draft: Draft) -> None:
    """A page number or a whole sentence in the style of a heading is none."""
    if not any(c.isalpha() for c in draft.text):
        draft.kind, draft.level = BlockKind.CONTENTS, 0
    elif len(draft.text) > _LONGEST_STYLED or (
        draft.text.endswith(".") and len(draft.text.split()) > _SENTENCE_WORDS
    ):
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


def _retitle(drafts: Sequence[Draft]) -> None:
    """Tables under a heading that was only found by its looks are called after it."""
    heading = ""
    for draft in drafts:
        if draft.kind is BlockKind.HEADING:
            heading = draft.text
        elif draft.row is not None and not draft.row.title:
            unit = draft.row.unit or unit_in([heading])
            draft.row = replace(draft.row, title=heading, unit=unit)


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
