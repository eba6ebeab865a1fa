"""Owns the noun ``Figure``: one measured figure of reading, with what was wrong in words."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Figure"]


@dataclass(frozen=True, slots=True)
class Figure:
    """How many of how many were right; ``faults`` has a Dutch line for each that was not."""

    what: str
    right: int
    total: int
    faults: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """The part that is right."""
        return self.right / self.total if self.total else 0.0
