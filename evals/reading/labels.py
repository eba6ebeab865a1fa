"""Owns what is seen on pages of real documents: the labels that readers are measured by.

The labels are facts about public documents that are no part of the project: which value
stands in which cell, which lines are headings, in which order columns are read. They were
made by a vision model that looked at pictures of the pages, twice, without any reader; no person
has checked them yet.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from typing import Any

import yaml

__all__ = [
    "FACTS",
    "CellLabel",
    "DecisionsLabel",
    "FactsLabel",
    "HeadingsLabel",
    "ItemLabel",
    "OrderLabel",
    "UnreadLabel",
    "cell_labels",
    "decision_labels",
    "fact_labels",
    "heading_labels",
    "labelled",
    "order_labels",
    "unread_labels",
]


@dataclass(frozen=True, slots=True)
class CellLabel:
    """One cell as a person sees it; ``value`` is in euros when the cell holds money."""

    file: str
    page: int
    split: str
    layout: str
    table: str
    block: str
    row: str
    headers: tuple[str, ...]
    printed: str
    value: Decimal | None
    unit: str
    year: int | None
    programme: str

    @property
    def is_percentage(self) -> bool:
        """Whether the number counts hundredths."""
        return "%" in self.unit or "%" in self.printed

    @property
    def is_picture(self) -> bool:
        """Whether its table is only an image, which no text layer holds."""
        return "picture" in self.layout


@dataclass(frozen=True, slots=True)
class HeadingsLabel:
    """All headings of one page; ``doubtful`` ones count neither way."""

    file: str
    page: int
    split: str
    headings: tuple[str, ...]
    levels: tuple[int, ...]
    doubtful: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderLabel:
    """How the blocks of one page begin, in the order in which a reader reads them."""

    file: str
    page: int
    split: str
    layout: str
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemLabel:
    """One point of a list of decisions.

    ``decision`` and ``decision_last`` are how it begins and ends, ``''`` where none is printed;
    ``text`` then begins what may be taken for one.
    """

    number: str
    title: str
    portfolio: str
    heading: str
    page: int
    decision: str
    decision_last: str
    text: str


@dataclass(frozen=True, slots=True)
class DecisionsLabel:
    """One list of decisions; ``groups`` are the numbers of lines that are only a heading."""

    file: str
    date: datetime.date
    items: tuple[ItemLabel, ...]
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class FactsLabel:
    """What a document tells of itself: per fact every value that is right, ``None`` = not told."""

    file: str
    right: dict[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class UnreadLabel:
    """A page with something that its text layer does not hold; ``kind`` as in the file."""

    file: str
    page: int
    kind: str


def labelled(name: str) -> list[dict[str, Any]]:
    """The entries of one file of labels (``cells_budget``, ``headings``, ...)."""
    text = files("evals.reading").joinpath("labels", f"{name}.yaml").read_text("utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)
    return found


def cell_labels(name: str) -> list[CellLabel]:
    """The cells in one file of labels."""
    return [
        CellLabel(
            file=str(entry["file"]),
            page=int(entry["page"]),
            split=str(entry["split"]),
            layout=str(entry.get("layout") or ""),
            table=str(entry.get("table") or ""),
            block=str(entry.get("block") or ""),
            row=str(entry["row"]),
            headers=tuple(str(header) for header in entry["headers"] or ()),
            printed=str(entry["printed"]),
            value=None if entry["value"] is None else Decimal(str(entry["value"])),
            unit=str(entry.get("unit") or ""),
            year=entry.get("year"),
            programme=str(entry.get("programme") or ""),
        )
        for entry in labelled(name)
    ]


def heading_labels() -> list[HeadingsLabel]:
    """The headings, by page."""
    return [
        HeadingsLabel(
            file=str(entry["file"]),
            page=int(entry["page"]),
            split=str(entry["split"]),
            headings=tuple(str(text) for text in entry["headings"] or ()),
            levels=tuple(int(level) for level in entry.get("levels") or ()),
            doubtful=tuple(str(text) for text in entry.get("doubtful") or ()),
        )
        for entry in labelled("headings")
    ]


def order_labels() -> list[OrderLabel]:
    """The pages of which the reading order was labelled."""
    return [
        OrderLabel(
            file=str(entry["file"]),
            page=int(entry["page"]),
            split=str(entry["split"]),
            layout=str(entry.get("layout") or ""),
            order=tuple(str(text) for text in entry["order"]),
        )
        for entry in labelled("order")
    ]


def decision_labels() -> list[DecisionsLabel]:
    """The lists of decisions."""
    return [
        DecisionsLabel(
            file=str(entry["file"]),
            date=entry["date"],
            items=tuple(_item(item) for item in entry["items"]),
            groups=frozenset(str(group["number"]) for group in entry["groups"]),
        )
        for entry in labelled("decisions")
    ]


def _item(entry: dict[str, Any]) -> ItemLabel:
    return ItemLabel(
        number=str(entry["number"]).rstrip("."),
        title=str(entry["title"]),
        portfolio=str(entry["portfolio"]),
        heading=str(entry["heading"]),
        page=int(entry["page"]),
        decision=str(entry["decision"]),
        decision_last=str(entry["decision_last"]),
        text=str(entry.get("text") or ""),
    )


FACTS = ("title", "type", "municipality", "body", "date", "status", "period", "budget_year")
"""The facts that were labelled, in the order in which they are told."""


def fact_labels() -> list[FactsLabel]:
    """The facts, by document."""
    return [
        FactsLabel(str(entry["file"]), {fact: _right(entry, fact) for fact in FACTS})
        for entry in labelled("facts")
    ]


def _right(entry: dict[str, Any], fact: str) -> tuple[Any, ...]:
    own = entry[fact] if fact == "title" else [entry[fact]]
    values = [*own, *(entry.get(f"{fact}_also") or ())]
    return tuple(tuple(value) if isinstance(value, list) else value for value in values)


def unread_labels() -> list[UnreadLabel]:
    """The pages with pictures; of these documents no other page has one that matters."""
    return [
        UnreadLabel(str(entry["file"]), int(entry["page"]), str(entry["kind"]))
        for entry in labelled("unread")
    ]
