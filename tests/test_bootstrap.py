"""Intervals: around the value, the same each time, and sharp where nothing changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.bootstrap import difference, figure

SCORES = st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=2, max_size=60)


@given(SCORES)
def test_the_value_lies_within_its_interval_and_both_within_the_scores(scores: list[float]) -> None:
    found = figure([(s, 1.0) for s in scores])
    assert found is not None
    assert found.value == pytest.approx(sum(scores) / len(scores))
    assert min(scores) - 1e-9 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= max(scores) + 1e-9


def test_weights_count_things_and_not_questions() -> None:
    found = figure([(9.0, 10.0), (0.0, 1.0)])
    assert found is not None
    assert found.value == pytest.approx(9 / 11)
    assert (found.questions, found.weight) == (2, 11)


def test_nothing_counted_is_no_figure() -> None:
    assert figure([]) is None
    assert figure([(0.0, 0.0)]) is None


def test_the_same_scores_give_the_same_interval() -> None:
    scores = [(float(i % 3 == 0), 1.0) for i in range(50)]
    assert figure(scores) == figure(scores)


@given(SCORES)
def test_no_change_is_no_difference(scores: list[float]) -> None:
    pairs = [(s, 1.0) for s in scores]
    found = difference(pairs, pairs)
    assert found is not None
    assert (found.value, found.low, found.high) == (0, 0, 0)


def test_a_few_worse_answers_among_many_show_only_when_paired() -> None:
    before = [(float(i % 10 != 0), 1.0) for i in range(200)]
    after = [(0.0, 1.0) if i in {1, 2, 3, 4, 5, 6} else pair for i, pair in enumerate(before)]
    paired = difference(before, after)
    one, other = figure(before), figure(after)
    assert paired and one and other
    assert paired.high < 0
    assert other.value > one.low  # unpaired, the fall is within the interval


def test_both_sides_hold_the_same_questions() -> None:
    with pytest.raises(ValueError, match="same questions"):
        difference([(1.0, 1.0)], [])
