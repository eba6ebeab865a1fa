"""Owns the measures of search: is the right page found, and how high does it stand.

nDCG is of Järvelin & Kekäläinen (2002) with a gain of 1 per need, credited to the first page
that meets it; MRR is the reciprocal rank of the first page that meets any need.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from evals.questions import Need, Question
from evals.respond import Response
from evals.scores import Score

__all__ = ["score_search"]

_DEPTHS = (1, 3, 5, 10)


def score_search(question: Question, response: Response) -> Iterator[Score]:
    """The scores of a question that has evidence; nothing for one that has none."""
    if not question.evidence:
        return
    gains = _gains([found.spot for found in response.pages], question.evidence)
    first = next((rank for rank, gain in enumerate(gains, start=1) if gain), None)
    for depth in _DEPTHS:
        yield Score(f"hit_{depth}", float(first is not None and first <= depth))
    yield Score("mrr", 1 / first if first else 0.0)
    ideal = _discounted([1] * min(len(question.evidence), max(_DEPTHS)))
    yield Score("ndcg_10", _discounted(gains[: max(_DEPTHS)]) / ideal)


def _gains(spots: Sequence[tuple[str, int]], needs: Sequence[Need]) -> list[int]:
    """Per page whether it meets a need that no page before it met."""
    open_needs = list(needs)
    gains = []
    for spot in spots:
        met = next((need for need in open_needs if spot in need.spots), None)
        if met is not None:
            open_needs.remove(met)
        gains.append(int(met is not None))
    return gains


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))
