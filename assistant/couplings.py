"""Owns the slot ``couplings``: other works and ambitions in the same place, or said to combine."""

from __future__ import annotations

import re

from assistant.answer import Basis, Item
from assistant.evidence import Evidence
from assistant.mapping import Context
from ingest.text import collapse, fold

__all__ = ["map_couplings"]

_MOST = 3
_COMBINE = re.compile(
    r"meekoppel\w*|koppelkans\w*|werk met werk|gelijktijdig|tegelijk(?:ertijd)?\b"
    r"|combine(?:ren|rt|er)\w*|in samenhang|aansluiten bij de (?:planning|vervanging)"
    r"|samen met de (?:vervanging|herinrichting|aanleg)|straat (?:toch )?open",
    re.I,
)
_YEAR = re.compile(r"(?<!\d)(20[2-5]\d)(?!\d)")


def map_couplings(context: Context) -> tuple[Item, ...]:
    """What could be combined, from sentences that say so or that share the question's place."""
    found = [f for e in context.pool.evidence for f in _couplings(e, context)]
    found.sort(key=lambda f: (-f[0], f[1].passage.id, f[2]))
    items: list[Item] = []
    seen: set[str] = set()
    for _, evidence, line, place in found:
        if fold(line) in seen:
            continue
        if cited := context.cited(evidence.passage, line):
            seen.add(fold(line))
            items.append(_item(evidence, line, place, cited, context))
        if len(items) == _MOST:
            break
    return tuple(items)


def _couplings(
    evidence: Evidence, context: Context
) -> list[tuple[float, Evidence, str, str | None]]:
    kind = context.catalogue.document_types[evidence.document.type]
    if evidence.is_row or kind.boosts.ambitions < 0.3:
        return []
    found = []
    asked = set(context.question.themes)
    for raw in evidence.lines:
        line = collapse(raw)
        place = next((p for p in context.question.places if p in line), None)
        combines = _COMBINE.search(line) is not None
        if len(line.split()) < 6 or not (combines or place):
            continue
        near = context.relevance.of_text(line, evidence.passage.section)
        other = bool(near.themes - asked)
        if combines and near.relevance >= 0.35:
            found.append((near.relevance + 0.3 * bool(place), evidence, line, place))
        elif place and other and _YEAR.search(line):
            found.append((0.3 + near.relevance / 2, evidence, line, place))
    return found


def _item(
    evidence: Evidence, line: str, place: str | None, cited: tuple[int, ...], context: Context
) -> Item:
    year = _YEAR.search(line)
    themes = dict.fromkeys(m.id for m in context.catalogue.find_themes(line))
    return Item(
        {
            "what": line,
            "place": place,
            "when": year[1] if year else None,
            "themes": list(themes),
            "document_type": evidence.document.type,
            "whose": evidence.document.municipality,
        },
        cited,
        Basis.DEMONSTRATED,
    )
