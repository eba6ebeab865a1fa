"""Owns the slot ``roles``: office holders with the portfolio that covers the topic, per date.

Office holders are named in their public role. Civil servants are told by function: what
looks like their name is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answer import Basis, Item
from assistant.evidence import Evidence
from assistant.mapping import Context
from ingest.text import collapse, fold

__all__ = ["OFFICE_HOLDER", "function_of", "map_roles"]

_MOST = 5
_NAME = (
    r"(?:(?:mevrouw|mw\.|de heer|dhr\.|drs\.|mr\.|ir\.|dr\.)\s+)*(?:[A-Z]\.\s?){0,4}"
    r"(?:(?:van|de|der|den|ter|ten|el|'t|’t)\s+){0,2}[A-Z][\w'’-]+"
    r"(?:\s+(?:(?:van|de|der|den|el)\s+){0,2}[A-Z][\w'’-]+){0,2}"
)
OFFICE_HOLDER = re.compile(
    rf"\b((?:[Ww]ethouder|[Bb]urgemeester|[Ll]ocoburgemeester)s?)\s+({_NAME})"
)
_LINE = re.compile(
    r"\b(?:mede-?)?portefeuillehouders?\b\s*[:–-]?\s*(?P<holder>[^\n.;]{3,90})", re.I
)
_PRINCIPAL = re.compile(
    r"\bbestuurlijk\s+(?:opdrachtgever|trekker)\b\s*(?::|is|–|-|,)?\s*(?P<holder>[^\n.;]{3,80})",
    re.I,
)
_LISTED = re.compile(
    rf"^[•*\-–\s]*(?P<holder>(?:[Ww]ethouder|[Bb]urgemeester)\s+{_NAME}(?:\s*\([^)]*\))?)"
    r"\s*[:–-]\s*(?P<portfolio>.{5,400})$"
)
_PORTFOLIO_TABLE = re.compile(r"portefeuille|bestuurder|collegelid|wethouder", re.I)
_FUNCTION = re.compile(
    r"\b((?:concern|programma|project|proces|gemeente|afdelings?|team|opgave)?"
    r"(?:directeur|manager|hoofd|teamleider|leider|secretaris|regisseur|coördinator)\w*"
    r"(?:\s+(?:van\s+)?(?:de\s+|het\s+)?[A-Za-z][\w-]+(?:\s+en\s+[A-Z]?[\w-]+)?)?)"
)


@dataclass(frozen=True, slots=True)
class _Role:
    evidence: Evidence
    holder: str
    portfolio: str
    relevance: float
    cited: tuple[int, ...]


def function_of(text: str) -> str | None:
    """The function that ``text`` names ("directeur Ruimte"), without any person's name."""
    found = _FUNCTION.search(text)
    return collapse(found[1]) if found else None


def map_roles(context: Context) -> tuple[Item, ...]:
    """Who holds the portfolios that cover the topic; the newest document that holds first."""
    found = [role for e in context.pool.evidence for role in _roles(e, context)]
    found.sort(key=lambda r: (-_weight(r, context), r.evidence.passage.id))
    items: list[Item] = []
    seen: set[tuple[str, str]] = set()
    for role in found:
        key = (fold(role.holder), fold(role.portfolio)[:40])
        if key in seen:
            continue
        seen.add(key)
        items.append(_item(role, context))
        if len(items) == _MOST:
            break
    return tuple(items)


def _weight(role: _Role, context: Context) -> float:
    document = role.evidence.document
    weight = role.relevance * (1.0 if context.is_own(document) else 0.5)
    if document.superseded_by or not document.holds_on(context.as_of):
        weight *= 0.5
    year = document.date.year if document.date else document.budget_year or 2000
    return weight + (year - 2000) / 100


def _roles(evidence: Evidence, context: Context) -> list[_Role]:
    if evidence.passage.row is not None:
        return _from_row(evidence, context)
    found = []
    for line in evidence.lines:
        if listed := _LISTED.match(line):
            found += _role(evidence, line, listed["holder"], listed["portfolio"], context)
        elif stated := _LINE.search(line) or _PRINCIPAL.search(line):
            holder = _tidy(stated["holder"])
            if holder[:1].isupper() or OFFICE_HOLDER.search(holder):
                about = evidence.passage.section
                found += _role(evidence, line, holder, about, context)
        elif "portefeuille" in line.lower() and (named := OFFICE_HOLDER.search(line)):
            found += _role(evidence, line, f"{named[1]} {named[2]}", line, context)
    return found


def _from_row(evidence: Evidence, context: Context) -> list[_Role]:
    row = evidence.passage.row
    if row is None or any(ch.isdigit() for c in row.cells for ch in c.text[:3]):
        return []
    headers = f"{row.title} {' '.join(c.header for c in row.cells)}"
    names_one = OFFICE_HOLDER.search(row.label) is not None
    if not row.cells or not (names_one or _PORTFOLIO_TABLE.search(headers)):
        return []
    portfolio = "; ".join(collapse(c.text) for c in row.cells)
    near = _covers(portfolio, context)
    cited = context.cited_row(evidence.passage, *range(len(row.cells)))
    if near < 0.3 or not cited or not row.label:
        return []
    return [_Role(evidence, collapse(row.label), portfolio, near, cited)]


def _role(
    evidence: Evidence, line: str, holder: str, portfolio: str, context: Context
) -> list[_Role]:
    near = max(_covers(portfolio, context), 0.8 * _covers(line, context))
    if near < 0.3:
        return []
    cited = context.cited(evidence.passage, line)
    return [_Role(evidence, _tidy(holder), collapse(portfolio), near, cited)] if cited else []


def _covers(portfolio: str, context: Context) -> float:
    """How far a portfolio text covers the topic: by its words, or by the theme's own words."""
    near = context.relevance.of_text(portfolio).relevance
    asked = set(context.question.themes)
    held = asked & set(context.catalogue.themes_of_portfolio(portfolio))
    return max(near, 0.75 * len(held) / len(asked) if asked else 0.0)


def _tidy(holder: str) -> str:
    cut = re.split(r"\s+(?:en|is|als|heeft|wordt)\s+(?=[a-z])|\s{2,}|\(", collapse(holder))[0]
    return cut.strip(" :–-,")


def _item(role: _Role, context: Context) -> Item:
    document = role.evidence.document
    basis = Basis.DEMONSTRATED if context.is_own(document) else Basis.NEEDS_HUMAN
    return Item(
        {
            "holder": role.holder,
            "portfolio": role.portfolio,
            "valid_from": _iso(document.valid_from or document.date),
            "valid_until": _iso(document.valid_until),
            "as_of": context.as_of.isoformat(),
            "document_type": document.type,
            "whose": document.municipality,
            "superseded_by": document.superseded_by,
        },
        role.cited,
        basis,
    )


def _iso(day: object) -> str | None:
    return str(day) if day else None
