"""Owns the styles of Word documents: what a style says a paragraph is, and how it looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.office_parts import OfficeParts

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Look", "Styles", "W", "is_on", "read_styles", "value_of"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_HEADING = re.compile(r"^(?:heading|kop|koptekst niveau)\s*([1-9])\b", re.IGNORECASE)
_TITLE = re.compile(r"^(?:title|titel)$", re.IGNORECASE)
_CONTENTS = re.compile(r"^(?:toc|inhopg|inhoudsopgave|table of)", re.IGNORECASE)
_LIST = re.compile(r"list|lijst|opsomming|bullet", re.IGNORECASE)
_CAPTION = re.compile(r"^(?:caption|bijschrift)", re.IGNORECASE)
_MOST_ANCESTORS = 30
_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks: size in points (0 unknown), bold, hidden."""

    size: float = 0.0
    bold: bool = False
    hidden: bool = False

    def with_properties(self, properties: _Element | None) -> Look:
        """This look as changed by a ``w:rPr``."""
        if properties is None:
            return self
        size = value_of(properties.find(f"{W}sz"))
        bold, vanish = properties.find(f"{W}b"), properties.find(f"{W}vanish")
        return Look(
            int(size) / 2 if size.isascii() and size.isdigit() and len(size) < 5 else self.size,
            is_on(bold) if bold is not None else self.bold,
            is_on(vanish) if vanish is not None else self.hidden,
        )


@dataclass(frozen=True, slots=True)
class _Raw:
    name: str
    base: str
    level: int
    numbered: bool
    properties: _Element | None


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document by id; an unknown id says nothing."""

    _raw: dict[str, _Raw] = field(default_factory=dict)
    _usual: Look = Look()
    _default: str = ""

    def level(self, key: str) -> int:
        """The heading level 1..9 that a paragraph style gives, 0 if none."""
        chain = list(self._chain(key))
        if chain and _TITLE.match(chain[0].name):
            return 1
        for style in chain:
            found = _HEADING.match(style.name)
            if found or style.level:
                return int(found[1]) if found else style.level
        return 0

    def is_contents(self, key: str) -> bool:
        """Whether a style is that of a line in a table of contents."""
        return bool(_CONTENTS.match(self._name(key)))

    def is_caption(self, key: str) -> bool:
        """Whether a style is that of captions."""
        return bool(_CAPTION.match(self._name(key)))

    def is_list(self, key: str) -> bool:
        """Whether a style, or one that it is based on, is that of list items."""
        return any(style.numbered or _LIST.search(style.name) for style in self._chain(key))

    def paragraph(self, key: str) -> Look:
        """How the text of a paragraph in this style looks."""
        return self.on_top(key or self._default, self._usual)

    def on_top(self, key: str, look: Look) -> Look:
        """``look`` as changed by a style and all that it is based on."""
        for style in reversed(list(self._chain(key))):
            look = look.with_properties(style.properties)
        return look

    def _name(self, key: str) -> str:
        return self._raw[key].name if key in self._raw else ""

    def _chain(self, key: str) -> Iterator[_Raw]:
        """A style and what it is based on; a style that is its own ancestor ends it."""
        for _ in range(_MOST_ANCESTORS):
            style = self._raw.get(key)
            if style is None:
                return
            yield style
            key = style.base


def read_styles(parts: OfficeParts) -> Styles:
    """The styles in ``word/styles.xml``, and the look that all text begins with.

    Raises:
        ReadError: the part is damaged or too large.
    """
    root = parts.xml("word/styles.xml")
    if root is None:
        return Styles()
    raw: dict[str, _Raw] = {}
    default = ""
    for style in root.iter(f"{W}style"):
        key = style.get(f"{W}styleId", "")
        outline = value_of(style.find(f"{W}pPr/{W}outlineLvl"))
        raw[key] = _Raw(
            name=value_of(style.find(f"{W}name")),
            base=value_of(style.find(f"{W}basedOn")),
            level=int(outline) + 1 if re.fullmatch("[0-8]", outline) else 0,
            numbered=style.find(f"{W}pPr/{W}numPr") is not None,
            properties=style.find(f"{W}rPr"),
        )
        if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default", "0") not in _OFF:
            default = key
    usual = Look(10.0).with_properties(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    return Styles(raw, usual, default)


def value_of(element: _Element | None) -> str:
    """The ``w:val`` of an element, empty when it or its value is not there."""
    return element.get(f"{W}val", "") if element is not None else ""


def is_on(element: _Element | None) -> bool:
    """Whether a switch such as ``w:b`` is there and not set off."""
    return element is not None and value_of(element) not in _OFF
