"""Owns what counts as the same text: the one normalisation that quotes are compared under."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["collapse", "fold", "squash"]

_SPACE = re.compile(r"\s+")
# A soft hyphen (or pdfium's mark for one) takes the line break after it along.
_SOFT_HYPHEN = re.compile("[\u00ad\u0002\ufffe][ \t]*(?:\r?\n)?")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
_ACCENT = re.compile("[\u0300-\u036f]+")
_NOT_WORD = re.compile(r"[^\w%€+]+")


def collapse(text: str) -> str:
    """``text`` in NFC, invisible characters gone, each run of white space one space."""
    healed = _SOFT_HYPHEN.sub("", unicodedata.normalize("NFC", text))
    return _SPACE.sub(" ", _INVISIBLE.sub("", healed)).strip()


def squash(text: str) -> str:
    """``collapse``d text without any white space: equal however lines were broken."""
    return collapse(text).replace(" ", "")


def fold(text: str) -> str:
    """Lower case without diacritics, punctuation as single spaces: for word comparison."""
    plain = unicodedata.normalize("NFKD", collapse(text).lower())
    return _NOT_WORD.sub(" ", _ACCENT.sub("", plain)).strip()
