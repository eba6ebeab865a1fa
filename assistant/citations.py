"""Owns citations: the numbers [n], and the rule that a quote stands on the page it names.

``Citations`` is the only place that gives out numbers. It looks every quote up in the text
layer of the stored page; what does not stand there gets no number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from corpus.documents import Document
from corpus.errors import CitationError
from ingest.pages import ROW_SEPARATOR, Page, TableRow
from ingest.passages import Passage
from ingest.text import collapse

__all__ = ["Citation", "Citations", "keep_known_markers", "numbers_in", "stands_on"]

_MARKER = re.compile(r"\s*\[(\d+)\]")
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
# A soft hyphen, or pdfium's mark for one, at the end of a line.
_BREAK = re.compile("[\u00ad\u0002\ufffe]")
_LEAST_WORDS = 4
_MOST_OF_A_ROW = 0.5
_MOST_OF = 0.5

PageOf = Callable[[str, int], Page | None]


@dataclass(frozen=True, slots=True)
class Citation:
    """One checked quote, number 1 and up in its answer; ``ocr`` is whether OCR read it."""

    number: int
    document: Document
    edition: str
    page: int
    page_label: str
    section: str
    quote: str
    ocr: bool = False


class Citations:
    """The citations of one answer, in the order in which they were given out."""

    def __init__(self, page_of: PageOf, document_of: Callable[[str], Document]) -> None:
        self._page_of, self._document_of = page_of, document_of
        self._given: dict[tuple[str, int, str], Citation] = {}

    def sentence(self, passage: Passage, sentence: str) -> int:
        """The number for ``sentence`` (or its longest verbatim part) on the passage's page.

        Raises:
            CitationError: too little of the sentence stands on the page.
        """
        page = self._page(passage)
        quote = longest_verbatim(sentence, page)
        if quote is None:
            raise CitationError(_off_page(sentence, self._document_of(passage.edition), page))
        return self._number(passage, quote, page)

    def row(self, passage: Passage, row: TableRow, *cells: int) -> int:
        """The number for a table row: its label, and header and text of the cells named.

        Raises:
            CitationError: a part does not stand on the page.
        """
        page = self._page(passage)
        needed = [row.label, *(row.cells[index].text for index in cells)]
        for text in needed:
            if collapse(text) and not _runs(text, page):
                raise CitationError(_off_page(text, self._document_of(passage.edition), page))
        # A line inside the table ("Baten") that heads this row belongs to what it says. It may
        # stand on an earlier page, as may the header and the unit of a table that goes on.
        parts = [*_runs(row.block, page), *_runs(row.label, page)]
        for index in cells:
            cell = row.cells[index]
            # A cell of words ("Lasten") speaks for itself; a number needs its header.
            parts += [] if cell.text.isalpha() else _runs(cell.header, page)
            parts += _runs(cell.text, page)
        parts += _runs(row.unit, page)
        quote = ROW_SEPARATOR.join(dict.fromkeys(parts))
        if not stands_on(quote, page):
            raise CitationError(_off_page(quote, self._document_of(passage.edition), page))
        return self._number(passage, quote, page)

    def all(self) -> tuple[Citation, ...]:
        """Every citation given out, numbered 1..n in order."""
        return tuple(self._given.values())

    def __len__(self) -> int:
        return len(self._given)

    def _page(self, passage: Passage) -> Page:
        page = self._page_of(passage.edition, passage.page)
        if page is None:
            raise CitationError(f"Pagina {passage.page} staat niet in de opslag.")
        return page

    def _number(self, passage: Passage, quote: str, page: Page) -> int:
        key = (passage.edition, passage.page, quote)
        if key not in self._given:
            self._given[key] = Citation(
                number=len(self._given) + 1,
                document=self._document_of(passage.edition),
                edition=passage.edition,
                page=passage.page,
                page_label=passage.page_label,
                section=passage.section,
                quote=quote,
                ocr=page.ocr and not _stands_in(quote, page.typed),
            )
        return self._given[key].number


def stands_on(quote: str, page: Page) -> bool:
    """Whether ``quote`` stands verbatim in the text layer of ``page``.

    White space is normalised and soft hyphens are left out. Each part of a row quote is looked
    up by itself.
    """
    return _stands_in(quote, page.printed)


def _stands_in(quote: str, text: str) -> bool:
    printed = collapse(text)
    parts = [collapse(part) for part in quote.split(ROW_SEPARATOR)]
    return any(parts) and all(part in printed for part in parts if part)


def _runs(text: str, page: Page) -> list[str]:
    """The runs of words of ``text`` as they stand on ``page``, in order; none if too few do.

    What we read as one label or header may be printed on several lines with other columns in
    between, or with a word broken off: the runs are what is printed without a break.
    """
    printed, words = collapse(page.printed), collapse(text).split()
    runs: list[str] = []
    at = 0
    while at < len(words):
        end = at  # what begins a run that stands on the page stands there too
        while end < len(words) and " ".join(words[at : end + 1]) in printed:
            end += 1
        if end > at:
            runs.append(" ".join(words[at:end]))
        at = max(end, at + 1)
    told = " ".join(runs)
    whole = len("".join(words))
    enough = len(told.replace(" ", "")) >= _MOST_OF_A_ROW * whole
    return runs if enough and numbers_in(told) == numbers_in(text) else []


def longest_verbatim(sentence: str, page: Page) -> str | None:
    """``sentence`` when it stands on ``page``, else its longest run of words that does.

    ``None`` when that run is shorter than four words. A word that is broken over a line end is
    whole in our text; how the break is printed differs from reader to reader, so a run without
    such a word is preferred when it is most of the sentence and holds all its numbers.
    """
    whole = collapse(sentence)
    if not whole:
        return None
    if not stands_on(whole, page):
        run = _longest_run(whole, collapse(page.printed))
        return run if len(run.split()) >= _LEAST_WORDS else None
    run = _longest_run(whole, collapse(_BREAK.sub("\x00", page.printed)))
    holds_numbers = numbers_in(whole) <= numbers_in(run)
    return run if holds_numbers and len(run) >= _MOST_OF * len(whole) else whole


def numbers_in(text: str) -> frozenset[str]:
    """The numbers of ``text`` as they are printed."""
    return frozenset(_NUMBER.findall(text))


def _longest_run(text: str, printed: str) -> str:
    """The longest run of words of ``text`` that stands in ``printed``."""
    words = text.split(" ")
    best, start = (0, 0), 0
    for end in range(1, len(words) + 1):
        while start < end and " ".join(words[start:end]) not in printed:
            start += 1
        if end - start > best[1] - best[0]:
            best = (start, end)
    return " ".join(words[best[0] : best[1]])


def keep_known_markers(text: str, count: int) -> str:
    """``text`` without the markers [n] whose n is not one of 1..``count``."""

    def keep(match: re.Match[str]) -> str:
        digits = match[1]
        known = len(digits) <= 6 and str(int(digits)) == digits and 1 <= int(digits) <= count
        return match[0] if known else ""

    return _MARKER.sub(keep, text)


def _off_page(quote: str, document: Document, page: Page) -> str:
    shown = quote if len(quote) <= 60 else quote[:57] + "..."
    return f"'{shown}' staat niet op pagina {page.number} van {document.file}."
