"""Owns what the command line shows of an ingest: a line per file, how far it is, how it stopped."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TextIO

from ingest.report import DONE, IngestReport, Step, Tally

__all__ = ["IngestProgress", "ingest_summary", "stoppable"]

_WIDTH = 100
_WORDS = dict(
    zip(
        DONE,
        ("toegevoegd", "bijgewerkt", "ongewijzigd", "verwijderd", "geweigerd"),
        strict=True,
    )
)
_DOING = {
    "comparing": "bestanden vergelijken",
    "reading": "lezen",
    "ocr": "OCR",
    "embedding": "embedden",
    "committing": "vastleggen",
}
_SOON = 2.0  # seconds: before that, how long it takes is a guess


class IngestProgress:
    """Prints one line per file, and on a terminal how far the run is and how long it takes."""

    def __init__(self, *, lines: TextIO, live: TextIO) -> None:
        """``lines`` gets a line per file; ``live`` is written over, if it is a terminal."""
        self._lines, self._live = lines, live if live.isatty() else None
        self._started: float | None = None
        self._phase = ""

    def __enter__(self) -> IngestProgress:
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()

    def __call__(self, step: Step) -> None:
        if step.what in _WORDS:
            self._clear()
            detail = f": {step.detail}" if step.detail else ""
            line = f"{_WORDS[step.what]:<12} {_printable(step.file)}{detail}"
            print(line, file=self._lines, flush=True)
        else:
            self._phase = step.what
        if self._live and step.what in _DOING:
            self._clear()
            print(self._line(step)[:_WIDTH], end="", file=self._live, flush=True)

    def stopped(self) -> str:
        """In one line what a run that is stopped now has left, and how to go on."""
        if self._phase == "committed":
            return "Gestopt; de nieuwe stand was al vastgelegd en is compleet."
        if self._phase == "committing":
            return (
                "Gestopt tijdens het vastleggen; de opslag heeft de oude of de nieuwe stand. "
                "Geef dezelfde opdracht opnieuw om zeker te zijn."
            )
        return (
            "Gestopt; de opslag is zoals hij was. Wat al geëmbed is, blijft bewaard: geef dezelfde "
            "opdracht opnieuw om verder te gaan."
        )

    def _line(self, step: Step) -> str:
        doing = f"{_DOING[step.what]} {step.detail}".strip()
        tally = step.tally
        if not tally.of_files:
            return f"{doing} ..."
        if self._started is None:
            self._started = time.monotonic()
        seconds = time.monotonic() - self._started
        parts = [f"{tally.files}/{tally.of_files} bestanden"]
        if seconds >= _SOON:
            parts.append(f"{tally.pages / seconds:.0f} pagina's/s")
            parts.append(f"{tally.passages / seconds:.0f} passages/s")
            parts.append(_left(tally, seconds))
        parts.append(f"{doing} {_printable(step.file)}".strip())
        return " · ".join(part for part in parts if part)

    def _clear(self) -> None:
        if self._live:
            print("\r\033[K", end="", file=self._live, flush=True)


def ingest_summary(report: IngestReport) -> str:
    """The run in one line."""
    counts = ", ".join(
        f"{len(getattr(report, kind))} {dutch}"
        for kind, dutch in _WORDS.items()
        if getattr(report, kind)
    )
    done = counts or "niets te doen"
    return (
        f"Klaar in {report.seconds:.1f} s: {done}; "
        f"{report.pages} pagina's gelezen, {report.passages} passages."
    )


@contextmanager
def stoppable() -> Iterator[None]:
    """Let Ctrl-C and a request to end (SIGTERM) both raise ``KeyboardInterrupt``, once.

    A second one while the first is being dealt with is passed over: it would break off the
    tidying, and that takes no two seconds.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears of signals
        return
    former = {one: signal.signal(one, stop) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in former.items():
            signal.signal(one, handler)


def _left(tally: Tally, seconds: float) -> str:
    """How long it still takes, judged by the bytes that are done."""
    if not tally.size:
        return ""
    rest = seconds * (tally.of_size - tally.size) / tally.size
    if rest < 60:
        return f"nog ± {rest:.0f} s"
    return f"nog ± {rest / 60:.0f} min"


def _printable(name: str) -> str:
    """A file name in which nothing steers a terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)
