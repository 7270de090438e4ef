"""Tables, SmartArt and charts of a slide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.errors import LimitError
from pipeline.extract.pptx_package import (
    Node,
    Relation,
    attr,
    child,
    descend,
    kids,
    local,
    number,
    relation_ids,
    text_of,
)
from pipeline.extract.pptx_place import Frame, Sheet, height_of
from pipeline.extract.pptx_shapes import Shape, Stage, Transform, walk
from pipeline.extract.pptx_style import Cascade, inner, insets
from pipeline.extract.pptx_text import Ink, Paragraph, read_paragraphs
from pipeline.model import Box, Cell, Table

_MARGINS = ("marL", "marT", "marR", "marB")
_ROOM = 1.4
_MAX_CELLS = 100_000


@dataclass(frozen=True, slots=True)
class Field:
    """A table cell before it has a place."""

    row: int
    column: int
    row_span: int
    column_span: int
    paragraphs: tuple[Paragraph, ...]
    fill: str
    anchor: str
    margins: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table before its words have a place: column edges and row edges in points."""

    fields: tuple[Field, ...]
    columns: tuple[float, ...]
    rows: tuple[float, ...]

    @property
    def box(self) -> Box:
        """The table's box."""
        return Box(self.columns[0], self.rows[0], self.columns[-1], self.rows[-1])

    def table(self, sheet: Sheet) -> Table:
        """Set the words of all cells, row by row."""
        cells = tuple(self._cell(f, sheet) for f in self.fields)
        return Table(cells, len(self.rows) - 1, len(self.columns) - 1, self.box)

    def _cell(self, field: Field, sheet: Sheet) -> Cell:
        box = Box(
            self.columns[field.column],
            self.rows[field.row],
            self.columns[field.column + field.column_span],
            self.rows[field.row + field.row_span],
        )
        items = sheet.items(field.paragraphs, Frame(inner(box, field.margins), field.anchor))
        return Cell(field.row, field.column, field.row_span, field.column_span, items, box, field.fill)


def read_grid(shape: Shape, page: int, bottom: float) -> Grid | None:
    """Read a native table with its merged cells; ``None`` where it holds no word.

    Row heights are those of the file, or, where the text plainly needs more (files written by programs
    that set no text), what it needs, but not below the ``bottom`` of the slide.
    """
    table = next(descend(shape.node, "tbl"), None)
    rows = kids(table, "tr")
    widths = [number(c, "w") * shape.transform.sx for c in kids(child(table, "tblGrid"), "gridCol")]
    columns = max([len(widths), *(len(kids(r, "tc")) for r in rows)])
    if len(rows) * columns > _MAX_CELLS:
        raise LimitError(f"a table of {len(rows)} x {columns} cells is larger than {_MAX_CELLS}")
    widths += [widths[-1] if widths else 72.0] * (columns - len(widths))
    fields = tuple(_fields(rows, columns, shape.cascade, page))
    if not any(f.paragraphs for f in fields):
        return None
    heights = [number(r, "h") * shape.transform.sy for r in rows]
    grown = _grown(heights, widths, fields)
    room = max(bottom - shape.box.top, sum(heights))
    share = min(1.0, room / sum(grown)) if sum(grown) > 0 else 1.0
    return Grid(fields, _edges(shape.box.x0, widths), _edges(shape.box.top, [h * share for h in grown]))


def _edges(start: float, sizes: list[float]) -> tuple[float, ...]:
    edges = [start]
    for size in sizes:
        edges.append(edges[-1] + size)
    return tuple(edges)


def _fields(rows: list[Node], columns: int, cascade: Cascade, page: int) -> Iterator[Field]:
    """Yield the cells that are not merged away; a span that leaves the grid or meets another cell is cut."""
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(rows):
        for x, node in enumerate(kids(row, "tc")):
            if (y, x) in taken or any(attr(node, n) in ("1", "true") for n in ("hMerge", "vMerge")):
                continue
            wide = int(min(max(number(node, "gridSpan", 1), 1), columns - x))
            high = int(min(max(number(node, "rowSpan", 1), 1), len(rows) - y))
            while any((y, x + i) in taken for i in range(wide)):
                wide -= 1
            taken |= {(y + j, x + i) for j in range(high) for i in range(wide)}
            properties = child(node, "tcPr")
            fill = cascade.palette.fill(properties)
            paragraphs = read_paragraphs(child(node, "txBody"), cascade, page)
            margins = insets(properties, _MARGINS)
            yield Field(y, x, high, wide, paragraphs, fill, attr(properties, "anchor", "t"), margins)


def _grown(heights: list[float], widths: list[float], fields: tuple[Field, ...]) -> list[float]:
    """Return the heights that the text needs, or those given where the text plainly fits them."""
    grown = list(heights)
    outgrown = False
    for field in sorted(fields, key=lambda f: (f.row_span, f.row, f.column)):
        left, top, right, bottom = field.margins
        width = sum(widths[field.column : field.column + field.column_span]) - left - right
        needed = height_of(field.paragraphs, max(width, 1.0)) + top + bottom
        last = field.row + field.row_span - 1
        outgrown = outgrown or needed > _ROOM * sum(heights[field.row : last + 1])
        grown[last] += max(0.0, needed - sum(grown[field.row : last + 1]))
    return grown if outgrown else heights


def diagram_shapes(shape: Shape, stage: Stage) -> Iterator[Shape]:
    """Yield the drawn shapes of a SmartArt, placed in its frame, from the drawing that the file keeps of it."""
    data = stage.relations.get(relation_ids(next(descend(shape.node, "relIds"), None)).get("dm", ""))
    drawing = _drawing(data, stage)
    if drawing is None:
        return
    inside = Transform(shape.transform.sx, shape.transform.sy, shape.box.x0, shape.box.top)
    yield from walk(child(drawing, "spTree"), inside, stage)


def _drawing(data: Relation | None, stage: Stage) -> Node | None:
    if data is None:
        return None
    wanted = {attr(n, "relId") for n in descend(stage.package.xml(data.target), "dataModelExt")}
    for key, relation in sorted(stage.relations.items()):
        if key in wanted and stage.package.has(relation.target):
            return stage.package.xml(relation.target)
    return None


def diagram_points(shape: Shape, stage: Stage, page: int) -> tuple[Paragraph, ...]:
    """Return the texts of a SmartArt's data model, for files that keep no drawing of it."""
    data = stage.relations.get(relation_ids(next(descend(shape.node, "relIds"), None)).get("dm", ""))
    if data is None:
        return ()
    points = (p for p in descend(stage.package.xml(data.target), "pt") if attr(p, "type", "node") in ("node", "asst"))
    return tuple(t for p in points for t in read_paragraphs(child(p, "t"), shape.cascade, page))


def chart_texts(shape: Shape, stage: Stage) -> tuple[Paragraph, ...]:
    """Return a chart's title, series and category names, each once."""
    reference = next((n for n in descend(shape.node, "chart") if relation_ids(n)), None)
    relation = stage.relations.get(relation_ids(reference).get("id", ""))
    if relation is None or not relation.target:
        return ()
    root = stage.package.xml(relation.target)
    texts = ["".join(text_of(t) for t in descend(p, "t")) for n in descend(root, "title") for p in descend(n, "p")]
    for name in ("tx", "cat", "strDim"):
        for node in descend(root, name):
            texts += [t for v in node.iter() if local(v) in ("v", "pt") and (t := text_of(v)).strip()]
    clean = dict.fromkeys(" ".join(t.split()) for t in texts)
    return tuple(Paragraph(tuple(Ink(w, 10.0) for w in t.split())) for t in clean if t)
