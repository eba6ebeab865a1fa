"""Owns wording without a language model: slots become short Dutch text with markers [n].

One screen, the short answer first. A number in it stands in a cited quote; the only others
are the count of documents searched and the date as of which things stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Item, Outcome, Searched
from assistant.boundary import boundary_advice
from assistant.mapping import Context
from assistant.route import PLANNING
from assistant.unread import unread_note
from corpus.status import Status

__all__ = ["marks", "read_as", "word"]

Slots = dict[str, tuple[Item, ...]]

STATUS_WORDS = {
    Status.VASTGESTELD: "vastgesteld",
    Status.ONTWERP: "ontwerp, nog niet vastgesteld",
    Status.IN_VOORBEREIDING: "in voorbereiding",
    Status.AANGEKONDIGD: "aangekondigd",
    Status.ONDERZOEK: "wordt onderzocht",
    Status.VEROUDERD: "verouderd",
    Status.VERVALLEN: "vervallen",
    Status.GENOEMD: "genoemd, status onbekend",
    Status.NIET_AANGETROFFEN: "niet aangetroffen",
}
STRENGTH_WORDS = (
    "alleen een standpunt",
    "wordt onderzocht",
    "een streven",
    "een inzet",
    "een belofte",
    "hard en toetsbaar",
)
STRENGTH_SENTENCES = (
    "Hierover is alleen een standpunt ingenomen",
    "Er is een onderzoek aangekondigd",
    "Er is een streven uitgesproken",
    "Er is een inzet uitgesproken",
    "Er is een belofte gedaan",
    "Er is een harde, toetsbare belofte gedaan",
)
ABSENT_WORDS = {
    "ambitions": "Een ambitie of belofte hierover",
    "commissions": "Een opdracht of besluit hierover",
    "roles": "Een verantwoordelijke hiervoor",
    "money": "Een bedrag of dekking hiervoor",
    "instruments": "Een instrument hiervoor",
    "route": "Een besluitroute hiervoor",
    "work_form": "Een werkvorm hiervoor",
    "couplings": "Een koppeling hiermee",
}
BODY_WORDS = {
    "raad": "de raad",
    "college": "het college",
    "raad_en_college": "raad en college",
    "geen": "geen orgaan volgens de wet",
    "ander": "een ander bestuursorgaan",
}
_LONGEST = 280
# "3.7 Programma 7 Overhead": its numbers stand in no quote, its name is enough.
_NUMBERED = re.compile(r"^[\d. ]*(?:Programma|Opgave|Thema)?[\d. ]*", re.I)
_OF_A_TASK = ("instruments", "route")


def marks(citations: Sequence[int]) -> str:
    """The markers of an item, with a space before them: " [1][2]"."""
    return " " + "".join(f"[{n}]" for n in citations) if citations else ""


def read_as(text: str, spelling: Sequence[tuple[str, str]]) -> str:
    """``text`` with, after its first paragraph, which words were taken for misspelt."""
    if not spelling:
        return text
    told = ", ".join(f"'{written}' als '{read}'" for written, read in spelling)
    first, gap, rest = text.partition("\n\n")
    return f"{first} _(Gelezen: {told}.)_{gap}{rest}"


def word(outcome: Outcome, slots: Slots, context: Context, searched: Searched) -> str:
    """The answer as Dutch Markdown."""
    if outcome is Outcome.REFUSED:
        return _refusal(slots)
    premise = [_premise(p) for p in slots.get("premise", ())]
    if outcome is Outcome.NOT_IN_SOURCES:
        return "\n\n".join([*premise, _nothing(slots, context, searched)])
    parts = [*premise, f"**Kort antwoord.** {_unknown(slots)}{_short_answer(slots, context)}"]
    asked = _asked(slots, context)
    if asked and context.question.instruments:
        named = context.question.instruments
        shown = tuple(i for i in slots.get("instruments", ()) if i["id"] in named)
        steps = tuple(s for s in slots.get("route", ()) if s["rule_id"] in named)
        slots = {**slots, "instruments": shown, "route": steps or slots.get("route", ())}
    aside = () if _is_broad(context) else _OF_A_TASK
    for name, title, section in _SECTIONS:
        wanted = name == "excerpts" or (name in asked if asked else name not in aside)
        if wanted and (lines := section(slots)):
            parts.append("\n".join([f"**{title}**", *(f"- {line}" for line in lines)]))
    if not asked and not aside and boundary_advice(context, slots):
        parts.append(
            "**Advies.** Leg dit als bestuurlijke opdracht aan het college voor: er zijn meer "
            "belangen en er is nog te veel onbekend (zie de grenstoets)."
        )
    if not_found := slots.get("not_found", ()):
        missing = "; ".join(str(item["what"]) for item in not_found)
        parts.append(f"**Niet aangetroffen:** {missing}. {_trail(searched, absent=True)}")
    else:
        absent = any("niet aangetroffen" in part.lower() for part in parts)
        parts.append(_trail(searched, absent=absent))
    return "\n\n".join(parts)


def _unknown(slots: Slots) -> str:
    """What the question names and the documents do not; the answer is about what is near it."""
    named = [str(i["what"]) for i in slots.get("not_found", ()) if str(i["what"])[0] == "'"]
    if not named:
        return ""
    return f"{' en '.join(named)} is niet aangetroffen in de documenten; wel wat er dichtbij ligt. "


def _asked(slots: Slots, context: Context) -> tuple[str, ...]:
    """The slots that a question for one fact asks for; none when none of them has anything."""
    return context.question.asks if context.question.asks_one_thing else ()


def _refusal(slots: Slots) -> str:
    roles = [f"- {r['holder']}: {r['portfolio']}{marks(r.citations)}" for r in slots["roles"][:3]]
    text = (
        "**Deze vraag beantwoordt Piketpaal niet.** Gegevens van ambtenaren, inwoners of andere "
        "personen worden niet getoond. Wel kan worden gezegd wie bestuurlijk verantwoordelijk is "
        "en welke functie een opdracht heeft; vraag contactgegevens op bij de griffie of het "
        "bestuurssecretariaat."
    )
    return "\n".join([text, "", *roles]).strip()


def _nothing(slots: Slots, context: Context, searched: Searched) -> str:
    what = "; ".join(str(item["what"]) for item in slots.get("not_found", ()))
    text = f"**Kort antwoord.** Niet aangetroffen in de documenten: {what}. "
    text += _trail(searched, absent=True)
    near = slots.get("not_found", ())
    nearest = [f"{i['nearest']}{marks(i.citations)}." for i in near if i.get("nearest")]
    nearest += [f"{line}." for line in _excerpt_lines(slots)]
    return f"{text}\n\nHet dichtst in de buurt komt: {nearest[0]}" if nearest else text


def _trail(searched: Searched, *, absent: bool) -> str:
    """Where was looked, and where absence is told also what could not be looked through."""
    terms = ", ".join(f"'{q}'" for q in searched.queries[-1:])
    day = f"{searched.as_of.day}-{searched.as_of.month}-{searched.as_of.year}"
    count = f"{searched.documents} document{'en' if searched.documents != 1 else ''}"
    newest = f"; het nieuwste is van {searched.newest}" if searched.newest else ""
    looked = f"Gezocht in {count}, stand per {day}{newest}"
    note = f" {unread_note(searched.unread)}".rstrip(" .") if absent else ""
    told = f"{looked}; zoektermen: {terms}." if terms else f"{looked}."
    return f"_{told}{note}._" if note else f"_{told}_"


def _premise(item: Item) -> str:
    caveat = "" if item["confirmed"] else " (te bevestigen door een jurist)"
    return f"**Let op.** {item['correction']}{caveat}"


def _short_answer(slots: Slots, context: Context) -> str:
    sentences = []
    for slot in _asked(slots, context):
        fact = _FACTS[slot](slots, context) if slot in _FACTS else None
        if fact:
            sentences.append(fact)
    said = _said(slots)
    if sentences and said and not context.question.wants_how:
        return f"{sentences[0]} {said}"
    if sentences:
        return " ".join(sentences[:2])
    if said and not context.question.wants_how:
        return said
    if asked := _asked(slots, context):
        return f"{ABSENT_WORDS[asked[0]]} is niet aangetroffen in de doorzochte documenten."
    order = ("ambitions", "commissions", *context.question.asks, "instruments", "money")
    order = order if _is_broad(context) else tuple(s for s in order if s not in _OF_A_TASK)
    general = [_FACTS[slot](slots, context) for slot in dict.fromkeys(order) if slot in _FACTS]
    return (
        " ".join([fact for fact in general if fact][:4])
        or said
        or "Er is iets gevonden, maar niet genoeg voor een kort antwoord; zie hieronder."
    )


def _is_broad(context: Context) -> bool:
    """Whether the question is for a task ("hoe"), or names what a task needs.

    Who asks which school is used, is not served by the instruments that a task would need.
    """
    question = context.question
    return question.wants_how or bool(question.instruments) or "instruments" in question.asks


def _said(slots: Slots) -> str | None:
    """What the best passage says, when it is about the question without doubt."""
    found = slots.get("excerpts", ())
    first = next((e for e in found if e["answers"]), None)
    if first is None:
        return None
    return f"Volgens {_source(first)}: “{_clip(first['text'])}”{marks(first.citations)}."


def _role_fact(slots: Slots, context: Context) -> str | None:
    named = [c for c in slots.get("commissions", ()) if c["principal"]]
    if named and "opdrachtgever" in context.question.text.lower():
        c = named[0]
        official = (
            f"; ambtelijk opdrachtgever: {c['official_principal']}"
            if c["official_principal"]
            else ""
        )
        return f"Bestuurlijk opdrachtgever is {c['principal']}{official}{marks(c.citations)}."
    roles = slots.get("roles", ())
    if not roles:
        return None
    first = roles[0]
    since = f", volgens {_source(first)}"
    return f"{first['holder']} ({_clip(first['portfolio'], 120)}){since}{marks(first.citations)}."


def _money_fact(slots: Slots, context: Context) -> str | None:
    money = slots.get("money", ())
    bare = next((m for m in money if m.get("coverage") == "geen dekking"), None)
    sentences = []
    if bare is not None:
        sentences.append(
            f"Er is nog geen dekking: “{_clip(bare['label'])}”{marks(bare.citations)}."
        )
    amount = next((m for m in money if m.get("column") is not None), None)
    if amount is not None:
        sentences.append(f"{_cell(amount)}.")
    elif money and bare is None:
        sentences.append(f"“{_clip(money[0]['label'])}”{marks(money[0].citations)}.")
    return " ".join(sentences) or None


def _instrument_fact(slots: Slots, context: Context) -> str | None:
    instruments = slots.get("instruments", ())
    named = [i for i in instruments if i["id"] in context.question.instruments]
    if named:
        return " ".join(f"{_instrument(i)}." for i in named[:2])
    gaps = [i for i in instruments if i["need"] == "must" and i["status"] == "niet_aangetroffen"]
    if gaps:
        return f"Niet aangetroffen en wel nodig: {_join([_lower(i['name']) for i in gaps[:3]])}."
    return None


def _route_fact(slots: Slots, context: Context) -> str | None:
    route = slots.get("route", ())
    if not route:
        return None
    if route[0]["rule_id"] == PLANNING:
        planned = route[0]
        return f"Volgens de nieuwste bron: “{_clip(planned['step'])}”{marks(planned.citations)}."
    named = [s for s in route if s["rule_id"] in context.question.instruments]
    first = named[0] if named else route[0]
    return f"{first['step']}: {BODY_WORDS.get(first['body'], first['body'])} is bevoegd."


def _commission_fact(slots: Slots, context: Context) -> str | None:
    found = slots.get("commissions", ())
    if not found:
        return None
    first = found[0]
    principal = f", bestuurlijk opdrachtgever {first['principal']}" if first["principal"] else ""
    return f"Er ligt al: {_clip(first['title'], 140)}{principal}{marks(first.citations)}."


def _work_form_fact(slots: Slots, context: Context) -> str | None:
    found = slots.get("work_form", ())
    if not found:
        return None
    return f"Voorstel voor de werkvorm: {found[0]['form']}, want {found[0]['because']}."


def _ambition_fact(slots: Slots, context: Context) -> str | None:
    promises = slots.get("ambitions", ())
    if not promises:
        return None
    first = promises[0]
    said = STRENGTH_SENTENCES[first["strength"]]
    if first["conditional"]:
        said += ", onder een voorwaarde"
    return f"{said}: “{_clip(first['text'])}”{marks(first.citations)}."


def _coupling_fact(slots: Slots, context: Context) -> str | None:
    found = slots.get("couplings", ())
    return f"“{_clip(found[0]['what'])}”{marks(found[0].citations)}." if found else None


_FACTS = {
    "roles": _role_fact,
    "money": _money_fact,
    "instruments": _instrument_fact,
    "route": _route_fact,
    "commissions": _commission_fact,
    "work_form": _work_form_fact,
    "ambitions": _ambition_fact,
    "couplings": _coupling_fact,
}


def _excerpt_lines(slots: Slots) -> list[str]:
    return [
        f"“{_clip(e['text'])}”{marks(e.citations)} ({_source(e)}{_dated(e)}{_past(e)})"
        for e in slots.get("excerpts", ())
    ]


def _promise_lines(slots: Slots) -> list[str]:
    return [
        f"“{_clip(p['text'])}”{marks(p.citations)} ({STRENGTH_WORDS[p['strength']]}{_past(p)}; "
        f"{_source(p)})"
        for p in slots.get("ambitions", ())[:3]
    ]


def _commission_lines(slots: Slots) -> list[str]:
    lines = []
    for c in slots.get("commissions", ())[:3]:
        said = "" if c["text"].startswith(c["title"]) else c["text"]
        text = f"{_clip(c['title'], 120)}" + (f": {_clip(said, 200)}" if said else "")
        lines.append(
            f"{text}{marks(c.citations)} ({c['status'].replace('_', ' ')}, {_source(c)}{_dated(c)})"
        )
    return lines


def _role_lines(slots: Slots) -> list[str]:
    return [
        f"{r['holder']}: {_clip(r['portfolio'], 160)}{marks(r.citations)} ({_source(r)}{_past(r)})"
        for r in slots.get("roles", ())[:3]
    ]


def _money_lines(slots: Slots) -> list[str]:
    lines = []
    for m in slots.get("money", ())[:5]:
        if m.get("column") is not None:
            lines.append(f"{_cell(m)} ({_source(m)})")
        else:
            lines.append(f"“{_clip(m['label'])}”{marks(m.citations)} ({_source(m)})")
    return lines


def _instrument_lines(slots: Slots) -> list[str]:
    found = slots.get("instruments", ())
    present = [i for i in found if i["status"] != Status.NIET_AANGETROFFEN]
    lines = [_instrument(i) for i in present[:5]]
    gaps = [i for i in found if i["status"] == Status.NIET_AANGETROFFEN and i["need"] != "could"]
    for gap in gaps[:3]:
        body = BODY_WORDS.get(gap["deciding_body"], gap["deciding_body"])
        lines.append(
            f"**Niet aangetroffen:** {_lower(gap['name'])} (bevoegd: {body}). {gap['why']}"
        )
    return lines


def _route_lines(slots: Slots) -> list[str]:
    lines = []
    for step in slots.get("route", ())[:4]:
        body = BODY_WORDS.get(step["body"], step["body"])
        moment = f", {step['moment']}" if step["moment"] else ""
        lines.append(f"{step['step']}: {body}{moment}{marks(step.citations)}")
    return lines


def _coupling_lines(slots: Slots) -> list[str]:
    return [f"“{_clip(c['what'])}”{marks(c.citations)}" for c in slots.get("couplings", ())[:2]]


_SECTIONS = (
    ("ambitions", "Wat is beloofd", _promise_lines),
    ("commissions", "Wat ligt er al", _commission_lines),
    ("roles", "Wie", _role_lines),
    ("money", "Geld", _money_lines),
    ("instruments", "Instrumenten", _instrument_lines),
    ("route", "Route", _route_lines),
    ("couplings", "Koppelen", _coupling_lines),
    ("excerpts", "Uit de bronnen", _excerpt_lines),
)


def _instrument(item: Item) -> str:
    status = STATUS_WORDS[Status(item["status"])]
    local = f" ({item['local_name']})" if item["local_name"] else ""
    by = (
        f", door {BODY_WORDS.get(item['decided_by'], item['decided_by'])}"
        if item["decided_by"]
        else ""
    )
    earlier = f"; eerder: {item['earlier']}" if item.get("earlier") else ""
    return f"{item['name']}{local}: {status}{by}{marks(item.citations)}{earlier}"


def _cell(item: Item) -> str:
    unit = f" ({item['unit']})" if item["unit"] else ""
    column = f", {item['column']}" if item["column"] else ""
    named = _NUMBERED.sub("", str(item.get("programme") or ""))
    programme = f" ({named})" if named else ""
    if item.get("taakveld_printed") and item["taakveld"]:
        programme += f" (taakveld {item['taakveld']})"
    amount = f"{item['printed']}{unit}{marks(item.citations)}"
    return f"{_clip(item['label'], 90)}{programme}{column}: {amount}"


def _source(item: Item) -> str:
    kind = str(item.get("document_type", "")).replace("_", " ")
    whose = item.get("whose")
    return f"{kind} {whose}" if whose else kind


def _dated(item: Item) -> str:
    """The day of the document, where its title shows it: ", 7 juni 2022"."""
    return f", {item['day']}" if item.get("day") else ""


def _past(item: Item) -> str:
    return "; inmiddels vervangen" if item.get("superseded_by") else ""


def _clip(text: str, longest: int = _LONGEST) -> str:
    return text if len(text) <= longest else text[: longest - 4].rsplit(" ", 1)[0] + " ..."


def _lower(name: str) -> str:
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def _join(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} en {names[-1]}"
