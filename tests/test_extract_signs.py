"""Ticks, crosses and half discs are told by their pictures, letters are not taken for them."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.extract.pixels import sight, signs

Picture = npt.NDArray[np.uint8]
UNIT = 2.0
FONTS = Path("/usr/share/fonts/truetype")


def picture(text: str, font: str, size: int, color: tuple[int, int, int] = (30, 30, 30)) -> Picture:
    """Draw a short text on paper with a little blur and noise."""
    path = FONTS / font
    if not path.exists():
        pytest.skip(f"needs {font}")
    paper = Image.new("RGB", (600, 400), (246, 245, 244))
    ImageDraw.Draw(paper).text((80, 100), text, color, ImageFont.truetype(str(path), size))
    blurred = cv2.GaussianBlur(np.asarray(paper), (0, 0), 0.8)
    noise = np.random.default_rng(3).normal(0, 3, blurred.shape)
    return np.asarray(np.clip(blurred + noise, 0, 255), np.uint8)


@pytest.mark.parametrize("size", [22, 31, 40])
@pytest.mark.parametrize("font", ["dejavu/DejaVuSansCondensed.ttf", "dejavu/DejaVuSansMono.ttf"])
@pytest.mark.parametrize("glyph", "✔✘◐○☑☐")
def test_a_sign_is_told_by_its_picture(glyph: str, font: str, size: int) -> None:
    found = sight.look(picture(glyph, font, size, (40, 125, 60)), UNIT).signs
    assert [m.glyph for m in found] in ([glyph], []), "a doubtful sign may stay unread, but not as another"


@pytest.mark.parametrize("glyph", "✔✘◐")
def test_signs_of_usual_size_are_found_with_their_colour(glyph: str) -> None:
    (mark,) = sight.look(picture(glyph, "dejavu/DejaVuSansCondensed.ttf", 30, (190, 40, 40)), UNIT).signs
    assert mark.glyph == glyph
    assert mark.color[1:3] > "a0"


@pytest.mark.parametrize(
    "font", ["dejavu/DejaVuSans-Bold.ttf", "dejavu/DejaVuSerif.ttf", "liberation/LiberationSansNarrow-Regular.ttf"]
)
@pytest.mark.parametrize("letter", "vVxXyYoO0QeckKtTLÄ&58")
def test_a_letter_that_stands_alone_is_no_sign(letter: str, font: str) -> None:
    found = sight.look(picture(letter, font, 30), UNIT).signs
    assert not found or (letter in "oO" and found[0].glyph == "○")


def test_a_blot_is_no_sign() -> None:
    blot = np.zeros((20, 20))
    blot[3:9, 2:19] = blot[12:18, 2:6] = 255
    assert signs.named(blot) == ""
