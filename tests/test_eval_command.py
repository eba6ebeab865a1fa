"""``piketpaal eval``: checks a set, measures a store, compares, guards, and fails in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.cli import main
from tests.test_question_files import HEAD, written

QUESTIONS = """
- id: single-ambition-bomen
  split: develop
  type: single_ambition
  question: "Hoe krijgen we meer bomen?"
  outcome: [answered, partial]
  evidence: [{file: akkoord.md, page: 1, quote: "Wij planten 1.000 bomen"}]
  nuggets: [{vital: true, says: "1.000 bomen", accept: [["1.000", "bomen"]]}]
- id: responsibility-groen
  split: test
  type: responsibility
  question: "Welke wethouder gaat over groen?"
  outcome: [answered]
  evidence: [{file: akkoord.md, page: 1, quote: "Wethouder Anna Bos: groen, water"}]
  nuggets: [{vital: true, says: "Bos", accept: [["Bos"]]}]
- id: out-of-corpus-zwembad
  split: test
  type: out_of_corpus
  question: "Wanneer opent het zwembad?"
  outcome: [not_in_sources]
"""


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "akkoord.md").write_text(
        "# Coalitieakkoord Testdorp 2026-2030\n\n## Groen\n\n"
        "Wij planten 1.000 bomen in de gemeente Testdorp voor 2030.\n\n"
        "## Portefeuilles\n\n- Wethouder Anna Bos: groen, water en openbare ruimte\n",
        "utf-8",
    )
    return folder


@pytest.fixture
def store(tmp_path: Path, documents: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PIKETPAAL_EMBEDDING", "hash")
    monkeypatch.setenv("PIKETPAAL_DATA", str(tmp_path / "data"))
    assert main(["ingest", str(documents)]) == 0
    return tmp_path / "data"


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return written(tmp_path / "set", QUESTIONS, HEAD)


def test_a_set_is_checked(
    questions: Path, documents: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval", "--check", str(questions), str(documents)]) == 0
    assert "proef: 3 vragen, 2 citaten, 0 fouten." in capsys.readouterr().out
    (documents / "akkoord.md").write_text("Wij planten niets.", "utf-8")
    assert main(["eval", "--check", str(questions), str(documents), "--json"]) == 1
    told = capsys.readouterr()
    assert len(json.loads(told.out)["faults"]) == 2
    assert told.err.count("\n") == 1


def test_a_store_is_measured_reported_and_guarded(
    questions: Path, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, baseline = tmp_path / "verslag.html", tmp_path / "ijkpunt.json"
    command = ["eval", str(questions), "--json"]
    capsys.readouterr()
    assert main([*command, "--report", str(report), "--record-baseline", str(baseline)]) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["questions"]["all"] == 3
    assert first["figures"]["all"]["quotes_on_page"]["value"] == 1
    assert first["figures"]["test"]["refusal_recall"]["value"] == 1
    assert "<title>Meting proef" in report.read_text("utf-8")
    run = Path(first["folder"])
    assert {f.name for f in run.iterdir()} == {"settings.json", "records.jsonl", "summary.json"}
    assert run.is_relative_to(store)

    again = [*command, "--gate", str(baseline), "--compare", str(run)]
    assert main(again) == 0
    second = json.loads(capsys.readouterr().out)
    assert second["gate"] == {"passes": True, "falls": []}
    assert second["comparison"]["changes"] == []

    found = json.loads(baseline.read_text())
    found["scores"]["vital_nuggets"] = {n: [1.5, 1] for n in found["scores"]["vital_nuggets"]}
    baseline.write_text(json.dumps(found))
    assert main(["eval", str(questions), "--gate", str(baseline)]) == 1
    assert "NIET geslaagd" in capsys.readouterr().out


def test_half_a_set_or_one_type(
    questions: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["eval", str(questions), "--split", "develop", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["questions"]["all"] == 1
    assert main(["eval", str(questions), "--type", "out_of_corpus", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["questions"]["all"] == 1


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["nergens"], 1, "geen vragenset"),
        (["{set}", "--type", "raadsel"], 2, "raadsel"),
        (["{set}", "--type", "privacy"], 1, "geen vraag over"),
        (["{set}", "--gate", "nergens.json"], 1, "geen ijkpunt"),
        (["{set}", "--compare", "nergens"], 1, "geen meting"),
        (["{set}", "--judge", "llama3"], 1, "SOORT:NAAM"),
        (["--check", "{set}", "nergens"], 1, "geen map"),
        (["wilgenwaard"], 1, "zit niet in de opslag"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    questions: Path,
    store: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    told: str,
) -> None:
    capsys.readouterr()
    assert main(["eval", *(a.format(set=questions) for a in arguments)]) == code
    error = capsys.readouterr().err.splitlines()[-1]
    assert error.startswith("piketpaal: ")
    assert told in error


def test_originals_that_are_gone_can_be_pointed_at(
    questions: Path, store: Path, documents: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    moved = documents.rename(documents.with_name("elders"))
    assert main(["eval", str(questions)]) == 1
    assert "--documents MAP" in capsys.readouterr().err
    assert main(["eval", str(questions), "--documents", str(moved)]) == 0


def test_before_an_ingest_it_says_so(
    questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval", str(questions), "--data", str(tmp_path / "leeg")]) == 1
    assert "piketpaal ingest MAP" in capsys.readouterr().err
