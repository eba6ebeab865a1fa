"""Owns ``Statement``s: what an answer says, one claim at a time, and what a phrasing matches.

A nugget or a forbidden claim is looked for within one statement, so that words that stand far
apart in an answer do not add up to something it never said.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ingest.dates import dutch_day
from ingest.text import collapse

__all__ = ["Statement", "holds", "is_told", "statements", "text_statements"]

# Where one sentence ends and the next begins; a marker [n] belongs to the sentence before it.
_SENTENCE_END = re.compile(r"(?<=[.!?])[”\"')]*(?:\s*\[\d+\])*\.?\s+(?=[“\"'(]?[A-ZÀ-Ý])")
_MARKS = re.compile(r"\*\*|(?m:^[-*]\s+)|(?m:^#+\s+)")
_MARKER = re.compile(r"\[(\d+)\]")
_OF_THE_SEARCH = re.compile(r"_\(?(?:Gezocht|Gelezen)\b[^_]*_")
_STAR = "*"
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Fields that say how an item was made, not what it claims.
_SILENT_FIELDS = frozenset(
    {"citations", "basis", "searched", "legal_base", "article", "rule_id", "criteria", "core"}
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the text, or one item of a slot; ``slot`` is "text" for the text."""

    slot: str
    text: str
    citations: tuple[int, ...] = ()


def statements(answer: Mapping[str, Any]) -> Iterator[Statement]:
    """Everything an answer in the form of the contract says: its text, then its slots."""
    yield from text_statements(answer["text"])
    for slot, found in answer["slots"].items():
        items = found if isinstance(found, list) else [found] if found else []
        for item in items:
            yield Statement(slot, _words(item), tuple(item.get("citations", ())))


def text_statements(text: str) -> Iterator[Statement]:
    """The sentences of the Dutch text, without the layout.

    What it says of the search itself is left out: that repeats the words of the question, and a
    word that was searched for is no word that was found.
    """
    for line in _OF_THE_SEARCH.sub(" ", text).splitlines():
        plain = collapse(_MARKS.sub(" ", line).strip(" _"))
        start = 0
        for end in [*_SENTENCE_END.finditer(plain), None]:
            sentence = plain[start : end.end() if end else None].strip()
            start = end.end() if end else start
            if sentence:
                cited = tuple(int(n) for n in _MARKER.findall(sentence))
                yield Statement("text", sentence, cited)


def holds(statement: Statement, parts: Sequence[str]) -> bool:
    """Whether every part stands in the statement as whole words, in any order."""
    return all(_pattern(part).search(statement.text) for part in parts)


def is_told(accept: Sequence[Sequence[str]], said: Sequence[Statement]) -> bool:
    """Whether one statement holds all parts of one of the accepted phrasings."""
    return any(holds(s, parts) for s in said for parts in accept)


@lru_cache(maxsize=8192)
def _pattern(part: str) -> re.Pattern[str]:
    words = collapse(part)
    open_end = words.endswith(_STAR)
    body = r"\s+".join(re.escape(w) for w in words.removesuffix(_STAR).split(" "))
    # A number may not be found inside a longer one: 228 is not in 1.228 or 228,5.
    before = r"(?<!\w)(?<!\d[.,])" if words[:1].isalnum() else ""
    after = "" if open_end or not words[-1:].isalnum() else r"(?!\w|[.,]\d)"
    return re.compile(before + body + after, re.IGNORECASE)


def _words(value: Any) -> str:
    """All that an item says, in the order of its fields."""
    if isinstance(value, Mapping):
        kept = (v for name, v in value.items() if name not in _SILENT_FIELDS)
        return collapse(" ; ".join(text for text in map(_words, kept) if text))
    if isinstance(value, list | tuple):
        return " ; ".join(text for text in map(_words, value) if text)
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return _dutch(value)
    return _as_shown(str(value))


def _as_shown(text: str) -> str:
    """A date as a screen shows it: 2026-10-15 is 15 oktober 2026; other text as it is."""
    if not _ISO_DAY.fullmatch(text):
        return text
    try:
        return dutch_day(datetime.date.fromisoformat(text))
    except ValueError:  # 2026-13-40 only looks like a date
        return text


def _dutch(value: float) -> str:
    """150000.0 as it is written: 150.000."""
    whole = f"{value:,.2f}".removesuffix(".00")
    return whole.replace(",", "\0").replace(".", ",").replace("\0", ".")
