"""Drawing primitives on python-pptx: slides with a house look, text, bullets, tables with merged cells."""

from __future__ import annotations

import copy
import io
import math
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE, PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.presentation import Presentation as Slides
from pptx.shapes.autoshape import Shape
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.text.text import TextFrame, _Paragraph, _Run
from pptx.util import Emu, Inches, Pt

FONT = "Arial"
INK, GREEN, CORAL, SAND, LAKE, WHITE, GREY, LINE = (
    "22302C",
    "1F5B4B",
    "D2603F",
    "F5EFE4",
    "2F6E8E",
    "FFFFFF",
    "6B746F",
    "B9B6AC",
)
TINTS = ("E3EFE6", "E2EDF3", "FBEBDD", "F0E6F0")
WIDTH, HEIGHT = 13.333, 7.5
LAYOUTS = {"title": 0, "content": 1, "heading": 5}


@dataclass(frozen=True, slots=True)
class Rect:
    """A place on the slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    def place(self) -> tuple[Emu, Emu, Emu, Emu]:
        """Return the four lengths in EMU, whole twips."""
        left, top, width, height = (Emu(Inches(v) // 635 * 635) for v in (self.left, self.top, self.width, self.height))
        return left, top, width, height


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set."""

    size: float
    bold: bool = False
    color: str = INK
    align: PP_ALIGN = PP_ALIGN.LEFT
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class Box:
    """A table cell to draw: texts, whether they are bullets, how many rows it spans."""

    texts: tuple[str, ...]
    style: Style
    bullets: bool = False
    rows: int = 1
    fill: str = WHITE


Grid = Sequence[Sequence[Box | None]]


def new_presentation() -> Slides:
    """Return an empty 16:9 presentation whose master is stretched to the width."""
    slides = Presentation()
    stretch = Inches(WIDTH) / slides.slide_width if slides.slide_width else 1.0
    slides.slide_width, slides.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for holder in (slides.slide_master, *slides.slide_layouts):
        for shape in holder.placeholders:
            shape.left, shape.width = Emu(int(shape.left * stretch)), Emu(int(shape.width * stretch))
    return slides


def _furnish(slide: Slide, footer: str, number: int) -> None:
    """Add the layout's footer and slide-number placeholders, which python-pptx leaves out."""
    for holder in slide.slide_layout.shapes:
        kind = holder.placeholder_format.type if holder.is_placeholder else None
        if kind not in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
            continue
        slide.shapes._spTree.append(copy.deepcopy(holder.element))
        shape = slide.shapes[-1]
        if not isinstance(shape, Shape):
            raise TypeError("a placeholder should be a shape")
        if kind == PP_PLACEHOLDER.FOOTER:
            place(shape, Rect(0.55, 7.06, 10.6, 0.3))
            write(shape.text_frame, [(footer, Style(9, color=GREY))])
        else:
            place(shape, Rect(11.7, 7.06, 1.08, 0.3))
            for text in shape.element.iter(qn("a:t")):
                text.text = str(number)


def new_slide(slides: Slides, layout: str, footer: str) -> Slide:
    """Append a slide with the house's top band and footer."""
    slide: Slide = slides.slides.add_slide(slides.slide_layouts[LAYOUTS[layout]])
    for index, color in enumerate((GREEN, LAKE, CORAL)):
        filled(slide, Rect(WIDTH - 1.15 + 0.2 * index, 0.0, 0.13, 0.55 - 0.12 * index), color)
    filled(slide, Rect(0.0, 6.99, WIDTH, 0.03), SAND)
    _furnish(slide, footer, len(slides.slides))
    return slide


def _child(parent: BaseOxmlElement, tag: str, name: str = "", value: str = "") -> BaseOxmlElement:
    element: BaseOxmlElement = parent.makeelement(qn(tag), {name: value} if name else {})
    parent.append(element)
    return element


def _solid(parent: BaseOxmlElement, color: str) -> None:
    _child(_child(parent, "a:solidFill"), "a:srgbClr", "val", color)


def place(shape: Shape, rect: Rect) -> None:
    """Put a shape at a place."""
    shape.left, shape.top, shape.width, shape.height = rect.place()


def filled(slide: Slide, rect: Rect, color: str, kind: MSO_SHAPE = MSO_SHAPE.RECTANGLE) -> Shape:
    """Add a filled shape without a line."""
    shape = slide.shapes.add_shape(kind, *rect.place())
    _solid(shape.element.spPr, color)
    shape.line.fill.background()
    shape.shadow.inherit = False
    return shape


def set_style(run: _Run, style: Style) -> None:
    """Set the font of a run."""
    _solid(run._r.get_or_add_rPr(), style.color)
    font = run.font
    font.name, font.size, font.bold = FONT, Pt(style.size), style.bold


def write(frame: TextFrame, lines: Sequence[tuple[str, Style]], *, margin: float = 0.05) -> None:
    """Fill a text frame with one paragraph for each line; ``margin`` in inches."""
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = Inches(margin)
    frame.margin_top = frame.margin_bottom = Inches(0.03)
    frame.text = "\n".join(text for text, _ in lines)
    for paragraph, (_, style) in zip(frame.paragraphs, lines, strict=True):
        paragraph.alignment = style.align
        paragraph.space_after = Pt(style.after)
        for run in paragraph.runs:
            set_style(run, style)


def text_box(slide: Slide, rect: Rect, lines: Sequence[tuple[str, Style]]) -> TextFrame:
    """Add a text box."""
    frame: TextFrame = slide.shapes.add_textbox(*rect.place()).text_frame
    write(frame, lines)
    return frame


def card(slide: Slide, rect: Rect, lines: Sequence[tuple[str, Style]], fill: str) -> None:
    """Add a filled box with text in its middle."""
    frame = filled(slide, rect, fill, MSO_SHAPE.ROUNDED_RECTANGLE).text_frame
    write(frame, lines, margin=0.12)
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE


def set_title(slide: Slide, text: str, rect: Rect, style: Style) -> None:
    """Fill the title placeholder."""
    shape = slide.shapes.title
    if shape is None:
        raise ValueError("the layout has no title")
    place(shape, rect)
    write(shape.text_frame, [(text, style)])
    shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE


def bullet_mark(paragraph: _Paragraph, mark: str, indent: float) -> None:
    """Give a paragraph a bullet glyph or, with ``mark`` ``1.``, a number; ``indent`` in inches."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(int(Inches(indent))))
    properties.set("indent", str(-int(Inches(min(indent, 0.28)))))
    numbered = mark == "1."
    tag, name, value = ("a:buAutoNum", "type", "arabicPeriod") if numbered else ("a:buChar", "char", mark)
    _child(properties, tag, name, value)


def bullet_list(frame: TextFrame, bullets: Sequence[tuple[int, str]], size: float) -> None:
    """Fill a body placeholder with bullets of two levels, with the master's own marks."""
    lines = [(text, Style(size if level == 1 else size - 3, after=7.0)) for level, text in bullets]
    write(frame, lines)
    for paragraph, (level, _) in zip(frame.paragraphs, bullets, strict=True):
        paragraph.level = level - 1


def _lines(text: str, width: float, size: float) -> int:
    """Estimate how many lines a text takes: Arial's letters are about half as wide as high."""
    return max(1, math.ceil(len(text) * size * 0.52 / 72 / width))


def _height(box: Box, width: float) -> float:
    inner = width - (0.32 if box.bullets else 0.16)
    return 0.09 + sum(_lines(text, inner, box.style.size) for text in box.texts) * box.style.size * 1.2 / 72


def _fill_cell(cell: _Cell, box: Box) -> None:
    cell.margin_left = cell.margin_right = Inches(0.07)
    cell.margin_top = cell.margin_bottom = Inches(0.035)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    if box.texts:
        write(cell.text_frame, [(text, box.style) for text in box.texts], margin=0.07)
    properties = cell._tc.get_or_add_tcPr()
    for side in ("lnL", "lnR", "lnT", "lnB"):
        _solid(_child(properties, f"a:{side}", "w", str(Pt(0.75))), LINE)
    _solid(properties, box.fill)
    if box.bullets:
        for paragraph in cell.text_frame.paragraphs[: len(box.texts)]:
            bullet_mark(paragraph, "•", 0.14)


def heights(widths: Sequence[float], grid: Grid) -> tuple[float, ...]:
    """Estimate the height of each row in inches; cells that span rows are taken to fit."""
    return tuple(
        max(_height(box, width) for box, width in zip(row, widths, strict=True) if box and box.rows == 1)
        for row in grid
    )


def table(slide: Slide, at: tuple[float, float], widths: Sequence[float], grid: Grid) -> None:
    """Draw a table at (left, top) in inches; ``None`` in the grid continues the cell above."""
    row_heights = heights(widths, grid)
    rect = Rect(*at, sum(widths), sum(row_heights))
    drawn = slide.shapes.add_table(len(grid), len(widths), *rect.place()).table
    for index, width in enumerate(widths):
        drawn.columns[index].width = Inches(width)
    for index, height in enumerate(row_heights):
        drawn.rows[index].height = Inches(height)
    for row, boxes in enumerate(grid):
        for column, box in enumerate(boxes):
            if box is None:
                continue
            if box.rows > 1:
                drawn.cell(row, column).merge(drawn.cell(row + box.rows - 1, column))
            _fill_cell(drawn.cell(row, column), box)


def to_bytes(slides: Slides, title: str, author: str, day: datetime) -> bytes:
    """Return the file's bytes, the same for the same slides: fixed properties, fixed times in the archive."""
    core = slides.core_properties
    core.title, core.author, core.last_modified_by, core.revision = title, author, author, 1
    core.created = core.modified = core.last_printed = day
    raw, packed = io.BytesIO(), io.BytesIO()
    slides.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), source.read(name), zipfile.ZIP_DEFLATED, 9)
    return packed.getvalue()
