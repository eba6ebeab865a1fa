"""Owns splitting: pages into passages that never cross a page and never exceed the size.

Text is cut at blocks, then sentences, then words, then characters, so that nothing is
lost: every character of a page that is not white space is in exactly one passage.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.pages import Block, BlockKind, Page, TableRow
from ingest.passages import Passage, passage_id

__all__ = ["SPLIT_VERSION", "Span", "row_text", "sentence_spans", "split"]

SPLIT_VERSION = "1"
"""Changes when the same pages would give other passages, so that a store can be refreshed."""

# An end mark followed by white space and a capital, digit, quote or bracket. Abbreviations
# that Dutch officials use are taken back in `_ABBREVIATION`.
_SENTENCE_END = re.compile(r"(?<=[.!?;])(?=\s+[A-ZÀ-Ý0-9\"'‘“(•])|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:bijv|bv|o\.a|m\.b\.t|i\.v\.m|t\.b\.v|d\.d|incl|excl|ca|nr|art|lid|resp|mr|dr|drs"
    r"|ir|ing|jl|blz|p|vgl|afd|e\.d|etc|t\.o\.v|m\.n|st|max|min|dhr|mevr|mw|jr|sr)|\b[A-Z])\.$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Span:
    """Character offsets ``[start, end)`` in a page's text."""

    start: int
    end: int


def sentence_spans(text: str, offset: int = 0) -> list[Span]:
    """The sentences of ``text`` as spans without surrounding white space, in order."""
    cuts = [0]
    for match in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(text[cuts[-1] : match.start()]):
            cuts.append(match.end())
    cuts.append(len(text))
    spans = (_trim(text, a, b) for a, b in pairwise(cuts))
    return [Span(s.start + offset, s.end + offset) for s in spans if s.start < s.end]


def row_text(row: TableRow) -> str:
    """A table row as text that stands alone: ``title – block: label; header: cell; … (unit)``."""
    above = " – ".join(part for part in (row.title, row.block) if part)
    head = ": ".join(part for part in (above, row.label) if part)
    cells = [f"{c.header}: {c.text}" if c.header else c.text for c in row.cells]
    unit = f" ({row.unit})" if row.unit else ""
    return "; ".join([head, *cells]).strip("; ") + unit


def split(
    pages: Iterable[Page],
    edition: str,
    *,
    count: Callable[[str], int],
    max_tokens: int,
    breaks: frozenset[tuple[int, int]] = frozenset(),
) -> Iterator[Passage]:
    """Split ``pages`` into passages of at most ``max_tokens`` by ``count``.

    ``count`` is the embedder's own tokenizer. Headings carry over pages; a passage does not,
    nor over a break (page number and offset in its text).
    """
    path = _HeadingPath()
    cuts: dict[int, list[int]] = {}
    for number, offset in sorted(breaks):
        cuts.setdefault(number, []).append(offset)
    for page in pages:
        own = cuts.get(page.number, [])
        yield from _PageSplitter(page, edition, count, max_tokens, path, own).passages()


class _HeadingPath:
    """The headings above the current block, outermost first."""

    def __init__(self) -> None:
        self._stack: list[tuple[int, str]] = []
        self._before: list[tuple[int, str]] | None = None

    def push(self, level: int, title: str) -> None:
        if self._before:  # in a box, under what the text around it stands under
            level = max(level, self._before[-1][0] + 1)
        while self._stack and self._stack[-1][0] >= level:
            self._stack.pop()
        self._stack.append((level, title))

    def enter(self) -> None:
        """Keep the headings as they are before a box."""
        self._before = list(self._stack)

    def leave(self) -> None:
        """Go back to the headings before the box, if there was one."""
        if self._before is not None:
            self._stack, self._before = self._before, None

    def titles(self) -> tuple[str, ...]:
        return tuple(title for _, title in self._stack)


class _PageSplitter:
    """Walks the blocks of one page, filling one passage at a time."""

    def __init__(
        self,
        page: Page,
        edition: str,
        count: Callable[[str], int],
        max_tokens: int,
        path: _HeadingPath,
        cuts: list[int],
    ) -> None:
        self._page, self._edition, self._count = page, edition, count
        self._max, self._path, self._cuts = max_tokens, path, cuts
        self._cut_at = frozenset(cuts)
        self._open: Span | None = None
        self._open_is_heading = False
        self._order = 0

    def passages(self) -> Iterator[Passage]:
        inset = False
        for block in self._page.blocks:
            if block.inset != inset:
                # A box says its own thing, and its headings end with it.
                inset = block.inset
                yield from self._close()
                if inset:
                    self._path.enter()
                else:
                    self._path.leave()
            if block.start in self._cut_at:
                yield from self._close()
            if block.kind is BlockKind.HEADING:
                yield from self._heading(block)
            elif block.kind is BlockKind.TABLE_ROW and block.row is not None:
                yield from self._close()
                yield from self._rows(block, block.row)
            elif block.kind is BlockKind.CONTENTS:
                yield from self._close()
                yield from self._pieces(Span(block.start, block.end), "contents")
            elif block.kind is BlockKind.PULL_QUOTE:
                yield from self._close()
                yield from self._add(Span(block.start, block.end))
                yield from self._close()
            else:
                yield from self._text(block)
        yield from self._close()
        self._path.leave()

    def _text(self, block: Block) -> Iterator[Passage]:
        first = bisect_right(self._cuts, block.start)
        inner = self._cuts[first : bisect_left(self._cuts, block.end)]
        for start, end in pairwise((block.start, *inner, block.end)):
            if start in inner:
                yield from self._close()
            span = _trim(self._page.text, start, end)
            if span.start < span.end:
                yield from self._add(span)

    def _heading(self, block: Block) -> Iterator[Passage]:
        # A heading opens the passage of the text below it; headings in a row stay together.
        if not self._open_is_heading:
            yield from self._close()
        self._path.push(block.level or 1, block.text.strip())
        yield from self._add(Span(block.start, block.end))
        self._open_is_heading = self._open is not None

    def _add(self, span: Span) -> Iterator[Passage]:
        joined = Span(self._open.start, span.end) if self._open else span
        if self._fits(joined):
            self._open, self._open_is_heading = joined, False
            return
        yield from self._close()
        if self._fits(span):
            self._open = span
        else:
            yield from self._pieces(span, "text")

    def _close(self) -> Iterator[Passage]:
        if self._open is not None:
            yield self._passage(self._open, "text")
        self._open, self._open_is_heading = None, False

    def _pieces(self, span: Span, kind: str) -> Iterator[Passage]:
        """Cut one long span at sentences, then words, then characters."""
        current: Span | None = None
        for unit in self._units(span):
            joined = Span(current.start, unit.end) if current else unit
            if current and not self._fits(joined):
                yield self._passage(current, kind)
                joined = unit
            current = joined
        if current:
            yield self._passage(current, kind)

    def _units(self, span: Span) -> Iterator[Span]:
        for sentence in sentence_spans(self._page.text[span.start : span.end], span.start):
            if self._fits(sentence):
                yield sentence
                continue
            for word in re.finditer(r"\S+", self._page.text[sentence.start : sentence.end]):
                a, b = sentence.start + word.start(), sentence.start + word.end()
                yield from self._cut_word(Span(a, b))

    def _cut_word(self, span: Span) -> Iterator[Span]:
        if self._fits(span) or span.end - span.start == 1:
            yield span
            return
        middle = (span.start + span.end) // 2
        yield from self._cut_word(Span(span.start, middle))
        yield from self._cut_word(Span(middle, span.end))

    def _rows(self, block: Block, row: TableRow) -> Iterator[Passage]:
        if self._count(row_text(row)) <= self._max or len(row.cells) < 2:
            text = row_text(row)
            if self._count(text) <= self._max:
                yield self._passage(Span(block.start, block.end), "row", text, row)
            else:  # one cell of prose: keep it as text, so that no passage exceeds the size
                yield from self._pieces(Span(block.start, block.end), "text")
            return
        middle = len(row.cells) // 2
        for cells in (row.cells[:middle], row.cells[middle:]):
            yield from self._rows(block, replace(row, cells=cells))

    def _fits(self, span: Span) -> bool:
        return self._count(self._page.text[span.start : span.end]) <= self._max

    def _passage(
        self, span: Span, kind: str, text: str | None = None, row: TableRow | None = None
    ) -> Passage:
        said = self._page.text[span.start : span.end] if text is None else text
        self._order += 1
        return Passage(
            id=passage_id(self._edition, self._page.number, self._order, said),
            edition=self._edition,
            page=self._page.number,
            page_label=self._page.label,
            start=span.start,
            end=span.end,
            kind=kind,
            text=said,
            headings=self._path.titles(),
            row=row,
        )


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
