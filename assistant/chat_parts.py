"""Owns the small parts that every card is built of: entries, quotes, facts and remarks."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answer import Answer, Basis, Item
from assistant.chat_html import Html, element
from assistant.chat_text import markers
from assistant.word import BODY_WORDS

__all__ = ["FORM_WORDS", "body_words", "cited_quote", "entries", "entry", "facts", "remark"]

FORM_WORDS = {
    "lijn": "lijnwerk",
    "project": "project",
    "programma": "programma",
    "procesregie": "procesregie",
    "bestuurlijke_opdracht": "bestuurlijke opdracht",
    "besluit": "besluit",
}


def entries(found: Iterable[Html]) -> Html:
    """A list of entries."""
    return element("ul", *found, class_="entries")


def entry(*parts: Html | None) -> Html:
    """One entry of a list."""
    return element("li", *parts)


def cited_quote(text: str, item: Item, answer: Answer) -> Html:
    """What a source says, with the marker that opens it."""
    return element(
        "p", element("q", text), " ", markers(item.citations, answer.citations), class_="quote"
    )


def facts(*pairs: tuple[str, object]) -> Html | None:
    """Names with their values; a value that is not known is left out."""
    known = [(name, value) for name, value in pairs if value not in (None, "", [])]
    if not known:
        return None
    return element(
        "dl",
        *(element("div", element("dt", name), element("dd", value)) for name, value in known),
        class_="facts",
    )


def remark(item: Item) -> Html | None:
    """What a person must still look at."""
    if item.basis is not Basis.NEEDS_HUMAN:
        return None
    return element("p", "Laat een mens dit nagaan: de bron alleen is niet genoeg.", class_="remark")


def body_words(body: object) -> str | None:
    """A deciding body as it is told: "de raad"."""
    return BODY_WORDS.get(str(body), str(body).replace("_", " ")) if body else None
