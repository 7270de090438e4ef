"""Actions in lists: which bulleted or numbered lines are actions, and what stands behind them.

A list holds actions when enough signs agree: a heading that says so, verdicts, owners or dates
behind the lines, numbers under the goal's number.  A list that tells what happened is narrative.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.errors import Code
from pipeline.model import Edit, Item, Method, NoteKind, Reading, Role
from pipeline.normalise.book import Book
from pipeline.normalise.details import Details, read_details, read_labelled
from pipeline.normalise.drafts import ActionDraft, Drafts, NoteDraft, place_of
from pipeline.normalise.labels import cut_front, cut_mark, enumerator
from pipeline.normalise.legend import SIGN, Legend
from pipeline.normalise.vocabulary import Vocabulary, years

ENOUGH = 2.0
SAYS_WHAT = frozenset(("action", "plan", "assessment", "status", "roadmap"))
SIGN_BEHIND = re.compile(rf"\s*({SIGN.pattern})\s*$")
DEEP = re.compile(r"^\(?(\d{1,2})\.\d{1,2}(?:\.\d{1,2})*[.)]?$")


@dataclass(frozen=True, slots=True)
class Section:
    """What the headings above a list say."""

    kind: str = ""
    year: int | None = None
    role: Role | None = None


def section_of(text: str, before: Section, vocabulary: Vocabulary) -> Section:
    """Return the section that a heading opens; a year or role that it does not name holds on from before."""
    told = vocabulary.hits(text, SAYS_WHAT) or not any(c.isalpha() for c in text)
    found = years(text) if told else ()
    kind = vocabulary.column(text)
    concepts = {h.concept for h in vocabulary.hits(text)}
    if vocabulary.names(text, "narrative"):
        kind = "narrative"
    elif concepts & {"action", "plan"}:
        heads = vocabulary.heads(text, "action") or vocabulary.heads(text, "plan")
        kind = "action" if heads and not concepts & {"goal", "vision", "area"} else ""
    role = next((r for r in (Role.ROADMAP, Role.ASSESSMENT, Role.PLAN) if vocabulary.names(text, r)), before.role)
    if "status" in concepts and role is not Role.ROADMAP:
        role = Role.ASSESSMENT
    return Section(kind, found[0] if len(found) == 1 else before.year, role)


def is_listed(item: Item) -> bool:
    """Whether the item is a line of a list, by its bullet, level or number."""
    return bool(item.level or item.bullet or enumerator(item.reading.text)[0])


@dataclass(slots=True)
class ListReader:
    """Reads the action lists of one page."""

    page: int
    method: Method
    drafts: Drafts
    vocabulary: Vocabulary
    deck_year: int | None
    legend: Legend
    book: Book
    owners: frozenset[str] = frozenset()
    told: dict[int, Item] = field(default_factory=dict)

    def holds_actions(self, items: Sequence[Item], section: Section, goal_number: int | None) -> bool:
        """Weigh the signs that the top level of a list holds actions."""
        top = _top(items)
        if not top or section.kind in ("narrative", "indicator"):
            return False
        details = [self._details(i, i.reading) for i in top]
        judged = sum(d.judged for d in details) / len(top)
        told = sum(bool(d.due or d.owner) for d in details) / len(top)
        numbers = [DEEP.match(i.bullet or enumerator(i.reading.text)[0]) for i in top]
        deep = sum(bool(m) and (goal_number is None or int(m[1]) == goal_number) for m in numbers if m) / len(top)
        headed = section.kind == "action" and (goal_number is not None or section.year is not None)
        headed = headed and section.role is not Role.ASSESSMENT
        return 3.0 * judged + 1.5 * told + 1.5 * deep + 2.0 * headed >= ENOUGH

    def read(self, items: Sequence[Item], section: Section, goal: int | None, area: int | None, owners: bool) -> None:
        """Enter the list's top level as actions; what stands below a line is a remark on it."""
        top = {id(i) for i in _top(items)}
        for item in items:
            if not item.reading.text.strip():
                continue
            if id(item) in top:
                self.drafts.actions.append(self._draft(item, section, goal, area, owners))
            else:
                kind = NoteKind.BULLET if item.level else NoteKind.PARAGRAPH
                place = place_of(self.page, (item,))
                self.drafts.notes.append(NoteDraft(item.reading, place, kind, item.level, goal))

    def names_owners(self, items: Sequence[Item]) -> bool:
        """Whether brackets at the end of this list's lines hold owners, so that a lone name there is one."""
        found = [self._details(i, i.reading) for i in _top(items)]
        return sum(bool(d.owner) for d in found) * 3 >= len(found) > 0

    def _details(self, item: Item, reading: Reading, owners: bool = False) -> Details:
        """Read what stands behind the line; a sign before or behind it is a verdict where a legend explains it."""
        details = read_details(reading, self.vocabulary, owners, self.owners)
        if id(item) in self.told:
            return read_labelled(details, self.told[id(item)].reading.text, self.vocabulary)
        tail = SIGN_BEHIND.search(details.reading.text)
        sign = tail[1] if tail else item.bullet if SIGN.fullmatch(item.bullet) else ""
        found = self.legend.look_up(sign, item.color) if sign else None
        if details.judged or not found or not found[2]:
            return details
        cut = [Edit(tail.start(), tail.group(), "", "sign")] if tail else []
        return replace(details, reading=details.reading.then(cut), status=found[1], status_raw=found[0])

    def _draft(self, item: Item, section: Section, goal: int | None, area: int | None, owners: bool) -> ActionDraft:
        reading, mark = cut_mark(item.reading)
        details = self._details(item, reading, owners)
        reading, late = cut_mark(details.reading)
        reading = cut_front(reading, enumerator(reading.text)[1], "number")
        told = [item, self.told[id(item)]] if id(item) in self.told else [item]
        number = DEEP.match(item.bullet or enumerator(item.reading.text)[0])
        numbered = self.book.goal_of_number(int(number[1])) if number else None
        if numbered is not None and numbered != goal:
            goal, area = numbered, None
        draft = ActionDraft(reading, place_of(self.page, told), self.method, goal, area)
        draft.mark = mark or late
        draft.status, draft.status_raw = details.status, details.status_raw
        draft.owner, draft.due, draft.indicator = details.owner, details.due, details.indicator
        judged = details.judged or section.role is Role.ASSESSMENT
        draft.role = Role.ASSESSMENT if judged else section.role or Role.PLAN
        draft.year = section.year
        if draft.year is None and judged and self.deck_year:
            draft.year = self.deck_year
            draft.place = replace(draft.place, confidence=draft.place.confidence * 0.85)
        if goal is None:
            draft.doubts[Code.GOAL_MISSING] = "no goal stands above this list"
        if draft.year is None:
            draft.doubts[Code.YEAR_MISSING] = "neither heading nor page names one year"
        return draft


def _top(items: Sequence[Item]) -> list[Item]:
    listed = [i for i in items if is_listed(i) and i.reading.text]
    base = min((i.level for i in listed), default=0)
    return [i for i in listed if i.level == base]
