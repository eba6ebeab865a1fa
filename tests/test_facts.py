"""What a document is, read from its first pages, its name and the register."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.catalogue import load
from corpus.documents import Document
from corpus.register import RegisterEntry
from corpus.status import Authority, Status
from ingest.dates import read_date
from ingest.facts import describe
from ingest.pages import Block, BlockKind, Page, ReadDocument


def read(first_page: str, *, heading: str = "", title: str = "") -> ReadDocument:
    blocks = (Block(BlockKind.HEADING, heading, 0, len(heading), 1),) if heading else ()
    text = f"{heading}\n{first_page}" if heading else first_page
    return ReadDocument((Page(1, "1", text, text, blocks),), title=title)


def facts(file: str, found: ReadDocument, register: RegisterEntry | None = None) -> Document:
    return describe(
        found, identifier="i", file=file, source="/s", register=register, catalogue=load()
    )


def test_a_budget_says_its_year_and_municipality() -> None:
    said = "Programmabegroting 2027. Gemeente Testdorp. De gemeente Testdorp. Gemeente Testdorp."
    found = facts("begroting.pdf", read(said, heading="Programmabegroting 2027"))
    assert (found.type, found.budget_year) == ("programmabegroting", 2027)
    assert found.municipality == "Testdorp"
    assert (
        dict(found.read_from)["type"] == "bestandsnaam" or "titel" in dict(found.read_from)["type"]
    )


def test_an_adoption_on_the_first_pages_gives_status_and_body() -> None:
    said = "Vastgesteld door de gemeenteraad op 29 juni 2023. Gemeente Testdorp"
    found = facts("omgevingsvisie.pdf", read(said, heading="Omgevingsvisie Testdorp 2040"))
    assert (found.status, found.adopted_by) == (Status.VASTGESTELD, "raad")
    assert found.type == "omgevingsvisie"


def test_a_draft_is_a_draft() -> None:
    found = facts("ontwerp-groenplan.pdf", read("Groenplan", heading="Ontwerp-groenplan 2027"))
    assert found.status is Status.ONTWERP


def test_a_decision_list_is_dated_by_its_page_not_its_name() -> None:
    said = "College van burgemeester en wethouders. Datum: 29 november 2022"
    found = facts("besluitenlijst_1_december_2022.pdf", read(said, heading="Besluitenlijst"))
    assert found.date == date(2022, 11, 29)
    assert found.authority is Authority.BESLUIT
    assert found.status is Status.VASTGESTELD


def test_what_is_not_there_stays_unknown() -> None:
    found = facts("stuk.txt", read("Zomaar een tekst over niets in het bijzonder."))
    assert (found.type, found.municipality, found.date, found.period) == (
        "overig",
        None,
        None,
        None,
    )
    assert found.status is Status.GENOEMD


def test_another_body_is_not_a_municipality() -> None:
    said = "Waterbeheerplan. Hoogheemraadschap van Rijnland. gemeente Leiden"
    found = facts("plan.md", read(said))
    assert found.municipality == "Hoogheemraadschap Rijnland"


def test_the_register_goes_before_everything() -> None:
    said = RegisterEntry(file="x.pdf", title="Iets anders", type="nota", municipality="Elders")
    found = facts("x.pdf", read("Gemeente Testdorp", heading="Programmabegroting 2027"), said)
    assert (found.title, found.type, found.municipality) == ("Iets anders", "nota", "Elders")
    assert dict(found.read_from)["title"] == "register"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("op 12 mei 2026 besloot", date(2026, 5, 12)),
        ("besluitenlijst_1_december_2022", date(2022, 12, 1)),
        ("op 31 februari 2026 en 1 maart 2026", date(2026, 3, 1)),
        ("in mei 2026", None),
    ],
)
def test_written_dates(text: str, day: date | None) -> None:
    assert read_date(text) == day
