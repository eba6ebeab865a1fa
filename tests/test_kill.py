"""Rule 6: a crash at any moment leaves the old store or the new one, never half of each."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

import pytest

from assistant.cli import main
from corpus.catalogue import load
from corpus.errors import EmptyStoreError
from ingest.derived import Derived
from ingest.embed import HashEmbedder
from ingest.settings import Settings
from ingest.store import Store
from ingest.sync import ingest

QUESTION = HashEmbedder().query("Hoeveel bomen staan er in de wijk?")


def table(word: str, rows: int) -> str:
    """A page of which every row is a passage."""
    body = "".join(f"<tr><td>{word} {n}</td><td>{n * 7}</td></tr>" for n in range(rows))
    head = "<tr><th>Wijk</th><th>Bomen</th></tr>"
    return f"<html><body><h1>Lijst van {word}</h1><table>{head}{body}</table></body></html>"


def first_version(folder: Path, rows: int = 100) -> None:
    folder.mkdir()
    (folder / "blijft.html").write_text(table("eiken", rows), "utf-8")
    (folder / "verandert.html").write_text(table("linden", rows), "utf-8")
    (folder / "verdwijnt.html").write_text(table("berken", rows), "utf-8")


def second_version(folder: Path, rows: int = 100) -> None:
    (folder / "verandert.html").write_text(table("elzen", rows), "utf-8")
    (folder / "verdwijnt.html").unlink()
    (folder / "komt erbij.html").write_text(table("wilgen", rows), "utf-8")


@dataclass(frozen=True)
class Seen:
    """What a reader sees of a store."""

    generation: str
    passages: tuple[str, ...]
    dense: tuple[tuple[str, float], ...]
    lexical: tuple[tuple[str, float], ...]


NOTHING = Seen("", (), (), ())


def look(data: Path) -> Seen:
    """Everything that a reader can get from the store, by the ways it gets it."""
    settings = Settings(data=data, embedding="hash")
    try:
        store = Store.open_for_reading(settings)
    except EmptyStoreError:
        return NOTHING
    try:
        derived = Derived.of(store, data, load())
        assert derived.vectors is not None
        ids = sorted(p.id for p in store.every_passage())
        assert sorted(i for i, _, _ in store.every_vector()) == ids
        # Chroma's own search is approximate; that it answers from its files is what counts.
        assert {i for i, _ in store.dense(QUESTION, 5)} <= set(ids)
        return Seen(
            store.manifest.generation,
            tuple(ids),
            tuple((i, round(s, 5)) for i, s in derived.vectors.search(QUESTION, 20)),
            tuple((i, round(s, 5)) for i, s in derived.lexical.search("bomen elzen linden", 20)),
        )
    finally:
        store.close()


@dataclass
class Run:
    """An ingest in a process of its own, as the command does it, that can be killed."""

    folder: Path
    context: ForkServerContext

    def start(self, data: Path) -> ForkServerProcess:
        arguments = ["ingest", str(self.folder), "--data", str(data), "--json"]
        process = self.context.Process(target=main, args=(arguments,))
        process.start()
        return process

    def seconds(self, data: Path) -> float:
        """How long one takes that is left alone."""
        began = time.monotonic()
        process = self.start(data)
        process.join()
        process.close()
        return time.monotonic() - began

    def killed(self, data: Path, after: float) -> None:
        process = self.start(data)
        process.join(after)
        process.kill()
        process.join()
        process.close()

    def finish(self, data: Path) -> None:
        settings = Settings(data=data, embedding="hash")
        report = ingest([self.folder], settings, embedder=HashEmbedder(), catalogue=load())
        assert report.refused == []


@pytest.fixture(scope="module")
def context() -> Iterator[ForkServerContext]:
    """Processes that have loaded already what an ingest loads, so that each is soon at work."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PIKETPAAL_EMBEDDING", "hash")
        made = multiprocessing.get_context("forkserver")
        made.set_forkserver_preload(["assistant.cli", "chromadb", "bm25s", "ingest.sync"])
        yield made


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: a killed process loses nothing that it wrote."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as made:
        yield Path(made)


@pytest.fixture
def run(here: Path, context: ForkServerContext) -> Run:
    return Run(here / "in", context)


def moments(count: int, length: float, seed: int) -> list[float]:
    """Moments spread over a run: one in each of ``count`` equal parts, at random within it."""
    chance = random.Random(seed)
    return [(part + chance.random()) * length / count for part in range(count)]


def test_a_first_ingest_that_is_killed_leaves_nothing_or_all(run: Run, here: Path) -> None:
    first_version(run.folder)
    length = run.seconds(here / "warm")
    length = min(length, run.seconds(here / "whole"))
    whole = look(here / "whole")
    assert len(whole.passages) > 300
    outcomes = []
    for number, moment in enumerate(moments(20, length * 1.05, seed=6)):
        data = here / f"data {number}"
        run.killed(data, moment)
        seen = look(data)
        assert seen in (NOTHING, whole), f"killed after {moment:.2f} s"
        outcomes.append(seen == whole)
        run.finish(data)
        assert look(data) == whole, f"killed after {moment:.2f} s"
        shutil.rmtree(data)
    assert not all(outcomes)


def test_a_later_ingest_that_is_killed_leaves_the_old_state_or_the_new(
    run: Run, here: Path
) -> None:
    """With so many passages that Chroma saves its vectors in between, which it does in place."""
    first_version(run.folder, rows=350)
    run.seconds(here / "old")
    old = look(here / "old")
    second_version(run.folder, rows=350)
    shutil.copytree(here / "old", here / "new")
    length = run.seconds(here / "new")
    new = look(here / "new")
    assert set(old.passages) - set(new.passages)
    assert set(new.passages) - set(old.passages)
    assert set(new.passages) & set(old.passages)
    outcomes = []
    for number, moment in enumerate(moments(14, length * 1.05, seed=4)):
        data = here / f"data {number}"
        shutil.copytree(here / "old", data)
        run.killed(data, moment)
        seen = look(data)
        assert seen in (old, new), f"killed after {moment:.2f} s"
        outcomes.append(seen == new)
        run.finish(data)
        assert look(data) == new, f"killed after {moment:.2f} s"
        assert len(list(data.glob("chroma-*"))) == 1, "what the killed run made is gone"
        shutil.rmtree(data)
    assert not all(outcomes)


def test_killed_again_and_again_it_still_gets_there(run: Run, here: Path) -> None:
    first_version(run.folder)
    length = run.seconds(here / "whole")
    for moment in moments(6, length, seed=9):
        run.killed(here / "data", moment)
    run.finish(here / "data")
    assert look(here / "data") == look(here / "whole")
