"""Lines, sizes and heights: the same measuring for both kinds of file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from tests.bench.hard.sheets import Grid, Para

PAD_X, PAD_Y = 5.0, 3.5
LEAST = 6.5
ROOMIEST = 1.5
_FOLDER = Path("/usr/share/fonts/truetype")
_FILES = {
    "Liberation Sans": ("liberation/LiberationSans-Regular.ttf", "liberation/LiberationSans-Bold.ttf", 1.18),
    "DejaVu Sans": ("dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf", 1.18),
    "Liberation Sans Narrow": (
        "liberation/LiberationSansNarrow-Regular.ttf",
        "liberation/LiberationSansNarrow-Bold.ttf",
        1.18,
    ),
    "Liberation Serif": ("liberation/LiberationSerif-Regular.ttf", "liberation/LiberationSerif-Bold.ttf", 1.18),
    "Noto Sans": ("noto/NotoSans-Regular.ttf", "noto/NotoSans-Bold.ttf", 1.38),
}
FONTS = tuple(_FILES)
SIGNS = "DejaVu Sans"


@dataclass(frozen=True, slots=True)
class Face:
    """A font as the drawing knows it; ``leading`` is the height of a line per point of size."""

    name: str
    leading: float

    def of(self, text: str, *, bold: bool) -> str:
        """Return the font to draw ``text`` with: that of signs where the text has one."""
        name = SIGNS if any(0x2190 <= ord(c) <= 0x2BFF for c in text) and self.name in _FILES else self.name
        return f"{name}-Bold" if bold else name

    def width(self, text: str, size: float, *, bold: bool) -> float:
        """Return the width of a text in points."""
        return float(pdfmetrics.stringWidth(text, self.of(text, bold=bold), size))


@cache
def face(name: str) -> Face:
    """Register a family and that of the signs; Helvetica where they are not installed."""
    for family in (name, SIGNS):
        regular, bold, _ = _FILES[family]
        if not ((_FOLDER / regular).is_file() and (_FOLDER / bold).is_file()):
            return Face("Helvetica", 1.18)
        pdfmetrics.registerFont(TTFont(family, str(_FOLDER / regular)))
        pdfmetrics.registerFont(TTFont(f"{family}-Bold", str(_FOLDER / bold)))
    return Face(name, _FILES[name][2])


@dataclass(frozen=True, slots=True)
class Lines:
    """A paragraph set in lines of ``size``; ``indent`` is where its text begins."""

    para: Para
    lines: tuple[str, ...]
    size: float
    indent: float


def spaced(text: str) -> str:
    """Return a text with a blank between letters and three between words."""
    return "   ".join(" ".join(word) for word in text.split())


def wrap(text: str, type_: Face, size: float, room: float, *, bold: bool) -> tuple[str, ...]:
    """Break a text into lines; ``|`` marks where a word may be broken with a hyphen."""
    done: list[str] = []
    line = ""
    for word in text.split(" "):
        whole = word.replace("|", "")
        longer = f"{line} {whole}".strip()
        if type_.width(longer, size, bold=bold) <= room:
            line = longer
            continue
        if line:
            done.append(line)
        line = whole
        if "|" in word and type_.width(whole, size, bold=bold) > room:
            head, line = word.split("|", 1)
            done.append(f"{head}-")
    return (*done, line) if line or not done else tuple(done)


def set_paras(paras: Sequence[Para], type_: Face, size: float, room: float) -> tuple[Lines, ...]:
    """Set paragraphs in lines of a room's width."""
    out = []
    for para in paras:
        own = size * para.scale
        indent = own * 0.5 + (para.level - 1) * own * 1.3 if para.level else 0.0
        indent += type_.width(f"{para.bullet} ", own, bold=para.bold) + own * 0.25 if para.bullet else 0.0
        lines = wrap(para.text, type_, own, room - indent, bold=para.bold)
        out.append(Lines(para, (spaced(para.text),) if para.spaced else lines, own, indent))
    return tuple(out)


def height(lines: Sequence[Lines], type_: Face) -> float:
    """Return the height of set paragraphs, with a quarter of a line between them."""
    return sum(len(p.lines) * p.size * type_.leading for p in lines) + sum(p.size * 0.25 for p in lines[1:])


def words_fit(paras: Sequence[Para], type_: Face, size: float, room: float) -> bool:
    """Tell whether the longest word of every paragraph fits into a line."""
    for para in paras:
        own = size * para.scale
        inner = room - (own * 1.6 if para.bullet else 0.0)
        parts = [part for word in para.text.split(" ") for part in word.split("|")]
        if any(type_.width(part + "-", own, bold=para.bold) > inner for part in parts):
            return False
    return True


def sizes(largest: float) -> Iterator[float]:
    """Yield sizes from the largest down to the least that is readable."""
    size = largest
    while size > LEAST:
        yield size
        size -= 0.5
    yield LEAST


def fit(paras: Sequence[Para], type_: Face, largest: float, room: tuple[float, float]) -> float:
    """Return the largest size in which the paragraphs fit into a room (width, height)."""
    for size in sizes(largest):
        if words_fit(paras, type_, size, room[0]) and height(set_paras(paras, type_, size, room[0]), type_) <= room[1]:
            return size
    return LEAST


@dataclass(frozen=True, slots=True)
class Frame:
    """A grid's measures: the size of its type, its column and row edges in points."""

    size: float
    xs: tuple[float, ...]
    ys: tuple[float, ...]


def frame(grid: Grid, type_: Face) -> Frame:
    """Measure a grid in the largest type in which it fits into its place."""
    share = grid.rect.w / sum(grid.widths)
    xs = [grid.rect.x]
    for width in grid.widths:
        xs.append(xs[-1] + width * share)
    for size in sizes(grid.size):
        heights = _heights(grid, type_, size, xs)
        if heights and (sum(heights) <= grid.rect.h or size == LEAST):
            break
    else:
        heights = _heights(grid, type_, LEAST, xs, strict=False)
    stretch = max(1.0, min(ROOMIEST, grid.rect.h / sum(heights)))
    ys = [grid.rect.y]
    for own in heights:
        ys.append(ys[-1] + own * stretch)
    return Frame(size, tuple(xs), tuple(ys))


def _heights(grid: Grid, type_: Face, size: float, xs: Sequence[float], *, strict: bool = True) -> list[float]:
    """Return the heights of the rows; none where a word is wider than its column."""
    heights = [size * type_.leading + 2 * PAD_Y] * len(grid.cells)
    spans: list[tuple[int, int, float]] = []
    for r, row in enumerate(grid.cells):
        for c, cell in enumerate(row):
            if cell is None:
                continue
            room = xs[c + cell.columns] - xs[c] - 2 * PAD_X
            if strict and not words_fit(cell.paras, type_, size, room):
                return []
            needed = height(set_paras(cell.paras, type_, size, room), type_) + 2 * PAD_Y
            if cell.rows == 1:
                heights[r] = max(heights[r], needed)
            else:
                spans.append((r, cell.rows, needed))
    for first, count, needed in spans:
        missing = needed - sum(heights[first : first + count])
        for r in range(first, first + count):
            heights[r] += max(0.0, missing) / count
    return heights
