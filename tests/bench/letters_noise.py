"""Makes pages of text that lost its letters: clean text is drawn, then read by an English Tesseract.

What such a reading does to ä, ö and å is what a back-catalogue read with the wrong model shows, so
pairs of clean and damaged text for learning and measuring can be made without end.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FONT_ROOT = Path("/usr/share/fonts/truetype")
FONTS = (
    *(f"liberation/Liberation{f}" for f in ("Sans-Regular", "Sans-Bold", "Serif-Regular", "SansNarrow-Regular")),
    *(f"dejavu/DejaVu{f}" for f in ("Sans", "SansCondensed", "Serif", "Sans-Bold")),
    *(f"noto/Noto{f}" for f in ("Sans-Regular", "Serif-Regular", "SansDisplay-Regular", "Sans-Bold")),
)


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is drawn: font file, size in points, resolution, Gaussian blur and noise in pixels and grey levels."""

    font: str
    points: float
    dpi: int
    blur: float
    noise: float


@dataclass(frozen=True, slots=True)
class ReadPage:
    """Lines as drawn and lines as read."""

    look: Look
    clean: tuple[str, ...]
    read: tuple[str, ...]


def looks(seed: int, *, dpi: tuple[int, ...] = (80, 90, 100, 120, 150, 200)) -> Iterator[Look]:
    """Yield looks without end."""
    dice = random.Random(seed)
    while True:
        yield Look(
            dice.choice(FONTS), dice.choice((9, 10, 11, 12, 14)), dice.choice(dpi), dice.choice((0, 0.4, 0.8)), dice.choice((0, 6, 12))
        )


def read_badly(lines: Sequence[str], look: Look, seed: int, language: str = "eng") -> ReadPage:
    """Draw ``lines`` below one another and read them with Tesseract's model for ``language``."""
    import numpy as np
    import pytesseract
    from PIL import Image, ImageDraw, ImageFilter, ImageFont

    os.environ["OMP_THREAD_LIMIT"] = "1"
    font = ImageFont.truetype(str(FONT_ROOT / f"{look.font}.ttf"), round(look.points * look.dpi / 72))
    pitch, edge = round(look.points * look.dpi / 72 * 1.5), look.dpi // 3
    width = round(max(font.getlength(line) for line in lines)) + 2 * edge
    page = Image.new("L", (width, pitch * len(lines) + 2 * edge), 255)
    pen = ImageDraw.Draw(page)
    for i, line in enumerate(lines):
        pen.text((edge, edge + i * pitch), line, font=font, fill=20)
    if look.blur:
        page = page.filter(ImageFilter.GaussianBlur(look.blur))
    grain = np.random.default_rng(seed).normal(0, look.noise, (page.height, page.width)) if look.noise else 0.0
    pixels = np.clip(np.asarray(page, dtype=np.float64) + grain, 0, 255).astype(np.uint8)
    text = pytesseract.image_to_string(Image.fromarray(pixels), lang=language, config=f"--psm 6 --dpi {look.dpi}")
    return ReadPage(look, tuple(lines), tuple(line for line in text.splitlines() if line.strip()))


def frequent_lines(code: str, seed: int, *, words: int = 100_000, per_line: int = 8) -> Iterator[str]:
    """Yield lines of frequent words in random order; commoner words come oftener (by the root of their frequency)."""
    from wordfreq import get_frequency_dict

    from pipeline.normalise.lexicon import lexicon

    known = lexicon(code).known
    table = get_frequency_dict(code, "large")
    ranked = sorted(table, key=lambda w: (-table[w], w))[:words]
    forms = [w for w in ranked if w.isalpha() and len(w) > 1 and known(w)]
    weights = [table[w] ** 0.5 for w in forms]
    dice = random.Random(seed)
    while True:
        line = [_dressed(w, dice) for w in dice.choices(forms, weights, k=per_line)]
        yield " ".join(line).upper() if dice.random() < 0.04 else " ".join(line)


def _dressed(word: str, dice: random.Random) -> str:
    chance = dice.random()
    if chance < 0.2:
        word = word.capitalize()
    return word + dice.choice(",,..:;") if dice.random() < 0.15 else word
