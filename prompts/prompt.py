"""Owns the noun ``Prompt``: text with declared blanks, each filled exactly once per use."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from importlib.resources import files

from corpus.errors import UsageError

__all__ = ["Prompt", "load"]

_BLANK = re.compile(r"\{([a-z_]+)\}")
_HEAD = "blanks:"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt; ``version`` is a digest of its text, to be kept in every record."""

    name: str
    blanks: frozenset[str]
    text: str

    @property
    def version(self) -> str:
        """The first 12 hex digits of the SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    def fill(self, **values: str) -> str:
        """The text with every blank filled.

        Raises:
            UsageError: a blank is missing, or a value has no blank.
        """
        missing, surplus = self.blanks - values.keys(), values.keys() - self.blanks
        if missing or surplus:
            raise UsageError(
                f"Prompt '{self.name}': niet ingevuld: {_names(missing)}; onbekend: "
                f"{_names(surplus)}."
            )
        return _BLANK.sub(lambda m: values[m[1]], self.text)


def load(name: str) -> Prompt:
    """The prompt in ``prompts/<name>.md``.

    Raises:
        UsageError: there is no such prompt, or its blanks are not those it declares.
    """
    file = files("prompts") / f"{name}.md"
    if not file.is_file():
        raise UsageError(f"Prompt '{name}' bestaat niet.")
    return parse(name, file.read_text("utf-8"))


def parse(name: str, content: str) -> Prompt:
    """A prompt from the content of its file.

    Raises:
        UsageError: its blanks are not those it declares.
    """
    head, _, text = content.partition("\n\n")
    if not head.startswith(_HEAD):
        raise UsageError(f"Prompt '{name}' begint niet met '{_HEAD}'.")
    declared = frozenset(b.strip() for b in head.removeprefix(_HEAD).split(",") if b.strip())
    used = frozenset(_BLANK.findall(text))
    if declared != used:
        raise UsageError(
            f"Prompt '{name}': aangekondigd maar niet gebruikt: {_names(declared - used)}; "
            f"gebruikt maar niet aangekondigd: {_names(used - declared)}."
        )
    return Prompt(name, declared, text.strip())


def _names(names: frozenset[str] | set[str]) -> str:
    return ", ".join(sorted(names)) or "geen"
