"""Lists whose marks are verdicts: a line with such a sign is a line of its own, other marks behind it are below it."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Block, BlockKind, Item, Page
from pipeline.normalise.legend import SIGN, Legend

DASHES = frozenset("-–—")
ALIKE = 0.06
LISTS = frozenset((BlockKind.LIST, BlockKind.TEXT, BlockKind.BOX))


def level_signs(page: Page, legend: Legend) -> Page:
    """Return the page with the levels of such lists by their marks, whatever indent the page gives the lines.

    A sign counts where the deck's legend explains it; the lines before the first one keep their level.
    """
    blocks = tuple(_levelled(b, legend) if b.kind in LISTS else b for b in page.blocks)
    return page if blocks == page.blocks else replace(page, blocks=blocks)


def _is_sign(item: Item, legend: Legend) -> bool:
    return bool(SIGN.fullmatch(item.bullet)) and legend.look_up(item.bullet, item.color)[2]


def _levelled(block: Block, legend: Legend) -> Block:
    signs = [_is_sign(i, legend) for i in block.items]
    if not any(signs):
        return block
    first = signs.index(True)
    items = list(block.items[:first])
    for item, sign in zip(block.items[first:], signs[first:], strict=True):
        lower = bool(item.bullet) and not SIGN.fullmatch(item.bullet) and not _is_sibling(item, block.items[first])
        items.append(replace(item, level=1 if sign else max(2, item.level)) if sign or lower else item)
    return replace(block, items=tuple(items))


def _is_sibling(item: Item, sign: Item) -> bool:
    """Whether a line with a plain mark, set as large as a line with a sign, is one that got no verdict."""
    return item.level <= 1 and item.bullet not in DASHES and abs(item.size - sign.size) <= ALIKE * sign.size
