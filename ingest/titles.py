"""Owns which words are a document's title: the cover's, else the file's own, else its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ingest.dates import day_in, read_date
from ingest.front import Front, Line
from ingest.pages import BlockKind
from ingest.text import collapse, fold

__all__ = ["title_of"]

_TEMPLATE = re.compile(
    r"\.(?:docx?|pdf|indd|pptx?|xlsx?|odt|rtf|qxd)\b|^microsoft (?:word|powerpoint|office)\b"
    r"|^(?:untitled|naamloos|document\d*|sjabloon|template|titel|title|blanco|standaard|model"
    r"|presentatie|powerpoint|dia \d|slide \d|opmaak \d|layout \d|print|scan\d*|afdrukken)\b"
    r"|sjabloon|^\W*$|\\|/[a-z]+/",
    re.I,
)
_NO_TITLE = re.compile(
    r"^(?:\d+$|\d{1,2}[-/. ]\w+[-/. ]\d{4}|vastgesteld|versie|datum|inhoud(?:sopgave)?$|voorwoord"
    r"|colofon|inleiding$|bijlagen?$|samenvatting$|gemeente \S+$|gemeente \S+ \S+$|concept$"
    r"|ontwerp$|\d{1,2}(?:\.\d{1,2})*\.?\s+[A-Z]"
    r"|definitief|uitgave|aan\b|van:|status\b|kenmerk|zaaknummer|[A-Z]{1,4}[-/ ]?\d[\d./-]*$"
    r"|hoogheemraadschap \S+|waterschap \S+$|provincie \S+$|openbaar$|vertrouwelijk)",
    re.I,
)
_SITE = re.compile(r"\s+[-–|]\s+(?:gemeente|provincie|waterschap|hoogheemraadschap)\s.*$", re.I)
_YEARS = re.compile(r"^(?:19|20)\d\d(?:\s*[-–/]\s*(?:19|20)?\d\d)?$")
_PARTIES = re.compile(
    r"^(?:[A-Z][\w&./-]*|[A-Z][a-z]+ (?:Lokaal|Belang)|lokale? \w+)"
    r"(?:(?:, | en | & )(?:[A-Z][\w&./-]*|[A-Z][a-z]+ (?:Lokaal|Belang)|lokale? \w+))+$"
)
_SUBJECT = re.compile(r"^(?:Onderwerp|Betreft)\s*[:|]?\s+", re.I)
_NEXT_LABEL = re.compile(r"\s+(?=[A-Z][a-z]+(?: [a-z]+)?\s*:)")
_KIND_ONLY = re.compile(
    r"^(?:raads(?:voorstel|besluit|informatiebrief|brief|memo)|college(?:voorstel|advies|besluit|brief)"
    r"|informatie(?:brief|nota)|memo|motie|amendement|initiatiefvoorstel)$",
    re.I,
)
_CITED_AS = re.compile(
    r"\b(?:aangehaald|geciteerd) als\s*:?\s*(?:de |het )?(?P<name>[“\"‘']?[A-Z][^.;]{5,120})"
)
_LONGEST = 160
_SMALL = frozenset("de het een van voor en in op te met aan tot bij of om uit ter over".split())
_ON_COVER = 6


def title_of(
    front: Front, names_kind: Callable[[str], bool], *, dated: bool = False
) -> tuple[str, str] | None:
    """The title and where it was read; ``names_kind`` tells that words name a type of document.

    ``dated`` says that the date belongs in the title, as it does for lists of decisions that
    otherwise all have the same one.
    """
    found = (
        _stated(front)
        or _cited_as(front)
        or _on_cover(front, names_kind)
        or _inside(front, names_kind)
    )
    if found is not None:
        found = _with_subject(found, front, names_kind), found[1]
    if found is None:
        found = (_from_name(front), "bestandsnaam") if front.name else None
    if found and dated and read_date(found[0]) is None:
        head = " ".join(line.text for line in front.first_page[:12])
        day = day_in(head) or day_in(front.name)
        return (f"{found[0]} {day}", found[1]) if day else found
    return found


def _stated(front: Front) -> tuple[str, str] | None:
    """The title in the file's properties, when the first pages bear it out word for word."""
    stated = _SITE.sub("", collapse(front.read.title))
    if not 6 <= len(stated) <= _LONGEST or _TEMPLATE.search(stated):
        return None
    told = " ".join(line.text for line in front.opening[:30])
    top = set(fold(told).split())
    words = [word for word in fold(stated).split() if len(word) > 2 and word not in _SMALL]
    numbers = re.findall(r"\d+(?:\.\d+)*", stated)
    said = all(re.search(rf"(?<![\d.]){re.escape(n)}(?!\.?\d)", told) for n in numbers)
    if not words or not said or not top.issuperset(words):
        return None
    if len(words) == 1 and not any(
        fold(line.text).endswith(fold(stated)) for line in front.opening[:3]
    ):
        return None
    return stated, "eigenschappen van het bestand"


def _cited_as(front: Front) -> tuple[str, str] | None:
    """The name that a regulation gives itself: "wordt aangehaald als: Afvalverordening 2024"."""
    for line in (*front.opening, *front.ending):
        if named := _CITED_AS.search(line.text):
            return named["name"].strip(" “”\"'‘’"), line.where
    return None


def _with_subject(found: tuple[str, str], front: Front, names_kind: Callable[[str], bool]) -> str:
    """A title that only tells the kind ("Raadsvoorstel"), with the subject of its form."""
    title = _SUBJECT.sub("", found[0])
    if len(title.split()) > 2 and title == found[0]:
        return title
    for line in front.first_page[:20]:
        if told := _SUBJECT.match(line.text):
            subject = _NEXT_LABEL.split(line.text[told.end() :])[0].strip(" .")
            if 5 <= len(subject) <= _LONGEST:
                kind = title if names_kind(title) else ""
                kind = kind or next(
                    (n.text for n in front.first_page[:20] if _KIND_ONLY.match(n.text)), ""
                )
                return f"{kind}: {subject}" if kind and fold(kind) not in fold(subject) else subject
    return title


def _on_cover(front: Front, names_kind: Callable[[str], bool]) -> tuple[str, str] | None:
    if not front.opening:
        return None
    lines = _cover_lines(front.first_page)
    if not lines:
        return None
    named = [line for line in lines if not _YEARS.match(line.text)]
    if not named:
        return None
    main = min(named, key=lambda line: line.level or 7)
    at = lines.index(main)
    if names_kind(main.text):
        return _joined(lines, at), main.where
    before = [line for line in lines[:at] if names_kind(line.text)][-1:]
    after = [line for line in lines[at + 1 : at + 3] if names_kind(line.text)][:1]
    if before:
        return f"{before[0].text} {main.text}", main.where
    if after:
        return f"{main.text.rstrip('.')}. {after[0].text}", main.where
    return main.text, main.where


def _cover_lines(page: Sequence[Line]) -> list[Line]:
    """The headings of a first page before its text, or the short lines that it opens with."""
    headings = [
        line
        for line in page[: _ON_COVER * 3]
        if (line.kind is BlockKind.HEADING or _YEARS.match(line.text)) and _may_be_title(line.text)
    ]
    opening: list[Line] = []
    for line in page[:_ON_COVER]:
        short = len(line.text) <= 90 and not line.text.endswith((".", ";", ":"))
        if line.kind is not BlockKind.PARAGRAPH or not short:
            break
        opening.append(line)
    titled = [line for line in opening if _may_be_title(line.text)]
    # Short lines above the first heading are the cover, that heading is not.
    if titled and (not headings or page.index(titled[0]) < page.index(headings[0])):
        joined = len(titled) > 1 or not headings
        return titled if joined or len(titled[0].text) > 8 else headings
    return headings


def _may_be_title(text: str) -> bool:
    if _YEARS.match(text):
        return True
    fits = 4 <= len(text) <= _LONGEST and any(c.isalpha() for c in text)
    day_only = read_date(text) is not None and len(text) <= 30
    return fits and not day_only and not _NO_TITLE.match(text) and not _PARTIES.match(text)


def _joined(lines: Sequence[Line], at: int) -> str:
    """A line that names the kind, with the lines of the same size that go on with it."""
    text = lines[at].text
    for line in lines[at + 1 : at + 3]:
        goes_on = line.text[:1].islower() or bool(_YEARS.match(line.text))
        same = line.level == lines[at].level and len(text) < 60
        if not (goes_on or same) or len(text) + len(line.text) > _LONGEST:
            break
        text = f"{text} {line.text}"
    return text


def _inside(front: Front, names_kind: Callable[[str], bool]) -> tuple[str, str] | None:
    """Behind a cover that is a picture: the first large heading that names the kind and a year."""
    for page in front.read.pages[:10]:
        for block in page.blocks:
            text = collapse(block.text)
            large = block.kind is BlockKind.HEADING and block.level == 1
            if (
                large
                and len(text) <= _LONGEST
                and re.search(r"(?:19|20)\d\d", text)
                and names_kind(text)
            ):
                return text, f"pagina {page.number}"
    return None


def _from_name(front: Front) -> str:
    """A file name as a title: years that belong together stay together."""
    name = re.sub(r"(?<=\b(?:19|20)\d\d) (?=(?:19|20)\d\d\b)", "-", front.name)
    name = re.sub(r"(?<=[^\W\d])-(?=[^\W\d])", " ", name)
    return name[:1].upper() + name[1:]
