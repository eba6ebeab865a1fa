"""Owns giving passages their place: pages are cut so that none mixes two decisions.

What is known of a place (decision, programme, chapter) goes with the passage as a fact; the
headings of a passage of a decision are its portfolio or part and its own title.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from corpus.catalogue import Catalogue
from corpus.documents import Document
from ingest.decisions import Decision, decisions_of
from ingest.pages import Block, BlockKind, ReadDocument
from ingest.passages import Passage
from ingest.place import Place
from ingest.programmes import BUDGET_TYPES, Stretch, stretches_of
from ingest.split import split
from ingest.text import fold

__all__ = ["passages_of", "placing_key"]

_VERSION = "1"  # raised when places are told otherwise
_LIST = "besluitenlijst"
_AGREEMENT = "coalitieakkoord"


def passages_of(
    read: ReadDocument,
    document: Document,
    catalogue: Catalogue,
    edition: str,
    *,
    count: Callable[[str], int],
    max_tokens: int,
) -> Iterator[Passage]:
    """The passages of a document, each with its place; sizes as in ``ingest.split.split``."""
    decisions = decisions_of(read, document) if document.type == _LIST else ()
    pieces = split(
        read.pages, edition, count=count, max_tokens=max_tokens, breaks=_breaks(decisions, read)
    )
    if decisions:
        return _in_decisions(pieces, decisions)
    if document.type in BUDGET_TYPES:
        return _in_programmes(pieces, stretches_of(read, catalogue), read)
    if document.type == _AGREEMENT:
        return _in_chapters(pieces, document)
    return pieces


def placing_key(document: Document) -> str:
    """What of a document's facts goes into its passages; with another key they are others."""
    if document.type == _LIST:
        return f"{_VERSION}|{document.type}|{document.date}|{document.adopted_by}"
    return f"{_VERSION}|{document.type}" if document.type in {*BUDGET_TYPES, _AGREEMENT} else ""


# -- lists of decisions -------------------------------------------------------------------------


def _breaks(decisions: Sequence[Decision], read: ReadDocument) -> frozenset[tuple[int, int]]:
    """Where a new passage begins: at each decision, or the headings directly above it."""
    found: set[tuple[int, int]] = set()
    blocks = {page.number: page.blocks for page in read.pages}
    for decision in decisions:
        first, last = decision.spans[0], decision.spans[-1]
        start, own = first.start, blocks[first.page]
        above = bisect_right(own, start, key=lambda block: block.end) - 1
        if above >= 0 and fold(own[above].text).endswith(fold(decision.path[0])):
            start = own[above].start  # its own group stays with it
        found.add((first.page, start))
        after = bisect_right(blocks[last.page], last.end, key=lambda block: block.end)
        if after < len(blocks[last.page]):
            found.add((last.page, max(blocks[last.page][after].start, last.end)))
    return frozenset(found)


def _in_decisions(pieces: Iterator[Passage], decisions: Sequence[Decision]) -> Iterator[Passage]:
    spans: dict[int, list[tuple[int, int, int]]] = {}
    for at, decision in enumerate(decisions):
        for span in decision.spans:
            spans.setdefault(span.page, []).append((span.start, span.end, at))
    for passage in pieces:
        own = spans.get(passage.page, [])
        first = bisect_right(own, passage.start, key=lambda span: span[1])
        if first < len(own) and own[first][0] < passage.end:
            decision = decisions[own[first][2]]
            place = Place(decision=decision.ref)
            yield replace(passage, headings=decision.path, place=place)
        else:
            yield passage


# -- budgets and reports ------------------------------------------------------------------------


def _in_programmes(
    pieces: Iterator[Passage], stretches: Sequence[Stretch], read: ReadDocument
) -> Iterator[Passage]:
    starts = [(s.page, s.start) for s in stretches]
    blocks = {page.number: page.blocks for page in read.pages}
    for passage in pieces:
        at = bisect_right(starts, (passage.page, _last_heading(passage, blocks[passage.page]))) - 1
        place = stretches[at].place if at >= 0 else Place()
        if place == Place():
            yield passage
            continue
        lost = place.programme and not any(_names(h, place.programme) for h in passage.headings)
        headings = (place.programme, *passage.headings) if lost else passage.headings
        yield replace(passage, headings=headings, place=place)


def _last_heading(passage: Passage, blocks: Sequence[Block]) -> int:
    """Where the last of the headings starts that a passage opens with, or the passage itself."""
    last = passage.start
    at = bisect_left(blocks, passage.start, key=lambda block: block.start)
    while at < len(blocks) and blocks[at].start < passage.end:
        if blocks[at].kind is not BlockKind.HEADING:
            break
        last = blocks[at].start
        at += 1
    return last


def _names(heading: str, programme: str) -> bool:
    return fold(programme) in fold(heading) or fold(heading) in fold(programme)


# -- agreements ---------------------------------------------------------------------------------


def _in_chapters(pieces: Iterator[Passage], document: Document) -> Iterator[Passage]:
    title = fold(document.title)
    for passage in pieces:
        above = [h for h in passage.headings if fold(h) and fold(h) not in title]
        yield replace(passage, place=Place(chapter=above[0])) if above else passage
