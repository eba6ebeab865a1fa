"""Owns the Dutch words of a report for what the code names in English."""

from __future__ import annotations

from evals.questions import QuestionType

__all__ = ["OUTCOME_LABELS", "PART_LABELS", "TYPE_LABELS", "number", "share"]

TYPE_LABELS: dict[str, str] = {
    QuestionType.SINGLE_AMBITION: "één ambitie",
    QuestionType.COUPLED_AMBITIONS: "gekoppelde ambities",
    QuestionType.RESPONSIBILITY: "wie gaat erover",
    QuestionType.BUDGET_CELL: "begrotingscel",
    QuestionType.BUDGET_PROSE: "geld in lopende tekst",
    QuestionType.INSTRUMENT_STATUS: "status van een instrument",
    QuestionType.MISSING_INSTRUMENT: "ontbrekend instrument",
    QuestionType.DECISION_ROUTE: "besluitroute en P&C",
    QuestionType.DECIDED_WHEN: "wat is wanneer besloten",
    QuestionType.WORK_FORM: "werkvorm",
    QuestionType.PARTICIPATION: "participatie",
    QuestionType.TRACE: "van akkoord naar begroting",
    QuestionType.STRENGTH: "hardheid van een belofte",
    QuestionType.SUPERSEDED: "achterhaald of tegenstrijdig",
    QuestionType.VALIDITY: "stand per datum",
    QuestionType.OUT_OF_CORPUS: "buiten de bronnen",
    QuestionType.PARTIAL: "half in de bronnen",
    QuestionType.FALSE_PREMISE: "onjuiste aanname",
    QuestionType.INJECTION: "instructie in een document",
    QuestionType.PRIVACY: "privacy",
    QuestionType.FOLLOW_UP: "vervolgvraag",
    QuestionType.TYPOS: "typefouten",
    QuestionType.EVERYDAY_WORDS: "alledaagse woorden",
    QuestionType.ABBREVIATIONS: "afkortingen",
    QuestionType.SHORT: "heel kort",
    QuestionType.ENGLISH: "Engels",
}
OUTCOME_LABELS = {
    "answered": "beantwoord",
    "partial": "deels beantwoord",
    "not_in_sources": "niet in de bronnen",
    "refused": "geweigerd",
}
PART_LABELS = {"all": "Alles", "develop": "Ontwikkelen", "test": "Toets"}


def share(value: float) -> str:
    """0.8333 as it is read: 83,3%."""
    return f"{100 * value:.1f}".replace(".", ",") + "%"


def number(value: float) -> str:
    """0.8333 with two decimals and a comma."""
    return f"{value:.2f}".replace(".", ",")
