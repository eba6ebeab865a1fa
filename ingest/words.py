"""Owns what a word is for the lexical leg: folded, without stop words, stemmed."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.text import fold

if TYPE_CHECKING:
    import Stemmer

__all__ = ["STOP_WORDS", "terms", "words"]

_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}\b)")
_WORD = re.compile(r"[^\W_]+(?:%|€)?")

STOP_WORDS = frozenset(
    "aan al alle alleen als bij daar daarbij dan dat de deze die dit door een en er het hij"
    " hoe hun ik in is je kan kunnen maar mee met moet moeten na naar niet nog nu of om omdat"
    " onder ons onze ook op over per te tegen ten ter toch tot u uit van voor waar wat we wel"
    " welke wie wij wordt worden zal ze zich zij zijn zo zoals zou".split()
)


def words(text: str) -> list[str]:
    """The stems of ``text`` in order; thousands lose their dots ("1.000" is "1000")."""
    return [stem for _, stem in terms(text)]


def terms(text: str) -> list[tuple[str, str]]:
    """The words of ``text`` that are no stop words, each with its stem."""
    found = _WORD.findall(fold(_THOUSANDS.sub("", text)))
    return [(word, _stem(word)) for word in found if word not in STOP_WORDS]


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    return word if word[:1].isdigit() else str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    import Stemmer

    return Stemmer.Stemmer("dutch")
