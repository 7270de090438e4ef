"""What a measurement found, as sheets: kept in ``docs/bench.json``, shown in ``docs/bench.md``."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("pdfplumber", "pdfminer.six", "pypdfium2", "pytesseract", "python-pptx", "rapidfuzz", "distributed")
INTRO = """\
# Measured

Written by `make bench`; `make bench PARTS="speed peers"` measures some parts anew and keeps the others.
Figures are in percent where nothing else is said. CPU seconds count a process and its children; the machine
was shared with other work, so they, and not wall time, are what to compare. Of repeated measurements the
least is shown. The floors that a change must not fall below are in `tests/bench/floors.toml`.
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: a heading, the names of its columns, its rows, and what to know when reading it."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """The sheets of one part, with the date and the machine that they were measured on."""

    name: str
    date: str
    machine: str
    versions: tuple[str, ...]
    sheets: tuple[Sheet, ...]


def machine() -> str:
    """Describe this machine: processor, cores, memory, system."""
    cpu = platform.processor() or platform.machine()
    facts = Path("/proc/cpuinfo")
    if facts.is_file():
        found = re.search(r"model name\s*:\s*(.+)", facts.read_text(encoding="utf-8", errors="replace"))
        cpu = found.group(1) if found else cpu
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return f"{cpu}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}"


def versions() -> tuple[str, ...]:
    """Return the versions that the figures depend on."""
    from pipeline import __version__

    found = [f"deckline {__version__} ({_git()})", f"Python {platform.python_version()}"]
    try:
        told = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=False).stdout
        found.append(" ".join(told.split()[:2]))
    except OSError:
        found.append("no tesseract")
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return tuple(found)


def _git() -> str:
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    return told.stdout.strip() or "no commit"


def part(name: str, sheets: Iterable[Sheet]) -> Part:
    """Return a part measured here and now."""
    date = datetime.now(UTC).date().isoformat()
    return Part(name, date, machine(), versions(), tuple(sheets))


def load(path: Path) -> dict[str, Part]:
    """Read the parts that were measured before, by name; none where there is no file."""
    if not path.is_file():
        return {}
    read = json.loads(path.read_text(encoding="utf-8"))
    return {one["name"]: _part(one) for one in read["parts"]}


def _part(read: Mapping[str, object]) -> Part:
    sheets = read["sheets"]
    told = read["versions"]
    assert isinstance(sheets, list)
    assert isinstance(told, list)
    made = tuple(
        Sheet(str(s["title"]), tuple(s["head"]), tuple(tuple(row) for row in s["rows"]), str(s["note"])) for s in sheets
    )
    return Part(str(read["name"]), str(read["date"]), str(read["machine"]), tuple(map(str, told)), made)


def save(parts: Sequence[Part], folder: Path) -> None:
    """Write ``bench.json`` and ``bench.md`` to ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"parts": [asdict(p) for p in parts]}, ensure_ascii=False, indent=1) + "\n"
    (folder / "bench.json").write_text(text, encoding="utf-8")
    (folder / "bench.md").write_text("\n".join(lines(parts)) + "\n", encoding="utf-8")


def lines(parts: Sequence[Part]) -> Iterator[str]:
    """Yield the lines of the Markdown page."""
    yield INTRO
    for one in parts:
        yield f"## {one.name.capitalize()}\n"
        yield f"{one.date}; {one.machine}; {', '.join(one.versions)}.\n"
        for sheet in one.sheets:
            yield from _sheet(sheet)


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield f"### {sheet.title}\n"
    if sheet.note:
        yield f"{sheet.note}\n"
    if sheet.rows:
        yield _row(sheet.head)
        yield _row(["---", *["---:"] * (len(sheet.head) - 1)])
        yield from (_row(row) for row in sheet.rows)
        yield ""


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
