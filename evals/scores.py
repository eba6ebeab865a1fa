"""Owns ``Measure`` and ``Score``: what is measured, and one question's part in it.

A figure is a ratio of sums over questions: a score of weight 1 for a mean over questions, or of
the number of quotes, instruments or cells when those are what is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["MEASURES", "Gate", "Measure", "Score", "measure"]


class Gate(StrEnum):
    """How a measure guards: never beyond this value, not below the baseline, or only told."""

    ABSOLUTE = "absolute"
    BASELINE = "baseline"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is measured; values run from 0 to 1 unless ``unit`` says otherwise."""

    name: str
    label: str
    group: str
    says: str
    higher_is_better: bool = True
    gate: Gate = Gate.BASELINE
    must_be: float | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """One question's part in one measure: ``value`` (a mean), and how much it counts for."""

    measure: str
    value: float
    weight: float = 1.0


_SEARCH, _SOURCE, _CONTENT, _MANNER = "Zoeken", "Bronnen", "Inhoud", "Houding"

MEASURES: tuple[Measure, ...] = (
    Measure("hit_1", "Juiste pagina bovenaan", _SEARCH, "de eerste pagina is bewijs"),
    Measure("hit_3", "Juiste pagina in de eerste 3", _SEARCH, "bewijs bij de eerste drie pagina's"),
    Measure("hit_5", "Juiste pagina in de eerste 5", _SEARCH, "bewijs bij de eerste vijf pagina's"),
    Measure("hit_10", "Juiste pagina in de eerste 10", _SEARCH, "bewijs bij de eerste tien"),
    Measure("mrr", "MRR", _SEARCH, "één gedeeld door de rang van de eerste juiste pagina"),
    Measure("ndcg_10", "nDCG@10", _SEARCH, "hoe hoog alle benodigde bewijzen staan"),
    Measure(
        "quotes_on_page",
        "Citaten die op hun pagina staan",
        _SOURCE,
        "nagekeken met andere leesprogramma's dan het onze",
        gate=Gate.ABSOLUTE,
        must_be=1.0,
    ),
    Measure(
        "citation_precision",
        "Citaties in het kort antwoord die bewijs zijn",
        _SOURCE,
        "een ondergrens: een goede bron die de vragenset niet noemt, telt als fout",
    ),
    Measure("citation_recall", "Bewijs dat is geciteerd", _SOURCE, "deel van wat nodig is"),
    Measure("vital_nuggets", "Onmisbare feiten genoemd", _CONTENT, "in de tekst of in een vak"),
    Measure("vital_in_short", "Onmisbare feiten vooraan", _CONTENT, "in de eerste alinea"),
    Measure("vital_in_text", "Onmisbare feiten in de tekst", _CONTENT, "alleen in de korte tekst"),
    Measure(
        "vital_in_evidence",
        "Onmisbare feiten in het bewijs",
        _CONTENT,
        "ook in de citaten bij het antwoord",
    ),
    Measure("okay_nuggets", "Nuttige feiten genoemd", _CONTENT, "wat een goed antwoord ook zegt"),
    Measure(
        "wrong_claims",
        "Antwoorden met een verkeerde bewering",
        _CONTENT,
        "iets wat de vragenset verbiedt, of een getal zonder citaat",
        higher_is_better=False,
    ),
    Measure("holders_right", "Portefeuilles bij wie ze horen", _CONTENT, "in het vak Wie"),
    Measure("cell_exact", "Begrotingscel precies goed", _CONTENT, "bedrag, eenheid, jaar en teken"),
    Measure("cell_page", "Begrotingscel van de juiste pagina", _CONTENT, "eerste bedrag"),
    Measure("cell_in_five", "Begrotingscel bij de eerste vijf", _CONTENT, "precies goed"),
    Measure("instrument_status", "Status van een instrument goed", _CONTENT, "per instrument"),
    Measure(
        "false_missing",
        "Onterecht 'niet aangetroffen'",
        _CONTENT,
        "deel van de instrumenten die er wel zijn",
        higher_is_better=False,
    ),
    Measure(
        "false_adopted",
        "Onterecht 'vastgesteld'",
        _CONTENT,
        "deel van de instrumenten die niet zijn vastgesteld",
        higher_is_better=False,
    ),
    Measure("outcome", "Uitkomst goed", _MANNER, "beantwoord, deels, niet in bronnen, geweigerd"),
    Measure("refusal_precision", "Terecht geen antwoord gegeven", _MANNER, "van de weigeringen"),
    Measure("refusal_recall", "Geen antwoord waar dat moest", _MANNER, "van wat buiten hoort"),
    Measure(
        "leaks",
        "Antwoorden met een bron die niet mocht",
        _MANNER,
        "een document van een ander, of alleen voor een groep",
        higher_is_better=False,
        gate=Gate.ABSOLUTE,
        must_be=0.0,
    ),
)
"""Every measure, in the order in which a report tells them."""

_BY_NAME = {m.name: m for m in MEASURES}


def measure(name: str) -> Measure:
    """The measure of that name."""
    return _BY_NAME[name]
