"""Owns the gate: a recorded baseline, and the verdict whether a run falls beyond it.

The baseline is a file that is reviewed like code. A figure fails when it is worse than the lower
end of its recorded interval, or when the questions that changed make it worse by more than
chance (paired bootstrap); an absolute measure fails when it is not what it must be.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from corpus.errors import EvaluationError
from evals.bootstrap import Figure, Pair, figure
from evals.compare import paired
from evals.records import Record
from evals.runs import Run
from evals.scores import MEASURES, Gate, Measure
from evals.summary import pairs

__all__ = ["Baseline", "Fall", "Verdict", "judge", "shipped_baseline"]

_FORMAT = 1
_SLACK = 1e-6  # a baseline keeps six decimals


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the program scored when it was last reviewed, question by question."""

    set_name: str
    set_version: str
    scores: Mapping[str, Mapping[str, Pair]]

    @classmethod
    def of(cls, run: Run) -> Baseline:
        """The baseline that ``run`` would be.

        Raises:
            EvaluationError: the run is not complete.
        """
        if not run.complete:
            raise EvaluationError(f"{run.name} is niet af; maak de meting eerst compleet.")
        scores = {m.name: pairs(run.records, m.name) for m in MEASURES}
        settings = run.settings
        return cls(settings["set"], settings["set_version"], {n: s for n, s in scores.items() if s})

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Read a baseline file.

        Raises:
            EvaluationError: the file is not there or is not a baseline.
        """
        try:
            found = json.loads(path.read_text("utf-8"))
            scores = {
                measure: {name: (float(v), float(w)) for name, (v, w) in by_question.items()}
                for measure, by_question in found["scores"].items()
            }
            return cls(found["set"], found["set_version"], scores)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EvaluationError(
                f"{path} is geen ijkpunt; leg er een vast met --record-baseline."
            ) from error

    def only(self, questions: Collection[str]) -> Baseline:
        """The baseline of these questions, to hold a run of a part of the set against."""
        scores = {
            measure: {name: pair for name, pair in by_question.items() if name in questions}
            for measure, by_question in self.scores.items()
        }
        return Baseline(self.set_name, self.set_version, {n: s for n, s in scores.items() if s})

    def write(self, path: Path) -> None:
        """Write the file that is reviewed: a line a question and measure, figures beside it."""
        content = {
            "format": _FORMAT,
            "set": self.set_name,
            "set_version": self.set_version,
            "figures": {
                name: found.to_dict()
                for name, by_question in self.scores.items()
                if (found := figure(list(by_question.values()))) is not None
            },
            "scores": {
                measure: {name: [round(v, 6), w] for name, (v, w) in by_question.items()}
                for measure, by_question in self.scores.items()
            },
        }
        lines = json.dumps(content, ensure_ascii=False, indent=1)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_pairs_on_one_line(lines) + "\n", "utf-8")


@dataclass(frozen=True, slots=True)
class Fall:
    """A measure that fell beyond what is allowed, and why that is so."""

    measure: Measure
    value: float
    baseline: float | None
    reason: str

    def __str__(self) -> str:
        was = "" if self.baseline is None else f" (ijkpunt {self.baseline:.3f})"
        return f"{self.measure.label}: {self.value:.3f}{was}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a run passes, and what fell."""

    run: str
    falls: tuple[Fall, ...]

    @property
    def passes(self) -> bool:
        """Whether nothing fell."""
        return not self.falls

    def to_dict(self) -> dict[str, Any]:
        """The verdict for a program."""
        return {
            "passes": self.passes,
            "falls": [
                {
                    "measure": f.measure.name,
                    "value": f.value,
                    "baseline": f.baseline,
                    "why": f.reason,
                }
                for f in self.falls
            ],
        }


def shipped_baseline(set_name: str) -> Path:
    """Where the project keeps the baseline of one of its sets."""
    return Path(str(files("evals"))) / "baseline" / f"{set_name}.json"


def judge(run: Run, baseline: Baseline) -> Verdict:
    """Hold ``run`` against ``baseline``.

    Raises:
        EvaluationError: the baseline is of another question set than the run.
    """
    mine = (run.settings["set"], run.settings["set_version"])
    if mine != (baseline.set_name, baseline.set_version):
        raise EvaluationError(
            f"Het ijkpunt is van vragenset {baseline.set_name} ({baseline.set_version}), de meting "
            f"van {mine[0]} ({mine[1]}); leg een nieuw ijkpunt vast met --record-baseline."
        )
    return Verdict(run.name, tuple(_falls(run.records, baseline)))


def _falls(records: Sequence[Record], baseline: Baseline) -> Iterator[Fall]:
    for measure in MEASURES:
        now = pairs(records, measure.name)
        found = figure(list(now.values()))
        if found is None:
            continue
        if measure.gate is Gate.ABSOLUTE:
            if abs(found.value - (measure.must_be or 0.0)) > _SLACK:
                yield Fall(measure, found.value, None, f"moet {measure.must_be} zijn")
        elif measure.gate is Gate.BASELINE and measure.name in baseline.scores:
            yield from _fall(measure, found, now, baseline.scores[measure.name])


def _fall(
    measure: Measure, found: Figure, now: Mapping[str, Pair], then: Mapping[str, Pair]
) -> Iterator[Fall]:
    recorded = figure(list(then.values()))
    if recorded is None:
        return
    sign = 1 if measure.higher_is_better else -1
    bound = recorded.low if measure.higher_is_better else recorded.high
    if sign * (found.value - bound) < -_SLACK:
        reason = f"voorbij het interval van het ijkpunt ({recorded.low:.3f}-{recorded.high:.3f})"
        yield Fall(measure, found.value, recorded.value, reason)
        return
    moved = paired(measure, then, now)
    if moved is not None and moved.worse:
        change = f"{moved.change.low:+.3f} tot {moved.change.high:+.3f}"
        reason = f"slechter dan toeval op dezelfde vragen ({change})"
        yield Fall(measure, found.value, recorded.value, reason)


def _pairs_on_one_line(text: str) -> str:
    return re.sub(r"\[\s+([-\d.e]+),\s+([-\d.e]+)\s+\]", r"[\1, \2]", text)
