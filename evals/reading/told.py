"""Owns measuring what was read of a document as a whole: title, type, whose, when, status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.catalogue import load
from corpus.documents import Document
from corpus.status import Status
from evals.reading.documents import Documents
from evals.reading.figures import Figure
from evals.reading.labels import FACTS, FactsLabel, fact_labels
from evals.reading.measures import bare
from ingest.facts import describe

__all__ = ["described", "is_right", "judge_facts", "measure"]

_NAMES = {
    "title": "titel",
    "type": "soort",
    "municipality": "organisatie",
    "body": "orgaan",
    "date": "datum",
    "status": "status",
    "period": "periode",
    "budget_year": "begrotingsjaar",
}
# The labels name a kind in words of their own; these are the vocabulary's types for it.
_TYPES = {
    "waterprogramma": ("waterschapsplan",),
    "wet_of_voorschrift": ("voorschrift", "wet"),
}


def measure(documents: Documents) -> list[Figure]:
    """The figures over every labelled document, without a manifest that tells anything."""
    return judge_facts([(label, described(documents, label.file)) for label in fact_labels()])


def described(documents: Documents, file: str) -> Document | None:
    """The facts of a document as our reader tells them; ``None`` when it was refused."""
    read = documents.document(file)
    if not read.pages:
        return None
    return describe(
        read, identifier="bench", file=file, source="bench", register=None, catalogue=load()
    )


def judge_facts(read: Sequence[tuple[FactsLabel, Document | None]]) -> list[Figure]:
    """A figure per fact; ``None`` is a document that was refused, so it tells nothing."""
    return [_figure(fact, read) for fact in FACTS]


def _figure(fact: str, read: Sequence[tuple[FactsLabel, Document | None]]) -> Figure:
    faults = tuple(
        f"{label.file}: {_said(document, fact)}, moet zijn {_shown(label.right[fact][0])}"
        for label, document in read
        if document is None or not is_right(label, fact, _value(document, fact))
    )
    return Figure(f"documentfeiten, {_NAMES[fact]}", len(read) - len(faults), len(read), faults)


def _said(document: Document | None, fact: str) -> str:
    if document is None:
        return "geweigerd"
    return f"{_NAMES[fact]} is {_shown(_value(document, fact))}"


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return "‘" + "-".join(str(one) for one in value) + "’"
    return "onbekend" if value is None else f"‘{value}’"


def is_right(label: FactsLabel, fact: str, value: Any) -> bool:
    """Whether a fact is among the values that are right; a title may have its subtitle too."""
    right = label.right[fact]
    if fact == "title":
        titles = [bare(title) for title in right]
        return bare(value) in {*titles, *(a + b for a in titles for b in titles if a != b)}
    if fact == "type":
        return value in {kind for one in right for kind in (one, *_TYPES.get(one, ()))}
    if isinstance(value, str):
        return value.lower() in {one.lower() for one in right if isinstance(one, str)}
    return value in right


def _value(document: Document, fact: str) -> Any:
    if fact == "body":
        return document.adopted_by
    if fact == "status":  # a document that tells no status is only mentioned
        return None if document.status is Status.GENOEMD else document.status.value
    return getattr(document, fact)
