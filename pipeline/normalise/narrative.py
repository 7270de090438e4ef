"""Text outside tables: goals in titles and boxes, the binding goal and its indicators, notes with their levels."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace

from pipeline.model import Block, BlockKind, Box, Item, Method, NoteKind, Page, Reading, Role
from pipeline.normalise.book import Book, Place
from pipeline.normalise.details import is_labelled
from pipeline.normalise.drafts import Drafts, IndicatorDraft, NoteDraft, place_of
from pipeline.normalise.evidence import Evidence, Signs, of_list, said
from pipeline.normalise.footnotes import footnotes_of
from pipeline.normalise.goal_titles import plain_lines
from pipeline.normalise.labels import GoalLabel, cut_continued, cut_front, goal_label, joined, numbered_wording
from pipeline.normalise.leads import NUMBERED, Lead, lead_in
from pipeline.normalise.legend import Legend
from pipeline.normalise.lists import ListReader, is_listed
from pipeline.normalise.numbered import whole
from pipeline.normalise.sections import (
    SUPPORT,
    Section,
    Sections,
    section_of,
    section_of_title,
    shared,
    verdict_heading,
)
from pipeline.normalise.vocabulary import Vocabulary, squeeze, years

SILENT = frozenset((BlockKind.FURNITURE, BlockKind.SYMBOL))
VISION_WORDS = 5
WORDING = 4
TOLD_WORDS = 2
AREA_WORDS = 6
SMALLER = 0.8
NO_AREA = frozenset(("goal", "action", "plan", "assessment", "status", "narrative", "vision", "did", "ahead", "aside"))


@dataclass(slots=True)
class Narrator:
    """Reads the blocks of one page into goals, indicators and notes."""

    page: Page
    book: Book
    drafts: Drafts
    vocabulary: Vocabulary
    goal: int | None = None
    binding: int | None = None
    title: str = ""
    deck_year: int | None = None
    owners: frozenset[str] = frozenset()
    legend: Legend = field(default_factory=lambda: Legend(()))
    _section: Section = field(default_factory=Section)
    _sections: Sections = field(default_factory=Sections)
    _lead: Lead | None = None
    _columns: list[tuple[Box, int]] = field(default_factory=list)
    _opened: Box | None = None
    _loose: list[Item] = field(default_factory=list)
    _stack: list[tuple[int, int]] = field(default_factory=list)
    _taken: set[int] = field(default_factory=set)

    def read(self) -> None:
        """Enter every item of the page's blocks."""
        self._section = self._base()
        blocks = [b for b in self.page.blocks if b.kind not in SILENT]
        for index, block in enumerate(blocks):
            items = under_title(block) if block.kind is BlockKind.TITLE else list(block.items)
            self._lead = None if block.kind in (BlockKind.BOX, BlockKind.HEADING) else self._lead
            self._stack.clear()
            if len(items) > 1 and block.kind is BlockKind.BOX and self._is_area(joined(items).text):
                continue
            self._block(items, block, blocks[index + 1 :])

    def _base(self) -> Section:
        """Return what the title says of the page; a deck's own title says nothing of single lines."""
        section = section_of_title(self.title, self.vocabulary, self.deck_year)
        return replace(section, kind="", year=None) if self.page.number == 1 else section

    def _block(self, items: list[Item], block: Block, below: list[Block]) -> None:
        """Read a block in runs: lines that stand alone, and lists with what stands above them."""
        lists = ListReader(
            self.page.number, self.page.method, self.drafts, self.vocabulary, self.deck_year, self.legend, self.book
        )
        lists.owners = self.owners | frozenset(a.owner for a in self.drafts.actions if a.owner)
        items = self._with_details([i for i in items if id(i) not in self._taken and i.reading.text.strip()], lists)
        runs = self._runs(items, lists)
        listed = [i for run in runs for i in run if self._in_list(i, lists)]
        lists.look_behind(listed)
        self._goal_above(block)
        self._section = self._sections.above(block.box) or self._section
        if self._opened is not None and _is_apart(block.box, self._opened):
            self._section, self._lead, self._opened = self._base(), None, None
        heading: Item | None = None
        for number, run in enumerate(runs):
            behind = runs[number + 1][0] if number + 1 < len(runs) else None
            if not self._in_list(run[0], lists):
                heading = run[-1] if behind is not None and self._may_head(run[-1]) else None
                self._narrate(run[:-1] if heading else run, block, below, heading or behind)
            elif self._are_actions(run, listed, lists):
                owners = lists.names_owners(listed)
                lists.read(run, self._section, self.goal, self._area_of(heading, block), owners)
                heading = None
            else:
                self._narrate(([heading] if heading else []) + run, block, below, behind)
                heading = None

    def _are_actions(self, run: list[Item], listed: list[Item], lists: ListReader) -> bool:
        asks: Signs
        if self._lead is not None:
            asks, read = ((f"a heading for {self._lead.kind}", 0.0),), False
        elif lists.bare(run, listed):
            asks, read = (("without what the other lines carry", 0.0),), False
        else:
            asks = lists.signs(listed, self._section, self._number())
            read = lists.holds_actions(listed, self._section, self._number())
        self.drafts.evidence.append(of_list(self.page.number, run[0].reading.text, asks, read, len(run)))
        return read

    def _with_details(self, items: list[Item], lists: ListReader) -> list[Item]:
        """Give lines of labels and values to the action line above them, and return the others."""
        out: list[Item] = []
        for item in items:
            if out and self._may_be_told(out[-1], item) and is_labelled(item.reading.text, self.vocabulary):
                lists.told.setdefault(id(out[-1]), []).append(item)
            else:
                out.append(item)
        return out

    def _may_be_told(self, item: Item, line: Item) -> bool:
        """Whether a line of labels below ``item`` may be about it: ``item`` is a list line or a line of some words."""
        if is_listed(item):
            return not line.bullet or line.level > item.level
        plain = goal_label(whole(item), self.vocabulary) is None and not self.vocabulary.column(item.reading.text)
        return plain and len(item.reading.text.split()) >= TOLD_WORDS

    def _in_list(self, item: Item, lists: ListReader) -> bool:
        return (is_listed(item) or id(item) in lists.told) and goal_label(whole(item), self.vocabulary) is None

    def _runs(self, items: list[Item], lists: ListReader) -> list[list[Item]]:
        """Part items into runs of list lines and of lines that stand alone; a goal's label is never a list line."""
        grouped = itertools.groupby(items, key=lambda i: self._in_list(i, lists))
        return [list(run) for _, run in grouped]

    def _narrate(self, items: list[Item], block: Block, below: list[Block], behind: Item | None) -> None:
        for item, follower in itertools.zip_longest(items, [*items[1:], behind][: len(items)]):
            self._item(item, block, below, follower)

    def _may_head(self, item: Item) -> bool:
        """Whether a line may be the heading of the list below it, and says no more than a name."""
        text = item.reading.text.strip()
        if len(text.split()) > 8 or text.endswith((".", ":")) or goal_label(whole(item), self.vocabulary):
            return False
        if not self._may_name_area(text):
            return False
        return not (section_of(text, Section(), self.vocabulary).kind or self.vocabulary.names(text, "vision"))

    def _number(self) -> int | None:
        return self.book.goals[self.goal].number if self.goal is not None else None

    def _goal_above(self, block: Block) -> None:
        """Where goals stand side by side, take the one that this block stands below."""
        over = [(b, g) for b, g in self._columns if b.bottom <= block.box.top + 2 and shared(b, block.box) >= SUPPORT]
        if len({g for _, g in self._columns}) > 1 and over:
            self.goal = max(over, key=lambda o: o[0].bottom)[1]

    def _area_of(self, heading: Item | None, block: Block) -> int | None:
        """Enter the heading above an action list as its area: in its own block, or right above it."""
        if heading is None:
            above = [
                i for i in self._loose if i.box.bottom <= block.box.top + 2 and shared(i.box, block.box) >= SUPPORT
            ]
            heading = max(above, key=lambda i: i.box.bottom, default=None)
        if heading is None:
            return self._area_of_title()
        for note in self.drafts.notes:
            note.kept = note.kept and note.reading is not heading.reading
        return self.book.area(self.goal, heading.reading, self._place(heading))

    def _area_of_title(self) -> int | None:
        """Take the title as the area where the goal is named below it and the title says nothing else."""
        words = self.title.split()
        title = next((b for b in self.page.blocks if b.kind is BlockKind.TITLE and b.items), None)
        if title is None or not self._columns or not 0 < len(words) <= AREA_WORDS:
            return None
        if self.vocabulary.hits(self.title, NO_AREA):
            return None
        items = [i for i in title.items if i not in under_title(title)]
        return self.book.area(
            self.goal, cut_continued(joined(items), self.vocabulary), place_of(self.page.number, items)
        )

    def enter_labels(self, doubtful: set[int]) -> None:
        """Enter the goals that are labelled with their whole wording, those among ``doubtful`` items not at all."""
        for item in (i for b in self.page.blocks for i in b.items if id(i) not in doubtful):
            label = goal_label(whole(item), self.vocabulary)
            if label and len(whole(item)[label.start :].split()) >= WORDING:
                reading = without_label(item, label)
                self.book.goal(label.number, reading, self._place(item), binding=label.binding)
            number = None if label else numbered_wording(item.reading.text, self.vocabulary)
            if number:
                self.book.goal(number, item.reading, self._place(item))
        for at, block in enumerate(self.page.blocks):
            if block.kind is BlockKind.BOX and not any(id(i) in doubtful for i in block.items):
                self._enter_box(block, list(self.page.blocks[at + 1 :]))

    def _enter_box(self, block: Block, below: list[Block]) -> None:
        """Enter the goal of a box whose bare label stands above its wording."""
        label = goal_label(whole(block.items[0]), self.vocabulary) if block.items else None
        if label and label.number is not None and not whole(block.items[0])[label.start :].strip():
            support = self._support(block.items[0], block, below)
            if len(joined(support).text.split()) > 1:
                self.book.goal(label.number, joined(support), place_of(self.page.number, support))

    def leave_out(self, items: set[int]) -> None:
        """Pass over items (by identity) that were read elsewhere."""
        self._taken |= items

    def _item(self, item: Item, block: Block, below: list[Block], follower: Item | None) -> None:
        text = item.reading.text.strip()
        if id(item) in self._taken or not text:
            return
        if self._footnotes(item, len(block.items)) or self._label(item, block, below):
            return
        if self._mention(item, text) or self._vision(item, text, block, below):
            return
        lead = lead_in(item, text, follower, self.vocabulary)
        if lead:
            self._lead, self._opened = lead, item.box
            self._note(item, NoteKind.PARAGRAPH)
            return
        if self._lead and self._lead.covers(item):
            self._lead.child = item.level if self._lead.child is None else self._lead.child
            self._below(item, self._lead.kind)
            return
        self._lead = None
        self._heading(item, block, text, follower)
        self._note(item, self._kind(item))

    def _heading(self, item: Item, block: Block, text: str, follower: Item | None) -> None:
        """Take a line as a heading: it opens a section where it says so, else it may name what stands below."""
        if item.level or item.bullet or len(text.split()) > 10 or text.endswith(".") or self._is_sidebar(block):
            return
        if self._verdict_heading(item, block, text, follower):
            return
        section = section_of(text, self._section, self.vocabulary)
        prominent = block.kind in (BlockKind.HEADING, BlockKind.BOX) or item.bold or text.endswith(":")
        if section.kind or (prominent and (section.year, section.role) != (self._section.year, self._section.role)):
            self._section, self._opened = section, item.box
            self._sections.open(item.box, section)
        elif prominent and len(block.items) == 1 and self._may_name_area(text):
            self._loose.append(item)
            if self._section.kind == "narrative":
                self._section = self._base()

    def _verdict_heading(self, item: Item, block: Block, text: str, follower: Item | None) -> bool:
        """Whether a line is a verdict that all lines below it got; another heading of its size ends it."""
        verdict = None if self._section.ahead else verdict_heading(text, self.vocabulary)
        above = block.kind is BlockKind.HEADING or item.bold or text.endswith(":") or len(block.items) == 1
        if not verdict or not (above or (follower is not None and is_listed(follower))):
            if item.size >= self._section.size:
                self._section = replace(self._section, status=None, status_raw="")
            return False
        told = replace(self._section, kind="action", role=Role.ASSESSMENT, ahead=False)
        self._section = replace(told, status=verdict[1], status_raw=verdict[0], size=item.size)
        self._sections.open(item.box, self._section)
        self.drafts.evidence.append(Evidence(self.page.number, "heading", said(self._section), (("its words", 0.0),)))
        return True

    def _may_name_area(self, text: str) -> bool:
        """Whether a heading may be the name of an area: it holds no year and is no verdict (*Carried forward*)."""
        return not years(text) and not self.vocabulary.verdict(text)[0] and not self.vocabulary.says_new(text)

    def _is_sidebar(self, block: Block) -> bool:
        """Whether a block is a strip along the side of the page, which says nothing of the lists beside it."""
        tall, narrow = block.box.height > self.page.height / 2, block.box.width < self.page.width / 3
        return block.kind is BlockKind.BOX and tall and narrow and len(block.items) > 2

    def _kind(self, item: Item) -> NoteKind:
        if NUMBERED.match(item.bullet):
            return NoteKind.NUMBERED
        return NoteKind.BULLET if item.bullet or item.level else NoteKind.PARAGRAPH

    def _place(self, item: Item) -> Place:
        return place_of(self.page.number, (item,))

    def _note(self, item: Item, kind: NoteKind) -> None:
        while self._stack and self._stack[-1][0] >= item.level:
            self._stack.pop()
        parent = self._stack[-1][1] if self._stack and item.level else None
        self.drafts.notes.append(NoteDraft(item.reading, self._place(item), kind, item.level, self.goal, parent))
        if item.level:
            self._stack.append((item.level, len(self.drafts.notes) - 1))

    def _footnotes(self, item: Item, beside: int) -> bool:
        """Enter the footnotes of a line."""
        used = {d.mark for d in self.drafts.actions if d.mark and d.place.page == self.page.number}
        found = footnotes_of(item, beside, used, self.vocabulary)
        for mark, meaning in found:
            self.drafts.footnotes[(self.page.number, mark)] = meaning
        if found:
            self.drafts.notes.append(NoteDraft(item.reading, self._place(item), NoteKind.FOOTNOTE, 0))
        return bool(found)

    def _mention(self, item: Item, text: str) -> bool:
        """Whether the item only repeats the wording of a known goal or the name of a known area."""
        if item.level > 1:
            return False
        if self._is_area(text):
            return True
        goal = self.book.find_goal(text)
        if goal is None or self.book.goals[goal].binding:
            return False
        self.book.goal(self.book.goals[goal].number, item.reading, self._place(item))
        if not item.level:
            self.goal = goal if len(self.page.blocks) < 3 else self.goal
        return True

    def _is_area(self, text: str) -> bool:
        plain = squeeze(text)
        return bool(plain) and any(plain == squeeze(a.reading.text) for a in self.book.areas)

    def _label(self, item: Item, block: Block, below: list[Block]) -> bool:
        label = goal_label(whole(item), self.vocabulary)
        if not label or (item.level > 1 and not label.binding):
            return False
        reading = without_label(item, label)
        place = self._place(item)
        if not reading.text.strip():
            support = self._support(item, block, below)
            if support:
                self._taken |= {id(i) for i in support}
                reading, place = joined(support), place_of(self.page.number, support)
        index = self.book.goal(label.number, reading, place, binding=label.binding)
        if label.binding:
            self.binding = index
        else:
            self.goal = index
            self._columns.append((block.box, index))
            if self.page.method is Method.FLAT or self._section.kind == "narrative":
                self._section = self._base()
        self._lead = None
        return True

    def _support(self, item: Item, block: Block, below: list[Block]) -> list[Item]:
        """Return the text that a bare label stands above: the lines behind it in its box, or the box below it."""
        at = block.items.index(item)
        if at + 1 < len(block.items):
            return list(plain_lines(block.items[at + 1 :], self.vocabulary))
        under = [b for b in below if b.items and shared(block.box, b.box) >= SUPPORT and b.box.top >= item.box.top]
        nearest = min(under, key=lambda b: b.box.top, default=None)
        return list(plain_lines(nearest.items, self.vocabulary)) if nearest else []

    def _vision(self, item: Item, text: str, block: Block, below: list[Block]) -> bool:
        if not self.vocabulary.names(text, "vision") or len(text.split()) > 4 or text.endswith("."):
            return False
        at = block.items.index(item)
        following = [*block.items[at + 1 :], *(i for b in below[:1] for i in b.items[:1])]
        body = next((i for i in following if len(i.reading.text.split()) >= VISION_WORDS), None)
        if body is None:
            return False
        self._note(item, NoteKind.PARAGRAPH)
        self._taken.add(id(body))
        self.drafts.notes.append(NoteDraft(body.reading, self._place(body), NoteKind.VISION, 0))
        return True

    def _below(self, item: Item, kind: str) -> None:
        if kind == "indicator":
            goal = self.binding if self.binding is not None else self.goal
            self.drafts.indicators.append(IndicatorDraft(goal, item.reading, self._place(item)))
        elif kind == "proposal":
            self._note(item, NoteKind.PROPOSAL)
        else:
            self._note(item, self._kind(item))


def _is_apart(box: Box, heading: Box) -> bool:
    """Whether something begins above a heading and beside it, so that the heading says nothing of it."""
    return box.top < heading.top - 2 and shared(box, heading) <= 0


def under_title(block: Block) -> list[Item]:
    """Return the lines of a title block that are clearly smaller than its title: they are text of the page."""
    largest = max((i.size for i in block.items), default=0.0)
    return [i for i in block.items if 0 < i.size < SMALLER * largest]


def without_label(item: Item, label: GoalLabel) -> Reading:
    """Cut the label off an item whose number may stand in its bullet."""
    before = len(whole(item)) - len(item.reading.text)
    return cut_front(item.reading, max(0, label.start - before), "goal_label")
