"""Repairs a deck: the gate, the words of its damaged pages, the edits."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.errors import Code, Severity
from pipeline.model import Deck, Edit, Issue, Item, Method, Page, Reading
from pipeline.normalise.letters.context import place
from pipeline.normalise.letters.damage import examine, glance, is_harmless, losses
from pipeline.normalise.letters.deck import items, with_readings
from pipeline.normalise.letters.house import House
from pipeline.normalise.letters.prior import prior
from pipeline.normalise.letters.speller import Speller
from pipeline.normalise.letters.tokens import MARKS, units, unreadable
from pipeline.normalise.letters.tongues import WORD, languages
from pipeline.normalise.letters.verdict import Judge
from pipeline.normalise.lexicon import lexicon
from pipeline.profiles import Profile

# Words that our own OCR read with less confidence are looked at; the marks it loses and how oftener it
# misreads other letters than the table says.
_DOUBT, _OCR_LOSS, _OCR_WEAR = 0.8, 0.1, 3.0
_QUOTED = 5


def repair(deck: Deck, profile: Profile) -> Deck:
    """Return ``deck`` with lost letters brought back; a deck without damage is returned as it is.

    Sure changes are applied edits, doubtful ones proposed (``applied=False``, rivals of the best with a negative
    margin); rules are ``letters:known``, ``letters:free``, ``letters:unknown`` and ``letters:house``, margins in
    nats.  No other deck is looked at.
    """
    loss = _gate(deck, profile)
    if not any(loss) and not any(_doubtful(p) for p in deck.pages):
        return deck
    return replace(deck, pages=_Mender(deck, loss, profile).pages())


def _gate(deck: Deck, profile: Profile) -> tuple[float, ...]:
    """Return the share of marks that each page lost, 0 for the clean ones."""
    texts = [[i.reading.text for i in items(p)] for p in deck.pages]
    signs = [glance(t) for t in texts]
    dictionary = lexicon("fi") if lexicon("fi").precise else None
    suspects = [s.scarce and not is_harmless(t, profile, dictionary) for s, t in zip(signs, texts, strict=True)]
    if not any(suspects):
        return (0.0,) * len(signs)
    marked = [prior(x.code) for x in profile.languages if x.letters]
    pages = zip(signs, texts, suspects, strict=True)
    return losses([examine(s, t, marked) if suspect else s for s, t, suspect in pages])


def _doubtful(page: Page) -> bool:
    return page.method is Method.OCR and any(i.confidence < _DOUBT or _faint(i, page) for i in items(page))


def _faint(item: Item, page: Page) -> tuple[str, ...]:
    """Return the words of an item that were read with little confidence."""
    return tuple(page.words[w].text for w in item.words if page.words[w].confidence < _DOUBT)


def _words(text: str) -> list[str]:
    return [w.lower() for w in WORD.findall(text)]


class _Mender:
    """Mends the pages of one deck."""

    def __init__(self, deck: Deck, loss: Sequence[float], profile: Profile) -> None:
        self._deck, self._loss = deck, dict(zip((p.number for p in deck.pages), loss, strict=True))
        self._marked = [x.code for x in profile.languages if x.letters]
        self._priors = {x.code: prior(x.code) for x in profile.languages}
        self._house = House(profile, _repeated(deck))
        self._capital = _capital([i.reading.text for p in deck.pages for i in items(p)])
        names = lexicon("fi")
        self._names = names if names.precise else None

    def pages(self) -> tuple[Page, ...]:
        """Return the deck's pages, mended where they are damaged or were read with little confidence."""
        codes = {p.number: languages(items(p), self._priors) for p in self._deck.pages if self._is_open(p)}
        lost, read = self._judges(codes), self._ocr_judges(codes)
        return tuple(
            self._page(p, codes[p.number], lost if self._loss[p.number] else read) if p.number in codes else p
            for p in self._deck.pages
        )

    def _is_open(self, page: Page) -> bool:
        return bool(self._loss[page.number]) or _doubtful(page)

    def _judges(self, codes: Mapping[int, Sequence[str]]) -> dict[str, Judge]:
        """Return a judge for each language with marks, its speller taught by the damaged pages."""
        damaged = [p for p in self._deck.pages if self._loss[p.number]]
        words: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for page in damaged:
            for item, code in zip(items(page), codes[page.number], strict=True):
                words[code].update(u.text for u in units(item.reading.text))
        loss = sum(self._loss.values()) / max(1, len(damaged))
        spellers = {code: self._speller(code, loss, 1.0) for code in self._marked if words[code]}
        for code, speller in spellers.items():
            speller.learn(words[code])
        return {code: self._judge(code, speller) for code, speller in spellers.items()}

    def _ocr_judges(self, codes: Mapping[int, Sequence[str]]) -> dict[str, Judge]:
        """Return a judge for each language with marks that trusts the words that were read with confidence."""
        own = Counter[str]()
        for page in self._deck.pages:
            for item in items(page):
                own.update(_words(item.reading.text))
                own.subtract(w for text in _faint(item, page) for w in _words(text))
        found: dict[str, Judge] = {}
        if any(not self._loss[number] for number in codes):
            for code in self._marked:
                speller = self._speller(code, _OCR_LOSS, _OCR_WEAR)
                speller.trust({w: n for w, n in own.items() if n > 0})
                found[code] = self._judge(code, speller)
        return found

    def _speller(self, code: str, loss: float, wear: float) -> Speller:
        others = [p for c, p in self._priors.items() if c != code]
        return Speller(self._priors[code], others, loss, wear)

    def _judge(self, code: str, speller: Speller) -> Judge:
        return Judge(code, speller, self._names, self._capital)

    def _page(self, page: Page, codes: Sequence[str], judges: Mapping[str, Judge]) -> Page:
        code = iter(codes)
        lost = bool(self._loss[page.number])

        def mend(item: Item) -> Reading:
            judge = judges.get(next(code))
            only = None if lost else _faint(item, page) or ((item.reading.text,) if item.confidence < _DOUBT else ())
            edits = list(self._edits(item.reading.text, judge, only)) if judge else []
            return item.reading.then(edits) if edits else item.reading

        mended = with_readings(page, mend)
        junk = [t for i in items(page) for t in unreadable(i.reading.text)]
        return replace(mended, issues=(*mended.issues, _unreadable(page, junk))) if junk else mended

    def _edits(self, text: str, judge: Judge, only: Sequence[str] | None) -> Iterator[Edit]:
        """Yield the edits of a text; ``only`` names the words to look at, ``None`` means all."""
        taken = list(self._house.edits(text)) if only is None else []
        yield from taken
        for unit in units(text):
            if self._house.guards(unit.text) or any(e.start < unit.end and unit.start < e.end for e in taken):
                continue
            if only is not None and (not any(unit.text in w for w in only) or self._known(unit.text)):
                continue
            yield from judge.edits(unit, place(text, unit.start, unit.end))

    def _known(self, word: str) -> bool:
        return any(p.known(word) for p in self._priors.values())


def _capital(texts: Sequence[str]) -> float:
    """Return the log odds that a text of the deck begins with a capital."""
    heads = [t.strip()[:1] for t in texts]
    upper, lower = sum(map(str.isupper, heads)), sum(map(str.islower, heads))
    return math.log((upper + 1) / (lower + 1))


def _repeated(deck: Deck) -> frozenset[str]:
    """Return the words with marks that the deck has more than once: its own spelling, to be left alone."""
    seen = Counter(w for p in deck.pages for i in items(p) for w in WORD.findall(i.reading.text) if MARKS & set(w))
    return frozenset(w for w, n in seen.items() if n > 1)


def _unreadable(page: Page, junk: Sequence[str]) -> Issue:
    quoted = ", ".join(repr(t) for t in junk[:_QUOTED]) + (" ..." if len(junk) > _QUOTED else "")
    return Issue("", page.number, Severity.WARNING, Code.TEXT_UNREADABLE, f"{len(junk)} words are unreadable: {quoted}")
