"""Owns what a document is: type, title, whose, status, dates — each with where it was read.

The register overrules; then the first and last pages, the file's own properties and its name.
A fact that is not clearly there stays unknown; where sources contradict each other, or a fact
is missing that matters for the type, a ``Doubt`` tells what a person must settle.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from corpus.catalogue import Catalogue
from corpus.documents import Document
from corpus.organisation import DocumentType
from corpus.register import RegisterEntry
from corpus.status import Authority, Status
from ingest.bodies import body_in
from ingest.doubts import Doubt
from ingest.fact_doubts import doubts_about
from ingest.fact_readings import Reading, Readings, Told
from ingest.front import Front
from ingest.pages import ReadDocument

__all__ = ["FACTS_VERSION", "Described", "describe", "read_facts"]

FACTS_VERSION = "5"
"""Raised when this module reads facts otherwise, so that files are looked at again."""

_LIST = "besluitenlijst"
_FIXED_BODY = frozenset(
    {"programmabegroting", "begrotingswijziging", "jaarstukken", "verordening", "raadsbesluit"}
)
"""Types that by law only their usual body adopts; that says nothing of whether it did."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Described:
    """A document's facts, and what of them a person must settle."""

    document: Document
    doubts: tuple[Doubt, ...] = ()


def describe(
    read: ReadDocument,
    *,
    identifier: str,
    file: str,
    source: str,
    register: RegisterEntry | None,
    catalogue: Catalogue,
) -> Document:
    """The facts of a document that was just read."""
    return read_facts(
        read,
        identifier=identifier,
        file=file,
        source=source,
        register=register,
        catalogue=catalogue,
    ).document


def read_facts(
    read: ReadDocument,
    *,
    identifier: str,
    file: str,
    source: str,
    register: RegisterEntry | None,
    catalogue: Catalogue,
) -> Described:
    """The facts of a document, and the doubts about them that the register does not settle."""
    said = register or RegisterEntry(file=file)
    front = Front(read, file, source)
    readings = Readings(front, catalogue)
    facts = _Facts(said)
    kind = facts.take("type", said.type, readings.type()) or "overig"
    known = catalogue.document_types.get(kind) or catalogue.document_types["overig"]
    title = facts.take("title", said.title, readings.title(known.id))
    told = readings.told(known, title or "")
    status, body = _standing(said, told, known, front)
    document = Document(
        id=identifier,
        file=file,
        source=source,
        title=title or front.name or front.raw_name,
        type=known.id,
        authority=said.authority or known.authority,
        municipality=facts.take(
            "municipality", said.municipality, readings.municipality(title or "")
        ),
        adopted_by=facts.take("adopted_by", said.adopted_by, body),
        status=facts.take("status", said.status, status) or Status.GENOEMD,
        date=facts.take("date", said.date, _first(told.dates)),
        valid_from=facts.take("valid_from", said.valid_from, _first(told.valid_from)),
        valid_until=facts.take("valid_until", said.valid_until, _first(told.valid_until)),
        period=facts.take("period", said.period, _first(told.periods)),
        budget_year=facts.take("budget_year", said.budget_year, _first(told.budget_years)),
        replaces=facts.take("replaces", said.replaces, _first(told.replaces)),
        groups=said.groups,
        page_count=len(read.pages),
        read_from=tuple(facts.where),
    )
    settled = frozenset(said.model_fields_set)
    doubts = doubts_about(document, told, known, created=read.created)
    return Described(document, tuple(d for d in doubts if d.fact not in settled))


def _first(readings: tuple[Reading[_T], ...]) -> tuple[_T, str] | None:
    return (readings[0].value, readings[0].where) if readings else None


def _standing(
    said: RegisterEntry, told: Told, known: DocumentType, front: Front
) -> tuple[tuple[Status, str] | None, tuple[str, str] | None]:
    """Status and adopting body; what contradicts itself stays unknown."""
    if known.id == _LIST:
        head = " ".join(line.text for line in front.first_page[:10])
        named = body_in(f"{front.name}. {head}")
        return (Status.VASTGESTELD, "soort document"), (named, "pagina 1") if named else None
    body = next(((a.value.body, a.where) for a in told.adoptions if a.value.body is not None), None)
    status = _status(told, known, body[0] if body else None)
    if status is None and known.authority is Authority.BESLUIT and not told.drafts:
        status = Status.VASTGESTELD, "soort document"  # what holds decisions was decided
    final = said.status or (status[0] if status else None)
    if body is None and final is Status.VASTGESTELD and known.id in _FIXED_BODY:
        body = (known.adopted_by, "soort document") if known.adopted_by else None
    if final is Status.ONTWERP:
        body = None  # who laid a draft open has not adopted it
    return status, body


def _status(told: Told, known: DocumentType, body: str | None) -> tuple[Status, str] | None:
    adoption, draft = _first(told.adoptions), _first(told.drafts)
    if adoption and draft:
        # A college adopts a draft and lays it open; what a council adopted is no draft.
        titled = any(reading.where in {"titel", "koptekst"} for reading in told.drafts)
        if titled and body in {"college", "gedeputeerde staten", "dagelijks bestuur"}:
            return Status.ONTWERP, draft[1]
        dated = adoption[0].date is not None and adoption[0].body is not None
        return (Status.VASTGESTELD, adoption[1]) if dated else None
    if adoption:
        return Status.VASTGESTELD, adoption[1]
    return (Status.ONTWERP, draft[1]) if draft else None


@dataclass(slots=True)
class _Facts:
    """Collects facts with where each was read; what the register says goes first."""

    said: RegisterEntry
    where: list[tuple[str, str]] = field(default_factory=list)

    def take(self, name: str, said: _T | None, found: tuple[_T, str] | None) -> _T | None:
        if said is not None or name in self.said.model_fields_set:
            self.where.append((name, "register"))
            return said
        if found is not None:
            self.where.append((name, found[1]))
            return found[0]
        return None
