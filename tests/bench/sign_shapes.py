"""Writes ``pipeline/extract/pixels/sign_shapes.py``: ``python -m tests.bench.sign_shapes > FILE``.

Signs and the letters they could be taken for are drawn in a few common fonts and shrunk to 16 x 16 bits.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIDE = 16
SIGNS = "✔✓✘✗◐◑○☑☐☒→➔▲▼"
LETTERS = "●vVxXyYoO0Qec@©KkwWuUJLZzrsSDCGB8&aAbdghnpqtTfFEHIMNPR2345679?äöÄÖ"
_FOLDER = Path("/usr/share/fonts/truetype")
_SIGN_FONTS = ("dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf", "noto/NotoSansSymbols2-Regular.ttf")
_LETTER_FONTS = ("liberation/LiberationSans-Regular.ttf", "liberation/LiberationSerif-Regular.ttf")
_HEAD = '''"""Signs and letters as small pictures: glyph, width over height, 16 rows of 16 bits.

Drawn in DejaVu Sans (regular, bold) and Noto Sans Symbols 2, the letters in Liberation Sans and Serif, by
``python -m tests.bench.sign_shapes``.
"""

from __future__ import annotations

'''


def bits(glyph: str, font: Path) -> tuple[float, str]:
    """Return a glyph's width over its height and its picture, stretched to a square, as hexadecimal digits."""
    drawn = Image.new("L", (400, 400))
    ImageDraw.Draw(drawn).text((100, 100), glyph, 255, ImageFont.truetype(str(font), 160))
    box = drawn.getbbox() or (0, 0, 1, 1)
    small = drawn.crop(box).resize((SIDE, SIDE), Image.Resampling.BOX)
    number = int("".join("1" if value > 127 else "0" for value in small.tobytes()), 2)
    return round((box[2] - box[0]) / (box[3] - box[1]), 2), f"{number:0{SIDE * SIDE // 4}x}"


def table(name: str, glyphs: str, fonts: tuple[str, ...]) -> str:
    """Return the source of a table of shapes, each once."""
    rows = dict.fromkeys((glyph, *bits(glyph, _FOLDER / font)) for glyph in glyphs for font in fonts)
    lines = "".join(f'    ("{glyph}", {ratio}, "{shape}"),\n' for glyph, ratio, shape in rows)
    return f"{name}: tuple[tuple[str, float, str], ...] = (\n{lines})\n"


if __name__ == "__main__":
    sys.stdout.write(_HEAD + table("SIGNS", SIGNS, _SIGN_FONTS) + table("LETTERS", LETTERS, _LETTER_FONTS))
