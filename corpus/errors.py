"""Owns the error tree of the whole house: every error names the thing and the remedy.

    PiketpaalError                 anything the user can be told in one line
    ├── UsageError                 wrong use of a command or call            (exit 2)
    ├── CatalogueError             a vocabulary or register file is invalid
    ├── ReadError                  a file cannot be read; the rest goes on
    │   ├── EncryptedError         it asks for a password
    │   ├── NoTextError            it has pages, but no text layer
    │   ├── TransientError         another try may do: it was changing, or reading took too long
    │   └── UnsupportedError       its kind is not read, or its name lies about it
    ├── StoreError                 the store is missing, locked, or of other settings
    │   ├── EmptyStoreError        nothing was ingested yet
    │   └── MismatchError          made with another embedding or other settings
    ├── EmbeddingError             a model cannot be loaded or answers nonsense
    ├── CitationError              a quote does not stand on the page it names
    └── EvaluationError            a question set, run or baseline is missing or wrong

Every class carries one Dutch line, ``str(error)``: what is wrong, then how to mend it.
"""

from __future__ import annotations

__all__ = [
    "CatalogueError",
    "CitationError",
    "EmbeddingError",
    "EmptyStoreError",
    "EncryptedError",
    "EvaluationError",
    "MismatchError",
    "NoTextError",
    "PiketpaalError",
    "ReadError",
    "StoreError",
    "TransientError",
    "UnsupportedError",
    "UsageError",
]


class PiketpaalError(Exception):
    """Anything that went wrong and can be told in one line; commands exit 1."""


class UsageError(PiketpaalError):
    """The command or call was given something it cannot work with; commands exit 2."""


class CatalogueError(PiketpaalError):
    """A vocabulary or register file is invalid; the line names file, entry and field."""


class ReadError(PiketpaalError):
    """One file cannot be read; a run refuses it with this line and goes on."""


class EncryptedError(ReadError):
    """The file asks for a password."""


class NoTextError(ReadError):
    """The file has pages but no text layer: a scan, or empty."""


class TransientError(ReadError):
    """Reading did not come to an end, for a reason that may be gone the next time."""


class UnsupportedError(ReadError):
    """The kind of file is not read, or its contents are not what its name says."""


class StoreError(PiketpaalError):
    """The store is missing, in use by another run, or damaged."""


class EmptyStoreError(StoreError):
    """Nothing was ingested yet."""


class MismatchError(StoreError):
    """The store was made with another embedding or with other settings."""


class EmbeddingError(PiketpaalError):
    """An embedding model cannot be loaded, or gives vectors of a wrong shape."""


class CitationError(PiketpaalError):
    """A quote does not stand on the page it names; such a citation never leaves the house."""


class EvaluationError(PiketpaalError):
    """A question set, a run or a baseline is missing, invalid, or does not fit the store."""
