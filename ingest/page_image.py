"""Owns the picture of a page with a quote marked on it."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import ReadError, UnsupportedError
from ingest.pages import ROW_SEPARATOR, Box
from ingest.read_pdf import open_pdf
from ingest.text import squash

__all__ = ["PageImage", "render"]

_FILL = (255, 221, 0, 90)
_BORDER = (214, 120, 0, 255)
_MOST_PIXELS = 40_000_000
_LEFT_OUT = frozenset("\u00ad\u0002\ufffe\u200b\u200c\u200d\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as PNG. ``boxes`` are where the quote stands, in points; empty if not found."""

    png: bytes
    boxes: tuple[Box, ...]
    width: int
    height: int


def render(path: Path, number: int, quote: str, *, scale: float = 1.5) -> PageImage:
    """Draw page ``number`` (from 1) of a PDF and mark where ``quote`` stands.

    Raises:
        UnsupportedError: the file is no PDF.
        ReadError: it cannot be opened or has no such page.
    """
    if path.suffix.lower() != ".pdf":
        raise UnsupportedError(f"{path.name}: alleen van een PDF kan een pagina worden getoond.")
    with open_pdf(path) as document:
        if not 1 <= number <= len(document):
            raise ReadError(f"{path.name}: heeft geen pagina {number} (wel 1-{len(document)}).")
        return _draw(document[number - 1], quote, scale)


def _draw(page: Any, quote: str, scale: float) -> PageImage:
    from PIL import Image, ImageDraw

    width, height = page.get_size()
    scale = max(0.1, min(scale, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5))
    boxes = _find(page, quote)
    image = page.render(scale=scale).to_pil().convert("RGBA")
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    for box in boxes:
        corners = [round(v * scale) for v in (box.x0 - 1, box.y0 - 1, box.x1 + 1, box.y1 + 1)]
        draw.rectangle(corners, fill=_FILL, outline=_BORDER, width=max(1, round(scale)))
    marked = Image.alpha_composite(image, layer).convert("RGB")
    out = io.BytesIO()
    marked.save(out, format="PNG")
    page.close()
    return PageImage(out.getvalue(), tuple(boxes), marked.width, marked.height)


@dataclass(slots=True)
class _Letters:
    """The characters of a page without white space, and the box of each."""

    text: str
    boxes: list[Box]

    def spans(self, part: str) -> list[tuple[int, int]]:
        """Where ``part`` stands; as words of their own where that is possible."""
        found, at = [], self.text.find(part)
        while at >= 0:
            found.append((at, at + len(part)))
            at = self.text.find(part, at + 1)
        whole = [span for span in found if self._stands_alone(*span)]
        return whole or found

    def _stands_alone(self, start: int, end: int) -> bool:
        """Whether nothing that belongs to the same number or word touches the span."""
        return self._apart(start - 1, start) and self._apart(end - 1, end)

    def _apart(self, left: int, right: int) -> bool:
        if left < 0 or right >= len(self.boxes):
            return True
        a, b = self.boxes[left], self.boxes[right]
        if abs((a.y0 + a.y1) - (b.y0 + b.y1)) > a.y1 - a.y0:
            return True
        both = self.text[left] + self.text[right]
        joined = all(c.isalnum() or c in ".,-" for c in both)
        return not joined or b.x0 - a.x1 > (a.y1 - a.y0) * 0.12


def _find(page: Any, quote: str) -> list[Box]:
    """The boxes of a quote, one for each line; of a table row, those of each of its parts."""
    letters = _letters(page)
    parts = [part for part in map(squash, quote.split(ROW_SEPARATOR)) if part]
    whole = squash(quote)
    if whole and len(parts) > 1 and letters.spans(whole):
        parts = [whole]
    options = [letters.spans(part) for part in parts]
    boxes: list[Box] = []
    for start, end in _choose(options, letters):
        boxes += [box for box in _by_line(letters.boxes[start:end]) if box not in boxes]
    return boxes


def _choose(
    options: Sequence[Sequence[tuple[int, int]]], letters: _Letters
) -> list[tuple[int, int]]:
    """One place for each part: on the row that holds most parts, or else over its cell.

    A part that is not on that row heads a column, so it stands over the next part that is.
    """
    heights = [[_middle(letters, span) for span in spans] for spans in options]
    rows = {y for ys in heights for y in ys}
    if not rows:
        return []
    row = max(rows, key=lambda y: sum(any(abs(y - o) < 3 for o in ys) for ys in heights))
    chosen: list[tuple[int, int]] = []
    beside: float | None = None  # the x of the cell that the header before it belongs to
    for spans in reversed(options):
        on_row = [span for span in spans if abs(_middle(letters, span) - row) < 3]
        if on_row:
            chosen.append(on_row[0])
            beside = letters.boxes[on_row[0][1] - 1].x1
        elif spans:
            chosen.append(min(spans, key=lambda span: _offset(letters, span, row, beside)))
    return chosen[::-1]


def _middle(letters: _Letters, span: tuple[int, int]) -> float:
    box = letters.boxes[span[0]]
    return (box.y0 + box.y1) / 2


def _offset(
    letters: _Letters, span: tuple[int, int], row: float, beside: float | None
) -> tuple[float, float]:
    aside = 0.0 if beside is None else abs(letters.boxes[span[1] - 1].x1 - beside)
    return (round(aside / 20), abs(_middle(letters, span) - row))


def _letters(page: Any) -> _Letters:
    """Every character that counts in a comparison, in the order of the text layer."""
    import ctypes

    import pypdfium2.raw as pdfium

    from ingest.sheet import page_turn

    turn = page_turn(page)
    text = page.get_textpage()
    rect = pdfium.FS_RECTF()
    reference = ctypes.byref(rect)
    characters: list[str] = []
    boxes: list[Box] = []
    for index, character in _characters(text):
        if not pdfium.FPDFText_GetLooseCharBox(text.raw, index, reference):
            continue
        box = turn.box(rect.left, rect.bottom, rect.right, rect.top)
        for one in character:
            if one not in _LEFT_OUT and not one.isspace():
                characters.append(one)
                boxes.append(box)
    text.close()
    return _Letters("".join(characters), boxes)


def _characters(text: Any) -> Iterator[tuple[int, str]]:
    """Index and NFC text of each character; a letter with a loose accent is one."""
    import pypdfium2.raw as pdfium

    held: tuple[int, str] | None = None
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text.raw, index)
        one = chr(code) if not 0xD800 <= code <= 0xDFFF else ""
        if held is not None and one and unicodedata.combining(one):
            held = (held[0], unicodedata.normalize("NFC", held[1] + one))
            continue
        if held is not None:
            yield held
        held = (index, unicodedata.normalize("NFC", one))
    if held is not None:
        yield held


def _by_line(boxes: Sequence[Box]) -> list[Box]:
    """Boxes of characters joined to one box for each line."""
    lines: list[Box] = []
    for box in boxes:
        last = lines[-1] if lines else None
        middle = (box.y0 + box.y1) / 2
        if last is not None and last.y0 <= middle <= last.y1 and box.x0 > last.x0 - 2:
            lines[-1] = Box(
                min(last.x0, box.x0),
                min(last.y0, box.y0),
                max(last.x1, box.x1),
                max(last.y1, box.y1),
            )
        else:
            lines.append(box)
    return lines
