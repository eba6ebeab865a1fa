"""Owns what a cell of a table states: its number in euros, year, unit, and how lasting it is.

Everything is worked out from what is printed in and above the cell, so nothing is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ingest.amounts import parse_cell, unit_factor
from ingest.pages import TableRow

__all__ = ["Stated", "stated"]

_YEAR = re.compile(r"(?<![\d.,])((?:19|20)\d\d)(?![\d]|[.,]\d)")
_REMARK = re.compile(r"\s*\([^()]*[^\W\d_NVIS][^()]*\)$|\s*\((?:19|20)\d\d\)$")
_COUNTED = re.compile(
    r"^([-–−]?\d[\d.,]*)\s+(?!mln|miljoen|mrd|miljard|euro|nade|voorde|[NVSI]\b)([a-zA-Z][\w²³'/]{0,13})\*?$"
)
_SCALE = re.compile(r"\s*(?:(mln|miljoen)|mrd|miljard)\b\.?", re.IGNORECASE)
_PERCENTAGE = re.compile(r"%|\bprocent|\bpercentage", re.IGNORECASE)
# Columns and rows that count something else than euros, whatever the unit above the table.
_COUNT = re.compile(
    r"\b(?:aantal(?:len)?|jaren|looptijd|termijn|nr|nummer|taakveld|fte'?s?|formatie|hectare|ha"
    r"|m[23²³]|km|omvang|punten|stuks|leerlingen|huishoudens|inwoners|woningen)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"€|\b(?:euro|bedrag(?:en)?|lasten|baten|budget|krediet)\b", re.IGNORECASE)
# A tariff is in whole euros, whatever the unit of the other columns.
_TARIFF = re.compile(
    r"\btarie(?:f|ven)\b|\bper (?:aansluiting|woning|inwoner|huishouden|m2|m²|uur)\b",
    re.IGNORECASE,
)
_UNIT_HEADER = re.compile(r"^eenheid$", re.IGNORECASE)
_LASTING = re.compile(r"\b(structure(?:el|le)|incidente(?:el|le)|eenmalige?)\b", re.IGNORECASE)
_LASTING_HEADER = re.compile(r"^[IS]\s*/\s*[IS]$", re.IGNORECASE)
_LASTING_MARK = re.compile(r"\(([IS])\)\s*$")


@dataclass(frozen=True, slots=True)
class Stated:
    """What one cell states.

    ``value`` is the number as printed, with its sign; ``euros`` the same in euros when the
    cell holds money, else ``None``. ``unit`` is the unit that applies, as printed ("" if
    none does). ``year`` is named over the column, or else by the row, its block or the title
    of its table. ``lasting`` is "structureel", "incidenteel" or "" when that is not printed.
    """

    value: Decimal | None
    euros: Decimal | None
    unit: str
    year: int | None
    lasting: str


def stated(row: TableRow, index: int) -> Stated:
    """What the cell ``row.cells[index]`` states."""
    cell = row.cells[index]
    said, remark = _apart(cell.text)
    scale = _SCALE.search(said)
    counted = _COUNTED.match(said)
    value = parse_cell(counted[1] if counted else _SCALE.sub("", said).rstrip("% "))
    unit = scale[0].strip() if scale else counted[2] if counted else _unit(row, cell.header, said)
    factor = 1 if unit == "€" else (10**6 if scale[1] else 10**9) if scale else unit_factor(unit)
    if unit != row.unit and not scale and not _MONEY.search(unit):
        factor = None  # "Fte per 1.000 inwoners" counts no euros
    euros = value * factor if value is not None and factor is not None else None
    year = _bare_year(remark) or _year(row, cell.header) or _only_year(remark)
    return Stated(value, euros, unit, year, _lasting(row, cell.header))


def _apart(text: str) -> tuple[str, str]:
    """A number and the remark in brackets behind it: "36,54%" and "(2019)"."""
    found = _REMARK.search(text)
    return (text[: found.start()], found[0]) if found and found.start() else (text, "")


def _unit(row: TableRow, header: str, text: str) -> str:
    if "%" in text or _PERCENTAGE.search(header):
        return "%"
    if own := [cell.text for cell in row.cells if _UNIT_HEADER.match(cell.header.strip())]:
        return own[0].strip()
    if _TARIFF.search(header):
        return "€"
    if _COUNT.search(header) and not _MONEY.search(header):
        return ""
    if "€" in text or "€" in header:
        return row.unit if unit_factor(row.unit) else "€"
    if _PERCENTAGE.search(row.label):
        return "%"
    if _COUNT.match(row.label.strip()) and not _MONEY.search(header):
        return ""
    return row.unit


def _year(row: TableRow, header: str) -> int | None:
    """The innermost year over the column, else the only one that the row or its table names."""
    if years := _YEAR.findall(header):
        return int(years[-1])
    near = (_only_year(text) for text in (row.label, row.block, row.title))
    return next((year for year in near if year is not None), None)


def _bare_year(remark: str) -> int | None:
    inside = remark.strip(" ()")
    return int(inside) if _YEAR.fullmatch(inside) else None


def _only_year(text: str) -> int | None:
    years = set(_YEAR.findall(text))
    return int(years.pop()) if len(years) == 1 else None


def _lasting(row: TableRow, header: str) -> str:
    marks = [c.text.strip() for c in row.cells if _LASTING_HEADER.match(c.header.strip())]
    marks += _LASTING_MARK.findall(row.label)
    for mark in marks:
        if mark.upper() in ("I", "S"):
            return "incidenteel" if mark.upper() == "I" else "structureel"
    return _told((header, row.label, row.block, row.title))


def _told(texts: Iterable[str]) -> str:
    """The nearest text that says so, and says one of the two only."""
    for text in texts:
        kinds = {"s" if word.lower().startswith("s") else "i" for word in _LASTING.findall(text)}
        if len(kinds) == 1:
            return "structureel" if kinds == {"s"} else "incidenteel"
    return ""
