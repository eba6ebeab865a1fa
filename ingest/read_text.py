"""Owns reading Markdown and plain text, the double-spaced kind that PDFs are copied to too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from corpus.errors import NoTextError, ReadError, UnsupportedError
from ingest.compose import Draft, compose
from ingest.decode import decode_text
from ingest.markdown import ITEM, Markdown, joined, read_markdown
from ingest.pages import BlockKind, ReadDocument
from ingest.paragraphs import BULLET, is_contents_line
from ingest.text import squash

__all__ = ["read_text"]

_NUMBERED_HEADING = re.compile(r"^(\d{1,2}(?:\.\d{1,3}){1,4})\.?\s+[A-ZÀ-Ý]")
_NUMBERS = re.compile(r"\d+")
_NOTE = re.compile(r"^(\d{1,3})\s+(?=[A-ZÀ-Ý“‘\"(])")
_ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$")
_ENDS_SENTENCE = (".", "!", "?", ":", ";", "”", "’", '"', ")")
_LONGEST_CONTENTS = 400
_MOST_ASIDES = 12
_MOST_LINES = 5_000
_LEAST_LINE = 40
_LEAST_PULL_QUOTE = 25
_MOST_LOOKS = 200
_LONGEST_PULL_QUOTE = 300


def read_text(path: Path, *, max_characters: int) -> ReadDocument:
    """Read a Markdown or text file, in UTF-8, UTF-16 or the Western encoding of Windows.

    Raises:
        UnsupportedError: the contents are not text.
        NoTextError: there is nothing but white space.
        ReadError: it is longer than allowed.
    """
    text = decode_text(path.read_bytes())
    if text is None:
        raise UnsupportedError(
            f"{path.name}: heet {path.suffix.lower()} maar bevat geen leesbare tekst (binair); "
            "lever het juiste bestand aan."
        )
    if len(text) > max_characters:
        raise ReadError(f"{path.name}: meer dan {max_characters} tekens tekst; splits het bestand.")
    if path.suffix.lower() in (".md", ".markdown"):
        found = read_markdown(text)
    else:
        found = Markdown(tuple(_plain([line.strip() for line in text.splitlines()])))
    page = compose(found.drafts, printed=text)
    if not page.text.strip():
        raise NoTextError(f"{path.name}: er staat geen tekst in; lever het juiste bestand aan.")
    first = next((b.text for b in page.blocks if b.kind is BlockKind.HEADING and b.level == 1), "")
    return ReadDocument((page,), title=found.title or first, created=found.date)


@dataclass(slots=True)
class _Group:
    """Lines of plain text that belong together; ``running`` is the head or foot of a page."""

    lines: list[str]
    running: bool = False
    aside: bool = False  # it stood in the middle of a sentence

    @property
    def last(self) -> str:
        return self.lines[-1]

    @property
    def first(self) -> str:
        return self.lines[0]


def _plain(texts: Sequence[str]) -> Iterator[Draft]:
    """Plain text: a blank line parts paragraphs, unless there is one between all lines."""
    width = _usual_width(texts)
    groups = list(_groups(texts, width))
    return (_draft(group) for group in _mended(groups, texts, width))


def _groups(texts: Sequence[str], width: int) -> Iterator[_Group]:
    double = _double_spaced(texts)
    running = _running(texts)
    group: list[str] = []
    blanks = 0
    for text in texts:
        if not text:
            blanks += 1
            continue
        parted = blanks > (1 if double else 0)
        if text in running:
            if group:
                yield _Group(group)
            group = []
            yield _Group([text], running=True)
        elif group and (parted or _begins(group, text, width, double, blanks)):
            yield _Group(group)
            group = [text]
        else:
            group.append(text)
        blanks = 0
    if group:
        yield _Group(group)


def _mended(groups: list[_Group], texts: Sequence[str], width: int) -> Iterator[_Group]:
    """A sentence that a page's foot, notes or a pull quote breaks in two is whole again.

    What stood between its halves comes after it.
    """
    asides = _Asides(texts)
    later: list[_Group] = []
    at = 0
    while at < len(groups):
        group, end = groups[at], at + 1
        if _is_open(group):
            while end < len(groups) and end - at <= _MOST_ASIDES and asides.holds(groups[end]):
                end += 1
            if end < len(groups) and _goes_on(
                group, groups[end], between=end > at + 1, width=width
            ):
                later += groups[at + 1 : end]
                groups[end] = _Group([*group.lines, *groups[end].lines])
                at = end
                continue
        yield group
        for aside in later:
            aside.aside = True
            yield aside
        later = []
        at += 1


def _is_open(group: _Group) -> bool:
    """Whether a paragraph stops in the middle of a sentence."""
    if group.running or len(group.lines) > _MOST_LINES or _is_special(group.last):
        return False
    return not group.last.endswith(_ENDS_SENTENCE) and not _NUMBERED_HEADING.match(group.first)


def _goes_on(before: _Group, after: _Group, *, between: bool, width: int) -> bool:
    """Whether ``after`` begins in the middle of a sentence, the one that ``before`` left off."""
    text = after.first
    if after.running or not text[:1].islower() or _is_special(text):
        return False
    return between or len(before.last) > max(width * 0.75, _LEAST_LINE)


class _Asides:
    """Tells what may stand in the middle of a sentence without being part of it."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._every: str | None = None
        self._looked = 0

    def holds(self, group: _Group) -> bool:
        """Whether a group is a page's head or foot, a note, an address, or said elsewhere too."""
        if group.running or _NOTE.match(group.first) or _ADDRESS.match(group.first):
            return True
        return not _is_special(group.first) and self._is_pull_quote(group)

    def _is_pull_quote(self, group: _Group) -> bool:
        said = squash("".join(group.lines)) if len(group.lines) <= 5 else ""
        if not _LEAST_PULL_QUOTE <= len(said) <= _LONGEST_PULL_QUOTE or self._looked >= _MOST_LOOKS:
            return False
        if self._every is None:
            self._every = squash("".join(self._texts))
        self._looked += 1
        return self._every.count(said) > 1


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
        and not _is_contents(text)
        and not ITEM.match(text)
        and not _NUMBERED_HEADING.match(text)
    }


def _begins(group: Sequence[str], text: str, width: int, double: bool, blanks: int) -> bool:
    """Whether ``text`` begins a new block after ``group``."""
    before = group[-1]
    if _ADDRESS.match(before) or _ADDRESS.match(text) or _is_next_note(group[0], text):
        return True
    if _is_special(text) or _is_special(before):
        return True
    short = len(before) < width * 0.75
    ended = before.endswith((".", "!", "?", ":", ";"))
    if double and blanks:
        return short and (ended or text[:1].isupper())
    return short and ended and text[:1].isupper()


def _is_contents(text: str) -> bool:
    return len(text) <= _LONGEST_CONTENTS and is_contents_line(text, on_contents_page=False)


def _is_special(text: str) -> bool:
    return bool(
        ITEM.match(text) or _is_contents(text) or (_NUMBERED_HEADING.match(text) and len(text) < 90)
    )


def _is_next_note(first: str, text: str) -> bool:
    before, after = _NOTE.match(first), _NOTE.match(text)
    return bool(before and after) and int(after[1]) == int(before[1]) + 1  # type: ignore[index]


def _draft(group: _Group) -> Draft:
    text = joined(group.lines)
    number = _NUMBERED_HEADING.match(text)
    if group.running or _is_contents(text):
        return Draft(BlockKind.CONTENTS, text)
    if number and len(text) < 120 and not text.endswith((".", ";", ",")):
        return Draft(BlockKind.HEADING, text, level=min(number[1].count(".") + 1, 6))
    if group.aside and (_NOTE.match(text) or _ADDRESS.match(text)):
        return Draft(BlockKind.FOOTNOTE, text)
    if ITEM.match(text) or BULLET.match(text):
        return Draft(BlockKind.LIST_ITEM, text)
    return Draft(BlockKind.PARAGRAPH, text)
