"""Reads scans and pictures made here with the OCR extra, and holds them against what they say."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import typst
from PIL import Image, ImageFilter

from corpus.catalogue import load
from corpus.errors import NoTextError
from ingest.embed import HashEmbedder
from ingest.ocr import Ocr, ocr_for
from ingest.pages import ROW_SEPARATOR, BlockKind, Page, TableRow, UnreadKind
from ingest.read import read
from ingest.settings import Settings
from ingest.store import Store
from ingest.sync import IngestReport, Step, ingest
from ingest.text import collapse
from tests.conftest import ROOT

HEAD = '#set page(width: 420pt, height: 300pt, margin: 30pt)\n#set text(lang: "nl", size: 11pt)\n'
LETTER = f"""{HEAD}
#text(size: 17pt)[*Coöperatie Zeeëend*]

Het college heeft de financiële ruimte geëvalueerd: er is € 1.234.567 beschikbaar, dat is 12,5%
meer dan in 2023. Één wethouder is verantwoordelijk voor de coördinatie.

Wij vervangen in 2028 het riool in de Vogelbuurt en planten daarbij 1.250 bomen.
"""
BUDGET = f"""{HEAD}
Tabel 4 Lasten en baten (bedragen x € 1.000)
#table(columns: (1fr, auto, auto, auto), align: (left, right, right, right),
  [*Taakveld*], [*2023*], [*2024*], [*2025*],
  [2.1 Verkeer en vervoer], [3.410], [#"-3.388"], [3.402],
  [5.7 Openbaar groen], [1.120], [1.204], [1.260],
  [7.2 Riolering], [2.950], [], [3.044],
  [Totaal lasten], [7.480], [#"-2.184"], [7.706])
"""


@pytest.fixture(scope="session")
def ocr() -> Ocr:
    """The recogniser of the extra; without it these tests are skipped."""
    found = ocr_for(wanted=True)
    if found.recognizer is None:
        pytest.skip("the OCR extra is not installed (pip install 'piketpaal[ocr]')")
    return found


@cache
def image_of(source: str, ppi: float = 150.0) -> Image.Image:
    png = typst.compile(source.encode(), format="png", ppi=ppi)
    return Image.open(io.BytesIO(png)).convert("RGB")


def scanned(path: Path, *pages: Image.Image, ppi: float = 150.0) -> Path:
    """A PDF of nothing but pictures."""
    pages[0].save(path, save_all=True, append_images=pages[1:], resolution=ppi)
    return path


def rows(page: Page) -> dict[str, TableRow]:
    return {block.row.label: block.row for block in page.blocks if block.row}


def cells(row: TableRow) -> list[tuple[str, str]]:
    return [(cell.header, cell.text) for cell in row.cells]


def test_a_scan_is_refused_with_how_to_get_the_extra(tmp_path: Path) -> None:
    path = scanned(tmp_path / "brief.pdf", image_of(LETTER))
    with pytest.raises(NoTextError, match=r"\(scan\).*pip install 'piketpaal\[ocr\]'"):
        read(path)
    with pytest.raises(NoTextError, match=r"\(scan\).*zonder --no-ocr of PIKETPAAL_OCR=off"):
        read(path, ocr=ocr_for(wanted=False))


def test_a_scan_is_read_with_its_accents_and_numbers(tmp_path: Path, ocr: Ocr) -> None:
    done: list[tuple[int, int]] = []
    document = read(
        scanned(tmp_path / "brief.pdf", image_of(LETTER)),
        ocr=ocr,
        progress=lambda *part: done.append(part),
    )
    (page,) = document.pages
    text = collapse(page.text)
    for said in (
        "Coöperatie Zeeëend",
        "financiële ruimte geëvalueerd",
        "€ 1.234.567 beschikbaar, dat is 12,5% meer dan in 2023",
        "verantwoordelijk voor de coördinatie",
        "planten daarbij 1.250 bomen.",
    ):
        assert said in text
    assert page.blocks[0].kind is BlockKind.HEADING
    assert (page.ocr, page.typed, page.unread) == (True, "", ())
    assert collapse(page.blocks[-1].text) in collapse(page.printed)
    assert (document.recognisable, document.ocr) == (True, ocr.name)
    assert done == [(0, 1), (1, 1)]


def on_a_page(picture: Image.Image) -> Image.Image:
    page = Image.new("RGB", (picture.width + 200, picture.height + 200), "white")
    page.paste(picture, (100, 100))
    return page


@pytest.mark.parametrize("turn", [0.0, 1.7, 90.0, 180.0, 270.0])
def test_a_scan_that_lies_askew_is_read_upright(tmp_path: Path, ocr: Ocr, turn: float) -> None:
    page = on_a_page(image_of(LETTER)).filter(ImageFilter.GaussianBlur(0.6))
    askew = page.rotate(turn, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)
    (found,) = read(scanned(tmp_path / "scheef.pdf", askew), ocr=ocr).pages
    text = collapse(found.text)
    assert "Wij vervangen in 2028 het riool in de Vogelbuurt" in text
    assert text.index("Coöperatie") < text.index("geëvalueerd") < text.index("1.250 bomen")


def test_a_table_that_is_a_picture_becomes_rows(tmp_path: Path, ocr: Ocr) -> None:
    image_of(BUDGET).save(tmp_path / "tabel.png")
    source = (
        '#set text(lang: "nl", size: 10pt)\n'
        "De raad stelt de begroting vast op 12 november 2024.\n\n"
        '#image("tabel.png", width: 420pt)\n\nHieronder gaat de getypte tekst verder.'
    )
    (tmp_path / "stuk.typ").write_text(source, "utf-8")
    (tmp_path / "stuk.pdf").write_bytes(typst.compile(str(tmp_path / "stuk.typ")))
    unread = read(tmp_path / "stuk.pdf").pages[0]
    assert [one.kind for one in unread.unread] == [UnreadKind.TABLE_PICTURE]
    (page,) = read(tmp_path / "stuk.pdf", ocr=ocr).pages
    assert page.unread == ()
    found = rows(page)
    assert cells(found["2.1 Verkeer en vervoer"]) == [
        ("2023", "3.410"),
        ("2024", "-3.388"),
        ("2025", "3.402"),
    ]
    assert cells(found["7.2 Riolering"]) == [("2023", "2.950"), ("2025", "3.044")]
    assert {row.unit for row in found.values()} == {"bedragen x € 1.000"}
    assert "De raad stelt de begroting vast" in page.typed
    assert "Riolering" not in page.typed
    assert "Riolering" in page.printed
    assert page.text.index("De raad stelt") < page.text.index("Riolering")
    assert page.text.index("Totaal lasten") < page.text.index("Hieronder gaat")


def test_a_text_layer_of_glyph_numbers_is_read_from_the_picture(tmp_path: Path, ocr: Ocr) -> None:
    from pypdf import PdfWriter
    from pypdf.generic import DictionaryObject

    (tmp_path / "brief.pdf").write_bytes(typst.compile(LETTER.encode()))
    writer = PdfWriter(clone_from=tmp_path / "brief.pdf")
    for one in writer._objects:
        if isinstance(one, DictionaryObject) and one.get("/Type") == "/Font":
            one.pop("/ToUnicode", None)
    writer.write(tmp_path / "wartaal.pdf")
    with pytest.raises(NoTextError, match=r"onleesbare tekstlaag.*piketpaal\[ocr\]"):
        read(tmp_path / "wartaal.pdf")
    (page,) = read(tmp_path / "wartaal.pdf", ocr=ocr).pages
    assert "er is € 1.234.567 beschikbaar" in collapse(page.text)
    assert (page.ocr_from, page.unread) == (0, ())


def test_a_scanned_spread_is_two_pages(tmp_path: Path, ocr: Ocr) -> None:
    half = HEAD.replace("margin: 30pt", "margin: 30pt, footer: align(center)[NUMBER]")
    left = half.replace("NUMBER", "12") + BUDGET.removeprefix(HEAD)
    right = half.replace("NUMBER", "13") + LETTER.removeprefix(HEAD)
    a, b = image_of(left), image_of(right)
    spread = Image.new("RGB", (a.width + b.width, a.height), "white")
    spread.paste(a, (0, 0))
    spread.paste(b, (a.width, 0))
    (page,) = read(scanned(tmp_path / "spread.pdf", spread), ocr=ocr).pages
    assert cells(rows(page)["5.7 Openbaar groen"])[0] == ("2023", "1.120")
    assert page.text.index("Totaal lasten") < page.text.index("Coöperatie")
    assert page.width < 450


@pytest.mark.parametrize(
    ("value", "wanted"), [("off", False), ("UIT", False), ("0", False), ("on", True), ("", True)]
)
def test_the_environment_switches_ocr_off(
    monkeypatch: pytest.MonkeyPatch, value: str, wanted: bool
) -> None:
    monkeypatch.setenv("PIKETPAAL_OCR", value)
    assert Settings.from_environment().ocr is wanted
    if not wanted:
        assert ocr_for(wanted=Settings.from_environment().ocr).recognizer is None


# -- taking it in ------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "stukken"
    made.mkdir()
    scanned(made / "brief.pdf", image_of(LETTER))
    (made / "nota.md").write_text("# Nota groen\n\nWij planten 1.000 bomen.\n", "utf-8")
    return made


def run(folder: Path, data: Path, *, ocr: bool, steps: list[Step] | None = None) -> IngestReport:
    return ingest(
        [folder],
        Settings(data=data, embedding="hash", ocr=ocr),
        embedder=HashEmbedder(),
        catalogue=load(),
        progress=(steps if steps is not None else []).append,
    )


def test_only_what_needs_it_is_read_again_once_the_extra_is_there(
    folder: Path, tmp_path: Path, ocr: Ocr
) -> None:
    data = tmp_path / "data"
    first = run(folder, data, ocr=False)
    assert ([r["file"] for r in first.refused], first.added) == (["brief.pdf"], ["nota.md"])
    steps: list[Step] = []
    second = run(folder, data, ocr=True, steps=steps)
    assert (second.added, second.unchanged) == (["brief.pdf"], ["nota.md"])
    told = [(s.file, s.detail) for s in steps if s.what == "ocr"]
    assert told == [("brief.pdf", "pagina 0/1 van"), ("brief.pdf", "pagina 1/1 van")]
    (entry,) = (e for e in open_store(data).manifest.entries if e.document.file == "brief.pdf")
    assert (entry.recognisable, entry.ocr, entry.unread) == (True, ocr.name, ())
    assert sorted(run(folder, data, ocr=True).unchanged) == ["brief.pdf", "nota.md"]
    last = run(folder, data, ocr=False)
    assert ([r["file"] for r in last.refused], last.unchanged) == (["brief.pdf"], ["nota.md"])


def test_stopping_in_the_middle_of_ocr_leaves_the_store(
    folder: Path, tmp_path: Path, ocr: Ocr
) -> None:
    data = tmp_path / "data"
    run(folder, data, ocr=False)
    before = open_store(data).manifest.generation

    def stop(step: Step) -> None:
        if step.what == "ocr":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(
            [folder],
            Settings(data=data, embedding="hash"),
            embedder=HashEmbedder(),
            catalogue=load(),
            progress=stop,
        )
    assert open_store(data).manifest.generation == before


def test_a_citation_of_what_ocr_read_says_so(folder: Path, tmp_path: Path, ocr: Ocr) -> None:
    from assistant.assistant import Assistant

    settings = Settings(data=tmp_path / "data", embedding="hash")
    run(folder, settings.data, ocr=True)
    answer = Assistant.open(settings).ask("Wanneer wordt het riool in de Vogelbuurt vervangen?")
    told = {c.document.file: c.ocr for c in answer.citations}
    assert told["brief.pdf"] is True
    assert told.get("nota.md", False) is False
    assert [c["ocr"] for c in answer.to_dict()["citations"]] == [c.ocr for c in answer.citations]
    for citation in answer.citations:
        page = open_store(settings.data).page(citation.edition, citation.page)
        assert page is not None
        for part in citation.quote.split(ROW_SEPARATOR):
            assert collapse(part) in collapse(page.printed)


def open_store(data: Path) -> Store:
    return Store.open_for_reading(Settings(data=data, embedding="hash"))


def test_recognition_leaves_nothing_in_the_home_folder(tmp_path: Path) -> None:
    program = (
        "import numpy as np; from ingest.rapid import Rapid; "
        "Rapid().lines(np.full((64, 64), 255, dtype=np.uint8))"
    )
    home = {"HOME": str(tmp_path), "TMPDIR": str(tmp_path), "PATH": os.environ["PATH"]}
    subprocess.run([sys.executable, "-B", "-c", program], env=home, cwd=ROOT, check=True)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
