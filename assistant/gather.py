"""Owns gathering: one question becomes several searches, and one pool of evidence.

A hoe-question needs evidence of different kinds from different documents, so each slot looks
in its own way. The question is embedded once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

from assistant.evidence import Evidence, Relevance
from assistant.question import Question
from assistant.retrieve import Filters, Retriever
from corpus.catalogue import Catalogue
from corpus.documents import Document

__all__ = ["Pool", "gather"]

_RELEVANT = 0.34
_ENOUGH = 40
_PROMISE_TYPES = frozenset({"coalitieakkoord", "omgevingsvisie", "programma", "nota"})
_DECISION_TYPES = frozenset(
    {"besluitenlijst", "raadsbesluit", "raadsvoorstel", "collegevoorstel", "bestuurlijke_opdracht"}
)
_MONEY_TYPES = frozenset({"programmabegroting", "jaarstukken", "kadernota", "bestuursrapportage"})
_ROLE_WORDS = "portefeuillehouder portefeuille portefeuilleverdeling wethouder burgemeester"
_MONEY_WORDS = "lasten baten saldo budget krediet investering dekking reserve"
_COMMISSION_WORDS = (
    "bestuurlijke opdracht bestuurlijk opdrachtgever ambtelijk opdrachtgever project"
)


@dataclass(frozen=True, slots=True)
class Pool:
    """All evidence for one question, best first, and the searches that were made."""

    evidence: tuple[Evidence, ...]
    queries: tuple[str, ...]
    best: float

    @property
    def by_search(self) -> tuple[Evidence, ...]:
        """The evidence as search itself ranks it, whatever of the topic it covers."""
        return tuple(sorted(self.evidence, key=lambda e: (-e.hit.score, e.passage.id)))

    def relevant(self, least: float = _RELEVANT) -> tuple[Evidence, ...]:
        """The evidence that covers at least ``least`` of the topic, and half of the best.

        At most forty passages: what stands lower does not change an answer, only its time.
        """
        floor = max(least, 0.5 * self.best)
        found = (e for e in self.evidence if e.relevance >= floor)
        return tuple(islice(found, _ENOUGH))


def gather(
    question: Question,
    retriever: Retriever,
    relevance: Relevance,
    catalogue: Catalogue,
    filters: Filters,
) -> Pool:
    """Search for every slot and weigh what was found against the question's topic."""
    vector = retriever.embed(question.text)
    topic = _topic_words(question, catalogue)
    portfolios = " ".join(
        word for t in question.themes for word in catalogue.themes[t].portfolio_words
    )
    promising = _within(filters, _PROMISE_TYPES)
    deciding = _within(filters, _DECISION_TYPES)
    budgets = _within(filters, _MONEY_TYPES)
    rankings = [
        retriever.rank([question.text, topic], 60, filters, vector=vector),
        retriever.rank([question.text, topic], 30, promising, vector=vector),
        retriever.rank_words(f"{topic} {_COMMISSION_WORDS}", 25, deciding),
        retriever.rank_words(f"{_ROLE_WORDS} {portfolios} {topic}", 30, filters),
        retriever.rank_words(f"{topic} {_MONEY_WORDS}", 40, budgets),
        retriever.rank_words(topic, 40, budgets),
    ]
    evidence = [
        Evidence(hit, relevance.of_passage(hit.passage, hit.document))
        for hit in retriever.load(rankings, filters)
    ]
    ranked = sorted(evidence, key=lambda e: (-_weight(e), e.passage.id))
    best = max((e.relevance for e in ranked), default=0.0)
    return Pool(tuple(ranked), _queries(question, topic), best)


def _weight(evidence: Evidence) -> float:
    # A passage of something that was replaced stays, but behind its successor.
    current = 0.7 if _is_past(evidence.document) else 1.0
    return evidence.relevance * current + evidence.hit.score


def _is_past(document: Document) -> bool:
    return document.superseded_by is not None


def _within(filters: Filters, types: frozenset[str]) -> Filters:
    return replace(filters, types=filters.types & types if filters.types else types)


def _topic_words(question: Question, catalogue: Catalogue) -> str:
    labels = [catalogue.themes[t].label for t in question.themes]
    named = [catalogue.instruments[i].label for i in question.instruments]
    return " ".join([*question.terms, *labels, *named])


def _queries(question: Question, topic: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(q for q in (question.text, topic) if q))
