"""Owns the noun ``Instrument``: what it is called, who decides on it, what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import ConfigDict

from corpus.tables import STRICT, Words

__all__ = ["Body", "DecidingBody", "Instrument", "Kind", "LegalBase", "Level"]

Kind = Literal[
    "planmatig", "juridisch", "financieel", "contractueel", "organisatorisch", "communicatief"
]
Level = Literal["strategisch", "tactisch", "operationeel"]
Body = Literal["raad", "college", "raad_en_college", "geen", "ander"]


@dataclass(frozen=True, slots=True)
class LegalBase:
    """A place in the law, the month of which it is told, and whether a source showed it.

    ``confirmed`` false means: te bevestigen door een jurist.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    text: str
    as_of: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class DecidingBody:
    """Who decides by law, and what is seen in practice."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    law: Body
    practice: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Instrument:
    """One instrument a municipality can have; the texts are Dutch, ready to print."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: str
    label: str
    alternative_labels: Words
    former_labels: Words
    negative_labels: Words
    kind: Kind
    level: Level
    deciding_body: DecidingBody
    legal_base: tuple[LegalBase, ...]
    themes: Words
    alternatives: Words
    why: str
    meanwhile: str
    planning_period: bool
    generic: bool

    @property
    def labels(self) -> Words:
        """Every label by which a text may name it, the names of its predecessor included."""
        return (self.label, *self.alternative_labels, *self.former_labels)

    @property
    def confirmed(self) -> bool:
        """Whether every legal base was seen in a source."""
        return all(base.confirmed for base in self.legal_base)
