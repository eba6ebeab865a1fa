"""Owns the figures of a report, as SVG text that stands inside the page.

Text stays text, colours differ in lightness too, and each figure has a title and a description
for who cannot see it; the numbers stand in a table beside it.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from evals.bootstrap import Figure
from evals.compare import MeasureChange
from evals.summary import Confusion

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

__all__ = ["draw_changes", "draw_confusion", "draw_latency", "draw_types"]

_INK, _FIRST, _SECOND, _GRID = "#1b1b1b", "#154273", "#a90061", "#d6d6d6"
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "piketpaal",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.edgecolor": _INK,
    "axes.labelcolor": _INK,
    "text.color": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
_PROLOGUE = re.compile(r"^.*?(?=<svg )", re.DOTALL)
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
_IDS = re.compile(r'(id="|href="#|url\(#)')


def draw_types(
    rows: Sequence[tuple[str, Sequence[Figure | None]]], columns: Sequence[str], title: str
) -> str:
    """Per type of question one dot with its interval, for each of a few measures."""
    canvas, axes = _canvas(len(columns), height=0.27 * len(rows) + 1.1)
    for index, (axis, column) in enumerate(zip(axes, columns, strict=True)):
        for y, (_, figures) in enumerate(rows):
            found = figures[index]
            if found is None:
                continue
            axis.plot([found.low, found.high], [y, y], color=_FIRST, linewidth=2, zorder=2)
            axis.plot([found.value], [y], "o", color=_FIRST, markersize=6, zorder=3)
        axis.set_title(column, fontsize=10)
        axis.set_xlim(-0.03, 1.03)
        axis.set_ylim(len(rows) - 0.5, -0.5)
        axis.set_yticks(range(len(rows)), [name for name, _ in rows] if index == 0 else [])
        axis.grid(axis="x", color=_GRID, zorder=1)
        axis.tick_params(axis="y", length=0)
    return _svg(canvas, title, "Een stip per soort vraag; de lijn is het 95%-interval.")


def draw_confusion(confusion: Confusion, title: str) -> str:
    """A table of counts, darker where more."""
    wanted, told = confusion.wanted, confusion.told
    canvas, (axis,) = _canvas(1, height=0.4 * len(wanted) + 1.7, width=0.85 * len(told) + 3.2)
    most = max(confusion.counts.values(), default=1)
    for y, want in enumerate(wanted):
        for x, tell in enumerate(told):
            count = confusion.counts.get((want, tell), 0)
            shade = 1 - 0.55 * count / most
            fill = (shade, shade + (1 - shade) * 0.5, 1.0) if tell in want.split("/") else None
            colour = fill or (1.0, shade + (1 - shade) * 0.5, shade)
            axis.add_patch(_square(x, y, colour if count else "#ffffff"))
            if count:
                axis.text(x, y, str(count), ha="center", va="center", fontsize=10)
    axis.set_xlim(-0.5, len(told) - 0.5)
    axis.set_ylim(len(wanted) - 0.5, -0.5)
    axis.set_xticks(range(len(told)), told, rotation=35, ha="right")
    axis.set_yticks(range(len(wanted)), wanted)
    axis.set_xlabel("wat het antwoord zei")
    axis.set_ylabel("wat juist was")
    says = "Rijen: wat juist was. Kolommen: wat het antwoord zei. Blauw is goed, oranje fout."
    return _svg(canvas, title, says)


def draw_latency(times: Sequence[float], p50: float, p95: float, title: str) -> str:
    """How long the questions took."""
    canvas, (axis,) = _canvas(1, height=2.6)
    axis.hist(times, bins=40, color=_FIRST, zorder=2)
    for value, name, style in ((p50, "p50", "-"), (p95, "p95", "--")):
        axis.axvline(value, color=_SECOND, linestyle=style, linewidth=2, zorder=3)
        axis.annotate(
            f"{name}: {value:.0f} ms",
            (value, 1),
            xycoords=("data", "axes fraction"),
            xytext=(4, -10 if name == "p50" else -24),
            textcoords="offset points",
            color=_SECOND,
        )
    axis.set_xlabel("milliseconden per vraag")
    axis.set_ylabel("vragen")
    axis.grid(axis="y", color=_GRID, zorder=1)
    return _svg(canvas, title, f"De helft binnen {p50:.0f} ms, 95% binnen {p95:.0f} ms.")


def draw_changes(changes: Sequence[MeasureChange], title: str) -> str:
    """Per measure how it moved, with its paired interval."""
    canvas, (axis,) = _canvas(1, height=0.28 * len(changes) + 1.0)
    for y, moved in enumerate(changes):
        marks = _SECOND if moved.worse else _FIRST
        shape = "v" if moved.worse else "^" if moved.better else "o"
        axis.plot([moved.change.low, moved.change.high], [y, y], color=marks, linewidth=2)
        axis.plot([moved.change.value], [y], shape, color=marks, markersize=7)
    axis.axvline(0, color=_INK, linewidth=1)
    axis.set_ylim(len(changes) - 0.5, -0.5)
    axis.set_yticks(range(len(changes)), [m.measure.label for m in changes])
    axis.set_xlabel("verschil (na min voor)")
    axis.grid(axis="x", color=_GRID)
    axis.tick_params(axis="y", length=0)
    return _svg(canvas, title, "Driehoek omlaag: slechter; omhoog: beter; rondje: gelijk.")


def _canvas(columns: int, *, height: float, width: float = 9.5) -> tuple[Canvas, list[Axes]]:
    import matplotlib as mpl
    from matplotlib.figure import Figure as NewCanvas

    with mpl.rc_context(_STYLE):
        canvas = NewCanvas(figsize=(min(width, 9.5), height), layout="constrained")
        axes = canvas.subplots(1, columns, squeeze=False, sharey=False)
    return canvas, list(axes[0])


def _square(x: float, y: float, colour: object):  # type: ignore[no-untyped-def]  # loads late
    from matplotlib.patches import Rectangle

    return Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=colour, edgecolor=_GRID)


def _svg(canvas: Canvas, title: str, says: str) -> str:
    import matplotlib as mpl

    out = io.StringIO()
    with mpl.rc_context(_STYLE):
        canvas.savefig(out, format="svg", metadata={"Date": None})
    drawn = _METADATA.sub("", _PROLOGUE.sub("", out.getvalue()))
    # Several figures stand in one page: what they name inside themselves may not meet.
    mark = f"f{zlib.crc32(title.encode())}"
    drawn = _IDS.sub(lambda m: f"{m[1]}{mark}-", drawn)
    label = f'role="img" aria-label="{escape(title)}. {escape(says)}" '
    return drawn.replace("<svg ", f"<svg {label}", 1)
