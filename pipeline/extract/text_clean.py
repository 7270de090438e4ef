"""Characters that only typesetting wants: taken out by edits, so that the raw text stays."""

from __future__ import annotations

import re

from pipeline.reading import Edit, Reading

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_WIDTHLESS = "\u200b-\u200f\u202a-\u202e\u2060\ufeff"
_ODD = re.compile(
    "(?P<soft_hyphen>\u00ad+ ?)"
    "|(?P<ligature>[\ufb00-\ufb06])"
    f"|(?P<blank>[ {_WIDTHLESS}]*[{_BLANKS}][ {_BLANKS}{_WIDTHLESS}]*)"
    f"|(?P<invisible>[{_WIDTHLESS}]+)"
)


def typographic_edits(raw: str) -> tuple[Edit, ...]:
    """Return the edits for soft hyphens, ligatures, characters of no width and no-break blanks.

    A blank behind a soft hyphen is the line break that the hyphen stood for, and goes with it.
    """
    edits = []
    for match in _ODD.finditer(raw):
        rule = match.lastgroup or ""
        if rule == "blank":
            after = "" if match.start() == 0 or match.end() == len(raw) else " "
        else:
            after = _LIGATURES.get(match.group(), "")
        edits.append(Edit(match.start(), match.group(), after, rule))
    return tuple(edits)


def tidy(raw: str, *edits: Edit) -> Reading:
    """Return the reading of ``raw`` with typographic edits beside the given ones (which win where they meet)."""
    free = [e for e in typographic_edits(raw) if not any(e.start < o.end and o.start < e.end for o in edits)]
    return Reading.of(raw, *edits, *free)
