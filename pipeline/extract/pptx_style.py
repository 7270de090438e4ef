"""Colours of a theme, and the styles that a paragraph inherits from shape, layout, master and deck.

ECMA-376 part 1: 19.3 (presentation), 20.1.2.3 (colours), 21.1.2 (text).  A property is taken from the
first place that gives it: run, paragraph, list style of the shape, of its placeholder in the layout,
in the master, text styles of the master, default text style of the deck.
"""

from __future__ import annotations

import colorsys
from dataclasses import dataclass

from pipeline.extract.pptx_package import Node, Package, attr, child, kids, local, number
from pipeline.model import Box

POINT = 12700.0
_PRESET = {"black": "000000", "white": "ffffff", "red": "ff0000", "green": "008000", "blue": "0000ff"}
_PRESET |= {"yellow": "ffff00", "orange": "ffa500", "gray": "808080", "grey": "808080", "lime": "00ff00"}
_MAP = {"tx1": "dk1", "tx2": "dk2", "bg1": "lt1", "bg2": "lt2"}
_BULLETS = ("buNone", "buChar", "buAutoNum", "buBlip")


@dataclass(frozen=True, slots=True)
class Palette:
    """The scheme colours of a master as ``rrggbb``, aliases (``tx1``, ``bg1``) included."""

    colors: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, package: Package, master: str) -> Palette:
        """Read the theme of a master; a missing or broken theme gives an empty palette."""
        theme = package.related(master, "theme") if master else ""
        if not theme:
            return cls()
        colors = {}
        scheme = child(package.xml(theme), "themeElements", "clrScheme")
        for node in scheme if scheme is not None else ():
            for value in node:
                colors[local(node)] = (attr(value, "lastClr") or attr(value, "val")).lower()
        mapping = child(package.xml(master), "clrMap")
        alias = {k: attr(mapping, k, v) for k, v in _MAP.items()}
        colors |= {k: colors[v] for k, v in alias.items() if v in colors}
        return cls(tuple(sorted(colors.items())))

    def fill(self, node: Node | None) -> str:
        """Return ``#rrggbb`` of the fill inside ``node`` (the first stop of a gradient), or an empty string."""
        solid = child(node, "solidFill")
        if solid is None:
            solid = child(node, "gradFill", "gsLst", "gs")
        return self.color(solid)

    def color(self, holder: Node | None) -> str:
        """Return ``#rrggbb`` of the colour element inside ``holder``, or an empty string where it is unknown."""
        for node in holder if holder is not None else ():
            value = attr(node, "val")
            known = {
                "srgbClr": value.lower(),
                "schemeClr": dict(self.colors).get(value, ""),
                "sysClr": attr(node, "lastClr").lower(),
                "prstClr": _PRESET.get(value, ""),
            }.get(local(node), "")
            if len(known) == 6 and all(c in "0123456789abcdef" for c in known):
                return "#" + _modified(known, node)
        return ""


def _modified(color: str, node: Node) -> str:
    """Apply the luminance, shade and tint of a colour element (20.1.2.3.20 and following, in sRGB)."""
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (0, 2, 4))
    for change in node:
        amount = number(change, "val") / 100_000
        if local(change) in ("lumMod", "lumOff"):
            hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
            light = light * amount if local(change) == "lumMod" else light + amount
            red, green, blue = colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), saturation)
        elif local(change) == "shade":
            red, green, blue = red * amount, green * amount, blue * amount
        elif local(change) == "tint":
            red, green, blue = (1 - amount + c * amount for c in (red, green, blue))
    return "".join(f"{round(min(max(c, 0.0), 1.0) * 255):02x}" for c in (red, green, blue))


@dataclass(frozen=True, slots=True)
class Cascade:
    """List styles from near to far; each may hold ``lvl1pPr`` to ``lvl9pPr``."""

    styles: tuple[Node, ...]
    palette: Palette
    scale: float = 1.0

    def properties(self, paragraph: Node) -> tuple[Node, ...]:
        """Return the paragraph's own properties and those it inherits at its level, nearest first."""
        own = child(paragraph, "pPr")
        name = f"lvl{level_of(paragraph) + 1}pPr"
        inherited = (child(style, name) for style in self.styles)
        return tuple(n for n in (own, *inherited) if n is not None)

    def run(self, run: Node | None, properties: tuple[Node, ...]) -> tuple[float, bool, str, str]:
        """Return size in points, bold, colour and typeface of a run."""
        chain = [child(run, "rPr"), *(child(p, "defRPr") for p in properties)]
        given = [n for n in chain if n is not None]
        size = next((number(n, "sz") for n in given if attr(n, "sz")), 1800.0) / 100 * self.scale
        bold = next((attr(n, "b") for n in given if attr(n, "b")), "0") in ("1", "true", "on")
        color = next((c for c in map(self.palette.fill, given) if c), "")
        face = attr(child(given[0], "latin"), "typeface") or attr(child(given[0], "sym"), "typeface") if given else ""
        return round(size, 1), bold, color, face


def level_of(paragraph: Node) -> int:
    """Return the 0-based outline level of a paragraph, 8 at most."""
    return int(min(max(number(child(paragraph, "pPr"), "lvl"), 0), 8))


def bullet_of(properties: tuple[Node, ...]) -> Node | None:
    """Return the bullet element that holds, or ``None`` where there is none or ``buNone`` says so."""
    for node in properties:
        for found in node:
            if local(found) in _BULLETS:
                return None if local(found) == "buNone" else found
    return None


def bullet_font(properties: tuple[Node, ...]) -> str:
    """Return the typeface of the bullet."""
    return next((attr(f, "typeface") for p in properties for f in kids(p, "buFont")), "")


def bullet_left(properties: tuple[Node, ...]) -> float:
    """Return where the bullet stands: left margin plus (negative) first-line indent, in points."""
    margin = next((number(p, "marL") for p in properties if attr(p, "marL")), 0.0)
    indent = next((number(p, "indent") for p in properties if attr(p, "indent")), 0.0)
    return max(margin + indent, 0.0) / POINT


def text_left(properties: tuple[Node, ...]) -> float:
    """Return the left margin of the text, in points."""
    return max(next((number(p, "marL") for p in properties if attr(p, "marL")), 0.0), 0.0) / POINT


def space_around(properties: tuple[Node, ...], size: float) -> float:
    """Return the space before and behind a paragraph together, in points."""
    total = 0.0
    for name in ("spcBef", "spcAft"):
        given = next((n for n in (child(p, name) for p in properties) if n is not None), None)
        total += number(child(given, "spcPts"), "val") / 100
        total += number(child(given, "spcPct"), "val") / 100_000 * size
    return total


def insets(node: Node | None, names: tuple[str, str, str, str]) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom inset in points from attributes of these names (21.1.2.1.1)."""
    usual = (91_440.0, 45_720.0, 91_440.0, 45_720.0)
    left, top, right, bottom = (number(node, n, u) / POINT for n, u in zip(names, usual, strict=True))
    return left, top, right, bottom


def inner(box: Box, margins: tuple[float, float, float, float]) -> Box:
    """Return the box inside its insets; insets never take more than half of it."""
    left, right = (min(max(m, 0.0), box.width / 4) for m in (margins[0], margins[2]))
    top, bottom = (min(max(m, 0.0), box.height / 4) for m in (margins[1], margins[3]))
    return Box(box.x0 + left, box.top + top, box.x1 - right, box.bottom - bottom)
