"""Pages that hold one action each: it is the title, with its verdict before it, behind it, or alone on the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.errors import Code
from pipeline.model import BlockKind, Item, Method, Page, Reading, Role
from pipeline.normalise.book import Book
from pipeline.normalise.details import Details, is_labelled, read_details, read_labelled
from pipeline.normalise.drafts import ActionDraft, Drafts, place_of
from pipeline.normalise.labels import cut_front, cut_mark, enumerator, goal_label
from pipeline.normalise.legend import Legend
from pipeline.normalise.narrative import under_title, without_label
from pipeline.normalise.numbered import whole
from pipeline.normalise.sections import section_of_title
from pipeline.normalise.verdicts import read_verdict
from pipeline.normalise.vocabulary import Vocabulary

FRONT = re.compile(r"^\s*([^:–—|]{2,40}?)(?:\s*[:|]|\s+[–—-])\s+(?=[^\W_a-zåäö])")
DEEP = re.compile(r"^\s*(\d{1,2})\.\d{1,2}(?:\.\d{1,2})?[.)]?\s")
SILENT = frozenset((BlockKind.FURNITURE, BlockKind.NOTES, BlockKind.TITLE))
LEAST = 2
WORDS = 3


@dataclass(frozen=True, slots=True)
class Titled:
    """An action as the title of its page, the items that tell of it, and the label of its goal where one is there."""

    page: Page
    title: tuple[Item, ...]
    details: Details
    told: tuple[Item, ...] = ()
    goal: Item | None = None


def read_titled(pages: Sequence[Page], vocabulary: Vocabulary, legend: Legend) -> dict[int, Titled]:
    """Return the pages of a deck that are so made, by their number; one alone is none."""
    found = [t for page in pages if (t := _titled(page, vocabulary, legend))]
    return {t.page.number: t for t in found} if len(found) >= LEAST else {}


def _titled(page: Page, vocabulary: Vocabulary, legend: Legend) -> Titled | None:
    block = next((b for b in page.blocks if b.kind is BlockKind.TITLE and b.items), None)
    if block is None or page.tables or page.method is Method.FLAT or page.number == 1:
        return None
    small = under_title(block)
    title = tuple(i for i in block.items if not any(i is s for s in small))
    reading = Reading.joined([i.reading for i in title])
    items = [i for b in page.blocks if b.kind not in SILENT for i in b.items if i.reading.text.strip()] + small
    if goal_label(reading.text, vocabulary):
        return None
    goal = next((i for i in items if (label := goal_label(whole(i), vocabulary)) and label.number is not None), None)
    numbered = DEEP.match(reading.text) is not None
    details = _front(reading, vocabulary) or read_details(reading, vocabulary)
    told = [i for i in items if i is not goal and is_labelled(i.reading.text, vocabulary)]
    if not details.judged and (goal is not None or numbered):
        section = section_of_title(reading.text, vocabulary, None)
        alone = [i for i in items if not (i.level or i.bullet) and read_verdict(i, legend, vocabulary)[1] is not None]
        if len(alone) == 1 and not section.kind:
            raw, status, _ = read_verdict(alone[0], legend, vocabulary)
            details, told = replace(details, status=status, status_raw=raw), [*told, alone[0]]
    if not details.judged or len(details.reading.text.split()) < WORDS:
        return None
    return Titled(page, title, details, tuple(told), goal)


def _front(reading: Reading, vocabulary: Vocabulary) -> Details | None:
    """Read a verdict that stands before the wording (*Done: open the gate*, *Done – open the gate*)."""
    match = FRONT.match(reading.text)
    known, status = vocabulary.verdict(match[1]) if match else (False, None)
    if match is None or not known or not (status or vocabulary.off_scale(match[1])):
        return None
    return Details(cut_front(reading, match.end(), "details"), status=status, status_raw=match[1].strip())


@dataclass(frozen=True, slots=True)
class TitledReader:
    """Enters such actions; ``deck_year`` is the year that the deck reports on."""

    book: Book
    drafts: Drafts
    vocabulary: Vocabulary
    deck_year: int | None

    def read(self, titled: Titled, goal: int | None) -> tuple[int | None, set[int]]:
        """Enter the action; return its goal and the identities of the items taken. ``goal`` is that of its page."""
        details, page = titled.details, titled.page
        for item in titled.told:
            details = read_labelled(details, item.reading.text, self.vocabulary)
        reading, mark = cut_mark(details.reading)
        number = DEEP.match(reading.text)
        reading = cut_front(reading, number.end() if number else enumerator(reading.text)[1], "number")
        draft = ActionDraft(reading, place_of(page.number, [*titled.title, *titled.told]), page.method, mark=mark)
        draft.goal = self._goal(titled, goal, int(number[1]) if number else None)
        draft.status, draft.status_raw = details.status, details.status_raw
        draft.owner, draft.due, draft.indicator = details.owner, details.due, details.indicator
        draft.role, draft.year = Role.ASSESSMENT, self.deck_year
        draft.signs = (("a title with its verdict", 0.0),)
        self._doubt(draft)
        self.drafts.actions.append(draft)
        return draft.goal, {id(i) for i in (*titled.title, *titled.told)}

    def _goal(self, titled: Titled, goal: int | None, number: int | None) -> int | None:
        label = goal_label(whole(titled.goal), self.vocabulary) if titled.goal is not None else None
        if titled.goal is not None and label is not None:
            place = place_of(titled.page.number, (titled.goal,))
            return self.book.goal(label.number, without_label(titled.goal, label), place, binding=label.binding)
        known = self.book.goal_of_number(number) if number else None
        return goal if known is None else known

    def _doubt(self, draft: ActionDraft) -> None:
        if self.vocabulary.off_scale(draft.status_raw):
            draft.doubts[Code.STATUS_UNKNOWN] = f"the verdict {draft.status_raw!r} is not a known one"
        if draft.year is None:
            draft.doubts[Code.YEAR_MISSING] = "the page names no year"
        if draft.goal is None:
            draft.doubts[Code.GOAL_MISSING] = "the page names no goal that is known"
