"""Owns the noun ``Doubt``: a fact that a person must settle, and what to write to settle it."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.register import REGISTER_NAME

__all__ = ["Candidate", "Doubt"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value as the register writes it ("2027", "2027-01-01", "[2022, 2026]"), and its place."""

    value: str
    read_from: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A fact whose sources contradict each other, or that is missing where it matters.

    ``fact`` is the field of the register, ``question`` one Dutch sentence, ``example`` a value
    that shows how to write it where no candidate was read.
    """

    fact: str
    question: str
    candidates: tuple[Candidate, ...] = ()
    example: str = ""

    def yaml(self, file: str) -> str:
        """The lines for the register that settle it, the other candidates as a comment.

        Where nothing was read the line itself is a comment: an example settles nothing.
        """
        values = list(dict.fromkeys(candidate.value for candidate in self.candidates))
        if not values or self.fact == "groups":
            # That a document is closed does not tell for whom it is open.
            return f"- file: {_quoted(file)}\n  # {self.fact}: {self.example}"
        chosen, *others = values
        note = f"  # of: {', '.join(others)}" if others else ""
        return f"- file: {_quoted(file)}\n  {self.fact}: {chosen}{note}"

    @staticmethod
    def register_of(source: str, *, is_folder: bool) -> str:
        """The path of the register beside the documents of a source."""
        folder = source if is_folder else source.rpartition("/")[0]
        return f"{folder}/{REGISTER_NAME}"


def _quoted(text: str) -> str:
    plain = all(c.isalnum() or c in "-_./ " for c in text) and not text.startswith(("-", " "))
    return text if plain else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
