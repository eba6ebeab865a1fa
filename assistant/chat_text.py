"""Owns the running text of an answer as HTML: its short answer, markers, dates and page words.

The text is the small Markdown that ``assistant.word`` writes, and only that is understood: bold,
emphasis, lists and markers [n]. Everything else, from documents or a model, stays text.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

from assistant.answer import Answer, Item
from assistant.chat_html import Html, element, joined
from assistant.citations import Citation
from ingest.dates import dutch_day

__all__ = [
    "CARD_TITLES",
    "dutch_date",
    "inline",
    "markers",
    "place_words",
    "search_words",
    "short_answer",
    "source_words",
]

CARD_TITLES = {
    "ambitions": "Wat is beloofd",
    "commissions": "Wat ligt er al",
    "roles": "Wie",
    "money": "Geld",
    "instruments": "Instrumenten",
    "route": "Route",
    "work_form": "Werkvorm",
    "couplings": "Koppelen",
    "boundary_check": "Grenstoets",
    "premise": "Klopt de vraag?",
    "excerpts": "Uit de bronnen",
    "not_found": "Niet gevonden",
}
"""The title of each card, in the order of the contract's slots."""

_PARTS = re.compile(r"\*\*(?P<bold>.+?)\*\*|(?<!\w)_(?P<soft>[^_]+)_(?!\w)|(?P<marker>\[\d{1,6}\])")
_TITLE = re.compile(r"\*\*(?P<title>[^*]+)\*\*")


def short_answer(answer: Answer) -> Html:
    """The text of an answer without the lists that its cards show better."""
    carded = {CARD_TITLES[slot] for slot in CARD_TITLES if answer.slot(slot)}
    return joined(
        _block(lines, answer.citations)
        for lines in _blocks(answer.text)
        if not _is_carded(lines, carded) and not _is_trail(lines)
    )


def inline(text: str, citations: Sequence[Citation]) -> Html:
    """One line of an answer's text, with its markers as buttons."""
    parts: list[object] = []
    last = 0
    for found in _PARTS.finditer(text):
        parts.append(text[last : found.start()])
        last = found.end()
        if found["bold"] is not None:
            parts.append(element("strong", inline(found["bold"], citations)))
        elif found["soft"] is not None:
            parts.append(element("span", inline(found["soft"], citations), class_="soft"))
        else:
            number = int(found["marker"][1:-1])
            parts.append(markers([number], citations) or found["marker"])
    parts.append(text[last:])
    return joined(parts)


def markers(numbers: Sequence[int], citations: Sequence[Citation]) -> Html:
    """The markers [n] of a statement as buttons that open their source."""
    known = {c.number: c for c in citations}
    return joined(_marker(known[n]) for n in dict.fromkeys(numbers) if n in known)


def place_words(number: int, label: str) -> str:
    """Where in a document: p. 12, or p. iv (pagina 4 van het bestand)."""
    if label and label != str(number):
        return f"p. {label} (pagina {number} van het bestand)"
    return f"p. {number}"


def source_words(item: Item) -> str:
    """From what kind of document an item comes, and whose: programmabegroting Wilgenwaard."""
    kind = str(item.get("document_type") or "").replace("_", " ")
    return " ".join(part for part in (kind, item.get("whose") or "") if part)


def search_words(answer: Answer) -> str:
    """What was looked through, as one line."""
    searched = answer.searched
    documents = "1 document" if searched.documents == 1 else f"{searched.documents} documenten"
    return f"{documents} doorzocht, stand per {dutch_date(searched.as_of)}"


def dutch_date(day: datetime.date | str | None) -> str:
    """A day as it is said: 24 november 2026. A text that is no date stays as it is."""
    if isinstance(day, str):
        try:
            day = datetime.date.fromisoformat(day)
        except ValueError:
            return str(day)
    return dutch_day(day) if day else ""


def _marker(citation: Citation) -> Html:
    where = f"{citation.document.title}, {place_words(citation.page, citation.page_label)}"
    return element(
        "button",
        f"[{citation.number}]",
        type="button",
        class_="marker",
        data_source=citation.number,
        title=where,
        aria_label=f"Bron [{citation.number}]: {where}",
    )


def _blocks(text: str) -> Iterator[list[str]]:
    for block in re.split(r"\n\s*\n", text):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        if lines:
            yield lines


def _block(lines: list[str], citations: Sequence[Citation]) -> Html:
    parts: list[Html] = []
    items: list[Html] = []
    for line in lines:
        if line.startswith("- "):
            items.append(element("li", inline(line[2:], citations)))
            continue
        if items:
            parts.append(element("ul", *items))
            items = []
        parts.append(element("p", inline(line, citations)))
    return joined([*parts, element("ul", *items) if items else None])


def _is_carded(lines: list[str], titles: set[str]) -> bool:
    found = _TITLE.fullmatch(lines[0])
    listed = all(line.startswith("- ") for line in lines[1:])
    return found is not None and listed and found["title"] in titles


def _is_trail(lines: list[str]) -> bool:
    """Whether these lines only tell where was searched; the head and foot of an answer do."""
    trail = len(lines) == 1 and re.fullmatch(r"_Gezocht in [^_]*_", lines[0]) is not None
    return trail and "Let op:" not in lines[0]  # what was not read is told nowhere else
