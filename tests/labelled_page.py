"""A small document whose cells, headings and words are known, for the tests of reading."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from evals.reading.labels import CellLabel

__all__ = ["CELL", "SOURCE", "WRONG_CELLS"]

SOURCE = """
#set page(header: [Gemeente Veendijk], footer: context [#counter(page).display()])
#set text(lang: "nl", size: 10pt, font: "Libertinus Serif", hyphenate: false)
= Wat mag het kosten?
De lasten en baten van dit programma staan in de tabel hieronder en zijn door de raad bepaald.

Tabel 4 Programma Wonen (bedragen x € 1.000)
#table(columns: (1fr, auto, auto, auto), align: (left, right, right, right), stroke: 0.5pt,
  [*Taakveld*], [*2023*], [*2024*], [*2025*],
  [8.1 Ruimtelijke ordening], [1.234], [#"-1.300"], [1.350],
  [8.3 Wonen en bouwen], [], [450], [460],
)
#pagebreak()
= Wat gaan we doen?
We bouwen in de Vogelbuurt honderd woningen voor starters en ouderen die dat nodig hebben.

Daarna volgt de herinrichting van de straten rond het plein, met meer bomen en minder asfalt.
#pagebreak()
= Wie doet het?
De wethouder wonen is verantwoordelijk voor dit programma en rapporteert twee keer per jaar.
"""
CELL = CellLabel(
    file="stuk.pdf",
    page=1,
    split="test",
    layout="",
    table="Tabel 4 Programma Wonen",
    block="",
    row="8.1 Ruimtelijke ordening",
    headers=("2024",),
    printed="-1.300",
    value=Decimal(-1_300_000),
    unit="x € 1.000",
    year=2024,
    programme="",
)
WRONG_CELLS = {
    "printed": replace(CELL, printed="-1.301"),
    "value": replace(CELL, value=Decimal(-1300)),
    "sign": replace(CELL, value=Decimal(1_300_000)),
    "row": replace(CELL, row="8.3 Wonen en bouwen"),
    "header": replace(CELL, headers=("2025",)),
    "a header more": replace(CELL, headers=("Lasten", "2024")),
    "year": replace(CELL, year=2025),
    "block": replace(CELL, block="Baten"),
}
