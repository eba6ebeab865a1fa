"""Owns dates in Dutch text: "12 mei 2026" and "12-05-2026"."""

from __future__ import annotations

import datetime
import re

__all__ = ["day_in", "dutch_day", "read_date"]

_MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()
_DATE = re.compile(
    rf"(?<!\d)(?P<day>[0-3]?\d)(?:[ _-](?P<name>{'|'.join(_MONTHS)})[ _-]|(?P<mark>[-/.])"
    r"(?P<number>[01]?\d)(?P=mark))(?P<year>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)


def read_date(text: str) -> datetime.date | None:
    """The first full date in ``text``, or ``None``."""
    for found in _DATE.finditer(text):
        name = found["name"]
        month = _MONTHS.index(name.lower()) + 1 if name else int(found["number"])
        try:
            return datetime.date(int(found["year"]), month, int(found["day"]))
        except ValueError:  # 31 februari
            continue
    return None


def day_in(text: str) -> str | None:
    """The first full date in ``text`` as Dutch writes it, or ``None``."""
    day = read_date(text)
    return dutch_day(day) if day else None


def dutch_day(day: datetime.date) -> str:
    """A date as Dutch writes it: "10 mei 2022"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
