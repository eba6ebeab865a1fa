"""Owns how fast pages are read: on one core, and with a document a process on several."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from evals.reading.rivals import OurReader

__all__ = ["Speed", "over_processes"]


@dataclass(frozen=True, slots=True)
class Speed:
    """Pages, and the seconds they took: of the processor and by the clock."""

    pages: int
    processor: float
    wall: float

    @property
    def per_processor_second(self) -> float:
        """The main figure: it hardly depends on what else the machine does."""
        return self.pages / self.processor if self.processor else 0.0

    @property
    def per_second(self) -> float:
        """Pages by the clock."""
        return self.pages / self.wall if self.wall else 0.0


def over_processes(paths: Sequence[Path], warm_up: Path, processes: int) -> Speed:
    """Our reader over ``paths``, the longest first, in processes that have read ``warm_up``."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=fresh) as pool:
        # Two small documents for each process, so that none of them starts cold.
        list(pool.map(_read, [warm_up] * 2 * processes))
        started = time.perf_counter()
        done = list(pool.map(_read, paths))
        wall = time.perf_counter() - started
    return Speed(sum(pages for pages, _ in done), sum(seconds for _, seconds in done), wall)


def _read(path: Path) -> tuple[int, float]:
    reading = OurReader().read(path)
    return len(reading.pages), reading.processor
