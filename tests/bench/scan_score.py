"""Measure the reading of bad scans on drawn pages: ``python -m tests.bench.scan_score FIRST LAST [--native]``.

Every item of a gold cell counts as placed when an item of almost the same text stands in the cell of
the same row and column, as exact when the text is the same to the letter.  Seeds from
``scans.HELD_BACK`` on are not for tuning.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from pipeline.extract import open_document, scan
from pipeline.extract.compose import compose
from pipeline.extract.scene import ReadOptions
from pipeline.model import Page
from tests.bench import scans

_ALIKE = 85


@dataclass(frozen=True, slots=True)
class Score:
    """Items of one page: all, in the right cell, and of these exact; ``wrong`` stand in another cell."""

    items: int
    placed: int
    exact: int
    wrong: int


def score(sheet: scans.Sheet, page: Page) -> Score:
    """Compare a page with what was drawn on it."""
    found = [
        (cell.row, cell.column, item.reading.text)
        for table in page.tables
        for cell in table.cells
        for item in cell.items
    ]
    items = placed = exact = wrong = 0
    for cell in sheet.cells:
        for text in cell.items:
            items += 1
            alike = [f for f in found if fuzz.ratio(f[2], text) >= _ALIKE]
            here = [f for f in alike if f[:2] == (cell.row, cell.column)]
            placed += bool(here)
            exact += any(f[2] == text for f in here)
            wrong += bool(alike) and not here
    return Score(items, placed, exact, wrong)


def read(sheet: scans.Sheet, seed: int, *, native: bool) -> Page:
    """Read a drawn page from its PDF or from its bad scan."""
    options = ReadOptions()
    if native:
        return next(_native(sheet, options))
    picture, _ = scans.scanned(sheet, seed)
    scene = scan.read_picture(picture, number=1, width=sheet.width, height=sheet.height, options=options)
    return compose(scene, options)


def _native(sheet: scans.Sheet, options: ReadOptions) -> Iterator[Page]:
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.pdf"
        path.write_bytes(sheet.pdf)
        yield from open_document(path, "sheet.pdf", options)[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line per page and the sums per table style."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=int)
    parser.add_argument("last", type=int)
    parser.add_argument("--native", action="store_true", help="read the PDF itself")
    chosen = parser.parse_args(arguments)
    sums: dict[str, Counter[str]] = {}
    for seed in range(chosen.first, chosen.last + 1):
        sheet = scans.sheet(seed)
        one = score(sheet, read(sheet, seed, native=chosen.native))
        _say(f"{seed:5} {sheet.style:11} {sheet.language} {one}")
        for style in (sheet.style, "all"):
            counts = sums.setdefault(style, Counter())
            counts.update(items=one.items, placed=one.placed, exact=one.exact, wrong=one.wrong)
    for style, c in sorted(sums.items()):
        shares = (f"{name} {100 * c[name] / max(1, c['items']):5.1f} %" for name in ("placed", "exact", "wrong"))
        _say(f"{style:11} {' '.join(shares)}")
    return 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
