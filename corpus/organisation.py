"""Owns how work is organised: ``WorkForm``, ``BoundaryQuestion``, ``Role``, ``DocumentType``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import ConfigDict

from corpus.status import Authority
from corpus.tables import STRICT, Cue, Words

__all__ = ["BoundaryQuestion", "DocumentType", "Role", "Slots", "WorkForm"]


@dataclass(frozen=True, slots=True)
class WorkForm:
    """A way to organise work: what stands central, when it fits, which words show it."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: str
    label: str
    core: str
    criteria: Words
    roles: Words
    documents: Words
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class BoundaryQuestion:
    """One of the six questions that show whether the work still fits its margin."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: str
    label: str
    question: str
    answered_by: str
    if_unknown: str
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """A role in the decision; ``public`` false means: never print a person's name."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: str
    label: str
    labels: Words
    side: Literal["bestuurlijk", "ambtelijk", "raad", "extern"]
    public: bool
    task: str
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Slots:
    """How likely a document of a type fills each part of the answer, 0 to 1."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    ambitions: float
    commissions: float
    roles: float
    money: float
    instruments: float
    route: float


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of document: its authority, how a title shows it, what it is good for."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: str
    label: str
    authority: Authority
    adopted_by: str | None
    title_cues: tuple[Cue, ...]
    boosts: Slots
