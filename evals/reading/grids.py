"""Owns judging a cell in tables that are only rows of texts, in favour of the reader in doubt.

Right is: a row holds the row's label and, in a cell of its own, what is printed; above that cell,
anywhere in its column, stand the words of all headers; the words of the unit and the year stand
anywhere in the tables or the text of the page or of the page before. A table goes on from those
above it on the page, and from the last of the page before, that have as many columns. Readers
that give values, units and years with the cell are held to more elsewhere
(``measures.judge_cell``); here they are measured like the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from evals.reading.labels import CellLabel
from evals.reading.measures import bare, plain
from evals.reading.rivals import PageRead, Table

__all__ = ["in_a_table", "words_of"]

_CURRENCY = re.compile(r"^€")


def in_a_table(label: CellLabel, page: PageRead, before: PageRead) -> bool:
    """Whether the cell came back in a table of its page; ``before`` is the page before it."""
    around = bare(f"{before.text} {page.text} {words_of(before.tables)} {words_of(page.tables)}")
    wanted = [*label.unit.split(), *([str(label.year)] if label.year else [])]
    told = all(bare(word) in around for word in wanted)
    tables = page.tables or ()
    return told and any(
        _holds(label, (*above, *rows), len(above))
        for number, table in enumerate(tables)
        for above in [_goes_on_from(table, (*(before.tables or ())[-1:], *tables[:number]))]
        for rows in (table, _line_by_line(table))
    )


def words_of(tables: Sequence[Table] | None) -> str:
    """All that stands in the cells of tables, as one text."""
    return " ".join(cell for table in tables or () for row in table for cell in row if cell)


def _goes_on_from(table: Table, earlier: Sequence[Table]) -> Table:
    """The rows of earlier tables of the same width: a table is often cut into pieces."""
    return tuple(row for one in earlier if _width(one) == _width(table) for row in one)


def _width(table: Table) -> int:
    return max((len(row) for row in table), default=0)


def _line_by_line(table: Table) -> Table:
    """A row of which every filled cell has the same number of lines is that many rows."""
    found: list[tuple[str | None, ...]] = []
    for row in table:
        lines = [cell.split("\n") if cell else [] for cell in row]
        counts = {len(own) for own in lines if own}
        if len(counts) != 1 or counts == {1}:
            found.append(row)
            continue
        (count,) = counts
        found += [tuple(own[i] if own else "" for own in lines) for i in range(count)]
    return tuple(found)


def _holds(label: CellLabel, rows: Table, first: int) -> bool:
    """Whether one of the rows from ``first`` on has the cell; all of them may head its column."""
    return any(
        _is_cell(label, cell) and _is_under(label, rows[:number], column)
        for number, row in enumerate(rows[first:], first)
        if bare(label.row) in bare(" ".join(cell for cell in row if cell))
        for column, cell in enumerate(row)
    )


def _is_cell(label: CellLabel, cell: str | None) -> bool:
    """Whether this is what is printed; a euro sign may have got a column of its own."""
    own, printed = plain(cell or ""), plain(label.printed)
    return own == printed or (bool(own) and own == _CURRENCY.sub("", printed))


def _is_under(label: CellLabel, above: Table, column: int) -> bool:
    words = bare(" ".join(_covering(row, column) for row in above))
    return all(bare(word) in words for header in label.headers for word in header.split())


def _covering(row: Sequence[str | None], column: int) -> str:
    """What stands in a column, or spans it from the left."""
    at = min(column, len(row) - 1)
    while at > 0 and row[at] is None:
        at -= 1
    return (row[at] if row else "") or ""
