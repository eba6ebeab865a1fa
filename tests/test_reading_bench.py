"""Keeps the bench of reading whole: its labels, the readers beside ours, what it writes, floors."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pypdfium2
import pytest

from corpus.errors import EvaluationError
from evals.reading import ours
from evals.reading.bench import main
from evals.reading.beside import compare
from evals.reading.chunks import in_one_chunk
from evals.reading.documents import Documents
from evals.reading.figures import Figure
from evals.reading.grids import in_a_table
from evals.reading.labels import (
    cell_labels,
    decision_labels,
    fact_labels,
    heading_labels,
    labelled,
    order_labels,
    unread_labels,
)
from evals.reading.lost import layers_of
from evals.reading.markdown import fill, table
from evals.reading.rivals import (
    NOTHING,
    LangChain,
    OurReader,
    Pdfium,
    PdfPlumber,
    Rival,
)
from evals.reading.speed import Speed, over_processes
from tests.labelled_page import CELL, WRONG_CELLS

# ---- the labels ------------------------------------------------------------------------------


def test_the_labels_are_all_there() -> None:
    assert len(cell_labels("cells_budget")) == 140
    assert len(cell_labels("cells_accounts")) == 60
    assert sum(len(one.headings) for one in heading_labels()) == 457
    assert len(order_labels()) == 26
    assert [len(decision_labels()), sum(len(one.items) for one in decision_labels())] == [18, 243]
    assert len(fact_labels()) == 41
    assert len(unread_labels()) == 17


@pytest.mark.parametrize("name", ["cells_budget", "cells_accounts", "headings", "order"])
def test_a_page_is_in_one_half_and_the_halves_are_about_as_large(name: str) -> None:
    entries = labelled(name)
    halves = defaultdict(set)
    for entry in entries:
        halves[entry["file"], entry["page"]].add(entry["split"])
    if name.startswith("cells_accounts"):
        assert all(len(own) == 1 for own in halves.values())
    share = sum(entry["split"] == "test" for entry in entries) / len(entries)
    assert {entry["split"] for entry in entries} == {"develop", "test"}
    assert 0.4 < share < 0.6


def test_the_value_of_a_cell_is_the_number_that_is_printed() -> None:
    checked = 0
    for label in [*cell_labels("cells_budget"), *cell_labels("cells_accounts")]:
        if label.value is None:
            continue
        printed = re.sub(r"[.,]", "", re.search(r"\d[\d.,]*", label.printed)[0])  # type: ignore[index]
        own = re.sub(r"\D", "", str(abs(label.value.normalize()).__format__("f")))
        assert printed.strip("0") == own.strip("0"), label
        checked += 1
    assert checked > 180


def test_a_heading_has_a_level_and_no_page_is_labelled_twice() -> None:
    labels = heading_labels()
    assert all(len(one.headings) == len(one.levels) for one in labels)
    assert len({(one.file, one.page) for one in labels}) == len(labels)


@pytest.mark.real_data
def test_labelled_pages_are_in_the_documents(real_data: Path) -> None:
    pages = defaultdict(int)
    for name in ("cells_budget", "cells_accounts", "headings", "order", "unread"):
        for entry in labelled(name):
            pages[entry["file"]] = max(pages[entry["file"]], entry["page"])
    for label in decision_labels():
        pages[label.file] = max(item.page for item in label.items)
    for file, last in pages.items():
        with pypdfium2.PdfDocument(real_data / "documents" / file) as document:
            assert 1 <= last <= len(document), file
    assert all((real_data / "documents" / one.file).is_file() for one in fact_labels())


# ---- the readers -----------------------------------------------------------------------------


def rivals() -> list[Rival]:
    found: list[Rival] = [OurReader(), Pdfium()]
    return found


def holds_the_document(rival: Rival, labelled_pdf: Path) -> None:
    reading = rival.read(labelled_pdf)
    assert len(reading.pages) == 3
    assert "honderd woningen" in reading.page(2).text
    assert reading.page(9) == NOTHING
    assert reading.processor > 0 and reading.wall > 0


@pytest.mark.parametrize("rival", rivals(), ids=lambda rival: rival.name)
def test_a_reader_gives_the_text_of_every_page(rival: Rival, labelled_pdf: Path) -> None:
    holds_the_document(rival, labelled_pdf)
    assert any(char.isdigit() for char in rival.packages)


def test_our_rows_are_measured_like_the_tables_of_others(labelled_pdf: Path) -> None:
    page = OurReader().read(labelled_pdf).page(1)
    assert in_a_table(CELL, page, NOTHING)
    assert not any(
        in_a_table(label, page, NOTHING)
        for name, label in WRONG_CELLS.items()
        if name in ("printed", "row", "header", "a header more")
    )
    assert page.chunks is not None
    assert in_one_chunk(CELL, page.chunks)
    assert page.headings == ("Wat mag het kosten?",)


def test_a_document_that_our_reader_refuses_gives_no_pages_and_the_reason(tmp_path: Path) -> None:
    (tmp_path / "kapot.pdf").write_bytes(b"%PDF-1.7 kapot")
    reading = OurReader().read(tmp_path / "kapot.pdf")
    assert reading.pages == () and "kapot.pdf" in reading.refused


def test_pdfplumber_gives_tables(labelled_pdf: Path) -> None:
    pytest.importorskip("pdfplumber")
    for by_words in (False, True):
        holds_the_document(PdfPlumber(by_words=by_words), labelled_pdf)
    page = PdfPlumber().read(labelled_pdf).page(1)
    assert in_a_table(CELL, page, NOTHING)
    assert not in_a_table(WRONG_CELLS["header"], page, NOTHING)


def test_langchain_gives_chunks_of_each_page(labelled_pdf: Path) -> None:
    pytest.importorskip("langchain_community")
    holds_the_document(LangChain(), labelled_pdf)
    page = LangChain().read(labelled_pdf).page(1)
    assert page.tables is None
    assert page.chunks is not None
    assert in_one_chunk(CELL, page.chunks)
    assert not in_one_chunk(WRONG_CELLS["printed"], page.chunks)


def test_processes_read_every_document(labelled_pdf: Path) -> None:
    speed = over_processes([labelled_pdf, labelled_pdf], labelled_pdf, 2)
    assert speed.pages == 6 and speed.processor > 0 and speed.wall > 0
    assert Speed(100, 2.0, 4.0).per_processor_second == 50
    assert Speed(100, 2.0, 4.0).per_second == 25


# ---- what is written -------------------------------------------------------------------------


def test_only_what_is_between_the_marks_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "stuk.md"
    mark, end = "<!-- meting: cellen -->\n", "<!-- einde meting -->"
    file.write_text(f"voor\n{mark}oud\n{end}\nna\n<!-- meting: tekst -->\nblijft\n{end}\n", "utf-8")
    fill(file, {"cellen": table(["a", "b"], [["x|y", "1"]])})
    written = file.read_text("utf-8")
    assert written.startswith(
        f"voor\n{mark}\n| a | b |\n| --- | ---: |\n| x/y | 1 |\n\n{end}\nna\n"
    )
    assert "blijft" in written and "oud" not in written
    with pytest.raises(EvaluationError, match="snelheid"):
        fill(file, {"snelheid": "x"})
    with pytest.raises(EvaluationError, match=r"nergens\.md"):
        fill(tmp_path / "nergens.md", {})


def test_the_document_has_the_marks_of_every_part() -> None:
    text = (Path(__file__).parent.parent / "docs" / "inlezen.md").read_text("utf-8")
    marks = set(re.findall(r"<!-- meting: (\S+) -->", text))
    assert marks == {
        "eigen-lezer", "cellen", "tekst", "snelheid", "processen", "fouten", "omstandigheden"
    }  # fmt: skip
    assert text.count("<!-- einde meting -->") == len(marks)


def test_without_the_documents_it_says_in_one_line_what_it_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tmp_path)]) == 1
    out, err = capsys.readouterr()
    assert out == "" and len(err.splitlines()) == 1
    assert "PIKETPAAL_REAL_DATA" in err


# ---- the floors, on real documents -----------------------------------------------------------


@pytest.mark.real_data
@pytest.mark.slow
def test_reading_is_at_least_as_good_as_it_was(real_data: Path) -> None:
    figures = {figure.what: figure for figure in ours.measure(Documents(real_data / "documents"))}
    floors = {
        "cellen, begroting": 0.93,
        "koppen, precisie": 0.93,
        "koppen, vindbaarheid": 0.93,
        "leesvolgorde van pagina's": 0.9,
    }
    low = {what: figures[what] for what, floor in floors.items() if figures[what].share < floor}
    assert not low, "\n".join(fault for figure in low.values() for fault in figure.faults)
    assert sum(figures[what].total for what in floors) > 1000


@pytest.mark.real_data
@pytest.mark.slow
def test_the_text_layer_itself_loses_nothing_and_has_no_tables(real_data: Path) -> None:
    pytest.importorskip("langchain_text_splitters")
    kinds = ("cells_budget", "cells_accounts", "headings", "order")
    files = {str(entry["file"]) for kind in kinds for entry in labelled(kind)}
    folder = real_data / "documents"
    found = compare(Pdfium(), folder, {file: layers_of(folder / file) for file in files})
    assert (found.loss.lost, found.loss.running_lost) == (0, 0)
    assert found.loss.words > 200_000 and found.loss.running > 1000
    assert found.tables is None and found.headings is None
    assert 0 < found.chunks["cells_budget"].share < 1
    assert 0 < found.order.share < 1
    assert found.speed.pages > 400


def test_a_figure_of_nothing_is_no_success() -> None:
    assert Figure("niets", 0, 0).share == 0
