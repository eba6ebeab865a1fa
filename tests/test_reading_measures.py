"""Judges of reading fail what is wrong, and pass what is right, on a page where both are known."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.documents import Document
from evals.reading.chunks import in_one_chunk
from evals.reading.decided import Point, judge_decisions
from evals.reading.documents import Documents
from evals.reading.figures import Figure
from evals.reading.grids import in_a_table
from evals.reading.labels import (
    CellLabel,
    DecisionsLabel,
    FactsLabel,
    HeadingsLabel,
    ItemLabel,
    OrderLabel,
    UnreadLabel,
)
from evals.reading.lost import Layer, Loss, layers_of, loss
from evals.reading.measures import headings_of, judge_cell, judge_headings, misread
from evals.reading.rivals import (
    NOTHING,
    PageRead,
)
from evals.reading.told import described, is_right
from evals.reading.unseen import judge_unread
from ingest.pages import Page
from tests.labelled_page import CELL, WRONG_CELLS


@pytest.fixture(scope="module")
def documents(labelled_pdf: Path) -> Documents:
    return Documents(labelled_pdf.parent)


# ---- the strict measures ---------------------------------------------------------------------


def test_a_cell_that_came_back_whole_is_right(documents: Documents) -> None:
    score = judge_cell(CELL, documents.page("stuk.pdf", 1))
    assert score.right, score


@pytest.mark.parametrize("label", WRONG_CELLS.values(), ids=WRONG_CELLS)
def test_a_cell_of_which_one_thing_is_otherwise_is_wrong(
    label: CellLabel, documents: Documents
) -> None:
    assert not judge_cell(label, documents.page("stuk.pdf", 1)).right


def test_an_empty_cell_is_right_only_where_it_is_empty(documents: Documents) -> None:
    page = documents.page("stuk.pdf", 1)
    empty = replace(CELL, row="8.3 Wonen en bouwen", headers=("2023",), printed="", value=None)
    assert judge_cell(empty, page).right
    assert not judge_cell(replace(empty, headers=("2024",)), page).right
    assert not judge_cell(replace(empty, row="8.4 Bestaat niet"), page).right


def test_headings_are_held_against_the_labelled_ones(documents: Documents) -> None:
    read = headings_of(documents.page("stuk.pdf", 1))
    label = HeadingsLabel("stuk.pdf", 1, "test", ("Wat mag het kosten?",), (1,), ())
    score = judge_headings(label, read)
    assert (score.found, score.missed, score.wrong) == (("Wat mag het kosten?",), (), ())
    other = judge_headings(replace(label, headings=("Wat willen we?",)), read)
    assert (other.found, other.missed) == ((), ("Wat willen we?",))
    assert other.wrong == ("Wat mag het kosten?",)
    doubtful = replace(label, headings=(), doubtful=("Wat mag het kosten?",))
    assert judge_headings(doubtful, read).wrong == ()
    twice = judge_headings(label, [*read, *read])
    assert twice.wrong == ("Wat mag het kosten?",)


def test_reading_order_is_wrong_when_blocks_change_places(documents: Documents) -> None:
    text = documents.page("stuk.pdf", 2).text
    order = ("Wat gaan we doen?", "We bouwen in de Vogelbuurt", "Daarna volgt de herinrichting")
    label = OrderLabel("stuk.pdf", 2, "test", "", order)
    assert misread(label, text) == ""
    assert misread(replace(label, order=order[::-1]), text) == "We bouwen in de Vogelbuurt"
    assert misread(replace(label, order=("Staat er niet",)), text) == "Staat er niet"
    assert misread(replace(label, order=("Her-inrichting",)), "her\u00ad\ninrichting") == ""


def test_a_refused_document_has_nothing_right(tmp_path: Path) -> None:
    (tmp_path / "stuk.pdf").write_bytes(b"%PDF-1.7 kapot")
    documents = Documents(tmp_path)
    assert not judge_cell(CELL, documents.page("stuk.pdf", 1)).right
    assert "stuk.pdf" in documents.refused
    assert described(documents, "stuk.pdf") is None


# ---- the measures that every reader is held to -----------------------------------------------

GRID = (
    ("Taakveld", "Begroting", None, "Rekening"),
    ("", "2023", "2024", "2024"),
    ("8.1 Ruimtelijke ordening", "1.234", "-1.300", "1.350"),
    ("8.3 Wonen en bouwen", "", "450", "460"),
)
TEXT = "Tabel 4 Programma Wonen (bedragen x € 1.000)"


def in_grid(label: CellLabel, grid: tuple[tuple[str | None, ...], ...], text: str = TEXT) -> bool:
    return in_a_table(label, PageRead(text, tables=(grid,)), NOTHING)


def test_a_cell_is_right_under_the_headers_that_span_it() -> None:
    assert in_grid(replace(CELL, headers=("Begroting", "2024")), GRID)
    assert not in_grid(replace(CELL, headers=("Rekening", "2024")), GRID)
    assert not in_grid(replace(CELL, headers=("Begroting", "2023")), GRID)


def test_a_cell_needs_its_own_row_value_unit_and_year() -> None:
    assert in_grid(CELL, GRID)
    assert not in_grid(replace(CELL, row="8.3 Wonen en bouwen"), GRID)
    assert not in_grid(replace(CELL, printed="1.300"), GRID)
    assert not in_grid(CELL, GRID, "Tabel 4 Programma Wonen")
    assert not in_grid(replace(CELL, headers=(), year=2031), GRID)
    assert not in_a_table(CELL, PageRead(f"{TEXT} 8.1 Ruimtelijke ordening -1.300"), NOTHING)


def test_a_header_below_the_cell_does_not_count() -> None:
    assert not in_grid(CELL, GRID[::-1])


def test_an_empty_cell_is_looked_up_in_its_column() -> None:
    empty = replace(CELL, row="8.3 Wonen en bouwen", printed="", value=None)
    assert in_grid(replace(empty, headers=("Begroting", "2023"), year=2023), GRID)
    assert not in_grid(replace(empty, headers=("Rekening", "2024")), GRID)


def test_lines_within_cells_are_rows_when_all_cells_have_as_many() -> None:
    lines = (
        ("", "2023", "2024"),
        ("8.1 Ruimtelijke ordening\n8.3 Wonen en bouwen", "1.234\n7", "-1.300\n450"),
    )
    assert in_grid(CELL, lines)
    uneven = (lines[0], ("8.1 Ruimtelijke\nordening\n8.3 Wonen", "1.234\n7", "-1.300\n450"))
    assert not in_grid(CELL, uneven)


def test_a_table_goes_on_from_the_one_before_of_the_same_width() -> None:
    before = PageRead(TEXT, tables=(GRID[:2],))
    assert in_a_table(CELL, PageRead("", tables=(GRID[2:],)), before)
    assert not in_a_table(CELL, PageRead("", tables=(GRID[2:],)), NOTHING)
    narrow = PageRead(TEXT, tables=((("", "2023", "2024"),),))
    assert not in_a_table(CELL, PageRead("", tables=(GRID[2:],)), narrow)


@pytest.mark.parametrize(
    ("chunk", "right"),
    [
        ("Taakveld 2023 2024 8.1 Ruimtelijke ordening 1.234 -1.300", True),
        ("Taakveld 2023 2024 8.1 Ruimte\u00ad\nlijke ordening 1.234 - 1.300", True),
        ("Taakveld 2023 8.1 Ruimtelijke ordening 1.234 -1.300", False),
        ("Taakveld 2024 8.3 Wonen en bouwen -1.300", False),
        ("2024 8.1 Ruimtelijke ordening -1.300.000", False),
        ("2024 8.1 Ruimtelijke ordening 12024 -1.3001", False),
    ],
)
def test_a_cell_is_in_a_chunk_that_holds_all_of_it(chunk: str, right: bool) -> None:
    assert in_one_chunk(CELL, [chunk]) is right
    assert in_one_chunk(CELL, ["iets anders", chunk]) is right


def test_two_chunks_that_hold_half_of_a_cell_each_do_not_count() -> None:
    assert not in_one_chunk(CELL, ["Taakveld 2024", "8.1 Ruimtelijke ordening -1.300"])


# ---- words lost ------------------------------------------------------------------------------


def test_no_word_of_a_text_is_lost_in_itself(labelled_pdf: Path) -> None:
    layers = layers_of(labelled_pdf)
    for layer in layers:
        found = loss(layer, layer.text)
        assert (found.lost, found.running_lost) == (0, 0)
        assert found.words > 10


def test_each_word_that_is_gone_counts_as_often_as_it_stands_there() -> None:
    layer = Layer("een plan voor een wijk\r\nmet bomen")
    assert loss(layer, "een plan voor wijk met") == Loss(words=7, lost=2)
    assert loss(layer, "").lost == 7
    assert loss(layer, "bomen met wijk een voor plan een, en meer").lost == 0
    assert loss(Layer("klimaat-\nbeleid, beleid"), "klimaat beleid") == Loss(words=2, lost=1)


@pytest.mark.parametrize("text", ["klimaatbeleid", "klimaat-beleid", "klimaat-\nbeleid"])
@pytest.mark.parametrize("mark", ["-\r\n", "\ufffe\r\n", "\ufffe", "\u00ad\n"])
def test_a_word_broken_by_a_line_end_may_come_back_whole_or_in_two(text: str, mark: str) -> None:
    layer = Layer(f"ons klimaat{mark}beleid")
    assert loss(layer, f"ons {text}").lost == 0
    assert loss(layer, "ons klimaat").lost == 1


def test_running_heads_and_page_numbers_are_counted_apart(labelled_pdf: Path) -> None:
    layers = layers_of(labelled_pdf)
    assert [sorted(layer.running) for layer in layers] == [
        [str(page), "Gemeente Veendijk"] for page in (1, 2, 3)
    ]
    body = layers[1].text.replace("Gemeente Veendijk", "").rstrip().removesuffix("2")
    without = loss(layers[1], body)
    assert (without.lost, without.running_lost) == (0, 3)
    assert loss(layers[1], "").running_lost == 3


# ---- the other kinds of labels ---------------------------------------------------------------

ITEM = ItemLabel(
    "5.a", "Startnotitie wonen", "Wonen", "", 2, "De notitie vast te", "te stellen.", ""
)
LIST = DecisionsLabel("lijst.pdf", datetime.date(2022, 5, 10), (ITEM,), frozenset({"5"}))
POINT = Point("5.a", "Startnotitie wonen", "Wonen", "", LIST.date, 2, "De notitie vast te stellen.")


def shares(points: list[Point], label: DecisionsLabel = LIST) -> list[float]:
    return [figure.share for figure in judge_decisions([(label, points)])]


def test_a_point_that_was_read_as_labelled_is_right() -> None:
    assert shares([POINT]) == [1, 1, 1, 1]
    group = Point("5", "Voorstellen", "", "", LIST.date, 1, "")
    assert shares([group, replace(POINT, number="5.a.")]) == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("points", "right"),
    [
        ([], [0, 0, 0, 0]),
        ([POINT, replace(POINT, number="6")], [0.5, 1, 1, 1]),
        ([replace(POINT, date=None)], [1, 0, 1, 1]),
        ([replace(POINT, portfolio="Zorg")], [1, 0, 1, 1]),
        ([replace(POINT, heading="Hamerstukken")], [1, 0, 1, 1]),
        ([replace(POINT, title="Startnotitie")], [1, 1, 0, 1]),
        ([replace(POINT, page=1)], [1, 1, 0, 1]),
        ([replace(POINT, text="")], [1, 1, 1, 0]),
        ([replace(POINT, text="De notitie vast te stellen. Punt 6")], [1, 1, 1, 0]),
    ],
)
def test_what_is_otherwise_in_a_point_is_wrong(points: list[Point], right: list[float]) -> None:
    assert shares(points) == right


def test_where_no_decision_is_printed_only_its_text_may_be_one() -> None:
    item = replace(ITEM, decision="", decision_last="", text="Het college bespreekt")
    label = replace(LIST, items=(item,))
    assert shares([replace(POINT, text="")], label)[3] == 1
    assert shares([replace(POINT, text="Het college bespreekt de nota.")], label)[3] == 1
    assert shares([POINT], label)[3] == 0


def test_a_fact_is_right_when_it_is_one_of_the_labelled_values() -> None:
    right = {
        "title": ("Waardevol Water", "Waterbeheerplan 2016 - 2021"),
        "type": ("waterprogramma",),
        "municipality": ("Hoogheemraadschap van Rijnland", "Rijnland"),
        "body": ("Verenigde Vergadering",),
        "date": (datetime.date(2016, 3, 9),),
        "status": ("vastgesteld",),
        "period": ((2016, 2021), None),
        "budget_year": (None,),
    }
    label = FactsLabel("plan.docx", right)
    good = {
        "title": "waterbeheerplan 2016 – 2021. Waardevol water",
        "type": "waterschapsplan",
        "municipality": "Rijnland",
        "body": "verenigde vergadering",
        "date": datetime.date(2016, 3, 9),
        "status": "vastgesteld",
        "period": None,
        "budget_year": None,
    }
    bad = {
        "title": "Water",
        "type": "nota",
        "municipality": None,
        "body": "raad",
        "date": datetime.date(2016, 3, 10),
        "status": None,
        "period": (2016, 2022),
        "budget_year": 2016,
    }
    assert all(is_right(label, fact, value) for fact, value in good.items())
    assert not any(is_right(label, fact, value) for fact, value in bad.items())


def test_the_facts_of_a_document_are_read_for_the_measure(documents: Documents) -> None:
    document = described(documents, "stuk.pdf")
    assert isinstance(document, Document)
    assert document.title == "Wat mag het kosten?"


def test_pages_with_pictures_that_hide_text_are_held_against_the_labels() -> None:
    labels = [
        UnreadLabel("a.pdf", 1, "table"),
        UnreadLabel("a.pdf", 2, "photo_with_text"),
        UnreadLabel("a.pdf", 3, "plain_photo"),
    ]

    def figures(*told: int) -> list[Figure]:
        pages = {
            ("a.pdf", n): Page(n, "", "", "", (), unread=("afbeelding",) if n in told else ())
            for n in (1, 2, 3, 4)
        }
        return judge_unread(labels, pages)

    def judged(*told: int) -> list[float]:
        return [figure.share for figure in figures(*told)]

    assert judged(1) == [1, 1]
    assert judged(1, 2) == [1, 1]
    assert judged(1, 3) == [0.5, 1]
    assert judged(1, 4) == [0.5, 1]
    assert judged(2) == [0, 0]
    surplus, silent = figures(4)
    assert (surplus.faults, silent.faults) == (
        ("a.pdf p. 4: alles is gelezen",),
        ("a.pdf p. 1: niet gemeld",),
    )
