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
# Of fewer words any share may be unknown.
_TELLING_TERMS = 20


def _unknown_share(report: Report, reader: Reader) -> float:
    terms = [t for a in report.actions for t in reader.read(a.text.text).terms if len(t.surface) > 2]
    return sum(not t.known for t in terms) / len(terms) if len(terms) >= _TELLING_TERMS else 0.0


def goals_of(report: Report, language: str, *, is_damaged: bool) -> list[Statement]:
    """Return the goals of a deck in order."""
    doc = report.document
    return [
        Statement(
            g.goal_id,
            "goal",
            doc.document_id,
            doc.reporting_year,
            None,
            g.text.text or _numbered(g),
            i,
            language,
            damaged=is_damaged,
        )
        for i, g in enumerate(report.goals)
    ]


def _numbered(goal: Goal) -> str:
    """Return what stands for a goal of which a deck prints the number alone."""
    return "" if goal.number is None else f"{goal.number}."


def areas_of(report: Report, language: str, goals: dict[str, str], *, is_damaged: bool) -> list[Statement]:
    """Return the areas of a deck in order, their goals named by ``goals`` (goal id to common name)."""
    doc = report.document
    return [
        Statement(
            a.area_id,
            "area",
            doc.document_id,
            doc.reporting_year,
            None,
            a.name.text,
            i,
            language,
            goal=goals.get(a.goal_id, ""),
            damaged=is_damaged,
        )
        for i, a in enumerate(report.areas)
    ]


def actions_of(
    report: Report, language: str, goals: dict[str, str], areas: dict[str, str], *, is_damaged: bool
) -> list[Statement]:
    """Return the actions of a deck in order, goals and areas under their common names."""
    doc = report.document
    lost = {i.record_id for i in report.issues if i.code == Code.TABLE_ORDER_LOST}
    verdicts = {(a.area_id, a.year): a.status for a in report.assessments if a.status is not None and a.area_id}
    return [
        Statement(
            a.action_id,
            "action",
            doc.document_id,
            a.year,
            a.role,
            a.text.text,
            i,
            language,
            goal=goals.get(a.goal_id, ""),
            area=areas.get(a.area_id) or normal(a.area),
            owner=normal(a.owner),
            markers=a.markers,
            status=a.status or (verdicts.get((a.area_id, a.year)) if a.role is Role.ASSESSMENT else None),
            damaged=is_damaged or a.method in (Method.OCR, Method.TEXT_LAYER),
            ragged=a.action_id in lost,
            flat=a.method is Method.FLAT,
        )
        for i, a in enumerate(report.actions)
    ]


def proposals_of(report: Report, language: str, goals: dict[str, str], *, is_damaged: bool) -> list[Statement]:
    """Return what a survey proposed, in order; such notes may be the source of actions."""
    doc = report.document
    return [
        Statement(
            n.note_id,
            PROPOSAL,
            doc.document_id,
            doc.reporting_year,
            None,
            n.text.text,
            i,
            language,
            goal=goals.get(n.goal_id, ""),
            damaged=is_damaged,
        )
        for i, n in enumerate(n for n in report.notes if n.kind is NoteKind.PROPOSAL)
    ]
