"""Owns how the figures of reading look in a document: Dutch tables in Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evals.labels import share
from evals.reading.beside import CELLS, Compared
from evals.reading.figures import Figure
from evals.reading.markdown import table
from evals.reading.speed import Speed

__all__ = ["cell_table", "fault_list", "own_table", "speed_table", "text_table"]

_NONE = "–"
_MOST_FAULTS = 25


def own_table(figures: Mapping[str, Sequence[Figure]]) -> str:
    """Our own figures over all labels and over each half; ``figures`` is by half, all first."""
    whole, *halves = figures.values()
    rows = []
    for number, figure in enumerate(whole):
        parts = [half[number] if number < len(half) else None for half in halves]
        counts = f"{figure.right} van {figure.total}"
        shares = [share(f.share) if f and f.total else _NONE for f in (figure, *parts)]
        rows.append([figure.what, counts, *shares])
    return table(["wat", "goed", "alles", "ontwikkelen", "toets"], rows)


def cell_table(compared: Sequence[Compared]) -> str:
    """Cells in tables and in chunks, for each reader."""
    head = ["lezer"]
    head += [f"in een tabel, {what}" for what in CELLS.values()]
    head += [f"in één brok (zwakker), {what}" for what in CELLS.values()]
    rows = [
        [
            one.name,
            *(_counted(one.tables[name]) if one.tables else _NONE for name in CELLS),
            *(_counted(one.chunks[name]) for name in CELLS),
        ]
        for one in compared
    ]
    return table(head, rows)


def text_table(compared: Sequence[Compared]) -> str:
    """Words lost, reading order and headings, for each reader."""
    head = ["lezer", "woorden kwijt", "kop- en voetregels weg", "leesvolgorde goed"]
    head += ["koppen, precisie", "koppen, vindbaarheid"]
    rows = []
    for one in compared:
        lost, headings = one.loss, one.headings or ()
        rows.append(
            [
                one.name,
                f"{_thousands(lost.lost)} van {_thousands(lost.words)} ({_fine(lost.share)})",
                f"{_thousands(lost.running_lost)} van {_thousands(lost.running)}",
                f"{one.order.right} van {one.order.total}",
                *([share(f.share) for f in headings] or [_NONE, _NONE]),
            ]
        )
    return table(head, rows)


def speed_table(compared: Sequence[Compared]) -> str:
    """Pages a second on one core, for each reader."""
    head = ["lezer", "pagina's per processorseconde", "pagina's per seconde op de klok"]
    return table(head, [[one.name, *_rates(one.speed)] for one in compared])


def process_table(speeds: Mapping[int, Speed]) -> str:
    """Our reader over one process and more."""
    head = ["processen", "pagina's per processorseconde", "pagina's per seconde op de klok"]
    return table(head, [[str(count), *_rates(speed)] for count, speed in speeds.items()])


def _rates(speed: Speed) -> list[str]:
    return [f"{rate:.0f}" for rate in (speed.per_processor_second, speed.per_second)]


def fault_list(figures: Sequence[Figure]) -> str:
    """What was read wrongly, by figure; of a long list its beginning."""
    parts = []
    for figure in figures:
        if not figure.faults:
            continue
        lines = [f"**{figure.what}** ({len(figure.faults)} fout)", ""]
        lines += [f"- {fault}" for fault in figure.faults[:_MOST_FAULTS]]
        if len(figure.faults) > _MOST_FAULTS:
            lines.append(f"- en nog {len(figure.faults) - _MOST_FAULTS}")
        parts.append("\n".join(lines))
    return "\n\n".join(parts) or "Niets."


def _counted(figure: Figure) -> str:
    return f"{figure.right} van {figure.total}"


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _fine(value: float) -> str:
    return f"{100 * value:.2f}%".replace(".", ",")
