"""Citations: only quotes that stand on their page get a number; only those numbers survive."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.citations import (
    Citations,
    keep_known_markers,
    longest_verbatim,
    stands_on,
)
from corpus.documents import Document
from corpus.errors import CitationError
from ingest.pages import Cell, Page, TableRow
from ingest.passages import Passage

DOCUMENT = Document(id="d", file="a.pdf", source="/s", title="Akkoord", type="coalitieakkoord")


def page(printed: str) -> Page:
    return Page(1, "1", printed, printed, ())


def passage(text: str, row: TableRow | None = None) -> Passage:
    return Passage("p", "e", 1, "1", 0, len(text), "text", text, row=row)


def citations(printed: str) -> Citations:
    return Citations(lambda edition, number: page(printed), lambda edition: DOCUMENT)


def test_a_sentence_on_its_page_gets_the_next_number_and_keeps_it() -> None:
    book = citations("Wij planten\n1.000 bomen. Het college   beslist in 2027.")
    assert book.sentence(passage(""), "Wij planten 1.000 bomen.") == 1
    assert book.sentence(passage(""), "Het college beslist in 2027.") == 2
    assert book.sentence(passage(""), "Wij planten  1.000 bomen.") == 1
    assert [c.quote for c in book.all()] == [
        "Wij planten 1.000 bomen.",
        "Het college beslist in 2027.",
    ]


def test_a_sentence_that_is_not_there_is_refused() -> None:
    with pytest.raises(CitationError, match="staat niet op pagina 1"):
        citations("Wij planten 1.000 bomen.").sentence(passage(""), "Wij kappen 1.000 bomen.")


def test_soft_hyphens_and_line_breaks_do_not_count() -> None:
    assert stands_on("rioleringsprogramma 2027", page("riolerings\u00ad\nprogramma\n2027"))
    assert not stands_on("rioleringsprogramma 2027", page("rioleringsplan 2027"))


def test_a_word_broken_by_a_hard_hyphen_ends_the_quote() -> None:
    sentence = "De gemeente stelt in 2027 een rioleringsprogramma vast voor de hele stad"
    on_page = page("De gemeente stelt in 2027 een riolerings-\nprogramma vast voor de hele stad")
    assert longest_verbatim(sentence, on_page) == "De gemeente stelt in 2027 een"


def test_every_part_of_a_row_must_stand_on_the_page() -> None:
    row = TableRow(0, "", "Riolering", (Cell("Begroting 2027", "-1.234"), Cell("2028", "5")))
    book = citations("Begroting 2027 2028\nRiolering -1.234 5")
    number = book.row(passage("", row), row, 0)
    assert book.all()[number - 1].quote == "Riolering | Begroting 2027 | -1.234"
    going_on = TableRow(0, "", "Riolering", (Cell("Kop op de vorige pagina", "5"),))
    number = book.row(passage("", going_on), going_on, 0)
    assert book.all()[number - 1].quote == "Riolering | 5"
    wrong = TableRow(0, "", "Riolering", (Cell("2028", "6"),))
    with pytest.raises(CitationError):
        book.row(passage("", wrong), wrong, 0)


@given(st.text(max_size=200), st.lists(st.integers(-3, 10**9), max_size=10), st.integers(0, 30))
def test_no_marker_outside_1_to_n_survives(text: str, numbers: list[int], count: int) -> None:
    marked = text + "".join(f" zin [{n}]" for n in numbers)
    kept = keep_known_markers(marked, count)
    assert all(1 <= int(n) <= count for n in re.findall(r"\[(\d+)\]", kept))
    wanted = [n for n in numbers if 1 <= n <= count]
    assert all(f"[{n}]" in kept for n in wanted)


@given(st.text(min_size=1, max_size=300), st.data())
def test_a_quote_given_out_always_stands_on_the_page(printed: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(printed)))
    sentence = printed[start:] + data.draw(st.text(max_size=30))
    quote = longest_verbatim(sentence, page(printed))
    assert quote is None or stands_on(quote, page(printed))


def test_a_run_without_a_broken_word_is_preferred_when_it_holds_the_numbers() -> None:
    printed = "De Subsidie\u00ad\nregeling is op 1 maart 2023 in werking getreden."
    sentence = "De Subsidieregeling is op 1 maart 2023 in werking getreden."
    assert longest_verbatim(sentence, page(printed)) == "is op 1 maart 2023 in werking getreden."
    printed = "In 2023 is een bedrag nodig voor de Subsidie\u00ad\nregeling van € 500."
    sentence = "In 2023 is een bedrag nodig voor de Subsidieregeling van € 500."
    assert longest_verbatim(sentence, page(printed)) == sentence
