"""Each measure on answers that are right, half right and wrong."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Outcome
from corpus.status import Status
from evals.citing import score_citations, uncited_numbers
from evals.content import NOT_TOLD, score_content, told_status, wrong_claims
from evals.manner import score_manner
from evals.questions import Forbidden, InstrumentTruth, Need, Nugget
from evals.scores import MEASURES, Score, measure
from evals.searching import score_search
from tests.evaluation import answer, cell, citation, place, question, response, stands


def by_name(scores: Any) -> dict[str, float]:
    found = list(scores)
    names = [s.measure for s in found]
    assert set(names) <= {m.name for m in MEASURES}
    return {s.measure: s.value for s in found}


NEEDS = (Need((place("a.pdf", 3), place("b.pdf", 9))), Need((place("c.pdf", 1),)))


def test_the_best_ranking_is_worth_one_and_none_is_worth_nothing() -> None:
    asked = question(evidence=NEEDS)
    best = by_name(score_search(asked, response(None, ("b.pdf", 9), ("c.pdf", 1))))
    assert set(best.values()) == {1.0}
    worst = by_name(score_search(asked, response(None, ("x.pdf", 1), ("a.pdf", 4))))
    assert set(worst.values()) == {0.0}


def test_a_page_further_down_counts_less_and_a_second_page_of_a_need_nothing() -> None:
    asked = question(evidence=NEEDS)
    found = by_name(score_search(asked, response(None, ("x.pdf", 1), ("a.pdf", 3), ("b.pdf", 9))))
    assert (found["hit_1"], found["hit_3"], found["mrr"]) == (0, 1, 0.5)
    # One of two needs, at rank 2: 1/log2(3) of 1 + 1/log2(3).
    assert found["ndcg_10"] == pytest.approx(0.6309 / 1.6309, abs=1e-3)


def test_a_question_without_evidence_says_nothing_of_search() -> None:
    assert not list(score_search(question(evidence=()), response()))


SPOTS = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 3)), max_size=10, unique=True)


@given(SPOTS, SPOTS)
def test_search_scores_stay_between_0_and_1_and_grow_with_depth(
    wanted: list[tuple[str, int]], found: list[tuple[str, int]]
) -> None:
    asked = question(evidence=tuple(Need((place(f, p),)) for f, p in wanted))
    scores = by_name(score_search(asked, response(None, *found)))
    assert all(0 <= v <= 1 + 1e-9 for v in scores.values())
    if scores:
        assert scores["hit_1"] <= scores["hit_3"] <= scores["hit_5"] <= scores["hit_10"]
        assert scores["hit_1"] <= scores["mrr"] <= scores["hit_10"]


def test_quotes_are_counted_one_by_one() -> None:
    cited = [citation(1), citation(2, quote="verzonnen"), citation(3, page=2), citation(4)]
    scores = list(score_citations(question(), response(answer(citations=cited)), stands))
    assert Score("quotes_on_page", 0.5, 4) in scores


def test_precision_looks_at_the_short_answer_and_recall_at_all_that_is_cited() -> None:
    cited = [citation(1, "x.pdf"), citation(2, "a.pdf"), citation(3, "b.pdf", 9)]
    asked = question(evidence=(*NEEDS, Need((place("a.pdf", 1),))))
    text = "**Kort antwoord.** Zo zit het [1] [2].\n\n**Geld**\n- meer [3]"
    found = by_name(score_citations(asked, response(answer(text, citations=cited)), stands))
    assert found["citation_precision"] == 0.5
    assert found["citation_recall"] == pytest.approx(2 / 3)


def test_a_page_that_may_be_cited_too_is_no_fault() -> None:
    asked = question(also=frozenset({("x.pdf", 1)}))
    found = by_name(
        score_citations(asked, response(answer(citations=[citation(1, "x.pdf")])), stands)
    )
    assert found["citation_precision"] == 1
    assert found["citation_recall"] == 0


@pytest.mark.parametrize(
    ("text", "uncited"),
    [
        ("Er komen 250 bomen [1].", []),
        ("Er komen 251 bomen [1].", ["251"]),
        ("Niets gevonden. _Gezocht in 9 documenten, stand per 25-11-2026._", []),
        ("**Let op.** Sinds 1 januari 2024 geldt een andere wet.", []),
        ("De term '2.0' komt niet voor.", []),
    ],
)
def test_a_number_stands_in_a_quote(text: str, uncited: list[str]) -> None:
    assert uncited_numbers(answer(text)) == uncited


def test_facts_in_the_text_in_a_slot_and_in_the_quotes() -> None:
    facts = (
        Nugget("bomen", True, (("250", "bomen"),)),
        Nugget("geen dekking", True, (("geen dekking",), ("niet gedekt",))),
        Nugget("in het citaat", True, (("kadernota",),)),
        Nugget("mooi om te weten", False, (("iepen",),)),
    )
    money = [{"label": "Beheer", "coverage": "geen dekking", "citations": [2]}]
    cited = [citation(1), citation(2, quote="Dit komt bij de kadernota.")]
    given_ = response(answer(citations=cited, money=money))
    found = by_name(score_content(question(nuggets=facts), given_))
    assert found["vital_nuggets"] == pytest.approx(2 / 3)
    assert found["vital_in_text"] == pytest.approx(1 / 3)
    assert found["vital_in_evidence"] == 1
    assert found["okay_nuggets"] == 0


def test_a_wrong_claim_is_found_unless_the_statement_says_otherwise() -> None:
    claim = Forbidden("krediet is verleend", ("krediet", "vastgesteld"), ("nog niet", "voorstel*"))
    asked = question(must_not=(claim,))
    wrong = answer("Het krediet is vastgesteld [1].")
    assert wrong_claims(asked, wrong) == ["krediet is verleend: “Het krediet is vastgesteld [1].”"]
    assert not wrong_claims(asked, answer("Het krediet is nog niet vastgesteld [1]."))
    assert not wrong_claims(asked, answer("Voorgesteld: krediet. Vastgesteld is de begroting."))
    assert by_name(score_content(asked, response(wrong)))["wrong_claims"] == 1


@pytest.mark.parametrize(
    ("item", "exact"),
    [
        ({"amount_eur": 4_928_000.0, "year": 2027}, 1),
        ({"amount_eur": 4_928.0, "year": 2027}, 0),  # the unit was lost
        ({"amount_eur": -4_928_000.0, "year": 2027}, 0),  # the sign was turned
        ({"amount_eur": 4_928_000.0, "year": 2026}, 0),
        ({"amount_eur": 4_928_000.0, "year": None, "column": "Begroting 2027"}, 1),
        ({"amount_eur": 4_928_000.0, "year": None, "column": "Begroting"}, 0),
        ({"amount_eur": None, "year": 2027}, 0),
    ],
)
def test_a_cell_is_exact_in_amount_unit_year_and_sign(item: dict[str, Any], exact: int) -> None:
    money = [item | {"printed": "4.928", "citations": [1]}]
    found = by_name(score_content(question(cell=cell()), response(answer(money=money))))
    assert (found["cell_exact"], found["cell_page"], found["cell_in_five"]) == (exact, 1, exact)


def test_a_cell_that_is_no_money_is_compared_as_it_is_printed() -> None:
    item = {"printed": "98,5%", "amount_eur": None, "year": 2027, "citations": []}
    asked = question(cell=cell(printed="98,5", unit="%", value=98.5))
    found = by_name(score_content(asked, response(answer(money=[item]))))
    assert (found["cell_exact"], found["cell_page"]) == (1, 0)


def test_the_right_cell_further_down_is_only_in_five() -> None:
    other = {"amount_eur": 1.0, "year": 2027, "printed": "0", "citations": []}
    right = {"amount_eur": 4_928_000.0, "year": 2027, "printed": "4.928", "citations": [1]}
    given_ = response(answer(money=[other, right]))
    found = by_name(score_content(question(cell=cell()), given_))
    assert (found["cell_exact"], found["cell_page"], found["cell_in_five"]) == (0, 0, 1)


DRAFT = InstrumentTruth("I10", (Status.ONTWERP,))
ABSENT = InstrumentTruth("I40", (Status.NIET_AANGETROFFEN,))


@pytest.mark.parametrize(
    ("truth", "told", "expected"),
    [
        (DRAFT, "ontwerp", (1, 0, 0)),
        (DRAFT, "vastgesteld", (0, 0, 1)),
        (DRAFT, "niet_aangetroffen", (0, 1, 0)),
        (DRAFT, None, (0, 0, 0)),
        (ABSENT, "niet_aangetroffen", (1, None, 0)),
        (ABSENT, "vastgesteld", (0, None, 1)),
    ],
)
def test_the_status_of_an_instrument(
    truth: InstrumentTruth, told: str | None, expected: tuple[float | None, ...]
) -> None:
    items = [{"id": truth.id, "status": told, "citations": []}] if told else []
    given_ = answer(instruments=items)
    assert told_status(given_, truth.id) == (told or NOT_TOLD)
    found = by_name(score_content(question(instruments=(truth,)), response(given_)))
    names = ("instrument_status", "false_missing", "false_adopted")
    assert tuple(found.get(name) for name in names) == expected


def test_outcome_and_silence() -> None:
    outside = question(outcomes=frozenset({Outcome.NOT_IN_SOURCES}))
    right = by_name(score_manner(outside, response(answer(outcome="not_in_sources")), frozenset()))
    assert right == {"outcome": 1, "refusal_precision": 1, "refusal_recall": 1}
    wrong = by_name(score_manner(outside, response(answer(outcome="answered")), frozenset()))
    assert wrong == {"outcome": 0, "refusal_recall": 0}
    silent = by_name(score_manner(question(), response(answer(outcome="refused")), frozenset()))
    assert silent == {"outcome": 0, "refusal_precision": 0}


@pytest.mark.parametrize(
    ("cited", "found", "leaks"),
    [("geheim.pdf", "a.pdf", 1), ("a.pdf", "geheim.pdf", 1), ("a.pdf", "a.pdf", 0)],
)
def test_a_closed_document_is_neither_cited_nor_found(cited: str, found: str, leaks: int) -> None:
    given_ = response(answer(citations=[citation(1, cited)]), (found, 1))
    assert by_name(score_manner(question(), given_, frozenset({"geheim.pdf"})))["leaks"] == leaks


def test_another_ones_document_may_be_found_but_not_cited() -> None:
    asked = question(must_not_cite=frozenset({"ander.pdf"}))
    seen = response(answer(), ("ander.pdf", 1))
    assert by_name(score_manner(asked, seen, frozenset()))["leaks"] == 0
    told = response(answer(citations=[citation(1, "ander.pdf")]))
    assert by_name(score_manner(asked, told, frozenset()))["leaks"] == 1


def test_every_measure_is_explained() -> None:
    assert len({m.name for m in MEASURES}) == len(MEASURES)
    for found in MEASURES:
        assert found.label and found.says and measure(found.name) is found
