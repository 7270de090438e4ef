"""What people call columns, kinds and values: the names of the data, or the words that the workbook shows.

The words come from the catalogues, so an answer may be in any language that the workbook has; verdicts
may also be said as the decks say them.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

from pipeline import profiles
from pipeline.export.terms import WORDS
from pipeline.locale import LANGUAGES, translation
from pipeline.model import Status

# Titles of the review sheet, which stand where a file has lost the names of the columns.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "severity": ("How bad",),
    "kind": ("What",),
    "field": ("Column",),
    "value": ("Was read",),
    "candidates": ("Could be",),
    "text": ("Text",),
    "answer": ("Your answer",),
    "comment": ("Comment",),
    "deck": ("Deck",),
    "page": ("Page",),
    "reason": ("Reason",),
    "record_id": ("Record",),
    "queue_id": ("Doubt",),
    "document_id": ("Document",),
    "from_id": ("Earlier record",),
    "to_id": ("Later record",),
    "from_document_id": ("Earlier document",),
}
# Titles of the review sheet whose columns say nothing that an answer needs.
UNREAD = ("Meaning", "File")
# Titles that the other sheets have for a column, where it is not its name in words.
_ALSO: Mapping[str, tuple[str, ...]] = {
    "goal_id": ("Goal",),
    "area_id": ("Area",),
    "text": ("Action", "Goal text", "Wording"),
    "text_raw": ("Text as printed",),
    "status_raw": ("Verdict as printed",),
    "markers": ("Marks",),
    "role": ("Found in",),
    "review": ("Look at this",),
    "number": ("Goal",),
    "meeting_date": ("Meeting",),
    "reporting_year": ("Reports on",),
}


@functools.cache
def words(name: str, titles: tuple[str, ...] = ()) -> frozenset[str]:
    """Return all that a name of the data is called, in small letters: itself, its word and ``titles`` in all languages.

    A title without a translation counts in English.
    """
    plain = name.replace("_", " ")
    said = (plain, plain.capitalize(), WORDS.get(name, plain), *titles)
    found = {
        translation(language, domain).gettext(one)
        for language in LANGUAGES
        for domain in ("", "columns")
        for one in said
    }
    return frozenset(one.casefold() for one in (name, *found))


def meant(told: str, names: Iterable[str], titles: Mapping[str, tuple[str, ...]] | None = None) -> str:
    """Return the one of ``names`` that a person calls ``told``, ``told`` itself where it is none or more than one."""
    low = " ".join(told.split()).casefold()
    pool = tuple(names)
    if not low or low in pool:
        return low
    found = [name for name in pool if low in words(name, (titles or {}).get(name, ()))]
    return found[0] if len(found) == 1 else told


def column(told: str, names: Iterable[str], aliases: Mapping[str, str]) -> str:
    """Return the one of ``names`` that a person calls ``told``, by its name, an alias or its title on a sheet.

    ``told`` itself where it is none.
    """
    pool = tuple(names)
    found = meant(told, pool, _ALSO)
    if found not in pool:
        found = meant(told, [alias for alias, name in aliases.items() if name in pool], _ALSO)
    return aliases.get(found, found)


def header(told: str) -> str:
    """Return the column of the queue that a title names, empty for any other."""
    found = meant(told, HEADERS, HEADERS)
    return found if found in HEADERS else ""


@functools.cache
def unread() -> frozenset[str]:
    """Return the titles, in small letters, of what stands on the review sheet for people alone."""
    return frozenset(one for title in UNREAD for one in words(title))


@functools.cache
def verdicts() -> Mapping[str, str]:
    """Return the status of every verdict that a language file lists; of two that share a word, neither."""
    found: dict[str, set[str]] = {}
    for code in profiles.known("languages"):
        for status in Status:
            for said in getattr(profiles.language(code).statuses, status.value):
                found.setdefault(said.casefold(), set()).add(status.value)
    return {said: next(iter(statuses)) for said, statuses in found.items() if len(statuses) == 1}
