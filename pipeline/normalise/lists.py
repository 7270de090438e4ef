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
from pipeline.normalise.details import Details, behind_blank, behind_dash, read_details, read_labelled
from pipeline.normalise.drafts import ActionDraft, Drafts, NoteDraft, place_of
from pipeline.normalise.labels import cut_front, cut_mark, enumerator
from pipeline.normalise.legend import SIGN, Legend, is_legend
from pipeline.normalise.owners import in_brackets
from pipeline.normalise.sections import Section
from pipeline.normalise.vocabulary import Vocabulary

ENOUGH = 2.0
FEW = 0.5
MOST = 0.6
ROW = 3
SIGN_BEHIND = re.compile(rf"\s*({SIGN.pattern})\s*$")
DEEP = re.compile(r"^\(?(\d{1,2})\.\d{1,2}(?:\.\d{1,2})*[.)]?$")
Signs = tuple[tuple[str, float], ...]


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
    told: dict[int, list[Item]] = field(default_factory=dict)
    tailed: bool = False

    def signs(self, items: Sequence[Item], section: Section, goal_number: int | None) -> Signs:
        """Return what speaks for the top level of a list being actions, each sign with its weight; 2 is enough."""
        top = self._top(items)
        if not top or section.kind in ("narrative", "indicator"):
            return ()
        owners = self.names_owners(items)
        details = [self._details(i, i.reading, owners) for i in top]
        judged = sum(d.judged for d in details) / len(top)
        told = sum(bool(d.due or d.owner) for d in details) / len(top)
        numbers = [DEEP.match(i.bullet or enumerator(i.reading.text)[0]) for i in top]
        deep = sum(bool(m) and (goal_number is None or int(m[1]) == goal_number) for m in numbers if m) / len(top)
        headed = section.kind == "action" and (goal_number is not None or section.year is not None or section.ahead)
        later = self.deck_year is not None and section.year is not None and section.year > self.deck_year
        promised = later and bool(self.drafts.actions) and goal_number is None and not headed
        sentences = sum(i.reading.text.rstrip().endswith(".") for i in top) / len(top)
        over = bool(section.status_raw) * (2.0 if goal_number is not None else 1.0)
        found = (
            ("verdicts", 3.0 * judged),
            ("below its goal", 0.5 * (judged >= FEW and goal_number is not None)),
            ("verdict as heading", over),
            ("owners", 1.5 * told),
            ("numbers", 1.5 * deep),
            ("heading", 2.0 * headed),
            ("a year ahead", 1.5 * promised),
            ("set alike", 0.5 * (promised and len(top) >= ROW)),
            ("whole sentences", -1.0 * (goal_number is None and sentences >= MOST)),
        )
        return tuple((name, weight) for name, weight in found if weight)

    def holds_actions(self, items: Sequence[Item], section: Section, goal_number: int | None) -> bool:
        """Whether the signs suffice."""
        return sum(weight for _, weight in self.signs(items, section, goal_number)) >= ENOUGH

    def bare(self, run: Sequence[Item], all_items: Sequence[Item]) -> bool:
        """Whether a run lacks the details that nearly all other lines of its list carry: then it is an aside."""
        lines, others = self._top(run), [i for i in self._top(all_items) if not any(i is r for r in run)]
        owners = self.names_owners(all_items)
        return len(others) > 1 and not self._detailed(lines, owners) and self._detailed(others, owners) >= 0.75

    def _detailed(self, items: Sequence[Item], owners: bool) -> float:
        found = [self._details(i, i.reading, owners) for i in items]
        return sum(bool(d.judged or d.owner or d.due) for d in found) / len(found) if found else 0.0

    def read(self, items: Sequence[Item], section: Section, goal: int | None, area: int | None, owners: bool) -> None:
        """Enter the list's top level as actions; what stands below a line is a remark on it."""
        top = {id(i) for i in self._top(items)}
        number = self.book.goals[goal].number if goal is not None else None
        signs = self.signs(items, section, number)
        for item in items:
            if not item.reading.text.strip():
                continue
            if id(item) in top:
                draft = self._draft(item, section, goal, area, owners)
                draft.signs = signs
                self._date_beside(draft, items)
                self.drafts.actions.append(draft)
            else:
                kind = NoteKind.BULLET if item.level else NoteKind.PARAGRAPH
                place = place_of(self.page, (item,))
                self.drafts.notes.append(NoteDraft(item.reading, place, kind, item.level, goal))

    def _top(self, items: Sequence[Item]) -> list[Item]:
        """Return the lines of the highest level, those without a list mark where labels follow them."""
        listed = [i for i in items if (is_listed(i) or id(i) in self.told) and i.reading.text]
        listed = [i for i in listed if not (self.vocabulary.verdict(i.reading.text)[0] or is_legend(i))]
        base = min((i.level for i in listed), default=0)
        return [i for i in listed if i.level == base]

    def look_behind(self, items: Sequence[Item]) -> None:
        """Note whether most lines of a list end in verdicts that no mark parts from them."""
        top = [Details(i.reading) for i in self._top(items)]
        found = sum(behind_blank(d, self.vocabulary).judged for d in top)
        self.tailed = len(top) > 1 and found >= MOST * len(top)

    def names_owners(self, items: Sequence[Item]) -> bool:
        """Whether brackets at the end of this list's lines hold owners, so that a lone name there is one."""
        top = self._top(items)
        found = [self._details(i, i.reading) for i in top]
        if sum(bool(d.owner) for d in found) * 3 >= len(found) > 0:
            return True
        named = sum(bool(in_brackets(i.reading.text)) for i in top)
        return named > 1 and named >= FEW * len(top)

    def _details(self, item: Item, reading: Reading, owners: bool = False) -> Details:
        """Read what stands behind the line; a sign before or behind it is a verdict where a legend explains it."""
        details = read_details(reading, self.vocabulary, owners, self.owners)
        details = details if details.owner or details.judged else behind_dash(details, self.owners)
        details = behind_blank(details, self.vocabulary) if self.tailed and not details.judged else details
        for line in self.told.get(id(item), ()):
            details = read_labelled(details, line.reading.text, self.vocabulary)
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
        number = DEEP.match(item.bullet or enumerator(item.reading.text)[0])
        numbered = self.book.goal_of_number(int(number[1])) if number else None
        if numbered is None and details.goal:
            numbered = self.book.goal_of_number(details.goal)
        if numbered is not None and numbered != goal:
            goal, area = numbered, None
        told = [item, *self.told.get(id(item), ())]
        draft = ActionDraft(reading, place_of(self.page, told), self.method, goal, area)
        draft.mark = mark or late
        if not details.judged and section.status_raw:
            details = replace(details, status=section.status, status_raw=section.status_raw)
        draft.status, draft.status_raw = details.status, details.status_raw
        draft.owner, draft.due, draft.indicator = details.owner, details.due, details.indicator
        judged = details.judged or section.role is Role.ASSESSMENT
        draft.role = Role.ASSESSMENT if judged else section.role or Role.PLAN
        self._date(draft, section, judged)
        unknown = bool(details.status_raw) and not self.vocabulary.verdict(details.status_raw)[0]
        if (unknown and details.status is None) or self.vocabulary.off_scale(details.status_raw):
            draft.doubts[Code.STATUS_UNKNOWN] = f"the verdict {details.status_raw!r} is not a known one"
        if goal is None:
            draft.doubts[Code.GOAL_MISSING] = "no goal stands above this list"
        return draft

    def _date_beside(self, draft: ActionDraft, items: Sequence[Item]) -> None:
        """Take a line without a verdict among lines that have one for reported too: it got none."""
        beside = [a for a in self.drafts.actions if a.role is Role.ASSESSMENT and a.place.page == self.page]
        if draft.status_raw or draft.role is not Role.PLAN or draft.year is not None or not self.deck_year:
            return
        judged = sum(self._details(i, i.reading).judged for i in self._top(items))
        if judged >= FEW * len(self._top(items)) and (beside or judged > 1):
            draft.role, draft.year = Role.ASSESSMENT, self.deck_year
            draft.place = replace(draft.place, confidence=draft.place.confidence * 0.85)
            draft.doubts.pop(Code.YEAR_MISSING, None)

    def _date(self, draft: ActionDraft, section: Section, judged: bool) -> None:
        draft.year = section.year
        if draft.year is None and self.deck_year and (judged or section.ahead):
            draft.year = self.deck_year + (section.ahead and not judged)
            draft.place = replace(draft.place, confidence=draft.place.confidence * 0.85)
        if draft.year is None:
            draft.doubts[Code.YEAR_MISSING] = "neither heading nor page names one year"
