"""Owns the measures of reading: a page as it was read, held against what is seen on it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from evals.reading.labels import CellLabel, HeadingsLabel, OrderLabel
from ingest.cells import stated
from ingest.pages import BlockKind, Page, TableRow

__all__ = [
    "CellScore",
    "HeadingScore",
    "bare",
    "headings_of",
    "judge_cell",
    "judge_headings",
    "misread",
    "plain",
]

_NOT_PLAIN = re.compile(r"[^\w%€+-]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DASHES = str.maketrans("–−—", "---")


def plain(text: str) -> str:
    """``text`` in lower case without white space and punctuation, for comparing."""
    same = unicodedata.normalize("NFKC", text).lower().translate(_DASHES)
    return _NOT_PLAIN.sub("", same.replace("_", ""))


def bare(text: str) -> str:
    """``text`` as ``plain`` gives it, without hyphens too."""
    return plain(text).replace("-", "")


@dataclass(frozen=True, slots=True)
class CellScore:
    """What of a cell came back as a person saw it; it is right when everything did."""

    label: CellLabel
    printed: bool = False
    row: bool = False
    header: bool = False
    value: bool = False
    year: bool = False
    near: str = ""

    @property
    def right(self) -> bool:
        """Whether value, row, column, year and unit are all as labelled."""
        return self.printed and self.row and self.header and self.value and self.year


def judge_cell(label: CellLabel, page: Page) -> CellScore:
    """The best that any cell of the page with the printed text does."""
    rows = [block.row for block in page.blocks if block.row is not None]
    if not label.printed:
        return max((_emptiness(label, row) for row in rows), key=_parts, default=CellScore(label))
    found = [
        _score(label, row, index)
        for row in rows
        for index, cell in enumerate(row.cells)
        if plain(cell.text) == plain(label.printed)
    ]
    return max(found, key=_parts, default=CellScore(label))


def _emptiness(label: CellLabel, row: TableRow) -> CellScore:
    """An empty cell is right when its row is there, and nothing in it stands in its column."""
    if not _is_row(label, row):
        return CellScore(label)
    filled = next(
        (c for c in row.cells if all(plain(h) in plain(c.header) for h in label.headers)), None
    )
    empty = filled is None
    near = f"<{row.label}> " + (f"{filled.header} = {filled.text}" if filled else "")
    return CellScore(label, empty, True, empty, empty, empty, near)


def _parts(score: CellScore) -> int:
    return 2 * score.row + score.header + score.value + score.year + 4 * score.right


def _score(label: CellLabel, row: TableRow, index: int) -> CellScore:
    cell, said = row.cells[index], stated(row, index)
    above = plain(f"{row.block} {cell.header}")
    years = set(_YEAR.findall(cell.header))
    labelled_years = {year for header in label.headers for year in _YEAR.findall(header)}
    own = said.value if label.is_percentage or said.euros is None else said.euros
    return CellScore(
        label,
        printed=True,
        row=_is_row(label, row),
        header=all(plain(header) in above for header in label.headers)
        and (not labelled_years or years <= labelled_years),
        value=label.value is None or own == label.value,
        year=label.year is None or said.year == label.year,
        near=f"[{row.title} / {row.block}] <{row.label}> {cell.header} = {cell.text} ({said.unit})",
    )


def _is_row(label: CellLabel, row: TableRow) -> bool:
    block = plain(label.block)
    in_block = block.strip("-") in plain(f"{row.title} {row.block} {row.label}")
    wanted, own = plain(label.row), plain(row.label)
    return in_block and (
        wanted in {own, plain(f"{row.block} {row.label}")}
        or plain(f"{label.block} {label.row}") == own
        # A number before the label, and the kind of amount behind it, are columns of their own.
        or re.fullmatch(rf"\w{{0,3}}{re.escape(wanted)}(?:baten|lasten|saldo)?", own) is not None
        or any(plain(cell.text) == wanted for cell in row.cells)
    )


@dataclass(frozen=True, slots=True)
class HeadingScore:
    """The headings of one page: which were found, missed, and taken for one wrongly."""

    label: HeadingsLabel
    found: tuple[str, ...]
    missed: tuple[str, ...]
    wrong: tuple[str, ...]


def headings_of(page: Page) -> list[str]:
    """The headings of a page as it was read."""
    return [block.text for block in page.blocks if block.kind is BlockKind.HEADING]


def judge_headings(label: HeadingsLabel, read: Sequence[str]) -> HeadingScore:
    """Hold the headings that were read on a page against the labelled ones, each used once."""
    wanted = list(label.headings)
    wrong = []
    found = []
    for text in read:
        match = next((w for w in wanted if _same_heading(w, text)), None)
        if match is not None:
            wanted.remove(match)
            found.append(match)
        elif not any(plain(text) in plain(d) or plain(d) in plain(text) for d in label.doubtful):
            wrong.append(text)
    return HeadingScore(label, tuple(found), tuple(wanted), tuple(wrong))


def _same_heading(wanted: str, read: str) -> bool:
    """Whether two headings are one; a chapter's number may stand far from its title."""
    return plain(read) in {plain(wanted), plain(re.sub(r"^\d{1,2}\s+", "", wanted))}


def misread(label: OrderLabel, text: str) -> str:
    """The first block that is not where it should be in ``text``; '' when the order is right.

    Hyphens count on neither side: not every reader mends the words that a line end breaks.
    """
    whole, at = bare(text), 0
    for beginning in label.order:
        found = whole.find(bare(beginning), at)
        if found < 0:
            return beginning
        at = found + 1
    return ""
