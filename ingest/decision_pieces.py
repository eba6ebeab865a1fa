"""Owns the pieces of a list of decisions: its blocks, cut at the labels within them.

A piece knows which label it stands behind ("Besluit:", "Portefeuillehouder:") and where its
value is on the page; feet and running heads that the reader left are no pieces.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise

from ingest.pages import Block, BlockKind, Page, ReadDocument, TableRow
from ingest.text import collapse, fold

__all__ = ["BODY", "Label", "Piece", "is_outcome", "pieces_of", "tells_decision"]


class Label(Enum):
    """What stands behind a label of a list of decisions."""

    SUBJECT = auto()
    HOLDER = auto()
    DECISION = auto()
    PROPOSAL = auto()
    NUMBER = auto()
    CASE = auto()
    DATE = auto()
    OTHER = auto()


BODY = (
    r"(?:(?:het |ons )?college(?: van (?:b(?:urgemeester)?\s?(?:&|en|\+)\s?w(?:ethouders)?"
    r"|dijkgraaf en (?:hoog)?heemraden|gedeputeerde staten))?"
    r"|burgemeester (?:en|&) wethouders|b\s?(?:&|en|\+)\s?w|(?:de )?(?:gemeente)?raad"
    r"|(?:de )?burgemeester|gedeputeerde staten|gs|provinciale staten|ps"
    r"|(?:het )?(?:dagelijks|algemeen) bestuur|(?:de )?verenigde vergadering"
    r"|d\s?(?:&|en)\s?h|dijkgraaf en (?:hoog)?heemraden)"
)
"""A governing body as the subject of a sentence; to be matched without regard to case."""

_DATE = r"\d{1,2}(?:[-./]\d{1,2}[-./]|\s+[a-z]+\s+)(?:20)?\d\d"
_BESLUIT = (
    rf"(?:(?:genomen |college-?|raads-?|eind|b&w[- ]?)?besluit(?:en|tekst)?|beslissing|besloten"
    rf"|uitkomst|afdoening)"
    rf"(?: (?:is|van|door|in)?\s?(?:de |het )?{BODY})?(?: is| wordt)?"
    rf"(?:\s*\(?(?:d\.?\s?d\.?\s*|van\s|op\s)?{_DATE}\)?)?"
)
_LEAD_IN = (
    rf"(?:door )?{BODY}(?: van [a-z][\w-]+)?"
    r"\s(?:besluit(?:en)?|he(?:eft|bben)(?:\s[^.:]{1,60})?\sbesloten)"
    r"(?:\s(?:om|tot|als volgt|het volgende|vervolgens|daarom|unaniem|conform voorstel))*"
)
_NAMES: dict[Label, str] = {
    Label.DECISION: rf"{_BESLUIT}|{_LEAD_IN}",
    Label.SUBJECT: r"onderwerp|titel|betreft|betreffende|naam (?:van het )?voorstel",
    Label.HOLDER: (
        r"(?:verantwoordelijke?[ ]|1e |eerste |coördinerend )?portefeuille-?houders?(?:\(s\))?"
        r"|portefeuille|pfh\.?|p\.?h\.?|bestuurder|(?:verantwoordelijke? )?wethouder"
        r"|gedeputeerde|heemraad|collegelid|bestuurlijk (?:trekker|verantwoordelijke?)"
    ),
    Label.PROPOSAL: (
        r"(?:ambtelijk )?advies(?: aan (?:het )?college)?"
        r"|(?:gevraagd|voorgesteld|ontwerp|concept)[- ]?besluit|voorstel|voorgesteld wordt"
        r"|wij stellen (?:u )?voor|te besluiten|(?:besluit|beslis)punt(?:en)?"
        rf"|aan {BODY} wordt voorgesteld"
    ),
    Label.NUMBER: r"(?:volg|agenda|besluit)?-?(?:nummer|nr\.?)|agendapunt(?: nr\.?)?|punt",
    Label.CASE: (
        r"(?:zaak|registratie|dossier|document|stuk|raads|corsa|verseon|djuma|post)-?"
        r"(?:nummer|nr\.?|id)|zaak|reg\.?\s?nr\.?|(?:ons )?kenmerk"
        r"|(?:b\s?(?:&|en)?\s?w|gs)[-.]?\s?(?:nummer|nr\.?)"
    ),
    Label.DATE: (
        r"(?:besluit|vergader|behandel|college)?-?datum(?: (?:besluit|vergadering|college"
        r"|besluitvorming|behandeling))?"
    ),
    Label.OTHER: (
        r"(?:korte |publieks|pers)?-?samenvatting|(?:nadere )?toelichting|kern(?:boodschap)?"
        r"|(?:korte )?inhoud|inleiding|aanleiding|context|achtergrond|motivering|motivatie"
        r"|argument(?:en|atie)|overweging(?:en)?|kanttekening(?:en)?|communicatie"
        r"|financi(?:ën|eel|ele (?:gevolgen|consequenties|aspecten|dekking))|kosten|dekking"
        r"|vervolg(?:stappen|proces)?|publicatie|pers(?:bericht)?|bijlagen?(?:\(n\))?"
        r"|stem(?:verhouding|ming|uitslag|verklaring(?:en)?)|openbaar(?:heid)?|geheim(?:houding)?"
        r"|afdeling|team|cluster|domein|(?:op)?steller|behandeld door|behandelend ambtenaar"
        r"|directeur|(?:aan|af)wezig(?:en)?|voorzitter|secretaris|locatie|plaats|tijd(?:stip)?"
        r"|opmerking(?:en)?|bespreking|beraadslaging|mededeling(?:en)?|noot|actie(?:houder)?"
        r"|te informeren|doel|beoogd (?:resultaat|effect)|wettelijke grondslag|status|soort"
        r"|categorie|routing|verdere behandeling|naar raad|ter inzage"
    ),
}
_LABELS = {
    label: re.compile(
        rf"(?:{names})"
        + (r"(?:\s*:|\s+[-–]\s)" if label in (Label.DECISION, Label.HOLDER) else r"\s*:"),
        re.I,
    )
    for label, names in _NAMES.items()
}
# Without a colon only these are labels; "Mededelingen" or "Besluiten" may well head a part.
_ALONE = {
    Label.DECISION: (
        rf"(?:(?:college|raads)-?)?besluit(?: (?:van )?(?:het |de )?{BODY})?|besloten"
    ),
    Label.SUBJECT: r"onderwerp",
    Label.HOLDER: r"portefeuille-?houders?",
    Label.PROPOSAL: r"(?:gevraagd|voorgesteld) besluit|advies|voorstel|(?:beslis|besluit)punten",
    Label.OTHER: (
        r"samenvatting|toelichting|kernboodschap|inleiding|aanleiding|motivering|argumenten"
        r"|overwegingen|kanttekeningen|stemverhouding|bijlagen?"
    ),
}
_WHOLE = {label: re.compile(rf"(?:{names})\s*$", re.I) for label, names in _ALONE.items()}
# In a table, or in two columns without rules, no colon stands behind the label.
_WITHOUT_COLON = {
    Label.SUBJECT: re.compile(r"onderwerp\s+(?=[A-Z0-9\"“‘'])"),
    Label.HOLDER: re.compile(r"(?:P|p)ortefeuillehouders?(?:\(s\))?\s+(?=(?:de\s)?\w)"),
    Label.CASE: re.compile(
        r"(?:(?:zaak|registratie)nummer|b\s?(?:&|en)\s?w\.?\s?nr\.?)\s+(?=\S*\d)", re.I
    ),
    Label.DECISION: re.compile(
        r"(?:B|COLLEGEB|Collegeb)(?:esluit|ESLUIT)\s+(?=(?:Conform|Akkoord|Aangehouden|Vastgesteld"
        r"|Voor kennisgeving|In te stemmen|Het college|De (?:gemeente)?raad|1\.)\b)"
    ),
}
# Of these a colon in the middle of a block begins a new piece.
_INNER = re.compile(
    r"(?<=[.;:!?)\w])\s+(?=(?:Besluit(?:en)?|BESLUIT(?:EN)?|Collegebesluit|Raadsbesluit|Onderwerp"
    r"|Portefeuillehouders?(?:\(s\))?|Zaaknummer|Registratienummer|Samenvatting|Kernboodschap"
    r"|Toelichting|Advies|Beslispunten|Motivering|Stemverhouding|Stemming|Besluitdatum"
    r"|Datum besluit)\s*:)"
    r"|(?<=\.)\s+(?=(?:Aldus )?[Vv]astgesteld in de (?:openbare )?vergadering (?:van|gehouden)\b)"
)
_OUTCOME = re.compile(
    rf"^(?:{BODY}|(?:het |dit )?(?:(?:raads|college)?voorstel|advies|punt|stuk|agendapunt))?\s*"
    r"(?:(?:is|wordt|gaat|heeft|besluit)\s+)?(?:met [^.]{3,40} |unaniem |ongewijzigd |gewijzigd )?"
    r"(?:conform(?: (?:het |bijgevoegd )?(?:\w+ )?"
    r"(?:advies|voorstel|ontwerp|concept|besluit|nota)\w*)?"
    r"(?: (?:besloten|vastgesteld))?"
    r"|(?:niet )?akkoord(?: (?:met|conform)[^.]{0,60})?|overeenkomstig[^.]{0,50}"
    r"|aangehouden[^.]{0,60}"
    r"|(?:voor|ter) kennis(?:geving|name)(?: aangenomen)?|(?:ongewijzigd |gewijzigd )?vastgesteld"
    r"|(?:geamendeerd |gewijzigd )?aangenomen[^.]{0,60}|verworpen[^.]{0,60}|ingetrokken|afgevoerd"
    r"|uitgesteld[^.]{0,40}|(?:zonder|met)[^.]{3,40}(?:stemming|stemmen)[^.]{0,60}aangenomen[^.]{0,40}"
    r"|van de agenda (?:gehaald|afgevoerd)|doorgeschoven[^.]{0,40})\s*[.!]?$",
    re.I,
)
_TELLS = re.compile(
    rf"^{BODY}(?: van [A-Z][\w-]+)?\s(?:besluit(?:en)?\b|he(?:eft|bben)\b[^.]{{0,80}}\bbesloten\b"
    r"|stem(?:t|men)\b[^.]{0,40}\bin\b|ga(?:at|an)\b[^.]{0,40}\bakkoord\b|stel(?:t|len)\b[^.]*"
    r"\b(?:vast|voor)\b|ne(?:emt|men) (?:kennis\b|het (?:voorstel|advies)\b)|verle(?:ent|nen)\b"
    r"|wij(?:st|zen)\b|bied(?:t|en)\b|kie(?:st|zen)\b|machtig(?:t|en)\b|benoem(?:t|en)\b"
    r"|trek(?:t|ken)\b[^.]*\bin\b|keu(?:rt|ren)\b[^.]*\bgoed\b|houd(?:t|en)\b[^.]*\baan\b"
    r"|informeer(?:t|en)\b|(?:is|zijn) akkoord\b)"
    r"|^(?:de|het|dit|deze) (?:[\w-]+ ){1,8}?(?:wordt|worden|is|zijn) (?:[\w-]+ ){0,4}?"
    r"(?:vastgesteld|goedgekeurd|aangenomen|verleend|verworpen|aangehouden)\b",
    re.I,
)
_POINTS = re.compile(r"(?:beslis|besluit)punt", re.I)
_BARE = re.compile(r"(?:Besluit|BESLUIT)\s+(?=[A-Z1])")
_PAGE_NUMBER = re.compile(
    r"^(?:(?:pagina|blad(?:zijde)?|pag\.|p\.)\s*)?[-–]?\s*\d{1,3}\s*(?:(?:van|/)\s*\d{1,3})?\s*[-–]?$",
    re.I,
)
_RUNNING_TITLE = re.compile(r"\bbesluiten-?(?:lijst|overzicht)\b", re.I)
_COUNTED = re.compile(r"^\W*(?:\d{1,3}|[a-z])(?:\.\d{1,3})*[.):]?\s+\D")  # a point or a step
_DIGITS = re.compile(r"\d+")
_EDGE = 2  # so many blocks at the head and at the foot of a page may be running


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, or the part of one behind a label; ``start`` and ``end`` slice the page's text.

    ``value`` is where the text behind the label begins (``start`` without a label). ``level``
    is that of a heading, 0 for anything else.
    """

    page: int
    start: int
    end: int
    text: str
    label: Label | None = None
    value: int = 0
    level: int = 0
    kind: BlockKind = BlockKind.PARAGRAPH
    row: TableRow | None = None

    @property
    def said(self) -> str:
        """The text behind the label, or all of it."""
        return self.text[self.value - self.start :].strip()

    @property
    def heads(self) -> bool:
        """Whether it is a heading that is no label."""
        return self.level > 0 and self.label is None


def pieces_of(read: ReadDocument) -> list[Piece]:
    """The pieces of all pages in reading order."""
    running = _running(read.pages)
    found = [
        piece
        for page in read.pages
        for block in page.blocks
        if block.kind is not BlockKind.CONTENTS and (page.number, block.start) not in running
        for piece in _cut(page, block)
    ]
    bare = sum(1 for piece in found if not piece.heads and _BARE.match(piece.text)) > 1
    found = [_behind_bare(piece) if bare else piece for piece in found]
    if any(piece.label is Label.DECISION for piece in found):
        return found
    # Where nothing else is the decision, the points that were put up are.
    return [
        replace(piece, label=Label.DECISION)
        if piece.label is Label.PROPOSAL and _POINTS.match(piece.text)
        else piece
        for piece in found
    ]


def _behind_bare(piece: Piece) -> Piece:
    """A line "Besluit De opdracht te gunnen" as a decision, where several are set so."""
    found = _BARE.match(piece.text)
    if found is None or piece.heads or piece.label is not None or piece.row is not None:
        return piece
    return replace(piece, label=Label.DECISION, value=piece.start + found.end())


def is_outcome(text: str) -> bool:
    """Whether ``text`` is only the outcome of a point: "Conform advies.", "Aangehouden"."""
    return bool(_OUTCOME.match(collapse(text)))


def tells_decision(text: str) -> bool:
    """Whether ``text`` begins as the sentence of a decision: "Het college stemt in met ..."."""
    return is_outcome(text) or bool(_TELLS.match(collapse(text)))


def _cut(page: Page, block: Block) -> Iterator[Piece]:
    if block.kind is BlockKind.TABLE_ROW and block.row is not None:
        yield _of_row(page, block, block.row)
        return
    cuts = [0, *(m.end() for m in _INNER.finditer(block.text)), len(block.text)]
    for first, last in pairwise(cuts):
        text = block.text[first:last].rstrip()
        if text.strip():
            start = block.start + first
            label, value = _label(text)
            level = block.level if first == 0 and block.kind is BlockKind.HEADING else 0
            yield Piece(
                page.number,
                start,
                start + len(text),
                text,
                label,
                start + value,
                level,
                block.kind,
            )


def _of_row(page: Page, block: Block, row: TableRow) -> Piece:
    """A row "label | value" is a labelled piece, any other row a row."""
    label, _ = _label(f"{row.label}:") if row.label else (None, 0)
    value = block.start
    if label is not None and len(row.cells) <= 1:
        value += block.text.find(row.cells[0].text) if row.cells else len(block.text)
        return Piece(page.number, block.start, block.end, block.text, label, value, 0, block.kind)
    return Piece(page.number, block.start, block.end, block.text, None, value, 0, block.kind, row)


def _label(text: str) -> tuple[Label | None, int]:
    """The label that ``text`` begins with, and the offset of what stands behind it."""
    for patterns in (_LABELS, _WHOLE, _WITHOUT_COLON):
        for label, pattern in patterns.items():
            if found := pattern.match(text):
                rest = text[found.end() :]
                return label, found.end() + len(rest) - len(rest.lstrip())
    return None, 0


def _running(pages: tuple[Page, ...]) -> set[tuple[int, int]]:
    """Blocks at the edge of a page that only number it or repeat what stands on others."""
    found: set[tuple[int, int]] = set()
    shapes: Counter[str] = Counter()
    edges: list[tuple[Page, int, Block]] = []
    for page in pages:
        for at, block in enumerate(page.blocks):
            if min(at, len(page.blocks) - 1 - at) < _EDGE and block.row is None:
                edges.append((page, at, block))
        shapes.update({_shape(b.text) for p, _, b in edges if p is page})
    for page, at, block in edges:
        text = block.text.strip()
        repeats = shapes[_shape(text)] >= 2 and shapes[_shape(text)] >= len(pages) - 1
        titled = at < _EDGE and page.number > 1 and _RUNNING_TITLE.search(text) is not None
        again = titled and not _label(text)[0] and len(text) < 160 and _says_again(text, pages[0])
        if _PAGE_NUMBER.match(text) or (repeats and _shape(text) and len(pages) > 1) or again:
            found.add((page.number, block.start))
    return found


def _shape(text: str) -> str:
    """``text`` with its numbers blotted out; empty for what may well return ("Besluit:")."""
    if _label(text)[0] is not None or is_outcome(text) or _COUNTED.match(text):
        return ""
    return _DIGITS.sub("#", fold(text)) if len(text) < 160 else ""


def _says_again(text: str, first: Page) -> bool:
    """Whether every word of ``text`` stands near the top of the first page already."""
    top = set(fold(" ".join(block.text for block in first.blocks[:8])).split())
    return set(fold(text).split()) <= top | {"pagina", "blad", "van"}
