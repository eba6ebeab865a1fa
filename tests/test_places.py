"""Passages know what they stand under: decision, programme, taakveld, question, chapter."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import typst

from corpus.catalogue import load
from corpus.documents import Document
from ingest.decisions import DecisionRef, Outcome
from ingest.passages import Passage
from ingest.place import Place
from ingest.placing import passages_of, placing_key
from ingest.read import read
from tests import decision_lists as lists

HEAD = '#set text(lang: "nl", size: 10pt, font: "Libertinus Serif")\n'


def passages(folder: Path, source: str, kind: str, title: str = "") -> list[Passage]:
    path = folder / "stuk.pdf"
    path.write_bytes(typst.compile((HEAD + source).encode()))
    document = Document(id="x", file="stuk.pdf", source="/s", title=title, type=kind)
    found = passages_of(
        read(path), document, load(), "e", count=lambda text: len(text.split()), max_tokens=120
    )
    return list(found)


def of(found: list[Passage], words: str) -> Passage:
    return next(passage for passage in found if words in passage.text)


def place_of(found: list[Passage], words: str) -> Place:
    return of(found, words).place or Place()


@pytest.mark.parametrize(
    "source",
    [lists.NUMBERED_HEADINGS, lists.NUMBERED_LINES, lists.LABELLED_LINES, lists.COUNCIL],
    ids=["headings", "lines", "labels", "council"],
)
def test_no_passage_mixes_two_decisions(source: str, tmp_path: Path) -> None:
    found = passages(tmp_path, source, "besluitenlijst")
    titles = {p.decision.title for p in found if p.decision}
    for passage in found:
        held = {title for title in titles if title in passage.text}
        assert len(held) <= 1, passage.text
        if held and passage.decision:
            assert held == {passage.decision.title}


def test_a_passage_of_a_decision_stands_under_its_portfolio_and_title(tmp_path: Path) -> None:
    found = passages(tmp_path, lists.LABELLED_LINES, "besluitenlijst")
    passage = of(found, "een zienswijze in te dienen")
    assert passage.headings == (
        "Portefeuille wethouder J. Hendriks",
        "Z/23/104877 Zienswijze ontwerpbegroting GGD",
    )
    assert passage.decision == DecisionRef(
        "Z/23/104877",
        "Zienswijze ontwerpbegroting GGD",
        "Portefeuille wethouder J. Hendriks",
        "college",
        date(2023, 2, 21),
        Outcome.VOORSTEL,
    )


def test_a_row_that_is_a_decision_knows_it(tmp_path: Path) -> None:
    found = passages(tmp_path, lists.TABLE, "besluitenlijst")
    passage = of(found, "Krediet school De Regenboog")
    assert passage.kind == "row"
    assert passage.section == "3a Krediet school De Regenboog"
    assert passage.decision is not None and passage.decision.outcome is Outcome.VOORSTEL


def test_the_signing_of_a_list_is_of_no_decision(tmp_path: Path) -> None:
    found = passages(tmp_path, lists.WITH_CASES, "besluitenlijst")
    assert of(found, "Aldus vastgesteld").decision is None


def test_a_place_survives_the_store() -> None:
    ref = DecisionRef("3a", "Krediet", "Wonen", "raad", date(2023, 2, 1), Outcome.CONFORM)
    for place in (
        Place(decision=ref),
        Place(programme="3 Wonen", taakveld="8.3", question="kosten", holders=("A. Jansen",)),
        Place(decision=DecisionRef("", "Zonder datum")),
    ):
        assert Place.from_json(place.to_json()) == place


BUDGET = """
#set heading(numbering: none)
= Programmabegroting 2025
= Programmaplan
== Programma 1 Bestuur en veiligheid
Portefeuillehouder: burgemeester De Wit

=== Wat willen we bereiken?
Een gemeente die dicht bij inwoners staat en doet wat zij in dit programma heeft beloofd aan ieder.
=== Wat gaan we daarvoor doen?
Wij openen een tweede loket.
=== Wat mag het kosten?
#table(columns: (6cm, 2cm, 2cm), [Taakveld], [2025], [2026],
  [0.1 Bestuur], [1.200], [1.250], [1.2 Openbare orde], [800], [820])
== Programma 2 Wonen
Portefeuillehouders: wethouder Smit, wethouder Kok

=== Wat willen we bereiken?
Genoeg woningen voor starters.
=== Taakveld 8.3 Wonen en bouwen
De gemeente bouwt driehonderd woningen.
= Paragrafen
== Lokale heffingen
De OZB stijgt met twee procent.
== Financiering
De gemeente leent tien miljoen.
"""


def test_a_budget_tells_programme_question_taakveld_and_holders(tmp_path: Path) -> None:
    found = passages(tmp_path, BUDGET, "programmabegroting")
    reached, done, cost, home = (
        place_of(found, words)
        for words in ("dicht bij inwoners", "tweede loket", "1.200", "driehonderd woningen")
    )
    assert {p.programme for p in (reached, done, cost)} == {"Programma 1 Bestuur en veiligheid"}
    assert [p.question for p in (reached, done, cost)] == ["bereiken", "doen", "kosten"]
    assert {p.holders for p in (reached, done, cost)} == {("burgemeester De Wit",)}
    assert (home.programme, home.taakveld) == ("Programma 2 Wonen", "8.3")
    assert home.holders == ("wethouder Smit, wethouder Kok",)
    assert "Smit" not in of(found, "driehonderd woningen").text


def test_paragrafen_are_no_part_of_the_last_programme(tmp_path: Path) -> None:
    found = passages(tmp_path, BUDGET, "programmabegroting")
    assert place_of(found, "twee procent") == Place(paragraph="Lokale heffingen")
    assert place_of(found, "tien miljoen") == Place(paragraph="Financiering")


RUNNING_HEAD = """
#set page(height: 10cm, header: context {
  let names = ("", "Programma 1 Bestuur", "Programma 1 Bestuur", "Programma 2 Wonen",
    "Programma 2 Wonen")
  names.at(calc.min(counter(page).get().first() - 1, 4))
})
= Begroting 2026
Inleidende woorden van het college over de begroting van dit jaar.
#pagebreak()
== Wat willen we bereiken?
Een bereikbaar bestuur voor iedereen in de gemeente.
#pagebreak()
== Wat mag het kosten?
De lasten bedragen drie miljoen euro in dit programma.
#pagebreak()
== Wat willen we bereiken?
Genoeg woningen voor jongeren en ouderen in alle kernen.
#pagebreak()
== Wat mag het kosten?
De lasten bedragen zes miljoen euro in dit andere programma.
"""


def test_a_programme_that_stands_only_in_the_running_head_is_given(tmp_path: Path) -> None:
    found = passages(tmp_path, RUNNING_HEAD, "programmabegroting")
    assert place_of(found, "Inleidende woorden").programme == ""
    for words, name in (
        ("bereikbaar bestuur", "Programma 1 Bestuur"),
        ("drie miljoen", "Programma 1 Bestuur"),
        ("woningen voor jongeren", "Programma 2 Wonen"),
        ("zes miljoen", "Programma 2 Wonen"),
    ):
        passage = of(found, words)
        assert place_of(found, words).programme == name
        assert passage.headings[0] == name  # it was lost from the headings


DIVIDERS = """
#set page(height: 10cm)
#page[#v(3cm)
= 2 Sociaal domein
]
= Wat willen wij bereiken?
Niemand staat aan de kant en iedereen doet mee in de wijk.
= Wat gaan wij daarvoor doen?
Wij starten met drie buurtteams en een jongerenwerker.
#page[#v(3cm)
= 3 Ruimte
]
= Wat willen wij bereiken?
Een groene en veilige openbare ruimte voor iedereen.
"""


def test_programmes_without_the_word_are_told_by_their_question(tmp_path: Path) -> None:
    found = passages(tmp_path, DIVIDERS, "programmabegroting")
    assert place_of(found, "Niemand staat").programme == "2 Sociaal domein"
    assert place_of(found, "drie buurtteams").programme == "2 Sociaal domein"
    assert place_of(found, "groene en veilige").programme == "3 Ruimte"


def test_an_agreement_tells_its_chapters(tmp_path: Path) -> None:
    source = """
= Coalitieakkoord 2026-2030
== 1 Wonen
=== 1.1 Betaalbaar
Dertig procent van de nieuwe woningen is sociale huur.
== 2 Groen
In vier jaar komen er duizend bomen bij.
"""
    found = passages(tmp_path, source, "coalitieakkoord", "Coalitieakkoord 2026-2030")
    assert place_of(found, "sociale huur").chapter == "1 Wonen"
    assert place_of(found, "duizend bomen").chapter == "2 Groen"


def test_other_documents_have_no_place(tmp_path: Path) -> None:
    assert all(p.place is None for p in passages(tmp_path, BUDGET, "nota"))


def test_what_shapes_the_places_is_told_by_the_key() -> None:
    told = Document(id="x", file="x", source="/s", title="", type="besluitenlijst")
    dated = Document(
        id="x", file="x", source="/s", title="", type="besluitenlijst", date=date(2024, 1, 2)
    )
    note = Document(id="x", file="x", source="/s", title="", type="nota")
    assert len({placing_key(told), placing_key(dated), placing_key(note)}) == 3


def test_every_row_of_the_sample_budgets_carries_its_programme(sample_documents: Path) -> None:
    for name, first, last in (("2026", 8, 21), ("2027", 6, 12)):
        document = Document(
            id="x", file="b", source="/s", title="Programmabegroting", type="programmabegroting"
        )
        found = list(
            passages_of(
                read(sample_documents / f"programmabegroting-{name}.pdf"),
                document,
                load(),
                "e",
                count=lambda text: len(text.split()),
                max_tokens=120,
            )
        )
        inside = [p for p in found if first <= p.page <= last]
        assert len(inside) > 100
        assert all(p.place and "Programma " in p.place.programme for p in inside)
        assert not [p for p in found if p.page > last and p.place and p.place.programme]
