"""A run that is stopped, in the way, or out of room: one clear line, and the store is right."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.cli import main
from ingest.settings import Settings
from ingest.store import Store

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "PIKETPAAL_EMBEDDING": "hash"}
NOTA = "# Nota wonen\n\nEr komen 200 woningen in de wijk.\n"
SLOW_EMBEDDING = (
    "import sys, time\n"
    "from ingest.embed import HashEmbedder\n"
    "quick = HashEmbedder.passages\n"
    "def slow(self, texts):\n"
    "    time.sleep(0.05 * len(texts))\n"
    "    return quick(self, texts)\n"
    "HashEmbedder.passages = slow\n"
    "from assistant.cli import main\n"
    "sys.exit(main(sys.argv[1:]))\n"
)


@pytest.fixture(autouse=True)
def quick_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIKETPAAL_EMBEDDING", "hash")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    (made / "nota.md").write_text(NOTA, "utf-8")
    return made


@pytest.fixture
def data(tmp_path: Path, folder: Path) -> Path:
    """A store with one small document in it."""
    take_in(folder, tmp_path / "data")
    return tmp_path / "data"


def take_in(folder: Path, data: Path) -> None:
    assert main(["ingest", str(folder), "--data", str(data)]) == 0


def piketpaal(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


class Slow:
    """An ingest that takes long to embed, in a process of its own."""

    def __init__(self, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", SLOW_EMBEDDING, "ingest", *arguments],
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def wait_until_busy(self, data: Path) -> None:
        """Until it has embedded something and is not done."""
        until = time.monotonic() + 30
        while len(list(data.glob("chroma-*"))) < 2 or kept_size(data) < 100_000:
            assert self._process.poll() is None, self._process.communicate()
            assert time.monotonic() < until
            time.sleep(0.02)

    def stop(self, number: signal.Signals) -> tuple[int, str, float]:
        """Exit code, what it said last, and how many seconds it took to end."""
        began = time.monotonic()
        if number is signal.SIGINT:
            os.killpg(self._process.pid, number)  # as a terminal does for Ctrl-C
        else:
            self._process.send_signal(number)
        _, said = self._process.communicate(timeout=30)
        return self._process.returncode, said, time.monotonic() - began

    def __enter__(self) -> Slow:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()


def kept_size(data: Path) -> int:
    file = data / "vectors.sqlite3"
    return file.stat().st_size if file.exists() else 0


def status(data: Path) -> list[str]:
    store = Store.open_for_reading(Settings(data=data, embedding="hash"))
    try:
        found = [entry.document.file for entry in store.manifest.entries]
        assert {p.edition for p in store.every_passage()} == set(store.manifest.by_edition)
        return found
    finally:
        store.close()


@pytest.fixture
def more(folder: Path, sample_documents: Path) -> list[str]:
    """Documents that are added to the folder after the first run."""
    names = ["kadernota-2026.pdf", "programmabegroting-2027.pdf"]
    for name in names:
        shutil.copy(sample_documents / name, folder)
    return names


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_stopped_says_what_is_kept_and_goes_on_later(
    data: Path, folder: Path, more: list[str], number: signal.Signals
) -> None:
    with Slow(str(folder), "--data", str(data)) as run:
        run.wait_until_busy(data)
        code, said, seconds = run.stop(number)
    assert code == 1
    assert said == (
        "piketpaal: Gestopt; de opslag is zoals hij was. Wat al geëmbed is, blijft bewaard: geef "
        "dezelfde opdracht opnieuw om verder te gaan.\n"
    )
    assert seconds < 4, "two, and as much again for a busy machine"
    assert status(data) == ["nota.md"]
    assert len(list(data.glob("chroma-*"))) == 1
    kept = kept_size(data)
    take_in(folder, data)
    assert status(data) == sorted(["nota.md", *more])
    assert kept_size(data) > kept


def test_while_one_run_is_busy_another_says_so_and_readers_see_the_former_state(
    data: Path, folder: Path, more: list[str]
) -> None:
    with Slow(str(folder), "--data", str(data)) as run:
        run.wait_until_busy(data)
        second = piketpaal("ingest", str(folder), "--data", str(data))
        assert second.returncode == 1
        assert second.stderr == (
            f"piketpaal: Een andere inname in {data} is bezig. Wacht tot die klaar is.\n"
        )
        assert status(data) == ["nota.md"]
        asked = piketpaal("ask", "Hoeveel woningen komen er?", "--json", "--data", str(data))
        assert json.loads(asked.stdout)["searched"]["documents"] == 1
        run.stop(signal.SIGKILL)
    # The lock went with the process that had it.
    assert (data / "ingest.lock").exists()
    take_in(folder, data)
    assert status(data) == sorted(["nota.md", *more])


LIMITED = (
    "import resource, sys\n"
    "size = int(sys.argv.pop(1))\n"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))\n"
    "from assistant.cli import main\n"
    "sys.exit(main(sys.argv[1:]))\n"
)


@pytest.mark.parametrize("size", [1_000, 400_000, 1_500_000])
def test_a_file_that_cannot_grow_is_one_clear_line(
    data: Path, folder: Path, more: list[str], size: int
) -> None:
    """A limit on the size of files, which every system has, stands for a disk that is full."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(size), "ingest", str(folder), "--data", str(data)],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert_told_and_intact(done, data)
    take_in(folder, data)
    assert status(data) == sorted(["nota.md", *more])


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, of 6 MB."""
    place = tmp_path / "schijf"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"no disk can be made here: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("free", [30_000, 1_200_000])
def test_a_disk_that_is_full_is_one_clear_line(
    small_disk: Path, folder: Path, sample_documents: Path, free: int
) -> None:
    data = small_disk / "data"
    take_in(folder, data)
    for name in ("kadernota-2026.pdf", "programmabegroting-2027.pdf"):
        shutil.copy(sample_documents / name, folder)
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(max(shutil.disk_usage(small_disk).free - free, 0)))
    done = piketpaal("ingest", str(folder), "--data", str(data))
    assert_told_and_intact(done, data)
    ballast.unlink()
    (folder / "programmabegroting-2027.pdf").unlink()  # or there still is no room
    take_in(folder, data)
    assert status(data) == ["kadernota-2026.pdf", "nota.md"]


def assert_told_and_intact(done: subprocess.CompletedProcess[str], data: Path) -> None:
    assert done.returncode == 1
    assert done.stderr.startswith("piketpaal: ")
    assert done.stderr.count("\n") == 1, done.stderr
    assert "ruimte" in done.stderr
    assert status(data) == ["nota.md"]


def test_a_store_that_may_not_be_written_is_one_clear_line(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "data").write_text("een bestand in de weg", "utf-8")
    done = piketpaal("ingest", str(folder), "--data", str(tmp_path / "data"))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Kies een andere map met --data" in done.stderr


def test_a_database_that_is_damaged_is_one_clear_line(
    data: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (database,) = data.glob("chroma-*/chroma.sqlite3")
    database.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    for command in (["search", "woningen"], ["status"], ["ingest", str(folder)]):
        assert main([*command, "--data", str(data)]) == 1
        said = capsys.readouterr().err
        assert said.startswith(f"piketpaal: De opslag in {data} geeft een fout")
        assert "een andere map (--data)" in said
        assert said.count("\n") == 1


def test_vectors_that_are_damaged_are_made_again(data: Path, folder: Path) -> None:
    (data / "vectors.sqlite3").write_bytes(b"geen database" * 1000)
    (folder / "nota.md").write_text(NOTA.replace("200", "300"), "utf-8")
    take_in(folder, data)
    assert kept_size(data) > 0
