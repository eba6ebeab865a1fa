"""Owns token budgets: counting by tiktoken's cl100k_base, whose ranks are shipped here.

tiktoken would fetch the ranks on first use; it reads them from ``prompts/ranks`` instead and
checks their hash itself. The count is an estimate for models with another tokenizer.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tiktoken

__all__ = ["count_tokens", "within_budget"]


def count_tokens(text: str) -> int:
    """How many tokens ``text`` takes; special tokens in it are ordinary text."""
    return len(_encoding().encode(text, disallowed_special=()))


def within_budget(texts: Iterable[str], tokens: int) -> Iterator[str]:
    """The first of ``texts`` that together take at most ``tokens``; none is cut."""
    left = tokens
    for text in texts:
        left -= count_tokens(text)
        if left < 0:
            return
        yield text


@lru_cache(maxsize=1)
def _encoding() -> tiktoken.Encoding:
    import tiktoken

    with as_file(files("prompts") / "ranks") as folder:
        before = os.environ.get("TIKTOKEN_CACHE_DIR")
        os.environ["TIKTOKEN_CACHE_DIR"] = str(folder)
        try:
            return tiktoken.get_encoding("cl100k_base")
        finally:
            if before is None:
                del os.environ["TIKTOKEN_CACHE_DIR"]
            else:
                os.environ["TIKTOKEN_CACHE_DIR"] = before
