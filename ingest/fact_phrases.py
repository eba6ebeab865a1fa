"""Owns the phrases in which Dutch documents tell of themselves: adopted, draft, period, validity.

Each function reads one line or block and answers only when that line speaks of the document
itself; what another document was, or what is still to come, is no fact of this one.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from ingest.bodies import ASSEMBLY, body_in
from ingest.dates import DATE, read_date
from ingest.text import collapse

__all__ = [
    "Adoption",
    "adoption_in",
    "closed_access_in",
    "draft_in",
    "not_adopted_in",
    "period_in",
    "released_in",
    "replaced_in",
    "stated_date_in",
    "valid_from_in",
    "valid_until_in",
]

_DAY = DATE.replace("([-/.])", "[-/.]").replace(r"\1", "[-/.]")  # without a group of its own


# -- adopted ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Adoption:
    """That a document was adopted; who and when are ``None`` where the line does not say."""

    body: str | None
    date: datetime.date | None


_OPENS = re.compile(
    r"^(?:status\s*[:|-]?\s*)?(?:\(|\[)?(?:aldus\s+)?(?:definitief\s+|gewijzigd\s+|ongewijzigd\s+)?"
    r"(?:(?:is|werd)\s+)?(?:(?:vastgesteld|besloten|overeengekomen|vaststellingsdatum"
    r"|datum vaststelling|besluitdatum|goedgekeurd)\b"
    rf"|vaststelling(?:\s*:|\s+(?:door\s+)?(?:de\s+|het\s+)?{ASSEMBLY}\b|\s+{_DAY}))",
    re.I,
)
_BY_BODY_OPENS = re.compile(
    rf"^(?:(?:zoals\s+)?(?:door|in)\s+(?:de|het)\s+{ASSEMBLY}\b[^.]{{0,60}}"
    r"\b(?:vastgesteld|besloten)\b"
    rf"|(?:gemeente)?raads?-?(?:besluit|vergadering)?\s*(?:d\.?d\.?|van|:)\s*{_DAY}"
    rf"|besluit\s+(?:van\s+)?(?:de\s+|het\s+)?{ASSEMBLY}\s*(?:d\.?d\.?|van|op|:)\s*{_DAY})",
    re.I,
)
_OF_ITSELF = re.compile(
    r"\b(?:deze|dit|de voorliggende|het voorliggende|onderhavige)\s+(?:[\w-]+\s+){1,4}"
    r"(?:is|werd|zijn)\b[^.]{0,80}\bvastgesteld\b"
    r"|\bheeft\s+(?:deze|dit|de voorliggende|het voorliggende)\s+(?:[\w-]+\s+){1,5}"
    r"(?:[^.]{0,60}\s)?vastgesteld\b",
    re.I,
)
_NOT_YET = re.compile(
    r"\b(?:nog|wordt|worden|ter|zal|zullen|moet(?:en)?|kan|kunnen|na(?:dat)?|voordat|zodra|beoogde?"
    r"|geplande?|verwachte?|verwachting|concept|voorgenomen|niet)\b[^.]{0,60}"
    r"\b(?:vastgesteld|vaststelling|vaststellen|vast te stellen)\b"
    r"|\bvaststelling\b.{0,80}\b(?:voorzien|gepland|verwacht\w*|beoogd|aangeboden|kwartaal)\b"
    r"|\b(?:niemand|nooit|geenszins)\b"
    r"|\bvast\s+te\s+stellen\b",
    re.I,
)
_STATUS_ONLY = re.compile(r"(?:status\s*[:|-]?\s*)?\(?(?:definitief )?vastgesteld\)?\.?", re.I)
_SIGNS = re.compile(r"\b(?:voorzitter|griffier|secretaris|burgemeester(?! en))\b", re.I)
# On a cover lines run together; a capital in mid-line begins one of its own.
_LINE_WITHIN = re.compile(
    r"(?<=\w\s)(?:Aldus vastgesteld|Vastgesteld|Status\s*:\s*[Vv]astgesteld)"
    r"(?=\s+(?:door|in|op|d\.?d\.?|bij)\b|\s*$)"
)
_SENTENCE = re.compile(r"(?<=[a-z\d)])\.\s+(?=[A-Z])")
_LONGEST_LINE = 260


def adoption_in(text: str) -> Adoption | None:
    """What a line says of the adoption of its own document.

    "Vastgesteld door de raad op 12 mei 2021" is one; "de door de raad vastgestelde Woonvisie",
    "wordt in juni vastgesteld" and "ter vaststelling" are none.
    """
    line = collapse(text)
    if (within := _LINE_WITHIN.search(line)) and within.start() <= _LONGEST_LINE:
        line = line[within.start() :]
    capital = line.lstrip("([")[:1].isupper()  # a line that goes on with another tells of that
    opened = capital and bool(_OPENS.match(line) or _BY_BODY_OPENS.match(line))
    of_itself = next((s for s in _SENTENCE.split(line) if _OF_ITSELF.search(s)), None)
    said = _SENTENCE.split(line)[0] if opened else of_itself
    if said is None or len(said) > _LONGEST_LINE or _NOT_YET.search(said) or said.endswith("?"):
        return None
    body, date = body_in(_SIGNS.sub(" ", said)), read_date(said)
    if body is None and date is None and of_itself is None and not _STATUS_ONLY.fullmatch(said):
        return None
    return Adoption(body, date)


_RELEASED = re.compile(
    rf"^door (?:de|het) {ASSEMBLY}\b[^.]{{0,40}}\b(?:voorgesteld|aangeboden)\s+aan\b"
    r"|^aangeboden\s+aan\s+(?:de|het)\b"
    r"|^(?:ontwerp\s+)?vrijgegeven\b|\b(?:heeft|is|werd)\b[^.]{0,80}\b(?:dit|het|de|deze)?\s*"
    r"(?:ontwerp|concept)[\w-]*[^.]{0,60}\bvrijgegeven\b"
    r"|^(?:ontwerp|concept)\b[^.]{0,60}\bvastgesteld\b",
    re.I,
)


def released_in(text: str) -> Adoption | None:
    """Who laid the document open as a draft, and when: "vrijgegeven door het college op ..."."""
    line = collapse(text)
    said = next((s for s in _SENTENCE.split(line) if _RELEASED.search(s)), None)
    if said is None or len(said) > _LONGEST_LINE or _NOT_YET.search(said):
        return None
    return Adoption(body_in(_SIGNS.sub(" ", said)), read_date(said))


# -- draft --------------------------------------------------------------------------------------

_DRAFT_WORD = r"(?:voor-?ontwerp|ontwerp|concept|werk(?:versie|document)|discussiestuk)"
_KIND = (
    r"(?:\w*(?:nota|plan|visie|verordening|programma|begroting|beleid|kader|akkoord|besluit|regels?"
    r"|strategie|agenda|handboek|leidraad|opdracht|rekening|stukken|voorstel|brief|verslag"
    r"|notitie)\b)"
)
_VERSION = r"(?:versie\s*)?v?\d+(?:[.,]\d+)*(?:\s+van)?"
_DRAFT_LINE = re.compile(
    rf"^\W*(?:status\s*[:|-]?\s*)?{_DRAFT_WORD}(?:[\s-]*(?:versie|document))?"
    rf"(?:\s*[:|,(–-]?\s*{_VERSION})?(?:\s*[:|,(–-]*\s*{_DAY}\)?)?\W*(?:$|\.\s)"
    rf"|^\W*{_DRAFT_WORD}\s*[-–:,(]\s*niet vastgesteld\b"
    rf"|^\W*versie\s*[:|]?\s*v?\d+(?:[.,]\d+)*\s*[(,–-]?\s*{_DRAFT_WORD}\b"
    rf"|^\W*{_DRAFT_WORD}\s+(?:ten behoeve van|voor|t\.b\.v\.)\s+"
    r"(?:inspraak|zienswijzen?|de raad|bespreking|terinzagelegging|consultatie)",
    re.I,
)
_DRAFT_WITHIN = re.compile(
    rf"(?<=\w\s)Status\s*:\s*(?i:{_DRAFT_WORD})\b|(?<=[a-z\d]\s)(?:ONTWERP|CONCEPT|VOORONTWERP)\W*$"
)
_DRAFT_TITLE = re.compile(
    rf"^(?:\W*|.*?[:–-]\s*){_DRAFT_WORD}(?:[\s-]+{_KIND}|{_KIND}|[\s-]+(?:[\w-]+\s+){{1,3}}{_KIND})"
    rf"|\(\s*{_DRAFT_WORD}\s*\)|[\s,–-]\s*{_DRAFT_WORD}\s*$",
    re.I,
)
_NO_DRAFT = re.compile(
    r"\bontwerp(?:fase|proces|opgave|principes?|atelier|er|ers|end|en)\b|conceptueel"
    r"|\b(?:voorlopig|definitief|schets|stedenbouwkundig|landschappelijk)\s+ontwerp\b"
    r"|\bontwerp\s+(?:van|openbare|en)\b",
    re.I,
)


def draft_in(text: str, *, title: bool = False) -> bool:
    """Whether a line of its own, or a ``title``, says that the document is a draft."""
    line = collapse(text)
    if _NO_DRAFT.search(line):
        return False
    if len(line) <= _LONGEST_LINE and _DRAFT_WITHIN.search(line):
        return True
    return bool(_DRAFT_LINE.match(line) or (title and _DRAFT_TITLE.search(line)))


_NOT_ADOPTED = re.compile(
    r"\b(?:nog|door niemand)\s+(?:niet\s+)?(?:formeel\s+)?(?:vastgesteld|goedgekeurd)\b"
    r"|\bniet\s+vastgesteld\b|\bheeft\s+(?:nog\s+)?geen\s+(?:formele\s+)?status\b",
    re.I,
)


def not_adopted_in(text: str) -> bool:
    """Whether a line says that its own document was not adopted (yet)."""
    return any(len(s) <= 120 and _NOT_ADOPTED.search(s) for s in _SENTENCE.split(collapse(text)))


# -- years --------------------------------------------------------------------------------------

_YEAR = r"(?:19|20)\d\d"
_PERIOD = re.compile(
    rf"(?<![\d-])(?P<first>{_YEAR})\s*(?:[-–—/]|t/m|tot en met|tot|t\.e\.m\.)\s*"
    rf"(?P<last>{_YEAR})(?![\d-])",
    re.I,
)
_SHORT_PERIOD = re.compile(
    rf"(?<![\d-])(?P<first>{_YEAR})\s*[-–—/]\s*(?P<mark>['’‘])?(?P<last>\d\d)(?![\d.,/-])"
)
_APOSTROPHES = re.compile(r"['’‘](?P<first>\d\d)\s*[-–—/]\s*['’‘](?P<last>\d\d)(?!\d)")
_LONGEST_PERIOD = 40


def period_in(text: str) -> tuple[int, int] | None:
    """The first span of years in ``text``: "2022-2026", "2022 t/m 2026", "2021-'24", "'22-'26"."""
    for pattern in (_PERIOD, _SHORT_PERIOD, _APOSTROPHES):
        for found in pattern.finditer(text):
            first, last = int(found["first"]), int(found["last"])
            if pattern is _SHORT_PERIOD and not found["mark"] and last <= 12:
                continue  # 2021-05 is a month
            first += 2000 if first < 100 else 0
            last += first // 100 * 100 if last < 100 else 0
            if 0 < last - first <= _LONGEST_PERIOD:
                return first, last
    return None


# -- validity -----------------------------------------------------------------------------------

_VALIDITY_LABEL = (
    r"^\W*(?:inwerkingtreding|inwerking(?:tredings)?datum|ingangsdatum|looptijd|geldig(?:heidsduur"
    r"|heid)?|geldt|van kracht|einddatum|in werking|vervaldatum)\b"
)
_OF_SELF = re.compile(
    rf"{_VALIDITY_LABEL}|\b(?:deze|dit)\s+[\w-]+|\b(?:het|de)\s+(?:\w*besluit|\w*verordening"
    r"|\w*regeling|beleidsregels?|plan|programma|nota|visie|akkoord)\s+(?:treed|treden|geld|loopt)"
    r"|^(?:hij|zij|het)\s+(?:treedt|geldt)",
    re.I,
)
_FROM = re.compile(
    r"\b(?:in\s*werking(?:\s*(?:getreden|treding))?|inwerkingtreding|inwerking(?:tredings)?datum"
    r"|geldt|gelden|geldig|ingangsdatum|van kracht|looptijd)\b"
    r"\s*(?:is\s+)?(?::|met terugwerkende kracht)?"
    r"\s*(?:met ingang van|met terugwerkende kracht tot en met|per|op|vanaf|van|sinds)?"
    rf"\s*(?:de\s+)?(?P<date>{_DAY})(?!\s*(?:vervalt|ingetrokken))",
    re.I,
)
_UNTIL = re.compile(
    r"\b(?:geldt|gelden|geldig|geldend|loopt|looptijd|werkt|van kracht|vervalt|vervaldatum"
    r"|geldigheidsduur|einddatum)\b(?P<between>[^.;]{0,60}?)"
    r"(?P<mark>\btot en met|\bt/m|\btot|\bop|\bper|:)\s*"
    rf"(?:uiterlijk\s+)?(?P<date>{_DAY}|(?P<year>20\d\d)(?![\d-]))(?!\s*(?:tot|t/m))",
    re.I,
)


def valid_from_in(text: str) -> datetime.date | None:
    """The day from which a document holds: "treedt in werking op 1 januari 2027"."""
    for said in _of_self(text):
        found = _FROM.search(said)
        if found and not re.search(r"\btot\s+$", said[: found.start("date")]):
            return read_date(found["date"])
    return None


def valid_until_in(text: str) -> datetime.date | None:
    """The last day on which a document holds; "tot 1 januari 2028" ends the day before."""
    for said in _of_self(text):
        if found := _UNTIL.search(said):
            inclusive = found["mark"].lower() in {"tot en met", "t/m", ":"}
            if found["year"]:
                return datetime.date(int(found["year"]) - (0 if inclusive else 1), 12, 31)
            day = read_date(found["date"])
            return day if inclusive or day is None else day - datetime.timedelta(days=1)
    return None


def _of_self(text: str) -> list[str]:
    """The sentences of a line that speak of the document itself."""
    return [said for said in _SENTENCE.split(collapse(text)) if _OF_SELF.search(said)]


# -- replaced -----------------------------------------------------------------------------------

_SELF = (
    r"(?:deze|dit|de onderhavige|de voorliggende|het voorliggende|het onderhavige)\s+"
    r"(?:[\w-]+\s+){1,4}?"
)
_NAMED = r"(?P<name>[A-ZÀ-Ý“\"‘'][^.;,()]{4,110}?)"
_NAME_ENDS = r"(?=\s*(?:[.;,(]|$)|\s+(?:die|welke|dat|uit|en is|en wordt|komt|van\s+\d|d\.d\.))"
_REPLACED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?i:{_SELF}(?:vervangt|komt in de plaats van)\s+(?:de|het)?\s*(?:huidige |vorige )?)"
        rf"{_NAMED}{_NAME_ENDS}",
        rf"(?:^|\.\s+|\d\.?\s+|lid\s+|[Ii]ntrekking\s+)(?:De|Het)\s+{_NAMED}(?:,[^,]{{4,60}},)?"
        r"\s+(?:wordt|worden)\s+(?:hierbij\s+)?ingetrokken\b",
        rf"^\W*(?:\d{{1,2}}|[a-z])[.)]\s+(?:de|het)\s+{_NAMED}\s+in\s+te\s+trekken\b",
        rf"(?:^|\.\s+)(?:(?:Hij|Zij|Het|Deze|Dit) komt in de plaats van"
        rf"|(?:Het|De) [A-Z]{{2,6}} (?:volgt op|vervangt))\s+(?:de|het)\s+{_NAMED}{_NAME_ENDS}",
        r"\b(?i:(?:onder|met|de)\s+(?:gelijktijdige\s+)?intrekking\s+van\s+(?:de|het)\s+)"
        rf"{_NAMED}{_NAME_ENDS}",
        rf"\b(?i:{_SELF}(?:is de opvolger van|volgt)\s+(?:op\s+)?(?:de|het)\s+)"
        rf"{_NAMED}{_NAME_ENDS}",
        r"^(?i:(?:vervangt|vervanging van|opvolger van)\s*:?\s*(?:de|het)?\s*)"
        rf"{_NAMED}{_NAME_ENDS}",
    )
)


def replaced_in(text: str) -> str | None:
    """The name of the document that this one takes the place of."""
    line = collapse(text)
    for pattern in _REPLACED:
        if found := pattern.search(line):
            return found["name"].strip(" “”\"'‘’")
    return None


# -- dates and access ---------------------------------------------------------------------------

_DATE_LABEL = (
    r"(?:(?:publicatie|vergader|besluit|uitgave)?-?datum(?:\s+[a-z]+){0,2}|vergadering(?:\s+van)?"
    r"|(?:werkdocument,?\s*)?versie(?:\s*\d[\d.]*)?(?:\s+van)?|d\.?d\.?|vastgesteld|uitgave"
    r"|verzonden|opgesteld|ondertekend(?:\s+op)?|(?:laatst\s+)?(?:bijgewerkt|gewijzigd)(?:\s+(?:tot|op))?)"
)
_DATE_LINE = re.compile(
    rf"^\W*(?:(?P<label>{_DATE_LABEL})\s*[:|,–-]?\s*)?(?:(?:[A-Z][A-Za-z'’ -]{{1,40}}),\s*)?"
    r"(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag\s+)?"
    rf"(?<!\d)(?P<date>{_DAY})(?P<rest>.*)$",
    re.I,
)
_DATE_WITHIN = re.compile(rf"(?<=\w\s)(?:Datum|Vergaderdatum|Datum vergadering)\s*:\s*(?i:{_DAY})")
_AFTER_DATE = re.compile(
    r"^\W*(?:versie\W*v?[\d.]+|definitief|concept|ontwerp|vastgesteld.*)?\W*$",
    re.I,
)


def stated_date_in(text: str, *, labelled: bool = False) -> datetime.date | None:
    """The date that a line of its own gives the document: "Datum: 12 mei 2021", "12 mei 2021".

    ``labelled`` asks for a word before it that says what it is the date of.
    """
    line = re.sub(r"^[-–•*·]\s*(?=[A-Za-z])", "", collapse(text))
    if within := _DATE_WITHIN.search(line):
        line = line[within.start() :]
    found = _DATE_LINE.match(line)
    if found is None or (labelled and not found["label"]):
        return None
    if not found["label"] and not _AFTER_DATE.match(found["rest"]):
        return None
    return read_date(found["date"])


_CLOSED = re.compile(
    r"^\W*(?:strikt\s+|status\s*:?\s*|classificatie\s*:?\s*|rubricering\s*:?\s*)*"
    r"(?:vertrouwelijk|geheim|niet[\s-]openbaar|besloten|(?:onder )?embargo"
    r"|departementaal vertrouwelijk)\b"
    r"(?![^.]{0,40}\b(?:omgaan|behandel|informatie|gesprek)).{0,60}$"
    r"|\bgeheimhouding\s+(?:is\s+|wordt\s+)?(?:opgelegd|bekrachtigd)\b"
    r"|\bniet[\s-]openbaar\b.{0,60}\b(?:wet open overheid|woo|wob)\b"
    r"|\b(?:artikel|art\.)\s*5\.1\b.{0,60}\b(?:wet open overheid|woo)\b"
    r"|\bwet open overheid\b.{0,20}\b(?:artikel|art\.)\s*5\.1\b",
    re.I,
)


def closed_access_in(text: str) -> bool:
    """Whether a line says that not everyone may read the document."""
    return bool(_CLOSED.search(collapse(text)))
