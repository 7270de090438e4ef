"""Write hard decks with their answers: ``python -m tests.bench.hard OUT --seeds build --forms pptx,pdf``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.bench.hard.decks import BUILD, HELD, deck, others, paint
from tests.bench.hard.studio import Studio

FORMS = ("pptx", "pdf", "office", "scan")


def seeds(text: str) -> tuple[int, ...]:
    """Return the seeds that a text names: ``build``, ``held``, ``3``, ``3,5`` or ``13-48``."""
    named = {"build": BUILD, "held": HELD}
    if text in named:
        return named[text]
    out: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        out += range(int(first), int(last or first) + 1)
    return tuple(out)


def write(studio: Studio, form: str, folder: Path) -> tuple[Path, Path]:
    """Write one deck and its answers; return both paths."""
    name = studio.gold.deck
    (folder / "gold").mkdir(parents=True, exist_ok=True)
    gold = folder / "gold" / f"{name}.json"
    gold.write_text(studio.gold.to_json(), encoding="utf-8")
    if form == "scan":
        from tests.bench.hard.scanning import scanned

        data = scanned(paint(studio, "pdf"), studio.programme.seed)
        path = folder / f"{name}_scan.pdf"
    elif form == "office":
        from tests.bench.hard.office import to_pdf

        data = to_pdf(paint(studio, "pptx"))
        path = folder / f"{name}_office.pdf"
    else:
        data = paint(studio, form)
        path = folder / f"{name}.{form}"
    path.write_bytes(data)
    return path, gold


def make(seed: int, form: str) -> Studio:
    """Make the deck of a seed in the look that a form is drawn with."""
    return deck(seed, {"scan": "pdf", "office": "pptx"}.get(form, form))


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.hard", description=__doc__.split(":")[0])
    parser.add_argument("out", type=Path, help="folder to write to")
    parser.add_argument("--seeds", type=seeds, default=BUILD, help="build, held, or numbers such as 3,5 or 13-48")
    parser.add_argument("--forms", default="pptx,pdf", help=f"of {', '.join(FORMS)}")
    parser.add_argument("--no-others", action="store_true", help="leave out the decks of another kind")
    given = parser.parse_args(arguments)
    for form in given.forms.split(","):
        for seed in given.seeds:
            write(make(seed, form), form, given.out)
        if not given.no_others and form in ("pptx", "pdf"):
            for studio in others(given.seeds[0], form):
                write(studio, form, given.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
