"""Owns the titles of a list of decisions that are set as headings or behind numbers.

A heading is a point, or only groups the points below it; a numbered line is a point, or a
step of the decision above it. What stands between two of them tells which.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.decision_headings import (
    Mark,
    Outline,
    decides,
    group_at,
    is_collection,
    is_general,
    is_list_title,
    is_portfolio,
    line_groups,
    read_mark,
    stands_alone,
    titles_group,
)
from ingest.decision_pieces import Label, Piece, is_outcome
from ingest.pages import BlockKind
from ingest.text import collapse

__all__ = ["by_titles"]

_LONGEST_TITLE = 400
_LINES = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.HEADING)

Shape = tuple[int, bool, str]
"""How a number is set: how many parts, whether the first is a letter, what closes it."""


@dataclass(frozen=True, slots=True)
class _Title:
    """A line that may head a point."""

    at: int
    piece: Piece
    mark: Mark
    decided: bool  # a decision stands before the next such line
    empty: bool  # nothing at all stands before it

    @property
    def shape(self) -> Shape:
        text = self.piece.text.strip()
        close = text[self.mark.rest - 2 : self.mark.rest].strip() if self.mark.rest else ""
        closing = close[-1:] if close[-1:] in tuple(".):-–") and close[-1:] else ""
        return (len(self.mark.parts), self.mark.number[:1].isalpha(), closing)

    @property
    def name(self) -> str:
        return collapse(self.piece.text[self.mark.rest :])


def by_titles(pieces: Sequence[Piece]) -> Outline:
    """The points under headings or numbered lines, and the groups above them."""
    heads = _headings(pieces)
    numbered = _numbered_mode(heads)
    lines = _numbered_lines(pieces, heads, numbered=numbered)
    titles = _measured(sorted({*(t.at for t in heads), *lines}), pieces)
    groups = _groups(titles, numbered=numbered or bool(lines))
    points = [t for t in titles if t.at not in groups and _is_point(t, numbered or bool(lines))]
    loose = _lines_over({t.at for t in points}, set(groups), pieces)
    found = [group_at(at, pieces[at].text, pieces[at].level) for at in sorted({*groups, *loose})]
    return Outline(tuple(t.at for t in points), tuple(found))


def _headings(pieces: Sequence[Piece]) -> list[_Title]:
    at_head = [at for at, piece in enumerate(pieces) if piece.heads and piece.row is None]
    real = [at for at in at_head if not is_list_title(pieces[at].text)]
    real = [at for at in real if not _continues(at, pieces) and not _answers(at, pieces)]
    return _measured(real, pieces)


def _continues(at: int, pieces: Sequence[Piece]) -> bool:
    """Whether a heading only goes on with the one directly above it."""
    text = pieces[at].text.strip()
    return at > 0 and pieces[at - 1].heads and text[:1].islower()


def _answers(at: int, pieces: Sequence[Piece]) -> bool:
    """Whether a bold line is the decision itself, below its label: "Conform advies"."""
    before = pieces[at - 1] if at else None
    bare = before is not None and before.label is Label.DECISION and not before.said
    return bare and (is_outcome(pieces[at].text) or pieces[at].text[:1].islower())


def _measured(ats: Sequence[int], pieces: Sequence[Piece]) -> list[_Title]:
    found = []
    for at, end in pairwise((*ats, len(pieces))):
        under = [piece for piece in pieces[at + 1 : end] if not _continues_at(piece, pieces)]
        found.append(
            _Title(at, pieces[at], read_mark(pieces[at].text), any(map(decides, under)), not under)
        )
    return found


def _continues_at(piece: Piece, pieces: Sequence[Piece]) -> bool:
    return piece.heads and piece.text.strip()[:1].islower()


def _numbered_mode(heads: Sequence[_Title]) -> bool:
    """Whether the points among the headings carry numbers."""
    telling = [t for t in heads if t.decided] or heads
    return sum(1 for t in telling if t.mark.number) * 2 > len(telling) > 0


def _is_point(title: _Title, numbered: bool) -> bool:
    if title.mark.number or stands_alone(title.piece):
        return True
    return not numbered or title.decided


# -- numbered lines that are no headings --------------------------------------------------------


def _numbered_lines(
    pieces: Sequence[Piece], heads: Sequence[_Title], *, numbered: bool
) -> set[int]:
    """The numbered lines that head a point: a decision follows before the next number."""
    if heads and not numbered and any(t.decided for t in heads):
        return set()
    stops, steps = {t.at for t in heads}, _steps_of_proposals(pieces)
    marked = [
        at
        for at, piece in enumerate(pieces)
        if at in stops or (at not in steps and _is_numbered_line(piece))
    ]
    titles = [t for t in _measured(marked, pieces) if t.at not in stops]
    shapes = Counter(t.shape for t in titles if t.decided)
    if numbered:
        shapes = Counter(t.shape for t in heads if t.mark.number and t.decided)
    if not shapes:
        return set()
    usual = {shape for shape, count in shapes.items() if count * 4 >= max(shapes.values())}
    sure = [t for t in titles if t.decided and t.shape in usual]
    sure = _rising(sure, heads if numbered else ())
    found = {t.at for t in sure}
    rest = [t for t in titles if t.shape in usual and t.at not in found]
    known = sorted([*sure, *(heads if numbered else ())], key=lambda t: t.at)
    return {t.at for t in [*sure, *_between(rest, known, titles)]}


def _steps_of_proposals(pieces: Sequence[Piece]) -> set[int]:
    """What stands between the proposal of a point and its decision."""
    labels = [at for at, piece in enumerate(pieces) if piece.label is not None]
    return {
        at
        for label, after in pairwise(labels)
        if pieces[label].label is Label.PROPOSAL and pieces[after].label is Label.DECISION
        for at in range(label + 1, after)
    }


def _is_numbered_line(piece: Piece) -> bool:
    if piece.label is not None or piece.row is not None or piece.kind not in _LINES:
        return False
    return len(piece.text) <= _LONGEST_TITLE and bool(read_mark(piece.text).number)


def _rising(titles: Sequence[_Title], heads: Sequence[_Title]) -> list[_Title]:
    """Those whose number fits between the headings around them; all, where there are none."""
    if not heads:
        return list(titles)
    marked = [head for head in heads if head.mark.number]
    return [title for title in titles if _fits(title, *_around(title, marked))]


def _around(title: _Title, known: Sequence[_Title]) -> tuple[_Title | None, _Title | None]:
    """The nearest of ``known`` before and after a title."""
    at = bisect_left(known, title.at, key=lambda other: other.at)
    return (known[at - 1] if at else None), (known[at] if at < len(known) else None)


def _fits(title: _Title, before: _Title | None, after: _Title | None) -> bool:
    low = _order(before.mark) if before else (0,)
    high = _order(after.mark) if after else (10**6,)
    return low < _order(title.mark) < high


def _between(
    rest: Sequence[_Title], known: Sequence[_Title], titles: Sequence[_Title]
) -> Iterator[_Title]:
    """Points without a decision ("4. Rondvraag"): their number fills a gap in the row."""
    ats = [title.at for title in titles]
    for title in rest:
        before, after = _around(title, known)
        if not _fits(title, before, after):
            continue
        first = bisect_right(ats, before.at) if before else 0
        follows = before is not None and first < bisect_left(ats, title.at)
        if is_general(title.name) or before is None or (after is not None and not follows):
            yield title


def _order(mark: Mark) -> tuple[int, ...]:
    return tuple(
        int(part) if part.isdigit() else sum(ord(c) - 96 for c in part) for part in mark.parts
    )


# -- groups -------------------------------------------------------------------------------------


def _groups(titles: Sequence[_Title], *, numbered: bool) -> set[int]:
    """The headings that only stand over others."""
    found = {
        t.at for t, after in pairwise([*titles, None]) if t and _only_heads(t, after, numbered)
    }
    for title in titles:
        if title.at in found or title.decided or not title.empty or not title.piece.heads:
            continue
        if is_portfolio(title.name) and any(_siblings(title, t) for t in titles if t.at in found):
            found.add(title.at)
    return found


def _only_heads(title: _Title, after: _Title | None, numbered: bool) -> bool:
    if title.decided or not title.piece.heads:
        return False
    marked = bool(title.mark.number)
    if not marked and is_portfolio(title.name) and (numbered or _names_holder(title.name)):
        return True
    if after is None:
        return False
    if not title.empty:
        return not marked and numbered and titles_group(title.name) and bool(after.mark.number)
    if title.mark.over(after.mark):
        return is_collection(title.name)
    if marked and after.mark.number:
        return False
    if not marked and after.mark.number:
        return True
    return after.piece.level > title.piece.level or (not numbered and _names_holder(title.name))


def _names_holder(name: str) -> bool:
    return titles_group(name) and is_portfolio(name) and not is_general(name)


def _siblings(one: _Title, other: _Title) -> bool:
    if one.mark.number or other.mark.number:
        return (
            len(one.mark.parts) == len(other.mark.parts)
            and one.mark.parts[:-1] == other.mark.parts[:-1]
            and one.shape == other.shape
        )
    return one.piece.level == other.piece.level


def _lines_over(points: set[int], groups: set[int], pieces: Sequence[Piece]) -> set[int]:
    """Short lines that are no headings and name a portfolio or part, directly above a point."""
    found = set()
    for at in points:
        above = at - 1
        while above >= 0 and above not in points and above not in groups:
            piece = pieces[above]
            plain = piece.label is None and piece.row is None and not piece.heads
            if not plain or decides(piece) or not line_groups(piece.text):
                break
            if above and pieces[above - 1].label is Label.DECISION and not pieces[above - 1].said:
                break
            found.add(above)
            above -= 1
    return found
