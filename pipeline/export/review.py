"""``review/queue.csv``: everything doubtful in one list, worst first, for a person to answer once."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.errors import COLUMN_OF, Code, Severity
from pipeline.export.columns import Table, as_text, clean, number_text, table
from pipeline.export.context import RunContext
from pipeline.export.csv_tables import encode_table
from pipeline.export.terms import word
from pipeline.model import Band, Decision, Issue, col
from pipeline.naming import record_id
from pipeline.records import Action, Area, Correction, Dataset, Goal, Link

# A reading below this is as likely wrong as not in some part; the records that are made of it say so.
LOW_CONFIDENCE = 0.6
_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)
# A wrong year or goal is worse than anything else that can be wrong with a statement.
_FIELDS = ("", "goal_id", "year", "area_id", "status", "relation", "markers", "confidence", "text")
_OWN_ROWS = (Code.CORRECTION_PROPOSED, Code.LINK_DOUBTFUL)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One doubt about one value."""

    queue_id: str = dataclasses.field(metadata=col("Stable id of the doubt", key="id"))
    severity: Severity = dataclasses.field(metadata=col("error, warning or info"))
    kind: str = dataclasses.field(metadata=col("action, goal, area, link, correction or issue"))
    record_id: str = dataclasses.field(metadata=col("Record that the doubt is about"))
    document_id: str = dataclasses.field(metadata=col("Document; empty where it concerns the whole run"))
    page: int = dataclasses.field(metadata=col("Page; 0 means the whole document"))
    field: str = dataclasses.field(metadata=col("Column in doubt"))
    value: str = dataclasses.field(metadata=col("What was read"))
    candidates: tuple[str, ...] = dataclasses.field(metadata=col("What it could be instead"))
    reason: str = dataclasses.field(metadata=col("Why it is doubtful"))
    text: str = dataclasses.field(metadata=col("Wording that the doubt stands in"))
    answer: str = dataclasses.field(default="", metadata=col("For a person to fill in: see the guide to answers"))
    from_id: str = dataclasses.field(default="", metadata=col("Of a link: earlier record"))
    to_id: str = dataclasses.field(default="", metadata=col("Of a link: later record"))
    from_document_id: str = dataclasses.field(default="", metadata=col("Of a link: document of the earlier record"))
    comment: str = dataclasses.field(default="", metadata=col("For a person's remarks; not read"))


def queue_table() -> Table:
    """Return the columns of the queue."""
    return table("queue", QueueRow)


def files(dataset: Dataset, context: RunContext) -> Iterator[tuple[str, bytes]]:
    """Yield the queue as CSV."""
    table = queue_table()
    yield "review/queue.csv", encode_table(table, table.values_of(review_queue(dataset)))


def review_queue(dataset: Dataset) -> tuple[QueueRow, ...]:
    """Return all doubts of ``dataset``, worst first; the order does not depend on that of the inputs."""
    texts = wordings(dataset)
    issues: dict[str, list[Issue]] = defaultdict(list)
    for issue in dataset.issues:
        issues[issue.record_id].append(issue)
    proposed = [c for c in dataset.corrections if not c.applied and c.decision is Decision.AUTO]
    named = {c.record_id for c in proposed}
    places = _places(dataset)
    rows = [
        *(_correction(c, texts) for c in proposed),
        *(_link(x, places, texts) for x in dataset.links if x.band is Band.REVIEW and x.decision is Decision.AUTO),
        *(row for a in dataset.actions if a.review for row in _action(a, issues[a.action_id], a.action_id in named)),
        *(_unsure(g, g.goal_id, g.text.text) for g in dataset.goals if _uncertain(g)),
        *(_unsure(a, a.area_id, a.name.text) for a in dataset.areas if _uncertain(a)),
    ]
    told = {a.action_id for a in dataset.actions if a.review}
    rows += [_issue(i, texts) for i in dataset.issues if i.severity is not Severity.INFO and _loose(i, told)]
    return tuple(sorted({row.queue_id: row for row in rows}.values(), key=_worst_first))


def wordings(dataset: Dataset) -> dict[str, str]:
    """Return the text of every record that has one, by id."""
    texts = {a.action_id: a.text.text for a in dataset.actions}
    texts |= {g.goal_id: g.text.text for g in dataset.goals} | {a.area_id: a.name.text for a in dataset.areas}
    return (
        texts
        | {i.indicator_id: i.text.text for i in dataset.indicators}
        | {n.note_id: n.text.text for n in dataset.notes}
    )


def _uncertain(record: Goal | Area) -> bool:
    return record.confidence < LOW_CONFIDENCE and "confidence" not in record.decided


def _loose(issue: Issue, told: set[str]) -> bool:
    return issue.code not in _OWN_ROWS and issue.record_id not in told


def _worst_first(row: QueueRow) -> tuple[int, int, str, int, str, str]:
    field = _FIELDS.index(row.field) if row.field in _FIELDS else len(_FIELDS)
    return (_SEVERITIES.index(row.severity), field, row.document_id, row.page, row.record_id, row.queue_id)


def _action(action: Action, issues: Iterable[Issue], corrected: bool) -> Iterator[QueueRow]:
    """Yield a row per reason: its warnings and errors, else what else is known of it, else its confidence."""
    known = [i for i in issues if i.code not in _OWN_ROWS]
    reasons = [i for i in known if i.severity is not Severity.INFO] or known
    for issue in reasons:
        name = COLUMN_OF.get(issue.code, "")
        yield _row(
            Severity.WARNING if issue.severity is Severity.INFO else issue.severity,
            "action",
            action.action_id,
            action.document_id,
            action.page,
            field=name,
            value=_shown(action, name),
            reason=_reason(issue.code, issue.message),
            text=action.text.text,
        )
    if not reasons and not corrected:
        yield _unsure(action, action.action_id, action.text.text)


def _reason(code: str, message: str) -> str:
    return f"{code}: {message}"


def _shown(action: Action, name: str) -> str:
    values = {
        "goal_id": action.goal_number,
        "area_id": action.area,
        "year": action.year,
        "status": action.status_raw,
        "markers": ";".join(action.markers),
        "confidence": action.confidence,
        "text": action.text.raw,
    }
    return as_text(values.get(name))


def _unsure(record: Action | Goal | Area, identity: str, text: str) -> QueueRow:
    kind = {Action: "action", Goal: "goal", Area: "area"}[type(record)]
    value = number_text(record.confidence)
    return _row(
        Severity.WARNING,
        kind,
        identity,
        record.document_id,
        record.page,
        field="confidence",
        value=value,
        reason=_reason(Code.LOW_CONFIDENCE, f"read with confidence {value}"),
        text=text,
    )


def _correction(correction: Correction, texts: dict[str, str]) -> QueueRow:
    rule = " + ".join(map(word, correction.rule.split("+")))
    told = f"{rule}, at character {correction.start}"
    if correction.margin is not None:
        margin = number_text(correction.margin)
        told = f"{rule}, at character {correction.start}; {margin} nats before any other"
    return _row(
        Severity.INFO,
        "correction",
        correction.record_id,
        correction.document_id,
        correction.page,
        field="text",
        value=correction.before,
        candidates=(correction.after,),
        reason=_reason(Code.CORRECTION_PROPOSED, told),
        text=texts.get(correction.record_id, ""),
    )


def _link(link: Link, places: dict[str, tuple[str, int]], texts: dict[str, str]) -> QueueRow:
    document, page = places.get(link.to_id, ("", 0))
    earlier, _ = places.get(link.from_id, ("", 0))
    score, found_by = number_text(link.score), word(link.matched_by or "by_hand")
    told = f"score {score}, found by: {found_by}"
    if link.margin is not None:
        told = f"score {score}, {number_text(link.margin)} before its rival, found by: {found_by}"
    row = _row(
        Severity.WARNING,
        "link",
        link.link_id,
        document,
        page,
        field="relation",
        value=link.relation.value,
        candidates=link.candidates or tuple(i for i in (link.from_id, link.rival_id) if i),
        reason=_reason(Code.LINK_DOUBTFUL, told),
        text=f"{texts.get(link.from_id, '')} → {texts.get(link.to_id, '')}",
    )
    return dataclasses.replace(row, from_id=link.from_id, to_id=link.to_id, from_document_id=earlier)


def _places(dataset: Dataset) -> dict[str, tuple[str, int]]:
    places = {a.action_id: (a.document_id, a.page) for a in dataset.actions}
    places |= {g.goal_id: (g.document_id, g.page) for g in dataset.goals}
    places |= {n.note_id: (n.document_id, n.page) for n in dataset.notes}
    return places | {a.area_id: (a.document_id, a.page) for a in dataset.areas}


def _issue(issue: Issue, texts: dict[str, str]) -> QueueRow:
    name = COLUMN_OF.get(issue.code, "")
    if name == "goal_id" and issue.record_id.startswith("goal"):
        name = "text" if issue.code == Code.GOAL_MISSING else ""
    return _row(
        issue.severity,
        "issue",
        issue.record_id,
        issue.document_id,
        issue.page,
        field=name,
        reason=_reason(issue.code, issue.message),
        text=texts.get(issue.record_id, ""),
    )


def _row(
    severity: Severity,
    kind: str,
    identity: str,
    document: str,
    page: int,
    *,
    field: str,
    reason: str,
    text: str,
    value: str = "",
    candidates: tuple[str, ...] = (),
) -> QueueRow:
    queue_id = record_id("doubt", kind, identity, document, page, field, value, reason)
    return QueueRow(
        queue_id, severity, kind, identity, document, page, field, value, candidates, clean(reason), clean(text)
    )
