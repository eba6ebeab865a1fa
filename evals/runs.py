"""Owns the noun ``Run``: a folder with settings, one record a question, and a summary.

    RUN/settings.json    what was judged: set, program, packages, prompts, store
    RUN/records.jsonl    a line per question, written as soon as it is answered
    RUN/summary.json     the figures; it is there when the run is complete

A run that was stopped is taken up where it stopped when the same thing is judged again.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from corpus.errors import EvaluationError
from evals.questions import Question, QuestionSet
from evals.records import Record, Recorder
from prompts import load as load_prompt

__all__ = ["Run", "RunSettings", "execute", "open_or_start"]

_SETTINGS, _RECORDS, _SUMMARY = "settings.json", "records.jsonl", "summary.json"
_PACKAGES = ("piketpaal", "chromadb", "bm25s", "sentence-transformers", "langchain", "pypdfium2")

Progress = Callable[[int, int, Record], None]
"""Called after each question: how many are done, how many there are, and the newest."""


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What a run judged; two runs with the same settings would give the same figures."""

    set_name: str
    set_version: str
    as_of: str
    questions: tuple[str, ...]
    store: str
    embedding: str
    chat: str | None
    packages: Mapping[str, str]
    prompts: Mapping[str, str]
    program: str

    @classmethod
    def of(
        cls, questions: QuestionSet, *, store: str, embedding: str, chat: str | None = None
    ) -> RunSettings:
        """The settings of a run over a store, told by its generation and embedding."""
        return cls(
            set_name=questions.name,
            set_version=questions.version,
            as_of=questions.as_of.isoformat(),
            questions=tuple(q.id for q in questions.questions),
            store=store,
            embedding=embedding,
            chat=chat,
            packages={name: version(name) for name in _PACKAGES},
            prompts=_prompt_versions(),
            program=_program_version(),
        )

    def to_dict(self) -> dict[str, Any]:
        """The settings for a file."""
        return {
            "set": self.set_name,
            "set_version": self.set_version,
            "as_of": self.as_of,
            "questions": list(self.questions),
            "store": self.store,
            "embedding": self.embedding,
            "chat": self.chat,
            "packages": dict(self.packages),
            "prompts": dict(self.prompts),
            "program": self.program,
        }

    @property
    def fingerprint(self) -> str:
        """A short digest: equal when the same thing is judged."""
        text = json.dumps(self.to_dict(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Run:
    """A run on disk with the records that it holds so far, in the order of the set."""

    folder: Path
    settings: Mapping[str, Any]
    records: tuple[Record, ...]

    @classmethod
    def open(cls, folder: Path) -> Run:
        """Read a run back.

        Raises:
            EvaluationError: the folder is not a run.
        """
        try:
            settings = json.loads((folder / _SETTINGS).read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise EvaluationError(
                f"{folder} is geen meting: {_SETTINGS} ontbreekt of is beschadigd."
            ) from error
        found = {record.question: record for record in _records(folder / _RECORDS)}
        order = [name for name in settings["questions"] if name in found]
        return cls(folder, settings, tuple(found[name] for name in order))

    @property
    def name(self) -> str:
        """What the folder is called."""
        return self.folder.name

    @property
    def complete(self) -> bool:
        """Whether every question was answered."""
        return len(self.records) == len(self.settings["questions"])

    def write_summary(self, summary: Mapping[str, Any]) -> Path:
        """Keep the figures beside the records."""
        path = self.folder / _SUMMARY
        text = json.dumps(summary, ensure_ascii=False, indent=2) + "\n"
        path.write_text(text, "utf-8")
        return path


def open_or_start(runs: Path, settings: RunSettings) -> Run:
    """The newest unfinished run of the same settings under ``runs``, or a new one."""
    for folder in sorted(runs.glob("*"), reverse=True) if runs.is_dir() else []:
        unfinished = (folder / _SETTINGS).is_file() and not (folder / _SUMMARY).is_file()
        if unfinished and folder.name.endswith(settings.fingerprint):
            return Run.open(folder)
    stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    folder = runs / f"{stamp}-{settings.set_name}-{settings.fingerprint}"
    folder.mkdir(parents=True)
    text = json.dumps(settings.to_dict(), ensure_ascii=False, indent=2) + "\n"
    (folder / _SETTINGS).write_text(text, "utf-8")
    return Run.open(folder)


def execute(run: Run, questions: Iterable[Question], recorder: Recorder, progress: Progress) -> Run:
    """Answer what the run does not hold yet; each record is on disk before the next question."""
    done = {record.question: record for record in run.records}
    wanted = list(questions)
    path = run.folder / _RECORDS
    _drop_cut_off_line(path)
    with path.open("a", encoding="utf-8") as file:
        for number, question in enumerate(wanted, start=1):
            if question.id in done:
                continue
            record = recorder.record(question)
            file.write(record.to_line() + "\n")
            file.flush()
            progress(number, len(wanted), record)
    return Run.open(run.folder)


def _records(path: Path) -> Iterator[Record]:
    if not path.is_file():
        return
    for line in path.read_text("utf-8").splitlines():
        try:
            yield Record.from_line(line)
        except (ValueError, KeyError):
            continue  # the line that was being written when the run was stopped


def _drop_cut_off_line(path: Path) -> None:
    """A line without an end was cut off: take it away, so that the next begins on its own."""
    if path.is_file():
        content = path.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:
            path.write_bytes(whole)


def _prompt_versions() -> dict[str, str]:
    names = sorted(f.name for f in files("prompts").iterdir() if f.name.endswith(".md"))
    return {n.removesuffix(".md"): load_prompt(n.removesuffix(".md")).version for n in names}


def _program_version() -> str:
    """A digest of the source of the rooms that make an answer."""
    digest = hashlib.sha256()
    for room in ("corpus", "ingest", "prompts", "assistant"):
        for file in sorted(_sources(Path(str(files(room))))):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _sources(room: Path) -> Iterator[Path]:
    for suffix in ("*.py", "*.yaml", "*.md"):
        yield from (f for f in room.rglob(suffix) if "sample" not in f.parts)
