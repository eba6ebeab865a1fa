"""Checks the sample municipality: rebuilt byte for byte, readable, and adding up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
import yaml

from corpus.catalogue import load as load_catalogue
from corpus.register import RegisterEntry, read_register
from corpus.sample import DOCUMENTS
from corpus.sample.build import SOURCES, main, missing_or_different, render, sources, target
from ingest.read import read

FACTS: dict[str, Any] = yaml.safe_load((SOURCES / "facts.yaml").read_text("utf-8"))
REGISTER = read_register(DOCUMENTS)
FILES = sorted(p.name for p in DOCUMENTS.iterdir() if p.suffix in (".pdf", ".docx", ".html"))
PDFS = [name for name in FILES if name.endswith(".pdf")]
COALITION = "coalitieakkoord-2026-2030.pdf"
BUDGET = "programmabegroting-2027.pdf"
SEWERS = "water-en-rioleringsprogramma-2025-2030.pdf"
VISION = "omgevingsvisie-2040.pdf"
FEWEST_PAGES = {COALITION: 12, BUDGET: 20, VISION: 12, SEWERS: 12}
MEMO = "memo-beheerlasten-bomen.pdf"
LETTER = "inspreekbrief-ontwerp-groenplan.pdf"
# The page with the signatures was scanned: it has no text layer.
SCANNED = "samenwerkingsafspraken-vogelbuurt.pdf"
TYPES = set(load_catalogue().document_types)
MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()
# Names that are no ordinary Dutch word; a document that holds one is not about Wilgenwaard alone.
REAL = """
    Alkmaar Almelo Almere Amersfoort Amstelveen Amsterdam Apeldoorn Arnhem Assen Barneveld Beverwijk
    Bergeijk Boxtel Breda Bronckhorst Capelle Coevorden Culemborg Delft Deventer Diemen Dordrecht
    Drachten Dronten Eersel Eindhoven Emmen Enkhuizen Enschede Geertruidenberg Geldrop Gorinchem
    Gouda Groningen Haarlem Haarlemmermeer Harderwijk Harlingen Heerenveen Heerlen Helmond Hengelo
    Hillegom Hilversum Hoogeveen IJsselstein Kampen Katwijk Koggenland Krimpenerwaard Lansingerland
    Leeuwarden Leiden Leiderdorp Lelystad Maasgouw Maassluis Maastricht Medemblik Meppel Middelburg
    Molenlanden Nieuwegein Nieuwkoop Nijkerk Nijmegen Noordwijk Oegstgeest Oosterhout Opsterland
    Pijnacker Purmerend Rheden Ridderkerk Rijswijk Roermond Roosendaal Rotterdam Schiedam Sittard
    Sliedrecht Smallingerland Sneek Terneuzen Tiel Tilburg Utrecht Veenendaal Veldhoven Venlo Venray
    Vianen Vlaardingen Vlissingen Voorschoten Vught Waalwijk Waddinxveen Wageningen Wassenaar Weesp
    Winterswijk Woerden Zaandam Zaanstad Zandvoort Zeist Zevenaar Zoetermeer Zutphen Zwijndrecht
    Zwolle
""".split()

every_document = pytest.mark.parametrize("name", PDFS)


def dutch(amount: int) -> str:
    """12345 as the documents print it: 12.345; a loss with a hyphen."""
    return f"{amount:,}".replace(",", ".")


def dutch_date(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@cache
def pages(name: str) -> tuple[str, ...]:
    """The text of every page, lines joined, words that were broken off made whole."""
    if not name.endswith(".pdf"):
        return tuple(" ".join(page.printed.split()) for page in read(DOCUMENTS / name).pages)
    document = pypdfium2.PdfDocument(DOCUMENTS / name)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return tuple(" ".join(re.sub("\ufffe(\r?\n)?", "", text).split()) for text in texts)


def text(name: str) -> str:
    return " ".join(pages(name))


def row(amounts: list[int | None]) -> str:
    """A table row as it is read: an empty cell leaves no trace."""
    return " ".join(dutch(amount) for amount in amounts if amount is not None)


def total(rows: list[list[int | None]]) -> list[int]:
    return [sum(cell or 0 for cell in column) for column in zip(*rows, strict=True)]


def less(these: list[int], those: list[int]) -> list[int]:
    return [one - other for one, other in zip(these, those, strict=True)]


def test_the_register_names_exactly_the_files() -> None:
    assert sorted(REGISTER) == FILES


def test_the_administration_is_whole() -> None:
    assert len(FILES) >= 22
    assert sum(len(pages(name)) for name in FILES) >= 220
    assert sum(entry.type == "besluitenlijst" for entry in REGISTER.values()) >= 12
    assert sum(entry.type == "raadsbesluit" for entry in REGISTER.values()) >= 2


@pytest.mark.parametrize("entry", REGISTER.values(), ids=REGISTER)
def test_the_register_says_what_is_public_and_whose(entry: RegisterEntry) -> None:
    assert entry.title
    assert entry.type in TYPES
    assert entry.municipality == FACTS["gemeente"]["naam"]
    assert entry.groups == (("concerncontrol",) if entry.file == MEMO else ())


def test_the_register_holds_the_dates_of_the_facts() -> None:
    days = FACTS["data"]
    assert REGISTER[COALITION].date == days["coalitieakkoord"]
    assert REGISTER[BUDGET].date == days["begroting_raad"]
    assert REGISTER[VISION].date == days["raad_visie"]
    assert REGISTER[SEWERS].date == days["wrp"]


def test_the_college_meets_on_tuesday_and_the_council_on_thursday() -> None:
    for name, entry in REGISTER.items():
        if entry.type == "besluitenlijst":
            assert entry.date is not None and entry.date.weekday() == 1
            assert name == f"besluitenlijst-{entry.date}.pdf"
    for key in ("raad_visie", "wrp_raad", "begroting_raad", "krediet_raad", "kadernota_raad"):
        assert FACTS["data"][key].weekday() == 3, key


@every_document
def test_every_page_has_text(name: str) -> None:
    empty = [number for number, page in enumerate(pages(name)) if not page]
    scanned = [len(pages(name)) - 1] if name == SCANNED else []
    assert empty == scanned
    assert len(pages(name)) >= FEWEST_PAGES.get(name, 1)


@every_document
def test_both_readers_find_the_same_words(name: str) -> None:
    reader = pypdf.PdfReader(DOCUMENTS / name)
    read = " ".join(page.extract_text() for page in reader.pages)
    words = set(re.findall(r"[a-zë]{4,}", text(name)))
    assert len(words - set(re.findall(r"[a-zë]{4,}", re.sub("-\n", "", read)))) < len(words) / 20


@every_document
def test_no_ligature_or_soft_hyphen_is_left_in_a_word(name: str) -> None:
    assert not set("\ufb00\ufb01\ufb02\ufb03\ufb04\u00ad\ufffd\u0132\u0133") & set(text(name))


@every_document
def test_a_printed_page_number_is_not_the_physical_one(name: str) -> None:
    labels = pypdf.PdfReader(DOCUMENTS / name).page_labels
    assert len(labels) == len(pages(name))
    assert all(label != str(number) for number, label in enumerate(labels, start=1))
    for label, page in zip(labels, pages(name), strict=True):
        assert page.endswith(label) or not page


@every_document
def test_title_author_and_language_are_set(name: str) -> None:
    reader = pypdf.PdfReader(DOCUMENTS / name)
    assert reader.metadata is not None
    assert reader.metadata.title == REGISTER[name].title
    whose = "Bewonersgroep Lijsterhof" if name == LETTER else "Gemeente Wilgenwaard"
    assert reader.metadata.author == whose
    assert str(reader.root_object["/Lang"]).startswith("nl")


def test_building_again_gives_the_same_bytes() -> None:
    assert missing_or_different() == []
    assert main(["--check"]) == 0


def test_the_check_names_what_differs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = sources()[0]
    monkeypatch.setattr("corpus.sample.build.sources", lambda: [source])
    made = target(source, tmp_path)
    assert missing_or_different(tmp_path) == [made.name]
    made.write_bytes(render(source))
    assert missing_or_different(tmp_path) == []
    made.write_bytes(b"%PDF-")
    (tmp_path / "over.pdf").write_bytes(b"")
    assert missing_or_different(tmp_path) == [made.name, "over.pdf"]
    monkeypatch.setattr("corpus.sample.build.missing_or_different", lambda: ["over.pdf"])
    assert main(["--check"]) == 1
    assert "over.pdf" in capsys.readouterr().err


def test_every_date_and_amount_of_the_facts_is_printed() -> None:
    everything = " ".join(text(name) for name in FILES)
    absent = [key for key, day in FACTS["data"].items() if dutch_date(day) not in everything]
    absent += [
        key for key, amount in FACTS["bedragen"].items() if f"€ {dutch(amount)}" not in everything
    ]
    assert not absent


def test_the_coalition_table_is_printed_and_adds_up() -> None:
    facts, printed = FACTS["coalitie"], text(COALITION)
    totals = {}
    for part in ("intensiveringen", "dekking"):
        for line in facts[part]:
            assert f"{line['naam']} {line['soort']} {row(line['bedragen'])}" in printed
        totals[part] = total([line["bedragen"] for line in facts[part]])
        assert f"Totaal {part} {row([*totals[part]])}" in printed
    balance = less(totals["dekking"], totals["intensiveringen"])
    assert f"begrotingssaldo {row([*balance])}" in printed


def test_the_trees_cost_what_is_promised() -> None:
    trees = FACTS["coalitie"]["intensiveringen"][0]["bedragen"]
    assert sum(trees) * 1000 == FACTS["bedragen"]["bomen_totaal"]
    assert {amount * 1000 for amount in trees} == {FACTS["bedragen"]["bomen_jaar"]}


def task_fields() -> Iterator[dict[str, Any]]:
    for programme in FACTS["begroting"]["programmas"]:
        yield from programme["taakvelden"]


def test_every_task_field_is_in_the_budget_and_in_one_programme() -> None:
    printed = text(BUDGET)
    codes = [field["code"] for field in task_fields()]
    assert len(codes) == len(set(codes))
    for field in task_fields():
        for amounts in (field["lasten"], field["baten"]):
            assert printed.count(row(amounts)) >= 2 or set(amounts) == {None}, field


def test_the_budget_adds_up() -> None:
    printed = text(BUDGET)
    results = []
    for programme in FACTS["begroting"]["programmas"]:
        fields, reserves = programme["taakvelden"], programme["reserves"]
        costs = total([field["lasten"] for field in fields])
        income = total([field["baten"] for field in fields])
        added = total([[0] * 6, *(one["toevoeging"] for one in reserves)])
        taken = total([[0] * 6, *(one["onttrekking"] for one in reserves)])
        balance = less(income, costs)
        result = less([*map(sum, zip(balance, taken, strict=True))], added)
        results.append(result)
        for label, amounts in (
            ("Totaal lasten", costs),
            ("Totaal baten", income),
            ("Saldo van lasten en baten", balance),
            ("Resultaat", result),
        ):
            assert f"{label} {row([*amounts])}" in printed, (programme["naam"], label)
    overall = total([[*result] for result in results])
    assert f"Resultaat {row([*overall])}" in printed
    assert all(amount > 0 for amount in overall)
    coalition = FACTS["coalitie"]
    outlook = [line["bedragen"] for line in FACTS["begroting"]["meerjarenbeeld"]]
    balance = less(
        total([line["bedragen"] for line in coalition["dekking"]]),
        total([line["bedragen"] for line in coalition["intensiveringen"]]),
    )
    assert total([*outlook, [*balance]]) == overall[2:]


def test_lists_in_the_budget_add_up() -> None:
    printed, budget = text(BUDGET), FACTS["begroting"]
    investments = [line["bedragen"] for line in budget["investeringen"]]
    for line in budget["investeringen"]:
        amounts = line["bedragen"]
        assert f"{line['taakveld']} {row([*amounts, sum(filter(None, amounts))])}" in printed
    years = total(investments)
    assert f"Totaal {row([*years, sum(years)])}" in printed
    goods = total([line["bedragen"] for line in budget["kapitaalgoederen"]])
    assert f"Totaal {row([*goods])}" in printed
    for reserve in budget["reserves"]:
        stand = reserve["stand_2027"]
        assert f"{reserve['naam']} {dutch(stand)}" in printed
        moves = [
            one
            for programme in budget["programmas"]
            for one in programme["reserves"]
            if one["reserve"] == reserve["id"]
        ]
        for year in range(2, 6):
            stand += sum(
                (m["toevoeging"][year] or 0) - (m["onttrekking"][year] or 0) for m in moves
            )
            assert stand >= 0
            assert dutch(stand) in printed


def test_the_sewer_charge_covers_the_costs() -> None:
    plan, budget = FACTS["wrp"], FACTS["begroting"]
    revenue = [(plan["eenheden"] * rate + 500) // 1000 for rate in plan["tarief"]]
    costs = total([line["bedragen"] for line in plan["lasten"]])
    assert total([[*revenue], plan["onttrekking"]]) == costs
    printed = text(SEWERS)
    assert f"Totaal lasten {row([*costs])}" in printed
    for line in plan["lasten"] + plan["maatregelen"]:
        assert f"{line['naam']} {row(line['bedragen'])}" in printed
    sewers = next(field for field in task_fields() if field["code"] == "7.2")
    charge = budget["riool"]
    due = [(charge["eenheden"] * rate + 500) // 1000 for rate in charge["tarief"]]
    assert due == sewers["baten"]
    assert total([sewers["lasten"], charge["overhead"], charge["btw"]]) == due


def test_the_same_work_costs_the_same_in_both_documents() -> None:
    in_plan = {line["naam"]: line["bedragen"][2:] for line in FACTS["wrp"]["maatregelen"]}
    for line in FACTS["begroting"]["investeringen"]:
        if line["naam"].endswith("Vogelbuurt") and line["taakveld"] == "7.2":
            name = line["naam"].removesuffix(" Vogelbuurt")
            assert in_plan[name] == line["bedragen"]
    amounts = FACTS["bedragen"]
    assert sum(filter(None, in_plan["Rioolvervanging"])) * 1000 == amounts["riool_vogelbuurt"]


def test_what_was_planted_stands_where_the_list_says() -> None:
    planted = (DOCUMENTS.parent / "PLANTED.md").read_text("utf-8")
    quotes = re.findall(r"^\s*> (\S+\.(?:pdf|docx|html)): (.+)$", planted, flags=re.MULTILINE)
    assert len(quotes) >= 60
    wrong = [quote for name, quote in quotes if quote not in text(name)]
    assert not wrong


def test_no_real_municipality_is_named() -> None:
    name = FACTS["gemeente"]["naam"].lower()
    assert not [real for real in REAL if real.lower() in name]
    for document in FILES:
        assert not set(re.findall(r"\w+", text(document))) & set(REAL), document


SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
# Said in more than one document on purpose, because one quotes the other.
QUOTED = 60


def test_no_sentence_is_a_template_over_documents() -> None:
    seen: dict[str, set[str]] = {}
    for name in FILES:
        for sentence in SENTENCE.split(text(name)):
            if len(sentence.split()) >= 9 and len(sentence) >= QUOTED:
                seen.setdefault(sentence, set()).add(name)
    shared = {sentence: names for sentence, names in seen.items() if len(names) > 1}
    assert len(shared) <= len(seen) / 200, shared
