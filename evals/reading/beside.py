"""Owns the comparison: the same documents through every reader, held against the same labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.reading.chunks import chunks_of, in_one_chunk
from evals.reading.figures import Figure
from evals.reading.grids import in_a_table, words_of
from evals.reading.labels import CellLabel, cell_labels, heading_labels, order_labels
from evals.reading.lost import Layer, Loss, loss
from evals.reading.measures import judge_headings
from evals.reading.ours import heading_figures, order_figure
from evals.reading.rivals import NOTHING, PageRead, Reading, Rival
from evals.reading.speed import Speed

__all__ = ["CELLS", "Compared", "compare", "longest"]

CELLS = {"cells_budget": "begroting", "cells_accounts": "jaarrekening"}


@dataclass(frozen=True, slots=True)
class Compared:
    """One reader's figures; ``None`` where it has no tables or no headings to measure.

    ``tables`` and ``chunks`` are of the cells, by file of labels; ``refused`` are the documents
    that it did not read.
    """

    name: str
    packages: str
    tables: Mapping[str, Figure] | None
    chunks: Mapping[str, Figure]
    loss: Loss
    order: Figure
    headings: tuple[Figure, Figure] | None
    speed: Speed
    refused: tuple[str, ...]


def compare(rival: Rival, folder: Path, layers: Mapping[str, Sequence[Layer]]) -> Compared:
    """Read every file of ``layers`` with ``rival`` and measure it.

    ``layers`` holds the text layers of the documents, by file; those without one that can be read
    are empty, and count for no words. Speed is over the three longest of the others, after one
    small document has warmed the reader up.
    """
    smallest = min(layers, key=lambda file: (folder / file).stat().st_size)
    rival.read(folder / smallest)
    readings = {file: rival.read(folder / file) for file in layers}
    return Compared(
        name=rival.name,
        packages=rival.packages,
        tables=_tables(readings),
        chunks={name: _chunks(what, name, readings) for name, what in CELLS.items()},
        loss=_loss(readings, layers),
        order=_order(readings),
        headings=_headings(readings),
        speed=_speed([readings[file] for file in longest(layers)]),
        refused=tuple(file for file, reading in readings.items() if not reading.pages),
    )


def longest(layers: Mapping[str, Sequence[Layer]]) -> list[str]:
    """The three documents with most pages, over which speed is measured."""
    return sorted(layers, key=lambda file: -len(layers[file]))[:3]


def _page(readings: Mapping[str, Reading], file: str, number: int) -> PageRead:
    return readings[file].page(number) if number > 0 else NOTHING


def _tables(readings: Mapping[str, Reading]) -> dict[str, Figure] | None:
    if all(page.tables is None for reading in readings.values() for page in reading.pages):
        return None
    return {name: _figure(what, _in_tables(name, readings)) for name, what in CELLS.items()}


def _in_tables(name: str, readings: Mapping[str, Reading]) -> Iterator[tuple[CellLabel, bool]]:
    for label in cell_labels(name):
        page, before = (_page(readings, label.file, label.page - back) for back in (0, 1))
        yield label, in_a_table(label, page, before)


def _chunks(what: str, name: str, readings: Mapping[str, Reading]) -> Figure:
    labels = [
        label for label in cell_labels(name) if label.printed
    ]  # an empty cell leaves no trace
    return _figure(
        what,
        (
            (one, in_one_chunk(one, chunks_of(_page(readings, one.file, one.page))))
            for one in labels
        ),
    )


def _figure(what: str, judged: Iterator[tuple[CellLabel, bool]]) -> Figure:
    verdicts = list(judged)
    faults = tuple(
        f"p. {label.page} ‘{label.row}’ ‘{label.printed}’" for label, ok in verdicts if not ok
    )
    return Figure(what, len(verdicts) - len(faults), len(verdicts), faults)


def _loss(readings: Mapping[str, Reading], layers: Mapping[str, Sequence[Layer]]) -> Loss:
    total = Loss()
    for file, pages in layers.items():
        for number, layer in enumerate(pages, 1):
            page = readings[file].page(number)
            total += loss(layer, f"{page.text}\n{words_of(page.tables)}")
    return total


def _order(readings: Mapping[str, Reading]) -> Figure:
    return order_figure([(one, _page(readings, one.file, one.page).text) for one in order_labels()])


def _headings(readings: Mapping[str, Reading]) -> tuple[Figure, Figure] | None:
    if all(page.headings is None for reading in readings.values() for page in reading.pages):
        return None
    labels = heading_labels()
    read = [_page(readings, one.file, one.page).headings or () for one in labels]
    return heading_figures(
        [judge_headings(one, own) for one, own in zip(labels, read, strict=True)]
    )


def _speed(readings: Sequence[Reading]) -> Speed:
    return Speed(
        pages=sum(len(reading.pages) for reading in readings),
        processor=sum(reading.processor for reading in readings),
        wall=sum(reading.wall for reading in readings),
    )
