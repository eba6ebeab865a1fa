"""Owns the slot ``premise``: what a question takes for granted and is not so.

Law that changed is corrected from the dated entries of the catalogue; a place or thing that
stands nowhere in the sources is told as such, and so is a decision that no source tells of.
"""

from __future__ import annotations

import re

from assistant.answer import Basis, Item
from assistant.mapping import Context

__all__ = ["map_premise"]

_SUPPOSED = re.compile(
    r"\b(?:heeft|hebben|is|zijn|werd|werden|waarom)\b[^.?!]{3,120}?"
    r"\b(?P<verb>afgewezen|verworpen|ingetrokken|geschrapt|vernietigd|goedgekeurd|stopgezet)\b",
    re.IGNORECASE,
)


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
    return (*items, *_supposed_decision(context))


def _supposed_decision(context: Context) -> tuple[Item, ...]:
    """A decision that the question takes for granted and that no source about it tells of."""
    supposed = _SUPPOSED.search(context.question.text)
    if supposed is None:
        return ()
    verb = supposed["verb"].lower()
    told = any(
        verb in line.lower() and context.relevance.of_text(line, e.passage.section).relevance > 0.3
        for e in context.pool.relevant()
        for line in e.lines
    )
    if told:
        return ()
    fields = {
        "claim": supposed[0],
        "verdict": "niet_aangetroffen",
        "correction": f"In de doorzochte documenten is niet aangetroffen dat dit is {verb}.",
        "as_of": context.as_of.isoformat(),
        "confirmed": True,
        "source": "de doorzochte documenten",
    }
    return (Item(fields, (), Basis.DERIVED),)
