"""Owns reading Word documents: body text as it stands, each text once, nothing that was deleted."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import EncryptedError, NoTextError, ReadError, UnsupportedError
from ingest.compose import Draft, compose
from ingest.pages import BlockKind, ReadDocument
from ingest.text import collapse
from ingest.wordtables import Slot, grid_drafts

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read_docx"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"

_LARGEST_PART = 200 * 1024 * 1024
_LARGEST_RATIO = 400  # text in XML is packed 10 to 50 times; a bomb thousands of times
_SKIPPED = frozenset(
    [f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "sectPr")]
    + [f"{_MC}Fallback"]
)
_HEADING_STYLE = re.compile(r"^(?:heading|kop|koptekst niveau)\s*([1-9])\b", re.IGNORECASE)
_TITLE_STYLE = re.compile(r"^(?:title|titel)$", re.IGNORECASE)
_CONTENTS_STYLE = re.compile(r"^(?:toc|inhopg|inhoudsopgave|table of)", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list|lijst|opsomming|bullet", re.IGNORECASE)
_CAPTION_STYLE = re.compile(r"^(?:caption|bijschrift)", re.IGNORECASE)
_MOST_LEVELS = 6


def read_docx(path: Path, *, max_characters: int) -> ReadDocument:
    """Read a Word document as one page.

    Raises:
        NoTextError: there is no text in it.
        UnsupportedError: it is another kind of Office file.
        ReadError: it is damaged, or larger than allowed.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = _Parts(archive, path.name)
            body = parts.xml("word/document.xml")
            if body is None:
                raise UnsupportedError(
                    f"{path.name}: is een Office- of zip-bestand maar geen Word-document; "
                    "sla het op als .docx of .pdf."
                )
            walk = _Walk(_styles(parts), _notes(parts))
            page = compose(walk.blocks(body))
            title, created = _properties(parts)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise ReadError(
            f"{path.name}: het Word-bestand is beschadigd; sla het opnieuw op in Word."
        ) from error
    if not page.text.strip():
        raise NoTextError(f"{path.name}: er staat geen tekst in; lever het juiste bestand aan.")
    if len(page.text) > max_characters:
        raise ReadError(f"{path.name}: meer dan {max_characters} tekens tekst; splits het bestand.")
    return ReadDocument((page,), title=title, created=created)


class _Parts:
    """The XML parts of the file, unpacked within limits, without entities or network."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive, self._name = archive, name

    def xml(self, part: str) -> _Element | None:
        from lxml import etree

        try:
            info = self._archive.getinfo(part)
        except KeyError:
            return None
        if info.flag_bits & 0x1:
            raise EncryptedError(
                f"{self._name}: vraagt een wachtwoord; sla een versie zonder wachtwoord op."
            )
        packed = max(info.compress_size, 1)
        if info.file_size > _LARGEST_PART or (
            info.file_size > 10_000_000 and info.file_size / packed > _LARGEST_RATIO
        ):
            raise ReadError(
                f"{self._name}: wordt uitgepakt te groot ({info.file_size / 1e6:.0f} MB); "
                "sla het op als .pdf."
            )
        with self._archive.open(info) as file:
            data = file.read(_LARGEST_PART + 1)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise ReadError(
                f"{self._name}: het Word-bestand is beschadigd; sla het opnieuw op in Word."
            ) from error


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    level: int = 0
    lists: bool = False


def _styles(parts: _Parts) -> dict[str, _Style]:
    """The paragraph styles by id, with the heading level that they or their bases have."""
    root = parts.xml("word/styles.xml")
    raw: dict[str, tuple[str, str, int, bool]] = {}
    for style in root.iter(f"{_W}style") if root is not None else ():
        name = _value(style.find(f"{_W}name"))
        outline = _value(style.find(f"{_W}pPr/{_W}outlineLvl"))
        level = int(outline) + 1 if outline.isdigit() and int(outline) < 9 else 0
        raw[style.get(f"{_W}styleId", "")] = (
            name,
            _value(style.find(f"{_W}basedOn")),
            level,
            style.find(f"{_W}pPr/{_W}numPr") is not None,
        )
    return {key: _resolve(key, raw) for key in raw}


def _resolve(key: str, raw: dict[str, tuple[str, str, int, bool]]) -> _Style:
    name = raw[key][0]
    level, lists = 0, False
    seen: set[str] = set()
    while key in raw and key not in seen:
        seen.add(key)
        own, base, outline, numbered = raw[key]
        found = _HEADING_STYLE.match(own)
        level = level or (int(found[1]) if found else outline)
        lists = lists or numbered or bool(_LIST_STYLE.search(own))
        key = base
    if _TITLE_STYLE.match(name):
        level = 1
    return _Style(name, min(level, _MOST_LEVELS), lists)


def _value(element: _Element | None) -> str:
    return element.get(f"{_W}val", "") if element is not None else ""


def _notes(parts: _Parts) -> dict[str, str]:
    """The text of each footnote and endnote by its id."""
    notes: dict[str, str] = {}
    for part, tag in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
        root = parts.xml(part)
        for note in root.iter(f"{_W}{tag}") if root is not None else ():
            text = collapse(" ".join(_text(p) for p in note.iter(f"{_W}p")))
            if text and note.get(f"{_W}type") is None:
                notes[tag + note.get(f"{_W}id", "")] = text
    return notes


def _properties(parts: _Parts) -> tuple[str, str]:
    root = parts.xml("docProps/core.xml")
    if root is None:
        return "", ""
    title = collapse(root.findtext(f"{_DC}title") or "")
    return title, (root.findtext(f"{_TERMS}created") or "")[:10]


def _text(paragraph: _Element) -> str:
    """The text of a paragraph without that of the text boxes anchored in it."""
    return "".join(_strings(paragraph))


def _strings(element: _Element) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED or child.tag == f"{_W}txbxContent":
            continue
        if child.tag == f"{_W}r" and child.find(f"{_W}rPr/{_W}vanish") is not None:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        else:
            yield from _strings(child)


@dataclass(slots=True)
class _Walk:
    """Walks the body and gives its blocks in the order of the file."""

    styles: dict[str, _Style]
    notes: dict[str, str]
    tables: int = 0
    heading: str = ""
    given: set[str] = field(default_factory=set)

    def blocks(self, element: _Element) -> Iterator[Draft]:
        for child in element:
            if child.tag in _SKIPPED:
                continue
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child)
            else:
                yield from self.blocks(child)

    def _paragraph(self, paragraph: _Element) -> Iterator[Draft]:
        text = collapse(_text(paragraph))
        if text:
            style = self.styles.get(_value(paragraph.find(f"{_W}pPr/{_W}pStyle")), _Style(""))
            draft = _draft(paragraph, text, style)
            if draft.kind is BlockKind.HEADING:
                self.heading = text
            yield draft
        yield from self._notes_in(paragraph)
        for box in _boxes(paragraph):
            yield from self.blocks(box)

    def _notes_in(self, element: _Element) -> Iterator[Draft]:
        for kind in ("footnote", "endnote"):
            for mark in element.iter(f"{_W}{kind}Reference"):
                key = kind + mark.get(f"{_W}id", "")
                if key in self.notes and key not in self.given:
                    self.given.add(key)
                    yield Draft(BlockKind.FOOTNOTE, self.notes[key])

    def _table(self, table: _Element) -> Iterator[Draft]:
        rows: list[list[Slot]] = []
        heads = 0
        above: list[Slot] = []
        for tr in _children(table, "tr"):
            row = _row(tr, above)
            above = row
            marked = tr.find(f"{_W}trPr/{_W}tblHeader") is not None
            if marked and heads == len(rows):
                heads += 1
            rows.append(row)
        if max((len(row) for row in rows), default=0) < 2:
            # A table of one column is a frame around text.
            for cell in _cells(table):
                yield from self.blocks(cell)
            return
        yield from grid_drafts(rows, heads if heads < len(rows) else 0, self.tables, self.heading)
        self.tables += 1
        yield from self._notes_in(table)


def _draft(paragraph: _Element, text: str, style: _Style) -> Draft:
    outline = _value(paragraph.find(f"{_W}pPr/{_W}outlineLvl"))
    level = style.level or (int(outline) + 1 if outline.isdigit() and int(outline) < 9 else 0)
    if _CONTENTS_STYLE.match(style.name):
        return Draft(BlockKind.CONTENTS, text)
    if level:
        return Draft(BlockKind.HEADING, text, level=min(level, _MOST_LEVELS))
    if _CAPTION_STYLE.match(style.name):
        return Draft(BlockKind.CAPTION, text)
    numbered = paragraph.find(f"{_W}pPr/{_W}numPr")
    if numbered is not None or style.lists:
        return Draft(BlockKind.LIST_ITEM, text)
    return Draft(BlockKind.PARAGRAPH, text)


def _boxes(paragraph: _Element) -> Iterator[_Element]:
    """The text boxes anchored in a paragraph; the copy for old programs is left out."""
    for box in paragraph.iter(f"{_W}txbxContent"):
        above = [ancestor.tag for ancestor in box.iterancestors()]
        inside = above[: above.index(f"{_W}p")] if f"{_W}p" in above else above
        if f"{_MC}Fallback" not in above and f"{_W}txbxContent" not in inside:
            yield box


def _children(element: _Element, name: str) -> Iterator[_Element]:
    """The rows of a table or cells of a row, also inside content controls and insertions."""
    for child in element:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _children(child, name)


def _cells(table: _Element) -> Iterator[_Element]:
    for tr in _children(table, "tr"):
        yield from _children(tr, "tc")


def _row(tr: _Element, above: list[Slot]) -> list[Slot]:
    """The texts of a row; a cell merged over columns or with the row above is repeated."""
    row: list[Slot] = []
    for tc in _children(tr, "tc"):
        merged = tc.find(f"{_W}tcPr/{_W}vMerge")
        goes_on = merged is not None and _value(merged) != "restart"
        span = _value(tc.find(f"{_W}tcPr/{_W}gridSpan"))
        if goes_on and len(row) < len(above):
            text = above[len(row)].text
        else:
            text = collapse(" ".join(_texts(tc)))
        row.append(Slot(text, from_above=goes_on))
        copies = min(int(span), 50) - 1 if span.isdigit() else 0
        row += [Slot(text, from_left=True, from_above=goes_on)] * copies
    return row


def _texts(element: _Element) -> Iterator[str]:
    """The texts of all paragraphs in a cell, tables and text boxes within it included."""
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_W}p":
            yield _text(child)
            for box in _boxes(child):
                yield from _texts(box)
        else:
            yield from _texts(child)
