"""What people look at: threads year by year and goals with their threads, joined from the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.export.versions import Entry, Joins, Version, is_open, versions
from pipeline.model import Fate, Role
from pipeline.records import Action, Area, Dataset, Document, Goal, Link, Outcome

_LATE = 10**6


@dataclass(frozen=True, slots=True)
class Strand:
    """A thread with its versions, earliest first; a record in no thread is a strand of its own.

    A version whose year is not known comes after the others.  ``goal`` is the goal of an action or area in its
    newest wording and numbering; ``unsure`` says that only links which wait for a person join the years.
    """

    strand_id: str
    kind: str
    versions: tuple[Version, ...]
    goal: Goal | None = None
    unsure: bool = False

    @property
    def doubtful(self) -> bool:
        """Whether a person should look at any part of it."""
        return self.unsure or any(v.doubtful for v in self.versions)

    @property
    def rewordings(self) -> tuple[int, ...]:
        """The years whose wording is not that of the year before."""
        return tuple(v.year for v in self.versions if v.changed and v.year is not None)

    @property
    def last(self) -> Version:
        """The newest version whose year is known, else the one without a year."""
        return next((v for v in reversed(self.versions) if v.year is not None), self.versions[-1])

    @property
    def judged(self) -> Version | None:
        """The newest version that has a verdict: what goes on is planned for a later year than was judged."""
        dated = [v for v in self.versions if v.verdict is not None and v.year is not None]
        return dated[-1] if dated else next((v for v in self.versions if v.verdict is not None), None)

    @property
    def area(self) -> str:
        """The newest area that is known."""
        return next((v.entry.area for v in reversed(self.versions) if v.entry.area), "")

    @property
    def goal_number(self) -> int | None:
        """The number of the goal in the newest deck that has it, else the newest that is known."""
        if self.goal is not None and self.goal.number is not None:
            return self.goal.number
        numbers = (v.entry.goal_number for v in reversed(self.versions))
        return next((number for number in numbers if number is not None), None)

    def in_year(self, year: int | None) -> Version | None:
        """Return the version of ``year``."""
        return next((v for v in self.versions if v.year == year), None)

    @property
    def ending(self) -> Outcome | None:
        """What became of the newest version, where the thread ends before the newest deck."""
        ends = [o for o in self.last.outcomes if o.outcome not in (Fate.CONTINUED, Fate.NEW)]
        return ends[-1] if ends else None


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal through the years with the actions under it; ``goal`` is ``None`` for actions without one."""

    goal: Goal | None
    language: str
    strands: tuple[Strand, ...]


def strands(dataset: Dataset) -> tuple[Strand, ...]:
    """Return all threads, and each action without a thread, by goal, in reading order of the first version."""
    entries = _entries(dataset)
    members: dict[str, list[tuple[int | None, Role | None, Entry]]] = defaultdict(list)
    for row in sorted(dataset.threads, key=lambda t: (t.thread_id, t.record_id)):
        if row.record_id in entries:
            members[row.thread_id].append((row.year, row.role, entries[row.record_id]))
    threaded = {row.record_id for row in dataset.threads}
    for action in dataset.actions:
        if action.action_id not in threaded:
            members[action.action_id].append((action.year, action.role, entries[action.action_id]))
    joins, newest = Joins.of(dataset), _newest_goals(dataset)
    found = [_strand(i, rows, joins, newest) for i, rows in members.items()]
    place = {record_id: n for n, record_id in enumerate(entries)}

    def order(strand: Strand) -> tuple[int, int, str]:
        number = _LATE if strand.goal_number is None else strand.goal_number
        return (number, place[strand.versions[0].entry.record_id], strand.strand_id)

    return tuple(sorted(found, key=order))


def goals(dataset: Dataset, found: Iterable[Strand]) -> tuple[GoalView, ...]:
    """Return the goals by number, each with its action strands; what has no goal comes last."""
    under: dict[str, list[Strand]] = defaultdict(list)
    for strand in found:
        if strand.kind == "action":
            under[strand.goal.goal_id if strand.goal else ""].append(strand)
    tongue = languages(dataset)
    shown = sorted(
        {g.goal_id: g for g in _newest_goals(dataset).values()}.values(), key=lambda g: (g.number or _LATE, g.goal_id)
    )
    views = [GoalView(g, tongue(g.document_id, g.page), _by_area(under.pop(g.goal_id, ()))) for g in shown]
    rest = tuple(strand for key in sorted(under) for strand in _by_area(under[key]))
    return (*views, GoalView(None, "", rest)) if rest else tuple(views)


def _newest_goals(dataset: Dataset) -> dict[str, Goal]:
    """Return each goal's newest form: that of the newest deck in its thread, by the id of each form."""
    thread_of = {t.record_id: t.thread_id for t in dataset.threads if t.kind == "goal"}
    newest = {thread_of.get(g.goal_id, g.goal_id): g for g in in_order(dataset, dataset.goals)}
    return {g.goal_id: newest[thread_of.get(g.goal_id, g.goal_id)] for g in dataset.goals}


def _by_area(found: Sequence[Strand]) -> tuple[Strand, ...]:
    """Return strands with those of one area together, in the order in which areas and strands come."""
    place: dict[str, int] = {}
    for strand in found:
        place.setdefault(strand.area.casefold(), len(place))
    return tuple(sorted(found, key=lambda s: place[s.area.casefold()]))


def _strand(
    strand_id: str, rows: Sequence[tuple[int | None, Role | None, Entry]], joins: Joins, newest: Mapping[str, Goal]
) -> Strand:
    found = tuple(versions(rows, joins))
    goal_id = next((v.entry.goal_id for v in reversed(found) if v.entry.goal_id), "")
    goal = None if rows[0][2].kind == "goal" else newest.get(goal_id)
    return Strand(strand_id, rows[0][2].kind, found, goal, _unsure([entry.record_id for *_, entry in rows], joins))


def _unsure(records: Sequence[str], joins: Joins) -> bool:
    """Whether a thread would fall apart without the links that wait for a person."""
    inside = frozenset(records)
    links = [k for name in records for k in joins.links.get(name, ()) if k.from_id in inside]
    return any(map(is_open, links)) and _parts(inside, links) < _parts(inside, [k for k in links if not is_open(k)])


def _parts(records: Iterable[str], links: Iterable[Link]) -> int:
    """Return into how many parts links join records."""
    root = {name: name for name in records}

    def find(name: str) -> str:
        while root[name] != name:
            name = root[name]
        return name

    for link in links:
        root[find(link.from_id)] = find(link.to_id)
    return sum(1 for name in root if root[name] == name)


def tally(dataset: Dataset) -> tuple[int, int]:
    """Return how many goals and how many actions there are when each counts once through the years."""
    found = strands(dataset)
    shown = sum(1 for view in goals(dataset, found) if view.goal is not None)
    return shown, sum(1 for s in found if s.kind == "action")


def years(found: Iterable[Strand]) -> tuple[int, ...]:
    """Return the years that the action strands speak of."""
    return tuple(sorted({v.year for s in found if s.kind == "action" for v in s.versions if v.year is not None}))


def columns(found: Iterable[Strand], known: tuple[int, ...]) -> tuple[int | None, ...]:
    """Return the years of a matrix of strands; ``None`` is added where a strand would else show nothing."""
    return (*known, None) if any(s.last.year is None for s in found) else known


def documents(dataset: Dataset) -> tuple[Document, ...]:
    """Return the decks from the oldest to the newest; those without any date come last."""
    return tuple(sorted(dataset.documents, key=_age))


def _age(document: Document) -> tuple[int, str, str]:
    year = document.reporting_year or (document.meeting_date.year if document.meeting_date else _LATE)
    return (year, document.meeting_date.isoformat() if document.meeting_date else "", document.document_id)


def in_order(dataset: Dataset, records: Iterable[Goal]) -> list[Goal]:
    """Return goals by the age of their deck, in reading order within it."""
    rank = {d.document_id: n for n, d in enumerate(documents(dataset))}
    return sorted(records, key=lambda r: rank.get(r.document_id, _LATE))


def languages(dataset: Dataset) -> Callable[[str, int], str]:
    """Return a look-up of the language of a page; where it is not known, that of its deck."""
    decks = {d.document_id: d.language for d in dataset.documents}
    pages = {(p.document_id, p.page): p.language for p in dataset.pages if p.language}
    return lambda document_id, page: pages.get((document_id, page)) or decks.get(document_id, "")


def _entries(dataset: Dataset) -> dict[str, Entry]:
    """Return every record that a thread can hold, by id: oldest deck first, in reading order."""
    tongue = languages(dataset)
    rank = {d.document_id: n for n, d in enumerate(documents(dataset))}
    records: list[Action | Goal | Area] = [*dataset.actions, *dataset.goals, *dataset.areas]
    records.sort(key=lambda r: rank.get(r.document_id, _LATE))
    found = (_entry(record, tongue(record.document_id, record.page)) for record in records)
    return {entry.record_id: entry for entry in found}


def _entry(record: Action | Goal | Area, language: str) -> Entry:
    deck, page, sure, box = record.document_id, record.page, record.confidence, record.bbox
    if isinstance(record, Goal):
        own, text = record.goal_id, record.text.text
        return Entry(own, "goal", text, own, record.number, "", None, "", deck, page, language, sure, box)
    goal_id, number = record.goal_id, record.goal_number
    if isinstance(record, Area):
        name = record.name.text
        return Entry(record.area_id, "area", name, goal_id, number, name, None, "", deck, page, language, sure, box)
    verdict = (record.status, record.status_raw)
    told = (record.review, record.owner, record.due, record.method, record.role)
    place = (goal_id, number, record.area, *verdict, deck, page, language, sure, box, *told)
    return Entry(record.action_id, "action", record.text.text, *place)
