"""Reads Markdown and plain text: nothing is lost, and lines become paragraphs."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import NoTextError, UnsupportedError
from ingest.pages import BlockKind, Page
from ingest.read import read


def page_of(folder: Path, text: str | bytes, name: str = "stuk.txt") -> Page:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    (page,) = read(path).pages
    return page


def texts(page: Page, kind: BlockKind) -> list[str]:
    return [block.text for block in page.blocks if block.kind is kind]


def test_markdown_gives_headings_lists_and_tables(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        "# Woonvisie\n\n## Doelen (x € 1.000)\n\nWij bouwen\n**120** woningen.\n\n- een\n- twee\n"
        "\n| Programma | 2025 | 2026 |\n|---|---:|---:|\n| Wonen | 10 | |\n| Water | 3 | 4 |\n",
        "visie.md",
    )
    assert [(b.text, b.level) for b in page.blocks if b.kind is BlockKind.HEADING] == [
        ("Woonvisie", 1),
        ("Doelen (x € 1.000)", 2),
    ]
    assert texts(page, BlockKind.PARAGRAPH) == ["Wij bouwen 120 woningen."]
    assert texts(page, BlockKind.LIST_ITEM) == ["- een", "- twee"]
    wonen, water = [block.row for block in page.blocks if block.row]
    assert wonen is not None and water is not None
    assert [(c.header, c.text) for c in wonen.cells] == [("2025", "10")]
    assert [(c.header, c.text) for c in water.cells] == [("2025", "3"), ("2026", "4")]
    assert (water.label, water.unit) == ("Water", "x € 1.000")


def test_double_spaced_lines_become_paragraphs(tmp_path: Path) -> None:
    first = [
        "De gemeente heeft een opgave die groot is en die",
        "vele jaren gaat duren, omdat",
        "het riool in alle wijken wordt vervangen, en omdat",
        "de straat dan toch open gaat.",
    ]
    second = [
        "Bewoners worden daar vroeg bij betrokken, zodat zij",
        "kunnen meedenken over de bomen",
        "en over de plekken om te spelen die er moeten",
        "komen in hun eigen straat.",
    ]
    page = page_of(tmp_path, "\n\n".join(["1.1 Inleiding", *first, *second]) + "\n")
    assert texts(page, BlockKind.HEADING) == ["1.1 Inleiding"]
    assert texts(page, BlockKind.PARAGRAPH) == [" ".join(first), " ".join(second)]


def test_contents_lines_are_no_headings(tmp_path: Path) -> None:
    page = page_of(
        tmp_path, "Inhoud\n1.1 Inleiding ......... 1\n1.2 Opgave ........ 2\n\n1.1 Inleiding\n"
    )
    assert len(texts(page, BlockKind.CONTENTS)) == 2
    assert texts(page, BlockKind.HEADING) == ["1.1 Inleiding"]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_encodings(tmp_path: Path, encoding: str) -> None:
    page = page_of(tmp_path, "Coöperatie Één – € 5".encode(encoding))
    assert page.text == "Coöperatie Één – € 5"


def test_a_file_of_two_encodings_is_read_in_both(tmp_path: Path) -> None:
    mostly = "Coöperatie Één bouwt. " * 5
    page = page_of(tmp_path, mostly.encode() + "Financiën".encode("cp1252"))
    assert page.text == f"{mostly}Financiën"
    # Where UTF-8 hardly occurs, it is chance.
    page = page_of(tmp_path, "Financiën, coördinatie, één Ã©".encode("cp1252"))
    assert page.text.startswith("Financiën, coördinatie, één")


def test_control_characters_are_left_out(tmp_path: Path) -> None:
    text = "Wij planten bomen in de wijk. " * 20
    assert page_of(tmp_path, f"{text}\0\x1b[0m").text == f"{text}[0m"


def test_notes_and_feet_in_the_middle_of_a_sentence_come_after_it(tmp_path: Path) -> None:
    lines = [
        "De gemeente heeft een opgave die groot is en die vele jaren gaat",
        "duren, omdat het riool in alle wijken wordt vervangen en omdat de",
        "",
        "1 Zie het rioleringsprogramma van de gemeente.",
        "https://www.testdorp.nl/riool",
        "2 Dat is in 2024 vastgesteld.",
        "Groenplan Testdorp 3",
        "",
        "straat dan toch open gaat. Bewoners worden er vroeg bij betrokken.",
        "Groenplan Testdorp 4",
        "Wij planten bomen.",
        "Groenplan Testdorp 5",
    ]
    page = page_of(tmp_path, "\n".join(lines))
    assert [(b.kind.value, b.text) for b in page.blocks[:5]] == [
        ("paragraph", " ".join((*lines[:2], lines[8]))),
        ("footnote", lines[3]),
        ("footnote", lines[4]),
        ("footnote", lines[5]),
        ("contents", lines[6]),
    ]


def test_a_pull_quote_in_the_middle_of_a_sentence_comes_after_it(tmp_path: Path) -> None:
    lines = [
        "De gemeente heeft een opgave die groot is, want de straat gaat toch open",
        "voor het riool. Wie de straat openlegt, legt haar klimaatbestendig dicht. Dat",
        "",
        "Wie de straat openlegt, legt haar klimaatbestendig dicht.",
        "",
        "vraagt om geld en om mensen die dat kunnen, en om tijd.",
    ]
    page = page_of(tmp_path, "\n".join(lines))
    assert texts(page, BlockKind.PARAGRAPH) == [
        " ".join((lines[0], lines[1], lines[5])),
        lines[3],
    ]


MARKDOWN = """---
title: Groenplan 2027
date: 2026-10-08
---

Groenplan
=========

<!-- niet voor
lezers -->
Doelen (x € 1.000)
------------------
Wij planten bomen[^1] in de
**Vogelbuurt**.

> Een boom is
> een buur.

Programma | 2026 | 2027
--- | ---: | ---:
Groen | 10 |
Water | 3 | 4

```python
# geen kop
x = [1]
| geen | tabel |
```

1. eerst dit
2. dan dat
***
[^1]: Inlandse soorten.
#geen kop
"""


def test_markdown_in_full(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(MARKDOWN, "utf-8")
    document = read(path)
    (page,) = document.pages
    assert (document.title, document.created) == ("Groenplan 2027", "2026-10-08")
    assert [(b.kind.value, b.level, b.text) for b in page.blocks] == [
        ("contents", 0, "title: Groenplan 2027"),
        ("contents", 0, "date: 2026-10-08"),
        ("heading", 1, "Groenplan"),
        ("heading", 2, "Doelen (x € 1.000)"),
        ("paragraph", 0, "Wij planten bomen[^1] in de Vogelbuurt."),
        ("paragraph", 0, "Een boom is een buur."),
        ("caption", 0, "Programma  2026  2027"),
        ("table_row", 0, "Groen  10"),
        ("table_row", 0, "Water  3  4"),
        ("paragraph", 0, "# geen kop\nx = [1]\n| geen | tabel |"),
        ("list_item", 0, "1. eerst dit"),
        ("list_item", 0, "2. dan dat"),
        ("footnote", 0, "[^1]: Inlandse soorten. #geen kop"),
    ]
    groen, water = [block.row for block in page.blocks if block.row]
    assert groen is not None and water is not None
    assert [(c.header, c.text) for c in water.cells] == [("2026", "3"), ("2027", "4")]
    assert [(c.header, c.text) for c in groen.cells] == [("2026", "10")]
    assert (water.title, water.unit) == ("Doelen (x € 1.000)", "x € 1.000")


@pytest.mark.parametrize(
    "text",
    [
        "---\nGeen voorblad, maar een streep.\n",
        "Een zin met a | b erin.\n\nEn | nog een.\n",
        "```\nzonder einde\n",
        "<!-- zonder einde\n",
        "| een |\n",
        "Kop\n-\n",
        "====\n----\n====\n",
        "---\ntitel: x\n---\nTekst.\n",
    ],
)
def test_no_text_of_odd_markdown_is_lost(tmp_path: Path, text: str) -> None:
    page = page_of(tmp_path, text, "a.md")
    words = [word for word in text.replace("```", "").replace("|", " ").split() if word.strip("-=")]
    assert Counter(page.text.replace("|", " ").split()) >= Counter(words)


def test_binary_and_blank_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedError, match="geen leesbare tekst"):
        page_of(tmp_path, bytes(range(256)) * 4)
    with pytest.raises(NoTextError, match="geen tekst"):
        page_of(tmp_path, " \n\t\n")


WORD = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=9
).filter(lambda word: "-" not in word)
LINE = st.lists(WORD, max_size=12).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=25), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_no_word_of_a_text_file_is_lost(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], end: str
) -> None:
    text = "woord " + end.join(lines)
    page = page_of(tmp_path_factory.mktemp("tekst"), text)
    assert Counter(page.text.split()) == Counter(text.split())
    assert all(page.text[b.start : b.end] == b.text for b in page.blocks)
    assert page.text == "\n".join(b.text for b in page.blocks)


@pytest.mark.real_data
def test_the_real_essay_is_healed(real_data: Path) -> None:
    (page,) = read(
        real_data / "documents" / "essay_integrale_opgave_integrale_uitvoering.txt"
    ).pages
    assert "1.1 Inleiding" in texts(page, BlockKind.HEADING)
    assert len(texts(page, BlockKind.CONTENTS)) >= 9
    long = [text for text in texts(page, BlockKind.PARAGRAPH) if len(text) > 400]
    assert len(long) > 20
    assert any("faalkosten, weerstand en suboptimale resultaten" in text for text in long)
