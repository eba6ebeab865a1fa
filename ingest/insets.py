"""Owns boxes and pull quotes: text that is set apart from the running text of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.compose import Draft
from ingest.lines import Line, Piece
from ingest.pages import BlockKind, Box
from ingest.sheet import Sheet
from ingest.text import fold

__all__ = ["Inset", "insets_of", "mark_pull_quotes", "place_inset"]

_LEAST_LINES = 2
_LEAST_WIDE, _LEAST_HIGH = 80.0, 25.0
_LARGEST = 0.7  # of the page; a larger shape is its background
_SLACK = 2.0
_QUOTED = re.compile(r"^[“”„\"‘'«].*[“”\"’'»][.!?]?$", re.DOTALL)
_LARGER = 1.12
_LEAST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Inset:
    """A drawn box with text in it, and text beside it that does not belong to it."""

    box: Box
    lines: list[Line]


def insets_of(sheet: Sheet, lines: Sequence[Line]) -> tuple[list[Inset], list[Line]]:
    """The boxes among ``lines`` from top to bottom, and the lines without them."""
    insets: list[Inset] = []
    rest = list(lines)
    for box in _shapes(sheet):
        inside, outside = _parted(rest, box)
        if _stands_apart(box, inside, _parted(lines, box)[1]):
            insets.append(Inset(box, inside))
            rest = outside
    insets.sort(key=lambda inset: (round(inset.box.y0 / 8), inset.box.x0))
    return insets, rest


def _shapes(sheet: Sheet) -> list[Box]:
    """The filled or framed shapes that may hold text, outermost first."""
    area = sheet.width * sheet.height
    shapes = [
        box
        for box in sheet.fills
        if box.x1 - box.x0 >= _LEAST_WIDE
        and box.y1 - box.y0 >= _LEAST_HIGH
        and (box.x1 - box.x0) * (box.y1 - box.y0) < area * _LARGEST
    ]
    return sorted(set(shapes), key=lambda b: -(b.x1 - b.x0) * (b.y1 - b.y0))


def _parted(lines: Sequence[Line], box: Box) -> tuple[list[Line], list[Line]]:
    """The lines inside a box and those outside; a line over both is cut at its pieces."""
    inside: list[Line] = []
    outside: list[Line] = []
    for line in lines:
        if not box.y0 - _SLACK <= (line.y0 + line.y1) / 2 <= box.y1 + _SLACK:
            outside.append(line)
            continue
        own = [piece for piece in line.pieces if _within(piece, box)]
        others = [piece for piece in line.pieces if not _within(piece, box)]
        if own:
            inside.append(line if not others else Line.of(own))
        if others:
            outside.append(line if not own else Line.of(others))
    return inside, outside


def _within(piece: Piece, box: Box) -> bool:
    return piece.x0 >= box.x0 - _SLACK and piece.x1 <= box.x1 + _SLACK


def _stands_apart(box: Box, inside: Sequence[Line], outside: Sequence[Line]) -> bool:
    """Whether a box holds text and other text runs on beside it."""
    if len(inside) < _LEAST_LINES or sum(len(line.text) for line in inside) < 40:
        return False
    beside = [line for line in outside if box.y0 < (line.y0 + line.y1) / 2 < box.y1]
    crossing = [line for line in beside if line.x0 < box.x1 - 1 and line.x1 > box.x0 + 1]
    return len(beside) > len(crossing) and not any(_overlaps(line, box) for line in beside)


def _overlaps(line: Line, box: Box) -> bool:
    return any(piece.x0 < box.x1 - 1 and piece.x1 > box.x0 + 1 for piece in line.pieces)


def place_inset(drafts: list[Draft], inset: Inset, own: Sequence[Draft]) -> None:
    """Put the blocks of a box into ``drafts``, after what stands above it in its column."""
    box = inset.box
    at = None
    for index, draft in enumerate(drafts):
        if not draft.boxes:
            continue
        first = draft.boxes[0]
        shared = min(first.x1, box.x1) - max(first.x0, box.x0)
        if shared < min(first.x1 - first.x0, box.x1 - box.x0) * 0.4:
            continue
        if draft.boxes[-1].y1 <= box.y0 + _SLACK:
            at = index + 1
        elif at is None and first.y0 >= box.y1 - _SLACK:
            at = index
            if first.x0 < box.x0 - 20:  # text over the full width, with what heads it
                while at and drafts[at - 1].boxes and drafts[at - 1].boxes[0].y0 > box.y1 - _SLACK:
                    at -= 1
            break
    if at is None:  # nothing above or below it in its column: by height
        above = [i for i, d in enumerate(drafts) if d.boxes and d.boxes[0].y0 < box.y0]
        at = above[-1] + 1 if above else 0
    while at < len(drafts) and drafts[at].inset and drafts[at].boxes[0].y0 < box.y1:
        at += 1  # boxes beside each other, from left to right
    for draft in own:
        draft.inset = True
    drafts[at:at] = own


def mark_pull_quotes(pages: Sequence[Sequence[Draft]], body: float) -> None:
    """Turn the drafts that repeat a sentence of the text in a larger face into pull quotes."""
    candidates = [draft for drafts in pages for draft in drafts if _may_pull(draft, body)]
    if not candidates:
        return
    plain = [draft for drafts in pages for draft in drafts if draft.style[0] < body * _LARGER]
    text = " ".join(fold(draft.text) for draft in plain if draft.kind is not BlockKind.CONTENTS)
    for draft in candidates:
        said = fold(draft.text)
        if _QUOTED.match(draft.text.strip()) or f" {said} " in f" {text} ":
            draft.kind = BlockKind.PULL_QUOTE


def _may_pull(draft: Draft, body: float) -> bool:
    large = draft.style[0] >= body * _LARGER
    return (
        draft.kind is BlockKind.PARAGRAPH
        and large
        and len(draft.text.split()) >= _LEAST_WORDS
        and (_QUOTED.match(draft.text.strip()) is not None or _is_sentence(draft.text))
    )


def _is_sentence(text: str) -> bool:
    return text.rstrip().endswith((".", "!", "?", "”", '"')) or len(text.split()) >= 12
