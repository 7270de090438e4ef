"""Enters what an outline of a page holds: its goal, its areas, its actions with their verdicts, what came of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.errors import Code
from pipeline.model import Item, Method, NoteKind, Page, Role
from pipeline.normalise.book import Book
from pipeline.normalise.drafts import (
    ActionDraft,
    AssessmentDraft,
    Drafts,
    IndicatorDraft,
    NoteDraft,
    Trouble,
    place_of,
)
from pipeline.normalise.evidence import Evidence
from pipeline.normalise.labels import cut_continued, cut_front, cut_mark, enumerator, goal_label
from pipeline.normalise.outline import WEAK, Outline
from pipeline.normalise.outline_leaves import Leaf
from pipeline.normalise.outline_pieces import holds
from pipeline.normalise.sections import Section, verdict_heading
from pipeline.normalise.vocabulary import Vocabulary, years

MEASURES = frozenset(("indicator", "action"))
LIKELY, DOUBTFUL = 0.9, 0.7


@dataclass(slots=True)
class OutlineReader:
    """Enters the outline of one page."""

    page: Page
    book: Book
    drafts: Drafts
    vocabulary: Vocabulary
    section: Section
    deck_year: int | None
    ordered: bool = False
    counted: bool = False

    def read(self, outline: Outline, goal: int | None) -> tuple[int | None, set[int]]:
        """Enter goal, areas and actions; return the page's goal and the identities of all items that were taken.

        ``goal`` is what the title names by itself.  Too weak an outline takes nothing, and leaves an
        issue where more than the place of its statements speaks for them.
        """
        said = f"{len(outline.leaves)} statements"
        self.drafts.evidence.append(Evidence(self.page.number, "outline", said, outline.signs))
        if outline.weight < WEAK:
            text = f"{len(outline.leaves)} statements in boxes or lines of their own were not read as actions"
            if not outline.placed:
                self.drafts.troubles.append(Trouble(self.page.number, Code.TABLE_UNREAD, text))
            return goal, set()
        goal = self._goal(outline, goal)
        taken = {id(i) for level in outline.levels for h in level.used for i in h.items}
        taken |= self._measures(outline, goal)
        judged = outline.reported or outline.level("status") is not None
        for n, leaf in enumerate(outline.leaves):
            self._enter(outline, n, leaf, goal, judged=judged)
            taken |= {id(i) for p in leaf.pieces for i in p.items}
        return goal, taken

    def _goal(self, outline: Outline, goal: int | None) -> int | None:
        """Return the goal of the page: by its title's number, with the wording of the one box that all hangs on."""
        root = outline.level("root")
        head = root.used[0] if root else None
        if outline.label is not None and (outline.bare or goal is None) and head is not None:
            place = place_of(self.page.number, head.items)
            return self.book.goal(outline.label.number, head.reading, place)
        if goal is not None or head is None:
            return goal
        known = self.book.find_goal(head.text)
        if known is not None:
            return known
        label = goal_label(head.text, self.vocabulary)
        reading = cut_front(head.reading, label.start, "goal_label") if label else head.reading
        number = label.number if label else None
        if number is None and self.ordered:
            number, self.counted = len(self.book.goals) + 1, True
        return self.book.goal(number, reading, place_of(self.page.number, head.items))

    def _measures(self, outline: Outline, goal: int | None) -> set[int]:
        """Enter what stands in the goal's box behind a label for measures; return the identities of its items."""
        root = outline.level("root")
        frame = root.used[0].frame if root else None
        inside = [p for p in outline.pieces if frame and holds(frame, p.box) and not p.title]
        labels = [p for p in inside if p.text.endswith(":") and self.vocabulary.column(p.text) in MEASURES]
        below = [p for p in inside if labels and p.box.top >= labels[0].box.bottom - 2]
        for piece in below:
            self.drafts.indicators.append(IndicatorDraft(goal, piece.reading, place_of(self.page.number, piece.items)))
        return {id(i) for p in (*labels, *below) for i in p.items}

    def _enter(self, outline: Outline, n: int, leaf: Leaf, goal: int | None, *, judged: bool) -> None:
        reading, mark = cut_mark(leaf.reading)
        reading = cut_front(reading, enumerator(reading.text)[1], "number")
        items: list[Item] = [i for p in leaf.pieces for i in p.items]
        draft = ActionDraft(reading, place_of(self.page.number, items), self.page.method, mark=mark)
        # A scan's frames and sizes are measured from its pixels: what hangs on them alone is for a person to check.
        share = DOUBTFUL if outline.weak or self.page.method is Method.OCR else LIKELY
        draft.place = replace(draft.place, confidence=draft.place.confidence * share)
        draft.signs = outline.signs
        draft.goal = self._goal_of(outline, n, goal)
        self._area(outline, n, draft)
        draft.owner, draft.due = leaf.owner, leaf.due
        due = outline.head("due", n)
        draft.due = draft.due or (due.text if due else "")
        self._judge(outline, n, leaf, draft, judged=judged)
        self._doubt(outline, leaf, draft)
        self.drafts.actions.append(draft)
        if draft.status_raw:
            entry = AssessmentDraft(draft.goal, draft.area, draft.year, draft.status, draft.status_raw, draft.place)
            entry.action = len(self.drafts.actions) - 1
            self.drafts.assessments.append(entry)
        if leaf.remark is not None and leaf.remark.text.strip():
            place = place_of(self.page.number, leaf.piece.items)
            self.drafts.notes.append(NoteDraft(leaf.remark, place, NoteKind.PARAGRAPH, 0, draft.goal))

    def _goal_of(self, outline: Outline, n: int, goal: int | None) -> int | None:
        head = outline.head("goal", n)
        label = goal_label(head.text, self.vocabulary) if head else None
        if head is None or label is None:
            return goal
        reading = cut_front(head.reading, label.start, "goal_label")
        return self.book.goal(label.number, reading, place_of(self.page.number, head.items), binding=label.binding)

    def _area(self, outline: Outline, n: int, draft: ActionDraft) -> None:
        head, level = outline.head("area", n), outline.level("area")
        if head is not None and level is not None:
            reading = cut_continued(head.reading, self.vocabulary)
            draft.area = self.book.area(draft.goal, reading, place_of(self.page.number, head.items))
            if not level.sure:
                draft.doubts[Code.AREA_MISSING] = f"{head.text[:40]!r} is the nearest head, but not plainly its own"
        elif level is not None:
            draft.doubts[Code.AREA_MISSING] = "no head stands over it as over the statements beside it"

    def _judge(self, outline: Outline, n: int, leaf: Leaf, draft: ActionDraft, *, judged: bool) -> None:
        draft.status, draft.status_raw = leaf.status, leaf.status_raw
        head = outline.head("status", n)
        told = verdict_heading(head.text, self.vocabulary) if head and not leaf.status_raw else None
        if told:
            draft.status_raw, draft.status = told
        level = outline.level("year")
        mapped = level is not None and len({years(h.text)[0] for h in level.used}) > 1
        draft.role = Role.ASSESSMENT if judged else Role.ROADMAP if mapped else self.section.role or Role.PLAN
        draft.year = self.section.year
        column = outline.head("year", n)
        if column is not None:
            draft.year = years(column.text)[0]
        elif draft.year is None and self.deck_year and (judged or self.section.ahead):
            draft.year = self.deck_year + (self.section.ahead and not judged)

    def _doubt(self, outline: Outline, leaf: Leaf, draft: ActionDraft) -> None:
        if outline.weak:
            text = "taken for an action by its place and by what stands beside it, which is little"
            draft.doubts[Code.LOW_CONFIDENCE] = text
        unknown = bool(leaf.status_raw) and not leaf.known
        if unknown or (draft.status_raw and self.vocabulary.off_scale(draft.status_raw)):
            draft.doubts[Code.STATUS_UNKNOWN] = f"the verdict {draft.status_raw[:60]!r} is not a known one"
        elif draft.role is Role.ASSESSMENT and not draft.status_raw:
            draft.doubts[Code.STATUS_MISSING] = "the statements beside it have a verdict, this one has none"
        if draft.year is None:
            draft.doubts[Code.YEAR_MISSING] = "neither heading nor page names one year"
        if self.counted:
            draft.doubts[Code.LABEL_INHERITED] = "its goal bears no number: it was counted in order of appearance"
        if draft.goal is None:
            draft.doubts[Code.GOAL_MISSING] = "neither a head nor the page names a goal"
