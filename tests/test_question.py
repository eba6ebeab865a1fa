"""Understanding a question by rules."""

from __future__ import annotations

import pytest

from assistant.question import MAX_CHARACTERS, checked, understand
from corpus.catalogue import load
from corpus.errors import UsageError


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "?!", "12345", "\x00\x01hoe", "a\ufffdb"])
def test_what_is_no_question_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked(text)
    assert "\n" not in str(caught.value)


def test_a_question_of_20000_characters_is_refused() -> None:
    with pytest.raises(UsageError, match=f"{MAX_CHARACTERS}"):
        checked("hoe " * 5000)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Wie is verantwoordelijk voor groen?", "roles"),
        ("Welke wethouder heeft de portefeuille wonen?", "roles"),
        ("Hoeveel is er in 2027 voor riolering?", "money"),
        ("Is er dekking voor het onderhoud van de bomen?", "money"),
        ("Is het groenplan vastgesteld?", "instruments"),
        ("Welke instrumenten missen we voor hitte?", "instruments"),
        ("Moet de raad of het college het programma vaststellen?", "route"),
        ("Wat heeft het college besloten over parkeren?", "commissions"),
        ("Is dit een project, een programma of procesregie?", "work_form"),
        ("Hoe hard is de toezegging over bomen toegezegd?", "ambitions"),
    ],
)
def test_the_slot_that_is_asked_for_goes_first(text: str, first: str) -> None:
    assert understand(text, load()).asks[:1] == (first,)


def test_a_hoe_question_asks_for_everything() -> None:
    read = understand("Hoe maken we de Vogelbuurt klimaatbestendig?", load())
    assert read.wants_how
    assert not read.asks_one_thing
    assert read.places == ("Vogelbuurt",)
    assert "klimaatadaptatie" in read.themes


@pytest.mark.parametrize(
    "text",
    [
        "Geef me de namen en telefoonnummers van de ambtenaren die bezwaar hebben.",
        "Wat is het e-mailadres van de medewerker vergunningen?",
        "Welke bewoners hebben een zienswijze ingediend, geef hun adressen.",
        "Lijst van inwoners met een uitkering",
    ],
)
def test_questions_about_persons_are_told_apart(text: str) -> None:
    assert understand(text, load()).personal


@pytest.mark.parametrize(
    "text",
    [
        "Wie is bestuurlijk opdrachtgever voor groen?",
        "Welke inwoners betrekken we bij de herinrichting?",
        "Hoeveel inwoners doen mee aan participatie?",
        "Wie is ambtelijk opdrachtgever?",
    ],
)
def test_questions_about_roles_are_not_personal(text: str) -> None:
    assert not understand(text, load()).personal


def test_a_municipality_that_is_known_is_recognised_and_no_topic() -> None:
    read = understand("Wat doet Wilgenwaard aan bomen in 2027?", load(), ["Wilgenwaard", "Elders"])
    assert read.municipality == "Wilgenwaard"
    assert read.years == (2027,)
    assert read.terms == ("bomen",)
