"""Only what changed is done again, and the store equals its sources whatever they look like."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.catalogue import load
from corpus.errors import StoreError
from ingest.embed import HashEmbedder, Vectors
from ingest.read import Limits
from ingest.report import IngestReport, Step
from ingest.settings import Settings
from ingest.store import Store
from ingest.sync import ingest

ROOT = Path(__file__).resolve().parent.parent
GROEN = (
    "# Groenplan Testdorp\n\n## Bomen\n\nWij planten 1.000 bomen voor 2030 in de gemeente "
    "Testdorp.\n\n## Beheer\n\nVoor het beheer van de bomen is nog geen dekking.\n"
)
WATER = "# Waterplan Testdorp\n\nHet college vervangt in 2028 het riool in de Vogelbuurt.\n"
# No heading and no title of its own, so that its title comes from its name.
BRIEF = "Geachte raad, het college stelt u voor om in 2027 een fietspad aan te leggen.\n"


class CountingEmbedder(HashEmbedder):
    """Remembers what it was asked to embed."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return super().passages(texts)


class House:
    """A folder with documents, and the store that is made of it."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "in"
        self.folder.mkdir()
        self.settings = Settings(data=home / "data", embedding="hash")
        self.embedder = CountingEmbedder()
        self.steps: list[Step] = []

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def ingest(self, *paths: Path, workers: int | None = None) -> IngestReport:
        self.embedder.texts.clear()
        self.steps.clear()
        return ingest(
            paths or [self.folder],
            self.settings,
            embedder=self.embedder,
            catalogue=load(),
            workers=workers,
            progress=self.steps.append,
        )

    def files(self) -> list[str]:
        return [e.document.file for e in self.store().manifest.entries]

    def text(self) -> str:
        return " ".join(p.text for p in self.store().every_passage())

    def store(self) -> Store:
        return Store.open_for_reading(self.settings)


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = House(tmp_path)
    made.write("groenplan.md", GROEN)
    made.write("waterplan.md", WATER)
    return made


def no_process(*_: object, **__: object) -> None:
    raise AssertionError("a process was started")


def test_when_nothing_changed_nothing_is_started_or_written(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.write("leeg.pdf", "")
    house.ingest()
    before = present(house.settings.data)
    monkeypatch.setattr(subprocess, "Popen", no_process)
    report = house.ingest()
    assert report.unchanged == ["groenplan.md", "waterplan.md"]
    assert [r["file"] for r in report.refused] == ["leeg.pdf"]
    assert house.embedder.texts == []
    assert present(house.settings.data) == before


def present(data: Path) -> dict[Path, int]:
    """The files of a data folder; those of Chroma, which writes when it opens, only by name."""
    return {
        path: 0 if path.parent.name.startswith("chroma-") else path.stat().st_mtime_ns
        for path in data.rglob("*")
        if path.is_file() and path.suffix != ".bin"
    }


@pytest.mark.parametrize("name", ["verplaatst/groenplan.md", "Groenplan.md", "anders.md"])
def test_a_moved_or_renamed_file_is_not_embedded_again(house: House, name: str) -> None:
    house.ingest()
    (house.folder / name).parent.mkdir(exist_ok=True)
    (house.folder / "groenplan.md").rename(house.folder / name)
    report = house.ingest()
    assert (report.added, report.removed) == ([name], ["groenplan.md"])
    assert house.embedder.texts == []
    assert set(house.files()) == {name, "waterplan.md"}


def test_a_file_whose_title_is_its_name_may_be_renamed_too(house: House) -> None:
    house.write("fietspad nota.txt", BRIEF)
    house.ingest()
    (house.folder / "fietspad nota.txt").rename(house.folder / "brief aan de raad.txt")
    assert house.ingest().added == ["brief aan de raad.txt"]
    assert house.embedder.texts == []
    titles = {d.title for d in house.store().manifest.documents}
    assert "Brief aan de raad" in titles
    assert "Fietspad nota" not in titles


def test_of_a_changed_file_only_the_changed_passages_are_embedded(house: House) -> None:
    house.ingest()
    house.write("groenplan.md", GROEN.replace("1.000", "2.000"))
    assert house.ingest().updated == ["groenplan.md"]
    (embedded,) = house.embedder.texts
    assert "2.000 bomen" in embedded
    assert "1.000 bomen" not in house.text()
    assert "geen dekking" in house.text()


def test_other_vocabularies_label_anew_without_embedding(house: House) -> None:
    house.ingest()
    report = ingest(
        [house.folder],
        house.settings,
        embedder=house.embedder,
        catalogue=replace(load(), version="anders"),
    )
    assert sorted(report.updated) == ["groenplan.md", "waterplan.md"]
    assert len(house.embedder.texts) == 3, "those of the first run"
    assert {e.catalogue for e in house.store().manifest.entries} == {"anders"}


def test_the_same_bytes_under_two_names_stand_in_the_store_once(house: House) -> None:
    house.write("kopie.md", GROEN)
    report = house.ingest()
    assert report.added == ["groenplan.md", "kopie.md", "waterplan.md"]
    assert house.text().count("1.000 bomen") == 1
    assert house.files() == ["groenplan.md", "kopie.md", "waterplan.md"]
    (house.folder / "groenplan.md").unlink()
    house.ingest()
    assert house.embedder.texts == []
    assert house.text().count("1.000 bomen") == 1
    assert [d.file for d in house.store().manifest.documents] == ["kopie.md", "waterplan.md"]


def test_a_file_may_be_swapped_for_another_of_the_same_name(house: House) -> None:
    house.ingest()
    (house.folder / "groenplan.md").rename(house.folder / "tijdelijk")
    (house.folder / "waterplan.md").rename(house.folder / "groenplan.md")
    (house.folder / "tijdelijk").rename(house.folder / "waterplan.md")
    report = house.ingest()
    assert report.updated == ["groenplan.md", "waterplan.md"]
    assert house.embedder.texts == []
    titles = {d.file: d.title for d in house.store().manifest.documents}
    assert titles == {
        "groenplan.md": "Waterplan Testdorp",
        "waterplan.md": "Groenplan Testdorp",
    }


def test_a_damaged_new_version_takes_the_former_one_along_and_says_so(house: House) -> None:
    house.ingest()
    (house.folder / "groenplan.md").write_bytes(bytes(range(256)) * 20)
    (refused,) = house.ingest().refused
    assert refused["file"] == "groenplan.md"
    assert refused["reason"].endswith("De vorige versie is uit de opslag gehaald.")
    assert house.files() == ["waterplan.md"]
    assert "1.000 bomen" not in house.text()
    # The next run says why it is refused, and has nothing to take out any more.
    (again,) = house.ingest().refused
    assert again["reason"] + " De vorige versie is uit de opslag gehaald." == refused["reason"]
    house.write("groenplan.md", GROEN)
    assert house.ingest().added == ["groenplan.md"]


def test_a_file_that_was_refused_is_read_again_when_it_changed(house: House) -> None:
    house.write("nieuw.md", "")
    assert [r["file"] for r in house.ingest().refused] == ["nieuw.md"]
    house.write("nieuw.md", BRIEF)
    assert house.ingest().added == ["nieuw.md"]


def test_a_file_that_took_too_long_is_tried_again(house: House, sample_documents: Path) -> None:
    shutil.copy(sample_documents / "programmabegroting-2026.pdf", house.folder)
    report = ingest(
        [house.folder],
        house.settings,
        embedder=house.embedder,
        catalogue=load(),
        limits=Limits(seconds=0.3, seconds_per_page=0.0),
    )
    assert [r["file"] for r in report.refused] == ["programmabegroting-2026.pdf"]
    assert house.ingest().added == ["programmabegroting-2026.pdf"]


def test_a_file_that_changes_while_it_is_read_is_for_the_next_run(house: House) -> None:
    """Here it changes right after the comparison, when the first file is told of."""
    house.write("aaa.pdf", "")
    house.ingest()
    house.write("groenplan.md", GROEN.replace("1.000", "2.000"))

    def change(step: Step) -> None:
        if step.file == "aaa.pdf":
            house.write("groenplan.md", GROEN.replace("1.000", "3.000"))

    report = ingest(
        [house.folder],
        house.settings,
        embedder=house.embedder,
        catalogue=load(),
        progress=change,
    )
    reasons = {r["file"]: r["reason"] for r in report.refused}
    assert reasons["groenplan.md"] == (
        "verandert nog tijdens het lezen. Neem het straks opnieuw in. "
        "De vorige versie is uit de opslag gehaald."
    )
    assert house.files() == ["waterplan.md"]
    assert house.ingest().added == ["groenplan.md"]
    assert "3.000 bomen" in house.text()


def test_a_link_to_a_file_is_followed_and_a_loop_of_folders_is_not(
    house: House, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elders.md"
    elsewhere.write_text(BRIEF, "utf-8")
    (house.folder / "link.md").symlink_to(elsewhere)
    (house.folder / "lus").symlink_to(house.folder, target_is_directory=True)
    (house.folder / "sub").mkdir()
    (house.folder / "sub" / "terug").symlink_to("..", target_is_directory=True)
    (house.folder / "zelf.md").symlink_to("zelf.md")
    (house.folder / "weg.md").symlink_to("bestaat-niet.md")
    assert house.ingest().added == ["groenplan.md", "link.md", "waterplan.md"]


def test_a_name_that_is_no_text_is_refused_and_the_rest_goes_in(house: House) -> None:
    odd = os.fsencode(house.folder) + b"/nota-\xe9.md"
    try:
        descriptor = os.open(odd, os.O_CREAT | os.O_WRONLY)
    except OSError:
        pytest.skip("this file system takes no such name")
    os.write(descriptor, BRIEF.encode())
    os.close(descriptor)
    report = house.ingest()
    assert report.added == ["groenplan.md", "waterplan.md"]
    (refused,) = report.refused
    assert refused["file"] == "nota-\\udce9.md"
    assert refused["reason"].endswith("Hernoem het bestand.")
    assert house.ingest().unchanged == ["groenplan.md", "waterplan.md"]


def test_the_same_source_twice_is_one_source(house: House) -> None:
    report = house.ingest(house.folder, house.folder / ".." / "in")
    assert report.added == ["groenplan.md", "waterplan.md"]


def test_a_folder_and_a_file_in_it_are_two_sources(house: House) -> None:
    report = house.ingest(house.folder, house.folder / "groenplan.md")
    assert report.added == ["groenplan.md", "waterplan.md", "groenplan.md"]
    assert house.text().count("1.000 bomen") == 1


def test_files_are_told_of_in_order_however_they_were_read(
    house: House, sample_documents: Path
) -> None:
    """The largest is read first; its line comes where its name belongs."""
    shutil.copy(sample_documents / "programmabegroting-2026.pdf", house.folder / "zzz.pdf")
    shutil.copy(sample_documents / "besluitenlijst-2025-12-02.pdf", house.folder / "aaa.pdf")
    house.write("midden.txt", BRIEF)
    for _ in range(2):
        report = house.ingest(workers=3)
        told = [s.file for s in house.steps if s.what in ("added", "unchanged")]
        assert told == ["aaa.pdf", "groenplan.md", "midden.txt", "waterplan.md", "zzz.pdf"]
    assert report.unchanged == told


def test_the_number_of_processes_makes_no_difference(
    house: House, sample_documents: Path, tmp_path: Path
) -> None:
    shutil.copy(sample_documents / "programmabegroting-2026.pdf", house.folder)
    shutil.copy(sample_documents / "omgevingsvisie-2040.pdf", house.folder)
    house.ingest(workers=1)
    one = house.store()
    house.settings = replace(house.settings, data=tmp_path / "ander")
    house.ingest(workers=4)
    other = house.store()
    assert one.manifest == other.manifest
    assert sorted(p.id for p in one.every_passage()) == sorted(p.id for p in other.every_passage())


def test_a_source_that_may_not_be_looked_into_changes_nothing(tmp_path: Path) -> None:
    """As somebody other than root, who may look into everything."""
    shared = tmp_path / "gedeeld"
    (shared / "in" / "dicht").mkdir(parents=True)
    (shared / "in" / "open.md").write_text(GROEN, "utf-8")
    (shared / "in" / "dicht" / "geheim.md").write_text(WATER, "utf-8")
    settings = Settings(data=shared / "data", embedding="hash")

    def run() -> IngestReport:
        return ingest([shared / "in"], settings, embedder=HashEmbedder(), catalogue=load())

    run()
    with acting_as_nobody(tmp_path):
        (shared / "in" / "dicht").chmod(0)
        try:
            report = run()
            assert report.unchanged == ["open.md", "dicht/geheim.md"]
            assert report.refused == [
                {
                    "file": "dicht",
                    "reason": "mag niet bekeken worden. Geef leesrechten op de map. "
                    "Wat er eerder uit gelezen is, blijft staan (1).",
                }
            ]
            (shared / "in").chmod(0)
            report = run()
            assert report.unchanged == ["dicht/geheim.md", "open.md"]
            assert report.refused[0]["file"] == str(shared / "in")
            # A folder of which the names can be seen, but not the files behind them.
            (shared / "in").chmod(0o444)
            with pytest.raises(StoreError, match="niet te doorzoeken"):
                run()
        finally:
            (shared / "in").chmod(0o755)
            (shared / "in" / "dicht").chmod(0o755)
        assert run().refused == []


@contextmanager
def acting_as_nobody(home: Path) -> Iterator[None]:
    """What is done inside is done as ``nobody`` with the files in ``home``, instead of as root."""
    if os.geteuid() != 0:
        yield
        return
    for path in (home, *home.rglob("*")):
        os.chown(path, 65534, 65534)
    closed = {f: f.stat().st_mode for f in home.parents if f.stat().st_mode & 0o005 != 0o005}
    for folder in closed:
        folder.chmod(0o755)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
        for folder, mode in closed.items():
            folder.chmod(mode)
