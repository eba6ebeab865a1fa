"""Owns the measure of who holds what: is a portfolio given to somebody who ever held it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evals.respond import Response
from evals.scores import Score
from evals.statements import Statement, holds

__all__ = ["score_holders"]

Holders = Sequence[tuple[str, frozenset[str]]]


def score_holders(response: Response, holders: Holders) -> Iterator[Score]:
    """A score over the portfolio words of every role that names exactly one known holder."""
    words = [pair for role in response.answer["slots"]["roles"] for pair in _words(role, holders)]
    if words:
        right = sum(word in held for held, word in words)
        yield Score("holders_right", right / len(words), len(words))


def _words(role: Mapping[str, Any], holders: Holders) -> Iterator[tuple[frozenset[str], str]]:
    """Each portfolio word of a role with all that its holder ever held."""
    who = Statement("roles", str(role["holder"]))
    named = [held for name, held in holders if holds(who, [name])]
    if len(named) != 1:
        return
    what = Statement("roles", str(role["portfolio"]))
    for word in sorted(frozenset().union(*(held for _, held in holders))):
        if holds(what, [word]):
            yield named[0], word
