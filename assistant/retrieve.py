"""Owns retrieval: dense and lexical legs fused by reciprocal rank, kept to what may be seen.

Fusion is Cormack, Clarke & Büttcher (2009), by passage id. Filters work inside each leg and
once more on what comes out of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from corpus.documents import Document
from ingest.derived import Derived
from ingest.embed import Embedder, Vectors
from ingest.passages import Passage
from ingest.store import Scored, Store

__all__ = ["Filters", "Hit", "Ranking", "Retriever", "fuse"]

_RRF_K = 60
_LEG = 60


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents may be looked at; empty fields do not filter.

    ``groups`` are those the reader is in: a document with groups is only for them.
    """

    groups: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    municipality: str | None = None
    valid_on: datetime.date | None = None

    def admit(self, document: Document) -> bool:
        """Whether ``document`` passes."""
        return (
            document.readable_by(self.groups)
            and (not self.types or document.type in self.types)
            and (self.municipality is None or document.municipality == self.municipality)
            and (self.valid_on is None or document.holds_on(self.valid_on))
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its fused score and its rank (from 1) in each leg, if it had one."""

    passage: Passage
    document: Document
    score: float
    dense_rank: int | None = None
    lexical_rank: int | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """What one search found: fused scores by passage id, and ranks from 1 in each leg."""

    scores: Mapping[str, float]
    dense: Mapping[str, int]
    lexical: Mapping[str, int]


def fuse(*legs: Sequence[Scored]) -> dict[str, float]:
    """Reciprocal rank fusion: each id's sum of ``1 / (60 + rank)``, best first."""
    scores: dict[str, float] = {}
    for leg in legs:
        for rank, (identifier, _) in enumerate(leg, start=1):
            scores[identifier] = scores.get(identifier, 0.0) + 1.0 / (_RRF_K + rank)
    return dict(sorted(scores.items(), key=lambda item: (-item[1], item[0])))


class Retriever:
    """Finds passages in one store."""

    def __init__(self, store: Store, derived: Derived, embedder: Embedder) -> None:
        self._store, self._derived, self._embedder = store, derived, embedder

    def editions(self, filters: Filters) -> frozenset[str]:
        """The editions whose document passes ``filters``."""
        live = self._store.manifest.by_edition
        return frozenset(e for e, d in live.items() if filters.admit(d))

    def embed(self, question: str) -> Vectors:
        """The question's vector, to be used for several searches."""
        return self._embedder.query(question)

    def search(self, question: str, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """The ``k`` best passages for ``question`` among those that ``filters`` admit."""
        kept = filters or Filters()
        return self.load([self.rank([question], k, kept)], kept)[:k]

    def rank(
        self,
        wordings: Sequence[str],
        k: int,
        filters: Filters,
        *,
        vector: Vectors | None = None,
    ) -> Ranking:
        """The best passages as ids: a lexical leg per wording, one dense leg for the first."""
        allowed = self.editions(filters)
        depth = max(_LEG, k)
        meaning = self.embed(wordings[0]) if vector is None else vector
        dense = self._dense_leg(meaning, depth, allowed)
        lexical = [self._lexical_leg(w, depth, allowed) for w in wordings]
        return _ranking(dense, lexical, k)

    def rank_words(self, wording: str, k: int, filters: Filters) -> Ranking:
        """The best passages by words alone: for a cheap look for one more thing."""
        return _ranking([], [self._lexical_leg(wording, k, self.editions(filters))], k)

    def load(self, rankings: Sequence[Ranking], filters: Filters) -> list[Hit]:
        """The passages of ``rankings``, each once with its best score, best first."""
        best: dict[str, tuple[float, Ranking]] = {}
        for ranking in rankings:
            for identifier, score in ranking.scores.items():
                if identifier not in best or score > best[identifier][0]:
                    best[identifier] = (score, ranking)
        found, allowed = self._store.passages(list(best)), self.editions(filters)
        documents = self._store.manifest.by_edition
        return [
            Hit(
                passage=found[i],
                document=documents[found[i].edition],
                score=score,
                dense_rank=ranking.dense.get(i),
                lexical_rank=ranking.lexical.get(i),
            )
            for i, (score, ranking) in sorted(best.items(), key=lambda b: (-b[1][0], b[0]))
            if i in found and found[i].edition in allowed
        ]

    def _dense_leg(self, vector: Vectors, depth: int, allowed: frozenset[str]) -> list[Scored]:
        exact = self._derived.vectors
        if exact is None:
            return self._store.dense(vector, depth, self._within(allowed))
        return exact.search(vector, depth, self._within(allowed))

    def _lexical_leg(self, wording: str, depth: int, allowed: frozenset[str]) -> list[Scored]:
        return self._derived.lexical.search(wording, depth, self._within(allowed))

    def _within(self, allowed: frozenset[str]) -> frozenset[str] | None:
        return None if len(allowed) == len(self._store.manifest.by_edition) else allowed


def _ranking(dense: Sequence[Scored], lexical: Sequence[Sequence[Scored]], k: int) -> Ranking:
    scores = dict(islice(fuse(dense, *lexical).items(), k))
    ranks = [{i: r for r, (i, _) in enumerate(leg, start=1)} for leg in (dense, lexical[0])]
    return Ranking(scores, ranks[0], ranks[1])
