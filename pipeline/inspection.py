"""What one file holds, as lines for a person: pages, how they were read, tables, doubts."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.discovery import shown
from pipeline.model import BlockKind, Deck, Page
from pipeline.normalise import explain
from pipeline.profiles import Profile
from pipeline.records import PageRow, Report

_TITLE = 44
_HEAD = ("page", "method", "lang", "words", "lost", "conf", "tables", "title")


def lines(deck: Deck | None, report: Report, known: Profile) -> Iterator[str]:
    """Yield the account of one file; without a deck only why there is none.

    ``known`` are the languages and organisations that the file was understood with.
    """
    document = report.document
    yield f"{shown(document.path)}: {document.state.value}"
    if deck is not None:
        source = deck.source
        engine = f", {source.ocr_engine}" if source.ocr_engine else ""
        yield f"{source.media_type}, read by {source.reader} {source.reader_version}{engine}"
        year = document.reporting_year
        yield shown(f"title: {document.title or '-'}; organisation: {document.organisation or '-'}")
        yield f"reporting year: {year or '-'}; language: {document.language or '-'}; pages: {document.pages}"
        yield ""
        yield from _pages(deck, report)
        yield ""
        found = (("goals", report.goals), ("areas", report.areas), ("actions", report.actions), ("notes", report.notes))
        yield ", ".join(f"{len(records)} {name}" for name, records in found)
        yield from _evidence(deck, known)
    for issue in report.issues:
        page = f"page {issue.page}: " if issue.page else ""
        yield shown(f"{issue.severity.value}: {page}{issue.message} [{issue.code}]")


def _pages(deck: Deck, report: Report) -> Iterator[str]:
    accounts = {row.page: row for row in report.pages}
    rows = [_HEAD, *(_row(page, accounts.get(page.number)) for page in deck.pages)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(_HEAD))]
    for row in rows:
        cells = [
            cell.rjust(w) if n in (0, 3, 4, 5) else cell.ljust(w)
            for n, (cell, w) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _evidence(deck: Deck, known: Profile) -> Iterator[str]:
    """Yield why each title, table, list and board of cards was taken for what it is."""
    found = explain(deck, known)
    if found:
        yield ""
        yield "signs:"
    for one in found:
        yield shown(one.line())


def _row(page: Page, account: PageRow | None) -> tuple[str, ...]:
    title = account.title if account and account.title else _title(page)
    tables = ", ".join(f"{table.rows}x{table.columns}" for table in page.tables)
    lost = str(account.words_unassigned) if account else "-"
    language = account.language if account else ""
    confidence = f"{page.confidence:.2f}"
    return (
        str(page.number),
        page.method.value,
        language or "-",
        str(len(page.words)),
        lost,
        confidence,
        tables or "-",
        shown(title)[:_TITLE],
    )


def _title(page: Page) -> str:
    titles = (block for block in page.blocks if block.kind is BlockKind.TITLE)
    return next((item.reading.text for block in titles for item in block.items), "")
