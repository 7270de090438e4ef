"""``dataset.sqlite``: the same tables with types and keys, views for the common questions, full-text search.

The database is built in memory and taken out as bytes, so that equal data gives equal bytes; it
opens in any SQLite since 3.28, and in Datasette as it is: an FTS5 index ``actions_fts`` names its
``content`` table, which is how Datasette finds it (sqlite.org/fts5.html, section 4.4.3).
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator

from pipeline.export.columns import Column, Table, Type, Value, as_text, tables
from pipeline.export.context import RunContext
from pipeline.records import Dataset

APPLICATION_ID = 0x6465636B  # "deck" in ASCII, shown by file(1)
_TYPES = {
    Type.STRING: "TEXT",
    Type.DATE: "TEXT",
    Type.INTEGER: "INTEGER",
    Type.NUMBER: "REAL",
    Type.BOOLEAN: "INTEGER",
}

V_ACTIONS = """
CREATE VIEW v_actions AS
SELECT a.action_id, a.year, a.role, a.goal_number, g.text AS goal, a.area, a.text, a.status, a.status_raw,
       a.markers, a.owner, a.due, a.review, a.confidence,
       (SELECT min(t.thread_id) FROM threads t WHERE t.record_id = a.action_id) AS thread_id,
       a.document_id, d.title AS document, d.reporting_year, d.meeting_date, d.path, a.page, a.bbox
FROM actions a
JOIN documents d ON d.document_id = a.document_id
LEFT JOIN goals g ON g.goal_id = a.goal_id
ORDER BY a.year, a.goal_number, a.document_id, a.page, a.rowid
"""

# Searched without regard to case and diacritics: a text that lost its letters is found as well.
SEARCHED = {
    "goals": ("text", "text_raw"),
    "areas": ("name", "name_raw"),
    "actions": ("text", "text_raw", "area", "owner"),
    "indicators": ("text", "text_raw"),
    "notes": ("text", "text_raw"),
}
_TOKENS = "unicode61 remove_diacritics 2"

# Of the records of a thread and year a doubtful one is shown only for want of a better, the plan before
# the roadmap that repeats it, the surest first; a verdict is taken from whichever of them has one.
V_THREAD_YEARS = """
CREATE VIEW v_thread_years AS
WITH wording AS (
  SELECT action_id AS id, text, area, goal_number, status, page, confidence, review FROM actions
  UNION ALL SELECT goal_id, text, NULL, number, NULL, page, confidence, 0 FROM goals
  UNION ALL SELECT area_id, name, name, goal_number, NULL, page, confidence, 0 FROM areas
), ranked AS (
  SELECT t.thread_id, t.kind, t.year, t.record_id, t.document_id, t.role,
         w.text, w.area, w.goal_number, w.page, w.review,
         count(*) OVER place AS records,
         first_value(w.status) OVER (place ORDER BY w.status IS NULL, w.review, d.reporting_year DESC,
           t.record_id) AS status,
         row_number() OVER (place ORDER BY w.review, t.role IS NULL,
           CASE t.role WHEN 'plan' THEN 0 WHEN 'assessment' THEN 1 ELSE 2 END,
           w.confidence DESC, t.record_id) AS rank
  FROM threads t
  JOIN documents d ON d.document_id = t.document_id
  LEFT JOIN wording w ON w.id = t.record_id
  WINDOW place AS (PARTITION BY t.thread_id, t.year)
)
SELECT thread_id, kind, year, goal_number, area, text, status, review, records, record_id, role, document_id, page
FROM ranked WHERE rank = 1 ORDER BY thread_id, year
"""


def files(dataset: Dataset, context: RunContext) -> Iterator[tuple[str, bytes]]:
    """Yield the database."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as base:
        for pragma in ("page_size = 4096", "encoding = 'UTF-8'", "foreign_keys = OFF", "auto_vacuum = NONE"):
            base.execute(f"PRAGMA {pragma}")
        base.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        base.execute("BEGIN")
        for table in tables():
            _fill(base, table, _plain(table, table.values(dataset)))
        base.execute(V_ACTIONS)
        base.execute(V_THREAD_YEARS)
        base.execute("COMMIT")
        base.execute("VACUUM")
        for name, columns in SEARCHED.items():  # after VACUUM, which may number the rows anew
            _index_words(base, name, columns)
        data = base.serialize()
    yield "dataset.sqlite", _without_version(data)


def _fill(base: sqlite3.Connection, table: Table, values: list[list[Value]]) -> None:
    keyed = bool(table.primary_key) and _unique(table, values)
    base.execute(_create(table, keyed))
    marks = ", ".join("?" * len(table.columns))
    base.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', zip(*values, strict=True))
    for columns in _indexed(table):
        name, listed = "_".join(columns), ", ".join(f'"{c}"' for c in columns)
        base.execute(f'CREATE INDEX "{table.name}_{name}" ON "{table.name}" ({listed})')


def _index_words(base: sqlite3.Connection, table: str, columns: tuple[str, ...]) -> None:
    listed = ", ".join(columns)
    base.execute(f"CREATE VIRTUAL TABLE {table}_fts USING fts5({listed}, content='{table}', tokenize='{_TOKENS}')")
    base.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")


def _unique(table: Table, values: list[list[Value]]) -> bool:
    """Whether the key holds.

    Where it does not, the rows are kept and the key is left out: losing rows would be worse, and
    ``validate`` reports the double.
    """
    keys = [v for v, c in zip(values, table.columns, strict=True) if c.name in table.primary_key]
    return len(set(zip(*keys, strict=True))) == len(keys[0])


def _indexed(table: Table) -> list[tuple[str, ...]]:
    names = {c.name for c in table.columns}
    loose = [(name,) for name in ("record_id", "from_id", "to_id") if name in names]
    return [key.columns for key in table.foreign_keys] + loose


def _create(table: Table, keyed: bool) -> str:
    parts = [_column(c) for c in table.columns]
    if keyed:
        parts.append(f"PRIMARY KEY ({_names(table.primary_key)})")
    for key in table.foreign_keys:
        target = f'"{key.table}" ({_names(key.references)})'
        parts.append(f"FOREIGN KEY ({_names(key.columns)}) REFERENCES {target} DEFERRABLE INITIALLY DEFERRED")
    return f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join(parts) + "\n)"


def _column(column: Column) -> str:
    parts = [f'"{column.name}"', _TYPES[column.type]]
    if column.required and column.type is not Type.NUMBER:
        parts.append("NOT NULL")
    if column.type is Type.BOOLEAN:
        parts.append(f'CHECK ("{column.name}" IN (0, 1))')
    if column.values:
        listed = ", ".join(f"'{value}'" for value in column.values)
        parts.append(f'CHECK ("{column.name}" IN ({listed}))')
    return " ".join(parts)


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _plain(table: Table, values: list[list[Value]]) -> list[list[Value]]:
    """Return ``values`` with dates as ISO text, which is how SQLite reckons with them."""
    dated = [c.type is Type.DATE for c in table.columns]
    return [[as_text(v) or None for v in column] if day else column for column, day in zip(values, dated, strict=True)]


def _without_version(data: bytes) -> bytes:
    """Return the database with the SQLite version of its writer (header bytes 96 to 99) taken out."""
    view = memoryview(data)
    return b"".join((view[:96], bytes(4), view[100:]))
