"""Owns the noun ``Decision``: one point of a list of decisions, where it stands and what it says."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Decision", "DecisionRef", "Outcome", "PageSpan"]


class Outcome(StrEnum):
    """What became of a point; ``VOORSTEL`` is a proposal to another body, so not an adoption."""

    BESLOTEN = "besloten"
    CONFORM = "conform"
    VOORSTEL = "voorstel"
    KENNISGEVING = "kennisgeving"
    AANGEHOUDEN = "aangehouden"
    INGETROKKEN = "ingetrokken"
    VERWORPEN = "verworpen"
    GEEN = "geen"


@dataclass(frozen=True, slots=True)
class PageSpan:
    """Character offsets ``[start, end)`` in the text of one page (numbered from 1)."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DecisionRef:
    """What a passage tells of the decision that it is part of; unknown is ``""`` or ``None``."""

    number: str
    title: str
    portfolio: str = ""
    body: str = ""
    date: datetime.date | None = None
    outcome: Outcome = Outcome.GEEN


@dataclass(frozen=True, slots=True)
class Decision:
    """One point of a list of decisions, decided or not.

    ``number`` is the printed number without its closing mark ("5.b.1", "3a"), else the
    printed case number, else ``""``. ``portfolio`` is the group heading or the holder's line;
    a point under a general heading ("Hamerstukken") has that as ``heading`` and no portfolio.
    ``text`` is the decision without the label above it, ``""`` when nothing was decided;
    ``decided`` are its places, one per unbroken run on a page, and ``spans`` those of the
    whole point from its title on.
    """

    number: str
    title: str
    portfolio: str
    heading: str
    holder: str
    case: str
    body: str
    date: datetime.date | None
    outcome: Outcome
    text: str
    decided: tuple[PageSpan, ...]
    spans: tuple[PageSpan, ...]

    @property
    def page(self) -> int:
        """The page of its title."""
        return self.spans[0].page

    @property
    def path(self) -> tuple[str, ...]:
        """The headings above its text: the portfolio or general heading, then its own."""
        own = f"{self.number} {self.title}".strip()
        above = self.portfolio or self.heading
        return (above, own) if above else (own,)

    @property
    def ref(self) -> DecisionRef:
        """What its passages carry."""
        return DecisionRef(
            self.number, self.title, self.portfolio, self.body, self.date, self.outcome
        )
