"""Owns the bench of reading: figures against labels made by eye, and other readers beside ours.

``python -m evals.reading.bench`` reads the real documents that the labels are of (they are no
part of the project; ``--data`` tells where they are) and prints tables; ``--markdown FILE``
writes them, ``--faults`` lists what was read wrongly. ``--split develop`` looks at the half
that may be tuned on.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.errors import ReadError
from evals.reading.labels import (
    CellLabel,
    HeadingsLabel,
    OrderLabel,
    cell_labels,
    heading_labels,
    order_labels,
)
from evals.reading.measures import f_measure, judge_cell, judge_headings, misread
from ingest.pages import Page, ReadDocument
from ingest.read import read

__all__ = ["Figure", "main", "measure"]

_CELLS = ("cells_budget", "cells_accounts")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure: how many of how many, and what was wrong in words."""

    what: str
    right: int
    total: int
    faults: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """The part that is right."""
        return self.right / self.total if self.total else 0.0


def measure(folder: Path, split: str | None) -> list[Figure]:
    """Every figure over the documents in ``folder`` that are there."""
    figures = [_cells(folder, name, split) for name in _CELLS]
    figures += _headings(folder, split)
    figures.append(_order(folder, split))
    return [figure for figure in figures if figure.total]


@cache
def _document(path: Path) -> ReadDocument:
    """The document, without pages when it is refused: then nothing of it comes back."""
    try:
        return read(path)
    except ReadError as error:
        print(f"refused: {error}", file=sys.stderr)
        return ReadDocument(())


def _page(folder: Path, label: CellLabel | HeadingsLabel | OrderLabel) -> Page:
    pages = _document(folder / label.file).pages
    return pages[label.page - 1] if pages else Page(label.page, "", "", "", ())


def _cells(folder: Path, name: str, split: str | None) -> Figure:
    labels = [one for one in cell_labels(name) if split in (None, one.split)]
    scores = [judge_cell(one, _page(folder, one)) for one in labels]
    faults = [
        f"p. {s.label.page} <{s.label.row}> {' / '.join(s.label.headers)} = {s.label.printed}"
        f" ({s.label.unit}; {s.label.year}; {s.label.layout})\n"
        + "      wrong: "
        + " ".join(
            part for part in ("printed", "row", "header", "value", "year") if not getattr(s, part)
        )
        + f"\n      read:  {s.near}"
        for s in scores
        if not s.right
    ]
    return Figure(f"cells, {name}", sum(s.right for s in scores), len(scores), tuple(faults))


def _headings(folder: Path, split: str | None) -> Iterable[Figure]:
    labels = [one for one in heading_labels() if split in (None, one.split)]
    scores = [judge_headings(one, _page(folder, one)) for one in labels]
    found = sum(len(s.found) for s in scores)
    wrong = [f"{s.label.file} p. {s.label.page}: + {text}" for s in scores for text in s.wrong]
    missed = [f"{s.label.file} p. {s.label.page}: - {text}" for s in scores for text in s.missed]
    yield Figure("headings, precision", found, found + len(wrong), tuple(wrong))
    yield Figure("headings, recall", found, found + len(missed), tuple(missed))
    for file in dict.fromkeys(one.file for one in labels):
        precision, recall = f_measure([s for s in scores if s.label.file == file])
        print(f"    {file}: precision {precision:.2f}, recall {recall:.2f}", file=sys.stderr)


def _order(folder: Path, split: str | None) -> Figure:
    labels = [one for one in order_labels() if split in (None, one.split)]
    faults = []
    for one in labels:
        if missing := misread(one, _page(folder, one).text):
            faults.append(f"{one.file} p. {one.page} ({one.layout}): {missing}")
    return Figure("reading order", len(labels) - len(faults), len(labels), tuple(faults))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; exit 1 when the documents are not there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/documents"))
    parser.add_argument("--split", choices=("develop", "test"))
    parser.add_argument("--faults", action="store_true", help="list what was read wrongly")
    options = parser.parse_args(arguments)
    if not options.data.is_dir():
        print(f"No documents in {options.data}; say where they are with --data.", file=sys.stderr)
        return 1
    started = time.perf_counter()
    for figure in measure(options.data, options.split):
        print(f"{figure.what}: {figure.right}/{figure.total} = {figure.share:.3f}")
        if options.faults:
            for fault in figure.faults:
                print(f"    {fault}")
    print(f"{time.perf_counter() - started:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
