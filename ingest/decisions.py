"""Owns the noun ``Decision``: one point of a list of decisions, its place and what it says."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.documents import Document
from ingest.bodies import body_in
from ingest.dates import read_date
from ingest.decision_items import Item, items_of
from ingest.decision_pieces import Label, Piece, pieces_of
from ingest.pages import ReadDocument
from ingest.text import collapse

__all__ = ["Decision", "DecisionRef", "Outcome", "PageSpan", "decisions_of"]

_TO_OTHERS = (
    r"(?:aan )?(?:de |het )?(?:(?:gemeente)?raad|provinciale staten|algemeen bestuur|ps|ab|college"
    r"|verenigde vergadering)"
)
_PROPOSES = re.compile(
    rf"^(?:(?:het )?college |b(?:&| en )w )?(?:(?:stelt|stellen|besluit|besluiten) )?{_TO_OTHERS}"
    r"(?: [^.:;]{0,40})? (?:voor te (?:stellen|leggen|houden)|te verzoeken|voor(?=[,:]| te| om)"
    r"|aan te bieden)"
    r"|^(?:in te stemmen met )?(?:het )?(?:bijgaande? )?raadsvoorstel\b"
    rf"|^[^.;]{{0,160}}\b(?:ter vaststelling|ter besluitvorming)\b[^.;]{{0,20}}{_TO_OTHERS}"
    rf"|^[^.;]{{0,160}}\b{_TO_OTHERS} (?:aan te bieden )?(?:ter vaststelling|ter besluitvorming)"
    rf"|^[^.;]{{0,200}}\b{_TO_OTHERS} voor te (?:stellen|leggen)\b"
    rf"|^[^.;]{{0,60}}\b(?:stelt|stellen) {_TO_OTHERS} (?:\w+ ){{0,2}}voor\b",
    re.I,
)
_POINT = re.compile(r"(?:(?<=^)|(?<=[;.:]\s)|(?<=\n))(?:\d{1,2}|[a-z])[.)]\s+")
_SHORT = 120
_AROUND_TITLE = 60  # "Agendapunt 3:" before it, "(wethouder De Vries)" behind it
_OUTCOMES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in (
        (
            "aangehouden",
            r"^(?:[\w&' -]{0,40})\b(?:aangehouden|uitgesteld|doorgeschoven|verdaagd)\b"
            r"|^[\w&' -]{0,30}\bhoudt\b.*\baan\b|^aan te houden\b",
        ),
        ("ingetrokken", r"\bvoorstel\b.*\bingetrokken\b|^ingetrokken\b|van de agenda\b|^afgevoerd"),
        (
            "verworpen",
            r"^[\w ]{0,30}?(?:is |wordt )?(?:met [^.]{3,40} )?(?:verworpen|afgewezen)\b"
            r"|\bniet akkoord\b|\bniet aangenomen\b",
        ),
        (
            "kennisgeving",
            r"^(?:[\w&]+ ){0,5}?(?:voor|ter) kennis(?:geving|name)(?: aangenomen)?\.?$"
            r"|^(?:[\w&]+ ){0,4}?neemt kennis\b|^kennis te nemen\b",
        ),
        ("conform", r"^(?:het |de )?(?:\w+ ){0,3}?(?:conform|overeenkomstig|akkoord)\b"),
    )
)


class Outcome(StrEnum):
    """What became of a point; ``VOORSTEL`` is a proposal to another body, so not an adoption."""

    BESLOTEN = "besloten"
    CONFORM = "conform"
    VOORSTEL = "voorstel"
    KENNISGEVING = "kennisgeving"
    AANGEHOUDEN = "aangehouden"
    INGETROKKEN = "ingetrokken"
    VERWORPEN = "verworpen"
    GEEN = "geen"


@dataclass(frozen=True, slots=True)
class PageSpan:
    """Character offsets ``[start, end)`` in the text of one page (numbered from 1)."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DecisionRef:
    """What a passage tells of the decision that it is part of; unknown is ``""`` or ``None``."""

    number: str
    title: str
    portfolio: str = ""
    body: str = ""
    date: datetime.date | None = None
    outcome: Outcome = Outcome.GEEN


@dataclass(frozen=True, slots=True)
class Decision:
    """One point of a list of decisions, decided or not.

    ``number`` is the printed number without its closing mark ("5.b.1", "3a"), else the
    printed case number, else ``""``; ``printed`` is number and title as one line, where they
    are printed so. ``portfolio`` is the group heading or the holder's line;
    a point under a general heading ("Hamerstukken") has that as ``heading`` and no portfolio.
    ``text`` is the decision without the label above it, ``""`` when nothing was decided;
    ``decided`` are its places, one per unbroken run on a page, and ``spans`` those of the
    whole point from its title on.
    """

    number: str
    title: str
    printed: str
    portfolio: str
    heading: str
    holder: str
    case: str
    body: str
    date: datetime.date | None
    outcome: Outcome
    text: str
    decided: tuple[PageSpan, ...]
    spans: tuple[PageSpan, ...]

    @property
    def page(self) -> int:
        """The page of its title."""
        return self.spans[0].page

    @property
    def path(self) -> tuple[str, ...]:
        """The headings above its text: the portfolio or general heading, then its own."""
        above = self.portfolio or self.heading
        return (above, self.printed) if above else (self.printed,)

    @property
    def ref(self) -> DecisionRef:
        """What its passages carry."""
        return DecisionRef(
            self.number, self.title, self.portfolio, self.body, self.date, self.outcome
        )


def decisions_of(read: ReadDocument, document: Document) -> tuple[Decision, ...]:
    """The points of a list of decisions, in printed order; empty where none can be told apart.

    ``document`` gives the date and the body of the meeting; where it does not know them, the
    head of the list does.
    """
    pieces = pieces_of(read)
    items, head = items_of(pieces)
    body = _body(pieces[:head], document)
    date = document.date or _date(pieces[:head])
    return tuple(_decision(item, body, date) for item in items)


def _decision(item: Item, body: str, date: datetime.date | None) -> Decision:
    text = collapse(" ".join(text for _, _, _, text in item.decided))
    return Decision(
        number=item.number,
        title=item.title,
        printed=_printed(item),
        portfolio=item.portfolio or item.holder,
        heading=item.heading,
        holder=item.holder,
        case=item.case,
        body=body,
        date=item.date or date,
        outcome=outcome_of(text, [text for _, _, _, text in item.decided]),
        text=text,
        decided=_joined([(page, start, end) for page, start, end, _ in item.decided]),
        spans=_joined([(p.page, p.start, p.end) for p in item.pieces]),
    )


def _printed(item: Item) -> str:
    line = collapse(item.pieces[0].text)
    plain = item.pieces[0].row is None and item.pieces[0].label is None
    whole = plain and item.title in line and item.number in line
    if whole and len(line) <= len(item.number) + len(item.title) + _AROUND_TITLE:
        return line
    return f"{item.number} {item.title}".strip()


def outcome_of(text: str, points: Sequence[str]) -> Outcome:
    """What became of a point, by the words of its decision; ``points`` are its numbered parts."""
    if not text:
        return Outcome.GEEN
    if len(text) <= _SHORT:
        for name, pattern in _OUTCOMES:
            if pattern.search(text):
                return Outcome(name)
    parts = [part for point in points for part in _POINT.split(point) if part.strip(" :")]
    if parts and _PROPOSES.match(parts[0]):
        return Outcome.VOORSTEL  # what follows is how the proposal goes there
    return Outcome.BESLOTEN


def _joined(spans: Sequence[tuple[int, int, int]]) -> tuple[PageSpan, ...]:
    """Spans with those that only white space parts made one."""
    found: list[PageSpan] = []
    for page, start, end in spans:
        last = found[-1] if found else None
        if last and last.page == page and 0 <= start - last.end <= 2:
            found[-1] = PageSpan(page, last.start, end)
        else:
            found.append(PageSpan(page, start, end))
    return tuple(found)


def _body(head: Sequence[Piece], document: Document) -> str:
    if document.adopted_by and ("adopted_by", "register") in document.read_from:
        return document.adopted_by
    for piece in head:
        named = body_in(piece.text) if piece.label in (None, Label.OTHER) else None
        if named and not piece.text.lower().startswith(("aanwezig", "afwezig", "voorzitter")):
            return named
    return document.adopted_by or ""


def _date(head: Sequence[Piece]) -> datetime.date | None:
    return next((day for piece in head if (day := read_date(piece.text))), None)
