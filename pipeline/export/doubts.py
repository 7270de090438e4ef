"""The review queue for reading: what concerns one page for one reason is told once, with the cases below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.errors import Severity
from pipeline.export.review import QueueRow


@dataclass(frozen=True, slots=True)
class Doubt:
    """Rows of the queue about one page, for one reason; ``message`` is what all of them say, if they do."""

    severity: Severity
    kind: str
    code: str
    field: str
    document_id: str
    page: int
    message: str
    rows: tuple[QueueRow, ...]


def grouped(queue: Sequence[QueueRow]) -> tuple[Doubt, ...]:
    """Return the queue with what belongs together told once, in the order of the worst of each."""
    groups: dict[tuple[str, int, str], list[QueueRow]] = {}
    for row in queue:
        code = row.reason.partition(":")[0]
        groups.setdefault((row.document_id, row.page, code), []).append(row)
    return tuple(_doubt(code, rows) for (_, _, code), rows in groups.items())


def _doubt(code: str, rows: list[QueueRow]) -> Doubt:
    first = next((row for row in rows if row.record_id), rows[0])
    messages = {row.reason.partition(": ")[2] for row in rows}
    message = messages.pop() if len(messages) == 1 else ""
    place = (first.document_id, first.page)
    return Doubt(rows[0].severity, first.kind, code, first.field, *place, message, tuple(rows))
