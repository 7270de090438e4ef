"""Objects of one native PDF page to a ``Scene``: glyphs to words, paths to rulings and fills."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pdfminer.layout import LTChar, LTComponent, LTContainer, LTCurve, LTImage, LTLine, LTRect

from pipeline.errors import Code, Severity
from pipeline.extract.glyphs import SYMBOL_FONTS, Glyph, is_bold, symbol, words_of
from pipeline.extract.pdf_pages import Leaf, Painted
from pipeline.extract.scene import ReadOptions, Scene
from pipeline.model import Box, Fill, Issue, Method, Ruling, Word

if TYPE_CHECKING:
    from pdfminer.pdfpage import PDFPage

THIN = 2.5
TINY = 1.0
WHITE = "#ffffff"
PLAIN_SPACES = frozenset(("DeviceGray", "G", "CalGray", "DeviceRGB", "RGB", "CalRGB", "DeviceCMYK", "CMYK", "ICCBased"))
# ISO 32000-1, annex D.2: in WinAnsiEncoding all unused codes above 040 (octal) map to the bullet.
UNUSED_CODES = {f"(cid:{code})": "•" for code in (127, 129, 141, 143, 144, 157)}
LAYER_SHARE = 0.5
LETTER = (0.0, 0.0, 612.0, 792.0)
MANY_SIDED = 12
INSET = 0.08
INSET_HEIGHT = 40.0
COVERS = 0.5
HELD = 0.99
OVAL = 0.08


class _Frame(NamedTuple):
    """The visible page inside the media box, in layout coordinates (bottom-left origin)."""

    x0: float
    y1: float
    width: float
    height: float

    def box(self, item: LTComponent) -> Box:
        return Box(item.x0 - self.x0, self.y1 - item.y1, item.x1 - self.x0, self.y1 - item.y0)

    def point(self, at: tuple[float, float]) -> tuple[float, float]:
        return at[0] - self.x0, self.y1 - at[1]

    def shows(self, box: Box) -> bool:
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        return 0 <= x <= self.width and 0 <= y <= self.height


def scene_of(leaf: Leaf, options: ReadOptions) -> tuple[Scene, float]:
    """Return the scene of a page and the share of its area that pictures cover (0..1).

    Raises what pdfminer raises on broken content, and ``LimitError`` past ``max_glyphs``.
    """
    return scene_from(leaf, leaf.painted(options.max_glyphs), options)


def scene_from(leaf: Leaf, painted: Painted, options: ReadOptions) -> tuple[Scene, float]:
    """Return the same as ``scene_of`` from what the page was found to paint."""
    reader = _Reader(_frame(leaf.page), painted, options.max_rulings)
    for item in leaves_of(painted.layout):
        reader.take(item)
    return reader.scene(leaf.number, float(leaf.page.rotate)), reader.picture_share()


def page_size(page: PDFPage) -> tuple[float, float]:
    """Return width and height of the page as a person sees it, in points."""
    frame = _frame(page)
    return frame.width, frame.height


def _frame(page: PDFPage) -> _Frame:
    """Put the media box in order and return the crop box within it, turned like the page."""
    x0, y0, x1, y1 = page.mediabox = _sorted(page.mediabox)
    a, b, c, d = _sorted(page.cropbox)
    a, b, c, d = max(a, x0), max(b, y0), min(c, x1), min(d, y1)
    if c - a <= 1 or d - b <= 1:
        a, b, c, d = x0, y0, x1, y1
    if page.rotate == 90:
        a, b, c, d = b - y0, x1 - c, d - y0, x1 - a
    elif page.rotate == 180:
        a, b, c, d = x1 - c, y1 - d, x1 - a, y1 - b
    elif page.rotate == 270:
        a, b, c, d = y1 - d, a - x0, y1 - b, c - x0
    else:
        a, b, c, d = a - x0, b - y0, c - x0, d - y0
    return _Frame(a, d, c - a, d - b)


def _sorted(box: Sequence[float]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(v) for v in box)
    box = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    return box if box[2] - box[0] > 1 and box[3] - box[1] > 1 else LETTER


def leaves_of(container: Iterable[object]) -> Iterator[object]:
    """Yield the layout objects that hold no others, in the order they are painted."""
    stack: list[Iterator[object]] = [iter(container)]
    while stack:
        for item in stack[-1]:
            if isinstance(item, LTContainer):
                stack.append(iter(item))
                break
            yield item
        else:
            stack.pop()


class _Reader:
    """Takes layout objects in the order they are painted."""

    def __init__(self, frame: _Frame, painted: Painted, max_rulings: int) -> None:
        self.frame, self.painted, self.max_rulings = frame, painted, max_rulings
        self.glyphs: list[Glyph] = []
        self.ghosts: list[Glyph] = []
        self.rulings: list[Ruling] = []
        self.fills: list[tuple[int, Fill]] = []
        self.pictures: list[Box] = []
        self.order = self.hidden = self.dropped = 0

    def take(self, item: object) -> None:
        self.order += 1
        if isinstance(item, LTChar):
            self._glyph(item)
        elif isinstance(item, LTImage):
            self.pictures.append(self.frame.box(item))
        elif isinstance(item, LTCurve):
            if len(self.rulings) + len(self.fills) >= self.max_rulings:
                self.dropped += 1
            else:
                self._path(item)

    def _glyph(self, char: LTChar) -> None:
        text = UNUSED_CODES.get(char.get_text(), char.get_text())
        box = self.frame.box(char)
        if char.size < TINY or not self.frame.shows(box):
            self.hidden += not text.isspace()
            return
        font = char.fontname if isinstance(char.fontname, str) else char.fontname.decode("latin-1")
        if SYMBOL_FONTS.search(font):
            text = symbol(font, text)
        color = _hex(char.graphicstate.ncolor, char.ncs.name)
        vertical = 0 if char.upright else (1 if char.matrix[1] > 0 else -1)
        glyph = Glyph(text, box, float(char.size), is_bold(font), color, vertical, self.order)
        (self.ghosts if id(char) in self.painted.invisible else self.glyphs).append(glyph)

    def _path(self, path: LTCurve) -> None:
        box = _clip(self.frame.box(path), self.frame)
        if box is None:
            return
        ground, ink = self.painted.spaces.get(id(path), ("", ""))
        fill = _hex(path.non_stroking_color, ground) if path.fill else ""
        if path.fill and min(box.width, box.height) <= THIN:
            self._line(box, min(box.width, box.height), fill)
            return
        if path.fill:
            self.fills.append((self.order, Fill(box, fill, _is_round(path))))
        if path.stroke and path.linewidth is not None:
            self._stroke(path, box, _hex(path.stroking_color, ink))

    def _line(self, box: Box, thickness: float, color: str) -> None:
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        if box.width >= box.height:
            self.rulings.append(Ruling(box.x0, y, box.x1, y, thickness, color))
        else:
            self.rulings.append(Ruling(x, box.top, x, box.bottom, thickness, color))

    def _stroke(self, path: LTCurve, box: Box, color: str) -> None:
        width = float(path.linewidth)
        if isinstance(path, LTLine):
            if min(box.width, box.height) <= 1:
                self._line(box, width, color)
            return
        if isinstance(path, LTRect) or _closed_curve(path) or _goes_round(path):
            for edge in _edges(box):
                self._line(edge, width, color)
            return
        points = [self.frame.point(p) for p in path.pts]
        for (ax, ay), (bx, by) in itertools.pairwise(points):
            if min(abs(ax - bx), abs(ay - by)) <= 1:
                self._line(Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)), width, color)

    def scene(self, number: int, rotation: float) -> Scene:
        """Return the scene; invisible text counts only where it is the text layer of a picture."""
        layer = self.picture_share() >= LAYER_SHARE and len(self.ghosts) > len(self.glyphs)
        if not layer:
            self.hidden += sum(not g.text.isspace() for g in self.ghosts)
        words = words_of([*self.glyphs, *self.ghosts] if layer else self.glyphs)
        if not self.painted.shaded and not layer:
            seen = [w for w in words if not self._melts(w.word, w.order)]
            self.hidden += sum(len(w.word.text) for w in words) - sum(len(w.word.text) for w in seen)
            words = seen
        return Scene(
            number,
            self.frame.width,
            self.frame.height,
            Method.TEXT_LAYER if layer else Method.NATIVE,
            tuple(w.word for w in words),
            tuple(self.rulings),
            tuple(f for _, f in self.fills),
            rotation,
            tuple(self._issues(number)),
            () if layer else tuple(self._insets([w.word for w in words])),
        )

    def _insets(self, words: Sequence[Word]) -> Iterator[Box]:
        """Yield the pictures that could hold lines of text and that no word or area is drawn over."""
        page = self.frame.width * self.frame.height
        for box in dict.fromkeys(b for p in self.pictures if (b := _clip(p, self.frame)) is not None):
            large = box.width * box.height >= INSET * page and box.height >= INSET_HEIGHT
            areas = (f.box for _, f in self.fills if _shared(f.box, box) < HELD * _area(box))
            drawn = (*(w.box for w in words), *areas)
            if large and all(_shared(d, box) < COVERS * min(_area(d), _area(box)) for d in drawn):
                yield box

    def _issues(self, number: int) -> Iterator[Issue]:
        if self.hidden:
            message = f"{self.hidden} characters that nobody can see on the page were left out"
            yield Issue("", number, Severity.INFO, Code.TEXT_HIDDEN, message)
        if self.dropped:
            message = f"{self.dropped} lines and areas beyond the limit of {self.max_rulings} were not looked at"
            yield Issue("", number, Severity.WARNING, Code.TABLE_UNREAD, message)

    def _melts(self, word: Word, order: int) -> bool:
        """Whether a word has the very colour of the ground it was painted on."""
        x, y = (word.box.x0 + word.box.x1) / 2, (word.box.top + word.box.bottom) / 2
        if not word.color or any(p.x0 <= x <= p.x1 and p.top <= y <= p.bottom for p in self.pictures):
            return False
        ground = WHITE
        for painted, fill in self.fills:
            if painted > order:
                break
            if fill.box.x0 <= x <= fill.box.x1 and fill.box.top <= y <= fill.box.bottom:
                ground = fill.color
        return ground == word.color

    def picture_share(self) -> float:
        """Return the area of the largest picture on the page as a share of the page."""
        page = self.frame.width * self.frame.height
        seen = (_clip(p, self.frame) for p in self.pictures)
        return max((b.width * b.height / page for b in seen if b is not None), default=0.0)


def _hex(color: object, space: str) -> str:
    """Return a colour as ``#rrggbb``, nothing for patterns, spot colours and palettes."""
    parts = tuple(color) if isinstance(color, (tuple, list)) else (color,)
    try:
        return _rgb(parts, space)
    except TypeError:  # a list in a colour
        return ""


@functools.lru_cache(256)
def _rgb(parts: tuple[object, ...], space: str) -> str:
    values = [float(p) for p in parts if isinstance(p, (int, float))]
    if space not in PLAIN_SPACES or len(values) != len(parts):
        return ""
    if len(values) == 1:
        values *= 3
    if len(values) == 4:
        c, m, y, k = values
        values = [(1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k)]
    if len(values) != 3:
        return ""
    return "#" + "".join(f"{round(255 * min(max(v, 0.0), 1.0)):02x}" for v in values)


def _clip(box: Box, frame: _Frame) -> Box | None:
    x0, x1 = max(box.x0, 0.0), min(box.x1, frame.width)
    top, bottom = max(box.top, 0.0), min(box.bottom, frame.height)
    return Box(x0, top, x1, bottom) if x1 >= x0 and bottom >= top else None


def _area(box: Box) -> float:
    return max(box.width, 0.1) * max(box.height, 0.1)


def _shared(a: Box, b: Box) -> float:
    """Return the area that two boxes share, in square points."""
    across, down = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.bottom, b.bottom) - max(a.top, b.top)
    return max(across, 0.0) * max(down, 0.0)


def _edges(box: Box) -> tuple[Box, ...]:
    return (
        Box(box.x0, box.top, box.x1, box.top),
        Box(box.x0, box.bottom, box.x1, box.bottom),
        Box(box.x0, box.top, box.x0, box.bottom),
        Box(box.x1, box.top, box.x1, box.bottom),
    )


def _ops(path: LTCurve) -> str:
    return "".join(str(step[0]) for step in path.original_path or ())


def _closed_curve(path: LTCurve) -> bool:
    """Whether a path is a rounded rectangle or another closed shape with bows."""
    ops = _ops(path)
    return "c" in ops and (ops.endswith("h") or (bool(path.pts) and path.pts[0] == path.pts[-1]))


def _goes_round(path: LTCurve) -> bool:
    """Whether a path follows the edges of its box all round, from wherever it begins."""
    across, along = (path.x0, path.x1), (path.y0, path.y1)
    corners = {(_nearest(x, across), _nearest(y, along)) for x, y in path.pts}
    on_edge = all(_nearest(x, across) is not None or _nearest(y, along) is not None for x, y in path.pts)
    closed = bool(path.pts) and (_ops(path).endswith("h") or path.pts[0] == path.pts[-1])
    return closed and on_edge and corners >= {(0, 0), (0, 1), (1, 0), (1, 1)}


def _nearest(value: float, edges: tuple[float, float]) -> int | None:
    """Return which of two edges a value lies on."""
    return next((n for n, edge in enumerate(edges) if abs(value - edge) < 1), None)


def _is_round(path: LTCurve) -> bool:
    """Whether a filled path is an oval: its points lie on the ellipse in its box."""
    if "c" not in _ops(path) and len(path.pts) < MANY_SIDED:
        return False
    x, y = (path.x0 + path.x1) / 2, (path.y0 + path.y1) / 2
    half_width, half_height = max(path.x1 - x, 0.01), max(path.y1 - y, 0.01)
    far = (math.hypot((px - x) / half_width, (py - y) / half_height) for px, py in path.pts)
    return all(abs(d - 1) < OVAL for d in far)
