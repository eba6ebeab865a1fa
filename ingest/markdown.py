"""Owns the blocks of Markdown: headings, lists, tables, quotes, code, footnotes, front matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.compose import Draft
from ingest.lines import heal
from ingest.pages import BlockKind
from ingest.text import collapse
from ingest.wordtables import Slot, grid_drafts

__all__ = ["ITEM", "Markdown", "joined", "read_markdown"]

ITEM = re.compile(r"^(?:[-*+•–]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+\S")
"""How a list item begins."""

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*)$")
_UNDERLINE = re.compile(r"^(=+|-+)$")
_FENCE = re.compile(r"^(`{3,}|~{3,})")
_TABLE_RULE = re.compile(r"^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$")
_PIPE = re.compile(r"(?<!\\)\|")
_NOTE = re.compile(r"^\[\^[^\]\s]{1,40}\]:\s*\S")
_QUOTE = re.compile(r"^(?:>\s?)+")
_BOLD = re.compile(r"(?<!\w)(\*\*|__)(?=\S)([^*_\n]+?)(?<=\S)\1(?!\w)")
_FIELD = re.compile(r"^([A-Za-z][\w-]{0,40}):\s*(.*)$")
_LONGEST_FRONT = 80  # lines
_LONGEST_HEADING = 200
_LONGEST_WORD = 80


@dataclass(frozen=True, slots=True)
class Markdown:
    """A Markdown file: its blocks, and what its front matter says of it."""

    drafts: tuple[Draft, ...]
    title: str = ""
    date: str = ""


def read_markdown(text: str) -> Markdown:
    """The blocks of ``text`` in order; comments are left out, as no reader sees them."""
    lines = _without_comments(text).splitlines()
    front, rest = _front_matter(lines)
    drafts = [Draft(BlockKind.CONTENTS, line) for line in front if line.strip()]
    said: dict[str, str] = {}
    for line in front:
        if found := _FIELD.match(line):
            said[found[1].lower()] = collapse(found[2]).strip("\"'")
    drafts += _Blocks(rest).drafts()
    day = re.match(r"\d{4}-\d{2}-\d{2}", said.get("date") or said.get("datum") or "")
    title = said.get("title") or said.get("titel") or ""
    return Markdown(tuple(drafts), title, day[0] if day else "")


def _without_comments(text: str) -> str:
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        parts.append(text[at:start])
        at = end + 3
    return "".join((*parts, text[at:]))


def _front_matter(lines: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The lines between two rules at the very start, and all that follows."""
    if not lines or lines[0].strip() != "---":
        return (), lines
    for at, line in enumerate(lines[1 : _LONGEST_FRONT + 1], start=1):
        if line.strip() in ("---", "..."):
            front = lines[1:at]
            return (front, lines[at + 1 :]) if any(map(_FIELD.match, front)) else ((), lines)
    return (), lines


@dataclass(slots=True)
class _Blocks:
    """Walks the lines once; ``held`` are those of the paragraph that is open."""

    lines: Sequence[str]
    held: list[str] = field(default_factory=list)
    tables: int = 0
    heading: str = ""

    def drafts(self) -> Iterator[Draft]:
        at = 0
        while at < len(self.lines):
            text = _QUOTE.sub("", self.lines[at].strip())
            after = self.lines[at + 1].strip() if at + 1 < len(self.lines) else ""
            found = _HEADING.match(text)
            title = found[2].rstrip("#").rstrip() if found else ""
            if fence := _FENCE.match(text):
                yield from self._close()
                end = self._end_of_code(at, fence[1])
                code = "\n".join(line.rstrip() for line in self.lines[at + 1 : end])
                yield Draft(BlockKind.PARAGRAPH, code.strip("\n"))
                at = end
            elif _starts_table(text, after):
                yield from self._close()
                end = self._end_of_table(at)
                yield from self._table(self.lines[at:end])
                at = end - 1
            elif found and len(title) <= _LONGEST_HEADING:
                yield from self._close()
                yield self._heading(title, len(found[1]))
            elif self._is_underlined(text, after):
                yield from self._close()
                yield self._heading(text, 1 if after.startswith("=") else 2)
                at += 1
            elif not text or _is_rule(text):
                yield from self._close()
            else:
                if ITEM.match(text) or _NOTE.match(text):
                    yield from self._close()
                self.held.append(text)
                if self.lines[at].endswith("  "):
                    yield from self._close()
            at += 1
        yield from self._close()

    def _heading(self, text: str, level: int) -> Draft:
        self.heading = _plain_words(text)
        return Draft(BlockKind.HEADING, self.heading, level=level)

    def _is_underlined(self, text: str, after: str) -> bool:
        return (
            bool(text and not self.held and _UNDERLINE.match(after))
            and len(text) <= _LONGEST_HEADING
            and not ITEM.match(text)
            and not _UNDERLINE.match(text)
            and (after.startswith("=") or len(after) > 1)
        )

    def _end_of_code(self, start: int, fence: str) -> int:
        for at in range(start + 1, len(self.lines)):
            line = self.lines[at].strip()
            if line.startswith(fence) and not line.strip(fence[0]):
                return at
        return len(self.lines)

    def _end_of_table(self, start: int) -> int:
        at = start
        while at < len(self.lines) and "|" in self.lines[at]:
            at += 1
        return at

    def _table(self, lines: Sequence[str]) -> Iterator[Draft]:
        ruled = len(lines) > 1 and _TABLE_RULE.match(lines[1].strip()) is not None
        rows = [
            [Slot(_plain_words(cell.strip())) for cell in _cells(line)]
            for line in lines
            if not _TABLE_RULE.match(line.strip())
        ]
        yield from grid_drafts(rows, int(ruled and bool(rows)), self.tables, self.heading)
        self.tables += 1

    def _close(self) -> Iterator[Draft]:
        """The lines gathered so far as one block."""
        if not self.held:
            return
        kind = BlockKind.PARAGRAPH
        if _NOTE.match(self.held[0]):
            kind = BlockKind.FOOTNOTE
        elif ITEM.match(self.held[0]):
            kind = BlockKind.LIST_ITEM
        whole = joined(self.held)
        self.held.clear()
        yield Draft(kind, _plain_words(whole))


def _is_rule(text: str) -> bool:
    """Whether a line is only a rule: three or more of the same mark."""
    return text[0] in "-*_" and not text.strip(f"{text[0]} ") and text.count(text[0]) >= 3


def _starts_table(text: str, after: str) -> bool:
    """Whether a table begins: a row with a rule under it, or a row between pipes."""
    if "|" in text and "|" in after + text[:1] and _TABLE_RULE.match(after) and "-" in after:
        return True
    return text.startswith("|") and text.endswith("|") and len(text) > 2


def _cells(line: str) -> list[str]:
    return _PIPE.split(_QUOTE.sub("", line.strip()).removeprefix("|").removesuffix("|"))


def _plain_words(text: str) -> str:
    """``text`` without the marks around bold words; everything else as written."""
    return _BOLD.sub(r"\2", text)


def joined(lines: Iterable[str]) -> str:
    """Lines of running text as one, hyphens that only broke a line healed."""
    parts: list[str] = []
    for line in lines:
        if not parts:
            parts.append(line)
            continue
        # Only the last word counts, so that a text without an end takes no longer than others.
        last = parts[-1]
        tail = last[-_LONGEST_WORD:]
        healed = heal(tail, line)
        if healed == f"{tail} {line}":
            parts += (" ", line)
        else:
            parts[-1:] = (last[:-_LONGEST_WORD], healed)
    return "".join(parts)
