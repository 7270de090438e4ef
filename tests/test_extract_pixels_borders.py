"""Borders in pixels: faint lines that are none, rules that go on over fills, badges, letters close to bands, dots."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.extract.pixels import leftover, sight
from pipeline.extract.pixels.relief import relief

Picture = npt.NDArray[np.uint8]
UNIT = 150 / 72


def page(noise: float = 3.0, seed: int = 3) -> npt.NDArray[np.float32]:
    """Return white paper with noise that is alike in neighbouring pixels, as compression leaves it."""
    grain = np.random.default_rng(seed).normal(0, 1, (800, 1400)).astype(np.float32)
    smooth = cv2.GaussianBlur(grain, (0, 0), 1.2)
    return np.asarray(248 + noise * smooth / smooth.std(), np.float32)


def painted(image: npt.NDArray[np.float32]) -> Picture:
    """Return the page as a camera sees it: colours as they are, edges soft."""
    return np.clip(cv2.GaussianBlur(image, (0, 0), 0.8), 0, 255).astype(np.uint8)


def write(image: npt.NDArray[np.float32], text: str, x: int, y: int, level: float = 30.0, size: float = 0.7) -> None:
    ink = np.zeros(image.shape[:2], np.uint8)
    cv2.putText(ink, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, size, 255, 2, cv2.LINE_AA)
    share = (ink / np.float32(255)).reshape(ink.shape + (1,) * (image.ndim - 2))
    image[:] = image * (1 - share) + level * share


def test_grain_of_the_paper_is_no_separator() -> None:
    image = page(6.0)
    image[200:250, 100:1300] -= 24
    write(image, "Toimenpide", 120, 235)
    for row in range(4):
        image[300 + 60 * row : 302 + 60 * row, 100:1300] -= 90
        write(image, "Avataan uusi silta", 120, 340 + 60 * row)
    looked = sight.look(painted(image), UNIT)
    assert len([s for s in looked.lines if s.across and not s.light]) == 4
    assert not [s for s in looked.lines if s.light]


def test_a_rule_goes_on_faintly_over_the_header_that_it_ends_at() -> None:
    image = page()
    image[200:250, 100:1300] -= 40
    image[250:600, 700:702] -= 90
    image[204:246, 700:702] -= 14
    for row in range(4):
        image[300 + 60 * row : 302 + 60 * row, 100:1300] -= 90
    write(image, "Toimenpide", 120, 235)
    write(image, "Vastuu", 720, 235)
    looked = sight.look(painted(image), UNIT)
    (rule,) = [s for s in looked.lines if not s.across and abs(s.x0 - 700) < 4]
    assert rule.top <= 206
    plain = page()
    plain[200:250, 100:1300] -= 40
    plain[250:600, 700:702] -= 90
    (short,) = [s for s in sight.look(painted(plain), UNIT).stripes if not s.across and abs(s.x0 - 700) < 4]
    assert short.top >= 244


def test_the_halo_along_fills_in_a_row_is_no_line() -> None:
    image = page(1.5)
    for n in range(3):
        image[200:250, 100 + 410 * n : 490 + 410 * n] -= 14
    image[250:253, 96:1310] += 5
    image[197:200, 96:1310] += 5
    assert not sight.look(painted(image), UNIT).lines


def test_print_on_a_badge_is_left_alone_and_its_round_ends_vanish() -> None:
    image = np.repeat(page()[:, :, None], 3, axis=2)
    cv2.rectangle(image, (520, 300), (680, 338), (215, 142, 34), -1)
    for x in (520, 680):
        cv2.circle(image, (x, 319), 19, (215, 142, 34), -1, cv2.LINE_AA)
    write(image, "Part complete", 516, 326, 250.0)
    write(image, "Invite businesses to sponsor a boat", 60, 200)
    write(image, "and tell how it was done", 60, 400)
    raw = painted(image)
    looked = sight.look(raw, UNIT)
    (badge,) = [a for a in looked.areas if not a.round]
    assert abs(badge.top - 300) <= 3
    assert abs(badge.bottom - 338) <= 3
    grey = np.asarray(cv2.cvtColor(raw, cv2.COLOR_RGB2GRAY), np.uint8)
    clean = sight.readable(grey, looked, 1.0)
    inner = clean[296:344, 516:686]
    assert (inner < 190).mean() > 0.05
    assert (clean[290:350, 488:512] < 200).sum() == 0
    assert (clean[290:350, 692:712] < 200).sum() == 0


def test_letters_close_below_a_dark_band_keep_their_tops() -> None:
    image = page()
    image[200:245, 100:1300] = 60
    write(image, "Tavoite", 120, 230, 250.0)
    write(image, "TEHDÄÄN UUSI SILTA", 120, 266)
    raw = painted(image)
    clean = sight.readable(raw, sight.look(raw, UNIT), 1.0)
    there, seen = raw[249:268, 110:500] < 120, clean[249:268, 110:500] < 150
    assert (there & seen).sum() > 0.93 * there.sum()


def test_dots_of_several_colours_are_a_legend_and_a_grey_one_belongs_to_it() -> None:
    image = np.repeat(page(1.5)[:, :, None], 3, axis=2)
    for n, color in enumerate(((40, 160, 60), (200, 30, 50), (235, 195, 20), (140, 140, 140))):
        cv2.circle(image, (200 + 250 * n, 400), 9, color, -1, cv2.LINE_AA)
        write(image, "Klart", 222 + 250 * n, 407)
    looked = sight.look(painted(image), UNIT)
    assert [m.x0 // 250 for m in sorted(looked.dots, key=lambda m: m.x0)] == [0, 1, 2, 3]
    assert not looked.bullets
    grey = max(looked.dots, key=lambda m: m.x0)
    red, green, blue = (int(grey.color[i : i + 2], 16) for i in (1, 3, 5))
    assert max(red, green, blue) - min(red, green, blue) < 12


def test_dots_of_one_colour_before_lines_are_list_marks() -> None:
    image = np.repeat(page(1.5)[:, :, None], 3, axis=2)
    for n in range(4):
        cv2.circle(image, (200, 300 + 60 * n), 6, (150, 30, 40), -1, cv2.LINE_AA)
        write(image, "Avataan uusi silta", 222, 308 + 60 * n)
    looked = sight.look(painted(image), UNIT)
    assert len(looked.bullets) == 4
    assert not looked.dots


def test_a_letter_beside_the_box_of_its_word_is_not_left_over() -> None:
    image = np.full((400, 800), 250, np.uint8)
    cv2.putText(image, "osuus", (100, 200), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 30, 2, cv2.LINE_AA)
    end = cv2.getTextSize("osuus", cv2.FONT_HERSHEY_SIMPLEX, 1.0, 2)[0][0]
    assert leftover.places(relief(image, UNIT), [(98, 176, 100 + end - 16, 204)], UNIT) == ()
    assert len(leftover.places(relief(image, UNIT), [(98, 276, 100 + end - 16, 304)], UNIT)) == 1


def test_the_shadow_below_a_rule_ends_in_no_line() -> None:
    image = page(1.5)
    image[200:203, 100:1300] -= 120
    for n in range(14):
        image[203 + n, 100:1300] -= 14 - n if n < 8 else 10
    looked = sight.look(painted(image), UNIT)
    assert not [s for s in looked.lines if s.light]
    assert [s for s in looked.lines if not s.light]
