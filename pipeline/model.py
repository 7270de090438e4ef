"""The frozen types that travel between the stages; standard library only.

Extraction makes a ``Deck`` (what stands where), normalisation makes a ``Report`` (one deck,
understood) and a ``Dataset`` (all decks and their links).  The fields of the record types are the
columns of the output tables, in order: ``schemas/`` and every export are made from them.
A ``Reading`` field ``text`` becomes the columns ``text`` and ``text_raw``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.errors import Severity
from pipeline.reading import Edit, Reading

__all__ = ["Edit", "Reading"]


class Method(StrEnum):
    """How the words of a page were read."""

    NATIVE = "native"
    OCR = "ocr"
    TEXT_LAYER = "text_layer"
    FLAT = "flat"
    NONE = "none"


class BlockKind(StrEnum):
    """What a block of text outside tables is, as far as geometry can tell."""

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"
    LIST = "list"
    BOX = "box"
    FURNITURE = "furniture"
    NOTES = "notes"
    SYMBOL = "symbol"


class State(StrEnum):
    """What became of an input."""

    OK = "ok"
    REPAIRED = "repaired"
    PARTIAL = "partial"
    NEEDS_OCR = "needs_ocr"
    ERROR = "error"
    DUPLICATE = "duplicate"
    SKIPPED = "skipped"


class Role(StrEnum):
    """The kind of table or list an action stands in."""

    ROADMAP = "roadmap"
    PLAN = "plan"
    ASSESSMENT = "assessment"


class Status(StrEnum):
    """A verdict, in words that every organisation's scale maps to."""

    DONE = "done"
    PARTLY_DONE = "partly_done"
    IN_PROGRESS = "in_progress"
    NOT_STARTED = "not_started"
    DROPPED = "dropped"


class NoteKind(StrEnum):
    """What a piece of narrative is."""

    BULLET = "bullet"
    NUMBERED = "numbered"
    PARAGRAPH = "paragraph"
    VISION = "vision"
    PROPOSAL = "proposal"
    FOOTNOTE = "footnote"


class Relation(StrEnum):
    """How a later statement continues an earlier one."""

    UNCHANGED = "unchanged"
    REWORDED = "reworded"
    SPLIT = "split"
    MERGED = "merged"


class Band(StrEnum):
    """Whether a link is accepted without a person."""

    SURE = "sure"
    REVIEW = "review"


class Decision(StrEnum):
    """Who decided a link."""

    AUTO = "auto"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Fate(StrEnum):
    """What became of a statement from one year to the next."""

    CONTINUED = "continued"
    NEW = "new"
    DROPPED = "dropped"
    NOT_CARRIED = "not_carried"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A rectangle in PDF points, top-left origin, on the page as a person sees it."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in points."""
        return self.bottom - self.top

    @classmethod
    def around(cls, boxes: tuple[Box, ...] | list[Box]) -> Box:
        """Return the smallest box that holds all of ``boxes`` (at least one)."""
        return cls(
            min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes)
        )


@dataclass(frozen=True, slots=True)
class Source:
    """Where a deck came from and how it was read; ``path`` is relative to the input folder."""

    path: str
    sha256: str
    media_type: str
    reader: str
    reader_version: str
    ocr_engine: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page; ``size`` in points (0: unknown), ``color`` as ``#rrggbb``, confidence 0..1."""

    text: str
    box: Box
    size: float = 0.0
    bold: bool = False
    color: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight horizontal or vertical line; ``thickness`` in points."""

    x0: float
    top: float
    x1: float
    bottom: float
    thickness: float = 1.0
    color: str = ""


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled area, its colour as ``#rrggbb``; ``round`` for dots and ovals."""

    box: Box
    color: str
    round: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph or list item of a cell or block, its lines joined.

    ``words`` are indexes into ``Page.words``, the bullet's own word among them.  ``bullet`` is the
    glyph or number as printed (``•``, ``1.``), not part of ``reading``.  ``level`` is 0 outside
    lists, else 1 and up.  ``run_on`` marks a list whose item borders were lost: it holds one or
    more items one after the other.
    """

    reading: Reading
    box: Box
    words: tuple[int, ...] = ()
    bullet: str = ""
    level: int = 0
    size: float = 0.0
    bold: bool = False
    color: str = ""
    confidence: float = 1.0
    run_on: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell with its first row and column (0-based), its spans, and its items in order."""

    row: int
    column: int
    row_span: int
    column_span: int
    items: tuple[Item, ...]
    box: Box
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every grid place is covered by one cell or by none.

    ``continued`` marks the continuation of the last table of the page before.  ``spans_known`` is
    False where the source flattens merged cells, so that an empty cell may stand for the one above.
    """

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    box: Box
    continued: bool = False
    spans_known: bool = True
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Block:
    """Text outside tables that belongs together, its items in reading order."""

    kind: BlockKind
    items: tuple[Item, ...]
    box: Box
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """Something a reader of the data should know; ``page`` 0 means the whole document."""

    document_id: str
    page: int
    severity: Severity
    code: str
    message: str
    record_id: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: ``number`` from 1, size in points, ``rotation`` in degrees clockwise that was undone.

    Every word stands in an item of a table or block, or in none and is then unassigned.
    """

    number: int
    width: float
    height: float
    method: Method
    words: tuple[Word, ...] = ()
    tables: tuple[Table, ...] = ()
    blocks: tuple[Block, ...] = ()
    rotation: float = 0.0
    confidence: float = 1.0
    hidden: bool = False
    order_lost: bool = False
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Deck:
    """A file, read: its source, its pages in order, and what went wrong."""

    source: Source
    pages: tuple[Page, ...] = ()
    issues: tuple[Issue, ...] = ()
    state: State = State.OK


@dataclass(frozen=True, slots=True)
class PagePicture:
    """The picture of a page: file name, size of the page in points; ``schematic`` where drawn from what was read."""

    page: int
    file: str
    width: float
    height: float
    schematic: bool = False


def col(doc: str, *, key: str = "", unit: str = "") -> dict[str, str]:
    """Return field metadata: a description, ``key`` (``id``, or the table it points into), a unit."""
    return {"doc": doc, "key": key, "unit": unit}
