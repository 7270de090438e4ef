"""The report and the workbook, checked as they stand on the disk: links, figures, formulas, rows.

Nothing of another module of the export is asked how the pages were made: what a reader could follow or count
on them is followed and counted.
"""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote

Rows: TypeAlias = Mapping[str, Sequence[Mapping[str, str]]]

_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_FORMULA = re.compile(rb"<f[ >/]")
_ROW = re.compile(rb"<row ")
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_TARGET = re.compile(rb'Target="([^"]*)"[^>]*TargetMode="External"')


@dataclass(slots=True)
class _Page(HTMLParser):
    """What a page leads to and what it can be led to; ``figures`` are the numbers marked for checking."""

    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    figures: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.links += [given[name] for name in ("href", "src") if name in given]
        if "id" in given:
            self.anchors.add(given["id"])
        if "data-count" in given:
            self.figures[given["data-count"]] = given.get("value", "")


def wrong_report(out: Path, tables: Rows, doubts: int | None) -> Iterator[str]:
    """Yield a line for every link of ``report/`` that leads nowhere and every figure that the tables do not bear out.

    ``doubts`` is how many rows the review queue has, ``None`` where it could not be read.
    """
    folder = (out / "report").resolve()
    pages = {path: _read(path) for path in sorted(folder.rglob("*.html"))}
    for path, page in pages.items():
        shown = path.relative_to(folder.parent).as_posix()
        for link in dict.fromkeys(page.links):
            if wrong := _broken(folder, path, link, pages):
                yield f"{shown}: {wrong}"
    threads = {row["thread_id"] for row in tables.get("threads", ())}
    for thread in sorted(threads):
        if folder.is_dir() and not (folder / "threads" / f"{thread}.html").is_file():
            yield f"report/threads/{thread}.html: missing"
    index = pages.get(folder / "index.html")
    if index is not None:
        yield from _figures(index.figures, tables, doubts)


def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8", errors="replace"))
    return page


def _broken(folder: Path, page: Path, link: str, pages: Mapping[Path, _Page]) -> str:
    """Return what is wrong with a link of a page, if anything."""
    if _ELSEWHERE.match(link):
        return f"leads out of the report: {link!r}"
    name, _, anchor = link.partition("#")
    target = Path(os.path.normpath(page.parent / unquote(name))) if name else page
    if not target.is_relative_to(folder):
        return f"leads out of the report: {link!r}"
    if not target.is_file():
        return f"{link!r} leads nowhere"
    if anchor and target in pages and unquote(anchor) not in pages[target].anchors:
        return f"there is no place {link!r}"
    return ""


def _figures(figures: Mapping[str, str], tables: Rows, doubts: int | None) -> Iterator[str]:
    told = _counted(tables) | ({} if doubts is None else {"doubts": doubts})
    for name, count in told.items():
        if name not in figures:
            yield f"report/index.html: does not count {name}"
        elif figures[name] != str(count):
            yield f"report/index.html: counts {figures[name]} {name}, the tables {count}"


def _counted(tables: Rows) -> dict[str, int]:
    """Return the figures of the overview, counted from the tables."""
    left_out = ("error", "skipped", "duplicate")
    thread = {row["record_id"]: row["thread_id"] for row in tables.get("threads", ())}
    year = {row["record_id"]: row["year"] for row in tables.get("threads", ())}
    actions = [(row["action_id"], row["year"]) for row in tables.get("actions", ())]
    lives = {(thread.get(name, name), year.get(name, own)) for name, own in actions}
    counts = {
        "decks": sum(row["state"] not in left_out for row in tables.get("documents", ())),
        "goals": len({thread.get(row["goal_id"], row["goal_id"]) for row in tables.get("goals", ())}),
        "actions": len({name for name, _ in lives}),
        "statements": len(actions),
    }
    years = sorted({when for _, when in lives if when})
    return counts | ({f"actions-{one}": sum(when == one for _, when in lives) for one in years} if years[1:] else {})


# What each sheet of the workbook has a row for, in their order; None where it is not a row of a table.
SHEETS = (
    None, "actions", None, None, "goals", "queue", "notes", "documents",
    "areas", "assessments", "indicators", "corrections", "pages", "issues",
)  # fmt: skip


def wrong_workbook(out: Path, tables: Rows, doubts: int | None) -> Iterator[str]:
    """Yield a line for every formula, missing row and broken link of ``report.xlsx``."""
    path = out / "report.xlsx"
    if not path.is_file():
        return
    counts: dict[str, int | None] = {**{name: len(rows) for name, rows in tables.items()}, "queue": doubts}
    try:
        with zipfile.ZipFile(path) as book:
            names = {int(found[1]): name for name in book.namelist() if (found := _SHEET.fullmatch(name))}
            if len(names) != len(SHEETS):
                yield f"report.xlsx: has {len(names)} sheets instead of {len(SHEETS)}"
                return
            for number, table in enumerate(SHEETS, 1):
                yield from _sheet(book, out, names[number], number, (table, counts.get(table)) if table else None)
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        yield f"report.xlsx: cannot be read: {type(error).__name__} {error}"


def _sheet(
    book: zipfile.ZipFile, out: Path, name: str, number: int, expected: tuple[str, int | None] | None
) -> Iterator[str]:
    data = book.read(name)
    if found := len(_FORMULA.findall(data)):
        yield f"report.xlsx: sheet {number} has {found} formulas"
    if expected is not None and expected[1] is not None:
        table, count = expected
        rows = len(_ROW.findall(data)) - (2 if table == "queue" else 1)
        if rows != count:
            yield f"report.xlsx: sheet {number} has {rows} rows, {table} {count}"
    links = f"xl/worksheets/_rels/{name.rpartition('/')[2]}.rels"
    for target in sorted(set(_TARGET.findall(book.read(links) if links in book.namelist() else b""))):
        if not (out / unquote(target.decode())).is_file():
            yield f"report.xlsx: sheet {number} leads to {target.decode()}, which is missing"
