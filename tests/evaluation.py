"""What the tests of the evaluation share: questions, answers and a respondent that is told them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.answer import SLOTS, Outcome
from evals.questions import (
    Cell,
    Forbidden,
    InstrumentTruth,
    Need,
    Nugget,
    Place,
    Question,
    QuestionSet,
    QuestionType,
    Split,
)
from evals.respond import Found, Response

AS_OF = datetime.date(2026, 11, 25)


def place(file: str = "a.pdf", page: int = 1, quote: str = "een citaat") -> Place:
    return Place(file, page, quote)


def question(name: str = "single-ambition-bomen", **changes: Any) -> Question:
    """A question about trees; ``changes`` replace its parts."""
    parts: dict[str, Any] = {
        "id": name,
        "split": Split.DEVELOP,
        "type": QuestionType.SINGLE_AMBITION,
        "text": "Hoe krijgen we meer bomen?",
        "outcomes": frozenset({Outcome.ANSWERED}),
        "evidence": (Need((place(),)),),
        "nuggets": (Nugget("250 bomen per jaar", True, (("250", "bomen"),)),),
    }
    return Question(**(parts | changes))


def question_set(*questions: Question, **changes: Any) -> QuestionSet:
    parts: dict[str, Any] = {
        "name": "proef",
        "title": "Proef",
        "as_of": AS_OF,
        "questions": questions,
        "version": "v1",
    }
    return QuestionSet(**(parts | changes))


def citation(number: int, file: str = "a.pdf", page: int = 1, quote: str = "250 bomen") -> dict:
    return {
        "number": number,
        "document": "d",
        "title": "Stuk",
        "file": file,
        "page": page,
        "page_label": str(page),
        "section": "",
        "quote": quote,
        "status": "vastgesteld",
        "valid_from": None,
        "valid_until": None,
        "superseded_by": None,
    }


def answer(
    text: str = "**Kort antwoord.** Er komen 250 bomen [1].",
    *,
    outcome: str = "answered",
    citations: Sequence[Mapping[str, Any]] | None = None,
    **slots: Any,
) -> dict[str, Any]:
    """An answer in the form of the contract."""
    return {
        "text": text,
        "outcome": outcome,
        "citations": [citation(1)] if citations is None else list(citations),
        "slots": {name: slots.get(name, [] if name != "work_form" else {}) for name in SLOTS},
    }


def response(given: Mapping[str, Any] | None = None, *spots: tuple[str, int]) -> Response:
    return Response(given or answer(), tuple(Found(f, p) for f, p in spots), 50.0)


class Told:
    """A respondent that answers what it was told to, by question; else the standard answer."""

    def __init__(self, **answers: Mapping[str, Any]) -> None:
        self.answers = {name.replace("_", "-"): found for name, found in answers.items()}
        self.asked: list[str] = []

    def respond(self, question: Question, as_of: datetime.date) -> Response:
        assert as_of == AS_OF
        self.asked.append(question.id)
        return response(self.answers.get(question.id), ("a.pdf", 1))


def stands(file: str, page: int, quote: str) -> bool:
    """A document of one page, on which everything stands that does not say it is wrong."""
    return page == 1 and "verzonnen" not in quote


def cell(**changes: Any) -> Cell:
    parts: dict[str, Any] = {
        "file": "a.pdf",
        "page": 1,
        "row": "5.7 Groen",
        "column": "Begroting 2027",
        "printed": "4.928",
        "value": 4_928_000,
        "unit": "x 1.000",
        "year": 2027,
    }
    return Cell(**(parts | changes))


__all__ = ["AS_OF", "Forbidden", "InstrumentTruth", "Told", "answer", "cell", "citation"]
