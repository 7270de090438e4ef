"""Reads text dumps: tables with tabs or Markdown pipes, HTML lists in their cells, Markdown lists, OCR text.

Form feeds divide pages; nothing else does.  The raw text of an item is what a person would see: HTML
tags and entities are read and gone, Markdown emphasis is taken out by an edit.  Boxes are pseudo
geometry (see ``text_items``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.errors import Code, LimitError, Severity
from pipeline.extract.hyphens import HYPHENS, Evidence
from pipeline.extract.scene import ReadOptions
from pipeline.extract.text_decode import decode
from pipeline.extract.text_items import CHARACTER, LINE, FlatSheet, Label, glyphs_of
from pipeline.extract.text_lines import Line, Unit, cells_of, is_rule, levels, lines_of, marked_up
from pipeline.extract.text_marks import Glyph, Strand, shows, strands
from pipeline.extract.text_segments import Segment, order_lost, segments_of
from pipeline.model import Block, BlockKind, Box, Cell, Issue, Item, Method, Page, Table

_INLINE_BULLETS = "•▪●"


def read(data: bytes, options: ReadOptions) -> Iterator[Page]:
    """Yield the pages of a dump; raises ``UnsupportedError`` where its encoding cannot be told."""
    decoded = decode(data)
    issues = decoded.issues
    for number, text in enumerate(pages_of(decoded.text), start=1):
        if number > options.max_pages:
            raise LimitError(f"the dump has more than {options.max_pages} pages")
        if options.pages and number not in options.pages:
            continue
        options.watch(number, "page")
        page = _page(text, number, options)
        yield replace(page, issues=(*issues, *page.issues))
        issues = ()


def pages_of(text: str) -> tuple[str, ...]:
    """Divide at form feeds, which may end the pages or (where the last page has none) begin them."""
    parts = text.split("\f")
    if len(parts) > 1 and not parts[-1].strip():
        parts = parts[:-1]
    elif len(parts) > 1 and not parts[0].strip():
        parts = parts[1:]
    return tuple(parts)


def _page(text: str, number: int, options: ReadOptions) -> Page:
    lines = lines_of(text)
    evidence = Evidence.of(_unbroken(lines), options.languages)
    segments = segments_of(lines, evidence.conjunctions)
    sheet = FlatSheet(evidence)
    tables: list[Table] = []
    blocks: list[Block] = []
    for segment in segments:
        if segment.rows:
            tables.append(_table(segment.rows, sheet))
        else:
            blocks += _block(segment, sheet)
    lost = order_lost(segments, lines)
    return Page(
        number,
        CHARACTER * max(len(n.text) for n in lines),
        LINE * len(lines),
        Method.FLAT,
        tuple(sheet.words),
        tuple(tables),
        tuple(blocks),
        order_lost=lost,
        issues=tuple(_issues(number, bool(sheet.words), lost)),
    )


def _unbroken(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the words of a page but those that a hyphen at a line end breaks: they are no evidence of spelling."""
    broken = False
    for line in lines:
        words = line.text.split()
        ends = bool(words) and words[-1][-1] in HYPHENS
        yield from words[1 if broken else 0 : len(words) - 1 if ends else len(words)]
        broken = ends or (broken and not words)


def _issues(number: int, words: bool, lost: bool) -> Iterator[Issue]:
    if not words:
        yield Issue("", number, Severity.INFO, Code.PAGE_EMPTY, "the page holds no text")
    if lost:
        message = "looks like a table that was read out of order: what stands in which column is not known"
        yield Issue("", number, Severity.WARNING, Code.TABLE_ORDER_LOST, message)


def _block(segment: Segment, sheet: FlatSheet) -> Iterator[Block]:
    ranks = levels(segment.units) if segment.kind is BlockKind.LIST else (0,) * len(segment.units)
    items = tuple(i for unit, rank in zip(segment.units, ranks, strict=True) for i in _items(unit, rank, sheet))
    if items:
        yield Block(segment.kind, items, Box.around([i.box for i in items]))


def _items(unit: Unit, level: int, sheet: FlatSheet) -> Iterator[Item]:
    """Yield a unit's items: one, or more where its markup begins new ones."""
    head = unit.lines[0]
    rows = [marked_up(line) for line in unit.lines]
    lines: list[Sequence[Glyph]] = []
    label = Label(_bullet(head), head.bullet, level, unit.run_on)
    for place, row in enumerate(rows):
        for order, strand in enumerate(row):
            if order > 0 or strand.bullet or strand.run_on:
                yield from _flush(lines, label, sheet)
                label = Label((), strand.bullet, strand.level or level, strand.run_on)
                lines = []
                if place == 0 and order == 0:
                    label = Label(_bullet(head), head.bullet or strand.bullet, strand.level or level, strand.run_on)
            lines.append(strand.glyphs)
    yield from _flush(lines, label, sheet)


def _flush(lines: list[Sequence[Glyph]], label: Label, sheet: FlatSheet) -> Iterator[Item]:
    if lines:
        yield sheet.item(lines, label)


def _bullet(line: Line) -> tuple[Glyph, ...]:
    start = line.text.find(line.bullet)
    return glyphs_of(line.bullet, line.number, start) if line.bullet else ()


def _table(rows: Sequence[Line], sheet: FlatSheet) -> Table:
    """Return a table whose merged cells the dump has flattened; short rows end early."""
    rows = [r for r in rows if not is_rule(r)] or rows
    cells = tuple(
        _cell(y, x, line.number, at, text, sheet)
        for y, line in enumerate(rows)
        for x, (at, text) in enumerate(cells_of(line))
    )
    columns = max(c.column for c in cells) + 1
    return Table(cells, len(rows), columns, Box.around([c.box for c in cells]), spans_known=False)


def _cell(row: int, column: int, line: int, at: int, text: str, sheet: FlatSheet) -> Cell:
    top = LINE * line
    box = Box(CHARACTER * at, top, CHARACTER * (at + len(text)), top + LINE)
    found = (part for strand in strands(text, line, at) for part in _at_bullets(strand))
    items = tuple(sheet.item([s.glyphs], Label(mark, s.bullet, s.level, s.run_on)) for mark, s in found)
    return Cell(row, column, 1, 1, items, box)


def _at_bullets(strand: Strand) -> Iterator[tuple[tuple[Glyph, ...], Strand]]:
    """Split a strand at bullets printed inside it, each with its glyph."""
    glyphs = strand.glyphs
    starts = [
        i
        for i, g in enumerate(glyphs)
        if g.text in _INLINE_BULLETS
        and (i == 0 or glyphs[i - 1].text.isspace())
        and shows(h for h in glyphs[i + 1 :] if h.text not in _INLINE_BULLETS)
    ]
    if not starts:
        yield (), strand
        return
    head = glyphs[: starts[0]]
    if shows(head):
        yield (), replace(strand, glyphs=head)
    for start, stop in zip(starts, [*starts[1:], len(glyphs)], strict=True):
        body = glyphs[start + 1 : stop]
        if shows(body):
            level = max(strand.level, 1)
            yield glyphs[start : start + 1], Strand(body, glyphs[start].text, level)
