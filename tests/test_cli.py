"""The command: exit codes, one clear line, and JSON that scripts rely on."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import main

KEYS = {"added", "updated", "unchanged", "removed", "refused", "pages", "passages", "seconds"}


@pytest.fixture(autouse=True)
def quick_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIKETPAAL_EMBEDDING", "hash")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with two small documents in it."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "akkoord.md").write_text(
        "# Coalitieakkoord Testdorp 2026-2030\n\n## Groen\n\n"
        "Wij planten 1.000 bomen in de gemeente Testdorp voor 2030.\n\n"
        "Voor het beheer van de bomen is nog geen dekking.\n\n"
        "## Portefeuilles\n\n- Wethouder Anna Bos: groen, water en openbare ruimte\n",
        "utf-8",
    )
    assert main(["ingest", str(folder), "--data", str(tmp_path / "data")]) == 0
    return tmp_path / "data"


def output(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    captured = capsys.readouterr()
    return captured.out, captured.err


@pytest.mark.parametrize("question", ["", "   ", "x" * 20_000, "\x01\x02hoe"])
def test_what_is_no_question_exits_2_with_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], question: str
) -> None:
    for command in ("ask", "search"):
        assert main([command, question, "--data", str(tmp_path)]) == 2
        out, err = output(capsys)
        assert out == ""
        assert err.startswith("piketpaal: De vraag")
        assert err.count("\n") == 1


@pytest.mark.parametrize("command", [["ask", "Hoe dan?"], ["search", "groen"], ["status"], ["map"]])
def test_before_an_ingest_it_says_so_and_how(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    assert main([*command, "--data", str(tmp_path / "leeg")]) == 1
    assert "piketpaal ingest MAP" in output(capsys)[1]


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        ["draft"],
        ["search", "x", "-k", "0"],
        ["ask"],
        ["ask", "x", "--valid-on", "gisteren"],
        ["ingest"],
    ],
)
def test_wrong_use_exits_2(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(wrong) == 2
    assert output(capsys)[1].count("\n") == 1


def test_ingest_tells_what_it_did_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "nota.md").write_text("# Nota\n\nEr komt een fietspad.\n", "utf-8")
    (tmp_path / "in" / "leeg.txt").write_bytes(b"")
    arguments = ["ingest", str(tmp_path / "in"), "--data", str(tmp_path / "d"), "--json"]
    assert main(arguments) == 1
    out, err = output(capsys)
    found = json.loads(out)
    assert set(found) == KEYS
    assert found["added"] == ["nota.md"]
    assert found["refused"][0]["file"] == "leeg.txt"
    assert "geweigerd" in err


def test_search_gives_hits_in_the_form_of_the_contract(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "bomen", "-k", "1", "--json", "--data", str(data)]) == 0
    (hit,) = json.loads(output(capsys)[0])["hits"]
    assert set(hit) == {"file", "document", "page", "page_label", "section", "text", "score"}
    assert hit["file"] == "akkoord.md"
    assert hit["page"] == 1
    assert "bomen" in hit["text"]


def test_a_question_a_line_gives_a_json_line_each(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = b"Hoeveel bomen planten we?\n\n???\nWie gaat over groen?\n"

    class Stdin(io.StringIO):
        buffer = io.BytesIO(questions)

    monkeypatch.setattr("sys.stdin", Stdin())
    assert main(["ask", "-", "--data", str(data)]) == 2
    lines: list[dict[str, Any]] = [json.loads(x) for x in output(capsys)[0].splitlines()]
    assert [x["question"] for x in lines] == [
        "Hoeveel bomen planten we?",
        "???",
        "Wie gaat over groen?",
    ]
    assert "error" in lines[1]
    assert lines[2]["slots"]["roles"][0]["holder"] == "Wethouder Anna Bos"


def test_answers_to_read_name_their_sources(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "Is er dekking voor het beheer van de bomen?", "--data", str(data)]) == 0
    out = output(capsys)[0]
    assert "geen dekking" in out
    assert "Bronnen" in out
    assert "Coalitieakkoord Testdorp" in out


def test_the_map_lists_every_instrument_once(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["map", "--json", "--data", str(data)]) == 0
    found = json.loads(output(capsys)[0])
    assert set(found) >= {"as_of", "instruments", "ambitions"}
    assert len({i["id"] for i in found["instruments"]}) == len(found["instruments"]) == 72
    missing = [i for i in found["instruments"] if i["status"] == "niet_aangetroffen"]
    assert missing
    assert all(i["searched"]["terms"] and i["searched"]["documents"] == 1 for i in missing)
    assert [a["quantity"] for a in found["ambitions"]] == ["1.000 bomen"]


def test_status_lists_what_is_in(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--json", "--data", str(data)]) == 0
    found = json.loads(output(capsys)[0])
    assert [d["type"] for d in found["documents"]] == ["coalitieakkoord"]
    assert found["documents"][0]["municipality"] == "Testdorp"


def test_filters_are_kept_to(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    question = ["ask", "Hoeveel bomen planten we?", "--json", "--data", str(data)]
    assert main([*question, "--municipality", "Elders"]) == 0
    found = json.loads(output(capsys)[0])
    assert (found["outcome"], found["searched"]["documents"]) == ("not_in_sources", 0)
    assert main([*question, "--type", "coalitieakkoord"]) == 0
    assert json.loads(output(capsys)[0])["searched"]["documents"] == 1


def test_status_lists_doubts_and_the_register_settles_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, data = tmp_path / "in", str(tmp_path / "data")
    folder.mkdir()
    (folder / "begroting-2026.md").write_text(
        "# Programmabegroting 2027\n\nGemeente Testdorp\n\nVastgesteld door de raad op 5 november"
        " 2026\n\nDe lasten stijgen.\n",
        "utf-8",
    )
    assert main(["ingest", str(folder), "--data", data]) == 0
    output(capsys)
    assert main(["status", "--json", "--data", data]) == 0
    (doubt,) = json.loads(output(capsys)[0])["doubts"]
    assert (doubt["file"], doubt["fact"]) == ("begroting-2026.md", "budget_year")
    assert {c["value"]: c["read_from"] for c in doubt["candidates"]} == {
        "2027": "titel",
        "2026": "bestandsnaam",
    }
    assert Path(doubt["register"]) == folder / "documents.yaml"
    assert main(["status", "--data", data]) == 0
    told = output(capsys)[0]
    assert "Over welk jaar gaat dit document?" in told
    assert "budget_year: 2027  # of: 2026" in told
    (folder / "documents.yaml").write_text(f"documents:\n{doubt['yaml']}\n", "utf-8")
    assert main(["ingest", str(folder), "--data", data]) == 0
    output(capsys)
    assert main(["status", "--json", "--data", data]) == 0
    found = json.loads(output(capsys)[0])
    assert found["doubts"] == []
    assert found["documents"][0]["read_from"]["budget_year"] == "register"


def test_search_shows_the_decision_a_passage_is_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, data = tmp_path / "in", str(tmp_path / "data")
    folder.mkdir()
    (folder / "lijst.md").write_text(
        "# Besluitenlijst college gemeente Testdorp, 14 november 2023\n\n## Wethouder Kok\n\n"
        "### 1. Woonvisie\n\n**Besluit:** De raad voor te stellen de Woonvisie vast te stellen.\n\n"
        "### 2. Bomen\n\n**Besluit:** De bomen aan de Kade te kappen.\n",
        "utf-8",
    )
    assert main(["ingest", str(folder), "--data", data]) == 0
    output(capsys)
    assert main(["search", "bomen kappen", "-k", "1", "--json", "--data", data]) == 0
    (hit,) = json.loads(output(capsys)[0])["hits"]
    assert hit["section"] == "2. Bomen"
    assert "Woonvisie" not in hit["text"]
