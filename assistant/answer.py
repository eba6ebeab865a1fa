"""Owns the noun ``Answer``: slots of items, each with citations and a basis.

The JSON form is the contract's; ``assistant/schema/answer-1.json`` publishes it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from assistant.citations import Citation
from assistant.unread import UnreadPlace, unread_dicts

__all__ = ["SCHEMA_VERSION", "SLOTS", "Answer", "Basis", "Item", "Models", "Outcome", "Searched"]

SCHEMA_VERSION = "1.2"


class Outcome(StrEnum):
    """How an answer ended."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NOT_IN_SOURCES = "not_in_sources"
    REFUSED = "refused"


class Basis(StrEnum):
    """What an item rests on: shown in a source, worked out by a rule, or for a person."""

    DEMONSTRATED = "demonstrated"
    DERIVED = "derived"
    NEEDS_HUMAN = "needs_human"


SLOTS = (
    "ambitions",
    "commissions",
    "roles",
    "money",
    "instruments",
    "route",
    "work_form",
    "couplings",
    "boundary_check",
    "premise",
    "excerpts",
    "not_found",
)
"""The slots in the order of the contract; ``work_form`` is one item or empty, others are lists."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a slot: its fields by the contract's names, its citations and its basis."""

    fields: dict[str, Any]
    citations: tuple[int, ...] = ()
    basis: Basis = Basis.DEMONSTRATED

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]

    def get(self, name: str, default: Any = None) -> Any:
        """The field ``name``, or ``default``."""
        return self.fields.get(name, default)

    def to_dict(self) -> dict[str, Any]:
        """The item in the form of the contract."""
        return {**self.fields, "citations": list(self.citations), "basis": self.basis.value}


@dataclass(frozen=True, slots=True)
class Searched:
    """What was looked through for an answer, and how things stand on which day.

    ``newest`` is the year of the newest document: what happened later is not in it. ``unread``
    are the pages that were not wholly read: what stands there was not searched.
    """

    documents: int
    passages: int
    queries: tuple[str, ...]
    as_of: datetime.date
    newest: int | None = None
    unread: tuple[UnreadPlace, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The record in the form of the contract."""
        return {
            "documents": self.documents,
            "passages": self.passages,
            "queries": list(self.queries),
            "as_of": self.as_of.isoformat(),
            "newest": self.newest,
            "unread_pages": len(self.unread),
            "unread": unread_dicts(self.unread),
        }


@dataclass(frozen=True, slots=True)
class Models:
    """Which models took part; ``chat`` is ``None`` when no language model did."""

    embedding: str
    chat: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known about one question, with every statement's source."""

    question: str
    outcome: Outcome
    text: str
    slots: dict[str, tuple[Item, ...]]
    citations: tuple[Citation, ...]
    searched: Searched
    models: Models
    elapsed_ms: int = field(default=0, compare=False)

    def slot(self, name: str) -> tuple[Item, ...]:
        """The items of one slot, possibly none."""
        return self.slots.get(name, ())

    def to_dict(self) -> dict[str, Any]:
        """The answer in the form of the contract."""
        slots: dict[str, Any] = {
            name: [i.to_dict() for i in self.slot(name)] for name in SLOTS if name != "work_form"
        }
        work_form = self.slot("work_form")
        slots["work_form"] = work_form[0].to_dict() if work_form else {}
        return {
            "schema": SCHEMA_VERSION,
            "question": self.question,
            "outcome": self.outcome.value,
            "text": self.text,
            "slots": {name: slots[name] for name in SLOTS},
            "citations": [citation_to_dict(c) for c in self.citations],
            "searched": self.searched.to_dict(),
            "models": {"embedding": self.models.embedding, "chat": self.models.chat},
            "elapsed_ms": self.elapsed_ms,
        }


def citation_to_dict(citation: Citation) -> dict[str, Any]:
    """A citation in the form of the contract."""
    document = citation.document
    return {
        "number": citation.number,
        "document": document.id,
        "title": document.title,
        "file": document.file,
        "page": citation.page,
        "page_label": citation.page_label,
        "section": citation.section,
        "quote": citation.quote,
        "ocr": citation.ocr,
        "status": document.status.value,
        "valid_from": _iso(document.valid_from),
        "valid_until": _iso(document.valid_until),
        "superseded_by": document.superseded_by,
    }


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
