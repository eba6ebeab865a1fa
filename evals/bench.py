"""Owns the time an answer takes: a cold command, and a question to an open assistant.

``python -m evals.bench --data DIR`` prints a table; ``--json`` writes the figures. Questions
are those of ``evals/bench_questions.txt``. Limits are the project's own: a cold answer within
4 s, a warm one within 150 ms (p95), on two cores with the sample documents.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

from assistant.assistant import Assistant
from ingest.settings import Settings

__all__ = ["Timing", "main", "measure"]

COLD_LIMIT_MS, WARM_LIMIT_MS = 4000, 150
_COLD_RUNS, _WARM_ROUNDS = 5, 5


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of one kind of run."""

    what: str
    runs: int
    p50_ms: float
    p95_ms: float
    limit_ms: float

    @property
    def holds(self) -> bool:
        """Whether the 95th percentile is within the limit."""
        return self.p95_ms <= self.limit_ms


def measure(data: Path) -> list[Timing]:
    """Time cold commands and warm questions over the store in ``data``."""
    questions = files("evals").joinpath("bench_questions.txt").read_text("utf-8").splitlines()
    command = [sys.executable, "-m", "assistant", "ask", "--data", str(data), questions[0]]

    def cold() -> None:
        subprocess.run(command, check=True, capture_output=True)

    assistant = Assistant.open(Settings.from_environment(data))
    assistant.ask(questions[0])  # the first loads what the others share
    warm = [
        _milliseconds(lambda q=question: assistant.ask(q))  # type: ignore[misc]
        for _ in range(_WARM_ROUNDS)
        for question in questions
    ]
    return [
        _timing(
            "koud: piketpaal ask", [_milliseconds(cold) for _ in range(_COLD_RUNS)], COLD_LIMIT_MS
        ),
        _timing("warm: een vraag", warm, WARM_LIMIT_MS),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the timings; 0 when all hold, 1 when one does not."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="data folder of the store")
    parser.add_argument("--json", action="store_true", help="write JSON")
    given = parser.parse_args(arguments)
    timings = measure(given.data)
    if given.json:
        print(json.dumps([asdict(t) for t in timings], indent=2))
    else:
        print(f"{'':<24}{'n':>5}{'p50 ms':>10}{'p95 ms':>10}{'grens':>10}")
        for t in timings:
            verdict = "" if t.holds else "  TE TRAAG"
            print(
                f"{t.what:<24}{t.runs:>5}{t.p50_ms:>10.0f}{t.p95_ms:>10.0f}{t.limit_ms:>10.0f}{verdict}"
            )
    return 0 if all(t.holds for t in timings) else 1


def _milliseconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - started)


def _timing(what: str, found: Sequence[float], limit: float) -> Timing:
    p95 = statistics.quantiles(found, n=20, method="inclusive")[-1]
    return Timing(what, len(found), statistics.median(found), p95, limit)


if __name__ == "__main__":
    sys.exit(main())
