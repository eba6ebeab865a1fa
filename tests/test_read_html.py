"""Reads web pages: the main text, in order, without what surrounds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import NoTextError
from ingest.pages import BlockKind
from ingest.read import read

PAGE = """<!doctype html><html lang="nl"><head><meta charset="utf-8">
<title>Woonvisie – Piketdam</title>
<script>var kwaad = 1;</script><style>p { color: red }</style></head><body>
<nav><a href="/">Home</a></nav><header>Gemeente Piketdam</header>
<main><h1>Woonvisie</h1><p>Wij bouwen <b>120</b> woningen<br>voor starters.</p>
<p hidden>verborgen</p><p style="display: none">ook verborgen</p><!-- opmerking -->
<h2>Geld</h2><ul><li>subsidie</li><li><p>lening</p></li></ul>
<table><caption>Kosten (x € 1.000)</caption><tr><th>Wat</th><th>2025</th><th>2026</th></tr>
<tr><td>Wonen</td><td>10</td><td></td></tr><tr><td>Water</td><td>3</td><td>3</td></tr></table>
los slot</main><footer>Voettekst</footer></body></html>"""


def test_only_the_main_text_is_read(tmp_path: Path) -> None:
    path = tmp_path / "visie.html"
    path.write_text(PAGE, "utf-8")
    document = read(path)
    (page,) = document.pages
    assert document.title == "Woonvisie – Piketdam"
    assert page.text.split("\n") == [
        "Woonvisie",
        "Wij bouwen 120 woningen voor starters.",
        "Geld",
        "subsidie",
        "lening",
        "Kosten (x € 1.000)",
        "Wat  2025  2026",
        "Wonen  10",
        "Water  3  3",
        "los slot",
    ]
    assert [b.level for b in page.blocks if b.kind is BlockKind.HEADING] == [1, 2]
    assert [b.text for b in page.blocks if b.kind is BlockKind.LIST_ITEM] == ["subsidie", "lening"]
    wonen, water = [block.row for block in page.blocks if block.row]
    assert wonen is not None and water is not None
    assert [(c.header, c.text) for c in wonen.cells] == [("2025", "10")]
    assert [(c.header, c.text) for c in water.cells] == [("2025", "3"), ("2026", "3")]
    assert (water.title, water.unit) == ("Kosten (x € 1.000)", "x € 1.000")


def test_a_page_without_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "leeg.html"
    path.write_text("<html><body><script>x()</script></body></html>", "utf-8")
    with pytest.raises(NoTextError, match="geen tekst"):
        read(path)


@pytest.mark.real_data
def test_real_pages_read_with_headings(real_data: Path) -> None:
    files = sorted((real_data / "documents" / "waterbeheerplan_html").glob("*.html"))
    assert files
    for file in files:
        document = read(file)
        assert document.title
        assert any(b.kind is BlockKind.HEADING for b in document.pages[0].blocks), file.name
