"""Reads lists of decisions in the layouts of many municipalities: one point, one decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from time import process_time

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from corpus.documents import Document
from ingest.decisions import Decision, Outcome, decisions_of
from ingest.pages import Block, BlockKind, Page, ReadDocument
from ingest.read import read
from ingest.text import collapse
from tests import decision_lists as lists

HEAD = '#set text(lang: "nl", size: 10pt, font: "Libertinus Serif")\n'
LIST = Document(id="x", file="lijst.pdf", source="/s", title="", type="besluitenlijst")
Short = tuple[str, str, str, str]
"""Number, title, portfolio or general heading, and what became of it."""


def read_typst(folder: Path, source: str) -> ReadDocument:
    path = folder / "lijst.pdf"
    path.write_bytes(typst.compile((HEAD + source).encode()))
    return read(path)


def read_text(folder: Path, name: str, source: str) -> ReadDocument:
    (folder / name).write_text(source, "utf-8")
    return read(folder / name)


def short(found: tuple[Decision, ...]) -> list[Short]:
    return [(d.number, d.title, d.portfolio or d.heading, d.outcome.value) for d in found]


def check_places(document: ReadDocument, found: tuple[Decision, ...]) -> None:
    """The decision stands where it says, and no two points share a character."""
    text = {page.number: page.text for page in document.pages}
    taken: dict[int, set[int]] = {}
    for decision in found:
        said = " ".join(text[s.page][s.start : s.end] for s in decision.decided)
        assert collapse(said) == decision.text
        for span in decision.spans:
            own = set(range(span.start, span.end))
            assert not own & taken.setdefault(span.page, set())
            taken[span.page] |= own


LAYOUTS: dict[str, tuple[str, date, str, list[Short]]] = {
    "numbered headings": (
        lists.NUMBERED_HEADINGS,
        date(2023, 3, 14),
        "college",
        [
            ("1", "Vaststelling besluitenlijst 7 maart 2023", "", "besloten"),
            ("2", "Nota grondbeleid 2023-2027", "wethouder Smit", "besloten"),
            ("4", "Raadsvoorstel krediet rotonde Kanaalweg", "wethouder Bakker", "voorstel"),
            ("5", "Rondvraag", "", "geen"),
        ],
    ),
    "numbered lines": (
        lists.NUMBERED_LINES,
        date(2023, 9, 5),
        "college",
        [
            ("1", "Verslag vorige vergadering", "", "conform"),
            ("2", "Verkeersbesluit Dorpsstraat", "wethouder Van der Laan", "besloten"),
            ("3", "Principeverzoek Zandpad 12", "", "aangehouden"),
            ("4", "Jaarverslag klachten 2022", "", "kennisgeving"),
        ],
    ),
    "a table": (
        lists.TABLE,
        date(2023, 4, 11),
        "college",
        [
            ("1", "Openbare besluitenlijst 4 april 2023", "Burgemeester", "besloten"),
            ("2", "Uitvoeringsprogramma duurzaamheid", "Wethouder Postma", "besloten"),
            ("3a", "Krediet school De Regenboog", "Wethouder Dijkstra", "voorstel"),
            ("3b", "Huurovereenkomst gymzaal", "Wethouder Dijkstra", "conform"),
        ],
    ),
    "labelled lines with case numbers": (
        lists.LABELLED_LINES,
        date(2023, 2, 21),
        "college",
        [
            (
                "Z/23/104512",
                "Beleidsregels standplaatsen 2023",
                "Portefeuille wethouder J. Hendriks",
                "besloten",
            ),
            (
                "Z/23/104877",
                "Zienswijze ontwerpbegroting GGD",
                "Portefeuille wethouder J. Hendriks",
                "voorstel",
            ),
            (
                "Z/23/105001",
                "Evenementenkalender 2023",
                "Portefeuille burgemeester P. van Dam",
                "conform",
            ),
        ],
    ),
    "a form per point": (
        lists.FORM_PER_POINT,
        date(2023, 6, 6),
        "college",
        [
            ("", "Groenbeheerplan 2023-2032", "H. Mulder", "besloten"),
            ("", "Aanwijzing stemlokalen", "A. Visser", "conform"),
        ],
    ),
    "a council": (
        lists.COUNCIL,
        date(2023, 9, 28),
        "raad",
        [
            ("1", "Opening en mededelingen", "", "geen"),
            ("5", "Verordening onderwijshuisvesting 2023", "Hamerstukken", "besloten"),
            (
                "7",
                "Bestemmingsplan Buitengebied, 3e herziening",
                "Bespreekstukken",
                "besloten",
            ),
            ("8", "Kapverordening", "Bespreekstukken", "verworpen"),
        ],
    ),
    "bullets under who holds them": (
        lists.BULLETS,
        date(2024, 1, 17),
        "college",
        [
            (
                "",
                "Prestatieafspraken 2024",
                "Wethouder Van Vliet (wonen, ruimte, grondzaken)",
                "besloten",
            ),
            (
                "",
                "Startnotitie Stationsgebied",
                "Wethouder Van Vliet (wonen, ruimte, grondzaken)",
                "besloten",
            ),
            (
                "",
                "Beleidsplan schuldhulpverlening",
                "Wethouder De Graaf (sociaal domein, onderwijs)",
                "voorstel",
            ),
        ],
    ),
    "letters, with the advice before the decision": (
        lists.PROVINCE,
        date(2023, 5, 16),
        "gedeputeerde staten",
        [
            ("A-01", "Vaststelling besluitenlijst 9 mei 2023", "Algemeen", "besloten"),
            ("B-01", "Natuurbeheerplan 2024", "gedeputeerde Sanders", "conform"),
            ("B-02", "Subsidie fietsroute Noord", "gedeputeerde Wiersma", "aangehouden"),
        ],
    ),
    "over pages": (
        lists.OVER_PAGES,
        date(2024, 3, 12),
        "college",
        [
            ("", "Nota bodembeheer", "Wethouder Evers", "besloten"),
            ("", "Tarieven zwembad", "Wethouder Sluis", "besloten"),
        ],
    ),
    "bare lines": (
        lists.BARE_LINES,
        date(2024, 6, 4),
        "college",
        [
            ("", "Verkoop perceel Kerkweg 4", "wethouder Timmer", "besloten"),
            ("", "Verlenging contract schoonmaak", "wethouder Timmer", "besloten"),
            ("", "Beleidsregel giften", "wethouder Meijer", "besloten"),
        ],
    ),
    "a water board": (
        lists.WATER_BOARD,
        date(2023, 10, 10),
        "college van dijkgraaf en heemraden",
        [
            ("4.1", "Peilbesluit Polder Oost", "Hamerstukken", "besloten"),
            ("5.1", "Waterbeheerprogramma 2028-2033", "Bespreekstukken", "voorstel"),
        ],
    ),
    "bold outcomes": (
        lists.BOLD_OUTCOMES,
        date(2022, 4, 5),
        "college",
        [
            ("2.1", "Krediet speeltuin", "De Beer", "conform"),
            ("2.2", "Evaluatie afval", "Van Hout", "aangehouden"),
        ],
    ),
    "a number above the subject": (
        lists.NUMBER_ABOVE_SUBJECT,
        date(2022, 3, 15),
        "college",
        [
            ("22.0123", "Vaststellen woonvisie 2030", "", "besloten"),
            ("22.0130", "Beantwoording vragen over parkeren", "", "besloten"),
        ],
    ),
    "two columns without rules": (
        lists.TWO_COLUMNS,
        date(2023, 11, 7),
        "college",
        [
            ("3.1", "Regionaal woonakkoord", "Wethouder Lely", "besloten"),
            ("3.2", "Aanleg rotonde N12", "Wethouder Brink", "besloten"),
            ("3.3", "Beleidsplan Wmo", "Wethouder Lely", "voorstel"),
        ],
    ),
    "portfolios as lines of a table": (
        lists.GROUPS_IN_A_TABLE,
        date(2023, 11, 21),
        "college",
        [
            ("1", "Verkeersplan kern", "Portefeuille wethouder Aalders", "besloten"),
            ("2", "Fietsenstalling station", "Portefeuille wethouder Aalders", "besloten"),
            ("3", "Cameratoezicht plein", "Portefeuille burgemeester", "besloten"),
        ],
    ),
    "a council without labels": (
        lists.COUNCIL_WITHOUT_LABELS,
        date(2023, 10, 12),
        "raad",
        [
            ("1", "Opening", "", "geen"),
            ("6", "Voorstel tot vaststelling Nota reserves", "", "besloten"),
            ("7", "Voorstel tot wijziging APV", "", "besloten"),
        ],
    ),
    "numbers and case numbers": (
        lists.WITH_CASES,
        date(2024, 9, 3),
        "college",
        [
            ("1", "Vaststelling openbare besluitenlijst d.d. 27 augustus 2024", "", "conform"),
            ("2", "Vergunning kap beuk Parklaan", "wethouder Bos", "besloten"),
        ],
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_point_of_a_list_is_one_decision(layout: str, tmp_path: Path) -> None:
    source, day, body, expected = LAYOUTS[layout]
    document = read_typst(tmp_path, source)
    found = decisions_of(document, LIST)
    assert short(found) == expected
    assert {d.date for d in found} == {day}
    assert {d.body for d in found} == {body}
    check_places(document, found)


def test_a_decision_runs_over_the_page_without_the_foot_between(tmp_path: Path) -> None:
    found = decisions_of(read_typst(tmp_path, lists.OVER_PAGES), LIST)
    first = found[0]
    assert [span.page for span in first.decided] == [1, 2]
    assert first.text.startswith("1. De nota bodembeheer 2024-2029 vast te stellen")
    assert first.text.endswith("5. Het besluit na vijf jaar te evalueren.")
    assert "Pagina" not in first.text


def test_a_holder_above_the_points_holds_until_the_next(tmp_path: Path) -> None:
    found = decisions_of(read_typst(tmp_path, lists.HOLDER_ABOVE), LIST)
    assert [d.holder for d in found] == [
        "burgemeester Jonker",
        "burgemeester Jonker",
        "wethouder Prins",
    ]
    assert {d.text for d in found[:2]} == {"conform advies"}


def test_a_date_below_a_point_is_of_that_point(tmp_path: Path) -> None:
    found = decisions_of(read_typst(tmp_path, lists.DATE_BELOW), LIST)
    assert [(d.title, d.date) for d in found] == [
        ("Vaststelling welstandsnota", date(2024, 6, 4)),
        ("Aankoop Dorpsstraat 9", date(2024, 6, 11)),
    ]
    assert found[0].text == "de welstandsnota vast te stellen."


def test_a_note_and_the_signing_are_no_part_of_the_decision(tmp_path: Path) -> None:
    last = decisions_of(read_typst(tmp_path, lists.WITH_CASES), LIST)[-1]
    assert last.text == "De kapvergunning te verlenen met herplantplicht."
    assert (last.case, last.date) == ("Z/24/078812", date(2024, 9, 3))


MARKDOWN = """# Besluitenlijst college B&W, 14 november 2023

**Aanwezig:** burgemeester Pieters, wethouders Kok en De Lange

## Wethouder Kok

### 1. Woonvisie 2024-2030

**Besluit:** De raad voor te stellen de Woonvisie 2024-2030 vast te stellen.

### 2. Prestatieafspraken

**Besluit:**
1. In te stemmen met de prestatieafspraken.
2. De wethouder te machtigen te tekenen.

## Hamerstukken

### 3. Kwartaalrapportage

**Besluit:** Voor kennisgeving aangenomen.
"""
HTML = """<html><body><h1>Besluiten van burgemeester en wethouders</h1>
<p>Vergadering van dinsdag 16 januari 2024</p>
<h2>Verordening leerlingenvervoer</h2>
<p>Het college stelt de raad voor de verordening vast te stellen.</p>
<p>Portefeuillehouder: Van Beek</p>
<h2>Subsidie muziekschool</h2><p>Het college verleent een subsidie van € 40.000.</p>
<p>Portefeuillehouder: De Boer</p></body></html>"""
PLAIN = """BESLUITENLIJST B&W-VERGADERING
13 februari 2024

1.  Vaststelling besluitenlijst 6 februari 2024
    Besluit: akkoord.

2.  Huisvesting statushouders
    Portefeuillehouder: Van Dijk
    Besluit: 1. In te stemmen met de aankoop van tien flexwoningen.
             2. De raad te vragen hiervoor € 1,2 miljoen beschikbaar te stellen.

3.  Rondvraag
"""


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        (
            "lijst.md",
            MARKDOWN,
            [
                ("1", "Woonvisie 2024-2030", "Wethouder Kok", "voorstel"),
                ("2", "Prestatieafspraken", "Wethouder Kok", "besloten"),
                ("3", "Kwartaalrapportage", "Hamerstukken", "kennisgeving"),
            ],
        ),
        (
            "lijst.html",
            HTML,
            [
                ("", "Verordening leerlingenvervoer", "Van Beek", "voorstel"),
                ("", "Subsidie muziekschool", "De Boer", "besloten"),
            ],
        ),
        (
            "lijst.txt",
            PLAIN,
            [
                ("1", "Vaststelling besluitenlijst 6 februari 2024", "", "conform"),
                ("2", "Huisvesting statushouders", "Van Dijk", "besloten"),
                ("3", "Rondvraag", "", "geen"),
            ],
        ),
    ],
)
def test_other_formats(name: str, source: str, expected: list[Short], tmp_path: Path) -> None:
    document = read_text(tmp_path, name, source)
    found = decisions_of(document, LIST)
    assert short(found) == expected
    check_places(document, found)


def page_of(*blocks: tuple[BlockKind, str]) -> Page:
    made, at = [], 0
    for kind, text in blocks:
        made.append(Block(kind, text, at, at + len(text), 2 if kind is BlockKind.HEADING else 0))
        at += len(text) + 1
    text = "\n".join(block.text for block in made)
    return Page(1, "1", text, text, tuple(made))


def test_an_empty_portfolio_group_is_no_point_and_gives_its_name_to_none() -> None:
    heading, text = BlockKind.HEADING, BlockKind.PARAGRAPH
    document = ReadDocument(
        (
            page_of(
                (heading, "Besluitenlijst college 3 juni 2025"),
                (heading, "1 Opening"),
                (heading, "2 Voorstellen"),
                (heading, "2.a Wonen en ruimte"),
                (heading, "2.b Zorg en jeugd"),
                (heading, "2.b.1 Wmo-beleid"),
                (text, "Besluit:"),
                (text, "De raad voor te stellen:"),
                (text, "“Het Wmo-beleid vast te stellen.”"),
                (heading, "3 Hamerstukken"),
                (heading, "3.1 Subsidieplafonds"),
                (text, "Besluit: De subsidieplafonds vast te stellen."),
                (heading, "4 Sluiting"),
            ),
        )
    )
    assert short(decisions_of(document, LIST)) == [
        ("1", "Opening", "", "geen"),
        ("2.b.1", "Wmo-beleid", "Zorg en jeugd", "voorstel"),
        ("3.1", "Subsidieplafonds", "Hamerstukken", "besloten"),
        ("4", "Sluiting", "", "geen"),
    ]


def test_what_is_no_list_has_no_decisions() -> None:
    text = "De wijk krijgt nieuwe bomen. Er is met bewoners gesproken over de plekken."
    document = ReadDocument((page_of((BlockKind.PARAGRAPH, text)),))
    assert decisions_of(document, LIST) == ()


def test_the_register_says_whose_list_it_is(tmp_path: Path) -> None:
    said = Document(
        id="x",
        file="lijst.txt",
        source="/s",
        title="",
        type="besluitenlijst",
        adopted_by="dagelijks bestuur",
        date=date(2024, 2, 14),
        read_from=(("adopted_by", "register"), ("date", "register")),
    )
    found = decisions_of(read_text(tmp_path, "lijst.txt", PLAIN), said)
    assert {(d.body, d.date) for d in found} == {("dagelijks bestuur", date(2024, 2, 14))}


def test_the_lists_of_the_sample_lose_no_point(sample_documents: Path) -> None:
    for path in sorted(sample_documents.glob("besluitenlijst-*.pdf")):
        document = read(path)
        found = decisions_of(document, LIST)
        check_places(document, found)
        decided = sum(
            1 for page in document.pages for b in page.blocks if b.text.strip() == "Besluit:"
        )
        assert sum(1 for d in found if d.decided) >= decided, path.name
        assert {str(d.date) for d in found} == {path.stem.removeprefix("besluitenlijst-")}
        assert all(d.outcome is not Outcome.GEEN or not d.text for d in found)


def test_real_lists_give_every_point_its_date_and_place(real_data: Path) -> None:
    paths = sorted((real_data / "documents" / "besluitenlijsten_2022").glob("*.pdf"))
    assert len(paths) == 18
    points = 0
    for path in paths:
        document = read(path)
        found = decisions_of(document, LIST)
        check_places(document, found)
        numbers = [d.number for d in found]
        assert len(numbers) == len(set(numbers)), path.name
        assert all(number[:1].isdigit() for number in numbers), path.name
        said = collapse(path.stem.replace("_", " "))
        assert all(d.date and str(d.date.day) in said.split() for d in found), path.name
        points += len(found)
    assert points == 243


KINDS = st.sampled_from([BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM])
WORDS = st.sampled_from(
    [
        "1. Nota bodem",
        "2.a Wonen",
        "2.a.1 Huur",
        "Besluit:",
        "Besluit: conform",
        "Portefeuillehouder: De Vries",
        "Wethouder De Vries",
        "Onderwerp: bomen",
        "Z/24/12345",
        "Hamerstukken",
        "Het college stemt in met het plan.",
        "12 mei 2024",
        "Aldus vastgesteld in de vergadering van 12 mei 2024",
        "Pagina 2",
        "• Plan. Het college stelt het plan vast.",
        "tekst zonder betekenis",
    ]
)


@given(st.lists(st.lists(st.tuples(KINDS, WORDS), max_size=12), min_size=1, max_size=3))
def test_whatever_a_list_holds_the_points_stand_where_they_say(
    pages: list[list[tuple[BlockKind, str]]],
) -> None:
    document = ReadDocument(
        tuple(
            replace(page_of(*blocks), number=number) for number, blocks in enumerate(pages, start=1)
        )
    )
    check_places(document, decisions_of(document, LIST))


def test_a_list_of_thousands_of_points_is_read_in_time() -> None:
    lines = [
        line
        for n in range(3000)
        for line in (
            (BlockKind.LIST_ITEM, f"{n % 300 + 1}. Onderwerp {n}"),
            (BlockKind.PARAGRAPH, "Besluit:"),
            (BlockKind.LIST_ITEM, "1. Het voorstel vast te stellen."),
        )
    ]
    started = process_time()
    found = decisions_of(ReadDocument((page_of(*lines),)), LIST)
    assert len(found) == 3000
    assert process_time() - started < 20
