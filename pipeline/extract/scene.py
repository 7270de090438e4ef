"""What every source is turned into before tables and text are found: words, rulings and fills.

A PDF's vectors, a scan's pixels and a slide's shapes all become a ``Scene``; one table machine and
one layout analysis turn scenes into pages.  Coordinates are PDF points from the top left of the
page as a person sees it: rotation and skew are already undone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.model import Box, Fill, Issue, Method, Ruling, Word


@dataclass(frozen=True, slots=True)
class Scene:
    """One page as geometry; ``rotation`` (degrees clockwise) is what was undone to get here.

    ``insets`` are pictures on a page of text that nothing is written or painted on: they may hold text.
    """

    number: int
    width: float
    height: float
    method: Method
    words: tuple[Word, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    fills: tuple[Fill, ...] = ()
    rotation: float = 0.0
    issues: tuple[Issue, ...] = ()
    insets: tuple[Box, ...] = ()


Watch = Callable[[int, str], None]


def unwatched(page: int, rung: str) -> None:
    """Take no notice of what is begun."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read: languages (ISO 639-1, most likely first), pages (1-based, empty: all), OCR mode and limits.

    ``watch`` is told the page (0: the whole file) and the way of reading before each attempt, so that one
    which takes the process with it is known; ``fatal`` are such attempts of earlier processes, not to be made again.
    """

    languages: tuple[str, ...] = ("fi", "sv", "en")
    pages: tuple[int, ...] = ()
    ocr: str = "auto"
    max_pages: int = 2000
    max_pixels: int = 60_000_000
    max_file_bytes: int = 1_000_000_000
    max_glyphs: int = 200_000
    max_rulings: int = 50_000
    max_cells: int = 200_000
    password: str = ""
    fatal: frozenset[tuple[int, str]] = frozenset()
    watch: Watch = unwatched
