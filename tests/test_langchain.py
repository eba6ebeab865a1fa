"""The LangChain side: our parts behind its interfaces."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.langchain_bridge import (
    PiketpaalEmbeddings,
    PiketpaalRetriever,
    ask_runnable,
    evidence_prompt,
)
from ingest.embed import HashEmbedder
from ingest.settings import Settings
from prompts import count_tokens


@pytest.fixture(scope="module")
def assistant(sample_store: Path) -> Assistant:
    return Assistant.open(Settings(data=sample_store))


def test_the_retriever_gives_langchain_documents(assistant: Assistant) -> None:
    found = PiketpaalRetriever(assistant=assistant, k=3).invoke("rioolvervanging Vogelbuurt")
    assert len(found) == 3
    assert "Vogelbuurt" in " ".join(d.page_content for d in found)
    assert {"title", "file", "page", "score"} <= set(found[0].metadata)


def test_the_runnable_answers_in_the_form_of_the_contract(assistant: Assistant) -> None:
    answer = ask_runnable(assistant).invoke("Is het groenplan vastgesteld?")
    assert answer["outcome"] == "answered"
    assert answer["citations"]


def test_the_prompt_keeps_to_its_budget_and_numbers_from_1(assistant: Assistant) -> None:
    found = PiketpaalRetriever(assistant=assistant, k=10).invoke("bomen")
    day = datetime.date(2026, 11, 23)
    small = evidence_prompt("Hoe?", found, budget=400, as_of=day)
    large = evidence_prompt("Hoe?", found, budget=5000, as_of=day)
    assert "[1] " in small
    assert "[10] " in large
    assert count_tokens(small) < count_tokens(large) < 5600


def test_our_embedder_is_a_langchain_embedding() -> None:
    model = PiketpaalEmbeddings(HashEmbedder())
    assert len(model.embed_query("riool")) == HashEmbedder.dimension
    assert len(model.embed_documents(["riool", "boom"])) == 2
