"""Owns ``piketpaal eval``: its arguments, its progress, and what it prints.

The command ``piketpaal`` finds it through the entry point group ``piketpaal.commands``, so that
the room of the assistant need not know this one.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evals.gate import Verdict
    from evals.questions import QuestionSet
    from evals.records import Record
    from evals.runs import Run

__all__ = ["add"]

_DEFAULT_SET = "wilgenwaard"


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], shared: argparse.ArgumentParser
) -> None:
    """Add ``eval`` to the commands of ``piketpaal``."""
    parser = commands.add_parser(
        "eval",
        parents=[shared],
        help="meten hoe goed de antwoorden zijn, met een vragenset",
        description="Stelt de vragen van een vragenset aan de opslag en meet de antwoorden na.",
    )
    parser.add_argument(
        "set",
        nargs="?",
        default=_DEFAULT_SET,
        metavar="SET",
        help=f"naam of map van een vragenset (anders {_DEFAULT_SET})",
    )
    parser.add_argument(
        "--check",
        nargs=2,
        metavar=("SET", "DOCUMENTEN"),
        help="meet niet, maar zoek elk citaat van de vragenset op zijn pagina op",
    )
    parser.add_argument(
        "--documents",
        type=Path,
        metavar="MAP",
        help="map met de documenten, om citaten in na te kijken (anders waar ze zijn ingenomen)",
    )
    parser.add_argument("--split", choices=["develop", "test"], help="alleen deze helft")
    parser.add_argument("--type", action="append", default=[], help="alleen vragen van deze soort")
    parser.add_argument(
        "--runs", type=Path, metavar="MAP", help="waar metingen komen (anders bij de opslag)"
    )
    parser.add_argument(
        "--compare", type=Path, metavar="METING", help="vergelijk met een eerdere meting"
    )
    parser.add_argument("--report", type=Path, metavar="HTML", help="schrijf een verslag")
    parser.add_argument(
        "--gate",
        nargs="?",
        const="",
        metavar="IJKPUNT",
        help="faal als een cijfer voorbij het ijkpunt zakt (anders dat van het project)",
    )
    parser.add_argument(
        "--record-baseline", type=Path, metavar="IJKPUNT", help="leg deze meting vast als ijkpunt"
    )
    parser.add_argument(
        "--judge", metavar="SOORT:NAAM", help="laat ook een taalmodel oordelen (LangChain)"
    )
    parser.set_defaults(run=_eval)


def _eval(given: argparse.Namespace) -> int:
    if given.check:
        return _check(given)
    from evals.compare import compare
    from evals.question_files import load
    from evals.runs import Run
    from evals.summary import summarize

    questions = _chosen(load(given.set), given)
    before = Run.open(given.compare) if given.compare else None
    run = _measure(questions, given)
    wanted = {q.id: "/".join(sorted(q.outcomes)) for q in questions.questions}
    summary = summarize(run, wanted)
    run.write_summary(summary.to_dict())
    comparison = compare(before, run) if before else None
    verdict = _gate(run, given)
    judged = _judge(questions, run, given)
    if given.report:
        from evals.report import render_report

        page = render_report(
            questions, run, summary, comparison=comparison, verdict=verdict, judged=judged
        )
        given.report.parent.mkdir(parents=True, exist_ok=True)
        given.report.write_text(page, "utf-8")
    if _wants_json(given):
        found: dict[str, Any] = summary.to_dict() | {"folder": str(run.folder)}
        found["comparison"] = comparison.to_dict() if comparison else None
        found["gate"] = verdict.to_dict() if verdict else None
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        from evals.tell import comparison_text, summary_text, verdict_text

        print(summary_text(questions, summary))
        print(comparison_text(comparison) if comparison else "", end="")
        print(verdict_text(verdict) if verdict else "", end="")
        for line in judged.lines if judged else ():
            print(line)
        print(f"\nMeting: {run.folder}")
        print(f"Verslag: {given.report}" if given.report else "", end="\n" if given.report else "")
    return 1 if verdict and not verdict.passes else 0


def _check(given: argparse.Namespace) -> int:
    from corpus.catalogue import load as load_catalogue
    from evals.check import check
    from evals.question_files import load

    name, documents = given.check
    report = check(load(name), Path(documents), load_catalogue())
    if _wants_json(given):
        print(json.dumps(report.to_dict(), ensure_ascii=False, indent=2))
    else:
        for fault in report.faults:
            print(fault)
        print(
            f"{report.name}: {report.questions} vragen, {report.quotes} citaten, "
            f"{len(report.faults)} fouten."
        )
    if report.faults:
        print(
            "piketpaal: de vragenset klopt niet met de documenten; verbeter wat hierboven staat.",
            file=sys.stderr,
        )
    return 1 if report.faults else 0


def _chosen(questions: QuestionSet, given: argparse.Namespace) -> QuestionSet:
    from corpus.errors import EvaluationError, UsageError
    from evals.questions import QuestionType, Split

    known = {t.value for t in QuestionType}
    if strange := set(given.type) - known:
        raise UsageError(f"Soort vraag {', '.join(sorted(strange))} bestaat niet.")
    kept = questions.only(
        splits=frozenset({Split(given.split)} if given.split else ()),
        types=frozenset(QuestionType(t) for t in given.type),
    )
    if not kept.questions:
        raise EvaluationError("Er blijft geen vraag over; kies een andere soort of helft.")
    return kept


def _measure(questions: QuestionSet, given: argparse.Namespace) -> Run:
    from assistant.assistant import Assistant
    from evals.records import Recorder
    from evals.respond import AssistantRespondent
    from evals.runs import RunSettings, execute, open_or_start
    from evals.sources import Sources
    from ingest.settings import Settings

    settings = Settings.from_environment(
        getattr(given, "data", None), getattr(given, "store", None)
    )
    assistant = Assistant.open(settings)
    sources = Sources.of(assistant.store, assistant.originals, questions, given.documents)
    run = open_or_start(
        given.runs or settings.data / "runs",
        RunSettings.of(
            questions, store=sources.fingerprint, embedding=str(assistant.store.stamp["embedding"])
        ),
    )
    if run.records:
        print(
            f"Verder met {run.name}: {len(run.records)} van {len(questions)} gedaan.",
            file=sys.stderr,
        )
    recorder = Recorder(questions, AssistantRespondent(assistant), sources.quote_stands)
    return execute(run, questions.questions, recorder, _progress())


def _progress() -> Callable[[int, int, Record], None]:
    live = sys.stderr.isatty()

    def tell(done: int, total: int, record: Record) -> None:
        if live:
            end = "\n" if done == total else ""
            text = f"\r\033[K{done}/{total} {record.question[:60]}"
            print(text, end=end, file=sys.stderr, flush=True)
        elif done == total or done % 50 == 0:
            print(f"{done} van {total} vragen gedaan", file=sys.stderr, flush=True)

    return tell


def _gate(run: Run, given: argparse.Namespace) -> Verdict | None:
    from evals.gate import Baseline, judge, shipped_baseline

    if given.record_baseline:
        Baseline.of(run).write(given.record_baseline)
    if given.gate is None:
        return None
    path = Path(given.gate) if given.gate else shipped_baseline(run.settings["set"])
    return judge(run, Baseline.read(path))


def _judge(questions: QuestionSet, run: Run, given: argparse.Namespace) -> Any:
    if not given.judge:
        return None
    from evals.judge import judge_run, load_model

    return judge_run(questions, run, load_model(given.judge), model_name=given.judge)


def _wants_json(given: argparse.Namespace) -> bool:
    return bool(getattr(given, "json", False))
