"""Runs: kept on disk as they go, taken up where they stopped, compared, and held to a baseline."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import EvaluationError
from evals.compare import compare
from evals.gate import Baseline, judge
from evals.questions import Question, QuestionSet
from evals.records import Record, Recorder
from evals.runs import Run, RunSettings, execute, open_or_start
from evals.summary import summarize
from tests.evaluation import Told, answer, citation, question, question_set, stands

MANY = question_set(*(question(f"single-ambition-{n}") for n in range(40)))
BAD = answer("Er komt niets.", outcome="partial", citations=[])


def settings(questions: QuestionSet = MANY) -> RunSettings:
    return RunSettings.of(questions, store="s1", embedding="hash")


def silent(done: int, total: int, record: Record) -> None:
    assert 1 <= done <= total
    assert record.question


def made(runs: Path, wrong: int = 0, bad: Mapping[str, Any] = BAD) -> Run:
    """A complete run over ``MANY`` in which the first ``wrong`` answers are bad."""
    told = Told()
    told.answers = {f"single-ambition-{n}": bad for n in range(wrong)}
    runs.mkdir(exist_ok=True)
    run = open_or_start(runs, settings())
    return execute(run, MANY.questions, Recorder(MANY, told, stands), silent)


class Interrupted(Told):
    """Stops, as by Ctrl-C, at a question."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self.at = at

    def respond(self, question: Question, as_of: Any) -> Any:
        if question.id == self.at:
            raise KeyboardInterrupt
        return super().respond(question, as_of)


def test_a_record_comes_back_as_it_was_written() -> None:
    record = Recorder(MANY, Told(), stands).record(MANY.questions[0])
    assert Record.from_line(record.to_line()) == record
    assert record.value("vital_nuggets") == 1
    assert record.value("cell_exact") is None


def test_a_run_that_was_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    run = open_or_start(tmp_path, settings())
    with pytest.raises(KeyboardInterrupt):
        execute(
            run, MANY.questions, Recorder(MANY, Interrupted("single-ambition-25"), stands), silent
        )
    with (run.folder / "records.jsonl").open("a") as file:
        file.write('{"question": "single-ambition-25", "sc')  # the line that was being written
    again = open_or_start(tmp_path, settings())
    assert again.folder == run.folder
    assert (len(again.records), again.complete) == (25, False)
    told = Told()
    finished = execute(again, MANY.questions, Recorder(MANY, told, stands), silent)
    assert told.asked == [f"single-ambition-{n}" for n in range(25, 40)]
    assert finished.complete
    assert [r.question for r in finished.records] == [q.id for q in MANY.questions]


def test_a_finished_run_is_left_alone_and_other_settings_begin_anew(tmp_path: Path) -> None:
    run = made(tmp_path)
    run.write_summary(summarize(run, {}).to_dict())
    other = RunSettings.of(MANY, store="s2", embedding="hash")
    assert open_or_start(tmp_path, other).folder != run.folder


def test_what_is_no_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="geen meting"):
        Run.open(tmp_path)


def test_a_summary_tells_each_part(tmp_path: Path) -> None:
    run = made(tmp_path, wrong=10)
    found = summarize(run, {q.id: "answered" for q in MANY.questions})
    total, split = found.figure("vital_nuggets"), found.figure("vital_nuggets", "develop")
    assert total is not None and total == split
    assert total.value == 0.75
    assert found.figure("cell_exact") is None
    assert found.outcomes.counts == {("answered", "partial"): 10, ("answered", "answered"): 30}
    assert json.loads(json.dumps(found.to_dict()))["questions"]["all"] == 40


def test_a_comparison_tells_what_moved(tmp_path: Path) -> None:
    found = compare(made(tmp_path / "a"), made(tmp_path / "b", wrong=8))
    assert [c.question for c in found.changes] == [f"single-ambition-{n}" for n in range(8)]
    moved = {m.measure.name: m for m in found.measures}
    assert moved["vital_nuggets"].worse
    assert not moved["hit_5"].worse
    assert moved["hit_5"].change.value == 0
    back = compare(made(tmp_path / "b2", wrong=8), made(tmp_path / "a2"))
    assert {m.measure.name: m for m in back.measures}["vital_nuggets"].better


def test_runs_without_a_shared_question_are_not_compared(tmp_path: Path) -> None:
    other = question_set(question("single-ambition-anders"))
    run = open_or_start(tmp_path / "o", settings(other))
    run = execute(run, other.questions, Recorder(other, Told(), stands), silent)
    with pytest.raises(EvaluationError, match="delen geen vraag"):
        compare(run, made(tmp_path / "a"))


def test_a_baseline_comes_back_as_it_was_written(tmp_path: Path) -> None:
    baseline = Baseline.of(made(tmp_path / "a", wrong=4))
    path = tmp_path / "baseline" / "proef.json"
    baseline.write(path)
    assert Baseline.read(path) == baseline
    assert json.loads(path.read_text())["figures"]["vital_nuggets"]["value"] == 0.9


@pytest.mark.parametrize(("wrong", "passes"), [(4, True), (0, True), (5, True), (9, False)])
def test_the_gate_lets_chance_through_and_a_fall_not(
    tmp_path: Path, wrong: int, passes: bool
) -> None:
    baseline = Baseline.of(made(tmp_path / "a", wrong=4))
    verdict = judge(made(tmp_path / "b", wrong=wrong), baseline)
    assert verdict.passes is passes, [str(f) for f in verdict.falls]


def test_a_baseline_that_was_rounded_is_no_fall(tmp_path: Path) -> None:
    run = made(tmp_path / "a", wrong=4)
    path = tmp_path / "proef.json"
    Baseline.of(run).write(path)
    found = json.loads(path.read_text())
    for name in found["scores"]["mrr"]:
        found["scores"]["mrr"][name][0] += 4e-7  # as far as six decimals can be off
    path.write_text(json.dumps(found))
    assert judge(run, Baseline.read(path)).passes


def test_one_quote_off_its_page_is_enough_to_fail(tmp_path: Path) -> None:
    baseline = Baseline.of(made(tmp_path / "a"))
    bad = answer(citations=[citation(1, quote="250 bomen, verzonnen")])
    verdict = judge(made(tmp_path / "b", wrong=1, bad=bad), baseline)
    assert [f.measure.name for f in verdict.falls] == ["quotes_on_page"]
    assert "moet 1.0 zijn" in str(verdict.falls[0])


def test_a_baseline_of_another_set_or_no_baseline_is_told(tmp_path: Path) -> None:
    run = made(tmp_path / "a")
    with pytest.raises(EvaluationError, match="vragenset ander"):
        judge(run, Baseline("ander", "v1", {}))
    with pytest.raises(EvaluationError, match="geen ijkpunt"):
        Baseline.read(tmp_path / "nergens.json")
    unfinished = open_or_start(tmp_path / "b", settings())
    with pytest.raises(EvaluationError, match="niet af"):
        Baseline.of(unfinished)
