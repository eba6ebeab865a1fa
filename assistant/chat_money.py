"""Owns the card of the slot ``money``: a table of cells as printed, then what is told in prose."""

from __future__ import annotations

from assistant.answer import Answer, Item
from assistant.chat_html import Html, element, joined
from assistant.chat_parts import cited_quote, entries, entry, facts, remark
from assistant.chat_text import markers, source_words

__all__ = ["money_body"]


def money_body(answer: Answer) -> Html:
    """The amounts of an answer."""
    items = answer.slot("money")
    cells = [item for item in items if item.get("column") is not None]
    told = [item for item in items if item.get("column") is None]
    return joined(
        [
            _money_table(cells, answer) if cells else None,
            entries(_told_money(item, answer) for item in told) if told else None,
        ]
    )


def _money_table(cells: list[Item], answer: Answer) -> Html:
    heads = ("Post", "Kolom", "Bedrag", "Eenheid", "Uit", "Bron")
    rows = [
        element(
            "tr",
            element("th", str(item["label"]), scope="row"),
            element("td", item.get("column") or ""),
            element("td", item.get("printed") or "", class_="number"),
            element("td", item.get("unit") or ""),
            element("td", source_words(item)),
            element("td", markers(item.citations, answer.citations)),
        )
        for item in cells
    ]
    table = element(
        "table",
        element("caption", "Bedragen uit tabellen, zoals gedrukt"),
        element("thead", element("tr", *(element("th", h, scope="col") for h in heads))),
        element("tbody", *rows),
    )
    # A region that scrolls must be reachable with the keyboard.
    return element(
        "div", table, class_="scroll", tabindex=0, role="region", aria_label="Tabel met bedragen"
    )


def _told_money(item: Item, answer: Answer) -> Html:
    uncovered = item.get("coverage") == "geen dekking"
    return entry(
        cited_quote(str(item["label"]), item, answer),
        element("p", element("strong", "! Geen dekking"), class_="alarm") if uncovered else None,
        facts(
            ("Bedrag", item.get("printed")),
            ("Jaar", item.get("year")),
            ("Duur", item.get("duration")),
            ("Dekking", None if uncovered else item.get("coverage")),
            ("Uit", source_words(item)),
        ),
        remark(item),
    )
