"""Every word of every page is accounted for: once in a table or block, and once in the page's account."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from pipeline.extract import open_document
from pipeline.extract.furniture import finish
from pipeline.extract.scene import ReadOptions
from pipeline.model import Deck, Page
from pipeline.normalise import understand
from pipeline.profiles import profile

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "decks"
DECKS = sorted(
    path
    for folder in (ROOT / "samples" / "decks", SHARED)
    for path in folder.glob("*.*")
    if path.suffix in (".pdf", ".pptx", ".txt")
)


def placed(page: Page) -> Counter[int]:
    """Return how often each word of a page stands in an item."""
    cells = (i for t in page.tables for c in t.cells for i in c.items)
    blocks = (i for b in page.blocks for i in b.items)
    return Counter(index for item in (*cells, *blocks) for index in item.words)


@pytest.mark.parametrize("path", DECKS, ids=lambda p: p.name)
def test_every_word_has_one_place_and_one_account(path: Path) -> None:
    """No word stands in two items or in none, and records, furniture and what is left over add up."""
    scan = "scan" in path.stem
    if scan and shutil.which("tesseract") is None:
        pytest.skip("needs Tesseract")
    options = ReadOptions(ocr="auto" if scan else "never", pages=(2,) if scan else ())
    source, pages = open_document(path, path.name, options)
    deck = Deck(source, finish(tuple(pages)))
    assert deck.pages
    for page in deck.pages:
        assert placed(page) == Counter(range(len(page.words))), page.number
    for page, row in zip(deck.pages, understand(deck, "deck", profile()).pages, strict=True):
        assert row.words == len(page.words)
        assert row.words == row.words_in_records + row.words_furniture + row.words_unassigned
