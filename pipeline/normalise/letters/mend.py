"""Repairs a deck: the gate, the language of each item, the edits."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.errors import Code, Severity
from pipeline.model import Deck, Edit, Issue, Item, Page, Reading
from pipeline.normalise.letters.damage import examine, glance, losses
from pipeline.normalise.letters.deck import items, with_readings
from pipeline.normalise.letters.prior import Prior, prior
from pipeline.normalise.letters.speller import Ranking, Speller
from pipeline.normalise.letters.tokens import Unit, units
from pipeline.profiles import Profile

_LIMITS = {"known": 3.0, "unknown": math.inf, "free": math.inf}
_RARE = 1e-8
_WORD = re.compile(r"[^\W\d_]{2,}")
_PAGE_BONUS = 2.0


def repair(deck: Deck, profile: Profile) -> Deck:
    """Return ``deck`` with lost letters brought back; a deck without damage is returned as it is.

    Sure changes are applied edits, doubtful ones proposed (``applied=False``); rules are ``letters:known``,
    ``letters:free``, ``letters:unknown`` and ``letters:house``, margins in nats.  No other deck is looked at.
    """
    signs = [glance(i.reading.text for i in items(p)) for p in deck.pages]
    priors = {language.code: prior(language.code) for language in profile.languages} if any(s.scarce for s in signs) else {}
    marked = [priors[x.code] for x in profile.languages if x.letters and priors]
    signs = [
        examine(s, (i.reading.text for i in items(p)), marked) if s.scarce else s
        for s, p in zip(signs, deck.pages, strict=True)
    ]
    loss = losses(signs)
    if not any(loss):
        return deck
    return replace(deck, pages=_Mender(deck, loss, priors, profile).pages())


class _Mender:
    def __init__(self, deck: Deck, loss: Sequence[float], priors: Mapping[str, Prior], profile: Profile) -> None:
        self._deck, self._loss, self._priors, self._profile = deck, loss, priors, profile
        self._repeated = _repeated(deck)
        self._spellers: dict[str, Speller] = {}

    def pages(self) -> tuple[Page, ...]:
        """Return the deck's pages, the damaged ones mended."""
        damaged = [p for p, loss in zip(self._deck.pages, self._loss, strict=True) if loss]
        languages = {p.number: _languages(p, self._priors) for p in damaged}
        words: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for page in damaged:
            for item, code in zip(items(page), languages[page.number], strict=True):
                words[code].update(u.text for u in units(item.reading.text))
        mean = sum(self._loss) / max(1, sum(map(bool, self._loss)))
        for code in sorted(words):
            if any(x.code == code and x.letters for x in self._profile.languages):
                others = tuple(p for c, p in sorted(self._priors.items()) if c != code)
                self._spellers[code] = Speller(self._priors[code], others, mean)
                self._spellers[code].learn(words[code])
        return tuple(
            self._page(p, languages[p.number]) if p.number in languages else p for p in self._deck.pages
        )

    def _page(self, page: Page, languages: Sequence[str]) -> Page:
        codes = iter(languages)
        return with_readings(page, lambda item: self._reading(item.reading, next(codes)))

    def _reading(self, reading: Reading, code: str) -> Reading:
        speller = self._spellers.get(code)
        if speller is None:
            return reading
        edits = [e for u in units(reading.text) if u.text not in self._repeated for e in _edits(u, speller.rank(u.text))]
        return reading.then(edits) if edits else reading


def _edits(unit: Unit, ranking: Ranking) -> Iterator[Edit]:
    best = ranking.best
    if best.text != unit.text:
        applied = ranking.margin >= _LIMITS[ranking.kind]
        yield Edit(unit.start, unit.text, best.text, f"letters:{ranking.kind}", round(ranking.margin, 2), applied)


def _repeated(deck: Deck) -> frozenset[str]:
    """Return the words with marks that the deck has more than once: its own spelling, to be left alone."""
    seen = Counter(w for p in deck.pages for i in items(p) for w in _WORD.findall(i.reading.text) if not w.isascii())
    return frozenset(w for w, n in seen.items() if n > 1 and set("äöåÄÖÅ") & set(w))


def _languages(page: Page, priors: Mapping[str, Prior]) -> list[str]:
    """Return the language of each item of a page, short items leaning on the page."""
    scores = [_scores(item, priors) for item in items(page)]
    whole = {code: sum(s[code] for s in scores) for code in priors}
    main = max(sorted(whole), key=lambda c: whole[c])
    return [max(sorted(s), key=lambda c: s[c] + (_PAGE_BONUS if c == main else 0.0)) for s in scores]


def _scores(item: Item, priors: Mapping[str, Prior]) -> dict[str, float]:
    words = [w.lower() for w in _WORD.findall(item.reading.text)]
    return {code: sum(math.log(p.share(w) + _RARE) for w in words) for code, p in priors.items()}
