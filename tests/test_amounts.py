"""Amounts in Dutch notation."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.amounts import find_amounts, parse_cell, unit_factor
from ingest.captions import unit_in


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1.234", "1234"),
        ("-1.234", "-1234"),
        ("−12", "-12"),
        ("(1.234)", "-1234"),
        ("1.234-", "-1234"),
        ("N 31.393", "-31393"),
        ("V 1.000", "1000"),
        ("250 N", "-250"),
        ("€ 1.234,50", "1234.50"),
        ("€ -5", "-5"),
        ("0", "0"),
        ("12,5", "12.5"),
        ("-", None),
        ("", None),
        ("n.v.t.", None),
        ("2 fte", None),
    ],
)
def test_cells(printed: str, value: str | None) -> None:
    assert parse_cell(printed) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("text", "printed", "euros"),
    [
        ("een krediet van € 1.250.000 voor het riool", "€ 1.250.000", 1_250_000),
        ("ruim € 2,5 miljoen per jaar", "€ 2,5 miljoen", 2_500_000),
        ("€ 300 mln. voor wonen", "€ 300 mln", 300_000_000),
        ("€ 75.000,- eenmalig", "€ 75.000,-", 75_000),
        ("het kost 40.000 euro", "40.000 euro", 40_000),
        ("€ -12 duizend", "€ -12 duizend", -12_000),
    ],
)
def test_prose(text: str, printed: str, euros: int) -> None:
    (found,) = find_amounts(text)
    assert (found.printed, found.euros) == (printed, euros)
    assert text[found.start : found.end] == printed


def test_years_and_article_numbers_are_no_amounts() -> None:
    assert find_amounts("In 2027 geldt artikel 3.4 voor 1.000 bomen.") == []


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("(bedragen x € 1.000)", 1000),
        ("x 1.000 euro", 1000),
        ("bedragen x € 1 miljoen", 10**6),
        ("x € 1.000.000", 10**6),
        ("in euro's", 1),
        ("€", 1),
        ("aantal", None),
        ("", None),
    ],
)
def test_units(unit: str, factor: int | None) -> None:
    assert unit_factor(unit) == factor


@pytest.mark.parametrize(
    ("line", "unit", "factor"),
    [
        ("Bestuursprogramma in € miljoenen", "in € miljoenen", 10**6),
        ("Lasten (x € 1.000)", "x € 1.000", 10**3),
        ("Schuld in € 1.000", "in € 1.000", 10**3),
        ("Schuld (in miljoenen euro's)", "in miljoenen euro's", 10**6),
        ("Rijksbijdrage x € 1 mln", "x € 1 mln", 10**6),
        ("Gemeentefonds in € miljard", "in € miljard", 10**9),
        ("Per taak in euro’s", "in euro’s", 1),
    ],
)
def test_units_are_found_whole(line: str, unit: str, factor: int) -> None:
    found = unit_in([line])
    assert found == unit
    assert unit_factor(found) == factor


@given(st.integers(-(10**9), 10**9))
def test_a_number_written_the_dutch_way_reads_back(number: int) -> None:
    assert parse_cell(f"{number:,}".replace(",", ".")) == number
