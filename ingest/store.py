"""Owns the store: passages, pages and the manifest, kept in Chroma.

Passages are written first and become visible when the manifest that names their edition holds.
In a data folder a run works in a copy, which then takes the place of the state before it; on a
server the manifest is one record that is replaced, and what it no longer names is swept after.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

import numpy as np

from corpus.errors import EmptyStoreError, MismatchError
from ingest.chroma import Connection
from ingest.embed import Embedder, Vectors
from ingest.homes import Home, home_of
from ingest.manifest import Manifest
from ingest.pages import Box, Cell, Page, TableRow, Unread, UnreadKind
from ingest.passages import Passage
from ingest.place import Place
from ingest.settings import Settings

__all__ = ["Scored", "Store"]

Scored = tuple[str, float]
"""A passage id with its score, higher is better."""

_FORMAT = 1
_BATCH = 1000
_PAGES_KEPT = 2000
_PASSAGES, _PAGES, _MANIFEST = "piketpaal-passages", "piketpaal-pages", "piketpaal-manifest"
_CURRENT, _UNDER_WAY = "current", "under-way"
_T = TypeVar("_T")


class Store:
    """An open store; make one with ``open_for_reading`` or ``open_for_writing``."""

    def __init__(self, home: Home, connection: Connection, stamp: Mapping[str, str | int]) -> None:
        """``stamp`` is written to a store that is not there yet."""
        self._home, self._asked, self._begun = home, dict(stamp), False
        self._new_passages: list[tuple[Passage, Vectors]] = []
        self._new_pages: list[tuple[str, Page]] = []
        self._take(connection)
        # An edition never changes, so a page that was read stays right.
        self.page = lru_cache(maxsize=_PAGES_KEPT)(self._page)

    @classmethod
    def open_for_reading(cls, settings: Settings) -> Store:
        """Open a store that something was ingested into.

        Raises:
            EmptyStoreError: nothing was ingested yet.
            StoreError: the server does not answer, or the store is damaged.
        """
        home = home_of(settings)
        connection = home.open()
        if connection is None or not connection.has(_PASSAGES):
            raise _empty(settings)
        store = cls(home, connection, {})
        if not store.manifest.entries:
            raise _empty(settings)
        return store

    @classmethod
    def open_for_writing(cls, settings: Settings, embedder: Embedder) -> Store:
        """Open the store, making it when it is not there, for this embedding and settings.

        Raises:
            MismatchError: the store was made with another embedding or other settings.
            StoreError: the server does not answer, or the store is damaged.
        """
        stamp: dict[str, str | int] = {
            "format": _FORMAT,
            "embedding": embedder.name,
            "dimension": embedder.dimension,
            "max_tokens": settings.max_tokens,
        }
        home = home_of(settings)
        store = cls(home, home.open() or home.begin(), stamp)
        for key, wanted in stamp.items():
            store._refuse_mismatch(key, wanted)
        return store

    def check_embedder(self, embedder: Embedder) -> None:
        """Refuse an embedder that did not make this store, with the remedy."""
        self._refuse_mismatch("embedding", embedder.name)
        self._refuse_mismatch("dimension", embedder.dimension)

    def is_replaced(self) -> bool:
        """Whether another run has put a new state in place; open the store anew to see it."""
        replaced = self._home.is_replaced()
        if replaced is None:
            return self._read_manifest()[0].generation != self.manifest.generation
        return replaced

    @property
    def is_unfinished(self) -> bool:
        """Whether a run that was broken off has left something behind."""
        return self._under_way

    def close(self) -> None:
        """Let go of the store; what was written and not committed is not seen again."""
        self._home.close()

    # -- writing ---------------------------------------------------------------------

    def begin(self) -> None:
        """Start on the next state; what is written from here on waits for ``commit``."""
        if self._begun:
            return
        self._take(self._home.begin())
        self._begun = True
        if self._home.shows_unfinished:
            # Readers look at live editions only from now on.
            self._records.upsert(ids=[_UNDER_WAY], embeddings=_nowhere(1), documents=["{}"])
            self._under_way = True

    def add_passages(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Write passages with their vectors; the same id is written over."""
        self._new_passages += zip(passages, vectors, strict=True)
        if len(self._new_passages) >= _BATCH:
            self._write()

    def add_pages(self, edition: str, pages: Sequence[Page]) -> None:
        """Write the pages of one edition."""
        self._new_pages += ((edition, page) for page in pages)
        if len(self._new_pages) >= _BATCH:
            self._write()

    def _write(self) -> None:
        """Give Chroma what waits; each time costs it as much as a hundred records more."""
        for some in _batches(self._new_passages):
            self._passages.upsert(
                ids=[p.id for p, _ in some],
                embeddings=np.stack([vector for _, vector in some]),
                documents=[p.text for p, _ in some],
                metadatas=[_to_metadata(p) for p, _ in some],
            )
        for pages in _batches(self._new_pages):
            self._pages.upsert(
                ids=[_page_id(edition, page.number) for edition, page in pages],
                embeddings=_nowhere(len(pages)),
                documents=[page.text for _, page in pages],
                metadatas=[_page_metadata(edition, page) for edition, page in pages],
            )
        self._new_passages.clear()
        self._new_pages.clear()

    def commit(self, manifest: Manifest) -> None:
        """Make ``manifest`` the state of the store, without anything that it does not name."""
        self._write()
        self._records.upsert(
            ids=[_CURRENT], embeddings=_nowhere(1), documents=[manifest.to_json().decode()]
        )
        gone = set(self._stored_editions()) - set(manifest.by_edition)
        for edition in sorted(gone):
            self._passages.delete(edition=edition)
            self._pages.delete(edition=edition)
        self._records.delete(ids=[_UNDER_WAY])
        for records in (self._passages, self._pages, self._records):
            # Reading has Chroma work off all that was written: what holds is not written to again.
            records.get(limit=1, include=[])
        self._take(self._home.put_in_place())
        self._begun = False

    # -- reading ---------------------------------------------------------------------

    def dense(
        self, vector: Vectors, k: int, editions: frozenset[str] | None = None
    ) -> list[Scored]:
        """The ``k`` nearest passages by cosine, best first, within ``editions`` when given."""
        live = self._live(editions)
        if live is not None and not live:
            return []
        found = self._passages.query(
            query_embeddings=vector.reshape(1, -1),
            n_results=k,
            where={"edition": {"$in": sorted(live)}} if live is not None else None,
            include=["distances"],
        )
        distances = found["distances"]
        assert distances is not None  # asked for in `include`
        return [(i, 1.0 - d) for i, d in zip(found["ids"][0], distances[0], strict=True)]

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages with these ids, by id; unknown ids are left out."""
        found: dict[str, Passage] = {}
        for batch in _batches(ids):
            found.update(_from_chroma(self._passages.get(ids=batch)))
        return found

    def every_passage(self, live: Container[str] | None = None) -> Iterator[Passage]:
        """Every passage of the ``live`` editions (else those of the manifest), in no order."""
        self._write()
        offset, live = 0, self.manifest.by_edition if live is None else live
        while True:
            some = self._passages.get(limit=10 * _BATCH, offset=offset)
            if not some["ids"]:
                return
            offset += len(some["ids"])
            yield from (p for p in _from_chroma(some).values() if p.edition in live)

    def every_vector(
        self, live: Container[str] | None = None
    ) -> Iterator[tuple[str, str, Vectors]]:
        """Id, edition and unit vector of every passage of ``live`` editions, in no order."""
        self._write()
        offset, live = 0, self.manifest.by_edition if live is None else live
        while True:
            some = self._passages.get(
                limit=10 * _BATCH, offset=offset, include=["embeddings", "metadatas"]
            )
            if not some["ids"]:
                return
            offset += len(some["ids"])
            vectors, facts = some["embeddings"], some["metadatas"]
            assert vectors is not None and facts is not None  # asked for in `include`
            for identifier, vector, fact in zip(some["ids"], vectors, facts, strict=True):
                edition = str(fact["edition"])
                if edition in live:
                    yield identifier, edition, np.asarray(vector, dtype=np.float32)

    def _page(self, edition: str, number: int) -> Page | None:
        """One page (without its blocks), or ``None``."""
        return self.pages([(edition, number)]).get((edition, number))

    def pages(self, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Page]:
        """Pages (without their blocks) by edition and number."""
        ids = [_page_id(edition, number) for edition, number in dict.fromkeys(wanted)]
        found: dict[tuple[str, int], Page] = {}
        for batch in _batches(ids):
            got = self._pages.get(ids=batch)
            for text, meta in zip(got["documents"] or [], got["metadatas"] or [], strict=True):
                page = _to_page(text, meta)
                found[str(meta["edition"]), page.number] = page
        return found

    def _live(self, editions: frozenset[str] | None) -> frozenset[str] | None:
        if editions is None and not self._under_way:
            return None  # the store holds live editions only
        every = frozenset(self.manifest.by_edition)
        return every if editions is None else editions & every

    def _stored_editions(self) -> Iterator[str]:
        # Every edition has at least one page, and pages are few.
        offset = 0
        while True:
            some = self._pages.get(limit=10 * _BATCH, offset=offset, include=["metadatas"])
            if not some["ids"]:
                return
            offset += len(some["ids"])
            yield from (str(meta["edition"]) for meta in some["metadatas"] or [])

    def _take(self, connection: Connection) -> None:
        """Work with the state behind ``connection`` from now on."""
        self._passages = connection.collection(_PASSAGES, self._asked)
        self._pages = connection.collection(_PAGES, {"format": _FORMAT})
        self._records = connection.collection(_MANIFEST, {"format": _FORMAT})
        self.stamp = self._passages.metadata
        self.manifest, self._under_way = self._read_manifest()

    def _read_manifest(self) -> tuple[Manifest, bool]:
        got = self._records.get(ids=[_CURRENT, _UNDER_WAY], include=["documents"])
        found = dict(zip(got["ids"], got["documents"] or [], strict=True))
        current = found.get(_CURRENT)
        return (Manifest.from_json(current) if current else Manifest()), _UNDER_WAY in found

    def _refuse_mismatch(self, key: str, wanted: str | int) -> None:
        stored = self.stamp.get(key)
        if stored != wanted:
            raise MismatchError(
                f"De opslag is gemaakt met {key} = {stored}, nu is gevraagd: {wanted}. Gebruik de "
                "oude instelling, of neem de documenten opnieuw in in een andere map (--data)."
            )


def _nowhere(count: int) -> Vectors:
    """Vectors for records that are only ever read by id."""
    return np.tile(np.asarray([1.0, 0.0], dtype=np.float32), (count, 1))


def _empty(settings: Settings) -> EmptyStoreError:
    return EmptyStoreError(
        f"Er zijn nog geen documenten ingenomen in {settings.store or settings.data}. "
        "Doe dat eerst: piketpaal ingest MAP"
    )


def _to_metadata(passage: Passage) -> dict[str, Any]:
    found: dict[str, Any] = {
        "edition": passage.edition,
        "page": passage.page,
        "page_label": passage.page_label,
        "start": passage.start,
        "end": passage.end,
        "kind": passage.kind,
    }
    # Chroma takes arrays, but no empty ones.
    for key in ("headings", "instruments", "themes"):
        if values := getattr(passage, key):
            found[key] = list(values)
    if passage.place is not None:
        found["place"] = passage.place.to_json()
    if passage.row is not None:
        found["row"] = json.dumps(asdict(passage.row), ensure_ascii=False)
    return found


def _from_chroma(got: Mapping[str, Any]) -> dict[str, Passage]:
    columns = zip(got["ids"], got["documents"], got["metadatas"], strict=True)
    return {i: _to_passage(i, text, meta) for i, text, meta in columns}


def _to_passage(identifier: str, text: str, meta: Mapping[str, Any]) -> Passage:
    return Passage(
        id=identifier,
        edition=meta["edition"],
        page=meta["page"],
        page_label=meta["page_label"],
        start=meta["start"],
        end=meta["end"],
        kind=meta["kind"],
        text=text,
        headings=tuple(meta.get("headings", ())),
        row=_to_row(meta["row"]) if "row" in meta else None,
        instruments=tuple(meta.get("instruments", ())),
        themes=tuple(meta.get("themes", ())),
        place=Place.from_json(meta["place"]) if "place" in meta else None,
    )


def _to_row(data: str) -> TableRow:
    found = json.loads(data)
    cells = tuple(Cell(c["header"], c["text"]) for c in found["cells"])
    return TableRow(**(found | {"cells": cells}))


def _page_id(edition: str, number: int) -> str:
    return f"{edition}-{number}"


def _page_metadata(edition: str, page: Page) -> dict[str, Any]:
    found: dict[str, Any] = {
        "edition": edition,
        "number": page.number,
        "label": page.label,
        "printed": page.printed,
        "width": page.width,
        "height": page.height,
    }
    if page.ocr_from is not None:
        found["ocr_from"] = page.ocr_from
    if page.unread:
        found["unread"] = json.dumps([asdict(u) for u in page.unread], ensure_ascii=False)
    return found


def _to_page(text: str, meta: Mapping[str, Any]) -> Page:
    return Page(
        number=int(meta["number"]),
        label=str(meta["label"]),
        text=text,
        printed=str(meta["printed"]),
        blocks=(),
        width=float(meta["width"]),
        height=float(meta["height"]),
        unread=_to_unread(meta.get("unread")),
        ocr_from=meta.get("ocr_from"),
    )


def _to_unread(data: object) -> tuple[Unread, ...]:
    if not isinstance(data, str):
        return ()  # nothing, or the bare lines of an earlier version
    return tuple(
        Unread(UnreadKind(u["kind"]), u["what"], Box(**u["box"]) if u["box"] else None)
        for u in json.loads(data)
    )


def _batches(items: Sequence[_T] | Iterable[_T]) -> Iterator[list[_T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, _BATCH)):
        yield batch
