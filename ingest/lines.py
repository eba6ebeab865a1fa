"""Owns printed lines: words that share a baseline, and the pieces that gaps cut them into."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.pages import Box
from ingest.sheet import HYPHEN, Sheet, Word

__all__ = ["Line", "Piece", "heal", "join_lines", "lines_of"]

_GAP = 0.95  # a wider gap, in em, parts two pieces; justified text stays below it
_EDGE_GAP = 0.4  # so does a narrow gap in which the edge of a table cell stands
_TAIL = 200  # characters: what stands further back has no say in how two lines are joined
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_SOFT_WITHIN = re.compile(rf"{HYPHEN}(?!$) ?")
_COMPOUND_HEAD = re.compile(r"\w (?:en|of|en/of) -$")
_COMPOUND_TAIL = re.compile(r"(?:en|of|of/en|en/of|tot|t/m|dan|noch)\b")


@dataclass(slots=True)
class Piece:
    """Words that follow one another without a gap."""

    words: list[Word]
    dotted: bool = False

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def text(self) -> str:
        return clean(" ".join(word.text for word in self.words))


@dataclass(slots=True)
class Line:
    """Pieces on one baseline, from left to right."""

    pieces: list[Piece]
    x0: float
    x1: float
    y0: float
    y1: float
    base: float
    size: float
    bold: bool
    italic: bool
    text: str
    dotted: bool = False  # a bullet is drawn before it

    @classmethod
    def of(cls, pieces: list[Piece]) -> Line:
        """A line of ``pieces``; its style is that of most of its letters."""
        words = [word for piece in pieces for word in piece.words]
        letters = sum(len(word.text) for word in words)
        size = max(words, key=lambda word: len(word.text)).size
        return cls(
            pieces,
            min(word.x0 for word in words),
            max(word.x1 for word in words),
            min(word.y0 for word in words),
            max(word.y1 for word in words),
            median(word.base for word in words),
            size,
            sum(len(word.text) for word in words if word.bold) > letters * 0.8,
            sum(len(word.text) for word in words if word.italic) > letters * 0.8,
            clean(" ".join(word.text for word in words)),
            pieces[0].dotted,
        )

    @property
    def words(self) -> list[Word]:
        return [word for piece in self.pieces for word in piece.words]

    @property
    def box(self) -> Box:
        return Box(self.x0, self.y0, self.x1, self.y1)


def clean(text: str) -> str:
    """``text`` with private-use bullet glyphs as bullets; a last soft hyphen stays to be healed."""
    if text.isascii():
        return text
    text = _PRIVATE.sub("•", text)
    return _SOFT_WITHIN.sub("", text) if HYPHEN in text[:-1] else text


def lines_of(sheet: Sheet) -> list[Line]:
    """The lines of a page from top to bottom, each cut into pieces at its gaps."""
    edges = _Edges(sheet)
    lines: list[Line] = []
    for row in _rows(sheet.words):
        row.sort(key=lambda word: word.x0)
        pieces = [Piece([row[0]])]
        for before, word in pairwise(row):
            gap = word.x0 - max(w.x1 for w in pieces[-1].words[-3:])
            em = max(before.size, word.size)
            if gap > em * _GAP or edges.between(before, word, wide=gap > em * _EDGE_GAP):
                pieces.append(Piece([word]))
            else:
                pieces[-1].words.append(word)
        lines.append(Line.of(pieces))
    lines.sort(key=lambda line: (line.base, line.x0))
    for dot in sheet.dots:
        _mark_dotted(dot, lines)
    return lines


def _mark_dotted(dot: Box, lines: list[Line]) -> None:
    """Mark the line that a drawn bullet stands directly before."""
    middle = (dot.y0 + dot.y1) / 2
    for line in lines:
        if line.y0 < middle < line.y1:
            pieces = [piece for piece in line.pieces if 0 < piece.x0 - dot.x1 < line.size * 2]
            if pieces:
                pieces[0].dotted = True
                line.dotted = line.pieces[0].dotted


def _rows(words: list[Word]) -> list[list[Word]]:
    """Words grouped by baseline; raised or lowered small words join the line they stand in."""
    rows: list[list[Word]] = []
    small: list[Word] = []
    for word in sorted(words, key=lambda word: word.base):
        near = [row for row in rows[-6:] if abs(row[0].base - word.base) <= word.size * 0.22]
        if near:
            min(near, key=lambda row: abs(row[0].base - word.base)).append(word)
        elif len(word.text) <= 4 and word.size < 8.5 and _beside_larger(word, words):
            small.append(word)
        else:
            rows.append([word])
    rows.sort(key=lambda row: row[0].base)
    bases = [row[0].base for row in rows]
    for word in small:
        at = bisect_left(bases, word.base)
        near = [
            row
            for row in rows[max(at - 2, 0) : at + 2]
            if abs(row[0].base - word.base) <= max(w.size for w in row) * 0.5
        ]
        if near:
            min(near, key=lambda row: abs(row[0].base - word.base)).append(word)
        else:
            rows.append([word])
    return rows


def _beside_larger(word: Word, words: list[Word]) -> bool:
    """Whether a larger word touches this one: then it is a raised or lowered mark of it."""
    return any(
        other.size > word.size * 1.2
        and abs(other.base - word.base) < other.size * 0.5
        and -2 < max(word.x0 - other.x1, other.x0 - word.x1) < other.size * 0.5
        for other in words
    )


class _Edges:
    """Where the edges of table cells stand: vertical rules and the sides of filled boxes."""

    def __init__(self, sheet: Sheet) -> None:
        found = [((box.x0 + box.x1) / 2, box.y0, box.y1) for box in sheet.vertical]
        for box in sheet.fills:
            found += [(box.x0, box.y0, box.y1), (box.x1, box.y0, box.y1)]
        drawn = {x for x, _, _ in found[: len(sheet.vertical)]}
        self._drawn = drawn
        self._edges = sorted(found)
        self._xs = [x for x, _, _ in self._edges]

    def between(self, left: Word, right: Word, *, wide: bool) -> bool:
        """Whether an edge parts two words; between words as close as usual only a drawn line."""
        at = bisect_left(self._xs, left.x1 - 0.5)
        while at < len(self._xs) and self._xs[at] <= right.x0 + 0.5:
            x, y0, y1 = self._edges[at]
            if (wide or x in self._drawn) and y0 - 1 <= (left.y0 + left.y1) / 2 <= y1 + 1:
                return True
            at += 1
        return False


def heal(before: str, after: str) -> str:
    """Two lines of running text as one; a hyphen that only broke the line goes.

    A real hyphen stays: after a capital, digit or sign ("Wmo-voorziening"), before a capital,
    and where the next line goes on with a conjunction ("water- en rioleringsprogramma").
    """
    if not before or not after:
        return before or after
    if _COMPOUND_HEAD.search(before[-_TAIL:]):
        return before + after  # "raadsvoorstel en -" goes on with "besluit"
    marked = before.endswith(HYPHEN)
    if not marked and not (before.endswith("-") and not before.endswith((" -", "--"))):
        return f"{before} {after}"
    stem, head = before[:-1], stem_word(before[:-1])
    if not head:
        return f"{stem}- {after}"
    if _COMPOUND_TAIL.match(after):
        return f"{stem}- {after}"
    if _real_hyphen(head, after):
        return f"{stem}-{after}"
    return stem + after


def stem_word(text: str) -> str:
    """The letters that stand directly before the end of ``text``."""
    found = re.search(r"[^\s(]+$", text[-_TAIL:])
    return found[0] if found else ""


def _real_hyphen(head: str, after: str) -> bool:
    first = after[0]
    if not first.islower():
        return True
    last = re.split(r"[-/]", head)[-1]
    if not last or not last[-1].isalpha() or last.isupper() or any(c.isupper() for c in last[1:]):
        return True
    if "/" in head or "." in head or ("-" in head and "://" in head):
        return True
    if last.lower() in _PREFIXES:
        return True
    # Two equal or clashing vowels are kept apart by a hyphen: "mee-eten", "zee-egel".
    return (last[-1] + first).lower() in {"ee", "aa", "oo", "uu", "ii", "ae", "eu", "oe", "ei"}


_PREFIXES = frozenset(
    "wmo bbv ozb cao mkb vng niet non ex oud anti pro-actief co bijna burgemeester corona "
    "sociaal financieel hsl bsa mbo hbo vmbo havo vwo asiel bso wlz wsw gr woz www e i "
    "woo wob awb apv bag bibob wkb zzp".split()
)


def join_lines(texts: list[str]) -> str:
    """The lines of one paragraph as one text."""
    done: list[str] = []
    last = ""
    for text in texts:
        last = heal(last, text)
        if len(last) > 10 * _TAIL:
            done.append(last[:-_TAIL])
            last = last[-_TAIL:]
    return "".join([*done, last]).replace(HYPHEN, "-")
