"""Draws pages and holds the marks against where the quote stands."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import typst

from corpus.errors import EncryptedError, ReadError, UnsupportedError
from ingest.page_image import render
from ingest.read import read

SOURCE = """
#set text(lang: "nl", size: 11pt, hyphenate: true)
= Wonen in de gemeente
De raad stelt vast dat er in 2026 ten minste 120 betaalbare woningen bij komen, en dat de helft
daarvan voor starters is. Dat staat ook in de woonvisie.

#table(columns: (6cm, 2cm, 2cm), stroke: 0.5pt,
  [Programma], [2025], [2026],
  [Wonen], [1.200], [55],
  [Water], [55], [1.200],
)
"""


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pagina") / "woonnota één.pdf"
    path.write_bytes(typst.compile(SOURCE.encode()))
    return path


def test_the_page_is_a_png_of_the_asked_size(pdf: Path) -> None:
    from PIL import Image

    one, two = render(pdf, 1, "", scale=1.0), render(pdf, 1, "", scale=2.0)
    picture = Image.open(io.BytesIO(one.png))
    assert (picture.format, picture.size) == ("PNG", (one.width, one.height))
    assert abs(two.width - 2 * one.width) <= 2
    assert one.boxes == ()


def test_a_quote_over_a_line_end_is_marked_on_both_lines(pdf: Path) -> None:
    quote = "ten minste 120   betaalbare woningen bij komen, en dat de helft daarvan voor starters"
    boxes = render(pdf, 1, quote).boxes
    assert len(boxes) == 2
    assert boxes[0].y1 <= boxes[1].y0 + 4


def test_marks_are_yellow_and_only_there(pdf: Path) -> None:
    from PIL import Image

    plain, marked = render(pdf, 1, "", scale=1.0), render(pdf, 1, "starters", scale=1.0)
    (box,) = marked.boxes
    picture = Image.open(io.BytesIO(marked.png))
    red, green, blue = picture.getpixel((round(box.x0) + 1, round(box.y0) + 1))
    assert red > 200 and green > 150 and blue < 230
    assert picture.getpixel((5, 5)) == Image.open(io.BytesIO(plain.png)).getpixel((5, 5))


def test_a_row_quote_marks_the_cells_of_that_row(pdf: Path) -> None:
    label, header, cell = render(pdf, 1, "Water | 2026 | 1.200").boxes
    assert abs(label.y0 - cell.y0) < 3
    assert header.y1 < cell.y0
    assert abs(header.x0 - cell.x0) < 30
    upper = render(pdf, 1, "Wonen | 2025 | 1.200").boxes[2]
    assert upper.y1 < cell.y0


def test_the_marks_agree_with_the_blocks(pdf: Path) -> None:
    page = read(pdf).pages[0]
    heading = page.blocks[0]
    (mark,) = render(pdf, 1, heading.text).boxes
    (own,) = heading.boxes
    assert abs(mark.x0 - own.x0) < 3 and abs(mark.y1 - own.y1) < 4


def test_what_does_not_stand_there_is_not_marked(pdf: Path) -> None:
    assert render(pdf, 1, "een zin die er niet staat").boxes == ()


def test_what_cannot_be_drawn_is_refused(pdf: Path, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="geen pagina 2"):
        render(pdf, 2, "x")
    with pytest.raises(ReadError, match="geen pagina 0"):
        render(pdf, 0, "x")
    with pytest.raises(UnsupportedError, match="alleen van een PDF"):
        render(tmp_path / "notitie.docx", 1, "x")
    with pytest.raises(ReadError, match="bestaat niet"):
        render(tmp_path / "weg.pdf", 1, "x")
    (tmp_path / "kapot.pdf").write_bytes(b"%PDF-1.7 kapot")
    with pytest.raises(ReadError, match="beschadigd"):
        render(tmp_path / "kapot.pdf", 1, "x")


def test_a_locked_page_is_refused(pdf: Path, tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=pdf)
    writer.encrypt("wachtwoord", algorithm="RC4-128")
    writer.write(tmp_path / "dicht.pdf")
    with pytest.raises(EncryptedError, match="wachtwoord"):
        render(tmp_path / "dicht.pdf", 1, "x")
