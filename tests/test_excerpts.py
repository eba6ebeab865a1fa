"""Excerpts: what the best passages literally say, when no rule could read a fact from them."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answer import Answer, Outcome
from assistant.assistant import Assistant
from corpus.catalogue import load
from ingest.embed import HashEmbedder
from ingest.settings import Settings
from ingest.sync import ingest

LIST = """# Besluitenlijst college van B en W 10 mei 2022 gemeente Testdorp

## 3.1 Huisvesting onderwijs

Het gebouw aan de Wilgenlaan te gebruiken voor het onderwijs aan ontheemden.
Het gebruik eindigt met het schooljaar. De directeur ziet hierop toe.

## 3.2 Afval

De inzameling van huisvuil is geheel in handen van de regionale afvaldienst.
"""
BUDGET = """# Programmabegroting 2027 gemeente Testdorp

## Lokale heffingen

Bedragen in euro's

| Tarief | 2026 | 2027 |
|---|---|---|
| Eenpersoonshuishouden | 301,20 | 305,40 |
| Meerpersoonshuishouden | 341,40 | 352,80 |
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder, data = tmp_path_factory.mktemp("in"), tmp_path_factory.mktemp("data")
    (folder / "besluitenlijst.md").write_text(LIST, "utf-8")
    (folder / "begroting.md").write_text(BUDGET, "utf-8")
    settings = Settings(data=data, embedding="hash")
    ingest([folder], settings, embedder=HashEmbedder(), catalogue=load())
    return Assistant.open(settings)


def ask(assistant: Assistant, question: str) -> Answer:
    return assistant.ask(question, as_of=date(2026, 11, 25))


def test_a_question_that_fits_no_slot_is_answered_by_what_a_source_says(
    assistant: Assistant,
) -> None:
    answer = ask(assistant, "Welk gebouw wordt gebruikt voor het onderwijs aan ontheemden?")
    assert answer.outcome is Outcome.ANSWERED
    first = answer.slot("excerpts")[0]
    assert first["text"].startswith("Het gebouw aan de Wilgenlaan te gebruiken")
    assert first["answers"]
    assert first["day"] == "10 mei 2022"
    assert "“Het gebouw aan de Wilgenlaan" in answer.text.split("\n\n")[0]
    quotes = [answer.citations[n - 1].quote for n in first.citations]
    assert " ".join(quotes) == first["text"]


def test_a_row_is_told_with_the_headers_of_the_year_that_is_asked(assistant: Assistant) -> None:
    answer = ask(assistant, "Wat is het tarief voor een eenpersoonshuishouden in 2027?")
    rows = [e for e in answer.slot("excerpts") if "305,40" in e["text"]]
    assert rows
    assert "301,20" not in rows[0]["text"]


def test_a_date_is_not_told_that_no_source_shows(assistant: Assistant) -> None:
    answer = ask(assistant, "Wie haalt het huisvuil op?")
    told = next(e for e in answer.slot("excerpts") if "huisvuil" in e["text"])
    assert told["day"] is None or told["day"] in {"10 mei 2022"}
    assert "Uit de bronnen" in answer.text


def test_an_excerpt_of_the_wrong_kind_does_not_answer(assistant: Assistant) -> None:
    answer = ask(assistant, "Hoeveel kost het onderwijs aan ontheemden?")
    assert not any(e["answers"] for e in answer.slot("excerpts"))
    assert answer.outcome is not Outcome.ANSWERED


def test_nothing_is_excerpted_for_what_is_nowhere(assistant: Assistant) -> None:
    answer = ask(assistant, "Hoe is de wolvenpopulatie geregeld?")
    assert answer.outcome is Outcome.NOT_IN_SOURCES
    assert not answer.slot("excerpts")
