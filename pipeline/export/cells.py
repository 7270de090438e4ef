"""``documents/<id>/tables/*.csv``: every table of a deck as it was read, before anything is understood."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import OutputError
from pipeline.export.atomic import write_bytes
from pipeline.export.columns import clean
from pipeline.export.csv_tables import encode
from pipeline.model import Cell, Deck, Item, Table
from pipeline.naming import table_file


def write_tables(deck: Deck, document_id: str, folder: Path) -> None:
    """Write a CSV per table of ``deck`` below the output folder ``folder``, at ``naming.table_file``.

    Tables are counted from 1 on each page, in page order.  Tables of an earlier reading that are no
    longer there are removed.  Raises ``OutputError``.
    """
    files = {
        table_file(document_id, page.number, n): encode(grid(table))
        for page in deck.pages
        for n, table in enumerate(page.tables, 1)
    }
    for name, data in files.items():
        write_bytes(folder / name, data)
    _remove_others((folder / table_file(document_id, 1, 1)).parent, {folder / name for name in files})


def grid(table: Table) -> tuple[tuple[str, ...], ...]:
    """Return the cells' text, ``rows`` by ``columns``; a merged cell stands in its first place."""
    places = {(cell.row, cell.column): _cell_text(cell) for cell in table.cells}
    return tuple(tuple(places.get((row, column), "") for column in range(table.columns)) for row in range(table.rows))


def _cell_text(cell: Cell) -> str:
    return clean("\n".join(_item_text(item) for item in cell.items))


def _item_text(item: Item) -> str:
    """Return the item's text; a number or letter before it is kept, a mere dot or dash is not."""
    numbered = any(c.isalnum() for c in item.bullet)
    return f"{item.bullet} {item.reading.text}" if numbered else item.reading.text


def _remove_others(folder: Path, kept: set[Path]) -> None:
    try:
        for path in sorted(folder.glob("p*-t*.csv")):
            if path not in kept:
                path.unlink()
    except OSError as error:
        raise OutputError(error.strerror or str(error), where=str(folder), remedy="check the permissions") from error
