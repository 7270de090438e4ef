"""Pages of free shapes: what no reader of a form took for actions, understood by repetition, signs and place.

Statements are the texts set alike that return over the deck and carry verdicts, dates or names; the heads
beside and above them say their area, goal, year or date.  All pages of one constellation are weighed
together, each sign with its weight: enough makes actions, less makes doubted ones, little an issue.
"""

from __future__ import annotations

import collections
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from pipeline.model import Deck, Method, Page
from pipeline.normalise.labels import GoalLabel, goal_label
from pipeline.normalise.legend import Legend
from pipeline.normalise.outline_heads import Level, levels_of
from pipeline.normalise.outline_key import Key, explains, read_key
from pipeline.normalise.outline_leaves import QUOTES, Found, Leaf, find_leaves, read_fills
from pipeline.normalise.outline_pieces import Piece, pieces_of
from pipeline.normalise.schedule import is_period
from pipeline.normalise.sections import verdict_heading
from pipeline.normalise.vocabulary import Vocabulary, squeeze, years

ENOUGH, WEAK, SOME = 3.0, 2.0, 1.5
JUDGED = 0.5
HEAD_WORDS = 14
OFTEN, FEWEST, LEAST = 2, 2, 3
TITLES = frozenset(("roadmap", "plan", "action", "did", "ahead"))
Signs = tuple[tuple[str, float], ...]
# Signs of where statements stand and how they read, which lists of goals, areas and facts have as well.
PLACED = frozenset(("below goals", "heads in levels", "the same on several pages", "whole sentences"))


@dataclass(slots=True)
class Outline:
    """A page understood: its statements, its levels with what each says, its goal's label and root, the evidence.

    ``reported`` where verdicts are given.
    ``kinds`` has one entry for each level: area, goal, root, due, year, status, word, or nothing.
    """

    page: Page
    leaves: list[Leaf]
    levels: tuple[Level, ...]
    kinds: tuple[str, ...]
    label: GoalLabel | None
    title: Piece | None
    pieces: tuple[Piece, ...]
    signs: Signs = ()
    bare: bool = False
    reported: bool = False

    @property
    def weight(self) -> float:
        """The sum of the signs."""
        return sum(weight for _, weight in self.signs)

    @property
    def weak(self) -> bool:
        """Whether the signs are too few to believe the reading without a person."""
        return self.weight < ENOUGH

    @property
    def placed(self) -> bool:
        """Whether nothing but the place of the statements speaks for them: no verdict, owner, date or word for it."""
        return all(name in PLACED for name, _ in self.signs)

    @property
    def told(self) -> bool:
        """Whether the statements are paragraphs with their verdicts in them."""
        return all(leaf.told for leaf in self.leaves)

    @property
    def branched(self) -> bool:
        """Whether heads beside the statements part them, as branches and lanes do, or all hang on one box."""
        areas = [lv for lv, k in zip(self.levels, self.kinds, strict=True) if k == "area" and lv.sure]
        return any(not lv.above for lv in areas) or (bool(areas) and self.level("root") is not None)

    def level(self, kind: str) -> Level | None:
        """Return the first level of a kind, the nearest to the statements."""
        return next((lv for lv, k in zip(self.levels, self.kinds, strict=True) if k == kind), None)

    def head(self, kind: str, leaf: int) -> Piece | None:
        """Return the head of a kind that governs a statement."""
        level = self.level(kind)
        at = level.of[leaf] if level else None
        return level.heads[at] if level and at is not None else None


def read_outlines(
    deck: Deck, pages: Set[int], legend: Legend, vocabulary: Vocabulary, taken: Set[int], goals: Mapping[str, int]
) -> Mapping[int, Outline]:
    """Return by page number what the pages named hold, those whose evidence is worth an action or an issue.

    ``taken`` are the identities of items that were understood already, ``goals`` has the page of each squeezed
    wording of a goal.
    """
    pieces = {p.number: pieces_of(p) for p in deck.pages if p.method is not Method.FLAT}
    key = read_key(tuple(pieces[n] for n in sorted(pieces)), legend, vocabulary)
    found = [
        leaves
        for page in deck.pages
        if page.number in pages and page.number in pieces and page.number > 1
        if (leaves := find_leaves(page, pieces[page.number], key, vocabulary, taken, _others(goals, page.number)))
    ]
    for same in sorted({one.kind for one in found}):
        read_fills([one for one in found if one.kind == same], key)
    groups: dict[tuple[str, bool, bool], list[Found]] = {}
    judged = {one.kind for one in found if one.judged >= JUDGED}
    for one in found:
        joins = one.judged > 0 or _is_goals(one, vocabulary)
        groups.setdefault((*one.kind, one.kind in judged and joins), []).append(one)
    out: dict[int, Outline] = {}
    reported = {kind[:2] for kind in groups if kind[2]}
    for kind in sorted(groups):
        for outline in _weighed(groups[kind], key, vocabulary):
            outline.reported = kind[:2] in reported and any(leaf.status_raw for leaf in outline.leaves)
            if outline.weight >= SOME:
                out[outline.page.number] = outline
    return out


def _is_goals(found: Found, vocabulary: Vocabulary) -> bool:
    """Whether the title of a page names a goal."""
    title = _title(found.pieces)
    return title is not None and goal_label(title.text, vocabulary) is not None


def _others(goals: Mapping[str, int], page: int) -> frozenset[str]:
    """Return the wordings of goals that stand on other pages first."""
    return frozenset(text for text, at in goals.items() if at != page)


def _weighed(group: Sequence[Found], key: Key, vocabulary: Vocabulary) -> list[Outline]:
    """Return the pages of one constellation with the signs that speak for all of them together."""
    if sum(len(one.leaves) for one in group) < (FEWEST if any(one.judged >= JUDGED for one in group) else LEAST):
        return []
    heads = [_heads(one, key) for one in group]
    often = collections.Counter(t for found in heads for t in {squeeze(h.text) for h in found})
    common = {t for t, n in often.items() if n >= max(OFTEN, len(group) / 2)}
    rests = _rests(group, vocabulary)
    outlines = [_outline(one, found, common, rests, vocabulary) for one, found in zip(group, heads, strict=True)]
    for outline in outlines:
        outline.signs = _signs(outlines, vocabulary)
    return outlines


def _heads(found: Found, key: Key) -> list[Piece]:
    """Return the texts of a page that may be heads: short, loud or framed, no statement and nothing of one."""
    own = {id(p) for leaf in found.leaves for p in leaf.pieces}
    plain = max(leaf.piece.size for leaf in found.leaves)
    return [
        p
        for p in found.pieces
        if id(p) not in own
        and not (p.title or p.silent or p.listed or explains(p, key) or key.of_code(p))
        and (0 < p.words <= HEAD_WORDS or years(p.text))
        and not any(o.frame == p.frame and o.size > p.size for o in found.pieces if p.frame)
        and p.text[:1] not in QUOTES
        and not p.text.endswith((".", ":"))
        and (p.frame or p.items[0].bold or p.size > 1.05 * plain)
    ]


def _title(pieces: Sequence[Piece]) -> Piece | None:
    titles = [p for p in pieces if p.title]
    return max(titles, key=lambda p: p.size) if titles else None


def _rests(group: Sequence[Found], vocabulary: Vocabulary) -> frozenset[str]:
    """Return what stands behind the goal's number in the titles of several goals, and so is no goal's wording."""
    numbers: dict[str, set[int]] = {}
    for one in group:
        title = _title(one.pieces)
        label = goal_label(title.text, vocabulary) if title else None
        if title and label and label.number is not None:
            numbers.setdefault(squeeze(title.text[label.start :]), set()).add(label.number)
    return frozenset(rest for rest, found in numbers.items() if len(found) > 1)


def _outline(
    found: Found, heads: Sequence[Piece], common: set[str], rests: frozenset[str], vocabulary: Vocabulary
) -> Outline:
    levels = levels_of([leaf.piece.place for leaf in found.leaves], heads)
    kinds = [_kind(level, common, vocabulary) for level in levels]
    title = _title(found.pieces)
    label = goal_label(title.text, vocabulary) if title else None
    rest = squeeze(title.text[label.start :]) if label and title else ""
    bare = label is not None and rest in rests
    roots = [n for n, kind in enumerate(kinds) if kind == "root"]
    named = bool(roots) and label is not None and not bare and squeeze(levels[roots[-1]].used[0].text) != rest
    for n in roots if named else roots[:-1]:
        kinds[n] = "area"
    over = [n for n, level in enumerate(levels) if kinds[n] == "area" and level.above and level.whole]
    if len(over) > 1 and all(levels[n].used[0].frame for n in over):
        kinds[min(over, key=lambda n: levels[n].used[0].box.top)] = "root"
    parted = any(kind == "area" and not level.whole for kind, level in zip(kinds, levels, strict=True))
    for n, level in enumerate(levels):
        if kinds[n] == "area" and level.whole and level.above and level.used[0].frame and (parted or not level.sure):
            kinds[n] = "root" if parted else ""
    return Outline(found.page, found.leaves, levels, tuple(kinds), label, title, found.pieces, bare=bare)


def _kind(level: Level, common: set[str], vocabulary: Vocabulary) -> str:
    """Return what the heads of a level say."""
    texts = [h.text for h in level.used]
    if all(goal_label(t, vocabulary) for t in texts):
        return "goal"
    if all(len(years(t)) == 1 and len(t.split()) <= 2 for t in texts):
        return "year"
    if all(is_period(t, vocabulary) for t in texts):
        return "due"
    if all(verdict_heading(t, vocabulary) for t in texts):
        return "status"
    if all(squeeze(t) in common or _is_heading(t, vocabulary) for t in texts) and level.above:
        return "word"
    if level.whole and not level.above:
        return "root"
    return "area"


def _is_heading(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is hardly more than the word for what a column holds."""
    kind = vocabulary.column(text)
    return bool(kind) and vocabulary.heads(text, kind)


def _signs(outlines: Sequence[Outline], vocabulary: Vocabulary) -> Signs:
    """Return what speaks for the statements of a constellation being actions, over all its pages."""
    leaves = [leaf for o in outlines for leaf in o.leaves]
    pages, size = len(outlines), len(leaves)
    judged = sum(bool(leaf.status_raw) and leaf.known for leaf in leaves) / size
    judged = max(judged, sum(bool(leaf.status_raw) for leaf in leaves) / size * bool(judged))
    slots = sum(bool(leaf.owner or leaf.due) for leaf in leaves) / size
    goals = sum(o.label is not None or o.level("goal") is not None for o in outlines) / pages
    areas = sum(o.level("area") is not None for o in outlines) / pages
    dated = sum(o.level("due") is not None or o.level("year") is not None for o in outlines) / pages
    columns = sum(o.level("status") is not None for o in outlines) / pages
    named = sum(_names_actions(o, vocabulary) for o in outlines) / pages
    titled = sum(bool(o.title and vocabulary.hits(o.title.text, TITLES)) for o in outlines) / pages
    sentences = sum(leaf.reading.text.rstrip().endswith(".") and leaf.remark is None for leaf in leaves) / size
    found = (
        ("verdicts", 3.0 * judged),
        ("verdicts over columns", 2.0 * columns),
        ("owners or dates", 1.5 * slots),
        ("below goals", 1.0 * goals),
        ("a heading for actions", 1.5 * named),
        ("a title for actions", (1.0 if pages >= OFTEN else 0.5) * titled),
        ("heads in levels", 0.5 * areas),
        ("columns of dates", 1.0 * dated),
        ("the same on several pages", 0.5 * (pages >= OFTEN)),
        ("whole sentences", -1.0 * sentences * (outlines[0].leaves[0].remark is None)),
    )
    return tuple((name, round(weight, 2)) for name, weight in found if weight)


def _names_actions(outline: Outline, vocabulary: Vocabulary) -> bool:
    """Whether a heading over the column of the statements, or the title, says that they are actions."""
    words = [h.text for lv, k in zip(outline.levels, outline.kinds, strict=True) if k == "word" for h in lv.used]
    return any(vocabulary.column(w) == "action" for w in words)
