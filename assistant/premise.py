"""Owns the slot ``premise``: what a question takes for granted and is not so.

Law that changed is corrected from the dated entries of the catalogue; a place or thing that
stands nowhere in the sources is told as such.
"""

from __future__ import annotations

from assistant.answer import Basis, Item
from assistant.mapping import Context

__all__ = ["map_premise"]


def map_premise(context: Context) -> tuple[Item, ...]:
    """The premises of the question that need a correction, in the catalogue's order."""
    items = []
    for entry in context.catalogue.law.values():
        found = entry.claimed_in(context.question.text)
        if found is not None:
            items.append(
                Item(
                    {
                        "claim": found,
                        "verdict": entry.verdict,
                        "correction": entry.correction,
                        "as_of": str(entry.as_of),
                        "confirmed": entry.confirmed,
                        "source": entry.source,
                    },
                    (),
                    Basis.DERIVED if entry.confirmed else Basis.NEEDS_HUMAN,
                )
            )
    return tuple(items)
