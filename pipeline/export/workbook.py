"""``report.xlsx``: the data for people; every cell is a text, a number or a date, never a formula."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.export.context import RunContext
from pipeline.export.sheets import Cell, Linked, Marked, Sheet, sheets, shown
from pipeline.locale import translation
from pipeline.records import Dataset

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.url import Url
    from xlsxwriter.worksheet import Worksheet

# A workbook wants a date of birth; the data has no clock, so every workbook has the same one.
_CREATED = datetime(2000, 1, 1)
_DAYS = {"fi": "d.m.yyyy", "sv": "d.m.yyyy"}
# Calc shows rows as high as they are said to be; a character is about as wide as a unit of width.
_LINE_HEIGHT, _MOST_LINES = 16, 24
# Paper sizes of the standard: A4, and A3 for sheets wider than so many characters.
_A4, _A3, _WIDE = 9, 8, 180
_INK, _TINT, _LINE = "#12343b", "#e8f0f0", "#c5d3d3"


@dataclass(frozen=True, slots=True)
class _Formats:
    text: Format
    number: Format
    share: Format
    day: Format
    head: Format
    brand: Format
    names: Format
    title: Format
    new: Format
    doubt: Format
    answer: Format
    link: Format


@dataclass(frozen=True, slots=True)
class _Pen:
    """What a cell is drawn with: the formats, and the words for true and false."""

    formats: _Formats
    yes: str
    no: str


def files(dataset: Dataset, context: RunContext) -> Iterator[tuple[str, bytes]]:
    """Yield the workbook."""
    import xlsxwriter

    _ = translation(context.language).gettext
    target = io.BytesIO()
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd", "max_url_length": 2079}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": _("Committee decks as data"), "author": "deckline", "created": _CREATED})
        pen = _Pen(_formats(book, context.language), _("yes"), _("no"))
        for number, sheet in enumerate(sheets(dataset, context)):
            _draw(book.add_worksheet(sheet.name), sheet, pen, first=number == 0)
    yield "report.xlsx", target.getvalue()


def _formats(book: Workbook, language: str) -> _Formats:
    base = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
    wrapped = base | {"text_wrap": True}
    return _Formats(
        text=book.add_format(wrapped),
        number=book.add_format(base | {"num_format": "0", "align": "left"}),
        share=book.add_format(base | {"num_format": "0.00", "align": "left"}),
        day=book.add_format(base | {"num_format": _DAYS.get(language, "yyyy-mm-dd"), "align": "left"}),
        head=book.add_format(
            wrapped | {"bold": True, "font_color": _INK, "bg_color": _TINT, "bottom": 1, "bottom_color": _LINE}
        ),
        brand=book.add_format(base | {"bold": True, "font_size": 14, "font_color": _INK}),
        names=book.add_format(base | {"font_size": 8, "font_color": "#5f7377", "bg_color": _TINT}),
        title=book.add_format(base | {"bold": True, "font_color": _INK}),
        new=book.add_format({"font_name": "Calibri", "font_size": 11, "bold": True, "font_color": "#0b5cad"}),
        doubt=book.add_format(wrapped | {"bg_color": "#fff1c9"}),
        answer=book.add_format(wrapped | {"bg_color": "#fffbe9", "border": 1, "border_color": "#e0c36a"}),
        link=book.add_format(wrapped | {"font_color": "#0b5a8a", "underline": 1, "align": "left"}),
    )


def _draw(page: Worksheet, sheet: Sheet, pen: _Pen, *, first: bool) -> None:
    formats, top = pen.formats, 2 if sheet.names else 1
    page.hide_gridlines(2 if first else 0)
    _lay_out(page, sheet, top)
    folded = len(sheet.headers) - sheet.folded
    every = [width if first else _wide(header, width) for header, width in sheet.headers]
    widths = every[:folded]
    page.set_row(0, _LINE_HEIGHT * (1.5 if first else _lines([header for header, _ in sheet.headers], widths)))
    for column, (header, _) in enumerate(sheet.headers):
        page.set_column(column, column, every[column], None, {"level": 1, "hidden": True} if column >= folded else {})
        page.write_string(0, column, header, formats.brand if first else formats.head)
    for column, name in enumerate(sheet.names):
        page.write_string(1, column, name, formats.names)
    page.freeze_panes(top, sheet.frozen)
    if not first:
        page.autofilter(top - 1, 0, max(len(sheet.rows) + top - 1, top), len(sheet.headers) - 1)
    for number, row in enumerate(sheet.rows, top):
        page.set_row(number, _LINE_HEIGHT * _lines(row, widths))
        for column, value in enumerate(row):
            own = formats.title if first and column == 0 else None
            own = formats.answer if sheet.choices and column == sheet.answer else own
            _put(page, number, column, value, own, pen)
    _offer(page, sheet, top)


def _lay_out(page: Worksheet, sheet: Sheet, top: int) -> None:
    """Set how a sheet is printed."""
    page.set_landscape()
    page.set_paper(_A3 if sum(width for _, width in sheet.headers) > _WIDE else _A4)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer("&L&A&R&P / &N")
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, top - 1)


def _wide(header: str, width: int) -> int:
    """Return ``width``, or what the longest word of the header takes beside the button of the filter."""
    return max((width, *(len(part) + 3 for part in header.split())))


def _lines(row: Sequence[Cell], widths: Sequence[int]) -> int:
    """Return how many lines the longest cell of a row takes, as far as they are shown."""
    texts = [(_plain(cell), width) for cell, width in zip(row, widths, strict=False)]
    taken = [sum(max(1, math.ceil(len(part) / width)) for part in text.split("\n")) for text, width in texts if text]
    return min(max(taken, default=1), _MOST_LINES)


def _plain(cell: Cell) -> str:
    if isinstance(cell, Marked):
        return "".join(text for text, _ in cell.pieces)
    return cell if isinstance(cell, str) else ""


def _offer(page: Worksheet, sheet: Sheet, top: int) -> None:
    """Offer answers in the cells that are to be filled in; another answer can be written all the same."""
    at = top
    for choices, rows in groupby(sheet.choices):
        last = at + sum(1 for _ in rows) - 1
        offer = {"validate": "list", "source": list(choices), "error_type": "information", "show_error": False}
        page.data_validation(at, sheet.answer, last, sheet.answer, offer)
        at = last + 1


def _put(page: Worksheet, row: int, column: int, value: Cell, own: Format | None, pen: _Pen) -> None:
    formats = pen.formats
    if isinstance(value, bool):
        page.write_string(row, column, pen.yes if value else pen.no, own or formats.text)
    elif isinstance(value, Marked):
        _put_marked(page, row, column, value, formats)
    elif isinstance(value, Linked):
        _put_link(page, row, column, value, formats)
    elif isinstance(value, str):
        if value:
            page.write_string(row, column, shown(value), own or formats.text)
        elif own is not None:
            page.write_blank(row, column, None, own)
    elif isinstance(value, date):
        page.write_datetime(row, column, datetime(value.year, value.month, value.day), formats.day)
    elif value is not None:
        page.write_number(row, column, value, formats.share if isinstance(value, float) else formats.number)


def _put_link(page: Worksheet, row: int, column: int, value: Linked, formats: _Formats) -> None:
    """Write a text or number that leads somewhere; a sheet holds 65,530 links, further ones are only shown."""
    format_ = formats.text if page.write_url(row, column, _relative(value.target), formats.link) else formats.link
    if isinstance(value.text, int):
        page.write_number(row, column, value.text, format_)
    else:
        page.write_string(row, column, shown(value.text), format_)


def _relative(target: str) -> Url:
    """Return a link with the slashes of the standard (ISO/IEC 29500-2, part names are URIs).

    XlsxWriter writes backslashes, which only Windows follows; given such an object it shows the link's
    target, whatever text it is given beside, so the text is to be written over it.
    """
    from xlsxwriter.url import Url

    url = Url(f"external:{target}")
    url._relationship_link = target
    return url


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
