"""Owns understanding a question by rules: what it is about, and which slot it asks for first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.errors import UsageError
from ingest.text import collapse, fold
from ingest.words import terms, words

__all__ = ["MAX_CHARACTERS", "Question", "checked", "is_other_body", "understand"]

MAX_CHARACTERS = 4000

# Words of every hoe-question: they say what is asked, not what it is about.
_FRAME_WORDS = frozenset(
    "aangenomen aanpak aanpakken afspraak afspraken ambitie ambities begroting beleid beschikbaar"
    " besloten beslist besluit"
    " besluiten bestaan bestaat bestuurlijk bestuurlijke ambtelijk ambtelijke bedrag betalen"
    " betaalt budget college collegeperiode coalitieakkoord dekking doen doet eigenlijk gaan gaat"
    " geld gemeente gemeentelijk gemeentelijke gebeuren gebeurt gedaan geregeld gepland halen"
    " hard heeft hebben hierover hoeveel instrument instrumenten iemand iets jaar kost kosten"
    " krijgen liggen ligt lopen loopt maken missen ontbreken ontbreekt onder opdracht opdrachten"
    " opdrachtgever opgave organiseren orgaan plan plannen portefeuille portefeuillehouder"
    " programma project projecten procesregie raad realiseren regelen regelt route sinds staan"
    " staat status stellen stelt stap stappen taakveld toegezegd uitvoeren uitvoering valt"
    " vaststellen vastgesteld verantwoordelijk verantwoordelijke vinden volgens waarom wanneer"
    " wethouder wethouders werkvorm zetten zorgen zorg nodig moeten mag mogen willen welk"
    " werkt werken zorgt pakken pakt krijgt komen komt combineren combineert goede meer nieuwe"
    " betrekken daarvan zodat sprake procedure beslissen beslist bevoegd gebruiken kunt"
    " bereiken extra rijk".split()
)
_FRAME = frozenset(words(" ".join(sorted(_FRAME_WORDS))))

_ASKS: tuple[tuple[str, str], ...] = (
    (
        "roles",
        r"\bwie\b|verantwoordelijk|portefeuille|opdrachtgever|welke (?:wet)?houder|trekker",
    ),
    (
        "money",
        r"hoeveel|budget|kost(?:en|te)?\b|\bgeld|dekking|begroot|bedrag|betaal|krediet|reserve"
        r"|miljoen|financ|taakveld|begrotingsprogramma",
    ),
    (
        "instruments",
        r"instrument|ontbre(?:ek|k)|missen|vastgesteld of|is (?:het|de|er)\b.*\bvastgesteld"
        r"|hebben we (?:een|al)|geldt|verouderd|welk beleid|kaders?\b|status",
    ),
    (
        "route",
        r"college of (?:de )?raad|raad of (?:het )?college|moet (?:de|onze) raad|wie besluit"
        r"|besluit(?:route|vorming)|kadernota|bestuursrapportage|wanneer .*(?:raad|college)"
        r"|vaststellen\b",
    ),
    (
        "commissions",
        r"welke (?:\w+ )?(?:opdracht|project|besluit)|opdrachten|wat is (?:er )?besloten"
        r"|wat (?:heeft|besloot) het college|lopen er|loopt er|bestuurlijke opdracht",
    ),
    ("work_form", r"werkvorm|project,? (?:of )?(?:een )?programma|procesregie"),
    (
        "ambitions",
        r"ambitie|hoe hard|toegezegd|belo(?:fd|ofd|ofte)|afgesproken|coalitieakkoord|streven|doel",
    ),
    ("couplings", r"koppel|combineren|meekoppel|tegelijk|samenloop|overlap|integra"),
)
# Function words that Dutch does not have: two of them make a question English.
_ENGLISH = frozenset(
    "the how much many what which who whose when where why does did do for with from and are will"
    " our has have had been there this that these should must can could be by at on to their they"
    " it its if or not any".split()
) - frozenset("do at on to it of".split())
_LEAST_ENGLISH = 2
_OTHER_BODIES = ("Hoogheemraadschap ", "Waterschap ", "Provincie ")
_WHEN = re.compile(r"\bwanneer\b|per wanneer|welke datum|hoe laat", re.I)
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_YEAR_OF_NAME = re.compile(r"\s+(?:van |uit |over )?(20[0-4]\d)(?!\d|-)")
_HOW = re.compile(r"\bhoe\b(?!veel| hard| hoog)", re.I)
_PERSON = (
    r"(?:ambtena\w+|medewerkers?|bewoners?|inwoners?|indieners?|klagers?|bezwaarmakers?"
    r"|moeders?|vaders?|ouders?\b|gezin(?:nen)?\b|huurders?\b|cliënten|gedupeerden?|aanvragers?)"
)
_PERSONAL_DATA = (
    r"(?:telefoon\w*|e-?mail\w*|\badres(?:sen)?\b|\bhuisnummers?\b|\bnamen\b|\bnaam\b|contactgegevens|privé\w*"
    r"|\bhoe he(?:et|ten)\b"
    r"|\bwaar wo(?:ont|nen)\b|\bbsn\b|geboorte\w*|salaris\w*"
    r"|lijst van (?:de )?(?=ambten|medewerk|bewoner|inwoner|klager))"
)
_PERSONAL = re.compile(
    rf"{_PERSONAL_DATA}.{{0,100}}{_PERSON}|{_PERSON}.{{0,100}}{_PERSONAL_DATA}", re.I | re.S
)
_PLACE = re.compile(r"(?<![.?!:]\s)(?<![\"“'‘])(?<!^)\b[A-Z][a-zà-ÿ]{3,}(?:[- ][A-Z][a-zà-ÿ]+)*\b")

_NO_PLACE = re.compile(
    r"wet$|^(?:Europese|Tweede|Eerste|Kamer|Rijk|Nederland\w*|Wethouder|Burgemeester)", re.I
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what rules could read in it.

    ``topic`` are the stems of the words it is about (frame words such as "wethouder" left
    out) and ``terms`` those words themselves, ``asks`` the slots it asks for, first one first
    (empty means: everything).
    """

    text: str
    themes: tuple[str, ...]
    instruments: tuple[str, ...]
    places: tuple[str, ...]
    years: tuple[int, ...]
    topic: tuple[str, ...]
    terms: tuple[str, ...]
    asks: tuple[str, ...]
    wants_when: bool
    wants_how: bool
    municipality: str | None
    personal: bool
    document_types: tuple[str, ...] = ()
    english: bool = False
    named_years: tuple[int, ...] = ()

    @property
    def asked_years(self) -> tuple[int, ...]:
        """The years asked about; that of a document's name only when there is no other.

        "Op welk saldo kwam de kadernota 2026 uit voor 2029?" asks about 2029.
        """
        return tuple(y for y in self.years if y not in self.named_years) or self.years

    @property
    def asks_one_thing(self) -> bool:
        """Whether the question is for one fact, so that the fact goes first."""
        return bool(self.asks) and not self.wants_how


def understand(text: str, catalogue: Catalogue, municipalities: Iterable[str] = ()) -> Question:
    """Read a question.

    Raises:
        UsageError: it is empty, too long, or not text.
    """
    clean = checked(text)
    folded = fold(clean)
    named = [m for m in municipalities if _is_named(m, folded)]
    instruments = tuple(dict.fromkeys(m.id for m in catalogue.find_instruments(clean)))
    places = tuple(
        p
        for p in dict.fromkeys(m[0] for m in _PLACE.finditer(clean))
        if not any(p in name for name in named)
        and not _NO_PLACE.search(p)
        and not catalogue.find_instruments(p)
    )
    # "Vogelbuurt" is a place, not the theme of neighbourhoods.
    themes = tuple(
        dict.fromkeys(
            m.id
            for m in catalogue.find_themes(clean)
            if not any(m.label in p for p in places) or clean.count(m.label) > 1
        )
    )
    skip = _FRAME | {stem for name in named for stem in words(name)}
    english = len(_ENGLISH & set(folded.split())) >= _LEAST_ENGLISH
    if english:
        skip |= {stem for word in _ENGLISH for stem in words(word)}
    topic = {
        stem: word
        for word, stem in terms(clean)
        if stem not in skip and len(stem) > 1 and not _YEAR.fullmatch(word)
    }
    return Question(
        text=clean,
        themes=themes,
        instruments=instruments,
        places=places,
        years=tuple(dict.fromkeys(int(y) for y in _YEAR.findall(clean))),
        topic=tuple(topic),
        terms=tuple(topic.values()),
        asks=_asks(clean),
        wants_when=bool(_WHEN.search(clean)),
        wants_how=bool(_HOW.search(clean)),
        municipality=max(named, key=len) if named else None,
        personal=bool(_PERSONAL.search(clean)),
        document_types=_document_types(clean, catalogue),
        english=english,
        named_years=_named_years(clean, catalogue),
    )


def _named_years(text: str, catalogue: Catalogue) -> tuple[int, ...]:
    """The years right after the name of a kind of document: that of "kadernota 2026"."""
    found = []
    for kind in catalogue.document_types.values():
        for cue in kind.title_cues:
            for match in cue.finditer(text):
                after = _YEAR_OF_NAME.match(text, match.end())
                found += [int(after[1])] if after else []
    return tuple(dict.fromkeys(found))


def _document_types(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The kinds of document that a question speaks of ("volgens de begroting 2027")."""
    return tuple(
        kind.id
        for kind in catalogue.document_types.values()
        if any(cue.search(text) for cue in kind.title_cues)
    )


def _is_named(body: str, folded: str) -> bool:
    """Whether a question names a municipality, or a water board or province by its own name."""
    own = body.split(" ", 1)[1] if is_other_body(body) else body
    return f" {fold(own)} " in f" {folded} "


def is_other_body(body: str | None) -> bool:
    """Whether ``body`` is a water board or province, for which other instruments hold."""
    return body is not None and body.startswith(_OTHER_BODIES)


def _asks(question: str) -> tuple[str, ...]:
    found = [slot for slot, cue in _ASKS if re.search(cue, question, re.I)]
    if _WHEN.search(question):
        found.insert(0, "route")
    return tuple(dict.fromkeys(found))


def checked(text: str) -> str:
    """``text`` as a question in one line.

    Raises:
        UsageError: it is empty, too long, or not text.
    """
    if len(text) > MAX_CHARACTERS:
        raise UsageError(
            f"De vraag is {len(text)} tekens lang; het mogen er {MAX_CHARACTERS} zijn. "
            "Maak de vraag korter."
        )
    if any(ord(c) < 32 and c not in "\t\n\r" for c in text) or "\ufffd" in text:
        raise UsageError("De vraag bevat tekens die geen tekst zijn. Typ de vraag opnieuw.")
    clean = collapse(text)
    if not any(c.isalpha() for c in clean):
        raise UsageError(
            "De vraag is leeg. Stel een vraag in woorden, bijvoorbeeld: "
            "'Wie is verantwoordelijk voor groen?'"
        )
    return clean
