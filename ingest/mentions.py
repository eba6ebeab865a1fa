"""Owns findings about instruments: which one a sentence names, and what status it shows.

``MentionTable`` is all findings of a store, kept beside it so that absence can be told from
a search that was really made over every passage.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from corpus.catalogue import Catalogue
from corpus.documents import Document
from corpus.status import Status
from ingest.decisions import Outcome
from ingest.passages import Passage
from ingest.split import sentence_spans

__all__ = ["DECIDING_TYPES", "InstrumentMention", "MentionTable", "find_mentions"]

_FILE = "mentions.json"

_PREPARES = re.compile(
    r"\b(?:startnotitie|startdocument|plan van aanpak|projectopdracht|opdracht|planning"
    r"|nota van uitgangspunten|uitgangspunten\w*|tussenstand|voortgang\w*|zienswijzen?)"
    r"\s+(?:(?:voor|van|over|op|bij)\s+)?(?:(?:de|het|een|deze|dit)\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)

DECIDING_TYPES = frozenset({"besluitenlijst", "raadsbesluit"})
"""Document types whose numbered points are decisions."""
_NOT_DECIDED = frozenset(
    {Outcome.VOORSTEL, Outcome.AANGEHOUDEN, Outcome.INGETROKKEN, Outcome.VERWORPEN}
)


@dataclass(frozen=True, slots=True)
class InstrumentMention:
    """One sentence that names an instrument; offsets are in the passage's text.

    ``name`` is the label as printed, ``status`` what the sentence says of it, and ``cue``
    the words that showed that status (empty for a bare mention).
    """

    instrument: str
    name: str
    passage: str
    edition: str
    start: int
    end: int
    status: Status
    cue: str


def find_mentions(
    passage: Passage, catalogue: Catalogue, *, decided: bool = False, year: int | None = None
) -> list[InstrumentMention]:
    """The instruments that ``passage`` names, one finding per instrument and sentence.

    ``decided`` says that the passage is of a list of decisions: there "vast te stellen" is one.
    ``year`` is the document's: what it tells of a later year is announced, not done.
    """
    found: list[InstrumentMention] = []
    for span in sentence_spans(passage.text):
        sentence = passage.text[span.start : span.end]
        named = {m.id: m for m in reversed(catalogue.find_instruments(sentence))}
        if not named:
            continue
        shown, cue = catalogue.status_of(sentence, decided=decided, year=year)
        for instrument, mention in named.items():
            status = _of_this(shown, sentence[: mention.start])
            found.append(
                InstrumentMention(
                    instrument=instrument,
                    name=mention.label,
                    passage=passage.id,
                    edition=passage.edition,
                    start=span.start,
                    end=span.end,
                    status=status,
                    cue=cue,
                )
            )
    return found


def _is_undecided(passage: Passage) -> bool:
    """Whether it is of a point that was put off, withdrawn, turned down or proposed to others."""
    return passage.decision is not None and passage.decision.outcome in _NOT_DECIDED


def _of_this(shown: Status, before: str) -> Status:
    """Who adopts the startnotitie of a programme has not adopted the programme."""
    if shown is Status.VASTGESTELD and _PREPARES.search(before):
        return Status.IN_VOORBEREIDING
    return shown


class MentionTable:
    """All instrument findings of a store, by instrument id."""

    def __init__(self, mentions: Iterable[InstrumentMention]) -> None:
        self._by_instrument: dict[str, list[InstrumentMention]] = {}
        for mention in mentions:
            self._by_instrument.setdefault(mention.instrument, []).append(mention)

    def of(self, instrument: str, editions: frozenset[str]) -> list[InstrumentMention]:
        """The findings about one instrument in ``editions``, in document order."""
        return [m for m in self._by_instrument.get(instrument, ()) if m.edition in editions]

    @staticmethod
    def build(
        passages: Iterable[Passage],
        documents: Mapping[str, Document],
        catalogue: Catalogue,
        home: Path,
    ) -> None:
        """Write the findings in ``passages`` to ``home``; ``documents`` are by edition."""
        found = []
        for passage in passages:
            document = documents[passage.edition]
            decided = document.type in DECIDING_TYPES and not _is_undecided(passage)
            mentions = find_mentions(passage, catalogue, decided=decided, year=document.year)
            found += [astuple(mention) for mention in mentions]
        (home / _FILE).write_text(json.dumps(found), "utf-8")

    @classmethod
    def load(cls, home: Path) -> MentionTable:
        """Open the table that ``build`` wrote to ``home``."""
        rows = json.loads((home / _FILE).read_text("utf-8"))
        return cls(_from_row(row) for row in rows)


def _from_row(row: list[Any]) -> InstrumentMention:
    instrument, name, passage, edition, start, end, status, cue = row
    return InstrumentMention(instrument, name, passage, edition, start, end, Status(status), cue)
