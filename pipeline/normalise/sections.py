"""What the headings above a list or table say of it: kind, year and role, and which heading stands above what."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipeline.model import Box, Role, Status
from pipeline.normalise.labels import goal_label
from pipeline.normalise.legend import SIGN
from pipeline.normalise.vocabulary import YEAR, Vocabulary, years
from pipeline.profiles import fold

SAYS_WHAT = frozenset(("action", "plan", "assessment", "status", "roadmap", "did", "ahead"))
SUPPORT = 0.6
VERDICT_WORDS = 5
YEAR_WORDS = 4
COUNTED = re.compile(r"\s*(?:[(\[]\s*\d{1,3}\b[^()]{0,16}[)\]]|[:–—-]?\s+\d{1,3}(?:\s+(?:kpl|st))?)\s*:?\s*$")
ENDS_IN_YEAR = re.compile(r"(?<![\d–—/-])\b((?:19|20)\d\d)\s*[:?]?\s*$")
SIGNED = re.compile(rf"^\s*(?:{SIGN.pattern}\s*)+")


@dataclass(frozen=True, slots=True)
class Section:
    """What the headings above a list say; ``ahead`` where it is for the year after the one reported on.

    ``status_raw``: the verdict that is a heading itself, of letters as large as ``size``: all below it got it.
    """

    kind: str = ""
    year: int | None = None
    role: Role | None = None
    ahead: bool = False
    status: Status | None = None
    status_raw: str = ""
    size: float = 0.0


def section_of(text: str, before: Section, vocabulary: Vocabulary, *, title: bool = False) -> Section:
    """Return the section that a heading opens; a year or role that it does not name holds on from before.

    The role of another year does not.  A ``title`` of a page dates it also by a year that stands for itself
    (*for 2025*, *vuodelle 2025*, *: 2025*).
    """
    told = vocabulary.hits(text, SAYS_WHAT) or not any(c.isalpha() for c in text)
    told = told or ((title or text.rstrip().endswith(":")) and _dated(text, vocabulary)) or _is_year(text, vocabulary)
    found = years(text) if told else ()
    concepts = {h.concept for h in vocabulary.hits(text)}
    role = _role(text, concepts, vocabulary)
    ahead = vocabulary.names(text, "ahead")
    year = found[0] if len(found) == 1 else None if ahead else before.year
    kind = "action" if ahead and len(found) == 1 else _kind(text, concepts, vocabulary)
    moved = bool(found) and before.year is not None and year != before.year
    role = role or (None if moved else before.role)
    return Section(kind, year, role, ahead or (before.ahead and not found))


def section_of_title(title: str, vocabulary: Vocabulary, deck_year: int | None) -> Section:
    """Return what the title of a page says; one that ends in the year after the one reported on looks ahead."""
    section = section_of(title, Section(), vocabulary, title=True)
    match = ENDS_IN_YEAR.search(title)
    if match is None or deck_year is None or int(match[1]) != deck_year + 1 or goal_label(title, vocabulary):
        return section
    return replace(section, year=int(match[1]), ahead=True) if section.year in (None, int(match[1])) else section


def verdict_heading(text: str, vocabulary: Vocabulary) -> tuple[str, Status | None] | None:
    """Return the verdict that a heading gives to all lines below it: *Klart*, *Completed (3)*, *Keskeneräiset toimet*.

    What is planned is no verdict above a list, but a plan.
    """
    plain = COUNTED.sub("", SIGNED.sub("", text)).strip(" :")
    if not 0 < len(plain.split()) <= VERDICT_WORDS:
        return None
    hits = vocabulary.hits(plain, frozenset(("action",)))
    at = {i for h in hits for i in range(h.at, h.at + h.size)}
    bare = " ".join(w for i, w in enumerate(plain.split()) if i not in at)
    for words in (plain, bare):
        known, status = vocabulary.verdict(words)
        if known and (status is not None or vocabulary.off_scale(words)):
            planned = vocabulary.names(words, "plan") or vocabulary.names(words, "ahead")
            return None if planned and status is Status.NOT_STARTED else (words, status)
    return None


def _is_year(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a heading is hardly more than a year by name and number (*Year two, 2024*)."""
    return len(text.split()) <= YEAR_WORDS and vocabulary.names(text, "year") and len(years(text)) == 1


def _dated(text: str, vocabulary: Vocabulary) -> bool:
    """Whether the one year of a title stands behind a word for year, a preposition or a colon; goals name others."""
    match = YEAR.search(text)
    if not match or goal_label(text, vocabulary):
        return False
    before = text[: match.start()].split()
    last = before[-1] if before else ""
    ends = last.endswith((":", "–", "-")) and match.end() == len(text.rstrip())
    return ends or fold(last) in vocabulary.prepositions or vocabulary.names(last, "year")


def _kind(text: str, concepts: set[str], vocabulary: Vocabulary) -> str:
    """Return what kind of list a heading opens; a heading that tells what happened opens narrative."""
    if vocabulary.names(text, "did") or (vocabulary.names(text, "ahead") and concepts & {"action", "plan"}):
        return "action"
    if vocabulary.names(text, "narrative") or vocabulary.heads(text, "aside"):
        return "narrative"
    if concepts & {"action", "plan"}:
        heads = vocabulary.heads(text, "action") or vocabulary.heads(text, "plan")
        return "action" if heads and not concepts & {"goal", "vision", "area"} else ""
    return vocabulary.column(text)


def _role(text: str, concepts: set[str], vocabulary: Vocabulary) -> Role | None:
    role = next((r for r in (Role.ROADMAP, Role.ASSESSMENT, Role.PLAN) if vocabulary.names(text, r)), None)
    if role is not Role.ROADMAP and ("status" in concepts or vocabulary.names(text, "did")):
        return Role.ASSESSMENT
    return Role.PLAN if role is None and vocabulary.names(text, "ahead") else role


def shared(one: Box, other: Box) -> float:
    """Return the share of the narrower width in which both boxes stand above one another."""
    return (min(one.x1, other.x1) - max(one.x0, other.x0)) / max(1.0, min(one.width, other.width))


@dataclass(slots=True)
class Sections:
    """The headings of a page that opened a section, so that lists side by side each keep their own."""

    opened: list[tuple[Box, Section]] = field(default_factory=list)

    def open(self, box: Box, section: Section) -> None:
        """Remember a heading."""
        self.opened.append((box, section))

    def above(self, box: Box) -> Section | None:
        """Return the section of the nearest heading above ``box``, where headings stand side by side; else ``None``."""
        beside = [(b, s) for b, s in self.opened if any(_beside(b, other) for other, _ in self.opened)]
        over = [(b.bottom, n, s) for n, (b, s) in enumerate(beside) if b.bottom <= box.top + 2 and shared(b, box) > 0]
        best = max(over, key=lambda o: o[:2], default=None)
        return replace(best[2]) if best else None


def _beside(one: Box, other: Box) -> bool:
    apart = one.x1 <= other.x0 or other.x1 <= one.x0
    return apart and min(one.bottom, other.bottom) > max(one.top, other.top)
