"""Owns the weaker measure of cells: do label, headers and value stand in one chunk at all?

It says nothing of which value belongs to which header, only that a language model that is given
the chunk could see all of them; readers without tables have no other. Words count wherever in
the chunk they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from evals.reading.labels import CellLabel
from evals.reading.lost import healed
from evals.reading.rivals import CHUNK, OVERLAP, PageRead

__all__ = ["chunks_of", "in_one_chunk"]

_WORD = re.compile(r"\w+")
_SPACES = re.compile(r"\s+")


def chunks_of(page: PageRead) -> Sequence[str]:
    """The reader's own chunks, or its text cut as LangChain's splitter does."""
    if page.chunks is not None:
        return page.chunks
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    return [str(chunk) for chunk in splitter.split_text(page.text)]


def in_one_chunk(label: CellLabel, chunks: Sequence[str]) -> bool:
    """Whether one chunk holds the printed value and each word of the label and the headers."""
    printed = _printed(label.printed)
    words = _WORD.findall(healed(" ".join((label.row, *label.headers))))
    return any(
        printed.search(text) is not None and all(_stands(word, text) for word in words)
        for text in (_SPACES.sub(" ", healed(chunk)) for chunk in chunks)
    )


def _printed(text: str) -> re.Pattern[str]:
    """The value by itself, no part of a longer number; white space in it may be lost or added."""
    marks = r"\s*".join(re.escape(mark) for mark in healed(text) if not mark.isspace())
    return re.compile(rf"(?<![\w.,]){marks}(?!\w|[.,]\d)")


def _stands(word: str, text: str) -> bool:
    """A number must be by itself; a word may be glued to others."""
    if word.isdigit():
        return re.search(rf"(?<!\d){word}(?!\d)", text) is not None
    return word in text
