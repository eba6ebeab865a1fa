"""Owns the check of a question set against its documents: every quote on its page.

This is how a municipality that writes its own set knows that the set itself is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.catalogue import Catalogue
from corpus.errors import EvaluationError, ReadError
from evals.questions import Question, QuestionSet, QuestionType, Split
from ingest.pages import ROW_SEPARATOR
from ingest.plain_text import quote_stands, readings
from ingest.text import squash

__all__ = ["Fault", "SetReport", "check"]

_SILENT = frozenset(
    {
        QuestionType.OUT_OF_CORPUS,
        QuestionType.PRIVACY,
        QuestionType.MISSING_INSTRUMENT,
        QuestionType.FALSE_PREMISE,  # the law may be what contradicts it
    }
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a set, and how to see it."""

    question: str
    problem: str

    def __str__(self) -> str:
        return f"{self.question}: {self.problem}"


@dataclass(frozen=True, slots=True)
class SetReport:
    """What a check found."""

    name: str
    questions: int
    quotes: int
    faults: tuple[Fault, ...]
    by_type: tuple[tuple[str, int, int], ...]

    def to_dict(self) -> dict[str, Any]:
        """The report for a program."""
        return {
            "set": self.name,
            "questions": self.questions,
            "quotes": self.quotes,
            "faults": [{"question": f.question, "problem": f.problem} for f in self.faults],
            "types": [{"type": t, "develop": d, "test": e} for t, d, e in self.by_type],
        }


def check(questions: QuestionSet, documents: Path, catalogue: Catalogue) -> SetReport:
    """Look up every quote of ``questions`` in the files under ``documents``.

    Raises:
        EvaluationError: ``documents`` is not a folder.
    """
    if not documents.is_dir():
        raise EvaluationError(f"{documents} is geen map met documenten.")
    faults = [fault for q in questions.questions for fault in _faults(q, documents, catalogue)]
    quotes = sum(1 for q in questions.questions for _ in q.places())
    return SetReport(
        questions.name, len(questions), quotes, tuple(faults), tuple(_by_type(questions))
    )


def _faults(question: Question, documents: Path, catalogue: Catalogue) -> Iterator[Fault]:
    for place in question.places():
        try:
            if not quote_stands(documents / place.file, place.page, place.quote, ROW_SEPARATOR):
                where = f"pagina {place.page} van {place.file}"
                yield Fault(question.id, f"'{place.quote}' staat niet op {where}")
        except ReadError as error:
            yield Fault(question.id, str(error))
    if question.cell is not None:
        yield from _cell_faults(question, documents)
    for truth in question.instruments:
        if truth.id not in catalogue.instruments:
            yield Fault(question.id, f"instrument '{truth.id}' staat niet in de catalogus")
    if not question.evidence and question.type not in _SILENT and question.vital:
        yield Fault(question.id, "er is geen bewijs bij een vraag die een feit verwacht")
    if not question.vital and question.evidence:
        yield Fault(question.id, "er is bewijs, maar geen feit dat het antwoord moet noemen")


def _cell_faults(question: Question, documents: Path) -> Iterator[Fault]:
    cell = question.cell
    assert cell is not None
    try:
        texts = list(readings(documents / cell.file, cell.page))
    except ReadError as error:
        yield Fault(question.id, str(error))
        return
    for part in (cell.row, cell.printed):
        if not any(squash(part) in text for text in texts):
            yield Fault(question.id, f"'{part}' van de cel staat niet op pagina {cell.page}")
    if (cell.file, cell.page) not in question.spots:
        yield Fault(question.id, "de pagina van de cel hoort bij het bewijs")


def _by_type(questions: QuestionSet) -> Iterator[tuple[str, int, int]]:
    counts = Counter((q.type, q.split) for q in questions.questions)
    for type_ in QuestionType:
        develop, test = (counts[type_, split] for split in (Split.DEVELOP, Split.TEST))
        if develop or test:
            yield type_.value, develop, test
