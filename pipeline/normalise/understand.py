"""A deck, understood: the order in which its pages are read, and what each page tells the next."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from pipeline.errors import Code
from pipeline.model import BlockKind, Deck, Item, Method, Page, Reading, Table
from pipeline.normalise.boards import BoardReader, Card, Style, read_board, style_of
from pipeline.normalise.book import Book
from pipeline.normalise.cards import FormReader, read_form
from pipeline.normalise.columns import Layout, cell_text, read_layout
from pipeline.normalise.document import Understood, report_of
from pipeline.normalise.drafts import Drafts, Trouble, place_of
from pipeline.normalise.evidence import Evidence, in_order, of_table, of_title
from pipeline.normalise.facts import page_title, read_facts, reporting_year, with_title
from pipeline.normalise.fills import place_fills
from pipeline.normalise.floating import floating_layout, unread_table
from pipeline.normalise.forms import Forms
from pipeline.normalise.goal_titles import wording_below
from pipeline.normalise.goal_words import with_goal_word, with_page_kinds
from pipeline.normalise.labels import cut_continued, cut_front, goal_label, joined
from pipeline.normalise.language import language_of
from pipeline.normalise.legend import Legend, read_legend
from pipeline.normalise.lexicon import lexicon
from pipeline.normalise.loose import Loose, read_loose, without
from pipeline.normalise.lost import LostReader, lost_regions
from pipeline.normalise.marks import level_signs
from pipeline.normalise.narrative import Narrator, under_title, without_label
from pipeline.normalise.numbered import numbered_goals
from pipeline.normalise.numbered import whole as item_text
from pipeline.normalise.outline import Outline, read_outlines
from pipeline.normalise.outline_reader import OutlineReader
from pipeline.normalise.owners import named_owners
from pipeline.normalise.rows import Context, Row
from pipeline.normalise.sections import section_of, section_of_title
from pipeline.normalise.shown_areas import enter as enter_areas
from pipeline.normalise.surroundings import area_above, lines_above
from pipeline.normalise.symbols import place_symbols
from pipeline.normalise.tables import TableReader
from pipeline.normalise.titled import Titled, TitledReader, read_titled
from pipeline.normalise.unfold import unfold
from pipeline.normalise.upright import upright
from pipeline.normalise.vocabulary import Vocabulary, squeeze, vocabulary
from pipeline.profiles import Profile
from pipeline.records import Report

SURE_ROWS = 2  # kinds of columns beside loose wordings that leave no doubt that these are rows


@dataclass(slots=True)
class _Reader:
    """Reads the pages of one deck in order."""

    deck: Deck
    vocabulary: Vocabulary
    is_word: Callable[[str], bool]
    deck_year: int | None
    legend: Legend
    book: Book = field(default_factory=Book)
    drafts: Drafts = field(default_factory=Drafts)
    titles: dict[int, str] = field(default_factory=dict)
    goals: dict[int, int | None] = field(default_factory=dict)
    layout: Layout | None = None
    last: Row = field(default_factory=Row)
    owners: frozenset[str] = frozenset()
    shown: set[int] = field(default_factory=set)
    divider: tuple[int, int | None] | None = None
    loose: dict[int, Loose] = field(default_factory=dict)
    forms: Forms = field(default_factory=Forms)
    outlines: Mapping[int, Outline] = field(default_factory=dict)
    named: frozenset[int] = frozenset()
    boards: set[int] = field(default_factory=set)

    def read(self) -> None:
        """Read all titles and tables first, so that the narrative knows the names of goals and areas."""
        for page in self.deck.pages:
            self.titles[page.number] = page_title(page)
            if page.method is not Method.FLAT:
                Narrator(page, self.book, self.drafts, self.vocabulary).enter_labels(set())
        for page in self.deck.pages:
            self.shown |= enter_areas(page, self.book, self.vocabulary)
        self.named = frozenset(self.shown)
        self._know_goals()
        boards = (read_board(page, self.vocabulary, self.legend) for page in self.deck.pages)
        styles = {style_of(card.head) for cards in boards for card in cards}
        for known in (False, True):
            edges = {c.box.x0 for t in self.loose.values() for c in t.table.cells if c.column == t.action and c.row}
            pages = tuple(self._in_rows(page, styles, edges if known else ()) for page in self.deck.pages)
            self.deck = replace(self.deck, pages=pages)
        ordered = all(g.number is None for g in self.book.goals)
        for table in (upright(t, self.vocabulary) for page in self.deck.pages for t in page.tables):
            self.forms.add(table, self._columns(table))
        titled = read_titled(self.deck.pages, self.vocabulary, self.legend)
        for page in self.deck.pages:
            if page.number in titled:
                self._titled(page, titled[page.number])
                continue
            if self._outlined(page, ordered):
                continue
            cards = read_board(page, self.vocabulary, self.legend, styles)
            form = None if cards else read_form(page, self.vocabulary)
            if form:
                labels = tuple((f"a label for {kind}", 0.0) for kind in sorted(form.values))
                self.drafts.evidence.append(Evidence(page.number, "form", "one action", labels))
                reader = FormReader(page, self.book, self.drafts, self.vocabulary, self.deck_year)
                self.shown |= reader.read(form)
            self.goals[page.number] = None if form else self._goal_of(page)
            if not form:
                self._title_evidence(page)
                self._tables(page)
                self._board(page, cards)
        self._know_goals()
        for page in self.deck.pages:
            self._narrative(page)

    def _titled(self, page: Page, titled: Titled) -> None:
        """Read a page whose title is its one action."""
        reader = TitledReader(self.book, self.drafts, self.vocabulary, self.deck_year)
        self.goals[page.number], taken = reader.read(titled, self._goal_of(page))
        self.shown |= taken
        self.drafts.evidence.append(Evidence(page.number, "title", "one action", (("its verdict", 0.0),)))

    def _outlined(self, page: Page, ordered: bool) -> bool:
        """Read a page of free shapes, as it was understood after no reader of a form had found an action on it."""
        outline = self.outlines.get(page.number)
        if outline is None:
            return False
        section = section_of_title(self.titles[page.number], self.vocabulary, self.deck_year)
        reader = OutlineReader(page, self.book, self.drafts, self.vocabulary, section, self.deck_year, ordered)
        self.goals[page.number], taken = reader.read(outline, None if outline.bare else self._goal_of(page))
        self.shown |= taken
        return bool(taken)

    def find_outlines(self, deck: Deck) -> Mapping[int, Outline]:
        """Return what the pages hold on which readers of forms found no action, or which they may have read in part."""
        doubtful = {number for number, loose in self.loose.items() if self._layout(loose).told < SURE_ROWS}
        found = {a.place.page for a in self.drafts.actions} - doubtful - self.boards
        sure = (self.loose.keys() - doubtful) & found
        pages = frozenset(p.number for p in deck.pages if p.number not in found or not p.tables) - sure
        goals = {squeeze(goal.reading.text): goal.place.page for goal in self.book.goals}
        outlines = read_outlines(deck, pages, self.legend, self.vocabulary, self.named, goals)
        return {n: o for n, o in outlines.items() if self._gains(n, o)}

    def _gains(self, number: int, outline: Outline) -> bool:
        """Whether an outline says more of a page than the lines, rows or cards that it was taken for, if it was."""
        found = [a for a in self.drafts.actions if a.place.page == number]
        heads = {squeeze(h.text) for level in outline.levels for h in level.used}
        said = sum(squeeze(a.reading.text) not in heads for a in found)
        if number in self.loose or number in self.boards:
            return outline.branched and not outline.weak and len(outline.leaves) >= said
        return not found or (outline.told and not outline.weak and len(outline.leaves) > said)

    def _in_rows(self, page: Page, styles: Collection[Style], edges: Collection[float]) -> Page:
        """Return the page with a table in place of loose texts that stand in rows, where the rows tell of actions."""
        known = page.tables or page.method is Method.FLAT or read_board(page, self.vocabulary, self.legend, styles)
        if known or page.number in self.outlines or read_form(page, self.vocabulary):
            return page
        loose = read_loose(page, self.vocabulary, edges)
        if loose is None:
            return page
        layout = self._layout(loose)
        if layout.of("action") != (loose.action,) or not (
            self._tells(layout, loose, page) or self._lists_new(layout, page)
        ):
            return page
        self.loose[page.number] = loose
        return without(page, loose)

    def _tells(self, layout: Layout, loose: Loose, page: Page) -> bool:
        """Whether what stands beside loose wordings makes actions of them; names alone do so only below a goal."""
        if layout.told > 1 or not layout.of("owner"):
            return layout.told > 0
        title = self.titles[page.number]
        known = goal_label(title, self.vocabulary) is not None or self.book.find_goal(title) is not None
        return known or loose.headed or bool(layout.of("number"))

    def _lists_new(self, layout: Layout, page: Page) -> bool:
        """Whether labels of goals stand before what a page announces for them, and not before their wordings."""
        section = section_of_title(self.titles[page.number], self.vocabulary, self.deck_year)
        return bool(layout.of("goal")) and (section.kind == "action" or section.ahead)

    def _columns(self, table: Table) -> Layout:
        return read_layout(table, self.vocabulary, self.legend, self.owners)

    def _layout(self, loose: Loose) -> Layout:
        """Return the columns of a table made of loose texts, whose wordings are known."""
        layout = read_layout(loose.table, self.vocabulary, self.legend, self.owners, headed=loose.headed)
        return layout if layout.of("action") else layout.with_actions(loose.action)

    def _goal_of(self, page: Page) -> int | None:
        """Return the goal of a page's title, else of a page before it that shows nothing but its goal."""
        goal = self._title_goal(page)
        loud = [b for b in page.blocks if b.kind not in (BlockKind.FURNITURE, BlockKind.NOTES, BlockKind.SYMBOL)]
        alone = not page.tables and all(b.kind is BlockKind.TITLE for b in loud)
        if goal is not None or alone:
            self.divider = (page.number, goal) if alone else None
            return goal
        if self.divider is None:
            return None
        number, held = self.divider
        first = self.titles.get(number + 1, "")
        title = cut_continued(Reading.of(self.titles[page.number]), self.vocabulary).text
        if page.number > number + 1 and squeeze(title) != squeeze(first):
            self.divider = None
            return None
        return held

    def _title_evidence(self, page: Page) -> None:
        goal = self.goals[page.number]
        number = self.book.goals[goal].number if goal is not None else None
        section = section_of_title(self.titles[page.number], self.vocabulary, self.deck_year)
        found = of_title(page.number, number, goal is not None, section)
        self.drafts.evidence += [found] if found else []

    def _board(self, page: Page, cards: tuple[Card, ...]) -> None:
        """Read a page that shows its actions as cards."""
        if cards:
            title = section_of_title(self.titles[page.number], self.vocabulary, self.deck_year)
            reader = BoardReader(
                page, self.book, self.drafts, self.vocabulary, self.legend, title, None, self.deck_year
            )
            reader.goal = self.goals[page.number]
            reader.owners = self.owners | frozenset(a.owner for a in self.drafts.actions if a.owner)
            self.shown |= reader.read(cards)
            self.boards.add(page.number)
            signs = reader.signs(cards)
            self.drafts.evidence.append(Evidence(page.number, "cards", f"{len(cards)} actions", signs))

    def _know_goals(self) -> None:
        """Let every goal found so far be known by its number and wording alone, where no goal word stands before it."""
        found = dict(self.vocabulary.numbered)
        for goal in self.book.goals:
            if goal.number is not None and not goal.binding and goal.reading.text:
                found.setdefault(goal.number, squeeze(goal.reading.text))
        self.vocabulary = replace(self.vocabulary, numbered=tuple(sorted(found.items())))

    def _narrative(self, page: Page) -> None:
        goal, title = self.goals[page.number], self.titles[page.number]
        narrator = Narrator(
            page,
            self.book,
            self.drafts,
            self.vocabulary,
            goal,
            title=title,
            deck_year=self.deck_year,
            owners=self.owners,
            legend=self.legend,
        )
        narrator.leave_out(self.shown)
        whole = page.tables or page.method is Method.NATIVE
        regions = [] if whole else lost_regions(page, self.vocabulary)
        if regions:
            narrator.enter_labels({id(i) for r in regions for i in r.items})
            lost = LostReader(page, self.book, self.drafts, self.vocabulary)
            lost.read(regions)
            narrator.leave_out(lost.taken)
        narrator.read()

    def _title_goal(self, page: Page) -> int | None:
        for block in page.blocks:
            if block.kind is BlockKind.TITLE and block.items:
                small = {id(i) for i in under_title(block)}
                items = [i for i in block.items if id(i) not in small]
                reading = cut_continued(joined(items), self.vocabulary)
                label = goal_label(reading.text, self.vocabulary)
                place = place_of(page.number, items)
                if label:
                    rest = cut_front(reading, label.start, "goal_label")
                    support = () if rest.text.strip() else wording_below(page, block, self.vocabulary)
                    if support:
                        self.shown |= {id(i) for i in support}
                        rest, place = joined(support), place_of(page.number, support)
                    return self.book.goal(label.number, rest, place, binding=label.binding)
                return self.book.find_goal(reading.text)
        return None

    def _tables(self, page: Page) -> None:
        if unread_table(page, self.vocabulary):
            text = "headings of columns stand over no table, so what stands below them was not read as one"
            self.drafts.troubles.append(Trouble(page.number, Code.TABLE_UNREAD, text))
        for table in (upright(t, self.vocabulary) for t in page.tables):
            loose = self.loose.get(page.number)
            layout = self.forms.complete(table, self._layout(loose) if loose else self._columns(table))
            if not layout.of("action") and table.columns == 2 and self._lists_new(layout, page):
                layout = layout.with_actions(1 - layout.of("goal")[0])
            goes_on = table.continued or self._goes_on(page, table, layout)
            if goes_on and self.layout and not layout.header_rows:
                layout = replace(self.layout, header_rows=0)
            elif not goes_on:
                layout = floating_layout(page, table, layout, self.vocabulary) or layout
            self.layout = layout
            if len(layout.columns) != table.columns:
                self.drafts.troubles.append(Trouble(page.number, Code.TABLE_UNREAD, "continues a table of other width"))
                continue
            context = self._context(page, table, layout.header_rows)
            layout = self._with_areas(table, layout, context)
            context = replace(context, area=area_above(table, layout, self.deck, self.vocabulary))
            is_programme = layout.is_programme or (layout.of("action") and context.goal is not None)
            found = of_table(page.number, table, layout, bool(is_programme), self.vocabulary, goes_on)
            self.drafts.evidence.append(found)
            if layout.of("action") and not is_programme:
                text = "a table with a column of actions has nothing that orders or judges them, so it was not read"
                self.drafts.troubles.append(Trouble(page.number, Code.TABLE_UNREAD, text))
            if is_programme:
                reader = TableReader(
                    table, layout, context, self.book, self.drafts, self.vocabulary, self.is_word, self.legend
                )
                self.last = reader.read(self.last if goes_on else Row())

    def _with_areas(self, table: Table, layout: Layout, context: Context) -> Layout:
        """Where the title names the goal, a column of names below another word for goal holds its areas."""
        columns = layout.of("goal")
        if context.goal is None or len(columns) != 1 or layout.of("area"):
            return layout
        cells = [c for c in table.cells if c.column == columns[0] and c.row >= layout.header_rows]
        texts = [t for t in (cell_text(c).strip() for c in cells if c.column_span == 1) if t]
        named = any(goal_label(t, self.vocabulary) or self.book.find_goal(t) is not None for t in texts)
        numbered = any(c.isdigit() for cell in cells for i in cell.items for c in f"{i.bullet}{i.reading.text}")
        if named or not texts or numbered:
            return layout
        kinds = (replace(c, kind="area") if n == columns[0] else c for n, c in enumerate(layout.columns))
        return replace(layout, columns=tuple(kinds))

    def _goes_on(self, page: Page, table: Table, layout: Layout) -> bool:
        """Whether a table without headings goes on from the page before, whose title this page repeats."""
        if layout.header_rows or self.layout is None or not page.tables or table.box != page.tables[0].box:
            return False
        before = self.titles.get(page.number - 1, "")
        title = cut_continued(Reading.of(self.titles[page.number]), self.vocabulary).text
        return len(self.layout.columns) == table.columns and bool(title) and squeeze(title) in squeeze(before)

    def _context(self, page: Page, table: Table, header_rows: int) -> Context:
        """Read the title and the lines above a table, the nearest first: its goal, its year, its role."""
        lines = lines_above(page, table)
        goal = self.goals[page.number]
        section = section_of_title(self.titles[page.number], self.vocabulary, self.deck_year)
        for item in lines:
            label = goal_label(item_text(item), self.vocabulary)
            if label:
                place = place_of(page.number, (item,))
                goal = self.book.goal(label.number, without_label(item, label), place, binding=label.binding)
            else:
                section = section_of(item.reading.text, section, self.vocabulary)
        for cell in table.cells:
            if cell.row < header_rows and 1 < cell.column_span == table.columns:
                section = section_of(cell_text(cell), section, self.vocabulary, title=True)
        return Context(page, section.year, section.role, goal, self.deck_year)


def _read(deck: Deck, profile: Profile) -> Understood:
    words = vocabulary(profile)
    facts = read_facts(deck, profile, words)
    language = language_of(_text(deck), profile, profile.languages[0].code if profile.languages else "")
    deck = replace(deck, pages=tuple(with_title(place_symbols(p)) for p in deck.pages))
    words = with_page_kinds(deck, with_goal_word(deck, words))
    words = replace(words, numbered=numbered_goals(deck, words))
    deck = replace(deck, pages=tuple(unfold(p, words) for p in deck.pages))
    is_word = lexicon(language or "fi").known
    told = reporting_year(facts, [], words, guess=False)
    year = told if told is not None else reporting_year(facts, [], words)
    legend = read_legend(deck, words)
    deck = replace(deck, pages=tuple(level_signs(place_fills(p, legend), legend) for p in deck.pages))
    reader = _Reader(deck, words, is_word, year, legend)
    reader.owners = named_owners(deck, words)
    reader.read()
    outlines = reader.find_outlines(deck)
    acting = frozenset(n for n, o in outlines.items() if not o.weak)
    if acting and not words.numbered and (numbered := numbered_goals(deck, words, acting)):
        words = replace(words, numbered=numbered)
        reader.vocabulary = words
        outlines = reader.find_outlines(deck)
    if outlines:
        reader = _Reader(deck, words, is_word, year, legend, owners=reader.owners, outlines=outlines)
        reader.read()
    titles = tuple(reader.titles[p.number] for p in deck.pages)
    found = (reader.book, reader.drafts, legend, reader.vocabulary)
    return Understood(deck, facts, language, titles, *found, year if told is None else None)


def explain(deck: Deck, profile: Profile) -> tuple[Evidence, ...]:
    """Return the signs behind what is understood of a deck, by page."""
    return in_order(_read(deck, profile).drafts.evidence)


def understand(deck: Deck, document_id: str, profile: Profile) -> Report:
    """Read one deck into records; nothing outside the deck and the profile decides."""
    return report_of(_read(deck, profile), document_id, profile)


def _text(deck: Deck) -> str:
    items: list[Item] = [i for p in deck.pages for b in p.blocks for i in b.items]
    items += [i for p in deck.pages for t in p.tables for c in t.cells for i in c.items]
    return " ".join(i.reading.text for i in items[:2000])
