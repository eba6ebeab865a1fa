"""Owns reading with OCR what the text layer of a PDF hides: whole pages, and pictures of tables.

What is recognised becomes words of the same sheet, so that headings, tables and passages work
on it as on text. A number that is not sure is left out and told of: a wrong amount is worse
than a missing one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any

import numpy as np

from ingest.ocr import Part, Recognised, Recognizer
from ingest.pages import Box, Unread, UnreadKind
from ingest.scan import Grey, Inked, PixelBox, find_rules, inked, skew, straightened
from ingest.sheet import Sheet, Word
from ingest.spread import find_gutter, one_under_the_other

__all__ = ["Progress", "can_recognise", "recognise"]

Progress = Callable[[int, int], None]
"""Called after each part that was recognised: how many are done, of how many."""

_DPI, _FINE_DPI, _MOST_PIXELS = 180.0, 300.0, 12_000_000
_SMALL_PRINT = 6.0  # points
_HIDING = frozenset(
    {UnreadKind.SCAN, UnreadKind.GARBLED, UnreadKind.TABLE_PICTURE, UnreadKind.OUTLINES}
)
_SURE = 0.8  # of a number; below it, it is left out
_LEAST_WORDS = 4  # fewer, and there was nothing to read
_TALL, _POOR, _ENOUGH = 1.5, 0.85, 3  # height to width; confidence; lines to judge a page by
_FIGURES = re.compile(r"[\d.,]{2}")
_SAME_SIZE, _BOLD = 0.12, 1.25  # shares of the usual


@dataclass(frozen=True, slots=True)
class _Read:
    """What was recognised in an image of ``dpi``; ``turned`` in quarters to the left."""

    lines: list[Recognised]
    grey: Grey
    dpi: float
    turned: int = 0


def can_recognise(sheet: Sheet, unread: Sequence[Unread]) -> bool:
    """Whether OCR may read something on a page that its text layer does not hold."""
    return _is_bare(sheet) or any(u.kind in _HIDING for u in unread)


def recognise(
    document: Any,
    sheets: Sequence[Sheet],
    unread: Sequence[tuple[Unread, ...]],
    recognizer: Recognizer,
    progress: Progress,
) -> list[tuple[Unread, ...]]:
    """Add to ``sheets`` what OCR reads, and give what is still unread of each page."""
    left = list(unread)
    todo = [i for i, sheet in enumerate(sheets) if can_recognise(sheet, unread[i])]
    progress(0, len(todo))
    for done, index in enumerate(todo):
        sheet, page = sheets[index], document[sheets[index].number - 1]
        if sheet.garbled or _is_bare(sheet):
            left[index] = _whole(page, sheet, left[index], recognizer)
        else:
            left[index] = _parts(page, sheet, left[index], recognizer)
        page.close()
        progress(done + 1, len(todo))
    return left


def _is_bare(sheet: Sheet) -> bool:
    """Whether a page shows something and has no words at all."""
    return not sheet.words and not sheet.damaged and bool(sheet.pictures or sheet.drawn > 20)


def _whole(
    page: Any, sheet: Sheet, unread: Sequence[Unread], recognizer: Recognizer
) -> tuple[Unread, ...]:
    """Read a whole page; what had no text layer may be skewed or lie on its side."""
    is_scan = not sheet.garbled

    def look(finest: float) -> _Read:
        grey, dpi = _image(page, finest)
        level = straightened(grey, skew(grey)) if is_scan else grey
        return _upright(level, dpi, recognizer)

    found = _fine(look)
    lines, doubtful = _lines(found, (0.0, 0.0))
    words = [word for line in lines for word in line]
    if len(words) < _LEAST_WORDS:
        return tuple(unread)
    if found.turned % 2:
        sheet.width, sheet.height = sheet.height, sheet.width
    if is_scan:
        _add_rules(sheet, found, (0.0, 0.0))
    sheet.words, sheet.sideways = words, []
    sheet.printed, sheet.ocr_from = _printed(lines), 0
    if is_scan and (at := find_gutter(words, sheet.width, sheet.height)):
        one_under_the_other(sheet, at)
    rest = [u for u in unread if u.kind not in _HIDING | {UnreadKind.PICTURE}]
    return (*rest, *_told(doubtful, None))


def _parts(
    page: Any, sheet: Sheet, unread: Sequence[Unread], recognizer: Recognizer
) -> tuple[Unread, ...]:
    """Read the pictures on a page that hide text; what is typed over them is read already."""
    images: dict[float, tuple[Grey, float]] = {}

    def look(finest: float, box: Box) -> _Read:
        """The picture in ``box``, in as many dots an inch."""
        if finest not in images:
            images[finest] = _image(page, finest)
        grey, dpi = images[finest]
        x0, y0, x1, y1 = (max(round(v * dpi / 72), 0) for v in _corners(box))
        cut = np.ascontiguousarray(grey[y0:y1, x0:x1])
        return _Read(recognizer.lines(cut), cut, dpi)

    rest: list[Unread] = []
    for one in unread:
        if one.kind not in _HIDING or one.box is None:
            rest.append(one)
            continue
        found = _fine(partial(look, box=one.box))
        at = (max(one.box.x0, 0.0), max(one.box.y0, 0.0))
        lines, doubtful = _lines(found, at)
        lines = [[w for w in line if not _is_typed(w, sheet)] for line in lines]
        new = [word for line in lines for word in line]
        if len(new) < _LEAST_WORDS:
            rest.append(one)
            continue
        _add_rules(sheet, found, at)
        sheet.words += new
        if sheet.ocr_from is None:
            sheet.ocr_from = len(sheet.printed) + 1
        sheet.printed += "\n" + _printed(lines)
        rest += _told(doubtful, one.box)
    return tuple(rest)


def _fine(look: Callable[[float], _Read]) -> _Read:
    """What ``look`` gives at the usual resolution, or at a finer one when the print is small."""
    read = look(_DPI)
    sizes = [_measure(line, read.grey).size for line in read.lines]
    if sizes and median(sizes) * 72 / read.dpi < _SMALL_PRINT:
        return look(_FINE_DPI)
    return read


def _image(page: Any, finest: float) -> tuple[Grey, float]:
    width, height = page.get_size()
    dpi = min(finest, 72 * (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(scale=dpi / 72, grayscale=True)
    grey = np.asarray(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)
    return grey.copy(), dpi


def _upright(grey: Grey, dpi: float, recognizer: Recognizer) -> _Read:
    """What is recognised, the image turned in quarters when its lines stand or lie wrong."""
    first = _Read(recognizer.lines(grey), grey, dpi)
    if len(first.lines) < _ENOUGH:
        return first
    sure = _confidence(first.lines) >= _POOR
    tall = sum(1 for line in first.lines if _is_tall(line.box)) > len(first.lines) / 2
    if sure and not tall:
        return first
    # A line that stands is turned to the left before it is read, and is then sure or upside down.
    quarters = 2 if not tall else 1 if sure else 3
    turned = np.ascontiguousarray(np.rot90(grey, quarters))
    other = _Read(recognizer.lines(turned), turned, dpi, quarters)
    return max(first, other, key=lambda read: (not tall or read is other, _confidence(read.lines)))


def _is_tall(box: PixelBox) -> bool:
    return box[3] - box[1] > _TALL * (box[2] - box[0])


def _confidence(lines: Sequence[Recognised]) -> float:
    letters = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) / max(letters, 1)


def _lines(read: _Read, at: tuple[float, float]) -> tuple[list[list[Word]], int]:
    """The words of each line in points, and how many numbers were left out.

    ``at`` is where on the page the top left of the image is.
    """
    measured = [(line, _measure(line, read.grey)) for line in read.lines]
    if not measured:
        return [], 0
    usual = median(ink.size for _, ink in measured)
    stroke = median(ink.stroke for _, ink in measured)
    scale, doubtful = 72 / read.dpi, 0
    lines: list[list[Word]] = []
    for line, ink in measured:
        size = usual if abs(ink.size - usual) <= _SAME_SIZE * usual else ink.size
        parts = [p for part in line.parts for p in _apart(part, ink)]
        words: list[Word] = []
        for index, part in enumerate(parts):
            if line.confidence < _SURE and any(c.isdigit() for c in part.text):
                doubtful += 1
                continue
            # The ink tells where a line starts and ends; within it, the recogniser does.
            x0 = ink.box[0] if index == 0 else part.x0
            x1 = ink.box[2] if index == len(parts) - 1 else part.x1
            words.append(
                Word(
                    part.text,
                    at[0] + min(x0, x1) * scale,
                    at[1] + ink.box[1] * scale,
                    at[0] + max(x0, x1) * scale,
                    at[1] + ink.box[3] * scale,
                    at[1] + ink.base * scale,
                    max(round(size * scale, 1), 1.0),
                    bold=stroke > 0 and ink.stroke > _BOLD * stroke,
                )
            )
        lines.append(words)
    return lines, doubtful


def _apart(part: Part, ink: Inked) -> Iterator[Part]:
    """The words of a part, also where the recogniser saw no space but the ink shows one.

    Where in the text a gap falls is told by how wide its letters usually are.
    """
    widths = [_width(letter) for letter in part.text]
    whole = sum(widths) or 1.0
    start, x0 = 0, part.x0
    gaps = [g for g in ink.gaps if part.x0 < g[0] and g[1] < part.x1]
    for left, right in gaps:
        share = ((left + right) / 2 - part.x0) / max(part.x1 - part.x0, 1.0) * whole
        ends = [abs(sum(widths[:i]) - share) for i in range(len(widths) + 1)]
        at = min(range(len(ends)), key=ends.__getitem__)
        inside = start < at < len(part.text)
        # Ones stand wide apart in a number.
        if inside and not _FIGURES.fullmatch(part.text[at - 1 : at + 1]):
            yield Part(part.text[start:at], x0, left)
            start, x0 = at, right
    yield Part(part.text[start:], x0, part.x1)


def _width(letter: str) -> float:
    if letter in "iljtfrI.,:;'’!|()[] ":
        return 0.32
    return 0.85 if letter in "mwMW%@€" else 0.68 if letter.isupper() else 0.55


def _measure(line: Recognised, grey: Grey) -> Inked:
    found = inked(grey, line.box, line.text)
    if found is not None:
        return found
    high = line.box[3] - line.box[1]
    return Inked(line.box, line.box[3] - 0.25 * high, 0.75 * high, 0.0)


def _printed(lines: Sequence[Sequence[Word]]) -> str:
    return "\n".join(" ".join(word.text for word in line) for line in lines if line)


def _add_rules(sheet: Sheet, read: _Read, at: tuple[float, float]) -> None:
    rules = find_rules(read.grey, read.dpi)
    scale = 72 / read.dpi
    for boxes, kept in ((rules.horizontal, sheet.horizontal), (rules.vertical, sheet.vertical)):
        for x0, y0, x1, y1 in boxes:
            left, top = at[0] + x0 * scale, at[1] + y0 * scale
            kept.append(Box(left, top, at[0] + x1 * scale, at[1] + y1 * scale))


def _told(doubtful: int, box: Box | None) -> tuple[Unread, ...]:
    if not doubtful:
        return ()
    many = f"{doubtful} getallen die met OCR niet zeker te lezen zijn"
    what = "1 getal dat met OCR niet zeker te lezen is" if doubtful == 1 else many
    return (Unread(UnreadKind.DOUBTFUL, what, box),)


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.y0, box.x1, box.y1


def _is_typed(word: Word, sheet: Sheet) -> bool:
    """Whether a word of the text layer stands over a recognised one."""
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    return any(
        typed.x0 - 1 <= x <= typed.x1 + 1 and typed.y0 - 1 <= y <= typed.y1 + 1
        for typed in sheet.words
    )
