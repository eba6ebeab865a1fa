"""Owns whose a document is: the municipality, water board or province that it speaks for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ingest.front import Front
from ingest.text import fold

__all__ = ["WATER_BOARDS", "whose_of"]

_FIRST = (
    r"(?:De Ronde|De Fryske|De Friese|De|Den|Het|West Maas en|West|Oost|Noord|Zuid|Midden|Oude"
    r"|Land van|Hof van|Horst aan|Peel en|Son en)"
)
_NAME = (
    rf"(?:['’]s-)?(?:{_FIRST}\s)?(?:de\s|het\s)?[A-ZÀ-Ý][\wÀ-ÿ'’]+"
    r"(?:-(?:[a-z]{1,4}-)?[A-ZÀ-Ý][\wÀ-ÿ'’]+)*"
    r"(?:\s(?:aan|en|op|bij)\s(?:de[nr]?\s|het\s)?[A-ZÀ-Ý][\wÀ-ÿ-]+)?"
)
_NO_NAME = frozenset(
    "Raad Wet Blad Fonds Nederland Nota Programma Begroting Besluit Inhoud Datum Onderwerp Bijlage"
    " Postbus Postadres Afdeling Team Jaarstukken Verordening Status Versie College Europa State"
    " Toezicht Bestuur Commissarissen Kinderbescherming Beroep Ministers".split()
)
_MUNICIPALITY = re.compile(rf"\b[Gg]emeente(?:bestuur)?\s+(?:van\s+)?({_NAME})")
_ALONE = re.compile(rf"^[Gg]emeente\s+({_NAME})(?:\s+[A-Z]{{4,}})?$")
_OF_A_BODY = re.compile(
    r"(?:\b[Bb]\s?(?:&|en)\s?[Ww](?:[- ]?vergadering|[- ]besluiten(?:lijst)?)?"
    r"|\b[Bb]urgemeester (?:en|&) [Ww]ethouders|\b(?:[Gg]emeente)?[Rr]aad"
    rf"|\b[Rr]aadsvergadering)\s+(?:van\s+)?(?:de\s+gemeente\s+)?({_NAME})"
)
_OTHER = re.compile(
    r"\b((?:[Hh]oogheemraadschap|[Ww]aterschap|[Pp]rovincie|[Ww]etterskip|[Oo]mgevingsdienst"
    r"|[Vv]eiligheidsregio)(?:\s+van)?)\s+((?:De\s|Het\s)?[A-ZÀ-Ý][\w'’-]+"
    r"(?:(?:\sen\s(?:de\s)?|\s)[A-ZÀ-Ý][\w'’-]+){0,3})"
)
# Behind the kind of document in its title the name of a municipality often stands.
_IN_TITLE = re.compile(
    r"\b(?:\w*akkoord|\w*begroting|jaarstukken|jaarrekening|\w*visie|\w*nota|\w*plan|besluitenlijst"
    r"|\w*verordening|\w*programma|\w*beleid|\w*vergadering)\s+(?:(?:19|20)\d\d(?:\s?[-–]\s?\d{2,4})?\s+)?"
    rf"(?:van\s+)?(?:de\s+)?(?:gemeente\s+)?((?-i:{_NAME}))(?=[\s:,.]|$)",
    re.I,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_OTHER_ASSEMBLY = re.compile(
    r"verenigde vergadering|provinciale staten|gedeputeerde staten|hoogheemraden|dijkgraaf", re.I
)

WATER_BOARDS = {
    "Rijnland": "Hoogheemraadschap van Rijnland",
    "Delfland": "Hoogheemraadschap van Delfland",
    "Schieland en de Krimpenerwaard": "Hoogheemraadschap van Schieland en de Krimpenerwaard",
    "Hollands Noorderkwartier": "Hoogheemraadschap Hollands Noorderkwartier",
    "De Stichtse Rijnlanden": "Hoogheemraadschap De Stichtse Rijnlanden",
    "Brabantse Delta": "Waterschap Brabantse Delta",
    "Hollandse Delta": "Waterschap Hollandse Delta",
    "Aa en Maas": "Waterschap Aa en Maas",
    "De Dommel": "Waterschap De Dommel",
    "Rijn en IJssel": "Waterschap Rijn en IJssel",
    "Drents Overijsselse Delta": "Waterschap Drents Overijsselse Delta",
    "Hunze en Aa's": "Waterschap Hunze en Aa's",
    "Noorderzijlvest": "Waterschap Noorderzijlvest",
    "Scheldestromen": "Waterschap Scheldestromen",
    "Vechtstromen": "Waterschap Vechtstromen",
    "Zuiderzeeland": "Waterschap Zuiderzeeland",
    "Vallei en Veluwe": "Waterschap Vallei en Veluwe",
    "Rivierenland": "Waterschap Rivierenland",
    "Amstel, Gooi en Vecht": "Waterschap Amstel, Gooi en Vecht",
}
"""The water boards that are told by a short name of their own, by that name."""
_OF_WATER = re.compile(
    r"\bwaterschap|hoogheemra|waterbeheer|watersysteem|dijkgraaf|peilbesluit", re.I
)


def whose_of(front: Front, title: str) -> tuple[str, str] | None:
    """Whose the document is and where it was read; ``None`` when that is not certain."""
    head = f"{title} . " + " . ".join(line.text for line in front.first_page[:12])[:700]
    return (
        _in_head(title, head, front)
        or _adopted_elsewhere(front)
        or _in_title(title, front)
        or _most_named(front)
        or _water_board(front)
    )


def _in_head(title: str, head: str, front: Front) -> tuple[str, str] | None:
    other, own = _OTHER.search(head), next(_municipalities(head), None)
    if other and (own is None or other.start() < own[0]):
        return _full(other), "pagina 1"
    alone = next((f for f in map(_ALONE.match, _heads(title, front)) if f), None)
    if alone and alone[1] not in _NO_NAME:
        return _plain(alone[1], front.text), "titel" if alone[1] in title else "pagina 1"
    body = _OF_A_BODY.search(title) or _OF_A_BODY.search(head)
    if body and (_certain(body[1], front) or _says_of(body)):
        return _plain(body[1], front.text), "titel" if body[1] in title else "pagina 1"
    return None


def _heads(title: str, front: Front) -> list[str]:
    """The parts of a title and of the file's own, and the lines of the first page."""
    parts = re.split(r"\s+[-–|]\s+", f"{title} | {front.read.title}")
    return [*parts, *(line.text for line in front.first_page[:12])]


def _says_of(found: re.Match[str]) -> bool:
    """Whether a body is said to be of it: "burgemeester en wethouders van Wilgenwaard"."""
    return found[1] not in _NO_NAME and bool(re.search(r"\b(?:van|gemeente)\s+\S+$", found[0]))


def _full(found: re.Match[str]) -> str:
    name = found[2].rstrip(" ,.")
    return WATER_BOARDS.get(name, f"{found[1][0].upper()}{found[1][1:]} {name}")


def _adopted_elsewhere(front: Front) -> tuple[str, str] | None:
    """A document of another assembly names its own body somewhere."""
    told = " ".join(line.text for line in (*front.opening[:20], *front.ending))
    if not _OTHER_ASSEMBLY.search(told):
        return None
    named: Counter[str] = Counter()
    for found in _OTHER.finditer(front.text):
        # It calls itself by its short name; its neighbours it names in full.
        named[_full(found)] = front.text.count(found[2].rstrip(" ,."))
    return (named.most_common(1)[0][0], "tekst") if named else None


def _in_title(title: str, front: Front) -> tuple[str, str] | None:
    found = _IN_TITLE.search(title)
    if found and found[1] not in _NO_NAME and _is_a_name(found[1], front.text):
        return found[1], "titel"
    return None


def _most_named(front: Front) -> tuple[str, str] | None:
    raw = Counter(name for _, name in _municipalities(front.text))
    told = " ".join(line.text for line in (*front.opening, *front.ending))
    raw.update(found[1] for found in _OF_A_BODY.finditer(told) if found[1] not in _NO_NAME)
    named: Counter[str] = Counter()
    for name, times in raw.items():
        named[_plain(name, front.text)] += times
    if not named:
        return None
    name, times = named.most_common(1)[0]
    in_file = [n for n in named if fold(n) in fold(front.name) and len(n) > 3]
    if len(in_file) == 1:
        return in_file[0], "bestandsnaam"
    second = named.most_common(2)[1][1] if len(named) > 1 else 0
    alone = times > second * 2
    colophon = any(
        name in line.text and "gemeente" in line.text.lower()
        for line in (*front.first_page[:15], *front.running)
    )
    if (times >= 3 and times > second) or (colophon and alone):
        return name, "tekst"
    return None


def _municipalities(text: str) -> Iterator[tuple[int, str]]:
    for found in _MUNICIPALITY.finditer(text):
        number = found[1].isupper() and len(found[1]) <= 4  # "gemeente OVK-2026-0117"
        if found[1] not in _NO_NAME and not number:
            yield found.start(), found[1]


def _plain(name: str, text: str) -> str:
    """The name, or the first of two that "en" joins but that are also named apart."""
    first, joined, _ = name.partition(" en ")
    if joined and re.search(rf"\bgemeente {re.escape(first)}\b(?! en )", text, re.I):
        return first
    return name


def _certain(name: str, front: Front) -> bool:
    plain = _plain(name, front.text)
    return plain not in _NO_NAME and (
        _is_a_name(plain, front.text) or fold(plain) in fold(front.name)
    )


def _is_a_name(word: str, text: str) -> bool:
    """Whether ``word`` is a name: it recurs in ``text``, and never in lower case."""
    plain = _ADDRESS.sub(" ", text)
    return plain.count(word) >= 2 and re.search(rf"\b{re.escape(word.lower())}\b", plain) is None


def _water_board(front: Front) -> tuple[str, str] | None:
    """A water board that calls itself by its short name only."""
    text = front.text
    if not _OF_WATER.search(text):
        return None
    for short, full in WATER_BOARDS.items():
        often = len(re.findall(rf"\b{re.escape(short)}\b", text)) >= 3
        site = re.search(rf"\bwww\.{re.escape(short.lower().replace(' ', ''))}\.n", text)
        if often or site:
            return full, "tekst"
    return None
