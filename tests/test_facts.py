"""What a document is, read from its first pages, its name and the register."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.catalogue import load
from corpus.documents import Document
from corpus.register import RegisterEntry
from corpus.status import Authority, Status
from ingest.dates import read_date
from ingest.facts import Described, describe, read_facts
from ingest.pages import Block, BlockKind, Page, ReadDocument


def read(
    first_page: str, *, heading: str = "", title: str = "", created: str = "", last_page: str = ""
) -> ReadDocument:
    """A document of a heading, the lines of a first page, and those of a last one."""
    pages = [page(1, heading, first_page)]
    if last_page:
        pages += [page(n, "", f"Hoofdstuk {n}") for n in range(2, 6)] + [page(6, "", last_page)]
    return ReadDocument(tuple(pages), title=title, created=created)


def page(number: int, heading: str, text: str) -> Page:
    lines = [(BlockKind.HEADING, heading)] if heading else []
    lines += [(BlockKind.PARAGRAPH, line) for line in text.splitlines()]
    blocks, at = [], 0
    for kind, line in lines:
        level = 1 if kind is BlockKind.HEADING else 0
        blocks.append(Block(kind, line, at, at + len(line), level))
        at += len(line) + 1
    whole = "\n".join(block.text for block in blocks)
    return Page(number, str(number), whole, whole, tuple(blocks))


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
    assert found.municipality == "Hoogheemraadschap van Rijnland"


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


def described(file: str, found: ReadDocument, register: RegisterEntry | None = None) -> Described:
    return read_facts(
        found, identifier="i", file=file, source="/s", register=register, catalogue=load()
    )


def doubts(file: str, found: ReadDocument, register: RegisterEntry | None = None) -> list[str]:
    return [doubt.fact for doubt in described(file, found, register).doubts]


# -- title --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "heading", "text", "title"),
    [
        (
            "Microsoft Word - sjabloon v3.docx",
            "Woonvisie Testdorp 2030",
            "",
            "Woonvisie Testdorp 2030",
        ),
        ("Raadsvoorstel parkeren", "Woonvisie Testdorp 2030", "", "Woonvisie Testdorp 2030"),
        ("Woonvisie Testdorp 2025", "Woonvisie Testdorp 2030", "", "Woonvisie Testdorp 2030"),
        ("Besluitenlijst vertrouwelijk", "Besluitenlijst openbaar", "", "Besluitenlijst openbaar"),
        (
            "Woonvisie Testdorp 2030: thuis voor iedereen",
            "Woonvisie",
            "Testdorp 2030 thuis voor iedereen",
            "Woonvisie Testdorp 2030: thuis voor iedereen",
        ),
        ("", "1.1 Inleiding", "Een stuk tekst.", "Stuk over wonen"),
        (
            "Document1",
            "",
            "Een stuk tekst met een punt. En nog een zin erachteraan.",
            "Stuk over wonen",
        ),
    ],
)
def test_a_title_must_be_borne_out_by_the_page(
    stated: str, heading: str, text: str, title: str
) -> None:
    found = facts("stuk_over_wonen.pdf", read(text, heading=heading, title=stated))
    assert found.title.removesuffix(" (zonder datum)") == title


def test_a_title_over_two_lines_and_a_file_name_with_years() -> None:
    cover = ReadDocument(
        (
            page(1, "", "Waterbeheerplan\n2026 - 2031\nVastgesteld door de raad op 1 mei 2025"),
            page(2, "Inhoud", "Tekst"),
        )
    )
    assert facts("x.pdf", cover).title == "Waterbeheerplan 2026 - 2031"
    years = ReadDocument(
        (page(1, "Groenplan", "2026 - 2031\nEen lange zin die verder niets zegt."),)
    )
    assert facts("x.pdf", years).title == "Groenplan 2026 - 2031"
    plain = read("Er staat hier alleen een lange zin die geen titel van een document kan zijn.")
    assert facts("beheerplan_groen_2021-2024.pdf", plain).title == "Beheerplan groen 2021-2024"


@pytest.mark.parametrize(
    ("heading", "text", "title"),
    [
        (
            "Raadsvoorstel",
            "Onderwerp: Woonvisie 2030\nDatum: 3 mei 2026",
            "Raadsvoorstel: Woonvisie 2030",
        ),
        (
            "Onderwerp: Voortgang station",
            "Raadsinformatiebrief",
            "Raadsinformatiebrief: Voortgang station",
        ),
        ("Woonvisie Testdorp 2030", "Onderwerp: iets anders", "Woonvisie Testdorp 2030"),
        (
            "Verordening van de raad houdende regels over afval",
            "Deze verordening wordt aangehaald als: Afvalstoffenverordening Testdorp 2024.",
            "Afvalstoffenverordening Testdorp 2024",
        ),
    ],
)
def test_a_form_and_a_regulation_tell_their_title(heading: str, text: str, title: str) -> None:
    assert facts("stuk.pdf", read(text, heading=heading)).title == title


def test_the_name_of_a_site_is_no_part_of_a_title() -> None:
    page_title = "Het college van B en W - Gemeente Testdorp"
    found = facts("college.html", read("Tekst", heading="Het college van B en W", title=page_title))
    assert (found.title, found.municipality) == ("Het college van B en W", "Testdorp")


# -- type ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("raadsvoorstel_programmabegroting_2026.pdf", "raadsvoorstel"),
        ("programmabegroting_2026.pdf", "programmabegroting"),
        ("besluitenlijst_vaststelling_begroting_2026.pdf", "besluitenlijst"),
        ("raadsinformatiebrief-warmteprogramma.pdf", "raadsinformatiebrief"),
        ("zienswijze_begroting_2026_GGD.pdf", "overig"),
        ("waterbeheerplan-2022-2027.pdf", "waterschapsplan"),
        ("waterbeheerplan/hoofdstuk_03.html", "waterschapsplan"),
        ("college.html", "webpagina"),
        ("startnotitie_omgevingsvisie.pdf", "nota"),
        ("stuk.pdf", "overig"),
    ],
)
def test_types(file: str, kind: str) -> None:
    assert facts(file, read("Een lange zin die niets zegt van wat voor stuk dit is.")).type == kind


# -- whose --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "heading", "whose"),
    [
        ("College van burgemeester en wethouders van Duinzicht", "Besluitenlijst", "Duinzicht"),
        ("Gemeente 's-Hertogenwaard", "Besluitenlijst", "'s-Hertogenwaard"),
        ("Gemeente Capelle aan den Vliet", "Nota", "Capelle aan den Vliet"),
        ("Gemeente De Ronde Waard", "Nota", "De Ronde Waard"),
        (
            "Voor de gemeente Leerdijk en de gemeente Oost.\nRaad van Europa, Raad van State",
            "Nota",
            None,
        ),
        ("Provincie Oostland. Met de gemeente Leerdijk.", "Nota", "Provincie Oostland"),
        (
            "Het waterschap werkt hieraan. Rijnland is trots. Rijnland doet mee. Zo is Rijnland.",
            "Waterveiligheid",
            "Hoogheemraadschap van Rijnland",
        ),
        ("De zon schijnt in Duinzicht.", "Verhaal", None),
    ],
)
def test_whose(text: str, heading: str, whose: str | None) -> None:
    assert facts("stuk.pdf", read(text, heading=heading)).municipality == whose


# -- standing -----------------------------------------------------------------------------------


def test_a_signature_on_the_last_page_counts() -> None:
    signed = "Aldus vastgesteld in de openbare vergadering van de raad van 8 oktober 2026."
    found = facts(
        "verordening.pdf", read("Artikel 1", heading="Afvalverordening", last_page=signed)
    )
    assert (found.status, found.adopted_by, found.date) == (
        Status.VASTGESTELD,
        "raad",
        date(2026, 10, 8),
    )


def test_what_a_council_adopts_goes_before_what_the_college_did() -> None:
    text = (
        "Vastgesteld door het college van burgemeester en wethouders op 20 mei 2025\n"
        "Vastgesteld door de raad op 3 juli 2025"
    )
    found = described("kadernota-2026.pdf", read(text, heading="Kadernota 2026"))
    assert (found.document.adopted_by, found.document.date) == ("raad", date(2025, 7, 3))
    assert "date" not in {doubt.fact for doubt in found.doubts}


def test_a_draft_that_the_college_adopted_is_a_draft() -> None:
    text = "Vastgesteld door het college op 3 maart 2026, voor de terinzagelegging"
    found = facts("plan.pdf", read(text, heading="Ontwerp-omgevingsvisie Testdorp 2040"))
    assert (found.status, found.adopted_by) == (Status.ONTWERP, None)


def test_a_table_of_versions_tells_by_its_highest() -> None:
    rows = "0.8 concept 1 februari 2026\n1.0 vastgesteld 12 maart 2026"
    assert facts("nota.pdf", read(rows, heading="Nota bodem")).status is Status.VASTGESTELD
    rows = "0.8 concept 1 februari 2026\n0.9 concept 12 maart 2026"
    assert facts("nota.pdf", read(rows, heading="Nota bodem")).status is Status.ONTWERP


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("concept_nota_bodem", Status.ONTWERP),
        ("nota_bodem_concept_v2", Status.ONTWERP),
        ("nota_bodem_vastgesteld_20260512", Status.VASTGESTELD),
        ("nota_conceptualisering", Status.GENOEMD),
        ("zienswijze_op_ontwerp_omgevingsplan", Status.GENOEMD),
    ],
)
def test_a_name_may_tell_the_status(name: str, status: Status) -> None:
    assert facts(f"{name}.pdf", read("Tekst", heading="Nota bodem")).status is status


def test_who_usually_adopts_is_no_proof() -> None:
    found = facts("coalitieakkoord-2026-2030.pdf", read("Akkoord", heading="Samen vooruit"))
    assert (found.adopted_by, found.status) == (None, Status.GENOEMD)
    budget = facts("begroting-2026.pdf", read("Tekst", heading="Programmabegroting 2026"))
    assert budget.adopted_by is None


def test_a_date_in_a_sentence_is_not_the_date() -> None:
    text = "Voor de verkiezingen van 22 november 2026"
    assert facts("verkiezingsprogramma.pdf", read(text, heading="Nu de mensen")).date is None
    assert facts("nota.pdf", read("Datum: maart 2026", heading="Nota bodem")).date is None


def test_a_budget_plans_from_its_own_year() -> None:
    heading = "Programmabegroting 2027 en meerjarenraming 2028-2030"
    found = facts("begroting.pdf", read("Tekst", heading=heading))
    assert (found.budget_year, found.period) == (2027, (2027, 2030))


# -- doubts -------------------------------------------------------------------------------------


def test_what_a_type_cannot_lack_is_a_doubt() -> None:
    assert "budget_year" in doubts("begroting.pdf", read("Tekst", heading="Programmabegroting"))
    assert "period" in doubts("coalitieakkoord.pdf", read("Tekst", heading="Samen vooruit"))
    assert "date" in doubts("besluitenlijst.pdf", read("Tekst", heading="Besluitenlijst"))
    assert "status" in doubts("nota.pdf", read("Tekst", heading="Nota bodem"))
    assert "municipality" in doubts("nota.pdf", read("Tekst", heading="Nota bodem"))
    assert "type" in doubts("stuk.pdf", read("Tekst", heading="Iets"))


def test_sources_that_contradict_each_other_are_a_doubt_with_both() -> None:
    found = described("begroting-2026.pdf", read("Tekst", heading="Programmabegroting 2027"))
    doubt = next(d for d in found.doubts if d.fact == "budget_year")
    assert {(c.value, c.read_from) for c in doubt.candidates} == {
        ("2027", "titel"),
        ("2026", "bestandsnaam"),
    }
    text = "ONTWERP\nVastgesteld door de raad op 12 mei 2026"
    found = described("nota.pdf", read(text, heading="Nota bodem"))
    doubt = next(d for d in found.doubts if d.fact == "status")
    assert {c.value for c in doubt.candidates} == {"vastgesteld", "ontwerp"}
    said = read("Datum: 10 mei 2026", heading="Besluitenlijst college")
    found = described("besluitenlijst-2026-05-12.pdf", said)
    doubt = next(d for d in found.doubts if d.fact == "date")
    assert {c.value for c in doubt.candidates} == {"2026-05-10", "2026-05-12"}


def test_sources_that_agree_are_no_doubt() -> None:
    text = "Gemeente Testdorp\nVastgesteld door de raad op 12 mei 2026"
    assert doubts("nota-bodem-2026.pdf", read(text, heading="Nota bodem 2026")) == []


def test_when_the_file_was_made_is_a_candidate_and_no_date() -> None:
    found = described(
        "besluitenlijst.pdf", read("Tekst", heading="Besluitenlijst", created="2026-05-17")
    )
    assert found.document.date is None
    doubt = next(d for d in found.doubts if d.fact == "date")
    assert doubt.candidates[0].read_from == "aanmaakdatum van het bestand"


def test_a_document_that_calls_itself_closed_is_a_doubt_until_the_register_says() -> None:
    secret = read("VERTROUWELIJK - alleen voor het college", heading="Memo beheer")
    assert "groups" in doubts("memo.pdf", secret)
    for groups in ((), ("college",)):
        said = RegisterEntry(file="memo.pdf", groups=groups)
        assert "groups" not in doubts("memo.pdf", secret, said)
    public = read("Openbaar\nVertrouwelijk omgaan met gegevens", heading="Openbaar verslag")
    assert "groups" not in doubts("memo.pdf", public)


def test_the_register_settles_a_doubt_also_with_unknown() -> None:
    national = read("Tekst", heading="Coalitieakkoord 2021-2025")
    assert "municipality" in doubts("akkoord.pdf", national)
    said = RegisterEntry(file="akkoord.pdf", municipality=None)
    assert "municipality" not in doubts("akkoord.pdf", national, said)


def test_a_doubt_tells_what_to_write() -> None:
    found = described("begroting-2026.pdf", read("Tekst", heading="Programmabegroting 2027"))
    told = {doubt.fact: doubt.yaml("map/begroting 2026.pdf") for doubt in found.doubts}
    assert told["budget_year"] == (
        "- file: map/begroting 2026.pdf\n  budget_year: 2027  # of: 2026"
    )
    assert told["municipality"].splitlines()[1].startswith("  # municipality: ")
