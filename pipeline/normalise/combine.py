"""Reports of many decks to one dataset, with what links them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.profiles import Profile
from pipeline.records import Dataset, Report

if TYPE_CHECKING:
    # Lineage loads scipy, which a worker that only understands decks has no use for.
    from pipeline.normalise.lineage import Each, LinkDecision


def relate(
    reports: Sequence[Report], profile: Profile, decisions: Sequence[LinkDecision] = (), each: Each = map
) -> Dataset:
    """Put all reports into one dataset, in their order, and link what continues through the years.

    ``decisions`` are what a person said of links; actions that lost their place take it from a sibling.
    ``each`` maps over the series, in this process or in several.
    """
    from pipeline.normalise import lineage

    found = lineage.relate(reports, profile, decisions, each)
    reports = lineage.place(reports, found)
    found = lineage.dated(found, reports)
    return Dataset(
        documents=tuple(r.document for r in reports),
        pages=tuple(row for r in reports for row in r.pages),
        goals=tuple(row for r in reports for row in r.goals),
        areas=tuple(row for r in reports for row in r.areas),
        actions=tuple(row for r in reports for row in r.actions),
        assessments=tuple(row for r in reports for row in r.assessments),
        indicators=tuple(row for r in reports for row in r.indicators),
        notes=tuple(row for r in reports for row in r.notes),
        corrections=tuple(row for r in reports for row in r.corrections),
        links=found.links,
        threads=found.threads,
        outcomes=found.outcomes,
        changes=found.changes,
        tables=tuple(row for r in reports for row in r.tables),
        issues=(*(row for r in reports for row in r.issues), *found.issues),
    )
