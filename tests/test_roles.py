"""Who is responsible: names of office holders, functions of civil servants."""

from __future__ import annotations

import pytest

from assistant.holders import find_principal, function_of, role_of


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Bestuurlijk opdrachtgever: wethouder Brandhorst", "wethouder Brandhorst"),
        ("bestuurlijk opdrachtgever: wethouder Brandhorst", "wethouder Brandhorst"),
        ("bestuurlijk opdrachtgever is wethouder J. de Vries", "wethouder J. de Vries"),
        (
            "Wethouder El Ouardani aan te wijzen als bestuurlijk opdrachtgever.",
            "Wethouder El Ouardani",
        ),
        ("Wethouder Bos wordt bestuurlijk opdrachtgever", "Wethouder Bos"),
        ("De wethouder is nog niet aangewezen als opdrachtgever", None),
        ("ambtelijk opdrachtgever: de directeur Ruimte", None),
    ],
)
def test_the_principal_in_either_order(text: str, holder: str | None) -> None:
    found = find_principal(text)
    assert (found[1] if found else None) == holder


@pytest.mark.parametrize(
    ("text", "function"),
    [
        ("de directeur Ruimte", "directeur Ruimte"),
        ("directeur Ruimte en Beheer (P. Jansen)", "directeur Ruimte en Beheer"),
        ("mevrouw P. Jansen, programmamanager Groen", "programmamanager Groen"),
        ("de heer P. Jansen", None),
        ("de gemeentesecretaris", "gemeentesecretaris"),
    ],
)
def test_civil_servants_are_told_by_function(text: str, function: str | None) -> None:
    assert function_of(text) == function


def test_roles_in_a_decision() -> None:
    text = (
        "De directeur Ruimte aan te wijzen als ambtelijk opdrachtgever en de programmamanager "
        "Groenblauwe Vogelbuurt als opdrachtnemer."
    )
    assert role_of("ambtelijk opdrachtgever", text) == "directeur Ruimte"
    assert role_of("opdrachtnemer", text) == "programmamanager Groenblauwe Vogelbuurt"
    assert role_of("opdrachtnemer", "Opdrachtnemer: P. Jansen") is None
