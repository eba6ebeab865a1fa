"""Owns the noun ``Summary``: the figures of a run, in total, per split and per type of question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from evals.bootstrap import Figure, Pair, figure
from evals.questions import QuestionType, Split
from evals.records import Record
from evals.runs import Run
from evals.scores import MEASURES

__all__ = ["ALL", "Confusion", "Latency", "Summary", "pairs", "summarize"]

ALL = "all"
"""The part of a summary that holds every question."""

Figures = Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of a warm question, the first one left out: it loads what others share."""

    questions: int
    p50_ms: float
    p95_ms: float

    def to_dict(self) -> dict[str, float | int]:
        """The timing for a program."""
        return {"questions": self.questions, "p50_ms": self.p50_ms, "p95_ms": self.p95_ms}


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often a label that was wanted was told as another: (wanted, told) to a count."""

    counts: Mapping[tuple[str, str], int]

    @property
    def wanted(self) -> tuple[str, ...]:
        """The labels that were wanted, in alphabetical order."""
        return tuple(sorted({w for w, _ in self.counts}))

    @property
    def told(self) -> tuple[str, ...]:
        """The labels that were told, in alphabetical order."""
        return tuple(sorted({t for _, t in self.counts}))

    def to_dict(self) -> list[dict[str, str | int]]:
        """The table for a program."""
        rows = sorted(self.counts.items())
        return [{"wanted": w, "told": t, "count": n} for (w, t), n in rows]


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one run. ``parts`` has ``all``, each split and each type of question."""

    run: str
    settings: Mapping[str, Any]
    parts: Mapping[str, Figures]
    sizes: Mapping[str, int]
    latency: Latency | None
    statuses: Confusion
    outcomes: Confusion

    def figure(self, measure: str, part: str = ALL) -> Figure | None:
        """One figure; ``None`` when nothing was counted there."""
        return self.parts.get(part, {}).get(measure)

    @property
    def types(self) -> tuple[str, ...]:
        """The types of question that the run holds, in the fixed order."""
        return tuple(t.value for t in QuestionType if t.value in self.parts)

    def to_dict(self) -> dict[str, Any]:
        """The summary for a program."""
        return {
            "run": self.run,
            "settings": {k: v for k, v in self.settings.items() if k != "questions"},
            "questions": dict(self.sizes),
            "figures": {
                part: {name: f.to_dict() for name, f in figures.items()}
                for part, figures in self.parts.items()
            },
            "latency": self.latency.to_dict() if self.latency else None,
            "instrument_statuses": self.statuses.to_dict(),
            "outcomes": self.outcomes.to_dict(),
        }


def summarize(run: Run, wanted_outcomes: Mapping[str, str]) -> Summary:
    """Compute every figure of ``run``; ``wanted_outcomes`` gives the expected one by question."""
    keep: dict[str, Callable[[Record], bool]] = {ALL: lambda _: True}
    keep |= {s.value: lambda r, s=s: r.split == s.value for s in Split}  # type: ignore[misc]
    keep |= {t.value: lambda r, t=t: r.type == t.value for t in QuestionType}  # type: ignore[misc]
    chosen = {part: [r for r in run.records if test(r)] for part, test in keep.items()}
    chosen = {part: records for part, records in chosen.items() if records}
    statuses = Counter((w, told) for r in run.records for _, w, told in r.statuses)
    outcomes = Counter(
        (wanted_outcomes[r.question], str(r.answer["outcome"]))
        for r in run.records
        if r.question in wanted_outcomes
    )
    return Summary(
        run=run.name,
        settings=run.settings,
        parts={part: _figures(records) for part, records in chosen.items()},
        sizes={part: len(records) for part, records in chosen.items()},
        latency=_latency(run.records),
        statuses=Confusion(statuses),
        outcomes=Confusion(outcomes),
    )


def pairs(records: Iterable[Record], measure: str) -> dict[str, Pair]:
    """By question what it adds to ``measure``: value times weight, and weight."""
    found: dict[str, Pair] = {}
    for record in records:
        scores = [s for s in record.scores if s.measure == measure]
        if scores:
            added = sum(s.value * s.weight for s in scores), sum(s.weight for s in scores)
            found[record.question] = added
    return found


def _figures(records: Sequence[Record]) -> Figures:
    found = {m.name: figure(list(pairs(records, m.name).values())) for m in MEASURES}
    return {name: f for name, f in found.items() if f is not None}


def _latency(records: Sequence[Record]) -> Latency | None:
    times = [r.elapsed_ms for r in records[1:]]
    if not times:
        return None
    p50, p95 = (round(float(p), 1) for p in np.percentile(times, [50, 95]))
    return Latency(len(times), p50, p95)
