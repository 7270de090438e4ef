"""What changed as lines of a terminal: redlines with signs or colours, broken between words."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.audit.changes import CLASSES, Changed, Place
from pipeline.discovery import shown
from pipeline.export.terms import word
from pipeline.export.versions import Mark
from pipeline.locale import translation

_RESET = "\x1b[0m"
# While lines are broken, one character of a private area stands for a change of colour.
_COLOURS = {"\ue000": "\x1b[31;9m", "\ue001": "\x1b[32;4m", "\ue002": _RESET}
_TURN = re.compile("[\ue000-\ue002]")
_NO_TURNS = {ord(turn): "\ufffd" for turn in _COLOURS}
_TURNS = {"equal": ("", ""), "delete": ("\ue000", "\ue002"), "insert": ("\ue001", "\ue002")}
_SIGNS = {"equal": ("", ""), "delete": ("[-", "-]"), "insert": ("{+", "+}")}
# So much of a statement names it at the head of its thread.
_NAME = 60


def terminal(
    found: Sequence[Changed], *, colours: bool, width: int = 80, by: str = "years", language: str = "en"
) -> Iterator[str]:
    """Yield lines of at most ``width`` columns: what it is, the redline, the pages that prove it.

    They stand under their pair of years, or, ``by`` thread, under the statement that they made.
    """
    names = {one.thread_id: _latest(found, one.thread_id, language) for one in found} if by == "thread" else {}
    ordered = sorted(found, key=lambda one: one.thread_id) if by == "thread" else found
    for title, group in groupby(ordered, key=lambda one: names[one.thread_id] if names else _span(one)):
        together = tuple(group)
        counts = Counter(name for one in together for name in one.classes)
        about = ", ".join(f"{word(name, language)} {counts[name]}" for name in CLASSES if counts[name])
        count = _count(len(together), language)
        yield from _wrapped(f"{title}: {count}" + (f" ({about})" if about else ""), width)
        yield ""
        for one in together:
            yield from _told(one, colours, width, language, titled=not names)
    yield _count(len(found), language)


def _span(one: Changed) -> str:
    earlier, later = one.years
    return f"{earlier or '?'} -> {later or '?'}" if earlier != later or not later else later


def _latest(found: Sequence[Changed], thread: str, language: str) -> str:
    last = max((one for one in found if one.thread_id == thread), key=lambda one: (one.years[::-1], one.link_id))
    name = textwrap.shorten(shown(last.later.text), _NAME, placeholder="…")
    return f"{name} ({_about(last, language)}, {thread})"


def _count(number: int, language: str) -> str:
    told = "%(num)s change in the wording.", "%(num)s changes in the wording."
    return (translation(language).ngettext(*told, number) % {"num": number}).rstrip(".")


def _about(one: Changed, language: str) -> str:
    """Return what changed: its kind, its goal and its area."""
    place = _stood(one.later, language)
    return word(one.kind, language) + (f", {place}" if place and one.kind != "goal" else "")


def _told(one: Changed, colours: bool, width: int, language: str, *, titled: bool) -> Iterator[str]:
    _ = translation(language).gettext
    flags = (("moved", one.moved), ("rendition", one.rendition))
    states = ", ".join((word(one.relation, language), *(word(name, language) for name, told in flags if told)))
    doubt = f", {_('doubtful')}" if one.doubtful else ""
    about = f" ({', '.join(word(name, language) for name in one.classes)})" if one.classes else ""
    noise = f" {_('(may be a reading error)')}" if one.noise else ""
    head = _about(one, language) if titled else _span(one)
    yield from _wrapped(f"{head}: {states}{doubt}{about}{noise}", width)
    yield from _redlined(one.marks or (Mark("equal", one.later.text, False),), colours, width)
    if one.moved:
        yield from _wrapped(
            f"  {word('moved', language)}: {_stood(one.earlier, language)} -> {_stood(one.later, language)}", width
        )
    for earlier, later in one.places:
        yield from _wrapped(f"  {_where(earlier, language)} -> {_where(later, language)}", width)
    yield ""


def _stood(place: Place, language: str) -> str:
    goal = translation(language).gettext("goal %(number)s") % {"number": place.goal_number}
    return " / ".join(part for part in (place.goal_number and goal, shown(place.area)) if part)


def _where(place: Place, language: str) -> str:
    page = translation(language).gettext("page %(page)s") % {"page": place.page}
    return f"{shown(place.path)}, {page}" + (f" ({word(place.role, language)})" if place.role else "")


def _wrapped(line: str, width: int) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _redlined(marks: Sequence[Mark], colours: bool, width: int) -> Iterator[str]:
    """Yield a redline in lines, broken between words; a colour ends with its line and goes on in the next."""
    signs = _TURNS if colours else _SIGNS
    parts = []
    for mark in marks:
        head, tail = signs[mark.op]
        parts.append(f"{head}{shown(mark.text).translate(_NO_TURNS)}{tail}")
    painted = ""
    for line in _wrapped("  " + "".join(parts), width):
        text = "  " + painted + line.lstrip()
        for turn in _TURN.findall(line):
            painted = _COLOURS[turn].replace(_RESET, "")
        for turn, colour in _COLOURS.items():
            text = text.replace(turn, colour)
        yield text + (_RESET if painted else "")
