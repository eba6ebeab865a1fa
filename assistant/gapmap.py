"""Owns the gap map: every instrument of the catalogue with its status, and the promises.

The map asks no question; it looks at everything that speaks for the municipality.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assistant.answer import citation_to_dict
from assistant.citations import Citation
from assistant.instruments import find_instrument, finding_item
from assistant.mapping import Context
from assistant.unread import UnreadPlace, unread_dicts
from ingest.passages import Passage
from ingest.split import sentence_spans
from ingest.text import collapse, fold

__all__ = ["GapMap", "draw_map"]

_PROMISING_TYPES = frozenset({"coalitieakkoord"})
_HARD_ENOUGH = 4
_LEAST_WORDS = 6


@dataclass(frozen=True, slots=True)
class GapMap:
    """The map of one store as of one day."""

    as_of: datetime.date
    municipality: str | None
    instruments: tuple[dict[str, Any], ...]
    ambitions: tuple[dict[str, Any], ...]
    unread: tuple[UnreadPlace, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The map in the form of the contract."""
        return {
            "as_of": self.as_of.isoformat(),
            "municipality": self.municipality,
            "instruments": list(self.instruments),
            "ambitions": list(self.ambitions),
            "unread_pages": len(self.unread),
            "unread": unread_dicts(self.unread),
        }


def draw_map(
    context: Context, passages: Iterable[Passage], unread: tuple[UnreadPlace, ...] = ()
) -> GapMap:
    """Look up every instrument, and the promises (strength 4 and 5) of the agreements."""
    instruments = []
    for instrument in context.catalogue.instruments.values():
        item = finding_item(find_instrument(instrument, context), "could", context)
        row = item.to_dict()
        row.pop("need")
        instruments.append(row | {"citations": _full(item.citations, context)})
    return GapMap(
        context.as_of,
        context.home,
        tuple(instruments),
        tuple(_promises(context, passages)),
        unread,
    )


def _promises(context: Context, passages: Iterable[Passage]) -> list[dict[str, Any]]:
    found: list[tuple[tuple[str, int, int], dict[str, Any]]] = []
    seen: set[str] = set()
    for passage in passages:
        document = context.documents.get(passage.edition)
        if document is None or document.type not in _PROMISING_TYPES or passage.row is not None:
            continue
        if document.superseded_by or not context.is_own(document):
            continue
        for span in sentence_spans(passage.text):
            sentence = collapse(passage.text[span.start : span.end])
            commitment = context.catalogue.commitment(sentence)
            strength = commitment.strength
            if strength is None or strength < _HARD_ENOUGH or fold(sentence) in seen:
                continue
            cited = context.cited(passage, sentence)
            if not cited or len(sentence.split()) < _LEAST_WORDS:
                continue
            seen.add(fold(sentence))
            themes = dict.fromkeys(m.id for m in context.catalogue.find_themes(sentence))
            found.append(
                (
                    (document.file, passage.page, passage.start),
                    {
                        "text": sentence,
                        "strength": strength,
                        "quantity": commitment.quantity,
                        "deadline": commitment.deadline,
                        "themes": list(themes),
                        "citations": _full(cited, context),
                    },
                )
            )
    return [promise for _, promise in sorted(found, key=lambda f: f[0])]


def _full(numbers: tuple[int, ...], context: Context) -> list[dict[str, Any]]:
    given: tuple[Citation, ...] = context.citations.all()
    return [citation_to_dict(given[n - 1]) for n in numbers]
