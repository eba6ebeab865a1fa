"""Owns the vectors that were made before, so that no text is embedded twice.

They stand in a small database beside the store, by the text and the embedding they were made of:
a run that was interrupted finds its own back, a new edition of a document those of the passages
that did not change. Losing it loses nothing but time.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from ingest.chroma import plain_errors
from ingest.embed import Embedder, Vectors

__all__ = ["KeptVectors"]

_NAME = "vectors.sqlite3"
_FEW, _MOST, _LONG = 8, 256, 0.5  # texts, texts and seconds of a portion
_TABLE = """
    PRAGMA page_size = 16384;
    CREATE TABLE IF NOT EXISTS vectors (
        edition TEXT NOT NULL, text BLOB NOT NULL, vector BLOB NOT NULL,
        UNIQUE (edition, text)
    );
    CREATE INDEX IF NOT EXISTS by_text ON vectors (text);
"""


class KeptVectors:
    """The vectors in a data folder, for one embedding; closed as a context manager."""

    def __init__(self, data: Path, embedder: Embedder) -> None:
        self._embedder, self._place, self._portion = embedder, str(data), _FEW
        with plain_errors(self._place):
            self._database = _open(data / _NAME)

    def __enter__(self) -> KeptVectors:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def vectors(self, edition: str, texts: Sequence[str]) -> Iterator[Vectors]:
        """The vectors of consecutive texts, together of shape ``(len(texts), dimension)``.

        They come in portions that take a moment each, kept under ``edition`` as soon as they are
        made, so that a run can be stopped at once and a later one finds them.

        Raises:
            StoreError: the disk is full, or the database cannot be written.
        """
        start = 0
        while start < len(texts):
            some = texts[start : start + self._portion]
            began = time.perf_counter()
            yield self._made(edition, some)
            seconds = time.perf_counter() - began
            start += len(some)
            if seconds > _LONG:
                self._portion = max(self._portion // 2, 1)
            elif seconds < _LONG / 4:
                self._portion = min(self._portion * 2, _MOST)

    def _made(self, edition: str, texts: Sequence[str]) -> Vectors:
        keys = [self._key(text) for text in texts]
        with plain_errors(self._place):
            known = self._find(keys)
        new = {k: t for k, t in zip(keys, texts, strict=True) if k not in known}
        if new:
            known |= zip(new, self._embedder.passages(list(new.values())), strict=True)
        with plain_errors(self._place), self._database:
            self._database.executemany(
                "INSERT OR IGNORE INTO vectors VALUES (?, ?, ?)",
                [(edition, key, known[key].tobytes()) for key in keys],
            )
        return np.stack([known[key] for key in keys])

    def keep_only(self, editions: Iterable[str]) -> None:
        """Forget what was made for editions that are no longer in the store."""
        with plain_errors(self._place), self._database:
            self._database.execute("CREATE TEMP TABLE live (edition TEXT PRIMARY KEY)")
            self._database.executemany("INSERT INTO live VALUES (?)", [(e,) for e in editions])
            self._database.execute(
                "DELETE FROM vectors WHERE edition NOT IN (SELECT edition FROM live)"
            )
            self._database.execute("DROP TABLE live")

    def _find(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        marks = ",".join("?" * len(keys))
        rows = self._database.execute(
            f"SELECT text, vector FROM vectors WHERE text IN ({marks})", keys
        )
        return {text: np.frombuffer(vector, dtype=np.float32) for text, vector in rows}

    def _key(self, text: str) -> bytes:
        shaped_by = f"{self._embedder.name}|{self._embedder.dimension}|{text}"
        return hashlib.sha256(shaped_by.encode("utf-8", "surrogatepass")).digest()[:16]


def _open(path: Path) -> sqlite3.Connection:
    try:
        return _connect(path)
    except sqlite3.OperationalError:
        raise  # the disk is full, or may not be written
    except sqlite3.DatabaseError:
        path.unlink()  # it is damaged; its content can be made again
        return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path)
    try:
        database.executescript(_TABLE)
    except sqlite3.Error:
        database.close()
        raise
    return database
