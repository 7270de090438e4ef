"""CSV: UTF-8 without a byte order mark, comma, LF, quoted only where needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.export.columns import Table, Value, as_text


def encode(lines: Iterable[Iterable[str]]) -> bytes:
    """Return ``lines`` of fields as CSV (RFC 4180 with LF); the text of a field is kept exactly.

    Written here because ``csv.writer`` leaves a bare CR unquoted in some Python versions.
    """
    return "".join([(",".join(map(_quote, line)) or '""') + "\n" for line in lines]).encode()


def encode_table(table: Table, values: Sequence[Sequence[Value]]) -> bytes:
    """Return the columns ``values`` of ``table`` as CSV with a header."""
    return encode([[c.name for c in table.columns], *zip(*(map(as_text, v) for v in values), strict=True)])


def _quote(field: str) -> str:
    special = '"' in field or "," in field or "\n" in field or "\r" in field
    return '"' + field.replace('"', '""') + '"' if special else field
