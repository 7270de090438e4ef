"""Words to items: lines, bullets and numbers, levels, paragraphs, joined lines and hyphens."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median, quantiles

from pipeline.extract.hyphens import DASHES, HYPHENS, SOFT_HYPHEN, Evidence, Join, joins
from pipeline.extract.symbols import is_symbol
from pipeline.model import Box, Edit, Item, Reading, Word

BULLETS = frozenset("•‣⁃◦●○◉◐◑◒◓◔◕▪▫■□◾◽▶►▸‧∙·➢➤➔→⇨❖❑❏◆◇✓✔☑☐☒✗✘✕✖»›–—-−o\u2022")
DASH_LIKE = frozenset("–—-−o·")
NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,2}){0,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}|\(?[a-zåäö]\)|[IVX]{1,4}[.)])")
FOOTNOTE = re.compile(r"[*†‡]{1,4}|[¹²³⁴⁵⁶⁷⁸⁹]{1,2}")
SENTENCE_END = (".", "!", "?", ":", ";")
LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
}  # fmt: skip
COUNTED = re.compile(r"(\d{1,2})([.:)–-]?)")
MOST_LABEL = 4
PARAGRAPH = 0.45
LONE_GAP = 0.8
LEAST_WORDS = 3
EVEN = 1.05
OTHER_HUE = 0.2
UNEVEN = 1.2


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one base line, left to right, as indexes into the words of the page.

    ``even`` says that all words have one size, ``plain`` that all have one colour.
    """

    words: tuple[int, ...]
    box: Box
    size: float
    bold: bool
    color: str
    even: bool = False
    plain: bool = False


def size_of(word: Word) -> float:
    """Return the size of a word in points, taken from its height where the source does not say."""
    return word.size or 0.8 * word.box.height


def lines_of(words: Sequence[Word], indexes: Iterable[int]) -> list[Line]:
    """Group words into lines by vertical overlap, top to bottom."""
    rows: list[tuple[list[int], Box]] = []
    for index in sorted(indexes, key=lambda i: (_middle(words[i].box), words[i].box.x0)):
        box = words[index].box
        for at in range(len(rows) - 1, max(len(rows) - 4, -1), -1):
            members, around = rows[at]
            shared = min(around.bottom, box.bottom) - max(around.top, box.top)
            if shared >= 0.5 * min(around.height, box.height):
                members.append(index)
                rows[at] = (members, Box.around([around, box]) if _tall(box, around) else _wider(around, box))
                break
        else:
            rows.append(([index], box))
    return [line(words, members) for members, _ in rows]


def _tall(box: Box, around: Box) -> bool:
    return box.height <= 1.3 * around.height


def _wider(around: Box, box: Box) -> Box:
    return Box(min(around.x0, box.x0), around.top, max(around.x1, box.x1), around.bottom)


def line(words: Sequence[Word], members: Iterable[int]) -> Line:
    """Make a line of the given words."""
    ordered = tuple(sorted(members, key=lambda i: (words[i].box.x0, i)))
    box = Box.around([words[i].box for i in ordered])
    text = [words[i] for i in ordered if words[i].text not in BULLETS] or [words[i] for i in ordered]
    size = max(text, key=lambda w: len(w.text)).size or median(size_of(w) for w in text)
    color = max(text, key=lambda w: len(w.text)).color
    even = len({w.size for w in text}) == 1 and size == text[0].size
    plain = color != "" and all(w.color == color for w in text)
    return Line(ordered, box, size, all(w.bold for w in text), color, even, plain)


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2


def bullet_of(words: Sequence[Word], this: Line) -> str:
    """Return the glyph or number label that a line begins with, nothing where it begins with text."""
    if len(this.words) < 2:
        return ""
    first, second = (words[i] for i in this.words[:2])
    gap = second.box.x0 - first.box.x1
    size = size_of(second)
    if first.text in BULLETS or is_symbol(first.text):
        wide = 0.2 if first.text not in DASH_LIKE else 0.15 if first.text in "–—-−" else 0.4
        return first.text if gap >= wide * size else ""
    if NUMBER.fullmatch(first.text) and gap >= 0.15 * size:
        capital = second.text[:1].isupper() or gap >= 0.6 * size
        return first.text if first.text[-1] in ".)" or capital else ""
    return ""


@dataclass(slots=True)
class _Draft:
    """An item in the making."""

    lines: list[Line]
    bullet: str
    text_x: float


def items_of(
    words: Sequence[Word], indexes: Iterable[int], right: float, known: Evidence, *, prose: bool = False
) -> tuple[Item, ...]:
    """Split the words of one cell or block into items, in order.

    ``right`` is where lines may end (points).  Inside ``prose`` an early line end does not start a
    new paragraph, because titles and centred text break where they like, and a number is text.
    """
    lines = lines_of(words, indexes)
    if not lines:
        return ()
    usual = _usual_gap(lines)
    hangs = _hanging(words, lines)
    drafts: list[_Draft] = []
    for this in lines:
        bullet = bullet_of(words, this)
        last = drafts[-1] if drafts else None
        if bullet and (
            NUMBER.fullmatch(bullet) if prose else drafts and not _is_label(words, drafts, this, bullet, right)
        ):
            bullet = ""
        if last is None or bullet or _starts(words, last, this, usual, right, hangs=hangs, prose=prose):
            drafts.append(_Draft([this], bullet, words[this.words[1 if bullet else 0]].box.x0))
        else:
            last.lines.append(this)
    return tuple(_item(words, d, _level(words, d, drafts), known) for d in drafts)


def _usual_gap(lines: Sequence[Line]) -> float | None:
    gaps = sorted(b.box.top - a.box.bottom for a, b in itertools.pairwise(lines))
    if len(gaps) < 2:
        return None
    return quantiles(gaps, n=4)[0] if len(gaps) > 2 else gaps[0]


def _hanging(words: Sequence[Word], lines: Sequence[Line]) -> bool:
    """Whether lines behind a bullet line up with its text and not with the bullet."""
    for this, below in itertools.pairwise(lines):
        if bullet_of(words, this) and not bullet_of(words, below):
            text_x = words[this.words[1]].box.x0
            if abs(below.box.x0 - text_x) < 0.3 * this.size:
                return True
    return False


def _is_label(words: Sequence[Word], drafts: Sequence[_Draft], this: Line, bullet: str, right: float) -> bool:
    """Whether a dash or number at a line start is a label and not the middle of a sentence."""
    if bullet not in DASH_LIKE and not NUMBER.fullmatch(bullet):
        return True
    last = drafts[-1]
    above = last.lines[-1]
    if any(d.bullet == bullet and abs(d.lines[0].box.x0 - this.box.x0) < 0.3 * this.size for d in drafts):
        return True
    if _ends_early(words, above, this, right, room=0.3) or _restyled(words, above, this):
        return True
    same_kind = bool(last.bullet) and abs(last.lines[0].box.x0 - this.box.x0) < 0.4 * this.size
    if last.bullet:
        return same_kind or abs(this.box.x0 - last.text_x) > 0.3 * this.size
    return abs(this.box.x0 - above.box.x0) > 0.5 * this.size or this.box.top - above.box.bottom > LONE_GAP * this.size


def _ends_early(words: Sequence[Word], above: Line, this: Line, right: float, room: float = 1.0) -> bool:
    """Whether the first word of a line would have had room on the line above it."""
    first = words[this.words[0]].box
    return above.box.x1 + 0.3 * above.size + first.width + room * above.size < right


def _starts(
    words: Sequence[Word],
    last: _Draft,
    this: Line,
    usual: float | None,
    right: float,
    *,
    hangs: bool,
    prose: bool,
) -> bool:
    """Whether a line without a bullet starts a new paragraph."""
    above = last.lines[-1]
    gap = this.box.top - above.box.bottom
    size = max(this.size, above.size)
    if gap > (LONE_GAP * size if usual is None else max(usual + PARAGRAPH * size, 0.25 * size)):
        return True
    if marks_footnote(words, this) or _begins_alike(words, last.lines[0], this):
        return True
    if last.bullet:
        return _leaves_list(words, last, this, right, hangs=hangs)
    if _restyled(words, above, this):
        return True
    if prose:
        return False
    first, end = words[this.words[0]].text, words[above.words[-1]].text
    if not end.endswith(SENTENCE_END) and sum(len(x.words) for x in last.lines) < LEAST_WORDS:
        return False
    begins = first[:1].isupper() or first[:1].isdigit()
    level = abs(above.box.x0 - this.box.x0) < 0.3 * size
    room = 0.3 if end.endswith(SENTENCE_END) else 1.5
    return begins and level and not _open(end) and _ends_early(words, above, this, right, room)


def _begins_alike(words: Sequence[Word], first: Line, this: Line) -> bool:
    """Whether two lines begin with the same label: the same words up to a colon, or up to a number that counts on."""
    for a, b in list(zip(first.words, this.words, strict=False))[:MOST_LABEL]:
        one, other = words[a].text, words[b].text
        if one == other and one.endswith(":"):
            return True
        figures = COUNTED.fullmatch(one), COUNTED.fullmatch(other)
        if a != first.words[0] and figures[0] and figures[1]:
            return figures[0][2] == figures[1][2] and int(figures[1][1]) == int(figures[0][1]) + 1
        if one != other or not one[:1].isalpha():
            return False
    return False


def _leaves_list(words: Sequence[Word], last: _Draft, this: Line, right: float, *, hangs: bool) -> bool:
    """Whether a line without a bullet ends a list item: it stands left of the item's text and looks like a new one."""
    size, bullet_x = max(this.size, last.lines[-1].size), last.lines[0].box.x0
    if this.box.x0 >= last.text_x - 0.3 * size or this.box.x0 > bullet_x + 0.3 * size:
        return False
    above = last.lines[-1]
    capital = words[this.words[0]].text[:1].isupper() and _ends_early(words, above, this, right)
    return hangs or _restyled(words, above, this) or (this.box.x0 < bullet_x - 0.3 * size and capital)


def _open(end: str) -> bool:
    return end.endswith((*HYPHENS, *DASHES, ",", "/", "&", "(", SOFT_HYPHEN))


def marks_footnote(words: Sequence[Word], this: Line) -> bool:
    """Whether a line begins with a footnote's mark; a mark alone is the wrapped end of the line above."""
    first = words[this.words[0]].text
    mark = FOOTNOTE.match(first)
    return mark is not None and (len(this.words) > 1 or mark.end() < len(first))


def _restyled(words: Sequence[Word], above: Line, this: Line) -> bool:
    """Whether weight, size or colour of whole lines changes where a line starts."""
    small, large = sorted((above.size, this.size))
    end, start = words[above.words[-1]], words[this.words[0]]
    weight = above.bold != this.bold and end.bold != start.bold
    hue = above.plain and this.plain and _apart(above.color, this.color) > OTHER_HUE
    return weight or hue or large > (EVEN if above.even and this.even else UNEVEN) * small


def _apart(a: str, b: str) -> float:
    """Return the largest difference of two ``#rrggbb`` colours in a channel, 0..1."""
    return max(abs(int(a[n : n + 2], 16) - int(b[n : n + 2], 16)) for n in (1, 3, 5)) / 255


def _level(words: Sequence[Word], draft: _Draft, drafts: Sequence[_Draft]) -> int:
    if not draft.bullet:
        return 0
    size = median(d.lines[0].size for d in drafts)
    levels: list[float] = []
    for x in sorted(d.lines[0].box.x0 for d in drafts if d.bullet):
        if not levels or x - levels[-1] > 0.5 * size:
            levels.append(x)
    return max(sum(x <= draft.lines[0].box.x0 + 0.01 for x in levels), 1)


def _item(words: Sequence[Word], draft: _Draft, level: int, known: Evidence) -> Item:
    members = [i for this in draft.lines for i in this.words]
    text = members[1:] if draft.bullet else members
    ends = {this.words[-1] for this in draft.lines[:-1]}
    heads = [words[i] for i in text]
    longest = max(heads, key=lambda w: len(w.text))
    return Item(
        reading_of(words, text, ends, known),
        Box.around([words[i].box for i in members]),
        tuple(members),
        draft.bullet,
        level,
        longest.size,
        all(w.bold for w in heads),
        longest.color,
        min(1.0, sum(w.confidence for w in heads) / len(heads)),
    )


def reading_of(words: Sequence[Word], members: Sequence[int], line_ends: Iterable[int], known: Evidence) -> Reading:
    """Read words joined by single blanks; line-end hyphens, soft hyphens and ligatures become edits."""
    texts = [" ".join(words[i].text.split()) for i in members]
    raw = " ".join(texts)
    ends = set(line_ends)
    edits: list[Edit] = []
    at = 0
    for place, (index, text) in enumerate(zip(members, texts, strict=True)):
        edits += _letter_edits(text, at)
        at += len(text)
        if index in ends and place + 1 < len(texts):
            edits += _break_edits(text, texts[place + 1], at, known)
        at += 1
    return Reading.of(raw, *_disjoint(edits))


def _letter_edits(text: str, at: int) -> list[Edit]:
    found = [Edit(at + n, c, LIGATURES[c], "ligature") for n, c in enumerate(text) if c in LIGATURES]
    soft = [Edit(at + n, c, "", "soft_hyphen") for n, c in enumerate(text[:-1]) if c == SOFT_HYPHEN]
    return found + soft


def _break_edits(before: str, after: str, at: int, known: Evidence) -> list[Edit]:
    if before.endswith(SOFT_HYPHEN):
        return [Edit(at - 1, f"{before[-1]} ", "", "soft_hyphen")]
    if before[-1:] in DASHES and before[-2:-1].isdigit() and after[:1].isdigit():
        return [Edit(at, " ", "", "line_hyphen")]
    if before[-1:] not in HYPHENS or len(before) < 2:
        return []
    verdict = joins(before, after, known)
    if verdict is Join.APART:
        return []
    if verdict is Join.HYPHEN:
        return [Edit(at, " ", "", "line_hyphen")]
    return [Edit(at - 1, f"{before[-1]} ", "", "line_hyphen")]


def _disjoint(edits: Sequence[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda e: e.start):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def moved(item: Item, level: int) -> Item:
    """Return the item on another list level."""
    return replace(item, level=level)
