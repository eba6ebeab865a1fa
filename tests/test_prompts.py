"""Prompts: declared blanks, and token counts without a network."""

from __future__ import annotations

from importlib.resources import files

import pytest

import prompts
from corpus.errors import UsageError
from prompts.prompt import parse


def test_every_prompt_file_declares_its_blanks() -> None:
    names = [
        f.name.removesuffix(".md") for f in files("prompts").iterdir() if f.name.endswith("md")
    ]
    assert names
    for name in names:
        assert prompts.load(name).blanks


def test_filling_keeps_braces_of_what_is_filled_in() -> None:
    prompt = parse("p", "blanks: vraag\n\nVraag: {vraag}")
    assert prompt.fill(vraag="{bewijs} [1]") == "Vraag: {bewijs} [1]"


@pytest.mark.parametrize(
    ("values", "named"),
    [({}, "niet ingevuld: vraag"), ({"vraag": "x", "extra": "y"}, "onbekend: extra")],
)
def test_missing_and_surplus_values_are_errors(values: dict[str, str], named: str) -> None:
    with pytest.raises(UsageError, match=named):
        parse("p", "blanks: vraag\n\nVraag: {vraag}").fill(**values)


@pytest.mark.parametrize(
    "content", ["Vraag: {vraag}", "blanks: a, b\n\n{a}", "blanks: a\n\n{a} {b}"]
)
def test_blanks_that_do_not_match_are_errors(content: str) -> None:
    with pytest.raises(UsageError, match="Prompt 'p'"):
        parse("p", content)


def test_the_version_follows_the_text() -> None:
    one, other = parse("p", "blanks: a\n\n{a}"), parse("p", "blanks: a\n\n{a}!")
    assert one.version != other.version
    assert one.version == parse("q", "blanks: a\n\n{a}").version


def test_tokens_are_counted_offline_as_cl100k_does() -> None:
    # Known counts of cl100k_base (tiktoken's own README: "tiktoken is great!" is 6 tokens).
    assert prompts.count_tokens("tiktoken is great!") == 6
    assert prompts.count_tokens("<|endoftext|>") > 1
    assert prompts.count_tokens("") == 0


def test_a_budget_takes_whole_texts_in_order() -> None:
    one = prompts.count_tokens("een twee drie")
    assert list(prompts.within_budget(["een twee drie"] * 4, 2 * one)) == ["een twee drie"] * 2
    assert list(prompts.within_budget(["een twee drie"], one - 1)) == []
