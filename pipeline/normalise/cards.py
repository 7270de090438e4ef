"""Pages that are a form for one action: its words are the title, goal, owner, date and verdict stand behind labels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pipeline.errors import Code
from pipeline.model import BlockKind, Box, Item, Page, Role
from pipeline.normalise.book import Book, Place
from pipeline.normalise.drafts import ActionDraft, Drafts, place_of
from pipeline.normalise.labels import cut_front, cut_mark, enumerator, goal_label, joined, ordinal
from pipeline.normalise.vocabulary import Vocabulary

FIELDS = frozenset(("goal", "area", "action", "owner", "indicator", "due", "status"))
TELLING = frozenset(("owner", "indicator", "due", "status"))
LEAST = 3
LABEL_WORDS = 4
NUMBER = re.compile(r"^\s*(\d{1,2}|[A-H])(?:\.\d{1,2}){1,2}[.)]?\s*")


@dataclass(slots=True)
class Form:
    """The values of a page by their labels, with all items that it is made of."""

    values: dict[str, list[Item]] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)

    def text(self, kind: str) -> str:
        """Return a value as printed, ``""`` where the form does not give it."""
        found = joined(self.values[kind]).text.strip() if kind in self.values else ""
        return found if found.strip(" -–—") else ""


def read_form(page: Page, vocabulary: Vocabulary) -> Form | None:
    """Return the form of a page: at least three labels one below the other, each with a value beside or in a cell."""
    form = Form()
    for label, values in (*_in_tables(page), *_beside(page, vocabulary)):
        kind = _kind(label.reading.text, vocabulary)
        if kind and values and kind not in form.values:
            form.values[kind] = values
            form.items += [label, *values]
    return form if len(form.values) >= LEAST and len(TELLING & set(form.values)) >= 2 else None


def _kind(text: str, vocabulary: Vocabulary) -> str:
    """Return what a label says, ``""`` where the text is no label."""
    plain = text.strip().rstrip(":")
    kind = vocabulary.column(plain) if 0 < len(plain.split()) <= LABEL_WORDS else ""
    return kind if kind in FIELDS and vocabulary.heads(plain, kind) else ""


def _in_tables(page: Page) -> Iterable[tuple[Item, list[Item]]]:
    for table in page.tables:
        if table.columns == 2:
            rows = {(c.row, c.column): list(c.items) for c in table.cells}
            for row in range(table.rows):
                label, value = rows.get((row, 0), []), rows.get((row, 1), [])
                if len(label) == 1:
                    yield label[0], value


def _beside(page: Page, vocabulary: Vocabulary) -> Iterable[tuple[Item, list[Item]]]:
    """Yield each label with the lines right of it, down to where the next label begins."""
    silent = (BlockKind.FURNITURE, BlockKind.NOTES, BlockKind.TITLE, BlockKind.SYMBOL)
    items = [i for b in page.blocks if b.kind not in silent for i in b.items]
    labels = sorted((i for i in items if _kind(i.reading.text, vocabulary)), key=lambda i: i.box.top)
    labels = [i for i in labels if sum(_column(i.box, o.box) for o in labels) >= LEAST]
    for label in labels:
        below = [o.box.top for o in labels if o.box.top > label.box.bottom - 1 and _column(o.box, label.box)]
        floor = min(below, default=label.box.bottom + 2 * label.box.height)
        right = [i for i in items if i.box.x0 >= label.box.x1 and not any(i is o for o in labels)]
        right = [i for i in right if label.box.top - label.box.height / 2 <= i.box.top < floor - 1]
        nearest = min((i.box.x0 for i in right), default=0.0)
        yield label, [i for i in right if i.box.x0 - nearest <= label.box.height]


def _column(one: Box, other: Box) -> bool:
    return abs(one.x0 - other.x0) <= max(one.height, other.height)


@dataclass(slots=True)
class FormReader:
    """Enters the action of a form."""

    page: Page
    book: Book
    drafts: Drafts
    vocabulary: Vocabulary
    deck_year: int | None

    def read(self, form: Form) -> set[int]:
        """Enter the action and return the identities of the items that it took."""
        title = self._title(form)
        if not title:
            return set()
        reading, mark = cut_mark(joined(title))
        number = NUMBER.match(reading.text)
        reading = cut_front(reading, number.end() if number else 0, "number")
        place = place_of(self.page.number, [*title, *form.items])
        draft = ActionDraft(reading, place, self.page.method, mark=mark)
        draft.goal = self._goal(form, number[1] if number else self._number())
        if form.text("area"):
            spot = place_of(self.page.number, form.values["area"])
            draft.area = self.book.area(draft.goal, joined(form.values["area"]), spot)
        draft.owner, draft.due, draft.indicator = (form.text(k) for k in ("owner", "due", "indicator"))
        self._judge(draft, form)
        self.drafts.actions.append(draft)
        return {id(i) for i in (*form.items, *title)}

    def _title(self, form: Form) -> list[Item]:
        """Return the action's words: behind its own label, else the title of the page."""
        if "action" in form.values:
            return form.values["action"]
        return next((list(b.items) for b in self.page.blocks if b.kind is BlockKind.TITLE and b.items), [])

    def _number(self) -> str:
        """Return the first part of a number that stands alone beside the title."""
        items = (i for b in self.page.blocks if b.kind is not BlockKind.FURNITURE for i in b.items)
        match = next((m for i in items if (m := NUMBER.fullmatch(i.reading.text.strip()))), None)
        return match[1] if match else ""

    def _goal(self, form: Form, number: str) -> int | None:
        reading = joined(form.values["goal"]) if "goal" in form.values else None
        value = ordinal(number) if number else None
        if reading is None or not reading.text.strip():
            return self.book.goal_of_number(value) if value else None
        place: Place = place_of(self.page.number, form.values["goal"])
        label = goal_label(reading.text, self.vocabulary)
        if label:
            return self.book.goal(label.number, cut_front(reading, label.start, "goal_label"), place)
        shown, start = enumerator(reading.text)
        if shown and "." not in shown:
            return self.book.goal(int(shown), cut_front(reading, start, "number"), place)
        known = self.book.find_goal(reading.text)
        return known if known is not None else self.book.goal(value, reading, place)

    def _judge(self, draft: ActionDraft, form: Form) -> None:
        draft.status_raw = form.text("status")
        known, draft.status = self.vocabulary.verdict(draft.status_raw)
        if draft.status_raw and (not known or self.vocabulary.off_scale(draft.status_raw)):
            draft.doubts[Code.STATUS_UNKNOWN] = f"the verdict {draft.status_raw[:60]!r} is not a known one"
        draft.role = Role.ASSESSMENT if "status" in form.values else Role.PLAN
        if draft.role is Role.ASSESSMENT and self.deck_year:
            draft.year = self.deck_year
            draft.place = replace(draft.place, confidence=draft.place.confidence * 0.85)
        if draft.year is None:
            draft.doubts[Code.YEAR_MISSING] = "the page names no year"
        if draft.goal is None:
            draft.doubts[Code.GOAL_MISSING] = "the page names no goal that is known"
