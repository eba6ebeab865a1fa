"""Owns the LangChain side: our retrieval as a retriever, our answers as a runnable.

Others plug Piketpaal into their own chains with these, and their own chat model into ours:
``evidence_prompt`` fills the prompt ``bewijs`` within a token budget. Importing this module
loads langchain_core; nothing else in the house does.
"""

from __future__ import annotations

import datetime
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import ConfigDict

import prompts
from assistant.assistant import Assistant
from assistant.retrieve import Filters, Hit
from ingest.embed import Embedder

__all__ = ["PiketpaalEmbeddings", "PiketpaalRetriever", "ask_runnable", "evidence_prompt"]


class PiketpaalRetriever(BaseRetriever):
    """Piketpaal's hybrid retrieval behind LangChain's retriever interface."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: Assistant
    k: int = 10
    filters: Filters = Filters()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        return [_to_langchain(hit) for hit in self.assistant.search(query, self.k, self.filters)]


class PiketpaalEmbeddings(Embeddings):
    """One of our embedders behind LangChain's interface."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [vector.tolist() for vector in self._embedder.passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        found: list[float] = self._embedder.query(text).tolist()
        return found


def ask_runnable(assistant: Assistant, filters: Filters | None = None) -> Runnable[str, Any]:
    """A runnable from a question to an answer in the form of the contract."""
    return RunnableLambda(lambda question: assistant.ask(question, filters).to_dict())


def evidence_prompt(
    question: str, found: list[LangChainDocument], *, budget: int, as_of: datetime.date
) -> str:
    """The prompt ``bewijs`` with as many of the passages, numbered from 1, as fit ``budget``."""
    numbered = [
        f"[{n}] {d.metadata['title']}, p. {d.metadata['page']}: {d.page_content}"
        for n, d in enumerate(found, start=1)
    ]
    prompt = prompts.load("bewijs")
    evidence = "\n".join(prompts.within_budget(numbered, budget))
    return prompt.fill(vraag=question, bewijs=evidence, stand_per=as_of.isoformat())


def _to_langchain(hit: Hit) -> LangChainDocument:
    return LangChainDocument(
        id=hit.passage.id,
        page_content=hit.passage.text,
        metadata={
            "title": hit.document.title,
            "file": hit.document.file,
            "page": hit.passage.page,
            "page_label": hit.passage.page_label,
            "section": hit.passage.section,
            "score": hit.score,
        },
    )
