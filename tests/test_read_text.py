"""Reads Markdown and plain text: nothing is lost, and lines become paragraphs."""

from __future__ import annotations

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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    page = page_of(tmp_path, "Coöperatie Één – € 5".encode(encoding))
    assert page.text == "Coöperatie Één – € 5"


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
    assert page.text.split() == text.split()
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
