"""Owns the measures of content: facts told, claims that are wrong, cells, instruments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from corpus.status import Status
from evals.citing import uncited_numbers
from evals.questions import Cell, InstrumentTruth, Nugget, Question
from evals.respond import Response
from evals.scores import Score
from evals.statements import Statement, holds, is_told, statements, text_statements

__all__ = ["NOT_TOLD", "score_content", "told_status", "wrong_claims"]

NOT_TOLD = "niet genoemd"
"""The status of an instrument of which the answer says nothing at all."""
_FIRST = 5


def score_content(question: Question, response: Response) -> Iterator[Score]:
    """The scores for what an answer says."""
    said = list(statements(response.answer))
    yield from _nugget_scores(question, response.answer, said)
    yield Score("wrong_claims", float(bool(wrong_claims(question, response.answer))))
    if question.cell is not None:
        yield from _cell_scores(question.cell, response.answer)
    for truth in question.instruments:
        yield from _instrument_scores(truth, response.answer)


def wrong_claims(question: Question, answer: Mapping[str, Any]) -> list[str]:
    """What the answer may not say, each as a line for a person: empty when all is well."""
    said = list(statements(answer))
    found = [
        f"{claim.says}: “{statement.text}”"
        for claim in question.must_not
        for statement in said
        if holds(statement, claim.parts)
        and not any(holds(statement, [word]) for word in claim.unless)
    ]
    return found + [f"getal zonder citaat: {number}" for number in uncited_numbers(answer)]


def told_status(answer: Mapping[str, Any], instrument: str) -> str:
    """The status that the answer gives an instrument, or ``NOT_TOLD``."""
    items = answer["slots"]["instruments"]
    return next((str(i["status"]) for i in items if i["id"] == instrument), NOT_TOLD)


def _nugget_scores(
    question: Question, answer: Mapping[str, Any], said: Sequence[Statement]
) -> Iterator[Score]:
    okay = [nugget for nugget in question.nuggets if not nugget.vital]
    if okay:
        yield Score("okay_nuggets", _share(okay, said))
    if not question.vital:
        return
    yield Score("vital_nuggets", _share(question.vital, said))
    # The first paragraph; an answer may begin with a correction of the question.
    first = answer["text"].split("\n\n")[: 2 if answer["slots"]["premise"] else 1]
    short = list(text_statements("\n".join(first)))
    yield Score("vital_in_short", _share(question.vital, short))
    yield Score("vital_in_text", _share(question.vital, [s for s in said if s.slot == "text"]))
    quotes = {c["number"]: c["quote"] for c in answer["citations"]}
    shown = [
        replace(s, text=" ".join([s.text, *(quotes[n] for n in s.citations if n in quotes)]))
        for s in said
    ]
    yield Score("vital_in_evidence", _share(question.vital, shown))


def _share(nuggets: Sequence[Nugget], said: Sequence[Statement]) -> float:
    return sum(is_told(n.accept, said) for n in nuggets) / len(nuggets)


def _cell_scores(cell: Cell, answer: Mapping[str, Any]) -> Iterator[Score]:
    money = answer["slots"]["money"]
    pages = {c["number"]: (c["file"], c["page"]) for c in answer["citations"]}
    first = money[0] if money else None
    yield Score("cell_exact", float(first is not None and _is_cell(first, cell)))
    spots = {pages[n] for n in first["citations"] if n in pages} if first else set()
    yield Score("cell_page", float((cell.file, cell.page) in spots))
    yield Score("cell_in_five", float(any(_is_cell(item, cell) for item in money[:_FIRST])))


def _is_cell(item: Mapping[str, Any], cell: Cell) -> bool:
    """Value (with its unit and sign applied) and year are those of the cell, and its print."""
    right_year = cell.year is None or item.get("year") in (cell.year, None)
    if cell.year is not None and item.get("year") is None:
        right_year = str(cell.year) in f"{item.get('column')} {item.get('label')}"
    printed = str(item.get("printed") or "").replace(" ", "")
    if cell.unit in ("%", "aantal"):
        return right_year and printed.strip("%") == cell.printed.replace(" ", "").strip("%")
    amount = item.get("amount_eur")
    return right_year and amount is not None and abs(float(amount) - cell.value) < 0.005


def _instrument_scores(truth: InstrumentTruth, answer: Mapping[str, Any]) -> Iterator[Score]:
    told = told_status(answer, truth.id)
    accepted = {status.value for status in truth.accepted}
    yield Score("instrument_status", float(told in accepted))
    absent = Status.NIET_AANGETROFFEN.value
    if absent not in accepted:
        yield Score("false_missing", float(told == absent))
    if Status.VASTGESTELD.value not in accepted:
        yield Score("false_adopted", float(told == Status.VASTGESTELD.value))
