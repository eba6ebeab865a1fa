"""Owns reading Markdown and plain text, the double-spaced kind that PDFs are copied to too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from corpus.errors import NoTextError, ReadError, UnsupportedError
from ingest.compose import Draft, compose
from ingest.lines import heal
from ingest.pages import BlockKind, ReadDocument
from ingest.paragraphs import BULLET, is_contents_line
from ingest.wordtables import Slot, grid_drafts

__all__ = ["read_text"]

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_NUMBERED_HEADING = re.compile(r"^(\d{1,2}(?:\.\d{1,3}){1,4})\.?\s+[A-ZÀ-Ý]")
_ITEM = re.compile(r"^(?:[-*+•–]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+\S")
_FENCE = re.compile(r"^(?:-{3,}|\*{3,}|_{3,})$")
_TABLE_RULE = re.compile(r"^\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
_NUMBERS = re.compile(r"\d+")


def read_text(path: Path, *, max_characters: int) -> ReadDocument:
    """Read a Markdown or text file in UTF-8 or the Western encoding of Windows.

    Raises:
        UnsupportedError: the contents are not text.
        NoTextError: there is nothing but white space.
        ReadError: it is longer than allowed.
    """
    text = _decode(path)
    if len(text) > max_characters:
        raise ReadError(f"{path.name}: meer dan {max_characters} tekens tekst; splits het bestand.")
    if not text.strip():
        raise NoTextError(f"{path.name}: er staat geen tekst in; lever het juiste bestand aan.")
    lines = text.splitlines()
    if path.suffix.lower() in (".md", ".markdown"):
        drafts = list(_markdown(lines))
    else:
        drafts = list(_plain(lines))
    page = compose(drafts, printed=text)
    title = next((b.text for b in page.blocks if b.kind is BlockKind.HEADING and b.level == 1), "")
    return ReadDocument((page,), title=title)


def _decode(path: Path) -> str:
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = sum(1 for c in text if c < " " and c not in "\t\n\r\f\x0b\x1c\x1d\x1e\x1f\x85")
        if "\0" not in text and odd <= len(text) * 0.01:
            return text
        break
    raise UnsupportedError(
        f"{path.name}: heet {path.suffix.lower()} maar bevat geen leesbare tekst (binair); "
        "lever het juiste bestand aan."
    )


def _markdown(lines: Sequence[str]) -> Iterator[Draft]:
    paragraph: list[str] = []
    table: list[str] = []
    tables = 0
    heading = ""
    for line in [*lines, ""]:
        text = line.strip()
        if text.startswith("|") and text.endswith("|") and len(text) > 2:
            yield from _close(paragraph)
            table.append(text)
            continue
        if table:
            yield from _pipe_table(table, tables, heading)
            tables, table = tables + 1, []
        found = _HEADING.match(text)
        if found:
            yield from _close(paragraph)
            heading = _plain_words(found[2])
            yield Draft(BlockKind.HEADING, heading, level=len(found[1]))
        elif not text or _FENCE.match(text):
            yield from _close(paragraph)
        elif _ITEM.match(text):
            yield from _close(paragraph)
            paragraph.append(text)
        else:
            paragraph.append(text)
            if line.endswith("  "):
                yield from _close(paragraph)


def _close(paragraph: list[str]) -> Iterator[Draft]:
    """The lines gathered so far as one block; the list is emptied."""
    if paragraph:
        kind = BlockKind.LIST_ITEM if _ITEM.match(paragraph[0]) else BlockKind.PARAGRAPH
        whole = ""
        for line in paragraph:
            whole = heal(whole, line)
        yield Draft(kind, _plain_words(whole))
        paragraph.clear()


def _plain_words(text: str) -> str:
    """``text`` without the marks around bold words; everything else as written."""
    return re.sub(r"(?<!\w)(\*\*|__)(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)


def _pipe_table(lines: Sequence[str], number: int, heading: str) -> Iterator[Draft]:
    ruled = len(lines) > 1 and _TABLE_RULE.match(lines[1]) is not None
    rows = [
        [
            Slot(_plain_words(cell.strip()))
            for cell in line.removeprefix("|").removesuffix("|").split("|")
        ]
        for line in lines
        if not _TABLE_RULE.match(line)
    ]
    yield from grid_drafts(rows, int(ruled and len(rows) > 0), number, heading)


def _plain(lines: Sequence[str]) -> Iterator[Draft]:
    """Plain text: a blank line parts paragraphs, unless there is one between all lines."""
    texts = [line.strip() for line in lines]
    double = _double_spaced(texts)
    width = _usual_width(texts)
    running = _running(texts)
    group: list[str] = []
    blanks = 0
    for text in texts:
        if not text:
            blanks += 1
            continue
        parted = blanks > (1 if double else 0)
        if text in running:
            # A page's head or foot may interrupt a sentence: it goes after the paragraph.
            yield from _plain_block(group)
            group = []
            yield Draft(BlockKind.CONTENTS, text)
        elif group and (parted or _begins(group, text, width, double, blanks)):
            yield from _plain_block(group)
            group = [text]
        else:
            group.append(text)
        blanks = 0
    yield from _plain_block(group)


def _double_spaced(texts: Sequence[str]) -> bool:
    filled = [i for i, text in enumerate(texts) if text]
    if len(filled) < 8:
        return False
    single = sum(1 for a, b in pairwise(filled) if b - a == 2)
    going_on = sum(1 for a, b in pairwise(filled) if b - a == 2 and texts[b][:1].islower())
    return single > len(filled) * 0.5 and going_on > len(filled) * 0.2


def _usual_width(texts: Sequence[str]) -> int:
    widths = sorted(len(text) for text in texts if text)
    return widths[int(len(widths) * 0.8)] if widths else 0


def _running(texts: Sequence[str]) -> set[str]:
    """Short lines with a number that return with only that number changed."""
    shapes = Counter(_NUMBERS.sub("#", text) for text in texts if 8 < len(text) < 60)
    return {
        text
        for text in texts
        if text
        and shapes[_NUMBERS.sub("#", text)] >= 3
        and any(c.isdigit() for c in text)
        and not is_contents_line(text, on_contents_page=False)
        and not _ITEM.match(text)
        and not _NUMBERED_HEADING.match(text)
    }


def _begins(group: Sequence[str], text: str, width: int, double: bool, blanks: int) -> bool:
    """Whether ``text`` begins a new block after ``group``."""
    before = group[-1]
    if _is_special(text) or _is_special(before):
        return True
    short = len(before) < width * 0.75
    ended = before.endswith((".", "!", "?", ":", ";"))
    if double and blanks:
        return short and (ended or text[:1].isupper())
    return short and ended and text[:1].isupper()


def _is_special(text: str) -> bool:
    return bool(
        _ITEM.match(text)
        or is_contents_line(text, on_contents_page=False)
        or (_NUMBERED_HEADING.match(text) and len(text) < 90)
    )


def _plain_block(group: Sequence[str]) -> Iterator[Draft]:
    if not group:
        return
    text = ""
    for line in group:
        text = heal(text, line)
    number = _NUMBERED_HEADING.match(text)
    if is_contents_line(text, on_contents_page=False):
        yield Draft(BlockKind.CONTENTS, text)
    elif number and len(text) < 120 and not text.endswith((".", ";", ",")):
        yield Draft(BlockKind.HEADING, text, level=min(number[1].count(".") + 1, 6))
    elif _ITEM.match(text) or BULLET.match(text):
        yield Draft(BlockKind.LIST_ITEM, text)
    else:
        yield Draft(BlockKind.PARAGRAPH, text)
