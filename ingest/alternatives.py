"""Owns the alternative texts of a tagged page: what its pictures say to who cannot see them."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

from ingest.not_read import meaning

__all__ = ["alternative_texts"]

_DEEPEST = 40
_MOST = 20_000


def alternative_texts(page: Any) -> dict[int, str]:
    """The alternative texts that say something, by the mark of the content they are of."""
    import pypdfium2.raw as pdfium

    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return {}
    found: dict[int, str] = {}
    try:
        for element in _elements(tree):
            text = meaning(_text(pdfium.FPDF_StructElement_GetAltText, element))
            if text:
                found.update((mark, text) for mark in _marks(element))
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    return found


def _elements(tree: Any) -> Iterator[Any]:
    import pypdfium2.raw as pdfium

    top = pdfium.FPDF_StructTree_CountChildren(tree)
    todo = [(pdfium.FPDF_StructTree_GetChildAtIndex(tree, i), 0) for i in range(top)]
    for _ in range(_MOST):
        if not todo:
            return
        element, depth = todo.pop()
        if not element:
            continue
        yield element
        if depth < _DEEPEST:
            todo += _children(element, depth + 1)


def _children(element: Any, depth: int) -> list[tuple[Any, int]]:
    import pypdfium2.raw as pdfium

    count = pdfium.FPDF_StructElement_CountChildren(element)
    return [(pdfium.FPDF_StructElement_GetChildAtIndex(element, i), depth) for i in range(count)]


def _marks(element: Any) -> Iterator[int]:
    """The marks of the content of an element and of what stands in it."""
    import pypdfium2.raw as pdfium

    todo = [(element, 0)]
    while todo:
        one, depth = todo.pop()
        if not one:
            continue
        for index in range(pdfium.FPDF_StructElement_GetMarkedContentIdCount(one)):
            mark = pdfium.FPDF_StructElement_GetMarkedContentIdAtIndex(one, index)
            if mark >= 0:
                yield mark
        if depth < 3:
            todo += _children(one, depth + 1)


def _text(get: Callable[[Any, Any, int], int], element: Any) -> str:
    length = get(element, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    get(element, buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")
