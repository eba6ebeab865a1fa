"""Owns the ``Desk``: all that a chat may do with the assistant, for one reader's filters.

A page is only opened after the filters have admitted its document again, so what was allowed
when the question was asked does not stay open when the rights change.
"""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, replace

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.citations import Citation
from assistant.retrieve import Filters
from corpus.documents import Document
from corpus.errors import PiketpaalError, ReadError
from ingest.pages import Page

__all__ = ["Desk", "Opened"]

_SAMPLE = "Wilgenwaard"
_SAMPLE_QUESTIONS = (
    "Hoe maken we de Vogelbuurt klimaatbestendig als het riool toch opengaat?",
    "Hoe krijgen we 1.000 extra bomen geplant en is er dekking voor het beheer?",
    "Wie is bestuurlijk opdrachtgever voor de vergroening van de Vogelbuurt?",
    "Welk geld is er in 2027 voor riolering en water?",
)
_QUESTIONS = (
    "Hoe maken we een wijk klimaatbestendig als het riool toch opengaat?",
    "Hoe krijgen we meer bomen geplant en is er dekking voor het beheer?",
    "Wie is verantwoordelijk voor groen en openbare ruimte?",
    "Welke omgevingsprogramma's zijn er en wat ontbreekt nog?",
)
_SCALE = 1.5


@dataclass(frozen=True, slots=True)
class Opened:
    """A citation with the page that is looked at: its picture when there is one, and its text.

    ``picture`` is a PNG; ``mark`` is the left and top of what is marked on it, as shares of its
    width and height. ``trouble`` says in one line why a document with pages has no picture.
    """

    citation: Citation
    page: Page
    picture: bytes | None = None
    mark: tuple[float, float] | None = None
    trouble: str | None = None

    @property
    def is_cited_page(self) -> bool:
        """Whether this is the page that the citation names."""
        return self.page.number == self.citation.page


class Desk:
    """Asks and opens, one at a time: neither Chroma's client nor pdfium is made for more."""

    def __init__(self, assistant: Assistant, filters: Filters) -> None:
        self._assistant, self._filters = assistant, filters
        self._lock = threading.Lock()

    @property
    def document_types(self) -> tuple[tuple[str, str], ...]:
        """The types of the documents that may be seen, as (label with a count, id)."""
        counts = Counter(d.type for d in self._documents())
        known = self._assistant.catalogue.document_types
        labels = {kind: known[kind].label if kind in known else kind for kind in counts}
        return tuple(
            (f"{labels[k]} ({counts[k]})", k) for k in sorted(counts, key=labels.__getitem__)
        )

    @property
    def examples(self) -> tuple[str, ...]:
        """Four questions to begin with."""
        names = {d.municipality for d in self._documents()}
        return _SAMPLE_QUESTIONS if _SAMPLE in names else _QUESTIONS

    def ask(self, question: str, types: frozenset[str] = frozenset()) -> Answer:
        """Answer a question from what is in the store now.

        Raises:
            PiketpaalError: told to the reader in one line.
        """
        with self._lock:
            self._assistant.refresh()
            chosen = types & self._filters.types if self._filters.types else types
            filters = replace(self._filters, types=chosen or self._filters.types)
            return self._assistant.ask(question, filters)

    def open(self, citation: Citation, number: int | None = None) -> Opened:
        """Open the page of a citation, or page ``number`` of the same document.

        Raises:
            PiketpaalError: the document is gone from the store, or not for this reader.
        """
        with self._lock:
            self._assistant.refresh()
            document = self._assistant.store.manifest.by_edition.get(citation.edition)
            if document is None or not self._filters.admit(document):
                raise PiketpaalError(
                    "Dit document is niet (meer) in te zien: het is intussen gewijzigd of "
                    "verwijderd, of het is niet voor u. Stel de vraag opnieuw."
                )
            wanted = citation.page if number is None else number
            page = self._assistant.page(citation.edition, wanted)
            if page is None:
                raise PiketpaalError(f"Pagina {wanted} is er niet. Blader terug.")
            return self._with_picture(Opened(citation, page), document)

    def _documents(self) -> list[Document]:
        every = self._assistant.store.manifest.documents
        return [d for d in every if self._filters.admit(d)]

    def _with_picture(self, opened: Opened, document: Document) -> Opened:
        if not document.file.lower().endswith(".pdf"):
            return opened
        from ingest.page_image import render

        quote = opened.citation.quote if opened.is_cited_page else ""
        try:
            image = render(
                self._assistant.originals.path(document), opened.page.number, quote, scale=_SCALE
            )
        except ReadError as error:
            return replace(opened, trouble=str(error))
        mark = None
        if image.boxes:
            left, top = min(b.x0 for b in image.boxes), min(b.y0 for b in image.boxes)
            mark = (left * _SCALE / image.width, top * _SCALE / image.height)
        return replace(opened, picture=image.png, mark=mark)
