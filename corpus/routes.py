"""Owns how a decision is made: ``Route``, ``Moment`` (of the P&C calendar) and ``LawEntry``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import ConfigDict

from corpus.instruments import LegalBase
from corpus.tables import STRICT, Cue, Words

__all__ = ["LawEntry", "Moment", "Route"]


@dataclass(frozen=True, slots=True)
class Route:
    """Which body decides in which situation; the lead time is an estimate in weeks."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: str
    situation: str
    body: Literal["raad", "college", "manager"]
    rule: str
    article: LegalBase
    lead_time_weeks: tuple[int, int]
    moment: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A fixed moment in the year of planning and control; months are typical, not local."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: str
    label: str
    names: Words
    months: tuple[int, ...]
    body: Literal["raad", "college"]
    use: str


@dataclass(frozen=True, slots=True)
class LawEntry:
    """A claim about the law that questions contain, and what is right at ``as_of``."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: str
    claim: str
    patterns: tuple[Cue, ...]
    verdict: Literal["onjuist", "verouderd", "onvolledig", "juist"]
    correction: str
    as_of: str
    confirmed: bool
    source: str

    def claimed_in(self, question: str) -> str | None:
        """Return the words of ``question`` that hold this claim, or None."""
        for pattern in self.patterns:
            if match := pattern.search(question):
                return match.group()
        return None
