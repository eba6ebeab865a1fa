"""Owns the PDF documents of the sample: what the typesetter makes of a Typst source."""

from __future__ import annotations

from pathlib import Path

from corpus.sample.facts import SOURCES

__all__ = ["render_pdf"]

# 1 November 2026 00:00 UTC, so that a document does not depend on the day it is made.
CREATED = 1_793_491_200


def render_pdf(source: Path) -> bytes:
    """The PDF of one source, with the typesetter's own fonts only: the same on every machine."""
    import typst

    made = typst.compile(
        source,
        root=SOURCES,
        font_paths=[],
        ignore_system_fonts=True,
        format="pdf",
        timestamp=CREATED,
    )
    if not isinstance(made, bytes):
        raise TypeError(f"{source.name}: de zetter gaf geen PDF terug.")
    return made
