"""What the lines of a dump are: table rows, list items, wrapped text.

A line without a bullet goes on with the one before it when it starts in lower case, or when the line
before looks wrapped: it ends in a conjunction, comma or hyphen, or the next word would not have fitted
(the widest line of its paragraph is the measure, 40 characters at least).  A capital after a line that
had room left begins an item of its own; a capital after a full line may do either, and the item that
holds both is marked ``run_on``.  Read so, the paragraphs of a scanned table's cells fall apart into
their statements, and running text stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.hyphens import HYPHENS
from pipeline.extract.text_marks import Strand, strands

_NARROWEST = 40
_LABEL = 25
_BULLET = re.compile(
    r"(?P<indent>[ \t\u00a0]*)"
    r"(?:(?P<sign>[-*•‣◦–—·∙▪▫●○■□➢►])|(?P<misread>[eo¢©®»«°¤+])|(?P<number>\d{1,2}[.)])|(?P<letter>[a-z]\)))"
    r"(?P<gap>[ \t\u00a0]+)(?=\S)"
)
_LEGEND = re.compile(r"(?:^|[\s,;(])\*\*\s*\w")
_MARKED = re.compile(r"\w\s?\*+(?:\s|$)")
_PIPED = re.compile(r"\s*\|.*\|\s*")
_PIPED_RULE = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*")
_SENTENCE_END = (".", "!", "?", ":", ";")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its number from 0, its text, and where a bullet is: indentation, glyph, start of the text."""

    number: int
    text: str
    indent: int = 0
    bullet: str = ""
    start: int = 0

    @property
    def body(self) -> str:
        """The text behind the bullet."""
        return self.text[self.start :].strip()


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines that make one item."""

    lines: tuple[Line, ...]
    run_on: bool = False

    @property
    def bulleted(self) -> bool:
        """Whether the item has a bullet or number of its own."""
        return bool(self.lines[0].bullet)


def lines_of(text: str) -> tuple[Line, ...]:
    """Return the lines of a page with their bullets found."""
    plain = [Line(n, t) for n, t in enumerate(text.split("\n"))]
    return tuple(_labelled(line, plain) for line in plain)


def _labelled(line: Line, lines: Sequence[Line]) -> Line:
    match = _BULLET.match(line.text)
    if match is None:
        indent = len(line.text) - len(line.text.lstrip(" \t\u00a0"))
        return replace(line, indent=indent, start=indent)
    rest = line.text[match.end() :]
    doubtful = (
        (match["misread"] and not rest[0].isupper())
        or (match["number"] and not rest[0].isupper() and not _counted(int(match["number"][:-1]), line, lines))
        or (match["sign"] == "*" and _legend(rest, line, lines))
    )
    if doubtful:
        return replace(line, indent=len(match["indent"]), start=len(match["indent"]))
    sign = line.text[len(match["indent"]) : match.end()].strip()
    return replace(line, indent=len(match["indent"]), bullet=sign, start=match.end())


def _counted(value: int, line: Line, lines: Sequence[Line]) -> bool:
    """Whether a neighbouring line counts on from this number, so that it is no date at a line's start."""
    near = lines[max(line.number - 8, 0) : line.number + 9]
    numbers = {int(m["number"][:-1]) for n in near if n != line and (m := _BULLET.match(n.text)) and m["number"]}
    return value + 1 in numbers or (value > 1 and value - 1 in numbers)


def _legend(rest: str, line: Line, lines: Sequence[Line]) -> bool:
    """Whether a leading ``*`` is explained here and not a bullet: ``**`` is beside it, or it stands alone."""
    others = [n for n in lines if n is not line and n.text.strip()]
    near = [n for n in others if abs(n.number - line.number) <= 2]
    if _LEGEND.search(rest) or any(n.text.lstrip().startswith("**") and n.text.count("**") == 1 for n in near):
        return True
    alone = not any(n.text.lstrip().startswith("* ") for n in others)
    return alone and any(_MARKED.search(n.text) for n in others)


def is_row(line: Line) -> bool:
    """Whether a line is a table row: in Markdown pipes, or with a tab that is neither indentation nor a bullet's."""
    return "\t" in line.text[line.start :] or _PIPED.fullmatch(line.text) is not None


def is_rule(line: Line) -> bool:
    """Whether a row is only the rule that Markdown draws below a header."""
    return _PIPED_RULE.fullmatch(line.text) is not None


def cells_of(line: Line) -> tuple[tuple[int, str], ...]:
    """Return the cells of a row with the column of the file where each starts."""
    piped = _PIPED.fullmatch(line.text) is not None and "\t" not in line.text
    at = line.text.index("|") + 1 if piped else 0
    text = line.text.rstrip()[at:-1] if piped else line.text
    cells = []
    for cell in text.split("|" if piped else "\t"):
        cells.append((at, cell))
        at += len(cell) + 1
    return tuple(cells)


def units_of(lines: Sequence[Line], conjunctions: frozenset[str]) -> Iterator[Unit]:
    """Group the lines of one paragraph (no blank line inside) into items."""
    widest = max([_NARROWEST, *(len(n.text.rstrip()) for n in lines)])
    unit: Unit | None = None
    for line in lines:
        if unit is None:
            unit = Unit((line,))
            continue
        verdict = False if line.bullet else goes_on(unit.lines[-1], line, widest, conjunctions)
        if verdict is False:
            yield unit
            unit = Unit((line,))
        else:
            doubt = verdict is None and not unit.bulleted
            unit = Unit((*unit.lines, line), unit.run_on or doubt)
    if unit is not None:
        yield unit


def goes_on(before: Line, line: Line, widest: int, conjunctions: frozenset[str]) -> bool | None:
    """Whether a line goes on with the one before: yes, no, or perhaps (``None``)."""
    head, body = before.body, line.body
    first = next((c for c in body if c.isalnum()), "")
    last = head.split()[-1] if head else ""
    if not first.isupper() or last.lower() in conjunctions or head.endswith((",", "/", "(", "–", *HYPHENS)):
        return True
    if head.endswith(":") and len(head) <= _LABEL:
        return True
    full = len(before.text.rstrip()) + 1 + len(body.split()[0]) > widest
    if not full:
        return False
    return True if head.endswith(_SENTENCE_END) else None


def levels(units: Sequence[Unit]) -> tuple[int, ...]:
    """Return the level of each unit of a list: bullets by their indentation, the rest as the item before."""
    stack: list[int] = []
    found = []
    for unit in units:
        if unit.bulleted:
            indent = unit.lines[0].indent
            while stack and stack[-1] > indent:
                stack.pop()
            if not stack or stack[-1] < indent:
                stack.append(indent)
        found.append(max(len(stack), 1))
    return tuple(found)


def marked_up(line: Line) -> tuple[Strand, ...]:
    """Return a line's text behind its bullet, its markup read."""
    return strands(line.text[line.start :].rstrip(), line.number, line.start)
