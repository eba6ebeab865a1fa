"""Owns the optional judge: a LangChain chat model that says which facts an answer tells.

Its word stands beside the deterministic figures, with how far it agrees with people; it never
decides. What it says is parsed strictly: an answer of another form is no judgement.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, Field, ValidationError

import prompts
from corpus.errors import EvaluationError
from evals.hand import Agreement, agreement, load_hand_labels, measured, triples
from evals.labels import number, share
from evals.questions import Nugget, QuestionSet
from evals.records import Record
from evals.report import Judged
from evals.runs import Run
from evals.statements import statements

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

__all__ = ["judge_answer", "judge_run", "load_model"]

_JSON = re.compile(r"\{.*\}", re.DOTALL)
_PROMPT = "oordeel"


class _Verdict(BaseModel):
    feit: Annotated[int, Field(ge=1)]
    aanwezig: bool
    waarom: str = ""


class _Verdicts(BaseModel):
    oordelen: tuple[_Verdict, ...]


def load_model(name: str) -> BaseChatModel:
    """The chat model that ``provider:name`` names, through LangChain.

    Raises:
        EvaluationError: the name is of another form, or its provider is not installed.
    """
    from langchain.chat_models import init_chat_model

    if ":" not in name:
        raise EvaluationError(f"'{name}' noemt geen model; schrijf SOORT:NAAM (ollama:llama3).")
    try:
        return init_chat_model(name, temperature=0)
    except (ImportError, ValueError) as error:
        problem = " ".join(str(error).split())
        raise EvaluationError(f"Model '{name}' kan niet worden geladen: {problem}") from error


def judge_run(questions: QuestionSet, run: Run, model: BaseChatModel, *, model_name: str) -> Judged:
    """Let ``model`` judge every answer of ``run``, and the answers that people have read.

    Each judgement is kept in the run's folder, so that a run that was stopped goes on.
    """
    by_id = {q.id: q for q in questions.questions}
    kept = dict(_kept(run, model_name))
    with (run.folder / "judge.jsonl").open("a", encoding="utf-8") as file:
        for record in run.records:
            if record.question in kept or record.question not in by_id:
                continue
            nuggets = by_id[record.question].vital
            if not nuggets:
                continue
            told = judge_answer(model, record.text, _read(record), nuggets)
            kept[record.question] = told
            line = {"model": model_name, "question": record.question, "told": told}
            file.write(json.dumps(line) + "\n")
            file.flush()
    labels = load_hand_labels(questions.name)
    with_people = triples(
        labels, questions, lambda q, label: judge_answer(model, q.text, label.text, q.vital)
    )
    return Judged(model_name, tuple(_lines(questions, run, kept, with_people)))


def judge_answer(
    model: BaseChatModel, question: str, answer: str, nuggets: Sequence[Nugget]
) -> list[bool] | None:
    """Per fact whether ``model`` finds it in ``answer``; ``None`` when it gave no judgement."""
    facts = "\n".join(f"{n}. {nugget.says}" for n, nugget in enumerate(nuggets, start=1))
    filled = prompts.load(_PROMPT).fill(vraag=question, antwoord=answer, feiten=facts)
    said = str(model.invoke(filled).text)
    match = _JSON.search(said)
    if match is None:
        return None
    try:
        verdicts = _Verdicts.model_validate_json(match[0]).oordelen
    except ValidationError:
        return None
    by_number = {v.feit: v.aanwezig for v in verdicts}
    if set(by_number) != set(range(1, len(nuggets) + 1)):
        return None
    return [by_number[n] for n in range(1, len(nuggets) + 1)]


def _read(record: Record) -> str:
    return "\n".join(s.text for s in statements(record.answer))


def _kept(run: Run, model: str) -> Iterator[tuple[str, list[bool] | None]]:
    path = run.folder / "judge.jsonl"
    if path.is_file():
        for line in path.read_text("utf-8").splitlines():
            found = json.loads(line)
            if found["model"] == model:
                yield found["question"], found["told"]


def _lines(
    questions: QuestionSet,
    run: Run,
    kept: dict[str, list[bool] | None],
    with_people: Sequence[tuple[str, bool, bool]],
) -> Iterator[str]:
    by_id = {q.id: q for q in questions.questions}
    judged = [(r, told) for r in run.records if (told := kept.get(r.question)) is not None]
    yield f"Beoordeeld: {len(judged)} van {len(kept)} antwoorden; de andere gaven geen oordeel."
    both = [
        pair
        for record, told in judged
        for pair in zip(
            measured(by_id[record.question].vital, statements(record.answer)), told, strict=True
        )
    ]
    if both:
        found = sum(told for _, told in both) / len(both)
        yield f"Onmisbare feiten genoemd, volgens het model: {share(found)} van {len(both)}."
        yield f"Gelijk met de vaste maat: {_told(agreement(both))}."
    if with_people:
        pairs = [(person, model) for _, person, model in with_people]
        yield f"Gelijk met mensen: {_told(agreement(pairs))}."
    else:
        yield "Gelijk met mensen: geen antwoorden van deze set zijn door mensen gelezen."


def _told(found: Agreement) -> str:
    kappa = "niet te bepalen" if found.kappa is None else number(found.kappa)
    return f"{share(found.share)} van {found.facts} feiten (kappa {kappa})"
