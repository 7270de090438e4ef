"""Pages with what was found drawn upon them: words, tables, cells with spans, furniture, reading order.

The ground is the page's own picture where the source has pages that can be drawn (PDF, pictures),
else a white page of its size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.extract import sniff
from pipeline.extract.pictures import frame, password_of, straight
from pipeline.model import Block, BlockKind, Box, Cell, Method, Page, Table, Word

if TYPE_CHECKING:
    from PIL import Image

LONGEST = 1800
FINEST = 2.5
PALE = 0.35
LEGEND = 22
WORD = "#b0b0b0"
LOST = "#e00000"
TABLE = "#0050c8"
CELL = "#d06000"
FURNITURE = "#8040a0"
ITEM = "#00a0a0"
BLOCK = "#208030"
KEY = (
    ("word", WORD),
    ("unassigned word", LOST),
    ("table", TABLE),
    ("cell: row,column and spans", CELL),
    ("block: order and kind", BLOCK),
    ("item", ITEM),
    ("furniture", FURNITURE),
)


def draw(source: Path | bytes, pages: Sequence[Page], folder: Path, passwords: Sequence[str] = ()) -> tuple[Path, ...]:
    """Write ``page-NNN.png`` for every page into ``folder`` (made if missing) and return the files in order.

    ``source`` is the file that the pages were read from; ``passwords`` are tried.  A page that cannot be
    drawn gets a white ground; raises ``OSError`` where the folder cannot be written.
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    kind = sniff.media_type(data)
    password = password_of(data, passwords) if kind == sniff.PDF else None
    folder.mkdir(parents=True, exist_ok=True)
    out: list[Path] = []
    for page in pages:
        path = folder / f"page-{page.number:03d}.png"
        overlaid(data, kind, page, password).save(path)
        out.append(path)
    return tuple(out)


def overlaid(data: bytes, kind: str, page: Page, password: str | None = None) -> Image.Image:
    """Return the picture of one page, paled, with what was found upon it and a key below."""
    from PIL import Image

    width, height = max(page.width, 1.0), max(page.height, 1.0)
    scale = min(FINEST, LONGEST / max(width, height))
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    ground = _ground(data, kind, page, scale, password)
    paper = Image.new("RGB", size, "white")
    if ground is not None:
        paper = Image.blend(ground.convert("RGB").resize(size), paper, PALE)
    sheet = Image.new("RGB", (size[0], size[1] + LEGEND), "white")
    sheet.paste(paper, (0, 0))
    pen = _Pen(sheet, scale)
    for word in page.words if ground is None else ():
        pen.text(word)
    pen.page(page)
    return sheet


def _ground(data: bytes, kind: str, page: Page, scale: float, password: str | None) -> Image.Image | None:
    """Return the picture of a page as it was read, nothing where there is none."""
    if kind == sniff.PDF:
        picture = _pdf_picture(data, page.number, scale, password)
    elif kind in (sniff.PNG, sniff.JPEG, sniff.TIFF):
        picture = frame(data, page.number)
    else:
        return None
    return straight(picture, page.rotation) if picture is not None and page.method is Method.OCR else picture


def _pdf_picture(data: bytes, number: int, scale: float, password: str | None) -> Image.Image | None:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data, password=password)
        try:
            drawn: Image.Image = document[number - 1].render(scale=scale).to_pil()
            return drawn
        finally:
            document.close()
    except (pypdfium2.PdfiumError, IndexError, ValueError, MemoryError):
        return None


class _Pen:
    """Draws boxes of a page, in points, on its sheet."""

    def __init__(self, sheet: Image.Image, scale: float) -> None:
        from PIL import ImageDraw, ImageFont

        self.sheet, self.scale = sheet, scale
        self.ink: ImageDraw.ImageDraw = ImageDraw.Draw(sheet)
        self.font: ImageFont.FreeTypeFont | ImageFont.ImageFont = ImageFont.load_default(13)

    def page(self, page: Page) -> None:
        """Draw all of a page, what holds others first."""
        taken = {i for item in _items(page) for i in item}
        for n, word in enumerate(page.words):
            self.box(word.box, WORD if n in taken else LOST, 1 if n in taken else 3)
        for table in page.tables:
            self.table(table)
        for order, block in enumerate(page.blocks, start=1):
            self.block(order, block)
        self.key()

    def table(self, table: Table) -> None:
        """Draw a table, its cells named ``row,column`` with their spans as ``rows x columns``."""
        for cell in table.cells:
            self.cell(cell)
        self.box(table.box, TABLE, 4)
        more = ", continued" if table.continued else ""
        self.label(table.box, f"{table.rows}x{table.columns}{more}", TABLE, above=True)

    def cell(self, cell: Cell) -> None:
        """Draw a cell and its items."""
        self.box(cell.box, CELL, 2)
        for item in cell.items:
            self.box(item.box, ITEM, 1)
        spans = f" {cell.row_span}x{cell.column_span}" if cell.row_span * cell.column_span > 1 else ""
        self.label(cell.box, f"{cell.row},{cell.column}{spans}", CELL)

    def block(self, order: int, block: Block) -> None:
        """Draw a block with its place in the reading order and its items."""
        color = FURNITURE if block.kind is BlockKind.FURNITURE else BLOCK
        for item in block.items:
            self.box(item.box, ITEM, 1)
        self.box(block.box, color, 2)
        self.label(block.box, f"{order} {block.kind.value}", color, above=True)

    def text(self, word: Word) -> None:
        """Write a word into its place, on a ground that does not show it."""
        x, y = word.box.x0 * self.scale, word.box.top * self.scale
        self.ink.text((x, y), word.text, fill=WORD, font_size=max(0.75 * word.box.height * self.scale, 6.0))

    def box(self, box: Box, color: str, width: int) -> None:
        """Draw an outline."""
        x0, top, x1, bottom = (v * self.scale for v in (box.x0, box.top, box.x1, box.bottom))
        self.ink.rectangle((x0, top, max(x0, x1), max(top, bottom)), outline=color, width=width)

    def label(self, box: Box, text: str, color: str, *, above: bool = False) -> None:
        """Write a short text on white into the upper right corner of a box, or on its upper left edge."""
        wide = self.ink.textlength(text, font=self.font)
        x = box.x0 * self.scale if above else box.x1 * self.scale - wide - 3
        y = box.top * self.scale + (-15 if above else 2)
        x, y = max(x, 0.0), max(y, 0.0)
        self.ink.rectangle((x, y, x + wide + 2, y + 14), fill="white")
        self.ink.text((x + 1, y - 1), text, fill=color, font=self.font)

    def key(self) -> None:
        """Say below the page what the colours mean."""
        x, y = 6.0, self.sheet.height - LEGEND + 4
        for text, color in KEY:
            self.ink.rectangle((x, y + 2, x + 10, y + 12), outline=color, width=2)
            self.ink.text((x + 14, y), text, fill="black", font=self.font)
            x += 30 + self.ink.textlength(text, font=self.font)


def _items(page: Page) -> Iterator[tuple[int, ...]]:
    for table in page.tables:
        for cell in table.cells:
            yield from (item.words for item in cell.items)
    for block in page.blocks:
        yield from (item.words for item in block.items)
