"""A draft of an organisation's profile from its decks, for a person to mend.

What stands in the decks and what the languages do not know: names, boilerplate, house terms,
headings without a meaning, verdicts without a place on the scale.  Only what was seen is drafted;
what needs a judgement stands as a comment with the page where it was seen.
"""

from __future__ import annotations

import collections
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.model import Block, BlockKind, Deck, Item, Status, Table
from pipeline.normalise.columns import cell_text, grid, read_layout
from pipeline.normalise.facts import read_facts
from pipeline.normalise.language import language_of
from pipeline.normalise.lexicon import Lexicon, lexicon
from pipeline.normalise.vocabulary import Vocabulary, squeeze, vocabulary
from pipeline.profiles import Profile

_TERM = re.compile(r"[^\W\d_][\w.&-]*[^\W_]")
SHORTEST = 3  # letters of a house term
REPEATED = 3  # times that a term, and decks or pages that boilerplate, must be seen
HEADING_WORDS = 5
VERDICT_WORDS = 4
MOST = 40


@dataclass(frozen=True, slots=True)
class Seen:
    """A text as printed, how often it stands in the decks, and where first."""

    text: str
    times: int
    file: str
    page: int


@dataclass(slots=True)
class _Count:
    """Texts that are alike but for case and blanks, counted; the first spelling is kept."""

    found: dict[str, Seen] = field(default_factory=dict)

    def add(self, text: str, file: str, page: int, key: str = "") -> None:
        key = key or squeeze(text)
        known = self.found.get(key, Seen(text, 0, file, page))
        self.found[key] = Seen(known.text, known.times + 1, known.file, known.page)

    def most(self, least: int = 1) -> tuple[Seen, ...]:
        kept = [s for s in self.found.values() if s.times >= least]
        return tuple(sorted(kept, key=lambda s: (-s.times, s.text))[:MOST])


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a profile of the organisation could hold, the most frequent first."""

    names: tuple[Seen, ...] = ()
    languages: tuple[str, ...] = ()
    bodies: tuple[Seen, ...] = ()
    boilerplate: tuple[Seen, ...] = ()
    house_terms: tuple[Seen, ...] = ()
    headings: tuple[Seen, ...] = ()
    verdicts: tuple[Seen, ...] = ()


def suggest(decks: Sequence[Deck], profile: Profile) -> Suggestion:
    """Return what the decks hold that the languages of ``profile`` do not know."""
    words = vocabulary(profile)
    names, bodies, boilerplate = _Count(), _Count(), _Count()
    headings, verdicts, terms = _Count(), _Count(), _Count()
    spoken: collections.Counter[str] = collections.Counter()
    for deck in decks:
        file, facts = deck.source.path, read_facts(deck, profile, words)
        for count, text in ((names, facts.organisation), (bodies, facts.body)):
            if text:
                count.add(text, file, 1)
        for page in deck.pages:
            for text in _furniture(page.blocks):
                boilerplate.add(text, file, page.number)
            for table in page.tables:
                _table(table, words, headings, verdicts, (file, page.number))
        spoken[language_of(_text(deck), profile, "")] += 1
    languages = tuple(code for code, _ in spoken.most_common() if code)
    known = [lexicon(code) for code in languages]
    for deck in decks:
        _terms(deck, known, terms)
    return Suggestion(
        names.most(),
        languages,
        bodies.most(),
        boilerplate.most(REPEATED),
        terms.most(REPEATED),
        headings.most(),
        verdicts.most(2),
    )


def _furniture(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if block.kind is BlockKind.FURNITURE:
            texts = (i.reading.text.strip() for i in block.items)
            yield from (t for t in texts if sum(c.isalpha() for c in t) > len(t) / 2)


def _table(table: Table, words: Vocabulary, headings: _Count, verdicts: _Count, place: tuple[str, int]) -> None:
    """Count the headings that name no column, and the short texts of verdict columns that are no verdict."""
    layout = read_layout(table, words)
    if not layout.header_rows:
        return
    for column in layout.columns:
        text = column.heading.strip()
        if not column.kind and column.year is None and 0 < len(text.split()) <= HEADING_WORDS:
            headings.add(text, *place)
    rows = grid(table)[layout.header_rows :]
    for index in layout.of("status"):
        cells = {(c.row, c.column): c for c in (row[index] for row in rows) if c is not None}
        for cell in cells.values():
            text = cell_text(cell).strip()
            if 0 < len(text.split()) <= VERDICT_WORDS and any(c.isalpha() for c in text) and not words.verdict(text)[0]:
                verdicts.add(text, *place)


def _terms(deck: Deck, known: Sequence[Lexicon], terms: _Count) -> None:
    """Count the words that no dictionary of the decks' languages holds and that are written like names or acronyms."""
    for page in deck.pages:
        for item in _items(deck, page.number):
            for match in _TERM.finditer(item.reading.text):
                word = match.group().strip(".-")
                marked = any(c.isupper() for c in word[1:]) or "." in word
                if len(word) >= SHORTEST and marked and not any(lexicon_.known(word) for lexicon_ in known):
                    terms.add(word, deck.source.path, page.number, word.casefold())


def _items(deck: Deck, number: int) -> Iterator[Item]:
    for page in deck.pages:
        if page.number == number:
            yield from (i for b in page.blocks if b.kind is not BlockKind.FURNITURE for i in b.items)
            yield from (i for t in page.tables for c in t.cells for i in c.items)


def _text(deck: Deck) -> str:
    return " ".join(i.reading.text for p in deck.pages for i in _items(deck, p.number))


def toml(found: Suggestion, code: str) -> str:
    """Return the draft as the text of a profile file that can be loaded as it is; ``code`` stands for a name."""
    lines = [
        "# A draft made from the decks. Take out what is wrong, move what is commented out to where it belongs, then:",
        f"# deckline profiles check {code}.toml",
        f"name = {_quoted(found.names[0].text if found.names else code)}",
        *_list("names", found.names),
        f"languages = [{', '.join(map(_quoted, found.languages or ('fi', 'sv', 'en')))}]",
        *_list("bodies", found.bodies),
        *_list("boilerplate", found.boilerplate),
        *_list("house_terms", found.house_terms),
        "",
        "[headings]",
        "# Headings of columns that no language knows; put each behind its kind: goal, area, action, owner,",
        '# indicator, due, status or remark; for example: action = ["toimi"]',
        *(f"# {_quoted(s.text)}  {_place(s)}" for s in found.headings),
        "",
        "[statuses]",
        f"# Verdicts that no language knows; put each behind {', '.join(Status)} or not_given",
        *(f"# {_quoted(s.text)}  {_place(s)}" for s in found.verdicts),
    ]
    return "\n".join(lines) + "\n"


def _list(name: str, seen: Sequence[Seen]) -> list[str]:
    if not seen:
        return [f"{name} = []"]
    return [f"{name} = [", *(f"  {_quoted(s.text)},  {_place(s)}" for s in seen), "]"]


def _place(seen: Seen) -> str:
    return f"# {seen.times} x, first in {_quoted(seen.file)}, page {seen.page}"


def _quoted(text: str) -> str:
    """Return ``text`` as a basic string of TOML, which escapes like JSON."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "\\u007f")
