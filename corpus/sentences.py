"""Owns what one sentence shows: the status of an instrument, and how hard a promise is.

The cues are data (status_cues.yaml, strength.yaml); the order in which they are asked is
here. A sentence is read alone: who says it, and about what, is for the caller to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import ConfigDict

from corpus.match import Vocabulary
from corpus.status import Status
from corpus.tables import STRICT, Cue, Words

__all__ = ["Commitment", "StatusCue", "StrengthCue", "commitment", "containers", "status_of"]

_SPACES = re.compile(r"[\s\u00ad]+")


@dataclass(frozen=True, slots=True)
class StatusCue:
    """One rule of the ordered list: these words show this status; most kinds are guards."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: str
    kind: Literal[
        "cue", "toc", "missing", "negation", "requested", "proposal", "condition", "planned",
        "draft", "other_body", "general", "decision_list", "target",
    ]  # fmt: skip
    status: Status
    patterns: tuple[Cue, ...]
    examples: Words


@dataclass(frozen=True, slots=True)
class StrengthCue:
    """What shows a strength, a quantity, a deadline, a condition or a new clause."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: str
    kind: Literal[
        "level", "money", "no_promise", "target", "quantity", "deadline", "condition", "clause",
        "same_subject", "subject", "container",
    ]  # fmt: skip
    strength: Literal[0, 1, 2, 3, 4, 5] | None
    label: str
    patterns: tuple[Cue, ...]
    examples: Words
    container_words: Words = ()

    def found_in(self, text: str) -> str | None:
        """Return the first words of ``text`` that match, or None."""
        return _first(self.patterns, text)


@dataclass(frozen=True, slots=True)
class Commitment:
    """How hard a sentence promises: 0 (a position) to 5 (firm and measurable), or no promise.

    ``quantity`` and ``deadline`` are the printed words; ``container_words`` are the words in
    it that cannot be tested, as the catalogue spells them, in the order of the sentence.
    """

    strength: int | None
    quantity: str | None = None
    deadline: str | None = None
    conditional: bool = False
    container_words: tuple[str, ...] = ()
    shown_by: str = ""


def status_of(
    cues: Iterable[StatusCue], sentence: str, *, decided: bool = False, year: int | None = None
) -> tuple[Status, str]:
    """Return the status and the words that showed it; GENOEMD and "" when nothing did.

    ``decided`` says the sentence is a point of a decision list or adopted decision, where
    "het programma vast te stellen" means that it was adopted. ``year`` is the document's:
    "in 2026 is het programma vastgesteld" is a plan in a document of 2022.
    """
    plain = _line(sentence)
    for cue in cues:
        if cue.kind == "decision_list" and not decided:
            continue
        if cue.kind == "target":
            if later := _later(cue.patterns, plain, year):
                return cue.status, later
            continue
        if shown := _first(cue.patterns, sentence if cue.kind == "toc" else plain):
            return cue.status, shown
    return Status.GENOEMD, ""


def containers(cues: Iterable[StrengthCue]) -> Vocabulary:
    """Compile the container words of the strength table."""
    words = [word for cue in cues if cue.kind == "container" for word in cue.container_words]
    return Vocabulary((word, (word,), ()) for word in words)


def commitment(
    cues: Iterable[StrengthCue], untestable: Vocabulary, sentence: str, *, year: int | None = None
) -> Commitment:
    """Weigh one sentence; ``year`` is the document's, to know a target from a report.

    "In 2026 zijn er 500 woningen gebouwd" promises in a document of 2022, and reports in one
    of 2027; without a year it is no promise.
    """
    plain = _line(sentence)
    table = tuple(cues)
    words = dict.fromkeys(mention.id for mention in untestable.find(plain))
    quantity = _of_kind(table, "quantity", plain)
    deadline = _of_kind(table, "deadline", plain)
    strength, shown = _strength(table, plain, year)
    return Commitment(
        strength=strength,
        quantity=quantity,
        deadline=deadline,
        conditional=_of_kind(table, "condition", plain) is not None,
        container_words=tuple(words),
        shown_by=shown,
    )


def _strength(
    table: tuple[StrengthCue, ...], plain: str, year: int | None
) -> tuple[int | None, str]:
    if _of_kind(table, "no_promise", plain) is not None:
        return None, ""
    best: int | None = None
    shown = ""
    for clause in _clauses(table, plain):
        strength, words = _clause_strength(table, clause)
        if strength is not None and (best is None or strength > best):
            best, shown = strength, words
    if best == 4 and (_of_kind(table, "quantity", plain) or _of_kind(table, "deadline", plain)):
        best = 5
    if best is None and _of_kind(table, "quantity", plain):
        for cue in table:
            if cue.kind == "target" and (later := _later(cue.patterns, plain, year)):
                return cue.strength, later
    return best, shown


def _clause_strength(table: tuple[StrengthCue, ...], clause: str) -> tuple[int | None, str]:
    found: dict[int, str] = {}
    for cue in table:
        if cue.kind in ("level", "money") and cue.strength is not None:
            words = cue.found_in(clause)
            if words is not None:
                found.setdefault(cue.strength, words)
    for strength in (1, 2, 5, 0, 3, 4):  # the weak words weaken all else in the clause
        if strength in found:
            return strength, found[strength]
    return None, ""


def _clauses(table: tuple[StrengthCue, ...], plain: str) -> Iterator[str]:
    """Cut a sentence; a clause that has no subject of its own gets the one before it."""
    cuts = {0: False}
    for cue in table:
        if cue.kind in ("clause", "same_subject"):
            for pattern in cue.patterns:
                for match in pattern.finditer(plain):
                    cuts[match.end()] = cue.kind == "same_subject"
    starts = sorted(cuts)
    for start, end in zip(starts, [*starts[1:], len(plain)], strict=True):
        subject = _of_kind(table, "subject", plain[:start]) if cuts[start] else None
        yield f"{subject} {plain[start:end]}" if subject else plain[start:end]


def _of_kind(table: tuple[StrengthCue, ...], kind: str, plain: str) -> str | None:
    for cue in table:
        if cue.kind == kind and (words := cue.found_in(plain)) is not None:
            return words
    return None


def _later(patterns: tuple[re.Pattern[str], ...], plain: str, year: int | None) -> str | None:
    """Return the words that name a year after ``year``; None when the year is not known."""
    for pattern in patterns if year is not None else ():
        match = pattern.search(plain)
        if match and year is not None and int(match["year"]) > year:
            return match.group()
    return None


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> str | None:
    """Return what the first matching pattern shows: its group ``shown``, else all of it."""
    for pattern in patterns:
        if match := pattern.search(text):
            return match.group("shown" if "shown" in pattern.groupindex else 0).strip()
    return None


def _line(sentence: str) -> str:
    return _SPACES.sub(" ", sentence.replace("\u00ad", "")).strip()
