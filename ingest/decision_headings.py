"""Owns the headings of a list of decisions: their numbers, and which name a portfolio."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.decision_pieces import Label, Piece, tells_decision
from ingest.text import collapse

__all__ = [
    "Group",
    "Mark",
    "Outline",
    "decides",
    "group_at",
    "is_collection",
    "is_general",
    "is_list_title",
    "is_of_meeting",
    "is_portfolio",
    "line_groups",
    "read_case",
    "read_mark",
    "stands_alone",
    "titles_group",
]

_MONTH = (
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)"
)
_NAMED = r"(?:agenda-?punt|agendanummer|besluit(?:nummer)?|volgnummer|punt|item|nr\.?|nummer)"
_MARK = re.compile(
    rf"^\s*(?:(?i:{_NAMED})\s*)?"
    r"(?P<number>\d{1,3}(?:[.-](?:\d{1,3}|[a-zA-Z])(?![\w]))*(?:[a-z](?![a-z]))?"
    r"|[A-Z]{1,2}[-. ]?\d{1,3}(?:\.\d{1,2})?[a-z]?(?!\w)|[A-Z](?=[.):])|[IVX]{1,5}(?=[.):]))"
    rf"(?P<close>\s*[.):]|\s+[-–]|)\s+(?=\S)(?!{_MONTH}\b)(?!(?:uur|jaar|miljoen|km)\b)",
)
_NAMED_ALONE = re.compile(
    rf"^\s*{_NAMED}\s*(?P<number>\d{{1,3}}(?:[.-]?[a-z\d]{{1,2}})*)\s*[.:]?\s*$", re.I
)
_CASE = re.compile(
    r"^\(?(?P<case>(?:[A-Z]{1,8}[-/. ]?)?\d{2,4}[-/.]\d{3,}(?:[-/.]\d+)*"
    r"|[A-Z]{1,4}/\d\d/\d{3,}(?:/\d+)*|[A-Z]{1,5}-?\d{5,}|\d{5,})\)?(?:\s*[:–-])?(?:\s+|$)"
)
_PERIOD = re.compile(r"^(?:19|20)\d\d\s?[-–/.]\s?(?:19|20)?\d\d\b")
_GENERAL = re.compile(
    r"\b(?:opening|sluiting|einde|rondvraag|schorsing|mededeling|actualiteit|ingekomen|hamerstuk"
    r"|bespreekstuk|conformstuk|conformlijst|stukken|voorstellen|besluitenlijst|verslag|notulen"
    r"|agenda|vragen|moties?|toezegging|uitnodiging|rondje|terugkoppeling|terugblik|vooruitblik"
    r"|vergadering|commissie|algemeen|overige|diversen|kennisname|kennisgeving|besluitvorming"
    r"|bespreking|openbaar|besloten|vertrouwelijk|geheim|raad|brieven|zienswijzen|samenwerking"
    r"|inspreken|spreekrecht|vragenuur|benoemingen|presentatie|planning)\w*",
    re.I,
)
_COLLECTION = re.compile(
    r"\b(?:\w*stukken|\w*voorstellen|besluitenlijst\w*|onderwerpen|\w*punten|zaken|portefeuilles?"
    r"|verslag(?:en)?|notulen|algemeen|diversen|overig\w*|adviezen|nota['’]?s|besluiten|\w*lijst)\b",
    re.I,
)
_HOLDERS = re.compile(
    r"^(?:portefeuille(?:houder)?s?\b|pfh\b|(?:loco-?)?burgemeester\b(?! en wethouders)"
    r"|wethouders?\b|gedeputeerde\b(?! staten)|heemraad\b|dijkgraaf\b(?! en)"
    r"|(?:de )?commissaris van de koning|gemeentesecretaris\b|secretaris\b)",
    re.I,
)
_POLICY = re.compile(
    r"\b\w*(?:bestuur|middelen|mens|maatschapp|samenlev|leefomgeving|ruimte|ruimtelijk|wonen|woning"
    r"|econom|sociaal|zorg|jeugd|onderwijs|sport|cultu|recreatie|toerisme|veilig|financi"
    r"|dienstverlening|bedrijfsvoering|organisatie|natuur|klimaat|milieu|duurza|energie|mobiliteit"
    r"|verkeer|vervoer|water|groen|wijk|kernen|burgerzaken|welzijn|werk|inkomen|grond|vastgoed"
    r"|landbouw|agrar|erfgoed|haven|innovatie|digitalis|personeel|juridisch|vergunning|handhaving"
    r"|fysiek|stad|inwoner|gezondheid|participatie|omgeving)\w*",
    re.I,
)
_MEETING = re.compile(
    r"^(?:(?:de|het) )?(?:opening|sluiting|einde|rondvraag|schorsing|mededelingen|actualiteiten"
    r"|(?:vaststell(?:ing|en) )?(?:van )?(?:de )?(?:concept-?|openbare )*(?:b\s?(?:&|en)\s?w[- ]?)?"
    r"(?:openbare )?(?:besluitenlijst|notulen|verslag)\b|ingekomen stukken|hamerstukken"
    r"|vaststell(?:ing|en) (?:van )?(?:de )?agenda|w\.?v\.?t\.?t\.?k)",
    re.I,
)
_LIST_TITLE = re.compile(
    r"\bbesluiten-?(?:lijst|overzicht)\b|^(?:(?:overzicht|lijst) )?(?:van )?(?:de )?(?:genomen )?"
    r"(?:college|raads)?-?besluiten\b"
    r"|^(?:gemeente|provincie|waterschap|hoogheemraadschap)\b|^college van\b"
    r"|^(?:openbare )?(?:college|raads)?vergadering\b|^openbaar$|^agenda\b|^datum\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands before a title: its number, and the parts of it; both may be empty."""

    number: str = ""
    parts: tuple[str, ...] = ()
    rest: int = 0  # where the title begins

    def over(self, other: Mark) -> bool:
        """Whether ``other`` is a point under this one: 5 over 5.b.1."""
        return (
            bool(self.parts)
            and len(self.parts) < len(other.parts)
            and (other.parts[: len(self.parts)] == self.parts)
        )


@dataclass(frozen=True, slots=True)
class Group:
    """A heading over points, by the index of its piece; ``portfolio`` if it names one."""

    at: int
    title: str
    portfolio: bool
    mark: Mark = field(default_factory=Mark)
    level: int = 1


@dataclass(frozen=True, slots=True)
class Outline:
    """The indices of the pieces that begin a point, in order, and the groups above them."""

    starts: tuple[int, ...]
    groups: tuple[Group, ...]


def read_mark(text: str) -> Mark:
    """The number before a title: "3.", "5.b.1", "Agendapunt 7:", "B-02"; empty if none."""
    found = _MARK.match(text) or _NAMED_ALONE.match(text)
    if found is None or _PERIOD.match(text):
        return Mark()
    number = re.sub(r"\s", "", found["number"])
    parts = tuple(part.lower() for part in re.findall(r"\d+|[A-Za-z]+", number))
    return Mark(number, parts, found.end())


def read_case(text: str) -> tuple[str, int]:
    """The case number that ``text`` begins with and where the text behind it begins."""
    found = None if _PERIOD.match(text) else _CASE.match(text)
    return (found["case"], found.end()) if found else ("", 0)


def is_general(title: str) -> bool:
    """Whether a heading is of the meeting ("Hamerstukken", "Rondvraag"), not of a portfolio."""
    return bool(_GENERAL.search(title)) and not _HOLDERS.match(title)


def is_portfolio(title: str) -> bool:
    """Whether a heading names a portfolio or who holds it."""
    if _HOLDERS.match(title):
        return True
    return bool(_POLICY.search(title)) and not is_general(title)


def decides(piece: Piece) -> bool:
    """Whether a piece says what was decided, by its label or by how its sentence begins."""
    if piece.label is not None or piece.heads:
        return piece.label is Label.DECISION
    if piece.row is not None:
        return any(tells_decision(cell.text) for cell in piece.row.cells)
    return tells_decision(piece.text)


def is_collection(title: str) -> bool:
    """Whether a heading only collects points ("Hamerstukken"), or names a portfolio."""
    return bool(_COLLECTION.search(title)) or is_portfolio(title)


def is_of_meeting(title: str) -> bool:
    """Whether a point is of the meeting itself, so that no portfolio holds it."""
    return bool(_MEETING.match(title))


def titles_group(text: str) -> bool:
    """Whether a line may stand over points without being one: it is short and names no list."""
    return len(text) < 100 and (is_portfolio(text) or is_general(text)) and not is_list_title(text)


def is_list_title(text: str) -> bool:
    """Whether a heading names the list, its body or its meeting."""
    return bool(_LIST_TITLE.search(collapse(text))) and not read_mark(text).number


def line_groups(text: str) -> bool:
    """Whether a line that is no heading stands over points: "Wethouder De Vries", "A. Algemeen"."""
    text = text.strip()
    mark = read_mark(text)
    name = collapse(text[mark.rest :]).rstrip(" :")
    if len(name) > 90 or name.endswith((".", ";", ",")) or not name[:1].isupper():
        return False
    if _HOLDERS.match(name):
        return len(name.split()) <= 12
    few = len(name.split()) <= 4
    return few and (
        bool(_GENERAL.match(name)) or (mark.number.isalpha() and bool(_POLICY.search(name)))
    )


def group_at(at: int, text: str, level: int) -> Group:
    """The group that a heading opens; a line that is no heading has level 0."""
    mark = read_mark(text)
    title = collapse(text[mark.rest :]).rstrip(" :")
    return Group(at, title, is_portfolio(title), mark, level or 7)


def stands_alone(piece: Piece) -> bool:
    """Whether a piece is only the number of the point below it."""
    text = piece.text.strip()
    if piece.label is not None or piece.row is not None or len(text) > 40:
        return False
    return bool(_NAMED_ALONE.match(text)) or read_case(text)[1] == len(text) or text.isdigit()
