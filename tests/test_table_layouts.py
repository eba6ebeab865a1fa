"""Reads the table layouts that Dutch municipalities use: signs, units, groups, numbered rows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from ingest.cells import stated
from ingest.read import read
from tests.pdfs import make, rows, values


def test_an_original_and_an_amended_budget_stand_side_by_side(tmp_path: Path) -> None:
    source = """
= Programma 3 Leefomgeving
*Wat heeft het gekost?* #h(1fr) Bedragen x € 1.000
#table(columns: (2fr, 1fr, 1fr, 1fr, 1fr, auto), stroke: none,
  align: (left, right, right, right, right, left),
  table.header([], [Primitieve\\ begroting 2024], [Begroting na\\ wijziging 2024],
    [Rekening\\ 2024], [Verschil], []),
  [Lasten], [], [], [], [], [],
  [Riolering], [1.200], [1.350], [1.410], [60], [N],
  [Totaal lasten], [2.090], [2.255], [2.290], [35], [N],
  [Baten], [], [], [], [], [],
  [Riolering], [1.500], [1.500], [1.525], [25], [V],
)
"""
    found = {(row.block, row.label): row for row in rows(read(make(tmp_path, source)))}
    out, back = found["Lasten", "Riolering"], found["Baten", "Riolering"]
    assert values(out) == {
        "Primitieve begroting 2024": "1.200",
        "Begroting na wijziging 2024": "1.350",
        "Rekening 2024": "1.410",
        "Verschil": "60 N",
    }
    assert [stated(out, i).euros for i in range(4)] == [1200000, 1350000, 1410000, -60000]
    assert [stated(out, i).year for i in range(4)] == [2024, 2024, 2024, None]
    assert stated(back, 3).euros == 25000
    assert found["Lasten", "Totaal lasten"].unit == "Bedragen x € 1.000"


def test_a_wide_head_goes_to_each_of_its_years_and_brackets_are_negative(tmp_path: Path) -> None:
    source = """
= Meerjarenbegroting
#table(columns: (2fr,) + (1fr,) * 5, stroke: 0.4pt, align: (left,) + (right,) * 5,
  table.cell(rowspan: 2)[(bedragen in duizenden euro's)],
  table.cell(rowspan: 2)[Begroting 2025], table.cell(colspan: 4)[Meerjarenraming],
  [2026], [2027], [2028], [2029],
  [Saldo bestaand beleid], [(1.250)], [(980)], [410], [1.020], [1.500],
  [Nieuw beleid], [(300)], [(450)], [(450)], [(450)], [(450)],
)
"""
    first, _ = rows(read(make(tmp_path, source)))
    assert list(values(first)) == [
        "Begroting 2025",
        *(f"Meerjarenraming {year}" for year in range(2026, 2030)),
    ]
    assert (stated(first, 1).euros, stated(first, 1).year) == (-980000, 2026)
    assert first.title == "Meerjarenbegroting"


def test_heads_that_return_get_the_year_above_their_group(tmp_path: Path) -> None:
    source = """
#table(columns: (2fr,) + (1fr,) * 6, stroke: none, align: (left,) + (right,) * 6,
  [Exploitatie (x € 1.000)], table.cell(colspan: 3, align: center)[Begroting 2025],
  table.cell(colspan: 3, align: center)[Begroting 2026],
  [], [Lasten], [Baten], [Saldo], [Lasten], [Baten], [Saldo],
  [1.1 Crisisbeheersing], [2.410], [35], [2.375 N], [2.460], [35], [2.425 N],
  [1.2 Openbare orde], [610], [12], [598 N], [622], [12], [610 N],
)
"""
    first, _ = rows(read(make(tmp_path, source)))
    assert list(values(first)) == [
        f"Begroting {year} {kind}" for year in (2025, 2026) for kind in ("Lasten", "Baten", "Saldo")
    ]
    assert stated(first, 5).euros == -2425000


def test_the_label_of_a_numbered_row_may_take_lines_above_and_below_it(tmp_path: Path) -> None:
    source = """
#table(columns: (1cm, 4cm, 2.4cm, 2.4cm), stroke: none,
  align: (left + horizon, left + horizon, right + horizon, right + horizon),
  [], [], [2026], [2027],
  [1], [Schrappen van de investering in het gemeentekantoor en doorschuiven], [62.000], [62.000],
  [2], [Stelpost], [874.715], [788.309],
  [3], [Nieuwe stelpost voor de herijking van het gemeentefonds], [120.000], [130.000],
)
"""
    found = rows(read(make(tmp_path, source)))
    assert [row.label for row in found] == [
        "1 Schrappen van de investering in het gemeentekantoor en doorschuiven",
        "2 Stelpost",
        "3 Nieuwe stelpost voor de herijking van het gemeentefonds",
    ]
    assert values(found[2]) == {"2026": "120.000", "2027": "130.000"}


def test_a_drawn_row_keeps_all_its_lines_together(tmp_path: Path) -> None:
    source = """
#table(columns: (1cm, 4cm, 2.4cm, 6cm), stroke: 0.5pt,
  align: (left + horizon, left + horizon, right + horizon, left),
  [*Nr*], [*Motie*], [*Bedrag*], [*Actie*],
  [1a], [Aanpak jeugdzorg en de kracht van de wijk], [€ 150.000],
  [In 2027 is deze taakstelling ingeboekt, waarbij de gerealiseerde taakstelling wordt gestort in
   de reserve sociaal domein. Het college rapporteert hierover.],
  [2], [Strand], [€ 100.000], [Voor 2027 is een krediet opgenomen.],
)
"""
    first, second = rows(read(make(tmp_path, source)))
    assert first.label == "1a Aanpak jeugdzorg en de kracht van de wijk"
    assert values(first)["Bedrag"] == "€ 150.000"
    assert values(first)["Actie"].startswith("In 2027 is deze taakstelling ingeboekt")
    assert values(first)["Actie"].endswith("Het college rapporteert hierover.")
    assert values(second)["Actie"] == "Voor 2027 is een krediet opgenomen."


def test_nadeel_is_negative_and_marks_tell_what_lasts(tmp_path: Path) -> None:
    source = """
= Bestuursrapportage
#table(columns: (2.2fr, 1.6fr, 1fr, 2fr), stroke: (x: none, y: 0.3pt),
  align: (left, right, center, left),
  [*Onderwerp*], [*Bedrag in €*], [*I/S*], [*Toelichting*],
  [Jeugdhulp], [350.000 nadeel], [S], [Hogere kosten.],
  [Algemene uitkering], [210.000 voordeel], [I], [Septembercirculaire.],
)
"""
    youth, grant = rows(read(make(tmp_path, source)))
    assert (stated(youth, 0).euros, stated(youth, 0).lasting) == (-350000, "structureel")
    assert (stated(grant, 0).euros, stated(grant, 0).lasting) == (210000, "incidenteel")


def test_a_unit_may_stand_in_a_column_of_its_own(tmp_path: Path) -> None:
    source = """
= Beleidsindicatoren
#table(columns: (0.5fr, 2fr, 1.5fr, 1fr, 1fr, 1fr), stroke: (x: none, y: 0.3pt),
  align: (left, left, left, left, right, right),
  [*Nr.*], [*Naam*], [*Eenheid*], [*Bron*], [*2023*], [*2024*],
  [12], [Restafval], [Kg per 1.000 inwoners], [CBS], [162,4], [158],
  [14], [Gemiddelde WOZ-waarde], [Duizend euro], [CBS], [312], [341],
)
"""
    waste, worth = rows(read(make(tmp_path, source)))
    said = stated(waste, 2)
    assert (said.value, said.euros, said.unit) == (Decimal("162.4"), None, "Kg per 1.000 inwoners")
    assert (stated(worth, 3).euros, stated(worth, 3).year) == (341000, 2024)


def test_a_table_goes_on_with_head_and_block_on_the_next_page(tmp_path: Path) -> None:
    posts = "\n".join(f"[Post {n}], [{n}00], [{n}50]," for n in range(1, 70))
    source = f"""
#table(columns: (7cm, 2cm, 2cm), stroke: none, align: (left, right, right),
  [], [2025], [2026],
  [*Mutaties reserves*], [], [],
{posts})
"""
    found = [row for row in rows(read(make(tmp_path, source))) if row.cells]
    assert {row.block for row in found} == {"Mutaties reserves"}
    assert values(found[-1]) == {"2025": "6900", "2026": "6950"}


def test_a_form_of_labels_is_read_label_by_label(tmp_path: Path) -> None:
    source = """
= Verbonden partijen
#grid(columns: (4cm, 11cm), row-gutter: 6pt,
  [*Doelstelling*], [Het uitvoeren van de belastingtaken voor de deelnemende gemeenten, met lage
    kosten en een hoge kwaliteit, en het delen van kennis.],
  [*Visie en \\ voornemens*], [De samenwerking wordt in 2027 geëvalueerd door de deelnemers en het
    bestuur.],
  [*Risico's*], [Uittreden van een deelnemer.],
)
"""
    found = rows(read(make(tmp_path, source)))
    assert [row.label for row in found] == ["Doelstelling", "Visie en voornemens", "Risico’s"]
    assert found[1].cells[0].text.endswith("door de deelnemers en het bestuur.")
