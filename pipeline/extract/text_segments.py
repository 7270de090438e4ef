"""The parts of a page of flat text: tables, lists, headings, paragraphs; and whether their order can be trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest

from pipeline.extract.text_lines import Line, Unit, goes_on, is_row, units_of
from pipeline.model import BlockKind

_SHORT = 60
_HEADING = 200
_SCATTERED = 12
_NUMBERED_HEADS = re.compile(r"\b(\w+) 1\b.*\b\1 2\b.*\b\1 3\b", re.IGNORECASE)
_YEAR_HEADS = re.compile(r"\W*(?:(?:19|20)\d\d\b\W+){2,}(?:19|20)\d\d\W*")
_SENTENCE_END = (".", "!", "?", ":", ";", ",")


@dataclass(frozen=True, slots=True)
class Segment:
    """Either the rows of a table, or the items of a block with its kind."""

    rows: tuple[Line, ...] = ()
    units: tuple[Unit, ...] = ()
    kind: BlockKind = BlockKind.TEXT

    @property
    def listed(self) -> bool:
        """Whether the segment begins with a bulleted item."""
        return bool(self.units) and self.units[0].bulleted


def segments_of(lines: Sequence[Line], conjunctions: frozenset[str]) -> tuple[Segment, ...]:
    """Divide the lines of a page at blank lines and where tables begin and end, and name the parts.

    Lists that only blank lines divide are one list.  The first text of a page is its title.
    """
    segments: list[Segment] = []
    for group in _paragraphs(lines):
        for segment in _divided(group, conjunctions):
            joined = _joined(segments[-1], segment, conjunctions) if segments else None
            segments[-1:] = [joined] if joined else [*segments[-1:], segment]
    named = [_named(s, n) for s, n in zip_longest(segments, segments[1:], fillvalue=Segment())]
    if named and named[0].units and named[0].kind is not BlockKind.LIST:
        named[0] = replace(named[0], kind=BlockKind.TITLE)
    return tuple(named)


def _paragraphs(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    """Yield lines that no blank line divides, nor a first line that is set in with a capital.

    Some dumps write the border of two pages that way.  Text that hangs below its bullet is not set in.
    """
    group: list[Line] = []
    for line in lines:
        if not line.text.strip():
            if group:
                yield tuple(group)
            group = []
            continue
        before = group[-1] if group else None
        if before is not None and not line.bullet and line.body[:1].isupper():
            hangs = any(n.bullet and n.start <= line.indent for n in group[-4:])
            if line.indent > before.indent and not hangs and not is_row(line):
                yield tuple(group)
                group = []
        group.append(line)
    if group:
        yield tuple(group)


def _divided(lines: tuple[Line, ...], conjunctions: frozenset[str]) -> Iterator[Segment]:
    """Yield tables (two rows or more) and the text between them; below a row, a bullet is a cell's."""
    text: list[Line] = []
    for row, group in groupby(lines, key=is_row):
        members = tuple(group)
        if not row or len(members) < 2:
            text += members
            continue
        yield from _led(tuple(units_of(text, conjunctions)))
        text = []
        yield Segment(rows=members)
    yield from _led(tuple(units_of(text, conjunctions)))


def _led(units: tuple[Unit, ...]) -> Iterator[Segment]:
    """Yield the text that leads to a list, and the list, each where there is one."""
    lead = next((i for i, u in enumerate(units) if u.bulleted), len(units))
    yield from (Segment(units=part) for part in (units[:lead], units[lead:]) if part)


def _joined(before: Segment, after: Segment, conjunctions: frozenset[str]) -> Segment | None:
    """Return both as one list, or ``None``: the later begins with a bullet, or goes on with the last item."""
    if not before.listed or not after.units:
        return None
    if after.listed:
        return replace(before, units=before.units + after.units)
    last, first = before.units[-1], after.units[0]
    head, body = last.lines[-1], first.lines[0]
    lower = body.body[:1].islower() and not head.body.endswith(_SENTENCE_END[:5])
    if last.bulleted and lower and len(head.body) >= _SHORT and goes_on(head, body, 0, conjunctions):
        whole = Unit(last.lines + first.lines, last.run_on or first.run_on)
        return replace(before, units=(*before.units[:-1], whole, *after.units[1:]))
    return None


def _named(segment: Segment, follower: Segment) -> Segment:
    if segment.listed:
        return replace(segment, kind=BlockKind.LIST)
    if segment.units and _is_heading(segment, bool(follower.rows) or follower.listed):
        return replace(segment, kind=BlockKind.HEADING)
    return segment


def _is_heading(segment: Segment, heads: bool) -> bool:
    """Whether a paragraph is a heading: marked so, in capitals, or one line without a full stop.

    The line is short; or it stands right above a list or table, where it may also be wrapped.
    """
    lines = [line for unit in segment.units for line in unit.lines]
    text = lines[0].body
    letters = [c for line in lines for c in line.text if c.isalpha()]
    if text.startswith("#") or (len(letters) >= 4 and len(lines) <= 3 and all(c.isupper() for c in letters)):
        return True
    starts = text[:1].isupper() or text[:1].isdigit() or text.startswith("**")
    plain = len(segment.units) == 1 and starts and not lines[-1].body.endswith((".", ",", ";"))
    if heads:
        return plain and len(lines) <= 3 and sum(len(n.body) for n in lines) <= _HEADING
    return plain and len(lines) == 1 and len(text) <= _SHORT


def order_lost(segments: Sequence[Segment], lines: Sequence[Line]) -> bool:
    """Whether a page looks like a table whose cells were read out of order.

    Two signs, both of layout and not of any one deck: column headings stand in one line without tabs
    (three years, or one word counted 1, 2, 3), or twelve paragraphs follow one another that are neither
    list nor sentence, as cells do that were read one by one.
    """
    flat = [n.text for n in lines if "\t" not in n.text]
    if any(_NUMBERED_HEADS.search(t) or _YEAR_HEADS.fullmatch(t) for t in flat):
        return True
    run = 0
    for segment in segments:
        ends = [u.lines[-1].body for u in segment.units]
        loose = bool(ends) and not segment.listed and not any(e.endswith((".", "!", "?")) for e in ends)
        run = run + 1 if loose else 0
        if run >= _SCATTERED:
            return True
    return False
