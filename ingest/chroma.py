"""Owns the line to Chroma: clients, collections, and its errors as one Dutch line."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlparse

from corpus.errors import StoreError

if TYPE_CHECKING:
    import httpx
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

__all__ = ["Connection", "Records", "connect_folder", "connect_server", "plain_errors"]

_FULL = ("disk is full", "no space left", "file too large", "disk i/o error")
_LOCKED = ("database is locked", "database table is locked")
_READ_ONLY = ("readonly database", "read-only", "permission denied", "unable to open database")


@contextmanager
def plain_errors(place: str) -> Iterator[None]:
    """Tell what goes wrong in Chroma, its database or on the disk as a ``StoreError``.

    ``place`` is the folder or the address of the store, as the user knows it.
    """
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, sqlite3.Error, httpx.HTTPError, OSError) as error:
        raise StoreError(_line(error, place)) from error


@dataclass(frozen=True, slots=True)
class Connection:
    """A client that is open, and the place it is for."""

    client: Client
    place: str

    def has(self, name: str) -> bool:
        """Whether there is a collection of this name."""
        from chromadb.errors import NotFoundError

        with plain_errors(self.place):
            try:
                self.client.get_collection(name, embedding_function=None)
            except (NotFoundError, ValueError):
                return False
        return True

    def collection(self, name: str, metadata: Mapping[str, str | int]) -> Records:
        """A collection, made when it is not there; one that is there keeps its own metadata."""
        with plain_errors(self.place):
            found = self.client.get_or_create_collection(
                name,
                configuration={"hnsw": {"space": "cosine"}},
                embedding_function=None,
                metadata=dict(metadata) or None,
            )
        return Records(found, self.place)

    def close(self) -> None:
        """Let go of the files or the line."""
        self.client.close()
        # Chroma forgets its two lines to a server without closing them.
        for side in (self.client, self.client._admin_client):
            server = getattr(side, "_server", None)
            session: httpx.Client | None = getattr(server, "_session", None)
            if session is not None:
                session.close()


class Records:
    """A collection whose errors are told plainly; arguments and results are Chroma's own."""

    def __init__(self, collection: Collection, place: str) -> None:
        self._collection, self._place = collection, place

    @property
    def metadata(self) -> dict[str, Any]:
        return dict(self._collection.metadata or {})

    def get(self, **wanted: Any) -> Mapping[str, Any]:
        with plain_errors(self._place):
            return self._collection.get(**wanted)

    def query(self, **wanted: Any) -> Mapping[str, Any]:
        with plain_errors(self._place):
            return self._collection.query(**wanted)

    def upsert(self, **records: Any) -> None:
        with plain_errors(self._place):
            self._collection.upsert(**records)

    def delete(self, *, ids: Sequence[str] | None = None, edition: str | None = None) -> None:
        with plain_errors(self._place):
            where: Any = {"edition": edition} if edition is not None else None
            self._collection.delete(ids=list(ids) if ids is not None else None, where=where)


def connect_folder(folder: Path, place: Path) -> Connection:
    """Open the embedded Chroma in ``folder``, which is part of the data folder ``place``."""
    import chromadb

    with plain_errors(str(place)), _failed_starts():
        client = chromadb.PersistentClient(str(folder), settings=_quiet())
    return Connection(cast("Client", client), str(place))


@contextmanager
def _failed_starts() -> Iterator[None]:
    """Chroma tells of a folder that it could not open before by errors of other kinds."""
    try:
        yield
    except (AttributeError, ValueError) as error:
        raise sqlite3.DatabaseError("de databank gaat niet open") from error


def connect_server(address: str) -> Connection:
    """Open the line to a Chroma server.

    Raises:
        StoreError: that is no address, or nothing answers there.
    """
    import chromadb

    parsed = urlparse(address)
    if parsed.scheme not in {"http", "https"} or not parsed.hostname:
        raise StoreError(
            f"'{address}' is geen adres van een Chroma-server. Geef bijvoorbeeld "
            "--store http://localhost:8000."
        )
    try:
        with plain_errors(address):
            client = chromadb.HttpClient(
                host=parsed.hostname,
                port=parsed.port or (443 if parsed.scheme == "https" else 80),
                ssl=parsed.scheme == "https",
                settings=_quiet(),
            )
    except ValueError as error:
        raise StoreError(_no_answer(address)) from error
    return Connection(cast("Client", client), address)


def _quiet() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _line(error: Exception, place: str) -> str:
    said = " ".join(str(error).split())[:300]
    told = said.lower()
    if any(mark in told for mark in _FULL) or getattr(error, "errno", 0) in _NO_ROOM:
        return (
            f"De schijf van {place} is vol. Maak ruimte vrij en geef de opdracht opnieuw; "
            "de opslag is niet beschadigd."
        )
    if any(mark in told for mark in _LOCKED):
        return f"De opslag in {place} is even bezet. Wacht tot de andere opdracht klaar is."
    if any(mark in told for mark in _READ_ONLY) or isinstance(error, PermissionError):
        return f"In {place} mag niet geschreven worden. Geef schrijfrechten, of kies --data."
    if place.startswith(("http://", "https://")):
        return f"{_no_answer(place)} ({said})"
    # Chroma often tells which part failed and not why; a full disk is by far the usual reason.
    return (
        f"De opslag in {place} geeft een fout ({said}). Meestal is de schijf vol{_free(place)}: "
        "maak ruimte vrij en geef de opdracht opnieuw. Blijft het zo, dan is de opslag "
        "beschadigd: neem de documenten in in een andere map (--data)."
    )


def _free(place: str) -> str:
    try:
        return f" (nu {shutil.disk_usage(place).free / 1e6:.0f} MB vrij)"
    except OSError:
        return ""


_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def _no_answer(address: str) -> str:
    return (
        f"De Chroma-server op {address} geeft geen antwoord. Start hem met 'chroma run', "
        "of laat --store weg."
    )
