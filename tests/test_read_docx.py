"""Reads Word documents made here: every text once, nothing deleted, nothing unsafe."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus.errors import NoTextError, ReadError, UnsupportedError
from ingest.pages import BlockKind, Page
from ingest.read import read

W = nsdecls("w")


def page_of(path: Path) -> Page:
    (page,) = read(path).pages
    assert all(page.text[b.start : b.end] == b.text for b in page.blocks)
    return page


def save(document: object, path: Path) -> Path:
    document.save(str(path))  # type: ignore[attr-defined]
    return path


def test_headings_lists_and_tables(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Woonvisie", 1)
    document.add_heading("Doelen", 2)
    document.add_paragraph("Wij bouwen 120 woningen.")
    document.add_paragraph("voor starters", style="List Bullet")
    table = document.add_table(rows=3, cols=3)
    for row, line in zip(
        table.rows,
        [("x € 1.000", "2025", "2026"), ("Wonen", "10", ""), ("Water", "0", "0")],
        strict=True,
    ):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    page = page_of(save(document, tmp_path / "visie één.docx"))
    assert [(b.kind.value, b.level, b.text) for b in page.blocks[:4]] == [
        ("heading", 1, "Woonvisie"),
        ("heading", 2, "Doelen"),
        ("paragraph", 0, "Wij bouwen 120 woningen."),
        ("list_item", 0, "voor starters"),
    ]
    wonen, water = [block.row for block in page.blocks if block.row]
    assert wonen is not None and water is not None
    assert [(c.header, c.text) for c in wonen.cells] == [("2025", "10")]
    assert [(c.header, c.text) for c in water.cells] == [("2025", "0"), ("2026", "0")]
    assert (water.title, water.unit) == ("Doelen", "x € 1.000")


def test_merged_cells_are_read_once(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Begroting"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Wonen"
    table.cell(1, 1).text, table.cell(1, 2).text = "Baten", "5"
    table.cell(2, 1).text, table.cell(2, 2).text = "Lasten", "7"
    page = page_of(save(document, tmp_path / "samengevoegd.docx"))
    assert page.text.count("Wonen") == 1 and page.text.count("Begroting") == 1
    rows = [block.row for block in page.blocks if block.row]
    assert [row.label for row in rows] == ["Wonen", "Wonen"]
    assert [[c.text for c in row.cells] for row in rows] == [["Baten", "5"], ["Lasten", "7"]]


def test_deleted_text_and_comments_are_not_read(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("Het college besluit ")
    paragraph._p.append(
        parse_xml(
            f'<w:del {W} w:id="1" w:author="x"><w:r><w:delText>niet </w:delText></w:r></w:del>'
        )
    )
    paragraph._p.append(
        parse_xml(
            f'<w:ins {W} w:id="2" w:author="x"><w:r><w:t>akkoord te gaan.</w:t></w:r></w:ins>'
        )
    )
    document.add_comment(paragraph.runs, text="geheime opmerking", author="x")
    page = page_of(save(document, tmp_path / "wijzigingen.docx"))
    assert page.text == "Het college besluit akkoord te gaan."


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    document = Document()
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = "<w:txbxContent><w:p><w:r><w:t>In een kader</w:t></w:r></w:p></w:txbxContent>"
    document.add_paragraph("Buiten het kader")._p.append(
        parse_xml(
            f"<w:r {W} {mc}><mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice>"
            f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    page = page_of(save(document, tmp_path / "kader.docx"))
    assert page.text == "Buiten het kader\nIn een kader"


def rewrite(path: Path, part: str, content: bytes) -> Path:
    other = path.with_name("anders.docx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, content if info.filename == part else old.read(info))
    return other


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    (tmp_path / "geheim.txt").write_text("GEHEIM", "utf-8")
    path = save(Document(), tmp_path / "leeg.docx")
    secret = (tmp_path / "geheim.txt").as_uri()
    body = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "{secret}">]>'
        f"<w:document {W}><w:body><w:p><w:r><w:t>tekst &x;</w:t></w:r></w:p></w:body></w:document>"
    )
    page = page_of(rewrite(path, "word/document.xml", body.encode()))
    assert "GEHEIM" not in page.text


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = save(Document(), tmp_path / "leeg.docx")
    bomb = rewrite(path, "word/document.xml", b"<a>" + b" " * 30_000_000 + b"</a>")
    with pytest.raises(ReadError, match="uitgepakt te groot"):
        read(bomb)


def test_what_is_no_word_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "rekenblad.docx"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(UnsupportedError, match="geen Word-document"):
        read(other)
    path = save(Document(), tmp_path / "leeg.docx")
    with pytest.raises(NoTextError, match="geen tekst"):
        read(path)
    with pytest.raises(ReadError, match="beschadigd"):
        read(rewrite(path, "word/document.xml", b"<w:document"))
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(ReadError, match="beschadigd"):
        read(path)


@pytest.mark.real_data
def test_the_real_water_plan_reads(real_data: Path) -> None:
    page = page_of(real_data / "documents" / "waterbeheerplan_rijnland_2016-2021.docx")
    assert len(page.text) > 100_000
    headings = [block for block in page.blocks if block.kind is BlockKind.HEADING]
    assert len(headings) > 100
