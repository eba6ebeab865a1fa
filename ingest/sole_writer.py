"""Owns the lock that lets one run at a time write to a data folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import StoreError

__all__ = ["sole_writer"]


@contextmanager
def sole_writer(data: Path) -> Iterator[None]:
    """Be the only run that writes in ``data``, which is made when it is not there.

    The system releases the lock with the process, so a run that was killed leaves none.

    Raises:
        StoreError: another run is under way, or the folder cannot be used.
    """
    from filelock import FileLock, Timeout

    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = FileLock(data / "ingest.lock")
        lock.acquire(timeout=0)
    except Timeout as error:
        raise StoreError(
            f"Een andere inname in {data} is bezig. Wacht tot die klaar is."
        ) from error
    except OSError as error:
        raise StoreError(
            f"De map {data} is niet te gebruiken ({error.strerror}). "
            "Kies een andere map met --data."
        ) from error
    try:
        yield
    finally:
        lock.release()
