"""Owns the slots ``work_form`` and ``boundary_check``: how to organise it, and is it workable.

The boundary check asks the six questions of the essay on integral tasks (City Deal Openbare
Ruimte, section 1.5) as a traffic light, each with what the other slots show.
"""

from __future__ import annotations

from assistant.answer import Basis, Item
from assistant.mapping import Context
from corpus.status import Status

__all__ = ["boundary_advice", "map_boundary", "map_work_form"]

Slots = dict[str, tuple[Item, ...]]
_GREEN, _AMBER, _RED = "groen", "oranje", "rood"
_RESULT_WORDS = ("rioolvervanging", "herinrichting", "aanleg", "bouw", "vervangen", "planten")
_SPECIFIC_FORMS = ("programma", "procesregie", "project")
_AREA_THEMES = frozenset({"wijkaanpak", "gebiedsontwikkeling"})
_NETWORK_WORDS = (
    "niet de enige",
    "netwerk",
    "eigenaar van het probleem",
    "bewonersinitiatief",
    "corporatie",
    "netbeheerder",
    "marktpartij",
)


def map_work_form(context: Context, slots: Slots) -> tuple[Item, ...]:
    """Project, programme, procesregie or line, by what question and evidence show."""
    existing = [
        c
        for c in slots.get("commissions", ())
        if c["form"] in {"project", "programma", "procesregie", "bestuurlijke_opdracht"}
    ]
    chosen = _chosen_form(existing, context)
    form, because = chosen[0] if chosen else _fitting_form(context)
    cited = chosen[1] if chosen else existing[0].citations if existing else ()
    known = context.catalogue.work_forms.get(form)
    first = existing[0] if existing else None
    return (
        Item(
            {
                "form": form,
                "because": because,
                "core": known.core if known else None,
                "criteria": list(known.criteria) if known else [],
                "existing_form": first["form"] if first else None,
            },
            cited,
            Basis.DEMONSTRATED if chosen else Basis.DERIVED,
        ),
    )


def _chosen_form(
    existing: list[Item], context: Context
) -> tuple[tuple[str, str], tuple[int, ...]] | None:
    """The form that an existing assignment shows by its roles, such as a programmamanager."""
    for commission in existing:
        title, contractor = commission["title"], commission["contractor"]
        for form in _SPECIFIC_FORMS:
            cues = context.catalogue.work_forms[form].cues
            if contractor and any(cue.search(contractor) for cue in cues):
                because = f"de opdracht “{_short(title)}” noemt als opdrachtnemer: {contractor}"
                return (form, because), commission.citations
    return None


def _fitting_form(context: Context) -> tuple[str, str]:
    """The form that the criteria point to, from the words of the question."""
    text = context.question.text.lower()
    if any(word in text for word in _NETWORK_WORDS):
        return "procesregie", "de gemeente is niet de enige opdrachtgever"
    if len(context.question.themes) > 1 or not _AREA_THEMES.isdisjoint(context.question.themes):
        return "programma", "meer doelen of thema's moeten samen worden bereikt"
    if any(word in text for word in _RESULT_WORDS):
        return "project", "het gaat om een eindig en concreet resultaat"
    return "lijn", "er is één doel en geen aanwijzing voor een aparte aanpak"


def map_boundary(context: Context, slots: Slots) -> tuple[Item, ...]:
    """The six questions, each green, amber or red with its reason and citations."""
    lights = {
        "overzicht": _overview(slots),
        "sturing": _steering(slots),
        "middelen": _means(slots),
        "waarvandaan": _from_where(slots),
        "waarheen": _to_where(slots),
        "pad": _path(slots),
    }
    items = []
    for question in context.catalogue.boundary_questions.values():
        light, because, cited = lights[question.id]
        items.append(
            Item(
                {
                    "id": question.id,
                    "question": question.question,
                    "light": light,
                    "because": because,
                },
                cited,
                Basis.DEMONSTRATED if cited else Basis.NEEDS_HUMAN,
            )
        )
    return tuple(items)


def boundary_advice(context: Context, slots: Slots) -> bool:
    """Whether to advise a bestuurlijke opdracht: two or more unknown, and many interests."""
    unknown = sum(item["light"] != _GREEN for item in slots.get("boundary_check", ()))
    holders = {r["holder"] for r in slots.get("roles", ())}
    has_one = any(c["form"] == "bestuurlijke_opdracht" for c in slots.get("commissions", ()))
    many = len(context.question.themes) >= 3 or len(holders) >= 2
    return unknown >= 2 and many and not has_one


Light = tuple[str, str, tuple[int, ...]]


def _overview(slots: Slots) -> Light:
    wide = [c for c in slots.get("commissions", ()) if c["form"] != "besluit"]
    if wide:
        return _GREEN, f"er is een opdracht: {_short(wide[0]['title'])}", wide[0].citations
    if decided := slots.get("commissions", ()):
        return (
            _AMBER,
            "er zijn losse besluiten, geen opdracht voor het geheel",
            decided[0].citations,
        )
    return _RED, "geen opdracht of besluit aangetroffen", ()


def _steering(slots: Slots) -> Light:
    named = [c for c in slots.get("commissions", ()) if c["principal"]]
    if named:
        return _GREEN, f"bestuurlijk opdrachtgever: {named[0]['principal']}", named[0].citations
    roles = slots.get("roles", ())
    if len({r["holder"] for r in roles}) == 1:
        return (
            _AMBER,
            f"portefeuille bij {roles[0]['holder']}, geen opdrachtgever benoemd",
            roles[0].citations,
        )
    if roles:
        cited = tuple(dict.fromkeys(n for r in roles[:3] for n in r.citations))
        return _RED, "verdeeld over meer portefeuilles, geen opdrachtgever benoemd", cited
    return _RED, "geen portefeuillehouder aangetroffen", ()


def _means(slots: Slots) -> Light:
    money = slots.get("money", ())
    bare = [m for m in money if m.get("coverage") == "geen dekking"]
    if bare:
        return _RED, "een bron zegt dat er (nog) geen dekking is", bare[0].citations
    if money:
        return (
            _AMBER,
            "er zijn bedragen gevonden; of ze vrij zijn, moet een mens nagaan",
            money[0].citations,
        )
    return _RED, "geen bedrag aangetroffen", ()


def _from_where(slots: Slots) -> Light:
    adopted = [
        i for i in slots.get("instruments", ()) if i["status"] == Status.VASTGESTELD and i.citations
    ]
    if adopted:
        return _GREEN, f"vastgesteld kader: {adopted[0]['name']}", adopted[0].citations
    return _AMBER, "geen vastgesteld kader aangetroffen", ()


def _to_where(slots: Slots) -> Light:
    promises = slots.get("ambitions", ())
    hard = [p for p in promises if p["strength"] >= 4]
    if hard and (hard[0]["quantity"] or hard[0]["deadline"]):
        return _GREEN, "het doel is toetsbaar (aantal of termijn)", hard[0].citations
    if promises:
        return _AMBER, "er is een ambitie, maar zonder aantal of termijn", promises[0].citations
    return _RED, "geen ambitie aangetroffen", ()


def _path(slots: Slots) -> Light:
    gaps = [
        i
        for i in slots.get("instruments", ())
        if i["need"] == "must" and i["status"] == Status.NIET_AANGETROFFEN
    ]
    if gaps:
        names = ", ".join(i["name"] for i in gaps[:2])
        return _RED, f"nodig en niet aangetroffen: {names}", ()
    return _AMBER, "de nodige instrumenten zijn genoemd; de planning moet een mens nagaan", ()


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:77].rsplit(" ", 1)[0] + " ..."
