"""What people look at: threads year by year and goals with their threads, joined from the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.export.renditions import siblings
from pipeline.model import Band, Box, Decision, Fate, Method, Relation, Role, Status
from pipeline.records import Action, Area, Change, Dataset, Document, Goal, Link, Outcome

# A plan is the year's own word; the assessment looks back at it, and the roadmap repeats it.
_ROLES = (Role.PLAN, Role.ASSESSMENT, Role.ROADMAP, None)
_LATE = 10**6


@dataclass(frozen=True, slots=True)
class Entry:
    """A record of any kind that a thread can hold, with what is shown of it."""

    record_id: str
    kind: str
    text: str
    goal_id: str
    goal_number: int | None
    area: str
    status: Status | None
    status_raw: str
    document_id: str
    page: int
    language: str
    confidence: float
    box: Box
    review: bool = False
    owner: str = ""
    due: str = ""
    method: Method | None = None
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a redline: ``op`` is ``equal``, ``delete`` or ``insert``; ``noise`` may be a reading error."""

    op: str
    text: str
    noise: bool


@dataclass(frozen=True, slots=True)
class Variant:
    """Another wording for the same year: in the plan, say, and in the assessment of it.

    ``marks`` lead from ``first`` to ``then``, one of which is ``entry``; they are empty where no link tells.
    """

    entry: Entry
    first: Entry
    then: Entry
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One year of a thread: its wording, and the way there from the version before.

    ``entry`` is the record shown; ``variants`` are what the same year says in other words, and
    ``others`` where else it is said in the same words or in another file of the same deck.
    ``redline`` is empty where there is no earlier version or no link to it.  ``base`` is the record
    that it starts from, where the wording shown for the year before is another.
    """

    year: int | None
    role: Role | None
    entry: Entry
    others: tuple[Entry, ...]
    status: Status | None
    link: Link | None
    redline: tuple[Change, ...]
    outcomes: tuple[Outcome, ...]
    base: Entry | None
    variants: tuple[Variant, ...] = ()

    @property
    def classes(self) -> tuple[str, ...]:
        """What the change from the version before is about."""
        return tuple(dict.fromkeys(c.change_class for c in self.redline if c.change_class)) if self.changed else ()

    @property
    def noisy(self) -> bool:
        """Whether the change from the version before may be a reading error."""
        return self.changed and any(c.suspect_noise for c in self.redline)

    @property
    def same(self) -> bool:
        """Whether the wording is that of the version before."""
        return self.link is not None and self.link.relation is Relation.UNCHANGED and self.base is None

    @property
    def changed(self) -> bool:
        """Whether there is a version before, with another wording."""
        return self.link is not None and self.link.relation is not Relation.UNCHANGED

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The redline as stretches; blanks at their ends belong to no change."""
        return tuple(mark for step in self.redline for mark in _marks(step))

    @property
    def doubtful(self) -> bool:
        """Whether the record, or the link to the version before, waits for a person."""
        open_link = self.link is not None and self.link.band is Band.REVIEW and self.link.decision is Decision.AUTO
        return self.entry.review or open_link


@dataclass(frozen=True, slots=True)
class Strand:
    """A thread with its versions, earliest first; a record in no thread is a strand of its own.

    A version whose year is not known comes after the others.
    """

    strand_id: str
    kind: str
    versions: tuple[Version, ...]

    @property
    def last(self) -> Version:
        """The newest version whose year is known, else the one without a year."""
        return next((v for v in reversed(self.versions) if v.year is not None), self.versions[-1])

    @property
    def area(self) -> str:
        """The newest area that is known."""
        return next((v.entry.area for v in reversed(self.versions) if v.entry.area), "")

    @property
    def goal_number(self) -> int | None:
        """The newest number of the goal that is known."""
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
    joins = _Joins.of(dataset)
    found = [Strand(i, rows[0][2].kind, tuple(_versions(rows, joins))) for i, rows in members.items()]
    place = {record_id: n for n, record_id in enumerate(entries)}

    def order(strand: Strand) -> tuple[int, int, str]:
        number = _LATE if strand.goal_number is None else strand.goal_number
        return (number, place[strand.versions[0].entry.record_id], strand.strand_id)

    return tuple(sorted(found, key=order))


def goals(dataset: Dataset, found: Iterable[Strand]) -> tuple[GoalView, ...]:
    """Return the goals by number, each with its action strands; what has no goal comes last."""
    thread_of = {t.record_id: t.thread_id for t in dataset.threads if t.kind == "goal"}
    under: dict[str, list[Strand]] = defaultdict(list)
    for strand in found:
        if strand.kind == "action":
            goal_id = next((v.entry.goal_id for v in reversed(strand.versions) if v.entry.goal_id), "")
            under[thread_of.get(goal_id, goal_id)].append(strand)
    newest: dict[str, Goal] = {}
    for goal in in_order(dataset, dataset.goals):
        newest[thread_of.get(goal.goal_id, goal.goal_id)] = goal
    tongue = languages(dataset)
    views = [
        GoalView(goal, tongue(goal.document_id, goal.page), tuple(under.pop(key, ()))) for key, goal in newest.items()
    ]
    views.sort(key=lambda v: (v.goal.number or _LATE if v.goal else _LATE, v.goal.goal_id if v.goal else ""))
    rest = tuple(strand for key in sorted(under) for strand in under[key])
    return (*views, GoalView(None, "", rest)) if rest else tuple(views)


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


@dataclass(frozen=True, slots=True)
class _Joins:
    """Links, redlines and outcomes by the records that they belong to."""

    links: Mapping[str, Sequence[Link]]
    between: Mapping[frozenset[str], Link]
    siblings: Mapping[str, str]
    redlines: Mapping[str, tuple[Change, ...]]
    outcomes: Mapping[str, Sequence[Outcome]]

    @classmethod
    def of(cls, dataset: Dataset) -> _Joins:
        links: dict[str, list[Link]] = defaultdict(list)
        between: dict[frozenset[str], Link] = {}
        for link in sorted(dataset.links, key=lambda x: x.link_id):
            if link.decision is not Decision.REJECTED:
                links[link.to_id].append(link)
                between[frozenset((link.from_id, link.to_id))] = link
        steps: dict[str, list[Change]] = defaultdict(list)
        for change in sorted(dataset.changes, key=lambda c: c.position):
            steps[change.link_id].append(change)
        outcomes: dict[str, list[Outcome]] = defaultdict(list)
        for outcome in sorted(dataset.outcomes, key=lambda o: (o.year or 0, o.outcome)):
            outcomes[outcome.record_id].append(outcome)
        redlines = {link_id: tuple(found) for link_id, found in steps.items()}
        return cls(links, between, siblings(dataset), redlines, outcomes)

    def marks(self, link: Link | None) -> tuple[Mark, ...]:
        """Return the redline of a link as stretches."""
        return tuple(m for step in self.redlines.get(link.link_id, ()) for m in _marks(step)) if link else ()


def _versions(rows: list[tuple[int | None, Role | None, Entry]], joins: _Joins) -> Iterator[Version]:
    by_year: dict[int | None, list[tuple[Role | None, Entry]]] = defaultdict(list)
    for year, role, entry in rows:
        by_year[year].append((role, entry))
    before: tuple[Entry, ...] = ()
    for year in sorted(by_year, key=lambda y: (y is None, y or 0)):
        ranked = sorted(by_year[year], key=_best_first)
        entries = tuple(entry for _, entry in ranked)
        link = _link_between(before, entries, joins) if year is not None else None
        shown = next((e for e in entries if link is not None and e.record_id == link.to_id), entries[0])
        rest = tuple(e for e in entries if e is not shown)
        variants = tuple(_variants(shown, rest, joins))
        told = {v.entry.record_id for v in variants}
        yield Version(
            year,
            next(role for role, entry in ranked if entry is shown),
            shown,
            tuple(e for e in rest if e.record_id not in told),
            _status(shown, entries),
            link,
            joins.redlines.get(link.link_id, ()) if link else (),
            tuple(o for e in entries for o in joins.outcomes.get(e.record_id, ())),
            _other_wording(before, link),
            variants,
        )
        before = (shown, *rest)


def _variants(shown: Entry, rest: tuple[Entry, ...], joins: _Joins) -> Iterator[Variant]:
    """Yield each other wording once; a second file of one deck says nothing of its own."""
    known = {shown.text.casefold()}
    heard = {(joins.siblings.get(shown.document_id, shown.document_id), shown.role): shown.document_id}
    for entry in rest:
        voice = (joins.siblings.get(entry.document_id, entry.document_id), entry.role)
        wording = entry.text.casefold()
        if wording in known or heard.setdefault(voice, entry.document_id) != entry.document_id:
            continue
        known.add(wording)
        link = joins.between.get(frozenset((shown.record_id, entry.record_id)))
        first, then = (shown, entry) if link and link.from_id == shown.record_id else (entry, shown)
        yield Variant(entry, first, then, joins.marks(link))


def _status(shown: Entry, entries: tuple[Entry, ...]) -> Status | None:
    """Return the verdict on the wording that is shown: its own, or that of a record of the very same words."""
    same = [e for e in entries if e.text.casefold() == shown.text.casefold()]
    return shown.status or next((e.status for e in same if e.status is not None), None)


def _other_wording(before: tuple[Entry, ...], link: Link | None) -> Entry | None:
    """Return the record that ``link`` starts from, where its wording is not the one shown."""
    start = next((e for e in before if link is not None and e.record_id == link.from_id), None)
    return start if start is not None and start.text != before[0].text else None


def _marks(step: Change) -> Iterator[Mark]:
    """Yield what is shown of a step; the blanks around a change stay, but are no part of it."""
    if step.op == "equal":
        yield Mark("equal", step.after, False)
        return
    for op, text in (("delete", step.before), ("insert", step.after)):
        bare = text.strip()
        start, _, end = text.partition(bare) if bare else (text, "", "")
        marks = (Mark("equal", start, False), Mark(op, bare, step.suspect_noise), Mark("equal", end, False))
        yield from (mark for mark in marks if mark.text)


def _best_first(pair: tuple[Role | None, Entry]) -> tuple[bool, int, float]:
    """Rank what says the same for the same year: a doubtful reading is shown only for want of a better one."""
    role, entry = pair
    return (entry.review, _ROLES.index(role), -entry.confidence)


def _link_between(before: tuple[Entry, ...], after: tuple[Entry, ...], joins: _Joins) -> Link | None:
    """Return the link from the version before; that between the records shown first goes first."""
    rank = {entry.record_id: n for n, entry in enumerate(before)}
    found = [
        (n, rank[link.from_id], link)
        for n, entry in enumerate(after)
        if entry.review == after[0].review
        for link in joins.links.get(entry.record_id, ())
        if link.from_id in rank
    ]
    return min(found, key=lambda f: (f[0], f[1], f[2].link_id))[2] if found else None
