"""Text outside tables: goals in titles and boxes, the binding goal and its indicators, notes with their levels."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.model import Block, BlockKind, Item, NoteKind, Page
from pipeline.normalise.book import Book, Place, squeeze
from pipeline.normalise.drafts import Drafts, IndicatorDraft, NoteDraft, place_of
from pipeline.normalise.labels import cut_front, goal_label, joined
from pipeline.normalise.legend import Legend
from pipeline.normalise.lists import ListReader, Section, section_of
from pipeline.normalise.vocabulary import Vocabulary

FOOTNOTE = re.compile(
    r"(?:^|(?<=[\s,;]))(\*{1,4}|[†‡§]|[¹²³⁴⁵])\s*=?\s*([^*†‡§¹²³⁴⁵]+?)\s*(?=[,;.]?\s*(?:\*|[†‡§¹²³⁴⁵]|$))"
)
NUMBERED = re.compile(r"^\(?\d{1,2}(?:\.\d{1,2})*[.)]?$|^[a-z][.)]$")
SILENT = frozenset((BlockKind.FURNITURE, BlockKind.SYMBOL))
VISION_WORDS = 5
SUPPORT = 0.6
WORDING = 4


@dataclass(slots=True)
class _Lead:
    """A line that says what the lines below it are."""

    kind: str
    level: int
    child: int | None = None

    def covers(self, item: Item) -> bool:
        """Whether ``item`` still stands below this line."""
        numbered = bool(NUMBERED.match(item.bullet))
        if self.child is None:
            return item.level >= self.level or numbered
        return item.level >= self.child or (numbered and self.kind == "proposal")


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
    legend: Legend = field(default_factory=lambda: Legend(()))
    _section: Section = field(default_factory=Section)
    _lead: _Lead | None = None
    _stack: list[tuple[int, int]] = field(default_factory=list)
    _taken: set[int] = field(default_factory=set)

    def read(self) -> None:
        """Enter every item of the page's blocks."""
        self._section = section_of(self.title, Section(), self.vocabulary)
        lists = ListReader(
            self.page.number, self.page.method, self.drafts, self.vocabulary, self.deck_year, self.legend
        )
        blocks = [b for b in self.page.blocks if b.kind not in SILENT and b.kind is not BlockKind.TITLE]
        for index, block in enumerate(blocks):
            self._lead = None if block.kind in (BlockKind.BOX, BlockKind.HEADING) else self._lead
            self._stack.clear()
            if len(block.items) > 1 and block.kind is BlockKind.BOX and self._is_area(joined(block.items).text):
                continue
            if self._lead is None and lists.holds_actions(block, self._section, self._number()):
                lists.read(block, self._section, self.goal, self._heading_area())
                continue
            for at, item in enumerate(block.items):
                if id(item) in self._taken or not item.reading.text.strip():
                    continue
                follower = next(iter(block.items[at + 1 :]), None)
                self._item(item, block, blocks[index + 1 :], follower)

    def enter_labels(self, doubtful: set[int]) -> None:
        """Enter the goals that are labelled with their whole wording, those among ``doubtful`` items not at all."""
        for item in (i for b in self.page.blocks for i in b.items if id(i) not in doubtful):
            label = goal_label(item.reading.text, self.vocabulary)
            if label and len(item.reading.text[label.start :].split()) >= WORDING:
                reading = cut_front(item.reading, label.start, "goal_label")
                self.book.goal(label.number, reading, self._place(item), binding=label.binding)

    def leave_out(self, items: set[int]) -> None:
        """Pass over items (by identity) that were read elsewhere."""
        self._taken |= items

    def _item(self, item: Item, block: Block, below: list[Block], follower: Item | None) -> None:
        text = item.reading.text.strip()
        if (
            self._footnotes(item, text, len(block.items))
            or self._label(item, block, below)
            or self._mention(item, text)
        ):
            return
        if self._vision(item, text, block, below):
            return
        lead = self._lead_in(item, text, follower)
        if lead:
            self._lead = lead
            self._note(item, NoteKind.PARAGRAPH)
            return
        if self._lead and self._lead.covers(item):
            self._lead.child = item.level if self._lead.child is None else self._lead.child
            self._below(item, self._lead.kind)
            return
        self._lead = None
        heads = block.kind is BlockKind.HEADING or item.bold or text.endswith(":")
        if heads and not item.level and not item.bullet and len(text.split()) <= 10 and not text.endswith("."):
            self._section = section_of(text, self._section, self.vocabulary, item)
        self._note(item, self._kind(item))

    def _number(self) -> int | None:
        return self.book.goals[self.goal].number if self.goal is not None else None

    def _heading_area(self) -> int | None:
        """Enter the heading above an action list as its area, unless it says what the list is."""
        heading = self._section.heading
        if heading is None or self._section.kind or self.vocabulary.hits(heading.reading.text):
            return None
        for note in self.drafts.notes:
            note.kept = note.kept and note.reading is not heading.reading
        return self.book.area(self.goal, heading.reading, self._place(heading))

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

    def _footnotes(self, item: Item, text: str, beside: int) -> bool:
        """Enter footnotes; a star before a line is one only where it is no list mark among others."""
        listed = item.bullet.startswith("*")
        if listed and (beside > 3 or text.endswith(":") or len(text.split()) > 8):
            return False
        full = f"{item.bullet} {text}" if listed else text
        if not full.startswith(("*", "†", "‡", "§", "¹", "²", "³")):
            return False
        found = FOOTNOTE.findall(full)
        if not found or (item.bullet and len(found) == 1 and not self.vocabulary.meaning(found[0][1])):
            return False
        for mark, words in found:
            meaning = self.vocabulary.meaning(words) or words.strip(" .,;")
            self.drafts.footnotes[(self.page.number, mark)] = meaning
        self.drafts.notes.append(NoteDraft(item.reading, self._place(item), NoteKind.FOOTNOTE, 0))
        return True

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
        label = goal_label(item.reading.text, self.vocabulary)
        if not label or (item.level > 1 and not label.binding):
            return False
        reading = cut_front(item.reading, label.start, "goal_label")
        place = self._place(item)
        if not reading.text.strip():
            support = self._support(item, block, below)
            if support is not None:
                self._taken.add(id(support))
                reading, place = support.reading, self._place(support)
        index = self.book.goal(label.number, reading, place, binding=label.binding)
        if label.binding:
            self.binding = index
        else:
            self.goal = index
            self._section = section_of(self.title, Section(), self.vocabulary)
        self._lead = None
        return True

    def _support(self, item: Item, block: Block, below: list[Block]) -> Item | None:
        """Return the text that a bare label stands above: the next item of its box, or the box below it."""
        at = block.items.index(item)
        if at + 1 < len(block.items):
            follower = block.items[at + 1]
            return None if goal_label(follower.reading.text, self.vocabulary) else follower
        under = [b for b in below if b.items and _overlap(block, b) >= SUPPORT and b.box.top >= item.box.top]
        nearest = min(under, key=lambda b: b.box.top, default=None)
        if nearest is None or goal_label(nearest.items[0].reading.text, self.vocabulary):
            return None
        return nearest.items[0]

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

    def _lead_in(self, item: Item, text: str, follower: Item | None) -> _Lead | None:
        if not item.level and len(text.split()) <= 4 and self.vocabulary.column(text) == "indicator":
            return _Lead("indicator", 1)
        if not text.endswith(":") or len(text) > 160:
            return None
        for kind in ("indicator", "proposal"):
            if self.vocabulary.names(text, kind) or (kind == "proposal" and _compound(text, self.vocabulary)):
                return _Lead(kind, item.level)
        if follower and NUMBERED.match(follower.bullet) and not NUMBERED.match(item.bullet):
            return _Lead("numbered", item.level)
        return None

    def _below(self, item: Item, kind: str) -> None:
        if kind == "indicator":
            goal = self.binding if self.binding is not None else self.goal
            self.drafts.indicators.append(IndicatorDraft(goal, item.reading, self._place(item)))
        elif kind == "proposal":
            self._note(item, NoteKind.PROPOSAL)
        else:
            self._note(item, self._kind(item))


def _compound(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a compound in ``text`` ends in a proposal word (*kehittämisehdotusta*, *åtgärdsförslag*)."""
    stems = ["".join(stem).rstrip("$") for concept, stem in vocabulary.stems if concept == "proposal"]
    return any(stem in squeeze(word)[3:] for word in text.split() for stem in stems if len(stem) > 4)


def _overlap(one: Block, other: Block) -> float:
    """Return the share of the narrower block's width that both blocks stand above one another."""
    shared = min(one.box.x1, other.box.x1) - max(one.box.x0, other.box.x0)
    return shared / max(1.0, min(one.box.width, other.box.width))
