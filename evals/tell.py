"""Owns what ``piketpaal eval`` prints on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from evals.bootstrap import Figure
from evals.compare import Comparison
from evals.gate import Verdict
from evals.labels import PART_LABELS, TYPE_LABELS, number, share
from evals.questions import QuestionSet
from evals.scores import MEASURES, measure
from evals.summary import ALL, Summary

__all__ = ["comparison_text", "summary_text", "verdict_text"]

_NAME, _COLUMN = 50, 24
_TYPE_COLUMNS = ("hit_5", "citation_recall", "vital_nuggets", "outcome")
_MOST_CHANGES = 20


def summary_text(questions: QuestionSet, summary: Summary) -> str:
    """Every figure with its interval, then four of them per type of question."""
    parts = [part for part in PART_LABELS if part in summary.parts]
    head = "".join(f"{PART_LABELS[p]} ({summary.sizes[p]})".rjust(_COLUMN) for p in parts)
    lines = [f"{questions.title}: {summary.sizes[ALL]} vragen", "", " " * _NAME + head]
    for group, members in groupby(MEASURES, key=lambda m: m.group):
        lines.append(group)
        for m in members:
            if summary.figure(m.name):
                cells = "".join(_cell(summary.figure(m.name, p)).rjust(_COLUMN) for p in parts)
                lines.append(f"  {m.label}".ljust(_NAME) + cells)
    lines += ["", *_types(summary)]
    if summary.latency:
        lines += ["", f"Tijd per vraag: p50 {summary.latency.p50_ms:.0f} ms, p95 "
                      f"{summary.latency.p95_ms:.0f} ms"]  # fmt: skip
    return "\n".join(lines)


def comparison_text(comparison: Comparison) -> str:
    """What moved by more than chance, and the questions that score otherwise."""
    lines = ["", f"Vergeleken met {comparison.before}, over {comparison.shared} vragen:"]
    for m in comparison.measures:
        if m.worse or m.better:
            word = "slechter" if m.worse else "beter"
            lines.append(
                f"  {m.measure.label}: {share(m.before)} -> {share(m.after)} ({word}; verschil "
                f"{number(m.change.low)} tot {number(m.change.high)})"
            )
    if len(lines) == 2:
        lines.append("  geen maat verschilt meer dan toeval.")
    lines.append(f"  {len(comparison.changes)} vragen scoren anders:")
    for change in comparison.changes[:_MOST_CHANGES]:
        moved = ", ".join(f"{measure(n).label} {_to(b)} -> {_to(a)}" for n, b, a in change.moved)
        lines.append(f"    {change.question}: {moved}")
    if len(comparison.changes) > _MOST_CHANGES:
        lines.append("    ... de andere staan in het verslag en in --json")
    return "\n".join(lines) + "\n"


def verdict_text(verdict: Verdict) -> str:
    """Whether the run passes the gate, and what fell."""
    if verdict.passes:
        return "\nPoort: geslaagd; geen cijfer is slechter dan het ijkpunt.\n"
    falls = "".join(f"  {fall}\n" for fall in verdict.falls)
    return f"\nPoort: NIET geslaagd.\n{falls}"


def _types(summary: Summary) -> Iterator[str]:
    names = [measure(name).label for name in _TYPE_COLUMNS]
    yield "Per soort vraag".ljust(_NAME) + "".join(name[:20].rjust(22) for name in names)
    for type_ in summary.types:
        label = f"  {TYPE_LABELS[type_]} ({summary.sizes[type_]})".ljust(_NAME)
        figures = [summary.figure(name, type_) for name in _TYPE_COLUMNS]
        yield label + "".join((share(f.value) if f else "-").rjust(22) for f in figures)


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return "-"
    return f"{share(figure.value)} ({100 * figure.low:.0f}-{100 * figure.high:.0f})"


def _to(value: float | None) -> str:
    return "-" if value is None else number(value)
