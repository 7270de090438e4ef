"""Two decks of one programme and the answers that a person gives about them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.errors import Code, Severity
from pipeline.model import BlockKind, Edit, Issue, Reading
from pipeline.normalise import understand
from pipeline.normalise.assemble import corrections
from pipeline.overrides import COLUMNS
from pipeline.profiles import profile
from pipeline.records import Action, Report
from tests.build import Spec, block, deck, item, page, table

HOUSE = profile(("fi",), organisations=())
FIRST, SECOND, AGAIN = "ohjelma-2023-aaaaaaaa", "ohjelma-2024-bbbbbbbb", "ohjelma-2024-cccccccc"
PIERS, LAMPS, SIGNS, BOATS = (
    "Laiturit kunnostetaan rannoilla",
    "Valaistus uusitaan satamassa",
    "Kyltit pystytetään aallonmurtajalle",
    "Venepaikat numeroidaan keväällä",
)


def report(identity: str, year: int, *, piers: str = PIERS, boats: str = BOATS, verdict: str = "Toteutunut") -> Report:
    """Return a deck that assesses ``year``, with a proposed correction in its signs and a goal without wording."""
    rows: list[list[Spec]] = [
        ["Tavoite", "Toimenpidekokonaisuus", f"Toimenpiteet {year}", "Arvio toteutumisesta"],
        ["Tavoite 1: Satama on kaikille", "Laiturit", piers, verdict],
        ["Tavoite 2: Rannoilla on turvallista", "Valaistus", LAMPS, "Osittain toteutunut"],
        ["Tavoite 3", "Opastus", [SIGNS, boats], "Ei toteutunut"],
    ]
    note = block(BlockKind.TEXT, item("Satamassa kävi vuoden aikana paljon veneitä.", 300))
    made = understand(deck(page(1, f"Satamaohjelma {year}", tables=[table(rows)], blocks=[note])), identity, HOUSE)
    document = replace(made.document, document_id=identity, path=f"{identity[:12]}.pdf", sha256=identity[-8:] * 8)
    return _doubtful(replace(made, document=replace(document, reporting_year=year, programme="Satamaohjelma")))


def _doubtful(made: Report) -> Report:
    """Let the letters of the signs be in doubt."""
    signs = action(made, SIGNS)
    start = SIGNS.index("aallon")
    said = Reading.of(SIGNS, Edit(start, "aallon", "aaltojen", "letters", 0.5, applied=False))
    doubt = Issue(
        made.document.document_id, 1, Severity.WARNING, Code.CORRECTION_PROPOSED, "a correction is proposed",
        signs.action_id,
    )  # fmt: skip
    actions = tuple(replace(a, text=said, review=True) if a is signs else a for a in made.actions)
    proposed = corrections(made.document.document_id, [(signs.action_id, 1, said)])
    return replace(made, actions=actions, issues=(*made.issues, doubt), corrections=(*made.corrections, *proposed))


def action(made: Report, raw: str) -> Action:
    """Return the action that the page shows as ``raw``."""
    return next(a for a in made.actions if a.text.raw == raw)


def written(path: Path, rows: Sequence[Mapping[str, str]], delimiter: str = ",") -> Path:
    """Write answers as a copy of the queue and return the file."""
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, [c for c in COLUMNS if c != "deck"], delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(target.getvalue(), encoding="utf-8")
    return path


def about(record: Action, field: str, value: str, answer: str) -> dict[str, str]:
    """Return an answer about an action as the queue would ask for it."""
    return {
        "kind": "action",
        "record_id": record.action_id,
        "document_id": record.document_id,
        "page": str(record.page),
        "field": field,
        "value": value,
        "text": record.text.text,
        "answer": answer,
    }


def link(earlier: Action, later: Action, answer: str, value: str = "reworded") -> dict[str, str]:
    """Return an answer about a link as the queue would ask for it."""
    return {
        "kind": "link",
        "document_id": later.document_id,
        "page": str(later.page),
        "field": "relation",
        "value": value,
        "text": f"{earlier.text.text} → {later.text.text}",
        "from_id": earlier.action_id,
        "to_id": later.action_id,
        "from_document_id": earlier.document_id,
        "answer": answer,
    }


def thirty(first: Report, second: Report) -> list[dict[str, str]]:
    """Return thirty answers of every kind about two decks, twenty of them about the second."""
    out: list[dict[str, str]] = []
    for made, year in ((first, "2023"), (second, "2024")):
        piers, lamps, signs, boats = made.actions
        goals, areas, (verdict, *_) = made.goals, made.areas, made.assessments
        (note, *_) = made.notes
        place = {"document_id": made.document.document_id, "page": "1"}
        out += [
            about(piers, "text", piers.text.text, piers.text.text + " yhdessä"),
            about(piers, "owner", "", "Satamajohtaja"),
            about(piers, "year", year, str(int(year) - 1)),
            about(lamps, "status", "Osittain toteutunut", "done"),
            about(lamps, "goal_id", "2", "1"),
            about(boats, "area_id", "Opastus", "Laiturit"),
            {"kind": "correction", "record_id": signs.action_id, **place, "field": "text", "value": "aallon",
             "candidates": "aaltojen", "text": signs.text.text, "answer": "confirm"},
            {"kind": "goal", "record_id": goals[2].goal_id, **place, "field": "text", "value": goals[2].text.text,
             "text": goals[2].text.text, "answer": "Opastus on selkeää"},
            {"kind": "area", "record_id": areas[1].area_id, **place, "field": "name", "value": "Valaistus",
             "text": "Valaistus", "answer": "Valot"},
            {"kind": "assessment", "record_id": verdict.assessment_id, **place, "field": "status",
             "value": verdict.status_raw, "answer": "in_progress"},
            {"kind": "note", "record_id": note.note_id, **place, "field": "kind", "value": note.kind.value,
             "text": note.text.text, "answer": "vision"},
            {"kind": "document", "record_id": made.document.document_id, "field": "organisation",
             "value": made.document.organisation, "answer": "Satamalaitos"},
            {"kind": "document", "record_id": made.document.document_id, "field": "series", "answer": "Satamat"},
        ]  # fmt: skip
    a, b = first.actions, second.actions
    out += [
        link(a[0], b[0], "confirm"),
        link(a[1], b[1], "reject"),
        link(a[2], b[2], "reworded", "unchanged"),
        link(a[3], b[3], a[2].action_id),
    ]
    return out
