"""Measure the table machine on a folder of table pages with gold.

    python -m tests.bench.tables FOLDER [--kind born|scan|slides] [--predictions FILE] [--per-page]

``FOLDER`` holds ``pages/`` and ``gold/*.json``; a gold file names its page and gives each table as
cells ``r, c, rs, cs, text``.  The measure is that of the ICDAR-2013 table competition (Goebel et
al. 2012, "A methodology for evaluating algorithms for table understanding in PDF documents"): every
non-blank cell with its nearest non-blank neighbour to the right and below, compared as a multiset.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.extract import open_document
from pipeline.extract.scene import ReadOptions
from pipeline.model import Page, Table

KINDS = ("born", "scan", "slides")
Place = tuple[int, int, int, int, str]
Relations = Counter[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class PageScore:
    """Counts of one page: relations found, in gold, predicted; tables in gold and predicted."""

    file: str
    hit: int
    gold: int
    predicted: int
    gold_tables: int
    predicted_tables: int


def f1(hit: int, gold: int, predicted: int) -> float:
    """Return the harmonic mean of precision and recall, 0 where there is nothing."""
    return 2 * hit / (gold + predicted) if gold + predicted else 0.0


def key(text: str) -> str:
    """Return a text for comparing: NFKC, letters and digits only, without case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if c.isalnum()) or "".join(folded.split())


def relations(cells: Iterable[Place]) -> Relations:
    """Return neighbours to the right and below over blank cells, each pair of cells once."""
    full = [c for c in cells if c[4]]
    grid: dict[tuple[int, int], int] = {}
    for n, (row, column, rows, columns, _) in enumerate(full):
        for r in range(row, row + max(rows, 1)):
            for c in range(column, column + max(columns, 1)):
                grid.setdefault((r, c), n)
    pairs: set[tuple[int, int, str]] = set()
    for name, order in (("right", sorted(grid)), ("below", sorted(grid, key=lambda p: (p[1], p[0])))):
        axis = 0 if name == "right" else 1
        for a, b in itertools.pairwise(order):
            if a[axis] == b[axis] and grid[a] != grid[b]:
                pairs.add((grid[a], grid[b], name))
    return Counter((full[a][4], full[b][4], name) for a, b, name in pairs)


def text_of(table: Table, at: int) -> str:
    """Return what a cell shows, bullets included."""
    return " ".join(f"{i.bullet} {i.reading.raw}".strip() for i in table.cells[at].items)


def places(table: Table) -> Iterator[Place]:
    """Return the cells of a table as the measure wants them."""
    for n, c in enumerate(table.cells):
        yield c.row, c.column, c.row_span, c.column_span, key(text_of(table, n))


def score_page(gold: dict[str, object], page: Page | None) -> PageScore:
    """Score one page against its gold."""
    tables = gold["tables"]
    assert isinstance(tables, list)
    wanted: Relations = Counter()
    for t in tables:
        wanted += relations((c["r"], c["c"], c.get("rs", 1), c.get("cs", 1), key(c["text"])) for c in t["cells"])
    found: Relations = Counter()
    for table in page.tables if page else ():
        found += relations(places(table))
    hit = (wanted & found).total()
    return PageScore(
        str(gold["file"]), hit, wanted.total(), found.total(), len(tables), len(page.tables) if page else 0
    )


def prediction(file: str, page: Page, table: Table) -> dict[str, object]:
    """Return a table as rows of texts and a list of spans, for other scorers."""
    grid = [["" for _ in range(table.columns)] for _ in range(table.rows)]
    spans = []
    for n, c in enumerate(table.cells):
        grid[c.row][c.column] = text_of(table, n)
        if c.row_span * c.column_span > 1:
            spans.append({"r": c.row, "c": c.column, "rs": c.row_span, "cs": c.column_span})
    return {"file": file, "page": page.number, "cells": grid, "spans": spans}


def kind_of(file: str) -> str:
    """Return the kind of a page by its file name."""
    if file.endswith(".pptx"):
        return "slides"
    return "scan" if file.endswith("_scan.pdf") else "born"


def read_page(path: Path, number: int) -> Page | None:
    """Read the one page that the gold speaks of."""
    _, pages = open_document(path, path.name, ReadOptions(languages=("en", "fi", "sv")))
    return next((p for p in pages if p.number == number), None)


def run(folder: Path, kinds: Sequence[str]) -> tuple[list[PageScore], list[dict[str, object]], float]:
    """Read and score all pages of some kinds; the last value is CPU seconds per page."""
    scores: list[PageScore] = []
    found: list[dict[str, object]] = []
    start = time.process_time()
    for path in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if kind_of(gold["file"]) not in kinds:
            continue
        page = read_page(folder / "pages" / gold["file"], int(gold.get("page") or 1))
        scores.append(score_page(gold, page))
        found += [prediction(gold["file"], page, t) for t in page.tables] if page else []
    return scores, found, (time.process_time() - start) / max(len(scores), 1)


def report(scores: Sequence[PageScore], *, per_page: bool) -> Iterator[str]:
    """Return lines of text: each page if wanted, then precision, recall and F1 over all."""
    for s in scores if per_page else ():
        value = f1(s.hit, s.gold, s.predicted)
        yield f"{s.file:40s} tables {s.gold_tables}/{s.predicted_tables}  F1 {value:.3f}"
    hit, gold, predicted = (sum(getattr(s, name) for s in scores) for name in ("hit", "gold", "predicted"))
    macro = sum(f1(s.hit, s.gold, s.predicted) for s in scores) / max(len(scores), 1)
    precision, recall = hit / max(predicted, 1), hit / max(gold, 1)
    micro = f1(hit, gold, predicted)
    yield f"pages {len(scores)}  P {precision:.3f}  R {recall:.3f}  F1 {micro:.3f}  mean of pages {macro:.3f}"


def main(argv: Sequence[str] | None = None) -> int:
    """Read the command line, measure, and write the figures to standard output."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kind", choices=KINDS, action="append")
    parser.add_argument("--predictions", type=Path)
    parser.add_argument("--per-page", action="store_true")
    args = parser.parse_args(argv)
    scores, found, seconds = run(args.folder, args.kind or KINDS)
    if args.predictions:
        args.predictions.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    lines = [*report(scores, per_page=args.per_page), f"CPU seconds per page {seconds:.3f}"]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
