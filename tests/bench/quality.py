"""The quality measurements in one place: each is a command of its own, its figures beside what is asked.

The sample decks are checked against the floors; what lies beside the project is measured where it is.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench import floors
from tests.bench.answers import find_document
from tests.bench.cost import deckline
from tests.bench.measure import Figure
from tests.bench.score import score_document, score_links, write_csv
from tests.bench.table import ROOT, Sheet

SHARED = ROOT.parent / "shared"
SAMPLES = ROOT / "samples"
OUT = ROOT / "build" / "bench"
FORMS = {"pptx": "*[0-9].pptx", "pdf": "*[0-9].pdf", "scan": "*-scan.pdf", "dump": "*-dump.txt"}
FIELDS = ("recall", "precision", "exact", "goal", "area", "year", "status", "whole")
LINKS = """
links.f1 links.recall links.precision links.relation links.moved links.sure_precision links.sure_share_of_gold
links.decoys_sure links.decoys_review threads.f1
"""
OTHER_FIELDS = """
recall precision exact_text_of_matched mean_CER_of_matched field_goal field_area field_year field_status
whole_row_right_of_gold
"""
SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Ask:
    """One measuring command: its module and arguments, what of its output to show, what is asked of it."""

    name: str
    command: tuple[str, ...]
    pattern: str
    asked: str = ""
    needs: Path = ROOT


def asks(seeds: str = "held") -> tuple[Ask, ...]:
    """Return the measuring commands; ``seeds`` are those of the hard decks."""
    hard = ("tests.bench.hard.measure", "--totals", "--no-others", "--seeds")
    first = ",".join(str(n) for n in range(101, 105)) if seeds == "held" else "1-4"
    totals = (
        r"TOTAL\s+(?P<recall>[\d.]+)\s+(?P<precision>[\d.]+)\s+(?P<exact>[\d.]+)\s+(?P<goal>[\d.]+)\s+(?P<area>[\d.]+)"
        r"\s+(?P<year>[\d.]+)\s+[\d.]+\s+(?P<status>[\d.]+)\s+(?P<owner>[\d.]+)\s+(?P<indicator>[\d.]+)\s+(?P<due>[\d.]+)"
        r"|wrong without a doubt: (?P<wrong>[^\n]+)"
    )
    repaired = (
        r"right raw (?P<raw>\S+) applied (?P<applied>\S+) .*CER \S+ (?P<CER>\S+) .*precision (?P<precision>\S+),"
        r" broken (?P<broken>\d+); (?P<speed>\d+) words/s"
    )
    tables = r"P (?P<precision>\S+)\s+R (?P<recall>\S+)\s+F1 (?P<F1>\S+)|per page (?P<seconds>\S+)"
    texts, decks, pages = SHARED / "text", SHARED / "decks", SHARED / "tables"
    letters = "tests.bench.letters"
    lineage = (
        r"links (?P<links>\d+)\s+F1 (?P<F1>\S+)|sure: precision (?P<sure>\S+) at (?P<share>\S+)"
        r"|linked: sure (?P<decoys>\d+)|relation right (?P<relation>\S+)|top three (?P<top>\S+)"
        r"|new/dropped F1 (?P<fates>\S+)|plan of \S+: (?P<account>\d+ of \d+)|T\d\S* F1 (?P<task>\S+)"
    )
    clean, changed = "words changed at most 0.02 %", r"words (?P<words>\d+),.* applied (?P<changed>\d+), precision"
    drawn = r"all\s+placed\s+(?P<placed>[\d.]+) % exact\s+(?P<exact>[\d.]+) % wrong\s+(?P<wrong>[\d.]+)"
    kind = ("tests.bench.tables", str(pages), "--kind")
    told = "series held back, clean, then through scans, then real decks"
    asked = "F1 0.93; sure 0.99 at 0.80; relation 0.95; top 0.99; new and dropped 0.95"
    native = "97, goal 99, status 98; wrong 0.5"
    return (
        Ask(f"hard decks, native, seeds {seeds}", (*hard, seeds, "--forms", "pptx,pdf"), totals, native),
        Ask(f"hard decks, scans, seeds {first}", (*hard, first, "--forms", "scan"), totals, "93, goal 98"),
        Ask("drawn table pages, bad scans", ("tests.bench.scan_score", "0", "9"), drawn, "placed 95"),
        Ask("table pages, born digital", (*kind, "born"), tables, "F1 0.92", pages),
        Ask("table pages, scans", (*kind, "scan"), tables, "F1 0.80", pages),
        Ask("table pages, slides", (*kind, "slides"), tables, "F1 1.00", pages),
        Ask("letters, a dump of 2025", (letters, "dump"), repaired, "98.5 %, CER 0.40 %, precision 99.5 %", decks),
        Ask("letters, Finnish stripped", (letters, "stripped-fi"), repaired, "99.4 %", texts),
        Ask("letters, Swedish stripped", (letters, "stripped-sv"), repaired, "98.8 %", texts),
        Ask("letters, clean Finnish", (letters, "clean-fi"), changed, clean, texts),
        Ask("letters, clean Swedish", (letters, "clean-sv"), changed, clean, texts),
        Ask("letters, fresh noise, Finnish", (letters, "noise-fi"), repaired, "97 %", texts),
        Ask("letters, fresh noise, Swedish", (letters, "noise-sv"), repaired, "97 %", texts),
        Ask(
            "decks at hand without their organisation's profile",
            ("tests.bench.unprofiled",),
            r"decks (?P<decks>\d+), without the profile at most (?P<lost>\S+) points less",
            "within 1 point",
            decks,
        ),
        Ask(f"lineage, {told}", ("tests.bench.lineage",), lineage, asked),
    )


def measured(ask: Ask) -> tuple[str, ...]:
    """Run one command; return its row, which says so where it failed."""
    command = [sys.executable, "-m", *ask.command]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, cwd=ROOT, check=True)
    except subprocess.SubprocessError as error:
        return ask.name, f"not measured ({type(error).__name__})", ask.asked
    return ask.name, ", ".join(figures(ask.pattern, done.stdout)), ask.asked


def figures(pattern: str, text: str) -> Iterator[str]:
    """Yield ``name value`` of every named group that matched, in the order of the text."""
    for match in re.finditer(pattern, text):
        found = {name: value for name, value in match.groupdict().items() if value}
        yield from (f"{name} {value.strip(',;')}" for name, value in found.items())


def commands(seeds: str) -> Sheet:
    """Run all measuring commands whose data is at hand."""
    todo = [ask for ask in asks(seeds) if ask.needs.exists()]
    note = "`python -m` the module shows the same and more; what lies beside the project is left out where absent."
    return Sheet("By measure", ("measured on", "figures", "asked"), tuple(measured(ask) for ask in todo), note)


def _value(figures_: Sequence[Figure], name: str) -> str:
    value = next((f.value for f in figures_ if f.name == name), None)
    return "–" if value is None else f"{value:.1f}"


def _wrong(figures_: Sequence[Figure]) -> str:
    counted = [f for f in figures_ if f.name.startswith("unquestioned.wrong") or f.name == "unquestioned.invented"]
    return f"{sum(f.right for f in counted):g}"


def samples(*, lift: bool = False) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """Score the sample decks, form by form; return two sheets, and a line for each figure below its floor.

    ``lift`` writes what is better than its floor as the new one.
    """
    rows, links, fallen = [], [], []
    known = floors.load()
    for form, pattern in FORMS.items():
        out = OUT / form
        deckline("run", "-q", *sorted((SAMPLES / "decks").glob(pattern)), "-o", out)
        for name, found in _documents(out, form):
            rows.append((name, *(_value(found, f"actions.{field}") for field in FIELDS), _wrong(found)))
            if lift:
                known[name] = floors.raise_floors(found, known.get(name, {}))
            fallen += [f"{name}: {line}" for line in floors.check_floors(found, known.get(name, {}))]
        if form in ("pptx", "pdf"):
            linked = score_links(out, SAMPLES / "gold" / "lineage.csv", {})
            shown = [f for f in linked if f.name in LINKS.split()]
            links += [(f"{form}: {f.name}", _value([f], f.name), f"{f.right:g} of {f.of:g}") for f in shown]
    if lift:
        floors.save(known)
    head = ("deck", *FIELDS, "wrong without a doubt")
    decks = Sheet("Sample decks: actions against answers made by hand", head, tuple(rows))
    return (decks, Sheet("Sample decks: links", ("figure", "value", "counts"), tuple(links))), tuple(fallen)


def _documents(out: Path, form: str) -> Iterator[tuple[str, tuple[Figure, ...]]]:
    for gold in sorted((SAMPLES / "gold").glob("*.json")):
        suffix = {"scan": "-scan.pdf", "dump": "-dump.txt"}.get(form, f".{form}")
        try:
            yield score_document(out, gold, f"{gold.stem}{suffix}")
        except LookupError:
            continue


def shared() -> Sheet:
    """Score the decks beside the project with the program that lies there."""
    rows = []
    fields = tuple(OTHER_FIELDS.split())
    folder = SHARED / "decks"
    with tempfile.TemporaryDirectory() as made:
        for path in sorted([*folder.glob("*.p*"), *folder.glob("flat/*.txt")]):
            if path.suffix not in (".pdf", ".pptx", ".txt"):
                continue
            gold, out = folder / "gold" / f"{path.stem.partition('_')[0]}.json", Path(made) / path.name
            deckline("run", "-q", "--no-pictures", path, "-o", out)
            write_csv(out, find_document(out, path.stem)["document_id"], out / "csv")
            command = [sys.executable, str(folder / "score.py"), str(gold), str(out / "csv" / "ACTIONS.csv"), "--json"]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            told = json.loads(done.stdout)["actions"]
            rows.append((path.name, *("–" if told[f] is None else f"{told[f]:.1f}" for f in fields)))
    head = ("deck", *(f.replace("field_", "").replace("_of_matched", "").replace("_", " ") for f in fields))
    return Sheet("Two real decks, by their own score", head, tuple(rows))


def sheets(*, seeds: str = "held", lift: bool = False) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """Measure all; return the sheets and the figures below their floors."""
    found, fallen = samples(lift=lift)
    more = (shared(),) if (SHARED / "decks" / "score.py").is_file() else ()
    return (*found, *more, commands(seeds)), fallen
