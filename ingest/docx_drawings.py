"""Owns what is drawn in a Word document: the text boxes in it, and the pictures not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.docx_styles import W
from ingest.not_read import NotRead, centimetres

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["alternative", "drawn"]

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_CHART_2016 = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_VML = "{urn:schemas-microsoft-com:vml}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"

_EMU = 360_000  # to the centimetre
_SIZE = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([^;]+)")
_BOX = f"{W}txbxContent"
_DRAWN = (f"{W}drawing", f"{W}pict", f"{W}object", _BOX)
_PROGRAMS = (
    ("Excel", "ingesloten werkblad"),
    ("Word", "ingesloten document"),
    ("PowerPoint", "ingesloten presentatie"),
    ("Equation", "formule"),
    ("Visio", "ingesloten tekening"),
    ("MSGraph", "grafiek"),
)


def alternative(element: _Element) -> _Element | None:
    """The one of several forms of the same content that is read: the first, for new programs.

    The form for old programs counts only when no other has text in it.
    """
    choices = element.findall(f"{_MC}Choice")
    fallback = element.find(f"{_MC}Fallback")
    with_text = next((c for c in choices if next(c.iter(_BOX, f"{W}t"), None) is not None), None)
    if with_text is not None or fallback is None:
        return with_text if with_text is not None else next(iter(choices), None)
    if not choices or next(fallback.iter(_BOX, f"{W}t"), None) is not None:
        return fallback
    return choices[0]


def drawn(element: _Element, unread: NotRead) -> Iterator[_Element]:
    """The text boxes anchored in ``element``; pictures, charts and the like go to ``unread``.

    What stands inside a box is left to whoever reads the box.
    """
    if next(element.iter(*_DRAWN), None) is not None:
        yield from _drawn(element, unread)


def _drawn(element: _Element, unread: NotRead) -> Iterator[_Element]:
    for child in element:
        if child.tag == f"{_MC}AlternateContent":
            chosen = alternative(child)
            if chosen is not None:
                yield from _drawn(chosen, unread)
        elif child.tag == f"{W}drawing":
            yield from _drawing(child, unread)
        elif child.tag == f"{W}object":
            _object(child, unread)
        elif child.tag == f"{W}pict":
            yield from _old_drawing(child, unread)
        elif child.tag == _BOX:
            yield child
        elif child.tag != f"{W}del":
            yield from _drawn(child, unread)


def _drawing(drawing: _Element, unread: NotRead) -> Iterator[_Element]:
    boxes = list(_boxes(drawing))
    for frame in drawing.iterfind("*"):
        about, extent = frame.find(f"{_WP}docPr"), frame.find(f"{_WP}extent")
        said = _description(about) if about is not None else ""
        if about is not None and _is_ornament(about):
            continue
        if next(frame.iter(f"{_CHART}chart", f"{_CHART_2016}chart"), None) is not None:
            unread.thing("grafiek", said)
        elif next(frame.iter(f"{_DIAGRAM}relIds"), None) is not None:
            unread.thing("schema (SmartArt)", said)
        elif not boxes and next(frame.iter(f"{_PIC}pic"), None) is not None:
            sizes = [extent.get(key, "") if extent is not None else "" for key in ("cx", "cy")]
            unread.picture(said, *(_from_emu(size) for size in sizes))
    yield from boxes


def _boxes(element: _Element) -> Iterator[_Element]:
    """The text boxes within a drawing, but not those within another box."""
    for child in element:
        if child.tag == _BOX:
            yield child
        elif child.tag == f"{_MC}AlternateContent":
            chosen = alternative(child)
            if chosen is not None:
                yield from _boxes(chosen)
        else:
            yield from _boxes(child)


def _old_drawing(pict: _Element, unread: NotRead) -> Iterator[_Element]:
    """A drawing in the language of older programs (VML)."""
    for shape in pict.iter(f"{_VML}shape", f"{_VML}rect"):
        if shape.find(f"{_VML}imagedata") is not None:
            sizes = dict(_SIZE.findall(shape.get("style", "")))
            width, height = (centimetres(sizes.get(key, "").strip()) for key in ("width", "height"))
            unread.picture(shape.get("alt", ""), width, height)
        word_art = shape.find(f"{_VML}textpath")
        if word_art is not None and any(map(str.isalpha, word_art.get("string", ""))):
            unread.thing("sierletters", word_art.get("string", ""))
    yield from _boxes(pict)


def _object(element: _Element, unread: NotRead) -> None:
    ole = element.find(f".//{_OFFICE}OLEObject")
    program = ole.get("ProgID", "") if ole is not None else ""
    kind = next((kind for name, kind in _PROGRAMS if program.startswith(name)), "ingesloten object")
    shape = element.find(f".//{_VML}shape")
    unread.thing(kind, shape.get("alt", "") if shape is not None else "")


def _description(about: _Element) -> str:
    return about.get("descr", "") or about.get("title", "")


def _is_ornament(about: _Element) -> bool:
    return any(mark.get("val", "1") in ("1", "true") for mark in about.iter(_DECORATIVE))


def _from_emu(text: str) -> float:
    return int(text) / _EMU if text.isascii() and text.isdigit() and len(text) < 15 else 0.0
