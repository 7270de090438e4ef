"""Brings goals, areas, actions and proposals of a deck to the one shape that is matched."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.errors import Code
from pipeline.model import Method, NoteKind, Role
from pipeline.normalise.lineage.statements import PROPOSAL, Reader, Statement, normal
from pipeline.records import Goal, Report


def damaged(reports: Iterable[Report], by_language: dict[str, Reader], default: str) -> frozenset[str]:
    """Return the documents whose words the lexicon so often does not know that misreading explains it."""
    return frozenset(
        r.document.document_id
        for r in reports
        if _unknown_share(r, by_language.get(r.document.language) or by_language[default]) > _DAMAGED_SHARE
    )


# Clean administrative prose has 2 to 8 % words unknown to a dictionary (names, acronyms, house terms);
# an OCR text without diacritics has 30 % and more.
_DAMAGED_SHARE = 0.15


def _unknown_share(report: Report, reader: Reader) -> float:
    terms = [t for a in report.actions for t in reader.read(a.text.text).terms if len(t.surface) > 2]
    return sum(not t.known for t in terms) / len(terms) if terms else 0.0
