"""Draws slides as a PPTX file with python-pptx: real titles, real tables, real bullets."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from tests.bench.hard.pdf import dot_place
from tests.bench.hard.sheets import Cell, Element, Grid, Look, Panel, Para, Rect, Slab, Slide
from tests.bench.hard.tables import fill_of, rules_of
from tests.bench.hard.typeset import PAD_X, PAD_Y, Face, Lines, face, fit, frame, set_paras

if TYPE_CHECKING:
    from pptx.oxml.text import CT_TextParagraph
    from pptx.oxml.xmlchemy import BaseOxmlElement
    from pptx.slide import Slide as Page
    from pptx.table import _Cell
    from pptx.text.text import TextFrame

BARE_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
SIDES = {"left": "a:lnL", "right": "a:lnR", "top": "a:lnT", "bottom": "a:lnB"}
ALIGN = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}


def paint(slides: Sequence[Slide], look: Look) -> bytes:
    """Return the slides as a PPTX file."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(look.width), Pt(look.height)
    brush = Brush(look, face(look.font))
    for slide in slides:
        has_title = any(isinstance(e, Panel) and e.role == "title" for e in slide.elements)
        page = deck.slides.add_slide(deck.slide_layouts[5 if has_title else 6])
        for element in slide.elements:
            brush.draw(page, element)
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


class Brush:
    """Draws elements onto slides."""

    def __init__(self, look: Look, type_: Face) -> None:
        """Draw in the look's type."""
        self.look, self.type = look, type_

    def draw(self, page: Page, element: Element) -> None:
        """Draw one element."""
        if isinstance(element, Panel):
            self._panel(page, element)
        elif isinstance(element, Grid):
            self._grid(page, element)
        elif isinstance(element, Slab):
            _shape(page, element.rect, element.color, MSO_SHAPE.ROUNDED_RECTANGLE if element.rounded else None)
        else:
            _shape(page, element.rect, element.color, MSO_SHAPE.OVAL)

    def _panel(self, page: Page, panel: Panel) -> None:
        r = panel.rect
        if panel.role == "title":
            box = page.shapes.title
            if box is None:
                raise LookupError("the layout has no title")
            # On top of whatever band was drawn before it.
            box._element.getparent().append(box._element)
            box.left, box.top, box.width, box.height = Pt(r.x), Pt(r.y), Pt(r.w), Pt(r.h)
        elif panel.fill or panel.line:
            box = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(r.x), Pt(r.y), Pt(r.w), Pt(r.h))
            box.shadow.inherit = False
        else:
            box = page.shapes.add_textbox(Pt(r.x), Pt(r.y), Pt(r.w), Pt(r.h))
        _paint_box(box, panel)
        room = (r.w - 2 * PAD_X, r.h - 2 * PAD_Y)
        size = fit(panel.paras, self.type, panel.size, room)
        frame_ = box.text_frame
        frame_.word_wrap = True
        frame_.vertical_anchor = MSO_ANCHOR.MIDDLE if panel.anchor == "middle" else MSO_ANCHOR.TOP
        frame_.margin_left = frame_.margin_right = Pt(PAD_X)
        frame_.margin_top = frame_.margin_bottom = Pt(PAD_Y)
        self._write(frame_, set_paras(panel.paras, self.type, size, room[0]), panel.align)

    def _write(self, text: TextFrame, lines: Sequence[Lines], align: str) -> None:
        for index, entry in enumerate(lines):
            para = text.paragraphs[0] if index == 0 else text.add_paragraph()  # type: ignore[no-untyped-call]
            para.alignment = ALIGN[align]
            para.space_before = Pt(entry.size * 0.25 if index else 0)
            for number, part in enumerate(_broken(entry)):
                if number:
                    para.add_line_break()
                run = para.add_run()
                run.text = part
                run.font.size, run.font.bold, run.font.name = Pt(entry.size), entry.para.bold, self.look.font
                run.font.color.rgb = _rgb(entry.para.color)
            _bullet(para._p, entry.para, entry)

    def _grid(self, page: Page, grid: Grid) -> None:
        measures = frame(grid, self.type)
        rows, columns = len(grid.cells), len(grid.widths)
        r = grid.rect
        total = measures.ys[-1] - measures.ys[0]
        shape = page.shapes.add_table(rows, columns, Pt(r.x), Pt(r.y), Pt(r.w), Pt(total))
        table = shape.table
        table.first_row = table.horz_banding = False
        for name in table._tbl.iter(qn("a:tableStyleId")):
            name.text = BARE_TABLE
        for c in range(columns):
            table.columns[c].width = Pt(measures.xs[c + 1] - measures.xs[c])
        for i in range(rows):
            table.rows[i].height = Pt(measures.ys[i + 1] - measures.ys[i])
        for i, row in enumerate(grid.cells):
            for c, cell in enumerate(row):
                if cell is None:
                    continue
                place = Rect(
                    measures.xs[c],
                    measures.ys[i],
                    measures.xs[c + cell.columns] - measures.xs[c],
                    measures.ys[i + cell.rows] - measures.ys[i],
                )
                self._cell(table.cell(i, c), grid, i, cell, measures.size, place)
                if cell.rows > 1 or cell.columns > 1:
                    table.cell(i, c).merge(table.cell(i + cell.rows - 1, c + cell.columns - 1))
                if cell.dot:
                    _shape(page, dot_place(place, measures.size), cell.dot, MSO_SHAPE.OVAL)

    def _cell(self, box: _Cell, grid: Grid, row: int, cell: Cell, size: float, place: Rect) -> None:
        box.margin_left = box.margin_right = Pt(PAD_X)
        box.margin_top = box.margin_bottom = Pt(PAD_Y)
        box.vertical_anchor = MSO_ANCHOR.MIDDLE if cell.anchor == "middle" else MSO_ANCHOR.TOP
        paras = cell.paras or (Para(""),)
        self._write(box.text_frame, set_paras(paras, self.type, size, place.w - 2 * PAD_X), cell.align)
        properties = box._tc.get_or_add_tcPr()
        for side, color, width in sorted(rules_of(grid, self.look, row, cell), key=lambda s: list(SIDES).index(s[0])):
            properties.append(_xml(f'<{SIDES[side]} w="{int(width * 12700)}" {{}}>{_solid(color)}</{SIDES[side]}>'))
        color = fill_of(grid, self.look, row, cell)
        properties.append(_xml(_solid(color, " {}") if color else "<a:noFill {}/>"))


def _rgb(color: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(color))  # type: ignore[no-untyped-call]


def _solid(color: str, names: str = "") -> str:
    return f'<a:solidFill{names}><a:srgbClr val="{color}"/></a:solidFill>'


def _xml(text: str) -> BaseOxmlElement:
    """Return an element; ``{}`` in its text is where the names are declared."""
    return cast("BaseOxmlElement", parse_xml(text.replace("{}", nsdecls("a"), 1)))


def _broken(entry: Lines) -> tuple[str, ...]:
    """Return the text in one piece, or in lines where a word was broken by hand."""
    lines = entry.lines if "|" in entry.para.text else (" ".join(entry.lines),)
    return (f"{entry.para.bullet} {lines[0]}", *lines[1:]) if _typed(entry.para) else lines


def _typed(para: Para) -> bool:
    """Tell whether a bullet is a number, which is typed as text."""
    return any(c.isalnum() for c in para.bullet)


def _bullet(paragraph: CT_TextParagraph, para: Para, entry: Lines) -> None:
    properties = paragraph.get_or_add_pPr()
    if not para.bullet or _typed(para):
        properties.append(_xml("<a:buNone {}/>"))
        return
    if para.level > 1:
        properties.set("lvl", str(para.level - 1))
    hang = int(entry.size * 1.1 * 12700)
    properties.set("marL", str(int(entry.indent * 12700)))
    properties.set("indent", str(-hang))
    properties.append(_xml(f'<a:buChar char="{para.bullet}" {{}}/>'))


def _paint_box(box: object, panel: Panel) -> None:
    fill, line = box.fill, getattr(box, "line", None)  # type: ignore[attr-defined]
    if panel.fill:
        fill.solid()
        fill.fore_color.rgb = _rgb(panel.fill)
    elif panel.line:
        fill.background()
    if line is not None and (panel.fill or panel.line):
        if panel.line:
            line.color.rgb = _rgb(panel.line)
        else:
            line.fill.background()


def _shape(page: Page, rect: Rect, color: str, kind: MSO_SHAPE | None) -> None:
    place = (Pt(rect.x), Pt(rect.y), Pt(rect.w), Pt(rect.h))
    shape = page.shapes.add_shape(kind if kind is not None else MSO_SHAPE.RECTANGLE, *place)
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb(color)
    shape.line.fill.background()
    shape.shadow.inherit = False
