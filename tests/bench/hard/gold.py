"""Collects what a perfect reading of a drawn deck holds, in the form of ``samples/gold``."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from tests.bench.hard.programme import Facts

Value = str | int | bool | None | list[str]
Row = dict[str, Value]


@dataclass(slots=True)
class Gold:
    """The answers of one deck; lists grow as slides are made."""

    deck: str
    document: Row = field(default_factory=dict)
    goals: list[Row] = field(default_factory=list)
    areas: list[Row] = field(default_factory=list)
    actions: list[Row] = field(default_factory=list)
    narrative: list[Row] = field(default_factory=list)
    other: list[Row] = field(default_factory=list)
    titles: list[Row] = field(default_factory=list)

    def goal(self, number: int | None, text: str, page: int) -> None:
        """Add a goal once."""
        if not any(row["number"] == number and row["text"] == text for row in self.goals):
            self.goals.append({"number": number, "text": text, "binding": False, "page": page})

    def area(self, goal: int | None, name: str, page: int) -> None:
        """Add an area once."""
        if not any(row["goal"] == goal and row["name"] == name for row in self.areas):
            self.areas.append({"goal": goal, "name": name, "page": page})

    def note(self, text: str, page: int, *, kind: str, level: int = 0, goal: int | None = None) -> None:
        """Add a piece of narrative."""
        row: Row = {"goal": goal, "page": page, "level": level, "kind": kind, "text": text, "parent": None}
        self.narrative.append(row)

    def free(self, text: str, page: int) -> None:
        """Add a text that may be read as a note and need not be."""
        self.other.append({"text": text, "page": page})

    def to_json(self) -> str:
        """Return the answers as JSON, one record a line."""
        lists = {name: getattr(self, name) for name in ("goals", "areas", "actions", "narrative", "other", "titles")}
        parts = [f' "deck": {_one(self.deck)}', f' "document": {_one(self.document)}']
        for name, rows in lists.items():
            body = ",\n  ".join(_one(row) for row in rows)
            parts.append(f' "{name}": [\n  {body}\n ]' if rows else f' "{name}": []')
        return "{\n" + ",\n".join(parts) + "\n}\n"


def _one(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def document(facts: Facts, language: str, *, shows_author: bool) -> Row:
    """Return the facts of a programme's deck."""
    return {
        "title": facts.title,
        "subtitle": facts.subtitle,
        "organisation": facts.organisation,
        "body": facts.body,
        "meeting_date": facts.date,
        "author": facts.author if shows_author else "",
        "reporting_year": facts.year,
        "plan_period": f"{facts.first}-{facts.last}",
        "programme": facts.programme,
        "language": language,
    }
