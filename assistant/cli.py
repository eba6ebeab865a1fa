"""Owns the command ``piketpaal``: arguments in, exit codes out (0 done, 1 failed, 2 wrong use)."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from corpus.errors import PiketpaalError, UsageError

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.retrieve import Filters
    from ingest.settings import Settings

__all__ = ["main", "parser"]

_DONE, _FAILED, _WRONG = 0, 1, 2
_GROUPS_HELP = "groepen van de lezer: ook documenten tonen die alleen voor deze groepen zijn"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(_WRONG, f"piketpaal: {message}. Zie '{self.prog} --help'.\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    _stay_offline()
    try:
        given = parser().parse_args(arguments)
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else _WRONG
    command: Callable[[argparse.Namespace], int] = given.run
    try:
        return command(given)
    except UsageError as error:
        return _complain(error, _WRONG)
    except PiketpaalError as error:
        return _complain(error, _FAILED)
    except KeyboardInterrupt:
        print("piketpaal: afgebroken; de opslag is zoals hij was.", file=sys.stderr)
        return _FAILED
    except BrokenPipeError:
        # The reader (head, less) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _DONE


def parser() -> argparse.ArgumentParser:
    """The command line of ``piketpaal``, as an object so that tests can read it."""
    from importlib.metadata import version

    # Shared options may stand before and after the command; a default would undo the first.
    shared = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument(
        "--data",
        type=Path,
        metavar="MAP",
        help="map van de opslag (anders $PIKETPAAL_DATA, of een map van de gebruiker)",
    )
    shared.add_argument("--store", metavar="URL", help="adres van een Chroma-server")
    shared.add_argument("--json", action="store_true", help="schrijf JSON")
    top = _Parser(
        prog="piketpaal",
        parents=[shared],
        description="Beantwoordt hoe-vragen uit gemeentelijke documenten, met nagekeken bronnen.",
    )
    top.add_argument("--version", action="version", version=f"piketpaal {version('piketpaal')}")
    commands = top.add_subparsers(title="opdrachten", required=True, metavar="OPDRACHT")
    _add_commands(commands, shared)
    return top


def _add_commands(commands: argparse._SubParsersAction[_Parser], shared: _Parser) -> None:
    from importlib.metadata import entry_points

    reading = _Parser(add_help=False)
    reading.add_argument("--group", action="append", default=[], metavar="NAAM", help=_GROUPS_HELP)
    asking = _filtering()

    ingest = commands.add_parser("ingest", parents=[shared], help="documenten innemen")
    ingest.add_argument("paths", nargs="+", type=Path, metavar="PAD", help="map of bestand")
    ingest.add_argument(
        "--allow-empty", action="store_true", help="een bron mag leeg zijn geworden"
    )
    ingest.add_argument(
        "--workers",
        type=_positive,
        metavar="N",
        help="hoeveel bestanden tegelijk gelezen worden (anders één per processorkern)",
    )
    ingest.add_argument(
        "--no-ocr",
        action="store_true",
        help="scans en afbeeldingen van tabellen niet lezen (ook: PIKETPAAL_OCR=off)",
    )
    ingest.set_defaults(run=_ingest)

    status = commands.add_parser(
        "status", parents=[shared, reading], help="wat er in de opslag zit"
    )
    status.set_defaults(run=_status)

    search = commands.add_parser(
        "search", parents=[shared, reading, asking], help="passages zoeken"
    )
    search.add_argument("-k", type=_positive, default=10, metavar="N", help="hoeveel (anders 10)")
    search.set_defaults(run=_search)

    ask = commands.add_parser(
        "ask", parents=[shared, reading, asking], help="een vraag beantwoorden"
    )
    ask.set_defaults(run=_ask)

    gaps = commands.add_parser(
        "map",
        parents=[shared, reading],
        help="de gatenkaart: welke instrumenten er zijn en welke niet zijn aangetroffen",
    )
    gaps.set_defaults(run=_map)

    chat = commands.add_parser("chat", parents=[shared, reading], help="de chat openen")
    chat.add_argument("--port", type=int, default=7860, help="poort op deze computer")
    chat.set_defaults(run=_chat)

    # Rooms to the right bring their own commands; this room does not know them.
    for entry in entry_points(group="piketpaal.commands"):
        entry.load()(commands, shared)


def _filtering() -> _Parser:
    """The question and the documents it is put to, for ``search`` and ``ask``."""
    asking = _Parser(add_help=False)
    asking.add_argument("question", metavar="VRAAG", help="de vraag, of - voor één per regel")
    asking.add_argument(
        "--type",
        action="append",
        default=[],
        metavar="SOORT",
        help="alleen dit soort document, bijvoorbeeld besluitenlijst",
    )
    asking.add_argument("--municipality", metavar="NAAM", help="alleen van deze gemeente")
    asking.add_argument(
        "--valid-on",
        type=_day,
        metavar="DATUM",
        help="alleen documenten die op deze dag gelden (JJJJ-MM-DD)",
    )
    return asking


def _ingest(given: argparse.Namespace) -> int:
    from assistant.ingest_progress import IngestProgress, ingest_summary, stoppable
    from corpus.catalogue import load
    from ingest.embed import load_embedder
    from ingest.sync import ingest

    lines = sys.stderr if _wants_json(given) else sys.stdout
    with IngestProgress(lines=lines, live=sys.stderr) as progress:
        try:
            with stoppable():
                settings = _settings(given)
                if given.no_ocr:
                    settings = replace(settings, ocr=False)
                report = ingest(
                    given.paths,
                    settings,
                    embedder=load_embedder(settings.embedding),
                    catalogue=load(),
                    allow_empty=given.allow_empty,
                    workers=given.workers,
                    progress=progress,
                )
        except KeyboardInterrupt:
            raise PiketpaalError(progress.stopped()) from None
    print(_json(report.to_dict()) if _wants_json(given) else ingest_summary(report))
    if report.refused:
        count = len(report.refused)
        what = "1 bestand is" if count == 1 else f"{count} bestanden zijn"
        print(f"piketpaal: {what} geweigerd; zie de reden hierboven.", file=sys.stderr)
        return _FAILED
    return _DONE


def _status(given: argparse.Namespace) -> int:
    from assistant.show import status_dict, status_text
    from ingest.store import Store

    store = Store.open_for_reading(_settings(given))
    groups = frozenset(given.group)
    print(_json(status_dict(store, groups)) if _wants_json(given) else status_text(store, groups))
    return _DONE


def _search(given: argparse.Namespace) -> int:
    from assistant.show import hits_dict, hits_text

    questions = _questions(given.question)
    assistant, filters = _open(given), _filters(given)

    def answer(question: str) -> None:
        hits = assistant.search(question, given.k, filters)
        if _wants_json(given) or given.question == "-":
            print(_json(hits_dict(hits), one_line=given.question == "-"), flush=True)
        else:
            print(hits_text(hits))

    return _each(questions, answer, many=given.question == "-")


def _ask(given: argparse.Namespace) -> int:
    from assistant.show import answer_text

    questions = _questions(given.question)
    assistant, filters = _open(given), _filters(given)

    def answer(question: str) -> None:
        found = assistant.ask(question, filters)
        if _wants_json(given) or given.question == "-":
            print(_json(found.to_dict(), one_line=given.question == "-"), flush=True)
        else:
            print(answer_text(found))

    return _each(questions, answer, many=given.question == "-")


def _map(given: argparse.Namespace) -> int:
    from assistant.show import map_text

    found = _open(given).map(_filters(given))
    print(_json(found.to_dict()) if _wants_json(given) else map_text(found))
    return _DONE


def _chat(given: argparse.Namespace) -> int:
    from assistant.chat import serve

    serve(_open(given), _filters(given), port=given.port)
    return _DONE


def _open(given: argparse.Namespace) -> Assistant:
    from assistant.assistant import Assistant

    return Assistant.open(_settings(given))


def _settings(given: argparse.Namespace) -> Settings:
    from ingest.settings import Settings

    return Settings.from_environment(getattr(given, "data", None), getattr(given, "store", None))


def _filters(given: argparse.Namespace) -> Filters:
    from assistant.retrieve import Filters

    return Filters(
        groups=frozenset(given.group),
        types=frozenset(getattr(given, "type", [])),
        municipality=getattr(given, "municipality", None),
        valid_on=getattr(given, "valid_on", None),
    )


def _questions(argument: str) -> Iterator[str]:
    """The question, checked before anything is loaded; or the lines of standard input."""
    if argument != "-":
        from assistant.question import checked

        return iter([checked(argument)])
    lines = sys.stdin.buffer.read().decode("utf-8", errors="replace").splitlines()
    return iter([line for line in lines if line.strip()])


def _each(questions: Iterator[str], answer: Callable[[str], None], *, many: bool) -> int:
    """Answer each; among many, one that cannot be answered does not stop the others."""
    code = _DONE
    for question in questions:
        try:
            answer(question)
        except UsageError as error:
            if not many:
                raise
            print(_json({"question": question[:200], "error": str(error)}, one_line=True))
            code = _WRONG
    return code


def _json(value: Any, *, one_line: bool = False) -> str:
    return json.dumps(value, ensure_ascii=False, indent=None if one_line else 2)


def _wants_json(given: argparse.Namespace) -> bool:
    return bool(getattr(given, "json", False))


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is geen getal vanaf 1")
    return number


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is geen datum (JJJJ-MM-DD)") from error


def _complain(error: PiketpaalError, code: int) -> int:
    print(f"piketpaal: {error}", file=sys.stderr)
    return code


def _stay_offline() -> None:
    """Rule 5 of the house: nothing leaves the machine unless the user configured it."""
    for name, value in {
        "ANONYMIZED_TELEMETRY": "False",
        "GRADIO_ANALYTICS_ENABLED": "False",
        "HF_HUB_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "LANGSMITH_TRACING": "false",
    }.items():
        os.environ.setdefault(name, value)
