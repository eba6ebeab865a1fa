"""Owns running heads and feet: what repeats over pages, and the printed page number."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ingest.lines import Line, Piece
from ingest.sheet import Sheet

__all__ = ["Running", "find_running"]

_ZONE = 0.12  # heads and feet stand in this part of the page, at its top and bottom
_NUMBER = re.compile(
    r"^(?:[-–|]\s*)?(?:pagina|pag\.?|blz\.?|bladzijde|blad|page|p\.)?\s*"
    r"(\d{1,4}|[ivxlc]{1,6})\s*(?:(?:van|/|of)\s*\d{1,4})?(?:\s*[-–|])?$",
    re.IGNORECASE,
)
_NUMBER_AT_END = re.compile(
    r"(?:^|\s)(?:pagina|pag\.?|blz\.?|bladzijde|blad|page)?\s*"
    r"(\d{1,4})(?:\s*(?:van|/)\s*\d{1,4})?$|^(\d{1,4})(?=\s)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_MOST_PIECES = 3  # a line with more is a row of a table


class Running:
    """The pieces to leave out, by page, and the printed number of each page ('' if none)."""

    def __init__(self, pages: int) -> None:
        self.pieces: list[set[int]] = [set() for _ in range(pages)]
        self.labels: list[str] = [""] * pages

    def without(self, page: int, lines: Sequence[Line]) -> list[Line]:
        """The lines of a page without what is running."""
        out = self.pieces[page]
        kept = []
        for line in lines:
            pieces = [piece for piece in line.pieces if id(piece) not in out]
            if len(pieces) == len(line.pieces):
                kept.append(line)
            elif pieces:
                kept.append(Line.of(pieces))
        return kept


def find_running(sheets: Sequence[Sheet], lines: Sequence[Sequence[Line]]) -> Running:
    """Find what repeats at the same height, and page numbers that count along."""
    running = Running(len(sheets))
    places: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for page, (sheet, own) in enumerate(zip(sheets, lines, strict=True)):
        for line in own:
            if not _in_zone(line, sheet) or len(line.pieces) > _MOST_PIECES:
                continue
            for piece in line.pieces:
                for shape in _shapes(piece.text, page):
                    for height in {round(line.base / 4), round((line.base + 2) / 4)}:
                        places[shape, height].append((page, id(piece)))
    for found in places.values():
        if _repeats([page for page, _ in found], len(sheets)):
            for page, number in found:
                running.pieces[page].add(number)
    _page_numbers(running, sheets, lines)
    return running


def _shapes(text: str, page: int) -> Iterator[str]:
    """What may return on another page: the text itself, or with one number that counts along.

    Numbers are not just left out, for the cells of a long table would then repeat.
    """
    if any(c.isalpha() for c in text):
        yield text
    for match in _DIGITS.finditer(text):
        if len(match[0]) <= 4:
            yield f"{text[: match.start()]}#{int(match[0]) - page}{text[match.end() :]}"


def _in_zone(line: Line, sheet: Sheet) -> bool:
    return line.y1 < sheet.height * _ZONE or line.y0 > sheet.height * (1 - _ZONE)


def _repeats(pages: list[int], total: int) -> bool:
    """Whether a line stands on enough of the pages between its first and its last.

    A section title that returns at the top of some pages is text, so it must be dense.
    """
    pages = sorted(set(pages))
    if len(pages) < 3:
        return len(pages) == 2 == total
    return len(pages) / (pages[-1] - pages[0] + 1) >= 0.4


def _page_numbers(
    running: Running, sheets: Sequence[Sheet], lines: Sequence[Sequence[Line]]
) -> None:
    """Take as label the number in head or foot that counts along with the pages."""
    found: list[list[tuple[Piece, int, str]]] = []
    offsets: Counter[int] = Counter()
    for page, (sheet, own) in enumerate(zip(sheets, lines, strict=True)):
        pieces = [piece for line in own if _in_zone(line, sheet) for piece in line.pieces]
        here = [
            (piece, value, text)
            for piece in pieces
            for value, text in _numbers(piece.text, id(piece) in running.pieces[page])
        ]
        found.append(here)
        offsets.update({value - page for _, value, _ in here})
    if not offsets:
        return
    offset, count = offsets.most_common(1)[0]
    if count < min(3, len(sheets)) or (len(sheets) == 1 and offset != 1):
        return
    for page, here in enumerate(found):
        for piece, value, text in here:
            if value - page == offset and not running.labels[page]:
                running.labels[page] = text
                if _NUMBER.match(piece.text):
                    running.pieces[page].add(id(piece))


def _numbers(text: str, is_running: bool) -> list[tuple[int, str]]:
    """The numbers in a piece that may be that of the page."""
    whole = _NUMBER.match(text)
    if whole:
        return [(int(whole[1]), whole[1])] if whole[1].isdigit() else []
    if not is_running:
        return []
    return [
        (int(number), number)
        for match in _NUMBER_AT_END.finditer(text)
        for number in match.groups()
        if number
    ]
