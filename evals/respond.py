"""Owns the way a question is put to the program that is judged.

``Respondent`` is the seam: the assistant of this house is one, a mutilated one in the tests
another, another system a third.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from assistant.assistant import Assistant
from assistant.retrieve import Filters
from assistant.show import hits_dict
from evals.questions import Question

__all__ = ["AssistantRespondent", "Found", "Respondent", "Response"]

HITS = 10
"""How many passages of ``search`` are looked at; pages are ranked by their best passage."""
_PASSAGES = 40  # several passages of one page count as one page


@dataclass(frozen=True, slots=True)
class Found:
    """A page that the search brought up."""

    file: str
    page: int

    @property
    def spot(self) -> tuple[str, int]:
        """File and page."""
        return self.file, self.page


@dataclass(frozen=True, slots=True)
class Response:
    """What came back: the answer in the form of the contract, pages best first, milliseconds."""

    answer: Mapping[str, Any]
    pages: tuple[Found, ...]
    elapsed_ms: float


class Respondent(Protocol):
    """Whoever answers the questions of a set."""

    def respond(self, question: Question, as_of: datetime.date) -> Response:
        """Answer one question as it stands on a day."""
        ...


class AssistantRespondent:
    """The assistant of this house.

    It keeps no conversation yet, so the history of a follow-up question is not passed on: what
    it answers to the bare question is what is judged.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def respond(self, question: Question, as_of: datetime.date) -> Response:
        """Answer and search with the rights of the asker."""
        filters = Filters(groups=question.groups)
        started = time.perf_counter()
        answer = self._assistant.ask(question.text, filters, as_of=as_of).to_dict()
        elapsed = 1000 * (time.perf_counter() - started)
        hits = hits_dict(self._assistant.search(question.text, _PASSAGES, filters))["hits"]
        pages = dict.fromkeys(Found(hit["file"], hit["page"]) for hit in hits)
        return Response(answer, tuple(pages)[:HITS], elapsed)
