"""Picture files: PNG, JPEG, multi-page TIFF, and what cannot be opened."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from pipeline.errors import CorruptError, MissingDependencyError
from pipeline.extract import images, ocr, scan
from pipeline.extract.scene import ReadOptions, Scene
from pipeline.model import Method


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, tuple[int, ...], float, float]]:
    """Stand in for reading; returns what was handed over: page, shape, width, height."""
    calls: list[tuple[int, tuple[int, ...], float, float]] = []

    def read(image: np.ndarray, *, number: int, width: float, height: float, options: ReadOptions) -> Scene:
        calls.append((number, image.shape, width, height))
        return Scene(number, width, height, Method.OCR)

    monkeypatch.setattr(scan, "read_picture", read)
    return calls


def file_of(kind: str, *frames: Image.Image, **more: object) -> bytes:
    buffer = io.BytesIO()
    frames[0].save(buffer, kind, save_all=len(frames) > 1, append_images=frames[1:], **more)
    return buffer.getvalue()


def test_a_png_has_its_size_in_points(seen: list[tuple[int, tuple[int, ...], float, float]]) -> None:
    (page,) = images.read(file_of("PNG", Image.new("RGB", (600, 300), "white"), dpi=(150, 150)), ReadOptions())
    assert page.width == pytest.approx(288, abs=0.1)
    assert seen[0][1] == (300, 600, 3)


def test_each_frame_of_a_tiff_is_a_page(seen: list[tuple[int, tuple[int, ...], float, float]]) -> None:
    data = file_of("TIFF", *(Image.new("L", (100 + n, 50), 255) for n in range(3)))
    assert [page.number for page in images.read(data, ReadOptions())] == [1, 2, 3]
    assert [call[1] for call in seen] == [(50, 100), (50, 101), (50, 102)]
    assert [page.number for page in images.read(data, ReadOptions(pages=(2,)))] == [2]


def test_a_turned_photo_is_set_upright(seen: list[tuple[int, tuple[int, ...], float, float]]) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    (page,) = images.read(file_of("JPEG", Image.new("L", (200, 100), 255), exif=exif), ReadOptions())
    assert seen[0][1] == (200, 100)
    assert page.width < page.height


def test_transparent_ground_is_white(monkeypatch: pytest.MonkeyPatch) -> None:
    got: list[int] = []

    def read(image: np.ndarray, *, number: int, width: float, height: float, options: ReadOptions) -> Scene:
        got.append(int(image.min()))
        return Scene(number, width, height, Method.OCR)

    monkeypatch.setattr(scan, "read_picture", read)
    list(images.read(file_of("PNG", Image.new("RGBA", (20, 20), (0, 0, 0, 0))), ReadOptions()))
    assert got == [255]


def test_a_picture_above_the_limit_is_made_smaller(seen: list[tuple[int, tuple[int, ...], float, float]]) -> None:
    list(images.read(file_of("PNG", Image.new("L", (400, 400), 255)), ReadOptions(max_pixels=10_000)))
    assert seen[0][1] == (100, 100)


@pytest.mark.parametrize("data", [b"", b"no picture at all", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_what_is_no_picture_is_said(data: bytes) -> None:
    with pytest.raises(CorruptError):
        list(images.read(data, ReadOptions()))


def test_a_picture_cut_short_is_a_failed_page() -> None:
    whole = file_of("JPEG", Image.effect_noise((300, 300), 50))
    (page,) = images.read(whole[: len(whole) // 2], ReadOptions())
    assert page.method is Method.NONE
    assert page.issues[0].code == "page_failed"


@pytest.mark.parametrize(
    ("error", "code"),
    [(MissingDependencyError("no engine", remedy="install"), "ocr_unavailable"), (ocr.OcrError("hang"), "ocr_failed")],
)
def test_trouble_with_the_engine_is_on_the_page(monkeypatch: pytest.MonkeyPatch, error: Exception, code: str) -> None:
    def read(*_: object, **__: object) -> Scene:
        raise error

    monkeypatch.setattr(scan, "read_picture", read)
    (page,) = images.read(file_of("PNG", Image.new("L", (50, 50), 255)), ReadOptions())
    assert page.method is Method.NONE
    assert [i.code for i in page.issues] == [code]
    assert page.width > 0
