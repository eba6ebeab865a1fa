"""Owns where the points of a list of decisions begin, and which headings only group them.

Lists look alike within one municipality and differ between them, so each way of setting a
list (a table, "Onderwerp:" lines, headings, numbers, bare lines, bullets) proposes its
points, and the one whose points hold one decision each is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from ingest.decision_headings import (
    Group,
    Mark,
    Outline,
    decides,
    group_at,
    is_list_title,
    line_groups,
    read_mark,
    stands_alone,
    titles_group,
)
from ingest.decision_pieces import Label, Piece, tells_decision
from ingest.decision_titles import by_titles
from ingest.pages import BlockKind

__all__ = ["bullet_title", "outline_of"]

_BULLET = re.compile(r"^[•◦●○■□▪▫►▶➢➤✓✔‣⁃∙·–—*-]\s*")
_LEAD = re.compile(r"^(?P<title>.{4,150}?)(?:[.:]|\s[–-])\s+(?=\S)")
_LONGEST_LINE = 160


def outline_of(pieces: Sequence[Piece]) -> Outline:
    """Where the points begin, by the way of setting under which each holds one decision."""
    ways: tuple[Callable[[Sequence[Piece]], Outline], ...] = (
        _by_rows,
        _by_subjects,
        by_titles,
        _by_bare_lines,
        _by_bullets,
    )
    found = [outline for way in ways if (outline := way(pieces)).starts]
    return max(found, key=lambda outline: _worth(outline, pieces), default=Outline((), ()))


def _worth(outline: Outline, pieces: Sequence[Piece]) -> float:
    """How many points hold a decision; a point with two is half a mistake."""
    labelled = any(piece.label is Label.DECISION for piece in pieces)
    worth = 0.0
    for first, last in pairwise((*outline.starts, len(pieces))):
        held = pieces[first:last]
        count = sum(1 for p in held if (p.label is Label.DECISION if labelled else decides(p)))
        count = count or sum(1 for p in held[:1] if p.row is not None or bullet_title(p))
        worth += min(count, 1) - 0.5 * max(count - 1, 0)
    return worth


# -- a table: one row, one decision -------------------------------------------------------------


def _by_rows(pieces: Sequence[Piece]) -> Outline:
    tables: dict[int, list[int]] = {}
    for at, piece in enumerate(pieces):
        if piece.row is not None:
            tables.setdefault(piece.row.table, []).append(at)
    starts: list[int] = []
    for rows in tables.values():
        if _is_of_decisions([pieces[at] for at in rows]):
            marked = [at for at in rows if _row_mark(pieces[at]).number]
            many = len(marked) * 2 >= len(rows)
            starts += marked if many else [at for at in rows if _row_title(pieces[at])]
    starts.sort()
    groups = sorted(_row_groups(starts, pieces), key=lambda group: group.at)
    return Outline(tuple(starts), tuple(groups))


def _is_of_decisions(rows: Sequence[Piece]) -> bool:
    cells = [cell for piece in rows if piece.row for cell in piece.row.cells]
    if any(re.search(r"besluit|uitkomst|afdoening|beslissing", c.header, re.I) for c in cells):
        return True
    return len(rows) > 1 and sum(map(decides, rows)) * 2 >= len(rows)


def _row_mark(piece: Piece) -> Mark:
    row = piece.row
    if row is None:
        return Mark()
    mark = read_mark(f"{row.label} .")
    if mark.number or not row.cells:
        return mark
    return read_mark(row.cells[0].text + " .") if not row.label else mark


def _row_title(piece: Piece) -> str:
    return piece.row.label if piece.row is not None and piece.row.cells else ""


def _row_groups(starts: Sequence[int], pieces: Sequence[Piece]) -> Iterator[Group]:
    """Headings between the tables, and lines within a table that head the rows below."""
    above = ""
    for at in range(starts[0], len(pieces)) if starts else ():
        piece = pieces[at]
        if piece.row is not None:
            line = piece.row.block
            if at in starts and line and line != above and titles_group(line):
                yield group_at(at, line, 0)
                above = line
        elif piece.label is Label.HOLDER and piece.kind is BlockKind.TABLE_ROW:
            yield group_at(at, piece.text, 0)  # a line over the whole table
        elif piece.heads or line_groups(piece.text):
            yield group_at(at, piece.text, piece.level)
    for at in reversed(range(starts[0] if starts else 0)):
        piece = pieces[at]
        across = piece.label is Label.HOLDER and piece.kind is BlockKind.TABLE_ROW
        if across or (piece.heads and titles_group(piece.text)):
            yield group_at(at, piece.text, piece.level)
        if across or not piece.heads:
            break


# -- "Onderwerp: ..." ---------------------------------------------------------------------------


def _by_subjects(pieces: Sequence[Piece]) -> Outline:
    subjects = [at for at, piece in enumerate(pieces) if piece.label is Label.SUBJECT]
    if not subjects:
        return Outline((), ())
    leading = {pieces[at].label for at in _labels_before(subjects[0], pieces)} - {Label.DATE}
    starts = []
    for at in subjects:
        first = at
        for before in _labels_before(at, pieces):
            if pieces[before].label in leading or pieces[before].label is Label.NUMBER:
                first = before
        while first and stands_alone(pieces[first - 1]):
            first -= 1
        starts.append(first)
    return Outline(tuple(starts), tuple(_loose_groups(starts, pieces)))


def _labels_before(at: int, pieces: Sequence[Piece]) -> Iterator[int]:
    """Backwards over the labelled lines that stand directly before ``at``."""
    allowed = {Label.NUMBER, Label.CASE, Label.HOLDER, Label.DATE}
    while at and pieces[at - 1].label in allowed and pieces[at - 1].said:
        at -= 1
        yield at


def _loose_groups(starts: Sequence[int], pieces: Sequence[Piece]) -> Iterator[Group]:
    """Headings between the points, and short lines that name a portfolio, before a point."""
    for at, piece in enumerate(pieces):
        if at in starts or piece.label is not None or piece.row is not None:
            continue
        before_point = at + 1 in starts or (
            at + 2 in starts and not pieces[at + 1].label and len(pieces[at + 1].text) < 100
        )
        if is_list_title(piece.text) or not (piece.heads or before_point):
            continue
        if piece.heads and any(start > at for start in starts):
            within = [start for start in starts if start < at]
            if before_point or not within or titles_group(piece.text):
                yield group_at(at, piece.text, piece.level)
        elif line_groups(piece.text) and not decides(piece):
            yield group_at(at, piece.text, 0)


# -- bare lines: no headings, no numbers ---------------------------------------------------------


def _by_bare_lines(pieces: Sequence[Piece]) -> Outline:
    """The line above the labels of each decision is its title."""
    labelled = any(piece.label is Label.DECISION for piece in pieces)
    starts: list[int] = []
    floor = 0
    for at, piece in enumerate(pieces):
        if not (piece.label is Label.DECISION if labelled else decides(piece)) or piece.row:
            continue
        if at and pieces[at - 1].label is Label.DECISION:
            floor = at + 1
            continue
        title = _line_above(at, floor, pieces)
        if title is not None:
            starts.append(title)
        floor = at + (1 if (piece.said and piece.label) or not labelled else 2)
    return Outline(tuple(starts), tuple(_loose_groups(starts, pieces)))


def _line_above(at: int, floor: int, pieces: Sequence[Piece]) -> int | None:
    lines = range(floor, at)
    for line in reversed(lines):
        piece = pieces[line]
        if piece.label is None and piece.row is None and _may_be_title(piece.text):
            return line
    return None


def _may_be_title(text: str) -> bool:
    text = text.strip()
    sentence = text.endswith((".", ";")) and len(text.split()) > 9
    return len(text) <= _LONGEST_LINE and not sentence and text[:1].isalnum() and text[0] != "o"


# -- bullets: "• Title. Het college stemt in met ..." --------------------------------------------


def bullet_title(piece: Piece) -> str:
    """The title that a bullet begins with, when the rest of it tells a decision; else empty."""
    if piece.kind is not BlockKind.LIST_ITEM or not _BULLET.match(piece.text):
        return ""
    text = _BULLET.sub("", piece.text)
    found = _LEAD.match(text)
    return found["title"] if found and tells_decision(text[found.end() :]) else ""


def _by_bullets(pieces: Sequence[Piece]) -> Outline:
    if any(piece.label is Label.DECISION for piece in pieces):
        return Outline((), ())
    starts = [at for at, piece in enumerate(pieces) if bullet_title(piece)]
    return Outline(tuple(starts), tuple(_loose_groups(starts, pieces)))
