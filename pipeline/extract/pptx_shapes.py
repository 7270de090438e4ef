"""The shapes of a slide, with their places on it: groups undone, placeholders filled in from their layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.extract.pptx_package import Node, Package, Relation, attr, child, descend, kids, local, number
from pipeline.extract.pptx_style import POINT, Cascade, Palette, insets
from pipeline.model import Box

_MASTER_KINDS = {"ctrTitle": "title", "title": "title", "dt": "dt", "ftr": "ftr", "sldNum": "sldNum", "hdr": "hdr"}
_STYLES = {"title": "titleStyle", "body": "bodyStyle"}


@dataclass(frozen=True, slots=True)
class Transform:
    """From a group's inner coordinates (EMU) to points on the slide: ``x * sx + dx``."""

    sx: float = 1 / POINT
    sy: float = 1 / POINT
    dx: float = 0.0
    dy: float = 0.0

    def box(self, xfrm: Node) -> Box:
        """Return the box of a transform element; shapes lying on their side swap width and height."""
        off, ext = child(xfrm, "off"), child(xfrm, "ext")
        x, y = number(off, "x") * self.sx + self.dx, number(off, "y") * self.sy + self.dy
        width, height = number(ext, "cx") * self.sx, number(ext, "cy") * self.sy
        if 45 <= number(xfrm, "rot") / 60_000 % 180 < 135:
            x, y, width, height = x + (width - height) / 2, y + (height - width) / 2, height, width
        return Box(x, y, x + max(width, 0.0), y + max(height, 0.0))

    def inside(self, group: Node | None) -> Transform:
        """Return the transform that holds inside a group with this ``xfrm``."""
        off, ext, inner, extent = (child(group, n) for n in ("off", "ext", "chOff", "chExt"))
        if inner is None or not number(extent, "cx") or not number(extent, "cy"):
            return self
        kx, ky = number(ext, "cx") / number(extent, "cx"), number(ext, "cy") / number(extent, "cy")
        return Transform(
            self.sx * kx,
            self.sy * ky,
            (number(off, "x") - number(inner, "x") * kx) * self.sx + self.dx,
            (number(off, "y") - number(inner, "y") * ky) * self.sy + self.dy,
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape that holds no other shape: its element, its box on the slide, its placeholder kind (or ``""``)."""

    node: Node
    box: Box
    placeholder: str
    cascade: Cascade
    transform: Transform
    name: str = ""
    hidden: bool = False
    anchor: str = "t"
    margins: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Stage:
    """A slide, layout or master: the package member it is, its relations, and what it inherits from."""

    package: Package
    member: str
    relations: dict[str, Relation]
    parents: tuple[str, ...]
    palette: Palette
    defaults: tuple[Node, ...]

    @property
    def root(self) -> Node:
        """The parsed part."""
        return self.package.xml(self.member)


def shapes_of(stage: Stage) -> Iterator[Shape]:
    """Yield the shapes of a slide in drawing order, those in groups among them."""
    yield from walk(child(stage.root, "cSld", "spTree"), Transform(), stage)


def walk(tree: Node | None, transform: Transform, stage: Stage, hidden: bool = False) -> Iterator[Shape]:
    """Yield the shapes below a shape tree or group; of alternate content the newest version that shows a shape."""
    for node in tree if tree is not None else ():
        kind = local(node)
        if kind == "grpSp":
            inner = transform.inside(child(node, "grpSpPr", "xfrm"))
            yield from walk(node, inner, stage, hidden or _hidden(node))
        elif kind == "AlternateContent":
            ways = (tuple(walk(way, transform, stage, hidden)) for way in node if local(way) in ("Choice", "Fallback"))
            yield from next((shapes for shapes in ways if shapes), ())
        elif kind in ("sp", "pic", "graphicFrame", "cxnSp") or child(node, "txBody") is not None:
            yield _shape(node, transform, stage, hidden)


def _hidden(node: Node) -> bool:
    names = (n for part in node if local(part).startswith("nv") for n in kids(part, "cNvPr"))
    return any(attr(n, "hidden") in ("1", "true") for n in names)


def _shape(node: Node, transform: Transform, stage: Stage, hidden: bool) -> Shape:
    mark = next(descend(node, "ph"), None)
    kind = "" if mark is None else attr(mark, "type", "obj")
    ancestors = tuple(a for a in _ancestors(mark, stage) if a is not None) if mark is not None else ()
    xfrm = next((x for x in map(_xfrm, (node, *ancestors)) if x is not None), None)
    box = Box(0.0, 0.0, 0.0, 0.0) if xfrm is None else transform.box(xfrm)
    named = next(descend(node, "cNvPr"), None)
    bodies = [child(n, "txBody", "bodyPr") for n in (node, *ancestors)]
    scale = number(child(bodies[0], "normAutofit"), "fontScale", 100_000) / 100_000
    return Shape(
        node,
        box,
        kind,
        replace(_cascade(node, kind, ancestors, stage), scale=scale),
        transform,
        attr(named, "name"),
        hidden or _hidden(node),
        next((attr(b, "anchor") for b in bodies if attr(b, "anchor")), "t"),
        insets(bodies[0], ("lIns", "tIns", "rIns", "bIns")),
    )


def _xfrm(node: Node) -> Node | None:
    found = child(node, "spPr", "xfrm")
    return child(node, "xfrm") if found is None else found


def _ancestors(mark: Node, stage: Stage) -> Iterator[Node | None]:
    """Yield the placeholder of the layout (same index) and of the master (same kind) that a placeholder fills."""
    kind, index = attr(mark, "type", "obj"), attr(mark, "idx", "0")
    for depth, parent in enumerate(stage.parents):
        wanted = _MASTER_KINDS.get(kind, "body")
        found = None
        for shape in kids(child(stage.package.xml(parent), "cSld", "spTree"), "sp"):
            other = next(descend(child(shape, "nvSpPr"), "ph"), None)
            if other is None:
                continue
            same_kind = _MASTER_KINDS.get(attr(other, "type", "obj"), "body") == wanted
            same_place = depth > 0 or attr(other, "idx", "0") == index or wanted != "body"
            if same_kind and same_place:
                found = shape
                break
        yield found


def _cascade(node: Node, kind: str, ancestors: tuple[Node, ...], stage: Stage) -> Cascade:
    styles = [child(n, "txBody", "lstStyle") for n in (node, *ancestors)]
    if kind and len(stage.parents) > 1:
        name = _STYLES.get(_MASTER_KINDS.get(kind, "body"), "otherStyle")
        styles.append(child(stage.package.xml(stage.parents[-1]), "txStyles", name))
    return Cascade(tuple(s for s in (*styles, *stage.defaults) if s is not None), stage.palette)


def surface(shape: Shape) -> tuple[str, bool]:
    """Return the fill colour of a shape and whether it shows a face or an outline of its own."""
    properties, style, palette = child(shape.node, "spPr"), child(shape.node, "style"), shape.cascade.palette
    if child(properties, "noFill") is None:
        color = palette.fill(properties)
        filled = bool(color) or any(child(properties, n) is not None for n in ("gradFill", "pattFill", "blipFill"))
        reference = child(style, "fillRef")
        if not filled and number(reference, "idx") > 0:
            color, filled = palette.color(reference), True
    else:
        color, filled = "", False
    line = child(properties, "ln")
    drawn = child(line, "solidFill") is not None or (
        child(line, "noFill") is None and number(child(style, "lnRef"), "idx") > 0
    )
    return color, filled or drawn
