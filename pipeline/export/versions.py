"""A thread year by year: what is shown of each year, its verdict, and the way there from the year before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.export.renditions import siblings, worse_files
from pipeline.model import Band, Box, Decision, Fate, Method, Relation, Role, Status
from pipeline.records import Change, Dataset, Link, Outcome

# A plan is the year's own word; the assessment looks back at it, and the roadmap repeats it.
_ROLES = (Role.PLAN, Role.ASSESSMENT, Role.ROADMAP, None)


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

    ``redline`` leads from ``first`` to ``then``, one of which is ``entry``; it is empty where no ``link`` tells.
    """

    entry: Entry
    first: Entry
    then: Entry
    link: Link | None = None
    redline: tuple[Change, ...] = ()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The redline as stretches."""
        return tuple(mark for step in self.redline for mark in _marks(step))

    @property
    def classes(self) -> tuple[str, ...]:
        """What the other wording differs in."""
        return tuple(dict.fromkeys(c.change_class for c in self.redline if c.change_class))

    @property
    def noisy(self) -> bool:
        """Whether the other wording may be a reading error."""
        return any(c.suspect_noise for c in self.redline)

    @property
    def doubtful(self) -> bool:
        """Whether the record, or the link between the wordings, waits for a person."""
        return self.entry.review or is_open(self.link)


@dataclass(frozen=True, slots=True)
class Version:
    """One year of a thread: its wording, and the way there from the version before.

    ``entry`` is the record shown; ``variants`` are what the same year says in other words, and
    ``others`` where else it is said in the same words or in another file of the same deck.
    ``verdict`` is the record whose verdict on the year is shown: the assessment, say, of what the plan words.
    ``link`` leads from the version before; ``step`` is the link that ``redline`` belongs to: the same, or one
    within the year before, where that took on the wording of this year.  ``base`` is the record that the
    redline starts from, where the wording shown for the year before is another.  ``stray`` says that only a
    file says so of which another file of the same deck was read better: a scan, say, and the slides do not.
    """

    year: int | None
    role: Role | None
    entry: Entry
    others: tuple[Entry, ...]
    verdict: Entry | None
    link: Link | None
    step: Link | None
    redline: tuple[Change, ...]
    outcomes: tuple[Outcome, ...]
    base: Entry | None
    variants: tuple[Variant, ...] = ()
    stray: bool = False

    @property
    def status(self) -> Status | None:
        """The verdict on the year."""
        return self.verdict.status if self.verdict else None

    @property
    def verdicts(self) -> tuple[Entry, ...]:
        """The verdict, and those that the same list of the deck has on parts of what was split or merged."""
        first = self.verdict
        if first is None:
            return ()
        beside = [e for e in self.entries if e.status and (e.document_id, e.role) == (first.document_id, first.role)]
        parts = {e.text.casefold(): e for e in sorted(beside, key=lambda e: e.record_id, reverse=True)}
        return (first, *(e for name, e in sorted(parts.items()) if name != first.text.casefold()))

    @property
    def status_raw(self) -> str:
        """The verdict on the year as the page shows it."""
        return self.verdict.status_raw if self.verdict else ""

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
        return self.step is not None and self.step.relation is Relation.UNCHANGED and self.base is None

    @property
    def changed(self) -> bool:
        """Whether there is a version before, with another wording."""
        return self.step is not None and self.step.relation is not Relation.UNCHANGED

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The redline as stretches; blanks at their ends belong to no change."""
        return tuple(mark for step in self.redline for mark in _marks(step))

    @property
    def doubtful(self) -> bool:
        """Whether the record, or the link to the version before, waits for a person."""
        return self.entry.review or self.stray or is_open(self.link) or is_open(self.step)

    @property
    def is_new(self) -> bool:
        """Whether nothing earlier foresaw it, as the outcomes tell."""
        return any(o.outcome is Fate.NEW and o.year == self.year for o in self.outcomes)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All records of the year, that which is shown first."""
        return (self.entry, *self.others, *(v.entry for v in self.variants))


def is_open(link: Link | None) -> bool:
    """Whether a link waits for a person."""
    return link is not None and link.band is Band.REVIEW and link.decision is Decision.AUTO


@dataclass(frozen=True, slots=True)
class Joins:
    """Links, redlines and outcomes by the records that they belong to."""

    links: Mapping[str, Sequence[Link]]
    between: Mapping[frozenset[str], Link]
    siblings: Mapping[str, str]
    redlines: Mapping[str, tuple[Change, ...]]
    outcomes: Mapping[str, Sequence[Outcome]]
    reported: Mapping[str, int | None]
    worse: frozenset[str]

    @classmethod
    def of(cls, dataset: Dataset) -> Joins:
        """Gather them from the tables; links that a person rejected join nothing."""
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
        reported = {d.document_id: d.reporting_year for d in dataset.documents}
        return cls(links, between, siblings(dataset), redlines, outcomes, reported, worse_files(dataset))

    def within(self, first: Iterable[Entry], then: Iterable[Entry]) -> Link | None:
        """Return the link between records of one year in the one wording and in the other, whichever files say it."""
        ends = [(a, b) for a in first for b in then]
        found = (self.between.get(frozenset((a.record_id, b.record_id))) for a, b in ends)
        return next((link for link in found if link is not None and self.redlines.get(link.link_id)), None)


def versions(rows: Iterable[tuple[int | None, Role | None, Entry]], joins: Joins) -> Iterator[Version]:
    """Yield the years of a thread, earliest first, from its records with their years and roles."""
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
        step, base = _step(before, link, joins)
        variants = tuple(_variants(shown, rest, joins))
        told = {v.entry.record_id for v in variants}
        yield Version(
            year,
            next(role for role, entry in ranked if entry is shown),
            shown,
            tuple(e for e in rest if e.record_id not in told),
            verdict(entries, joins.reported),
            link,
            step,
            joins.redlines.get(step.link_id, ()) if step else (),
            tuple(o for e in entries for o in joins.outcomes.get(e.record_id, ())),
            base,
            variants,
            all(entry.document_id in joins.worse for entry in entries),
        )
        before = (shown, *rest)


def verdict(entries: Iterable[Entry], reported: Mapping[str, int | None]) -> Entry | None:
    """Return the record whose verdict holds for a thread and year, by the rule of the SQLite view.

    Whichever has one: a sure reading before a doubtful one, then that of the deck that reports on the latest
    year; where none is understood, one whose verdict is at least printed.
    """

    def rank(entry: Entry) -> tuple[bool, bool, int, str]:
        return (entry.status is None, entry.review, -(reported.get(entry.document_id) or 0), entry.record_id)

    return min((e for e in entries if e.status is not None or e.status_raw), key=rank, default=None)


def _same(text: str, entries: Iterable[Entry]) -> Iterator[Entry]:
    return (e for e in entries if e.text.casefold() == text.casefold())


def _variants(shown: Entry, rest: tuple[Entry, ...], joins: Joins) -> Iterator[Variant]:
    """Yield each other wording once; a doubtful reading or a second file of one deck says nothing of its own."""
    known = {shown.text.casefold()}
    heard = {(joins.siblings.get(shown.document_id, shown.document_id), shown.role): shown.document_id}
    for entry in rest:
        voice = (joins.siblings.get(entry.document_id, entry.document_id), entry.role)
        wording = entry.text.casefold()
        poor = entry.review and not shown.review and entry.role is shown.role
        if poor or wording in known or heard.setdefault(voice, entry.document_id) != entry.document_id:
            continue
        known.add(wording)
        link = joins.within(_same(shown.text, (shown, *rest)), list(_same(entry.text, rest)))
        forth = link is not None and any(e.record_id == link.from_id for e in _same(shown.text, (shown, *rest)))
        first, then = (shown, entry) if forth else (entry, shown)
        yield Variant(entry, first, then, link, joins.redlines.get(link.link_id, ()) if link else ())


def _step(before: tuple[Entry, ...], link: Link | None, joins: Joins) -> tuple[Link | None, Entry | None]:
    """Return the link that shows the change from the wording of the year before, and the record it starts from.

    Where that year took on the new wording later on (its plan said otherwise than its assessment), the change
    is the one within that year.
    """
    base = _other_wording(before, link)
    if link is None or base is None or link.relation is not Relation.UNCHANGED:
        return link, base
    inner = joins.within(_same(before[0].text, before), list(_same(base.text, before)))
    leads_on = inner is not None and any(e.record_id == inner.from_id for e in _same(before[0].text, before))
    return (inner, None) if leads_on else (link, base)


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


def _link_between(before: tuple[Entry, ...], after: tuple[Entry, ...], joins: Joins) -> Link | None:
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
