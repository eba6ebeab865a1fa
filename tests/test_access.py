"""Rule 3: a passage carries who may read it, and every leg keeps to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.retrieve import Filters
from corpus.catalogue import load
from ingest.embed import HashEmbedder
from ingest.settings import Settings
from ingest.sync import ingest

SECRET = (
    "De grondaankoop Geheimveld kost € 4.321.000 en het groenplan is op 3 mei 2026 vastgesteld."
)


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "memo.md").write_text(f"# Memo Testdorp\n\n{SECRET}\n", "utf-8")
    (folder / "akkoord.md").write_text(
        "# Coalitieakkoord Testdorp 2026-2030\n\nWij stellen in 2027 een groenplan vast.\n",
        "utf-8",
    )
    (folder / "documents.yaml").write_text(
        "documents:\n- {file: memo.md, type: memo, municipality: Testdorp, date: 2026-05-04,"
        " groups: [grondzaken]}\n"
        "- {file: akkoord.md, municipality: Testdorp}\n",
        "utf-8",
    )
    settings = Settings(data=tmp_path / "data", embedding="hash")
    ingest([folder], settings, embedder=HashEmbedder(), catalogue=load())
    return Assistant.open(settings)


@pytest.mark.parametrize(
    "question",
    [
        "Wat kost de grondaankoop Geheimveld?",
        "Is het groenplan vastgesteld?",
        "Hoe regelen we het groenplan?",
    ],
)
def test_what_a_reader_may_not_see_is_nowhere(assistant: Assistant, question: str) -> None:
    answer = str(assistant.ask(question).to_dict()).replace(question, "")
    for word in ("4.321", "Memo", "memo.md"):
        assert word not in answer
    assert assistant.ask(question).searched.documents == 1
    assert all(h.document.file != "memo.md" for h in assistant.search(question, 50))


def test_a_reader_in_the_group_sees_it(assistant: Assistant) -> None:
    inside = Filters(groups=frozenset({"grondzaken"}))
    answer = assistant.ask("Wat kost de grondaankoop Geheimveld?", inside)
    assert any("4.321.000" in c.quote for c in answer.citations)


def test_the_map_keeps_to_it_too(assistant: Assistant) -> None:
    for filters, status in (
        (Filters(), "aangekondigd"),
        (Filters(groups=frozenset({"grondzaken"})), "vastgesteld"),
    ):
        found = {i["id"]: i for i in assistant.map(filters).instruments}
        assert found["I10"]["status"] == status
