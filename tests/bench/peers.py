"""Other tools on the same decks, the same questions, each in an environment of its own.

``python -m tests.bench.peers install [NAME ...]`` makes the environments in ``build/peers``; what is not
installed is left out of the tables.  ``python -m tests.bench.peers`` prints the tables.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.normalise.vocabulary import vocabulary
from pipeline.profiles import profile
from tests.bench.answers import Answers, Statement, find_document, from_gold, from_run, name_key, nearest
from tests.bench.cost import deckline
from tests.bench.measure import pair_statements
from tests.bench.peer_rows import TablePage, statements
from tests.bench.table import ROOT, Sheet

HOME = ROOT / "build" / "peers"
DRIVER = Path(__file__).parent / "peer_driver.py"
SHARED = ROOT.parent / "shared" / "decks"
SECONDS = 900
HARD_SEEDS = (1, 2, 3, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool: what to install for it, and the kinds of files it is asked to read."""

    packages: tuple[str, ...]
    kinds: tuple[str, ...]


PDFS = ("pdf", "bad text layer", "scan")
PEERS = {
    "pdfplumber": Peer(("pdfplumber",), ("pdf", "bad text layer")),
    "camelot": Peer(("camelot-py",), ("pdf", "bad text layer")),
    "markitdown": Peer(("markitdown[pdf,pptx]",), ("slides", "pdf", "bad text layer")),
    "img2table": Peer(("img2table", "pandas"), PDFS),
    "kreuzberg": Peer(("kreuzberg",), ("slides", *PDFS)),
    "liteparse": Peer(("liteparse",), PDFS),
    "docling": Peer(("docling-slim[format-pptx]",), ("slides",)),
    "tesseract": Peer(("pytesseract", "pypdfium2", "pillow"), ("scan",)),
    "python-pptx": Peer(("python-pptx",), ("slides",)),
}


@dataclass(frozen=True, slots=True)
class Deck:
    """A file with its answers; ``kind`` is slides, pdf, bad text layer or scan."""

    path: Path
    gold: Path
    kind: str
    pages: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a tool made of one deck: counts of actions, CPU seconds behind the import, and memory in MiB.

    ``wrong_years`` are years given that are not the action's (for deckline: without a doubt on them);
    ``seen`` counts actions whose exact text stands anywhere in what came out.
    """

    actions: int
    found: int
    placed: int
    exact: int
    wrong_years: int
    extra: int
    seen: int | None
    cpu: float
    memory: float
    version: str = ""


def kind_of(path: Path) -> str:
    """Return the kind of a deck by its file name."""
    if path.suffix == ".pptx":
        return "slides"
    return "scan" if path.stem.endswith("scan") else "bad text layer" if path.stem.endswith("badtext") else "pdf"


def count_pages(path: Path) -> int:
    """Return how many pages or slides a file has."""
    if path.suffix == ".pptx":
        from pptx import Presentation

        return len(Presentation(str(path)).slides)
    import pypdfium2

    return len(pypdfium2.PdfDocument(path))


def decks(folder: Path, golds: Path) -> tuple[Deck, ...]:
    """Return the decks of a folder that have answers."""
    found = []
    for path in sorted([*folder.glob("*.pptx"), *folder.glob("*.pdf")]):
        gold = golds / f"{path.stem.replace('_', '-').removesuffix('-scan').removesuffix('-badtext')}.json"
        if gold.is_file():
            found.append(Deck(path, gold, kind_of(path), count_pages(path)))
    return tuple(found)


def python(name: str) -> Path:
    """Return the interpreter of a peer's environment, which may not be there."""
    return HOME / name / "bin" / "python"


def install(names: Iterable[str]) -> int:
    """Make the environments; return how many could not be made."""
    failed = 0
    for name in names:
        here = HOME / name
        commands = (
            [sys.executable, "-m", "venv", str(here)],
            [str(python(name)), "-m", "pip", "-q", "install", *PEERS[name].packages],
        )
        done = all(subprocess.run(command, check=False).returncode == 0 for command in commands)
        sys.stderr.write(f"{name}: {'installed' if done else 'could not be installed'}\n")
        failed += not done
    return failed


def score(gold: Answers, read: Sequence[Statement], text: str | None) -> tuple[int, int, int, int, int, int | None]:
    """Return how many actions were found, placed, exact, of a wrong year, how many are none, and texts seen."""
    got = Answers(gold.name, statements=tuple(read))
    areas = tuple(area.text for area in gold.areas)
    pairs = [(gold.statements[i], read[j]) for i, j in pair_statements(gold, got)]
    placed = [
        (g, p)
        for g, p in pairs
        if g.goal == p.goal and g.year == p.year and name_key(g.area) == name_key(nearest(p.area, areas))
    ]
    exact = sum(p.text in g.variants for g, p in placed)
    wrong = sum(p.year is not None and p.year != g.year and not p.review for g, p in pairs)
    seen = None
    if text is not None:
        flat = name_key(text)
        seen = sum(any(name_key(v) in flat for v in s.variants) for s in gold.statements)
    return len(pairs), len(placed), exact, wrong, len(read) - len(pairs), seen


def _grid(rows: Sequence[Sequence[object]]) -> tuple[tuple[str, ...], ...]:
    """Return a table as texts: some tools give numbers, and NaN for an empty cell."""
    return tuple(tuple("" if cell is None or cell != cell else str(cell) for cell in row) for row in rows)


def ask(name: str, deck: Deck) -> Result | None:
    """Run a peer on a deck; None where it fails or takes too long."""
    gold = from_gold(deck.gold)
    known = profile(())
    command = [str(python(name)), str(DRIVER), name, str(deck.path), "fin"]
    env = {**os.environ, "OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=SECONDS, env=env)
        told = json.loads(done.stdout.rsplit("\n", 1)[-1])
    except (subprocess.SubprocessError, ValueError):
        return None
    pages = [TablePage(p["page"], p["text"], tuple(map(_grid, p["tables"]))) for p in told["pages"]]
    read = statements(pages, vocabulary(known), paragraphs=deck.kind == "slides")
    cells = (cell or "" for page in pages for table in page.tables for row in table for cell in row)
    text = "\n".join([*(p.text for p in pages), *cells])
    counts = score(gold, read, text)
    return Result(len(gold.statements), *counts, told["cpu"], told["memory"] / 1024, told["version"])


def ours(deck: Deck, scratch: Path) -> Result:
    """Run deckline on a deck as a user does; CPU seconds are those of the whole command, start-up included."""
    out = scratch / deck.path.name
    spent = deckline("run", "-q", "--jobs", "1", deck.path, "-o", out)
    gold = from_gold(deck.gold)
    read = from_run(out, find_document(out, deck.path.stem)["document_id"])
    text = "\n".join(s.text for s in read.statements)
    return Result(len(gold.statements), *score(gold, read.statements, text), spent.cpu, spent.largest)


def _sum(results: Sequence[tuple[Deck, Result]]) -> tuple[str, ...]:
    of = sum(r.actions for _, r in results)
    told = [sum(getattr(r, name) or 0 for _, r in results) for name in ("placed", "exact", "wrong_years", "seen")]
    pages = sum(deck.pages for deck, _ in results)
    cpu = sum(r.cpu for _, r in results) / pages
    memory = max(r.memory for _, r in results)
    placed, exact, wrong, seen = told
    return (str(of), str(placed), str(exact), str(wrong), str(seen), f"{cpu:.2f}", f"{memory:.0f}")


def compare(title: str, found: Sequence[Deck]) -> Sheet:
    """Ask all peers that are installed, and deckline, about some decks."""
    results: defaultdict[tuple[str, str], list[tuple[Deck, Result]]] = defaultdict(list)
    failed, versions = [], {}
    with tempfile.TemporaryDirectory() as scratch:
        for deck in found:
            results[deck.kind, "deckline"].append((deck, ours(deck, Path(scratch))))
    for name, peer in PEERS.items():
        for deck in found if python(name).is_file() else ():
            if deck.kind not in peer.kinds:
                continue
            result = ask(name, deck)
            if result is None:
                failed.append(f"{name} on {deck.path.name}")
                continue
            versions[name] = result.version
            results[deck.kind, name].append((deck, result))
    return Sheet(title, HEAD, tuple(_rows(results)), _note(versions, failed))


HEAD = ("read by", "form", "actions", "placed", "of these exact", "wrong years", "texts seen", "CPU s/page", "MiB")


def _rows(results: Mapping[tuple[str, str], list[tuple[Deck, Result]]]) -> Iterator[tuple[str, ...]]:
    for kind in ("slides", *PDFS):
        mine = [(name, rows) for (of, name), rows in results.items() if of == kind]
        for name, rows in sorted(mine, key=lambda m: (m[0] != "deckline", m[0])):
            yield (name, kind, *_sum(rows))


def _note(versions: Mapping[str, str], failed: Sequence[str]) -> str:
    parts = [
        "Placed: the right goal, area and year. Wrong years: a year that is not the action's (deckline: with no doubt "
        "on it). Texts seen: the action's words stand somewhere in what came out, line breaks and hyphens aside. The "
        "tables of the other tools become actions by `peer_rows.py`; their CPU is counted behind the import, that of "
        "deckline is the whole command with its start, workers, report and pictures.",
        "Versions: " + ", ".join(f"{name} {number}" for name, number in versions.items()) + "." if versions else "",
    ]
    absent = [name for name in PEERS if not python(name).is_file()]
    parts.append("Not installed: " + ", ".join(absent) + "." if absent else "")
    parts.append("Failed or took too long: " + ", ".join(failed) + "." if failed else "")
    parts.append("docling reads slides only: its reader of PDFs downloads models.")
    return " ".join(p for p in parts if p)


def hard(seeds: Sequence[int] = HARD_SEEDS) -> Sheet:
    """Compare on generated decks of other organisations, no two laid out alike."""
    from tests.bench.hard.__main__ import make, write

    with tempfile.TemporaryDirectory() as made:
        for seed in seeds:
            for form in ("pptx", "pdf"):
                write(make(seed, form), form, Path(made))
        found = compare("Generated decks of many layouts, by every tool", decks(Path(made), Path(made) / "gold"))
    return replace(found, note=f"Decks that deckline was built with (seeds {min(seeds)} to {max(seeds)}). {found.note}")


def sheets() -> tuple[Sheet, ...]:
    """Compare on the sample decks, on generated ones, and on the decks beside the project where they are."""
    samples = ROOT / "samples"
    out = [compare("The sample decks, by every tool", decks(samples / "decks", samples / "gold")), hard()]
    if SHARED.is_dir():
        out.append(compare("Two real decks in several forms, by every tool", decks(SHARED, SHARED / "gold")))
    return tuple(out)


def main() -> int:
    """Install the peers, or print the comparison."""
    if sys.argv[1:2] == ["install"]:
        return int(install(sys.argv[2:] or list(PEERS)) > 0)
    from tests.bench.table import lines, part

    sys.stdout.write("\n".join(lines([part("peers", sheets())])) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
