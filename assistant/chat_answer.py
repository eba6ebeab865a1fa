"""Owns the answer as it stands on the page: outcome, short answer, cards and what was searched."""

from __future__ import annotations

from assistant.answer import Answer, Outcome
from assistant.chat_cards import cards
from assistant.chat_html import Html, element
from assistant.chat_text import CARD_TITLES, search_words, short_answer

__all__ = ["AI_LABEL", "answer_html", "status_line", "trouble_html"]

AI_LABEL = (
    "Dit is een automatische lezing van documenten, gemaakt zonder taalmodel. Laat een mens de "
    "bronnen nakijken voordat u het antwoord gebruikt."
)
_MODEL_LABEL = (
    "Dit is een automatische lezing van documenten, verwoord door het taalmodel {model}. Laat een "
    "mens de bronnen nakijken voordat u het antwoord gebruikt."
)
# A sign and words for each outcome: colour never tells it alone.
_OUTCOMES = {
    Outcome.ANSWERED: ("✓", "Beantwoord"),
    Outcome.PARTIAL: ("◐", "Deels beantwoord"),
    Outcome.NOT_IN_SOURCES: ("✕", "Niet in de bronnen aangetroffen"),
    Outcome.REFUSED: ("!", "Niet beantwoord"),
}


def answer_html(answer: Answer) -> Html:
    """A whole answer, the short text first."""
    sign, outcome = _OUTCOMES[answer.outcome]
    model = answer.models.chat
    label = _MODEL_LABEL.format(model=model) if model else AI_LABEL
    queries = ", ".join(f"‘{query}’" for query in answer.searched.queries)
    return element(
        "article",
        element("h2", "Antwoord", id="answer-heading"),
        element("p", answer.question, class_="asked"),
        element(
            "p",
            element(
                "span",
                element("span", sign, aria_hidden="true", class_="sign"),
                outcome,
                class_=f"outcome outcome-{answer.outcome.value}",
            ),
            element("span", search_words(answer)),
            class_="outcome-line",
        ),
        element("div", short_answer(answer), class_="short"),
        element("p", label, class_="label"),
        _contents(answer),
        cards(answer),
        element(
            "p",
            f"Gezocht met: {queries}. {answer.searched.passages} passages doorzocht.",
            class_="soft foot",
        )
        if queries and not answer.slot("not_found")  # that card tells it
        else None,
        class_="answer",
        aria_labelledby="answer-heading",
    )


def _contents(answer: Answer) -> Html | None:
    """Links to the cards: an answer is longer than a screen."""
    there = [(slot, title) for slot, title in CARD_TITLES.items() if answer.slot(slot)]
    if len(there) < 3:
        return None
    links = (element("li", element("a", title, href=f"#card-{slot}")) for slot, title in there)
    return element("nav", element("ul", *links), class_="contents", aria_label="In dit antwoord")


def status_line(answer: Answer) -> Html:
    """What a screen reader hears when an answer is there."""
    count = len(answer.citations)
    sources = "1 bron" if count == 1 else f"{count} bronnen"
    outcome = _OUTCOMES[answer.outcome][1].lower()
    return element("p", f"Antwoord klaar, {sources}: {outcome}.", class_="unseen")


def trouble_html(line: str) -> Html:
    """An error as one line."""
    return element("p", element("strong", "Dit lukt niet. "), line, class_="alarm")
