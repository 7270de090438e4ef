"""Pictures on slides that show text: a table pasted as a picture is read like a scan and put in its place."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.errors import Code, DecklineError, MissingDependencyError, Severity
from pipeline.extract.pptx_package import Node, Relation, child, descend, number, relation_ids
from pipeline.extract.scene import ReadOptions
from pipeline.model import Block, BlockKind, Box, Cell, Issue, Item, Method, Page, Table

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_FEW_WORDS = 8
_SHARE = 0.2
_FEWEST_READ = 3
_SURE = 0.6


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on a slide: where it stands, which member holds it, and what is cropped (left, top, right, bottom)."""

    box: Box
    member: str
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


def picture_of(node: Node, box: Box, relations: dict[str, Relation]) -> Picture:
    """Return the picture of a ``pic`` element; one that the file only links to has no member."""
    fill = child(node, "blipFill")
    ids = relation_ids(next(descend(fill, "blip"), None))
    relation = relations.get(ids.get("embed", ""))
    cut = child(fill, "srcRect")
    left, top, right, bottom = (min(max(number(cut, n) / 100_000, 0.0), 0.9) for n in "ltrb")
    return Picture(box, relation.target if relation is not None else "", (left, top, right, bottom))


def wanted(page: Page, pictures: Sequence[Picture], options: ReadOptions) -> tuple[Picture, ...]:
    """Return the pictures that may hold what the slide is about.

    With ``auto`` those that cover a fifth of a slide whose own words, title and furniture aside, are few.
    """
    if options.ocr == "never":
        return ()
    aside = (BlockKind.TITLE, BlockKind.FURNITURE, BlockKind.NOTES)
    own = sum(len(i.words) for b in page.blocks if b.kind not in aside for i in b.items)
    own += sum(len(i.words) for t in page.tables for c in t.cells for i in c.items)
    large = (p for p in pictures if p.box.width * p.box.height >= _SHARE * page.width * page.height)
    return tuple(large) if own < _FEW_WORDS or options.ocr == "always" else ()


def with_picture(page: Page, box: Box, data: bytes, crop: Sequence[float], options: ReadOptions) -> Page:
    """Read one picture and add what it shows to the page; why it could not be read is an issue.

    A picture in which hardly a word is read surely is a photograph and adds nothing.
    """
    try:
        return with_pixels(page, box, _pixels(data, crop, options), options)
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        return _unread(page, Code.PAGE_NEEDS_OCR, f"a picture cannot be opened ({error})")


def with_pixels(page: Page, box: Box, pixels: npt.NDArray[np.uint8], options: ReadOptions) -> Page:
    """Read what a picture shows and add it to the page at the picture's box; see ``with_picture``."""
    from pipeline.extract import compose, scan

    try:
        scene = scan.read_picture(pixels, number=page.number, width=box.width, height=box.height, options=options)
        read = compose.compose(scene, options)
    except MissingDependencyError as error:
        return _unread(page, Code.OCR_UNAVAILABLE, str(error))
    except DecklineError as error:
        return _unread(page, Code.OCR_FAILED, str(error))
    sure = [w for w in read.words if w.confidence >= _SURE]
    if len(sure) < max(_FEWEST_READ, len(read.words) / 2):
        return page
    message = f"{len(read.words)} words were read from a picture on the page"
    told = Issue("", page.number, Severity.INFO, Code.PICTURE_READ, message)
    return _merged(replace(page, issues=(*page.issues, told)), read, box)


def _pixels(data: bytes, crop: Sequence[float], options: ReadOptions) -> npt.NDArray[np.uint8]:
    """Return the cropped picture as RGB pixels on white, within the pixel limit."""
    import numpy as np
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            file = Image.open(io.BytesIO(data))
        except Image.DecompressionBombError as error:
            raise ValueError("it is too large") from error
    with file:
        if file.width * file.height > options.max_pixels:
            raise ValueError("it is too large")
        left, top, right, bottom = crop
        x0, y0, x1, y1 = left * file.width, top * file.height, (1 - right) * file.width, (1 - bottom) * file.height
        frame = file.convert("RGBA").crop((round(x0), round(y0), max(round(x1), 1), max(round(y1), 1)))
        white = Image.new("RGBA", frame.size, "white")
        white.alpha_composite(frame)
        return np.asarray(white.convert("RGB"), dtype=np.uint8)


def _unread(page: Page, code: Code, message: str) -> Page:
    text = f"a picture on page {page.number} was not read: {message}"
    return replace(page, issues=(*page.issues, Issue("", page.number, Severity.WARNING, code, text)))


def _merged(page: Page, read: Page, place: Box) -> Page:
    """Return the page with the picture's words, tables and blocks moved to the picture's place."""
    first = len(page.words)

    def moved(box: Box) -> Box:
        return Box(box.x0 + place.x0, box.top + place.top, box.x1 + place.x0, box.bottom + place.top)

    def item(old: Item) -> Item:
        return replace(old, box=moved(old.box), words=tuple(w + first for w in old.words))

    def cell(old: Cell) -> Cell:
        return replace(old, box=moved(old.box), items=tuple(map(item, old.items)))

    def table(old: Table) -> Table:
        return replace(old, box=moved(old.box), cells=tuple(map(cell, old.cells)))

    def block(old: Block) -> Block:
        kind = BlockKind.HEADING if old.kind is BlockKind.TITLE and titled else old.kind
        return replace(old, kind=kind, box=moved(old.box), items=tuple(map(item, old.items)))

    titled = any(b.kind is BlockKind.TITLE for b in page.blocks)
    added = tuple(block(b) for b in read.blocks)
    after = (BlockKind.FURNITURE, BlockKind.NOTES)
    body = tuple(b for b in page.blocks if b.kind not in after)
    rest = tuple(b for b in page.blocks if b.kind in after)
    return replace(
        page,
        method=Method.OCR if len(read.words) >= len(page.words) else page.method,
        words=page.words + tuple(replace(w, box=moved(w.box)) for w in read.words),
        tables=page.tables + tuple(map(table, read.tables)),
        blocks=(*body, *added, *rest),
        confidence=min(page.confidence, read.confidence),
        issues=page.issues + read.issues,
    )
