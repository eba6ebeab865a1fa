"""Owns paragraphs: which lines of a column belong together, and what each group is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from ingest.columns import Column
from ingest.compose import Draft
from ingest.lines import Line, join_lines
from ingest.pages import BlockKind

__all__ = ["BULLET", "CONTENTS_TITLE", "drafts_of", "is_contents_line", "line_pitch"]

BULLET = re.compile(r"^(?:[•◦●○■□▪▫►▶➢➤✓✔‣⁃∙·–—*-]|o(?=\s{1,}\S{2}))\s*(?=\S)")
_NUMBERED = re.compile(r"^(?:\(?[a-zA-Z]\)|[a-z]\.|\(?\d{1,2}[.)]|[ivx]{1,5}[.)])(?=\s)")
_NUMBER_LABEL = re.compile(r"^(?:\d{1,2}|[A-Z])(?:\.(?:\d{1,3}|[a-z]{1,2}))*\.?$")
CONTENTS_TITLE = re.compile(r"^(?:inhoud|inhoudsopgave|inhoudstafel|contents)$", re.IGNORECASE)
_LEADER = re.compile(r"(?:\.\s?){4,}\s*(?:[ivxlc]+|\d{1,4}|[A-Z]-\d+|Fout!.*)?\s*$|…{2,}\s*\d*\s*$")
_ENDS_WITH_NUMBER = re.compile(r"\S\s+\d{1,3}$")
_CAPTION = re.compile(r"^(?:Tabel|Figuur|Grafiek|Afbeelding|Kaart|Foto)\s+\d+", re.IGNORECASE)
_FOOTNOTE = re.compile(r"^(?:\d{1,3}|\*{1,3}|[¹²³⁴-⁹]+)\s*\S")


def is_contents_line(text: str, *, on_contents_page: bool) -> bool:
    """Whether a line is an entry of the table of contents."""
    if _LEADER.search(text):
        return True
    return on_contents_page and bool(_ENDS_WITH_NUMBER.search(text))


def _is_number_label(text: str) -> bool:
    """Whether ``text`` is only a section number such as "2", "2.3." or "3.b.1"."""
    return bool(_NUMBER_LABEL.match(text))


def drafts_of(
    column: Column, body: float, *, pitch: float, contents: bool, foot: float
) -> list[Draft]:
    """The blocks of one column; ``body`` is the document's text size.

    ``contents`` tells that this is a page of the table of contents, ``foot`` the height
    below which small print is a footnote.
    """
    drafts = []
    pitch = line_pitch(column.lines, pitch)
    for group in _groups(column, pitch, body, contents):
        text = join_lines([line.text for line in group])
        first = group[0]
        drafts.append(
            Draft(
                _kind(group, text, body, contents=contents, foot=foot),
                text,
                boxes=tuple(line.box for line in group),
                style=(
                    first.size,
                    all(g.bold for g in group) or _is_bold_with_remark(group),
                    all(g.italic for g in group),
                ),
            )
        )
    return drafts


def line_pitch(lines: Sequence[Line], usual: float = 1.4) -> float:
    """The usual step from line to line, in em; ``usual`` where there are too few lines."""
    steps = [
        (after.base - before.base) / max(before.size, 1)
        for before, after in pairwise(lines)
        if 0 < after.base - before.base < before.size * 3
    ]
    return median(steps) if len(steps) >= 4 else usual


def _kind(group: list[Line], text: str, body: float, *, contents: bool, foot: float) -> BlockKind:
    first = group[0]
    if is_contents_line(text, on_contents_page=contents):
        return BlockKind.CONTENTS
    if first.y0 > foot and _is_note(first, text, body):
        return BlockKind.FOOTNOTE
    if BULLET.match(text) or first.dotted:
        return BlockKind.LIST_ITEM
    if _NUMBERED.match(text) and not first.bold and first.size < body * 1.1:
        return BlockKind.LIST_ITEM
    if _CAPTION.match(text) and len(text) < 150:
        return BlockKind.CAPTION
    return BlockKind.PARAGRAPH


def _is_note(first: Line, text: str, body: float) -> bool:
    """Whether a block begins as a footnote does: with a raised number, or in small print."""
    mark = first.words[0]
    raised = mark.text.strip("*").isdigit() or set(mark.text) == {"*"}
    if raised and len(first.words) > 1 and mark.size < first.words[1].size * 0.8:
        return True
    return first.size < body * 0.93 and bool(_FOOTNOTE.match(text))


def _groups(column: Column, pitch: float, body: float, contents: bool) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in column.lines:
        if group and _starts_anew(group, line, column, pitch, body, contents):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _starts_anew(
    group: list[Line], line: Line, column: Column, pitch: float, body: float, contents: bool
) -> bool:
    """Whether ``line`` begins a new block after ``group``."""
    before, first = group[-1], group[0]
    if line.dotted:
        return True
    step = line.base - before.base
    em = max(before.size, line.size)
    if step > em * max(pitch * 1.3, pitch + 0.25) or step < -1:
        return True
    if abs(line.size - before.size) > 0.6:
        return True
    if line.bold != before.bold and not _bold_within(group, line, column):
        return True
    text = line.text
    if contents and (_ENDS_WITH_NUMBER.search(before.text) or _LEADER.search(before.text)):
        return True
    if _LEADER.search(before.text):
        return True
    if BULLET.match(text) or _CAPTION.match(text) or _starts_with_number(line, first):
        return True
    mark = line.words[0]
    if mark.text.isdigit() and mark.size < line.size * 0.8 and mark.base < line.base - 1:
        return True
    if _hangs(group, line):
        return False
    if _is_item(first) and line.x0 < first.x0 + 1:
        return not _runs_on(before, line, column)
    if line.italic != before.italic:
        return not _runs_on(before, line, column)
    return not _runs_on(before, line, column) and not text[:1].islower()


def _is_bold_with_remark(group: Sequence[Line]) -> bool:
    """Whether a line of its own is bold but for a remark in brackets at its end."""
    words = [word for line in group for word in line.words]
    at = next((i for i, word in enumerate(words) if not word.bold), len(words))
    rest = " ".join(word.text for word in words[at:])
    aside = rest.startswith("(") and rest.rstrip(".").endswith(")") and rest.count("(") == 1
    return len(group) <= 2 and at >= 2 and aside


def _bold_within(group: list[Line], line: Line, column: Column) -> bool:
    """Whether bold words that fill a line of running text end there, or begin."""
    before = group[-1]
    if before.bold:
        return line.text[:1].islower() and (not group[0].bold or before.text[:1].islower())
    if line.text[:1].islower():
        return True
    return before.text[-1:] not in ".:;!?" and _runs_on(before, line, column)


def _is_item(line: Line) -> bool:
    return bool(BULLET.match(line.text) or _NUMBERED.match(line.text))


def _starts_with_number(line: Line, first: Line) -> bool:
    """Whether a line begins with a number that counts: a list item or numbered heading."""
    if _NUMBERED.match(line.text):
        return line.x0 <= first.x0 + 2 or len(line.pieces) > 1 or _is_item(first)
    return len(line.pieces) > 1 and _is_number_label(line.pieces[0].text)


def _hangs(group: list[Line], line: Line) -> bool:
    """Whether ``line`` continues an item under the text behind its bullet or number."""
    first = group[0]
    if len(first.pieces) > 1 or _is_item(first):
        indent = first.words[1].x0 if len(first.words) > 1 else first.x0
        return abs(line.x0 - indent) < 4 and line.x0 > first.x0 + 2
    return False


def _runs_on(before: Line, line: Line, column: Column) -> bool:
    """Whether the first word of ``line`` would not have fitted at the end of ``before``."""
    word = line.words[0]
    room = column.x1 - before.x1
    return room < (word.x1 - word.x0) + before.size * 0.6
