"""Owns labelling: which instruments and themes of the catalogue a passage mentions."""

from __future__ import annotations

from corpus.catalogue import Catalogue
from ingest.passages import Passage

__all__ = ["label"]


def label(passage: Passage, catalogue: Catalogue) -> Passage:
    """``passage`` with the ids of the instruments and themes in its text and nearest heading."""
    text = f"{passage.section}\n{passage.text}"
    instruments = dict.fromkeys(m.id for m in catalogue.find_instruments(text))
    themes = dict.fromkeys(m.id for m in catalogue.find_themes(text))
    return passage.labelled(tuple(instruments), tuple(themes))
