"""Owns the nouns of a question set: ``Question``, what a good answer holds, and the set itself.

A question is written from the documents, before looking at any answer. Its evidence is a list of
needs; each need is met by its place or by one of the alternatives.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.answer import Outcome
from corpus.status import Status

__all__ = [
    "Cell",
    "Forbidden",
    "InstrumentTruth",
    "Need",
    "Nugget",
    "Place",
    "Question",
    "QuestionSet",
    "QuestionType",
    "Split",
]


class QuestionType(StrEnum):
    """What a question is about; figures are told per type."""

    SINGLE_AMBITION = "single_ambition"
    COUPLED_AMBITIONS = "coupled_ambitions"
    RESPONSIBILITY = "responsibility"
    BUDGET_CELL = "budget_cell"
    BUDGET_PROSE = "budget_prose"
    INSTRUMENT_STATUS = "instrument_status"
    MISSING_INSTRUMENT = "missing_instrument"
    DECISION_ROUTE = "decision_route"
    DECIDED_WHEN = "decided_when"
    WORK_FORM = "work_form"
    PARTICIPATION = "participation"
    TRACE = "trace"
    STRENGTH = "strength"
    SUPERSEDED = "superseded"
    VALIDITY = "validity"
    OUT_OF_CORPUS = "out_of_corpus"
    PARTIAL = "partial"
    FALSE_PREMISE = "false_premise"
    INJECTION = "injection"
    PRIVACY = "privacy"
    FOLLOW_UP = "follow_up"
    TYPOS = "typos"
    EVERYDAY_WORDS = "everyday_words"
    ABBREVIATIONS = "abbreviations"
    SHORT = "short"
    ENGLISH = "english"


class Split(StrEnum):
    """Tuning looks at ``develop`` only; ``test`` tells how good it is."""

    DEVELOP = "develop"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Place:
    """A quote of at most 25 words and the physical page (from 1) of the file it stands on."""

    file: str
    page: int
    quote: str

    @property
    def spot(self) -> tuple[str, int]:
        """File and page, without the words."""
        return self.file, self.page


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that must be shown; any of ``places`` shows it."""

    places: tuple[Place, ...]

    @property
    def spots(self) -> frozenset[tuple[str, int]]:
        """The pages of which any one will do."""
        return frozenset(place.spot for place in self.places)


@dataclass(frozen=True, slots=True)
class Nugget:
    """A fact of a good answer. ``accept`` lists phrasings; a phrasing's parts stand together."""

    says: str
    vital: bool
    accept: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A claim that would be wrong: ``parts`` in one statement that holds none of ``unless``."""

    says: str
    parts: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """The exact cell a budget question asks for; ``value`` in euros (or the number itself)."""

    file: str
    page: int
    row: str
    column: str
    printed: str
    value: float
    unit: str
    year: int | None


@dataclass(frozen=True, slots=True)
class InstrumentTruth:
    """An instrument of the catalogue by id, and the statuses a careful reader would accept."""

    id: str
    accepted: tuple[Status, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question with all that a good answer holds and may not hold."""

    id: str
    split: Split
    type: QuestionType
    text: str
    outcomes: frozenset[Outcome]
    history: tuple[str, ...] = ()
    groups: frozenset[str] = frozenset()
    evidence: tuple[Need, ...] = ()
    also: frozenset[tuple[str, int]] = frozenset()
    nuggets: tuple[Nugget, ...] = ()
    must_not: tuple[Forbidden, ...] = ()
    must_not_cite: frozenset[str] = frozenset()
    cell: Cell | None = None
    instruments: tuple[InstrumentTruth, ...] = ()
    note: str = ""

    @property
    def spots(self) -> frozenset[tuple[str, int]]:
        """Every page that a good answer may cite."""
        return frozenset().union(self.also, *(need.spots for need in self.evidence))

    @property
    def vital(self) -> tuple[Nugget, ...]:
        """The nuggets without which an answer is wrong or useless."""
        return tuple(nugget for nugget in self.nuggets if nugget.vital)

    def places(self) -> Iterator[Place]:
        """Every quote that must stand on its page."""
        for need in self.evidence:
            yield from need.places


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions over one collection of documents, asked on one day.

    ``version`` is a digest of the files it was read from; ``restricted`` are documents that only
    readers in one of the groups may see, ``holders`` what each office holder has ever held.
    """

    name: str
    title: str
    as_of: datetime.date
    questions: tuple[Question, ...]
    version: str
    documents: str = ""
    restricted: tuple[tuple[str, frozenset[str]], ...] = ()
    holders: tuple[tuple[str, frozenset[str]], ...] = ()

    def closed_to(self, question: Question) -> frozenset[str]:
        """The files that whoever asks ``question`` may not see in any form."""
        return frozenset(f for f, groups in self.restricted if groups.isdisjoint(question.groups))

    @property
    def files(self) -> frozenset[str]:
        """Every file that the evidence names."""
        return frozenset(place.file for q in self.questions for place in q.places())

    def only(
        self,
        *,
        splits: frozenset[Split] = frozenset(),
        types: frozenset[QuestionType] = frozenset(),
    ) -> QuestionSet:
        """The set with only the questions of these splits and types (empty: all)."""
        kept = tuple(
            q
            for q in self.questions
            if (not splits or q.split in splits) and (not types or q.type in types)
        )
        return replace(self, questions=kept)

    def __len__(self) -> int:
        return len(self.questions)
