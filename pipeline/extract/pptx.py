"""Reads PPTX, PPSX and PPTM: every slide a page, with its tables, text, notes and furniture.

The parts are parsed by python-pptx, one by one as they are needed, because its own package loader
gives up a whole deck for one broken part.  Boxes of shapes and cells are the file's; places of single
words are estimated (see ``pptx_place``).  Notes stand below the slide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from pipeline.errors import Code, CorruptError, DecklineError, LimitError, Severity, describe
from pipeline.extract.pptx_package import Node, Package, attr, child, kids, local, number, relation_ids
from pipeline.extract.pptx_panels import Panel, flat, gathered, in_order, seen
from pipeline.extract.pptx_parts import chart_texts, diagram_points, diagram_shapes, read_grid
from pipeline.extract.pptx_pictures import Picture, picture_of, wanted, with_picture
from pipeline.extract.pptx_place import Frame, Sheet
from pipeline.extract.pptx_roles import Part, all_paragraphs, headed, once, titled
from pipeline.extract.pptx_shapes import Shape, Stage, shapes_of, surface
from pipeline.extract.pptx_style import POINT, Palette, inner
from pipeline.extract.pptx_text import Ink, Paragraph, read_paragraphs
from pipeline.extract.scene import ReadOptions
from pipeline.extract.symbols import is_symbol
from pipeline.extract.tables.loose import loose_tables
from pipeline.model import Block, BlockKind, Box, Issue, Method, Page, Table

_FURNITURE = frozenset({"ftr", "dt", "sldNum", "hdr"})
_TITLES = frozenset({"title", "ctrTitle"})
_SIGNS = {"ellipse": "●", "flowChartConnector": "●", "rect": "■", "roundRect": "■"}
_DOT = 36.0


@dataclass(slots=True)
class _Findings:
    """What a walk over the shapes of one slide brings together."""

    page: int
    frame: Box
    parts: list[Part] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    hidden_words: int = 0
    pictures: list[Picture] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)

    def report(self, severity: Severity, code: Code, message: str) -> None:
        self.issues.append(Issue("", self.page, severity, code, message))


def read(data: bytes, options: ReadOptions) -> Iterator[Page]:
    """Yield the slides in order, the hidden ones marked; a slide that fails is a page without words and an issue.

    Raises ``CorruptError``, ``EncryptedError`` or ``LimitError`` where the package itself cannot be used.
    """
    package = Package(data)
    frame, defaults, members, issue = _outline(package)
    for page, member in enumerate(members, start=1):
        if page > options.max_pages:
            raise LimitError(f"the deck has {len(members)} slides, only {options.max_pages} are read")
        if options.pages and page not in options.pages:
            continue
        options.watch(page, "page")
        result = _slide(package, member, page, frame, defaults, options)
        yield replace(result, issues=(*issue, *result.issues))
        issue = ()


def _outline(package: Package) -> tuple[Box, tuple[Node, ...], list[str], tuple[Issue, ...]]:
    """Return page box, default text style and slide members in order; without a readable outline by their names."""
    main = package.main()
    try:
        root = package.xml(main)
        relations = package.relations(main)
    except CorruptError as error:
        names = [n for n in package.names() if re.fullmatch(r"ppt/slides/slide\d+\.xml", n, re.IGNORECASE)]
        if not names:
            raise
        message = f"{error.what}; the slides are read in the order of their names"
        issue = Issue("", 0, Severity.WARNING, Code.PAGE_FAILED, message)
        ordered = sorted(names, key=lambda n: int(re.sub(r"\D", "", n)))
        return Box(0.0, 0.0, 960.0, 540.0), (), ordered, (issue,)
    size = child(root, "sldSz")
    width, height = number(size, "cx") / POINT, number(size, "cy") / POINT
    frame = Box(0.0, 0.0, width, height) if min(width, height) >= 72 else Box(0.0, 0.0, 960.0, 540.0)
    defaults = tuple(kids(root, "defaultTextStyle"))
    ids = (relation_ids(n).get("id", "") for n in kids(child(root, "sldIdLst"), "sldId"))
    members = [relations[i].target if i in relations else "" for i in ids]
    return frame, defaults, members, ()


def _slide(
    package: Package, member: str, page: int, frame: Box, defaults: tuple[Node, ...], options: ReadOptions
) -> Page:
    try:
        return _page(_stage(package, member, defaults), page, frame, options)
    except MemoryError:
        raise
    except Exception as error:  # whatever a broken slide provokes costs this slide only
        what = describe(error)
        issue = Issue("", page, Severity.ERROR, Code.PAGE_FAILED, f"slide {page} cannot be read: {what}")
        return Page(page, frame.width, frame.height, Method.NONE, issues=(issue,))


def _stage(package: Package, member: str, defaults: tuple[Node, ...]) -> Stage:
    if not member:
        raise CorruptError("the deck names it but does not hold it")
    package.xml(member)
    parents: list[str] = []
    palette = Palette()
    try:
        layout = package.related(member, "slideLayout")
        master = package.related(layout, "slideMaster") if layout else ""
        for parent in filter(None, (layout, master)):
            package.xml(parent)
            parents.append(parent)
        palette = Palette.of(package, master)
    except CorruptError:
        pass
    return Stage(package, member, package.relations(member), tuple(parents), palette, defaults)


def _page(stage: Stage, page_number: int, frame: Box, options: ReadOptions) -> Page:
    found = _Findings(page_number, frame)
    for parent in _backdrops(stage):
        _collect(parent, found, backdrop=True)
    _collect(stage, found, backdrop=False)
    if found.hidden_words:
        text = f"{found.hidden_words} words in hidden shapes or beside the slide are left out"
        found.report(Severity.INFO, Code.TEXT_HIDDEN, text)
    comments = _comments(stage)
    if comments:
        found.report(Severity.INFO, Code.ATTACHMENT_UNREAD, f"comments on this slide were not read ({comments})")
    panels = seen(found.panels, frame)
    parts = in_order(headed(gathered(titled(once(found.parts), frame), panels)), panels) + _notes(stage, found)
    glyphs = sum(len(w.text) for part in parts for p in all_paragraphs(part) for w in p.words)
    if glyphs > options.max_glyphs:
        raise LimitError(f"it holds {glyphs} characters, more than {options.max_glyphs}")
    hidden = attr(stage.root, "show") in ("0", "false")
    page = Page(page_number, frame.width, frame.height, Method.NATIVE, hidden=hidden, issues=tuple(found.issues))
    page = _written(page, parts)
    for picture in wanted(page, found.pictures, options):
        if stage.package.has(picture.member):
            page = with_picture(page, picture.box, stage.package.read(picture.member), picture.crop, options)
    return _judged(page, len(found.pictures))


def _written(page: Page, parts: Sequence[Part]) -> Page:
    """Return the page with the words of its parts set."""
    sheet = Sheet()
    tables: list[Table] = []
    blocks: list[Block] = []
    for part in parts:
        if part.grid is not None:
            tables.append(part.grid.table(sheet))
        else:
            items = (i for p in flat(part) for i in sheet.items(p.paragraphs, Frame(p.box, p.anchor)))
            blocks.append(Block(part.kind, tuple(items), part.box, part.fill))
    loose, left = loose_tables(blocks, tables)
    return replace(page, words=tuple(sheet.words), tables=(*tables, *loose), blocks=left)


def _judged(page: Page, pictures: int) -> Page:
    """Say so where a slide shows no text of its own, or only pictures that nobody has read."""
    if page.tables or any(b.kind is not BlockKind.FURNITURE for b in page.blocks):
        return page
    code, severity = (Code.PAGE_NEEDS_OCR, Severity.WARNING) if pictures else (Code.PAGE_EMPTY, Severity.INFO)
    text = f"slide {page.number} holds {f'{pictures} pictures and ' if pictures else ''}no text"
    return replace(page, issues=(*page.issues, Issue("", page.number, severity, code, text)))


def _backdrops(stage: Stage) -> Iterator[Stage]:
    """Yield master and layout, as far as their own shapes show through on the slide."""
    shown = attr(stage.root, "showMasterSp", "1") not in ("0", "false")
    for depth, member in reversed(list(enumerate(stage.parents))):
        covered = depth > 0 and attr(stage.package.xml(stage.parents[0]), "showMasterSp", "1") in ("0", "false")
        if shown and not covered:
            relations = stage.package.relations(member)
            yield replace(stage, member=member, parents=stage.parents[depth + 1 :], relations=relations)


def _collect(stage: Stage, found: _Findings, *, backdrop: bool) -> None:
    """Add the parts of a slide; of a layout or master only text that is no placeholder, as furniture."""
    for shape in shapes_of(stage):
        if backdrop and (shape.placeholder or local(shape.node) != "sp"):
            continue
        try:
            parts = tuple(_parts(shape, stage, found))
        except MemoryError:
            raise
        except Exception as error:  # whatever a broken shape provokes costs this shape only
            what = describe(error)
            message = f"shape {shape.name!r} on slide {found.page} cannot be read: {what}"
            found.report(Severity.ERROR, Code.SHAPE_FAILED, message)
            continue
        for part in parts:
            if shape.hidden or _outside(part.box, found.frame):
                found.hidden_words += sum(len(p.words) for p in part.paragraphs)
            elif not backdrop:
                found.parts.append(part)
            elif part.kind is not BlockKind.SYMBOL:
                found.parts.append(replace(part, kind=BlockKind.FURNITURE))


def _outside(box: Box, frame: Box) -> bool:
    apart = box.x0 >= frame.x1 or box.x1 <= frame.x0 or box.top >= frame.bottom or box.bottom <= frame.top
    return apart and box.width > 0 and box.height > 0


def _parts(shape: Shape, stage: Stage, found: _Findings) -> Iterator[Part]:
    kind = local(shape.node)
    if kind == "graphicFrame":
        yield from _graphic(shape, stage, found)
        return
    if kind == "pic":
        found.pictures.append(picture_of(shape.node, shape.box, stage.relations))
    paragraphs = read_paragraphs(child(shape.node, "txBody"), shape.cascade, found.page)
    if paragraphs:
        fill, boxed = surface(shape)
        block = _kind(shape.placeholder, paragraphs, boxed)
        yield Part(block, inner(shape.box, shape.margins), paragraphs, fill, shape.anchor)
    elif kind == "sp" and not shape.placeholder:
        dots = tuple(_dot(shape))
        yield from dots
        fill, boxed = surface(shape)
        if boxed and not dots and not shape.hidden:
            found.panels.append(Panel(shape.box, fill))


def _kind(placeholder: str, paragraphs: tuple[Paragraph, ...], boxed: bool) -> BlockKind:
    if placeholder in _FURNITURE:
        return BlockKind.FURNITURE
    if placeholder in _TITLES:
        return BlockKind.TITLE
    if any(p.bullet for p in paragraphs):
        return BlockKind.LIST
    if all(is_symbol(w.text) for p in paragraphs for w in p.words):
        return BlockKind.SYMBOL
    return BlockKind.BOX if boxed else BlockKind.TEXT


def _dot(shape: Shape) -> Iterator[Part]:
    """Yield a small filled oval or square as a symbol: a legend may explain its colour, or be made of it."""
    color, _ = surface(shape)
    box = shape.box
    small = min(box.width, box.height) > 0 and max(box.width, box.height) <= _DOT
    sign = _SIGNS.get(attr(child(shape.node, "spPr", "prstGeom"), "prst"), "")
    if (
        color
        and small
        and sign
        and max(box.width, box.height) <= (1.5 if sign == "●" else 2.5) * min(box.width, box.height)
    ):
        yield Part(BlockKind.SYMBOL, box, (Paragraph((Ink(sign, box.height, False, color),)),), color)


def _graphic(shape: Shape, stage: Stage, found: _Findings) -> Iterator[Part]:
    data = child(shape.node, "graphic", "graphicData")
    uri = attr(data, "uri")
    if uri.endswith("/table"):
        grid = read_grid(shape, found.page, found.frame.bottom)
        if grid is not None:
            yield Part(BlockKind.TEXT, grid.box, grid=grid)
    elif uri.endswith("/diagram"):
        drawn = [p for s in diagram_shapes(shape, stage) for p in _parts(s, stage, found)]
        yield from drawn
        if not drawn:
            yield from _texts(shape, diagram_points(shape, stage, found.page))
    elif "chart" in uri:
        yield from _texts(shape, chart_texts(shape, stage))


def _texts(shape: Shape, paragraphs: tuple[Paragraph, ...]) -> Iterator[Part]:
    if paragraphs:
        kind = BlockKind.LIST if any(p.bullet for p in paragraphs) else BlockKind.TEXT
        yield Part(kind, shape.box, paragraphs)


def _comments(stage: Stage) -> int:
    """Count the comments on a slide and the answers to them, in the old form and in threads."""
    count = 0
    for relation in stage.relations.values():
        if relation.kind == "comments" and relation.target and stage.package.has(relation.target):
            with suppress(DecklineError):
                count += sum(local(n) in ("cm", "reply") for n in stage.package.xml(relation.target).iter())
    return count


def _notes(stage: Stage, found: _Findings) -> list[Part]:
    """Return the speaker's notes, placed on the lower edge of the slide."""
    parts = []
    place = Box(0.0, found.frame.bottom, found.frame.x1, found.frame.bottom)
    try:
        member = stage.package.related(stage.member, "notesSlide")
        for shape in shapes_of(replace(stage, member=member, parents=())) if member else ():
            paragraphs = read_paragraphs(child(shape.node, "txBody"), shape.cascade, found.page)
            if shape.placeholder in ("body", "") and paragraphs:
                parts.append(Part(BlockKind.NOTES, place, paragraphs))
    except DecklineError as error:
        found.report(Severity.ERROR, Code.SHAPE_FAILED, f"the notes of slide {found.page} cannot be read: {error.what}")
    return parts
