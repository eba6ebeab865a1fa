"""Splitting: nothing lost, nothing over size, nothing over a page."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ingest.pages import Block, BlockKind, Cell, Page, TableRow
from ingest.passages import Passage
from ingest.split import row_text, sentence_spans, split


def word_count(text: str) -> int:
    return len(re.findall(r"\w+|[^\w\s]", text))


def page_of(*blocks: tuple[BlockKind, str], number: int = 1) -> Page:
    made, parts, at = [], [], 0
    for kind, text in blocks:
        level = 1 if kind is BlockKind.HEADING else 0
        made.append(Block(kind, text, at, at + len(text), level))
        parts.append(text)
        at += len(text) + 1
    text = "\n".join(parts)
    return Page(number, str(number), text, text, tuple(made))


def passages(*pages: Page, size: int = 40) -> list[Passage]:
    return list(split(pages, "e", count=word_count, max_tokens=size))


texts = st.text(
    alphabet=st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\n"),
    min_size=1,
    max_size=400,
)
kinds = st.sampled_from(
    [BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CONTENTS]
)


@given(st.lists(st.tuples(kinds, texts), min_size=1, max_size=8), st.integers(5, 60))
def test_no_text_is_lost_and_no_passage_exceeds_the_size(
    blocks: list[tuple[BlockKind, str]], size: int
) -> None:
    page = page_of(*blocks)
    found = passages(page, size=size)
    covered = [False] * len(page.text)
    for passage in found:
        assert passage.text == page.text[passage.start : passage.end]
        assert word_count(passage.text) <= size
        for at in range(passage.start, passage.end):
            assert not covered[at], "a character stands in two passages"
            covered[at] = True
    lost = [c for c, seen in zip(page.text, covered, strict=True) if not seen and not c.isspace()]
    assert lost == []


@given(st.lists(st.tuples(kinds, texts), min_size=1, max_size=5))
def test_ids_are_deterministic_and_distinct(blocks: list[tuple[BlockKind, str]]) -> None:
    once, twice = passages(page_of(*blocks)), passages(page_of(*blocks))
    assert [p.id for p in once] == [p.id for p in twice]
    assert len({p.id for p in once}) == len(once)


def test_a_passage_never_crosses_a_page_but_its_heading_does() -> None:
    first = page_of((BlockKind.HEADING, "3.2 Groen"), (BlockKind.PARAGRAPH, "Wij planten bomen."))
    second = page_of((BlockKind.PARAGRAPH, "Het beheer volgt later."), number=2)
    found = passages(first, second)
    assert [(p.page, p.text) for p in found] == [
        (1, "3.2 Groen\nWij planten bomen."),
        (2, "Het beheer volgt later."),
    ]
    assert found[1].headings == ("3.2 Groen",)


def test_a_table_row_stands_alone() -> None:
    row = TableRow(
        0, "Wat mag het kosten?", "7.2 Riolering", (Cell("2027", "-1.234"),), "x € 1.000"
    )
    block = Block(BlockKind.TABLE_ROW, "7.2 Riolering  -1.234", 0, 21, row=row)
    page = Page(1, "1", block.text, block.text, (block,))
    (passage,) = passages(page)
    assert passage.row == row
    assert passage.text == "Wat mag het kosten?: 7.2 Riolering; 2027: -1.234 (x € 1.000)"
    assert row_text(row) == passage.text


def test_halves_of_a_long_row_that_say_the_same_are_two_passages() -> None:
    row = TableRow(0, "", "Saldo", tuple(Cell("2027", "0") for _ in range(16)))
    block = Block(BlockKind.TABLE_ROW, "Saldo  0", 0, 8, row=row)
    found = passages(Page(1, "1", block.text, block.text, (block,)), size=12)
    assert len(found) > 1
    assert len({p.id for p in found}) == len(found)
    assert sum(len(p.row.cells) for p in found if p.row) == 16


def test_sentences_end_at_marks_but_not_at_abbreviations() -> None:
    text = "Het college stelt o.a. Groenplan A vast. De raad volgt op d.d. 3 mei 2026. Klaar."
    found = [text[s.start : s.end] for s in sentence_spans(text)]
    assert found == [
        "Het college stelt o.a. Groenplan A vast.",
        "De raad volgt op d.d. 3 mei 2026.",
        "Klaar.",
    ]


@given(texts)
def test_sentence_spans_cover_all_words_in_order(text: str) -> None:
    spans = sentence_spans(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert "".join(text[s.start : s.end] for s in spans).split() == text.split() or "".join(
        "".join(text[s.start : s.end] for s in spans).split()
    ) == "".join(text.split())
