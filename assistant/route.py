"""Owns the slot ``route``: who must decide what, and when, by the route rules as data."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from assistant.answer import Basis, Item
from assistant.instruments import legal_base
from assistant.mapping import Context
from assistant.question import is_other_body
from corpus.documents import Document
from corpus.routes import Route
from corpus.status import Status

__all__ = ["PLANNING", "map_route"]

_OPEN = frozenset(
    s.value for s in (Status.NIET_AANGETROFFEN, Status.VEROUDERD, Status.VERVALLEN, Status.ONTWERP)
)
_MOST_INSTRUMENTS = 3
_ABOUT_IT, _LEAST_WORDS = 0.5, 5
_MOMENT = re.compile(
    r"(?<!\d)20\d\d(?!\d)|\bkwartaal\b|\b(?:voor|na) de zomer\b|\b(?:begin|medio|eind) 20", re.I
)
PLANNING = "planning"
"""The rule id of the step that tells when, asked by "wanneer"."""


def map_route(context: Context, slots: dict[str, tuple[Item, ...]]) -> tuple[Item, ...]:
    """The steps that follow from what was found: assignment, instruments, money, council."""
    if is_other_body(context.home):
        return ()  # the rules are of municipalities
    rules = context.catalogue.routes
    steps: list[Item] = _planning(context) if context.question.wants_when else []
    if _several_portfolios(slots):
        steps.append(_step("Eén bestuurlijk opdrachtgever voor het geheel aanwijzen", rules["R11"]))
    if not _has_commission(slots):
        steps.append(_step("Opdracht of aanpak vaststellen", rules["R2"]))
    steps += _money_steps(slots, rules)
    steps += _instrument_steps(context, slots)
    return tuple(steps)


def _planning(context: Context) -> list[Item]:
    """What the newest source says of when; plans slip, so an older date may be overtaken."""
    found = [
        (_day(evidence.document), near.relevance, evidence, line)
        for evidence in context.pool.relevant()
        if not evidence.is_row and not evidence.document.superseded_by
        for line in evidence.lines
        if _MOMENT.search(line) and len(line.split()) >= _LEAST_WORDS
        for near in [context.relevance.of_text(line, evidence.passage.section)]
        if near.relevance >= _ABOUT_IT and _names_what_is_asked(line, context)
    ]
    found.sort(key=lambda f: (-f[0], -f[1], f[2].passage.id, f[3]))
    for _, _, evidence, line in found:
        if cited := context.cited(evidence.passage, line):
            fields = {
                "step": line,
                "body": evidence.document.adopted_by or "onbekend",
                "moment": None,
                "rule": "Planning volgens de nieuwste bron die er iets over zegt.",
                "rule_id": PLANNING,
                "article": None,
                "lead_time_weeks": None,
            }
            return [Item(fields, cited)]
    return []


def _names_what_is_asked(line: str, context: Context) -> bool:
    """A planning is of the instrument that is asked about, not of what stands near it."""
    wanted = set(context.question.instruments)
    return not wanted or not wanted.isdisjoint(
        m.id for m in context.catalogue.find_instruments(line)
    )


def _day(document: Document) -> int:
    if document.date is not None:
        return document.date.toordinal()
    year = document.budget_year or (document.period[0] if document.period else 1)
    return datetime.date(year, 1, 1).toordinal()


def _step(step: str, rule: Route, body: str | None = None) -> Item:
    return Item(
        {
            "step": step,
            "body": body or rule.body,
            "moment": rule.moment,
            "rule": rule.rule,
            "rule_id": rule.id,
            "article": legal_base(rule.article),
            "lead_time_weeks": list(rule.lead_time_weeks),
        },
        (),
        Basis.DERIVED,
    )


def _instrument_steps(context: Context, slots: dict[str, tuple[Item, ...]]) -> list[Item]:
    """Who decides the instruments that are asked for by name or must be there and are not."""
    named = set(context.question.instruments)
    steps = []
    for item in slots.get("instruments", ()):
        wanted = item["id"] in named or (item["need"] == "must" and item["status"] in _OPEN)
        instrument = context.catalogue.instruments[item["id"]]
        if not wanted or instrument.deciding_body.law in {"geen", "ander"}:
            continue
        base = instrument.legal_base[0] if instrument.legal_base else None
        steps.append(
            Item(
                {
                    "step": f"{instrument.label} vaststellen",
                    "body": instrument.deciding_body.law,
                    "moment": None,
                    "rule": instrument.deciding_body.note or "Bevoegd orgaan volgens de wet.",
                    "rule_id": instrument.id,
                    "article": legal_base(base) if base else None,
                    "lead_time_weeks": None,
                    "practice": instrument.deciding_body.practice,
                },
                item.citations,
                Basis.DERIVED,
            )
        )
    return steps[:_MOST_INSTRUMENTS]


def _money_steps(slots: dict[str, tuple[Item, ...]], rules: Mapping[str, Route]) -> list[Item]:
    money = slots.get("money", ())
    uncovered = [m for m in money if m.get("coverage") == "geen dekking"]
    if uncovered:
        step = _step("Dekking regelen: het geld is er nog niet", rules["R6"])
        return [Item(step.fields, uncovered[0].citations, Basis.DERIVED)]
    if not money:
        return [_step("Budget vragen: er is geen bedrag gevonden", rules["R4"])]
    return []


def _has_commission(slots: dict[str, tuple[Item, ...]]) -> bool:
    return any(c["form"] != "besluit" for c in slots.get("commissions", ()))


def _several_portfolios(slots: dict[str, tuple[Item, ...]]) -> bool:
    principal = any(c["principal"] for c in slots.get("commissions", ()))
    holders = {r["holder"] for r in slots.get("roles", ())}
    return len(holders) > 1 and not principal
