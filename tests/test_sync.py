"""Ingesting: the store equals its sources, whatever happens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.catalogue import load
from corpus.errors import StoreError
from ingest.embed import HashEmbedder
from ingest.settings import Settings
from ingest.store import Store
from ingest.sync import IngestReport, Step, ingest

GROEN = "# Groenplan Testdorp\n\nWij planten 1.000 bomen voor 2030 in de gemeente Testdorp.\n"
WATER = "# Waterplan Testdorp\n\nHet college vervangt in 2028 het riool in de Vogelbuurt.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "documenten met spatie en é"
    made.mkdir()
    (made / "groenplan.md").write_text(GROEN, "utf-8")
    (made / "Wáter plan.md").write_text(WATER, "utf-8")
    return made


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", embedding="hash")


def run(settings: Settings, *paths: Path, allow_empty: bool = False) -> IngestReport:
    return ingest(
        paths, settings, embedder=HashEmbedder(), catalogue=load(), allow_empty=allow_empty
    )


def files(settings: Settings) -> list[str]:
    store = Store.open_for_reading(settings)
    return sorted(e.document.file for e in store.manifest.entries)


def test_a_second_run_adds_updates_and_removes(settings: Settings, folder: Path) -> None:
    first = run(settings, folder)
    assert sorted(first.added) == ["Wáter plan.md", "groenplan.md"]
    assert (first.pages, first.refused) == (2, [])
    second = run(settings, folder)
    assert sorted(second.unchanged) == ["Wáter plan.md", "groenplan.md"]
    assert (second.added, second.pages) == ([], 0)
    (folder / "groenplan.md").write_text(GROEN.replace("1.000", "2.000"), "utf-8")
    (folder / "Wáter plan.md").unlink()
    (folder / "nieuw.md").write_text("# Nota wonen\n\nEr komen 200 woningen.\n", "utf-8")
    third = run(settings, folder)
    assert (third.added, third.updated, third.removed) == (
        ["nieuw.md"],
        ["groenplan.md"],
        ["Wáter plan.md"],
    )
    assert files(settings) == ["groenplan.md", "nieuw.md"]
    texts = " ".join(p.text for p in Store.open_for_reading(settings).every_passage())
    assert "2.000 bomen" in texts
    assert "1.000 bomen" not in texts
    assert "Vogelbuurt" not in texts


def test_a_source_leaves_other_sources_alone(
    settings: Settings, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "los.md"
    other.write_text("# Losse nota\n\nDe raad stelt het plan vast.\n", "utf-8")
    run(settings, folder)
    run(settings, other)
    assert files(settings) == ["Wáter plan.md", "groenplan.md", "los.md"]


def test_a_source_that_turned_empty_is_refused_unless_allowed(
    settings: Settings, folder: Path
) -> None:
    run(settings, folder)
    for file in folder.iterdir():
        file.unlink()
    with pytest.raises(StoreError, match="--allow-empty"):
        run(settings, folder)
    assert len(files(settings)) == 2
    report = run(settings, folder, allow_empty=True)
    assert sorted(report.removed) == ["Wáter plan.md", "groenplan.md"]


def test_bad_files_are_refused_each_with_a_reason_and_the_rest_goes_in(
    settings: Settings, folder: Path
) -> None:
    (folder / "leeg.pdf").write_bytes(b"")
    (folder / "geen.pdf").write_bytes(b"PK\x03\x04 dit is geen pdf")
    (folder / "binair.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "tabel.xlsx").write_bytes(b"x")
    report = run(settings, folder, folder / "bestaat-niet")
    assert len(report.added) == 2
    refused = {r["file"]: r["reason"] for r in report.refused}
    assert set(refused) == {
        "leeg.pdf",
        "geen.pdf",
        "binair.txt",
        "tabel.xlsx",
        str(folder / "bestaat-niet"),
    }
    assert all(reason and "\n" not in reason for reason in refused.values())
    assert len(files(settings)) == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_rights_is_refused(settings: Settings, folder: Path) -> None:
    (folder / "groenplan.md").chmod(0)
    report = run(settings, folder)
    assert [r["file"] for r in report.refused] == ["groenplan.md"]


def test_an_interrupted_run_leaves_the_old_state_and_the_next_goes_on(
    settings: Settings, folder: Path
) -> None:
    run(settings, folder)
    before = files(settings)
    (folder / "nieuw.md").write_text("# Nota wonen\n\nEr komen 200 woningen.\n", "utf-8")

    def interrupt(step: Step) -> None:
        if step.what == "embedding":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(
            [folder],
            settings,
            embedder=HashEmbedder(),
            catalogue=load(),
            progress=interrupt,
        )
    assert files(settings) == before
    report = run(settings, folder)
    assert report.added == ["nieuw.md"]
    assert files(settings) == sorted([*before, "nieuw.md"])


def test_a_second_ingest_at_the_same_time_says_so(settings: Settings, folder: Path) -> None:
    def start_another(step: Step) -> None:
        if step.what == "added":
            with pytest.raises(StoreError, match="is bezig"):
                run(settings, folder)

    report = ingest(
        [folder],
        settings,
        embedder=HashEmbedder(),
        catalogue=load(),
        progress=start_another,
    )
    assert len(report.added) == 2


def test_the_register_overrules_what_was_read(settings: Settings, folder: Path) -> None:
    (folder / "documents.yaml").write_text(
        "documents:\n- file: groenplan.md\n  title: Groenplan 2026\n  type: nota\n"
        "  status: ontwerp\n  date: 2026-10-01\n  groups: [college]\n",
        "utf-8",
    )
    run(settings, folder)
    by_file = {
        e.document.file: e.document for e in Store.open_for_reading(settings).manifest.entries
    }
    groen = by_file["groenplan.md"]
    assert (groen.title, groen.type, groen.status.value) == ("Groenplan 2026", "nota", "ontwerp")
    assert ("status", "register") in groen.read_from
    assert not groen.readable_by(frozenset())
    assert groen.readable_by(frozenset({"college"}))
    assert "documents.yaml" not in by_file
    # What the register says counts again when it changes, without the file changing.
    register = folder / "documents.yaml"
    register.write_text(register.read_text("utf-8").replace("ontwerp", "vastgesteld"), "utf-8")
    assert run(settings, folder).updated == ["groenplan.md"]
