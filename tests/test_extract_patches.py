"""Patches of print: what is read together, and what never is."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.extract.pixels import patches, sight, skew
from pipeline.extract.pixels.relief import relief

Picture = npt.NDArray[np.uint8]
UNIT = 150 / 72 * 2


def sheet(rows: int = 900, columns: int = 1600) -> Picture:
    return np.full((rows, columns), 250, np.uint8)


def written(image: Picture, text: str, x: int, y: int, size: float = 1.4) -> None:
    cv2.putText(image, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, size, 30, 3, cv2.LINE_AA)


def find(image: Picture, walls: tuple[tuple[float, float, float, float], ...]) -> tuple[patches.Patch, ...]:
    return patches.find(image, relief(image, UNIT), walls, UNIT)


def holds(patch: patches.Patch, x: int, y: int) -> bool:
    return patch.box[0] <= x < patch.box[2] and patch.box[1] <= y < patch.box[3]


def test_words_and_lines_of_a_paragraph_are_one_patch() -> None:
    image = sheet()
    written(image, "Avataan uusi", 100, 200)
    written(image, "kirjasto", 100, 255)
    (patch,) = find(image, ())
    assert holds(patch, 102, 170)
    assert holds(patch, 250, 250)


def test_cells_that_do_not_stand_on_one_height_are_patches_of_their_own() -> None:
    image = sheet()
    written(image, "Korjataan silta ja", 100, 200)
    written(image, "sen luiskat", 100, 255)
    written(image, "Insinööri", 700, 228)
    assert len(find(image, ())) == 2


def test_a_wall_parts_what_stands_close_but_cuts_no_letter() -> None:
    image = sheet()
    written(image, "Maaliskuu", 100, 200)
    end = 100 + cv2.getTextSize("Maaliskuu", cv2.FONT_HERSHEY_SIMPLEX, 1.4, 3)[0][0]
    written(image, "Valmis", end + 16, 200)
    assert len(find(image, ())) == 1
    between = (end + 6.0, 100.0, end + 8.0, 300.0)
    assert len(find(image, (between,))) == 2
    through = (end + 24.0, 100.0, end + 26.0, 300.0)
    assert len(find(image, (through,))) == 1


def test_what_belongs_to_another_patch_is_painted_out() -> None:
    image = sheet()
    written(image, "Lautakunta tekee", 100, 200)
    written(image, "sen", 100, 255)
    written(image, "§", 330, 330, 3.0)
    found = find(image, ((90.0, 226.0, 600.0, 228.0),))
    for patch in found:
        x0, top, x1, bottom = patch.box
        assert patch.picture.shape == (bottom - top, x1 - x0)
    dark = sum(int((p.picture < 100).sum()) for p in found)
    assert dark == int((image < 100).sum())


def test_an_empty_page_has_no_patch_and_a_speck_is_none() -> None:
    image = sheet()
    image[400:404, 700:704] = 20
    assert find(image, ()) == ()


def test_the_edge_of_a_turned_page_is_painted_out() -> None:
    rng = np.random.default_rng(5)
    page = np.clip(240 + rng.normal(0, 14, (825, 1275)), 0, 255).astype(np.uint8)
    for row in range(5):
        written(page, "Toimenpiteet ja vastuut", 200, 300 + 60 * row)
    turned = skew.straighten(page, -1.5)
    looked = sight.look(turned, UNIT / 2)
    clean = sight.readable(turned, looked, 2.0)
    (patch,) = find(clean, ())
    assert holds(patch, 440, 590)
    outside = skew.came_in(turned.shape, looked.angle, 2.0)
    assert outside.mean() > 0.005
    assert clean[outside].std() < clean[20:200, 1000:1400].std() / 2
