"""Pages that show actions as cards: each a frame or a stack of lines with the action, its verdict and its fields.

What makes cards of them is return: at least two of one kind, whose wordings are set alike, most of them
with a verdict, a sign that a legend explains, or a field behind a label.
"""

from __future__ import annotations

import collections
import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from pipeline.errors import Code
from pipeline.model import BlockKind, Box, Item, NoteKind, Page, Role
from pipeline.normalise.book import Book
from pipeline.normalise.contents import names_unit
from pipeline.normalise.details import DUE, Details, is_labelled, read_details, read_labelled
from pipeline.normalise.drafts import ActionDraft, AssessmentDraft, Drafts, NoteDraft, place_of
from pipeline.normalise.labels import cut_front, cut_mark, enumerator, goal_label
from pipeline.normalise.legend import SIGN, Legend, Meaning
from pipeline.normalise.numbered import whole
from pipeline.normalise.sections import Section, shared, verdict_heading
from pipeline.normalise.verdicts import read_verdict
from pipeline.normalise.vocabulary import Vocabulary

SILENT = frozenset((BlockKind.FURNITURE, BlockKind.NOTES, BlockKind.TITLE))
LEAST, SHARE = 2, 0.6
HEAD_WORDS, NAME_WORDS = 3, 5
ALIKE = 0.12
SHRUNK = 0.6
INSIDE = 3.0
BEYOND = 60.0
DEEP = re.compile(r"\s*(\d{1,2})\.\d{1,2}(?:\.\d{1,2})?[.)]?\s+")


@dataclass(slots=True)
class Card:
    """One card: the action's line, what stands above and below it, its verdict, its lines of labels, its goal."""

    head: Item
    above: list[Item] = field(default_factory=list)
    below: list[Item] = field(default_factory=list)
    fields: list[Item] = field(default_factory=list)
    verdicts: list[Item] = field(default_factory=list)
    goal: Item | None = None
    heading: Item | None = None
    date: Item | None = None

    @property
    def told(self) -> bool:
        """Whether anything but its place says that the card is an action's."""
        return bool(self.fields or self.verdicts or self.heading)

    def items(self) -> list[Item]:
        """Return all lines of the card but a heading that it shares with others."""
        single = [i for i in (self.goal, self.date) if i is not None]
        return [self.head, *self.above, *self.below, *self.fields, *self.verdicts, *single]


Style = tuple[float, bool, str]


def read_board(page: Page, vocabulary: Vocabulary, legend: Legend, known: Collection[Style] = ()) -> tuple[Card, ...]:
    """Return the cards of a page in reading order, none where it is no such page.

    One card is enough where its wording is set as on the boards of other pages (``known``).
    """
    blocks = [b for b in page.blocks if b.kind not in SILENT and b.items]
    if page.tables or not page.words:
        return ()
    sorter = _Sorter(vocabulary, legend)
    items = [i for b in blocks for i in b.items if i.reading.text.strip()]
    heads = _alike([i for i in items if sorter.is_head(i)])
    single = [i for i in items if sorter.is_head(i) and i.bold and style_of(i) in known] if len(heads) < LEAST else []
    heads = single if len(single) == 1 else heads
    if len(heads) < LEAST - len(single):
        return ()
    short = {style_of(h) for h in heads if h.bold}
    heads = [i for i in items if any(i is h for h in heads) or (style_of(i) in short and sorter.is_head(i, words=2))]
    frames = [b.box for b in blocks if b.kind is BlockKind.BOX]
    territories = [_territory(h, heads, frames) for h in heads]
    if any(_overlap(a, b) for n, a in enumerate(territories) for b in territories[n + 1 :]):
        return ()
    listed = [i for i in items if i.bullet or i.level]
    if any(_holds(t, i.box) for t in territories for i in listed):
        return ()
    cards = [Card(h) for h in heads]
    for item in items:
        if not any(item is h for h in heads):
            _place(item, cards, territories, sorter)
    _dates(cards)
    _badges(cards)
    told = sum(c.told for c in cards)
    return tuple(cards) if told >= LEAST - len(single) and told >= SHARE * len(cards) else ()


@dataclass(frozen=True, slots=True)
class _Sorter:
    """Tells lines apart: wordings, fields, verdicts."""

    vocabulary: Vocabulary
    legend: Legend

    def is_verdict(self, item: Item) -> bool:
        """Whether a line is a verdict or a sign that stands for one."""
        text = item.reading.text.strip()
        sign = self.legend.read(item)
        return sign[2] if sign else self.vocabulary.verdict(text)[0]

    def is_wordy(self, item: Item, words: int) -> bool:
        """Whether a line holds the words of an action and no field, verdict or label."""
        text = item.reading.text
        if sum(any(c.isalpha() for c in w) for w in text.split()) < words or is_labelled(text, self.vocabulary):
            return False
        return not (self.is_verdict(item) or verdict_heading(text, self.vocabulary) or text.rstrip().endswith(":"))

    def is_head(self, item: Item, words: int = HEAD_WORDS) -> bool:
        """Whether a line may be the wording of a card's action."""
        quoted = item.reading.text.lstrip()[:1] in "”“\"'»«"
        plain = not (quoted or item.bullet or item.level)
        return plain and self.is_wordy(item, words) and goal_label(whole(item), self.vocabulary) is None


def style_of(item: Item) -> Style:
    """Return how a line is set: size, weight, colour."""
    return round(item.size, 1), item.bold, item.color


def _alike(items: Sequence[Item]) -> list[Item]:
    """Return the lines that are set like most wordings: of the largest type that comes at least twice.

    A card with more words may be set smaller: then weight and colour must be the same.
    """
    sizes = collections.Counter(round(i.size, 1) for i in items)
    often = [s for s, n in sizes.items() if n >= LEAST]
    size = max(often, default=0.0)
    kinds = collections.Counter((i.bold, i.color) for i in items if size and abs(i.size - size) <= ALIKE * size)
    kind = max(kinds, key=lambda k: (kinds[k], k), default=(False, ""))
    return [
        i
        for i in items
        if abs(i.size - size) <= ALIKE * size or (kind[0] and (i.bold, i.color) == kind and i.size >= SHRUNK * size)
    ]


def _territory(head: Item, heads: Sequence[Item], frames: Sequence[Box]) -> Box:
    """Return where a card's lines stand: the frame around its wording, else down to the next wording below it."""
    around = [f for f in frames if _holds(f, head.box) and sum(_holds(f, h.box) for h in heads) == 1]
    if around:
        return max(around, key=lambda f: f.width * f.height)
    below = [h.box.top for h in heads if h.box.top > head.box.top + 1 and shared(h.box, head.box) > 0]
    starts = sorted({round(h.box.x0) for h in heads})
    pitch = min((b - a for a, b in itertools.pairwise(starts) if b - a > head.box.height), default=0)
    right = head.box.x0 + pitch if pitch else head.box.x1 + BEYOND
    reach = 4 * max(head.box.height, 20.0)
    bottom = min([*below, head.box.bottom + reach]) - 1
    return Box(head.box.x0 - INSIDE, head.box.top - INSIDE, right - INSIDE, bottom)


def _holds(frame: Box, box: Box) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return frame.x0 <= x <= frame.x1 and frame.top <= y <= frame.bottom


def _overlap(one: Box, other: Box) -> bool:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    return wide > INSIDE and high > INSIDE


def _place(item: Item, cards: Sequence[Card], territories: Sequence[Box], sorter: _Sorter) -> None:
    """Give a line to the card in whose place it stands; a verdict above several cards heads them all."""
    own = next((c for c, t in zip(cards, territories, strict=True) if _holds(t, item.box)), None)
    if own is None:
        _head(item, cards, territories, sorter)
    elif sorter.is_verdict(item):
        own.verdicts.append(item)
    elif is_labelled(item.reading.text, sorter.vocabulary):
        own.fields.append(item)
    elif goal_label(whole(item), sorter.vocabulary) is not None:
        own.goal = item
    elif item.box.bottom <= own.head.box.top + 2:
        own.above.append(item)
    else:
        own.below.append(item)


def _head(item: Item, cards: Sequence[Card], territories: Sequence[Box], sorter: _Sorter) -> None:
    """Give a verdict outside the cards to the card right above it, else to all below it up to the next one."""
    if SIGN.fullmatch(item.reading.text.strip()) or not verdict_heading(item.reading.text, sorter.vocabulary):
        return
    column = [(c, t) for c, t in zip(cards, territories, strict=True) if shared(t, item.box) > 0]
    above = [(item.box.top - t.bottom, n) for n, (_, t) in enumerate(column) if t.bottom <= item.box.top + INSIDE]
    below = [(t.top - item.box.bottom, n) for n, (_, t) in enumerate(column) if t.top >= item.box.bottom - INSIDE]
    if above and (not below or min(above)[0] < min(below)[0]):
        column[min(above)[1]][0].verdicts.append(item)
        return
    for gap, n in below:
        card = column[n][0]
        if gap >= -INSIDE and (card.heading is None or item.box.top > card.heading.box.top):
            card.heading = item


def _dates(cards: Sequence[Card]) -> None:
    """Take the one line of a card that is set as the dates of most cards for its date, whatever it says (*ongoing*)."""
    lines = [i for c in cards for i in (*c.above, *c.below, *c.verdicts)]
    dated = collections.Counter(_kind(i) for i in lines if DUE.match(i.reading.text.strip()))
    all_set = collections.Counter(_kind(i) for i in lines)
    kind = next((k for k, n in sorted(dated.items()) if n >= LEAST and n >= SHARE * all_set[k]), None)
    for card in cards:
        found = [i for i in (*card.above, *card.below, *card.verdicts) if _kind(i) == kind]
        if len(found) == 1:
            card.date = found[0]
            card.above, card.below, card.verdicts = (
                [i for i in lines if i is not found[0]] for lines in (card.above, card.below, card.verdicts)
            )


def _badges(cards: Sequence[Card]) -> None:
    """Take a line set just like the verdicts of the other cards for one, whatever it says."""
    kinds = {_kind(v) for c in cards for v in c.verdicts if not SIGN.fullmatch(v.reading.text.strip())}
    for card in cards:
        found = [i for i in (*card.above, *card.below) if _kind(i) in kinds] if not card.verdicts else []
        if len(found) == 1:
            card.verdicts = found
            card.above = [i for i in card.above if i is not found[0]]
            card.below = [i for i in card.below if i is not found[0]]


def _kind(item: Item) -> tuple[float, bool, str, bool]:
    return round(item.size, 1), item.bold, item.color, item.reading.text.isupper()


def names_in(cards: Sequence[Card], vocabulary: Vocabulary, known: Collection[str] = ()) -> tuple[str, ...]:
    """Return for each card the one short line below its wording that by its return is a name; ``""``: none.

    Most cards have exactly one such line, without figures, and at least one of the names comes twice, is among
    the ``known`` ones of other pages, or half of them hold a word for a unit or a job.
    """
    found = [_name(c.below) for c in cards]
    given = [f for f in found if f]
    units = sum(names_unit(g, vocabulary) for g in given)
    returns = len(set(given)) < len(given) or bool(set(given) & set(known)) or (units > 1 and 2 * units >= len(given))
    return tuple(found) if returns and len(given) >= SHARE * len(cards) else tuple("" for _ in cards)


def areas_in(cards: Sequence[Card]) -> tuple[Item | None, ...]:
    """Return for each card the one short line above its wording, where most cards have one; else none."""
    found = [c.above[0] if len(c.above) == 1 and _name(c.above) else None for c in cards]
    return tuple(found) if sum(f is not None for f in found) >= SHARE * len(cards) else tuple(None for _ in cards)


def _name(items: Sequence[Item]) -> str:
    text = items[0].reading.text.strip() if len(items) == 1 else ""
    plain = 0 < len(text.split()) <= NAME_WORDS and not any(c.isdigit() for c in text) and text[:1].isupper()
    return text if plain and not text.endswith((".", "!", "?")) else ""


@dataclass(slots=True)
class BoardReader:
    """Enters the cards of one page."""

    page: Page
    book: Book
    drafts: Drafts
    vocabulary: Vocabulary
    legend: Legend
    section: Section
    goal: int | None
    deck_year: int | None
    owners: frozenset[str] = frozenset()
    judging: bool = False

    def read(self, cards: Sequence[Card]) -> set[int]:
        """Enter an action for every card and return the identities of the items that it took."""
        taken: set[int] = set()
        signs = self.signs(cards)
        self.judging = sum(bool(c.verdicts or c.heading) for c in cards) >= SHARE * len(cards)
        names = names_in(cards, self.vocabulary, self.owners)
        for card, name, area in zip(cards, names, areas_in(cards), strict=True):
            draft = self._draft(card, name, area)
            draft.signs = signs
            self.drafts.actions.append(draft)
            self._verdict(draft)
            for item in (*card.above, *card.below):
                if item is not area and not (name and item.reading.text.strip() == name):
                    note = NoteDraft(
                        item.reading, place_of(self.page.number, (item,)), NoteKind.PARAGRAPH, 0, draft.goal
                    )
                    self.drafts.notes.append(note)
            taken |= {id(i) for i in card.items()} | ({id(card.heading)} if card.heading else set())
        return taken

    def signs(self, cards: Sequence[Card]) -> tuple[tuple[str, float], ...]:
        """Return which share of the cards carries what."""
        size = len(cards)
        found = (
            ("cards with verdicts", sum(bool(c.verdicts) for c in cards) / size),
            ("cards with labels", sum(bool(c.fields) for c in cards) / size),
            ("cards below verdicts", sum(bool(c.heading) for c in cards) / size),
        )
        return tuple((name, weight) for name, weight in found if weight)

    def _draft(self, card: Card, name: str, area: Item | None) -> ActionDraft:
        reading, mark = cut_mark(card.head.reading)
        number = DEEP.match(whole(card.head))
        reading = cut_front(reading, enumerator(reading.text)[1], "number")
        details = read_details(reading, self.vocabulary, False, self.owners)
        for line in card.fields:
            details = read_labelled(details, line.reading.text, self.vocabulary)
        reading, late = cut_mark(details.reading)
        draft = ActionDraft(reading, place_of(self.page.number, card.items()), self.page.method, mark=mark or late)
        draft.goal = self._goal(card, int(number[1]) if number else None)
        if area is not None:
            draft.area = self.book.area(draft.goal, area.reading, place_of(self.page.number, (area,)))
        date = card.date.reading.text.strip() if card.date is not None else ""
        draft.owner, draft.due, draft.indicator = details.owner or name, details.due or date, details.indicator
        self._judge(draft, card, details)
        return draft

    def _goal(self, card: Card, number: int | None) -> int | None:
        if card.goal is not None:
            label = goal_label(whole(card.goal), self.vocabulary)
            if label and label.number is not None:
                return self.book.goal_of_number(label.number)
        numbered = self.book.goal_of_number(number) if number else None
        return self.goal if numbered is None else numbered

    def _judge(self, draft: ActionDraft, card: Card, details: Details) -> None:
        """Give a draft its verdict, role and year, and doubt what is not sure."""
        draft.status, draft.status_raw = details.status, details.status_raw
        if card.verdicts:
            words = [v for v in card.verdicts if self.legend.read(v) is None] or card.verdicts
            draft.status_raw, draft.status, _ = read_verdict(words[0], self.legend, self.vocabulary)
            if len({read_verdict(v, self.legend, self.vocabulary)[1] for v in words}) > 1:
                draft.doubts[Code.STATUS_UNKNOWN] = "several verdicts stand on one card"
        elif card.heading is not None and not draft.status_raw:
            found = verdict_heading(card.heading.reading.text, self.vocabulary)
            draft.status_raw, draft.status = found or ("", None)
        known = self.vocabulary.verdict(draft.status_raw)[0] or any(
            m.words == draft.status_raw for m in self._meanings()
        )
        if draft.status_raw and ((draft.status is None and not known) or self.vocabulary.off_scale(draft.status_raw)):
            draft.doubts[Code.STATUS_UNKNOWN] = f"the verdict {draft.status_raw[:60]!r} is not a known one"
        judged = self.judging or bool(draft.status_raw)
        draft.role = Role.ASSESSMENT if judged else self.section.role or Role.PLAN
        draft.year = self.section.year
        if draft.year is None and self.deck_year and (judged or self.section.ahead):
            draft.year = self.deck_year + (self.section.ahead and not judged)
            draft.place = replace(draft.place, confidence=draft.place.confidence * 0.85)
        if draft.year is None:
            draft.doubts[Code.YEAR_MISSING] = "neither heading nor page names one year"
        if draft.goal is None:
            draft.doubts[Code.GOAL_MISSING] = "neither the card nor its page names a goal"

    def _meanings(self) -> Sequence[Meaning]:
        return tuple(self.legend.signs.values())

    def _verdict(self, draft: ActionDraft) -> None:
        if not draft.status_raw:
            return
        entry = AssessmentDraft(draft.goal, draft.area, draft.year, draft.status, draft.status_raw, draft.place)
        entry.action = len(self.drafts.actions) - 1
        self.drafts.assessments.append(entry)
