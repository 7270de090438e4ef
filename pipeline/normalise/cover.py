"""The title page: committee, organisation and author, from its lines, the footers and words for each.

Every line of the page is one of these, a subtitle or a date; what says it is weighed: a word for a
committee, an organisation or a job, a person's name, return in the footers of other pages.
"""

from __future__ import annotations

import collections
import re
from collections.abc import Callable, Sequence

from pipeline.normalise.vocabulary import Vocabulary
from pipeline.profiles import fold

NUMBERED_DAY = r"\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d|\d{1,2}/\d{1,2}/(?:19|20)\d\d"
NAMED_DAY = r"(?:den\s+)?\d{1,2}(?:st|nd|rd|th)?\.?\s+(?:of\s+)?[^\W\d]+\s+\d{4}|[^\W\d]+\s+\d{1,2},\s+\d{4}"
DAY = re.compile(rf"(?<!\w)\s*(?:{NUMBERED_DAY}|{NAMED_DAY}).*$")
PERSON = re.compile(r"^[^\W\d_a-zåäö][\w'’.-]+(?:\s+(?:af|von|de|van))?(?:\s+[^\W\d_a-zåäö][\w'’.-]*){1,3}$")
AND = frozenset(("of", "and", "for", "the", "&", "och", "ja"))
LONGEST = 8
TWOFOLD = 2.0
EDGES = " ,;–—-|/·•"


def without_day(text: str) -> str:
    """Return a line without the date that ends it and what stands behind that."""
    return DAY.sub("", text).strip(EDGES)


def names_body(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a word is, or a compound ends in, the name of a committee (*osallisuuslautakunta*)."""
    stems = ["".join(stem).rstrip("$") for concept, stem in vocabulary.stems if concept == "body"]
    return any(w == s or (len(s) > 4 and s in w) for w in fold(text).split() for s in stems)


def find_body(lines: Sequence[str], vocabulary: Vocabulary, base: Callable[[str], str]) -> tuple[str, str]:
    """Return the committee (without date) and its line; one beside a date before one that may be the organisation.

    ``base`` gives the base form of a word: a meeting is named after its committee (*Johtokunnan kokous*).
    """
    found = []
    for order, line in enumerate(lines):
        dated = DAY.search(line) is not None
        for part in _names(line, lambda text: names_body(text, vocabulary)):
            plain = without_day(part)
            if names_body(plain, vocabulary) and len(plain.split()) <= LONGEST:
                name = _body_name(plain, vocabulary, base)
                found.append((not dated, is_organisation(plain, vocabulary), order, name, line))
    return min(found)[3:] if found else ("", "")


def split_house(line: str, vocabulary: Vocabulary) -> list[str]:
    """Part a line that holds an organisation and, with a capital letter behind it, its committee (two lines once)."""
    words = line.split()
    for stop in range(2, min(len(words), 6)):
        house, rest = " ".join(words[:stop]), " ".join(words[stop:])
        if rest[:1].isupper() and is_organisation(house, vocabulary) and names_body(rest, vocabulary):
            return [house, rest] if not names_body(house, vocabulary) else [line]
    return [line]


def _parts(line: str) -> list[str]:
    """Cut a line at marks that part an organisation from its committee and a person from a job."""
    return [p for p in re.split(r"\s*(?:(?<!\d)/|[|·•])\s*|\s+[–—-]\s+|,\s+(?!\d)", line) if p.strip()]


def _names(line: str, is_name: Callable[[str], bool]) -> list[str]:
    """Return the parts of a line; a name in two languages (*Norrby stad – Pohjolan kaupunki*) stays whole."""
    both = re.split(r"\s+[–—-]\s+", without_day(line))
    return [line] if len(both) == 2 and all(is_name(part) for part in both) else _parts(line)


def _body_name(text: str, vocabulary: Vocabulary, base: Callable[[str], str]) -> str:
    words = text.split()
    if len(words) > 1 and vocabulary.names(words[-1], "meeting"):
        words = [*words[:-2], base(words[-2])]
    if vocabulary.names(words[0], "assessment") or vocabulary.names(words[0], "proposal"):
        at = next(i for i, w in enumerate(words) if names_body(w, vocabulary))
        start = at
        while start and (words[start - 1][:1].isupper() or words[start - 1] in AND):
            start -= 1
        words = words[start:]
        while words[0] in AND:
            words = words[1:]
    name = " ".join(words).strip(EDGES)
    return name[:1].upper() + name[1:]


def is_organisation(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a short capitalised line holds the word for a kind of organisation, uninflected and no committee's."""
    stems = ["".join(stem).rstrip("$") for concept, stem in vocabulary.stems if concept == "organisation"]
    words = fold(text).split()
    if not 1 < len(words) <= 6 or text.rstrip().endswith((".", ":", ",")) or not text[:1].isupper():
        return False
    return any(
        (w == s or (len(s) > 4 and w.endswith(s))) and not names_body(w, vocabulary) for w in words for s in stems
    )


def find_organisation(
    lines: Sequence[str], footers: Sequence[str], body: str, vocabulary: Vocabulary, is_word: Callable[[str], bool]
) -> str:
    """Return the name of the organisation: a word for its kind, its return in footers, its place on the page decide.

    ``is_word``: whether a dictionary knows a word written small, which the surname of a person rarely is.
    """
    often = collections.Counter(p.strip() for f in footers for p in _parts(f))
    scores: dict[str, float] = {}
    for origin, listed in ((1.0, lines), (0.0, footers)):
        for line in (text for text in listed if not names_job(text, vocabulary)):
            for part in map(without_day, _names(line, lambda text: is_organisation(text, vocabulary))):
                score = origin + _weight(part, body, often[part], vocabulary)
                score += 0.5 * (score > 0 and is_word(part.split()[-1].casefold()))
                score += TWOFOLD * (score > 0 and without_day(line) == part and len(_parts(line)) > 1)
                scores[part] = max(scores.get(part, 0.0), score)
    order = list(scores)
    best = max(scores, key=lambda p: (scores[p], -order.index(p)), default="")
    if not best or scores[best] < 2.0:
        return ""
    written = sorted(p for p in often if p.casefold() == best.casefold() and not p.isupper())
    return written[0] if best.isupper() and written else best


def _weight(part: str, body: str, often: int, vocabulary: Vocabulary) -> float:
    words = part.split()
    named = part.isupper() or all(w[:1].isupper() or w in AND for w in words)
    if not 1 < len(words) <= 6 or any(c.isdigit() for c in part) or not part[:1].isupper() or part == body:
        return -9.0
    if names_job(part, vocabulary) or vocabulary.names(part, "author") or vocabulary.names(part, "assessment"):
        return -9.0
    kind = is_organisation(part, vocabulary)
    shared = fold(words[-1]) in ("council",) or vocabulary.names(words[-1], "organisation")
    if names_body(part, vocabulary) and not kind:
        return 1.0 * shared + 0.5 * (often > 1) + 0.6 if shared and named else -9.0
    return 2.0 * kind + 1.0 * (often > 0) + 0.5 * (often > 1) + 0.5 * named


def find_author(lines: Sequence[str], organisation: str, body: str, vocabulary: Vocabulary) -> str:
    """Return the person that the page names: behind a label, beside a job, else the last line that is a name."""
    found = []
    for order, line in enumerate(lines):
        for part in re.split(r"\s*[,;|:]\s*|\s+(?:by|av)\s+", line):
            hits = vocabulary.hits(part, frozenset(("author",)))
            labelled = bool(hits) and hits[0].at == 0
            name = " ".join(part.split()[hits[0].size :]) if labelled else part
            name, job = _without_job(name, vocabulary)
            known = (
                name in (organisation, body) or vocabulary.names(name, "organisation") or names_body(name, vocabulary)
            )
            if PERSON.match(name) and not known and not vocabulary.hits(name, WORDS):
                beside = job or names_job(line, vocabulary) or labelled or vocabulary.names(line, "author")
                found.append((beside, order, name))
    return max(found)[2] if found else ""


WORDS = frozenset(("goal", "area", "action", "status", "plan", "assessment", "roadmap", "year", "vision", "summary"))


def _without_job(text: str, vocabulary: Vocabulary) -> tuple[str, bool]:
    """Cut the job before a name (*Toimitusjohtaja Petra Särkilahti*)."""
    words = text.split()
    jobs = [i for i, w in enumerate(words[:-2]) if names_job(w, vocabulary)]
    return (" ".join(words[jobs[-1] + 1 :]), True) if jobs else (text, False)


def names_job(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a word is, or a compound ends in, a job (*ympäristöpäällikkö*)."""
    stems = ["".join(stem).rstrip("$") for concept, stem in vocabulary.stems if concept == "job"]
    compounds = any(len(s) > 3 and w.endswith(s) for w in fold(text).split() for s in stems)
    return compounds or vocabulary.names(text, "job")
