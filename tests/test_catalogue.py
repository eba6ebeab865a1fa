"""Tests of corpus.catalogue: the vocabularies are whole, and a broken one is told in one line."""

from __future__ import annotations

import dataclasses
import shutil
import time
from importlib.resources import files
from pathlib import Path

import pytest

from corpus import catalogue as module
from corpus.catalogue import Catalogue, load
from corpus.errors import CatalogueError
from corpus.status import Authority

DATA = Path(str(files("corpus") / "data"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the vocabularies that a test may break."""
    copy = tmp_path / "data"
    copy.mkdir()
    for file in DATA.glob("*.yaml"):
        shutil.copy(file, copy)
    return copy


def spoil(folder: Path, name: str, old: str, new: str) -> str:
    """Replace ``old`` by ``new`` once, load, and return the line of complaint."""
    file = folder / f"{name}.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(folder)
    line = str(caught.value)
    assert "\n" not in line
    assert f"{name}.yaml" in line
    return line


def test_the_default_is_read_once_and_is_whole() -> None:
    catalogue = load()
    assert load() is catalogue
    assert list(catalogue.instruments) == [f"I{number:02}" for number in range(1, 73)]
    assert len(catalogue.routes) == 13
    assert len(catalogue.boundary_questions) == 6
    assert len(catalogue.profiles) == 12
    assert len(catalogue.themes) == 24
    assert len(catalogue.taakvelden) == 69


def test_every_file_is_read_and_says_its_source_and_date() -> None:
    names = {name for _, name, _, _ in module._TABLES}
    assert {file.stem for file in DATA.glob("*.yaml")} == names
    for file in DATA.glob("*.yaml"):
        head = file.read_text("utf-8").split("\n\n")[0]
        assert head.startswith("# "), file.name
        for word in ("Owns:", "Source:", "Date:"):
            assert word in file.read_text("utf-8"), file.name


def test_every_instrument_tells_what_goes_wrong_and_what_can_be_done() -> None:
    for instrument in load().instruments.values():
        for sentence in (instrument.why, instrument.meanwhile):
            assert sentence.endswith("."), instrument.id
            assert len(sentence.split()) <= 24, instrument.id
        assert instrument.legal_base, instrument.id
        assert instrument.themes, instrument.id
        assert instrument.alternatives, instrument.id


def test_law_is_dated_and_unsure_unless_seen() -> None:
    for instrument in load().instruments.values():
        for base in instrument.legal_base:
            assert base.as_of == "2026-11"
    assert load().instruments["I05"].deciding_body.law == "college"
    assert not load().instruments["I58"].confirmed


def test_every_instrument_is_needed_by_a_theme_or_by_all() -> None:
    catalogue = load()
    for profile in catalogue.profiles.values():
        ids = [*profile.must, *profile.should, *profile.could]
        assert len(ids) == len(set(ids)), profile.id
    assert catalogue.profiles["bomen_groen"].need_for("I36") == "must"
    assert catalogue.profiles["bomen_groen"].need_for("I39") == "could"
    assert catalogue.profiles["bomen_groen"].need_for("I72") is None


def test_authorities_are_those_of_the_house() -> None:
    types = load().document_types
    assert types["wet"].authority is Authority.WET
    assert types["essay"].authority is Authority.OPINIE
    assert types["coalitieakkoord"].authority is Authority.POLITIEK


@pytest.mark.parametrize(
    ("title", "type_"),
    [
        ("Coalitieakkoord 2022-2026", "coalitieakkoord"),
        ("Programmabegroting 2021-2024 gemeente Wassenaar", "programmabegroting"),
        ("Jaarrekening 2019", "jaarstukken"),
        ("Besluitenlijst B&W vergadering 10 mei 2022", "besluitenlijst"),
        ("Raadsvoorstel vaststellen kadernota", "kadernota"),
        ("Waterbeheerplan Rijnland 2016-2021", "waterschapsplan"),
        ("Verkiezingsprogramma 2023", "verkiezingsprogramma"),
        ("Bomenverordening 2019", "verordening"),
        ("Handboek inrichting openbare ruimte", "handboek"),
        ("Essay integrale opgave", "essay"),
        ("Iv3-informatievoorschrift 2026", "voorschrift"),
        ("Raadsinformatiebrief rioolvervanging", "raadsinformatiebrief"),
    ],
)
def test_title_cues_show_the_type(title: str, type_: str) -> None:
    kinds = load().document_types.values()
    found = [kind.id for kind in kinds if any(cue.search(title) for cue in kind.title_cues)]
    assert type_ in found


@pytest.mark.parametrize(
    ("themes", "profile"),
    [
        (["groen"], "bomen_groen"),
        (["riolering", "openbare_ruimte"], "riool_herinrichting"),
        (["riolering", "groen"], "riool_herinrichting"),
        (["groen", "riolering"], "bomen_groen"),
        (["sport"], "algemeen"),
        ([], "algemeen"),
        (["warmte", "wijkaanpak"], "aardgasvrij"),
    ],
)
def test_profile_for_themes(themes: list[str], profile: str) -> None:
    assert load().profile_for(themes).id == profile


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("5.7", "5.7"), ("570", "5.7"), ("Taakveld 5.7", "5.7"), ("(5.7)", "5.7"),
        ("0.10", "0.10"), ("0.1", "0.1"), ("6.2", "6.21"), ("6.81a", "6.811"), ("9.9", None),
    ],
)  # fmt: skip
def test_taakveld_of_a_printed_code(code: str, found: str | None) -> None:
    taakveld = load().taakveld(code)
    assert (taakveld.code if taakveld else None) == found


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        (
            "De Energiewet verplicht ons toch sinds 2024 tot 51% publiek eigendom?",
            "energiewet_51",
        ),
        ("Welk projectbesluit moet onze raad nemen voor het park?", "projectbesluit"),
        ("Wanneer moet het nieuwe bestemmingsplan klaar zijn?", "bestemmingsplan"),
        ("Is een GRP verplicht?", "grp_planplicht"),
        ("Waarom heeft de raad in 2025 het warmteprogramma afgewezen?", "programma_raad"),
        ("Moet de raad of het college het programma water vaststellen?", "programma_raad"),
        ("Wanneer moet het warmteprogramma er zijn?", "warmteprogramma_termijn"),
        ("Moeten we melden dat een chatbot dit schreef volgens de AI-verordening?",
         "ai_verordening_50"),
        ("Mag de rioolheffing meebetalen aan het warmtenet?", "rioolheffing_doel"),
    ],
)  # fmt: skip
def test_a_wrong_premise_is_seen(question: str, claim: str) -> None:
    assert claim in [entry.id for entry in load().claims_in(question)]


@pytest.mark.parametrize(
    "question",
    [
        "Hoe krijgen we 1.000 extra bomen geplant?",
        "Wat kost het onderhoud van de wegen?",
        "Wie is portefeuillehouder energie?",
        "Welke besluiten nam de raad over het zwembad?",
    ],
)
def test_a_plain_question_holds_no_claim(question: str) -> None:
    assert load().claims_in(question) == ()


def test_themes_of_a_portfolio() -> None:
    themes = load().themes_of_portfolio("Wonen, ruimtelijke ordening en openbaar groen")
    assert {"wonen", "gebiedsontwikkeling", "groen"} <= set(themes)
    assert load().themes_of_portfolio("Sport en cultuur") == ("sport", "cultuur")
    assert load().themes_of_portfolio("Kernenergie") == ()


@pytest.mark.parametrize(
    ("role", "text", "holder"),
    [
        ("bestuurlijk_opdrachtgever", "Bestuurlijk opdrachtgever: wethouder De Vries",
         "wethouder De Vries"),
        ("ambtelijk_opdrachtgever", "Ambtelijk opdrachtgever: directeur Ruimte",
         "directeur Ruimte"),
        ("portefeuillehouder", "Portefeuillehouder: C. Klaver-Bouman", "C. Klaver-Bouman"),
        ("wethouder", "Wethouder H. Schokker opent het park.", "H. Schokker"),
        ("wethouder", "De wethouder van der Berg sprak.", "van der Berg"),
        ("burgemeester", "Burgemeester L. de Lange is voorzitter.", "L. de Lange"),
    ],
)  # fmt: skip
def test_role_cues_print_the_holder(role: str, text: str, holder: str) -> None:
    matches = [cue.search(text) for cue in load().roles[role].cues]
    assert holder in [(match.groupdict().get("holder") or "").strip() for match in matches if match]


def test_the_six_boundary_questions_are_those_of_the_essay() -> None:
    assert list(load().boundary_questions) == [
        "overzicht", "sturing", "middelen", "waarvandaan", "waarheen", "pad",
    ]  # fmt: skip


def test_mappings_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        load().themes["nieuw"] = load().themes["groen"]  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError):
        load().themes["groen"].label = "anders"  # type: ignore[misc]


def test_unknown_theme_is_told(folder: Path) -> None:
    line = spoil(folder, "instruments", 'themes: ["alle"]', 'themes: ["tuinen"]')
    assert "'I01'" in line and "veld themes" in line and "'tuinen' bestaat niet" in line


def test_unknown_instrument_is_told(folder: Path) -> None:
    line = spoil(folder, "gap_profiles", "must: [I10", "must: [I99")
    assert "'bomen_groen'" in line and "veld must" in line and "I99" in line


def test_unknown_taakveld_is_told(folder: Path) -> None:
    line = spoil(folder, "themes", '"5.7", "2.1"', '"5.9", "2.1"')
    assert "'groen'" in line and "'5.9' bestaat niet in taakvelden.yaml" in line


def test_a_code_that_became_a_number_is_told(folder: Path) -> None:
    line = spoil(folder, "taakvelden", 'code: "0.10"', "code: 0.10")
    assert "'0.1'" in line and "veld code" in line and "aanhalingstekens" in line


def test_duplicate_id_is_told(folder: Path) -> None:
    line = spoil(folder, "routes", "id: R2", "id: R1")
    assert "'R1'" in line and "komt twee keer voor" in line


def test_duplicate_label_is_told(folder: Path) -> None:
    line = spoil(folder, "instruments", '"coalitieprogramma"', '"omgevingsvisie"')
    assert "'omgevingsvisie' hoort al bij I01" in line


def test_unknown_field_is_told(folder: Path) -> None:
    line = spoil(folder, "law", "verdict: onjuist", "oordeel: x\n  verdict: onjuist")
    assert "'energiewet_51'" in line and "veld oordeel" in line and "is onbekend" in line


def test_missing_field_is_told(folder: Path) -> None:
    line = spoil(folder, "work_forms", "  label: Lijnwerk\n", "")
    assert "'lijn'" in line and "veld label" in line and "ontbreekt" in line


def test_bad_pattern_is_told(folder: Path) -> None:
    line = spoil(folder, "status_cues", r"'\bregeling vervallen\b'", "'(onaf'")
    assert "'vervallen'" in line and "geen geldig patroon" in line and "'(onaf'" in line


def test_unknown_word_list_in_a_pattern_is_told(folder: Path) -> None:
    line = spoil(folder, "strength", r"'\b{verb} {we}\b'", r"'\b{werkwoord} {we}\b'")
    assert "words.werkwoord" in line and "voeg toe" in line


def test_wrong_value_is_told_with_the_right_ones(folder: Path) -> None:
    line = spoil(folder, "instruments", "kind: planmatig", "kind: mooi")
    assert "'I01'" in line and "veld kind" in line and "mooi" in line and "planmatig" in line


def test_broken_yaml_is_told(folder: Path) -> None:
    line = spoil(folder, "roles", "roles:\n", "roles: [\n")
    assert "regel" in line and "YAML" in line


def test_a_list_that_is_text_is_told(folder: Path) -> None:
    line = spoil(folder, "pc_calendar", "names: [kadernota,", "names: kadernota #")
    assert "'kadernota'" in line and "veld names" in line and "lijst" in line


@pytest.mark.parametrize(
    ("name", "old", "new", "field"),
    [
        ("routes", "lead_time_weeks: [3, 5]", "lead_time_weeks: [5, 3]", "lead_time_weeks"),
        ("pc_calendar", "months: [11]", "months: [13]", "months"),
        ("document_types", "ambitions: 1,", "ambitions: 2,", "boosts.ambitions"),
        ("gap_profiles", "- id: algemeen", "- id: overig", "id"),
    ],
)
def test_a_value_out_of_reach_is_told(
    folder: Path, name: str, old: str, new: str, field: str
) -> None:
    assert f"veld {field}" in spoil(folder, name, old, new)


def test_a_missing_file_is_told(folder: Path) -> None:
    (folder / "law.yaml").unlink()
    with pytest.raises(CatalogueError, match=r"^law\.yaml: is niet te lezen"):
        load(folder)


def test_a_municipality_adds_and_replaces(tmp_path: Path) -> None:
    head = (DATA / "pc_calendar.yaml").read_text("utf-8").split("- id: begroting_college")[0]
    own = head.replace("label: Kadernota", "label: Perspectiefnota") + head.split("pc_calendar:\n")[
        1
    ].replace("id: kadernota", "id: zomerberaad")
    (tmp_path / "pc_calendar.yaml").write_text(own, "utf-8")
    catalogue = load(extra=tmp_path)
    assert catalogue.calendar["kadernota"].label == "Perspectiefnota"
    assert "zomerberaad" in catalogue.calendar
    assert set(load().calendar) < set(catalogue.calendar)
    assert load().calendar["kadernota"].label == "Kadernota"


def test_a_municipality_may_not_break_a_reference(tmp_path: Path) -> None:
    text = (DATA / "gap_profiles.yaml").read_text("utf-8")
    (tmp_path / "gap_profiles.yaml").write_text(text.replace("I10, I11", "I10, X11", 1), "utf-8")
    with pytest.raises(CatalogueError, match="X11"):
        load(extra=tmp_path)


def test_reading_everything_is_quick() -> None:
    started = time.perf_counter()
    assert isinstance(load(DATA), Catalogue)
    assert time.perf_counter() - started < 1  # the goal is 0.25 s; the machine may be busy
