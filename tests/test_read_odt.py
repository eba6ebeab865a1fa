"""Reads OpenDocument text made here: what is shown, each text once, nothing unsafe."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from corpus.errors import EncryptedError, NoTextError, ReadError, UnsupportedError
from ingest.pages import ROW_SEPARATOR, BlockKind, Page
from ingest.plain_text import quote_stands
from ingest.read import read

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
        ("meta", "meta"),
    )
)
NAMES += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
STYLES = (
    '<style:style style:name="Heading_20_2" style:display-name="Heading 2" '
    'style:family="paragraph"/>'
    '<style:style style:name="Kop" style:family="paragraph" '
    'style:parent-style-name="Heading_20_2"/>'
    '<style:style style:name="Caption" style:family="paragraph"/>'
    '<style:style style:name="Tabel" style:family="paragraph" style:parent-style-name="Caption"/>'
    '<style:style style:name="Contents_20_1" style:display-name="Contents 1" '
    'style:family="paragraph"/>'
    '<style:style style:name="Vet" style:family="text">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="Weg" style:family="text"><style:text-properties text:display="none"/>'
    "</style:style>"
    '<style:style style:name="Rond" style:family="paragraph" style:parent-style-name="Rond"/>'
)
META = (
    f"<office:document-meta {NAMES}><office:meta><dc:title>Groenplan  Testdorp</dc:title>"
    "<meta:creation-date>2026-03-04T10:00:00</meta:creation-date></office:meta>"
    "</office:document-meta>"
)
MIME = "application/vnd.oasis.opendocument.text"


def an_odt(path: Path, body: str, mime: str = MIME, **parts: str) -> Path:
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{STYLES}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mime, zipfile.ZIP_STORED)
        archive.writestr("content.xml", parts.pop("content", content))
        archive.writestr("meta.xml", META)
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return path


def page_of(folder: Path, body: str) -> Page:
    (page,) = read(an_odt(folder / "stuk.odt", body)).pages
    assert all(page.text[b.start : b.end] == b.text for b in page.blocks)
    return page


def kinds(page: Page) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, block.text) for block in page.blocks]


def test_headings_paragraphs_and_lists(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        '<text:h text:outline-level="1">Woonvisie</text:h>'
        '<text:p text:style-name="Kop">Doelen</text:p>'
        "<text:p>Wij bouwen <text:span>120</text:span> woningen.</text:p>"
        "<text:list><text:list-header><text:p>Voor wie</text:p></text:list-header>"
        "<text:list-item><text:p>starters</text:p><text:list><text:list-item><text:p>jong</text:p>"
        "</text:list-item></text:list></text:list-item></text:list>"
        '<text:p text:style-name="Rond">slot</text:p>',
    )
    assert kinds(page) == [
        ("heading", 1, "Woonvisie"),
        ("heading", 2, "Doelen"),
        ("paragraph", 0, "Wij bouwen 120 woningen."),
        ("list_item", 0, "Voor wie"),
        ("list_item", 0, "starters"),
        ("list_item", 0, "jong"),
        ("paragraph", 0, "slot"),
    ]


def test_title_and_date_come_from_the_properties(tmp_path: Path) -> None:
    document = read(an_odt(tmp_path / "a.odt", "<text:p>Tekst.</text:p>"))
    assert (document.title, document.created) == ("Groenplan Testdorp", "2026-03-04")


def test_white_space_and_hyphens(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        '<text:p>een<text:s text:c="9"/>twee<text:tab/>drie<text:line-break/>vier '
        "klimaat\u00adplan A\u2011Z<text:soft-page-break/>vijf</text:p>",
    )
    assert page.text == "een twee drie vier klimaatplan A\u2011Zvijf"
    assert quote_stands(tmp_path / "stuk.odt", 1, "twee drie vier klimaatplan", ROW_SEPARATOR)


def test_notes_boxes_and_what_is_not_shown(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>geschrapt</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>De raad<office:annotation><text:p>geheime opmerking</text:p></office:annotation> "
        "stelt<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Zie de "
        "wet.</text:p></text:note-body></text:note> het plan vast."
        "<draw:frame><draw:text-box><text:p>In een kader</text:p></draw:text-box></draw:frame>"
        '<text:span text:style-name="Weg">onzichtbaar</text:span>'
        "<text:hidden-text>ook niet</text:hidden-text></text:p>"
        '<text:section text:display="none"><text:p>verborgen</text:p></text:section>'
        "<text:section><text:p>zichtbaar</text:p></text:section>",
    )
    assert kinds(page) == [
        ("paragraph", 0, "De raad stelt het plan vast."),
        ("footnote", 0, "Zie de wet."),
        ("paragraph", 0, "In een kader"),
        ("paragraph", 0, "zichtbaar"),
    ]


def test_contents_and_captions(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        "<text:table-of-content><text:table-of-content-source><text:p>bron</text:p>"
        "</text:table-of-content-source><text:index-body><text:index-title><text:p>Inhoud</text:p>"
        "</text:index-title><text:p>1 Wonen<text:tab/>3</text:p></text:index-body>"
        '</text:table-of-content><text:p text:style-name="Contents_20_1">2 Water 5</text:p>'
        '<text:p text:style-name="Tabel">Tabel 1: Kosten</text:p>',
    )
    assert kinds(page) == [
        ("contents", 0, "Inhoud"),
        ("contents", 0, "1 Wonen 3"),
        ("contents", 0, "2 Water 5"),
        ("caption", 0, "Tabel 1: Kosten"),
    ]


def cell(text: str, **spans: int) -> str:
    names = {"over": "number-columns-spanned", "down": "number-rows-spanned"}
    names |= {"times": "number-columns-repeated"}
    said = " ".join(f'table:{names[key]}="{value}"' for key, value in spans.items())
    return f"<table:table-cell {said}><text:p>{text}</text:p></table:table-cell>"


COVERED = "<table:covered-table-cell/>"


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def test_tables_with_merged_and_repeated_cells(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        '<text:h text:outline-level="1">Geld</text:h>'
        '<text:p text:style-name="Tabel">Lasten (x € 1.000)</text:p>'
        "<table:table><table:table-column/><table:table-header-rows>"
        + row(cell("Programma", down=2), cell("2026", over=2), COVERED)
        + row(COVERED, cell("Baten"), cell("Lasten"))
        + "</table:table-header-rows><table:table-rows>"
        + row(cell("Wonen", down=2), cell("1"), cell("2"))
        + row(COVERED, cell("3", times=2))
        + row(cell("Water"), cell(""), cell("9"), cell("", times=16_000))
        + '<table:table-row table:number-rows-repeated="1000000">'
        + "<table:table-cell/></table:table-row></table:table-rows></table:table>",
    )
    rows = [block.row for block in page.blocks if block.row]
    assert [(one.title, one.label, one.unit) for one in rows] == [
        ("Lasten (x € 1.000)", "Wonen", "x € 1.000"),
        ("Lasten (x € 1.000)", "Wonen", "x € 1.000"),
        ("Lasten (x € 1.000)", "Water", "x € 1.000"),
    ]
    assert [[(c.header, c.text) for c in one.cells] for one in rows] == [
        [("2026 Baten", "1"), ("2026 Lasten", "2")],
        [("2026 Baten", "3"), ("2026 Lasten", "3")],
        [("2026 Lasten", "9")],
    ]
    assert page.text.count("Wonen") == 1


def test_a_table_of_one_column_is_a_frame(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        "<table:table>"
        + row(
            '<table:table-cell><text:h text:outline-level="2">Kader</text:h><text:p>Tekst.</text:p>'
            "</table:table-cell>"
        )
        + "</table:table>",
    )
    assert kinds(page) == [("heading", 2, "Kader"), ("paragraph", 0, "Tekst.")]


def test_bold_lines_head_where_there_are_no_headings(tmp_path: Path) -> None:
    body = "De raad stelt het plan vast en het college voert het daarna uit in de gemeente."
    page = page_of(
        tmp_path,
        '<text:p><text:span text:style-name="Vet">Waarom dit plan</text:span></text:p>'
        f"<text:p>{body}</text:p>",
    )
    assert kinds(page) == [("heading", 1, "Waarom dit plan"), ("paragraph", 0, body)]


def test_pictures_and_charts_are_told(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        '<text:p>Tekst<draw:frame svg:width="1cm" svg:height="1cm"><draw:image/><svg:title>Foto 1'
        "</svg:title><svg:desc>Op schema: groen</svg:desc></draw:frame>"
        '<draw:frame svg:width="12cm" svg:height="8cm"><draw:image/></draw:frame>'
        '<draw:frame svg:width="1cm" svg:height="1cm"><draw:image/></draw:frame>'
        "<draw:frame><draw:object/><draw:image/><svg:desc>Lasten per jaar</svg:desc></draw:frame>"
        "</text:p>",
    )
    assert page.text == "Tekst"
    assert [(u.kind.value, u.what) for u in page.unread] == [
        ("icon", "afbeelding: Op schema: groen"),
        ("picture", "afbeelding"),
        (
            "table_picture",
            "ingesloten object (grafiek, formule of werkblad): Lasten per jaar",
        ),
    ]


LOCKED = (
    '<manifest:manifest xmlns:manifest="urn:x"><manifest:file-entry><manifest:encryption-data/>'
    "</manifest:file-entry></manifest:manifest>"
)


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "stuk.odt"
    with pytest.raises(EncryptedError, match="vraagt een wachtwoord"):
        read(an_odt(path, "", content="ruis", META_INF__manifest_xml=LOCKED) and fixed(path))
    with pytest.raises(UnsupportedError, match="geen tekstdocument"):
        read(an_odt(path, "<text:p>x</text:p>", mime=MIME.replace("text", "spreadsheet")))
    with pytest.raises(UnsupportedError, match="maar geen tekstdocument"):
        read(an_odt(path, "", content="<x/>"))
    with pytest.raises(NoTextError, match="geen tekst"):
        read(an_odt(path, "<text:p> </text:p>"))
    with pytest.raises(ReadError, match="beschadigd"):
        read(an_odt(path, "<text:p>"))
    with pytest.raises(ReadError, match="te groot"):
        read(an_odt(path, f"<text:p>{' ' * 30_000_000}</text:p>"))
    path.write_bytes(an_odt(path, "<text:p>x</text:p>").read_bytes()[:-200])
    with pytest.raises(ReadError, match="beschadigd"):
        read(path)


def fixed(path: Path) -> Path:
    """The same zip with the manifest under the name that has a hyphen."""
    with zipfile.ZipFile(path) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name.replace("META.INF", "META-INF"), content)
    return path


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    (tmp_path / "geheim.txt").write_text("GEHEIM", "utf-8")
    secret = (tmp_path / "geheim.txt").as_uri()
    content = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "{secret}">]>'
        f"<office:document-content {NAMES}><office:body><office:text><text:p>tekst &x;</text:p>"
        "</office:text></office:body></office:document-content>"
    )
    (page,) = read(an_odt(tmp_path / "a.odt", "", content=content)).pages
    assert "GEHEIM" not in page.text
    assert BlockKind.PARAGRAPH in {block.kind for block in page.blocks}
