"""Owns dates in Dutch text: "12 mei 2026", "12 okt. 2026", "12-05-2026" and "2026-05-12"."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

__all__ = ["DATE", "day_in", "dutch_day", "read_date", "read_dates"]

_MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()
_SHORT = {
    short: month
    for month, shorts in enumerate(
        "jan feb|febr mrt apr . jun jul aug sept|sep okt nov dec".split(), start=1
    )
    for short in shorts.split("|")
}
_NAME = rf"{'|'.join(_MONTHS)}|(?:{'|'.join(s for s in _SHORT if s != '.')})(?![a-z])\.?"
DATE = (
    rf"(?:[0-3]?\d(?:[ _-]+(?:{_NAME})[ _-]+|([-/.])\s?[01]?\d\1\s?)(?:19|20)\d\d(?!\d)"
    r"|(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d))"
)
"""A full date as a pattern with one group of its own; match it without regard to case."""
_DATE = re.compile(
    rf"(?<!\d)(?:(?P<day>[0-3]?\d)(?:[ _-]+(?P<name>{_NAME})[ _-]+|(?P<mark>[-/.])\s?"
    r"(?P<number>[01]?\d)(?P=mark)\s?)(?P<year>(?:19|20)\d\d)(?!\d)"
    r"|(?P<iso>(?:19|20)\d\d)-(?P<isomonth>[01]\d)-(?P<isoday>[0-3]\d)(?!\d))",
    re.IGNORECASE,
)


def read_date(text: str) -> datetime.date | None:
    """The first full date in ``text``, or ``None``."""
    return next(read_dates(text), None)


def read_dates(text: str) -> Iterator[datetime.date]:
    """Every full date in ``text``, in order."""
    for found in _DATE.finditer(text):
        year, month, day = found["year"], found["number"], found["day"]
        if found["iso"]:
            year, month, day = found["iso"], found["isomonth"], found["isoday"]
        number = _month(found["name"]) if found["name"] else int(month)
        try:
            yield datetime.date(int(year), number, int(day))
        except ValueError:  # 31 februari
            continue


def _month(name: str) -> int:
    plain = name.lower().rstrip(".")
    return _MONTHS.index(plain) + 1 if plain in _MONTHS else _SHORT[plain]


def day_in(text: str) -> str | None:
    """The first full date in ``text`` as Dutch writes it, or ``None``."""
    day = read_date(text)
    return dutch_day(day) if day else None


def dutch_day(day: datetime.date) -> str:
    """A date as Dutch writes it: "10 mei 2022"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
