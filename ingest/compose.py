"""Owns putting blocks together to a page, so that every block slices the page's text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.pages import Block, BlockKind, Box, Page, TableRow, Unread

__all__ = ["Draft", "compose"]


@dataclass(slots=True)
class Draft:
    """A block before it has a place in the page's text."""

    kind: BlockKind
    text: str
    level: int = 0
    boxes: tuple[Box, ...] = ()
    row: TableRow | None = None
    style: tuple[float, bool, bool] = (0.0, False, False)  # size, bold, italic
    section: str = ""  # of a table row: the line within the table that heads it
    inset: bool = False


def compose(
    drafts: Iterable[Draft],
    *,
    number: int = 1,
    label: str = "",
    printed: str | None = None,
    width: float = 595.0,
    height: float = 842.0,
    unread: tuple[Unread, ...] = (),
    ocr_from: int | None = None,
) -> Page:
    """A page of ``drafts`` in reading order; drafts without text are left out."""
    blocks: list[Block] = []
    parts: list[str] = []
    at = 0
    for draft in drafts:
        if not draft.text.strip():
            continue
        end = at + len(draft.text)
        span = (draft.text, at, end, draft.level, draft.boxes, draft.row, draft.inset)
        blocks.append(Block(draft.kind, *span))
        parts.append(draft.text)
        at = end + 1
    text = "\n".join(parts)
    return Page(
        number=number,
        label=label,
        text=text,
        printed=text if printed is None else printed,
        blocks=tuple(blocks),
        width=width,
        height=height,
        unread=unread,
        ocr_from=ocr_from,
    )
