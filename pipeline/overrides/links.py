"""What an answer about a link decides."""

from __future__ import annotations

from pipeline.model import Relation
from pipeline.normalise.lineage.decisions import LinkDecision, Verdict
from pipeline.overrides.anchors import Record, identity
from pipeline.overrides.fields import CONFIRM, REJECT, RELATIONS
from pipeline.records import Action


def decisions(answer: str, value: str, ends: tuple[Record, Record], other: Record | None) -> tuple[LinkDecision, ...]:
    """Return the decisions of an ``answer`` about the link between ``ends``, which was read as relation ``value``.

    ``other`` is the record that the answer names instead of one of the ends: of the later one where both stand
    in one list, else of the earlier one.
    """
    start, end = (identity(record) for record in ends)
    if other is not None and identity(other) not in (start, end):
        third = identity(other)
        pair = (start, third) if _place(other) == _place(ends[1]) != _place(ends[0]) else (third, end)
        return LinkDecision(start, end, Verdict.CANNOT), LinkDecision(*pair, Verdict.MUST)
    if answer == REJECT:
        return (LinkDecision(start, end, Verdict.CANNOT),)
    told = value if answer == CONFIRM or other is not None else answer
    return (LinkDecision(start, end, Verdict.MUST, Relation(told) if told in RELATIONS else None),)


def _place(record: Record) -> tuple[str, str, str]:
    year, role = (record.year, record.role) if isinstance(record, Action) else ("", "")
    return record.document_id, str(year), str(role)
