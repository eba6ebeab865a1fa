"""Owns measuring how lists of decisions were read: each labelled point, by number.

Numbered lines that are only a heading count neither way, whether a reader gives them as a point
or not.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from evals.reading.documents import Documents
from evals.reading.figures import Figure
from evals.reading.labels import DecisionsLabel, ItemLabel, decision_labels
from evals.reading.measures import bare
from evals.reading.told import described

__all__ = ["Point", "can_measure", "judge_decisions", "measure"]


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a list of decisions as it was read; ``text`` is the decision, '' if none."""

    number: str
    title: str
    portfolio: str
    heading: str
    date: datetime.date | None
    page: int
    text: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """A labelled point, and what was read under its number."""

    of: DecisionsLabel
    label: ItemLabel
    read: Point | None

    def __str__(self) -> str:
        return f"{self.of.file.rpartition('_vergadering_')[2]} punt {self.label.number}"


def can_measure() -> bool:
    """Whether this version of the reader tells the points of a list of decisions apart."""
    return find_spec("ingest.decisions") is not None


def measure(documents: Documents) -> list[Figure]:
    """The figures over the labelled lists."""
    return judge_decisions([(one, _points(documents, one.file)) for one in decision_labels()])


def _points(documents: Documents, file: str) -> list[Point]:
    document = described(documents, file)
    if document is None:
        return []
    decisions_of = import_module("ingest.decisions").decisions_of
    return [
        Point(
            number=one.number,
            title=one.title,
            portfolio=one.portfolio,
            heading=one.heading,
            date=one.date,
            page=one.page,
            text=one.text,
        )
        for one in decisions_of(documents.document(file), document)
    ]


def judge_decisions(lists: Sequence[tuple[DecisionsLabel, Sequence[Point]]]) -> list[Figure]:
    """The figures over lists, each with the points that were read from it."""
    pairs: list[_Pair] = []
    surplus: list[str] = []
    for label, points in lists:
        left = list(points)
        for item in label.items:
            found = next((p for p in left if p.number.rstrip(".") == item.number), None)
            if found is not None:
                left.remove(found)
            pairs.append(_Pair(label, item, found))
        surplus += [
            f"{label.file}: punt {point.number} ‘{point.title}’ is er geen"
            for point in left
            if point.number.rstrip(".") not in label.groups
        ]
    there = sum(pair.read is not None for pair in pairs)
    return [
        Figure("besluitenlijsten, punten die er zijn", there, there + len(surplus), tuple(surplus)),
        _figure("besluitenlijsten, nummer, datum en portefeuille", pairs, _placed),
        _figure("besluitenlijsten, titel en pagina", pairs, _titled),
        _figure("besluitenlijsten, begin en eind van het besluit", pairs, _worded),
    ]


def _figure(what: str, pairs: Sequence[_Pair], is_right: Callable[[_Pair, Point], bool]) -> Figure:
    faults = tuple(
        f"{pair}: {pair.read or 'niet gevonden'}"
        for pair in pairs
        if pair.read is None or not is_right(pair, pair.read)
    )
    return Figure(what, len(pairs) - len(faults), len(pairs), faults)


def _placed(pair: _Pair, read: Point) -> bool:
    """Under its portfolio or its general heading, at the date of its list."""
    label = pair.label
    return (
        read.date == pair.of.date
        and bare(read.portfolio) == bare(label.portfolio)
        and bare(read.heading) == bare(label.heading)
    )


def _titled(pair: _Pair, read: Point) -> bool:
    return bare(read.title) == bare(pair.label.title) and read.page == pair.label.page


def _worded(pair: _Pair, read: Point) -> bool:
    label, text = pair.label, bare(read.text)
    if label.decision:
        return text.startswith(bare(label.decision)) and text.endswith(bare(label.decision_last))
    # Where no decision is printed under that name, what stands there may be taken for one.
    return not text or (bool(label.text) and text.startswith(bare(label.text)))
