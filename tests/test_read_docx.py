"""Reads Word documents made here: every text once, nothing deleted, nothing unsafe."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from corpus.errors import NoTextError, ReadError, UnsupportedError
from ingest.pages import ROW_SEPARATOR, BlockKind, Page
from ingest.plain_text import quote_stands
from ingest.read import read
from ingest.text import collapse

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


DRAWING = (
    f"{nsdecls('w', 'wp', 'a', 'pic', 'r')} "
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def with_runs(document: object, *runs: str, text: str = "") -> None:
    paragraph = document.add_paragraph(text)  # type: ignore[attr-defined]
    for run in runs:
        paragraph._p.append(parse_xml(f"<w:r {DRAWING}>{run}</w:r>"))


def picture(alt: str, width: int = 5_000_000, inside: str = "<pic:pic/>") -> str:
    return (
        f'<w:drawing><wp:inline><wp:extent cx="{width}" cy="{width}"/><wp:docPr id="1" name="x" '
        f'descr="{alt}"/><a:graphic><a:graphicData>{inside}</a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )


def test_hyphens_that_are_no_letters_are_kept_or_left_out(tmp_path: Path) -> None:
    document = Document()
    with_runs(
        document,
        "<w:t>water</w:t><w:noBreakHyphen/><w:t>programma </w:t>",
        "<w:t>klimaat</w:t><w:softHyphen/><w:t>plan A\u2011Z en groen\u00adplan</w:t>",
        "<w:tab/><w:t>eind</w:t><w:br/><w:t>slot</w:t>",
    )
    path = save(document, tmp_path / "streepjes.docx")
    assert page_of(path).text == "water-programma klimaatplan A\u2011Z en groenplan eind slot"
    assert quote_stands(path, 1, "water-programma klimaatplan", ROW_SEPARATOR)


def test_codes_of_fields_and_hidden_text_are_no_text(tmp_path: Path) -> None:
    document = Document()
    with_runs(
        document,
        '<w:fldChar w:fldCharType="begin"/>',
        "<w:instrText> PAGEREF _Toc1 </w:instrText>",
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>zie pagina 4</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        "<w:rPr><w:vanish/></w:rPr><w:t>geheim</w:t>",
        '<w:rPr><w:vanish w:val="0"/></w:rPr><w:t> en verder</w:t>',
    )
    assert page_of(save(document, tmp_path / "veld.docx")).text == "zie pagina 4 en verder"


def test_a_field_of_a_form_counts_when_it_is_filled_in(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("Datum: ")
    for placeholder, text in (("<w:showingPlcHdr/>", "Kies een datum."), ("", "3 juni 2026")):
        paragraph._p.append(
            parse_xml(
                f"<w:sdt {W}><w:sdtPr>{placeholder}</w:sdtPr><w:sdtContent><w:r><w:t>{text}</w:t>"
                "</w:r></w:sdtContent></w:sdt>"
            )
        )
    assert page_of(save(document, tmp_path / "formulier.docx")).text == "Datum: 3 juni 2026"


def test_a_box_inside_a_box_and_one_for_old_programs_only(tmp_path: Path) -> None:
    document = Document()
    inner = (
        "<w:drawing><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>binnen</w:t></w:r></w:p>"
        "</w:txbxContent></wps:txbx></wps:wsp></w:drawing>"
    )
    outer = (
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>"
        f"<w:txbxContent><w:p><w:r><w:t>buiten</w:t></w:r><w:r>{inner}</w:r></w:p>"
        "</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        "<v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>buiten</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    old = (
        "<mc:AlternateContent><mc:Choice Requires='x'><w:drawing/></mc:Choice><mc:Fallback><w:pict>"
        "<v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>oud</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    with_runs(document, outer, old, text="alinea")
    page = page_of(save(document, tmp_path / "kaders.docx"))
    assert page.text == "alinea\nbuiten\nbinnen\noud"


def test_what_is_drawn_is_told_and_ornaments_are_not(tmp_path: Path) -> None:
    document = Document()
    with_runs(
        document,
        picture("Stoplicht op oranje: vertraagd", width=300_000),
        picture("", width=300_000),
        picture("logo.png"),
        picture("Kaart met tekst Automatisch gegenereerde beschrijving"),
        picture("", inside="<c:chart r:id='rId9'/>"),
        picture("", inside="<pic:pic/>").replace(
            'descr=""/>',
            'descr="rand"><a:extLst><a:ext uri="x"><adec:decorative xmlns:adec="http://schemas.'
            'microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst></wp:docPr>',
        ),
        '<w:object><v:shape alt="Begroting per jaar"/><o:OLEObject ProgID="Excel.Sheet.12"/>'
        "</w:object>",
        '<w:pict><v:shape style="width:300pt;height:200pt"><v:imagedata/></v:shape></w:pict>',
        "<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>",
        text="Tekst",
    )
    document.element.body.append(parse_xml(f'<w:altChunk {DRAWING} r:id="rId1"/>'))
    page = page_of(save(document, tmp_path / "beeld.docx"))
    assert page.text == "Tekst"
    assert [(u.kind.value, u.what) for u in page.unread] == [
        ("table_picture", "formule"),
        ("icon", "afbeelding: Stoplicht op oranje: vertraagd"),
        ("picture", "afbeelding (2 keer)"),
        ("picture", "afbeelding: Kaart met tekst"),
        ("table_picture", "grafiek"),
        ("table_picture", "ingesloten werkblad: Begroting per jaar"),
        ("table_picture", "ingesloten document"),
    ]


BODY = "De raad stelt het plan vast en het college voert het daarna uit in de hele gemeente."


def test_bold_lines_head_where_there_are_no_heading_styles(tmp_path: Path) -> None:
    document = Document()
    for line in ("Waarom dit plan", "Wat het kost"):
        document.add_paragraph().add_run(line).bold = True
        document.add_paragraph(BODY)
    document.add_paragraph().add_run("Dit is een vette zin, en geen kop.").bold = True
    document.add_paragraph(BODY)
    document.add_paragraph().add_run("Vet en alleen").bold = True
    page = page_of(save(document, tmp_path / "vet.docx"))
    headings = [block.text for block in page.blocks if block.kind is BlockKind.HEADING]
    assert headings == ["Waarom dit plan", "Wat het kost"]
    document.add_heading("Een echte kop", 2)
    document.add_paragraph(BODY)
    styled = page_of(save(document, tmp_path / "stijl.docx"))
    assert [b.text for b in styled.blocks if b.kind is BlockKind.HEADING] == ["Een echte kop"]


def test_large_lines_head_and_stand_above_smaller_ones(tmp_path: Path) -> None:
    document = Document()
    for chapter in ("1. Wonen", "2. Water"):
        document.add_paragraph().add_run(chapter).font.size = Pt(22)
        document.add_heading("Doelen", 1)
        document.add_paragraph(BODY)
    document.add_heading("14", 1)
    document.add_heading(f"{BODY}", 2)
    page = page_of(save(document, tmp_path / "groot.docx"))
    assert [(b.text, b.level) for b in page.blocks if b.kind is BlockKind.HEADING] == [
        ("1. Wonen", 1),
        ("Doelen", 2),
        ("2. Water", 1),
        ("Doelen", 2),
    ]
    assert page.blocks[-2].kind is BlockKind.CONTENTS


def test_contents_in_a_table_or_typed_by_hand_are_no_evidence(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Inhoudsopgave:")
    lines = [("1.", "Wonen", "3"), ("2.", "Water", "5"), ("3.", "Geld", "9")]
    table = document.add_table(rows=3, cols=3)
    for row, line in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    document.add_paragraph(BODY)
    page = page_of(save(document, tmp_path / "inhoud.docx"))
    assert [b.text for b in page.blocks if b.kind is not BlockKind.CONTENTS] == [BODY]


def filled(document: object, lines: list[tuple[str, ...]]) -> object:
    table = document.add_table(rows=len(lines), cols=len(lines[0]))  # type: ignore[attr-defined]
    for row, line in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    return table


def test_a_title_over_all_columns_and_a_header_of_two_rows(tmp_path: Path) -> None:
    document = Document()
    table: Any = filled(
        document,
        [
            ("", "", "", ""),
            ("In € miljoenen", "2026", "", ""),
            ("", "Baten", "Lasten", "Saldo"),
            ("Wonen", "1,2", "2,3", "-1,1"),
            ("", "", "", ""),
            ("Riool", "5,0", "4,0", "1,0"),
        ],
    )
    table.cell(0, 0).merge(table.cell(0, 3)).text = "Bruto investeringen"
    table.cell(1, 1).merge(table.cell(1, 3))
    table.cell(4, 0).merge(table.cell(4, 3)).text = "Programma Water"
    page = page_of(save(document, tmp_path / "tabel.docx"))
    rows = [block.row for block in page.blocks if block.row]
    assert {(row.title, row.unit) for row in rows} == {("Bruto investeringen", "In € miljoenen")}
    assert [(row.block, row.label) for row in rows] == [
        ("", "Wonen"),
        ("", "Programma Water"),
        ("Programma Water", "Riool"),
    ]
    assert [(c.header, c.text) for c in rows[2].cells] == [
        ("2026 Baten", "5,0"),
        ("2026 Lasten", "4,0"),
        ("2026 Saldo", "1,0"),
    ]


def test_the_head_of_a_letter_is_no_table_with_a_header(tmp_path: Path) -> None:
    document = Document()
    filled(document, [("Aan", "de raad"), ("Datum", "3 juni 2026"), ("Steller", "A. Jansen")])
    page = page_of(save(document, tmp_path / "brief.docx"))
    rows = [block.row for block in page.blocks if block.row]
    assert [(row.label, row.cells[0].header, row.cells[0].text) for row in rows] == [
        ("Aan", "", "de raad"),
        ("Datum", "", "3 juni 2026"),
        ("Steller", "", "A. Jansen"),
    ]


def test_a_table_that_only_places_text_is_read_as_text(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    left.text = "Contact"
    right.add_paragraph("Wonen", style="Heading 1")
    right.add_paragraph(BODY)
    page = page_of(save(document, tmp_path / "opmaak.docx"))
    assert ("heading", "Wonen") in [(b.kind.value, b.text) for b in page.blocks]
    assert not [block.row for block in page.blocks if block.row]


def test_deleted_rows_are_not_read(tmp_path: Path) -> None:
    document = Document()
    table: Any = filled(document, [("Wat", "2026"), ("Wonen", "1"), ("Weg", "2")])
    table.rows[2]._tr.get_or_add_trPr().append(parse_xml(f'<w:del {W} w:id="9" w:author="x"/>'))
    assert "Weg" not in page_of(save(document, tmp_path / "rij.docx")).text


@pytest.mark.real_data
def test_no_word_of_the_real_water_plan_is_lost(real_data: Path) -> None:
    path = real_data / "documents" / "waterbeheerplan_rijnland_2016-2021.docx"
    document = Document(str(path))
    theirs = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        seen = {cell._tc: cell.text for row in table.rows for cell in row.cells}
        theirs += seen.values()
    ours = Counter(words(page_of(path).text))
    assert not Counter(words(" ".join(theirs))) - ours


def words(text: str) -> list[str]:
    return re.findall(r"\w+", collapse(text))
