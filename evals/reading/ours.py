"""Owns measuring our own reader against the labels of cells, headings and reading order."""

from __future__ import annotations

from collections.abc import Sequence

from evals.reading.documents import Documents
from evals.reading.figures import Figure
from evals.reading.labels import (
    CellLabel,
    HeadingsLabel,
    OrderLabel,
    cell_labels,
    heading_labels,
    order_labels,
)
from evals.reading.measures import (
    CellScore,
    HeadingScore,
    headings_of,
    judge_cell,
    judge_headings,
    misread,
)

__all__ = ["heading_figures", "measure", "order_figure"]

_PARTS = {
    "printed": "cel niet gevonden",
    "row": "rij",
    "header": "kolomkop",
    "value": "waarde of eenheid",
    "year": "jaar",
}


def measure(documents: Documents, split: str | None = None) -> list[Figure]:
    """The figures over one half of the labels, or all."""

    def cells(what: str, name: str, *, picture: bool = False) -> Figure:
        own = (one for one in cell_labels(name) if split in (None, one.split))
        return _cells(what, documents, [one for one in own if one.is_picture is picture])

    return [
        cells("cellen, begroting", "cells_budget"),
        cells("cellen, begroting, tabel die een afbeelding is", "cells_budget", picture=True),
        cells("cellen, jaarrekening met onleesbare tekstlaag", "cells_accounts"),
        cells("cellen, controle", "cells_control"),
        *_headings(documents, split),
        _order(documents, split),
    ]


def _cells(what: str, documents: Documents, labels: list[CellLabel]) -> Figure:
    scores = [judge_cell(one, documents.page(one.file, one.page)) for one in labels]
    faults = tuple(_fault(score) for score in scores if not score.right)
    return Figure(what, sum(score.right for score in scores), len(scores), faults)


def _fault(score: CellScore) -> str:
    label = score.label
    where = f"p. {label.page}, rij ‘{label.row}’"
    if label.headers:
        where += f", kolom ‘{' / '.join(label.headers)}’"
    parts = [said for part, said in _PARTS.items() if not getattr(score, part)]
    wrong = parts[0] if not score.printed else "fout: " + ", ".join(parts)
    near = f" — gelezen: {score.near}" if score.near else ""
    return f"{where}, gedrukt ‘{label.printed}’: {wrong}{near}"


def _headings(documents: Documents, split: str | None) -> tuple[Figure, Figure]:
    labels = [one for one in heading_labels() if split in (None, one.split)]
    scores = [
        judge_headings(one, headings_of(documents.page(one.file, one.page))) for one in labels
    ]
    return heading_figures(scores)


def heading_figures(scores: Sequence[HeadingScore]) -> tuple[Figure, Figure]:
    """Precision and recall over pages."""
    found = sum(len(score.found) for score in scores)
    wrong = [f"{_at(s.label)}: ‘{text}’ is er geen" for s in scores for text in s.wrong]
    missed = [f"{_at(s.label)}: ‘{text}’ gemist" for s in scores for text in s.missed]
    return (
        Figure("koppen, precisie", found, found + len(wrong), tuple(wrong)),
        Figure("koppen, vindbaarheid", found, found + len(missed), tuple(missed)),
    )


def _order(documents: Documents, split: str | None) -> Figure:
    labels = [one for one in order_labels() if split in (None, one.split)]
    return order_figure([(one, documents.page(one.file, one.page).text) for one in labels])


def order_figure(read: Sequence[tuple[OrderLabel, str]]) -> Figure:
    """The pages of which every labelled block comes after the one before it."""
    wrong = [(one, beginning) for one, text in read if (beginning := misread(one, text))]
    faults = (f"{_at(one)}: ‘{beginning}’ staat niet op zijn plaats" for one, beginning in wrong)
    return Figure("leesvolgorde van pagina's", len(read) - len(wrong), len(read), tuple(faults))


def _at(label: HeadingsLabel | OrderLabel) -> str:
    return f"{label.file} p. {label.page}"
