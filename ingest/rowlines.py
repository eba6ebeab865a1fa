"""Owns which lines of a table in a PDF are one row, by what is drawn and by what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.captions import CONTINUES
from ingest.grid import CODE, Rules, is_value, place, words_text
from ingest.lines import Line, clean
from ingest.sheet import HYPHEN, Word

__all__ = ["Row", "group_rows"]


@dataclass(slots=True)
class Row:
    """Words by column for each line that the row takes up."""

    lines: list[dict[int, list[Word]]] = field(default_factory=list)

    def texts(self, column: int) -> list[str]:
        found = (line.get(column) for line in self.lines)
        return [clean(" ".join(word.text for word in words)) for words in found if words]

    def text(self, column: int) -> str:
        return " ".join(self.texts(column))

    def values(self, columns: set[int]) -> list[str]:
        return [text for column in sorted(columns) if (text := self.text(column))]

    def words(self) -> list[Word]:
        return [word for line in self.lines for words in line.values() for word in words]


def group_rows(
    lines: Sequence[Line],
    columns: Sequence[tuple[float, float]],
    valued: set[int],
    rules: Rules,
) -> list[Row]:
    """Lines put together to rows, by drawn rules where they part rows, else by what they hold."""
    left, right = columns[0][0], columns[-1][1]
    groups: list[list[Line]] = []
    for line in lines:
        if groups:
            before = groups[-1][-1]
            middle = ((before.y0 + before.y1) / 2, (line.y0 + line.y1) / 2)
            if rules.parts(middle[0], middle[1], left, right) < 0.45:
                groups[-1].append(line)
                continue
        groups.append([line])
    if not valued and len(groups) == 1:
        groups = _parted_by_space(lines, columns)
    cells = [[place(line, columns) for line in group] for group in groups]
    whole = [_one_row(placed, valued) for placed in cells]
    # Rules that each close one row part rows; a few rules between groups of rows do not.
    drawn = sum(whole) >= max(2, len(groups) * 0.6)
    rows: list[Row] = []
    for group, placed, one in zip(groups, cells, whole, strict=True):
        if drawn and one:
            rows.append(Row(placed))
        else:
            rows += _rows_by_content(group, placed, valued)
    return rows


def _parted_by_space(
    lines: Sequence[Line], columns: Sequence[tuple[float, float]]
) -> list[list[Line]]:
    """Rows of words that white space parts: each begins with a label, and with no other."""
    steps = [after.base - before.base for before, after in pairwise(lines)]
    groups = [[lines[0]]]
    for line, step in zip(lines[1:], steps, strict=True):
        if step > min(steps) * 1.2:
            groups.append([])
        groups[-1].append(line)
    for top, *below in groups:
        anew = [
            line
            for line in below
            if len(line.pieces) > 1 and all(piece.text[:1].isupper() for piece in line.pieces)
        ]
        if 0 not in place(top, columns) or anew:
            return [list(lines)]
    return groups


def _one_row(placed: Sequence[dict[int, list[Word]]], valued: set[int]) -> bool:
    """Whether lines between two rules are one row: no value column is filled twice."""
    if len(placed) == 1:
        return True
    if sum(0 in cells and _has_amount(cells, valued) for cells in placed) > 1:
        return False  # two labels, each with its own amounts
    filled = [
        c for cells in placed for c in cells if c in valued and is_value(words_text(cells[c]))
    ]
    if not valued:
        return not any(_begins_by_name(cells) for cells in placed[1:])
    return max((filled.count(c) for c in set(filled)), default=0) <= 1 and bool(filled)


def _begins_by_name(cells: dict[int, list[Word]]) -> bool:
    """Whether a line of a table of words begins a row by itself: a bold label, then plain text."""
    label, rest = cells.get(0, []), [w for c, words in cells.items() if c for w in words]
    if not label or not rest or not label[0].text[:1].isupper():
        return False
    return all(w.bold for w in label) and not any(w.bold for w in rest)


def _rows_by_content(
    lines: Sequence[Line], placed: Sequence[dict[int, list[Word]]], valued: set[int]
) -> list[Row]:
    """Rows where nothing is drawn: a value begins a row, words without one are its label."""
    if numbered := _numbered_lines(placed, valued):
        return _rows_by_number(lines, placed, numbered)
    rows: list[Row] = []
    pending: list[dict[int, list[Word]]] = []
    edge = max((words[-1].x1 for cells in placed if (words := cells.get(0))), default=0.0)
    for index, cells in enumerate(placed):
        has_value = any(
            c in valued and (0 in cells or is_value(words_text(cells[c]))) for c in cells
        )
        below = placed[index + 1] if index + 1 < len(placed) else None
        if has_value:
            rows.append(Row([*pending, cells]))
            pending = []
        elif rows and not pending and 0 not in cells and _close(lines, index):
            rows[-1].lines.append(cells)
        elif _over_lone_value(placed, index, valued) or (
            below is not None and _label_goes_on(cells, below, valued, edge)
        ):
            pending.append(cells)
        elif rows and not pending and _continues(rows[-1], cells, lines, index):
            rows[-1].lines.append(cells)
        else:
            rows.append(Row([*pending, cells]))
            pending = []
    if pending:
        rows.append(Row(pending))
    return rows


def _numbered_lines(placed: Sequence[dict[int, list[Word]]], valued: set[int]) -> list[int]:
    """The lines where a row of a numbered table has its number; none if rows have no numbers."""
    if 1 in valued:
        return []  # the number would be all that a row is called
    first = [words_text(cells[0]) if 0 in cells else "" for cells in placed]
    numbers = [at for at, text in enumerate(first) if CODE.match(text)]
    with_values = [at for at, cells in enumerate(placed) if _has_amount(cells, valued)]
    named = [at for at in with_values if at in numbers]
    return numbers if len(named) >= 2 and len(named) >= len(with_values) * 0.6 else []


def _has_amount(cells: dict[int, list[Word]], valued: set[int]) -> bool:
    return any(c in valued and is_value(words_text(cells[c])) for c in cells)


def _rows_by_number(
    lines: Sequence[Line], placed: Sequence[dict[int, list[Word]]], numbered: Sequence[int]
) -> list[Row]:
    """Each line without a number belongs to the nearest numbered one, above it or below.

    Numbers stand in the middle of their row, or at its top: then the first line has one. A
    line that begins in the column of the numbers is a heading or a total, and its own row.
    """
    homes = [_home(at, lines, placed, numbered) for at in range(len(placed))]
    rows = [Row([placed[0]])]
    for at in range(1, len(placed)):
        if homes[at] == homes[at - 1]:
            rows[-1].lines.append(placed[at])
        else:
            rows.append(Row([placed[at]]))
    return rows


def _home(
    at: int,
    lines: Sequence[Line],
    placed: Sequence[dict[int, list[Word]]],
    numbered: Sequence[int],
) -> int:
    """The numbered line that a line belongs to, or its own place."""
    if 0 in placed[at]:
        return at
    base = lines[at].base
    above = [n for n in numbered if n < at]
    near = above[-1] if numbered[0] == 0 and above else _reached(at, lines, numbered)
    between = range(min(near, at) + 1, max(near, at))
    far = abs(lines[near].base - base) > lines[at].size * 4
    return at if far or any(0 in placed[i] for i in between) else near


def _reached(at: int, lines: Sequence[Line], numbered: Sequence[int]) -> int:
    """The numbered line that is reached by going on, each time, to the nearer line."""
    step = 0
    while at not in numbered:
        up = lines[at].base - lines[at - 1].base if at else float("inf")
        down = lines[at + 1].base - lines[at].base if at + 1 < len(lines) else float("inf")
        # Once on its way it goes on: two lines may be nearest to each other.
        step = step or (-1 if up <= down else 1)
        if not 0 <= at + step < len(lines):
            return min(numbered, key=lambda n: abs(n - at))
        at += step
    return at


def _close(lines: Sequence[Line], at: int) -> bool:
    return at > 0 and lines[at].base - lines[at - 1].base < lines[at].size * 2.2


def _label_goes_on(
    cells: dict[int, list[Word]], below: dict[int, list[Word]], valued: set[int], edge: float
) -> bool:
    """Whether the label in ``cells`` ends on the next line, where its values stand.

    Not if the next word would have stood before ``edge``, where labels are wrapped: then the
    line heads the next ones.
    """
    if not any(c in valued for c in below):
        return False
    if 0 not in below:
        return True
    if not CONTINUES.match(words_text(below[0])):
        return False
    last, word = cells[max(cells)][-1], below[0][0]
    fits = last.x1 + word.size * 0.6 + word.x1 - word.x0 < edge
    return not fits or last.text.endswith((",", "-", "/", HYPHEN)) or last.text in ("en", "of")


def _over_lone_value(placed: Sequence[dict[int, list[Word]]], at: int, valued: set[int]) -> bool:
    """Whether a label goes on over lines to a value that stands beside its middle."""
    below = at + 1
    while (
        below < len(placed)
        and set(placed[below]) == {0} == set(placed[at])
        and CONTINUES.match(words_text(placed[below][0]))
    ):
        below += 1
    if below == at + 1 or below >= len(placed):
        return False
    return 0 not in placed[below] and _has_amount(placed[below], valued)


def _continues(row: Row, cells: dict[int, list[Word]], lines: Sequence[Line], at: int) -> bool:
    """Whether a line without values goes on with the words of the row above."""
    step = lines[at].base - lines[at - 1].base
    tight = min(after.base - before.base for before, after in pairwise(lines))
    if step > max(lines[at].size * 2.0, tight * 1.2):
        return False
    if 0 not in cells:
        return True
    return bool(CONTINUES.match(words_text(cells[0]))) or row.text(0).endswith((",", "-", " en"))
