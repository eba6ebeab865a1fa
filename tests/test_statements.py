"""What an answer says, statement by statement, and when a phrasing is in it."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.statements import Statement, holds, statements, text_statements
from ingest.text import collapse

ANSWER = {
    "text": "**Kort antwoord.** Er zijn 250 bomen beloofd [1]. "
    "Het geld is er (taakveld 5.7) [2].\n\n**Geld**\n"
    "- Aanplant, 2027: 150 (bedragen x € 1.000) [2]",
    "slots": {
        "money": [
            {"label": "Aanplant", "year": 2027, "amount_eur": 150000.0, "citations": [2]},
            {"label": "Beheer", "coverage": "geen dekking", "amount_eur": 68000.5, "citations": []},
        ],
        "work_form": {"form": "project", "because": "één resultaat", "basis": "derived"},
        "roles": [],
    },
}


def said(text: str) -> Statement:
    return Statement("text", text)


def test_the_text_is_cut_into_sentences_with_their_markers() -> None:
    found = list(text_statements(ANSWER["text"]))
    assert [s.text for s in found][1:3] == [
        "Er zijn 250 bomen beloofd [1].",
        "Het geld is er (taakveld 5.7) [2].",
    ]
    assert [s.citations for s in found] == [(), (1,), (2,), (), (2,)]


def test_a_slot_item_is_one_statement_with_amounts_as_they_are_written() -> None:
    found = {s.slot: s for s in statements(ANSWER) if s.slot != "text"}
    money = [s.text for s in statements(ANSWER) if s.slot == "money"]
    assert money == ["Aanplant ; 2027 ; 150.000", "Beheer ; geen dekking ; 68.000,50"]
    assert found["work_form"].text == "project ; één resultaat"
    assert "roles" not in found


@pytest.mark.parametrize(
    ("text", "parts", "found"),
    [
        ("Het tarief is € 228 per jaar.", ["228"], True),
        ("Het tarief is € 1.228 per jaar.", ["228"], False),
        ("Het tarief is € 228,50 per jaar.", ["228"], False),
        ("Het tarief is € 2.280 per jaar.", ["2.28"], False),
        ("Lasten 4.928, baten 186.", ["4.928", "186"], True),
        ("De raad heeft het plan vastgesteld.", ["vastgestel*", "RAAD"], True),
        ("Het plan is niet-vastgesteld.", ["vastgesteld"], True),
        ("Wethouder El  Ouardani", ["el ouardani"], True),
        ("De onderaad besloot.", ["raad"], False),
        ("€ 2.450.000", ["€ 2.450.000"], True),
        ("30% van de woningen", ["30%"], True),
    ],
)
def test_a_part_is_found_as_whole_words(text: str, parts: list[str], found: bool) -> None:
    assert holds(said(text), parts) is found


def test_parts_of_different_statements_do_not_add_up() -> None:
    found = list(text_statements("Brandhorst gaat over groen. Kamperveld gaat over wonen."))
    assert not any(holds(s, ["Brandhorst", "wonen"]) for s in found)


WORD = st.text(alphabet="abcdefghijklmnoprstuvwz", min_size=1, max_size=8)


@given(st.lists(WORD, min_size=1, max_size=12), st.data())
def test_every_run_of_words_of_a_statement_is_found_in_it(
    words: list[str], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    assert holds(said(" ".join(words)), [" ".join(words[start:end])])


@given(st.text(max_size=400))
def test_nothing_is_made_up_when_a_text_is_cut(text: str) -> None:
    given_, cut = Counter(collapse(text)), Counter()
    for found in text_statements(text):
        cut.update(found.text.replace(" ", ""))
    assert not cut - given_
