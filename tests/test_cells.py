"""Holds what a cell states against what is printed in and above it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cells import stated
from ingest.pages import Cell, TableRow


def row(text: str, header: str = "", unit: str = "x € 1.000", **more: str) -> TableRow:
    return TableRow(
        0,
        more.get("title", ""),
        more.get("label", "Riolering"),
        (Cell(header, text),),
        unit,
        more.get("block", ""),
    )


@pytest.mark.parametrize(
    ("text", "header", "euros"),
    [
        ("1.234", "2027", 1234000),
        ("-1.234", "2027", -1234000),
        ("1.234-", "2027", -1234000),
        ("(1.234)", "2027", -1234000),
        ("N 12", "Verschil", -12000),
        ("12 V", "Verschil", 12000),
        ("12 nadeel", "Verschil", -12000),
        ("€ 0,85", "Tarief 2027", Decimal("0.85")),
        ("€ 358,5 mln. (o.b.v. jaarrekening 2026)", "2027", 358500000),
        ("€ 2,062 mrd.", "2027", 2062000000),
        ("410 000", "2027", 410000000),
        ("€ 85.000,-", "2027", 85000000),
        ("12,5%", "2027", None),
        ("60", "Afschrijvingstermijn in jaren", None),
        ("7.152 stuks", "Areaal", None),
        ("p.m.", "2027", None),
        ("vastgesteld", "Status", None),
    ],
)  # fmt: skip
def test_money_is_told_in_euros_and_nothing_else(text: str, header: str, euros: object) -> None:
    assert stated(row(text, header), 0).euros == euros


@pytest.mark.parametrize(
    ("text", "header", "title", "year"),
    [
        ("12", "Begroting 2027", "", 2027),
        ("12", "Rekening 2025 Lasten", "Begroting 2027", 2025),
        ("12", "Lasten", "Wat mag het kosten in 2027?", 2027),
        ("12", "Lasten", "Meerjarenraming 2027-2030", None),
        ("36,54% (2024)", "Laatst bekende realisatie", "", 2024),
        ("€ 4,7 mln. (o.b.v. jaarrekening 2024)", "Stand per 1-1-2027", "", 2027),
        ("12", "", "", None),
    ],
)
def test_the_nearest_year_counts(text: str, header: str, title: str, year: int | None) -> None:
    assert stated(row(text, header, title=title), 0).year == year


@given(st.decimals(0, 10**9, places=2))
def test_an_amount_in_dutch_notation_comes_back(amount: Decimal) -> None:
    printed = f"{amount:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    assert stated(row(f"€ {printed}", "2027", unit=""), 0).euros == amount
    assert stated(row(f"-{printed}", "2027", unit="€"), 0).euros == -amount


def test_what_lasts_is_told_by_the_nearest_text_that_says_so() -> None:
    assert stated(row("5", label="Structureel budget", title="Incidentele lasten"), 0).lasting == (
        "structureel"
    )
    assert stated(row("5", title="Incidentele baten en lasten"), 0).lasting == "incidenteel"
    assert stated(row("5", title="Structurele en incidentele lasten"), 0).lasting == ""
    assert stated(row("5", label="Beheer bomen (S)"), 0).lasting == "structureel"
