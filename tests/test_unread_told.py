"""Absence is never told over pages that were not wholly read."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Outcome, Searched
from assistant.assistant import Assistant
from assistant.chat_answer import answer_html
from assistant.cli import main
from assistant.show import answer_text, map_text
from assistant.unread import UnreadPlace, unread_dicts, unread_note, unread_places
from corpus.documents import Document
from evals.statements import text_statements
from ingest.manifest import Entry, UnreadPage
from ingest.pages import Page, Unread, UnreadKind
from ingest.settings import Settings

SCAN = "samenwerkingsafspraken-vogelbuurt.pdf"
ABSENT = "Hoe is de wolvenpopulatie in onze gemeente geregeld?"
KNOWN = "Wie is bestuurlijk opdrachtgever voor de vergroening van de Vogelbuurt?"


def document(name: str) -> Document:
    return Document(id=name, file=f"{name}.pdf", source="/s", title=f"Nota_{name}", type="nota")


def places(name: str, *pages: int) -> list[UnreadPlace]:
    return [UnreadPlace(document(name), UnreadPage(page, "tabel als afbeelding")) for page in pages]


def test_pages_that_hide_nothing_are_not_listed() -> None:
    photo = Unread(UnreadKind.PICTURE, "afbeelding over 30% van de pagina")
    icon = Unread(UnreadKind.ICON, "afbeelding: op schema")
    table = Unread(UnreadKind.TABLE_PICTURE, "tabel als afbeelding")
    pages = [
        Page(1, "", "", "", (), unread=(photo, icon)),
        Page(2, "", "", "", (), unread=(photo, table, table)),
        Page(3, "", "", "", ()),
    ]
    assert UnreadPage.of(pages) == (UnreadPage(2, "tabel als afbeelding"),)


def test_the_note_names_documents_and_pages() -> None:
    assert unread_note([]) == ""
    assert unread_note(places("a", 12)) == (
        "Let op: op 1 pagina staat een tabel of tekst die niet is gelezen, en dus ook niet "
        "doorzocht (Nota a, p. 12)."
    )
    many = [*places("a", 1, 2, 3, 4, 5), *places("b", 7), *places("c", 8), *places("d", 9)]
    assert unread_note(many) == (
        "Let op: op 8 pagina's staat een tabel of tekst die niet is gelezen, en dus ook niet "
        "doorzocht (Nota a, p. 1, 2, 3, 4, ...; Nota b, p. 7; Nota c, p. 8; "
        "en 1 ander document)."
    )


def test_at_most_twenty_pages_are_listed_and_all_are_counted() -> None:
    found = tuple(places("a", *range(1, 31)))
    told = Searched(1, 9, (), date(2026, 11, 25), unread=found).to_dict()
    assert (told["unread_pages"], len(told["unread"])) == (30, 20)
    assert unread_dicts(found[:1]) == [{"file": "a.pdf", "page": 1, "what": "tabel als afbeelding"}]


def test_only_what_was_searched_counts_and_a_copy_counts_once() -> None:
    entry = Entry(document("a"), "e1", "", "", 1, unread=(UnreadPage(3, "tabel als afbeelding"),))
    copy = replace(entry, document=document("b"))
    other = replace(entry, edition="e2")
    assert len(unread_places([entry, copy, other])) == 2
    assert [p.document.file for p in unread_places([entry, copy, other], {"e1"})] == ["a.pdf"]


@pytest.fixture(scope="module")
def assistant(sample_store: Path) -> Assistant:
    return Assistant.open(Settings(data=sample_store))


def test_absence_is_told_with_what_was_not_read(assistant: Assistant) -> None:
    answer = assistant.ask(ABSENT, as_of=date(2026, 11, 23))
    assert answer.outcome is Outcome.NOT_IN_SOURCES
    assert answer.text.count("Let op: op 1 pagina staat een tabel of tekst") == 1
    assert "p. 5)" in answer.text
    assert " ".join(answer_text(answer).split()).count("Let op: op 1 pagina") == 1
    shown = re.sub(r"<[^>]+>", " ", answer_html(answer))
    assert shown.count("Let op: op 1 pagina") == 1
    (unread,) = answer.to_dict()["searched"]["unread"]
    assert (unread["file"], unread["page"]) == (SCAN, 5)
    # It says something of the search, not of the municipality.
    assert not [s for s in text_statements(answer.text) if "Let op" in s.text]


def test_an_answer_without_absence_is_not_burdened(assistant: Assistant) -> None:
    answer = assistant.ask(KNOWN, as_of=date(2026, 11, 23))
    assert "niet aangetroffen" not in answer.text.lower()
    assert "Let op: op 1 pagina" not in answer.text
    assert answer.searched.to_dict()["unread_pages"] == 1


def test_the_gap_map_tells_it_too(assistant: Assistant) -> None:
    found = assistant.map()
    assert map_text(found).count("Let op: op 1 pagina staat") == 1
    assert found.to_dict()["unread_pages"] == 1


def test_status_counts_the_pages_per_document(
    sample_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(sample_store), "status"]) == 0
    out = capsys.readouterr().out
    assert out.count("niet geheel gelezen") == 1
    assert "! 1 pagina is niet geheel gelezen: p. 5" in out
    assert main(["--data", str(sample_store), "--json", "status"]) == 0
    found = {d["file"]: d for d in json.loads(capsys.readouterr().out)["documents"]}
    assert found[SCAN]["unread_pages"] == 1
    assert found[SCAN]["unread"] == [{"page": 5, "what": "gescande pagina zonder tekstlaag"}]
    assert not found[SCAN]["ocr"]
    assert sum(d["unread_pages"] for d in found.values()) == 1
