"""Owns what each place in a document says of its facts, the place that weighs most first."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from corpus.catalogue import Catalogue
from corpus.organisation import DocumentType
from ingest.dates import read_date
from ingest.fact_phrases import (
    Adoption,
    adoption_in,
    closed_access_in,
    draft_in,
    not_adopted_in,
    period_in,
    released_in,
    replaced_in,
    stated_date_in,
    valid_from_in,
    valid_until_in,
)
from ingest.front import Front, Line
from ingest.pages import BlockKind
from ingest.programmes import BUDGET_TYPES
from ingest.titles import title_of
from ingest.whose import whose_of

__all__ = ["DATED_TYPES", "Reading", "Readings", "Told"]

DATED_TYPES = frozenset(
    {"besluitenlijst", "raadsbesluit", "raadsinformatiebrief", "raadsvoorstel", "collegevoorstel"}
)
"""Types that are of one day: the date at their head is what they are known by."""

_NAME, _TITLE = "bestandsnaam", "titel"
_YEAR = re.compile(r"(?<![\d-])(20\d\d)(?!\d)")
_RANGE = re.compile(r"(?<!\d)20\d\d\s*(?:[-–/]|t/m|tot en met)\s*(?:20)?\d\d(?!\d)")
_PERIOD_CUE = re.compile(
    r"\b(?:(?:geldt |is )?(?:voor|over) de (?:periode|jaren|(?:raads|bestuurs|plan)periode)"
    r"|(?:plan)?looptijd|planperiode|geldigheidsduur)\b\W*(?:van\s+|is\s+)?(?=['’‘]?\d\d)",
    re.I,
)
_SELF = re.compile(r"\b(?:deze|dit|voorliggend\w*|onderhavig\w*)\s+(?:[\w-]+\s+){0,3}$", re.I)
_ADOPTED_NAME = re.compile(r"\bvastgesteld\b(?! (?:door|te))", re.I)
_DRAFT_NAME = re.compile(
    r"^[\d ._-]*(?:voor-?ontwerp|ontwerp|concept)(?!er|fase)"
    r"|\b(?:voorontwerp|ontwerp|concept)(?:versie)?[\s(]*(?:versie\s*)?v?[\d. -]*\)?$",
    re.I,
)
_VERSION_ROW = re.compile(
    r"^\W*(?:versie\s*)?v?(?P<number>\d{1,2}(?:[.,]\d{1,2})+)\b.*?\b(?P<word>concept|ontwerp|definitief"
    r"|vastgesteld)\b",
    re.I,
)
_LEGAL = re.compile(
    r"\b(?:artikel|deze verordening|dit besluit|deze regeling|deze beleidsregels?)\b", re.I
)
_LONGEST_LINE = 200
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Reading(Generic[_T]):
    """A value and where it was read."""

    value: _T
    where: str


@dataclass(frozen=True, slots=True)
class Told:
    """Every reading of the facts that may contradict each other, the weightiest first."""

    adoptions: tuple[Reading[Adoption], ...]
    drafts: tuple[Reading[str], ...]
    dates: tuple[Reading[datetime.date], ...]
    periods: tuple[Reading[tuple[int, int]], ...]
    budget_years: tuple[Reading[int], ...]
    valid_from: tuple[Reading[datetime.date], ...]
    valid_until: tuple[Reading[datetime.date], ...]
    replaces: tuple[Reading[str], ...]
    closed: tuple[Reading[str], ...]


class Readings:
    """Reads one document's facts from the places where it tells of itself."""

    def __init__(self, front: Front, catalogue: Catalogue) -> None:
        self._front, self._catalogue = front, catalogue

    def type(self) -> tuple[str, str] | None:
        """The type, by the cue that stands first in the name, else the title, page or folder."""
        front = self._front
        titled = title_of(front, self._names_kind)
        first = [
            (line.text, line.where)
            for line in front.first_page[:6]
            if line.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH) and len(line.text) <= 150
        ]
        places = [
            (front.name, _NAME),
            (titled[0] if titled else "", _TITLE),
            *first,
            *((folder.replace("_", " ").replace("-", " "), "map") for folder in front.folders),
        ]
        for text, where in places:
            if kind := self._kind_in(text):
                return kind, where
        return ("webpagina", "soort bestand") if front.is_page else None

    def title(self, kind: str) -> tuple[str, str] | None:
        """The title; one of a list of decisions carries its date."""
        return title_of(self._front, self._names_kind, dated=kind == "besluitenlijst")

    def municipality(self, title: str) -> tuple[str, str] | None:
        """Whose it is."""
        return whose_of(self._front, title)

    def told(self, kind: DocumentType, title: str) -> Told:
        """What the places say of the facts that hang together, for a document of ``kind``."""
        front = self._front
        adoptions = tuple(self._adoptions(kind))
        return Told(
            adoptions=adoptions,
            drafts=tuple(self._drafts(title, adoptions)),
            dates=tuple(self._dates(kind, adoptions, title)),
            periods=tuple(self._periods(kind, title)),
            budget_years=tuple(self._budget_years(kind, title)),
            valid_from=tuple(_each(self._legal_lines(kind), valid_from_in)),
            valid_until=tuple(_each(self._legal_lines(kind), valid_until_in)),
            replaces=tuple(_each([*front.opening, *front.ending], replaced_in)),
            closed=tuple(self._closed(title)),
        )

    # -- type ------------------------------------------------------------------------------

    def _kind_in(self, text: str) -> str | None:
        """The type whose cue begins first; of those that begin together the first in the file."""
        best: tuple[int, str] | None = None
        for kind in self._catalogue.document_types.values():
            for cue in kind.title_cues:
                found = cue.search(text)
                if found and (best is None or found.start() < best[0]):
                    best = found.start(), kind.id
        return best[1] if best else None

    def _names_kind(self, text: str) -> bool:
        return self._kind_in(text) is not None

    # -- status ----------------------------------------------------------------------------

    def _adoptions(self, kind: DocumentType) -> Iterator[Reading[Adoption]]:
        if kind.id == "besluitenlijst":
            return  # "vastgesteld in de vergadering van" tells when the list itself was
        lines = [line for line in self._front.opening if line.page <= 3]
        told = [line for line in self._front.ending if line.kind is not BlockKind.TABLE_ROW]
        found = list(_each([*lines, *told, *self._front.running], adoption_in))
        yield from sorted(found, key=lambda r: _weight(r.value, kind))
        if _ADOPTED_NAME.search(self._front.name):
            yield Reading(Adoption(None, read_date(self._front.name)), _NAME)
        if self._version() in {"vastgesteld"}:
            yield Reading(Adoption(None, None), "versietabel")

    def _released(self) -> Iterator[Reading[Adoption]]:
        lines = [line for line in self._front.opening if line.page <= 3]
        yield from _each([*lines, *self._front.ending], released_in)

    def _drafts(
        self, title: str, adoptions: tuple[Reading[Adoption], ...]
    ) -> Iterator[Reading[str]]:
        front = self._front
        adopted = [a.value.date for a in adoptions if a.value.date is not None]
        for released in self._released():
            day = released.value.date
            if not any(day is None or day <= later for later in adopted):
                yield Reading("ontwerp", released.where)
        if draft_in(title, title=True):
            yield Reading("ontwerp", _TITLE)
        for line in front.opening:
            short = len(line.text) <= 200 and line.kind is not BlockKind.TABLE_ROW
            told = draft_in(line.text) or (line.page == 1 and not_adopted_in(line.text))
            if line.page <= 2 and short and told:
                yield Reading("ontwerp", line.where)
        for line in front.running:
            if draft_in(line.text, title=True):
                yield Reading("ontwerp", line.where)
        if _DRAFT_NAME.search(front.name):
            yield Reading("ontwerp", _NAME)
        if self._version() in {"concept", "ontwerp"}:
            yield Reading("ontwerp", "versietabel")

    def _version(self) -> str:
        """The word of the highest version in a table of versions."""
        rows = [_VERSION_ROW.match(line.text) for line in self._front.opening]
        versions = [
            (tuple(int(n) for n in re.split(r"[.,]", row["number"])), row["word"].lower())
            for row in rows
            if row
        ]
        return max(versions)[1] if len(versions) > 1 else ""

    # -- dates -----------------------------------------------------------------------------

    def _dates(
        self, kind: DocumentType, adoptions: tuple[Reading[Adoption], ...], title: str
    ) -> Iterator[Reading[datetime.date]]:
        front = self._front
        if kind.id in DATED_TYPES:
            yield from self._head_dates()
        for adoption in (*adoptions, *self._released()):
            if adoption.value.date is not None:
                yield Reading(adoption.value.date, adoption.where)
        if kind.id not in DATED_TYPES:
            cover = [line for line in front.opening if line.page <= 2]
            plain = [
                line
                for line in cover
                if line.kind is not BlockKind.LIST_ITEM or "datum" in line.text.lower()
            ]
            yield from _each(plain, partial(stated_date_in, labelled=True))
            yield from _each(plain, stated_date_in)
        for text, where in ((title, _TITLE), (front.name, _NAME)):
            if day := read_date(text):
                yield Reading(day, where)

    def _head_dates(self) -> Iterator[Reading[datetime.date]]:
        """The date at the head of a list or letter: a line of its own, else the first there."""
        head = self._front.first_page[:12]
        labelled = next(_each(head, partial(stated_date_in, labelled=True)), None)
        stated = labelled or next(_each(head, stated_date_in), None)
        if stated is not None:
            yield stated
            return
        for line in head:
            heading = line.kind is BlockKind.HEADING or len(line.text) <= 120
            day = read_date(line.text) if heading else None
            if day is not None and not re.match(r"^\d+(?:[.a-z]\S*)?\s", line.text):
                yield Reading(day, line.where)
                return

    def _legal_lines(self, kind: DocumentType) -> Iterator[Line]:
        """Where a document may tell from when and until when it holds; lists tell of others."""
        if kind.id == "besluitenlijst":
            return
        for line in (*self._front.opening, *self._front.ending):
            told = line.kind is not BlockKind.TABLE_ROW or line.page <= 2
            if told and (len(line.text) <= _LONGEST_LINE or _LEGAL.search(line.text)):
                yield line

    # -- years -----------------------------------------------------------------------------

    def _periods(self, kind: DocumentType, title: str) -> Iterator[Reading[tuple[int, int]]]:
        front = self._front
        places = [(title, _TITLE), (front.name, _NAME)]
        if kind.id not in DATED_TYPES:
            for line in front.first_page[:6]:
                if (
                    line.kind not in (BlockKind.HEADING, BlockKind.PARAGRAPH)
                    or len(line.text) > 120
                ):
                    break  # the text begins
                places.append((line.text, line.where))
            for line in front.opening:
                found = _PERIOD_CUE.search(line.text)
                if found and (len(line.text) <= 160 or _SELF.search(line.text[: found.start()])):
                    places.append((line.text[found.start() :][:60], line.where))
        for text, where in places:
            if years := period_in(text.replace("_", " ")):
                yield Reading(_with_budget_year(years, text, kind), where)

    def _budget_years(self, kind: DocumentType, title: str) -> Iterator[Reading[int]]:
        if kind.id not in BUDGET_TYPES:
            return
        front = self._front
        named = [
            Reading(int(found[1]), where)
            for text, where in ((title, _TITLE), (front.dateless_name, _NAME))
            if (found := _YEAR.search(text))
        ]
        cover = [line for line in front.first_page[:4] if len(line.text) <= 120]
        yield from (
            named
            or [
                Reading(int(found[1]), line.where)
                for line in cover
                if (found := _YEAR.search(line.text))
            ][:1]
        )

    # -- access ----------------------------------------------------------------------------

    def _closed(self, title: str) -> Iterator[Reading[str]]:
        front = self._front
        if re.match(r"^\W*openbaar\b|\bopenbare?\b", title, re.I):
            return
        for line in (*front.first_page, *front.running):
            if closed_access_in(line.text):
                yield Reading(line.text[:80], line.where)
        if re.search(r"\b(?:vertrouwelijk|geheim)\b", front.name, re.I):
            yield Reading(front.name[:80], _NAME)


def _weight(adoption: Adoption, kind: DocumentType) -> tuple[bool, bool, bool, int]:
    """The usual body goes first, then what is dated, then the latest."""
    usual = kind.adopted_by is not None and adoption.body == kind.adopted_by
    day = adoption.date.toordinal() if adoption.date else 0
    return not usual, adoption.date is None, adoption.body is None, -day


def _each(lines: Iterable[Line], read: Callable[[str], _T | None]) -> Iterator[Reading[_T]]:
    for line in lines:
        value = read(line.text)
        if value is not None:
            yield Reading(value, line.where)


def _with_budget_year(years: tuple[int, int], text: str, kind: DocumentType) -> tuple[int, int]:
    """The years with the budget's own before them: it plans 2027, then tells of 2028-2030."""
    before = _YEAR.search(_RANGE.sub(" ", text))
    if kind.id in BUDGET_TYPES and before and int(before[1]) == years[0] - 1:
        return int(before[1]), years[1]
    return years
