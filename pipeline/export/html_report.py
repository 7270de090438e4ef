"""``report/``: pages for auditors that work from the disk, without a network and without scripts.

Each page carries its stylesheet, and its content policy allows that one by hash and nothing else, so
a text that got past the escaping could still load or run nothing.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files as resources
from typing import TYPE_CHECKING

from pipeline.export.context import RunContext
from pipeline.export.review import QueueRow, review_queue
from pipeline.export.sheets import shown, words
from pipeline.export.views import GoalView, Strand, columns, documents, goals, strands, years
from pipeline.model import State, Status
from pipeline.records import Dataset, Document

if TYPE_CHECKING:
    from jinja2 import Environment

LONGEST = 4_000
_LEFT_OUT = (State.ERROR, State.SKIPPED, State.DUPLICATE)
PAGES = (
    ("index.html", "Overview"),
    ("goals.html", "Goals and actions"),
    ("threads.html", "Wording"),
    ("doubts.html", "Doubts"),
)


@dataclass(frozen=True, slots=True)
class _Data:
    """What the templates see."""

    dataset: Dataset
    context: RunContext
    documents: tuple[Document, ...]
    strands: tuple[Strand, ...]
    goals: tuple[GoalView, ...]
    years: tuple[int, ...]
    queue: tuple[QueueRow, ...]
    decks: Mapping[str, str]

    @property
    def brand(self) -> str:
        """What the report is about: the programme or title of the newest deck that has one."""
        return next((d.programme or d.title for d in reversed(self.documents) if d.programme or d.title), "deckline")

    @property
    def read(self) -> tuple[Document, ...]:
        """The decks that something was read from."""
        return tuple(d for d in self.documents if d.state not in _LEFT_OUT)

    @property
    def left_out(self) -> tuple[Document, ...]:
        """The inputs that are no decks, cannot be read, or are there twice."""
        return tuple(d for d in self.documents if d.state in _LEFT_OUT)

    @property
    def actions(self) -> tuple[Strand, ...]:
        """The action threads."""
        return tuple(s for s in self.strands if s.kind == "action")

    @property
    def statuses(self) -> tuple[tuple[int, tuple[tuple[str, int], ...]], ...]:
        """How many actions have which status, by year."""
        found: Counter[tuple[int | None, Status | None]] = Counter()
        for strand in self.actions:
            found.update((v.year, v.status) for v in strand.versions)
        order = (*Status, None)
        return tuple((y, tuple((words(s) or "no verdict", found[y, s]) for s in order)) for y in self.years)

    def columns(self, view: GoalView) -> tuple[int | None, ...]:
        """Return the years of the matrix of a goal."""
        return columns(view.strands, self.years)

    def deck(self, document_id: str) -> str:
        """Return the title of a deck, with its file where others have the same title, or the file alone."""
        return self.decks.get(document_id, document_id)


def files(dataset: Dataset, context: RunContext) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of the report."""
    found = strands(dataset)
    decks = documents(dataset)
    views = goals(dataset, found)
    data = _Data(dataset, context, decks, found, views, years(found), review_queue(dataset), _labels(decks))
    environment, columns = _environment(), len(data.years)
    for name, title in PAGES:
        page = _page(environment, name, columns, data=data, pages=PAGES, title=title)
        yield f"report/{name}", page.encode()


def page_alone(name: str, title: str, brand: str, version: str, found: Sequence[object]) -> str:
    """Return a page that stands beside the report, with its looks: the template ``name`` over ``found``."""
    data = {"brand": brand, "context": {"version": version}}
    return _page(_environment(), name, 0, data=data, pages=(), title=title, found=found)


def _page(environment: Environment, name: str, columns: int, **values: object) -> str:
    style = _style(columns)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template(name).render(style=style, digest=digest, page=name, **values)


def _labels(decks: tuple[Document, ...]) -> dict[str, str]:
    titles = Counter(d.title for d in decks)
    names = ((d, f"{d.title} [{d.path}]" if titles[d.title] > 1 else d.title) for d in decks)
    return {d.document_id: name if d.title else d.path for d, name in names}


def _style(columns: int) -> str:
    """Return the stylesheet; a matrix of many years is wider than the window and scrolls."""
    sheet = (resources("pipeline.export") / "templates" / "report.css").read_text(encoding="utf-8")
    return f"{sheet}.matrix {{ min-width: {17 + 13 * columns}rem; }}\n"


def _environment() -> Environment:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("pipeline.export", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: shown(value, LONGEST) if type(value) is str else value,
    )
    environment.filters["words"] = words
    return environment
