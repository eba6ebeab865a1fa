"""Owns the context in which slots are filled: everything a mapper may look at.

Each ``map_*`` module fills one slot from it; a statement whose quote does not stand on its
page is dropped here, in ``cited``, and nowhere else.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from assistant.citations import Citations
from assistant.evidence import Relevance
from assistant.gather import Pool
from assistant.question import Question
from assistant.retrieve import Filters
from corpus.catalogue import Catalogue
from corpus.documents import Document
from corpus.errors import CitationError
from ingest.mentions import MentionTable
from ingest.passages import Passage

__all__ = ["Context"]


@dataclass(frozen=True, slots=True)
class Context:
    """One question on its way to an answer."""

    question: Question
    catalogue: Catalogue
    pool: Pool
    relevance: Relevance
    citations: Citations
    mentions: MentionTable
    editions: frozenset[str]
    documents: dict[str, Document]
    passages_by_id: Callable[[list[str]], dict[str, Passage]]
    filters: Filters
    home: str | None
    as_of: datetime.date

    def cited(self, passage: Passage, sentence: str) -> tuple[int, ...]:
        """The citation for a sentence, or none when it does not stand on its page."""
        try:
            return (self.citations.sentence(passage, sentence),)
        except CitationError:
            return ()

    def cited_row(self, passage: Passage, *cells: int) -> tuple[int, ...]:
        """The citation for cells of a table row, or none when a part is not on its page."""
        if passage.row is None:
            return ()
        try:
            return (self.citations.row(passage, passage.row, *cells),)
        except CitationError:
            return ()

    def is_own(self, document: Document) -> bool:
        """Whether a document speaks for the municipality that the question is about."""
        return document.municipality is None or document.municipality == self.home

    def is_named(self, document: Document) -> bool:
        """Whether the question names this document, by its kind and, if any, its year."""
        if document.type not in self.question.document_types:
            return False
        first, last = document.period or (document.budget_year, document.budget_year)
        own = {document.year, document.budget_year, *range(first or 0, (last or -1) + 1)}
        return not self.question.years or not own.isdisjoint(self.question.years)
