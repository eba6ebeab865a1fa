"""Owns what is measured on the image of a page: skew, ruled lines, and where ink really stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Grey", "Inked", "PixelBox", "Rules", "find_rules", "inked", "skew", "straightened"]

Grey = NDArray[np.uint8]
"""An image of one byte a pixel, 0 black to 255 white."""

PixelBox = tuple[int, int, int, int]
"""x0, y0, x1, y1 in pixels from the top left."""

_MOST_SKEW, _LEAST_SKEW = 5.0, 0.15  # degrees
_SKEW_WIDE = 700  # pixels: enough to see lines of text
_DARK, _CONTRAST = 150, 60  # grey levels: of a rule; of ink against its paper
_RULE_LONG, _RULE_THICK = 0.35, 0.06  # inches
_GAP = 3  # rows of pixels without ink between two lines of text; an i has fewer
_SPACE = 0.2  # of the size: letters stand closer
# Of a letter without and with a part above, and of a part below, as shares of the size.
_LOW, _HIGH, _BELOW = 0.57, 0.78, 0.22
_REACHES_UP = re.compile(r"[A-Zbdfhiklt0-9ß€%&/()\[\]!?|À-ÞĲäëïöüéèáóúíâêîôû]")
_REACHES_DOWN = re.compile(r"[gjpqyçĳ,;()\[\]/|_Q@]")


@dataclass(frozen=True, slots=True)
class Rules:
    """The ruled lines of a page in pixels."""

    horizontal: tuple[PixelBox, ...] = ()
    vertical: tuple[PixelBox, ...] = ()


@dataclass(frozen=True, slots=True)
class Inked:
    """A line of text as its ink stands, in pixels: its sides, top and bottom, baseline and size.

    ``stroke`` is the width of its strokes as a share of the size, ``gaps`` are the left and
    right sides of what is wide enough to be a space.
    """

    box: PixelBox
    base: float
    size: float
    stroke: float
    gaps: tuple[tuple[int, int], ...] = ()


def inked(grey: Grey, box: PixelBox, text: str) -> Inked | None:
    """Where the ink of a line of ``text`` stands in a box around it; ``None`` without any.

    Ink is what differs from the most of the box, so light on dark too. Ruled lines in the box,
    and what intrudes of the lines above and below, are left out.
    """
    x0, y0 = max(box[0], 0), max(box[1], 0)
    crop = grey[y0 : box[3], x0 : box[2]].astype(np.int16)
    if min(crop.shape) < 3:
        return None
    ink = np.abs(crop - np.median(crop)) > _CONTRAST
    ink[:, ink.sum(axis=0) >= 0.85 * ink.shape[0]] = False
    rows = _text_rows(ink.sum(axis=1), ink.shape[1])
    if rows is None:
        return None
    own = ink[rows[0] : rows[1]]
    columns = np.flatnonzero(own.any(axis=0))
    above, below = _REACHES_UP.search(text), _REACHES_DOWN.search(text)
    deep = _BELOW if below else 0.0
    size = (rows[1] - rows[0]) / ((_HIGH if above else _LOW) + deep)
    sides = int((own[:, 1:] != own[:, :-1]).sum())
    stroke = 2 * own.sum() / sides / size if sides else 0.0
    left, right = x0 + int(columns[0]), x0 + int(columns[-1]) + 1
    bottom = y0 + rows[1]
    apart = np.flatnonzero(np.diff(columns) - 1 >= _SPACE * size)
    gaps = tuple((x0 + int(columns[i]) + 1, x0 + int(columns[i + 1])) for i in apart)
    box = (left, y0 + rows[0], right, bottom)
    return Inked(box, bottom - deep * size, size, float(stroke), gaps)


def _text_rows(counts: NDArray[np.int_], wide: int) -> tuple[int, int] | None:
    """First and last (plus one) of the rows that hold the text in the middle of a box."""
    high = len(counts)
    groups: list[list[int]] = []
    for row in np.flatnonzero((counts > 0) & (counts < 0.9 * wide)).tolist():
        # A row that is all ink is a ruled line, and parts what is above and below it.
        if groups and row - groups[-1][1] <= _GAP and not counts[groups[-1][1] + 1 : row].any():
            groups[-1][1] = row
        else:
            groups.append([row, row])
    if not groups:
        return None
    middling = 1 - np.abs(np.arange(high) - high / 2) / high
    first, last = max(groups, key=lambda group: middling[group[0] : group[1] + 1].sum())
    return first, last + 1


def find_rules(grey: Grey, dpi: float) -> Rules:
    """The ruled lines of a page: long, thin and dark."""
    ink = grey < _DARK
    least, thick = round(_RULE_LONG * dpi), max(2, round(_RULE_THICK * dpi))
    across = tuple(_lines(ink, least, thick))
    down = tuple((x0, y0, x1, y1) for y0, x0, y1, x1 in _lines(ink.T, least, thick))
    return Rules(across, down)


def skew(grey: Grey) -> float:
    """By how many degrees to turn the page (counter-clockwise) so that its lines run level."""
    from PIL import Image

    picture = Image.fromarray(grey)
    high = max(1, round(picture.height * _SKEW_WIDE / max(picture.width, 1)))
    dark = 255 - np.asarray(picture.resize((_SKEW_WIDE, high), Image.Resampling.BOX))
    ink = Image.fromarray(np.where(dark > 60, dark, 0).astype(np.uint8))

    def sharpness(angle: float) -> float:
        rows = np.asarray(ink.rotate(angle, Image.Resampling.BILINEAR)).sum(axis=1, dtype=np.int64)
        return float(np.square(np.diff(rows)).sum())

    coarse = max(np.arange(-_MOST_SKEW, _MOST_SKEW + 0.1, 0.5).tolist(), key=sharpness)
    best: float = max(np.arange(coarse - 0.5, coarse + 0.51, 0.1).tolist(), key=sharpness)
    # A page without lines of text is as sharp at any angle.
    return best if sharpness(best) > 1.1 * sharpness(0.0) else 0.0


def straightened(grey: Grey, angle: float) -> Grey:
    """The page turned by ``angle`` degrees; a turn too small to matter is left out."""
    from PIL import Image

    if abs(angle) < _LEAST_SKEW:
        return grey
    turned = Image.fromarray(grey).rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    return np.asarray(turned)


def _lines(ink: NDArray[np.bool_], least: int, thick: int) -> Iterator[PixelBox]:
    """Runs of ink of at least ``least`` pixels along rows, at most ``thick`` rows together."""
    if ink.shape[1] < least:
        return
    sums = np.cumsum(np.pad(ink, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    whole = sums[:, least:] - sums[:, :-least] == least
    done: list[list[int]] = []
    going: list[list[int]] = []  # x0, x1, first row, last row
    for row in np.flatnonzero(whole.any(axis=1)).tolist():
        done += [run for run in going if run[3] < row - 2]
        going = [run for run in going if run[3] >= row - 2]
        edges = np.flatnonzero(np.diff(np.concatenate(([False], whole[row], [False])))).tolist()
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            x0, x1 = start, end + least - 1
            for run in going:
                if run[0] < x1 and x0 < run[1]:
                    run[0], run[1], run[3] = min(run[0], x0), max(run[1], x1), row
                    break
            else:
                going.append([x0, x1, row, row])
    for x0, x1, first, last in (*done, *going):
        if last - first < thick:
            yield x0, first, x1, last + 1
