"""Makes pages of text that lost its letters: clean text is drawn, then read by an English Tesseract.

What such a reading does to ä, ö and å is what a back-catalogue read with the wrong model shows, so pairs
of clean and damaged text for learning and measuring can be made without end.  The channel's table is made by

    python -m tests.bench.letters_noise fi 101 90 PAIRS      (language, seed, pages, file to write)
    python -m pipeline.normalise.letters.learn PAIRS ... --source TEXT -o pipeline/normalise/letters/data/channel.tsv
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

FONT_ROOT = Path("/usr/share/fonts/truetype")
FONTS = (
    *(f"liberation/Liberation{f}" for f in ("Sans-Regular", "Sans-Bold", "Serif-Regular", "SansNarrow-Regular")),
    *(f"dejavu/DejaVu{f}" for f in ("Sans", "SansCondensed", "Serif", "Sans-Bold")),
    *(f"noto/Noto{f}" for f in ("Sans-Regular", "Serif-Regular", "SansDisplay-Regular", "Sans-Bold")),
)
# Resolutions and sizes (points) for learning; the lowest are about as bad as Tesseract can still read.
LEARN_DPI, LEARN_POINTS = (80, 90, 100, 120, 150, 200), (9.0, 10.0, 11.0, 12.0, 14.0)
_PAGE_LINES = 40


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


def looks(
    seed: int,
    *,
    dpi: Sequence[int] = LEARN_DPI,
    points: Sequence[float] = LEARN_POINTS,
    blur: Sequence[float] = (0, 0.4, 0.8),
) -> Iterator[Look]:
    """Yield looks without end."""
    dice = random.Random(seed)
    while True:
        yield Look(
            dice.choice(FONTS), dice.choice(points), dice.choice(dpi), dice.choice(blur), dice.choice((0, 6, 12))
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
    return ReadPage(look, tuple(lines), tuple(" ".join(line.split()) for line in text.splitlines() if line.strip()))


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
    if dice.random() < 0.2:
        word = word.capitalize()
    return word + dice.choice(",,..:;") if dice.random() < 0.15 else word


def save(pages: Sequence[ReadPage], path: Path) -> None:
    """Write pages as JSON lines."""
    path.write_text("".join(json.dumps(asdict(p), ensure_ascii=False) + "\n" for p in pages), encoding="utf-8")


def load(path: Path) -> list[ReadPage]:
    """Read what ``save`` wrote."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [ReadPage(Look(**r["look"]), tuple(r["clean"]), tuple(r["read"])) for r in rows]


def main() -> None:
    """Write pages of frequent words, drawn and badly read."""
    code, seed, number, path = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    lines, look = frequent_lines(code, seed), looks(seed)
    save([read_badly(list(islice(lines, _PAGE_LINES)), next(look), seed * 1000 + i) for i in range(number)], path)


if __name__ == "__main__":
    main()
