"""What the pages of the report are made from: everything joined once, and questions that templates ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from pipeline.export.charts import COHORT_COLOURS, STATUS_COLOURS, Chart, colours, drawn, swatch
from pipeline.export.context import RunContext
from pipeline.export.decks import Decks, decks
from pipeline.export.doubts import Doubt, grouped
from pipeline.export.review import review_queue
from pipeline.export.terms import word
from pipeline.export.timeline import Year, survival, timeline
from pipeline.export.versions import Entry, Version
from pipeline.export.views import GoalView, Strand, columns, goals, strands, years
from pipeline.locale import translation
from pipeline.model import Box, PagePicture, Status
from pipeline.records import Dataset, Document

_MARGIN = 3.0
_UNSURE = "doubtful"


@dataclass(frozen=True, slots=True)
class Proof:
    """The picture of a page as the report shows it: where it lies and its size in points."""

    href: str
    width: float
    height: float
    schematic: bool

    def mark(self, box: Box) -> Box:
        """Return the place to mark on it: ``box`` with some room around, within the page."""
        x0, top = max(box.x0 - _MARGIN, 1.0), max(box.top - _MARGIN, 1.0)
        x1, bottom = min(box.x1 + _MARGIN, self.width - 1), min(box.bottom + _MARGIN, self.height - 1)
        return Box(x0, top, max(x1, x0 + 1), max(bottom, top + 1))


@dataclass(frozen=True, slots=True)
class ReportData:
    """What the templates see."""

    dataset: Dataset
    context: RunContext
    decks: Decks
    strands: tuple[Strand, ...]
    goals: tuple[GoalView, ...]
    years: tuple[int, ...]
    timeline: tuple[Year, ...]
    doubts: tuple[Doubt, ...]
    open_doubts: int

    @classmethod
    def of(cls, dataset: Dataset, context: RunContext) -> ReportData:
        """Join the tables of ``dataset``."""
        found = strands(dataset)
        known = years(found)
        queue = review_queue(dataset)
        told = timeline(found, known)
        views = goals(dataset, found)
        return cls(dataset, context, decks(dataset), found, views, known, told, grouped(queue), len(queue))

    @property
    def brand(self) -> str:
        """What the report is about."""
        return self.decks.brand

    @property
    def actions(self) -> tuple[Strand, ...]:
        """The action threads."""
        return tuple(s for s in self.strands if s.kind == "action")

    @property
    def statements(self) -> int:
        """How many statements of actions stand in the decks."""
        return len(self.dataset.actions)

    def columns(self, view: GoalView) -> tuple[int | None, ...]:
        """Return the years of the matrix of a goal."""
        return columns(view.strands, self.years)

    def document(self, document_id: str) -> Document | None:
        """Return a deck."""
        return self.decks.by_id.get(document_id)

    def sources(self, strand: Strand) -> tuple[Document, ...]:
        """Return the decks that a thread was read from, oldest first."""
        named = {e.document_id for v in strand.versions for e in v.entries}
        return tuple(d for d in self.decks.all if d.document_id in named)

    def proof(self, document_id: str, page: int) -> Proof | None:
        """Return the picture of a page, where there is one."""
        picture = self.context.pictures.get(document_id, page)
        if picture is None:
            return None
        return Proof(_href(document_id, picture), picture.width, picture.height, picture.schematic)

    def shown_by(self, version: Version) -> Entry:
        """Return the record whose page shows a wording best: another file of the deck may have a true picture."""
        same = [e for e in version.others if e.text == version.entry.text and e.role is version.entry.role]
        for entry in (version.entry, *same):
            proof = self.proof(entry.document_id, entry.page)
            if proof is not None and not proof.schematic:
                return entry
        return version.entry

    def pictures(self) -> Iterator[tuple[str, bytes]]:
        """Yield the pictures of all pages that a record or a doubt stands on, for the workbook leads to them too."""
        wanted = {(d.document_id, d.page) for d in self.doubts}
        for records in (self.dataset.goals, self.dataset.areas, self.dataset.actions, self.dataset.notes):
            wanted |= {(record.document_id, record.page) for record in records}
        for document_id, page in sorted(wanted):
            picture = self.context.pictures.get(document_id, page)
            if picture is not None:
                with suppress(OSError):
                    content = self.context.pictures.content(document_id, picture)
                    yield f"report/{_href(document_id, picture)}", content

    @property
    def status_chart(self) -> Chart:
        """How many actions have which status, by year; what was read so badly that it may be none is apart."""
        _ = translation(self.context.language).gettext
        order: tuple[Status | str, ...] = (*Status, "", _UNSURE)
        found: Counter[tuple[int | None, Status | str]] = Counter()
        for strand in self.actions:
            for v in strand.versions:
                told = [e.status or "" for e in v.verdicts] or [""]
                found.update((v.year, one) for one in ([_UNSURE] if v.entry.review or v.stray else told))
        names = (*(word(s, self.context.language) for s in Status), _("no verdict"), _("doubtful reading"))
        values = tuple(tuple(found[y, s] for s in order) for y in self.years)
        return Chart(_("Actions by year and status"), _labels(self.years), names, STATUS_COLOURS, values)

    @property
    def survival_chart(self) -> Chart:
        """How many actions of each year first appeared in which."""
        _ = translation(self.context.language).gettext
        names = tuple(_("since %(year)d") % {"year": year} for year in self.years)
        values = survival(self.actions, self.years)
        shades = colours(COHORT_COLOURS, len(self.years))
        return Chart(_("Actions by the year in which they first appear"), _labels(self.years), names, shades, values)

    def draw(self, chart: Chart) -> str:
        """Return a chart as SVG, every label of it escaped."""
        return drawn(chart)

    def swatch(self, colour: str) -> str:
        """Return the sample of a colour."""
        return swatch(colour)


def _labels(years: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(map(str, years))


def _href(document_id: str, picture: PagePicture) -> str:
    return f"pages/{document_id}-{picture.file}"
