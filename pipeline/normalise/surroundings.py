"""What stands above a table and belongs to it: lines between it and what is above, an area in place of a heading."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.model import BlockKind, Cell, Deck, Item, Page, Table
from pipeline.normalise.columns import Layout, cell_text
from pipeline.normalise.narrative import under_title
from pipeline.normalise.vocabulary import Vocabulary

HEADING_WORDS = 12


def area_above(table: Table, layout: Layout, deck: Deck, vocabulary: Vocabulary) -> Cell | None:
    """Return the heading over a table's actions where it names their area.

    It begins with no word for actions, and differs from that of a table of the deck whose other headings are the same.
    """
    column = next(iter(layout.of("action")), 0)
    heads = {c.column: c for c in table.cells if c.row == 0 and c.column_span == 1 and c.items}
    if not layout.header_rows or column not in heads or layout.of("area"):
        return None
    own, others = _headings(heads, column)
    if vocabulary.names(own, "action") or vocabulary.column(own) not in ("", "action") or not others:
        return None
    tables = [t for page in deck.pages for t in page.tables]
    alike = (_headings({c.column: c for c in t.cells if c.row == 0 and c.items}, column) for t in tables)
    return heads[column] if any(o == others and text not in ("", own) for text, o in alike) else None


def _headings(heads: Mapping[int, Cell], column: int) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Return the heading of one column and those of the others."""
    texts = {n: cell_text(c).strip() for n, c in heads.items()}
    return texts.get(column, ""), tuple(sorted((n, t) for n, t in texts.items() if n != column))


def lines_above(page: Page, table: Table) -> list[Item]:
    """Return the short lines between a table and what stands above it, from top to bottom."""
    top = table.box.top + 2
    ceiling = max((t.box.bottom for t in page.tables if t.box.bottom <= top), default=0.0)
    silent = (BlockKind.FURNITURE, BlockKind.NOTES, BlockKind.SYMBOL)
    items = [
        i
        for b in page.blocks
        if b.kind not in silent
        for i in (under_title(b) if b.kind is BlockKind.TITLE else b.items)
        if (not i.level or any(c.isdigit() for c in i.bullet)) and len(i.reading.text.split()) <= HEADING_WORDS
    ]
    under = [i for i in items if i.box.bottom <= top and (i.box.top >= ceiling or i.box.bottom < page.height / 4)]
    beside = [i for i in under if min(i.box.x1, table.box.x1) - max(i.box.x0, table.box.x0) >= i.box.width / 2]
    return sorted(beside, key=lambda i: (i.box.top, i.box.x0))
