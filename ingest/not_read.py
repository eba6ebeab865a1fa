"""Owns what was not read in formats without pages: pictures, charts and embedded files."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from ingest.pages import Unread, UnreadKind
from ingest.text import collapse

__all__ = ["NotRead", "centimetres", "meaning"]

_ICON = 2.0  # centimetres; a smaller picture is an ornament, unless it is described
_LONGEST = 200
_LOOKED_AT = 2_000  # characters of a description
_MOST = 40
# What programs write by themselves where a description should stand.
_GENERATED = re.compile(
    r"(?:\.?\s*(?:Automatisch gegenereerde beschrijving|Beschrijving automatisch gegenereerd"
    r"|Door AI gegenereerde inhoud[^.]*onjuist[^.]*|AI-generated content may be incorrect"
    r"|Description automatically generated)[^.]*\.?)",
    re.IGNORECASE,
)
_NO_DESCRIPTION = re.compile(
    r"^(?:(?:afbeelding|picture|image|img|foto|photo|plaatje|figuur|grafik|graphic|object|logo"
    r"|icon|icoon|tekstvak|text ?box|shape|vorm|frame|kader|rechthoek|rectangle)?[\s_\-.:]*\d*"
    r"|\S+\.(?:png|jpe?g|gif|svg|bmp|tiff?|webp|emf|wmf))$",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"^\s*([0-9]{0,6}\.?[0-9]{1,9})\s*(cm|mm|in|pt|pc|px|)\s*$")
_IN_CENTIMETRES = {
    "cm": 1.0,
    "mm": 0.1,
    "in": 2.54,
    "pt": 2.54 / 72,
    "pc": 2.54 / 6,
    "px": 2.54 / 96,
    "": 2.54 / 96,
}


def centimetres(length: str) -> float:
    """A length as XML and HTML write it ("3.5cm", "120") in centimetres; 0 when it is none."""
    found = _LENGTH.match(length)
    return float(found[1]) * _IN_CENTIMETRES[found[2]] if found else 0.0


@dataclass(slots=True)
class NotRead:
    """Collects what was not read, each kind once with how often it was seen."""

    _seen: Counter[tuple[UnreadKind, str]] = field(default_factory=Counter)

    def picture(self, description: str = "", width: float = 0.0, height: float = 0.0) -> None:
        """A picture with its alternative text and its size in centimetres, 0 when unknown."""
        said = meaning(description)
        large = width > _ICON or height > _ICON
        if said or large:
            kind = UnreadKind.PICTURE if large else UnreadKind.ICON
            self._seen[kind, f"afbeelding: {said}" if said else "afbeelding"] += 1

    def thing(self, what: str, description: str = "") -> None:
        """Something that holds words or numbers, such as "grafiek" or "ingesloten werkblad"."""
        said = meaning(description)
        self._seen[UnreadKind.TABLE_PICTURE, f"{what}: {said}" if said else what] += 1

    def found(self) -> tuple[Unread, ...]:
        """Each kind of thing once, in the order in which it was first seen."""
        every = [
            Unread(kind, f"{what} ({times} keer)" if times > 1 else what)
            for (kind, what), times in self._seen.items()
        ]
        rest = every[_MOST:]
        if not rest:
            return tuple(every)
        kind = next((u.kind for u in rest if u.hides_text), UnreadKind.PICTURE)
        return (*every[:_MOST], Unread(kind, f"en nog {len(rest)} andere onderdelen"))


def meaning(description: str) -> str:
    """A description that a person wrote, in one line; empty when a program made it up."""
    said = _GENERATED.sub("", collapse(description[:_LOOKED_AT])).strip(" ,")
    if _NO_DESCRIPTION.match(said):
        return ""
    return said if len(said) <= _LONGEST else said[: _LONGEST - 4].rstrip() + " ..."
