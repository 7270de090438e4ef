"""Walks a deck: the items of a page, and the same page with other readings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from pipeline.model import Item, Page, Reading


def items(page: Page) -> Iterator[Item]:
    """Yield all items of a page, those of its tables first."""
    for table in page.tables:
        for cell in table.cells:
            yield from cell.items
    for block in page.blocks:
        yield from block.items


def with_readings(page: Page, mend: Callable[[Item], Reading]) -> Page:
    """Return the page with ``mend``'s reading of each item, in the order of ``items``."""

    def mended(old: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(replace(item, reading=mend(item)) for item in old)

    tables = tuple(
        replace(table, cells=tuple(replace(cell, items=mended(cell.items)) for cell in table.cells))
        for table in page.tables
    )
    return replace(page, tables=tables, blocks=tuple(replace(b, items=mended(b.items)) for b in page.blocks))
