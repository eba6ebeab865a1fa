"""Owns the slot ``commissions``: assignments and decisions that already exist on the topic."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answer import Item
from assistant.evidence import Evidence
from assistant.holders import find_principal, role_of
from assistant.mapping import Context
from ingest.dates import day_in
from ingest.decisions import Outcome
from ingest.mentions import DECIDING_TYPES
from ingest.text import collapse, fold

__all__ = ["map_commissions"]

_MOST = 5
_SAME_PLACE = 0.65
_FORMS: tuple[tuple[str, str], ...] = (
    ("bestuurlijke_opdracht", r"bestuurlijke opdracht|bestuursopdracht|opdrachtbrief"),
    ("procesregie", r"procesregie|procesregisseur|procesopdracht|gebiedsregisseur"),
    (
        "programma",
        r"programmaplan|programma-?aanpak|programmaopdracht|programmamanager"
        r"|(?:start|starten) (?:met )?(?:een|het) programma",
    ),
    (
        "project",
        r"projectopdracht|projectplan|startnotitie|plan van aanpak|projectleider"
        r"|uitvoeringskrediet|voorbereidingskrediet|\b[Pp]roject [A-Z]",
    ),
)
_DECISION = re.compile(
    r"\b(?:vast te stellen|in te stemmen|kennis te nemen|beschikbaar te stellen|te besluiten"
    r"|voor te stellen|te verlenen|te starten|opdracht te geven|aan te gaan|te informeren"
    r"|ter inzage te leggen|vrij te geven|akkoord te gaan|besluit(?:en)? om|heeft besloten"
    r"|stelt (?:\w+ ){0,6}vast)\b",
    re.I,
)
_PROPOSAL = re.compile(
    r"de (?:gemeente)?raad (?:\w+ ){0,3}(?:voor te stellen|wordt voorgesteld)"
    r"|raadsvoorstel|stelt de raad voor",
    re.I,
)


_STANDS_ASIDE = frozenset({Outcome.AANGEHOUDEN, Outcome.INGETROKKEN, Outcome.VERWORPEN})


@dataclass(frozen=True, slots=True)
class _Commission:
    evidence: Evidence
    form: str
    sentence: str
    relevance: float


def map_commissions(context: Context) -> tuple[Item, ...]:
    """What was commissioned or decided about the topic, the most fitting and newest first."""
    found = [c for e in context.pool.relevant(0.3) for c in _commissions(e, context)]
    found.sort(key=lambda c: (-_weight(c), c.evidence.passage.id, c.sentence))
    items: list[Item] = []
    seen: set[str] = set()
    for commission in found:
        key = _key(commission)
        if key in seen:
            continue
        if cited := context.cited(commission.evidence.passage, commission.sentence):
            seen.add(key)
            items.append(_item(commission, cited, context))
        if len(items) == _MOST:
            break
    return tuple(items)


def _key(commission: _Commission) -> str:
    """One item of a list of decisions is one commission, however many points it has."""
    if _is_decision(commission.evidence):
        return f"{commission.evidence.passage.edition}|{commission.evidence.passage.section}"
    return fold(commission.sentence)


def _is_decision(evidence: Evidence) -> bool:
    return evidence.document.type in DECIDING_TYPES


def _weight(commission: _Commission) -> float:
    document = commission.evidence.document
    year = document.year or 2000
    firm = 0.35 if commission.form == "bestuurlijke_opdracht" else 0.0
    decided = 0.2 if _is_decision(commission.evidence) else 0.0
    past = 0.3 if document.superseded_by else 0.0
    return commission.relevance + firm + decided - past + (year - 2000) / 200


def _commissions(evidence: Evidence, context: Context) -> list[_Commission]:
    kind = context.catalogue.document_types[evidence.document.type]
    if evidence.is_row or kind.boosts.commissions < 0.4:
        return []
    deciding = _is_decision(evidence)
    section = " ".join(evidence.passage.headings[-1:])
    found = []
    asked = set(context.question.themes)
    for line in evidence.lines:
        if collapse(line) in {collapse(h) for h in evidence.passage.headings}:
            continue
        form = next((f for f, cue in _FORMS if re.search(cue, line, re.I)), None)
        decision = deciding and _DECISION.search(line) is not None
        if form is None and not decision:
            continue
        near = context.relevance.of_text(line, section).relevance
        if decision:  # in a list of decisions the heading says what the decision is about
            near = max(near, 0.9 * context.relevance.of_text(section).relevance)
        shared = asked & set(evidence.passage.themes)
        if context.relevance.names_place(f"{section} {line}") and (form or shared):
            near = max(near, _SAME_PLACE)
        if near >= 0.35 and len(line.split()) >= 4:
            found.append(_Commission(evidence, form or "besluit", collapse(line), near))
    return found


def _item(commission: _Commission, cited: tuple[int, ...], context: Context) -> Item:
    evidence, document = commission.evidence, commission.evidence.document
    text = evidence.passage.text
    principal = find_principal(text)
    if principal is not None:
        named = next(line for line in (*evidence.lines, text) if find_principal(line))
        cited = tuple(dict.fromkeys((*cited, *context.cited(evidence.passage, named))))
    deciding = _is_decision(evidence)
    decision = evidence.passage.decision
    day = decision.date if decision and decision.date else document.date
    body = decision.body if decision and decision.body else document.adopted_by
    title = collapse(evidence.passage.section) if deciding else commission.sentence
    title = title.rstrip(" .;:")
    return Item(
        {
            "title": title or commission.sentence,
            "text": commission.sentence,
            "form": commission.form,
            "principal": collapse(principal[1]) if principal else None,
            "official_principal": role_of("ambtelijk opdrachtgever", text),
            "contractor": role_of("opdrachtnemer", text),
            "status": _status(commission, context),
            "date": str(day) if day else None,
            "day": day_in(document.title),
            "body": body if deciding else None,
            "document_type": document.type,
            "whose": document.municipality,
        },
        cited,
    )


def _status(commission: _Commission, context: Context) -> str:
    if _PROPOSAL.search(commission.sentence):
        return "voorstel aan de raad"
    decision = commission.evidence.passage.decision
    if decision is not None and decision.outcome in _STANDS_ASIDE:
        return decision.outcome.value
    if commission.evidence.document.type in DECIDING_TYPES and _DECISION.search(
        commission.sentence
    ):
        return "besloten"
    decided = commission.evidence.document.type in DECIDING_TYPES
    return context.catalogue.status_of(commission.sentence, decided=decided)[0].value
