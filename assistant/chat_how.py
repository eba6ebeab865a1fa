"""Owns the cards of how to go on: the slots ``route``, ``work_form`` and ``boundary_check``."""

from __future__ import annotations

from assistant.answer import Answer, Item
from assistant.chat_html import Html, element, joined
from assistant.chat_parts import FORM_WORDS, body_words, facts
from assistant.chat_text import markers

__all__ = ["boundary_body", "route_body", "work_form_body"]

_LIGHTS = {
    "groen": ("●", "Groen: bekend"),
    "oranje": ("◐", "Oranje: deels bekend"),
    "rood": ("○", "Rood: onbekend"),
}


def route_body(answer: Answer) -> Html:
    """Who must decide what, in order."""
    return element("ol", *(_route_step(s, answer) for s in answer.slot("route")), class_="route")


def _route_step(item: Item, answer: Answer) -> Html:
    article = item.get("article")
    doubt = "" if not article or article["confirmed"] else "; te bevestigen door een jurist"
    weeks = item.get("lead_time_weeks")
    return element(
        "li",
        element("h4", str(item["step"]), " ", markers(item.citations, answer.citations)),
        facts(
            ("Wie besluit", body_words(item["body"])),
            ("Wanneer", item.get("moment")),
            ("Doorlooptijd", f"{weeks[0]} tot {weeks[-1]} weken" if weeks else None),
            ("Regel", item.get("rule")),
            ("Grondslag", f"{article['text']}{doubt}" if article else None),
            ("In de praktijk", item.get("practice")),
        ),
    )


def work_form_body(answer: Answer) -> Html:
    """The proposed way to organise the work."""
    item = answer.slot("work_form")[0]
    existing = item.get("existing_form")
    criteria = item.get("criteria") or ()
    return joined(
        [
            element(
                "p",
                element("strong", FORM_WORDS.get(item["form"], item["form"]).capitalize()),
                f", want {item['because']}.",
            ),
            element("p", item["core"]) if item.get("core") else None,
            element("ul", *(element("li", c) for c in criteria), class_="bullets")
            if criteria
            else None,
            element(
                "p",
                f"Er is al een vorm gekozen: {FORM_WORDS.get(existing, existing)} ",
                markers(item.citations, answer.citations),
            )
            if existing
            else None,
        ]
    )


def boundary_body(answer: Answer) -> Html:
    """Six questions, each with a light that is also told in words."""
    return element(
        "ul", *(_light(i, answer) for i in answer.slot("boundary_check")), class_="lights"
    )


def _light(item: Item, answer: Answer) -> Html:
    light = str(item["light"])
    sign, words = _LIGHTS.get(light, ("?", light))
    return element(
        "li",
        element("h4", str(item["question"])),
        element(
            "p",
            element("span", element("span", sign, aria_hidden="true"), words, class_="light"),
            " ",
            str(item["because"]),
            " ",
            markers(item.citations, answer.citations),
        ),
        class_=f"light-{light}" if light in _LIGHTS else "",
    )
