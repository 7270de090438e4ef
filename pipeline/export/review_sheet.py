"""The sheet *Review*: the queue with room for answers, which ``deckline run --overrides`` reads back.

Its first row is for people, its second has the names of the queue's columns, by which the answers are
found again in whatever language the workbook is.  Kinds, columns, values, reasons and the answers that are
offered stand in words; ``pipeline.overrides`` knows those of every language.
"""

from __future__ import annotations

from pipeline.export.review import QueueRow, review_queue
from pipeline.export.sheets import Cell, Maker, Sheet
from pipeline.locale.templates import said
from pipeline.model import Relation, Status

# Reason to earlier document: by these an answer finds its doubt again.
_FOLDED = 6
_CONFIRM, _REJECT = "confirm", "reject"


def review_sheet(make: Maker) -> Sheet:
    """Return everything doubtful, worst first."""
    _ = make._
    headers = (
        (_("How bad"), 10, "severity"), (_("What"), 13, "kind"), (_("Column"), 13, "field"),
        (_("Meaning"), 36, ""), (_("Was read"), 24, "value"), (_("Could be"), 24, "candidates"),
        (_("Text"), 56, "text"), (_("Your answer"), 26, "answer"), (_("Comment"), 20, "comment"),
        (_("Deck"), 28, "deck"), (_("File"), 24, ""), (_("Page"), 6, "page"), (_("Record"), 18, "record_id"),
        (_("Reason"), 44, "reason"), (_("Doubt"), 18, "queue_id"), (_("Document"), 18, "document_id"),
        (_("Earlier record"), 16, "from_id"), (_("Later record"), 16, "to_id"),
        (_("Earlier document"), 16, "from_document_id"),
    )  # fmt: skip
    queue = review_queue(make.dataset)
    about = _("Everything doubtful, worst first; choose or write an answer, and leave the other columns as they are")
    names = tuple(name for *_rest, name in headers)
    return Sheet(
        _("Review"),
        about,
        tuple((title, width) for title, width, _name in headers),
        tuple(_row(make, q) for q in queue),
        3,
        names,
        names.index("answer"),
        tuple(tuple(map(make.word, _choices(q))) for q in queue),
        _FOLDED,
    )


def _row(make: Maker, q: QueueRow) -> tuple[Cell, ...]:
    deck, path, page = make.place(q.document_id, q.page)
    code, _, details = q.reason.partition(": ")
    meaning = make.told(code, details)
    plain = make.word(q.value) if q.field in ("relation", "status") else q.value
    told = (make.word(q.severity), make.word(q.kind), make.word(q.field), meaning, plain)
    read = ("; ".join(q.candidates), q.text, q.answer, q.comment, deck, path, page, q.record_id)
    own = (f"{code}: {said(details, make.context.language)}", q.queue_id, q.document_id)
    return (*told, *read, *own, q.from_id, q.to_id, q.from_document_id)


def _choices(q: QueueRow) -> tuple[str, ...]:
    if q.kind == "link":
        return (_CONFIRM, _REJECT, *(r.value for r in Relation))
    if q.kind == "correction":
        return (_CONFIRM, _REJECT)
    if q.field == "status":
        return (_CONFIRM, *(s.value for s in Status))
    return (_CONFIRM, _REJECT) if q.kind == "action" else (_CONFIRM,)
