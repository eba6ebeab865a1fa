"""Owns confidence intervals: the percentile bootstrap over questions, seeded.

Efron & Tibshirani (1993): questions are drawn again with replacement, the figure (a ratio of
sums) is computed each time, and the middle 95% is the interval. Paired: the same draw for both
runs, so that a difference is judged by the questions that changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Figure", "difference", "figure"]

_DRAWS = 2000
_SEED = 20261125
_LOW, _HIGH = 2.5, 97.5

Pair = tuple[float, float]
"""What a question adds: value times weight, and weight."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its 95% interval.

    ``questions`` is over how many questions; ``weight`` is how many things were counted: quotes,
    instruments, or the questions themselves.
    """

    value: float
    low: float
    high: float
    questions: int
    weight: float

    def to_dict(self) -> dict[str, float | int]:
        """The figure for a program."""
        return {
            "value": round(self.value, 6),
            "low": round(self.low, 6),
            "high": round(self.high, 6),
            "questions": self.questions,
            "weight": self.weight,
        }


def figure(parts: Sequence[Pair]) -> Figure | None:
    """The ratio of sums with its interval; ``None`` when nothing was counted."""
    sums = np.asarray(parts, dtype=float).reshape(-1, 2)
    total = sums.sum(axis=0)
    if total[1] <= 0:
        return None
    low, high = _interval(_ratios(sums, _draws(len(sums))))
    return Figure(float(total[0] / total[1]), low, high, len(sums), float(total[1]))


def difference(before: Sequence[Pair], after: Sequence[Pair]) -> Figure | None:
    """``after`` minus ``before`` over the same questions in the same order.

    Raises:
        ValueError: the two are not equally long.
    """
    if len(before) != len(after):
        raise ValueError("a paired difference needs the same questions on both sides")
    old, new = (np.asarray(p, dtype=float).reshape(-1, 2) for p in (before, after))
    totals = old.sum(axis=0), new.sum(axis=0)
    if totals[0][1] <= 0 or totals[1][1] <= 0:
        return None
    draws = _draws(len(old))
    low, high = _interval(_ratios(new, draws) - _ratios(old, draws))
    value = totals[1][0] / totals[1][1] - totals[0][0] / totals[0][1]
    return Figure(float(value), low, high, len(old), float(totals[1][1]))


def _draws(size: int) -> NDArray[np.int64]:
    return np.random.default_rng(_SEED).integers(0, size, (_DRAWS, size))


def _ratios(sums: NDArray[np.float64], draws: NDArray[np.int64]) -> NDArray[np.float64]:
    drawn = sums[draws].sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratios: NDArray[np.float64] = drawn[:, 0] / drawn[:, 1]
    return ratios


def _interval(ratios: NDArray[np.float64]) -> tuple[float, float]:
    # A draw in which nothing was counted says nothing.
    counted = ratios[np.isfinite(ratios)]
    low, high = np.percentile(counted, [_LOW, _HIGH])
    return float(low), float(high)
