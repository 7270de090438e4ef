"""Matches two lists of statements in named, ordered passes.

0. ``decision``: what a person decided; what a person ruled out is not looked at.
1. ``exact``: equal after normalisation; equal texts are told apart by goal, area and order.
2. ``noise``: equal but for reading errors, which the redline decides.
3. ``assignment``: the best one-to-one pairing of all candidates (Kuhn 1955; Crouse 2016 as in SciPy),
   with goal, area, owner, year and order as features, never as walls: first what is more likely than not.
4. ``residual``: what is left over may be the missing part of a match: a split or a merge.  Behind it comes what
   assignment finds less likely, for a person to see.
5. ``marker``: what its author marked as carried over has a source, even a far one; for a person to see.
6. ``place``: the last two unexplained statements of one goal and area, for a person to see.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rapidfuzz.fuzz import ratio

from pipeline.model import Band, Relation
from pipeline.normalise.lineage.account import CARRIED
from pipeline.normalise.lineage.assignment import Candidate, Pair, best_rivals, one_to_one
from pipeline.normalise.lineage.compare import evidence, score
from pipeline.normalise.lineage.decisions import LinkDecision, decided
from pipeline.normalise.lineage.parts import with_parts
from pipeline.normalise.lineage.redline import unchanged
from pipeline.normalise.lineage.space import Space
from pipeline.normalise.lineage.statements import Statement, normal
from pipeline.normalise.lineage.threads import LIKELY

# Scores below are no link.  Generated series would bear 0.2; decks of one house share more of their words with
# one another than generated ones do, so the limit is a step above.
LINK_LIMIT = 0.25
# Scores and margins from which a link is accepted without a person: no decoy of the generated series passes.
SURE_SCORE = 0.9
SURE_MARGIN = 0.25
# More unexplained content on both sides than this may be another object in the same frame.
SURE_SWAP = 0.2
# Texts whose character grams agree less say nothing of each other that a comparison would find.
FAR = 0.05
# What an author marked as carried over is sought down to here.
MARKER_LIMIT = 0.12
# A source says some of its words, however sure the author is that there is one.
MARKER_WORDS = 0.15
# The last two of a goal's area are suggested to one another from here on; chance pairs score below.
PLACE_LIMIT = 0.12
# Where an author marks what is carried over, the account is closed: a marked item comes from last year's
# actions, an unmarked one from the roadmap, and one marked otherwise from where its mark says.
MARKER_PRIOR = 0.12
OTHER_PRIOR = 0.3
# Noise is looked for where so many character grams agree.
_NOISE_GRAMS = 0.35
# A text misread in every fourth letter still is this near to itself, a clean text with a slip or two this near.
_NOISE_RATIO = 75
_SLIP_RATIO = 90
# A person who doubts a link chooses among so many sources.
CANDIDATES_SHOWN = 3
# Short common phrases are no proof of identity when their place differs as well.
_TELLING_WORDS = 3


class Matcher:
    """Matches lists of rows of one space; stateless between calls."""

    def __init__(self, space: Space, decisions: Sequence[LinkDecision] = ()) -> None:
        """Work on the statements of ``space``, led by the ``decisions`` about them."""
        self.space = space
        self.decided = decided(decisions, {s.record_id: i for i, s in enumerate(space.statements)})

    def match(
        self,
        sources: Sequence[int],
        targets: Sequence[int],
        *,
        marked: str = "",
        weak: bool = True,
    ) -> tuple[Pair, ...]:
        """Return the matches between two lists of rows, by target.

        ``marked`` is the mark among the targets that speaks of the sources, where there is one.  Without ``weak``
        nothing is linked that is less likely than not.
        """
        a = [i for i in sources if self._normal(i)]
        b = [j for j in targets if self._normal(j)]
        pairs = self._decided(a, b)
        pairs += self._exact(*_open(a, b, pairs))
        open_a, open_b = _open(a, b, pairs)
        candidates = self.compare(open_a, open_b, a, b, marked=marked)
        ranked = _ranked(candidates)
        pairs += self._noise(candidates)
        candidates = _still(candidates, pairs)
        pairs += self._assigned(candidates, LIKELY)
        # What explains the rest of a match is better evidence than a few shared words, or that something must be its
        # source.
        pairs = with_parts(self.space, pairs, *_open(a, b, pairs), self.decided.cannot)
        if weak:
            pairs += self._assigned(_still(candidates, pairs), LINK_LIMIT)
            if marked:
                pairs += self._marked(_still(candidates, pairs), marked)
            pairs += self._placed(_still(candidates, pairs), *_open(a, b, pairs))
        shown = (replace(p, candidates=p.candidates or _likeliest(p, ranked)) for p in pairs)
        return tuple(sorted(shown, key=lambda p: (p.target, p.source)))

    def _normal(self, row: int) -> str:
        statement = self.space.statements[row]
        return "" if statement.fragment else normal(statement.text)

    def _statement(self, row: int) -> Statement:
        return self.space.statements[row]

    # --- decision ----------------------------------------------------------------------------------

    def _decided(self, a: Sequence[int], b: Sequence[int]) -> list[Pair]:
        left, right = set(a), set(b)
        forward = [(i, j, r) for (i, j), r in self.decided.must.items() if i in left and j in right]
        backward = [(j, i, r) for (i, j), r in self.decided.must.items() if j in left and i in right]
        return [self.confirmed(i, j, r) for i, j, r in (*forward, *backward)]

    def confirmed(self, source: int, target: int, relation: Relation | None) -> Pair:
        """Return the pair of two rows that a person linked; without a ``relation`` the texts tell it."""
        if relation is None:
            a, b = self._statement(source), self._statement(target)
            same = unchanged(a.text, b.text, self.space.readers[target], damaged=a.damaged or b.damaged)
            relation = Relation.UNCHANGED if same else Relation.REWORDED
        return Pair(source, target, 1.0, "decision", relation, Band.SURE)

    # --- exact -------------------------------------------------------------------------------------

    def _exact(self, a: Sequence[int], b: Sequence[int]) -> list[Pair]:
        left, right = self._by_text(a), self._by_text(b)
        out: list[Pair] = []
        for text in sorted(left.keys() & right.keys()):
            out += self._equal(left[text], right[text], telling=len(text.split()) >= _TELLING_WORDS)
        return out

    def _by_text(self, rows: Iterable[int]) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        for row in rows:
            out.setdefault(self._normal(row), []).append(row)
        return out

    def _equal(self, a: list[int], b: list[int], *, telling: bool) -> list[Pair]:
        """Pair equal texts by place: first goal, area, year and owner, then less and less, then order."""
        alone = len(a) == len(b) == 1
        out: list[Pair] = []
        for level in range(4):
            a, b = _open(a, b, out)
            left, right = self._by_place(a, level), self._by_place(b, level)
            for place in sorted(left.keys() & right.keys()):
                both = [p for p in zip(left[place], right[place], strict=False) if p not in self.decided.cannot]
                clear = len(left[place]) == len(right[place]) and level < 3
                sure = (alone and (telling or level < 2)) or clear
                equal = tuple(left[place])
                out += [_sure_pair(i, j, equal, sure=sure) for i, j in both]
        return out

    def _by_place(self, rows: Iterable[int], level: int) -> dict[tuple[str, ...], list[int]]:
        out: dict[tuple[str, ...], list[int]] = {}
        for row in rows:
            s = self._statement(row)
            place = (s.goal, s.area, str(s.year), s.owner)
            out.setdefault((place, place[:2], place[:1], ())[level], []).append(row)
        return out

    # --- candidates --------------------------------------------------------------------------------

    def compare(
        self, open_a: Sequence[int], open_b: Sequence[int], a: Sequence[int], b: Sequence[int], *, marked: str = ""
    ) -> list[Candidate]:
        """Return the candidates between the rows still open of the lists ``a`` and ``b``."""
        left, right = self.space.candidates(open_a, open_b)
        likeness = self.space.likeness(left, right)
        near = likeness >= FAR
        left, right, likeness = left[near], right[near], likeness[near]
        place_a = {row: k / len(a) for k, row in enumerate(a)}
        place_b = {row: k / len(b) for k, row in enumerate(b)}
        account = bool(marked) and any(marked in self._statement(j).markers for j in b)
        out = []
        for i, j, grams in zip(left.tolist(), right.tolist(), likeness.tolist(), strict=True):
            if (i, j) in self.decided.cannot:
                continue
            found = self._candidate(i, j, grams, 1 - abs(place_a[i] - place_b[j]))
            if account:
                prior = _prior(self._statement(j).markers, marked)
                found = replace(found, score=min(1.0, max(0.0, found.score + prior)))
            out.append(found)
        return out

    def _candidate(self, i: int, j: int, grams: float, order: float) -> Candidate:
        x, y = self.space.words[i], self.space.words[j]
        cover = self.space.covers(i, j)
        found = evidence(self._statement(i), self._statement(j), x, y, cover, (grams, order), self.space.telling(i, j))
        return Candidate(i, j, score(found), found, cover, grams)

    # --- noise -------------------------------------------------------------------------------------

    def _noise(self, candidates: Sequence[Candidate]) -> list[Pair]:
        # Where numbers differ no letter's shape tells which was misread: a person should see it.
        near = [c for c in candidates if c.grams >= _NOISE_GRAMS and not (c.evidence.numbers or c.evidence.recounted)]
        same = [c for c in near if self._same_but_noise(c)]
        best = [replace(c, score=max(c.score, 0.5 + c.grams / 2)) for c in same]
        out = []
        for c in one_to_one(best, 0.0):
            others = [o for o in best if (o.source == c.source) != (o.target == c.target)]
            rival = max(others, key=lambda o: (o.score, -o.source, -o.target), default=None)
            row = None if rival is None else rival.target if rival.source == c.source else rival.source
            margin = None if rival is None else c.score - rival.score
            band = Band.SURE if rival is None or (not c.evidence.conflict and c.score > rival.score) else Band.REVIEW
            out.append(Pair(c.source, c.target, c.score, "noise", Relation.UNCHANGED, band, margin, row))
        return out

    def _same_but_noise(self, c: Candidate) -> bool:
        a, b = self._statement(c.source), self._statement(c.target)
        damaged = a.damaged or b.damaged
        near = ratio(self.space.words[c.source].folded, self.space.words[c.target].folded)
        if near < (_NOISE_RATIO if damaged else _SLIP_RATIO):
            return False
        return unchanged(a.text, b.text, self.space.readers[c.target], damaged=damaged)

    # --- assignment --------------------------------------------------------------------------------

    def _assigned(self, candidates: Sequence[Candidate], limit: float) -> list[Pair]:
        chosen = one_to_one(candidates, limit)
        rivals = best_rivals(candidates, chosen)
        out = []
        for c in chosen:
            rival, plain, loss = rivals[(c.source, c.target)]
            band = Band.SURE if _is_sure(c, loss) else Band.REVIEW
            out.append(Pair(c.source, c.target, c.score, "assignment", Relation.REWORDED, band, plain, rival))
        return out

    def suggest(self, sources: Sequence[int], targets: Sequence[int]) -> list[Pair]:
        """Return for targets that must have a source among the open ``sources`` the likeliest, for a person to see."""
        candidates = self.compare(sources, targets, sources, targets)
        return self._suggested([c for c in candidates if not _contrary(c)], candidates)

    def _marked(self, candidates: Sequence[Candidate], mark: str) -> list[Pair]:
        asked = [c for c in candidates if mark in self._statement(c.target).markers]
        return self._suggested(asked, candidates)

    def _suggested(self, asked: Sequence[Candidate], candidates: Sequence[Candidate]) -> list[Pair]:
        chosen = one_to_one([c for c in asked if c.evidence.contained >= MARKER_WORDS], MARKER_LIMIT)
        rivals = best_rivals(candidates, chosen)
        out = []
        for c in chosen:
            rival, margin, _ = rivals[(c.source, c.target)]
            out.append(Pair(c.source, c.target, c.score, "marker", Relation.REWORDED, Band.REVIEW, margin, rival))
        return out

    def _placed(self, candidates: Sequence[Candidate], open_a: Sequence[int], open_b: Sequence[int]) -> list[Pair]:
        """Pair what is left when a goal's area has one statement left on each side and they share some wording."""
        left, right = self._alone(open_a), self._alone(open_b)
        return [
            Pair(c.source, c.target, c.score, "place", Relation.REWORDED, Band.REVIEW)
            for c in candidates
            if c.score >= PLACE_LIMIT
            and not _contrary(c)
            and c.source in left
            and left[c.source] == right.get(c.target)
        ]

    def _alone(self, rows: Iterable[int]) -> dict[int, tuple[str, str]]:
        """Return the goal and area of each row that is the only one there."""
        found: dict[tuple[str, str], list[int]] = {}
        for row in rows:
            s = self._statement(row)
            if s.goal and s.area:
                found.setdefault((s.goal, s.area), []).append(row)
        return {rows[0]: place for place, rows in found.items() if len(rows) == 1}


def _sure_pair(i: int, j: int, equal: tuple[int, ...], *, sure: bool) -> Pair:
    others = (i, *(k for k in equal[: CANDIDATES_SHOWN + 1] if k != i))[:CANDIDATES_SHOWN]
    return Pair(i, j, 1.0, "exact", Relation.UNCHANGED, Band.SURE if sure else Band.REVIEW, candidates=others)


def _ranked(candidates: Iterable[Candidate]) -> dict[int, list[int]]:
    """Return the likeliest sources of each target, best first."""
    found: dict[int, list[Candidate]] = {}
    for c in candidates:
        found.setdefault(c.target, []).append(c)
    best = {j: heapq.nsmallest(CANDIDATES_SHOWN, some, lambda c: (-c.score, c.source)) for j, some in found.items()}
    return {j: [c.source for c in some] for j, some in best.items()}


def _likeliest(pair: Pair, ranked: Mapping[int, Sequence[int]]) -> tuple[int, ...]:
    """Return the pair's own source and what else its target may come from."""
    others = [i for i in ranked.get(pair.target, ()) if i != pair.source]
    return (pair.source, *others)[:CANDIDATES_SHOWN]


def _prior(markers: tuple[str, ...], mark: str) -> float:
    """Return what an item's own marks say of sources of the kind that ``mark`` names.

    A proposal may be taken up without a mark; what is carried over is marked, or its mark would mean nothing.
    """
    if mark in markers:
        return MARKER_PRIOR
    return -OTHER_PRIOR if markers else -MARKER_PRIOR if mark == CARRIED else 0.0


def _contrary(c: Candidate) -> bool:
    return c.evidence.conflict or c.evidence.parallel


def _is_sure(c: Candidate, loss: float) -> bool:
    safe = not _contrary(c) and not c.evidence.added and c.evidence.swapped <= SURE_SWAP
    return safe and c.score >= SURE_SCORE and loss >= SURE_MARGIN


def _open(a: Sequence[int], b: Sequence[int], pairs: Iterable[Pair]) -> tuple[list[int], list[int]]:
    used_a, used_b = set(), set()
    for p in pairs:
        used_a.add(p.source)
        used_b.add(p.target)
    return [i for i in a if i not in used_a], [j for j in b if j not in used_b]


def _still(candidates: Sequence[Candidate], pairs: Iterable[Pair]) -> list[Candidate]:
    used_a, used_b = set(), set()
    for p in pairs:
        used_a.add(p.source)
        used_b.add(p.target)
    return [c for c in candidates if c.source not in used_a and c.target not in used_b]
