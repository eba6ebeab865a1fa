"""Owns what is printed near a table in a PDF: its unit, what its signs mean, its caption."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.grid import is_value
from ingest.lines import Line

__all__ = ["CONTINUES", "is_caption", "signs_in", "unit_in", "without_signs", "without_unit"]

_UNIT = re.compile(
    r"\(?\s*(?:(?:alle\s+)?bedragen\s*)?(?:(?:x|×|\*)\s*(?:€|EUR|euro)?\s*1(?:\.000)+(?:,-)?"
    r"(?:\s*euro)?|(?:x|in)\s*(?:€|EUR|euro)\s*(?:1\s*)?(?:mln|miljoen(?:en)?|mrd|miljard(?:en)?"
    r"|duizend(?:en)?)\b\.?|in\s+€\s*1(?:\.000)+"
    r"|in\s+(?:duizenden|miljoenen|hele|gehele)?\s*(?:euro'?’?s?|€)(?!\w)"
    r"(?:\s*\(?x\s*1\.000\)?)?(?:\s+en\s+(?:in\s+)?(?:aantallen|procenten|percentages|%))?"
    r"|(?:^|(?<=\())in\s+(?:mln|mld|mrd|miljoen(?:en)?|miljard(?:en)?)\b\.?(?:\s+euro)?)"
    r"\s*\)?",
    re.IGNORECASE,
)
_SIGNS = re.compile(
    r"\(?\s*(?:[\"'“”„]?\s*[-–+]\s*[\"'“”]?|\b[VN])\s*(?:=|is)\s*(?:(?:na|voor)de(?:el|lig)|saldo)\w*"
    r"(?:\s*[,;/]?\s*(?:en\s+)?(?:[\"'“”„]?\s*[-–+]\s*[\"'“”]?|\b[VN])\s*=\s*(?:na|voor)de(?:el|lig)\w*)?"
    r"\s*\)?",
    re.IGNORECASE,
)
CONTINUES = re.compile(r"^[a-zà-ÿ(&/+]")
"""How a line begins that goes on with the label above it."""


def unit_in(texts: Sequence[str]) -> str:
    """The unit as printed in one of the lines, without brackets; '' if there is none."""
    for text in texts:
        found = _UNIT.search(text)
        if found:
            return found[0].strip().strip("()").strip()
    return ""


def signs_in(texts: Sequence[str]) -> str:
    """What the signs of a table mean, as printed ('"-"= nadeel'); '' if that is not told."""
    found = (_SIGNS.search(text) for text in texts)
    return next((match[0].strip(" ()") for match in found if match), "")


def without_signs(text: str) -> str:
    """``text`` without what the signs of the table mean."""
    return " ".join(_SIGNS.sub(" ", text).split())


def is_caption(line: Line) -> bool:
    """Whether a line names a table and its unit at the right, or is only the unit."""
    *title, last = line.pieces
    if without_unit(last.text) or len(title) > 1:
        return False
    return not any(is_value(piece.text) for piece in title)


def without_unit(text: str) -> str:
    """``text`` without the unit in it; '' if it is only a unit."""
    found = _UNIT.search(text)
    if not found:
        return text
    rest = (text[: found.start()] + " " + text[found.end() :]).strip()
    return rest.strip("()| ") if not any(c.isalnum() for c in rest) else rest
