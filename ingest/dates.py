"""Owns dates in Dutch text: "12 mei 2026"."""

from __future__ import annotations

import datetime
import re

__all__ = ["read_date"]

_MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()
_DATE = re.compile(rf"(?<!\d)([0-3]?\d)[ _-]({'|'.join(_MONTHS)})[ _-]((?:19|20)\d\d)(?!\d)", re.I)


def read_date(text: str) -> datetime.date | None:
    """The first written-out date in ``text``, or ``None``."""
    for found in _DATE.finditer(text):
        try:
            month = _MONTHS.index(found[2].lower()) + 1
            return datetime.date(int(found[3]), month, int(found[1]))
        except ValueError:  # 31 februari
            continue
    return None
