"""Owns the states of an embedded store on disk: which one holds, and how the next takes over.

Chroma writes its vectors in place, and a kill in the middle of that leaves files that no longer
open. So a run never touches the state that holds: it works in a copy, and one rename of a small
file makes that copy the state. Who reads a state holds it, so that it is not removed meanwhile.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import sqlite3
import uuid
import weakref
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import StoreError

__all__ = ["Held", "States", "flush_all"]

_CURRENT, _PREFIX, _LOCK, _DATABASE = "current", "chroma-", "in-use.lock", "chroma.sqlite3"


class Held:
    """A state that is in use; released when closed, or with the process."""

    def __init__(self, folder: Path, descriptor: int) -> None:
        self.folder = folder
        self.release = weakref.finalize(self, os.close, descriptor)


@dataclass(frozen=True, slots=True)
class States:
    """The states in a data folder; at most one holds, others are being made or read out."""

    data: Path

    def current(self) -> Path | None:
        """The folder of the state that holds; ``None`` before the first."""
        try:
            return self.data / (self.data / _CURRENT).read_text("utf-8").strip()
        except FileNotFoundError:
            return self._of_before() if self._of_before().is_dir() else None

    def hold(self) -> Held | None:
        """Keep the state that holds from being removed; ``None`` before the first.

        Raises:
            StoreError: the file that names it names one that is not there.
        """
        while (folder := self.current()) is not None:
            try:
                descriptor = os.open(folder / _LOCK, os.O_RDONLY | os.O_CREAT)
            except FileNotFoundError:
                if self.current() != folder:
                    continue  # it was replaced between the look and the grip
                raise StoreError(
                    f"De opslag in {self.data} is onvolledig: {folder.name} ontbreekt. Zet een "
                    "reservekopie terug, of neem de documenten opnieuw in in een andere map "
                    "(--data)."
                ) from None
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            if self.current() == folder:
                return Held(folder, descriptor)
            os.close(descriptor)
        return None

    def begin(self) -> Path:
        """The folder of a next state: a copy of the one that holds, or empty.

        Raises:
            StoreError: there is no room for a copy.
        """
        self.sweep()
        following = self.data / f"{_PREFIX}{uuid.uuid4().hex[:12]}"
        following.mkdir(parents=True)
        (following / _LOCK).touch()
        if (present := self.current()) is not None:
            self._require_room(present)
            _copy(present, following)
        return following

    def put_in_place(self, following: Path) -> None:
        """Make ``following`` the state that holds, at once and for good; the former goes."""
        flush_all(following)
        unfinished = self.data / f"{_CURRENT}.new"
        unfinished.write_text(following.name + "\n", "utf-8")
        _flush(unfinished)
        unfinished.replace(self.data / _CURRENT)
        _flush(self.data)
        self.sweep()

    def sweep(self) -> None:
        """Remove states that neither hold nor are read by anyone; only the one writer may."""
        present = self.current()
        for folder in (*self.data.glob(f"{_PREFIX}*"), self._of_before()):
            if folder != present and not _is_read(folder):
                shutil.rmtree(folder, ignore_errors=True)

    def _of_before(self) -> Path:
        """Where the one state was when there was only one."""
        return self.data / "chroma"

    def _require_room(self, present: Path) -> None:
        needed = sum(file.stat().st_size for file in present.rglob("*") if file.is_file())
        free = shutil.disk_usage(self.data).free
        if free < needed:
            raise StoreError(
                f"Te weinig schijfruimte in {self.data}: een inname maakt eerst een kopie van de "
                f"opslag ({needed / 1e6:.0f} MB) en er is {free / 1e6:.0f} MB vrij. Maak ruimte "
                "vrij; de opslag is zoals hij was."
            )


def _copy(present: Path, following: Path) -> None:
    # Readers may still note in the database how far they are; its own backup allows for that.
    with (
        contextlib.closing(sqlite3.connect(present / _DATABASE)) as source,
        contextlib.closing(sqlite3.connect(following / _DATABASE)) as copy,
    ):
        source.backup(copy)
    for folder in present.iterdir():
        if folder.is_dir():
            shutil.copytree(folder, following / folder.name)


def _is_read(folder: Path) -> bool:
    try:
        descriptor = os.open(folder / _LOCK, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def flush_all(folder: Path) -> None:
    """Have the system put a folder with all that is in it on the disk itself."""
    for path in (*folder.rglob("*"), folder):
        _flush(path)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
