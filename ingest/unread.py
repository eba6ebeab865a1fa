"""Owns telling what on the pages of a PDF was seen but not read: kind, place and a Dutch line."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ingest.pages import Box, Unread, UnreadKind
from ingest.pictures import Picture, around
from ingest.sheet import Sheet, Word
from ingest.text import collapse

__all__ = ["find_unread"]

_WHOLE, _LARGE = 0.5, 0.2  # of the page
_FURNITURE = 3  # pages with the same picture at the same place
# A patch holds four or five letters. A logo or a slogan has fewer than ten of them; a chart or
# a map has few words among many lines; what is captioned as a table needs the least.
_PATCHES, _AMONG_LINES, _CAPTIONED = 10, 6, 4
_MANY_LINES, _LEAST_CHART = 0.3, 150  # share of busy patches; patches in all
_A_PAGE_OF_TEXT = 60  # patches: enough, however unclean the scan is
_CAPTION = re.compile(
    r"^(?:tabel|grafiek|figuur|fig\.|diagram|kaart|kaartje|schema|overzicht|afbeelding|staat)"
    r"\W*$",
    re.IGNORECASE,
)
_NEAR = 36.0  # points between a picture and its caption
# Letters that were drawn: shapes of different widths close together on one line.
_LEAST_LETTERS, _LEAST_OF_A_RUN, _LEAST_WIDTHS = 40, 8, 4
_CORNERS_OF_A_LETTER = 20


def find_unread(sheets: Sequence[Sheet]) -> list[tuple[Unread, ...]]:
    """What was not read, for each page; call it while the sheets still have their words."""
    placed = Counter(_place(p) for sheet in sheets for p in sheet.pictures)
    return [tuple(_of_sheet(sheet, placed)) for sheet in sheets]


def _place(picture: Picture) -> tuple[object, ...]:
    box = picture.box
    return picture.key, picture.alt, *(round(v / 3) for v in (box.x0, box.y0, box.x1, box.y1))


def _of_sheet(sheet: Sheet, placed: Counter[tuple[object, ...]]) -> Iterator[Unread]:
    if sheet.damaged:
        yield Unread(UnreadKind.DAMAGED, "beschadigde pagina")
    if sheet.garbled:
        yield Unread(UnreadKind.GARBLED, "onleesbare tekstlaag (lettertypen zonder tekencodes)")
    for picture in sheet.pictures:
        if placed[_place(picture)] < _FURNITURE and (told := _of_picture(picture, sheet)):
            yield told
    if outlines := _outlines(sheet):
        yield Unread(UnreadKind.OUTLINES, "tekst die als vormen is getekend", outlines)


def _of_picture(picture: Picture, sheet: Sheet) -> Unread | None:
    box, area = picture.box, sheet.width * sheet.height
    share = min((box.x1 - box.x0) * (box.y1 - box.y0) / area, 1.0) if area else 0.0
    caption = _caption(box, sheet.words)
    hidden = _hidden_patches(picture, sheet.words)
    alone = share > _WHOLE and not sheet.words
    told = f": {_quoted(picture.alt or caption)}" if picture.alt or caption else ""
    if alone and (_hides(picture, hidden, caption) or hidden >= _A_PAGE_OF_TEXT):
        return Unread(UnreadKind.SCAN, f"gescande pagina zonder tekstlaag{told}", box)
    if _hides(picture, hidden, caption):
        what = f"tabel, grafiek of tekst als afbeelding{told}"
        return Unread(UnreadKind.TABLE_PICTURE, what, box)
    if share > _LARGE and sum(1 for w in sheet.words if _holds(box, w)) < 5:
        return Unread(
            UnreadKind.PICTURE, f"afbeelding over {round(share * 100)}% van de pagina{told}", box
        )
    if picture.alt:
        return Unread(UnreadKind.ICON, f"afbeelding: {picture.alt}", box)
    return None


def _hides(picture: Picture, hidden: float, caption: str) -> bool:
    """Whether it holds text that the text layer does not."""
    show = picture.show
    if show is None or not show.drawn:
        return False
    chart = show.busy >= _MANY_LINES and show.of >= _LEAST_CHART
    least = _CAPTIONED if caption else _AMONG_LINES if chart else _PATCHES
    return hidden >= least


def _hidden_patches(picture: Picture, words: Sequence[Word]) -> float:
    """How many patches of text in the picture have no word of the text layer over them."""
    show = picture.show
    if show is None or not show.patches:
        return 0.0
    over = [word for word in words if _holds(picture.box, word)]
    if not over:
        return float(show.patches)
    runs = list(picture.words())
    whole = sum(run.x1 - run.x0 for run in runs)
    bare = sum(_bare(run, over) for run in runs)
    return show.patches * bare / whole if whole else 0.0


def _bare(run: Box, words: Sequence[Word]) -> float:
    """The width of a run of text that no word lies over; runs are narrow, words may shift."""
    slack = (run.y1 - run.y0) / 2
    covered = sum(
        max(0.0, min(run.x1, word.x1 + slack) - max(run.x0, word.x0 - slack))
        for word in words
        if word.y0 - slack < run.y1 and run.y0 < word.y1 + slack
    )
    return max(0.0, run.x1 - run.x0 - covered)


def _holds(box: Box, word: Word) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _caption(box: Box, words: Sequence[Word]) -> str:
    """The line near a picture that names it ("Tabel 3 Lasten"), or an empty string."""
    for word in words:
        beside = word.x0 < box.x1 and box.x0 - 20 < word.x1
        near = box.y0 - _NEAR < word.y0 < box.y0 or box.y1 < word.y1 < box.y1 + _NEAR
        if beside and near and _CAPTION.match(word.text):
            line = [w for w in words if abs(w.base - word.base) < 2 and w.x0 >= word.x0]
            first = all(
                w.x1 <= word.x0 - 20 or w.x0 >= word.x0
                for w in words
                if abs(w.base - word.base) < 2
            )
            if first:
                return " ".join(w.text for w in sorted(line, key=lambda w: w.x0))
    return ""


def _quoted(text: str) -> str:
    whole = collapse(text)
    return f"'{whole if len(whole) <= 100 else whole[:97] + '...'}'"


def _outlines(sheet: Sheet) -> Box | None:
    """Where letters were drawn as shapes, when they are many and the text layer has few."""
    lines: dict[int, list[tuple[Box, int]]] = defaultdict(list)
    for box, corners in sheet.outlined:
        if letters := _letters(box, corners):
            lines[round(box.y1)].append((box, letters))
    runs = [run for line in lines.values() for run in _drawn_runs(line)]
    typed = sum(len(word.text) for word in sheet.words)
    if sum(letters for run in runs for _, letters in run) < max(_LEAST_LETTERS, typed):
        return None
    return around(box for run in runs for box, _ in run)


def _letters(box: Box, corners: int) -> int:
    """How many letters a shape may be: one, or a word that was drawn at once; 0 if neither."""
    slim = (box.x1 - box.x0) / (box.y1 - box.y0)
    if slim < 1.6:
        return 1
    letters = corners // _CORNERS_OF_A_LETTER
    return letters if letters >= 0.8 * slim else 0


def _drawn_runs(line: list[tuple[Box, int]]) -> Iterator[list[tuple[Box, int]]]:
    """The shapes of a line that stand like letters: close together and not all the same."""
    runs: list[list[tuple[Box, int]]] = []
    for box, letters in sorted(line, key=lambda shape: shape[0].x0):
        if runs and box.x0 - runs[-1][-1][0].x1 < 1.2 * (box.y1 - box.y0):
            runs[-1].append((box, letters))
        else:
            runs.append([(box, letters)])
    for run in runs:
        widths = {round(2 * (box.x1 - box.x0)) for box, _ in run}
        words = any(letters > 1 for _, letters in run)
        if sum(n for _, n in run) >= _LEAST_OF_A_RUN and (words or len(widths) >= _LEAST_WIDTHS):
            yield run
