"""Owns the governing bodies: which one a text names, under the one name that facts carry."""

from __future__ import annotations

import re

__all__ = ["ASSEMBLY", "body_in"]

_BODIES: tuple[tuple[str, str], ...] = (
    (
        "college van dijkgraaf en heemraden",
        r"(?:college van )?dijkgraaf en (?:hoog)?heemraden|\bD\s?&\s?H\b|hoogheemraden",
    ),
    ("gedeputeerde staten", r"gedeputeerde staten|\bGS\b"),
    ("provinciale staten", r"provinciale staten|\bPS\b"),
    ("verenigde vergadering", r"verenigde vergadering"),
    ("algemeen bestuur", r"algemeen bestuur"),
    ("dagelijks bestuur", r"dagelijks bestuur"),
    (
        "college",
        r"burgemeester (?:en|&) wethouders|college(?:vergadering|besluit\w*)?\b(?! van (?:dijkgraaf"
        r"|gedeputeerde))|\bB\s?(?:&|en|\+|/)\s?W\b",
    ),
    ("raad", r"gemeenteraad|raads(?:vergadering|besluit\w*)|\braad\b(?! van (?:state|toezicht))"),
    ("commissie", r"(?:raads)?commissie(?:vergadering)?\b"),
    ("burgemeester", r"burgemeester\b(?! (?:en|&))"),
)
_ANY = re.compile(
    "|".join(rf"(?P<b{at}>{pattern})" for at, (_, pattern) in enumerate(_BODIES)), re.IGNORECASE
)

ASSEMBLY = (
    r"(?:gemeenteraad|raad|college(?: van (?:burgemeester en wethouders|b\s?(?:&|en)\s?w"
    r"|dijkgraaf en (?:hoog)?heemraden))?|burgemeester en wethouders|b\s?(?:&|en)\s?w|burgemeester"
    r"|algemeen bestuur|dagelijks bestuur|verenigde vergadering|provinciale staten"
    r"|gedeputeerde staten)"
)
"""A body as a pattern without its article; to be matched without regard to case."""


def body_in(text: str) -> str | None:
    """The first governing body that ``text`` names: "raad", "college", "gedeputeerde staten"."""
    found = _ANY.search(text)
    if found is None or found.lastgroup is None:
        return None
    return _BODIES[int(found.lastgroup[1:])][0]
