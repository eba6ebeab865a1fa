"""Owns what lies beside the store: files derived from its content, rebuilt on a mismatch.

They stand in a folder named after the manifest's generation, so that an index of another
state of the store is never read, and are put in place by one rename.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from corpus.catalogue import Catalogue
from ingest.lexical import LexicalIndex
from ingest.mentions import MentionTable
from ingest.store import Store
from ingest.vectors import MOST_EXACT, VectorIndex

__all__ = ["Derived"]

_VERSION = 3


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
        """The derived files of ``store``'s present state, from ``folder`` or built into it."""
        generation = store.manifest.generation
        home = folder / f"derived-{generation}-{catalogue.version}-{_VERSION}"
        if not home.is_dir():
            _build(store, catalogue, home)
        lexical = LexicalIndex.load(home)
        vectors = VectorIndex.load(home) if len(lexical) <= MOST_EXACT else None
        return cls(generation, lexical, MentionTable.load(home), vectors)


def _build(store: Store, catalogue: Catalogue, home: Path) -> None:
    # A fixed order, so that equal stores give equal indexes and equal ties.
    passages = sorted(store.every_passage(), key=lambda p: (p.edition, p.page, p.start, p.id))
    live = store.manifest.by_edition
    titles = {edition: document.title for edition, document in live.items()}
    unfinished = home.with_name(home.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    LexicalIndex.build(passages, titles, unfinished)
    MentionTable.build(passages, live, catalogue, unfinished)
    if len(passages) <= MOST_EXACT:
        VectorIndex.build(store.every_vector(), unfinished)
    unfinished.rename(home)
    for old in home.parent.glob("derived-*"):
        if old != home:
            shutil.rmtree(old, ignore_errors=True)
