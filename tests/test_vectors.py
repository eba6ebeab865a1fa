"""Exact dense search: what numpy finds by looking at all, within editions, ties by id."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ingest.vectors import VectorIndex


def index(vectors: list[tuple[str, str, list[float]]]) -> VectorIndex:
    with TemporaryDirectory() as folder:
        found = ((i, e, np.asarray(v, dtype=np.float32)) for i, e, v in vectors)
        VectorIndex.build(found, Path(folder))
        return VectorIndex.load(Path(folder))


def test_the_nearest_comes_first_and_ties_go_by_id() -> None:
    found = index([("b", "e1", [1, 0]), ("a", "e1", [1, 0]), ("c", "e2", [0, 1])])
    asked = np.asarray([1, 0], dtype=np.float32)
    assert [i for i, _ in found.search(asked, 3)] == ["a", "b", "c"]
    assert found.search(asked, 1) == [("a", 1.0)]


def test_only_the_editions_that_are_admitted_are_searched() -> None:
    found = index([("a", "e1", [1, 0]), ("b", "e2", [0, 1])])
    asked = np.asarray([1, 0], dtype=np.float32)
    assert [i for i, _ in found.search(asked, 5, frozenset({"e2"}))] == ["b"]
    assert found.search(asked, 5, frozenset()) == []


def test_an_empty_index_finds_nothing() -> None:
    empty = index([])
    assert len(empty) == 0
    assert empty.search(np.asarray([1, 0], dtype=np.float32), 5) == []


VECTORS = st.lists(st.lists(st.integers(-9, 9), min_size=3, max_size=3), min_size=1, max_size=40)


@given(VECTORS, st.lists(st.integers(-9, 9), min_size=3, max_size=3), st.integers(1, 50))
def test_it_finds_what_looking_at_all_finds(
    vectors: list[list[int]], asked: list[int], k: int
) -> None:
    named = [(f"{n:03}", "e", [float(x) for x in v]) for n, v in enumerate(vectors)]
    wanted = np.asarray(asked, dtype=np.float32)
    best = sorted(named, key=lambda one: (-float(np.dot(one[2], wanted)), one[0]))
    assert {i for i, _ in index(named).search(wanted, k)} <= {i for i, _, _ in named}
    scores = [round(s, 3) for _, s in index(named).search(wanted, k)]
    assert scores == [round(float(np.dot(v, wanted)), 3) for _, _, v in best[:k]]
