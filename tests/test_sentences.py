"""Tests of corpus.sentences: what one Dutch sentence shows. Expectations come from the language."""

from __future__ import annotations

import pytest

from corpus.catalogue import load
from corpus.status import Status

VAST = Status.VASTGESTELD
ONTWERP = Status.ONTWERP
VOORB = Status.IN_VOORBEREIDING
AANG = Status.AANGEKONDIGD
ONDERZ = Status.ONDERZOEK
OUD = Status.VEROUDERD
WEG = Status.VERVALLEN
GENOEMD = Status.GENOEMD
PLANNED = {VOORB, AANG}

STATUS = [
    ("De gemeenteraad heeft de Omgevingsvisie op 14 december 2021 vastgesteld.", VAST),
    ("De omgevingsvisie is in 2021 door de raad vastgesteld.", VAST),
    ("Op 8 juli 2020 stelde de raad het Groenbeleidsplan vast.", VAST),
    ("Het college besluit het Uitvoeringsplan Groen 2022 vast te stellen.", VAST),
    ("De raad heeft besloten de Kadernota 2023 vast te stellen.", VAST),
    ("Het VGRP 2018-2022, vastgesteld door de raad op 12 december 2017, loopt nog.", VAST),
    ("Het vastgestelde bomenbeleidsplan geeft hiervoor de regels.", VAST),
    ("Geldend van 01-01-2024 t/m heden.", VAST),
    ("De verordening is op 1 januari 2023 in werking getreden.", VAST),
    ("Het geldende bestemmingsplan staat dit niet toe.", VAST),
    ("De prestatieafspraken zijn op 14 december 2022 ondertekend.", VAST),
    ("De motie Meer bomen is met algemene stemmen aangenomen.", VAST),
    ("Voor de herinrichting is een krediet van € 1,2 miljoen beschikbaar gesteld.", VAST),
    ("Nadat het ontwerp ter inzage heeft gelegen, heeft de raad het plan vastgesteld.", VAST),
    ("De raad heeft, na overleg met het waterschap, het WRP vastgesteld.", VAST),
    ("Er is een anterieure overeenkomst gesloten met de ontwikkelaar.", VAST),
    ("Op de percelen is een voorkeursrecht gevestigd.", VAST),
    ("Het groenplan is nog niet vastgesteld.", VOORB),
    ("De omgevingsvisie moet nog door de raad worden vastgesteld.", VOORB),
    ("Zodra de omgevingsvisie is vastgesteld, starten we met het programma.", VOORB),
    ("Het warmteprogramma wordt eind 2026 vastgesteld.", VOORB),
    ("De woonvisie zal in het derde kwartaal worden vastgesteld.", VOORB),
    ("De nieuwe omgevingsvisie is in voorbereiding.", VOORB),
    ("Op dit moment wordt een nieuw groenplan opgesteld.", VOORB),
    ("Het mobiliteitsplan is naar verwachting in 2025 gereed.", VOORB),
    ("We werken aan een nieuw bomenbeleidsplan.", VOORB),
    ("Na vaststelling van het programma wordt een uitvoeringsplan gemaakt.", VOORB),
    ("Het college besluit de raad voor te stellen het GRP 2023-2027 vast te stellen.", ONTWERP),
    ("Wij stellen de raad voor de nota grondbeleid vast te stellen.", ONTWERP),
    ("Het college stelt de raad voor om de verordening vast te stellen.", ONTWERP),
    ("De kadernota wordt ter vaststelling aan de raad aangeboden.", ONTWERP),
    ("De ontwerp-omgevingsvisie ligt tot 1 juni ter inzage.", ONTWERP),
    ("Het college heeft de ontwerp-omgevingsvisie vastgesteld en legt die ter inzage.", ONTWERP),
    ("Het college besluit het ontwerp-programma vrij te geven voor inspraak.", ONTWERP),
    ("Tot en met 12 mei kunt u zienswijzen indienen op het ontwerpprogramma.", ONTWERP),
    ("We gaan een bomenbeleidsplan opstellen.", AANG),
    ("Er komt een nieuwe woonvisie.", AANG),
    ("In 2027 leggen we een nieuw groenplan voor aan de raad.", AANG),
    ("Het college is voornemens een bomenfonds in te stellen.", AANG),
    ("In 2027 stelt de raad een nieuwe woonvisie vast.", AANG),
    ("We zullen de nota parkeernormen actualiseren.", AANG),
    ("We onderzoeken of een parkeervisie nodig is.", ONDERZ),
    ("De haalbaarheid van een warmtenet wordt onderzocht.", ONDERZ),
    ("We verkennen de mogelijkheden van een bomenfonds.", ONDERZ),
    ("De transitievisie warmte uit 2021 wordt geactualiseerd.", OUD),
    ("Het groenstructuurplan uit 2008 is verouderd.", OUD),
    ("De looptijd van het GVVP is in 2020 verstreken.", OUD),
    ("De nota bovenwijkse voorzieningen is aan herziening toe.", OUD),
    ("Het gemeentelijk rioleringsplan is per 1 januari 2024 vervallen.", WEG),
    ("De oude nota kostenverhaal wordt ingetrokken.", WEG),
    ("Regeling vervallen per 15-03-2022.", WEG),
    ("De welstandsnota geldt niet meer.", WEG),
    ("3.2 Omgevingsvisie .......................... 14", GENOEMD),
    ("Een bomenbeleidsplan ontbreekt.", GENOEMD),
    ("Er is nog geen vastgesteld groenplan.", GENOEMD),
    ("De gemeente heeft geen nota kostenverhaal.", GENOEMD),
    ("De motie verzoekt het college een bomenbeleidsplan op te stellen.", GENOEMD),
    ("Provinciale Staten hebben de omgevingsvisie vastgesteld.", GENOEMD),
    ("Het waterschap heeft het waterbeheerprogramma in 2021 vastgesteld.", GENOEMD),
    ("De omgevingsvisie geeft richting aan de woningbouw.", GENOEMD),
    ("Onderzoekers hebben vastgesteld dat het bomenbestand afneemt.", GENOEMD),
    ("Het amendement op de kadernota is verworpen.", GENOEMD),
    ("Een zienswijze op de ontwerpbegroting van de GR Werkbedrijf is vastgesteld.", GENOEMD),
    ("We renoveren verouderde woningen volgens de woonvisie.", GENOEMD),
    ("Om de strijd aan te gaan is er een beeldkwaliteitsplan opgesteld.", GENOEMD),
    ("De gemeenteraad stelt de omgevingsvisie vast (artikel 3.1).", GENOEMD),
]


@pytest.mark.parametrize(("sentence", "status"), STATUS)
def test_status_of_a_sentence(sentence: str, status: Status) -> None:
    assert load().status_of(sentence)[0] is status


@pytest.mark.parametrize(("sentence", "status"), STATUS)
def test_the_words_that_show_it_stand_in_the_sentence(sentence: str, status: Status) -> None:
    assert load().status_of(sentence)[1] in sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Indien de raad de nota vaststelt, volgt de uitvoering.",
        "De raad wordt voorgesteld het programma vast te stellen.",
        "De begroting wordt in november door de raad vastgesteld.",
        "Het plan kan pas worden vastgesteld als er dekking is.",
        "Vaststelling van de visie is voorzien in 2027.",
        "De raad heeft het WRP nog niet vastgesteld.",
        "Het GRP is nooit vastgesteld.",
        "Het is belangrijk dat de visie wordt vastgesteld.",
        "De begroting wordt door de raad vastgesteld.",
        "De begroting wordt vastgesteld door de raad.",
        "De raad is bevoegd om de verordening vast te stellen.",
        "Het is de bedoeling dat de raad de visie in 2027 vaststelt.",
    ],
)
def test_what_is_not_adopted_is_never_vastgesteld(sentence: str) -> None:
    assert load().status_of(sentence)[0] is not VAST


@pytest.mark.parametrize(
    "sentence",
    [
        "Het college gaat in 2025 een participatieverordening opstellen.",
        "De omgevingsvisie wordt in 2023 vastgesteld.",
        "In het vierde kwartaal van 2026 komt het college met een warmteprogramma.",
    ],
)
def test_a_plan_is_planned(sentence: str) -> None:
    assert load().status_of(sentence)[0] in PLANNED


def test_a_year_to_come_is_a_plan_in_an_older_document() -> None:
    sentence = "In 2026 is het lokaal programma mobiliteit opgesteld en vastgesteld."
    assert load().status_of(sentence, year=2022)[0] is AANG
    assert load().status_of(sentence, year=2027)[0] is VAST


def test_a_point_of_a_decision_list_counts_only_there() -> None:
    point = "1. Het Beheerplan wegen 2023-2027 vast te stellen;"
    assert load().status_of(point)[0] is GENOEMD
    assert load().status_of(point, decided=True) == (VAST, "vast te stellen")
    proposal = "De raad voor te stellen het beheerplan vast te stellen."
    assert load().status_of(proposal, decided=True)[0] is ONTWERP


STRENGTH = [
    ("We planten 1.000 extra bomen.", 5),
    ("In deze collegeperiode planten wij 1.000 bomen.", 5),
    ("Jaarlijks vergroenen we 30.000 m2.", 5),
    ("Uiterlijk in 2026 realiseren wij een nieuw zwembad.", 5),
    ("We stellen € 2 miljoen beschikbaar voor groen.", 5),
    ("Er worden 500 nieuwe woningen gebouwd.", 5),
    ("Voor 2030 worden alle bushaltes toegankelijk gemaakt.", 5),
    ("We investeren jaarlijks € 200.000 in bomen.", 5),
    ("We bouwen 300 betaalbare woningen in de Spoorzone.", 5),
    ("We vinden groen belangrijk en planten daarom 1.000 bomen.", 5),
    ("Binnen twee jaar voeren we betaald parkeren in.", 5),
    ("We gaan bomen planten.", 4),
    ("Wij zorgen voor veilige schoolroutes.", 4),
    ("Er komt een bomenfonds.", 4),
    ("We voeren een herplantplicht in.", 4),
    ("We leggen een nieuw fietspad aan.", 4),
    ("Het college stelt een bomenbeleidsplan op.", 4),
    ("Elke wijk krijgt een wijkontwikkelingsplan.", 4),
    ("De gemeente maakt afspraken met inwoners.", 4),
    ("Het groenbeleidsplan wordt aangepast.", 4),
    ("Wij zetten vol in op vergroening.", 3),
    ("We werken aan een groene stad.", 3),
    ("We geven prioriteit aan verkeersveiligheid.", 3),
    ("We investeren in de openbare ruimte.", 3),
    ("We stimuleren inwoners om hun tuin te vergroenen.", 3),
    ("Wij zetten in op vergroening van schoolpleinen.", 3),
    ("We streven naar 1.000 extra bomen in 2026.", 2),
    ("Waar mogelijk planten we bomen.", 2),
    ("We willen meer betaalbare woningen.", 2),
    ("Onze ambitie is een klimaatbestendige gemeente.", 2),
    ("We proberen het aantal kapvergunningen te beperken.", 2),
    ("Bij herinrichting koppelen we zoveel mogelijk regenwater af.", 2),
    ("We onderzoeken of we meer bomen kunnen planten.", 1),
    ("We gaan onderzoeken of een bomenfonds haalbaar is.", 1),
    ("We verkennen de mogelijkheden voor een warmtenet.", 1),
    ("We gaan in gesprek met de corporatie over vergroening.", 1),
    ("We bekijken hoe we 200 woningen kunnen toevoegen.", 1),
    ("Wij vinden groen in de wijk belangrijk.", 0),
    ("We zijn voorstander van het planten van meer bomen.", 0),
    ("We hebben oog voor de menselijke maat.", 0),
    ("Wij hechten veel waarde aan een groene leefomgeving.", 0),
    ("Groen is van groot belang voor de gezondheid.", 0),
    ("De gemeente heeft 26.000 inwoners.", None),
    ("In 2021 zijn 300 bomen geplant.", None),
    ("We zorgen dat bewoners meedoen en onderzoeken een bomenfonds.", 4),
    ("De motie verzoekt dat het college wordt gevraagd maatregelen te nemen.", None),
    ("Het verslag gaat over de begroting.", None),
    ("De kosten vormen voor een belangrijk deel een vast bedrag.", None),
    ("De provincie plant 1.000 bomen.", None),
    ("Hoe planten we 1.000 bomen?", None),
    ("De vergadering begint om 20.00 uur.", None),
    ("Het gebouw dateert uit 1932.", None),
]


@pytest.mark.parametrize(("sentence", "strength"), STRENGTH)
def test_strength_of_a_promise(sentence: str, strength: int | None) -> None:
    assert load().commitment(sentence).strength == strength


@pytest.mark.parametrize(
    ("sentence", "quantity"),
    [
        ("We planten 1.000 extra bomen.", "1.000 extra bomen"),
        ("We stellen € 2 miljoen beschikbaar.", "€ 2 miljoen"),
        ("We vergroenen 30.000 m2 per jaar.", "30.000 m2"),
        ("In 2030 is 50% van de woningen aardgasvrij.", "50%"),
        ("We bouwen duizend woningen.", "duizend woningen"),
        ("We beperken de CO2 uitstoot.", None),
        ("De raad besloot op 30-10-2019.", None),
        ("We ronden dit af op 31 december 2026.", None),
        ("Het plan loopt van 2022 tot 2026.", None),
        ("Zie artikel 4 van de verordening.", None),
    ],
)
def test_quantity_is_printed_as_it_stands(sentence: str, quantity: str | None) -> None:
    assert load().commitment(sentence).quantity == quantity


@pytest.mark.parametrize(
    ("sentence", "deadline"),
    [
        ("Uiterlijk in 2026 is het park klaar.", "Uiterlijk in 2026"),
        ("We ronden het af vóór 31 december 2026.", "vóór 31 december 2026"),
        ("We planten deze collegeperiode 1.000 bomen.", "deze collegeperiode"),
        ("In het vierde kwartaal van 2026 starten we.", "In het vierde kwartaal van 2026"),
        ("Binnen twee jaar is de straat vernieuwd.", "Binnen twee jaar"),
        ("De komende jaren planten we bomen.", None),
        ("De nota bodem 2018 is leidend.", None),
    ],
)
def test_deadline_is_printed_as_it_stands(sentence: str, deadline: str | None) -> None:
    assert load().commitment(sentence).deadline == deadline


@pytest.mark.parametrize(
    ("sentence", "conditional"),
    [
        ("We planten 1.000 bomen, mits er dekking is.", True),
        ("Binnen de financiële kaders planten we bomen.", True),
        ("Waar mogelijk planten we bomen.", True),
        ("We bouwen een zwembad als er geld is.", True),
        ("We planten 1.000 bomen.", False),
        ("We planten bomen als onderdeel van het groenplan.", False),
    ],
)
def test_condition_is_seen(sentence: str, conditional: bool) -> None:
    assert load().commitment(sentence).conditional is conditional


def test_container_words_come_in_order_and_once() -> None:
    sentence = (
        "Een duurzame, integrale en leefbare wijk vraagt een integrale, participatieve aanpak."
    )
    words = load().commitment(sentence).container_words
    assert words == ("duurzaam", "integraal", "leefbaar", "participatief")
    assert load().commitment("We planten eiken langs de Dorpsstraat.").container_words == ()


def test_a_target_year_is_a_promise_only_before_that_year() -> None:
    sentence = "In 2026 zijn er 500 nieuwe woningen gerealiseerd."
    assert load().commitment(sentence).strength is None
    assert load().commitment(sentence, year=2022).strength == 5
    assert load().commitment(sentence, year=2027).strength is None


def test_every_example_in_the_tables_shows_what_it_says() -> None:
    catalogue = load()
    for cue in catalogue.status_cues.values():
        for example in cue.examples:
            found = catalogue.status_of(example, decided=True, year=2022)
            assert found[0] is cue.status, example
    for strength in catalogue.strength.values():
        for example in strength.examples:
            if strength.kind in ("level", "money"):
                assert catalogue.commitment(example).strength == strength.strength, example
            elif strength.patterns and strength.kind != "clause":
                assert strength.found_in(example), example


def test_soft_hyphens_and_line_ends_do_not_hide_a_status() -> None:
    sentence = "De raad heeft de omgevings\u00advisie\nop 14 december vast\u00adgesteld."
    assert load().status_of(sentence)[0] is VAST
