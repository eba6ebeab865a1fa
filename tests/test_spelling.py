"""A misspelt word is read as the one it resembles, of documents that the asker may read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.retrieve import Filters
from corpus.catalogue import load
from ingest.embed import HashEmbedder
from ingest.settings import Settings
from ingest.sync import ingest

OPEN = "# Besluitenlijst Testdorp\n\nHet onderwijs aan kinderen gaat door in het Havenkwartier.\n"
CLOSED = "# Memo\n\nHet boventalligheidsplan kost een miljoen.\n"
REGISTER = "documents:\n- {file: memo.md, groups: [directie]}\n"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("in")
    (folder / "open.md").write_text(OPEN, "utf-8")
    (folder / "memo.md").write_text(CLOSED, "utf-8")
    (folder / "documents.yaml").write_text(REGISTER, "utf-8")
    settings = Settings(data=tmp_path_factory.mktemp("data"), embedding="hash")
    ingest([folder], settings, embedder=HashEmbedder(), catalogue=load())
    return Assistant.open(settings)


def text(assistant: Assistant, question: str, *groups: str) -> str:
    found = assistant.ask(question, Filters(frozenset(groups)), as_of=date(2026, 11, 25))
    assert found.question == question
    return found.text


def test_a_misspelt_word_finds_what_was_meant_and_says_so(assistant: Assistant) -> None:
    told = text(assistant, "waar gaat het ondewijs aan kindren door?")
    assert "Het onderwijs aan kinderen gaat door" in told
    assert "'ondewijs' als 'onderwijs'" in told


@pytest.mark.parametrize(
    "question",
    [
        "Waar gaat het onderwijs aan kinderen door?",
        "Hoe staat het met het Havenkwatier en de wolven?",  # a name may be another place
        "Where does the ondewijs for kindren take place?",  # another language
    ],
)
def test_what_is_right_or_a_name_or_english_is_left_alone(
    assistant: Assistant, question: str
) -> None:
    assert "Gelezen:" not in text(assistant, question)


def test_a_word_of_a_closed_document_is_not_given_away(assistant: Assistant) -> None:
    question = "wat kost het boventaligheidsplan?"
    assert "boventalligheid" not in text(assistant, question)
    assert "boventalligheid" in text(assistant, question, "directie")
