"""What is told of the lines that an engine read: sizes, weights, dashes."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.extract import ocr, ocr_lines

PAPER = np.full((400, 900), 255, np.uint8)


def word(text: str, x0: int, x1: int, top: int, bottom: int, line: int) -> ocr.OcrWord:
    return ocr.OcrWord(text, x0, top, x1, bottom, 0.95, line)


def test_lines_of_nearly_one_size_get_one_size() -> None:
    found = [
        word("Talon", 10, 90, 10, 32, 0),
        word("katto", 10, 90, 50, 73, 1),
        word("korjataan", 10, 150, 90, 118, 2),
        word("OTSIKKO", 10, 300, 200, 245, 3),
    ]
    sizes = [w.size for w in ocr_lines.words(found, 0.5, PAPER)]
    assert len(set(sizes[:3])) == 1
    assert sizes[3] > 1.5 * sizes[0]


@pytest.mark.parametrize(("width", "dash"), [(8, "-"), (16, "–"), (30, "—")])
def test_a_dash_is_told_by_its_length(width: int, dash: str) -> None:
    found = [word("Mallit", 10, 100, 10, 32, 0), word("—", 110, 110 + width, 22, 25, 0)]
    assert ocr_lines.words(found, 0.5, PAPER)[1].text == dash


def test_a_lone_shape_read_without_confidence_is_no_word() -> None:
    weak = ocr.OcrWord("7", 0, 0, 9, 20, 0.5, 0)
    assert ocr_lines.legible([weak], lone=True) == ()
    assert ocr_lines.legible([weak], lone=False) == (weak,)
