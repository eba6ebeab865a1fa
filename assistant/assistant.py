"""Owns the ``Assistant``: a question in, an answer out, everything loaded once."""

from __future__ import annotations

import datetime
import time
from collections import Counter
from dataclasses import replace

from assistant.ambitions import map_ambitions
from assistant.answer import Answer, Basis, Item, Models, Outcome, Searched
from assistant.boundary import map_boundary, map_work_form
from assistant.citations import Citations, keep_known_markers
from assistant.commissions import map_commissions
from assistant.couplings import map_couplings
from assistant.evidence import Relevance
from assistant.excerpts import map_excerpts
from assistant.gapmap import GapMap, draw_map
from assistant.gather import Pool, gather
from assistant.instruments import map_instruments
from assistant.mapping import Context
from assistant.money import map_money
from assistant.premise import map_premise
from assistant.question import Question, is_other_body, understand
from assistant.retrieve import Filters, Hit, Retriever
from assistant.roles import map_roles
from assistant.route import map_route
from assistant.spelling import respelled
from assistant.unread import unread_places
from assistant.word import read_as, word
from corpus.catalogue import Catalogue
from corpus.documents import Document
from ingest.derived import Derived
from ingest.embed import Embedder, load_embedder
from ingest.originals import Originals
from ingest.pages import Page
from ingest.settings import Settings
from ingest.store import Store

__all__ = ["Assistant"]

_SILENCE = 0.25  # below this share of the topic, nothing in the store is about the question
_HALF = 0.5
_SUBJECT = 7  # letters: a shorter unknown word is seldom what a question is about
_SAID = 0.25  # an excerpt that covers this much may be an answer in other words
_NEAR = 0.15  # less than this is not near either

_NO_QUESTION = Question("", (), (), (), (), (), (), (), False, False, None, False)
_NAMES = {
    "ambitions": "een ambitie of belofte",
    "commissions": "een opdracht of besluit",
    "roles": "een portefeuillehouder",
    "money": "een bedrag of dekking",
}


class Assistant:
    """Answers questions over one store."""

    def __init__(
        self, store: Store, embedder: Embedder, catalogue: Catalogue, settings: Settings
    ) -> None:
        store.check_embedder(embedder)
        self._store, self._embedder, self._catalogue = store, embedder, catalogue
        self._settings = settings
        self._load()

    @classmethod
    def open(cls, settings: Settings, catalogue: Catalogue | None = None) -> Assistant:
        """Open the store that ``settings`` name, with its embedding.

        Raises:
            EmptyStoreError: nothing was ingested yet.
            MismatchError: the store was made with another embedding.
        """
        from corpus.catalogue import load

        store = Store.open_for_reading(settings)
        return cls(store, load_embedder(settings.embedding), catalogue or load(), settings)

    @property
    def store(self) -> Store:
        """The store that is read."""
        return self._store

    @property
    def retriever(self) -> Retriever:
        """The retriever over the store's present state."""
        return self._retriever

    @property
    def catalogue(self) -> Catalogue:
        """The vocabularies that are used."""
        return self._catalogue

    @property
    def originals(self) -> Originals:
        """The files behind the documents."""
        return Originals.of(self._settings)

    def search(self, question: str, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """The ``k`` best passages for a question.

        Raises:
            UsageError: the question is empty, too long or not text.
        """
        return self._retriever.search(self._understand(question).text, k, filters)

    def page(self, edition: str, number: int) -> Page | None:
        """One stored page."""
        return self._store.page(edition, number)

    def refresh(self) -> None:
        """Take over what another process has ingested since this was opened."""
        if self._store.is_replaced():
            former, self._store = self._store, Store.open_for_reading(self._settings)
            self._load()
            former.close()

    def ask(
        self,
        question: str,
        filters: Filters | None = None,
        *,
        as_of: datetime.date | None = None,
    ) -> Answer:
        """Answer a question; everything that is claimed carries a checked citation.

        Raises:
            UsageError: the question is empty, too long or not text.
        """
        started = time.perf_counter()
        asked = self._understand(question)
        read, spelling = self._respell(asked, filters or Filters())
        context = self._context(read, filters or Filters(), as_of or datetime.date.today())
        slots, outcome = _fill(context)
        searched = Searched(
            documents=len(context.documents),
            passages=sum(
                e.passages for e in self._store.manifest.entries if e.edition in context.editions
            ),
            queries=context.pool.queries,
            as_of=context.as_of,
            newest=max((d.date.year for d in context.documents.values() if d.date), default=None),
            unread=unread_places(self._store.manifest.entries, context.editions),
        )
        text = read_as(word(outcome, slots, context, searched), spelling)
        answer = Answer(
            question=asked.text,
            outcome=outcome,
            text=keep_known_markers(text, len(context.citations)),
            slots=slots,
            citations=context.citations.all(),
            searched=searched,
            models=Models(self._embedder.name),
        )
        return replace(answer, elapsed_ms=round(1000 * (time.perf_counter() - started)))

    def map(self, filters: Filters | None = None) -> GapMap:
        """The gap map: every instrument with its status, and the hard promises."""
        context = self._context(_NO_QUESTION, filters or Filters(), datetime.date.today())
        unread = unread_places(self._store.manifest.entries, context.editions)
        return draw_map(context, self._store.every_passage(), unread)

    def _load(self) -> None:
        self._derived = Derived.of(self._store, self._settings.data, self._catalogue)
        self._retriever = Retriever(self._store, self._derived, self._embedder)
        names = [d.municipality for d in self._store.manifest.documents if d.municipality]
        self._municipalities = Counter(names)

    def _understand(self, question: str) -> Question:
        return understand(question, self._catalogue, self._municipalities)

    def _respell(
        self, asked: Question, filters: Filters
    ) -> tuple[Question, tuple[tuple[str, str], ...]]:
        """The question as it is read when words that stand nowhere are taken for misspelt."""
        if asked.english:
            return asked, ()  # its words are not ours, and not misspelt either
        editions = self._retriever.editions(filters)
        text, spelling = respelled(asked, self._derived.lexical, editions)
        return (self._understand(text) if spelling else asked), spelling

    def _context(self, question: Question, filters: Filters, as_of: datetime.date) -> Context:
        if question.municipality and filters.municipality is None:
            filters = replace(filters, municipality=question.municipality)
        editions = self._retriever.editions(filters)
        live = self._store.manifest.by_edition
        documents = {e: d for e, d in live.items() if e in editions}
        relevance = Relevance(
            question,
            self._catalogue,
            self._derived.lexical.frequency,
            len(self._derived.lexical),
        )
        pool = (
            gather(question, self._retriever, relevance, self._catalogue, filters)
            if question.text
            else Pool((), (), 0.0)
        )
        return Context(
            question=question,
            catalogue=self._catalogue,
            pool=pool,
            relevance=relevance,
            citations=Citations(self._store.page, documents.__getitem__),
            mentions=self._derived.mentions,
            editions=editions,
            documents=documents,
            passages_by_id=self._store.passages,
            filters=filters,
            home=question.municipality or self._home(documents),
            as_of=as_of,
        )

    def _home(self, documents: dict[str, Document]) -> str | None:
        """The municipality that most documents are of; a question may name another."""
        own = Counter(
            d.municipality
            for d in documents.values()
            if d.municipality and not is_other_body(d.municipality)
        )
        return own.most_common(1)[0][0] if own else None


def _fill(context: Context) -> tuple[dict[str, tuple[Item, ...]], Outcome]:
    if context.question.personal:
        return {"roles": map_roles(context)}, Outcome.REFUSED
    premise = map_premise(context)
    unknown = _unknown(context)
    silent = context.pool.best < _SILENCE and not context.question.english
    if silent or _asks_the_unknown(context, unknown):
        what = " en ".join(f"'{term}'" for term in unknown) or "iets over deze vraag"
        missing = (_not_found(context, what, nearest=True),)
        return {"premise": premise, "not_found": missing}, Outcome.NOT_IN_SOURCES
    slots = {
        "ambitions": map_ambitions(context),
        "commissions": map_commissions(context),
        "roles": map_roles(context),
        "money": map_money(context),
        "instruments": map_instruments(context),
        "couplings": map_couplings(context),
        "premise": premise,
        "excerpts": map_excerpts(context),
    }
    slots["route"] = map_route(context, slots)
    slots["work_form"] = map_work_form(context, slots)
    slots["boundary_check"] = map_boundary(context, slots)
    empty = [_not_found(context, name) for slot, name in _NAMES.items() if not slots[slot]]
    empty += [_not_found(context, f"'{term}'") for term in unknown]
    slots["not_found"] = tuple(empty)
    return slots, _outcome(context, slots, unknown)


def _unknown(context: Context) -> list[str]:
    """The places and topic words of the question that stand nowhere in the store."""
    seen = [e.passage.text for e in context.pool.evidence]
    places = [p for p in context.question.places if not any(p in text for text in seen)]
    named = {p.lower() for p in context.question.places}
    topic = [t for t in context.question.terms if t not in named]
    strange = [t for t in context.relevance.unknown if t not in named]
    years = [str(y) for y in context.question.years if not any(str(y) in text for text in seen)]
    found = [*places, *years]
    if context.question.english:
        return found  # its words are those of another language
    return [*found, *strange] if topic and len(strange) == len(topic) else found


def _asks_the_unknown(context: Context, unknown: list[str]) -> bool:
    """Whether nothing is left to answer: one fact about what is nowhere, or only that."""
    if not unknown:
        return False
    if any(place in unknown for place in context.question.places):
        return context.question.asks_one_thing or not context.question.themes
    return not context.question.themes


def _outcome(context: Context, slots: dict[str, tuple[Item, ...]], unknown: list[str]) -> Outcome:
    core = [slot for slot in _NAMES if slots[slot]]
    said = any(e["answers"] for e in slots["excerpts"])
    if not core and not said and not any(i.citations for i in slots["instruments"]):
        return Outcome.NOT_IN_SOURCES
    if _is_about_the_unknown(context, slots) and not said:
        return Outcome.NOT_IN_SOURCES
    asked = [s for s in context.question.asks if s in _NAMES]
    if unknown or (asked and not slots[asked[0]] and not said):
        return Outcome.PARTIAL
    if said and not context.question.wants_how:
        return Outcome.ANSWERED
    if context.question.asks_one_thing:
        return Outcome.ANSWERED
    if len(core) < 2 or context.pool.best < _HALF:
        return Outcome.PARTIAL
    return Outcome.ANSWERED


def _is_about_the_unknown(context: Context, slots: dict[str, tuple[Item, ...]]) -> bool:
    """Whether a question for one fact has a long word, so its subject, that stands nowhere."""
    question = context.question
    near = max((e["relevance"] for e in slots["excerpts"]), default=0.0)
    if question.wants_how or question.english or near >= _SAID:
        return False
    return any(len(term) >= _SUBJECT for term in context.relevance.unknown)


def _not_found(context: Context, what: str, *, nearest: bool = False) -> Item:
    searched = {
        "documents": len(context.documents),
        "terms": list(context.pool.queries),
        "as_of": context.as_of.isoformat(),
    }
    fields: dict[str, object] = {"what": what, "searched": searched}
    cited: tuple[int, ...] = ()
    if nearest and context.pool.best >= _NEAR:
        first = context.pool.evidence[0]
        for line in first.lines:
            if len(line.split()) >= 5 and not first.is_row:
                cited = context.cited(first.passage, line)
                fields["nearest"] = f"“{line}”" if cited else None
                break
    return Item(fields, cited, Basis.DERIVED)
