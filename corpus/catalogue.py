"""Owns the ``Catalogue``: every vocabulary of the house, read once, strict, cross-checked.

``load()`` reads corpus/data. ``load(folder)`` reads another complete folder; ``load(extra=...)``
adds a municipality's own folder, whose entries with the same id replace ours and whose new
ones come after. Every reference from one file to another resolves, or loading stops with one
Dutch line that names file, entry, field and remedy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any

from corpus import sentences
from corpus.instruments import Instrument
from corpus.match import Mention, Vocabulary
from corpus.organisation import BoundaryQuestion, DocumentType, Role, WorkForm
from corpus.routes import LawEntry, Moment, Route
from corpus.sentences import Commitment, StatusCue, StrengthCue
from corpus.status import Status
from corpus.tables import read_table, wrong
from corpus.themes import GapProfile, Taakveld, Theme

__all__ = ["ALL_THEMES", "GENERAL_PROFILE", "Catalogue", "load"]

ALL_THEMES = "alle"
GENERAL_PROFILE = "algemeen"

_TABLES: tuple[tuple[str, str, type[Any], str], ...] = (
    ("instruments", "instruments", Instrument, "id"),
    ("themes", "themes", Theme, "id"),
    ("profiles", "gap_profiles", GapProfile, "id"),
    ("document_types", "document_types", DocumentType, "id"),
    ("taakvelden", "taakvelden", Taakveld, "code"),
    ("status_cues", "status_cues", StatusCue, "id"),
    ("strength", "strength", StrengthCue, "id"),
    ("routes", "routes", Route, "id"),
    ("calendar", "pc_calendar", Moment, "id"),
    ("law", "law", LawEntry, "id"),
    ("work_forms", "work_forms", WorkForm, "id"),
    ("boundary_questions", "boundary_questions", BoundaryQuestion, "id"),
    ("roles", "roles", Role, "id"),
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All vocabularies; every mapping keeps the order of its file and cannot be changed.

    ``version`` is a digest of all of it: passages labelled under another one are stale.
    """

    instruments: Mapping[str, Instrument]
    themes: Mapping[str, Theme]
    profiles: Mapping[str, GapProfile]
    document_types: Mapping[str, DocumentType]
    taakvelden: Mapping[str, Taakveld]
    status_cues: Mapping[str, StatusCue]
    strength: Mapping[str, StrengthCue]
    routes: Mapping[str, Route]
    calendar: Mapping[str, Moment]
    law: Mapping[str, LawEntry]
    work_forms: Mapping[str, WorkForm]
    boundary_questions: Mapping[str, BoundaryQuestion]
    roles: Mapping[str, Role]
    version: str
    _instrument_words: Vocabulary = field(repr=False, compare=False)
    _theme_words: Vocabulary = field(repr=False, compare=False)
    _portfolio_words: Vocabulary = field(repr=False, compare=False)
    _container_words: Vocabulary = field(repr=False, compare=False)

    def find_instruments(self, text: str) -> tuple[Mention, ...]:
        """Return the instruments that ``text`` mentions, in order, without overlap."""
        return self._instrument_words.find(text)

    def find_themes(self, text: str) -> tuple[Mention, ...]:
        """Return the themes that words of ``text`` belong to, compounds included."""
        return self._theme_words.find(text)

    def themes_of_portfolio(self, portfolio: str) -> tuple[str, ...]:
        """Return the ids of the themes that the words of a portefeuille cover."""
        found = [mention.id for mention in self._portfolio_words.find(portfolio)]
        ids = dict.fromkeys(id_ for joined in found for id_ in joined.split("|"))
        return tuple(id_ for id_ in self.themes if id_ in ids)

    def status_of(
        self, sentence: str, *, decided: bool = False, year: int | None = None
    ) -> tuple[Status, str]:
        """Return the status a sentence shows and the words that showed it.

        Negated, proposed, conditional and other bodies' adoptions are not vastgesteld;
        nothing shown is GENOEMD with "". ``decided`` says that the sentence is a point of a
        decision list; ``year`` is the year of its document.
        """
        cues = self.status_cues.values()
        return sentences.status_of(cues, sentence, decided=decided, year=year)

    def commitment(self, sentence: str, *, year: int | None = None) -> Commitment:
        """Weigh how hard a sentence promises; ``year`` is the year of its document."""
        return sentences.commitment(
            self.strength.values(), self._container_words, sentence, year=year
        )

    def profile_for(self, theme_ids: Iterable[str]) -> GapProfile:
        """Return the profile that shares most themes with ``theme_ids``, else the general one.

        Of two that share as many, the one that has the earliest named theme goes first.
        """
        wanted = list(dict.fromkeys(theme_ids))
        best, best_score = self.profiles[GENERAL_PROFILE], (0, 0)
        for profile in self.profiles.values():
            shared = [wanted.index(theme) for theme in profile.themes if theme in wanted]
            score = (len(shared), -min(shared)) if shared else (0, 0)
            if shared and score > best_score:
                best, best_score = profile, score
        return best

    def taakveld(self, code: str) -> Taakveld | None:
        """Return the taakveld of today for a printed code: 5.7, 570 and older codes too."""
        code = code.strip().removeprefix("Taakveld").removeprefix("taakveld").strip(" ().")
        if code in self.taakvelden:
            return self.taakvelden[code]
        for taakveld in self.taakvelden.values():
            if code in taakveld.older_codes or code == taakveld.code.replace(".", "").ljust(3, "0"):
                return taakveld
        return None

    def claims_in(self, question: str) -> tuple[LawEntry, ...]:
        """Return the claims about the law that a question holds, each with its correction."""
        return tuple(entry for entry in self.law.values() if entry.claimed_in(question))


def load(folder: Path | None = None, extra: Path | None = None) -> Catalogue:
    """Read and check all vocabularies; the default is read once and shared."""
    if folder is None and extra is None:
        return _default()
    return _read(folder if folder is not None else files("corpus") / "data", extra)


@cache
def _default() -> Catalogue:
    return _read(files("corpus") / "data", None)


def _read(folder: Traversable | Path, extra: Path | None) -> Catalogue:
    tables: dict[str, Mapping[str, Any]] = {}
    for noun, name, row, key in _TABLES:
        rows = {getattr(each, key): each for each in read_table(folder, name, row, key)}
        if extra is not None and (extra / f"{name}.yaml").is_file():
            rows |= {getattr(each, key): each for each in read_table(extra, name, row, key)}
        tables[noun] = MappingProxyType(rows)
    _check(tables)
    instruments, themes = tables["instruments"].values(), tables["themes"].values()
    return Catalogue(
        **tables,
        version=_version(tables),
        _instrument_words=_vocabulary("instruments", instruments, compound=False),
        _theme_words=_vocabulary("themes", themes, compound=True),
        _portfolio_words=_portfolios(themes),
        _container_words=sentences.containers(tables["strength"].values()),
    )


def _version(tables: Mapping[str, Mapping[str, Any]]) -> str:
    said = "".join(repr(row) for rows in tables.values() for row in rows.values())
    return sha256(said.encode()).hexdigest()[:12]


def _vocabulary(name: str, rows: Iterable[Instrument | Theme], *, compound: bool) -> Vocabulary:
    try:
        return Vocabulary(
            ((row.id, row.labels, row.negative_labels) for row in rows), compound=compound
        )
    except ValueError as error:
        raise wrong(f"{name}.yaml", "", "labels", f"{error}; geef elk label aan één") from error


def _portfolios(themes: Iterable[Theme]) -> Vocabulary:
    """One word of a portefeuille may cover more themes: its id joins theirs."""
    owners: dict[str, list[str]] = {}
    for theme in themes:
        for word in theme.portfolio_words:
            owners.setdefault(word.lower(), []).append(theme.id)
    return Vocabulary(("|".join(ids), (word,), ()) for word, ids in owners.items())


def _check(tables: Mapping[str, Mapping[str, Any]]) -> None:
    """Every reference resolves, or one Dutch line says which does not."""

    def refer(noun: str, of: Callable[[Any], Iterable[str]], name: str, target: str) -> None:
        file = next(file for known, file, _, _ in _TABLES if known == noun)
        goal = next(file for known, file, _, _ in _TABLES if known == target)
        for id_, row in tables[noun].items():
            for wanted in of(row):
                if wanted not in tables[target] and (target, wanted) != ("themes", ALL_THEMES):
                    problem = f"'{wanted}' bestaat niet in {goal}.yaml; voeg het toe of verbeter"
                    raise wrong(f"{file}.yaml", id_, name, problem)

    refer("instruments", lambda row: row.themes, "themes", "themes")
    refer("themes", lambda row: row.taakvelden, "taakvelden", "taakvelden")
    refer("profiles", lambda row: row.themes, "themes", "themes")
    for need in ("must", "should", "could"):
        refer("profiles", attrgetter(need), need, "instruments")
    refer("profiles", lambda row: row.taakvelden, "taakvelden", "taakvelden")
    if GENERAL_PROFILE not in tables["profiles"]:
        problem = f"profiel '{GENERAL_PROFILE}' ontbreekt; voeg het toe"
        raise wrong("gap_profiles.yaml", GENERAL_PROFILE, "id", problem)
    for id_, entry in tables["document_types"].items():
        for slot in ("ambitions", "commissions", "roles", "money", "instruments", "route"):
            if not 0 <= getattr(entry.boosts, slot) <= 1:
                problem = "moet tussen 0 en 1 liggen; verbeter het getal"
                raise wrong("document_types.yaml", id_, f"boosts.{slot}", problem)
    for id_, moment in tables["calendar"].items():
        if any(not 1 <= month <= 12 for month in moment.months):
            problem = "heeft een maand buiten 1 tot en met 12; verbeter het getal"
            raise wrong("pc_calendar.yaml", id_, "months", problem)
    for id_, route in tables["routes"].items():
        if route.lead_time_weeks[0] > route.lead_time_weeks[1]:
            problem = "moet van laag naar hoog lopen; wissel de getallen om"
            raise wrong("routes.yaml", id_, "lead_time_weeks", problem)
    for name in ("strength", "status_cues"):
        for id_, cue in tables[name].items():
            for pattern in cue.patterns if cue.kind == "target" else ():
                if "year" not in pattern.groupindex:
                    problem = "mist de groep (?P<year>...); voeg die toe"
                    raise wrong(f"{name}.yaml", id_, "patterns", problem)
