"""Owns the slot ``excerpts``: what the best passages literally say on the question.

The other slots hold what rules could read as a promise, a role or an amount. A question may be
about none of these; then the sentences of the passages that search brought up are the answer, and
whoever asks can judge them by the page they stand on.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from assistant.answer import Item
from assistant.citations import numbers_in
from assistant.evidence import Evidence
from assistant.mapping import Context
from ingest.amounts import find_amounts
from ingest.dates import day_in, read_date
from ingest.pages import TableRow
from ingest.text import collapse, fold
from ingest.words import words

__all__ = ["map_excerpts"]

_PASSAGES, _MOST, _MOST_CELLS = 12, 4, 4
_PER_PASSAGE = 2
_TRUSTED = 3  # of the passages that search ranks this high, less overlap is enough
_LEAST, _LEAST_TRUSTED = 0.3, 0.15
_LONGEST, _LONG_ENOUGH = 420, 200
_LEAST_WORDS = 4
# What a sentence is worth: the words it shares with the question, and how high search put it.
_OVERLAP, _RANK, _KIND = 0.6, 0.4, 0.15
_NAMED = 1.3  # a document that the question names
# A sentence that covers this much of the topic answers; in a trusted passage less is enough.
_SURE, _LIKELY = 0.5, 0.3
_COMPOUND_PART = 5
_HOLDER = re.compile(
    r"\b(?:wethouder|burgemeester|gemeentesecretaris|directeur|griffier|portefeuillehouder"
    r"|voorzitter|college|raad|opdrachtgever|verantwoordelijk\w*|in handen van|namens)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Excerpt:
    evidence: Evidence
    lines: tuple[str, ...]
    order: int
    overlap: float
    answers: bool
    weight: float

    @property
    def text(self) -> str:
        return " ".join(self.lines)


def map_excerpts(context: Context) -> tuple[Item, ...]:
    """At most four excerpts from the passages that search ranks highest, the best first."""
    asked = _asked_words(context)
    found = [
        excerpt
        for rank, evidence in enumerate(context.pool.by_search[:_PASSAGES])
        for excerpt in _best_of(evidence, rank, asked, context)
    ]
    found.sort(key=lambda e: (-e.weight, e.evidence.passage.id, e.order))
    return tuple(islice(_items(found, context), _MOST))


def _items(found: Sequence[_Excerpt], context: Context) -> Iterator[Item]:
    seen: set[str] = set()
    for excerpt in found:
        key = fold(excerpt.text)
        if any(key in other or other in key for other in seen):
            continue
        if cited := _cited(excerpt, context):
            seen.add(key)
            yield _item(excerpt, _text(excerpt, cited, context), cited)


def _text(excerpt: _Excerpt, cited: tuple[int, ...], context: Context) -> str:
    """The excerpt, or only what its quotes hold when a number of it stands in none of them."""
    quotes = " ".join(context.citations.all()[n - 1].quote for n in cited)
    shown = numbers_in(excerpt.text) <= numbers_in(quotes)
    return excerpt.text if shown or excerpt.evidence.is_row else quotes


def _cited(excerpt: _Excerpt, context: Context) -> tuple[int, ...]:
    """The citations; none when any of its sentences does not stand on the page."""
    passage = excerpt.evidence.passage
    if passage.row is not None:
        return context.cited_row(passage, *_cells(passage.row, context))
    cited = [context.cited(passage, line) for line in excerpt.lines]
    return tuple(dict.fromkeys(n for one in cited for n in one)) if all(cited) else ()


def _item(excerpt: _Excerpt, text: str, cited: tuple[int, ...]) -> Item:
    evidence, document = excerpt.evidence, excerpt.evidence.document
    return Item(
        {
            "text": text,
            "section": collapse(evidence.passage.section) or None,
            "relevance": round(excerpt.overlap, 3),
            "answers": excerpt.answers,
            "date": document.date.isoformat() if document.date else None,
            "day": day_in(document.title),
            "document_type": document.type,
            "whose": document.municipality,
            "superseded_by": document.superseded_by,
        },
        cited,
    )


def _best_of(
    evidence: Evidence, rank: int, asked: Mapping[str, float], context: Context
) -> list[_Excerpt]:
    """The best sentences of one passage (or its row), each with its weight."""
    if evidence.passage.kind == "contents":
        return []
    lines = _row_lines(evidence, context) if evidence.is_row else evidence.lines
    headings = {collapse(h) for h in evidence.passage.headings}
    section = " ".join(evidence.passage.headings[-2:])
    told = [collapse(line) for line in lines]
    least = _LEAST_TRUSTED if rank < _TRUSTED else _LEAST
    if context.question.english and rank < _TRUSTED:
        least = 0.0  # meaning brought it up; the words of another language are not in it
    found = []
    for order, text in enumerate(told):
        if text in headings or not _says_something(text, evidence):
            continue
        near = context.relevance.of_text(text, section).relevance
        overlap = max(near, _coverage(asked, f"{section} {text}", text))
        if overlap < least:
            continue
        fits = _fits(text, context)
        weight = _OVERLAP * overlap + _RANK / (1 + 0.2 * rank) + (_KIND if fits else 0.0)
        weight *= 0.8 if evidence.document.superseded_by else 1.0
        weight *= _NAMED if context.is_named(evidence.document) else 1.0
        sure = near >= _SURE or (rank < _TRUSTED and near >= _LIKELY and overlap >= _LIKELY)
        lines_here = _with_next(told, order)
        found.append(_Excerpt(evidence, lines_here, order, overlap, fits and sure, weight))
    found.sort(key=lambda e: (-e.weight, e.order))
    return found[:_PER_PASSAGE]


def _says_something(text: str, evidence: Evidence) -> bool:
    """Whether it is more than a label: a sentence, a point of a list, or a row."""
    return len(text) <= _LONGEST and (evidence.is_row or len(text.split()) >= _LEAST_WORDS)


def _with_next(lines: Sequence[str], order: int) -> tuple[str, ...]:
    """A short sentence with the one after it, which often says what the first is about."""
    text = lines[order]
    rest = [
        x
        for x in lines[order + 1 : order + 2]
        if len(x) + len(text) <= _LONG_ENOUGH and len(x.split()) >= _LEAST_WORDS
    ]
    return (text, *rest) if text.endswith((".", ":")) else (text,)


def _asked_words(context: Context) -> Mapping[str, float]:
    """Every word of the question by its stem, weighing more the rarer it is."""
    frequency, passages = context.relevance.frequency, context.relevance.passages
    whose = set(words(context.question.municipality or ""))
    return {
        stem: math.log(1.0 + passages / (1.0 + frequency(stem)))
        for stem in dict.fromkeys(words(context.question.text))
        if stem not in whose
    }


def _coverage(asked: Mapping[str, float], text: str, own: str) -> float:
    """The share of the question's words in ``text``; those only in its heading count half."""
    total = sum(asked.values())
    if not total:
        return 0.0
    both, mine = set(words(text)), set(words(own))
    covered = sum(w * (_has(s, both) + _has(s, mine)) / 2 for s, w in asked.items())
    return covered / total


def _has(stem: str, stems: set[str]) -> float:
    if stem in stems:
        return 1.0
    inside = len(stem) >= _COMPOUND_PART and any(stem in other for other in stems)
    return 0.8 if inside else 0.0


def _fits(text: str, context: Context) -> bool:
    """Whether it holds the kind of thing that is asked for first: an amount, a date, a person."""
    question = context.question
    if question.wants_when:
        return read_date(text) is not None
    first = question.asks[0] if question.asks else None
    if first == "money":
        return bool(find_amounts(text)) or any(c.isdigit() for c in text)
    if first == "roles":
        return _HOLDER.search(text) is not None
    return True


def _row_lines(evidence: Evidence, context: Context) -> tuple[str, ...]:
    row = evidence.passage.row
    if row is None or not row.label:
        return ()
    cells = (row.cells[i] for i in _cells(row, context))
    told = "; ".join(f"{c.header}: {c.text}" if c.header else c.text for c in cells)
    unit = f" ({row.unit})" if row.unit else ""
    return (f"{row.label}: {told}{unit}",) if told else ()


def _cells(row: TableRow, context: Context) -> list[int]:
    """The cells of the years asked for, or else the first few."""
    years = {str(year) for year in context.question.asked_years}
    asked = [i for i, c in enumerate(row.cells) if any(y in c.header for y in years)]
    return (asked or list(range(len(row.cells))))[:_MOST_CELLS]
