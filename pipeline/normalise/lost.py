"""Tables of a text dump whose order was lost: statements are kept, their places are not guessed.

Such text names the columns of a table and then gives the cells one after the other, column by
column or worse.  What each statement says is still data; under which goal, area or year it stood
is not known, unless one heading names the only year of the whole table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from pipeline.errors import Code
from pipeline.model import BlockKind, Item, NoteKind, Page, Role
from pipeline.normalise.book import Book
from pipeline.normalise.drafts import ActionDraft, AssessmentDraft, Drafts, NoteDraft, Trouble, place_of
from pipeline.normalise.labels import cut_mark, goal_label
from pipeline.normalise.vocabulary import COLUMN_CONCEPTS, Vocabulary, periods, squeeze, years

STATEMENT = 3
LABEL = 5
HEADING_WORDS, TITLE_WORDS = 6, 14
FRAGMENT = 85.0


@dataclass(slots=True)
class Region:
    """The items of one lost table, with what its headings say."""

    year: int | None
    role: Role
    items: list[Item] = field(default_factory=list)
    numbers: set[int] = field(default_factory=set)
    headed: bool = False

    @property
    def was_table(self) -> bool:
        """Whether it was a table: columns were named above it, or several goals stand in it."""
        return len(self.items) >= LABEL and (self.headed or len(self.numbers) >= 2)


def lost_regions(page: Page, vocabulary: Vocabulary) -> list[Region]:
    """Return the stretches of a page that were tables: from a heading of columns to where goals begin anew."""
    regions: list[Region] = []
    now: Region | None = None
    silent = (BlockKind.FURNITURE, BlockKind.NOTES)
    for block, item in ((b, i) for b in page.blocks if b.kind not in silent for i in b.items):
        text = item.reading.text
        opened = _opens(text, vocabulary, TITLE_WORDS if block.kind is BlockKind.TITLE else HEADING_WORDS)
        if opened:
            fresh = now is None or now.items
            now = opened if fresh else _merged(now or opened, opened)
            if fresh:
                regions.append(now)
            continue
        label = goal_label(text, vocabulary)
        if now and label and label.number is not None:
            if label.number in now.numbers and max(now.numbers) > label.number:
                now = None
                continue
            now.numbers.add(label.number)
        if now:
            now.items.append(item)
    return [r for r in regions if r.was_table]


def _opens(text: str, vocabulary: Vocabulary, most: int) -> Region | None:
    """Return a new region where ``text`` is a row of column headings, or a title that names a table and its years.

    A row of headings is hardly anything but headings: no comma, no conjunction, no sentence.
    """
    words = [w for w in text.split() if any(c.isalnum() for c in w)]
    concepts = [h.concept for h in vocabulary.hits(text, COLUMN_CONCEPTS)]
    role = next((r for r in (Role.ROADMAP, Role.ASSESSMENT, Role.PLAN) if vocabulary.names(text, r)), None)
    single = years(text)
    if role is None and single and vocabulary.column(text) == "action" and vocabulary.heads(text, "action"):
        role = Role.PLAN
    plain = not text.rstrip().endswith((".", ":")) and "," not in text
    joined = any(vocabulary.joins(w) for w in words)
    heads = len(set(concepts)) >= 2 and 2 * (len(concepts) + len(single)) >= len(words) and plain and not joined
    named = role is not None and len(words) <= most and bool(single or periods(text)) and plain
    if not (heads or named) or goal_label(text, vocabulary):
        return None
    if heads and "status" in concepts:
        role = Role.ASSESSMENT
    year = single[0] if len(single) == 1 and role is not Role.ROADMAP else None
    return Region(year, role or Role.PLAN, headed=heads)


def _merged(one: Region, other: Region) -> Region:
    """Take two headings that follow one another as one: years that differ leave the year open."""
    one.year = one.year if other.year in (None, one.year) else other.year if one.year is None else None
    one.role = other.role if other.role is not Role.PLAN else one.role
    one.headed = one.headed or other.headed
    return one


@dataclass(slots=True)
class LostReader:
    """Enters the statements of a page's lost tables; ``taken`` are the items it used."""

    page: Page
    book: Book
    drafts: Drafts
    vocabulary: Vocabulary
    taken: set[int] = field(default_factory=set)

    def read(self, regions: list[Region]) -> None:
        """Enter every lost table of the page."""
        names = _recurring(regions)
        for region in regions:
            for item in region.items:
                self._item(item, region, names)
        if regions:
            text = "tables were read out of order: goal, area and, in roadmaps, year of their statements are not known"
            self.drafts.troubles.append(Trouble(self.page.number, Code.TABLE_ORDER_LOST, text))

    def _item(self, item: Item, region: Region, names: set[str]) -> None:
        text = item.reading.text.strip()
        place = place_of(self.page.number, (item,))
        self.taken.add(id(item))
        known, status = self.vocabulary.verdict(text)
        if known:
            self.drafts.assessments.append(AssessmentDraft(None, None, region.year, status, text, place))
            return
        label = goal_label(text, self.vocabulary) or self._is_goal_part(text) or squeeze(text) in names
        if label or len(re.findall(r"[^\W\d]{2,}", text)) < STATEMENT:
            self.drafts.notes.append(NoteDraft(item.reading, place, NoteKind.PARAGRAPH, 0))
            return
        reading, mark = cut_mark(item.reading)
        draft = ActionDraft(reading, place, self.page.method, year=region.year, role=region.role, mark=mark)
        draft.doubts[Code.TABLE_ORDER_LOST] = "stood in a table whose order was lost"
        if region.year is None:
            draft.doubts[Code.YEAR_MISSING] = "the column it stood in is not known"
        self.drafts.actions.append(draft)

    def _is_goal_part(self, text: str) -> bool:
        """Whether the text is (a piece of) the wording of a known goal."""
        plain = squeeze(text)
        goals = [squeeze(g.reading.text) for g in self.book.goals]
        return len(plain) > 8 and any(
            len(plain) <= len(g) + 4 and fuzz.partial_ratio(plain, g) >= FRAGMENT for g in goals
        )


def _recurring(regions: list[Region]) -> set[str]:
    """Return the short labels that stand in more than one lost table: names of areas."""
    seen: dict[str, set[int]] = {}
    for number, region in enumerate(regions):
        for item in region.items:
            text = item.reading.text.strip()
            if len(text.split()) <= LABEL and not text.endswith("."):
                seen.setdefault(squeeze(text), set()).add(number)
    return {text for text, where in seen.items() if len(where) > 1}
