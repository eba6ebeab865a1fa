"""Portfolios: a role is right when its holder ever held what it names."""

from __future__ import annotations

from typing import Any

import pytest

from evals.holding import score_holders
from evals.scores import Score
from tests.evaluation import answer, response

HOLDERS = (
    ("Bos", frozenset({"groen", "water"})),
    ("De Vries", frozenset({"wonen", "openbare ruimte"})),
)


def role(holder: str, portfolio: str) -> dict[str, Any]:
    return {"holder": holder, "portfolio": portfolio, "citations": []}


@pytest.mark.parametrize(
    ("roles", "scores"),
    [
        ([role("Wethouder Anna Bos", "groen en water")], [Score("holders_right", 1.0, 2)]),
        ([role("wethouder De Vries", "wonen; groen")], [Score("holders_right", 0.5, 2)]),
        ([role("Wethouder Bos, wethouder De Vries", "groen")], []),  # whose it is, is not said
        ([role("Wethouder Jansen", "groen")], []),
        ([role("Wethouder Bos", "financiën")], []),
        ([], []),
    ],
)
def test_roles_are_held_against_what_each_ever_held(
    roles: list[dict[str, Any]], scores: list[Score]
) -> None:
    assert list(score_holders(response(answer(roles=roles)), HOLDERS)) == scores


def test_a_set_without_holders_says_nothing() -> None:
    assert not list(score_holders(response(answer(roles=[role("Bos", "groen")])), ()))
