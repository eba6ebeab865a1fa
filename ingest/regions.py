"""Owns where tables stand on a PDF page: each run of lines that is one table and no more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.captions import CONTINUES, is_caption
from ingest.grid import Rules, cells_of, is_value, is_year
from ingest.lines import Line, Piece

__all__ = ["regions_of"]

_MOST_BETWEEN = 4  # lines without a value that may stand between two rows
_LARGER = 1.08
_BETWEEN_BLOCKS = 16.0  # of white space between blocks of rows of one drawn table
_WIDEST_LABEL = 0.42  # of the width of the text
_NUMBERED = re.compile(r"^\d{1,2}(?:\.\d{1,3})+\.?\s+\S|^(?:hoofdstuk|paragraaf|bijlage)\s", re.I)
_ITEM_NUMBER = re.compile(r"^\d+(?:\.[0-9a-zA-Z]{1,3})*\.?$")
_ENDS_WITH_YEAR = re.compile(r"(?:^|[^\d.,])((?:19|20)\d\d)$")
_HEAD_WORD = re.compile(
    r"^(?:omschrijving|taakveld(?:en)?|programma(?:'s|’s)?|product(?:en)?|onderwerp|indicator(?:en)?"
    r"|eenheid|bedrag(?:en)?|totaal|(?:jaar)?rekening|begroting|raming|realisatie|prognose|werkelijk"
    r"|lasten|baten|saldo|verschil|afwijking|jaren|toelichting|dekking|krediet|mutaties?)\b",
    re.IGNORECASE,
)


def regions_of(lines: Sequence[Line], rules: Rules) -> list[tuple[int, int]]:
    """Runs of lines that look like rows: by drawn cells, or by values that stand apart."""
    ruled = _ruled(lines, rules.vertical, rules)
    shaded = _ruled(lines, rules.shaded)
    valued = [_has_value(ln) or at >= 0 for ln, at in zip(lines, shaded, strict=True)]
    regions: list[tuple[int, int]] = []
    amounts = [_has_amount(line) for line in lines]
    index = 0
    while index < len(lines):
        end = index
        if ruled[index] < 0:
            end = _word_table(lines, index, rules)
            end = end if end > index else _labelled(lines, index)
            end = end if end > index else _lone_value(lines, index)
        if end > index:
            regions.append((index, end))
            index = end
            continue
        if ruled[index] < 0 and not valued[index]:
            index += 1
            continue
        end = index + 1
        while end < len(lines):
            step = _next_row(lines, (index, end), ruled, valued, amounts)
            if step is None:
                break
            end = step + 1
        end = _before_next_title(lines, index, end, amounts)
        if ruled[index] >= 0 or _is_table(lines[index:end]):
            regions.append((index, end))
        index = end
    return _with_heads(lines, regions, amounts)


def _with_heads(
    lines: Sequence[Line], regions: Sequence[tuple[int, int]], amounts: Sequence[bool]
) -> list[tuple[int, int]]:
    """Join a region of years only with the rows below it, that white space sets apart."""
    found: list[tuple[int, int]] = []
    for start, end in regions:
        if found and not any(amounts[found[-1][0] : found[-1][1]]):
            first, last = found[-1]
            between = lines[last:start]
            years = [cell for line in lines[first:last] for cell in cells_of(line)[1:]]
            heads = all(is_year(cell.text) or not is_value(cell.text) for cell in years)
            apart = lines[start].base - lines[max(start - 1, 0)].base < lines[start].size * 6
            words = all(len(line.text) < 40 for line in between) and start - last <= _MOST_BETWEEN
            under = _aligned_with(lines[start:end], years)
            if years and heads and apart and words and under and any(amounts[start:end]):
                found[-1] = (first, end)
                continue
        found.append((start, end))
    return found


def _aligned_with(rows: Sequence[Line], heads: Sequence[Piece]) -> bool:
    """Whether amounts end where most of the heads above them end."""
    ends = [cell.x1 for line in rows for cell in cells_of(line)[1:] if is_value(cell.text)]
    hit = sum(any(abs(head.x1 - end) < 6 for end in ends) for head in heads)
    return hit >= len(heads) * 0.6


def _before_next_title(lines: Sequence[Line], start: int, end: int, amounts: Sequence[bool]) -> int:
    """Leave to the next table the title that stands above its column heads."""
    rows = [i for i in range(start, end) if amounts[i]]
    if not rows or end >= len(lines) or not _is_header(lines[end], lines[rows[-1]]):
        return end
    at = end
    while at - 1 > rows[-1] and len(lines[at - 1].pieces) == 1:
        at -= 1
    return at


def _next_row(
    lines: Sequence[Line],
    region: tuple[int, int],
    ruled: Sequence[int],
    valued: Sequence[bool],
    amounts: Sequence[bool],
) -> int | None:
    """The index of the next line of the same table, looking past lines that only label."""
    start, at = region
    if ruled[at - 1] >= 0:
        if ruled[at] != ruled[at - 1]:
            return None
        rows = [i for i in range(start, at) if amounts[i]]
        anew = bool(rows) and not amounts[at] and _is_header(lines[at], lines[rows[-1]])
        return None if anew else at
    for index in range(at, min(at + _MOST_BETWEEN, len(lines))):
        before, line = lines[index - 1], lines[index]
        if line.base - before.base > max(line.size, before.size) * 3.2 or ruled[index] >= 0:
            return None
        if is_caption(line) and len(line.pieces) > 1:
            return None
        if any(amounts[start:at]) and _begins_anew(lines, region, index, amounts):
            return None
        if valued[index]:
            return index
        if len(line.pieces) == 1 and line.x1 - line.x0 > 330:
            return None  # a line of running text ends the table
    return None


def _begins_anew(
    lines: Sequence[Line], region: tuple[int, int], index: int, amounts: Sequence[bool]
) -> bool:
    """Whether the table before has ended: a heading, a note, a caption or a new header."""
    start, at = region
    line = lines[index]
    row = max(i for i in range(start, at) if amounts[i])
    if is_caption(line) or (not amounts[index] and _is_header(line, lines[row])):
        return True
    step, usual = line.base - lines[index - 1].base, _row_step(lines[start:at])
    if len(line.pieces) == 1 and not amounts[index]:
        larger = line.size > lines[row].size * _LARGER
        apart = step > usual * 1.4
        if larger and (apart or line.bold or _is_sentence(line)):
            return True
        if line.bold and apart and _NUMBERED.match(line.text):
            return True
        values = [cell.x0 for cell in cells_of(lines[row])[1:] if is_value(cell.text)]
        return _is_sentence(line) and (line.x1 > min(values) or apart)
    return amounts[index] and step > usual * 2 and not _aligned(line, lines[start:at])


def _row_step(lines: Sequence[Line]) -> float:
    """The usual step between the lines of a table; of a single line, what it would be."""
    steps = [after.base - before.base for before, after in pairwise(lines)]
    return median(steps) if steps else lines[0].size * 1.8


def _is_sentence(line: Line) -> bool:
    return line.text.endswith((".", ":")) and len(line.words) >= 6


def _aligned(line: Line, above: Sequence[Line]) -> bool:
    """Whether a value stands under the right edge of one above."""
    ends = {round(cell.x1 / 3) for row in above for cell in cells_of(row)[1:]}
    return any(
        {near - 1, near, near + 1} & ends
        for near in (round(cell.x1 / 3) for cell in cells_of(line)[1:] if is_value(cell.text))
    )


def _is_header(line: Line, row: Line) -> bool:
    """Whether a line below the ``row`` of a table heads columns anew: years or column names."""
    cells = cells_of(line)
    heads = [cell.text for cell in cells[1:]]
    if not heads or any(len(text) > 40 for text in heads):
        return False
    years = [found[1] for text in heads if (found := _ENDS_WITH_YEAR.search(text))]
    far = any(abs(int(b) - int(a)) > 6 for a, b in pairwise(years))
    named = sum(bool(_HEAD_WORD.match(text)) for text in heads)
    if far or len(years) + named == 0:
        return False
    if len(years) >= 2 or named >= 2:
        return len(years) + named >= len(heads) * 0.4
    return bool(_HEAD_WORD.match(cells[0].text)) or (line.bold and not row.bold)


def _has_amount(line: Line) -> bool:
    return any(_is_amount(cell) for cell in cells_of(line)[1:])


def _is_amount(cell: Piece) -> bool:
    return is_value(cell.text) and not is_year(cell.text)


def _word_table(lines: Sequence[Line], start: int, rules: Rules) -> int:
    """The end of a table of words under bold column heads, or ``start`` if there is none.

    Every piece stands in the column of a head and begins where its head begins. Rules
    between the rows, or rows that begin at one height in all columns, tell it from text.
    """
    head = lines[start]
    if len(head.pieces) < 2 or not head.bold or any(len(p.text) > 40 for p in head.pieces):
        return start
    if _ITEM_NUMBER.match(head.pieces[0].text):
        return start  # "5.b.1  Herstructurering": a numbered heading, no heads of columns
    if any(is_value(piece.text) for piece in head.pieces) or is_caption(head):
        return start
    starts = [piece.x0 for piece in head.pieces]
    end = start + 1
    while end < len(lines) and _in_columns(lines[end], lines[end - 1], starts):
        end += 1
    body = lines[start + 1 : end]
    if not body or sum(map(_has_amount, body)) > len(body) * 0.3:
        return start
    left, right = head.x0, max(line.x1 for line in body)
    drawn = [
        rules.parts(above.base - 2, line.base - 2, left, right) > 0.8
        and all(rules.parts(above.base - 2, line.base - 2, x - 12, x - 1) > 0.9 for x in starts[1:])
        for above, line in pairwise(lines[start : min(end + 1, len(lines))])
    ]
    if _unparted(body, drawn) > sum(drawn) * 0.25:
        return start
    if sum(drawn[1:]) >= 2 or (sum(drawn) >= 2 and len(body) >= 2):
        closed = len(drawn) > len(body) and drawn[-1]
        last = max(i for i, rule in enumerate(drawn) if rule)
        return end if closed else start + _row_end(body, last, drawn) + 1
    return end if _rows_apart(body, starts) else start


def _unparted(body: Sequence[Line], drawn: Sequence[bool]) -> int:
    """How many lines begin a row by what they say, with others drawn but no rule above them."""
    return sum(
        not drawn[at] and len(line.pieces) > 1 and all(p.text[:1].isupper() for p in line.pieces)
        for at, line in enumerate(body)
        if at and any(drawn)
    )


def _row_end(body: Sequence[Line], last: int, drawn: Sequence[bool]) -> int:
    """How many lines of the body to keep when no rule closes it: text below its last rule goes."""
    at = last
    while at < len(body):
        if at > last and body[at].base - body[at - 1].base > body[at].size * 1.8:
            break
        at += 1
    alone = len(body) > last and len(body[last].pieces) < 2
    return last if alone and last >= 2 else at


def _in_columns(line: Line, before: Line, starts: Sequence[float]) -> bool:
    """Whether every piece of a line stands in a column and begins at its left edge."""
    if line.base - before.base > max(line.size, before.size) * 3.2:
        return False
    ends = [*starts[1:], float("inf")]
    return all(
        any(abs(piece.x0 - a) < 4 and piece.x1 < b for a, b in zip(starts, ends, strict=True))
        for piece in line.pieces
    )


def _rows_apart(body: Sequence[Line], starts: Sequence[float]) -> bool:
    """Whether white space parts rows that begin at one height in the first two columns.

    Two columns of running text look alike, but their paragraphs begin at heights of their
    own, and what stands at the left are sentences rather than labels.
    """
    steps = [after.base - before.base for before, after in pairwise(body)]
    labels = [line.pieces[0].text for line in body if abs(line.x0 - starts[0]) < 4]
    sentences = sum(label.endswith(".") for label in labels)
    if len(steps) < 2 or min(steps) < body[0].size * 0.9 or sentences > len(labels) * 0.2:
        return False
    if _has_bold_label(body[0]):
        return False  # a list of labels, of which the first line is no head
    wide = min(steps) * 1.2
    tops = [body[0], *(line for line, step in zip(body[1:], steps, strict=True) if step > wide)]
    both = [line for line in tops if len(line.pieces) >= 2 and abs(line.x0 - starts[0]) < 4]
    if len(tops) == 1:  # rows of one line each, or no rows at all
        low = sum(piece.text[:1].islower() for line in body for piece in line.pieces)
        return all(len(line.pieces) >= 2 for line in body) and low <= len(body) * 0.25
    return len(tops) >= 3 and len(both) == len(tops)


def _labelled(lines: Sequence[Line], start: int) -> int:
    """The end of a list of bold labels with text behind each, or ``start`` if there is none."""
    if not _has_bold_label(lines[start]):
        return start
    left, right = lines[start].x0, lines[start].pieces[1].x0
    if right - left > (max(line.x1 for line in lines) - left) * _WIDEST_LABEL:
        return start  # two columns of text, of which the left one has a bold line
    labels, end = 1, start + 1
    while end < len(lines):
        line, before = lines[end], lines[end - 1]
        text_goes_on = len(line.pieces) == 1 and abs(line.x0 - right) < 3 and not line.bold
        label_goes_on = line.bold and abs(line.x0 - left) < 3 and line.x1 < right
        # White space between two paragraphs of one text is wider than between two labels.
        if line.base - before.base > line.size * (4.6 if text_goes_on else 2.6):
            break
        if _label_before(line, right):
            labels += abs(line.x0 - left) < 3
        elif not text_goes_on and not (label_goes_on and CONTINUES.match(line.text)):
            break
        end += 1
    return end if labels >= 2 and end - start >= 3 else start


def _has_bold_label(line: Line) -> bool:
    if len(line.pieces) != 2:
        return False
    label, text = line.pieces
    if _ITEM_NUMBER.match(label.text):
        return False
    letters = any(c.isalpha() for c in label.text)
    return letters and all(w.bold for w in label.words) and not any(w.bold for w in text.words)


def _lone_value(lines: Sequence[Line], start: int) -> int:
    """The end of a table of one value under a year, beside a label of several lines."""
    head = lines[start]
    if len(head.pieces) != 1 or not (head.bold and _ENDS_WITH_YEAR.search(head.text)):
        return start
    values, end = 0, start + 1
    while end < len(lines) and lines[end].base - lines[end - 1].base < lines[end].size * 2.2:
        *label, last = lines[end].pieces
        value = abs(last.x1 - head.x1) < 3 and is_value(last.text) and not is_year(last.text)
        beside = all(piece.x1 < head.x0 for piece in (label if value else lines[end].pieces))
        if not beside or len(label) > 1 or (end - start > 5 and not values):
            break
        values += value
        end += 1
    return end if values == 1 and end - start > 2 else start


def _label_before(line: Line, right: float) -> bool:
    """Whether bold words stand before ``right`` and plain ones begin there."""
    label = [word for word in line.words if word.x0 < right - 3]
    text = [word for word in line.words if word.x0 >= right - 3]
    if not label or not text or abs(text[0].x0 - right) >= 3:
        return False
    return all(word.bold for word in label) and not any(word.bold for word in text)


def _has_value(line: Line) -> bool:
    cells = cells_of(line)
    return len(cells) > 1 and any(is_value(cell.text) for cell in cells[1:])


def _is_table(lines: Sequence[Line]) -> bool:
    """Whether values in at least two lines stand under each other, at their right edges."""
    ends: list[set[int]] = []
    for line in lines:
        cells = cells_of(line)
        values = [cell for cell in cells[1:] if is_value(cell.text)]
        if values:
            ends.append({round(cell.x1 / 3) for cell in values})
    if len(ends) < 2:
        return bool(ends) and len(ends[0]) >= 3
    hits = 0
    for one, other in pairwise(ends):
        hits += any(abs(a - b) <= 1 for a in one for b in other)
    return hits >= (len(ends) - 1) * 0.4 or len(max(ends, key=len)) >= 3


def _ruled(
    lines: Sequence[Line],
    sides: Sequence[tuple[float, float, float]],
    rules: Rules | None = None,
) -> list[int]:
    """For each line the number of the drawn table it stands in, or -1."""
    spans = sorted((y0, y1, x) for x, y0, y1 in sides if y1 - y0 > 6)
    groups: list[list[float]] = []
    xs: list[set[int]] = []
    for y0, y1, x in spans:
        if groups and y0 <= groups[-1][1] + 4:
            groups[-1][1] = max(groups[-1][1], y1)
            xs[-1].add(round(x))
        else:
            groups.append([y0, y1])
            xs.append({round(x)})
    groups, xs = _joined(groups, xs)
    found = [-1] * len(lines)
    for number, (y0, y1) in enumerate(groups):
        inside = [i for i, ln in enumerate(lines) if y0 - 2 < (ln.y0 + ln.y1) / 2 < y1 + 2]
        own = [lines[i] for i in inside]
        grid = rules is not None and _gridded(own, xs[number], rules, y0, y1)
        if len(inside) >= 2 and (grid or _divided(own, xs[number])):
            for i in inside:
                found[i] = number
    return found


def _joined(
    groups: list[list[float]], xs: list[set[int]]
) -> tuple[list[list[float]], list[set[int]]]:
    """One table whose blocks of rows are drawn a little apart, with the same columns."""
    found, columns = groups[:1], xs[:1]
    for (y0, y1), own in zip(groups[1:], xs[1:], strict=True):
        near = y0 - found[-1][1] < _BETWEEN_BLOCKS
        shared = sum(any(abs(x - other) <= 1 for other in columns[-1]) for x in own)
        if near and min(len(own), len(columns[-1])) > 2 and shared >= len(own) * 0.8:
            found[-1][1] = y1
            columns[-1] |= own
        else:
            found.append([y0, y1])
            columns.append(own)
    return found, columns


def _gridded(lines: Sequence[Line], xs: set[int], rules: Rules, y0: float, y1: float) -> bool:
    """Whether a grid is drawn around long texts: rows and columns, and no word over a line."""
    left, right = min(xs), max(xs)
    within = {x for x in xs if left + 20 < x < right - 20}
    across = {
        round(y)
        for y, _, _ in rules.horizontal
        if y0 + 8 < y < y1 - 8 and rules.parts(y - 1, y + 1, left + 2, right - 2) > 0.9
    }
    words = [word for line in lines for word in line.words]
    crossed = sum(any(w.x0 < x - 1 and w.x1 > x + 1 for x in within) for w in words)
    return bool(within and across) and not crossed and len(words) > len(lines)


def _divided(lines: Sequence[Line], xs: set[int]) -> bool:
    """Whether drawn lines part the words of most rows, and hardly any word crosses them."""
    for x in xs:
        left = sum(1 for line in lines if any(w.x1 <= x + 1 for w in line.words))
        right = sum(1 for line in lines if any(w.x0 >= x - 1 for w in line.words))
        crossed = sum(1 for line in lines if any(w.x0 < x - 1 and w.x1 > x + 1 for w in line.words))
        both = sum(
            1
            for line in lines
            if any(w.x1 <= x + 1 for w in line.words) and any(w.x0 >= x - 1 for w in line.words)
        )
        if left and right and both >= 2 and both >= len(lines) * 0.25 and crossed <= len(lines) / 5:
            return True
    return False
