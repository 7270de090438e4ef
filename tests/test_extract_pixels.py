"""Geometry from pixels, on pages drawn for the purpose."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from pipeline.extract.pixels import leftover, sight, skew
from pipeline.extract.pixels.relief import relief
from tests.bench import scans

Picture = npt.NDArray[np.uint8]
UNIT = 2.0


def paper(noise: float = 2.0, rows: int = 720, columns: int = 960) -> Picture:
    rng = np.random.default_rng(1)
    return np.clip(rng.normal(245, noise, (rows, columns)), 0, 255).astype(np.uint8)


def noisy(image: Picture, sigma: float = 2.0) -> Picture:
    rng = np.random.default_rng(2)
    return np.clip(image + rng.normal(0, sigma, image.shape), 0, 255).astype(np.uint8)


def write(image: Picture, text: str, at: tuple[int, int], shade: int = 30) -> None:
    cv2.putText(image, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.6, (shade,) * 3, 2, cv2.LINE_AA)


@pytest.mark.parametrize("seed", [0, 3, 6, 9, 12, 23])
def test_skew_is_found_within_a_twentieth_of_a_degree(seed: int) -> None:
    picture, turned = scans.scanned(scans.sheet(seed), seed)
    grey = picture if picture.ndim == 2 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    assert skew.angle(grey) == pytest.approx(turned, abs=0.05)


def test_a_blank_page_has_no_skew_and_no_lines() -> None:
    seen = sight.look(np.full((400, 600), 250, np.uint8), UNIT)
    assert seen.angle == 0
    found = [*seen.lines, *seen.areas, *seen.bullets, *seen.dots]
    assert found == []


def test_text_that_runs_down_is_told() -> None:
    sheet = scans.sheet(19)
    image, _ = scans.scanned(sheet, 19)
    grey = image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
    unit = grey.shape[1] / sheet.width
    assert not skew.lies(grey, unit)
    assert skew.lies(np.ascontiguousarray(np.rot90(grey)), unit)


def test_a_few_words_beside_a_dark_panel_neither_lie_nor_tilt() -> None:
    image = paper()
    image[:, :180] = 60
    for at in (120, 260, 400):
        write(image, "three lines far apart", (300, at))
    grey = noisy(image, 4.0)
    assert skew.angle(grey) == pytest.approx(0, abs=0.1)
    assert not skew.lies(grey, UNIT)
    assert skew.lies(np.ascontiguousarray(np.rot90(grey)), UNIT)


def test_bold_letters_of_a_large_title_are_no_fills() -> None:
    image = paper()
    cv2.putText(image, "Programme 2026", (60, 160), cv2.FONT_HERSHEY_SIMPLEX, 3.0, (40,) * 3, 18, cv2.LINE_AA)
    seen = sight.look(image, UNIT)
    assert not seen.areas
    assert not seen.lines
    assert np.array_equal(sight.readable(image, seen, 1.0), image)


def test_light_text_on_a_tall_dark_box_is_turned_dark_on_light() -> None:
    image = paper()
    image[100:560, 100:500] = 70
    for y in range(180, 520, 40):
        write(image, "light on dark", (130, y), 250)
    picture = sight.readable(image, sight.look(image, UNIT), 1.0)
    inner = picture[120:540, 120:480]
    assert float(np.median(inner)) > 230
    assert int(inner.min()) < 110


def test_ink_without_a_word_is_a_missed_place() -> None:
    image = paper()
    write(image, "read by the engine", (60, 200))
    write(image, "passed over", (60, 400))
    write(image, "7", (600, 400))
    found = leftover.places(relief(image, UNIT), [(58, 180, 300, 210)], UNIT)
    boxes = [(round(p[0], -1), round(p[1], -1)) for p, _ in found]
    assert [count for _, count in found][-1] == 1
    assert len(boxes) == 2 or all(380 <= top <= 400 for _, top in boxes)


def test_text_alone_is_no_line_and_no_fill() -> None:
    image = paper()
    for y in range(60, 680, 26):
        write(image, "minimummunnin illumination immunity minimum", (40, y))
    seen = sight.look(image, UNIT)
    assert not seen.lines
    assert not seen.areas


@pytest.mark.parametrize("shade", [0, 120, 200])
def test_a_thin_line_is_found_in_its_place(shade: int) -> None:
    image = paper()
    image[300:302, 100:800] = shade
    (line,) = sight.look(noisy(image), UNIT).lines
    assert abs(line.x0 - 100) <= 3
    assert abs(line.x1 - 800) <= 3
    assert (line.top + line.bottom) / 2 == pytest.approx(301, abs=1)
    assert not line.light


def test_a_broken_line_is_one_line() -> None:
    image = paper()
    for x in range(100, 800, 60):
        image[300:302, x : x + 57] = 40
    (line,) = sight.look(noisy(image), UNIT).lines
    assert line.x1 - line.x0 > 680


@pytest.mark.parametrize("shade", [60, 150, 215, 232])
def test_a_fill_is_found_with_its_border(shade: int) -> None:
    image = paper()
    image[200:280, 100:700] = shade
    write(image, "valkoinen teksti", (140, 245), 250 if shade < 128 else 20)
    (area,) = sight.look(noisy(image), UNIT).areas
    assert (area.x0, area.top, area.x1, area.bottom) == pytest.approx((100, 200, 700, 280), abs=3)
    assert area.color[0] == pytest.approx(shade * 255 / 245, abs=6)


def test_a_white_separator_parts_pale_cells() -> None:
    image = paper()
    image[200:400, 100:700] = 228
    image[299:301, 100:700] = 244
    image[200:400, 399:401] = 244
    for x in (140, 440):
        for y in (240, 270, 340):
            write(image, "solun teksti", (x, y))
    lines = [s for s in sight.look(noisy(image), UNIT).lines if s.light]
    assert any(s.across and abs(s.top - 300) <= 3 and s.x1 - s.x0 > 550 for s in lines)
    assert any(not s.across and abs(s.x0 - 400) <= 3 and s.bottom - s.top > 170 for s in lines)


def test_dots_and_dashes_before_text_are_list_marks_and_full_stops_are_not() -> None:
    image = paper()
    for y in (100, 140):
        cv2.circle(image, (60, y - 6), 4, (30,), -1, cv2.LINE_AA)
        write(image, "Kohta jatkuu. Toinen virke.", (80, y))
    image[232:235, 54:66] = 30
    write(image, "Kolmas kohta", (80, 240))
    assert [m.glyph for m in sight.look(image, UNIT).bullets] == ["•", "•", "–"]


def test_a_letter_whose_neighbour_reaches_under_its_arm_is_no_list_mark() -> None:
    image = paper()
    for y in range(100, 400, 40):
        image[y : y + 3, 60:76] = 30
        image[y : y + 15, 66:69] = 30
        cv2.circle(image, (78, y + 10), 5, (30,), 2, cv2.LINE_AA)
        write(image, "teutuu", (89, y + 15))
    assert not sight.look(image, UNIT).bullets


def test_a_coloured_dot_keeps_its_colour() -> None:
    image = np.repeat(paper()[..., None], 3, axis=2)
    cv2.circle(image, (300, 200), 12, (200, 30, 40), -1, cv2.LINE_AA)
    (dot,) = sight.look(image, UNIT).dots
    assert dot.glyph == "●"
    assert dot.color[1:3] > "b0"
    assert dot.color[3:5] < "50"


def test_rules_and_marks_are_painted_out_and_white_text_turns_dark() -> None:
    image = paper(1.0)
    image[100:150, 100:800] = 60
    write(image, "Otsikko", (120, 132), 250)
    image[300:302, 100:800] = 20
    seen = sight.look(image, UNIT)
    clean = sight.readable(image, seen, 2.0)
    assert clean.shape == (1440, 1920)
    assert clean[596:608, 300:1500].min() > 200
    assert np.median(clean[220:290, 1000:1500]) > 200
    assert clean[220:290, 240:420].min() < 120
