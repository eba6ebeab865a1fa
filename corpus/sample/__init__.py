"""Owns the documents of the invented municipality Wilgenwaard: where they are."""

from __future__ import annotations

from pathlib import Path

__all__ = ["DOCUMENTS"]

DOCUMENTS: Path = Path(__file__).resolve().parent / "documents"
