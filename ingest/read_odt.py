"""Owns reading OpenDocument text: what a reader of the document sees, each text once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import EncryptedError, NoTextError, ReadError, UnsupportedError
from ingest.compose import Draft, compose
from ingest.looks import StyledText, is_caption, mark_by_looks, table_title
from ingest.not_read import NotRead, centimetres
from ingest.odt_styles import OFFICE, TEXT, Styles, read_styles
from ingest.office_parts import OfficeParts, open_parts
from ingest.pages import BlockKind, ReadDocument
from ingest.text import collapse
from ingest.wordtables import Slot, grid_drafts

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read_odt"]

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"

_TEXT_TYPES = (
    "application/vnd.oasis.opendocument.text",
    "application/x-vnd.oasis.opendocument.text",
)
# What is never shown in the text: deletions, comments, forms, names of fields, readings of
# Asian script, and the second copy of what an index was made from.
_SKIPPED = frozenset(
    [f"{TEXT}{name}" for name in ("tracked-changes", "ruby-text", "note-citation", "script")]
    + [f"{TEXT}{name}" for name in ("sequence-decls", "variable-decls", "user-field-decls")]
    + [f"{TEXT}{name}" for name in ("hidden-text", "alphabetical-index-auto-mark-file")]
    + [f"{OFFICE}{name}" for name in ("annotation", "annotation-end", "forms", "event-listeners")]
    + [f"{_SVG}title", f"{_SVG}desc"]
)
_INDEXES = frozenset(
    f"{TEXT}{name}"
    for name in (
        "table-of-content illustration-index table-index object-index user-index alphabetical-index"
    ).split()
)
_SPACES = frozenset(f"{TEXT}{name}" for name in ("s", "tab", "line-break"))
_ROWS = frozenset(f"{_TABLE}{name}" for name in ("table-rows", "table-row-group"))
# Shapes hold paragraphs of their own; they stand in a paragraph, but are not part of it.
_SHAPES = frozenset(
    f"{_DRAW}{name}"
    for name in (
        "frame g rect custom-shape circle ellipse line polyline polygon path connector caption "
        "measure regular-polygon text-box object object-ole image control page-thumbnail"
    ).split()
)
_MOST_LEVELS = 6
_OUTLINES = frozenset(map(str, range(1, 11)))
_MOST_COPIES = 100  # of a repeated row or column that holds text
_MOST_COLUMNS = 500


def read_odt(path: Path, *, max_characters: int) -> ReadDocument:
    """Read an OpenDocument text file as one page.

    Raises:
        EncryptedError: it asks for a password.
        NoTextError: there is no text in it.
        UnsupportedError: it is another kind of OpenDocument.
        ReadError: it is damaged, or larger than allowed.
    """
    with open_parts(path, "ODT-bestand", "LibreOffice") as parts:
        _refuse_locked(parts)
        content = parts.xml("content.xml")
        body = content.find(f"{OFFICE}body/{OFFICE}text") if content is not None else None
        if content is None or body is None:
            raise UnsupportedError(
                f"{path.name}: is een zip- of OpenDocument-bestand maar geen tekstdocument; "
                "sla het op als .odt of .pdf."
            )
        unread = NotRead()
        drafts = list(_Walk(read_styles(parts, content), unread).blocks(body))
        title, created = _properties(parts)
    mark_by_looks(drafts)
    page = compose(drafts, unread=unread.found())
    if not page.text.strip():
        raise NoTextError(f"{path.name}: er staat geen tekst in; lever het juiste bestand aan.")
    if len(page.text) > max_characters:
        raise ReadError(f"{path.name}: meer dan {max_characters} tekens tekst; splits het bestand.")
    return ReadDocument((page,), title=title, created=created)


def _refuse_locked(parts: OfficeParts) -> None:
    """The contents of a locked document are noise; its list of parts says how they are locked."""
    listed = parts.bytes("META-INF/manifest.xml") or b""
    if b"encryption-data" in listed or "encrypted-package" in parts:
        raise EncryptedError(
            f"{parts.name}: vraagt een wachtwoord; sla een versie zonder wachtwoord op."
        )
    kind = (parts.bytes("mimetype") or b"").strip().decode("ascii", "replace")
    if kind and not kind.startswith(_TEXT_TYPES):
        raise UnsupportedError(
            f"{parts.name}: is geen tekstdocument maar {kind[:80]!r}; sla het op als .odt of .pdf."
        )


def _properties(parts: OfficeParts) -> tuple[str, str]:
    root = parts.xml("meta.xml")
    meta = root.find(f"{OFFICE}meta") if root is not None else None
    if meta is None:
        return "", ""
    created = meta.findtext(f"{_META}creation-date") or meta.findtext(f"{_DC}date") or ""
    return collapse(meta.findtext(f"{_DC}title") or ""), created[:10]


@dataclass(slots=True)
class _Walk:
    """Walks the body and gives its blocks in the order of the file."""

    styles: Styles
    unread: NotRead
    tables: int = 0
    caption: str = ""

    def blocks(self, element: _Element, kind: BlockKind | None = None) -> Iterator[Draft]:
        """The blocks in ``element``; ``kind`` is what its paragraphs are by their place."""
        for child in element:
            if child.tag in _SKIPPED:
                continue
            if child.tag in (f"{TEXT}p", f"{TEXT}h"):
                yield from self._paragraph(child, kind)
            elif child.tag == f"{_TABLE}table":
                yield from self._table(child)
            elif child.tag in _INDEXES:
                yield from self._index(child)
            elif child.tag in (f"{TEXT}list", f"{TEXT}numbered-paragraph"):
                yield from self.blocks(child, kind or BlockKind.LIST_ITEM)
            elif child.tag == f"{TEXT}section" and self._is_hidden(child):
                continue
            elif child.tag in _SHAPES:
                yield from self._shape(child)
            else:
                yield from self.blocks(child, kind)

    def _is_hidden(self, section: _Element) -> bool:
        shown = section.get(f"{TEXT}display", "true")
        return shown == "none" or (
            shown == "condition" and section.get(f"{TEXT}is-hidden") == "true"
        )

    def _index(self, index: _Element) -> Iterator[Draft]:
        """An index is a copy of what stands elsewhere: its lines are never evidence."""
        for body in index.iter(f"{TEXT}index-body"):
            for draft in self.blocks(body, BlockKind.CONTENTS):
                draft.kind, draft.level, draft.row = BlockKind.CONTENTS, 0, None
                yield draft

    def _paragraph(self, paragraph: _Element, kind: BlockKind | None) -> Iterator[Draft]:
        run, aside = StyledText(), list[Draft]()
        name = paragraph.get(f"{TEXT}style-name", "")
        if paragraph.tag == f"{TEXT}h" or not self.styles.hides("paragraph", name):
            self._gather(paragraph, run, self.styles.look("paragraph", name, 0.0, False), aside)
        if run.text:
            yield self._draft(paragraph, name, run, kind)
        yield from aside

    def _draft(
        self, paragraph: _Element, name: str, run: StyledText, kind: BlockKind | None
    ) -> Draft:
        draft = Draft(kind or BlockKind.PARAGRAPH, run.text, style=run.style)
        level = self._level(paragraph, name)
        if kind is BlockKind.CONTENTS or self.styles.is_contents(name):
            draft.kind = BlockKind.CONTENTS
        elif level:
            draft.kind, draft.level = BlockKind.HEADING, min(level, _MOST_LEVELS)
        elif self.styles.is_caption(name) or (kind is None and is_caption(draft.text)):
            draft.kind = BlockKind.CAPTION
        self.caption = table_title(draft)
        return draft

    def _level(self, paragraph: _Element, name: str) -> int:
        outline = paragraph.get(f"{TEXT}outline-level", "")
        if paragraph.tag == f"{TEXT}h" and paragraph.get(f"{TEXT}is-list-header") != "true":
            return int(outline) if outline in _OUTLINES else 1
        return self.styles.level(name)

    def _gather(
        self, element: _Element, run: StyledText, look: tuple[float, bool], aside: list[Draft]
    ) -> None:
        """The text within ``element`` to ``run``; notes and shapes come after the paragraph."""
        if element.text:
            run.add(element.text, *look)
        for child in element:
            if child.tag == f"{TEXT}note":
                aside += self._note(child)
            elif child.tag in _SHAPES:
                aside += self._shape(child)
            elif child.tag in _SPACES:
                run.add(" ", *look)
            elif child.tag not in _SKIPPED and isinstance(child.tag, str):
                name = child.get(f"{TEXT}style-name", "")
                if not name or not self.styles.hides("text", name):
                    inner = self.styles.look("text", name, *look) if name else look
                    self._gather(child, run, inner, aside)
            if child.tail:
                run.add(child.tail, *look)

    def _note(self, note: _Element) -> Iterator[Draft]:
        drafts = [draft for body in note.iter(f"{TEXT}note-body") for draft in self.blocks(body)]
        text = collapse(" ".join(draft.text for draft in drafts))
        if text:
            yield Draft(BlockKind.FOOTNOTE, text)

    def _shape(self, shape: _Element) -> Iterator[Draft]:
        """The text in a frame or drawing; a picture or embedded file is noted as not read."""
        kinds = {child.tag for child in shape}
        if f"{_DRAW}object" in kinds or f"{_DRAW}object-ole" in kinds:
            embedded = shape.find(f"{_DRAW}object")
            if embedded is not None and len(embedded):
                yield from self.blocks(embedded)
            self.unread.thing("ingesloten object (grafiek, formule of werkblad)", _alt(shape))
            return
        if f"{_DRAW}image" in kinds and f"{_DRAW}text-box" not in kinds:
            sizes = (shape.get(f"{_SVG}width", ""), shape.get(f"{_SVG}height", ""))
            self.unread.picture(_alt(shape), *map(centimetres, sizes))
        yield from self.blocks(shape)

    def _table(self, table: _Element) -> Iterator[Draft]:
        rows: list[list[Slot]] = []
        heads = 0
        aside: list[Draft] = []
        for row, is_head in self._rows(table, False):
            slots = self._row(row, rows[-1] if rows else [], aside)
            if not any(slot.text for slot in slots):
                continue
            copies = min(_count(row, "number-rows-repeated"), _MOST_COPIES)
            heads += copies if is_head and heads == len(rows) else 0
            rows += [slots] * copies
        if max((len(row) for row in rows), default=0) < 2:
            # A table of one column is a frame around text.
            for row, _ in self._rows(table, False):
                yield from self.blocks(row)
            return
        yield from grid_drafts(rows, heads if heads < len(rows) else 0, self.tables, self.caption)
        self.tables += 1
        yield from aside

    def _rows(self, element: _Element, is_head: bool) -> Iterator[tuple[_Element, bool]]:
        for child in element:
            if child.tag == f"{_TABLE}table-row":
                yield child, is_head
            elif child.tag == f"{_TABLE}table-header-rows":
                yield from self._rows(child, True)
            elif child.tag in _ROWS:
                yield from self._rows(child, is_head)

    def _row(self, row: _Element, above: list[Slot], aside: list[Draft]) -> list[Slot]:
        """The texts of a row; a cell merged over columns or with the row above is repeated."""
        slots: list[Slot] = []
        spanned = 0  # columns that the last cell still covers to its right
        for cell in row:
            copies = _count(cell, "number-columns-repeated")
            copies = min(copies, _MOST_COLUMNS - len(slots))
            if cell.tag == f"{_TABLE}table-cell":
                text = collapse(" ".join(self._texts(cell, aside)))
                spanned = _count(cell, "number-columns-spanned") - 1
                slots += [Slot(text)] * (min(copies, _MOST_COPIES) if text else copies)
            elif cell.tag == f"{_TABLE}covered-table-cell":
                for _ in range(copies):
                    if spanned > 0:
                        slots.append(Slot(slots[-1].text, True, slots[-1].from_above))
                        spanned -= 1
                    else:
                        over = above[len(slots)] if len(slots) < len(above) else Slot("")
                        slots.append(Slot(over.text, over.from_left, True))
        while slots and not slots[-1].text:
            slots.pop()
        return slots

    def _texts(self, cell: _Element, aside: list[Draft]) -> Iterator[str]:
        """The texts of all paragraphs in a cell, those of lists and tables within it too."""
        for draft in self._in_cell(cell):
            if draft.kind is BlockKind.FOOTNOTE:
                aside.append(draft)
            else:
                yield draft.text

    def _in_cell(self, cell: _Element) -> Iterator[Draft]:
        tables, caption = self.tables, self.caption
        yield from self.blocks(cell)
        self.tables, self.caption = tables, caption


def _count(element: _Element, name: str) -> int:
    """A number of repeats or columns, at least 1."""
    text = element.get(f"{_TABLE}{name}", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def _alt(shape: _Element) -> str:
    """The alternative text of a frame: its description, or else its title."""
    found = shape.findtext(f"{_SVG}desc") or shape.findtext(f"{_SVG}title") or ""
    return collapse(found)
