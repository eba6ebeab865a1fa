"""Owns the comparison of two runs: per measure with a paired interval, and question by question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.errors import EvaluationError
from evals.bootstrap import Figure, Pair, difference
from evals.records import Record
from evals.runs import Run
from evals.scores import MEASURES, Measure
from evals.summary import pairs

__all__ = ["Change", "Comparison", "MeasureChange", "compare"]

# Figures are kept with six decimals; less than that is no difference.
_SMALLEST = 1e-6


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """How one measure moved over the questions that both runs hold."""

    measure: Measure
    before: float
    after: float
    change: Figure

    @property
    def worse(self) -> bool:
        """Whether it fell by more than the questions that changed could do by chance."""
        up = self.measure.higher_is_better
        return self.change.high < -_SMALLEST if up else self.change.low > _SMALLEST

    @property
    def better(self) -> bool:
        """Whether it rose by more than chance."""
        up = self.measure.higher_is_better
        return self.change.low > _SMALLEST if up else self.change.high < -_SMALLEST


@dataclass(frozen=True, slots=True)
class Change:
    """A question that scored otherwise: the measures with the value before and after."""

    question: str
    text: str
    moved: tuple[tuple[str, float | None, float | None], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs beside each other."""

    before: str
    after: str
    shared: int
    measures: tuple[MeasureChange, ...]
    changes: tuple[Change, ...]

    def to_dict(self) -> dict[str, Any]:
        """The comparison for a program."""
        return {
            "before": self.before,
            "after": self.after,
            "questions": self.shared,
            "measures": [
                {
                    "measure": m.measure.name,
                    "before": round(m.before, 6),
                    "after": round(m.after, 6),
                    "difference": m.change.to_dict(),
                    "verdict": "worse" if m.worse else "better" if m.better else "same",
                }
                for m in self.measures
            ],
            "changes": [
                {
                    "question": c.question,
                    "text": c.text,
                    "moved": [{"measure": m, "before": b, "after": a} for m, b, a in c.moved],
                }
                for c in self.changes
            ],
        }


def compare(before: Run, after: Run) -> Comparison:
    """Put two runs beside each other, over the questions they share.

    Raises:
        EvaluationError: they share no question.
    """
    old = {r.question: r for r in before.records}
    new = {r.question: r for r in after.records if r.question in old}
    if not new:
        raise EvaluationError(
            f"{before.name} en {after.name} delen geen vraag; vergelijk metingen van één set."
        )
    changes = [_change(old[name], record) for name, record in new.items()]
    return Comparison(
        before=before.name,
        after=after.name,
        shared=len(new),
        measures=tuple(measure_changes([old[name] for name in new], list(new.values()))),
        changes=tuple(change for change in changes if change.moved),
    )


def measure_changes(old: Sequence[Record], new: Sequence[Record]) -> list[MeasureChange]:
    """Per measure how it moved, over the same questions in the same order."""
    found = []
    for measure in MEASURES:
        moved = paired(measure, pairs(old, measure.name), pairs(new, measure.name))
        if moved is not None:
            found.append(moved)
    return found


def paired(
    measure: Measure, before: Mapping[str, Pair], after: Mapping[str, Pair]
) -> MeasureChange | None:
    """How ``measure`` moved; a question that counts on one side only counts for 0 there."""
    names = list(dict.fromkeys([*before, *after]))
    nothing = (0.0, 0.0)
    old = [before.get(name, nothing) for name in names]
    new = [after.get(name, nothing) for name in names]
    change = difference(old, new) if names else None
    if change is None:
        return None
    return MeasureChange(measure, _ratio(old), _ratio(new), change)


def _ratio(sums: Sequence[Pair]) -> float:
    return sum(value for value, _ in sums) / sum(weight for _, weight in sums)


def _change(old: Record, new: Record) -> Change:
    moved = []
    for measure in MEASURES:
        before, after = old.value(measure.name), new.value(measure.name)
        same = before == after or (
            before is not None and after is not None and abs(before - after) < _SMALLEST
        )
        if not same:
            moved.append((measure.name, before, after))
    return Change(new.question, new.text, tuple(moved))
