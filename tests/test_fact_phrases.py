"""Phrases in which Dutch municipalities tell of a document, and phrases that only look so."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.bodies import body_in
from ingest.dates import read_date
from ingest.fact_phrases import (
    Adoption,
    adoption_in,
    closed_access_in,
    draft_in,
    not_adopted_in,
    period_in,
    released_in,
    replaced_in,
    stated_date_in,
    valid_from_in,
    valid_until_in,
)


@pytest.mark.parametrize(
    ("text", "body", "day"),
    [
        ("Vastgesteld door de gemeenteraad op 29 juni 2023", "raad", date(2023, 6, 29)),
        ("Vastgesteld d.d. 12-5-2021 in de raad van de gemeente Oost", "raad", date(2021, 5, 12)),
        ("vastgesteld in de raadsvergadering van 3 oktober 2019", None, None),
        ("Vastgesteld in de raadsvergadering van 3 oktober 2019", "raad", date(2019, 10, 3)),
        (
            "Aldus vastgesteld in de openbare vergadering van de raad van de gemeente Duinzicht,"
            " gehouden op 14 december 2022",
            "raad",
            date(2022, 12, 14),
        ),
        (
            "Aldus besloten in de vergadering van burgemeester en wethouders van 12 maart 2024.",
            "college",
            date(2024, 3, 12),
        ),
        ("Vaststelling gemeenteraad: 8 november 2022", "raad", date(2022, 11, 8)),
        ("Gemeente Oost Vastgesteld door de raad op 3 mei 2022", "raad", date(2022, 5, 3)),
        ("Nota bodem Versie 2 Status: vastgesteld", None, None),
        ("Datum vaststelling: 1 feb. 2024", None, date(2024, 2, 1)),
        ("Status: vastgesteld", None, None),
        ("Status: vastgesteld door het college op 3 mei 2022", "college", date(2022, 5, 3)),
        ("Door de gemeenteraad vastgesteld op 20 januari 2021", "raad", date(2021, 1, 20)),
        ("Raadsbesluit d.d. 8 november 2022", "raad", date(2022, 11, 8)),
        ("Besluit van de gemeenteraad van 8 november 2022", "raad", date(2022, 11, 8)),
        (
            "Vastgesteld door Gedeputeerde Staten op 16 mei 2023",
            "gedeputeerde staten",
            date(2023, 5, 16),
        ),
        (
            "Vastgesteld door de Verenigde Vergadering op 9 maart 2016 versie: 5.1",
            "verenigde vergadering",
            date(2016, 3, 9),
        ),
        (
            "De raad heeft deze omgevingsvisie vastgesteld op 29 juni 2023.",
            "raad",
            date(2023, 6, 29),
        ),
        ("Deze nota is op 4 juli 2024 door de raad vastgesteld.", "raad", date(2024, 7, 4)),
        ("Aldus overeengekomen te Duinzicht op 17 mei 2022", None, date(2022, 5, 17)),
        (
            "Vastgesteld in de vergadering van 5 maart 2024, de secretaris, de burgemeester",
            None,
            date(2024, 3, 5),
        ),
    ],
)
def test_adopted(text: str, body: str | None, day: date | None) -> None:
    expected = Adoption(body, day) if text[0].isupper() else None
    assert adoption_in(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "De door de raad op 12 mei 2021 vastgestelde Woonvisie is het kader.",
        "In 2019 is de Nota grondbeleid door de raad vastgesteld.",
        "Deze nota wordt naar verwachting in juni 2027 door de raad vastgesteld.",
        "Ter vaststelling aan de raad van 12 mei 2027",
        "Vaststelling door de raad is voorzien op 12 mei 2027",
        "Vaststelling van het groenplan, eerste kwartaal 2027 (verwachting), college",
        "Vaststelling Mobiliteitsplan Duinzicht 2024-2034",
        "Nog vast te stellen door de raad op 12 mei 2027",
        "Nadat de raad deze visie heeft vastgesteld, volgt een uitvoeringsprogramma.",
        "Dit stuk is door niemand vastgesteld: niet door het college.",
        "Deze nota is niet door de raad vastgesteld.",
        "De raad stelt de kaders vast en het college voert uit.",
        "Is deze visie door de raad vastgesteld op 12 mei 2021?",
        "De voorzitter stelde vast dat de vergadering op 12 mei 2021 voltallig was.",
    ],
)
def test_not_adopted(text: str) -> None:
    assert adoption_in(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Vrijgegeven door het college van burgemeester en wethouders op 22 september 2026",
            Adoption("college", date(2026, 9, 22)),
        ),
        (
            "Het college heeft dit ontwerp op 17 november 2026 vrijgegeven voor inspraak.",
            Adoption("college", date(2026, 11, 17)),
        ),
        (
            "Door het college op 13 oktober 2026 voorgesteld aan de raad",
            Adoption("college", date(2026, 10, 13)),
        ),
        ("Het budget is op 1 mei 2026 vrijgegeven.", None),
    ],
)
def test_laid_open_as_a_draft(text: str, expected: Adoption | None) -> None:
    assert released_in(text) == expected


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("ONTWERP", False, True),
        ("Gemeente Oost ONTWERP", False, True),
        ("Nota bodem Versie 2 Status: concept", False, True),
        ("Concept", False, True),
        ("Concept - versie 0.3", False, True),
        ("CONCEPTVERSIE 12 mei 2026", False, True),
        ("Status: concept", False, True),
        ("Concept - niet vastgesteld", False, True),
        ("Versie 0.9 concept", False, True),
        ("Ontwerp voor zienswijzen", False, True),
        ("Werkdocument, versie 0.6 van 3 november 2026. Dit stuk gaat rond.", False, True),
        ("Ontwerp-omgevingsvisie Duinzicht 2040", True, True),
        ("Conceptnota Grondbeleid", True, True),
        ("Woonvisie 2030 (concept)", True, True),
        ("Programmabegroting 2027 - ontwerp", True, True),
        ("Nota reserves: ontwerp beleidskader", True, True),
        ("Voorlopig ontwerp Havenplein", True, False),
        ("Stedenbouwkundig ontwerp centrum", True, False),
        ("Handboek ontwerp openbare ruimte", True, False),
        ("De ontwerpfase duurt tot de zomer.", False, False),
        ("Het concept van de compacte stad", False, False),
        ("Wij werken aan een ontwerp van het plein dat past bij de wijk.", False, False),
    ],
)
def test_drafts(text: str, title: bool, expected: bool) -> None:
    assert draft_in(text, title=title) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Behandeling voorzien op 17 december 2026. Nog niet vastgesteld", True),
        ("Dit stuk heeft nog geen status.", True),
        ("Vastgesteld door de raad", False),
    ],
)
def test_says_that_it_was_not_adopted(text: str, expected: bool) -> None:
    assert not_adopted_in(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Coalitieakkoord 2022-2026", (2022, 2026)),
        ("Coalitieakkoord 2022 – 2026", (2022, 2026)),
        ("Uitvoeringsprogramma 2022 t/m 2026", (2022, 2026)),
        ("voor de periode 2024 tot en met 2028", (2024, 2028)),
        ("Meerjarenbegroting 2021-'24", (2021, 2024)),
        ("Raadsprogramma ’22-’26", (2022, 2026)),
        ("Beheerplan 2023/2032", (2023, 2032)),
        ("Nota 2016-21", (2016, 2021)),
        ("gemeten in 2021-05", None),
        ("vergadering van 12-05-2021", None),
        ("telefoon 2015-2099", None),
        ("Omgevingsvisie 2040", None),
        ("in 2026 en in 2022", None),
        ("2026-2022", None),
    ],
)
def test_periods(text: str, expected: tuple[int, int] | None) -> None:
    assert period_in(text) == expected


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Deze verordening treedt in werking op 1 januari 2027.", date(2027, 1, 1), None),
        ("Dit besluit treedt in werking met ingang van 1 mei 2025.", date(2025, 5, 1), None),
        ("Inwerkingtreding: 1 november 2026", date(2026, 11, 1), None),
        ("Ingangsdatum 1-1-2024", date(2024, 1, 1), None),
        ("Deze beleidsregels gelden tot en met 31 december 2030.", None, date(2030, 12, 31)),
        ("Dit beleid geldt tot en met 31 december 2030.", None, date(2030, 12, 31)),
        ("Deze regeling geldt tot 1 januari 2028.", None, date(2027, 12, 31)),
        ("Geldig van 1 januari 2025 tot en met 31 december 2028", date(2025, 1, 1), None),
        (
            "Looptijd 23 juni 2026 tot en met 31 december 2029",
            date(2026, 6, 23),
            date(2029, 12, 31),
        ),
        ("Looptijd: tot en met 2030", None, date(2030, 12, 31)),
        ("Deze verordening vervalt op 1 juli 2029.", None, date(2029, 6, 30)),
        ("Deze verordening treedt in werking op de dag na bekendmaking.", None, None),
        ("De Omgevingswet is in werking getreden op 1 januari 2024.", None, None),
        ("Het oude plan liep tot en met 31 december 2024.", None, None),
        ("De inschrijving loopt tot 1 mei 2026.", None, None),
    ],
)
def test_validity(text: str, first: date | None, last: date | None) -> None:
    assert valid_from_in(text) == first
    if "Geldig van" not in text:
        assert valid_until_in(text) == last


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Deze nota vervangt de Nota grondbeleid 2015.",
            "Nota grondbeleid 2015",
        ),
        (
            "De Inspraakverordening Duinzicht 2009 wordt ingetrokken.",
            "Inspraakverordening Duinzicht 2009",
        ),
        (
            "Artikel 24. Intrekking De Afvalverordening 2012, vastgesteld op 1 mei 2012, wordt"
            " ingetrokken.",
            "Afvalverordening 2012",
        ),
        ("7. het Verkeersplan 2008 in te trekken;", "Verkeersplan 2008"),
        (
            "Zij komt in de plaats van de Structuurvisie Duinzicht 2025.",
            "Structuurvisie Duinzicht 2025",
        ),
        (
            "Het GRP volgt op het Gemeentelijk rioleringsplan 2020-2024, dat afloopt.",
            "Gemeentelijk rioleringsplan 2020-2024",
        ),
        ("Vervangt: Handboek openbare ruimte 2014", "Handboek openbare ruimte 2014"),
        ("De aannemer vervangt de lantaarnpalen in de wijk.", None),
        ("De wethouder wordt vervangen door zijn collega.", None),
        ("De vergunning is op 1 mei ingetrokken.", None),
    ],
)
def test_replaced(text: str, expected: str | None) -> None:
    assert replaced_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Datum: 12 mei 2021", date(2021, 5, 12)),
        ("12 mei 2021", date(2021, 5, 12)),
        ("Aan: de raad Datum: 12 mei 2021 Onderwerp: bomen", date(2021, 5, 12)),
        ("dinsdag 12 mei 2021", date(2021, 5, 12)),
        ("Duinzicht, 12 mei 2021", date(2021, 5, 12)),
        ("27 oktober 2025 versie: 1.0", date(2025, 10, 27)),
        ("Versie 2.1, 3 juni 2024", date(2024, 6, 3)),
        ("- datum: 4 juli 2022", date(2022, 7, 4)),
        ("Laatst gewijzigd: 4 juni 2026", date(2026, 6, 4)),
        ("Datum: maart 2021", None),
        ("Voor de Tweede Kamerverkiezingen van 22 november 2023", None),
        ("zoals behandeld in de vergadering van 23 september 2015", None),
        ("8 december 2026, 19.30 uur, raadzaal", None),
    ],
)
def test_stated_dates(text: str, expected: date | None) -> None:
    assert stated_date_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("VERTROUWELIJK", True),
        ("Strikt vertrouwelijk - alleen voor het college", True),
        ("Niet openbaar op grond van de Wet open overheid", True),
        ("Geheimhouding opgelegd op grond van artikel 87 Gemeentewet", True),
        ("Bijlage niet openbaar, artikel 5.1 lid 2 Woo", True),
        ("Wij gaan vertrouwelijk om met uw gegevens.", False),
        ("Openbaar", False),
        ("De raad besprak de geheimhouding.", False),
    ],
)
def test_closed_access(text: str, expected: bool) -> None:
    assert closed_access_in(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De gemeenteraad besluit", "raad"),
        ("Besluitenlijst B&W", "college"),
        ("Burgemeester en wethouders van Duinzicht", "college"),
        ("D&H van 10 oktober", "college van dijkgraaf en heemraden"),
        ("De burgemeester besluit", "burgemeester"),
        ("uitspraak van de Raad van State", None),
        ("de directie", None),
    ],
)
def test_bodies(text: str, expected: str | None) -> None:
    assert body_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("besluitenlijst-2026-09-08", date(2026, 9, 8)),
        ("12 okt. 2026", date(2026, 10, 12)),
        ("1 mrt 2024", date(2024, 3, 1)),
        ("12.05.2021", date(2021, 5, 12)),
        ("2022-2026", None),
        ("31-02-2024", None),
    ],
)
def test_dates_in_their_forms(text: str, expected: date | None) -> None:
    assert read_date(text) == expected
