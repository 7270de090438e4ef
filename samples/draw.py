"""Draws the sample decks and writes their answers: ``python -m samples.draw [--only-slides]``.

The slides need python-pptx alone and come out the same on every machine.  PDF, scan and OCR dump
are made with LibreOffice, Poppler's relatives and Tesseract, and are committed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from samples import gold, lineage, render
from samples.content import YEARS, Content, load
from samples.paint import paint
from samples.sheets import SampleDeck, lay_out

HERE = Path(__file__).parent
SCANNED, DUMPED = 2023, 2022


def slides(content: Content, deck: SampleDeck) -> bytes:
    """Return a deck as PPTX."""
    return paint(deck, f"{content.fact('organisation')}  |  {content.fact('organisation_sv')}")


def write_answers(content: Content, decks: tuple[SampleDeck, ...], folder: Path) -> None:
    """Write a JSON file for each deck, ``lineage.csv`` and ``outcomes.csv``."""
    folder.mkdir(parents=True, exist_ok=True)
    golds = tuple(gold.answers(content, deck) for deck in decks)
    for answers in golds:
        (folder / f"{answers.deck}.json").write_text(answers.to_json(), encoding="utf-8")
    steps = lineage.steps(content, golds)
    (folder / "lineage.csv").write_text(lineage.to_csv(steps), encoding="utf-8")
    (folder / "outcomes.csv").write_text(lineage.to_csv(lineage.fates(golds, steps)), encoding="utf-8")


def write_decks(content: Content, decks: tuple[SampleDeck, ...], folder: Path, *, only_slides: bool) -> None:
    """Write each deck as PPTX and, unless ``only_slides``, as PDF, one as a scan and one as an OCR dump."""
    folder.mkdir(parents=True, exist_ok=True)
    for deck in decks:
        path = folder / f"{deck.name}.pptx"
        path.write_bytes(slides(content, deck))
        if only_slides:
            continue
        pdf = render.to_pdf(path)
        if deck.text.year == SCANNED:
            render.to_scan(pdf, folder / f"{deck.name}-scan.pdf")
        if deck.text.year == DUMPED:
            render.to_dump(pdf, folder / f"{deck.name}-dump.txt")


def main() -> None:
    """Draw everything into ``samples/``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only-slides", action="store_true", help="PPTX and answers only; no other program needed")
    only_slides: bool = parser.parse_args().only_slides
    content = load()
    decks = tuple(lay_out(content, year) for year in YEARS)
    write_decks(content, decks, HERE / "decks", only_slides=only_slides)
    write_answers(content, decks, HERE / "gold")


if __name__ == "__main__":
    main()
