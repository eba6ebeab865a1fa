"""Owns the Word documents of the sample: a YAML source in, the same ``.docx`` bytes out.

A source is a template (see ``corpus.sample.facts``) of a YAML file with these keys::

    titel, afzender, datum, onderwerp, koptekst   what stands above it and in its properties
    kop      rows [label, text] of the head of a letter
    inhoud   a list of {kop1: ...}, {kop2: ...}, {tekst: ...}, {lijst: [...]} and
             {tabel: {bijschrift, koppen, rijen, breedten, rechts, totaal}}
    noten    footnotes; a text points to the first with ^1^
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from corpus.sample.facts import fill

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

__all__ = ["render_docx"]

LANGUAGE = "nl-NL"
COLOUR = "1F5C4D"
FONT = "Arial"
# The zip format begins in 1980; nothing in the file may tell when or where it was made.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
# What the empty document of python-docx brings along and a municipality's would not.
LEFT_OUT = ("thumbnail", "extended-properties", "customXml", "stylesWithEffects", "webSettings")
LEFT_OUT_TAGS = ("rsids", "rsid", "savePreviewPicture", "proofState", "shapeDefaults")
TABLE_STYLES = ("Normal Table", "Table Grid")
NOTE_MARK = re.compile(r"\^(\d+)\^")
NOTES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>
</w:footnote>
{notes}
</w:footnotes>
"""
NOTE = (
    '<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
    '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    '<w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
)


def render_docx(source: Path) -> bytes:
    """The Word document of one source."""
    from docx import Document

    told = yaml.safe_load(fill(source))
    document = Document()
    _leave_out(document)
    _set_language(document)
    _set_styles(document)
    _set_page(document, told)
    _set_properties(document, told)
    document.add_paragraph(told["titel"], style="Title")
    _add_head(document, told["kop"])
    for block in told["inhoud"]:
        for kind, content in block.items():
            _add(document, kind, content)
    _add_notes(document, told.get("noten", ()))
    made = io.BytesIO()
    document.save(made)
    return _normal(made.getvalue())


def _leave_out(document: Document) -> None:
    for relations in (document.part.package.rels, document.part.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(LEFT_OUT):
                del relations[key]
    for root in (document.settings.element, document.styles.element, document.element):
        for element in list(root.iter(*map(_w, LEFT_OUT_TAGS))):
            element.getparent().remove(element)
    for name in list(document.sections[0]._sectPr.attrib):
        del document.sections[0]._sectPr.attrib[name]


def _set_language(document: Document) -> None:
    settings = document.settings.element
    for language in (*document.styles.element.iter(_w("lang")), settings.find(_w("themeFontLang"))):
        language.set(_w("val"), LANGUAGE)
    settings.find(_w("decimalSymbol")).set(_w("val"), ",")
    settings.find(_w("listSeparator")).set(_w("val"), ";")


def _set_styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    styles = document.styles
    for style in [one for one in styles if one.type == WD_STYLE_TYPE.TABLE]:
        if style.name not in TABLE_STYLES:
            style.delete()
    for border in styles["Title"].element.iter(_w("bottom")):
        border.set(_w("color"), COLOUR)
    note = styles.add_style("Footnote Text", WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = styles["Normal"]
    mark = styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    # Size in points, space above and below it.
    for name, size, above, below in (
        ("Normal", 10, 0, 7),
        ("Title", 17, 0, 10),
        ("Heading 1", 12, 13, 4),
        ("Heading 2", 10, 9, 3),
        ("List Bullet", 10, 0, 3),
        ("Caption", 9, 4, 3),
        ("Footnote Text", 8, 0, 2),
    ):
        _set_style(styles[name], Pt(size), Pt(above), Pt(below))


def _set_style(style: Any, size: int, above: int, below: int) -> None:
    from docx.shared import RGBColor

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(_w(name), FONT)
    style.font.size = size
    style.paragraph_format.space_before = above
    style.paragraph_format.space_after = below
    style.paragraph_format.line_spacing = 1.15
    if style.name not in ("Normal", "List Bullet", "Footnote Text"):
        style.font.bold = True
        style.font.color.rgb = RGBColor.from_string(COLOUR)


def _set_page(document: Document, told: dict[str, Any]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.2)
    header = section.header.paragraphs[0]
    header.text = told["koptekst"]
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer.add_run("Pagina ")
    _add_field(footer, "PAGE")
    footer.add_run(" van ")
    _add_field(footer, "NUMPAGES")
    for run in (*header.runs, *footer.runs):
        run.font.size = Pt(8)


def _add_field(paragraph: Paragraph, name: str) -> None:
    """A field that Word works out when it shows the page."""
    _append(paragraph.add_run()._r, "fldChar", fldCharType="begin")
    _append(paragraph.add_run()._r, "instrText").text = name
    _append(paragraph.add_run()._r, "fldChar", fldCharType="end")


def _set_properties(document: Document, told: dict[str, Any]) -> None:
    properties = document.core_properties
    day: datetime.date = told["datum"]
    properties.title, properties.subject = told["titel"], told["onderwerp"]
    properties.author = properties.last_modified_by = told["afzender"]
    properties.comments = properties.keywords = ""
    properties.language, properties.revision = LANGUAGE, 1
    properties.created = properties.modified = datetime.datetime(day.year, day.month, day.day, 9)


def _add_head(document: Document, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(len(rows), 2)
    _set_widths(table, (4, 12))
    for line, (label, text) in zip(table.rows, rows, strict=True):
        _put(line.cells[0], label, bold=True)
        _put(line.cells[1], text)


def _add(document: Document, kind: str, content: Any) -> None:
    if kind == "tabel":
        _add_table(document, **content)
    elif kind == "lijst":
        for item in content:
            _write(document.add_paragraph(style="List Bullet"), item)
    else:
        style = {"kop1": "Heading 1", "kop2": "Heading 2", "tekst": "Normal"}[kind]
        _write(document.add_paragraph(style=style), content)


def _write(paragraph: Paragraph, text: str) -> None:
    """The text, with a reference where it points to a footnote."""
    for index, part in enumerate(NOTE_MARK.split(text)):
        if index % 2 == 0:
            paragraph.add_run(part)
        else:
            mark = paragraph.add_run(style="Footnote Reference")
            _append(mark._r, "footnoteReference", id=part)


def _add_table(
    document: Document,
    *,
    bijschrift: str,
    koppen: Sequence[str],
    rijen: Sequence[Sequence[str]],
    breedten: Sequence[float],
    rechts: Sequence[int] = (),
    totaal: bool = False,
) -> None:
    caption = document.add_paragraph(bijschrift, style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(len(rijen) + 1, len(koppen), style="Table Grid")
    _set_widths(table, breedten)
    last = len(rijen)
    for number, texts in enumerate((koppen, *rijen)):
        bold = number == 0 or (totaal and number == last)
        for column, text in enumerate(texts):
            _put(table.cell(number, column), text, bold=bold, right=column in rechts)
    _mark_header(table)
    document.add_paragraph().paragraph_format.space_after = 0


def _mark_header(table: Table) -> None:
    """The first row is grey, and comes back on the next page."""
    _append(table.rows[0]._tr.get_or_add_trPr(), "tblHeader")
    for cell in table.rows[0].cells:
        _append(cell._tc.get_or_add_tcPr(), "shd", val="clear", color="auto", fill="E3ECE8")


def _set_widths(table: Table, widths: Sequence[float]) -> None:
    from docx.shared import Cm

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _put(cell: _Cell, text: str, *, bold: bool = False, right: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.line_spacing = 1
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _write(paragraph, text)
    for run in paragraph.runs:
        run.font.size, run.font.bold = Pt(9), bold or None


def _add_notes(document: Document, notes: Sequence[str]) -> None:
    """The footnotes, which python-docx cannot make, as the part that Word keeps them in."""
    from xml.sax.saxutils import escape

    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    own = "".join(NOTE.format(number=n, text=escape(t)) for n, t in enumerate(notes, start=1))
    part = Part(
        PackURI("/word/footnotes.xml"),
        CONTENT_TYPE.WML_FOOTNOTES,
        NOTES.format(notes=own).encode("utf-8"),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _normal(made: bytes) -> bytes:
    """The same parts in one order, at one time, unpacked: no two machines pack alike."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w") as new:
        # Readers expect the list of content types first.
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.create_system, info.external_attr = 0, 0
            new.writestr(info, old.read(name))
    return out.getvalue()


def _append(parent: Any, name: str, **values: str) -> Any:
    """A new element at the end of ``parent``."""
    from docx.oxml import OxmlElement

    element = OxmlElement(f"w:{name}")
    for key, value in values.items():
        element.set(_w(key), value)
    parent.append(element)
    return element


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(f"w:{name}")
