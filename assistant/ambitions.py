"""Owns the slot ``ambitions``: which promises answer the question, and how hard each is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.answer import Basis, Item
from assistant.evidence import Evidence, Sentence
from assistant.mapping import Context
from corpus.documents import Document
from corpus.sentences import Commitment
from ingest.text import collapse, fold

__all__ = ["map_ambitions"]

_MOST = 5
_ENOUGH_PROMISES = 2  # with fewer, what is only said of the topic is shown too
_LEAST_WORDS = 5
_LEAST_RELEVANCE = 0.3
# Where promises stand; elsewhere a sentence with a promising verb seldom is one.
_PROMISING_WEIGHT = 0.5
_ABOUT_IT, _ONLY_SAID = 0.7, 0.85
_FULL_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_HERE = 1.4  # a promise about the place that is asked about


@dataclass(frozen=True, slots=True)
class _Promise:
    evidence: Evidence
    sentence: str
    commitment: Commitment
    relevance: float
    promised: bool = True

    @property
    def weight(self) -> float:
        document = self.evidence.document
        past = 0.6 if document.superseded_by else 1.0
        return self.relevance**2 * past * (6 + (self.commitment.strength or 0))


def map_ambitions(context: Context) -> tuple[Item, ...]:
    """The promises about the topic, the most fitting and hardest first."""
    found = [p for e in context.pool.relevant() for p in _promises(e, context)]
    if sum(p.promised for p in found) >= _ENOUGH_PROMISES:
        found = [p for p in found if p.promised]
    found.sort(key=lambda p: (-p.weight, p.evidence.passage.id, p.sentence))
    items: list[Item] = []
    seen: set[str] = set()
    for promise in found:
        key = fold(promise.sentence)
        if key in seen or any(key in other or other in key for other in seen):
            continue
        if cited := context.cited(promise.evidence.passage, promise.sentence):
            seen.add(key)
            items.append(_item(promise, cited, context))
        if len(items) == _MOST:
            break
    return tuple(items)


def _promises(evidence: Evidence, context: Context) -> list[_Promise]:
    kind = context.catalogue.document_types[evidence.document.type]
    fit = kind.boosts.ambitions
    if evidence.is_row or fit < _PROMISING_WEIGHT:
        return []
    found = []
    for line in evidence.lines:
        if len(line.split()) < _LEAST_WORDS or line.rstrip().endswith("?"):
            continue
        near = context.relevance.of_text(line, evidence.passage.section)
        if near.relevance < _LEAST_RELEVANCE:
            continue
        commitment = context.catalogue.commitment(line, year=_year(evidence.document))
        if commitment.strength is not None:
            found.append(_Promise(evidence, collapse(line), commitment, _fit(near, fit, context)))
        elif near.relevance >= _ABOUT_IT and line.rstrip().endswith("."):
            # No promise, but it says something of the topic: a standpoint at most.
            standpoint = replace(commitment, strength=0)
            weight = _fit(near, fit, context) * _ONLY_SAID
            found.append(_Promise(evidence, collapse(line), standpoint, weight, promised=False))
    return found


def _fit(near: Sentence, fit: float, context: Context) -> float:
    """How well a sentence fits: a promise about the place asked for most, a past one least."""
    weight = near.relevance * fit * (_HERE if context.relevance.names_place(near.text) else 1.0)
    years = [int(year) for year in _FULL_YEAR.findall(near.text)]
    return 0.5 * weight if years and max(years) < context.as_of.year else weight


def _year(document: Document) -> int | None:
    """The year in which a promise was made, for telling whether a year in it lies ahead."""
    if document.date is not None:
        return document.date.year
    return document.period[0] if document.period else document.budget_year


def _item(promise: _Promise, cited: tuple[int, ...], context: Context) -> Item:
    document, commitment = promise.evidence.document, promise.commitment
    own = context.is_own(document)
    return Item(
        {
            "text": promise.sentence,
            "strength": commitment.strength,
            "quantity": commitment.quantity,
            "deadline": commitment.deadline,
            "conditional": commitment.conditional,
            "container_words": list(commitment.container_words),
            "document_type": document.type,
            "whose": document.municipality,
            "superseded_by": document.superseded_by,
        },
        cited,
        Basis.DEMONSTRATED if own and promise.promised else Basis.NEEDS_HUMAN,
    )
