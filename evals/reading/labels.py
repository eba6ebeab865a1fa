"""Owns what people saw on pages of real documents: the labels that readers are measured by.

The labels are facts about public documents that are no part of the project: which value
stands in which cell, which lines are headings, in which order columns are read. They were
made by looking at pictures of the pages, without any reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from typing import Any

import yaml

__all__ = ["CellLabel", "HeadingsLabel", "OrderLabel", "cell_labels", "heading_labels", "labelled"]
__all__ += ["order_labels"]


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
