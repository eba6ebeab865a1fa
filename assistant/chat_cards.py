"""Owns the cards of an answer: one per slot that holds something, in the contract's order."""

from __future__ import annotations

from collections.abc import Callable

from assistant.answer import Answer, Item
from assistant.chat_how import boundary_body, route_body, work_form_body
from assistant.chat_html import Html, element, joined
from assistant.chat_instruments import instruments_body
from assistant.chat_money import money_body
from assistant.chat_parts import FORM_WORDS, body_words, cited_quote, entries, entry, facts, remark
from assistant.chat_text import CARD_TITLES, dutch_date, inline, markers, source_words
from assistant.word import STATUS_WORDS, STRENGTH_WORDS
from corpus.status import Status

__all__ = ["cards"]

_NOTES = {
    "excerpts": "De passages die het best bij de vraag passen, letterlijk.",
    "route": "Afgeleid uit regels; een jurist of de griffie bevestigt de route.",
    "work_form": "Voorstel, afgeleid uit de vraag en wat er is gevonden.",
    "boundary_check": "Zes vragen: past deze opgave nog in de marge van ander werk?",
}


def cards(answer: Answer) -> Html:
    """Every card of an answer."""
    return joined(
        _card(slot, title, _BODIES[slot](answer))
        for slot, title in CARD_TITLES.items()
        if answer.slot(slot)
    )


def _card(slot: str, title: str, body: Html) -> Html:
    note = _NOTES.get(slot)
    return element(
        "section",
        element("h3", title, id=f"card-{slot}"),
        element("p", note, class_="note") if note else None,
        body,
        class_=f"card card-{slot}",
        aria_labelledby=f"card-{slot}",
    )


def _ambitions(answer: Answer) -> Html:
    return entries(_ambition(item, answer) for item in answer.slot("ambitions"))


def _ambition(item: Item, answer: Answer) -> Html:
    strength = int(item["strength"])
    words = STRENGTH_WORDS[strength]
    vague = ", ".join(item.get("container_words") or ())
    return entry(
        cited_quote(str(item["text"]), item, answer),
        element(
            "p",
            element("span", *(_step(n <= strength) for n in range(1, 6)), class_="meter"),
            f"Hardheid {strength} van 5: {words}",
            class_="strength",
        ),
        facts(
            ("Aantal", item.get("quantity")),
            ("Termijn", item.get("deadline")),
            ("Voorwaarde", "er is een voorwaarde genoemd" if item.get("conditional") else None),
            ("Vaag woord", vague),
            ("Uit", source_words(item)),
            ("Vervangen door", item.get("superseded_by")),
        ),
        remark(item),
    )


def _step(filled: bool) -> Html:
    return element("span", class_="on" if filled else "off", aria_hidden="true")


def _commissions(answer: Answer) -> Html:
    return entries(_commission(item, answer) for item in answer.slot("commissions"))


def _commission(item: Item, answer: Answer) -> Html:
    title, text = str(item["title"]), str(item.get("text") or item["title"])
    titled = title.rstrip(".") != text.rstrip(".")
    status = str(item.get("status") or "")
    known = STATUS_WORDS.get(Status(status)) if status in set(Status) else None
    return entry(
        element("h4", title) if titled else None,
        cited_quote(text, item, answer),
        facts(
            ("Vorm", FORM_WORDS.get(item["form"], item["form"])),
            ("Bestuurlijk opdrachtgever", item.get("principal")),
            ("Ambtelijk opdrachtgever", item.get("official_principal")),
            ("Opdrachtnemer", item.get("contractor")),
            ("Status", known or status.replace("_", " ")),
            ("Datum", dutch_date(item.get("date"))),
            ("Door", body_words(item.get("body"))),
            ("Uit", source_words(item)),
        ),
        remark(item),
    )


def _roles(answer: Answer) -> Html:
    return entries(_role(item, answer) for item in answer.slot("roles"))


def _role(item: Item, answer: Answer) -> Html:
    until = dutch_date(item.get("valid_until"))
    return entry(
        element("h4", str(item["holder"]), " ", markers(item.citations, answer.citations)),
        element("p", str(item["portfolio"])),
        facts(
            ("Volgens", source_words(item)),
            ("Geldt vanaf", dutch_date(item.get("valid_from"))),
            ("Geldt tot en met", until),
            ("Vervangen door", item.get("superseded_by")),
        ),
        remark(item),
    )


def _couplings(answer: Answer) -> Html:
    return entries(
        entry(
            cited_quote(str(item["what"]), item, answer),
            facts(
                ("Plaats", item.get("place")),
                ("Wanneer", item.get("when")),
                ("Uit", source_words(item)),
            ),
        )
        for item in answer.slot("couplings")
    )


def _premise(answer: Answer) -> Html:
    return entries(
        entry(
            element("h4", f"In de vraag: “{item['claim']}”"),
            element("p", inline(str(item["correction"]), answer.citations)),
            facts(
                ("Oordeel", str(item["verdict"]).replace("_", " ")),
                ("Stand per", dutch_date(item.get("as_of"))),
                ("Bron", item.get("source")),
                ("Let op", None if item["confirmed"] else "te bevestigen door een jurist"),
            ),
        )
        for item in answer.slot("premise")
    )


def _not_found(answer: Answer) -> Html:
    return entries(_missing(item, answer) for item in answer.slot("not_found"))


def _missing(item: Item, answer: Answer) -> Html:
    searched = item["searched"]
    terms = ", ".join(f"‘{term}’" for term in searched["terms"])
    nearest = item.get("nearest")
    return entry(
        element("p", element("strong", f"Niet aangetroffen: {item['what']}")),
        element(
            "p",
            "Het dichtst in de buurt: ",
            nearest,
            " ",
            markers(item.citations, answer.citations),
        )
        if nearest
        else None,
        element(
            "p",
            f"Gezocht in {searched['documents']} documenten, stand per "
            f"{dutch_date(searched['as_of'])}. Zoektermen: {terms or 'geen'}.",
            class_="soft",
        ),
    )


def _excerpts(answer: Answer) -> Html:
    return entries(
        entry(
            cited_quote(str(item["text"]), item, answer),
            facts(
                ("Onder", item.get("section")),
                ("Uit", source_words(item)),
                ("Van", dutch_date(item.get("date"))),
                ("Vervangen door", item.get("superseded_by")),
            ),
        )
        for item in answer.slot("excerpts")
    )


_BODIES: dict[str, Callable[[Answer], Html]] = {
    "ambitions": _ambitions,
    "commissions": _commissions,
    "roles": _roles,
    "money": money_body,
    "instruments": instruments_body,
    "route": route_body,
    "work_form": work_form_body,
    "couplings": _couplings,
    "boundary_check": boundary_body,
    "premise": _premise,
    "excerpts": _excerpts,
    "not_found": _not_found,
}
