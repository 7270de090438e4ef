"""``data/<table>.csv``: UTF-8 without a byte order mark, comma, LF, quoted only where needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.export.columns import as_text, tables
from pipeline.export.context import RunContext
from pipeline.records import Dataset

_QUOTED = re.compile('[",\r\n]|^\\s|\\s$')


def files(dataset: Dataset, context: RunContext) -> Iterator[tuple[str, bytes]]:
    """Yield every table as (path, bytes), the empty ones too."""
    for table in tables():
        lines = (map(as_text, row) for row in table.rows(dataset))
        yield f"data/{table.name}.csv", encode([[c.name for c in table.columns], *lines])


def encode(lines: Iterable[Iterable[str]]) -> bytes:
    """Return ``lines`` of fields as CSV (RFC 4180 with LF); the text of a field is kept exactly.

    Written here because ``csv.writer`` leaves a bare CR unquoted in some Python versions.
    """
    return "".join([(",".join(map(_quote, line)) or '""') + "\n" for line in lines]).encode()


def _quote(field: str) -> str:
    return '"' + field.replace('"', '""') + '"' if _QUOTED.search(field) else field
