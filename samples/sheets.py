"""The pages of a sample deck, laid out before anything is drawn: drawing and gold both come from them."""

from __future__ import annotations

from dataclasses import dataclass

from samples.content import AreaEntry, Content, DeckText, GoalEntry, Story, VerdictEntry, WorkEntry

MARKERS = (("*", "carried_over"), ("**", "from_survey"))
STATUSES = (
    ("Toteutunut", "done"),
    ("Osittain toteutunut", "partly_done"),
    ("Käynnissä", "in_progress"),
    ("Ei käynnistynyt", "not_started"),
)


@dataclass(frozen=True, slots=True)
class Action:
    """One statement as a table prints it; ``marks`` are printed after the text."""

    key: str
    goal: int
    area: str
    year: int
    role: str
    text: str
    marks: str = ""
    status_raw: str = ""
    owner: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: its goal (number, text) and area, the statements of each column, what the row says at its end."""

    goal: tuple[int, str]
    area: str
    columns: tuple[tuple[Action, ...], ...]
    owner: str = ""
    due: str = ""
    verdict: VerdictEntry | None = None


@dataclass(frozen=True, slots=True)
class TitleSheet:
    """The title page."""

    title: str
    subtitle: str
    body: str
    shown: str
    author_line: str


@dataclass(frozen=True, slots=True)
class IntroSheet:
    """A paragraph and bullets about the year."""

    title: str
    paragraph: str
    bullets: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class OverviewSheet:
    """Vision, goals (number, text) with their areas, and the binding goal (label, text)."""

    title: str
    vision: str
    goals: tuple[tuple[int, str, tuple[str, ...]], ...]
    binding: tuple[str, str]


@dataclass(frozen=True, slots=True)
class TableSheet:
    """A page with a table; ``headers`` name the columns after goal and area."""

    title: str
    role: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    footnotes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StorySheet:
    """What was done for one goal."""

    goal: tuple[int, str]
    story: Story


@dataclass(frozen=True, slots=True)
class BindingSheet:
    """The binding goal with its indicators, and numbered proposals."""

    title: str
    binding: tuple[str, str]
    indicators: tuple[str, ...]
    lead: str
    proposals: tuple[str, ...]


Sheet = TitleSheet | IntroSheet | OverviewSheet | TableSheet | StorySheet | BindingSheet


@dataclass(frozen=True, slots=True)
class SampleDeck:
    """One deck: its name, its texts, and its pages in order."""

    name: str
    text: DeckText
    sheets: tuple[Sheet, ...]


def _goals(content: Content, deck: int) -> tuple[GoalEntry, ...]:
    return tuple(sorted(content.goals, key=lambda goal: goal.number(deck)))


def _places(content: Content, deck: int) -> tuple[tuple[GoalEntry, AreaEntry], ...]:
    """Goals and areas in the order of the deck's tables."""
    return tuple((goal, area) for goal in _goals(content, deck) for area in content.areas if area.goal == goal.key)


def _label(goal: GoalEntry, deck: int) -> tuple[int, str]:
    return goal.number(deck), goal.wording.shown_in(deck)


def _roadmap_rows(content: Content, deck: int) -> tuple[Row, ...]:
    first, last = content.period
    rows = []
    for goal, area in _places(content, deck):
        columns = tuple(
            tuple(
                Action(
                    f"roadmap/{entry.id}", goal.number(deck), area.name, year, "roadmap", entry.wording.shown_in(deck)
                )
                for entry in content.roadmap
                if entry.area == area.key and entry.year == year and entry.last_deck >= deck
            )
            for year in range(first, last + 1)
        )
        rows.append(Row(_label(goal, deck), area.name, columns))
    return tuple(rows)


def _verdict(content: Content, work: WorkEntry) -> VerdictEntry:
    found = [v for v in content.verdicts if v.year == work.year and {work.id, work.area} & set(v.over)]
    if len(found) != 1:
        raise ValueError(f"{len(found)} verdicts for {work.id}")
    return found[0]


def _assessed(content: Content, work: WorkEntry, goal: int, area: AreaEntry) -> Action:
    status = _verdict(content, work).status
    return Action(f"assessment/{work.id}", goal, area.name, work.year, "assessment", work.assessed, work.marks, status)


def _planned(work: WorkEntry, goal: int, area: AreaEntry) -> Action:
    owner = work.owner or area.owner
    return Action(
        f"plan/{work.id}", goal, area.name, work.year, "plan", work.text, work.marks, owner=owner, due=work.due
    )


def _work_rows(content: Content, deck: int, year: int, *, single: bool) -> tuple[Row, ...]:
    """Rows of the actions of ``year``: one for each area or, when ``single``, one for each action."""
    rows = []
    for goal, area in _places(content, deck):
        found = [w for w in content.work if w.area == area.key and w.year == year and not (w.vanished and deck == year)]
        for group in [[w] for w in found] if single else [found] if found else []:
            number = goal.number(deck)
            if deck == year:
                actions = tuple(_assessed(content, work, number, area) for work in group)
                rows.append(Row(_label(goal, deck), area.name, (actions,), verdict=_verdict(content, group[0])))
            else:
                actions = tuple(_planned(work, number, area) for work in group)
                rows.append(Row(_label(goal, deck), area.name, (actions,), actions[0].owner, actions[0].due))
    return tuple(rows)


def _footnotes(deck: DeckText, rows: tuple[Row, ...]) -> tuple[tuple[str, str, str], ...]:
    used = {action.marks for row in rows for column in row.columns for action in column}
    return tuple((mark, meaning, dict(deck.footnotes)[meaning]) for mark, meaning in MARKERS if mark in used)


def _tables(content: Content, deck: DeckText) -> tuple[TableSheet, TableSheet]:
    """Return the assessment of the deck's year and the plan for the next."""
    single = deck.year == 2024
    assessed = _work_rows(content, deck.year, deck.year, single=single)
    planned = _work_rows(content, deck.year, deck.year + 1, single=single)
    earlier = [text for text in content.decks if text.year == deck.year - 1]
    heading = "Toimenpide" if single else "Toimenpiteet {}"
    plan_headers = (heading.format(deck.year + 1), "Vastuutaho", *(("Aikataulu",) if single else ()))
    assessment = TableSheet(
        deck.fact("assessment_title"),
        "assessment",
        (heading.format(deck.year), "Arvio toteutumisesta"),
        assessed,
        _footnotes(earlier[0], assessed) if earlier else (),
    )
    return assessment, TableSheet(deck.fact("plan_title"), "plan", plan_headers, planned, _footnotes(deck, planned))


def _roadmap_sheets(content: Content, deck: DeckText) -> tuple[TableSheet, ...]:
    rows = _roadmap_rows(content, deck.year)
    headers = tuple(str(year) for year in range(content.period[0], content.period[1] + 1))
    title = deck.fact("roadmap_title")
    if deck.year == 2022:
        return (TableSheet(title, "roadmap", headers, rows),)
    halves = (
        tuple(row for row in rows if row.goal[0] <= 2),
        tuple(row for row in rows if row.goal[0] > 2),
    )
    return tuple(TableSheet(title, "roadmap", headers, half) for half in halves)


def _overview(content: Content, deck: DeckText) -> OverviewSheet:
    goals = tuple(
        (*_label(goal, deck.year), tuple(area.name for area in content.areas if area.goal == goal.key))
        for goal in _goals(content, deck.year)
    )
    return OverviewSheet(deck.fact("overview_title"), content.vision.shown_in(deck.year), goals, content.binding)


def lay_out(content: Content, year: int) -> SampleDeck:
    """Return the deck of reporting year ``year`` with all its pages."""
    deck = content.deck(year)
    fact = deck.fact
    assessment, plan = _tables(content, deck)
    stories = dict(deck.stories)
    sheets: tuple[Sheet, ...] = (
        TitleSheet(fact("title"), fact("subtitle"), content.fact("body"), fact("shown"), fact("author_line")),
        IntroSheet(fact("intro_title"), fact("intro"), deck.intro_bullets),
        _overview(content, deck),
        *_roadmap_sheets(content, deck),
        assessment,
        *(StorySheet(_label(goal, year), stories[goal.key]) for goal in _goals(content, year)),
        BindingSheet(
            fact("binding_title"),
            content.binding,
            tuple(indicator.shown_in(year) for indicator in content.indicators),
            fact("proposals_lead"),
            deck.proposals,
        ),
        plan,
    )
    return SampleDeck(f"ulpaslahti-{year}", deck, sheets)
