"""deckline as a library: read a deck, understand it, relate several, get data frames, write the output.

Every step gives frozen dataclasses of ``pipeline.model`` and ``pipeline.records``, which can be
kept, compared and made by hand::

    deck = pipeline.read("report-2024.pdf")
    report = pipeline.understand(deck)
    dataset = pipeline.relate([report])
    actions = pipeline.frames(dataset)["actions"]
    pipeline.write(dataset, "out")
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import DocumentError, UsageError
from pipeline.model import Deck
from pipeline.naming import document_id
from pipeline.records import Dataset, Report

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.run import Request

StrPath = str | PathLike[str]


def read(
    path: StrPath, *, languages: Sequence[str] = (), pages: Iterable[int] = (), ocr: str = "auto", password: str = ""
) -> Deck:
    """Return the pages of a file: words, tables and blocks, each with its place.

    ``languages`` are codes such as ``("sv", "fi")``, the most likely first, all known ones by default;
    ``pages`` are numbers from 1, all by default; ``ocr`` is ``auto``, ``always`` or ``never``.
    The file is read in a process of its own, under limits; a page that fails is there with its issue.

    Raises ``UsageError`` where there is no such file, ``DocumentError`` where nothing of it can be read.
    """
    from pipeline import run

    if not Path(path).is_file():
        raise UsageError("no such file", where=fspath(path), remedy="check the path")
    request = _request(languages, (), tuple(sorted(set(pages))), ocr, (password,) if password else ())
    deck, report = run.look(fspath(path), request, understand=False)
    if deck is None:
        told = report.issues[0].message if report.issues else "cannot be read"
        raise DocumentError(told)
    return deck


def understand(deck: Deck, *, languages: Sequence[str] = (), profiles: Sequence[str] = ()) -> Report:
    """Return the goals, areas, actions, verdicts and narrative of a deck.

    ``profiles`` are organisations by name, or paths of their TOML files; all known ones by default.
    Raises ``ProfileError`` where one is not known.
    """
    from pipeline import run

    identity = document_id(deck.source.path, deck.source.sha256)
    return run.understand(deck, identity, _request(languages, profiles))


def relate(reports: Iterable[Report], *, languages: Sequence[str] = (), profiles: Sequence[str] = ()) -> Dataset:
    """Return the reports as one dataset: links between years, threads, outcomes, changes of wording."""
    from pipeline import run

    return run.relate(tuple(reports), _request(languages, profiles))


def frames(dataset: Dataset) -> dict[str, pd.DataFrame]:
    """Return every table of a dataset by its name, typed: text, nullable numbers, dates, categories."""
    from pipeline.export.frames import frames as made

    return made(dataset)


def write(dataset: Dataset, out: StrPath, *, formats: Sequence[str] = ()) -> None:
    """Write a dataset into the folder ``out``: CSV with its data package, SQLite, workbook, report.

    ``formats`` are names of exporters (``pipeline.export.EXPORTERS``), all that are installed by default.
    Raises ``OutputError``, and ``MissingDependencyError`` where a named format needs what is not there.
    """
    from pipeline import __version__
    from pipeline.export import write as written
    from pipeline.export.context import RunContext

    inputs = tuple((d.path, d.sha256, str(d.state)) for d in dataset.documents)
    written(dataset, Path(out), RunContext(__version__, inputs=inputs, formats=tuple(formats)))


def _request(
    languages: Sequence[str],
    profiles: Sequence[str],
    pages: tuple[int, ...] = (),
    ocr: str = "auto",
    passwords: tuple[str, ...] = (),
) -> Request:
    from pipeline.run import Request
    from pipeline.settings import OCR_MODES, Settings

    if ocr not in OCR_MODES:
        raise UsageError(f"unknown value {ocr!r}", where="ocr", remedy=f"choose from {', '.join(OCR_MODES)}")
    settings = Settings(profile=tuple(profiles), lang=tuple(languages), pages=pages, ocr=ocr)
    return Request(settings, passwords=passwords)
