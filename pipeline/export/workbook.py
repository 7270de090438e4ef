"""``report.xlsx``: the data for people; every cell is a text, a number or a date, never a formula."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from pipeline.export.columns import Value
from pipeline.export.context import RunContext
from pipeline.export.sheets import Marked, Sheet, sheets, shown
from pipeline.records import Dataset

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# A workbook wants a date of birth; the data has no clock, so every workbook has the same one.
_CREATED = datetime(2000, 1, 1)
_INK, _TINT, _LINE = "#12343b", "#e8f0f0", "#c5d3d3"


@dataclass(frozen=True, slots=True)
class _Formats:
    text: Format
    number: Format
    share: Format
    day: Format
    head: Format
    title: Format
    new: Format
    doubt: Format


def files(dataset: Dataset, context: RunContext) -> Iterator[tuple[str, bytes]]:
    """Yield the workbook."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"title": "Committee decks as data", "author": "deckline", "created": _CREATED})
        formats = _formats(book)
        for sheet in sheets(dataset, context):
            _draw(book.add_worksheet(sheet.name), sheet, formats)
    yield "report.xlsx", target.getvalue()


def _formats(book: Workbook) -> _Formats:
    base = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
    wrapped = base | {"text_wrap": True}
    return _Formats(
        text=book.add_format(wrapped),
        number=book.add_format(base | {"num_format": "0", "align": "left"}),
        share=book.add_format(base | {"num_format": "0.00", "align": "left"}),
        day=book.add_format(base | {"num_format": "yyyy-mm-dd", "align": "left"}),
        head=book.add_format(
            wrapped | {"bold": True, "font_color": _INK, "bg_color": _TINT, "bottom": 1, "bottom_color": _LINE}
        ),
        title=book.add_format(base | {"bold": True, "font_color": _INK}),
        new=book.add_format({"font_name": "Calibri", "font_size": 11, "bold": True, "font_color": "#0b5cad"}),
        doubt=book.add_format(wrapped | {"bg_color": "#fff1c9"}),
    )


def _draw(page: Worksheet, sheet: Sheet, formats: _Formats) -> None:
    first = sheet.name == "Read me"
    page.hide_gridlines(2 if first else 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for column, (header, width) in enumerate(sheet.headers):
        page.set_column(column, column, width)
        page.write_string(0, column, header, formats.head)
    page.freeze_panes(1, sheet.frozen)
    if not first:
        page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.headers) - 1)
    for number, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row):
            _put(page, number, column, value, formats.title if first and column == 0 else None, formats)


def _put(page: Worksheet, row: int, column: int, value: Value | Marked, own: Format | None, formats: _Formats) -> None:
    if isinstance(value, bool):
        page.write_string(row, column, "yes" if value else "no", own or formats.text)
    elif isinstance(value, Marked):
        _put_marked(page, row, column, value, formats)
    elif isinstance(value, str):
        if value:
            page.write_string(row, column, shown(value), own or formats.text)
    elif isinstance(value, date):
        page.write_datetime(row, column, datetime(value.year, value.month, value.day), formats.day)
    elif value is not None:
        page.write_number(row, column, value, formats.share if isinstance(value, float) else formats.number)


def _put_marked(page: Worksheet, row: int, column: int, value: Marked, formats: _Formats) -> None:
    """Write a text whose new words stand out; a cell of one piece only is written whole."""
    pieces = [(shown(text), new) for text, new in value.pieces]
    if len(pieces) < 2 or sum(len(text) for text, _ in pieces) > 30_000:
        page.write_string(row, column, shown("".join(text for text, _ in pieces)), formats.doubt)
        return
    fragments: list[str | Format] = []
    for text, new in pieces:
        fragments += [formats.new, text] if new else [text]
    page.write_rich_string(row, column, *fragments, formats.text)
