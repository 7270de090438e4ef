"""Draws slides as a PDF with reportlab."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from tests.bench.hard.sheets import Cell, Dot, Element, Grid, Look, Panel, Rect, Slab, Slide
from tests.bench.hard.tables import fill_of, rules_of
from tests.bench.hard.typeset import PAD_X, PAD_Y, Face, Lines, face, fit, frame, height, set_paras


def paint(slides: Sequence[Slide], look: Look) -> bytes:
    """Return the slides as a PDF, the same bytes each time."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(look.width, look.height), invariant=True)
    brush = Brush(canvas, look, face(look.font))
    for slide in slides:
        for element in slide.elements:
            brush.draw(element)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


class Brush:
    """Draws elements; places are given from the top left."""

    def __init__(self, canvas: Canvas, look: Look, type_: Face) -> None:
        """Draw with ``canvas`` in the look's type."""
        self.canvas, self.look, self.type = canvas, look, type_

    def draw(self, element: Element) -> None:
        """Draw one element."""
        if isinstance(element, Panel):
            self._panel(element)
        elif isinstance(element, Grid):
            self._grid(element)
        elif isinstance(element, Dot):
            self._dot(element.rect, element.color)
        else:
            self._slab(element)

    def _slab(self, slab: Slab) -> None:
        self.canvas.setFillColor(HexColor(f"#{slab.color}"))
        r = slab.rect
        if slab.rounded:
            self.canvas.roundRect(r.x, self._up(r.y + r.h), r.w, r.h, 8, stroke=0, fill=1)
        else:
            self.canvas.rect(r.x, self._up(r.y + r.h), r.w, r.h, stroke=0, fill=1)

    def _up(self, y: float) -> float:
        return self.look.height - y

    def _dot(self, rect: Rect, color: str) -> None:
        self.canvas.setFillColor(HexColor(f"#{color}"))
        self.canvas.circle(rect.x + rect.w / 2, self._up(rect.y + rect.h / 2), rect.w / 2, stroke=0, fill=1)

    def _panel(self, panel: Panel) -> None:
        r = panel.rect
        if panel.fill:
            self._slab(Slab(r, panel.fill))
        if panel.line:
            self.canvas.setStrokeColor(HexColor(f"#{panel.line}"))
            self.canvas.setLineWidth(1)
            self.canvas.rect(r.x, self._up(r.y + r.h), r.w, r.h, stroke=1, fill=0)
        room = (r.w - 2 * PAD_X, r.h - 2 * PAD_Y)
        size = fit(panel.paras, self.type, panel.size, room)
        self._text(set_paras(panel.paras, self.type, size, room[0]), r, panel.align, panel.anchor)

    def _text(self, lines: Sequence[Lines], rect: Rect, align: str, anchor: str) -> None:
        spare = rect.h - 2 * PAD_Y - height(lines, self.type)
        y = rect.y + PAD_Y + (max(0.0, spare) / 2 if anchor == "middle" else 0.0)
        for index, para in enumerate(lines):
            y += para.size * 0.25 if index else 0.0
            self.canvas.setFillColor(HexColor(f"#{para.para.color}"))
            for number, text in enumerate(para.lines):
                base = self._up(y + para.size * (self.type.leading + 0.55) / 2)
                x = rect.x + PAD_X + para.indent
                width = self.type.width(text, para.size, bold=para.para.bold)
                if align == "center":
                    x += (rect.w - 2 * PAD_X - para.indent - width) / 2
                elif align == "right":
                    x += rect.w - 2 * PAD_X - para.indent - width
                if number == 0 and para.para.bullet:
                    bullet = para.para.bullet
                    before = self.type.width(f"{bullet} ", para.size, bold=para.para.bold) + para.size * 0.25
                    self._string(x - before, base, bullet, para)
                self._string(x, base, text, para)
                y += para.size * self.type.leading

    def _string(self, x: float, y: float, text: str, para: Lines) -> None:
        self.canvas.setFont(self.type.of(text, bold=para.para.bold), para.size)
        self.canvas.drawString(x, y, text)

    def _grid(self, grid: Grid) -> None:
        measures = frame(grid, self.type)
        cells = [(r, c, cell) for r, row in enumerate(grid.cells) for c, cell in enumerate(row) if cell is not None]
        places = {(r, c): _place(measures.xs, measures.ys, r, c, cell) for r, c, cell in cells}
        for r, c, cell in cells:
            color = fill_of(grid, self.look, r, cell)
            if color:
                self._slab(Slab(places[r, c], color))
        for r, c, cell in cells:
            for side, color, width in rules_of(grid, self.look, r, cell):
                self._rule(places[r, c], side, color, width)
        for r, c, cell in cells:
            place = places[r, c]
            self._text(
                set_paras(cell.paras, self.type, measures.size, place.w - 2 * PAD_X), place, cell.align, cell.anchor
            )
            if cell.dot:
                self._dot(dot_place(place, measures.size), cell.dot)

    def _rule(self, r: Rect, side: str, color: str, width: float) -> None:
        ends = {
            "left": (r.x, r.y, r.x, r.y + r.h),
            "right": (r.x + r.w, r.y, r.x + r.w, r.y + r.h),
            "top": (r.x, r.y, r.x + r.w, r.y),
            "bottom": (r.x, r.y + r.h, r.x + r.w, r.y + r.h),
        }[side]
        self.canvas.setStrokeColor(HexColor(f"#{color}"))
        self.canvas.setLineWidth(width)
        self.canvas.line(ends[0], self._up(ends[1]), ends[2], self._up(ends[3]))


def _place(xs: Sequence[float], ys: Sequence[float], row: int, column: int, cell: Cell) -> Rect:
    return Rect(xs[column], ys[row], xs[column + cell.columns] - xs[column], ys[row + cell.rows] - ys[row])


def dot_place(cell: Rect, size: float) -> Rect:
    """Return where the dot of a cell is drawn: in the middle, as high as a capital and a half."""
    d = size * 1.1
    return Rect(cell.x + (cell.w - d) / 2, cell.y + (cell.h - d) / 2, d, d)
