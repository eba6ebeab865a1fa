"""Owns the noun ``Document``: what it is, who set it, when it holds, who may read it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from corpus.status import Authority, Status

__all__ = ["Document"]


@dataclass(frozen=True, slots=True)
class Document:
    """The facts of one document; unknown facts are ``None`` (or empty), never guessed.

    ``id`` is the first 16 hex digits of the SHA-256 of the file's bytes, so a moved or
    renamed file keeps it. ``file`` is the path relative to the ingested folder, with
    forward slashes. ``read_from`` tells per fact where it was read, e.g.
    ``("type", "register")`` or ``("date", "pagina 1")``.
    """

    id: str
    file: str
    source: str
    title: str
    type: str
    authority: Authority = Authority.ONBEKEND
    municipality: str | None = None
    adopted_by: str | None = None
    status: Status = Status.GENOEMD
    date: datetime.date | None = None
    valid_from: datetime.date | None = None
    valid_until: datetime.date | None = None
    period: tuple[int, int] | None = None
    budget_year: int | None = None
    replaces: str | None = None
    superseded_by: str | None = None
    groups: tuple[str, ...] = ()
    page_count: int = 1
    read_from: tuple[tuple[str, str], ...] = ()

    @property
    def year(self) -> int | None:
        """The year it speaks from: that of its date, else the budget year, if known."""
        return self.date.year if self.date else self.budget_year

    def readable_by(self, groups: frozenset[str]) -> bool:
        """Whether a reader in ``groups`` may see this document; no groups means public."""
        return not self.groups or not groups.isdisjoint(self.groups)

    def holds_on(self, day: datetime.date) -> bool:
        """Whether the document is valid on ``day``; an unknown bound does not exclude."""
        if self.valid_from is not None and day < self.valid_from:
            return False
        return self.valid_until is None or day <= self.valid_until
