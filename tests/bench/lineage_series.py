"""Generates fictional yearly series with known links: what was kept, reworded, split, merged, moved or dropped."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from pipeline.model import Method, Role
from tests.bench.lineage_decks import Plan, Row
from tests.bench.lineage_texts import Texts

YEARS = (2031, 2032, 2033)
_START = 9
_FATES = ("verbatim", "inflected", "light", "heavy", "moved", "merged", "dropped", "number")
_ODDS = (32, 12, 17, 11, 8, 6, 12, 8)
_SWAPS = str.maketrans({"o": "d", "l": "i", "e": "c", "v": "w", "n": "u", "s": "z", "i": "l", "a": "e"})


@dataclass(frozen=True, slots=True)
class Part:
    """One concept with its slots filled: number of the concept, target group, place, number, wording 0..3."""

    concept: int
    party: int
    place: int
    number: int
    wording: int

    @property
    def identity(self) -> tuple[int, int, int, int]:
        """What makes it this action and no other."""
        return (self.concept, self.party, self.place, self.number)


@dataclass(frozen=True, slots=True)
class Live:
    """An action as one deck has it: one part, or two that were merged."""

    parts: tuple[Part, ...]
    goal: int
    area: int


@dataclass(slots=True)
class Gold:
    """What is true of a series: links with relation, ids of new and dropped rows, pairs that are decoys."""

    links: dict[tuple[str, str], str] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)
    decoys: set[tuple[str, str]] = field(default_factory=set)


def series(texts: Texts, language: str, seed: int, *, scanned: bool = False) -> tuple[list[Plan], Gold]:
    """Return three yearly decks and the truth about them; ``scanned`` damages the middle deck as OCR would."""
    return _Maker(texts, language, seed).make(scanned=scanned)


class _Maker:
    def __init__(self, texts: Texts, language: str, seed: int) -> None:
        self.texts, self.language, self.seed = texts, language, seed
        self.random = random.Random(f"{language}{seed}")
        self.gold = Gold()
        self.seen: set[tuple[int, int, int, int]] = set()
        self.steps: list[list[tuple[int, int, str]]] = []
        self.unused = list(range(len(texts.concepts)))
        self.random.shuffle(self.unused)

    def make(self, *, scanned: bool) -> tuple[list[Plan], Gold]:
        live = [self._fresh() for _ in range(_START)]
        live += [d for x in live[:4] for d in self._decoy(x)]
        if self.random.random() < 0.7:
            live[0] = Live(live[0].parts + live[1].parts, live[0].goal, live[0].area)
            del live[1]
        decks = [live]
        for _ in YEARS[1:]:
            decks.append(self._next(decks[-1]))
        self._tell(decks)
        return [self._plan(k, deck, scanned=scanned and k == 1) for k, deck in enumerate(decks)], self.gold

    def _fresh(self) -> Live:
        pick = self.random
        part = Part(
            self.unused.pop(),
            pick.randrange(len(self.texts.parties)),
            pick.randrange(len(self.texts.places)),
            pick.choice((3, 5, 8, 12, 20, 40)),
            pick.choice((0, 0, 0, 1, 3)),
        )
        return Live((part,), pick.randrange(len(self.texts.goals)), pick.randrange(len(self.texts.areas)))

    def _decoy(self, live: Live, kinds_of: tuple[str, ...] = ("{p", "{l", "{n")) -> list[Live]:
        """Return the same sentence about another target group, place or number, where it has one."""
        part = live.parts[0]
        text = self.texts.concepts[part.concept][part.wording]
        kinds = [k for k in kinds_of if k in text]
        if not kinds or len(live.parts) > 1:
            return []
        kind = self.random.choice(kinds)
        other = {
            "{p": replace(part, party=(part.party + 1) % len(self.texts.parties)),
            "{l": replace(part, place=(part.place + 1) % len(self.texts.places)),
            "{n": replace(part, number=part.number + 2),
        }[kind]
        return [Live((other,), live.goal, live.area)]

    def _next(self, before: list[Live]) -> list[Live]:
        """Return the next deck; remember which of its actions continue which."""
        self.seen |= {p.identity for x in before for p in x.parts}
        after: list[Live] = []
        waiting: list[tuple[int, Live]] = []
        links: list[tuple[int, int, str]] = []
        for i, live in enumerate(before):
            fate = self.random.choices(_FATES, _ODDS)[0]
            if len(live.parts) > 1 and fate != "dropped" and self.random.random() < 0.6:
                for part in live.parts:
                    links.append((i, len(after), "split"))
                    after.append(Live((part,), live.goal, live.area))
            elif fate == "dropped":
                if self.random.random() < 0.4:
                    after += self._unseen_decoy(before, live)
            elif fate == "merged" and len(live.parts) == 1:
                waiting.append((i, live))
            else:
                changed = self._changed(live, fate)
                same = [self._text(changed) == self._text(live)]
                links.append((i, len(after), "unchanged" if same[0] else "reworded"))
                after.append(changed)
        self._merge(waiting, after, links)
        after += [self._fresh() for _ in range(self.random.randrange(1, 3)) if self.unused]
        self.steps.append(links)
        return after

    def _unseen_decoy(self, before: list[Live], live: Live) -> list[Live]:
        known = self.seen | {p.identity for x in before for p in x.parts}
        self.seen = known
        return [d for d in self._decoy(live, ("{p", "{l")) if d.parts[0].identity not in known]

    def _merge(self, waiting: list[tuple[int, Live]], after: list[Live], links: list[tuple[int, int, str]]) -> None:
        while len(waiting) > 1:
            (i, a), (j, b) = waiting.pop(), waiting.pop()
            links += [(i, len(after), "merged"), (j, len(after), "merged")]
            after.append(Live(a.parts + b.parts, a.goal, a.area))
        for i, live in waiting:
            links.append((i, len(after), "unchanged"))
            after.append(live)

    def _changed(self, live: Live, fate: str) -> Live:
        to = {"inflected": {0: 3, 3: 0}, "light": {0: 1, 3: 1, 1: 0}, "heavy": {0: 2, 1: 2, 3: 2, 2: 0}}.get(fate, {})
        parts = tuple(replace(p, wording=to.get(p.wording, p.wording)) for p in live.parts[:1]) + live.parts[1:]
        if fate == "number" or (self.texts.drift and parts[0].wording != live.parts[0].wording and self._drifts()):
            parts = (replace(parts[0], number=parts[0].number + 5), *parts[1:])
        if fate != "moved":
            return replace(live, parts=parts)
        goal = (live.goal + 1) % len(self.texts.goals)
        return Live(parts, goal, (live.area + 1) % len(self.texts.areas))

    def _drifts(self) -> bool:
        return self.random.random() < self.texts.drift

    def _text(self, live: Live) -> str:
        wordings = [self._wording(p) for p in live.parts]
        rest = [w[0].lower() + w[1:] for w in wordings[1:]]
        return f" {self.texts.conjunction} ".join([wordings[0][0].upper() + wordings[0][1:], *rest])

    def _wording(self, part: Part) -> str:
        party, place = self.texts.parties[part.party], self.texts.places[part.place]
        slots = {f"p{k}": form for k, form in enumerate(party)} | {f"l{k}": form for k, form in enumerate(place)}
        return self.texts.concepts[part.concept][part.wording].format(n=part.number, **slots)

    def _tell(self, decks: list[list[Live]]) -> None:
        for step, links in enumerate(self.steps):
            earlier, later = decks[step], decks[step + 1]
            for i, j, relation in links:
                self.gold.links[(self._id(step, i), self._id(step + 1, j))] = relation
            kept, made = {i for i, _, _ in links}, {j for _, j, _ in links}
            self.gold.dropped |= {self._id(step, i) for i in range(len(earlier)) if i not in kept}
            self.gold.new |= {self._id(step + 1, j) for j in range(len(later)) if j not in made}
            self.gold.decoys |= {
                (self._id(step, i), self._id(step + 1, j))
                for i, a in enumerate(earlier)
                for j, b in enumerate(later)
                if (i, j) not in {(x, y) for x, y, _ in links} and _alike(a, b)
            }

    def _id(self, step: int, index: int) -> str:
        return f"act-{self.language}{self.seed}-{step}-{index}"

    def _plan(self, step: int, deck: list[Live], *, scanned: bool) -> Plan:
        numbers = list(range(len(self.texts.goals)))
        shift = step if self.seed % 2 else 0
        rows = []
        for i, live in enumerate(deck):
            text = self._text(live)
            text = damage(text, self.random) if scanned else text
            goal = numbers[(live.goal + shift) % len(numbers)] + 1
            rows.append(Row(self._id(step, i), goal, self.texts.areas[live.area], YEARS[step], Role.PLAN, text))
        rows.sort(key=lambda r: (r.goal or 0, r.area))
        goals = tuple((numbers[(k + shift) % len(numbers)] + 1, text) for k, text in enumerate(self.texts.goals))
        return Plan(
            f"{self.language}{self.seed}-{step}",
            YEARS[step] - 1,
            tuple(rows),
            goals,
            self.language,
            f"Ohjelma {self.language} {self.seed}",
            f"Kunta {self.language}{self.seed}",
            Method.OCR if scanned else Method.NATIVE,
        )


def _alike(a: Live, b: Live) -> bool:
    return any(p.concept == q.concept for p in a.parts for q in b.parts)


def damage(text: str, pick: random.Random) -> str:
    """Return ``text`` as a poor OCR would: most diacritics lost, one letter in forty taken for another."""
    out = []
    for c in text:
        if c in "äöåÄÖÅ" and pick.random() < 0.8:
            out.append({"ä": "a", "ö": "o", "å": "a", "Ä": "A", "Ö": "O", "Å": "A"}[c])
        elif pick.random() < 0.025:
            out.append(c.translate(_SWAPS))
        else:
            out.append(c)
    return "".join(out)
