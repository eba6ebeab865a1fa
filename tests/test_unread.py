"""Reads PDFs with pictures, made here, and holds what was not read against what is in them."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import typst
from PIL import Image

from ingest.pages import Page, UnreadKind
from ingest.pictures import show_of
from ingest.read import read

TABLE = """
#set page(width: 380pt, height: auto, margin: 6pt)
#set text(size: 9pt, lang: "nl", font: "Libertinus Serif")
#table(columns: (1fr, auto, auto, auto), stroke: STROKE, fill: (_, y) => if y == 0 { FILL },
  [*Taakveld*], [*2023*], [*2024*], [*2025*],
  [2.1 Verkeer en vervoer], [3.410], [3.388], [3.402],
  [5.7 Openbaar groen], [1.120], [1.204], [1.260],
  [7.2 Riolering], [2.950], [2.981], [3.044],
  [8.1 Ruimte en leefomgeving], [640], [655], [610],
  [Totaal lasten], [8.120], [8.228], [8.316])
"""


def picture_of(source: str, ppi: float = 150.0) -> Image.Image:
    return Image.open(io.BytesIO(typst.compile(source.encode(), format="png", ppi=ppi)))


def table_picture(stroke: str = "0.5pt", fill: str = "none", ppi: float = 150.0) -> Image.Image:
    return picture_of(TABLE.replace("STROKE", stroke).replace("FILL", fill), ppi)


def photo() -> Image.Image:
    """A real photo that comes with a package the project needs."""
    from matplotlib.cbook import get_sample_data

    with get_sample_data("grace_hopper.jpg") as file:
        return Image.open(file).convert("RGB")


def page_with(folder: Path, body: str, **pictures: Image.Image) -> Page:
    """The first page of a PDF of typst ``body`` that shows the pictures named in it."""
    for name, picture in pictures.items():
        picture.convert("RGB").save(folder / f"{name}.png")
    head = '#set text(lang: "nl", size: 10pt)\nDe lasten van dit programma staan hieronder.\n\n'
    (folder / "stuk.typ").write_text(head + body, "utf-8")
    (folder / "stuk.pdf").write_bytes(typst.compile(str(folder / "stuk.typ")))
    return read(folder / "stuk.pdf").pages[0]


def kinds(page: Page) -> list[UnreadKind]:
    return [one.kind for one in page.unread]


@pytest.mark.parametrize("ppi", [72.0, 110.0, 220.0])
@pytest.mark.parametrize(
    ("stroke", "fill"), [("none", "none"), ("0.5pt", "none"), ("none", 'rgb("#9fc5e8")')]
)
def test_a_table_that_is_a_picture_is_told(
    tmp_path: Path, stroke: str, fill: str, ppi: float
) -> None:
    picture = table_picture(stroke, fill, ppi)
    page = page_with(tmp_path, '#image("tabel.png", width: 380pt)', tabel=picture)
    (unread,) = page.unread
    assert unread.kind is UnreadKind.TABLE_PICTURE
    assert unread.what == "tabel, grafiek of tekst als afbeelding"
    assert unread.hides_text
    assert unread.box is not None
    assert 370 < unread.box.x1 - unread.box.x0 < 390


def test_a_table_beside_its_caption_is_told_by_it(tmp_path: Path) -> None:
    body = '#image("tabel.png", width: 380pt)\n\nTabel 7: Lasten per taakveld (x € 1.000)'
    (unread,) = page_with(tmp_path, body, tabel=table_picture()).unread
    assert unread.what.endswith("als afbeelding: 'Tabel 7: Lasten per taakveld (x € 1.000)'")


def charts(name: str) -> Image.Image:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(5.5, 3.5))
    names = ["Wonen", "Zorg", "Groen", "Verkeer", "Bestuur"]
    if name == "bar":
        axes.bar(names, [3, 5, 2, 7, 4])
        axes.set_title("Lasten per programma (x € 1 miljoen)")
    elif name == "line":
        axes.plot([2020, 2021, 2022, 2023], [1.0, 3.2, 2.1, 5.4], label="inwoners")
        axes.grid()
        axes.legend()
    else:
        axes.pie([3, 5, 2, 7, 4], labels=[f"{n} en omgeving" for n in names], autopct="%1.0f%%")
    out = io.BytesIO()
    figure.savefig(out, dpi=140)
    pyplot.close(figure)
    return Image.open(out)


@pytest.mark.parametrize("name", ["bar", "line", "pie"])
def test_a_chart_that_is_a_picture_is_told(tmp_path: Path, name: str) -> None:
    page = page_with(tmp_path, '#image("grafiek.png", width: 12cm)', grafiek=charts(name))
    assert kinds(page) == [UnreadKind.TABLE_PICTURE]


def test_a_photo_hides_no_text(tmp_path: Path) -> None:
    page = page_with(tmp_path, '#image("foto.png", width: 12cm)', foto=photo())
    assert kinds(page) == [UnreadKind.PICTURE]
    assert not page.unread[0].hides_text
    small = page_with(tmp_path, '#image("foto.png", width: 5cm)', foto=photo())
    assert small.unread == ()


def test_a_logo_is_no_table(tmp_path: Path) -> None:
    source = "#set page(width: 200pt, height: auto, margin: 8pt)\n#set text(size: 28pt)\n"
    logo = picture_of(source + "Gemeente\n\n#text(fill: green)[*Wilgenwaard*]")
    assert page_with(tmp_path, '#image("logo.png", width: 200pt)', logo=logo).unread == ()


def test_strips_of_one_table_are_one_picture(tmp_path: Path) -> None:
    whole = table_picture(ppi=144.0).convert("RGB")
    high = whole.height // 6
    strips = {
        f"strook{i}": whole.crop((0, i * high, whole.width, (i + 1) * high)) for i in range(6)
    }
    lines = "\n".join(f'  image("{name}.png", width: 380pt),' for name in strips)
    page = page_with(tmp_path, f"#stack(spacing: 0pt,\n{lines})", **strips)
    assert kinds(page) == [UnreadKind.TABLE_PICTURE]
    box = page.unread[0].box
    assert box is not None
    assert box.y1 - box.y0 == pytest.approx(380 * 6 * high / whole.width, abs=4)


def test_a_picture_with_its_text_over_it_is_read(tmp_path: Path) -> None:
    """As in a scan that another program has given a text layer."""
    source = TABLE.replace("STROKE", "none").replace("FILL", "none")
    inside = source.split("\n", 3)[3]
    body = (
        '#block[#place(image("tabel.png", width: 380pt))'
        "#block(width: 380pt, inset: 6pt)["
        f'#set text(size: 9pt, font: "Libertinus Serif")\n{inside}]]'
    )
    assert page_with(tmp_path, body, tabel=table_picture("none")).unread == ()


def test_what_stands_at_the_same_place_on_each_page_is_furniture(tmp_path: Path) -> None:
    table_picture().convert("RGB").save(tmp_path / "kop.png")
    body = '#set page(header: image("kop.png", width: 380pt), margin: (top: 6cm))\n'
    body += "Tekst.\n#pagebreak()\n" * 3 + "Slot."
    (tmp_path / "stuk.typ").write_text(body, "utf-8")
    (tmp_path / "stuk.pdf").write_bytes(typst.compile(str(tmp_path / "stuk.typ")))
    assert [page.unread for page in read(tmp_path / "stuk.pdf").pages] == [()] * 4


@pytest.mark.parametrize("whole", [False, True], ids=["letters", "words"])
def test_text_that_was_drawn_is_told(tmp_path: Path, whole: bool) -> None:
    import matplotlib

    matplotlib.use("pdf")
    from matplotlib import pyplot
    from matplotlib.patches import PathPatch
    from matplotlib.textpath import TextPath

    figure = pyplot.figure(figsize=(8.27, 11.69))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 595), ylim=(0, 842), frame_on=False)
    axes.set_axis_off()
    for line in range(6):
        at = 72.0
        for word in "De raad stelt de lasten van het programma vast".split():
            for part in [word] if whole else list(word):
                path = TextPath((at, 700 - 16 * line), part, size=10)
                axes.add_patch(PathPatch(path, lw=0, color="black"))
                at = path.get_extents().x1 + 0.8
            at += 3
    figure.savefig(tmp_path / "lijnen.pdf")
    pyplot.close(figure)
    page = page_with(tmp_path, "Een bladzijde met tekst.")
    found = merged(tmp_path / "stuk.pdf", tmp_path / "lijnen.pdf")
    assert page.unread == ()
    outlines = read(found).pages[1]
    assert kinds(outlines) == [UnreadKind.OUTLINES]
    box = outlines.unread[0].box
    assert box is not None
    assert 60 < box.x0 < 80
    assert 100 < box.y0 < 150


def merged(*parts: Path) -> Path:
    from pypdf import PdfWriter

    writer = PdfWriter()
    for part in parts:
        writer.append(part)
    path = parts[0].with_name("samen.pdf")
    writer.write(path)
    return path


def test_the_alternative_text_of_an_icon_is_told(tmp_path: Path) -> None:
    green = Image.new("RGB", (40, 40), "green")
    body = 'Actie 3 #box(image("icoon.png", width: 12pt, alt: "op schema"))'
    (unread,) = page_with(tmp_path, body, icoon=green).unread
    assert unread.kind is UnreadKind.ICON
    assert unread.what == "afbeelding: op schema"
    assert not unread.hides_text


@pytest.mark.parametrize(
    "alt", ["icoon.png", "Afbeelding 3", "Automatisch gegenereerde beschrijving"]
)
def test_an_alternative_text_that_says_nothing_is_not_told(tmp_path: Path, alt: str) -> None:
    green = Image.new("RGB", (40, 40), "green")
    body = f'Actie 3 #box(image("icoon.png", width: 12pt, alt: "{alt}"))'
    assert page_with(tmp_path, body, icoon=green).unread == ()


def test_a_drawn_icon_has_an_alternative_text_too(tmp_path: Path) -> None:
    shape = '<circle cx="4" cy="4" r="4"/>'
    icon = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{shape}</svg>'
    (tmp_path / "icoon.svg").write_text(icon, "utf-8")
    body = 'Actie 3 #box(image("icoon.svg", width: 12pt, alt: "vertraagd"))'
    (unread,) = page_with(tmp_path, body).unread
    assert (unread.kind, unread.what) == (
        UnreadKind.ICON,
        "afbeelding: vertraagd",
    )


@pytest.mark.parametrize("shape", [(0, 0), (1, 1), (5, 900), (900, 5), (13, 37)])
def test_a_picture_of_any_size_can_be_looked_at(shape: tuple[int, int]) -> None:
    assert show_of(np.zeros(shape, dtype=np.int16)).patches == 0


def test_an_even_picture_shows_nothing() -> None:
    ramp = np.tile(np.linspace(0, 255, 600), (400, 1)).astype(np.int16)
    assert show_of(ramp).patches == 0
    assert show_of(np.full((400, 600), 255, dtype=np.int16)).patches == 0
