"""Owns the items of a list of decisions: the pieces of each point read into its facts."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.dates import read_date
from ingest.decision_headings import (
    Group,
    Mark,
    Outline,
    decides,
    is_of_meeting,
    read_case,
    read_mark,
    stands_alone,
)
from ingest.decision_pieces import Label, Piece
from ingest.decision_points import bullet_title, outline_of
from ingest.decision_rows import row_facts
from ingest.text import collapse

__all__ = ["Item", "items_of"]

Run = tuple[int, int, int, str]
"""A stretch of the decision: page, start and end on it, and the text."""

_CLOSING = re.compile(
    r"^(?:aldus )?(?:vastgesteld|besloten|opgemaakt|gedaan)(?: te [\w ]+,?)?"
    r"(?: (?:in|door|op|tijdens)\b.*(?:vergadering|college|\d{4})|\s*:)"
    r"|^(?:het )?college van (?:burgemeester|b\s?&|gedeputeerde|dijkgraaf)[^.:]{0,60},?$"
    r"|^(?:burgemeester en wethouders|gedeputeerde staten)(?: van)? [A-Z][^.:]{0,40},?$"
    r"|^(?:de |loco-?)?(?:gemeente-?)?secretaris\b[^.:]{0,80}$"
    r"|^de (?:griffier|voorzitter)\b[^.:]{0,60}$"
    r"|^deze (?:openbare )?besluitenlijst (?:is|bevat|geeft|wordt)\b"
    r"|^(?:aan|uit) deze (?:openbare )?(?:besluiten)?lijst kunnen\b|^disclaimer\b"
    r"|^(?:niet-openbare|vertrouwelijke|geheime) (?:besluiten|agendapunten|onderwerpen)\b",
    re.I,
)
_HOLDER_BEHIND = re.compile(
    r"\s*[(\[](?:pfh\.?:?|portefeuillehouder:?|ph\.?:?)?\s*"
    r"(?P<holder>(?:wethouder|burgemeester|wh\.?|bgm\.?|bm\.?|gedeputeerde|heemraad)\b[^)\]]{0,60}"
    r"|(?<=pfh )[^)\]]{2,60}|(?<=pfh\. )[^)\]]{2,60}"
    r"|(?<=portefeuillehouder: )[^)\]]{2,60})[)\]]\s*$",
    re.I,
)
_HOLDER_LINE = re.compile(
    r"(?:^|[/|;,]\s*|\s[–-]\s)(?P<holder>(?:wethouder|burgemeester|gedeputeerde|heemraad|portefeuillehouder)"
    r"\b(?:\s+(?:van|de|der|den|ter|ten|het|'t|[A-Z][\w.'’-]*)){0,6})\s*$",
    re.I,
)
_DAY_ONLY = re.compile(
    r"^(?:\(|besluit(?:datum)?\s*:?\s*|d\.?d\.?\s*|datum\s*:?\s*|(?:maan|dins|woens|donder|vrij)dag\s+"
    r"|(?:college|raads)?vergadering (?:van|d\.?d\.?)\s+)*\d{1,2}[-./ ][a-z\d]+[-./ ]\d{4}\)?\.?$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Item:
    """What was read of one point; ``decided`` are the stretches of its decision."""

    number: str
    title: str
    portfolio: str
    heading: str
    holder: str
    case: str
    date: datetime.date | None
    decided: tuple[Run, ...]
    pieces: tuple[Piece, ...]


def items_of(pieces: Sequence[Piece]) -> tuple[list[Item], int]:
    """The items of a list, and how many pieces stand before the first of them."""
    outline = outline_of(pieces)
    if not outline.starts:
        return [], len(pieces)
    labelled = any(map(decides, pieces[outline.starts[0] :]))
    closing = _closing(outline.starts[-1], pieces)
    owned = [list(pieces[start:end]) for start, end in _ranges(outline, closing)]
    holders = _led(owned, pieces[: outline.starts[0]], _is_holder)
    days = _led(owned, pieces[: outline.starts[0]], _is_day)
    read = [_item(tuple(own), labelled=labelled) for own in owned]
    over = _Over(outline, read)
    items = []
    for at, item in enumerate(read):
        portfolio, heading, day = over.above(at)
        holder, own_day = holders[at], days[at]
        items.append(
            replace(
                item,
                portfolio=portfolio,
                heading=heading,
                holder=item.holder or (collapse(holder.said) if holder else ""),
                date=item.date or (read_date(own_day.text) if own_day else day),
            )
        )
    return items, min([outline.starts[0], *(group.at for group in outline.groups)])


def _is_holder(piece: Piece) -> bool:
    return piece.label is Label.HOLDER and bool(piece.said)


def _is_day(piece: Piece) -> bool:
    return piece.label in (None, Label.DATE) and bool(_DAY_ONLY.match(piece.text.strip()))


def _led(
    owned: list[list[Piece]], head: Sequence[Piece], leads: Callable[[Piece], bool]
) -> list[Piece | None]:
    """The line that stands over each item, where such lines lead the items that follow.

    They do when the first stands above the first item and none ends the last; then each is
    taken from the end of the item before it, and holds until the next.
    """
    found: list[Piece | None] = [None] * len(owned)
    others = [own for own in owned[:-1] if len(own) > 1 and leads(own[-1])]
    if not head or not leads(head[-1]) or leads(owned[-1][-1]):
        return found
    if any(leads(piece) for own in owned for piece in own[1:-1]) or not others:
        return found
    current: Piece | None = head[-1]
    for at, own in enumerate(owned):
        found[at] = current
        if len(own) > 1 and leads(own[-1]):
            current = own.pop()
    return found


def _ranges(outline: Outline, closing: int) -> Iterator[tuple[int, int]]:
    bounds = sorted({*outline.starts, *(group.at for group in outline.groups), closing})
    for start, end in pairwise(bounds):
        if start in outline.starts:
            yield start, end


def _closing(last: int, pieces: Sequence[Piece]) -> int:
    """Where the list ends: at the line that tells when it was set, or the signatures."""
    for at in range(last + 1, len(pieces)):
        if pieces[at].label is None and pieces[at].row is None and _CLOSING.match(pieces[at].text):
            return at
    return len(pieces)


def _item(pieces: tuple[Piece, ...], *, labelled: bool) -> Item:
    if pieces[0].row is not None:
        return _row_item(pieces)
    number, case, title, body = _headed(pieces)
    holder, title = _holder_behind(title)
    for piece in body:
        if piece.label is Label.HOLDER and not holder:
            holder = _value(piece, body)
        elif piece.label is Label.CASE and not case:
            case = _value(piece, body).split(" ")[0].rstrip(";,.")
        elif piece.label is Label.NUMBER and not number:
            number = read_mark(f"{piece.said} .").number or _value(piece, body)
    decided = _decided(body, pieces[0], labelled=labelled)
    if not holder:
        holder = _holder_line(body)
    return Item(number or case, title, "", "", holder, case, _own_day(body), tuple(decided), pieces)


def _headed(pieces: tuple[Piece, ...]) -> tuple[str, str, str, tuple[Piece, ...]]:
    """The number, case number and title of a point, and the pieces under its title."""
    number, case = "", ""
    at = 0
    while at < len(pieces) - 1 and stands_alone(pieces[at]):
        text = pieces[at].text.strip()
        found = read_case(text)[0]
        case = case or found
        number = number or ("" if found else read_mark(f"{text} .").number or text)
        at += 1
    subject = next((p for p in pieces if p.label is Label.SUBJECT), None)
    first = pieces[at]
    if first.label is not None:
        title = _value(subject, pieces) if subject else first.said
        mark = read_mark(title)
        return number or mark.number, case, collapse(title[mark.rest :]), pieces
    text = bullet_title(first) or first.text
    mark = read_mark(text)
    title = text[mark.rest :]
    found, rest = read_case(title)
    while at + 1 < len(pieces) and pieces[at + 1].heads and pieces[at + 1].text[:1].islower():
        at += 1
        title = f"{title} {pieces[at].text}"
    title = collapse(title[rest:])
    if subject is not None and (not title or title.isdigit()):
        title = _value(subject, pieces)
    body = pieces if bullet_title(first) else pieces[at + 1 :]
    return number or mark.number, case or found, title.rstrip(" :"), body


def _value(piece: Piece, pieces: Sequence[Piece]) -> str:
    """What stands behind a label, or on the line below it."""
    if piece.said:
        return collapse(piece.said)
    after = list(pieces)[list(pieces).index(piece) + 1 :][:1]
    return collapse(after[0].text) if after and after[0].label is None else ""


def _holder_behind(title: str) -> tuple[str, str]:
    """The holder in brackets behind a title, and the title without it."""
    found = _HOLDER_BEHIND.search(title)
    return (collapse(found["holder"]), title[: found.start()]) if found else ("", title)


def _holder_line(body: Sequence[Piece]) -> str:
    """The holder named in a short line under the title: "Team Groen / wethouder Kuipers"."""
    for piece in body:
        if piece.label is Label.DECISION:
            break
        found = _HOLDER_LINE.search(piece.text.strip())
        if found and piece.label is None and len(piece.text.split()) <= 12:
            return collapse(found["holder"])
    return ""


def _own_day(body: Sequence[Piece]) -> datetime.date | None:
    """The date of the point itself, in a line of its own or in the label of the decision."""
    for piece in body:
        labelled = piece.label is Label.DATE
        in_label = piece.label is Label.DECISION
        text = piece.text[: piece.value - piece.start] if in_label else piece.text
        alone = piece.label is None and bool(_DAY_ONLY.match(piece.text.strip()))
        day = read_date(text) if labelled or in_label or alone else None
        if day is not None:
            return day
    return None


def _decided(body: Sequence[Piece], first: Piece, *, labelled: bool) -> Iterator[Run]:
    """The stretches of the decision: behind its label, else from the sentence that tells it."""
    if any(piece.label is Label.DECISION for piece in body):
        inside = False
        for piece in body:
            if piece.label is not None:
                inside = piece.label is Label.DECISION
            if inside and piece.said and not _DAY_ONLY.match(piece.said):
                yield piece.page, piece.value, piece.end, piece.said
        return
    if title := bullet_title(first):
        skipped = first.text.index(title) + len(title)
        rest = first.text[skipped:].lstrip(" .:–-")
        yield first.page, first.end - len(rest), first.end, rest
        body = body[1:]
    started = bool(title) or not labelled
    telling = [decides(piece) for piece in body]
    if any(telling) and not title:
        started = False
    for piece, tells in zip(body, telling, strict=True):
        started = started or tells
        if piece.label is not None:
            started = False
        elif started and not _DAY_ONLY.match(piece.text.strip()):
            yield piece.page, piece.start, piece.end, piece.said


# -- rows ---------------------------------------------------------------------------------------


def _row_item(pieces: tuple[Piece, ...]) -> Item:
    facts = [row_facts(piece) for piece in pieces if piece.row is not None]
    first = facts[0]
    holder, title = _holder_behind(first.title)
    return Item(
        number=first.number or first.case,
        title=title,
        portfolio="",
        heading="",
        holder=first.holder or holder,
        case=first.case,
        date=first.date,
        decided=tuple(run for fact in facts for run in fact.decided),
        pieces=tuple(piece for piece in pieces if piece.row is not None),
    )


# -- what stands over an item -------------------------------------------------------------------


class _Over:
    """The groups over each item: by number where numbers run through, else by place."""

    def __init__(self, outline: Outline, items: Sequence[Item]) -> None:
        self._outline, self._items = outline, items
        self._marks = [read_mark(f"{item.number} .") for item in items]
        self._by_number = any(g.mark.over(mark) for g in outline.groups for mark in self._marks)
        self._titles: dict[tuple[str, ...], list[tuple[int, str]]] = {}
        for at, (item, mark) in enumerate(zip(items, self._marks, strict=True)):
            self._titles.setdefault(mark.parts, []).append((at, item.title))

    def above(self, at: int) -> tuple[str, str, datetime.date | None]:
        """The portfolio over an item, or else its general heading; and a date over it."""
        item, mark = self._items[at], self._marks[at]
        groups = self._groups(self._outline.starts[at], mark)
        day = next((d for group in groups if (d := read_date(group.title))), None)
        numbered = any(group.mark.over(mark) for group in groups)
        if is_of_meeting(item.title) and not numbered:
            return "", "", day
        portfolio = next((g.title for g in reversed(groups) if g.portfolio), "")
        if portfolio or groups:
            return portfolio, "" if portfolio else groups[-1].title, day
        return "", self._parent(at, mark), day

    def _parent(self, at: int, mark: Mark) -> str:
        """The title of the nearest point before it that its number stands under."""
        for length in range(len(mark.parts) - 1, 0, -1):
            before = [t for t in self._titles.get(mark.parts[:length], ()) if t[0] < at]
            if before:
                return before[-1][1]
        return ""

    def _groups(self, start: int, mark: Mark) -> list[Group]:
        over = [g for g in self._outline.groups if g.at <= start and g.mark.over(mark)]
        if over:
            return over
        stack: list[Group] = []
        for group in self._outline.groups:
            if group.at <= start and not (self._by_number and group.mark.number):
                while stack and stack[-1].level >= group.level:
                    stack.pop()
                stack.append(group)
        return stack
