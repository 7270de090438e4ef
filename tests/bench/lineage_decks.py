"""Builds reports from plain rows, for the lineage bench and its tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import Box, Method, NoteKind, Role, State, Status
from pipeline.normalise.lineage.statements import Statement, normal
from pipeline.reading import Reading
from pipeline.records import Action, Area, Document, Goal, Note, Report

_BOX = Box(0, 0, 1, 1)


@dataclass(frozen=True, slots=True)
class Row:
    """One action of a deck: goal number and area name say where it stands."""

    row_id: str
    goal: int | None
    area: str
    year: int | None
    role: Role | None
    text: str
    markers: tuple[str, ...] = ()
    status: Status | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """One deck to be built; ``goals`` are texts by number, ``proposals`` ids and texts of what a survey asked for."""

    document_id: str
    year: int | None
    rows: tuple[Row, ...]
    goals: tuple[tuple[int, str], ...] = ()
    language: str = "fi"
    programme: str = "Ohjelma"
    organisation: str = "Kunta"
    method: Method = Method.NATIVE
    proposals: tuple[tuple[str, str], ...] = ()


def report(plan: Plan) -> Report:
    """Return ``plan`` as a report; goals and areas that only rows name are added."""
    goals = dict(plan.goals)
    areas: dict[tuple[int | None, str], str] = {}
    for row in plan.rows:
        if row.goal is not None:
            goals.setdefault(row.goal, "")
        if row.area:
            areas.setdefault((row.goal, row.area), f"area-{plan.document_id}-{len(areas)}")
    return Report(
        _document(plan),
        goals=tuple(_goal(plan, number, text) for number, text in sorted(goals.items())),
        areas=tuple(_area(plan, key, goal, name) for (goal, name), key in areas.items()),
        actions=tuple(_action(plan, row, areas) for row in plan.rows),
        notes=tuple(_proposal(plan, note_id, text) for note_id, text in plan.proposals),
    )


def reports(plans: Sequence[Plan]) -> list[Report]:
    """Return all ``plans`` as reports."""
    return [report(plan) for plan in plans]


def statements(plan: Plan) -> list[Statement]:
    """Return the rows of a deck with goals under their wording."""
    texts = dict(plan.goals)
    return [
        Statement(
            r.row_id,
            "action",
            plan.document_id,
            r.year,
            r.role,
            r.text,
            i,
            plan.language,
            goal=texts.get(r.goal or 0, ""),
            area=normal(r.area),
            damaged=plan.method != "native",
        )
        for i, r in enumerate(plan.rows)
    ]


def _document(plan: Plan) -> Document:
    return Document(
        document_id=plan.document_id,
        path=f"{plan.document_id}.pdf",
        sha256=plan.document_id,
        media_type="application/pdf",
        title="",
        organisation=plan.organisation,
        body="",
        meeting_date=None,
        author="",
        reporting_year=plan.year,
        plan_period="",
        language=plan.language,
        pages=1,
        state=State.OK,
        profile="",
        programme=plan.programme,
    )


def _goal_id(plan: Plan, number: int | None) -> str:
    return "" if number is None else f"goal-{plan.document_id}-{number}"


def _goal(plan: Plan, number: int, text: str) -> Goal:
    return Goal(_goal_id(plan, number), plan.document_id, number, Reading.of(text), False, 1, _BOX, 1.0)


def _area(plan: Plan, key: str, goal: int | None, name: str) -> Area:
    return Area(key, plan.document_id, _goal_id(plan, goal), goal, Reading.of(name), 1, _BOX, 1.0)


def _proposal(plan: Plan, note_id: str, text: str) -> Note:
    kind = NoteKind.PROPOSAL
    return Note(note_id, plan.document_id, "", None, "", 1, kind, Reading.of(text), 1, _BOX, 1.0)


def _action(plan: Plan, row: Row, areas: dict[tuple[int | None, str], str]) -> Action:
    return Action(
        action_id=row.row_id,
        document_id=plan.document_id,
        goal_id=_goal_id(plan, row.goal),
        goal_number=row.goal,
        area_id=areas.get((row.goal, row.area), ""),
        area=row.area,
        year=row.year,
        role=row.role,
        text=Reading.of(row.text),
        markers=row.markers,
        status=row.status,
        status_raw="",
        owner=row.owner,
        indicator="",
        due="",
        page=1,
        bbox=_BOX,
        method=plan.method,
        confidence=1.0,
        review=False,
    )
