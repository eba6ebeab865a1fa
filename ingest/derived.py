"""Owns what lies beside the store: files derived from its content, rebuilt on a mismatch.

They stand in a folder named after the manifest's generation, so that an index of another
state of the store is never read, and are put in place by one rename.
"""

from __future__ import annotations

import contextlib
import shutil
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from corpus.catalogue import Catalogue
from ingest.chroma import plain_errors
from ingest.lexical import LexicalIndex
from ingest.manifest import Manifest
from ingest.mentions import MentionTable
from ingest.states import flush_all
from ingest.store import Store
from ingest.vectors import MOST_EXACT, VectorIndex

__all__ = ["Derived", "prepare", "tidy"]

_VERSION = 3
_PREFIX, _UNFINISHED = "derived-", "unfinished-"
_LONG_AGO = 3600.0  # seconds


@dataclass(frozen=True, slots=True)
class Derived:
    """What is derived of one state of a store: its indexes and its instrument findings.

    ``vectors`` is ``None`` when there are too many to look at each; then Chroma searches.
    """

    generation: str
    lexical: LexicalIndex
    mentions: MentionTable
    vectors: VectorIndex | None

    @classmethod
    def of(cls, store: Store, folder: Path, catalogue: Catalogue) -> Derived:
        """The derived files of ``store``'s present state, from ``folder`` or built into it.

        Raises:
            StoreError: they are not there and cannot be written.
        """
        home = prepare(store, store.manifest, folder, catalogue)
        try:
            return cls._load(store.manifest, home)
        except FileNotFoundError:  # a run that was just done has removed those of before
            return cls._load(store.manifest, prepare(store, store.manifest, folder, catalogue))

    @classmethod
    def _load(cls, manifest: Manifest, home: Path) -> Derived:
        lexical = LexicalIndex.load(home)
        vectors = VectorIndex.load(home) if len(lexical) <= MOST_EXACT else None
        return cls(manifest.generation, lexical, MentionTable.load(home), vectors)


def prepare(store: Store, manifest: Manifest, folder: Path, catalogue: Catalogue) -> Path:
    """Build in ``folder`` what is derived of the state that ``manifest`` tells, if need be.

    Raises:
        StoreError: it cannot be written.
    """
    home = folder / f"{_PREFIX}{manifest.generation}-{catalogue.version}-{_VERSION}"
    if not home.is_dir():
        with plain_errors(str(folder)):
            unfinished = folder / f"{_UNFINISHED}{uuid.uuid4().hex[:12]}"
            unfinished.mkdir(parents=True)
            try:
                _build(store, manifest, catalogue, unfinished)
                flush_all(unfinished)
                _put_in_place(unfinished, home)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
    return home


def tidy(folder: Path, keep: Path) -> None:
    """Remove what is derived of other states, and what was left unfinished long ago."""
    for old in folder.glob(f"{_PREFIX}*"):
        if old != keep:
            shutil.rmtree(old, ignore_errors=True)
    for old in folder.glob(f"{_UNFINISHED}*"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - old.stat().st_mtime > _LONG_AGO:
                shutil.rmtree(old, ignore_errors=True)


def _put_in_place(unfinished: Path, home: Path) -> None:
    try:
        unfinished.rename(home)
    except OSError:
        if not home.is_dir():  # else another was just before us, with the same
            raise


def _build(store: Store, manifest: Manifest, catalogue: Catalogue, home: Path) -> None:
    live = manifest.by_edition
    # A fixed order, so that equal stores give equal indexes and equal ties.
    passages = sorted(store.every_passage(live), key=lambda p: (p.edition, p.page, p.start, p.id))
    titles = {edition: document.title for edition, document in live.items()}
    LexicalIndex.build(passages, titles, home)
    MentionTable.build(passages, live, catalogue, home)
    if len(passages) <= MOST_EXACT:
        VectorIndex.build(store.every_vector(live), home)
