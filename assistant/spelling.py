"""Owns spelling: a word that stands in no document is read as the one it resembles.

Only words of documents that the asker may read are looked at, so that a question cannot find out by
near misses what stands in the others. What was read is told with the answer.
"""

from __future__ import annotations

import re

from assistant.question import Question
from ingest.lexical import LexicalIndex
from ingest.words import STOP_WORDS, words

__all__ = ["respelled"]

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 5
_LEAST_ALIKE = 0.6
_LONG = 10  # from this length two letters may be wrong, below it one


def respelled(
    question: Question, lexical: LexicalIndex, editions: frozenset[str]
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The question with its misspelt words replaced, and which word was read as which.

    The replacement is a stem as the index keeps it: it is for searching and not for show.
    """
    read: dict[str, str] = {}
    unknown = frozenset(question.topic)

    def replaced(match: re.Match[str]) -> str:
        word = match[0]
        stems = words(word)
        skip = len(word) < _SHORTEST or word.lower() in STOP_WORDS or len(stems) != 1
        if skip or stems[0] not in unknown or _is_name(match) or lexical.frequency(stems[0]):
            return word
        found = lexical.similar(stems[0], 2 if len(word) >= _LONG else 1, editions)
        if found is None or _similarity(word, found) < _LEAST_ALIKE:
            return word
        read[word] = found
        return found

    text = _WORD.sub(replaced, question.text)
    return text, tuple(read.items())


def _similarity(word: str, found: str) -> float:
    """How far the word itself, not its stem, is like what it would be read as (0..1)."""
    from rapidfuzz.distance import DamerauLevenshtein

    return float(DamerauLevenshtein.normalized_similarity(word.lower(), found))


def _is_name(match: re.Match[str]) -> bool:
    """A capital inside a sentence is a name: another town is not a misspelt one of ours."""
    return match[0][:1].isupper() and match.start() > 0
