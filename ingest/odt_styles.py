"""Owns the styles of OpenDocument text: what a style name says a paragraph is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.not_read import centimetres
from ingest.office_parts import OfficeParts

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["OFFICE", "STYLE", "TEXT", "Styles", "read_styles"]

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"

# Names are stored in English with "_20_" for a space; Word writes its own, translated ones.
_HEADING = re.compile(r"^(?:heading|kop|koptekst niveau) ?([1-9])\b", re.IGNORECASE)
_TITLE = re.compile(r"^(?:title|titel)$", re.IGNORECASE)
_CONTENTS = re.compile(r"^(?:contents|toc|inhopg|inhoudsopgave|table of) ", re.IGNORECASE)
_CAPTION = re.compile(r"^(?:caption|bijschrift)$", re.IGNORECASE)
_PERCENT = re.compile(r"^[0-9]{1,4}(?:\.[0-9]{1,4})?%$")
_POINTS_PER_CENTIMETRE = 72 / 2.54
_MOST_ANCESTORS = 30


@dataclass(frozen=True, slots=True)
class _Raw:
    name: str
    parent: str
    level: int
    size: str
    weight: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document by family and name; an unknown name says nothing."""

    _raw: dict[tuple[str, str], _Raw] = field(default_factory=dict)
    _default_size: float = 0.0

    def level(self, name: str) -> int:
        """The heading level 1..9 that a paragraph style gives, 0 if none."""
        if _TITLE.match(next(self._names(name), "")):
            return 1
        for style in self._chain("paragraph", name):
            found = _HEADING.match(style.name)
            if found or style.level:
                return int(found[1]) if found else style.level
        return 0

    def is_contents(self, name: str) -> bool:
        """Whether a paragraph style is that of a line in a table of contents."""
        return any(_CONTENTS.match(one) for one in self._names(name))

    def is_caption(self, name: str) -> bool:
        """Whether a paragraph style is that of captions ("Table" and "Figure" are its kin)."""
        return any(_CAPTION.match(one) for one in self._names(name))

    def hides(self, family: str, name: str) -> bool:
        """Whether text or a section in this style is not shown."""
        return any(style.hidden for style in self._chain(family, name))

    def look(self, family: str, name: str, size: float, bold: bool) -> tuple[float, bool]:
        """Size in points and boldness of a style on top of what stands around it."""
        chain = list(self._chain(family, name))
        if family == "paragraph":
            size = self._default_size
        for style in reversed(chain):
            if _PERCENT.match(style.size):
                size *= float(style.size[:-1]) / 100
            elif style.size:
                size = round(centimetres(style.size) * _POINTS_PER_CENTIMETRE, 1) or size
            if style.weight:
                bold = style.weight in ("bold", "600", "700", "800", "900")
        return size, bold

    def _names(self, name: str) -> Iterator[str]:
        return (style.name for style in self._chain("paragraph", name))

    def _chain(self, family: str, name: str) -> Iterator[_Raw]:
        """A style and what it is based on; a style that is its own ancestor ends it."""
        for _ in range(_MOST_ANCESTORS):
            style = self._raw.get((family, name))
            if style is None:
                return
            yield style
            name = style.parent


def read_styles(parts: OfficeParts, content: _Element) -> Styles:
    """The styles of ``styles.xml`` and those that ``content.xml`` adds.

    Raises:
        ReadError: ``styles.xml`` is damaged or too large.
    """
    raw: dict[tuple[str, str], _Raw] = {}
    default = 0.0
    for root in (parts.xml("styles.xml"), content):
        for style in (
            root.iter(f"{STYLE}style", f"{STYLE}default-style") if root is not None else ()
        ):
            found = _read(style)
            family = style.get(f"{STYLE}family", "")
            if style.tag == f"{STYLE}style":
                raw[family, style.get(f"{STYLE}name", "")] = found
            elif family == "paragraph":
                default = round(centimetres(found.size) * _POINTS_PER_CENTIMETRE, 1)
    return Styles(raw, default)


def _read(style: _Element) -> _Raw:
    own = style.get(f"{STYLE}name", "").replace("_20_", " ")
    outline = style.get(f"{STYLE}default-outline-level", "")
    text = style.find(f"{STYLE}text-properties")
    section = style.find(f"{STYLE}section-properties")
    shown = [e.get(f"{TEXT}display", "") for e in (text, section) if e is not None]
    return _Raw(
        name=style.get(f"{STYLE}display-name", own),
        parent=style.get(f"{STYLE}parent-style-name", ""),
        level=int(outline) if re.fullmatch("[1-9]", outline) else 0,
        size=text.get(f"{_FO}font-size", "") if text is not None else "",
        weight=text.get(f"{_FO}font-weight", "") if text is not None else "",
        hidden="none" in shown,
    )
