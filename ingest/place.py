"""Owns the noun ``Place``: what a passage stands under, beyond the headings above it."""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict, dataclass
from typing import Any

from ingest.decisions import DecisionRef, Outcome

__all__ = ["Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in its kind of document a passage stands; unknown parts are ``""`` or empty.

    In a budget or report: ``programme`` and ``paragraph`` as their headings are printed,
    ``taakveld`` the code of today ("5.7"), ``question`` "bereiken", "doen" or "kosten", and
    ``holders`` who the programme says holds its portfolio. In an agreement: ``chapter``. In a
    list of decisions: ``decision``.
    """

    programme: str = ""
    taakveld: str = ""
    question: str = ""
    paragraph: str = ""
    chapter: str = ""
    holders: tuple[str, ...] = ()
    decision: DecisionRef | None = None

    def to_json(self) -> str:
        """The place as JSON, without what is unknown."""
        told = {key: value for key, value in asdict(self).items() if value}
        return json.dumps(told, ensure_ascii=False, default=str)

    @classmethod
    def from_json(cls, data: str) -> Place:
        """The place that ``to_json`` wrote."""
        told: dict[str, Any] = json.loads(data)
        decision = told.pop("decision", None)
        holders = tuple(told.pop("holders", ()))
        return cls(**told, holders=holders, decision=_decision(decision) if decision else None)


def _decision(told: dict[str, Any]) -> DecisionRef:
    day = told.pop("date", None)
    outcome = Outcome(told.pop("outcome"))
    return DecisionRef(
        **told, outcome=outcome, date=datetime.date.fromisoformat(day) if day else None
    )
