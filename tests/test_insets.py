"""Reads boxes and pull quotes: text that is set apart from the running text of a page."""

from __future__ import annotations

from pathlib import Path

from ingest.pages import BlockKind
from ingest.read import read
from ingest.split import split
from tests.pdfs import kinds, make

FILLER = "De gemeente werkt met bewoners en partners aan een groene en gezonde wijk voor iedereen. "


def paragraph(number: int) -> str:
    return f"Alinea {number} begint. {FILLER * 3}Einde {number}."


def test_a_box_in_a_column_is_read_as_a_whole(tmp_path: Path) -> None:
    box = "#block(fill: silver, inset: 8pt)[*Kader: een voorbeeld* \\ Alinea 9 begint. Einde 9.]"
    texts = [paragraph(n) for n in range(1, 9)]
    source = "#set page(columns: 2)\n" + "\n\n".join([*texts[:6], box, *texts[6:]])
    text = read(make(tmp_path, source)).pages[0].text
    order = [text.index(f"Alinea {n} begint") for n in (1, 2, 3, 4, 5, 6, 9, 7, 8)]
    ends = [text.index(f"Einde {n}.") for n in (1, 2, 3, 4, 5, 6, 9, 7, 8)]
    assert order == sorted(order) and ends == sorted(ends)
    assert all(start < end for start, end in zip(order, ends, strict=True))


def test_boxes_beside_each_other_are_read_from_left_to_right(tmp_path: Path) -> None:
    source = f"""
{paragraph(1)}

#grid(columns: (1fr, 1fr), gutter: 12pt,
  block(fill: rgb("#eee"), inset: 8pt)[*Wat willen we bereiken?* \\ {paragraph(2)}],
  block(fill: rgb("#def"), inset: 8pt)[*Wat gaan we doen?* \\ {paragraph(3)}])

== Toelichting
{paragraph(4)}
"""
    text = read(make(tmp_path, source)).pages[0].text
    marks = ["Einde 1.", "bereiken?", "Einde 2.", "doen?", "Einde 3.", "Toelichting", "Einde 4."]
    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)


def test_the_heading_of_a_box_does_not_head_the_text_after_it(tmp_path: Path) -> None:
    source = f"""
= Groenvisie
{paragraph(1)}

#grid(columns: (1fr, 1fr), gutter: 12pt,
  block(fill: rgb("#eee"), inset: 8pt)[#text(13pt)[*In een kader*] \\ {paragraph(2)}],
  [{paragraph(3)}])

{paragraph(4)}
"""
    pages = read(make(tmp_path, source)).pages
    passages = list(split(pages, "e", count=lambda text: len(text) // 4 + 1, max_tokens=400))
    under = {n: p.headings for p in passages for n in (1, 2, 4) if f"Einde {n}." in p.text}
    assert under[1] == under[4] == ("Groenvisie",)
    assert under[2] == ("Groenvisie", "In een kader")


def test_a_sentence_repeated_in_large_type_is_no_heading(tmp_path: Path) -> None:
    quote = "Samen maken we de wijk groener en gezonder voor iedereen."
    source = f"""
= Aanpak
{paragraph(1)} {quote} {FILLER}

#align(center)[#text(16pt, style: "italic")[{quote}]]

{paragraph(2)}
"""
    page = read(make(tmp_path, source)).pages[0]
    assert kinds(page, BlockKind.PULL_QUOTE) == [quote]
    assert kinds(page, BlockKind.HEADING) == ["Aanpak"]


def test_columns_whose_lines_stand_at_other_heights_stay_apart(tmp_path: Path) -> None:
    source = f"""
#grid(columns: (1fr, 1fr), gutter: 16pt,
  [{paragraph(1)}], [#v(5pt) {paragraph(2)}])
"""
    text = read(make(tmp_path, source)).pages[0].text
    places = [text.index(mark) for mark in ("Alinea 1", "Einde 1.", "Alinea 2", "Einde 2.")]
    assert places == sorted(places)
