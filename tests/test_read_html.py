"""Reads web pages: the main text, in order, without what surrounds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import NoTextError, UnsupportedError
from ingest.pages import BlockKind, Page
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


def page_of(folder: Path, body: str | bytes, head: str = "") -> Page:
    path = folder / "pagina.html"
    if isinstance(body, str):
        body = f'<!doctype html><meta charset="utf-8">{head}<body>{body}'.encode()
    path.write_bytes(body)
    (page,) = read(path).pages
    assert all(page.text[b.start : b.end] == b.text for b in page.blocks)
    return page


def kinds(page: Page) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in page.blocks]


LONG = "De gemeenteraad heeft het plan vastgesteld en het college voert het uit. " * 3
LINKS = "".join(f'<a href="#{n}">Onderwerp {n}</a> ' for n in range(9))


@pytest.mark.parametrize(
    "around",
    [
        f"<nav>{LINKS}</nav>",
        f'<div role="navigation">{LINKS}</div>',
        f'<div class="site-menu">{LINKS}</div>',
        f'<ol class="kruimelpad">{LINKS}</ol>',
        f'<aside class="gerelateerd">{LINKS}</aside>',
        '<div id="cookie-banner"><p>Wij gebruiken cookies.</p><a>Akkoord</a></div>',
        "<header><p>Gemeente Testdorp</p></header>",
        '<div role="contentinfo">Volg ons</div>',
        '<form action="/zoek"><label>Zoeken</label></form>',
        "<footer>Voettekst</footer>",
        '<p hidden>verborgen</p><p style="display:none">ook</p><i aria-hidden="true">x</i>',
        '<script>document.write("<p>kwaad</p>")</script><style>p {}</style>',
        "<noscript>Zet JavaScript aan.</noscript><template><p>sjabloon</p></template>",
        "<select><option>2025</option></select><textarea>vul in</textarea>",
    ],
)
def test_what_stands_around_the_text_is_left_out(tmp_path: Path, around: str) -> None:
    page = page_of(tmp_path, f"{around}<h1>Groenplan</h1><p>{LONG}</p>{around}")
    assert page.text == f"Groenplan\n{LONG.strip()}"


@pytest.mark.parametrize(
    "body",
    [
        f"<article><h1>Kop</h1><aside>Let op: de termijn is zes weken.</aside>{LONG}</article>",
        f"<main><h1>Kop</h1><p>{LONG}</p><footer>Let op: de termijn is zes weken.</footer></main>",
        f"<form><h1>Kop</h1><p>{LONG}</p><p>Let op: de termijn is zes weken.</p></form>",
        f'<div class="has-menu cookie-accepted"><h1>Kop</h1>{LONG}<p>Let op: de termijn is zes '
        "weken.</p></div>",
        f'<main>{LONG}<div class="accordion-panel" aria-hidden="true">Let op: de termijn is zes '
        "weken.</div></main>",
        f"<main></main><div id='content'>{LONG}<p>Let op: de termijn is zes weken.</div>",
        f"<article>Kort.</article><article>{LONG}</article><p>Let op: de termijn is zes weken.</p>",
    ],
)
def test_what_belongs_to_the_text_is_kept(tmp_path: Path, body: str) -> None:
    assert "Let op: de termijn is zes weken." in page_of(tmp_path, body).text


def test_a_definition_list_keeps_term_and_meaning_together(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        "<dl><dt>Datum</dt><dd>3 juni 2026</dd><dt>Steller</dt><dd><p>A. Jansen</p>"
        "<p>Cluster Groen</p></dd><dt>Los</dt></dl>",
    )
    assert kinds(page) == [
        ("list_item", "Datum 3 juni 2026"),
        ("list_item", "Steller A. Jansen"),
        ("paragraph", "Cluster Groen"),
        ("list_item", "Los"),
    ]


def test_folded_parts_captions_and_breaks(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        "<details><summary>Wat kost het?</summary><p>Niets.</p></details>"
        '<figure><img src="x.png" alt=""><figcaption>Figuur: de Vogelbuurt</figcaption></figure>'
        "<p>eerste<br>regel<br><br>tweede alinea</p><p>7&nbsp;m<sup>2</sup> klimaat&shy;plan</p>",
    )
    assert kinds(page) == [
        ("paragraph", "Wat kost het?"),
        ("paragraph", "Niets."),
        ("caption", "Figuur: de Vogelbuurt"),
        ("paragraph", "eerste regel"),
        ("paragraph", "tweede alinea"),
        ("paragraph", "7 m2 klimaatplan"),
    ]
    assert [u.what for u in page.unread] == ["afbeelding"]


def test_cells_merged_over_rows_and_columns(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        "<h2>Lasten</h2><table><thead><tr><th rowspan=2>Programma</th><th colspan=2>2026</th></tr>"
        "<tr><th>Baten</th><th>Lasten</th></tr></thead><tfoot><tr><th scope=row>Totaal</th>"
        "<td>9</td><td>8</td></tr></tfoot><tbody><tr><th scope=row rowspan=2>Groen</th><td>1</td>"
        "<td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>",
    )
    rows = [block.row for block in page.blocks if block.row]
    assert [(row.title, row.label) for row in rows] == [
        ("Lasten", "Groen"),
        ("Lasten", "Groen"),
        ("Lasten", "Totaal"),
    ]
    assert [[(c.header, c.text) for c in row.cells] for row in rows] == [
        [("2026 Baten", "1"), ("2026 Lasten", "2")],
        [("2026 Baten", "3"), ("2026 Lasten", "4")],
        [("2026 Baten", "9"), ("2026 Lasten", "8")],
    ]
    assert page.text.count("Groen") == 1


def test_a_table_that_only_places_text_is_no_table(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        "<table><tr><td><h2>Wonen</h2><p>Wij bouwen.</p></td><td><table><tr><th>Wat</th><th>2026"
        "</th></tr><tr><td>Huur</td><td>5</td></tr></table></td></tr></table>",
    )
    assert kinds(page)[:2] == [("heading", "Wonen"), ("paragraph", "Wij bouwen.")]
    (row,) = [block.row for block in page.blocks if block.row]
    assert (row.label, row.cells[0].header) == ("Huur", "2026")


def test_bold_lines_are_headings_where_there_are_no_others(tmp_path: Path) -> None:
    body = f"<p><b>Waarom dit plan</b></p><p>{LONG}</p><p><strong>Geld</strong></p><p>{LONG}</p>"
    bold = page_of(tmp_path, f"<h1>Plan</h1>{body}")
    headings = [(b.text, b.level) for b in bold.blocks if b.kind is BlockKind.HEADING]
    assert headings == [("Plan", 1), ("Waarom dit plan", 2), ("Geld", 2)]
    other = page_of(tmp_path, f"<h1>Plan</h1><h2>Kern</h2>{body}")
    assert len([b for b in other.blocks if b.kind is BlockKind.HEADING]) == 2


@pytest.mark.parametrize(
    "raw",
    [
        "<p>Coöperatie Één – € 5".encode(),
        "\ufeff<p>Coöperatie Één – € 5".encode(),
        '<meta charset="iso-8859-1"><p>Coöperatie Één – € 5'.encode("cp1252"),
        "<p>Coöperatie Één – € 5".encode("cp1252"),
        '<meta charset="utf-8"><p>Coöperatie Één – € 5'.encode("cp1252"),
        '<meta charset="geen"><p>Coöperatie Één – € 5'.encode(),
        '<meta charset="utf-16"><p>Coöperatie Één – € 5'.encode(),
        "<p>Coöperatie Één – € 5".encode("utf-16"),
        "<p>Coöperatie Één – € 5".encode("utf-16-le"),
        '<?xml version="1.0" encoding="iso-8859-15"?><html><p>Coöperatie Één – € 5'.encode(
            "iso-8859-15", "replace"
        ).replace(b"?? ", "– ".encode("cp1252")),
        '<meta http-equiv="content-type" content="text/html; charset=windows-1252"><p>'
        "Coöperatie Één – € 5".encode("cp1252"),
    ],
    ids=range(11),
)
def test_encodings(tmp_path: Path, raw: bytes) -> None:
    page = page_of(tmp_path, raw)
    assert page.text.startswith("Coöperatie Één")
    assert page.text.endswith("€ 5")


def test_pictures_are_told_by_what_is_said_of_them(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        '<p>Tekst</p><img src=a.png alt="Stoplicht: op groen"><img src=b.png alt="">'
        '<img src="logo.png" alt="logo"><img src=c.png width=800 height=400>'
        '<img src=d.png width=16 height=16><iframe title="Kaart van de wijk"></iframe>',
    )
    assert [u.what for u in page.unread] == [
        "afbeelding: Stoplicht: op groen",
        "afbeelding",
        "ingesloten pagina: Kaart van de wijk",
    ]
    assert page.text == "Tekst"


def test_a_base_and_links_change_nothing(tmp_path: Path) -> None:
    page = page_of(
        tmp_path,
        '<p>Zie <a href="stuk.pdf">het <b>stuk</b></a>.</p>',
        head='<base href="https://elders.example/"><link rel=stylesheet href="//elders.example/x">',
    )
    assert page.text == "Zie het stuk."


def test_what_is_nested_very_deep_is_read_too(tmp_path: Path) -> None:
    deep = "<div>" * 50_000 + "onderin" + "</div>" * 50_000 + "<p>erna</p>"
    assert page_of(tmp_path, deep).text == "onderin\nerna"
    tables = "<table><tr><td>" * 5_000 + "onderin"
    assert page_of(tmp_path, tables).text == "onderin"


def test_spans_that_ask_for_too_much_are_kept_small(tmp_path: Path) -> None:
    rows = "<tr><td colspan=999999 rowspan=999999>x</td><td>y</td></tr>" * 2_000
    page = page_of(tmp_path, f"<table>{rows}</table>")
    assert page.text.count("y") == 2_000


def test_binary_in_a_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedError, match="geen leesbare tekst"):
        page_of(tmp_path, b"<html>" + bytes(range(256)) * 50)
