"""Owns the parts of a budget or report: programme, taakveld, question, paragraaf, holders.

Each is set by a heading, a running head or the page that divides two parts, and holds until
the next; the levels of headings are only asked where their words do not tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.catalogue import Catalogue
from ingest.pages import Block, BlockKind, Page, ReadDocument
from ingest.place import Place
from ingest.text import collapse, fold

__all__ = ["BUDGET_TYPES", "Stretch", "stretches_of"]

BUDGET_TYPES = frozenset(
    {"programmabegroting", "jaarstukken", "kadernota", "bestuursrapportage", "begrotingswijziging"}
)
"""Types of documents that are built of programmes and paragrafen."""

_SECTION = r"^(?:(?P<section>\d{1,2}(?:\.\d{1,2})*)\.?\s+)?"
_PROGRAMME = re.compile(
    _SECTION + r"(?:(?:[Dd]eel|[Bb]egrotings)?-?[Pp]rogramma|PROGRAMMA)\s*"
    r"(?:(?:\d{1,2}[A-Za-z]?|[IVX]{1,4}|[A-Z])\b\s*[.:–-]?\s*)?(?P<name>[A-ZÀ-Ý][^.?!]{2,90})$"
)
_SHORT_PROGRAMME = re.compile(r"^P\s?\d{1,2}[.:]?\s+[A-ZÀ-Ý][\w ,&'’/-]{2,80}$")
_NO_PROGRAMME = re.compile(
    r"\bprogramma(?:['’]?s|plan|begroting|rekening|verantwoording|onderdelen)\b"
    r"|programma van eisen",
    re.I,
)
_LIKE_PROGRAMME = re.compile(
    _SECTION + r"(?:overzicht (?:van )?)?(?:de )?(?:algemene dekkingsmiddelen|overhead|onvoorzien"
    r"|vennootschapsbelasting|vpb)\b[\w ,()&-]{0,80}$",
    re.I,
)
_ENDS = re.compile(
    _SECTION + r"(?:(?:de )?(?:verplichte )?paragrafen|paragraaf\b|financiële (?:begroting|positie)"
    r"|(?:jaarrekening|balans)\b|bijlagen?\b"
    r"|overzicht (?:van )?(?:de )?(?:geraamde )?(?:baten|lasten)"
    r"|uiteenzetting (?:van de )?financiële|vaststelling(?:sbesluit)?\b|besluit\b|colofon\b"
    r"|recapitulatie\b|controleverklaring)",
    re.I,
)
_QUESTIONS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(_SECTION + pattern, re.I))
    for name, pattern in (
        (
            "bereiken",
            r"wat (?:willen|wilden|hebben) (?:we|wij)(?: er| in \d{4})?(?: mee)? bereik(?:en|t)?\b"
            r"|wat (?:willen|wilden) (?:we|wij)\b|wat is (?:er )?bereikt",
        ),
        (
            "doen",
            r"wat (?:gaan|doen|hebben|gingen) (?:we|wij) (?:er |hier|daar|in \d{4} )?"
            r"(?:voor )?(?:voor )?(?:doen|gedaan|daarvoor)|wat (?:gaan|hebben) (?:we|wij) daarvoor",
        ),
        (
            "kosten",
            r"wat (?:mag|gaat|heeft|mocht|kost) (?:het|dat|dit|er)\b.{0,20}(?:kosten|gekost|\?)"
            r"|wat kost(?:te)? (?:het|dat|dit)\b",
        ),
    )
)
_PARAGRAPH = re.compile(
    _SECTION + r"(?:paragraaf\s*(?:\d{1,2}|[A-Z]\b)?\s*[.:–-]?\s*)(?P<name>[A-Za-zÀ-ÿ].{2,80})$",
    re.I,
)
_PARAGRAPHS = re.compile(_SECTION + r"(?:de )?(?:verplichte )?paragrafen\b", re.I)
_STATUTORY = re.compile(
    _SECTION + r"(?:lokale heffingen|weerstandsvermogen(?: en risico\w*)?"
    r"|onderhoud (?:van )?kapitaalgoederen"
    r"|financiering|bedrijfsvoering|verbonden partijen|grondbeleid|wet open overheid|openbaarheid"
    r"|subsidies|taakstellingen|demografische ontwikkelingen|duurzaamheid)\b.{0,60}$",
    re.I,
)
_TAAKVELD = re.compile(
    r"^(?:taakveld\s*)?(?P<code>\d\.\d{1,2}[A-Za-z]?)\.?\s+(?P<name>\S.{2,90})$", re.I
)
_SAYS_TAAKVELD = re.compile(r"^taakveld\b", re.I)
_HOLDER = re.compile(
    r"^(?:(?:verantwoordelijke?|coördinerend|eerste|1e|2e|tweede)\s+)?portefeuille-?houders?(?:\(s\))?"
    r"(?:\s*[:–-]\s*|\s+)(?P<who>\S.{2,})$",
    re.I | re.S,
)
_NEXT_LABEL = re.compile(r"\s+(?=[A-ZÀ-Ý][a-zà-ÿ]+(?: [a-z]+)?:\s)")
_LONGEST_HOLDER = 200
_HOLDER_WITHIN = 12  # blocks below the heading of a programme
_PAGE_NUMBER = re.compile(
    r"^(?:pagina\s*)?\d{1,4}\s*[|–-]?\s*|\s*[|–-]?\s*(?:pagina\s*)?\d{1,4}$", re.I
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From this offset of this page on, until the next stretch, the place is ``place``."""

    page: int
    start: int
    place: Place


def stretches_of(read: ReadDocument, catalogue: Catalogue) -> list[Stretch]:
    """The places of a budget or report in order of page and offset."""
    return _with_holders(list(_Walk(read.pages, catalogue).stretches()), read.pages)


class _Walk:
    """Walks the headings of all pages, keeping the place they lead to."""

    def __init__(self, pages: Sequence[Page], catalogue: Catalogue) -> None:
        self._pages, self._catalogue = pages, catalogue
        self._explicit = _explicit_programmes(pages)
        self._owners = {} if self._explicit else _owners_of_questions(pages, catalogue)
        self._heads = _running_programmes(pages)
        self._place = Place()
        self._level = 7
        self._section: tuple[str, ...] = ()
        self._question_level = 7
        self._taakveld_level = 7
        self._paragraph_level = 7
        self._in_paragraphs = False

    def stretches(self) -> Iterator[Stretch]:
        for page in self._pages:
            before = self._place
            if (head := self._heads.get(page.number)) and not _same(head, before.programme):
                self._open(head, 2, ())
            elif page.number in self._heads and not head and before.programme:
                self._place = Place()
            if self._place != before:
                yield Stretch(page.number, 0, self._place)
            for at, block in enumerate(page.blocks):
                before = self._place
                if block.kind is BlockKind.HEADING or _asks(block):
                    self._heading(page, at, block)
                if self._place != before:
                    yield Stretch(page.number, block.start, self._place)

    def _heading(self, page: Page, at: int, block: Block) -> None:
        text, level = collapse(block.text), block.level
        section = _section(text)
        if is_programme(text) or (page.number, block.start) in self._owners:
            if not _same(text, self._place.programme):
                self._open(text, level, section)
        elif _ENDS.match(text) and not (self._place.programme and level > self._level + 1):
            self._close(text, level)
        elif self._question(text, level) or self._taakveld(text, level):
            pass
        elif self._is_like_programme(text, level):
            self._open(text, level, section)
        elif self._place.programme and self._leaves(level, section, first=at == 0):
            self._close(text, level)
        elif self._place.paragraph or self._in_paragraphs:
            self._within_paragraphs(text, level)

    def _is_like_programme(self, text: str, level: int) -> bool:
        """Whether it is "Algemene dekkingsmiddelen" or its like, beside the programmes."""
        return (
            bool(self._explicit)
            and bool(self._place.programme)
            and level <= self._level
            and bool(_LIKE_PROGRAMME.match(text))
        )

    def _open(self, name: str, level: int, section: tuple[str, ...]) -> None:
        self._place = Place(programme=name)
        self._level, self._section, self._in_paragraphs = level, section, False

    def _close(self, text: str, level: int) -> None:
        self._place, self._level = Place(), level
        self._in_paragraphs = bool(_PARAGRAPHS.match(text))
        if found := _PARAGRAPH.match(text):
            self._place = Place(paragraph=text if found["name"] else "")
            self._in_paragraphs = True
        self._paragraph_level = level

    def _within_paragraphs(self, text: str, level: int) -> None:
        if _PARAGRAPH.match(text) or _STATUTORY.match(text):
            if not self._place.paragraph or level <= self._paragraph_level:
                self._place, self._paragraph_level = Place(paragraph=text), level
        elif self._place.paragraph and level < self._paragraph_level:
            self._place, self._in_paragraphs = Place(), False

    def _question(self, text: str, level: int) -> bool:
        for name, pattern in _QUESTIONS:
            if pattern.match(text):
                keep = self._place.taakveld if level > self._taakveld_level else ""
                self._place = replace(self._place, question=name, taakveld=keep)
                self._question_level = level
                return True
        return False

    def _taakveld(self, text: str, level: int) -> bool:
        code = _taakveld_of(text, self._catalogue)
        if not code or not (self._place.programme or _SAYS_TAAKVELD.match(text)):
            return False
        keep = self._place.question if level >= self._question_level else ""
        self._place = replace(self._place, taakveld=code, question=keep)
        self._taakveld_level = level
        return True

    def _leaves(self, level: int, section: tuple[str, ...], *, first: bool) -> bool:
        """Whether a heading that names nothing stands beside or above the programme."""
        if section and self._section:
            within = section[: len(self._section)] == self._section
            return not within and level <= self._level and len(section) <= len(self._section)
        return level < self._level and (first or bool(section))


def is_programme(text: str) -> bool:
    """Whether a heading or running head names a programme of a budget."""
    if _NO_PROGRAMME.search(text):
        return False
    return bool(_PROGRAMME.match(text) or _SHORT_PROGRAMME.match(text))


def _explicit_programmes(pages: Sequence[Page]) -> set[str]:
    headings = (collapse(b.text) for p in pages for b in p.blocks if b.kind is BlockKind.HEADING)
    return {fold(text) for text in headings if is_programme(text)}


def _owners_of_questions(pages: Sequence[Page], catalogue: Catalogue) -> dict[tuple[int, int], str]:
    """The headings that the first question stands under, where no heading says "Programma"."""
    found: dict[tuple[int, int], str] = {}
    above: list[tuple[int, int, int, str]] = []
    for page in pages:
        for block in page.blocks:
            if block.kind is not BlockKind.HEADING:
                continue
            text = collapse(block.text)
            if _QUESTIONS[0][1].match(text):
                owners = [one for one in above if one[2] < block.level] or above[-1:]
                if owners and not _taakveld_of(owners[-1][3], catalogue):
                    found[owners[-1][0], owners[-1][1]] = owners[-1][3]
            elif not any(pattern.match(text) for _, pattern in _QUESTIONS):
                above.append((page.number, block.start, block.level, text))
    return found if len(found) >= 2 else {}


def _running_programmes(pages: Sequence[Page]) -> dict[int, str]:
    """The programme that the head or foot of a page names, by page.

    "" stands for a part that is no programme; pages that say nothing are left out.
    """
    named: dict[int, str] = {}
    for page in pages:
        lines = [line for line in (collapse(raw) for raw in page.printed.splitlines()) if line]
        blocks = {fold(b.text) for b in page.blocks if b.kind is BlockKind.HEADING}
        for line in dict.fromkeys((*lines[:2], *lines[-2:])):
            plain = _PAGE_NUMBER.sub("", line).strip(" |-–")
            if not plain or fold(plain) in blocks:
                continue
            if is_programme(plain):
                named[page.number] = plain
            elif _PARAGRAPHS.match(plain) or _PARAGRAPH.match(plain):
                named.setdefault(page.number, "")
    counts = Counter(fold(name) for name in named.values())
    return {page: name for page, name in named.items() if counts[fold(name)] >= 2}


def _asks(block: Block) -> bool:
    """Whether a paragraph is only one of the questions, set as text."""
    text = collapse(block.text)
    plain = block.kind is BlockKind.PARAGRAPH and len(text) <= 60
    return plain and any(pattern.match(text) for _, pattern in _QUESTIONS)


def _section(text: str) -> tuple[str, ...]:
    found = re.match(r"^(\d{1,2}(?:\.\d{1,2})*)\.?\s+\S", text)
    return tuple(found[1].split(".")) if found else ()


def _same(name: str, other: str) -> bool:
    """Whether two lines name the same programme, with or without the number of a section."""
    one, two = (re.sub(r"^(?:\d+ )+", "", fold(text)) for text in (name, other))
    return bool(one) and bool(two) and (one == two or one in two or two in one)


def _taakveld_of(text: str, catalogue: Catalogue) -> str:
    """The code of today when a heading is a taakveld by its code and by its name."""
    found = _TAAKVELD.match(text)
    taakveld = catalogue.taakveld(found["code"]) if found else None
    if found is None or taakveld is None:
        return ""
    said = set(fold(found["name"]).split())
    names = {
        word
        for label in (taakveld.label, *taakveld.older_labels)
        for word in fold(label).split()
        if len(word) > 3
    }
    return taakveld.code if said & names or _SAYS_TAAKVELD.match(text) else ""


# -- who holds a programme ----------------------------------------------------------------------


def _with_holders(stretches: list[Stretch], pages: Sequence[Page]) -> list[Stretch]:
    """The holders that stand near the head of a programme, on all of its stretches."""
    by_programme: dict[str, tuple[str, ...]] = {}
    for stretch in stretches:
        name = stretch.place.programme
        if name and name not in by_programme:
            by_programme[name] = tuple(_holders_below(stretch, pages))
    return [
        replace(s, place=replace(s.place, holders=by_programme.get(s.place.programme, ())))
        for s in stretches
    ]


def _holders_below(stretch: Stretch, pages: Sequence[Page]) -> Iterator[str]:
    blocks = [
        block
        for page in pages
        if stretch.page <= page.number <= stretch.page + 1
        for block in page.blocks
        if page.number > stretch.page or block.start >= stretch.start
    ]
    for at, block in enumerate(blocks[:_HOLDER_WITHIN]):
        if at and block.kind is BlockKind.HEADING and is_programme(collapse(block.text)):
            return
        if found := _HOLDER.match(block.text.strip()):
            who = collapse(_NEXT_LABEL.split(found["who"])[0]).rstrip(" .;")
            if len(who) <= _LONGEST_HOLDER:
                yield who
