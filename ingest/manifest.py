"""Owns the manifest: which files of which sources are in the store, and their facts.

It is the one record that is replaced at once, so a crash leaves the old state or the new.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from corpus.documents import Document
from corpus.status import Status
from ingest.doubts import Doubt
from ingest.pages import Page
from ingest.text import fold

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = ["Entry", "Manifest", "Refusal", "UnreadPage"]

# Of these types a later one of the same municipality takes the place of an earlier one.
_SUCCEEDING_TYPES = frozenset({"coalitieakkoord", "programmabegroting", "kadernota"})


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """A page with something that may hold words or numbers and was not read; ``what`` is Dutch."""

    page: int
    what: str

    @classmethod
    def of(cls, pages: Iterable[Page]) -> tuple[UnreadPage, ...]:
        """The pages of which something was not read, each once."""
        found = []
        for page in pages:
            told = dict.fromkeys(unread.what for unread in page.unread if unread.hides_text)
            if told:
                found.append(cls(page.number, "; ".join(told)))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in the store: its facts and the edition under which its passages stand.

    ``edition`` changes with everything that shaped the passages: the bytes, the reader,
    the vocabularies that they are labelled with, the settings and the embedding. ``register``
    is a digest of what the register said and of how facts are read, ``catalogue`` the version
    of the vocabularies, ``doubts`` what of its facts a person must settle. ``unread`` lists the
    pages that were not wholly read; ``recognisable`` is whether OCR can read more than the text
    layer, and ``ocr`` what did so, empty when nothing did.
    """

    document: Document
    edition: str
    register: str
    catalogue: str
    passages: int
    doubts: tuple[Doubt, ...] = ()
    unread: tuple[UnreadPage, ...] = ()
    recognisable: bool = False
    ocr: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One file that could not be read, with the reason in one Dutch line.

    ``seen`` is a digest of its bytes and of the reader; as long as that is the same, trying
    again makes no sense. Empty when it does.
    """

    source: str
    file: str
    reason: str
    seen: str = ""


@dataclass(frozen=True)
class Manifest:
    """Everything that is in the store, sorted by source and file."""

    entries: tuple[Entry, ...] = ()
    refused: tuple[Refusal, ...] = field(default=())

    @cached_property
    def generation(self) -> str:
        """A digest of the content: equal manifests have equal generations."""
        return hashlib.sha256(self.to_json()).hexdigest()[:16]

    @cached_property
    def by_edition(self) -> dict[str, Document]:
        """The document of each live edition (the first, when two files are the same)."""
        found: dict[str, Document] = {}
        for entry in self.entries:
            found.setdefault(entry.edition, entry.document)
        return found

    @property
    def documents(self) -> tuple[Document, ...]:
        """One document per live edition."""
        return tuple(self.by_edition.values())

    def of_source(self, source: str) -> tuple[Entry, ...]:
        """The entries that came from one source."""
        return tuple(e for e in self.entries if e.document.source == source)

    def with_source(
        self, source: str, entries: tuple[Entry, ...], refused: tuple[Refusal, ...]
    ) -> Manifest:
        """This manifest with one source replaced and successions worked out anew."""
        kept = [e for e in self.entries if e.document.source != source]
        still_refused = [r for r in self.refused if r.source != source]
        merged = _with_successors(_with_municipalities((*kept, *entries)))
        order = sorted(merged, key=lambda e: (e.document.source, e.document.file))
        return Manifest(tuple(order), tuple(sorted((*still_refused, *refused), key=_by_file)))

    def to_json(self) -> bytes:
        """The manifest as JSON."""
        return _adapter().dump_json(self, exclude_none=True)

    @classmethod
    def from_json(cls, data: str | bytes) -> Manifest:
        """The manifest that ``to_json`` wrote."""
        return _adapter().validate_json(data)


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Manifest]:
    from pydantic import TypeAdapter

    return TypeAdapter(Manifest)


def _by_file(refusal: Refusal) -> tuple[str, str]:
    return refusal.source, refusal.file


def _with_municipalities(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Where a document does not say whose it is, a name from the others in its title does."""
    known = {e.document.municipality for e in entries if e.document.municipality}
    found = []
    for entry in entries:
        document = entry.document
        if document.municipality is None:
            named = [name for name in known if name in document.title]
            if len(named) == 1:
                where = (*document.read_from, ("municipality", "titel"))
                document = replace(document, municipality=named[0], read_from=where)
                open_doubts = tuple(d for d in entry.doubts if d.fact != "municipality")
                entry = replace(entry, doubts=open_doubts)
        found.append(replace(entry, document=document))
    return tuple(found)


def _with_successors(entries: tuple[Entry, ...]) -> list[Entry]:
    documents = [e.document for e in entries]
    return [replace(e, document=_with_successor(e.document, documents)) for e in entries]


def _with_successor(document: Document, others: list[Document]) -> Document:
    later = [o for o in others if _takes_the_place_of(o, document)]
    successor = min(later, key=_order).title if later else None
    return replace(document, superseded_by=successor)


def _takes_the_place_of(newer: Document, older: Document) -> bool:
    if newer.id == older.id:
        return False
    if newer.replaces and fold(newer.replaces) in {fold(older.file), fold(older.title)}:
        return True
    return (
        newer.type == older.type
        and newer.type in _SUCCEEDING_TYPES
        and newer.status is Status.VASTGESTELD
        and newer.municipality is not None
        and newer.municipality == older.municipality
        and _order(newer) > _order(older)
    )


def _order(document: Document) -> tuple[int, int]:
    start = document.period[0] if document.period else 0
    year = document.date.year if document.date else 0
    return document.budget_year or start or year, year
