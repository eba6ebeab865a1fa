"""Reads small real PDFs, made here, and holds pages, blocks and rows against what they say."""

from __future__ import annotations

from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import EncryptedError, NoTextError, ReadError
from ingest.lines import heal, join_lines
from ingest.pages import Block, BlockKind, Page, ReadDocument, TableRow, UnreadKind
from ingest.read import read
from ingest.text import collapse


def make(folder: Path, source: str, name: str = "stuk.pdf") -> Path:
    """A PDF of typst ``source``, hyphenated and set as Dutch."""
    path = folder / name
    head = '#set text(lang: "nl", size: 10pt, font: "Libertinus Serif")\n'
    path.write_bytes(typst.compile((head + source).encode()))
    return path


def kinds(page: Page, kind: BlockKind) -> list[str]:
    return [block.text for block in page.blocks if block.kind is kind]


def rows(document: ReadDocument) -> list[TableRow]:
    return [block.row for page in document.pages for block in page.blocks if block.row]


def values(row: TableRow) -> dict[str, str]:
    return {cell.header: cell.text for cell in row.cells}


def check_slices(document: ReadDocument) -> None:
    for page in document.pages:
        assert page.text == "\n".join(block.text for block in page.blocks)
        for block in page.blocks:
            assert page.text[block.start : block.end] == block.text
            assert all(box.x0 < box.x1 and box.y0 < box.y1 for box in block.boxes)


BUDGET = """
= Wat mag het kosten?
De lasten en baten van dit programma staan in de tabel hieronder en zijn door de raad bepaald.

Tabel 4 Programma Wonen (bedragen x € 1.000)
#table(columns: (1fr, auto, auto, auto), align: (left, right, right, right), stroke: STROKE,
  [*Taakveld*], [*2023*], [*2024*], [*2025*],
  [8.1 Ruimtelijke ordening], [1.234], [#"-1.300"], [1.350],
  [8.3 Wonen en bouwen], [], [450], [460],
  [Totaal lasten], [1.234], [#"-850"], [1.810],
)
Na de tabel gaat de tekst verder met een toelichting op de cijfers die hierboven staan.
"""


@pytest.mark.parametrize("stroke", ["none", "0.5pt"], ids=["without rules", "with rules"])
def test_a_budget_table_gives_rows_with_years_unit_and_title(tmp_path: Path, stroke: str) -> None:
    document = read(make(tmp_path, BUDGET.replace("STROKE", stroke)))
    check_slices(document)
    found = rows(document)
    assert [row.label for row in found] == [
        "8.1 Ruimtelijke ordening",
        "8.3 Wonen en bouwen",
        "Totaal lasten",
    ]
    assert values(found[0]) == {"2023": "1.234", "2024": "-1.300", "2025": "1.350"}
    assert values(found[1]) == {"2024": "450", "2025": "460"}
    assert {row.unit for row in found} == {"bedragen x € 1.000"}
    assert all(row.title.startswith("Tabel 4 Programma Wonen") for row in found)
    assert len({row.table for row in found}) == 1
    page = document.pages[0]
    assert "8.3 Wonen en bouwen  450  460" in page.text
    assert page.blocks[-1].text.startswith("Na de tabel gaat de tekst verder")


def test_every_part_of_a_row_stands_on_the_page(tmp_path: Path) -> None:
    source = """
#table(columns: (auto, auto, auto, auto, auto), stroke: 0.5pt,
  [], table.cell(colspan: 2)[Begroting 2024], table.cell(colspan: 2)[Begroting 2025],
  [Programma], [Baten], [Lasten], [Baten], [Lasten],
  [Bestuur en \\ ondersteuning], [12], [34], [56], [78],
  [Veiligheid], [1], [2], [3], [4],
)
"""
    document = read(make(tmp_path, source))
    found = rows(document)
    assert [row.label for row in found] == ["Bestuur en ondersteuning", "Veiligheid"]
    assert [cell.text for cell in found[0].cells] == ["12", "34", "56", "78"]
    first, last = found[1].cells[0], found[1].cells[3]
    assert "2024" in first.header and "Baten" in first.header
    assert "2025" in last.header and "Lasten" in last.header
    printed = collapse(document.pages[0].printed)
    for row in found:
        texts = [row.label, *(t for cell in row.cells for t in (cell.header, cell.text))]
        assert all(word in printed for text in texts for word in text.split())


def test_years_that_return_are_told_apart_by_the_words_above(tmp_path: Path) -> None:
    source = """
#table(columns: (5cm, 1.4cm, 1.4cm, 1.4cm, 1.4cm), stroke: none, align: (left, ..(right,) * 4),
  [Omschrijving], table.cell(colspan: 2, align: left)[Lasten],
  table.cell(colspan: 2, align: left)[Baten],
  [], [2025], [2026], [2025], [2026],
  [Riool], [120], [130], [90], [95],
  [Bomen], [40], [], [], [],
)
"""
    riool, bomen = rows(read(make(tmp_path, source)))
    heads = [cell.header for cell in riool.cells]
    assert heads == ["Lasten 2025", "Lasten 2026", "Baten 2025", "Baten 2026"]
    assert [cell.text for cell in bomen.cells] == ["40"]


def test_a_table_goes_on_with_its_header_on_the_next_page(tmp_path: Path) -> None:
    lines = "\n".join(f"[Post {n}], [{n}00], [{n}50]," for n in range(1, 80))
    source = f"#table(columns: (7cm, 2cm, 2cm), stroke: none, [], [2025], [2026],\n{lines})"
    found = rows(read(make(tmp_path, source)))
    assert len(found) == 79 and len({row.table for row in found}) == 1
    assert values(found[-1]) == {"2025": "7900", "2026": "7950"}


def test_a_table_of_words_gives_rows_too(tmp_path: Path) -> None:
    source = """
== Het college
#table(columns: (5cm, 9cm), stroke: 0.5pt,
  [*Bestuurder*], [*Portefeuille*],
  [A.B. Jansen (burgemeester)], [Openbare orde en veiligheid, communicatie, dienstverlening en
   de samenwerking in de regio],
  [C. de Vries (wethouder)], [Wonen, ruimtelijke ordening en grondzaken],
)
"""
    found = rows(read(make(tmp_path, source)))
    assert [row.label for row in found] == ["A.B. Jansen (burgemeester)", "C. de Vries (wethouder)"]
    assert values(found[1]) == {"Portefeuille": "Wonen, ruimtelijke ordening en grondzaken"}
    assert found[0].cells[0].text.endswith("de samenwerking in de regio")
    assert found[0].title == "Het college"


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = "Links begint het verhaal over het riool en de wegen in onze oude wijken. " * 12
    right = "Rechts gaat het daarna over de bomen, het groen en het water in de stad. " * 12
    source = f"""
#set par(justify: false)
Een inleiding over de volle breedte van de pagina gaat aan de twee kolommen vooraf, zodat
duidelijk is waar de kolommen beginnen en wat er boven staat.

#grid(columns: (1fr, 1fr), gutter: 24pt, [{left}], [{right}])
"""
    text = collapse(read(make(tmp_path, source)).pages[0].text)
    assert text.index("Een inleiding") < text.index("Links begint") < text.index("Rechts gaat")
    assert text.rindex("Links begint") < text.index("Rechts gaat")
    assert text.count(left.strip().split(". ")[0]) == 12


def test_running_heads_go_and_page_labels_stay(tmp_path: Path) -> None:
    pages = "\n#pagebreak()\n".join(
        f"== Hoofdstuk {n}\n" + f"Dit is de tekst van deel {n}. " * 20 for n in range(1, 6)
    )
    source = f"""
#set page(header: [Programmabegroting 2025 -- gemeente Piketdam], numbering: "1",
  footer: context [#h(1fr) Pagina #counter(page).display()])
#counter(page).update(7)
{pages}
"""
    document = read(make(tmp_path, source))
    assert [page.label for page in document.pages] == ["7", "8", "9", "10", "11"]
    for page in document.pages:
        assert "Programmabegroting 2025" not in page.text
        assert "Pagina" not in page.text
        assert "Programmabegroting 2025" in page.printed


def test_headings_have_levels_and_contents_are_no_headings(tmp_path: Path) -> None:
    body = "De gemeente werkt aan een gezonde leefomgeving voor iedereen in het dorp. " * 4
    source = f"""
#outline(title: "Inhoud")
#pagebreak()
= 1 Wonen
{body}
== 1.1 Betaalbare woningen
{body}
== 1.2 Nieuwe wijken
{body}
= 2 Water
{body}
"""
    document = read(make(tmp_path, source))
    first, second = document.pages
    assert len(kinds(first, BlockKind.CONTENTS)) == 4
    assert not any("1.1" in text for text in kinds(first, BlockKind.HEADING))
    levels = {b.text: b.level for b in second.blocks if b.kind is BlockKind.HEADING}
    assert list(levels) == [
        "1 Wonen",
        "1.1 Betaalbare woningen",
        "1.2 Nieuwe wijken",
        "2 Water",
    ]
    assert levels["1 Wonen"] == levels["2 Water"] < levels["1.1 Betaalbare woningen"]


def test_a_decision_list_gives_titles_and_decisions(tmp_path: Path) -> None:
    source = """
#grid(columns: (1.5cm, 1fr), row-gutter: 10pt,
  [*3.b.1*], [*Startnotitie warmtevisie*],
  [], [_Besluit:_],
  [], [1. De startnotitie vast te stellen; #linebreak() 2. De raad met een brief te informeren.],
  [*3.b.2*], [*Krediet openbaar groen*],
  [], [In te stemmen met het krediet van € 25.000 voor het openbaar groen in de wijk.],
)
"""
    page = read(make(tmp_path, source)).pages[0]
    assert kinds(page, BlockKind.HEADING) == [
        "3.b.1 Startnotitie warmtevisie",
        "3.b.2 Krediet openbaar groen",
    ]
    assert kinds(page, BlockKind.LIST_ITEM) == [
        "1. De startnotitie vast te stellen;",
        "2. De raad met een brief te informeren.",
    ]


def test_list_items_and_footnotes(tmp_path: Path) -> None:
    source = """
Voor het riool gelden deze drie uitgangspunten#footnote[Zie het gemeentelijk rioleringsplan.]:
- het riool gaat pas open als de andere werken in de straat bekend zijn;
- regenwater wordt waar dat kan vastgehouden;
- bewoners denken mee.
"""
    page = read(make(tmp_path, source)).pages[0]
    items = kinds(page, BlockKind.LIST_ITEM)
    assert len(items) == 3 and items[2].endswith("bewoners denken mee.")
    (note,) = kinds(page, BlockKind.FOOTNOTE)
    assert note.endswith("Zie het gemeentelijk rioleringsplan.")


def test_an_accented_name_is_read(tmp_path: Path) -> None:
    path = make(tmp_path, "Één tekst over coöperatie.", name="beleid één (concept) – ü.pdf")
    assert "Één tekst over coöperatie." in read(path).pages[0].text


def test_a_blank_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoTextError, match=r"1 pagina zonder tekst \(leeg\)"):
        read(make(tmp_path, "#page[]"))


def test_a_scan_is_refused_with_the_way_out(tmp_path: Path) -> None:
    from PIL import Image

    Image.effect_noise((400, 600), 60).convert("L").save(tmp_path / "scan.pdf")
    with pytest.raises(NoTextError, match=r"1 pagina zonder tekstlaag \(scan\).*OCR"):
        read(tmp_path / "scan.pdf")


def test_a_large_picture_is_told(tmp_path: Path) -> None:
    from PIL import Image

    Image.effect_noise((300, 300), 60).convert("L").save(tmp_path / "foto.png")
    source = 'Een foto van de wijk.\n\n#image("foto.png", width: 14cm)'
    (tmp_path / "foto.typ").write_text(source, "utf-8")
    (tmp_path / "foto.pdf").write_bytes(typst.compile(str(tmp_path / "foto.typ")))
    (note,) = read(tmp_path / "foto.pdf").pages[0].unread
    assert note.kind is UnreadKind.PICTURE
    assert note.what.startswith("afbeelding over ")
    assert note.box is not None and note.box.x1 - note.box.x0 > 390


def test_a_password_is_asked_for(tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=make(tmp_path, "Geheim."))
    writer.encrypt("wachtwoord", algorithm="RC4-128")
    writer.write(tmp_path / "geheim.pdf")
    with pytest.raises(EncryptedError, match="vraagt een wachtwoord; sla een versie zonder"):
        read(tmp_path / "geheim.pdf")


def test_a_truncated_file_is_damaged(tmp_path: Path) -> None:
    path = make(tmp_path, "Tekst. " * 500)
    path.write_bytes(path.read_bytes()[:600])
    with pytest.raises(ReadError, match="beschadigd of onvolledig"):
        read(path)


def test_a_turned_page_is_read_as_seen(tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=make(tmp_path, "= Kop\nEen regel tekst op een gedraaide pagina."))
    writer.pages[0].rotate(180)
    writer.write(tmp_path / "gedraaid.pdf")
    page = read(tmp_path / "gedraaid.pdf").pages[0]
    assert "Een regel tekst op een gedraaide pagina." in collapse(page.printed)
    assert all(0 <= box.x0 < box.x1 <= page.width for b in page.blocks for box in b.boxes)


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("het pro-", "gramma loopt", "het programma loopt"),
        ("het water-", "en rioleringsprogramma", "het water- en rioleringsprogramma"),
        ("een Wmo-", "voorziening", "een Wmo-voorziening"),
        ("in Zuid-", "Holland", "in Zuid-Holland"),
        ("de CO2-", "uitstoot", "de CO2-uitstoot"),
        ("een zee-", "egel", "een zee-egel"),
        ("de gemeente", "besluit", "de gemeente besluit"),
        ("dit is -", "anders gezegd- zo", "dit is - anders gezegd- zo"),
    ],
)
def test_lines_are_healed(before: str, after: str, whole: str) -> None:
    assert heal(before, after) == whole


WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéïë", min_size=2, max_size=12)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(WORD, min_size=1, max_size=9), min_size=1, max_size=8))
def test_joining_lines_loses_no_word(lines: list[list[str]]) -> None:
    text = join_lines([" ".join(line) for line in lines])
    assert text.split() == [word for line in lines for word in line]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(WORD, min_size=1, max_size=40), min_size=1, max_size=5))
def test_every_word_of_a_made_pdf_is_read(
    tmp_path_factory: pytest.TempPathFactory, paragraphs: list[list[str]]
) -> None:
    source = "#set text(hyphenate: false)\n" + "\n\n".join(" ".join(p) for p in paragraphs)
    document = read(make(tmp_path_factory.mktemp("pdf"), source))
    check_slices(document)
    text = " ".join(page.text for page in document.pages)
    assert sorted(text.split()) == sorted(word for p in paragraphs for word in p)


def block_starting(page: Page, start: str) -> Block:
    return next(block for block in page.blocks if block.text.startswith(start))


@pytest.mark.real_data
def test_the_real_budget_reads_with_its_tables(real_data: Path) -> None:
    path = real_data / "documents" / "programmabegroting_wassenaar_2021-2024.pdf"
    document = read(path)
    check_slices(document)
    assert len(document.pages) == 201
    assert [page.label for page in document.pages[19:22]] == ["20", "21", "22"]
    row = block_starting(document.pages[19], "Begrotingssaldo na Kadernota  ").row
    assert row is not None
    assert values(row) == {"2021": "144", "2022": "15", "2023": "-42", "2024": "90"}
    assert (row.title, row.unit) == ("Tabel 2 Meerjarenbeeld", "bedragen x € 1.000")
    row = next(
        r for b in document.pages[94].blocks if (r := b.row) and r.label.startswith("6.3 Inkom")
    )
    assert row.cells[0].header == "Rekening 2019" and row.cells[0].text == "6.281"


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("blank.pdf", "leeg"),
        ("jaarstukken_wassenaar_2021_scan_without_text.pdf", "scan"),
        ("jaarrekening_wassenaar_2019.pdf", "onleesbare tekstlaag"),
    ],
)
def test_real_files_without_text_are_refused(real_data: Path, name: str, reason: str) -> None:
    with pytest.raises(NoTextError, match=reason):
        read(real_data / "documents" / name)


@pytest.mark.real_data
def test_real_decision_lists_read(real_data: Path) -> None:
    files = sorted((real_data / "documents" / "besluitenlijsten_2022").glob("*.pdf"))
    assert files
    for file in files:
        document = read(file)
        check_slices(document)
        assert any(kinds(page, BlockKind.HEADING) for page in document.pages), file.name


def on_page(page: Page) -> dict[tuple[str, str], TableRow]:
    """The rows of a page by title (and block) and label."""
    rows = [block.row for block in page.blocks if block.row]
    return {(" – ".join(filter(None, (row.title, row.block))), row.label): row for row in rows}


@pytest.fixture(scope="module")
def budget(sample_documents: Path) -> ReadDocument:
    document = read(sample_documents / "programmabegroting-2027.pdf")
    check_slices(document)
    return document


def test_tables_on_one_page_have_their_own_columns_and_title(budget: ReadDocument) -> None:
    page = budget.pages[15]
    found = on_page(page)
    saldo = found["5.1 Overzicht van lasten en baten", "Saldo van lasten en baten"]
    assert [(cell.header, cell.text) for cell in saldo.cells] == [
        ("Rekening 2025", "888"),
        ("Begroting 2026", "-1.228"),
        ("Begroting 2027", "-394"),
        ("2028", "-419"),
        ("2029", "-462"),
        ("2030", "-115"),
    ]
    difference = found["Resultaat 2027 ten opzichte van 2026", "Wonen en ruimte"]
    assert values(difference) == {"Verschil V/N": "109 N"}
    sewer = found["Investeringslijst", "Rioolvervanging Vogelbuurt"]
    assert [(cell.header, cell.text) for cell in sewer.cells] == [
        ("Taakveld", "7.2"),
        ("2027", "250"),
        ("2028", "2.150"),
        ("2029", "750"),
        ("Totaal", "3.150"),
        ("Jaren", "60"),
        ("A/B", "A"),
    ]
    street = found["Investeringslijst", "Herinrichting Vogelbuurt"]
    assert [(cell.header, cell.text) for cell in street.cells] == [
        ("Taakveld", "2.1"),
        ("2028", "1.450"),
        ("2029", "1.000"),
        ("Totaal", "2.450"),
        ("Jaren", "25"),
        ("A/B", "B"),
    ]
    assert {row.unit for row in found.values()} == {"bedragen x € 1.000"}
    assert len({row.table for row in found.values()}) == 3
    assert {"5.1.1 Grootste verschillen met 2026", "5.2 Investeringen 2027-2030"} <= set(
        kinds(page, BlockKind.HEADING)
    )
    assert kinds(page, BlockKind.PARAGRAPH) == [
        "V is een voordeel, N is een nadeel ten opzichte van de begroting 2026."
    ]


def test_a_table_of_words_and_one_of_amounts_stay_apart(budget: ReadDocument) -> None:
    found = on_page(budget.pages[13])
    plan = found["4.3 Onderhoud kapitaalgoederen", "Groen en bomen"]
    assert values(plan) == {
        "Omvang": "214 ha, 21.600 bomen",
        "Beheerplan": "Beheerplan groen 2015-2020",
        "Status": "verlopen",
    }
    cost = found["Budget voor dagelijks en groot onderhoud", "Groen en bomen"]
    assert values(cost) == {"2027": "2.470", "2028": "2.490", "2029": "2.515", "2030": "2.540"}
    assert (plan.unit, cost.unit) == ("", "bedragen x € 1.000")


def test_a_label_under_the_header_heads_its_rows(budget: ReadDocument) -> None:
    found = on_page(budget.pages[7])
    out = found["Wat mag het kosten? – Lasten", "7.2 Riolering"]
    back = found["Wat mag het kosten? – Baten", "7.2 Riolering"]
    assert values(out)["Begroting 2027"] == "4.057"
    assert values(back)["Begroting 2027"] == "4.943"
    assert found["Wat mag het kosten?", "Toevoeging aan reserves"].cells == ()
    assert values(found["Wat mag het kosten?", "Onttrekking aan reserves"]) == {
        "Rekening 2025": "45",
        "Begroting 2026": "80",
        "Begroting 2027": "120",
        "2028": "120",
        "2029": "80",
    }


def test_a_wide_column_head_stays_over_its_own_column(budget: ReadDocument) -> None:
    found = on_page(budget.pages[3])
    assert values(found["Programma’s 2027", "4 Wonen en ruimte"]) == {
        "Lasten": "13.512",
        "Baten": "10.150",
        "Saldo": "-3.362",
        "Toevoeging reserves": "60",
        "Resultaat": "-3.422",
    }


def test_a_table_of_portfolios_gives_a_row_for_each(sample_documents: Path) -> None:
    document = read(sample_documents / "coalitieakkoord-2026-2030.pdf")
    found = on_page(document.pages[11])
    assert [(label, values(row)) for (_, label), row in found.items()][2] == (
        "Wethouder Joost Brandhorst (GroenWaard)",
        {
            "Portefeuille": "Klimaat, water en riolering, energie en warmte, milieu en afval, "
            "financiën (tweede locoburgemeester)"
        },
    )
    assert len(found) == 4


@pytest.mark.parametrize("stroke", ["none", "(bottom: 0.5pt)"], ids=["white space", "rules"])
def test_rows_of_wrapped_text_are_told_apart(tmp_path: Path, stroke: str) -> None:
    source = f"""
#table(columns: (4cm, 7cm), stroke: {stroke}, inset: 6pt,
  [*Bestuurder*], [*Portefeuille*],
  [Burgemeester Anna de Jong], [Openbare orde en veiligheid, communicatie, dienstverlening en
   de samenwerking in de regio],
  [Wethouder Bert Smit (Dorpsbelang)], [Wonen, ruimtelijke ordening, grondzaken, mobiliteit en
   de binnenstad],
  [Wethouder Cor Bos], [Zorg, jeugd, werk en inkomen, onderwijs, sport en cultuur, wijken en
   het beheer van het groen],
)
"""
    found = rows(read(make(tmp_path, source)))
    assert [row.label for row in found] == [
        "Burgemeester Anna de Jong",
        "Wethouder Bert Smit (Dorpsbelang)",
        "Wethouder Cor Bos",
    ]
    assert found[1].cells[0].text == (
        "Wonen, ruimtelijke ordening, grondzaken, mobiliteit en de binnenstad"
    )
    assert {cell.header for row in found for cell in row.cells} == {"Portefeuille"}


def test_a_new_header_begins_a_new_table(tmp_path: Path) -> None:
    source = """
#set table(stroke: none, align: (left, ..(right,) * 3))
#table(columns: (8cm, 2cm, 2cm), [Omschrijving], [2025], [2026],
  [Riool], [120], [130], [Wegen], [1.150], [1.175])
#v(-8pt)
#table(columns: (5cm, 2cm, 2cm, 2cm), [Omschrijving], [2027], [2028], [Totaal],
  [Riool], [10], [20], [30], [Bomen], [], [5], [5])
"""
    found = rows(read(make(tmp_path, source)))
    assert [(row.label, values(row)) for row in found] == [
        ("Riool", {"2025": "120", "2026": "130"}),
        ("Wegen", {"2025": "1.150", "2026": "1.175"}),
        ("Riool", {"2027": "10", "2028": "20", "Totaal": "30"}),
        ("Bomen", {"2028": "5", "Totaal": "5"}),
    ]
    assert [row.table for row in found] == [0, 0, 1, 1]
