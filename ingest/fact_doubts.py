"""Owns which facts a person must settle: what contradicts itself, and what a type cannot lack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from corpus.documents import Document
from corpus.organisation import DocumentType
from corpus.status import Authority, Status
from ingest.doubts import Candidate, Doubt
from ingest.fact_readings import DATED_TYPES, Reading, Told
from ingest.programmes import BUDGET_TYPES

__all__ = ["doubts_about"]

_OF_NO_MUNICIPALITY = frozenset({"wet", "voorschrift", "essay", "verkiezingsprogramma", "overig"})
_WITH_PERIOD = frozenset({"coalitieakkoord"})


def doubts_about(
    document: Document, told: Told, kind: DocumentType, *, created: str
) -> Iterator[Doubt]:
    """What a person must settle about ``document``, in the order of its facts."""
    if document.type == "overig" and "type" not in dict(document.read_from):
        yield Doubt("type", "Wat voor soort document is dit?", example="nota")
    if document.municipality is None and document.type not in _OF_NO_MUNICIPALITY:
        question = "Van welke gemeente (of welk waterschap, welke provincie) is dit document?"
        yield Doubt("municipality", question, example="Voorbeeldstad")
    yield from _of_status(document, told, kind)
    yield from _of_date(document, told, created)
    yield from _of_years(document, told)
    yield from _of_access(document, told)


def _of_status(document: Document, told: Told, kind: DocumentType) -> Iterator[Doubt]:
    draft = document.status is Status.ONTWERP  # adopted as a draft is no contradiction
    if told.adoptions and told.drafts and not draft and document.type != "besluitenlijst":
        adopted = [Candidate(Status.VASTGESTELD.value, r.where) for r in told.adoptions]
        drafts = [Candidate(Status.ONTWERP.value, r.where) for r in told.drafts]
        question = "Is dit document vastgesteld, of is het een ontwerp of concept?"
        yield Doubt("status", question, _distinct((*adopted, *drafts)))
    elif document.status is Status.GENOEMD and kind.authority is Authority.BELEID:
        question = "Is dit document vastgesteld? Het document zegt het niet."
        yield Doubt("status", question, example="vastgesteld   (of ontwerp)")


def _of_date(document: Document, told: Told, created: str) -> Iterator[Doubt]:
    if document.type in DATED_TYPES and document.date is None:
        made = (Candidate(created, "aanmaakdatum van het bestand"),) if created else ()
        yield Doubt("date", "Van welke dag is dit document?", made, example="2026-01-31")
        return
    dated = document.type in DATED_TYPES
    relevant = [r for r in told.dates if dated or _adopts(r, told, document)]
    if len(_values(relevant)) > 1 and not _same_place(relevant):
        question = "Van welke dag is dit document? De bronnen zeggen niet hetzelfde."
        yield Doubt("date", question, _candidates(relevant))


def _adopts(reading: Reading[Any], told: Told, document: Document) -> bool:
    """Whether a date is that of an adoption by the body that counts: these may not differ."""
    return any(
        a.value.date == reading.value
        and a.where == reading.where
        and a.value.body in (None, document.adopted_by)
        for a in told.adoptions
    )


def _same_place(readings: Sequence[Reading[Any]]) -> bool:
    """Whether all stand on one page: then the first is the head, the others are its text."""
    return len({reading.where for reading in readings}) == 1


def _of_years(document: Document, told: Told) -> Iterator[Doubt]:
    if document.type in BUDGET_TYPES:
        if document.budget_year is None:
            question = "Over welk begrotingsjaar gaat dit document?"
            yield Doubt("budget_year", question, example="2027")
        elif len(_values(told.budget_years)) > 1:
            question = "Over welk jaar gaat dit document? De bronnen zeggen niet hetzelfde."
            yield Doubt("budget_year", question, _candidates(told.budget_years))
    named = [r for r in told.periods if r.where in {"titel", "bestandsnaam"}]
    if document.type in _WITH_PERIOD and document.period is None:
        yield Doubt("period", "Voor welke jaren geldt dit akkoord?", example="[2026, 2030]")
    elif len(_values(named)) > 1:
        question = "Voor welke jaren geldt dit document? De bronnen zeggen niet hetzelfde."
        yield Doubt("period", question, _candidates(named))


def _of_access(document: Document, told: Told) -> Iterator[Doubt]:
    if told.closed and not document.groups:
        question = "Wie mag dit document lezen? Het noemt zichzelf niet openbaar."
        read = tuple(Candidate(r.value, r.where) for r in told.closed[:1])
        yield Doubt(
            "groups", question, read, example="[college]  # of [] als iedereen het mag lezen"
        )


def _values(readings: Sequence[Reading[Any]]) -> set[Any]:
    return {reading.value for reading in readings}


def _candidates(readings: Sequence[Reading[Any]]) -> tuple[Candidate, ...]:
    return _distinct([Candidate(_written(r.value), r.where) for r in readings])


def _distinct(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    return tuple(dict.fromkeys(candidates))


def _written(value: Any) -> str:
    """A value as the register writes it."""
    return f"[{value[0]}, {value[1]}]" if isinstance(value, tuple) else str(value)
