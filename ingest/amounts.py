"""Owns amounts in Dutch notation: ``1.234``, ``-1.234,5``, ``(1.234)``, ``N 31.393``.

The printed form is always kept; the value in euros is worked out beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

__all__ = ["Amount", "find_amounts", "parse_cell", "unit_factor"]

_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_SPACED = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?"
_CELL = re.compile(
    rf"^(?P<side>[VN])?\s*€?\s*(?P<open>\()?\s*(?P<minus>[-–−])?\s*€?"
    rf"\s*(?P<number>{_SPACED}|{_NUMBER})(?:,[-–—=]{{1,2}})?\s*(?P<trailing>[-–−])?\s*(?P<close>\))?"
    r"\s*(?P<after>\(?[VN]\)?|na(?:deel|delig)|voor(?:deel|delig))?\s*(?:\*{1,3}\)?)?$",
    re.IGNORECASE,
)
_PROSE = re.compile(
    rf"(?:€|\bEUR|\beuro)\s*(?P<minus>[-–−])?\s*(?P<number>{_NUMBER})(?:,-)?"
    r"(?:\s*(?P<scale>miljard|mld|miljoen|mln|duizend|k)\b\.?)?"
    rf"|\b(?P<number2>{_NUMBER})\s*(?P<scale2>miljard|mld|miljoen|mln|duizend)?\.?\s*euro\b",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s")
_SCALES = {
    "miljard": 10**9,
    "mld": 10**9,
    "miljoen": 10**6,
    "mln": 10**6,
    "duizend": 10**3,
    "k": 10**3,
}
_UNIT_THOUSAND = re.compile(r"1\.?000(?!\.)|duizend", re.IGNORECASE)
_UNIT_BILLION = re.compile(r"miljard|m(?:ld|rd)\b", re.IGNORECASE)
_UNIT_MILLION = re.compile(r"1\.000\.000|mil(?:joen|j\.?)|mln", re.IGNORECASE)
_UNIT_BILLION = re.compile(r"miljard|mrd|mld", re.IGNORECASE)
_UNIT_EURO = re.compile(r"€|eur", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as printed, its value in euros, and where it stands in the text."""

    printed: str
    euros: Decimal
    start: int = 0
    end: int = 0


def unit_factor(unit: str) -> int | None:
    """How many euros one printed unit is: ``"x € 1.000"`` is 1000; ``None`` if not money."""
    if _UNIT_BILLION.search(unit):
        return 10**9
    if _UNIT_MILLION.search(unit):
        return 10**6
    if _UNIT_THOUSAND.search(unit):
        return 10**3
    return 1 if _UNIT_EURO.search(unit) else None


def parse_cell(printed: str) -> Decimal | None:
    """The number in a table cell, signed, in the unit of its table; ``None`` if it has none.

    Minus sign before or after, brackets, and N or "nadeel" make it negative.
    """
    found = _CELL.match(printed.strip())
    if found is None:
        return None
    value = _to_decimal(found["number"])
    nadeel = any((found[side] or "").strip("()").upper()[:1] == "N" for side in ("side", "after"))
    bracketed = bool(found["open"] and found["close"])
    return -value if found["minus"] or found["trailing"] or bracketed or nadeel else value


def find_amounts(text: str) -> list[Amount]:
    """The euro amounts in running text, in order."""
    found = []
    for match in _PROSE.finditer(text):
        number = match["number"] or match["number2"]
        scale = (match["scale"] or match["scale2"] or "").lower()
        value = _to_decimal(number) * _SCALES.get(scale, 1)
        signed = -value if match["minus"] else value
        printed = match[0].rstrip(" .")
        found.append(Amount(printed, signed, match.start(), match.start() + len(printed)))
    return found


def _to_decimal(number: str) -> Decimal:
    return Decimal(_SPACE.sub("", number).replace(".", "").replace(",", "."))
