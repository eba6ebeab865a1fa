"""Owns the answers that a person has read: per fact whether it was really told.

They say how far a measure, or a judging language model, can be believed. What was read is kept
with the label, so that the agreement can be computed again when the program has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import EvaluationError
from evals.questions import Nugget, Question, QuestionSet
from evals.statements import Statement, is_told

__all__ = ["Agreement", "HandLabel", "agreement", "load_hand_labels", "measured", "triples"]


@dataclass(frozen=True, slots=True)
class HandLabel:
    """One answer as it was read, and which vital facts a person found in it."""

    question: str
    said: tuple[Statement, ...]
    told: tuple[bool, ...]
    outcome_right: bool
    wrong: bool
    remark: str

    @property
    def text(self) -> str:
        """What was read, a line a statement."""
        return "\n".join(s.text for s in self.said)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two judges say the same of the same facts; ``kappa`` corrects for chance.

    Cohen (1960). ``kappa`` is ``None`` when one of them always says the same.
    """

    facts: int
    share: float
    kappa: float | None
    only_first: int
    only_second: int


class _Label(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str
    said: tuple[str, ...]
    told: tuple[bool, ...]
    outcome_right: bool
    wrong: bool
    remark: str = ""


class _Labels(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    labels: Annotated[tuple[_Label, ...], Field(min_length=1)]


def load_hand_labels(set_name: str) -> tuple[HandLabel, ...]:
    """The labels of one of the project's sets; none when nobody has read its answers.

    Raises:
        EvaluationError: the file is not valid.
    """
    file = files("evals") / "hand" / f"{set_name}.yaml"
    if not file.is_file():
        return ()
    try:
        found = _Labels.model_validate(yaml.safe_load(file.read_text("utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        problem = " ".join(str(error).split())[:200]
        raise EvaluationError(
            f"{file.name} met handmatige oordelen klopt niet: {problem}"
        ) from error
    return tuple(
        HandLabel(
            one.question,
            tuple(_statement(line) for line in one.said),
            one.told,
            one.outcome_right,
            one.wrong,
            one.remark,
        )
        for one in found.labels
    )


def measured(nuggets: Sequence[Nugget], said: Iterable[Statement]) -> tuple[bool, ...]:
    """Per fact whether the deterministic measure finds it."""
    lines = list(said)
    return tuple(is_told(n.accept, lines) for n in nuggets)


def triples(
    labels: Iterable[HandLabel],
    questions: QuestionSet,
    judge: Callable[[Question, HandLabel], Sequence[bool] | None],
) -> list[tuple[str, bool, bool]]:
    """(question, what the person said, what ``judge`` said) for each vital fact that was read.

    A question that is no longer in the set, or has other facts now, is left out.
    """
    by_id = {q.id: q for q in questions.questions}
    found = []
    for label in labels:
        question = by_id.get(label.question)
        if question is None or len(question.vital) != len(label.told):
            continue
        other = judge(question, label)
        if other is not None:
            found += [(label.question, *both) for both in zip(label.told, other, strict=True)]
    return found


def agreement(pairs: Sequence[tuple[bool, bool]]) -> Agreement:
    """How far two judges agree over the same facts.

    Raises:
        ValueError: there are no facts.
    """
    if not pairs:
        raise ValueError("no facts to agree on")
    n = len(pairs)
    same = sum(a == b for a, b in pairs) / n
    first, second = sum(a for a, _ in pairs) / n, sum(b for _, b in pairs) / n
    chance = first * second + (1 - first) * (1 - second)
    return Agreement(
        facts=n,
        share=same,
        kappa=(same - chance) / (1 - chance) if chance < 1 else None,
        only_first=sum(a and not b for a, b in pairs),
        only_second=sum(b and not a for a, b in pairs),
    )


def _statement(line: str) -> Statement:
    slot, _, text = line.partition(": ")
    return Statement(slot, text)
