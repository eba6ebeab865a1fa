"""Owns the noun ``Record``: one question, what was answered, and how it scored, as a JSON line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evals.citing import QuoteStands, off_page, score_citations
from evals.content import score_content, told_status, wrong_claims
from evals.holding import score_holders
from evals.manner import score_manner
from evals.questions import Question, QuestionSet
from evals.respond import Respondent, Response
from evals.scores import Score
from evals.searching import score_search

__all__ = ["Record", "Recorder"]


@dataclass(frozen=True, slots=True)
class Record:
    """Everything of one question in one run, enough to read the answer and to score it again.

    ``reasons`` are the lines that say why something is wrong; ``statuses`` pairs each labelled
    instrument's accepted statuses with the one that was told.
    """

    question: str
    split: str
    type: str
    text: str
    scores: tuple[Score, ...]
    elapsed_ms: float
    answer: Mapping[str, Any]
    pages: tuple[tuple[str, int], ...]
    reasons: tuple[str, ...] = ()
    statuses: tuple[tuple[str, str, str], ...] = ()

    def value(self, measure: str) -> float | None:
        """The mean of this question's scores in ``measure``; ``None`` when it has none."""
        found = [s for s in self.scores if s.measure == measure]
        weight = sum(s.weight for s in found)
        return sum(s.value * s.weight for s in found) / weight if weight else None

    def to_line(self) -> str:
        """The record as one line of JSON."""
        return json.dumps(
            {
                "question": self.question,
                "split": self.split,
                "type": self.type,
                "text": self.text,
                "scores": [[s.measure, s.value, s.weight] for s in self.scores],
                "elapsed_ms": self.elapsed_ms,
                "reasons": self.reasons,
                "statuses": self.statuses,
                "pages": self.pages,
                "answer": self.answer,
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_line(cls, line: str) -> Record:
        """Read back what ``to_line`` wrote.

        Raises:
            ValueError, KeyError: the line was cut off or is not a record.
        """
        found = json.loads(line)
        return cls(
            question=found["question"],
            split=found["split"],
            type=found["type"],
            text=found["text"],
            scores=tuple(Score(*score) for score in found["scores"]),
            elapsed_ms=found["elapsed_ms"],
            answer=found["answer"],
            pages=tuple((file, page) for file, page in found["pages"]),
            reasons=tuple(found["reasons"]),
            statuses=tuple((i, want, told) for i, want, told in found["statuses"]),
        )


class Recorder:
    """Puts the questions of a set to a respondent and scores what comes back."""

    def __init__(
        self, questions: QuestionSet, respondent: Respondent, quote_stands: QuoteStands
    ) -> None:
        self._set, self._respondent, self._quote_stands = questions, respondent, quote_stands

    def record(self, question: Question) -> Record:
        """Ask one question and score the answer."""
        response = self._respondent.respond(question, self._set.as_of)
        scores = [
            *score_search(question, response),
            *score_citations(question, response, self._quote_stands),
            *score_content(question, response),
            *score_holders(response, self._set.holders),
            *score_manner(question, response, self._set.closed_to(question)),
        ]
        return Record(
            question=question.id,
            split=question.split.value,
            type=question.type.value,
            text=question.text,
            scores=tuple(scores),
            elapsed_ms=round(response.elapsed_ms, 1),
            answer=response.answer,
            pages=tuple(found.spot for found in response.pages),
            reasons=tuple(self._reasons(question, response)),
            statuses=tuple(
                (t.id, "/".join(t.accepted), told_status(response.answer, t.id))
                for t in question.instruments
            ),
        )

    def _reasons(self, question: Question, response: Response) -> list[str]:
        answer = response.answer
        reasons = wrong_claims(question, answer)
        for c in off_page(answer["citations"], self._quote_stands):
            reasons.append(f"citaat niet op {c['file']} pagina {c['page']}: {c['quote']}")
        if answer["outcome"] not in question.outcomes:
            wanted = " of ".join(sorted(question.outcomes))
            reasons.append(f"uitkomst {answer['outcome']}, verwacht {wanted}")
        return reasons
