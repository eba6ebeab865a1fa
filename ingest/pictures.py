"""Owns what the pictures of a page show, without reading them: words and lines, or a photo.

Text in a picture betrays itself at low resolution: small patches of one even background with
many short strokes. A photo has strokes too, but no even background; a logo has few.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.alternatives import alternative_texts
from ingest.pages import Box

__all__ = ["Gallery", "Picture", "Placed", "Show", "around", "show_of"]

Grey = NDArray[np.int16]

_LEAST_SHARE = 0.02  # of the page; smaller ones are icons and ornaments
_LEAST_SIDE = 36.0  # points
_TOUCH = 1.5  # points between strips of one picture
_MOST_STRIPS = 400
_MOST_SOURCE = 60_000_000  # pixels; a larger picture is not opened
_MOST_PIXELS = 1_000_000  # that are looked at
_FINEST = 2.0  # pixels a point that are looked at: 144 dpi
# A patch is about one line high and four or five letters wide.
_HIGH, _WIDE = 12, 36
_EVEN, _INK = 12, 40  # grey levels from the background that still are it, or surely are not


@dataclass(frozen=True, slots=True)
class Show:
    """What the pixels of a picture show.

    ``words`` are the patches that look like text, in shares of the width and height (x0, y0,
    x1, y1) and joined along the line; ``patches`` is their count, ``of`` that of all patches.
    ``drawn`` is whether the picture was made by a program (even areas, sharp edges) rather
    than by a camera, ``busy`` the share of it that is not even.
    """

    words: tuple[tuple[float, float, float, float], ...] = ()
    patches: int = 0
    of: int = 0
    drawn: bool = False
    busy: float = 0.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on a page, or strips of one that touch.

    ``show`` is ``None`` when it was too small to look at or could not be opened. ``key``
    is the same for the same picture on another page. ``alt`` is its alternative text.
    """

    box: Box
    key: tuple[int, ...] = ()
    show: Show | None = None
    alt: str = ""

    def words(self) -> Iterator[Box]:
        """Where on the page it seems to hold text, a box for each run of it."""
        wide, high = self.box.x1 - self.box.x0, self.box.y1 - self.box.y0
        for x0, y0, x1, y1 in self.show.words if self.show else ():
            yield Box(
                self.box.x0 + x0 * wide,
                self.box.y0 + y0 * high,
                self.box.x0 + x1 * wide,
                self.box.y0 + y1 * high,
            )


@dataclass(frozen=True, slots=True)
class Placed:
    """An image object of pdfium with its box as seen and its place in the tags, -1 if none."""

    item: Any
    box: Box
    mark: int = -1


@dataclass(slots=True)
class Gallery:
    """The pictures of one document; what was seen before is not looked at again."""

    tagged: bool = False
    _seen: dict[tuple[int, ...], Show | None] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Any) -> Gallery:
        """The gallery of an open pdfium document."""
        import pypdfium2.raw as pdfium

        return cls(tagged=bool(pdfium.FPDFCatalog_IsTagged(document.raw)))

    def look(
        self, page: Any, images: Sequence[Placed], drawn: dict[int, Box], area: float
    ) -> list[Picture]:
        """The pictures of a page of ``area`` square points.

        ``drawn`` has the boxes of shapes that are tagged as a figure, by their place in the
        tags: one with an alternative text is a picture too.
        """
        told = alternative_texts(page) if self.tagged and (images or drawn) else {}
        found = []
        for strips in _together(images):
            box = around(s.box for s in strips)
            alts = dict.fromkeys(told.get(s.mark, "") for s in strips)
            alt = "; ".join(a for a in alts if a)
            key = tuple(n for s in strips for n in _key(s.item))
            show = None
            if _is_large(box, area):
                if key not in self._seen:
                    self._seen[key] = _show(strips, box)
                show = self._seen[key]
            found.append(Picture(box, key, show, alt))
        seen = {s.mark for s in images}
        for mark, box in drawn.items():
            if mark not in seen and told.get(mark):
                found.append(Picture(box, alt=told[mark]))
        return found


def show_of(grey: Grey) -> Show:
    """What a grey picture shows; its letters should be some 5 to 30 pixels high."""
    upright, level, busy = _text_patches(grey)
    turned, level_turned, _ = _text_patches(grey.T)
    sharp = float((np.abs(np.diff(grey, axis=1)) <= 2).mean()) if grey.size > 1 else 0.0
    drawn = max(level, level_turned) >= 0.66 and sharp >= 0.6
    if turned.sum() > upright.sum():
        words = tuple((y0, x0, y1, x1) for x0, y0, x1, y1 in _runs(turned, grey.T.shape))
        return Show(words, int(turned.sum()), turned.size, drawn, busy)
    words = tuple(_runs(upright, grey.shape))
    return Show(words, int(upright.sum()), upright.size, drawn, busy)


def _text_patches(grey: Grey) -> tuple[NDArray[np.bool_], float, float]:
    """Which patches look like text, how clean the busy ones are, and the share of these.

    Clean is a patch that has two levels, ink and paper, and little between them.
    """
    rows, columns = grey.shape[0] // _HIGH, grey.shape[1] // _WIDE
    if not rows or not columns:
        return np.zeros((0, 0), dtype=np.bool_), 0.0, 0.0
    cut = grey[: rows * _HIGH, : columns * _WIDE]
    patches = cut.reshape(rows, _HIGH, columns, _WIDE).swapaxes(1, 2)
    flat = patches.reshape(rows, columns, -1)
    paper = np.median(flat, axis=2).astype(np.int16)[..., None]
    away = np.abs(flat - paper)
    even = (away <= _EVEN).mean(axis=2)
    ink = away > _INK
    count = ink.sum(axis=2)
    level = (np.where(ink, flat, 0).sum(axis=2) / np.maximum(count, 1))[..., None]
    clean = even + ((np.abs(flat - level) <= 28) & ink).mean(axis=2)
    strokes = ink.reshape(patches.shape)
    starts = (strokes[..., 1:] & ~strokes[..., :-1]).sum(axis=3)
    inked = strokes.any(axis=3)
    per_row = starts.sum(axis=2) / np.maximum(1, inked.sum(axis=2))
    # Bars of a fence or a code are the same on each row; letters are not.
    uneven = np.where(inked, starts, 0).std(axis=2)
    share = count / (_HIGH * _WIDE)
    text = (
        (even >= 0.45)
        & (clean >= 0.65)
        & (share >= 0.05)
        & (share <= 0.5)
        & (per_row >= 2.4)
        & (uneven >= 0.5)
    )
    busy = even < 0.95
    return text, float(clean[busy].mean()) if busy.any() else 1.0, float(busy.mean())


def _runs(
    text: NDArray[np.bool_], shape: tuple[int, ...]
) -> Iterator[tuple[float, float, float, float]]:
    """Patches of text next to each other as one box, in shares of the picture."""
    high, wide = _HIGH / max(shape[0], 1), _WIDE / max(shape[1], 1)
    for row in range(text.shape[0]):
        edges = np.flatnonzero(np.diff(np.concatenate(([False], text[row], [False]))))
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            yield float(first * wide), row * high, float(last * wide), (row + 1) * high


def _is_large(box: Box, area: float) -> bool:
    wide, high = box.x1 - box.x0, box.y1 - box.y0
    return min(wide, high) >= _LEAST_SIDE and wide * high >= _LEAST_SHARE * area


def _together(images: Sequence[Placed]) -> list[list[Placed]]:
    """Images grouped to pictures: strips that touch along a whole side belong together."""
    groups: list[list[Placed]] = []
    if len(images) > _MOST_STRIPS:
        return [[image] for image in images]
    for image in sorted(images, key=lambda i: (i.box.y0, i.box.x0)):
        own = [g for g in groups if _touches(around(p.box for p in g), image.box)]
        rest = [g for g in groups if not any(g is o for o in own)]
        groups = [*rest, [*(p for g in own for p in g), image]]
    return groups


def _touches(a: Box, b: Box) -> bool:
    across = abs(a.x0 - b.x0) <= _TOUCH and abs(a.x1 - b.x1) <= _TOUCH
    down = abs(a.y0 - b.y0) <= _TOUCH and abs(a.y1 - b.y1) <= _TOUCH
    below = min(abs(b.y0 - a.y1), abs(a.y0 - b.y1)) <= _TOUCH
    beside = min(abs(b.x0 - a.x1), abs(a.x0 - b.x1)) <= _TOUCH
    return (across and below) or (down and beside)


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around ``boxes``, of which there is at least one."""
    every = list(boxes)
    return Box(
        min(b.x0 for b in every),
        min(b.y0 for b in every),
        max(b.x1 for b in every),
        max(b.y1 for b in every),
    )


def _key(item: Any) -> tuple[int, int, int]:
    """Size in pixels and stored length: the same for the same image, without opening it."""
    import pypdfium2.raw as pdfium

    width, height = ctypes.c_uint(), ctypes.c_uint()
    pdfium.FPDFImageObj_GetImagePixelSize(item, ctypes.byref(width), ctypes.byref(height))
    return width.value, height.value, pdfium.FPDFImageObj_GetImageDataRaw(item, None, 0)


def _show(strips: Sequence[Placed], box: Box) -> Show | None:
    """What a picture shows, its strips laid together; ``None`` if none can be opened."""
    wide, high = box.x1 - box.x0, box.y1 - box.y0
    finest = max((_key(s.item)[0] / max(s.box.x1 - s.box.x0, 1.0) for s in strips), default=1.0)
    scale = min(_FINEST, max(finest, 0.2), (_MOST_PIXELS / (wide * high)) ** 0.5)
    canvas = np.full((max(1, round(high * scale)), max(1, round(wide * scale))), 255, np.int16)
    opened = False
    for strip in strips:
        x0, y0 = round((strip.box.x0 - box.x0) * scale), round((strip.box.y0 - box.y0) * scale)
        x1, y1 = round((strip.box.x1 - box.x0) * scale), round((strip.box.y1 - box.y0) * scale)
        size = (min(x1, canvas.shape[1]) - x0, min(y1, canvas.shape[0]) - y0)
        if min(size) < 1:
            continue
        grey = _grey(strip.item, size)
        if grey is not None:
            canvas[y0 : y0 + size[1], x0 : x0 + size[0]] = grey
            opened = True
    return show_of(canvas) if opened else None


def _grey(item: Any, size: tuple[int, int]) -> Grey | None:
    """An image in grey at ``size``, or ``None`` if it is too large or cannot be opened."""
    import pypdfium2 as pdfium
    from PIL import Image

    width, height, length = _key(item)
    if not 0 < width * height <= _MOST_SOURCE:
        return None
    clear = pdfium.raw.FPDFPageObj_HasTransparency(item)
    picture = None if clear else _jpeg(item, length, size)
    if picture is None:
        bitmap = pdfium.raw.FPDFImageObj_GetBitmap(item)
        if not bitmap:
            return None
        picture = pdfium.PdfBitmap.from_raw(bitmap).to_pil().convert("L")
        pdfium.raw.FPDFBitmap_Destroy(bitmap)
    return np.asarray(picture.resize(size, Image.Resampling.BOX), dtype=np.int16)


def _jpeg(item: Any, length: int, size: tuple[int, int]) -> Any:
    """A JPEG opened at a fraction of its size, which costs a fraction of the time."""
    import pypdfium2.raw as pdfium
    from PIL import Image

    name = ctypes.create_string_buffer(32)
    pdfium.FPDFImageObj_GetImageFilter(item, 0, name, 32)
    if pdfium.FPDFImageObj_GetImageFilterCount(item) != 1 or name.value != b"DCTDecode":
        return None
    data = ctypes.create_string_buffer(length)
    pdfium.FPDFImageObj_GetImageDataRaw(item, data, length)
    try:
        with Image.open(io.BytesIO(data.raw)) as picture:
            picture.draft("L", size)
            return picture.convert("L")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None  # pdfium may still open what is not quite a JPEG
