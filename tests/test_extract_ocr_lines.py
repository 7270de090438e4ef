"""What is told of the lines that an engine read: sizes, weights, dashes."""

from __future__ import annotations

from dataclasses import replace

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


def test_a_number_that_is_read_in_two_ways_is_doubted() -> None:
    first = ocr.OcrWord("03", 100, 100, 130, 120, 0.95, 0)
    text = ocr.OcrWord("2025", 300, 100, 350, 120, 0.95, 0)
    second = replace(first, text="Q3", confidence=0.97)
    (doubted, other) = ocr_lines.compared((first, text), (first,), ((second,),))
    assert (doubted.text, doubted.confidence) == ("Q3", 0.5)
    assert other == text
    same = replace(first, text="03.", confidence=0.9)
    assert ocr_lines.compared((first,), (first,), ((same,),)) == (first,)


def test_short_numbers_at_the_start_of_a_line_are_asked_for_again() -> None:
    number = ocr.OcrWord("1.1", 100, 100, 130, 120, 0.95, 0)
    words = (number, ocr.OcrWord("vuonna", 140, 100, 230, 120, 0.9, 0), ocr.OcrWord("24", 240, 100, 260, 120, 0.9, 0))
    assert ocr_lines.numbers(words) == (number,)


def test_a_dash_between_figures_is_told_by_its_length() -> None:
    clean = np.full((60, 300), 255, np.uint8)
    for x in (20, 36, 52, 68, 120, 136, 152, 168):
        clean[10:40, x : x + 10] = 0
    clean[25:28, 86:114] = 0
    word = ocr.OcrWord("2023—2024", 18, 9, 182, 41, 0.9, 0)
    assert ocr_lines.words((word,), 1.0, clean)[0].text == "2023–2024"
    clean[25:28, 86:94] = clean[25:28, 104:114] = 255
    assert ocr_lines.words((word,), 1.0, clean)[0].text == "2023-2024"


def test_a_second_reading_does_not_repeat_the_end_of_a_word_that_its_box_cuts() -> None:
    whole = ocr.OcrWord("toimijat", 100, 100, 300, 140, 0.95, 0)
    weak = ocr.OcrWord("os8avat", 310, 100, 480, 140, 0.4, 0)
    answer = (ocr.OcrWord("jat", 240, 100, 300, 140, 0.9, 0), ocr.OcrWord("osaavat", 310, 100, 480, 140, 0.9, 0))
    read = ocr_lines.surer((whole, weak), [(240, 90, 490, 150)], [answer], 4.0)
    assert [w.text for w in read] == ["toimijat", "osaavat"]


def test_a_few_shapes_that_are_hardly_letters_are_no_words() -> None:
    corner = (ocr.OcrWord("[e", 0, 0, 20, 20, 0.3, 0),)
    assert ocr_lines.likely(corner) == ()
    assert ocr_lines.likely((replace(corner[0], text="Valmis"),))
    assert ocr_lines.likely((replace(corner[0], confidence=0.9),))
