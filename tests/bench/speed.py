"""Speed: start-up, a native and a scanned page stage by stage beside the bare tools, memory, two workers.

``python -m tests.bench.speed`` prints the tables.  CPU seconds are those of this process and its children;
of each measurement the least of several is taken.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import spread
from tests.bench.cost import DECKLINE, cost, deckline, least
from tests.bench.table import ROOT, Sheet, lines, part

DECKS = ROOT / "samples" / "decks"
NATIVE = ("ulpaslahti-2022.pdf", "ulpaslahti-2023.pdf", "ulpaslahti-2024.pdf")
SCAN, SCAN_PAGES = "ulpaslahti-2023-scan.pdf", (4, 6, 7)
ROUNDS = 3
FOLDER_SEEDS, FOLDER_PAGES = (1, 2, 3, 4), "2-3"


def spent() -> float:
    """Return the CPU seconds of this process and its children so far."""
    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(use.ru_utime + use.ru_stime for use in uses)


@dataclass(slots=True)
class Laps:
    """CPU seconds by stage; each call of ``lap`` gives the time since the one before to a stage."""

    stages: dict[str, float] = field(default_factory=dict)
    last: float = field(default_factory=spent)

    def lap(self, stage: str) -> None:
        """Give the time since the last lap to ``stage``."""
        now = spent()
        self.stages[stage] = self.stages.get(stage, 0.0) + now - self.last
        self.last = now


def pipeline(path: Path, pages: tuple[int, ...] = ()) -> tuple[dict[str, float], int]:
    """Take one file through all that a worker does; return CPU seconds by stage, and the pages."""
    from pipeline.codec import encode
    from pipeline.export.cells import write_tables
    from pipeline.extract import open_document
    from pipeline.extract.furniture import finish
    from pipeline.extract.pictures import write
    from pipeline.extract.scene import ReadOptions
    from pipeline.model import Deck
    from pipeline.normalise import understand
    from pipeline.normalise.letters import repair
    from pipeline.profiles import profile

    laps = Laps()
    known = profile(())
    laps.lap("profiles")
    source, read = open_document(path, path.name, ReadOptions(pages=pages))
    deck = Deck(source, finish(tuple(read)))
    laps.lap("pages, tables, layout")
    mended = repair(deck, known)
    laps.lap("letters")
    report = understand(mended, path.stem, known)
    laps.lap("goals and actions")
    with tempfile.TemporaryDirectory() as made:
        (Path(made) / "deck.json").write_text(str(encode((deck, report))), encoding="utf-8")
        write_tables(deck, path.stem, Path(made))
        laps.lap("writing")
        write(path.read_bytes(), deck, Path(made) / "pages", (), lambda: None)
        laps.lap("pictures")
    return laps.stages, len(deck.pages)


def bare_pdfplumber(paths: Sequence[Path]) -> float:
    """Return the CPU seconds of pdfplumber's words and tables on all pages."""
    import pdfplumber

    began = spent()
    for path in paths:
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                page.extract_words()
                page.extract_tables()
    return spent() - began


def bare_tesseract(path: Path, pages: Sequence[int]) -> float:
    """Return the CPU seconds of one pass of Tesseract over the pages' pictures, doubled in size."""
    import pypdfium2
    import pytesseract

    began = spent()
    document = pypdfium2.PdfDocument(path)
    for number in pages:
        picture = next(x for x in document[number - 1].get_objects() if x.type == 3).get_bitmap().to_pil()
        pytesseract.image_to_data(picture.resize((picture.width * 2, picture.height * 2)), lang="fin")
    return spent() - began


def _least(measure: Callable[[], float], rounds: int = ROUNDS) -> float:
    return min(measure() for _ in range(rounds))


def _stages(title: str, read: Sequence[tuple[dict[str, float], int]], bare: float, what: str, asked: float) -> Sheet:
    """Return a table of stages per page; ``read`` holds rounds over the same pages, the first with cold caches."""
    pages = read[0][1]
    names = list(read[0][0])
    warm = {name: min(stages[name] for stages, _ in read) / pages for name in names}
    rows = [(name, f"{read[0][0][name] / pages:.3f}", f"{warm[name]:.3f}") for name in names]
    first, best = sum(read[0][0].values()) / pages, sum(warm.values())
    rows.append(("whole pipeline", f"{first:.3f}", f"{best:.3f}"))
    rows.append((what, "", f"{bare / pages:.3f}"))
    rows.append((f"ratio (asked: at most {asked:g})", f"{first * pages / bare:.2f}", f"{best * pages / bare:.2f}"))
    note = f"{pages} pages. First deck: a fresh process, and all that a run loads once; then what a page adds."
    return Sheet(title, ("CPU s per page", "first deck", "further decks"), tuple(rows), note)


def _together(parts: Sequence[tuple[dict[str, float], int]]) -> tuple[dict[str, float], int]:
    names = dict.fromkeys(name for stages, _ in parts for name in stages)
    return {n: sum(stages.get(n, 0.0) for stages, _ in parts) for n in names}, sum(pages for _, pages in parts)


def native() -> Sheet:
    """Measure native pages against bare pdfplumber."""
    paths = [DECKS / name for name in NATIVE]
    read = [_together([pipeline(path) for path in paths]) for _ in range(ROUNDS)]
    bare = _least(lambda: bare_pdfplumber(paths))
    return _stages("A native page", read, bare, "bare pdfplumber, words and tables", 1.5)


def scanned() -> Sheet:
    """Measure scanned pages against one bare pass of Tesseract over the doubled picture."""
    path = DECKS / SCAN
    os.environ["OMP_THREAD_LIMIT"] = "1"
    read = [pipeline(path, SCAN_PAGES) for _ in range(2)]
    bare = _least(lambda: bare_tesseract(path, SCAN_PAGES), 2)
    return _stages("A scanned page", read, bare, "bare Tesseract, picture doubled", 1.6)


def commands() -> Sheet:
    """Measure start-up and whole commands: CPU, wall time, memory."""
    with tempfile.TemporaryDirectory() as made:
        rows = list(_commands(Path(made)))
    head = ("command", "CPU s", "wall s", "parent MiB", "worker MiB", "asked")
    return Sheet("Commands", head, tuple(rows))


def _commands(scratch: Path) -> Iterator[tuple[str, ...]]:
    bare = least([cost([sys.executable, "-c", "pass"]) for _ in range(5)])
    yield ("python -c pass", f"{bare.cpu:.2f}", f"{bare.wall:.2f}", f"{bare.parent:.0f}", "", "")
    start = [cost([*DECKLINE, "--help"]) for _ in range(7)]
    cpu, wall = min(c.cpu for c in start), min(c.wall for c in start)
    yield ("deckline --help", f"{cpu:.2f}", f"{wall:.2f}", f"{start[0].parent:.0f}", "", "0.2 s")
    native = [DECKS / name for name in NATIVE]
    tried: tuple[tuple[str, tuple[str | Path, ...], str], ...] = (
        ("deckline run, three native decks", ("run", "-q", "--jobs", "1", *native), "worker 400 MiB"),
        ("deckline extract, three native decks", ("extract", "-q", "--jobs", "1", *native), ""),
        ("deckline run, one scan, three pages", ("run", "-q", "--pages", "4,6,7", DECKS / SCAN), "worker 400 MiB"),
    )
    for name, arguments, asked in tried:
        one = deckline(*arguments, "-o", scratch / name)
        worker = _worker(scratch / name, arguments)
        yield (name, f"{one.cpu:.2f}", f"{one.wall:.1f}", f"{one.parent:.0f}", worker, asked)


def _worker(out: Path, arguments: Sequence[str | Path]) -> str:
    """Return the memory of the largest worker: of the reading alone, whose parent is small."""
    reading = [a if a != "run" else "extract" for a in arguments]
    return f"{deckline(*reading, '-o', out.with_name(out.name + '-read')).largest:.0f}"


def workers() -> Sheet:
    """Run a folder of scans with one worker and with two."""
    from tests.bench.hard.__main__ import make, write

    with tempfile.TemporaryDirectory() as made:
        inputs = Path(made) / "in"
        inputs.mkdir()
        for seed in FOLDER_SEEDS:
            write(make(seed, "scan"), "scan", inputs)
        run = ("extract", "-q", "--no-pictures", "--ocr", "always", "--pages", FOLDER_PAGES, inputs)
        found = {n: deckline(*run, "--jobs", n, "-o", Path(made) / n) for n in ("1", "2")}
    ratio = found["1"].wall / found["2"].wall
    rows = [(n, f"{c.wall:.1f}", f"{c.cpu:.1f}") for n, c in found.items()]
    rows.append(("ratio (asked: at least 1.85)", f"{ratio:.2f}", ""))
    note = f"Four scanned decks, pages {FOLDER_PAGES}. Load of the machine meanwhile: {os.getloadavg()[0]:.1f}; " + (
        "wall time says little where it is above 2."
    )
    return Sheet("Workers", ("workers", "wall s", "CPU s"), tuple(rows), note)


MEASURES: dict[str, Callable[[], Sheet]] = {
    "commands": commands,
    "native": native,
    "scanned": scanned,
    "workers": workers,
    "cluster": spread.sheet,
}


def sheets(names: Sequence[str] = tuple(MEASURES)) -> tuple[Sheet, ...]:
    """Measure; return the sheets."""
    return tuple(MEASURES[name]() for name in names)


def main() -> int:
    """Print the tables that are named, or all."""
    began = time.monotonic()
    sys.stdout.write("\n".join(lines([part("speed", sheets(sys.argv[1:] or tuple(MEASURES)))])) + "\n")
    sys.stderr.write(f"{time.monotonic() - began:.0f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
