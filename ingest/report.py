"""Owns what a run tells: each step while it is under way, and the report at its end."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

__all__ = ["DONE", "IngestReport", "Narrator", "Progress", "Step", "Tally"]

DONE = ("added", "updated", "unchanged", "removed", "refused")
"""What can have happened to a file when the run is done with it."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a run is with the files that changed; ``size`` counts their bytes."""

    files: int = 0
    of_files: int = 0
    size: int = 0
    of_size: int = 0
    pages: int = 0
    passages: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened, for showing progress.

    ``what`` is one of ``DONE``, told once for each file and in the order of the files; or
    "comparing", "reading" and "embedding", told as they happen, about any file; or
    "committing" and "committed", about the whole run, with no file.
    """

    file: str
    what: str
    detail: str = ""
    tally: Tally = field(default=Tally())


Progress = Callable[[Step], None]


@dataclass(slots=True)
class IngestReport:
    """What a run did; the lists hold file names relative to their source."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    pages: int = 0
    passages: int = 0
    seconds: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """The report in the form of the contract."""
        return asdict(self) | {"seconds": round(self.seconds, 3)}


class Narrator:
    """Tells the steps of a run, those that end a file in the order that was announced.

    Files are read side by side and done in any order; a reader of the report wants the same
    order each time.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress, self._started = progress, time.perf_counter()
        self._order: deque[tuple[str, str]] = deque()
        self._held: dict[tuple[str, str], Step] = {}
        self._report = IngestReport()
        self.tally = Tally()

    def announce(self, source: str, files: Iterable[str]) -> None:
        """Say which files will be told of, in this order, behind those announced before."""
        self._order.extend((source, file) for file in files)

    def now(self, file: str, what: str, detail: str = "") -> None:
        """Tell what is being done at this moment."""
        self._progress(Step(file, what, detail, self.tally))

    def ended(self, source: str, file: str, what: str, detail: str = "") -> None:
        """Tell what came of a file, as soon as those before it have been told."""
        self._held[source, file] = Step(file, what, detail, self.tally)
        while self._order and (step := self._held.pop(self._order[0], None)) is not None:
            self._order.popleft()
            if step.what == "refused":
                self._report.refused.append({"file": step.file, "reason": step.detail})
            else:
                getattr(self._report, step.what).append(step.file)
            self._progress(step)

    def count(self, **more: int) -> None:
        """Add to the tally, by the names of its fields."""
        sums = {name: getattr(self.tally, name) + value for name, value in more.items()}
        self.tally = replace(self.tally, **sums)

    def report(self) -> IngestReport:
        """The report, when every file has been told of."""
        assert not self._order and not self._held, "a file that was announced has not ended"
        self._report.pages, self._report.passages = self.tally.pages, self.tally.passages
        self._report.seconds = time.perf_counter() - self._started
        return self._report
