"""Owns what an ambition is about: ``Theme``, ``Taakveld``, and ``GapProfile`` (what it needs)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict

from corpus.tables import STRICT, Words

__all__ = ["GapProfile", "Taakveld", "Theme"]


@dataclass(frozen=True, slots=True)
class Theme:
    """A subject, the words that name it, and where its money and its wethouder are found."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: str
    label: str
    alternative_labels: Words
    compound_parts: Words
    negative_labels: Words
    taakvelden: Words
    portfolio_words: Words

    @property
    def labels(self) -> Words:
        """The whole words and the parts of compounds that name it."""
        return (*self.alternative_labels, *self.compound_parts)


@dataclass(frozen=True, slots=True)
class Taakveld:
    """One class of income and spending; ``code`` is text: 0.1 is not 0.10."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    code: str
    label: str
    chapter: str
    chapter_label: str
    older_codes: Words
    older_labels: Words


@dataclass(frozen=True, slots=True)
class GapProfile:
    """Which instruments an ambition of these themes needs, by weight, and what often lacks.

    ``also`` names needs that are no instrument of the catalogue, such as a lokale inclusie
    agenda.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: str
    label: str
    themes: Words
    must: Words
    should: Words
    could: Words
    also: Words
    portfolios: Words
    taakvelden: Words
    typical_gap: str

    def need_for(self, instrument: str) -> str | None:
        """Return must, should or could for an instrument id, or None."""
        for need, ids in (("must", self.must), ("should", self.should), ("could", self.could)):
            if instrument in ids:
                return need
        return None
