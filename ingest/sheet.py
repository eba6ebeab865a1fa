"""Owns what stands on one PDF page before it means anything: words, rules, fills, pictures.

Coordinates are points with the origin at the top left of the page as a reader sees it.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from ingest.pages import Box
from ingest.pictures import Gallery, Picture, Placed

__all__ = ["HYPHEN", "Sheet", "Word", "page_turn", "read_sheet"]

HYPHEN = "\u00ad"
"""How a word ends whose hyphen the file itself marks as one that only breaks the line."""

_THIN = 2.5
_MOST_PATHS = 4000  # a page with more is a drawing, not a table
_DEEPEST_FORM = 4
_LEAST_LETTER, _LARGEST_LETTER, _CORNERS = 3.0, 24.0, 8  # points, points; a box has 5
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
    bullet, which designers draw rather than type. ``outlined`` has those that are as high as a
    letter and have more corners than a box, with how many. What OCR read is the end of ``printed``,
    from ``ocr_from`` on.
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
    outlined: list[tuple[Box, int]] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    drawn: int = 0
    ocr_from: int | None = None
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


def read_sheet(page: Any, number: int, gallery: Gallery) -> Sheet:
    """Take everything that matters for reading from a pdfium page."""
    text = page.get_textpage()
    try:
        width, height = page.get_size()
        sheet = Sheet(number, width, height, text.get_text_range())
        turn = page_turn(page)
        for word, style in _words(text.raw, text.count_chars(), turn):
            (sheet.words if abs(style.dx) >= abs(style.dy) else sheet.sideways).append(word)
        _drawing(page, sheet, turn, gallery)
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


def _drawing(page: Any, sheet: Sheet, turn: _Turn, gallery: Gallery) -> None:
    """Lines, filled rectangles and pictures; ruled and shaded tables show themselves so."""
    import pypdfium2.raw as pdfium

    edges = [ctypes.c_float() for _ in range(4)]
    references = [ctypes.byref(edge) for edge in edges]
    images: list[Placed] = []
    tagged_shapes: dict[int, Box] = {}
    for item, kind, within, mark in islice(_items(page), _MOST_PATHS):
        if not pdfium.FPDFPageObj_GetBounds(item, *references):
            continue
        bounds = (edges[0].value, edges[1].value, edges[2].value, edges[3].value)
        box = turn.box(*(bounds if within is None else _moved(bounds, within)))
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            mark = pdfium.FPDFPageObj_GetMarkedContentID(item) if mark < 0 else mark
            images.append(Placed(item, _within(box, sheet), mark))
            continue
        sheet.drawn += 1
        if _file_path(box, sheet):
            continue
        if _LEAST_LETTER < box.y1 - box.y0 < _LARGEST_LETTER:
            corners = pdfium.FPDFPath_CountSegments(item)
            if corners >= _CORNERS:
                sheet.outlined.append((box, corners))
        if gallery.tagged:
            mark = pdfium.FPDFPageObj_GetMarkedContentID(item) if mark < 0 else mark
            if mark >= 0:  # what only adorns the page has no place in the tags
                tagged_shapes[mark] = _joined(tagged_shapes.get(mark), box)
    sheet.pictures = gallery.look(page, images, tagged_shapes, sheet.width * sheet.height)


_Matrix = tuple[float, float, float, float, float, float]


def _items(page: Any) -> Iterator[tuple[Any, int, _Matrix | None, int]]:
    """Shapes and images, also those that were placed as a whole (a form).

    Each comes with its kind, the matrix of what it was placed in, and its mark if that has one.
    """
    import pypdfium2.raw as pdfium

    shown = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE)
    count, get = pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject
    todo: list[tuple[Any, Any, Any, _Matrix | None, int, int]] = [
        (page.raw, count, get, None, -1, 0)
    ]
    while todo:
        holder, count, get, within, mark, depth = todo.pop()
        for index in range(min(count(holder), _MOST_PATHS)):
            item = get(holder, index)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind in shown:
                yield item, kind, within, mark
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
                own = pdfium.FS_MATRIX()
                pdfium.FPDFPageObj_GetMatrix(item, own)
                matrix = (own.a, own.b, own.c, own.d, own.e, own.f)
                marked = pdfium.FPDFPageObj_GetMarkedContentID(item) if mark < 0 else mark
                count_in, get_in = pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject
                whole = _times(matrix, within)
                todo.append((item, count_in, get_in, whole, marked, depth + 1))


def _times(own: _Matrix, outer: _Matrix | None) -> _Matrix:
    if outer is None:
        return own
    a, b, c, d, e, f = own
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _moved(
    bounds: tuple[float, float, float, float], by: _Matrix
) -> tuple[float, float, float, float]:
    left, bottom, right, top = bounds
    a, b, c, d, e, f = by
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _joined(a: Box | None, b: Box) -> Box:
    if a is None:
        return b
    return Box(min(a.x0, b.x0), min(a.y0, b.y0), max(a.x1, b.x1), max(a.y1, b.y1))


def _file_path(box: Box, sheet: Sheet) -> bool:
    """Keep a shape as what it may be; whether that is a line."""
    wide, high = box.x1 - box.x0, box.y1 - box.y0
    if high <= _THIN and wide > 8:
        sheet.horizontal.append(box)
        return True
    if wide <= _THIN and high > 4:
        sheet.vertical.append(box)
        return True
    if 1.5 < wide < 9 and 1.5 < high < 9:
        sheet.dots.append(box)
    elif wide > 8 and high > 5 and not (wide > sheet.width * 0.98 and high > sheet.height / 2):
        sheet.fills.append(box)
    return False


def _within(box: Box, sheet: Sheet) -> Box:
    return Box(
        max(box.x0, 0.0), max(box.y0, 0.0), min(box.x1, sheet.width), min(box.y1, sheet.height)
    )
