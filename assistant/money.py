"""Owns the slot ``money``: amounts from table rows and prose, as printed and in euros."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answer import Basis, Item
from assistant.evidence import Evidence
from assistant.mapping import Context
from ingest.amounts import find_amounts, parse_cell
from ingest.cells import stated
from ingest.pages import TableRow
from ingest.text import collapse, fold

__all__ = ["map_money"]

_MOST_ROWS, _MOST_CELLS, _MOST_SENTENCES = 4, 3, 3
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_LEAST_RELEVANCE = 0.35
_TRUSTED = 5
_NAMED = 1.5  # a row of the document that the question names
_RANK = 3.0  # the best fused rank is worth about 0.15
_TOTAL = re.compile(r"(?:sub)?totaal|lasten|baten|saldo|geraamd|resultaat", re.I)
_TAAKVELD = re.compile(r"(?<![\d.,])(\d\.\d{1,3})(?![\d.,])\s+(?=[A-Z])")
_NO_COVER = re.compile(
    r"(?:nog )?geen (?:structurele |incidentele )?(?:dekking|budget|middelen)|ongedekt"
    r"|niet (?:begroot|gedekt)|dekking ontbreekt|zonder dekking",
    re.I,
)
_COVER = re.compile(
    r"(?:ten laste van|dekking uit|gedekt (?:uit|door)|onttrekking aan|uit de reserve"
    r"|binnen (?:de )?bestaande (?:middelen|budget\w*)|via de \w*heffing)[^.;]{0,80}",
    re.I,
)
_STRUCTURAL = re.compile(r"\b(structureel|structurele|incidenteel|incidentele|eenmalig\w*)\b", re.I)
_KINDS: tuple[tuple[str, str], ...] = (
    ("investering", r"krediet|investering|kapitaallast"),
    ("reserve", r"reserve|voorziening|onttrekking|toevoeging|dotatie"),
    ("heffing", r"heffing|belasting|leges|ozb"),
    ("subsidie", r"subsidie|bijdrage|spuk|uitkering"),
    ("baten", r"\bbaten\b|opbrengst"),
    ("lasten", r"\blasten\b|kosten|uitgaven"),
    ("saldo", r"\bsaldo\b|resultaat"),
)


@dataclass(frozen=True, slots=True)
class _Row:
    evidence: Evidence
    relevance: float


def map_money(context: Context) -> tuple[Item, ...]:
    """Table cells first when the store has rows on the topic, then sentences with amounts."""
    rows = _rows(context)
    here = [r for r in rows if context.relevance.names_place(_label(r.evidence))]
    items: dict[tuple[str, str, str], Item] = {}
    for row in (here or rows)[:_MOST_ROWS]:
        for item in _row_items(row, context):
            key = (fold(item["label"]), item["column"], item["printed"])
            items.setdefault(key, item)
    return (*items.values(), *_sentences(context))


def _label(evidence: Evidence) -> str:
    return evidence.passage.row.label if evidence.passage.row else ""


def _rows(context: Context) -> list[_Row]:
    best: list[_Row] = []
    seen: set[str] = set()
    trusted = _found_first(context)
    for evidence in context.pool.evidence:
        row = evidence.passage.row
        if row is None or not any(parse_cell(c.text) is not None for c in row.cells):
            continue
        own = score = context.relevance.of_text(row.label).relevance
        if score < _LEAST_RELEVANCE and _TOTAL.match(row.label or "totaal"):
            # A total says nothing itself; what it is the total of stands above the table.
            above = f"{row.title} {row.block} {evidence.passage.section}"
            score = 0.8 * context.relevance.of_text(above).relevance
        if evidence.passage.id in trusted:
            score = max(score, _LEAST_RELEVANCE)
        if score < _LEAST_RELEVANCE or not _money_cells(row):
            continue
        weight = score * _standing(evidence, context) + own * _plainness(evidence, row, context)
        weight += _RANK * evidence.hit.score
        weight *= _NAMED if context.is_named(evidence.document) else 1.0
        best.append(_Row(evidence, weight))
    best.sort(key=lambda r: (-r.relevance, r.evidence.passage.id))
    distinct = []
    for row_found in best:
        row = row_found.evidence.passage.row
        key = fold(f"{row.label} {[c.text for c in row.cells]}") if row else ""
        if key not in seen:
            seen.add(key)
            distinct.append(row_found)
    return distinct


def _found_first(context: Context) -> frozenset[str]:
    """The rows that search ranks first: their meaning fits where their words may not."""
    if "money" not in context.question.asks:
        return frozenset()
    return frozenset(e.passage.id for e in context.pool.by_search[:_TRUSTED] if e.is_row)


def _plainness(evidence: Evidence, row: TableRow, context: Context) -> float:
    """A row of a taakveld or programme, and what it costs, says more than a reserve."""
    words = " ".join(
        [row.label, row.title, row.block, *(row.cells[i].text for i in _word_cells(row))]
    )
    known = 0.15 if _taakveld(row.label, context) else 0.0
    known += 0.05 if _programme(evidence) else 0.0
    return known + (0.1 if re.search(r"\blasten\b", words, re.I) else 0.0)


def _standing(evidence: Evidence, context: Context) -> float:
    """A budget that holds goes before accounts, a replaced budget and other bodies."""
    document = evidence.document
    kind = context.catalogue.document_types[document.type]
    weight = 0.4 + 0.6 * kind.boosts.money
    weight *= 0.5 if document.superseded_by else 1.0
    return weight if context.is_own(document) else 0.5 * weight


def _money_cells(row: TableRow) -> list[int]:
    """The cells that hold an amount in euros; "Start: 2031" is no amount."""
    return [
        i
        for i, cell in enumerate(row.cells)
        if stated(row, i).euros is not None and not _YEAR.fullmatch(cell.text.strip())
    ]


def _row_items(found: _Row, context: Context) -> list[Item]:
    evidence = found.evidence
    row = evidence.passage.row
    if row is None:
        return []
    items = []
    words_of_row, taakveld_cells = _word_cells(row), _taakveld_cells(row)
    words = [row.label or row.title, *(row.cells[i].text for i in words_of_row), row.block]
    label = ", ".join(dict.fromkeys(w for w in words if w))
    for index in _cells_to_show(evidence, context):
        cell, said = row.cells[index], stated(row, index)
        cited = context.cited_row(evidence.passage, *words_of_row, *taakveld_cells, index)
        if said.euros is None or not cited:
            continue
        items.append(
            Item(
                {
                    "label": collapse(label),
                    "programme": _programme(evidence),
                    "taakveld": _taakveld(_where_taakveld_stands(row), context),
                    "taakveld_printed": bool(taakveld_cells),
                    "year": said.year,
                    "amount_eur": float(said.euros),
                    "printed": collapse(cell.text),
                    "unit": "" if said.unit == "€" else collapse(said.unit),
                    "kind": _kind(f"{label} {cell.header} {row.title} {row.block}"),
                    "column": collapse(cell.header),
                    "duration": said.lasting or None,
                    "coverage": None,
                    "document_type": evidence.document.type,
                    "whose": evidence.document.municipality,
                },
                cited,
            )
        )
    return items


def _word_cells(row: TableRow) -> list[int]:
    """The short cells that are words ("Lasten"): they belong to the label of the row."""
    return [
        i for i, cell in enumerate(row.cells) if cell.text.isalpha() and 4 <= len(cell.text) <= 20
    ]


def _cells_to_show(evidence: Evidence, context: Context) -> list[int]:
    """The years asked for, or else the budget year and those after it."""
    row = evidence.passage.row
    if row is None:
        return []
    filled = _money_cells(row)
    by_year = {i: _years(row, i) for i in filled}
    wanted = set(context.question.asked_years)
    if wanted:
        asked = [i for i in filled if by_year[i] & wanted]
        return asked[:_MOST_CELLS]
    first = evidence.document.budget_year
    if first is not None:
        current = [i for i in filled if any(y >= first for y in by_year[i])]
        if current:
            return current[:_MOST_CELLS]
    return filled[-_MOST_CELLS:]


def _years(row: TableRow, index: int) -> set[int]:
    """The years over a cell, or else the one that its row or table is of."""
    over = {int(year) for year in _YEAR.findall(row.cells[index].header)}
    said = stated(row, index).year
    return over or ({said} if said else set())


def _sentences(context: Context) -> list[Item]:
    found: list[tuple[float, Evidence, str]] = []
    for evidence in context.pool.relevant(0.3):
        if evidence.is_row:
            continue
        for line in evidence.lines:
            uncovered = _NO_COVER.search(line)
            if not uncovered and not find_amounts(line):
                continue
            near = context.relevance.of_text(line, evidence.passage.section).relevance
            if near >= 0.35:
                weight = near * _standing(evidence, context) + (0.3 if uncovered else 0.0)
                found.append((weight, evidence, collapse(line)))
    found.sort(key=lambda f: (-f[0], f[1].passage.id, f[2]))
    items: list[Item] = []
    seen: set[str] = set()
    for _, evidence, line in found:
        if fold(line) in seen or len(items) == _MOST_SENTENCES:
            continue
        if cited := context.cited(evidence.passage, line):
            seen.add(fold(line))
            items.append(_sentence_item(evidence, line, cited))
    return items


def _sentence_item(evidence: Evidence, line: str, cited: tuple[int, ...]) -> Item:
    amounts = find_amounts(line)
    first = amounts[0] if amounts else None
    year = _YEAR.search(line)
    cover, uncovered = _COVER.search(line), _NO_COVER.search(line)
    lasting = _STRUCTURAL.search(line)
    return Item(
        {
            "label": line,
            "programme": _programme(evidence),
            "taakveld": None,
            "year": int(year[1]) if year else None,
            "amount_eur": float(first.euros) if first else None,
            "printed": first.printed if first else None,
            "unit": "EUR" if first else "",
            "kind": _kind(line),
            "duration": lasting[1].lower() if lasting else None,
            "coverage": "geen dekking" if uncovered else cover[0] if cover else None,
            "document_type": evidence.document.type,
            "whose": evidence.document.municipality,
        },
        cited,
        Basis.DEMONSTRATED if len(amounts) <= 1 else Basis.NEEDS_HUMAN,
    )


def _programme(evidence: Evidence) -> str | None:
    place = evidence.passage.place
    if place is not None and place.programme:
        return collapse(place.programme)
    for heading in reversed(evidence.passage.headings):
        if re.match(r"(?:\d+(?:\.\d+)*\.?\s+)?(?:Programma|Opgave|Thema)\s+\w", heading, re.I):
            return collapse(heading)
    return None


def _taakveld_cells(row: TableRow) -> list[int]:
    return [i for i, c in enumerate(row.cells) if re.search(r"\btaakveld\b", c.header, re.I)]


def _where_taakveld_stands(row: TableRow) -> str:
    """The label, and a column of its own; the number of a heading is no taakveld."""
    return " ".join([row.label, *(f"{row.cells[i].text} T" for i in _taakveld_cells(row))])


def _taakveld(text: str, context: Context) -> str | None:
    code = _TAAKVELD.search(text)
    if code and code[1] in context.catalogue.taakvelden:
        return code[1]
    folded = fold(text)
    for taakveld in context.catalogue.taakvelden.values():
        if len(taakveld.label) >= 8 and fold(taakveld.label) in folded:
            return taakveld.code
    return None


def _kind(text: str) -> str:
    for kind, cue in _KINDS:
        if re.search(cue, text, re.I):
            return kind
    return "overig"
