"""Messages of the data and errors, in the language of the reader.

A message is written in English where it arises, and stands so in the data, which is the same in every
language.  Its sentence in the sources, with a place for each value (``goal %(number)s is named without its
wording``), is the ``msgid`` of the catalogues in ``locale/messages``.  To show a message, its template is found
by its fixed words and filled in again in the other language.  A place called ``message`` or ``word`` holds what
is to be put into the language in turn; all other values, names and texts of the decks among them, stay as they are.
So whoever adds a message writes one sentence and its translations, and what was read before keeps its words.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.locale import catalogue, translation

# No message of the program is longer or has more parts; what is or has is a text of a document.
_LONGEST, _MOST_PARTS = 2_000, 12
_PLACE = re.compile(r"%\((\w+)\)s")
_IN_TURN = re.compile(r"(message|word)(_\d+)?")
_FRACTION = re.compile(r"-?\d+\.\d+")
# What stands between the parts of a message: place, what happened, what to do.
_JOINT = re.compile(" - |; |: ")


@dataclass(frozen=True, slots=True)
class _Template:
    """A sentence with places for values: how it is recognised, and what it is in another language."""

    start: str
    end: str
    fixed: int
    pattern: re.Pattern[str]
    text: str

    def values(self, told: str) -> Mapping[str, str] | None:
        """Return what stands in the places of ``told``, None where it is another sentence."""
        if not (told.startswith(self.start) and told.endswith(self.end)):
            return None
        found = self.pattern.fullmatch(told)
        return found.groupdict() if found else None


@dataclass(frozen=True, slots=True)
class _Said:
    """A message in another language, and how many of its characters were understood."""

    text: str
    known: int


def said(told: str, language: str) -> str:
    """Return a message in ``language``, as far as its parts are known; what is not stays as it is."""
    return told if language == "en" or not told else _said(told, language).text


@functools.lru_cache(maxsize=8192)
def _said(told: str, language: str) -> _Said:
    """Return the reading of a message that understands the most of it."""
    exact = translation(language).gettext(told) if told else ""
    if exact != told:
        return _Said(exact, len(told))
    if len(told) > _LONGEST:
        return _Said(told, 0)
    joints = list(_JOINT.finditer(told))
    parts = [_in_two(told, joint, language) for joint in joints] if len(joints) <= _MOST_PARTS else []
    # Where two understand as much, that in parts goes first: no value of a sentence holds a joint.
    return max((*parts, *_wholes(told, language), _Said(told, 0)), key=lambda one: one.known)


def _wholes(told: str, language: str) -> Iterator[_Said]:
    for template in _templates(language):
        values = template.values(told)
        if values is not None:
            found = {n: _said(v, language) if _IN_TURN.fullmatch(n) else _Said(_value(v), 0) for n, v in values.items()}
            text = template.text % {name: one.text for name, one in found.items()}
            yield _Said(text, template.fixed + sum(one.known for one in found.values()))


def _value(value: str) -> str:
    """Return a value as it stands, but a decimal fraction with the comma of the other languages."""
    return value.replace(".", ",") if _FRACTION.fullmatch(value) else value


def _in_two(told: str, joint: re.Match[str], language: str) -> _Said:
    first, rest = _said(told[: joint.start()], language), _said(told[joint.end() :], language)
    return _Said(f"{first.text}{joint.group()}{rest.text}", first.known + rest.known)


@functools.cache
def _templates(language: str) -> tuple[_Template, ...]:
    found = catalogue(language, "messages")
    return tuple(_template(m.msgid, m.texts[0]) for m in sorted(found, key=lambda m: m.msgid) if m.msgid)


def _template(msgid: str, text: str) -> _Template:
    fixed = [part.replace("%%", "%") for part in _PLACE.split(msgid)[::2]]
    pattern = re.escape(fixed[0])
    for name, part in zip(_PLACE.findall(msgid), fixed[1:], strict=True):
        pattern += f"(?P<{name}>.*?){re.escape(part)}"
    return _Template(fixed[0], fixed[-1], sum(map(len, fixed)), re.compile(pattern, re.DOTALL), text)
