"""Owns the report of a run: one HTML page that stands by itself and opens offline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from evals.bootstrap import Figure
from evals.compare import Comparison
from evals.gate import Verdict
from evals.labels import OUTCOME_LABELS, PART_LABELS, TYPE_LABELS, number, share
from evals.plots import draw_changes, draw_confusion, draw_latency, draw_types
from evals.questions import Question, QuestionSet
from evals.records import Record
from evals.runs import Run
from evals.scores import MEASURES, Measure, measure
from evals.statements import is_told, statements
from evals.summary import ALL, Confusion, Summary

__all__ = ["Judged", "render_report"]

_CARDS = ("outcome", "vital_nuggets", "hit_5", "citation_recall", "quotes_on_page", "wrong_claims")
_TYPE_COLUMNS = ("hit_5", "citation_recall", "vital_nuggets", "outcome")
_AVERAGES = frozenset({"mrr", "ndcg_10"})


@dataclass(frozen=True, slots=True)
class Judged:
    """What a language model made of the answers, as lines to show beside the figures."""

    model: str
    lines: tuple[str, ...]


def render_report(
    questions: QuestionSet,
    run: Run,
    summary: Summary,
    *,
    comparison: Comparison | None = None,
    verdict: Verdict | None = None,
    judged: Judged | None = None,
) -> str:
    """The page as HTML text; every word of a document or question in it is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("evals"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    by_id = {q.id: q for q in questions.questions}
    latency = summary.latency
    times = [r.elapsed_ms for r in run.records[1:]]
    return environment.get_template("report.html.j2").render(
        summary=summary,
        set_title=questions.title,
        cards=[_card(name, summary) for name in _CARDS if summary.figure(name)],
        parts=[
            {"label": label, "size": summary.sizes[part]}
            for part, label in PART_LABELS.items()
            if part in summary.parts
        ],
        measures=list(_measure_groups(summary)),
        types=[_type_row(name, summary) for name in summary.types],
        type_columns=[measure(name).label for name in _TYPE_COLUMNS],
        types_plot=Markup(_types_plot(summary)),
        confusions=list(_confusions(summary)),
        latency_plot=Markup(
            draw_latency(times, latency.p50_ms, latency.p95_ms, "Snelheid") if latency else ""
        ),
        comparison=comparison,
        changes_plot=Markup(
            draw_changes(comparison.measures, "Verschil per maat") if comparison else ""
        ),
        verdict=verdict,
        judged=judged,
        troubled=[t for r in run.records if (t := _troubled(r, by_id.get(r.question)))],
        facts=list(_facts(summary.settings)),
        measure_label=lambda name: measure(name).label,
        value=lambda v: "–" if v is None else number(v),
    )


def shown(found: Measure, value: float) -> str:
    """A value as a person reads it: a share as a percentage, an average with a comma."""
    return number(value) if found.name in _AVERAGES else share(value)


def _interval(found: Measure, figure: Figure) -> str:
    return f"{shown(found, figure.low)} – {shown(found, figure.high)}"


def _card(name: str, summary: Summary) -> dict[str, str]:
    found, figure = measure(name), summary.figure(name)
    assert figure is not None
    return {
        "label": found.label,
        "value": shown(found, figure.value),
        "interval": _interval(found, figure),
    }


def _measure_groups(summary: Summary) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    parts = [part for part in PART_LABELS if part in summary.parts]
    for group, members in groupby(MEASURES, key=lambda m: m.group):
        rows = [
            {
                "label": m.label,
                "says": m.says,
                "higher": m.higher_is_better,
                "cells": [_cell(m, summary.figure(m.name, part)) for part in parts],
            }
            for m in members
            if summary.figure(m.name)
        ]
        if rows:
            yield group, rows


def _cell(found: Measure, figure: Figure | None) -> dict[str, str] | None:
    if figure is None:
        return None
    return {
        "value": shown(found, figure.value),
        "interval": _interval(found, figure),
        "n": f"{figure.weight:.0f}",
    }


def _type_row(name: str, summary: Summary) -> dict[str, Any]:
    figures = [summary.figure(column, name) for column in _TYPE_COLUMNS]
    return {
        "label": TYPE_LABELS[name],
        "size": summary.sizes[name],
        "cells": [share(f.value) if f else "–" for f in figures],
    }


def _types_plot(summary: Summary) -> str:
    rows = [
        (TYPE_LABELS[name], [summary.figure(column, name) for column in _TYPE_COLUMNS])
        for name in summary.types
    ]
    columns = [measure(name).label for name in _TYPE_COLUMNS]
    return draw_types(rows, columns, "Cijfers per soort vraag")


def _confusions(summary: Summary) -> Iterator[dict[str, Any]]:
    from markupsafe import Markup

    outcomes = Confusion(
        {(_outcome_label(w), _outcome_label(t)): n for (w, t), n in summary.outcomes.counts.items()}
    )
    tables = (
        ("Uitkomst van de antwoorden", outcomes, "Waar meer uitkomsten goed zijn, staan die alle."),
        (
            "Status van instrumenten",
            summary.statuses,
            "Het ergst zijn 'vastgesteld' waar dat niet zo is en 'niet aangetroffen' wat er is.",
        ),
    )
    for title, confusion, says in tables:
        if confusion.counts:
            yield {
                "title": title,
                "plot": Markup(draw_confusion(confusion, title)),
                "says": says,
                "rows": sorted(confusion.counts.items()),
            }


def _outcome_label(names: str) -> str:
    return "/".join(OUTCOME_LABELS[name] for name in names.split("/"))


def _troubled(record: Record, question: Question | None) -> dict[str, Any] | None:
    """What is wrong with one answer; ``None`` when nothing is."""
    said = list(statements(record.answer))
    vital = question.vital if question else ()
    missing = [nugget.says for nugget in vital if not is_told(nugget.accept, said)]
    if not record.reasons and not missing:
        return None
    return {
        "question": record.question,
        "text": record.text,
        "reasons": record.reasons,
        "missing": missing,
        "answer": record.answer["text"],
    }


def _facts(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "Vragenset", f"{settings['set']} ({settings['set_version']})"
    yield "Gesteld per", settings["as_of"]
    yield "Opslag", settings["store"]
    yield "Embedding", settings["embedding"]
    yield "Taalmodel", settings["chat"] or "geen"
    yield "Programma", settings["program"]
    yield "Pakketten", ", ".join(f"{n} {v}" for n, v in settings["packages"].items())
    yield "Prompts", ", ".join(f"{n} {v}" for n, v in settings["prompts"].items())
    yield "Onderdelen", f"{ALL}: alle vragen samen; elke vraag hoort bij Ontwikkelen of Toets"
