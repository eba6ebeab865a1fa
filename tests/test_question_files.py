"""Question sets: read strictly, checked against their documents, whole as they are shipped."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from assistant.answer import Outcome
from corpus.catalogue import load as load_catalogue
from corpus.errors import EvaluationError
from evals.check import check
from evals.question_files import load, shipped
from evals.questions import QuestionSet, QuestionType, Split

HEAD = "name: proef\ntitle: Proef\nas_of: 2026-11-25\n"
QUESTION = """
- id: single-ambition-bomen
  split: develop
  type: single_ambition
  question: "Hoe krijgen we meer bomen?"
  outcome: [answered]
  evidence:
  - file: akkoord.md
    page: 1
    quote: "Wij planten 250 bomen"
    or: [{file: begroting.md, page: 1, quote: "Bomen | 2027 | 250"}]
  also: [{file: begroting.md, pages: [1, 2]}]
  nuggets: [{vital: true, says: "250 bomen", accept: [["250", "bomen"]]}]
"""


def written(folder: Path, questions: str = QUESTION, head: str = HEAD) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "set.yaml").write_text(head, "utf-8")
    (folder / "vragen.yaml").write_text(f"questions:{questions}", "utf-8")
    return folder


def test_a_set_is_read_from_its_folder(tmp_path: Path) -> None:
    found = load(written(tmp_path / "set"))
    (asked,) = found.questions
    assert (found.name, len(found), asked.outcomes) == ("proef", 1, {Outcome.ANSWERED})
    assert found.files == {"akkoord.md", "begroting.md"}
    assert asked.evidence[0].spots == {("akkoord.md", 1), ("begroting.md", 1)}
    assert asked.spots == {("akkoord.md", 1), ("begroting.md", 1), ("begroting.md", 2)}


def test_the_version_follows_what_is_asked(tmp_path: Path) -> None:
    one = load(written(tmp_path / "set")).version
    assert load(written(tmp_path / "set")).version == one
    assert load(written(tmp_path / "set", QUESTION.replace("meer", "veel"))).version != one


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("type: single_ambition", "type: ambitie", "type"),
        ("split: develop", "split: train", "split"),
        ("outcome: [answered]", "outcome: [misschien]", "outcome"),
        ("outcome: [answered]", "outcome: []", "outcome"),
        ("page: 1\n    quote", "page: 0\n    quote", "page"),
        ("Wij planten 250 bomen", "woord " * 26, "ten hoogste 25 woorden"),
        ("type: single_ambition", "type: follow_up", "history"),
        ("type: single_ambition", "type: budget_cell", "cell"),
        ("vital: true", "vitaal: true", "vitaal"),
        ("single-ambition-bomen", "Bomen_1", "id"),
        ('"Hoe krijgen we meer bomen?"', '"Hoe', "geen geldige YAML"),
        (QUESTION, QUESTION + QUESTION, "twee keer"),
        (QUESTION, " []\n", "geen vragen"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    folder = written(tmp_path / "set", QUESTION.replace(old, new))
    with pytest.raises(EvaluationError, match=told) as caught:
        load(folder)
    assert "\n" not in str(caught.value)


def test_what_is_no_set_is_told_with_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"geen vragenset.*wilgenwaard"):
        load(tmp_path)


def test_a_check_finds_each_quote_that_is_not_there(tmp_path: Path) -> None:
    documents = tmp_path / "documenten"
    documents.mkdir()
    (documents / "akkoord.md").write_text("Wij planten 250  bomen in de stad.", "utf-8")
    (documents / "begroting.md").write_text("Bomen\n\n2026\n\n250", "utf-8")
    report = check(load(written(tmp_path / "set")), documents, load_catalogue())
    (fault,) = report.faults
    assert "'Bomen | 2027 | 250' staat niet op pagina 1 van begroting.md" in str(fault)
    (documents / "begroting.md").unlink()
    assert "staat niet in" in str(check(load(tmp_path / "set"), documents, load_catalogue()).faults)


def test_a_check_of_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="geen map"):
        check(load(written(tmp_path / "set")), tmp_path / "nergens", load_catalogue())


@pytest.fixture(scope="module")
def wilgenwaard() -> QuestionSet:
    return load("wilgenwaard")


def test_the_sets_of_the_project() -> None:
    assert shipped() == ("real", "wilgenwaard")


def test_every_quote_of_the_sample_set_stands_on_its_page(
    wilgenwaard: QuestionSet, sample_documents: Path
) -> None:
    report = check(wilgenwaard, sample_documents, load_catalogue())
    assert not [str(fault) for fault in report.faults]
    assert report.quotes > 200


def test_the_sample_set_holds_every_type_in_both_halves(wilgenwaard: QuestionSet) -> None:
    assert len(wilgenwaard) >= 180
    for type_ in QuestionType:
        halves = Counter(q.split for q in wilgenwaard.questions if q.type is type_)
        assert min(halves[s] for s in Split) >= 2, type_


def test_what_is_nowhere_has_no_evidence(wilgenwaard: QuestionSet) -> None:
    for asked in wilgenwaard.questions:
        if asked.outcomes == {Outcome.NOT_IN_SOURCES}:
            assert not asked.evidence, asked.id


@pytest.mark.real_data
def test_every_quote_over_real_documents_stands_on_its_page(real_data: Path) -> None:
    report = check(load("real"), real_data / "documents", load_catalogue())
    assert not [str(fault) for fault in report.faults]
    assert report.questions >= 60
