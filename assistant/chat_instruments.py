"""Owns the card of the slot ``instruments``: what is there, coming, outdated and not found."""

from __future__ import annotations

from assistant.answer import Answer, Item
from assistant.chat_html import Html, element, joined
from assistant.chat_parts import body_words, entries, entry, facts, remark
from assistant.chat_text import dutch_date, markers
from assistant.word import STATUS_WORDS
from corpus.status import Status

__all__ = ["instruments_body"]

# A sign and words for each group: colour never tells it alone.
_GROUPS: tuple[tuple[str, str, str, frozenset[Status]], ...] = (
    ("present", "✓", "Vastgesteld", frozenset({Status.VASTGESTELD})),
    (
        "coming",
        "→",
        "Komt eraan",
        frozenset({Status.ONTWERP, Status.IN_VOORBEREIDING, Status.AANGEKONDIGD, Status.ONDERZOEK}),
    ),
    ("old", "↺", "Verouderd of vervallen", frozenset({Status.VEROUDERD, Status.VERVALLEN})),
    ("named", "?", "Genoemd, status onbekend", frozenset({Status.GENOEMD})),
    ("missing", "✕", "Niet aangetroffen", frozenset({Status.NIET_AANGETROFFEN})),
)
_NAMED_NOTE = "Laat een mens nagaan hoe het met deze staat: de bron zegt het niet."
_NEEDS = {"must": "nodig", "should": "gewenst", "could": "mogelijk"}


def instruments_body(answer: Answer) -> Html:
    """The instruments in groups by how things stand."""
    found = answer.slot("instruments")
    return joined(
        _group(kind, sign, title, [i for i in found if Status(i["status"]) in members], answer)
        for kind, sign, title, members in _GROUPS
    )


def _group(kind: str, sign: str, title: str, items: list[Item], answer: Answer) -> Html | None:
    if not items:
        return None
    # What is only possible and was not found would bury what is needed.
    minor = [i for i in items if kind == "missing" and i["need"] == "could"]
    major = [i for i in items if i not in minor]
    return element(
        "section",
        element(
            "h4",
            element("span", sign, class_="sign", aria_hidden="true"),
            f"{title} ({len(items)})",
        ),
        element("p", _NAMED_NOTE, class_="note") if kind == "named" else None,
        entries(_instrument(i, answer) for i in major) if major else None,
        _folded(f"Ook niet aangetroffen, en mogelijk van nut ({len(minor)})", minor, answer),
        class_=f"group group-{kind}",
    )


def _folded(summary: str, items: list[Item], answer: Answer) -> Html | None:
    if not items:
        return None
    return element(
        "details", element("summary", summary), entries(_instrument(i, answer) for i in items)
    )


def _instrument(item: Item, answer: Answer) -> Html:
    status = Status(item["status"])
    missing = status is Status.NIET_AANGETROFFEN
    # Where the title of the group says it already, the status is not told again.
    told = status in {Status.VASTGESTELD, Status.GENOEMD, Status.NIET_AANGETROFFEN}
    local = item.get("local_name")
    return entry(
        element(
            "p",
            element("strong", str(item["name"])),
            f" ({_NEEDS.get(item['need'], item['need'])}) ",
            markers(item.citations, answer.citations),
        ),
        element("p", str(item["why"])) if item.get("why") else None,
        facts(
            ("Hier genoemd", local if local != item["name"] else None),
            ("Status", None if told else STATUS_WORDS[status]),
            ("Door", body_words(item.get("decided_by"))),
            ("Datum", dutch_date(item.get("date"))),
            ("Eerder", item.get("earlier")),
            ("Bevoegd", body_words(item.get("deciding_body"))),
            ("Intussen", item.get("meanwhile")),
        ),
        _searched(item) if missing else None,
        None if told else remark(item),
    )


def _searched(item: Item) -> Html:
    searched = item["searched"]
    terms = ", ".join(f"‘{term}’" for term in searched["terms"])
    law = "; ".join(
        f"{base['text']}{'' if base['confirmed'] else ' (te bevestigen door een jurist)'}"
        for base in item.get("legal_base") or ()
    )
    return element(
        "details",
        element("summary", "Waar is gezocht"),
        element(
            "p",
            f"In {searched['documents']} documenten van de gemeente, stand per "
            f"{dutch_date(searched['as_of'])}. Zoektermen: {terms}.",
        ),
        element("p", f"Wettelijke grondslag: {law}.") if law else None,
    )
