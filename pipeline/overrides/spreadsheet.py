"""Reads tables that people fill in: CSV as spreadsheets save it, and the sheets of an XLSX workbook.

An XLSX file is a ZIP of XML parts (ISO/IEC 29500-1, part 18: spreadsheets); only texts and numbers of
cells are read, by the standard library alone.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

from pipeline.errors import UsageError

Row = tuple[int, tuple[str, ...]]
Grid = tuple[Row, ...]

_DELIMITERS = (",", ";", "\t")
# What one part of a workbook may unpack to; a review of a hundred decks is a hundredth of it.
_MOST_BYTES = 200_000_000
_ZIP = b"PK\x03\x04"
_COLUMN = re.compile(r"[A-Z]+")
_WHOLE = re.compile(r"-?\d+\.0*")
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def grids(path: Path) -> tuple[Grid, ...]:
    """Return the tables of a file as rows of (line, cells): one of a CSV file, one per sheet of a workbook.

    Raises ``UsageError`` when the file is not there or is neither.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        why = error.strerror or "cannot be read"
        raise UsageError(why, where=path.name, remedy="name a CSV file or a workbook") from error
    if not data.startswith(_ZIP):
        return (_csv(data, path.name),)
    try:
        return tuple(_workbook(data))
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError, NotImplementedError) as error:
        raise UsageError("is no workbook", where=path.name, remedy="save it again as XLSX or as CSV") from error


def _csv(data: bytes, name: str) -> Grid:
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("is no UTF-8 text", where=name, remedy="save it as 'CSV UTF-8' or as XLSX") from error
    head = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=head.count)
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader, out, line = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [], 1
    try:
        for row in reader:
            out.append((line, tuple(row)))
            line = reader.line_num + 1
    except csv.Error as error:
        raise UsageError(f"is no CSV: {error}", where=f"{name} line {line}", remedy="mend the line") from error
    return tuple(out)


def _workbook(data: bytes) -> Iterator[Grid]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        strings = _shared(book)
        names = [n for n in book.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", n)]
        for name in sorted(names, key=lambda n: (len(n), n)):
            yield tuple(_rows(_part(book, name), strings))


def _part(book: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if book.getinfo(name).file_size > _MOST_BYTES:
        raise ValueError(f"{name} is too large")
    return ElementTree.fromstring(book.read(name))


def _shared(book: zipfile.ZipFile) -> tuple[str, ...]:
    name = "xl/sharedStrings.xml"
    if name not in book.namelist():
        return ()
    return tuple(_text(one) for one in _children(_part(book, name), "si"))


def _children(node: ElementTree.Element, tag: str) -> list[ElementTree.Element]:
    return [one for one in node if one.tag in (_NS + tag, _STRICT + tag)]


def _text(node: ElementTree.Element) -> str:
    """Return the text of a string item: its own, or that of its runs; hints of pronunciation are left out."""
    runs = [t for run in _children(node, "r") for t in _children(run, "t")]
    joined = "".join(t.text or "" for t in (*_children(node, "t"), *runs))
    return _ESCAPED.sub(lambda m: chr(int(m.group(1), 16)), joined)


def _rows(sheet: ElementTree.Element, strings: Sequence[str]) -> Iterator[Row]:
    line = 0
    for row in (r for data in _children(sheet, "sheetData") for r in _children(data, "row")):
        line = int(row.get("r", line + 1))
        cells: dict[int, str] = {}
        for n, cell in enumerate(_children(row, "c")):
            place = _COLUMN.match(cell.get("r", ""))
            cells[_number(place.group()) if place else n] = _cell(cell, strings)
        yield line, tuple(cells.get(k, "") for k in range(max(cells, default=-1) + 1))


def _number(letters: str) -> int:
    """Return the column that ``letters`` name, from 0."""
    total = 0
    for letter in letters:
        total = total * 26 + ord(letter) - ord("A") + 1
    return total - 1


def _cell(cell: ElementTree.Element, strings: Sequence[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(_text(one) for one in _children(cell, "is"))
    value = "".join(one.text or "" for one in _children(cell, "v"))
    if kind == "s":
        return strings[int(value)]
    if kind == "b":
        return "true" if value == "1" else "false"
    return value.split(".")[0] if kind == "n" and _WHOLE.fullmatch(value) else value
