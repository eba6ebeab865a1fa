"""Owns what a document is: type, title, whose, status, dates — each with where it was read.

The register overrules; then the first pages, the file's own metadata and its name. A fact
that is not clearly there stays unknown.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TypeVar

from corpus.catalogue import Catalogue
from corpus.documents import Document
from corpus.register import RegisterEntry
from corpus.status import Authority, Status
from ingest.dates import read_date
from ingest.pages import BlockKind, ReadDocument
from ingest.text import collapse

__all__ = ["FACTS_VERSION", "describe"]

FACTS_VERSION = "3"
"""Raised when this module reads facts otherwise, so that files are looked at again."""

_ADOPTED = re.compile(
    r"\bvastgesteld\s+(?:door|in)\s+(?:de|het)\s+(?:vergadering\s+van\s+(?:de|het)\s+)?"
    r"(gemeenteraad|raad|college|burgemeester\s+en\s+wethouders|algemeen\s+bestuur"
    r"|verenigde\s+vergadering|provinciale\s+staten)"
    r"[^.]{0,80}",
    re.I,
)
_PERIOD = re.compile(r"\b((?:19|20)\d\d)\s*[-–—/]\s*((?:19|20)\d\d)\b")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_MUNICIPALITY = re.compile(
    r"\b[Gg]emeente\s+((?:[A-Z][\w'’]+(?:-[A-Z][\w'’]+)*)(?:\s(?:aan|en|op|bij)\s[A-Z][\w-]+)?)"
)
_OTHER_BODY = re.compile(
    r"\b([Hh]oogheemraadschap|[Ww]aterschap|[Pp]rovincie)\s+(?:van\s+)?(?!De\b|Het\b)([A-Z][\w-]+)"
)
_DRAFT = re.compile(r"\b(ontwerp|concept)\b(?!er)", re.I)
_BUDGET_TYPES = frozenset({"programmabegroting", "jaarstukken", "kadernota", "bestuursrapportage"})
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_STATED_DATE = re.compile(r"\b[Dd]atum\b.{0,40}")
# The name of a municipality often stands behind the kind of document in its title.
_TITLE_NAME = re.compile(
    r"\b(?:[Cc]oalitieakkoord|[Bb]estuursakkoord|[Pp]rogrammabegroting|[Bb]egroting|[Jj]aarstukken"
    r"|[Jj]aarrekening|[Oo]mgevingsvisie|[Kk]adernota|[Gg]roenplan|[Bb]esluitenlijst)\s+"
    r"(?:gemeente\s+)?([A-Z][a-z]+(?:-[A-Z][a-z]+)*)(?=[\s:,.]|$)"
)
_NO_TITLE = re.compile(
    r"^(?:\d|vastgesteld|versie|datum|inhoud|voorwoord|colofon|inleiding|bijlage)", re.I
)
_OTHER_ASSEMBLIES = frozenset({"verenigde vergadering", "algemeen bestuur", "provinciale staten"})
_DATED_TYPES = frozenset({"besluitenlijst", "raadsbesluit", "raadsinformatiebrief"})
_BODIES = {"gemeenteraad": "raad", "burgemeester en wethouders": "college"}
_T = TypeVar("_T")
_FRONT_PAGES = 4
_FRONT_CHARACTERS = 6000


def describe(
    read: ReadDocument,
    *,
    identifier: str,
    file: str,
    source: str,
    register: RegisterEntry | None,
    catalogue: Catalogue,
) -> Document:
    """The facts of a document that was just read."""
    seen = _Evidence(read, file)
    said = register or RegisterEntry(file=file)
    facts = _Facts()
    title = facts.take("title", said.title, seen.title())
    kind = facts.take("type", said.type, seen.type(catalogue)) or "overig"
    known = catalogue.document_types.get(kind) or catalogue.document_types["overig"]
    period = facts.take("period", said.period, seen.period())
    date = facts.take("date", said.date, seen.date(kind))
    status, adopted_by = seen.adoption()
    usual = (known.adopted_by, "soort document") if known.adopted_by else None
    if status is None and known.authority is Authority.BESLUIT:
        status = Status.VASTGESTELD, "soort document"  # a list of decisions holds decisions
    return Document(
        id=identifier,
        file=file,
        source=source,
        title=title or PurePosixPath(file).stem,
        type=known.id,
        authority=said.authority or known.authority,
        municipality=facts.take("municipality", said.municipality, seen.municipality()),
        adopted_by=facts.take("adopted_by", said.adopted_by, adopted_by or usual),
        status=facts.take("status", said.status, status) or Status.GENOEMD,
        date=date,
        valid_from=facts.take("valid_from", said.valid_from, None),
        valid_until=facts.take("valid_until", said.valid_until, None),
        period=period,
        budget_year=facts.take("budget_year", said.budget_year, seen.budget_year(kind)),
        replaces=said.replaces,
        groups=said.groups,
        page_count=len(read.pages),
        read_from=tuple(facts.where),
    )


@dataclass(slots=True)
class _Facts:
    """Collects facts with where each was read; what the register says goes first."""

    where: list[tuple[str, str]] = field(default_factory=list)

    def take(self, name: str, said: _T | None, found: tuple[_T, str] | None) -> _T | None:
        if said is not None:
            self.where.append((name, "register"))
            return said
        if found is not None:
            self.where.append((name, found[1]))
            return found[0]
        return None


class _Evidence:
    """What the file itself shows: its first pages, metadata and name."""

    def __init__(self, read: ReadDocument, file: str) -> None:
        self._read = read
        self._name = PurePosixPath(file).stem.replace("_", " ").replace("-", " ")
        self._raw_name = PurePosixPath(file).stem
        front = " ".join(page.text for page in read.pages[:_FRONT_PAGES])
        self._front = collapse(front)[:_FRONT_CHARACTERS]
        self._first = collapse(read.pages[0].text)[:1500] if read.pages else ""

    def title(self) -> tuple[str, str] | None:
        stated = collapse(self._read.title)
        if 8 <= len(stated) <= 120 and " " in stated and not _looks_like_a_file(stated):
            return stated, "eigenschappen van het bestand"
        for page in self._read.pages[:2]:
            for block in page.blocks:
                heading = collapse(block.text)
                fits = 8 <= len(heading) <= 120 and not _NO_TITLE.match(heading)
                if block.kind is BlockKind.HEADING and fits:
                    return heading, f"pagina {page.number}"
        return (self._name[:1].upper() + self._name[1:], "bestandsnaam") if self._name else None

    def type(self, catalogue: Catalogue) -> tuple[str, str] | None:
        title = self.title()
        places = (
            (self._name, "bestandsnaam"),
            (title[0] if title else "", "titel"),
            (self._first[:150], "pagina 1"),
        )
        for text, where in places:
            for kind in catalogue.document_types.values():
                if any(cue.search(text) for cue in kind.title_cues):
                    return kind.id, where
        return None

    def adoption(self) -> tuple[tuple[Status, str] | None, tuple[str, str] | None]:
        place = "eerste pagina's"
        if found := _ADOPTED.search(self._front):
            stated = collapse(found[1]).lower()
            body = _BODIES.get(stated, stated)
            return (Status.VASTGESTELD, place), (body, place)
        if _DRAFT.search(self._raw_name) or _DRAFT.search(self._first[:300]):
            return (Status.ONTWERP, place), None
        return None, None

    def municipality(self) -> tuple[str, str] | None:
        title = self.title()
        opening = f"{title[0] if title else ''} {self._first[:400]}"
        other, own = _OTHER_BODY.search(opening), _MUNICIPALITY.search(opening)
        if other and (own is None or other.start() < own.start()):
            return f"{other[1].capitalize()} {other[2]}", "pagina 1"
        text = self._all_text()
        _, adopted = self.adoption()
        others = Counter(f"{m[1].capitalize()} {m[2]}" for m in _OTHER_BODY.finditer(text))
        if adopted and adopted[0] in _OTHER_ASSEMBLIES and others:
            return others.most_common(1)[0][0], "tekst"
        behind = _TITLE_NAME.search(title[0] if title else "")
        if behind and _is_a_name(behind[1], text):
            return behind[1], "titel"
        named = Counter(match[1] for match in _MUNICIPALITY.finditer(text))
        if not named:
            return None
        name, times = named.most_common(1)[0]
        certain = times >= 3 or name.lower() in self._name.lower() or name in self._first
        return (name, "tekst") if certain else None

    def period(self) -> tuple[tuple[int, int], str] | None:
        title = self.title()
        for text, where in (
            (self._raw_name, "bestandsnaam"),
            (title[0] if title else "", "titel"),
            (self._first[:600], "pagina 1"),
        ):
            if found := _PERIOD.search(text.replace("_", " ")):
                first, last = int(found[1]), int(found[2])
                if 0 < last - first <= 40:
                    return (first, last), where
        return None

    def date(self, kind: str) -> tuple[datetime.date, str] | None:
        title = self.title()
        places = [
            (self._raw_name.replace("_", " "), "bestandsnaam"),
            (self._first[:500], "pagina 1"),
        ]
        if kind in _DATED_TYPES:
            # A list of decisions says its date at its head; a file name may be wrong.
            stated = _STATED_DATE.search(self._first[:1500])
            head = self._first[:150]
            places = [
                (stated[0] if stated else "", "pagina 1"),
                (head, "pagina 1"),
                (title[0] if title else "", "titel"),
                *places,
            ]
        for text, where in places:
            if day := read_date(text):
                return day, where
        return None

    def budget_year(self, kind: str) -> tuple[int, str] | None:
        if kind not in _BUDGET_TYPES:
            return None
        title = self.title()
        for text, where in (
            (self._raw_name.replace("_", " "), "bestandsnaam"),
            (title[0] if title else "", "titel"),
            (self._first[:300], "pagina 1"),
        ):
            if found := _YEAR.search(text):
                return int(found[1]), where
        return None

    def _all_text(self) -> str:
        return " ".join(page.text for page in self._read.pages)


def _is_a_name(word: str, text: str) -> bool:
    """Whether ``word`` is a name: it recurs in ``text``, and never in lower case."""
    plain = _ADDRESS.sub(" ", text)
    return plain.count(word) >= 2 and re.search(rf"\b{word.lower()}\b", plain) is None


def _looks_like_a_file(title: str) -> bool:
    return bool(
        re.search(r"\.(docx?|pdf|indd|pptx?|xlsx?)$|^Microsoft Word|^untitled", title, re.I)
    )
