"""Owns reading Word documents: body text as it stands, each text once, nothing that was deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import NoTextError, ReadError, UnsupportedError
from ingest.compose import Draft, compose
from ingest.docx_drawings import alternative, drawn
from ingest.docx_styles import Look, Styles, W, is_on, read_styles, value_of
from ingest.looks import StyledText, is_caption, mark_by_looks, table_title
from ingest.not_read import NotRead
from ingest.office_parts import OfficeParts, open_parts
from ingest.pages import BlockKind, ReadDocument
from ingest.text import collapse
from ingest.wordtables import Slot, grid_drafts

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read_docx"]

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"

# Deletions, where text was moved from, the codes of fields, properties, readings of Asian
# script. What is drawn is looked at apart.
_SKIPPED = frozenset(
    f"{W}{name}"
    for name in (
        "del moveFrom instrText delText delInstrText rPr pPr sectPr tblPr trPr tcPr tblGrid sdtPr "
        "rt commentReference txbxContent"
    ).split()
)
_DRAWN = frozenset(f"{W}{name}" for name in ("drawing", "pict", "object"))
_BREAKS = frozenset(f"{W}{name}" for name in ("tab", "br", "cr", "ptab"))
_AROUND = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml"))
_MOST_LEVELS = 6
_MOST_COLUMNS = 60


def read_docx(path: Path, *, max_characters: int) -> ReadDocument:
    """Read a Word document as one page.

    Raises:
        NoTextError: there is no text in it.
        UnsupportedError: it is another kind of Office file.
        ReadError: it is damaged, or larger than allowed.
    """
    with open_parts(path, "Word-bestand", "Word") as parts:
        root = parts.xml("word/document.xml")
        if root is None:
            raise UnsupportedError(
                f"{path.name}: is een Office- of zip-bestand maar geen Word-document; "
                "sla het op als .docx of .pdf."
            )
        unread = NotRead()
        walk = _Walk(read_styles(parts), _notes(parts), unread)
        drafts = list(walk.blocks(root))
        title, created = _properties(parts)
    mark_by_looks(drafts)
    page = compose(drafts, unread=unread.found())
    if not page.text.strip():
        raise NoTextError(f"{path.name}: er staat geen tekst in; lever het juiste bestand aan.")
    if len(page.text) > max_characters:
        raise ReadError(f"{path.name}: meer dan {max_characters} tekens tekst; splits het bestand.")
    return ReadDocument((page,), title=title, created=created)


def _notes(parts: OfficeParts) -> dict[str, str]:
    """The text of each footnote and endnote by its kind and id."""
    notes: dict[str, str] = {}
    for part, tag in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
        root = parts.xml(part)
        for note in root.iter(f"{W}{tag}") if root is not None else ():
            text = collapse(" ".join(_plain(p) for p in note.iter(f"{W}p")))
            if text and note.get(f"{W}type") is None:
                notes[tag + note.get(f"{W}id", "")] = text
    return notes


def _properties(parts: OfficeParts) -> tuple[str, str]:
    root = parts.xml("docProps/core.xml")
    if root is None:
        return "", ""
    title = collapse(root.findtext(f"{_DC}title") or "")
    return title, (root.findtext(f"{_TERMS}created") or "")[:10]


def _plain(paragraph: _Element) -> str:
    run = StyledText()
    _gather(paragraph, run, Styles(), Look())
    return run.text


def _gather(element: _Element, run: StyledText, styles: Styles, look: Look) -> None:
    """The text within ``element`` to ``run``, without that of the text boxes anchored in it."""
    for child in element:
        tag = child.tag
        if tag in _SKIPPED or tag in _DRAWN or _is_prompt(child):
            continue
        if tag == f"{W}r":
            own = child.find(f"{W}rPr")
            key = value_of(own.find(f"{W}rStyle")) if own is not None else ""
            inner = (styles.on_top(key, look) if key else look).with_properties(own)
            if not inner.hidden:
                _gather(child, run, styles, inner)
        elif tag == f"{W}t":
            run.add(child.text or "", look.size, look.bold)
        elif tag in _BREAKS:
            run.add(" ", look.size, look.bold)
        elif tag == f"{W}noBreakHyphen":
            run.add("-", look.size, look.bold)
        elif tag == f"{_MC}AlternateContent":
            chosen = alternative(child)
            if chosen is not None:
                _gather(chosen, run, styles, look)
        else:
            _gather(child, run, styles, look)


@dataclass(slots=True)
class _Walk:
    """Walks the body and gives its blocks in the order of the file."""

    styles: Styles
    notes: dict[str, str]
    unread: NotRead
    tables: int = 0
    caption: str = ""
    given: set[str] = field(default_factory=set)

    def blocks(self, element: _Element) -> Iterator[Draft]:
        """The blocks in ``element``, whatever stands around them."""
        for child in element:
            if child.tag in _SKIPPED or _is_prompt(child):
                continue
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag == f"{W}altChunk":
                self.unread.thing("ingesloten document")
            elif child.tag == f"{_MC}AlternateContent":
                chosen = alternative(child)
                if chosen is not None:
                    yield from self.blocks(chosen)
            else:
                yield from self.blocks(child)

    def _paragraph(self, paragraph: _Element) -> Iterator[Draft]:
        key = value_of(paragraph.find(f"{W}pPr/{W}pStyle"))
        run = StyledText()
        _gather(paragraph, run, self.styles, self.styles.paragraph(key))
        if run.text:
            draft = self._draft(paragraph, key, run)
            self.caption = table_title(draft)
            yield draft
        if next(paragraph.iter(f"{_MATH}oMath"), None) is not None:
            self.unread.thing("formule")
        yield from self._notes_in(paragraph)
        for box in drawn(paragraph, self.unread):
            yield from self.blocks(box)

    def _draft(self, paragraph: _Element, key: str, run: StyledText) -> Draft:
        draft = Draft(BlockKind.PARAGRAPH, run.text, style=run.style)
        outline = value_of(paragraph.find(f"{W}pPr/{W}outlineLvl"))
        level = self.styles.level(key)
        if not level and len(outline) == 1 and outline in "012345678":
            level = int(outline) + 1
        numbered = paragraph.find(f"{W}pPr/{W}numPr") is not None
        if self.styles.is_contents(key):
            draft.kind = BlockKind.CONTENTS
        elif level:
            draft.kind, draft.level = BlockKind.HEADING, min(level, _MOST_LEVELS)
        elif self.styles.is_caption(key) or is_caption(run.text):
            draft.kind = BlockKind.CAPTION
        elif numbered or self.styles.is_list(key):
            draft.kind = BlockKind.LIST_ITEM
        return draft

    def _notes_in(self, element: _Element) -> Iterator[Draft]:
        for kind in ("footnote", "endnote"):
            for mark in element.iter(f"{W}{kind}Reference"):
                key = kind + mark.get(f"{W}id", "")
                if key in self.notes and key not in self.given:
                    self.given.add(key)
                    yield Draft(BlockKind.FOOTNOTE, self.notes[key])

    def _table(self, table: _Element) -> Iterator[Draft]:
        rows: list[list[Slot]] = []
        heads = 0
        for tr in _rows(table):
            row = self._row(tr, rows[-1] if rows else [])
            marked = is_on(tr.find(f"{W}trPr/{W}tblHeader"))
            heads += int(marked and heads == len(rows))
            rows.append(row)
        if max((len(row) for row in rows), default=0) < 2 or self._is_frame(table):
            for tr in _rows(table):
                for cell in _children(tr, "tc"):
                    yield from self.blocks(cell)
            return
        heads = heads if heads < len(rows) else 0
        yield from grid_drafts(rows, heads, self.tables, self.caption)
        self.tables += 1
        self.caption = ""
        yield from self._notes_in(table)
        for _ in drawn(table, self.unread):  # their text stands in the cells already
            pass

    def _is_frame(self, table: _Element) -> bool:
        """Whether a table only places text: its cells hold headings or tables of their own."""
        for tr in _rows(table):
            for cell in _children(tr, "tc"):
                if cell.find(f"{W}tbl") is not None:
                    return True
                keys = (value_of(p.find(f"{W}pPr/{W}pStyle")) for p in cell.iterfind(f"{W}p"))
                if len(cell) > 2 and any(key and self.styles.level(key) for key in keys):
                    return True
        return False

    def _row(self, tr: _Element, above: list[Slot]) -> list[Slot]:
        """The texts of a row; a cell merged over columns or with the row above is repeated."""
        before = value_of(tr.find(f"{W}trPr/{W}gridBefore"))
        row = [Slot("")] * _columns(before, 0)
        for tc in _children(tr, "tc"):
            merged = tc.find(f"{W}tcPr/{W}vMerge")
            goes_on = merged is not None and value_of(merged) != "restart"
            if goes_on and len(row) < len(above):
                text = above[len(row)].text
            else:
                text = collapse(" ".join(self._texts(tc)))
            row.append(Slot(text, from_above=goes_on))
            copies = _columns(value_of(tc.find(f"{W}tcPr/{W}gridSpan")), 1) - 1
            row += [Slot(text, from_left=True, from_above=goes_on)] * copies
        return row

    def _texts(self, element: _Element) -> Iterator[str]:
        """The texts of all paragraphs in a cell, tables and text boxes within it included."""
        for child in element:
            if child.tag in _SKIPPED:
                continue
            if child.tag == f"{W}p":
                yield _plain(child)
                for box in drawn(child, NotRead()):
                    yield from self._texts(box)
            elif child.tag == f"{_MC}AlternateContent":
                chosen = alternative(child)
                if chosen is not None:
                    yield from self._texts(chosen)
            else:
                yield from self._texts(child)


def _is_prompt(element: _Element) -> bool:
    """Whether it is a field of a form that was not filled in: its text asks for an answer."""
    return element.tag == f"{W}sdt" and is_on(element.find(f"{W}sdtPr/{W}showingPlcHdr"))


def _rows(table: _Element) -> Iterator[_Element]:
    """The rows that are still there; a row may be deleted as a whole."""
    return (tr for tr in _children(table, "tr") if tr.find(f"{W}trPr/{W}del") is None)


def _children(element: _Element, name: str) -> Iterator[_Element]:
    """The rows of a table or cells of a row, also inside content controls and insertions."""
    for child in element:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in _AROUND:
            yield from _children(child, name)


def _columns(text: str, least: int) -> int:
    """A number of columns within reason."""
    found = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else least
    return min(max(found, least), _MOST_COLUMNS)
