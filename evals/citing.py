"""Owns the measures of citations: do quotes stand where they say, and are they the evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from evals.questions import Question
from evals.respond import Response
from evals.scores import Score
from ingest.text import collapse

__all__ = ["off_page", "score_citations", "uncited_numbers"]

QuoteStands = Callable[[str, int, str], bool]
"""Whether a quote stands on a page (from 1) of a file, by a reading that is not the program's."""

_MARKER = re.compile(r"\[(\d+)\]")
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
# What the program says of its own search and of the law is no claim about the documents.
_OWN_WORDS = re.compile(r"_Gezocht[^_]*_|(?m:^\*\*Let op\.\*\*.*$)|'[^'\n]*'|\[\d+\]")


def score_citations(
    question: Question, response: Response, quote_stands: QuoteStands
) -> Iterator[Score]:
    """The scores for the sources of an answer."""
    citations: Sequence[Mapping[str, Any]] = response.answer["citations"]
    if citations:
        wrong = off_page(citations, quote_stands)
        yield Score("quotes_on_page", 1 - len(wrong) / len(citations), len(citations))
    if not question.evidence:
        return
    # What stands first is what a reader acts on; further on an answer may well show more than
    # the set names, and that is no fault.
    short = response.answer["text"].partition("\n\n")[0]
    told = {int(n) for n in _MARKER.findall(short)}
    first = [c for c in citations if c["number"] in told]
    if first:
        right = sum((c["file"], c["page"]) in question.spots for c in first)
        yield Score("citation_precision", right / len(first))
    cited = {(c["file"], c["page"]) for c in citations}
    met = sum(not need.spots.isdisjoint(cited) for need in question.evidence)
    yield Score("citation_recall", met / len(question.evidence))


def off_page(
    citations: Sequence[Mapping[str, Any]], quote_stands: QuoteStands
) -> list[Mapping[str, Any]]:
    """The citations whose quote does not stand on the page they name."""
    return [c for c in citations if not quote_stands(c["file"], c["page"], c["quote"])]


def uncited_numbers(answer: Mapping[str, Any]) -> list[str]:
    """Numbers of the text that stand in no quote, section or title that the answer cites."""
    said = _OWN_WORDS.sub(" ", answer["text"])
    fields = ("quote", "section", "title", "page_label", "valid_from", "valid_until")
    cited = collapse(" ".join(str(c.get(f) or "") for c in answer["citations"] for f in fields))
    known = set(_NUMBER.findall(cited))
    return [n for n in _NUMBER.findall(collapse(said)) if n not in known]
