"""Reads a deck in this process, the way a run does, into the shape that answers are compared in."""

from __future__ import annotations

from pathlib import Path

from pipeline.extract import open_document
from pipeline.extract.furniture import finish
from pipeline.extract.scene import ReadOptions
from pipeline.model import Deck
from pipeline.normalise import understand
from pipeline.normalise.letters import repair
from pipeline.profiles import Profile
from pipeline.records import Action, Report
from tests.bench.answers import FACTS, Answers, Statement, Text, Verdict, fold


def read_deck(path: Path, ocr: str = "never") -> Deck:
    """Read the pages of a file; ``ocr`` as in the reading options."""
    source, pages = open_document(path, path.name, ReadOptions(ocr=ocr))
    return Deck(source, finish(tuple(pages)))


def read(path: Path, profile: Profile, ocr: str = "never") -> tuple[Report, Answers]:
    """Read and understand a file."""
    report = understand(repair(read_deck(path, ocr), profile), path.stem, profile)
    return report, answers(report)


def _statement(a: Action) -> Statement:
    return Statement(
        id=a.action_id,
        variants=(fold(a.text.text),),
        goal=a.goal_number,
        area=fold(a.area),
        year=a.year,
        role=str(a.role or ""),
        markers=frozenset(a.markers),
        status=str(a.status or ""),
        status_raw=fold(a.status_raw),
        owner=fold(a.owner),
        indicator=fold(a.indicator),
        due=fold(a.due),
        page=a.page,
        review=a.review,
    )


def answers(report: Report) -> Answers:
    """Return a report in the shape that answers have."""
    document = report.document
    facts = {name: getattr(document, name) for name in FACTS}
    names = {a.area_id: fold(a.name.text) for a in report.areas}
    notes = {n.note_id: fold(n.text.text) for n in report.notes}
    return Answers(
        name=document.path,
        facts=tuple((name, "" if value is None else fold(str(value))) for name, value in facts.items()),
        statements=tuple(_statement(a) for a in report.actions),
        goals=tuple(Text((fold(g.text.text),), goal=g.number, binding=g.binding) for g in report.goals),
        areas=tuple(Text((names[a.area_id],), goal=a.goal_number) for a in report.areas),
        indicators=tuple(Text((fold(i.text.text),)) for i in report.indicators),
        notes=tuple(
            Text((notes[n.note_id],), n.goal_number, n.page, n.level, str(n.kind), notes.get(n.parent_id, ""))
            for n in report.notes
        ),
        verdicts=tuple(
            Verdict(names.get(v.area_id, ""), v.year, str(v.status or ""), fold(v.status_raw))
            for v in report.assessments
        ),
        words=sum(p.words for p in report.pages),
        words_unassigned=sum(p.words_unassigned for p in report.pages),
    )
