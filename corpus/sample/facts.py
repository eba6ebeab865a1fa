"""Owns the facts of the sample municipality as words, and the templates that print them.

The Typst sources have the same names for the same words in ``source/delen/stijl.typ``.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

__all__ = ["SOURCES", "fill"]

SOURCES: Path = Path(__file__).resolve().parent / "source"
MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()


def fill(source: Path, *, escape: bool = False) -> str:
    """The text of a template with the facts in it; ``escape`` makes them safe inside HTML.

    A fact that the template names and the facts lack is an error, never an empty space.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(
        loader=FileSystemLoader(SOURCES),
        undefined=StrictUndefined,
        autoescape=escape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return templates.get_template(source.relative_to(SOURCES).as_posix()).render(_words())


def _words() -> dict[str, Any]:
    facts = _read("facts.yaml")
    people: dict[str, dict[str, str]] = facts["mensen"]
    office = {key: f"{one['rol']} {one['kort']}" for key, one in people.items()}
    return {
        "f": facts,
        "D": _each(facts["data"], _date),
        "B": _each(facts["bedragen"], _euro),
        "A": _each(facts["aantallen"], lambda n: _number(n) if isinstance(n, int) else str(n)),
        "W": office,
        "WH": _each(office, _capital),
        "V": {key: one["voluit"] for key, one in people.items()},
        "datum": _date,
        "getal": _number,
        "euro": _euro,
        "hoofdletter": _capital,
        "yaml": _read,
    }


def _read(name: str) -> Any:
    """The facts in one file of the sources; a slash before the name means the same folder."""
    return yaml.safe_load((SOURCES / name.removeprefix("/")).read_text("utf-8"))


def _each(these: Mapping[str, Any], how: Callable[[Any], str]) -> dict[str, str]:
    return {key: how(value) for key, value in these.items()}


def _date(day: datetime.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _number(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _euro(amount: int) -> str:
    return f"€ {_number(amount)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
