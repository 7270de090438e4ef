"""Geometry from pixels, on pages drawn for the purpose."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from pipeline.extract.pixels import sight, skew
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
    assert not skew.lies(grey)
    assert skew.lies(np.ascontiguousarray(np.rot90(grey)))


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
