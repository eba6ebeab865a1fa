"""Owns what stands on one PDF page before it means anything: words, rules, fills, pictures.

Coordinates are points with the origin at the top left of the page as a reader sees it.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.pages import Box

__all__ = ["HYPHEN", "Sheet", "Word", "page_turn", "read_sheet"]

HYPHEN = "\u00ad"
"""How a word ends whose hyphen the file itself marks as one that only breaks the line."""

_THIN = 2.5
_MOST_PATHS = 4000  # a page with more is a drawing, not a table
_BREAKS = frozenset((0x20, 0x09, 0x0A, 0x0D, 0xA0, 0x2002, 0x2003, 0x2007, 0x2009, 0x202F, 0))
_HYPHENS = {0x02: HYPHEN, 0xFFFE: HYPHEN, 0xAD: HYPHEN}
_SOLID = re.compile(r"[^ \r\n\t\u00a0]")
_CONTROL = re.compile(r"[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f]")
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd]")
_INVISIBLE = frozenset((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))


@dataclass(slots=True)
class Word:
    """Characters without white space between them, in one style; ``base`` is the baseline."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    bold: bool = False
    italic: bool = False


@dataclass(slots=True)
class Sheet:
    """One page as drawn.

    ``fills`` are the filled or stroked shapes that are not thin; ``dots`` are as small as a
    bullet, which designers draw rather than type.
    """

    number: int
    width: float
    height: float
    printed: str
    words: list[Word] = field(default_factory=list)
    sideways: list[Word] = field(default_factory=list)
    horizontal: list[Box] = field(default_factory=list)
    vertical: list[Box] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    drawn: int = 0
    damaged: bool = False

    @property
    def garbled(self) -> bool:
        """Whether the text layer holds glyph numbers instead of characters."""
        if self.printed.isascii() and self.printed.isprintable():
            return False
        solid = len(_SOLID.findall(self.printed))
        control = len(_CONTROL.findall(self.printed))
        private = len(_PRIVATE.findall(self.printed))
        if solid < 20:
            return control > solid * 0.3
        return control > solid * 0.04 or private > solid * 0.3


@dataclass(slots=True)
class _Style:
    size: float
    bold: bool
    italic: bool
    dx: float  # the direction in which the text runs, on the page as seen
    dy: float


def read_sheet(page: Any, number: int) -> Sheet:
    """Take everything that matters for reading from a pdfium page."""
    text = page.get_textpage()
    try:
        width, height = page.get_size()
        sheet = Sheet(number, width, height, text.get_text_range())
        turn = page_turn(page)
        for word, style in _words(text.raw, text.count_chars(), turn):
            (sheet.words if abs(style.dx) >= abs(style.dy) else sheet.sideways).append(word)
        _drawing(page, sheet, turn)
        return sheet
    finally:
        text.close()


class _Turn:
    """From PDF user space to the page as seen: crop box, rotation, y downwards."""

    def __init__(self, box: tuple[float, float, float, float], rotation: int) -> None:
        self._left, self._bottom, self._right, self._top = box
        self._rotation = rotation % 360

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self._rotation == 90:
            return y - self._bottom, x - self._left
        if self._rotation == 180:
            return self._right - x, y - self._bottom
        if self._rotation == 270:
            return self._top - y, self._right - x
        return x - self._left, self._top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        xa, ya = self.point(left, bottom)
        xb, yb = self.point(right, top)
        return Box(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))


def page_turn(page: Any) -> _Turn:
    """How to get from the coordinates of a page to those it is seen in."""
    return _Turn(page.get_bbox(), page.get_rotation())


def _words(raw: Any, count: int, turn: _Turn) -> Iterator[tuple[Word, _Style]]:
    """The words of a text page in the order of the file, each with its style."""
    import pypdfium2.raw as pdfium

    code_at = pdfium.FPDFText_GetUnicode
    object_at = pdfium.FPDFText_GetTextObject
    box_at = pdfium.FPDFText_GetLooseCharBox
    rect = pdfium.FS_RECTF()
    rect_ref = ctypes.byref(rect)
    styles: dict[int, _Style] = {}
    letters: list[str] = []
    left = bottom = right = top = 0.0
    first = 0

    def done() -> tuple[Word, _Style]:
        address = ctypes.cast(object_at(raw, first), ctypes.c_void_p).value or 0
        if address not in styles:
            styles[address] = _style(raw, first, turn)
        style = styles[address]
        word = _word("".join(letters), (left, bottom, right, top), raw, first, style, turn)
        return word, style

    for index in range(count):
        code = code_at(raw, index)
        if code in _BREAKS:
            if letters:
                yield done()
                letters = []
            continue
        if code in _INVISIBLE or (0xD800 <= code <= 0xDFFF):
            continue
        box_at(raw, index, rect_ref)
        x0, y0, x1, y1 = rect.left, rect.bottom, rect.right, rect.top
        if letters:
            # This runs for every character, so it is written out: does it stand elsewhere,
            # although no space was drawn between?
            high = top - bottom
            if high > 200:
                high = max(high, right - left)
            elif high < 0.1:
                high = 0.1
            if x0 > right + high or x1 < left - high or y0 > top + high or y1 < bottom - high:
                yield done()
                letters = []
        if letters:
            left, right = x0 if x0 < left else left, x1 if x1 > right else right
            bottom, top = y0 if y0 < bottom else bottom, y1 if y1 > top else top
        else:
            left, bottom, right, top = x0, y0, x1, y1
            first = index
        letters.append(_HYPHENS.get(code) or chr(code))
        if code in _HYPHENS:
            yield done()
            letters = []
    if letters:
        yield done()


def _word(
    text: str,
    bounds: tuple[float, float, float, float],
    raw: Any,
    index: int,
    style: _Style,
    turn: _Turn,
) -> Word:
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(raw, index, ctypes.byref(x), ctypes.byref(y))
    box = turn.box(*bounds)
    base = turn.point(x.value, y.value)[1]
    if not box.y0 - 1 <= base <= box.y1 + 1:
        base = box.y1
    # Some fonts declare a height many times their size; keep a box that fits the line.
    y0, y1 = box.y0, box.y1
    if y1 - y0 > style.size * 1.6:
        y0, y1 = base - style.size * 0.9, base + style.size * 0.25
    return Word(text, box.x0, y0, box.x1, y1, base, style.size, style.bold, style.italic)


def _style(raw: Any, index: int, turn: _Turn) -> _Style:
    """Size, weight and direction of the text object that the character belongs to."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    size = pdfium.FPDFText_GetFontSize(raw, index)
    dx, dy = 1.0, 0.0
    if pdfium.FPDFText_GetMatrix(raw, index, matrix):
        size *= math.hypot(matrix.c, matrix.d) or 1.0
        x0, y0 = turn.point(0, 0)
        x1, y1 = turn.point(matrix.a, matrix.b)
        dx, dy = x1 - x0, y1 - y0
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, index, name, 128, flags)
    face = name.value.decode("utf-8", "replace").lower()
    bold = pdfium.FPDFText_GetFontWeight(raw, index) >= 600 or any(
        mark in face for mark in ("bold", "black", "heavy", "-bd", "demi")
    )
    italic = bool(flags.value & 64) or "italic" in face or "oblique" in face
    return _Style(round(size, 1) or 1.0, bold, italic, dx, dy)


def _drawing(page: Any, sheet: Sheet, turn: _Turn) -> None:
    """Lines, filled rectangles and pictures; ruled and shaded tables show themselves so."""
    import pypdfium2.raw as pdfium

    edges = [ctypes.c_float() for _ in range(4)]
    references = [ctypes.byref(edge) for edge in edges]
    count = pdfium.FPDFPage_CountObjects(page.raw)
    for index in range(min(count, _MOST_PATHS)):
        item = pdfium.FPDFPage_GetObject(page.raw, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            continue
        if not pdfium.FPDFPageObj_GetBounds(item, *references):
            continue
        left, bottom, right, top = (edge.value for edge in edges)
        box = turn.box(left, bottom, right, top)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            sheet.pictures.append(_within(box, sheet))
        else:
            sheet.drawn += 1
            _file_path(box, sheet)


def _file_path(box: Box, sheet: Sheet) -> None:
    wide, high = box.x1 - box.x0, box.y1 - box.y0
    if high <= _THIN and wide > 8:
        sheet.horizontal.append(box)
    elif wide <= _THIN and high > 4:
        sheet.vertical.append(box)
    elif 1.5 < wide < 9 and 1.5 < high < 9:
        sheet.dots.append(box)
    elif wide > 8 and high > 5 and not (wide > sheet.width * 0.98 and high > sheet.height / 2):
        sheet.fills.append(box)


def _within(box: Box, sheet: Sheet) -> Box:
    return Box(
        max(box.x0, 0.0), max(box.y0, 0.0), min(box.x1, sheet.width), min(box.y1, sheet.height)
    )
