"""Owns the noun ``Evidence`` and relevance: how much of the question's topic a text covers."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.question import Question
from assistant.retrieve import Hit
from corpus.catalogue import Catalogue
from corpus.documents import Document
from ingest.passages import Passage
from ingest.split import sentence_spans
from ingest.words import words

__all__ = ["Evidence", "Relevance", "Sentence"]

# A topic word that stands in a text counts whole; one that is only of the same theme, less.
_SAME_THEME = 0.6
_SAME_THEME_LOOSELY = 0.3
_UNSURE = 0.5
_SAME_PLACE = 0.6
_BULLET = re.compile(r"^[–—•·*▪-]\s+")
_COMPOUND_PART = 5  # a shorter word inside another says nothing ("ras" in "terras")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a passage with its relevance to the question."""

    text: str
    relevance: float
    themes: frozenset[str]


@dataclass(frozen=True)
class Evidence:
    """A passage found for a question, with how much of the topic it covers (0..1)."""

    hit: Hit
    relevance: float

    @property
    def passage(self) -> Passage:
        """The passage."""
        return self.hit.passage

    @property
    def document(self) -> Document:
        """The document it stands in."""
        return self.hit.document

    @property
    def is_row(self) -> bool:
        """Whether it is a table row."""
        return self.passage.row is not None

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The sentences of the passage as text; a heading is one of them."""
        text = self.passage.text
        found = (text[s.start : s.end] for s in sentence_spans(text))
        return tuple(_BULLET.sub("", line) for line in found)


class Relevance:
    """Measures texts against the topic of one question.

    A topic word weighs more the rarer it is in the store (as in BM25); a word that is nowhere
    weighs most, so a question about something unknown scores low everywhere.
    """

    def __init__(
        self,
        question: Question,
        catalogue: Catalogue,
        frequency: Callable[[str], int],
        passages: int,
    ) -> None:
        self._catalogue = catalogue
        self.frequency, self.passages = frequency, passages
        self._themes_of, self._certain = _themes_of_words(question, catalogue)
        self._places = tuple(re.compile(rf"\b{re.escape(p)}\b") for p in question.places)
        self._place_stems = frozenset(words(" ".join(question.places)))
        self.weights: dict[str, float] = {
            stem: math.log(1.0 + passages / (1.0 + frequency(stem))) * self._import(stem)
            for stem in question.topic
        }
        stems = zip(question.topic, question.terms, strict=True)
        self.unknown = tuple(
            term for stem, term in stems if frequency(stem) == 0 and stem not in self._certain
        )
        self._moderate()
        self._asked = frozenset(question.themes)
        self._headings: dict[str, frozenset[str]] = {}
        self._known: dict[tuple[str, str], Sentence] = {}
        self._total = sum(self.weights.values()) or 1.0

    def _themes_above(self, heading: str) -> frozenset[str]:
        if heading not in self._headings:
            found = self._catalogue.find_themes(heading)
            self._headings[heading] = frozenset(m.id for m in found)
        return self._headings[heading]

    def names_place(self, text: str) -> bool:
        """Whether ``text`` names a place of the question."""
        return any(pattern.search(text) for pattern in self._places)

    def _import(self, stem: str) -> float:
        """A place and a word of a theme say what a question is about; others less surely."""
        if stem in self._place_stems or stem.isdigit():
            return 1.5
        return 1.0 if stem in self._themes_of else _UNSURE

    def _moderate(self) -> None:
        """Words that may be the topic never outweigh those that are: half of them at most."""
        sure = {stem for stem in self.weights if self._import(stem) > _UNSURE}
        unsure = sum(w for s, w in self.weights.items() if s not in sure)
        most = 0.5 * sum(self.weights[s] for s in sure)
        if sure and unsure > most:
            for stem in self.weights.keys() - sure:
                self.weights[stem] *= most / unsure

    def of_passage(self, passage: Passage, document: Document) -> float:
        """Relevance of a passage with its headings and the title of its document."""
        above = f"{document.title} {' '.join(passage.headings)}"
        score = self._score(f"{above} {passage.text}", frozenset(passage.themes))
        # What stands under a heading that names the place of the question is about that place.
        return max(score, _SAME_PLACE) if self.names_place(above) else score

    def of_text(self, text: str, context: str = "") -> Sentence:
        """Relevance of a sentence; what only its heading covers counts for half."""
        key = (text, context)
        if key not in self._known:
            self._known[key] = self._of_text(text, context)
        return self._known[key]

    def _of_text(self, text: str, context: str) -> Sentence:
        themes = frozenset(m.id for m in self._catalogue.find_themes(text))
        own = self._score(text, themes)
        if self.names_place(text) and not self._asked.isdisjoint(themes):
            return Sentence(text, max(own, _SAME_PLACE), themes)
        if context and own > 0.0:
            both = self._score(f"{context} {text}", themes | self._themes_above(context))
            own = (own + both) / 2
        return Sentence(text, own, themes)

    def _score(self, text: str, themes: frozenset[str]) -> float:
        if not self.weights:
            return 0.0
        # A place is a name: "Zwolle" is not in "commissie-Van Zwol", whatever their stems.
        stems = frozenset(words(text)) - self._place_stems
        if self.names_place(text):
            stems |= self._place_stems
        covered = sum(w * self._coverage(t, stems, themes) for t, w in self.weights.items())
        return covered / self._total

    def _coverage(self, stem: str, stems: frozenset[str], themes: frozenset[str]) -> float:
        if stem in stems:
            return 1.0
        if len(stem) >= _COMPOUND_PART and any(stem in other for other in stems):
            return 0.9
        if themes and not themes.isdisjoint(self._themes_of.get(stem, frozenset())):
            return _SAME_THEME if stem in self._certain else _SAME_THEME_LOOSELY
        return 0.0


def _themes_of_words(
    question: Question, catalogue: Catalogue
) -> tuple[Mapping[str, frozenset[str]], frozenset[str]]:
    """Per topic stem the themes it belongs to, and the stems that are a theme's own label."""
    found: dict[str, set[str]] = {}
    certain: set[str] = set()
    for mention in catalogue.find_themes(question.text):
        own = {s for label in catalogue.themes[mention.id].labels for s in words(label)}
        for stem in words(mention.label):
            found.setdefault(stem, set()).add(mention.id)
            if stem in own:  # "energie" is; "kernenergie" only holds it
                certain.add(stem)
        # The label may be a part of a longer word in the question.
        for word in question.text.split():
            if mention.label.lower() in word.lower():
                for stem in words(word):
                    found.setdefault(stem, set()).add(mention.id)
    return {stem: frozenset(ids) for stem, ids in found.items()}, frozenset(certain)
