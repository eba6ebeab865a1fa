"""What the command line shows of an ingest."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.ingest_progress import IngestProgress, ingest_summary, stoppable
from ingest.report import IngestReport, Narrator, Step, Tally

ROOT = Path(__file__).resolve().parent.parent


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_pipe_there_is_a_line_a_file_and_nothing_else() -> None:
    lines, live = io.StringIO(), io.StringIO()
    with IngestProgress(lines=lines, live=live) as progress:
        progress(Step("", "comparing"))
        progress(Step("nota.md", "embedding", "", Tally(of_files=2, of_size=10)))
        progress(Step("nota.md", "added", "1 pagina's, 2 passages"))
        progress(Step("leeg.pdf", "refused", "is leeg"))
    assert lines.getvalue() == (
        "toegevoegd   nota.md: 1 pagina's, 2 passages\ngeweigerd    leeg.pdf: is leeg\n"
    )
    assert live.getvalue() == ""


def test_on_a_terminal_a_line_tells_how_far_it_is_and_how_long_it_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = iter([100.0, 100.0, 110.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(now))
    lines, live = io.StringIO(), Terminal()
    with IngestProgress(lines=lines, live=live) as progress:
        progress(Step("", "comparing"))
        progress(Step("a.pdf", "embedding", "", Tally(0, 4, 0, 4000, 0, 8)))
        progress(Step("b.pdf", "embedding", "", Tally(1, 4, 1000, 4000, 300, 500)))
    shown = [part for part in live.getvalue().split("\r\033[K") if part]
    assert shown == [
        "bestanden vergelijken ...",
        "0/4 bestanden · embedden a.pdf",
        "1/4 bestanden · 30 pagina's/s · 50 passages/s · nog ± 30 s · embedden b.pdf",
    ]
    assert live.getvalue().endswith("\r\033[K")


def test_a_long_wait_is_told_in_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter([0.0, 0.0, 60.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(now))
    live = Terminal()
    progress = IngestProgress(lines=io.StringIO(), live=live)
    for size in (0, 100):
        progress(Step("a.pdf", "embedding", "", Tally(0, 4, size, 1000, 1, 1)))
    assert "nog ± 9 min" in live.getvalue()


def test_a_file_name_does_not_steer_the_terminal() -> None:
    lines = io.StringIO()
    IngestProgress(lines=lines, live=lines)(Step("no\x1b[2Jta\n.md", "unchanged"))
    assert lines.getvalue() == "ongewijzigd  no\\x1b[2Jta\\n.md\n"


@pytest.mark.parametrize(
    ("phase", "said"),
    [
        ("comparing", "Gestopt; de opslag is zoals hij was."),
        ("embedding", "Gestopt; de opslag is zoals hij was."),
        ("committing", "Gestopt tijdens het vastleggen; de opslag heeft de oude of de nieuwe"),
        ("committed", "Gestopt; de nieuwe stand was al vastgelegd en is compleet."),
    ],
)
def test_a_run_that_is_stopped_tells_what_it_leaves(phase: str, said: str) -> None:
    progress = IngestProgress(lines=io.StringIO(), live=io.StringIO())
    progress(Step("", phase))
    assert progress.stopped().startswith(said)
    assert "\n" not in progress.stopped()


def test_signals_are_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    import signal

    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), stoppable():
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)
    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before


def test_a_run_in_one_line() -> None:
    report = IngestReport(added=["a"], unchanged=["b", "c"], pages=3, passages=9, seconds=1.24)
    assert ingest_summary(report) == (
        "Klaar in 1.2 s: 1 toegevoegd, 2 ongewijzigd; 3 pagina's gelezen, 9 passages."
    )
    assert "niets te doen" in ingest_summary(IngestReport())


def test_files_are_told_of_in_the_order_that_was_announced() -> None:
    told: list[str] = []
    narrator = Narrator(lambda step: told.append(f"{step.what} {step.file}"))
    narrator.announce("s", ["a", "b", "c"])
    narrator.ended("s", "c", "added")
    narrator.ended("s", "b", "refused", "is leeg")
    assert told == []
    narrator.ended("s", "a", "updated")
    assert told == ["updated a", "refused b", "added c"]
    report = narrator.report()
    assert (report.added, report.updated) == (["c"], ["a"])
    assert report.refused == [{"file": "b", "reason": "is leeg"}]


def test_the_command_on_a_real_terminal(tmp_path: Path, sample_documents: Path) -> None:
    ours, theirs = pty.openpty()
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PIKETPAAL_EMBEDDING": "hash"}
    document = sample_documents / "kadernota-2026.pdf"
    command = [sys.executable, "-m", "assistant", "ingest", str(document)]
    running = subprocess.Popen(
        [*command, "--data", str(tmp_path / "data")], env=environment, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 65536):
            shown += chunk
    except OSError:  # the other side is closed
        pass
    os.close(ours)
    assert running.wait() == 0
    text = shown.decode()
    assert re.search(r"0/1 bestanden · embedden kadernota-2026\.pdf", text)
    assert re.search(r"\r\x1b\[Ktoegevoegd   kadernota-2026\.pdf: \d+ pagina's", text)
