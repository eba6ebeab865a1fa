"""Owns the seam to text recognition (OCR): what a recogniser gives, and which one there is."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Protocol

from ingest.scan import Grey, PixelBox

__all__ = ["NO_OCR", "Ocr", "Part", "Recognised", "Recognizer", "ocr_for"]

_INSTALL = "installeer de OCR-uitbreiding (pip install 'piketpaal[ocr]') en neem het opnieuw in"
_SWITCHED_OFF = "neem het opnieuw in met OCR aan (zonder --no-ocr of PIKETPAAL_OCR=off)"


@dataclass(frozen=True, slots=True)
class Part:
    """A word within a recognised line, with its left and right side in pixels."""

    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """One line or cell of text: a box around it in pixels, and how sure it is, 0 to 1."""

    text: str
    box: PixelBox
    confidence: float
    parts: tuple[Part, ...]


class Recognizer(Protocol):
    """Reads the text in an image."""

    @property
    def name(self) -> str:
        """Which program and version; a document is read anew when it changes."""
        ...

    def lines(self, grey: Grey) -> list[Recognised]:
        """The text in an image whose letters stand upright, in reading order."""
        ...


@dataclass(frozen=True, slots=True)
class Ocr:
    """The recogniser to use, or ``None`` and what a user can do about that, in Dutch."""

    recognizer: Recognizer | None = None
    remedy: str = _INSTALL

    @property
    def name(self) -> str:
        """The name of the recogniser; empty without one."""
        return self.recognizer.name if self.recognizer else ""


NO_OCR = Ocr()
"""As without the extra."""


def ocr_for(*, wanted: bool) -> Ocr:
    """What recognises text here: nothing when it is not ``wanted``, or not installed."""
    if not wanted:
        return Ocr(None, _SWITCHED_OFF)
    if find_spec("rapidocr") is None:
        return NO_OCR
    from ingest.rapid import Rapid

    return Ocr(Rapid())
