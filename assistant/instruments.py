"""Owns the slot ``instruments``: per instrument of the gap profile its status, with evidence.

The newest source that says something of the status decides. Absence is only told after every
passage of the documents that speak for the municipality was searched for the instrument's
names; it is "niet aangetroffen", with the terms, never "bestaat niet".
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Basis, Item
from assistant.mapping import Context
from assistant.question import is_other_body
from corpus.documents import Document
from corpus.instruments import Instrument, LegalBase
from corpus.status import Authority, Status
from ingest.mentions import InstrumentMention
from ingest.text import collapse, fold

__all__ = ["Finding", "find_instrument", "finding_item", "legal_base", "map_instruments"]

_MOST_EXTRA = 4
_NEEDS = ("must", "should", "could")
# Opinions, method books, laws and parties' wishes do not show that a municipality has something.
_SPEAKS = frozenset(
    {
        Authority.BELEID,
        Authority.BESLUIT,
        Authority.POLITIEK,
        Authority.VERANTWOORDING,
        Authority.VOORSTEL,
        Authority.ONBEKEND,
    }
)
_SILENT_TYPES = frozenset(
    {"verkiezingsprogramma", "voorschrift", "essay", "waterschapsplan", "wet"}
)
_FIRMNESS = list(Status)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one instrument; ``statement`` is the mention that decides, if any."""

    instrument: Instrument
    status: Status
    statement: InstrumentMention | None
    document: Document | None
    own_document: bool
    mentions: int
    earlier: str | None = None


def map_instruments(context: Context) -> tuple[Item, ...]:
    """The instruments named in the question, then the profile's must, should and could."""
    if is_other_body(context.home):
        return ()  # the catalogue is of municipalities
    wanted: dict[str, str] = dict.fromkeys(context.question.instruments, "must")
    profile = context.catalogue.profile_for(context.question.themes)
    for need in _NEEDS:
        for identifier in getattr(profile, need):
            wanted.setdefault(identifier, need)
    # A coupled question needs what its other theme cannot do without, too.
    rest = [t for t in context.question.themes if t not in profile.themes]
    if rest and context.catalogue.profile_for(rest) is not profile:
        for identifier in context.catalogue.profile_for(rest).must:
            wanted.setdefault(identifier, "should")
    findings = [
        (find_instrument(context.catalogue.instruments[i], context), need)
        for i, need in wanted.items()
    ]
    findings += [(finding, "could") for finding in _also_there(context, wanted)]
    return tuple(finding_item(finding, need, context) for finding, need in findings)


def _also_there(context: Context, wanted: Mapping[str, str]) -> list[Finding]:
    """Instruments of the question's own themes that the profile leaves out but that exist."""
    asked = set(context.question.themes)
    found = [
        find_instrument(instrument, context)
        for identifier, instrument in context.catalogue.instruments.items()
        if identifier not in wanted and not asked.isdisjoint(instrument.themes)
    ]
    telling = [f for f in found if f.status not in {Status.GENOEMD, Status.NIET_AANGETROFFEN}]
    return telling[:_MOST_EXTRA]


def find_instrument(instrument: Instrument, context: Context) -> Finding:
    """Search every passage that speaks for the municipality for one instrument."""
    editions = frozenset(e for e, d in context.documents.items() if _speaks(d, context))
    named = context.mentions.of(instrument.id, editions & context.editions)
    own = [(e, d) for e, d in context.documents.items() if _is_itself(d, instrument, context)]
    if own:
        edition, document = max(own, key=lambda pair: _age(pair[1]))
        return _from_own_document(instrument, edition, document, named, context)
    if context.question.text and _needs_topic(instrument, context):
        named = _on_topic(named, context)
    if not named:
        return Finding(instrument, Status.NIET_AANGETROFFEN, None, None, False, 0)
    return _from_mentions(instrument, named, context)


def _needs_topic(instrument: Instrument, context: Context) -> bool:
    """Whether one for another subject says nothing about this one: a letter, a plan of work."""
    if instrument.generic or "alle" in instrument.themes or instrument.level == "operationeel":
        return True
    own_theme = not set(context.question.themes).isdisjoint(instrument.themes)
    return instrument.kind == "communicatief" and not own_theme


def _speaks(document: Document, context: Context) -> bool:
    return (
        document.authority in _SPEAKS
        and document.type not in _SILENT_TYPES
        and context.is_own(document)
        and (document.municipality is not None or context.home is None)
    )


def _is_itself(document: Document, instrument: Instrument, context: Context) -> bool:
    if not _speaks(document, context):
        return False
    return any(m.id == instrument.id for m in context.catalogue.find_instruments(document.title))


def _from_own_document(
    instrument: Instrument,
    edition: str,
    document: Document,
    named: Sequence[InstrumentMention],
    context: Context,
) -> Finding:
    status = document.status
    if status is Status.GENOEMD:  # its own pages may say how it was adopted
        said = [m for m in named if m.edition == edition and m.status is Status.VASTGESTELD]
        status = Status.VASTGESTELD if said else Status.GENOEMD
    if _is_over(document, context.as_of):
        status = Status.VEROUDERD
    inside = [m for m in named if m.edition == edition]
    telling = [m for m in inside if m.status is document.status] or inside
    return Finding(instrument, status, telling[0] if telling else None, document, True, len(named))


def _from_mentions(
    instrument: Instrument, named: Sequence[InstrumentMention], context: Context
) -> Finding:
    telling = [m for m in named if m.status is not Status.GENOEMD]
    if not telling:
        first = max(named, key=lambda m: _age(context.documents[m.edition]))
        document = context.documents[first.edition]
        return Finding(instrument, Status.GENOEMD, first, document, False, len(named))
    telling.sort(
        key=lambda m: (_age(context.documents[m.edition]), -_FIRMNESS.index(m.status)),
        reverse=True,
    )
    newest = telling[0]
    differing = next((m for m in telling if m.status is not newest.status), None)
    earlier = None
    if differing is not None:
        other = context.documents[differing.edition]
        kind = context.catalogue.document_types[other.type].label.lower()
        earlier = f"{differing.status.value.replace('_', ' ')} volgens een andere bron ({kind})"
    document = context.documents[newest.edition]
    return Finding(instrument, newest.status, newest, document, False, len(named), earlier)


def _on_topic(named: Sequence[InstrumentMention], context: Context) -> list[InstrumentMention]:
    """The mentions whose passage shares a theme or topic word with the question."""
    if not named:
        return []
    relevant = {e.passage.id for e in context.pool.relevant()}
    return [m for m in named if m.passage in relevant]


def _is_over(document: Document, day: datetime.date) -> bool:
    if document.valid_until is not None:
        return document.valid_until < day
    return document.period is not None and document.period[1] < day.year


def _age(document: Document) -> tuple[int, int]:
    year = document.year or 0
    if not year and document.period:
        year = document.period[0]
    return year, document.date.toordinal() if document.date else 0


def finding_item(finding: Finding, need: str, context: Context) -> Item:
    """A finding as an item of the slot, cited."""
    instrument, document = finding.instrument, finding.document
    cited, quote = _cite(finding, context)
    if finding.status is not Status.NIET_AANGETROFFEN and not cited and not finding.own_document:
        finding = Finding(instrument, Status.GENOEMD, None, document, False, finding.mentions)
    missing = finding.status is Status.NIET_AANGETROFFEN
    body = instrument.deciding_body
    fields: dict[str, object] = {
        "id": instrument.id,
        "name": instrument.label,
        "status": finding.status.value,
        "need": need,
        "local_name": _local_name(finding),
        "deciding_body": body.law,
        "decided_by": document.adopted_by if finding.own_document and document else None,
        "date": str(document.date) if document and document.date else None,
        "legal_base": [legal_base(b) for b in instrument.legal_base],
        "note": body.note,
        "quote": quote,
        "earlier": finding.earlier,
        "searched": searched(instrument, context),
    }
    if missing or finding.status in {Status.VEROUDERD, Status.VERVALLEN}:
        fields |= {"why": instrument.why, "meanwhile": instrument.meanwhile}
    doubtful = finding.status is Status.GENOEMD
    basis = Basis.DERIVED if missing else Basis.NEEDS_HUMAN if doubtful else Basis.DEMONSTRATED
    return Item(fields, cited, basis)


def legal_base(base: LegalBase) -> dict[str, object]:
    """A place in the law as the contract prints it, with the month of which it is told."""
    return {"text": base.text, "as_of": base.as_of, "confirmed": base.confirmed}


def searched(instrument: Instrument, context: Context) -> dict[str, object]:
    """The search that was made for one instrument, for telling absence."""
    speaking = [d for d in context.documents.values() if _speaks(d, context)]
    return {
        "documents": len(speaking),
        "terms": list(instrument.labels),
        "as_of": context.as_of.isoformat(),
    }


def _cite(finding: Finding, context: Context) -> tuple[tuple[int, ...], str | None]:
    mention = finding.statement
    if mention is None:
        return (), None
    passage = context.passages_by_id([mention.passage]).get(mention.passage)
    if passage is None:
        return (), None
    sentence = passage.text[mention.start : mention.end]
    if passage.row is not None:
        naming = [i for i, c in enumerate(passage.row.cells) if mention.name in c.text]
        return context.cited_row(passage, *naming), collapse(sentence)
    return context.cited(passage, sentence), collapse(sentence)


def _local_name(finding: Finding) -> str | None:
    if finding.own_document and finding.document:
        return finding.document.title
    mention = finding.statement
    if mention is None or fold(mention.name) == fold(finding.instrument.label):
        return None
    return mention.name
