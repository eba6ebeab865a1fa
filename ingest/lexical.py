"""Owns the lexical leg: BM25 over word stems (Robertson & Zaragoza, 2009), by bm25s."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ingest.passages import Passage
from ingest.store import Scored
from ingest.words import words

if TYPE_CHECKING:
    import bm25s

__all__ = ["LexicalIndex"]

_IDS = "ids.json"


class LexicalIndex:
    """An index over passages; ``build`` writes one to a folder, ``load`` opens it."""

    def __init__(self, index: bm25s.BM25 | None, ids: list[str], editions: list[str]) -> None:
        self._index, self._ids = index, ids
        self._editions = np.asarray(editions, dtype=np.str_)
        self._stems: Mapping[str, int] = {} if index is None else index.vocab_dict

    @staticmethod
    def build(passages: Sequence[Passage], titles: Mapping[str, str], home: Path) -> None:
        """Write an index of ``passages`` to ``home``; ``titles`` are by edition."""
        import bm25s

        corpus = [
            words(f"{titles.get(p.edition, '')} {' '.join(p.headings)} {p.text}") for p in passages
        ]
        has_words = any(corpus)
        if has_words:
            index = bm25s.BM25()
            index.index(corpus, show_progress=False)
            index.save(str(home))
        kept = passages if has_words else ()
        found = {"ids": [p.id for p in kept], "editions": [p.edition for p in kept]}
        (home / _IDS).write_text(json.dumps(found), "utf-8")

    @classmethod
    def load(cls, home: Path) -> LexicalIndex:
        """Open the index that ``build`` wrote to ``home``."""
        import bm25s

        found = json.loads((home / _IDS).read_text("utf-8"))
        index = bm25s.BM25.load(str(home), mmap=True) if found["ids"] else None
        return cls(index, found["ids"], found["editions"])

    def __len__(self) -> int:
        return len(self._ids)

    def frequency(self, stem: str) -> int:
        """In how many passages ``stem`` stands."""
        number = self._stems.get(stem)
        if number is None or self._index is None:
            return 0
        starts = self._index.scores["indptr"]
        return int(starts[number + 1] - starts[number])

    def similar(self, stem: str, distance: int, editions: frozenset[str]) -> str | None:
        """The stem of ``editions`` that differs least from ``stem``, by ``distance`` at most.

        Letters that changed places count once (Damerau, 1964); the first letter is the same. Of
        equally near ones the most frequent.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import DamerauLevenshtein

        same = [s for s in self._stems if s[:1] == stem[:1] and abs(len(s) - len(stem)) <= distance]
        near = process.extract(
            stem, same, scorer=DamerauLevenshtein.distance, score_cutoff=distance, limit=None
        )
        found = sorted(near, key=lambda n: (n[1], -self.frequency(n[0]), n[0]))
        return next((s for s, _, _ in found if self.search(s, 1, editions)), None)

    def search(self, question: str, k: int, editions: frozenset[str] | None = None) -> list[Scored]:
        """The ``k`` best passages with at least one word of ``question``, best first."""
        stems = [w for w in dict.fromkeys(words(question)) if w in self._stems]
        if not stems or self._index is None:
            return []
        scores = np.asarray(self._index.get_scores(stems))
        if editions is not None:
            scores = np.where(np.isin(self._editions, sorted(editions)), scores, 0.0)
        k = min(k, len(scores))
        best = np.argpartition(-scores, k - 1)[:k]
        order = best[np.lexsort((best, -scores[best]))]
        return [(self._ids[i], float(scores[i])) for i in order if scores[i] > 0.0]
