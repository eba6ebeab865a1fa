"""Owns the reading of question sets: YAML files in a folder, checked at the edge.

A folder holds ``set.yaml`` (name, title, the day of asking) and any number of other YAML files
with ``questions:``. ``load("wilgenwaard")`` reads a set of the project, ``load(Path(...))``
another's. docs/vragensets.md tells the format.
"""

from __future__ import annotations

import datetime
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.answer import Outcome
from corpus.errors import EvaluationError
from corpus.status import Status
from evals.questions import (
    Cell,
    Forbidden,
    InstrumentTruth,
    Need,
    Nugget,
    Place,
    Question,
    QuestionSet,
    QuestionType,
    Split,
)

__all__ = ["load", "shipped"]

_SET = "set.yaml"
_MOST_WORDS = 25
_TOLD = 3
_Form = TypeVar("_Form", bound=BaseModel)
_Text = Annotated[str, Field(min_length=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Place(_Entry):
    file: _Text
    page: Annotated[int, Field(ge=1)]
    quote: _Text

    @model_validator(mode="after")
    def _is_short(self) -> _Place:
        if len(self.quote.split()) > _MOST_WORDS:
            raise ValueError(f"een citaat heeft ten hoogste {_MOST_WORDS} woorden")
        return self

    def made(self) -> Place:
        return Place(self.file, self.page, self.quote)


class _Need(_Place):
    or_: tuple[_Place, ...] = Field(default=(), alias="or")


class _Also(_Entry):
    file: _Text
    pages: tuple[Annotated[int, Field(ge=1)], ...]


class _Nugget(_Entry):
    vital: bool
    says: _Text
    accept: Annotated[
        tuple[Annotated[tuple[_Text, ...], Field(min_length=1)], ...], Field(min_length=1)
    ]


class _Forbidden(_Entry):
    says: _Text
    parts: Annotated[tuple[_Text, ...], Field(min_length=1)]
    unless: tuple[_Text, ...] = ()


class _Cell(_Entry):
    file: _Text
    page: Annotated[int, Field(ge=1)]
    row: _Text
    column: _Text
    printed: _Text
    value: float
    unit: Literal["x 1.000", "x 1.000.000", "euro", "%", "aantal"]
    year: int | None = None


class _Instrument(_Entry):
    id: _Text
    status: Annotated[tuple[Status, ...], Field(min_length=1)]


class _Question(_Entry):
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
    split: Split
    type: QuestionType
    question: _Text
    outcome: Annotated[tuple[Outcome, ...], Field(min_length=1)]
    history: tuple[_Text, ...] = ()
    groups: tuple[_Text, ...] = ()
    evidence: tuple[_Need, ...] = ()
    also: tuple[_Also, ...] = ()
    nuggets: tuple[_Nugget, ...] = ()
    must_not: tuple[_Forbidden, ...] = ()
    must_not_cite: tuple[_Text, ...] = ()
    cell: _Cell | None = None
    instruments: tuple[_Instrument, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _is_whole(self) -> _Question:
        if (self.type is QuestionType.FOLLOW_UP) != bool(self.history):
            raise ValueError("een vervolgvraag, en alleen die, heeft eerdere vragen in 'history'")
        if self.type is QuestionType.BUDGET_CELL and self.cell is None:
            raise ValueError("een vraag naar een begrotingscel heeft een 'cell'")
        return self

    def made(self) -> Question:
        return Question(
            id=self.id,
            split=self.split,
            type=self.type,
            text=self.question,
            outcomes=frozenset(self.outcome),
            history=self.history,
            groups=frozenset(self.groups),
            evidence=tuple(
                Need((need.made(), *(place.made() for place in need.or_))) for need in self.evidence
            ),
            also=frozenset((a.file, page) for a in self.also for page in a.pages),
            nuggets=tuple(Nugget(n.says, n.vital, n.accept) for n in self.nuggets),
            must_not=tuple(Forbidden(f.says, f.parts, f.unless) for f in self.must_not),
            must_not_cite=frozenset(self.must_not_cite),
            cell=Cell(**self.cell.model_dump()) if self.cell else None,
            instruments=tuple(InstrumentTruth(i.id, i.status) for i in self.instruments),
            note=self.note,
        )


class _Questions(_Entry):
    questions: tuple[_Question, ...]


class _Head(_Entry):
    name: _Text
    title: _Text
    as_of: datetime.date
    documents: str = ""
    restricted: dict[str, tuple[_Text, ...]] = {}
    holders: dict[str, tuple[_Text, ...]] = {}


def shipped() -> tuple[str, ...]:
    """The names of the sets that the project brings along."""
    folders = files("evals").joinpath("sets").iterdir()
    return tuple(sorted(f.name for f in folders if f.joinpath(_SET).is_file()))


def load(which: str | Path) -> QuestionSet:
    """A set of the project by name, or any set by its folder.

    Raises:
        EvaluationError: there is no such set, or an entry is wrong; the line names the place.
    """
    folder = _folder(which)
    head = _read(folder.joinpath(_SET), _Head)
    digest, questions = sha256(), []
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".yaml"):
            continue
        digest.update(file.read_bytes())
        if file.name != _SET:
            questions += [q.made() for q in _read(file, _Questions).questions]
    _refuse_twins(questions, folder)
    return QuestionSet(
        head.name,
        head.title,
        head.as_of,
        tuple(questions),
        digest.hexdigest()[:12],
        head.documents,
        tuple((file, frozenset(groups)) for file, groups in head.restricted.items()),
        tuple((name, frozenset(held)) for name, held in head.holders.items()),
    )


def _folder(which: str | Path) -> Traversable:
    if str(which) in shipped():
        return files("evals").joinpath("sets").joinpath(str(which))
    folder = Path(which)
    if not folder.joinpath(_SET).is_file():
        names = ", ".join(shipped())
        raise EvaluationError(
            f"'{which}' is geen vragenset: geen map met {_SET} en geen van {names}."
        )
    return folder


def _read(file: Traversable, form: type[_Form]) -> _Form:
    try:
        return form.model_validate(yaml.safe_load(file.read_text("utf-8")) or {})
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problem = " ".join(str(error).split())
        raise EvaluationError(f"{file.name} is geen geldige YAML: {problem}") from error
    except ValidationError as error:
        raise EvaluationError(
            f"{file.name}, {_problems(error)}. Verbeter dit en probeer het opnieuw."
        ) from error


def _problems(error: ValidationError) -> str:
    told = [
        ".".join(str(part) for part in one["loc"]) + f": {one['msg']}"
        for one in error.errors()[:_TOLD]
    ]
    return "; ".join(told)


def _refuse_twins(questions: list[Question], folder: Traversable) -> None:
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            raise EvaluationError(f"{folder.name}: de vraag '{question.id}' staat er twee keer in.")
        seen.add(question.id)
    if not questions:
        raise EvaluationError(f"{folder.name}: er staan geen vragen in.")
