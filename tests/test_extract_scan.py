"""Pictures of pages, read with recorded OCR: what a scene holds without any engine."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pytest

from pipeline.errors import MissingDependencyError
from pipeline.extract import ocr, scan
from pipeline.extract.pixels import patches, skew
from pipeline.extract.pixels.relief import relief
from pipeline.extract.scene import ReadOptions, Scene
from pipeline.model import Box, Method, Word
from tests.bench import scans

Picture = npt.NDArray[np.uint8]
WORD = ocr.OcrWord("Tavoite", 100, 100, 300, 140, 0.93, 0)


@dataclass
class Recorded:
    """An engine that answers with what was recorded, one answer per picture and call."""

    answers: list[tuple[ocr.OcrWord, ...]]
    known: frozenset[str] = frozenset({"fin", "swe", "eng"})
    asked: list[ocr.Request] = field(default_factory=list)
    name: str = "recorded"

    def version(self) -> str:
        """Name no program."""
        return "recorded 1"

    def languages(self) -> frozenset[str]:
        """Return what the recording knew."""
        return self.known

    def read(self, pictures: Sequence[Picture], request: ocr.Request) -> tuple[tuple[ocr.OcrWord, ...], ...]:
        """Answer from the recording."""
        self.asked.append(request)
        return tuple(self.answers.pop(0) if self.answers else () for _ in pictures)


def page(*words: str) -> Scene:
    return Scene(1, 100, 100, Method.NATIVE, tuple(Word(w, Box(0, 0, 1, 1)) for w in words))


def blank(rows: int = 750, columns: int = 1000) -> Picture:
    return np.full((rows, columns), 250, np.uint8)


def inked(image: Picture) -> Picture:
    """Draw strokes where ``WORD`` stands in the doubled picture."""
    for shift in range(3):
        image[47:73, 50 + shift : 150 : 6] = 30
    return image


def read(image: Picture, engine: Recorded, options: ReadOptions | None = None) -> Scene:
    options = options or ReadOptions()
    return scan.read_picture(image, number=3, width=480, height=360, options=options, engine=engine)


@pytest.mark.parametrize(
    ("native", "share", "mode", "expected"),
    [
        (None, 0.0, "auto", True),
        (page(), 1.0, "auto", True),
        (page(), 1.0, "never", False),
        (page(*["tämä", "on", "hyvä", "sivu", "jossa", "on", "sanoja", "ja", "myös", "lukuja"]), 1.0, "auto", False),
        (page(*["tämä", "on", "hyvä", "sivu"]), 1.0, "always", True),
        (page("3"), 0.9, "auto", True),
        (page("3"), 0.1, "auto", False),
        (page(*["\ufffd\ufffd\ufffd"] * 20), 0.0, "auto", True),
    ],
)
def test_when_a_page_is_read_from_its_picture(native: Scene | None, share: float, mode: str, expected: bool) -> None:
    assert scan.needs_ocr(native, share, ReadOptions(ocr=mode)) is expected


def test_words_stand_in_points_of_the_page() -> None:
    seen = replace(WORD, x0=50, top=40, x1=250, bottom=80)
    scene = read(inked(blank()), Recorded([(seen,)]), ReadOptions(languages=("fi",)))
    (word,) = scene.words
    doubled = skew.straighten(inked(blank()), 0.0, 2.0)
    (patch,) = patches.find(doubled, relief(doubled, 2000 / 480), (), 2000 / 480)
    left, top = (origin - 10 for origin in patch.box[:2])
    scale = 480 / 1000 / 2
    assert (word.box.x0, word.box.x1) == (round((left + 50) * scale, 2), round((left + 250) * scale, 2))
    assert word.box.top < (top + 40) * scale < (top + 80) * scale < word.box.bottom
    assert word.size == pytest.approx(40 * scale / 0.72, abs=0.1)
    assert word.confidence == 0.93
    assert (scene.number, scene.width, scene.height, scene.method) == (3, 480, 360, Method.OCR)
    assert not scene.rulings
    assert not scene.fills


def test_a_word_where_nothing_stands_is_none() -> None:
    assert not read(blank(), Recorded([(WORD,)])).words


def test_a_language_that_is_missing_is_said() -> None:
    engine = Recorded([(WORD,)], known=frozenset({"fin"}))
    scene = read(blank(), engine)
    assert [i.code for i in scene.issues] == ["language_missing"]
    assert engine.asked[0].languages == ("fin",)


def test_without_any_language_nothing_is_read() -> None:
    with pytest.raises(MissingDependencyError):
        read(blank(), Recorded([], known=frozenset({"deu"})))


def test_english_is_read_as_english_only_where_nothing_else_is_asked_for() -> None:
    assert scan.languages(ReadOptions(languages=("en",))) == ("eng",)
    assert scan.languages(ReadOptions()) == ("fin", "swe")


def test_a_page_upside_down_is_turned() -> None:
    weak = ocr.OcrWord("3110AP1", 50, 34, 250, 86, 0.2, 0)
    word = replace(WORD, x0=50, top=34, x1=250, bottom=86)
    engine = Recorded([(weak,), (weak,), (weak,), (WORD,), (word,)])
    scene = read(inked(blank()), engine, ReadOptions(languages=("fi",)))
    assert scene.rotation == 180.0
    assert [w.text for w in scene.words] == ["Tavoite"]


def test_a_table_of_a_bad_scan_has_its_lines_where_they_were_drawn() -> None:
    sheet = scans.sheet(2)
    picture, skew = scans.scanned(sheet, 2)
    scene = scan.read_picture(
        picture, number=1, width=sheet.width, height=sheet.height, options=ReadOptions(), engine=Recorded([(WORD,)])
    )
    assert scene.rotation % 360 == pytest.approx(skew % 360, abs=0.03)
    for line in sheet.lines:
        across = line.top == line.bottom
        near = [
            r
            for r in scene.rulings
            if (r.top == r.bottom) == across
            and abs(r.top - line.top if across else r.x0 - line.x0) < 2
            and (
                r.x0 < line.x0 + 3 and r.x1 > line.x1 - 3
                if across
                else r.top < line.top + 3 and r.bottom > line.bottom - 3
            )
        ]
        assert near, line


def test_the_same_picture_gives_the_same_scene() -> None:
    picture, _ = scans.scanned(scans.sheet(9), 9)
    first, second = (read(picture, Recorded([(WORD,)])) for _ in range(2))
    assert first == second


@pytest.mark.ocr
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs Tesseract")
@pytest.mark.parametrize("seed", [2, 6, 9])
def test_words_of_a_bad_scan_are_read(seed: int) -> None:
    sheet = scans.sheet(seed)
    picture, _ = scans.scanned(sheet, seed)
    options = ReadOptions(languages=(sheet.language,))
    scene = scan.read_picture(picture, number=1, width=sheet.width, height=sheet.height, options=options)
    found = [word.text for word in scene.words]
    right = sum(word in found for word in sheet.words)
    assert right >= 0.95 * len(sheet.words)
