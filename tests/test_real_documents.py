"""Real municipal documents, where they are: all that is readable goes in, every quote stands."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from bs4 import BeautifulSoup
from docx import Document as WordDocument

from assistant.answer import Answer, Outcome
from assistant.assistant import Assistant
from corpus.catalogue import load
from ingest.embed import HashEmbedder
from ingest.settings import Settings
from ingest.sync import IngestReport, ingest

QUESTIONS = (
    "Hoe werkt Wassenaar aan klimaatadaptatie en welke instrumenten missen we?",
    "Hoeveel is er in Wassenaar in 2021 begroot voor riolering?",
    "Wie is in Wassenaar portefeuillehouder voor duurzaamheid?",
    "Hoe zorgt Voorschoten voor meer betaalbare woningen?",
    "Wat heeft het college van Wassenaar besloten over Oostdorp?",
    "Hoe hard is in Geldrop-Mierlo toegezegd dat er 500 nieuwe woningen komen?",
    "Is er in Wassenaar een vastgestelde omgevingsvisie?",
    "Hoe pakken we de energietransitie in Wassenaar aan?",
    "Hoe krijgt Wassenaar de begroting 2021-2024 sluitend?",
    "Hoe combineren we rioolvervanging met herinrichting van wegen in Wassenaar?",
    "Wat staat er in het coalitieakkoord van het Rijk over stikstof?",
    "Hoe zorgt Rijnland voor goede waterkwaliteit?",
    "Onder welk taakveld valt openbaar groen?",
    "Moet de raad of het college het omgevingsplan vaststellen?",
    "Hoe is de wolvenpopulatie geregeld?",
)


@pytest.fixture(scope="module")
def documents(real_data: Path) -> Path:
    return real_data / "documents"


@pytest.fixture(scope="module")
def ingested(
    documents: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[IngestReport, Assistant]:
    """All real documents, with the embedding that needs no model: reading is what is tested."""
    settings = Settings(data=tmp_path_factory.mktemp("real"), embedding="hash", ocr=False)
    report = ingest([documents], settings, embedder=HashEmbedder(), catalogue=load())
    return report, Assistant.open(settings)


@pytest.fixture(scope="module")
def answers(ingested: tuple[IngestReport, Assistant]) -> dict[str, Answer]:
    return {q: ingested[1].ask(q, as_of=date(2026, 11, 23)) for q in QUESTIONS}


def test_everything_readable_goes_in_and_the_rest_is_refused_with_a_reason(
    ingested: tuple[IngestReport, Assistant],
) -> None:
    report, _ = ingested
    refused = {r["file"]: r["reason"] for r in report.refused}
    assert set(refused) == {
        "blank.pdf",
        "jaarstukken_wassenaar_2021_scan_without_text.pdf",
        "jaarrekening_wassenaar_2019.pdf",
    }
    assert "leeg" in refused["blank.pdf"]
    assert "scan" in refused["jaarstukken_wassenaar_2021_scan_without_text.pdf"]
    # Its fonts hold glyph numbers, no characters: pdftotext and pypdf give the same noise.
    assert "onleesbare tekstlaag" in refused["jaarrekening_wassenaar_2019.pdf"]
    assert len(report.added) == 39


def squashed(text: str) -> str:
    return re.sub(r"[\s\u00ad]+", "", re.sub("[\ufffe\x02]\r?\n?", "", text))


def printed(file: Path, page: int) -> str:
    """The text of a page as another library than ours gives it."""
    if file.suffix == ".pdf":
        with pypdfium2.PdfDocument(file) as pdf:
            return str(pdf[page - 1].get_textpage().get_text_range())
    if file.suffix == ".html":
        return BeautifulSoup(file.read_bytes(), "html.parser").get_text(" ")
    if file.suffix == ".docx":
        return " ".join(node.text or "" for node in WordDocument(str(file)).element.iter())
    return file.read_text("utf-8").replace("**", "")


def test_every_quote_stands_on_its_page(documents: Path, answers: dict[str, Answer]) -> None:
    checked = 0
    for citation in (c for answer in answers.values() for c in answer.citations):
        page = squashed(printed(documents / citation.document.file, citation.page))
        for part in citation.quote.split(" | "):
            assert squashed(part) in page, (citation.document.file, citation.page, part)
            checked += 1
    assert checked > 150


def test_answers_keep_to_the_municipality_that_is_named(answers: dict[str, Answer]) -> None:
    for question, answer in answers.items():
        for name in ("Wassenaar", "Voorschoten", "Geldrop-Mierlo"):
            if name in question:
                assert {c.document.municipality for c in answer.citations} == {name}


def test_items_of_decision_lists_are_headings_and_no_rows(
    ingested: tuple[IngestReport, Assistant], answers: dict[str, Answer]
) -> None:
    store = ingested[1].store
    lists = {e for e, d in store.manifest.by_edition.items() if d.type == "besluitenlijst"}
    rows = [p.row for p in store.every_passage() if p.row and p.edition in lists]
    assert not [row.label for row in rows if re.fullmatch(r"\d+(\.\w+)*\.?", row.label)]
    oostdorp = answers["Wat heeft het college van Wassenaar besloten over Oostdorp?"]
    assert oostdorp.slot("commissions")[0]["title"].startswith("5.b.1 Herstructurering")


def test_dates_of_decision_lists_are_those_in_their_names(
    ingested: tuple[IngestReport, Assistant],
) -> None:
    from ingest.dates import read_date

    for document in ingested[1].store.manifest.documents:
        # One file is named after another day than the meeting whose list it holds.
        if document.type == "besluitenlijst" and "1_december" not in document.file:
            assert document.date == read_date(document.file), document.file


def test_what_is_nowhere_is_not_in_the_sources(answers: dict[str, Answer]) -> None:
    assert answers[QUESTIONS[-1]].outcome is Outcome.NOT_IN_SOURCES
