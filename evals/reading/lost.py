"""Owns counting the words of a page that a reader lost, against the text layer.

The text layer is what pypdfium2 gives. Words that a line end breaks count as one word or as two,
whichever the reader made of them. Running heads, feet and page numbers may be left out on
purpose, so what was lost of them is counted apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

__all__ = ["Layer", "Loss", "healed", "layers_of", "loss"]

_BAND = 0.1  # of the page's height: heads and feet stand in it, at the top and at the bottom
_REPEATED = 3  # pages on which the same line stands there
_SAME_LINE, _TOUCHING = 4.0, 1.0  # points between middles of lines; between letters of a word
_DASHES = str.maketrans("–−—‐‑", "-----")
_SOFT = "\u00ad\u0002\ufffe"  # a soft hyphen, and pdfium's marks for one
_BREAK = rf"(?:-[ \t]*\r?\n[ \t]*|[{_SOFT}][ \t]*(?:\r?\n[ \t]*)?)"
_BROKEN = re.compile(rf"(?<=\w){_BREAK}(?=\w)")
_WORD_OR_BROKEN = re.compile(rf"\w+(?:{_BREAK}\w+)*")
_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")


def healed(text: str) -> str:
    """``text`` in lower case, with words whole again that a line end breaks."""
    return _BROKEN.sub("", _same(text))


def _same(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_DASHES).lower()


@dataclass(frozen=True, slots=True)
class Layer:
    """The text layer of a page, and the lines of it that are running heads and feet."""

    text: str
    running: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loss:
    """Words of pages, and how many of them did not come back; of running lines apart."""

    words: int = 0
    lost: int = 0
    running: int = 0
    running_lost: int = 0

    def __add__(self, other: Loss) -> Loss:
        return Loss(
            self.words + other.words,
            self.lost + other.lost,
            self.running + other.running,
            self.running_lost + other.running_lost,
        )

    @property
    def share(self) -> float:
        """The part of the words that was lost."""
        return self.lost / self.words if self.words else 0.0


def layers_of(path: Path) -> tuple[Layer, ...]:
    """The text layers of the pages of a PDF."""
    import pypdfium2

    texts: list[str] = []
    edges: list[list[str]] = []
    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            layer = page.get_textpage()
            texts.append(str(layer.get_text_range()))
            edges.append(_edge_lines(layer, page.get_height()))
    shapes = [[_shape(line, page) for line in own] for page, own in enumerate(edges)]
    seen = Counter(shape for own in shapes for shape in set(own) if shape)
    return tuple(
        Layer(text, tuple(line for line in own if seen[_shape(line, page)] >= _REPEATED))
        for page, (text, own) in enumerate(zip(texts, edges, strict=True))
    )


def _edge_lines(layer: PdfTextPage, height: float) -> list[str]:
    """The lines at the top and the bottom of a page; what touches is one word."""
    low, high = height * _BAND, height * (1 - _BAND)
    boxes = [layer.get_rect(number) for number in range(layer.count_rects())]
    lines: dict[int, list[tuple[float, float, float, float]]] = {}
    for box in sorted(box for box in boxes if box[3] < low or box[1] > high):
        middle = (box[1] + box[3]) / 2
        line = next((key for key in lines if abs(key - middle) < _SAME_LINE), round(middle))
        lines.setdefault(line, []).append(box)
    found = []
    for own in lines.values():
        text, right = "", own[0][0]
        for box in own:
            text += (" " if box[0] - right > _TOUCHING else "") + str(layer.get_text_bounded(*box))
            right = box[2]
        found.append(text)
    return found


def _shape(text: str, page: int) -> str:
    """What a running line has in common over pages, '' when it cannot be one.

    A page number counts along with the pages; numbers within a line of words may change.
    """
    plain = " ".join(text.lower().split())
    if plain.isdigit():
        return f"page {int(plain) - page}"
    return _DIGITS.sub("#", plain) if any(c.isalpha() for c in plain) else ""


def loss(layer: Layer, text: str) -> Loss:
    """What of the words of a page is not in ``text``, each word as often as it stands there."""
    have = Counter(_WORD.findall(healed(text)))
    missing: Counter[str] = Counter()
    total = 0
    for word, *parts in _words(layer.text):
        total += 1
        if have[word]:
            have[word] -= 1
        elif parts and all(have[part] for part in parts):
            have.subtract(parts)
        else:
            missing[word] += 1
    running = Counter(word for line in layer.running for word, *_ in _words(line))
    of_running, heads = (missing & running).total(), running.total()
    return Loss(total - heads, missing.total() - of_running, heads, of_running)


def _words(text: str) -> Iterator[tuple[str, ...]]:
    """Each word; of one that a line end breaks the whole, then its parts."""
    for match in _WORD_OR_BROKEN.finditer(_same(text)):
        parts = _WORD.findall(match[0])
        yield ("".join(parts), *(parts if len(parts) > 1 else ()))
