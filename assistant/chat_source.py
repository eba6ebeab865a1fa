"""Owns the side of the chat where sources stand: the list of them, and one opened at its page."""

from __future__ import annotations

import base64
import textwrap

from assistant.answer import Answer
from assistant.chat_desk import Opened
from assistant.chat_html import Html, element, joined
from assistant.chat_mark import marked
from assistant.chat_parts import facts
from assistant.chat_text import dutch_date, markers, place_words
from assistant.citations import Citation
from assistant.word import STATUS_WORDS

__all__ = ["opened_source", "source_list", "source_trouble"]

_EXCERPT = 160


def source_list(answer: Answer) -> Html:
    """Every source of an answer, with the marker that opens it."""
    if not answer.citations:
        return Html()
    entries = (
        element(
            "li",
            markers([c.number], answer.citations),
            element(
                "div",
                element("p", element("strong", c.document.title)),
                element("p", _where(c) + (" (OCR)" if c.ocr else ""), class_="soft"),
                element("p", f"“{textwrap.shorten(c.quote, _EXCERPT, placeholder=' ...')}”"),
                _superseded(c),
            ),
        )
        for c in answer.citations
    )
    return _panel(
        element("h2", f"Bronnen ({len(answer.citations)})", id="source-heading", tabindex=-1),
        element("p", "Kies een nummer om de bladzijde te zien.", class_="note"),
        element("ul", *entries, class_="sources"),
    )


def opened_source(opened: Opened) -> Html:
    """One source at the page that is looked at, with its quote marked."""
    citation = opened.citation
    document = citation.document
    held = " tot en met ".join(
        dutch_date(day) for day in (document.valid_from, document.valid_until) if day
    )
    return _panel(
        _head(f"Bron [{citation.number}]"),
        element("p", document.title, class_="title"),
        _superseded(citation),
        facts(
            ("Pagina", _where(citation)),
            ("Paragraaf", citation.section),
            ("Status", STATUS_WORDS[document.status]),
            ("Vastgesteld door", document.adopted_by),
            ("Datum", dutch_date(document.date)),
            ("Geldig" if document.valid_from else "Geldig tot en met", held),
            ("Bestand", document.file),
            ("Gelezen", "met OCR; controleer het citaat op de pagina" if citation.ocr else None),
        ),
        element("blockquote", citation.quote),
        _turning(opened),
        element("p", opened.trouble, class_="alarm", role="note") if opened.trouble else None,
        _picture(opened) if opened.picture is not None else None,
        _unread(opened),
        _text(opened),
        number=citation.number,
    )


def source_trouble(line: str) -> Html:
    """The one line that says why a source cannot be opened."""
    return _panel(_head("Bron"), element("p", line, class_="alarm"))


def _panel(*parts: Html | None, number: int | None = None) -> Html:
    return element(
        "aside", *parts, class_="panel", aria_labelledby="source-heading", data_open=number
    )


def _head(title: str) -> Html:
    return element(
        "div",
        element("h2", title, id="source-heading", tabindex=-1),
        element("button", "Sluiten", type="button", class_="plain", data_close="1"),
        class_="panel-head",
    )


def _where(citation: Citation) -> str:
    return place_words(citation.page, citation.page_label)


def _superseded(citation: Citation) -> Html | None:
    later = citation.document.superseded_by
    return element("p", f"! Vervangen door: {later}", class_="alarm") if later else None


def _turning(opened: Opened) -> Html | None:
    last = opened.citation.document.page_count
    number = opened.page.number
    if last < 2:
        return None
    return element(
        "nav",
        _turn("Vorige", number - 1, possible=number > 1),
        element("span", f"Pagina {number} van {last}"),
        _turn("Volgende", number + 1, possible=number < last),
        None
        if opened.is_cited_page
        else _turn("Naar het citaat", opened.citation.page, possible=True),
        class_="turning",
        aria_label="Bladeren in het document",
    )


def _turn(words: str, number: int, *, possible: bool) -> Html:
    return element(
        "button", words, type="button", class_="plain", data_page=number, disabled=not possible
    )


def _picture(opened: Opened) -> Html:
    caption = f"Pagina {opened.page.number} van {opened.citation.document.title}"
    if opened.is_cited_page:
        caption += "; het citaat is " + ("gemarkeerd" if opened.mark else "niet te markeren")
    data = base64.b64encode(opened.picture or b"").decode("ascii")
    across, down = opened.mark or (0.0, 0.0)
    sheet = element(
        "div",
        element("img", src=f"data:image/png;base64,{data}", alt=f"Afbeelding: {caption}"),
        class_="sheet",
        tabindex=0,
        role="region",
        aria_label="Afbeelding van de pagina",
        data_across=f"{across:.3f}",
        data_down=f"{down:.3f}",
    )
    return element("figure", sheet, element("figcaption", f"{caption}."))


def _unread(opened: Opened) -> Html | None:
    told = "; ".join(dict.fromkeys(u.what for u in opened.page.unread))
    return element("p", f"Niet gelezen op deze pagina: {told}.", class_="note") if told else None


def _text(opened: Opened) -> Html:
    quote = opened.citation.quote if opened.is_cited_page else ""
    text = element(
        "div",
        marked((opened.page.text, opened.page.printed), quote),
        class_="page-text",
        tabindex=0,
        role="region",
        aria_label=f"Tekst van pagina {opened.page.number}",
    )
    if opened.picture is None:
        return joined([element("h3", "Tekst van de pagina"), text])
    return element("details", element("summary", "Tekst van deze pagina"), text)
