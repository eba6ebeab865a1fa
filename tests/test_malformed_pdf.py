"""Malformed and hostile PDFs: each is read or refused in one line, and harms nothing."""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import pytest
import typst

from corpus.catalogue import load
from ingest.embed import HashEmbedder
from ingest.report import IngestReport
from ingest.settings import Settings
from ingest.sync import ingest
from tests.malformed_pdf import damaged, hostile, intact

SOURCE = """
#set document(title: "Groenplan Testdorp")
#set page(numbering: "1")
#outline()
= Bomen
Wij planten 1.000 bomen in de gemeente Testdorp voor 2030.
#table(columns: 3, [Jaar], [Bomen], [Lasten], [2027], [250], [1.234], [2028], [750], [-5.678])
#pagebreak()
== Beheer
Voor het beheer van de bomen is nog geen dekking.
"""
# How a reader ends that did not end by itself: all of these are faults to mend.
FAULTS = ("liep erop vast", "struikelde", "duurt te lang", "systeem heeft het lezen gestopt")


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folders where a program that is had might write, all empty."""
    folder = tmp_path / "elders"
    for name, variable in (("thuis", "HOME"), ("tijdelijk", "TMPDIR"), ("hier", "PWD")):
        (folder / name).mkdir(parents=True)
        monkeypatch.setenv(variable, str(folder / name))
    monkeypatch.chdir(folder / "hier")
    return folder


def take_in(files: Iterable[tuple[str, bytes]], home: Path) -> IngestReport:
    folder = home / "in"
    folder.mkdir()
    for number, (name, data) in enumerate(files):
        (folder / f"{number:03} {name.replace('/', ' van ')}.pdf").write_bytes(data)
    settings = Settings(data=home / "data", embedding="hash", ocr=False)
    return ingest([folder], settings, embedder=HashEmbedder(), catalogue=load())


def assert_harmless(report: IngestReport, elsewhere: Path) -> None:
    for refused in report.refused:
        assert refused["reason"].isprintable(), refused
        assert refused["reason"].endswith("."), refused
        assert not any(fault in refused["reason"] for fault in FAULTS), refused
    assert not [path for path in elsewhere.rglob("*") if path.is_file()]
    assert not Path("/tmp/piketpaal-x").exists()
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert most * (1 if sys.platform == "darwin" else 1024) < 2.2 * 2**30


@pytest.mark.slow
def test_a_damaged_pdf_is_read_or_refused(tmp_path: Path, elsewhere: Path) -> None:
    good = typst.compile(SOURCE.encode())
    files = list(damaged(good, seed=1))
    assert len(files) >= 80
    report = take_in([("heel", good), *files], tmp_path)
    assert_harmless(report, elsewhere)
    assert len(report.added) + len(report.refused) == len(files) + 1
    # Most damage can be read through; what cannot is said.
    assert len(report.added) > 30
    assert len(report.refused) > 10


@pytest.mark.slow
def test_a_hostile_pdf_is_read_or_refused(tmp_path: Path, elsewhere: Path) -> None:
    files = list(hostile())
    assert len(files) >= 150
    report = take_in(files, tmp_path)
    assert_harmless(report, elsewhere)
    assert len(report.added) + len(report.refused) == len(files)
    added = {name[4:-4] for name in report.added}
    # What a page does when it is opened is no reason to refuse what it says.
    assert {"opens with a script", "opens with a program", "files inside"} <= added
    assert {"outline that goes round", "labels that are their own kids"} <= added
    refused = {r["file"][4:-4]: r["reason"] for r in report.refused}
    assert "10000 pagina's is meer dan de grens" in refused["ten thousand blank pages"]
    assert "geheugen" in refused["page that inflates to a gigabyte"]


@pytest.mark.slow
@pytest.mark.real_data
def test_a_damaged_real_pdf_is_read_or_refused(
    tmp_path: Path, elsewhere: Path, real_data: Path
) -> None:
    documents = sorted(real_data.rglob("*.pdf"), key=lambda path: path.stat().st_size)[:4]
    assert len(documents) == 4
    files = [
        (f"{place} {name}", data)
        for place, document in enumerate(documents)
        for name, data in islice(damaged(document.read_bytes(), seed=place), place, None, 6)
    ]
    assert len(files) > 40
    report = take_in(files, tmp_path)
    assert_harmless(report, elsewhere)
    assert len(report.added) + len(report.refused) == len(files)


def test_without_what_is_wrong_with_them_they_can_be_read(tmp_path: Path) -> None:
    """Or the refusals would say nothing about what is wrong."""
    report = take_in([("door pdf", intact()), ("typst", typst.compile(SOURCE.encode()))], tmp_path)
    assert len(report.added) == 2
