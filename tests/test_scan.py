"""Measures on images made here: where ink stands, ruled lines, skew, and the gutter of a spread."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.pages import Box
from ingest.scan import find_rules, inked, skew, straightened
from ingest.sheet import Sheet, Word
from ingest.spread import find_gutter, one_under_the_other


def text_image(text: str, size: int, *, paper: int = 255, ink: int = 0) -> Image.Image:
    image = Image.new("L", (900, 120), paper)
    font = ImageFont.load_default(size)
    ImageDraw.Draw(image).text((40, 80), text, fill=ink, font=font, anchor="ls")
    return image


@pytest.mark.parametrize(("paper", "ink"), [(255, 0), (70, 255), (120, 0)])
@pytest.mark.parametrize("text", ["Lasten 2024", "en overige", "opgave", "1.234"])
def test_ink_tells_baseline_and_size(text: str, paper: int, ink: int) -> None:
    found = inked(np.asarray(text_image(text, 30, paper=paper, ink=ink)), (20, 30, 880, 110), text)
    assert found is not None
    assert found.base == pytest.approx(80, abs=3)
    assert found.size == pytest.approx(30, rel=0.2)
    assert found.box[0] == pytest.approx(42, abs=3)


def test_a_ruled_line_beside_the_text_is_no_ink() -> None:
    image = text_image("1.234", 30)
    bare = inked(np.asarray(image), (20, 30, 300, 110), "1.234")
    draw = ImageDraw.Draw(image)
    draw.line((30, 0, 30, 119), fill=0, width=2)
    draw.line((0, 36, 899, 36), fill=0, width=2)
    assert inked(np.asarray(image), (20, 30, 300, 110), "1.234") == bare


def test_without_ink_there_is_nothing_to_measure() -> None:
    blank = np.full((50, 200), 255, dtype=np.uint8)
    assert inked(blank, (0, 0, 200, 50), "x") is None
    assert inked(blank, (10, 10, 11, 11), "x") is None
    assert inked(blank, (500, 500, 600, 600), "x") is None


def test_ruled_lines_are_found_and_letters_are_not() -> None:
    image = text_image("Illusie 1111 ----", 30)
    draw = ImageDraw.Draw(image)
    draw.line((20, 100, 800, 100), fill=0, width=3)
    draw.line((850, 5, 850, 115), fill=0, width=2)
    rules = find_rules(np.asarray(image), 180)
    ((x0, y0, x1, y1),) = rules.horizontal
    assert (x0, x1) == (20, 801)
    assert y0 in (98, 99)
    assert y1 - y0 == 3
    assert len(rules.vertical) == 1
    assert find_rules(np.asarray(image)[:5, :5], 180) == find_rules(np.zeros((0, 0), np.uint8), 180)


@pytest.mark.parametrize("angle", [-3.4, -0.6, 0.0, 1.2, 4.1])
def test_a_skewed_page_is_straightened(angle: float) -> None:
    page = Image.new("L", (1000, 1400), 255)
    for line in range(20):
        page.paste(text_image("De raad stelt de begroting vast", 28), (60, 60 + 60 * line))
    crooked = np.asarray(page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255))
    assert skew(crooked) == pytest.approx(-angle, abs=0.25)
    assert abs(skew(straightened(crooked, skew(crooked)))) <= 0.2
    assert skew(np.full((300, 300), 255, dtype=np.uint8)) == 0.0


def word(text: str, x0: float, y: float) -> Word:
    return Word(text, x0, y - 8, x0 + 6 * len(text), y, y, 9.0)


def half(x: float, number: str, foot: float = 570.0) -> list[Word]:
    lines = [word("regel", x + 60 * i, 60 + 20 * j) for j in range(8) for i in range(4)]
    return [*lines, word(number, x + 100, foot)]


def test_a_spread_has_page_numbers_that_follow_one_another() -> None:
    spread = half(40, "12") + half(460, "13")
    at = find_gutter(spread, 842, 595)
    assert at is not None
    assert 270 < at < 460
    assert find_gutter(half(40, "12") + half(460, "14"), 842, 595) is None
    assert find_gutter(half(40, "12") + half(460, "13", foot=300), 842, 595) is None
    assert find_gutter(spread, 842, 1200) is None
    across = [*spread, word("een kop die over de volle breedte loopt" * 3, 40, 40)]
    assert find_gutter(across, 842, 595) is None
    assert find_gutter([], 842, 595) is None


def test_the_right_page_of_a_spread_comes_below_the_left() -> None:
    sheet = Sheet(1, 842, 595, "", words=half(40, "12") + half(460, "13"))
    sheet.horizontal = [Box(40, 50, 300, 51), Box(460, 50, 700, 51)]
    one_under_the_other(sheet, 420)
    assert (sheet.width, sheet.height) == (422, 1190)
    assert [w.base for w in sheet.words if w.text in ("12", "13")] == [570, 1165]
    assert all(w.x1 < 422 for w in sheet.words)
    assert sheet.horizontal == [Box(40, 50, 300, 51), Box(40, 645, 280, 646)]
