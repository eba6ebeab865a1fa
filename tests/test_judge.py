"""The judging model: strict in what it takes for a judgement, told beside what people say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from corpus.errors import EvaluationError
from evals.hand import HandLabel, agreement, load_hand_labels, measured, triples
from evals.judge import judge_answer, judge_run, load_model
from evals.question_files import load
from evals.questions import Nugget
from evals.records import Recorder
from evals.runs import RunSettings, execute, open_or_start
from evals.statements import Statement
from tests.evaluation import Told, question, question_set, stands

FACTS = (Nugget("250 bomen", True, (("250",),)), Nugget("geen dekking", True, (("dekking",),)))
YES_NO = '{"oordelen": [{"feit": 1, "aanwezig": true}, {"feit": 2, "aanwezig": false}]}'


def model(*said: str) -> GenericFakeChatModel:
    """A model of LangChain's own that says these things in turn, the last one for ever."""

    def turns() -> Iterator[AIMessage]:
        yield from map(AIMessage, said)
        while True:
            yield AIMessage(said[-1])

    return GenericFakeChatModel(messages=turns())


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (YES_NO, [True, False]),
        (f"Zeker! Hier is het:\n```json\n{YES_NO}\n```", [True, False]),
        ("Beide feiten staan er in.", None),
        ('{"oordelen": [{"feit": 1, "aanwezig": true}]}', None),  # one is missing
        ('{"oordelen": [{"feit": 1, "aanwezig": "misschien"}]}', None),
        (YES_NO.replace('"feit": 2', '"feit": 3'), None),  # a fact that was not asked
        (YES_NO[:40], None),
        ("", None),
    ],
)
def test_only_a_whole_judgement_counts(said: str, told: list[bool] | None) -> None:
    assert judge_answer(model(said), "Hoe?", "Zo.", FACTS) == told


def test_a_run_is_judged_once_and_kept(tmp_path: Path) -> None:
    questions = question_set(*(question(f"q-{n}", nuggets=FACTS) for n in range(4)))
    run = open_or_start(tmp_path, RunSettings.of(questions, store="s", embedding="hash"))
    recorder = Recorder(questions, Told(), stands)
    run = execute(run, questions.questions, recorder, lambda *_: None)
    judged = judge_run(questions, run, model(YES_NO, "onzin", YES_NO), model_name="proef:m")
    assert judged.lines[0].startswith("Beoordeeld: 3 van 4")
    assert "50,0% van 6" in judged.lines[1]
    assert "100,0% van 6 feiten (kappa 1,00)" in judged.lines[2]
    kept = [json.loads(x) for x in (run.folder / "judge.jsonl").read_text().splitlines()]
    assert [k["told"] for k in kept] == [[True, False], None, [True, False], [True, False]]
    again = judge_run(questions, run, model("mag niet meer worden gevraagd"), model_name="proef:m")
    assert again == judged


def test_a_model_that_cannot_be_had_is_told() -> None:
    with pytest.raises(EvaluationError, match="SOORT:NAAM"):
        load_model("llama3")
    with pytest.raises(EvaluationError, match="kan niet worden geladen"):
        load_model("bestaatniet:model")


def test_agreement_corrects_for_chance() -> None:
    found = agreement([(True, True)] * 8 + [(False, True)] * 2)
    assert (found.share, found.kappa, found.only_second) == (0.8, 0.0, 2)
    assert agreement([(True, True)] * 3).kappa is None
    with pytest.raises(ValueError, match="no facts"):
        agreement([])


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=50))
def test_agreement_does_not_depend_on_who_is_first(pairs: list[tuple[bool, bool]]) -> None:
    one, other = agreement(pairs), agreement([(b, a) for a, b in pairs])
    assert one.share == other.share
    assert one.kappa == pytest.approx(other.kappa)
    assert one.only_first == other.only_second


def test_a_label_of_a_question_that_changed_is_left_out() -> None:
    label = HandLabel("q-1", (Statement("text", "250 bomen"),), (True, False), True, False, "")
    same, changed = question("q-1", nuggets=FACTS), question("q-1", nuggets=FACTS[:1])

    def by_measure(asked: object, read: HandLabel) -> tuple[bool, ...]:
        return measured(FACTS, read.said)

    assert triples([label], question_set(same), by_measure) == [
        ("q-1", True, True),
        ("q-1", False, False),
    ]
    assert not triples([label], question_set(changed), by_measure)


def test_the_measure_agrees_with_who_read_the_answers() -> None:
    questions = load("wilgenwaard")
    labels = load_hand_labels("wilgenwaard")
    assert len(labels) >= 40
    found = triples(labels, questions, lambda q, label: measured(q.vital, label.said))
    assert len({name for name, _, _ in found}) >= 30
    agreed = agreement([(person, measure) for _, person, measure in found])
    assert agreed.share >= 0.9, [t for t in found if t[1] != t[2]]
    assert agreed.kappa is not None and agreed.kappa >= 0.75
