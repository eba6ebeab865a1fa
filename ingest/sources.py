"""Owns the listing of sources: which documents a path holds, and the file behind each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ReadError
from corpus.register import REGISTER_NAME

__all__ = ["SourceFile", "digest_of_file", "on_disk", "source_files", "source_name"]

_NEVER_DOCUMENTS = frozenset({REGISTER_NAME, "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One document of a source; ``name`` is its path relative to that source."""

    name: str
    path: Path

    @property
    def title(self) -> str:
        """The file's own name, without the folders above it."""
        return self.name.rpartition("/")[2]


def source_name(path: Path) -> str:
    """The name under which the manifest keeps the documents of ``path``."""
    return path.expanduser().resolve().as_posix()


def source_files(path: Path) -> Iterator[SourceFile]:
    """The documents that ``path``, a file or a folder, holds, sorted by path."""
    if path.is_file():
        yield SourceFile(path.name, path)
    elif path.is_dir():
        for file in sorted(path.rglob("*")):
            hidden = any(part.startswith((".", "~$")) for part in file.relative_to(path).parts)
            if file.is_file() and not hidden and file.name not in _NEVER_DOCUMENTS:
                yield SourceFile(file.relative_to(path).as_posix(), file)


def digest_of_file(file: SourceFile) -> str:
    """The first 16 hex digits of the SHA-256 of the document's bytes.

    Raises:
        ReadError: it cannot be read.
    """
    try:
        with file.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()[:16]
    except PermissionError as error:
        raise ReadError("mag niet gelezen worden. Geef leesrechten op het bestand.") from error
    except OSError as error:
        raise ReadError(f"kan niet gelezen worden ({error.strerror}).") from error


@contextmanager
def on_disk(file: SourceFile, folder: Path) -> Iterator[Path]:
    """The document as a file of its own; one that must be unpacked is so under ``folder``.

    Raises:
        ReadError: it cannot be read.
    """
    yield file.path
