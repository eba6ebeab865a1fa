"""Owns the slot ``roles``: office holders with the portfolio that covers the topic, per date.

A swap of portfolios during the term ends one role and begins another on its date.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from dataclasses import dataclass, replace

from assistant.answer import Basis, Item
from assistant.evidence import Evidence
from assistant.holders import HOLDER, NAME, OFFICE_HOLDER, find_principal
from assistant.mapping import Context
from ingest.dates import read_date
from ingest.text import collapse, fold

__all__ = ["map_roles"]


_MOST, _MOST_PER_HOLDER = 5, 2
_SECTION_NUMBER = re.compile(r"^\d+(?:\.\w+)*\.?\s+")
_LEAST_RELEVANCE = 0.3
_PRINCIPAL_HERE = 0.95
_LINE = re.compile(
    r"\b(?:mede-?)?portefeuillehouders?\b\s*[:–-]?\s*(?P<holder>[^\n.;]{3,90})", re.I
)
_LISTED = re.compile(
    rf"^[•*\-–\s]*(?P<holder>{HOLDER}(?:\s*\([^)]*\))?)"
    r"\s*[:–-]\s*(?P<portfolio>.{5,400})$"
)
# A swap during the term: what goes, from whom, to whom, and when.
_DAY = r"\d{1,2} \w+ \d{4}"
_SWAP = re.compile(
    rf"portefeuilles?\s+(?P<portfolio>[^.;]{{3,120}}?)"
    rf"\s+(?:(?:wordt|worden|gaat|gaan)\s+)?(?:(?:per|op)\s+(?P<before>{_DAY})\s+)?"
    r"(?:(?:wordt|worden|gaat|gaan)\s+)?(?:over\s+te\s+dragen\s+|overgedragen\s+|over\s+)?"
    rf"van\s+(?P<old>{HOLDER})\s+(?:over\s+te\s+dragen\s+)?"
    rf"(?:aan|naar)\s+(?P<new>{HOLDER})(?:[^.;]{{0,40}}?\bper\s+(?P<after>{_DAY}))?"
)
_BRACKETED = re.compile(rf"(?P<holder>{HOLDER})\s*\((?P<portfolio>[^)]{{3,120}})\)")
_NAMED = re.compile(rf"(?:{HOLDER}|{NAME})(?=$|[,;/&]|\s+en\s)")
_PORTFOLIO_TABLE = re.compile(r"portefeuille|bestuurder|collegelid|wethouder", re.I)


@dataclass(frozen=True, slots=True)
class _Role:
    evidence: Evidence
    holder: str
    portfolio: str
    relevance: float
    cited: tuple[int, ...]
    valid_from: datetime.date | None = None
    valid_until: datetime.date | None = None


def map_roles(context: Context) -> tuple[Item, ...]:
    """Who holds the portfolios that cover the topic; the newest document that holds first."""
    found = [role for e in context.pool.evidence for role in _roles(e, context)]
    found = _with_swaps(found, context)
    found.sort(key=lambda r: (-_weight(r, context), r.evidence.passage.id))
    items: list[Item] = []
    seen: set[tuple[str, str]] = set()
    times: Counter[str] = Counter()
    for role in found:
        key = (fold(role.holder), fold(role.portfolio)[:40])
        if key in seen or times[key[0]] == _MOST_PER_HOLDER:
            continue
        seen.add(key)
        times[key[0]] += 1
        items.append(_item(role, context))
        if len(items) == _MOST:
            break
    return tuple(items)


def _with_swaps(roles: list[_Role], context: Context) -> list[_Role]:
    """The roles with every swap of portfolios in the pool worked in, old and new holder."""
    for evidence in context.pool.evidence:
        for line in evidence.lines:
            swap = _SWAP.search(line)
            if swap is None or _covers(swap["portfolio"], context) < _LEAST_RELEVANCE:
                continue
            day = read_date(swap["before"] or swap["after"] or "") or evidence.document.date
            cited = context.cited(evidence.passage, line)
            if day is None or not cited:
                continue
            moved = swap["portfolio"]
            roles = [_ended(r, swap["old"], moved, day) for r in roles if line != r.portfolio]
            roles.append(_Role(evidence, _tidy(swap["new"]), moved, 1.0, cited, valid_from=day))
    return roles


def _ended(role: _Role, holder: str, portfolio: str, day: datetime.date) -> _Role:
    """``role``, ended the day before ``day`` when it is what ``holder`` gave away."""
    given = {w for w in fold(portfolio).split() if len(w) > 3}
    same = fold(holder).split()[-1] in fold(role.holder).split()
    if not same or not given & set(fold(role.portfolio).split()) or role.valid_from is not None:
        return role
    return replace(role, valid_until=day - datetime.timedelta(days=1))


def _weight(role: _Role, context: Context) -> float:
    document = role.evidence.document
    if role.valid_until is not None and role.valid_until < context.as_of:
        return 0.1 * role.relevance
    weight = role.relevance * (1.0 if context.is_own(document) else 0.5)
    if document.superseded_by or not document.holds_on(context.as_of):
        weight *= 0.5
    year = document.year or 2000
    return weight + (year - 2000) / 100


def _roles(evidence: Evidence, context: Context) -> list[_Role]:
    if evidence.passage.row is not None:
        return _from_row(evidence, context)
    found = []
    for line in evidence.lines:
        if listed := _LISTED.match(line):
            found += _role(evidence, line, listed["holder"], listed["portfolio"], context)
        elif named := find_principal(line):
            task = f"bestuurlijk opdrachtgever: {_SECTION_NUMBER.sub('', evidence.passage.section)}"
            found += _role(evidence, line, named[1], task, context)
        elif bracketed := list(_BRACKETED.finditer(line)) if "portefeuille" in line else []:
            for one in bracketed:
                found += _role(evidence, line, one["holder"], one["portfolio"], context)
        elif stated := _LINE.search(line):
            holder = _tidy(stated["holder"])
            if _NAMED.match(holder):
                about = evidence.passage.section
                found += _role(evidence, line, holder, about, context)
        elif "portefeuille" in line.lower() and (named := OFFICE_HOLDER.search(line)):
            found += _role(evidence, line, named[1], line, context)
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
    if near < _LEAST_RELEVANCE or not cited or not _NAMED.match(row.label):
        return []
    return [_Role(evidence, collapse(row.label), portfolio, near, cited)]


def _role(
    evidence: Evidence, line: str, holder: str, portfolio: str, context: Context
) -> list[_Role]:
    near = max(_covers(portfolio, context), 0.8 * _covers(line, context))
    if find_principal(line) and context.relevance.names_place(portfolio):
        near = max(near, _PRINCIPAL_HERE)
    if near < _LEAST_RELEVANCE:
        return []
    cited = context.cited(evidence.passage, line)
    return [_Role(evidence, _tidy(holder), collapse(portfolio), near, cited)] if cited else []


def _covers(portfolio: str, context: Context) -> float:
    """How far a portfolio text covers the topic: by its words, or by the theme's own words."""
    near = context.relevance.of_text(portfolio).relevance
    asked = set(context.question.themes)
    if not asked:
        return near
    named = asked & {m.id for m in context.catalogue.find_themes(portfolio)}
    around = asked & set(context.catalogue.themes_of_portfolio(portfolio))
    return max(near, 0.9 * len(named) / len(asked), 0.5 * len(around) / len(asked))


def _tidy(holder: str) -> str:
    """A holder as named: one or more names, without the words around them."""
    cut = re.split(r"\s+(?:en|is|als|heeft|wordt)\s+(?=[a-z])|\s{2,}|\(", collapse(holder))[0]
    return cut.strip(" :–-,")


def _item(role: _Role, context: Context) -> Item:
    document = role.evidence.document
    basis = Basis.DEMONSTRATED if context.is_own(document) else Basis.NEEDS_HUMAN
    return Item(
        {
            "holder": role.holder[:1].upper() + role.holder[1:],
            "portfolio": role.portfolio,
            "valid_from": _iso(role.valid_from or document.valid_from or document.date),
            "valid_until": _iso(role.valid_until or document.valid_until),
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
