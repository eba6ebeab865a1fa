"""Owns the nouns of reading: ``Page``, its ``Block``s with geometry, and ``TableRow``s.

A reader turns a file into a ``ReadDocument``; everything after it looks at these only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "ROW_SEPARATOR",
    "Block",
    "BlockKind",
    "Box",
    "Cell",
    "Page",
    "ReadDocument",
    "TableRow",
    "Unread",
    "UnreadKind",
]


ROW_SEPARATOR = " | "
"""Between the parts of a quote from a table row; each part stands on the page by itself."""


class BlockKind(StrEnum):
    """What a block of a page is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    FOOTNOTE = "footnote"
    CAPTION = "caption"
    CONTENTS = "contents"  # a line of the table of contents: never evidence
    PULL_QUOTE = "pull_quote"  # a sentence of the text once more, in a larger face


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page in points (1/72 inch), origin at the top left."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One filled cell: its column header(s) joined by a space, and its text, both as printed."""

    header: str
    text: str
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table that can stand alone; empty cells are left out.

    ``title`` is the table's caption or the nearest heading, ``block`` the line within the
    table that heads this row ("Lasten"), ``unit`` the unit as printed near the table
    ("x € 1.000"), ``signs`` what the table says its signs mean ("N = nadeel"); each
    possibly empty. ``table`` numbers the tables of a document from 0, so
    that rows of one table can be told together. What a cell states: ``ingest.cells``.
    """

    table: int
    title: str
    label: str
    cells: tuple[Cell, ...]
    unit: str = ""
    block: str = ""
    signs: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page in reading order; ``page.text[start:end] == text``.

    ``level`` is 1..6 for headings and 0 otherwise. ``boxes`` has one box per printed line.
    ``inset`` tells that it stands in a drawn box beside the running text.
    """

    kind: BlockKind
    text: str
    start: int
    end: int
    level: int = 0
    boxes: tuple[Box, ...] = ()
    row: TableRow | None = None
    inset: bool = False


class UnreadKind(StrEnum):
    """What was seen on a page but not read."""

    TABLE_PICTURE = "table_picture"  # a table, chart or text that is only an image
    PICTURE = "picture"  # a large photo or drawing
    ICON = "icon"  # a small picture that says something, by its alternative text
    OUTLINES = "outlines"  # text or a chart drawn as shapes
    SCAN = "scan"  # the whole page is an image
    GARBLED = "garbled"  # a text layer of glyph numbers
    DAMAGED = "damaged"
    DOUBTFUL = "doubtful"  # numbers that OCR is not sure of, and that are left out


@dataclass(frozen=True, slots=True)
class Unread:
    """Something on a page that was seen but not read.

    ``what`` is the Dutch line that users read ("tabel of grafiek als afbeelding"), ``box``
    where it stands, ``None`` for the whole page.
    """

    kind: UnreadKind
    what: str
    box: Box | None = None

    @property
    def hides_text(self) -> bool:
        """Whether words or numbers are likely to stand in it, so that absence is not sure."""
        return self.kind not in (UnreadKind.PICTURE, UnreadKind.ICON)


@dataclass(frozen=True, slots=True)
class Page:
    """One physical page (formats without pages have one).

    ``number`` counts from 1, ``label`` is the printed page number ("iv", "12"; empty if
    none). ``text`` is the blocks in reading order, joined by newlines, hyphenation healed,
    running heads left out. ``printed`` is the text layer as the file gives it: a quote is
    only a quote when it stands there. What OCR read stands at its end, from ``ocr_from`` on
    (``None`` when there is none). ``unread`` tells what the reader saw but could not read.
    """

    number: int
    label: str
    text: str
    printed: str
    blocks: tuple[Block, ...]
    width: float = 595.0
    height: float = 842.0
    unread: tuple[Unread, ...] = ()
    ocr_from: int | None = None

    @property
    def ocr(self) -> bool:
        """Whether OCR read something on this page."""
        return self.ocr_from is not None

    @property
    def typed(self) -> str:
        """The part of ``printed`` that was not read by OCR."""
        return self.printed[: self.ocr_from]


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A file after reading: its pages and what the file says of itself.

    ``recognisable`` is whether there is something that only OCR can read, and ``ocr`` the name
    of the recogniser that did; empty when none did.
    """

    pages: tuple[Page, ...]
    title: str = ""
    created: str = ""
    reader: str = ""
    recognisable: bool = False
    ocr: str = ""
