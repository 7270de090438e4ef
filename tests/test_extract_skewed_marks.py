"""Boxes on a skewed scan and the picture of its page: a mark drawn at a box hits the ink."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw

from pipeline.extract import ocr, scan
from pipeline.extract.pictures import straight
from pipeline.extract.pixels import skew
from pipeline.extract.scene import ReadOptions
from pipeline.model import Box

WIDTH, HEIGHT, UNIT = 720.0, 405.0, 150 / 72
MARKS = ((60, 60, 180, 80), (500, 60, 660, 80), (60, 320, 180, 340), (500, 320, 660, 340))


class Mute:
    """An engine that reads nothing."""

    name = "mute"

    def version(self) -> str:
        """Name no program."""
        return "mute 1"

    def languages(self) -> frozenset[str]:
        """Know Finnish."""
        return frozenset({"fin"})

    def read(
        self, pictures: Sequence[npt.NDArray[np.uint8]], request: ocr.Request
    ) -> tuple[tuple[ocr.OcrWord, ...], ...]:
        """Answer nothing for each picture."""
        return tuple(() for _ in pictures)


def scanned(degrees: float) -> npt.NDArray[np.uint8]:
    """Return a page with four dark marks and lines of strokes like print, turned by ``degrees`` clockwise."""
    page = Image.new("L", (round(WIDTH * UNIT), round(HEIGHT * UNIT)), 250)
    draw = ImageDraw.Draw(page)
    for box in MARKS:
        draw.rectangle([round(v * UNIT) for v in box], fill=60)
    for row in range(8):
        for n in range(60):
            x, y = round((80 + 9 * n) * UNIT), round((110 + 24 * row) * UNIT)
            draw.rectangle((x, y, x + 8, y + 14), fill=40)
    return skew.straighten(np.asarray(page, np.uint8), -degrees)


def ink(picture: Image.Image, near: Box) -> Box:
    """Return the box in points around the dark pixels near a box."""
    margin = 12
    left, top = max(0, round((near.x0 - margin) * UNIT)), max(0, round((near.top - margin) * UNIT))
    right, bottom = round((near.x1 + margin) * UNIT), round((near.bottom + margin) * UNIT)
    rows, columns = np.nonzero(np.asarray(picture)[top:bottom, left:right] < 150)
    x0, x1 = left + int(columns.min()), left + int(columns.max()) + 1
    return Box(x0 / UNIT, (top + int(rows.min())) / UNIT, x1 / UNIT, (top + int(rows.max()) + 1) / UNIT)


@pytest.mark.parametrize("degrees", [0.0, 0.7, -1.3, 2.4])
def test_a_box_of_a_skewed_page_lies_on_the_ink_of_its_picture(degrees: float) -> None:
    raw = scanned(degrees)
    options = ReadOptions(languages=("fi",))
    scene = scan.read_picture(raw, number=1, width=WIDTH, height=HEIGHT, options=options, engine=Mute())
    picture = straight(Image.fromarray(raw), scene.rotation)
    assert picture.size == (raw.shape[1], raw.shape[0])
    boxes = [f.box for f in scene.fills if f.box.height > 15]
    assert len(boxes) == len(MARKS)
    for box in boxes:
        seen = ink(picture, box)
        for got, there in zip(
            (box.x0, box.top, box.x1, box.bottom), (seen.x0, seen.top, seen.x1, seen.bottom), strict=True
        ):
            assert got == pytest.approx(there, abs=1.5)


def test_the_same_box_misses_the_ink_of_the_picture_as_it_was_scanned() -> None:
    raw = scanned(2.4)
    options = ReadOptions(languages=("fi",))
    scene = scan.read_picture(raw, number=1, width=WIDTH, height=HEIGHT, options=options, engine=Mute())
    box = max((f.box for f in scene.fills if f.box.height > 15), key=lambda b: (b.x1, b.bottom))
    seen = ink(Image.fromarray(raw), box)
    assert abs(box.top - seen.top) > 4
