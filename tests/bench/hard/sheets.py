"""What a slide is made of before it is drawn: panels of text, tables, dots, all placed in points."""

from __future__ import annotations

from dataclasses import dataclass, field

WHITE, INK, GREY = "FFFFFF", "222222", "666666"


@dataclass(frozen=True, slots=True)
class Rect:
    """A place on the page in points from the top left."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph: its text, the bullet drawn before it, its depth (0: no list)."""

    text: str
    bullet: str = ""
    level: int = 0
    bold: bool = False
    color: str = INK
    scale: float = 1.0
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """Text in a box; ``size`` is the largest type it is set in, made smaller until all fits."""

    rect: Rect
    paras: tuple[Para, ...]
    size: float = 16.0
    fill: str = ""
    line: str = ""
    align: str = "left"
    anchor: str = "top"
    role: str = "text"


@dataclass(frozen=True, slots=True)
class Dot:
    """A drawn circle; the place is its square."""

    rect: Rect
    color: str


@dataclass(frozen=True, slots=True)
class Slab:
    """A filled shape without text: a band, a picture's place."""

    rect: Rect
    color: str
    rounded: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; ``dot`` is the colour of a circle drawn in its middle."""

    paras: tuple[Para, ...] = ()
    rows: int = 1
    columns: int = 1
    fill: str = ""
    dot: str = ""
    align: str = "left"
    anchor: str = "top"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: ``cells`` has one row of places each, None where a cell beside or above spans the place.

    ``widths`` are shares of the width.  ``header`` counts header rows.
    """

    rect: Rect
    cells: tuple[tuple[Cell | None, ...], ...]
    widths: tuple[float, ...]
    header: int = 1
    size: float = 12.0
    style: str = ""


Element = Panel | Dot | Slab | Grid


@dataclass(slots=True)
class Slide:
    """One page."""

    title: str = ""
    cover: bool = False
    elements: list[Element] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Look:
    """How a rendition looks: page, type, colours, table style, where titles and footers stand."""

    width: float
    height: float
    font: str
    accent: str
    second: str
    pale: str
    table: str
    bullet: str
    title: str
    footer: str
    tints: tuple[str, ...]
    base: float
