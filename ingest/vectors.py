"""Owns the dense leg: exact search by cosine over the vectors of a store, kept beside it.

Chroma's own search is approximate, and what it finds differs from one opening of the same store
to the next (its graph is partly built anew each time). An answer must be the same each time, so as
long as every vector can be looked at in a few milliseconds, every vector is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.embed import Vectors

__all__ = ["MOST_EXACT", "VectorIndex"]

MOST_EXACT = 200_000
"""Above this many passages Chroma searches: one look would take longer than its graph does."""
_IDS, _VECTORS = "vector-ids.json", "vectors.npy"


class VectorIndex:
    """Unit vectors by passage; ``build`` writes them to a folder, ``load`` opens them."""

    def __init__(self, vectors: Vectors, ids: list[str], editions: list[str]) -> None:
        self._vectors, self._ids = vectors, ids
        self._editions: NDArray[np.str_] = np.asarray(editions, dtype=np.str_)

    @staticmethod
    def build(vectors: Iterable[tuple[str, str, Vectors]], home: Path) -> None:
        """Write (passage id, edition, vector) to ``home``, in the order of the ids."""
        found = sorted(vectors, key=lambda one: one[0])
        matrix = np.stack([v for _, _, v in found]) if found else np.zeros((0, 1))
        np.save(home / _VECTORS, matrix.astype(np.float32))
        names = {"ids": [i for i, _, _ in found], "editions": [e for _, e, _ in found]}
        (home / _IDS).write_text(json.dumps(names), "utf-8")

    @classmethod
    def load(cls, home: Path) -> VectorIndex:
        """Open what ``build`` wrote; the vectors are read as they are needed."""
        names = json.loads((home / _IDS).read_text("utf-8"))
        vectors = np.load(home / _VECTORS, mmap_mode="r")
        return cls(vectors, names["ids"], names["editions"])

    def __len__(self) -> int:
        return len(self._ids)

    def search(
        self, vector: Vectors, k: int, editions: frozenset[str] | None = None
    ) -> list[tuple[str, float]]:
        """The ``k`` nearest passages by cosine, best first, ties by id."""
        if not self._ids:
            return []
        scores = np.asarray(self._vectors @ vector)
        if editions is not None:
            kept = np.isin(self._editions, sorted(editions))
            scores = np.where(kept, scores, -np.inf)
        k = min(k, len(scores))
        best = np.argpartition(-scores, k - 1)[:k]
        order = best[np.lexsort((best, -scores[best]))]
        return [(self._ids[i], float(scores[i])) for i in order if np.isfinite(scores[i])]
