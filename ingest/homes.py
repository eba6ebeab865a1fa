"""Owns where a store lives: in the data folder, one state after another, or on a server."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from ingest.chroma import Connection, connect_folder, connect_server, plain_errors
from ingest.settings import Settings
from ingest.states import Held, States

__all__ = ["FolderHome", "Home", "ServerHome", "home_of"]


class Home(Protocol):
    """Where a store lives, and how a next state takes the place of the present one."""

    @property
    def shows_unfinished(self) -> bool:
        """Whether readers meet what a run has written before it is done."""

    def open(self) -> Connection | None:
        """The state that holds; ``None`` before the first."""

    def begin(self) -> Connection:
        """Where the next state is made; the same until it is put in place."""

    def put_in_place(self) -> Connection:
        """Make the next state the one that holds."""

    def is_replaced(self) -> bool | None:
        """Whether another state holds than was opened; ``None`` if only the manifest tells."""

    def close(self) -> None:
        """Let go of it; a next state that was not put in place is forgotten."""


class FolderHome:
    """The data folder: Chroma embedded, each state in a folder of its own."""

    shows_unfinished = False

    def __init__(self, data: Path) -> None:
        self._data, self._states = data, States(data)
        self._held: Held | None = None
        self._connection: Connection | None = None
        self._following: Path | None = None

    def open(self) -> Connection | None:
        with plain_errors(str(self._data)):
            self._held = self._states.hold()
        if self._held is None:
            return None
        self._connection = connect_folder(self._held.folder, self._data)
        return self._connection

    def begin(self) -> Connection:
        if self._connection is None or self._following is None:
            with plain_errors(str(self._data)):
                self._following = self._states.begin()
            self._release()
            self._connection = connect_folder(self._following, self._data)
        return self._connection

    def put_in_place(self) -> Connection:
        following = self._following
        assert following is not None, "nothing was begun"
        self._release()
        with plain_errors(str(self._data)):
            self._states.put_in_place(following)
        self._following = None
        opened = self.open()
        assert opened is not None  # it was just put there
        return opened

    def is_replaced(self) -> bool | None:
        return self._held is None or self._states.current() != self._held.folder

    def close(self) -> None:
        self._release()
        if self._following is not None:
            self._states.sweep()
            self._following = None

    def _release(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._held is not None:
            self._held.release()
            self._held = None


class ServerHome:
    """A Chroma server: one state, of which the manifest is the part that is replaced at once."""

    shows_unfinished = True

    def __init__(self, address: str) -> None:
        self._connection = connect_server(address)

    def open(self) -> Connection | None:
        return self._connection

    def begin(self) -> Connection:
        return self._connection

    def put_in_place(self) -> Connection:
        return self._connection

    def is_replaced(self) -> bool | None:
        return None

    def close(self) -> None:
        self._connection.close()


def home_of(settings: Settings) -> Home:
    """Where the store of ``settings`` lives.

    Raises:
        StoreError: the server does not answer.
    """
    return FolderHome(settings.data) if settings.store is None else ServerHome(settings.store)
