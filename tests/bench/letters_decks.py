"""Decks that lost their letters, for choosing limits: generated decks and own sentences, drawn and badly read.

``python -m tests.bench.letters_decks`` draws them once into the temporary folder; no text of them is that of
a deck or a sentence that the repair is measured with.
"""

from __future__ import annotations

import random
import tempfile
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from tests.bench.hard.decks import deck
from tests.bench.hard.sheets import Grid, Panel, Slide
from tests.bench.letters_noise import ReadPage, frequent_lines, load, looks, read_badly, save

SEEDS = range(201, 264)
SENTENCES = Path(__file__).parent / "letters_sentences"
_WIDTH, _PAGE_LINES, _LEAST_LINES = 70, 30, 15
STRIP = str.maketrans("äöåÄÖÅ", "aoaAOA")
_TIMES, _ODD, _ENDINGS = 3, 4, {"fi": ("", "n", "ssa", "lle", "ia"), "sv": ("", "s", "en", "et")}
# Worst first: from about what Tesseract can still read to a good scan.
_DPI, _POINTS = (90, 100, 110, 120, 150, 200), (9.0, 10.0, 11.0, 12.0)


def slide_lines(slide: Slide) -> Iterator[str]:
    """Yield the texts of a slide, wrapped."""
    texts = [slide.title]
    for element in slide.elements:
        if isinstance(element, Panel):
            texts += [p.text for p in element.paras]
        elif isinstance(element, Grid):
            texts += [p.text for row in element.cells for cell in row if cell for p in cell.paras]
    for text in texts:
        yield from textwrap.wrap(text, _WIDTH)


def deck_pages(seed: int) -> list[list[str]]:
    """Return the lines of a generated deck, short slides joined."""
    pages: list[list[str]] = [[]]
    for slide in deck(seed, "pdf").slides:
        if len(pages[-1]) >= _LEAST_LINES:
            pages.append([])
        pages[-1] += slide_lines(slide)
    return pages


def sentence_pages(code: str) -> list[list[str]]:
    """Return the own sentences of a language in pages."""
    lines = (SENTENCES / f"{code}.txt").read_text(encoding="utf-8").splitlines()
    rows = [row for line in lines for row in textwrap.wrap(line, _WIDTH)]
    return [rows[i : i + _PAGE_LINES] for i in range(0, len(rows), _PAGE_LINES)]


def sources() -> Iterator[tuple[str, str, list[list[str]]]]:
    """Yield name, language and pages of each deck."""
    for seed in SEEDS:
        made = deck(seed, "pdf")
        code = made.words.code
        if code != "en":
            pages = [[line.replace("|", "") for line in page] for page in deck_pages(seed)]
            yield f"deck-{seed}", code, pages
    for code in ("fi", "sv"):
        for seed in range(_TIMES):
            yield f"sentences-{code}-{seed}", code, sentence_pages(code)
    for seed in range(_TIMES):
        lines = frequent_lines("fi", 900 + seed)
        yield f"words-fi-{seed}", "fi", [list(islice(lines, _PAGE_LINES)) for _ in range(3)]


def odd_words(code: str, dice: random.Random) -> Iterator[str]:
    """Yield words that no repair may touch: authors' slips, and foreign words and names with a case ending."""
    from wordfreq import top_n_list

    from pipeline.normalise.lexicon import lexicon

    known = lexicon(code).known
    own = [w for w in top_n_list(code, 20_000) if len(w) > 5 and w.isalpha()]
    foreign = [w for w in top_n_list("en", 20_000)[2_000:] if len(w) > 4 and w.isascii() and w.isalpha()]
    while True:
        word = dice.choice(own)
        at = dice.randrange(1, len(word) - 1)
        slip = word[:at] + dice.choice(("", word[at] * 2, word[at + 1 : at + 2] + word[at])) + word[at + 1 :]
        name = dice.choice(foreign) + dice.choice(_ENDINGS[code])
        yield from (w for w in (slip, dice.choice((name, name.capitalize()))) if not known(w))


def with_odd_words(code: str, name: str, pages: Sequence[ReadPage]) -> list[ReadPage]:
    """Return the pages with a line of odd words each, read without their marks."""
    words = odd_words(code, random.Random(name))
    lines = [" ".join(islice(words, _ODD)) for _ in pages]
    return [
        replace(p, clean=(*p.clean, line), read=(*p.read, line.translate(STRIP)))
        for p, line in zip(pages, lines, strict=True)
    ]


def drawn() -> Iterator[tuple[str, str, list[ReadPage]]]:
    """Yield name, language and badly read pages of each deck; one deck has one look."""
    folder = Path(tempfile.gettempdir()) / "deckline-letters"
    folder.mkdir(exist_ok=True)
    for name, code, pages in sources():
        kept = folder / f"{name}.jsonl"
        if not kept.exists():
            dice = random.Random(name)
            look = next(looks(dice.randrange(1 << 30), dpi=_DPI, points=_POINTS))
            save([read_badly(page, look, dice.randrange(1 << 30)) for page in pages if page], kept)
        yield name, code, with_odd_words(code, name, load(kept))


def main() -> None:
    """Draw what is not there yet."""
    for _ in drawn():
        pass


if __name__ == "__main__":
    main()
