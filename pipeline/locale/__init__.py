"""What people read, in their language: gettext catalogues, read as they stand in the repository.

English stands in the program; ``<language>.po`` beside this file holds each message once more.  A
catalogue is compiled in memory, so there is no build step and no compiled file that can be stale.
"""

from __future__ import annotations

import ast
import functools
import gettext
import io
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import zip_longest

from pipeline.errors import DecklineError

LANGUAGES = ("en", "fi", "sv")
_MAGIC = 0x950412DE


@dataclass(frozen=True, slots=True)
class Message:
    """An entry of a catalogue; ``plural`` is empty where there is one form, else ``texts`` has one per number."""

    msgid: str
    texts: tuple[str, ...]
    plural: str = ""
    context: str = ""


@functools.cache
def translation(language: str, domain: str = "") -> gettext.NullTranslations:
    """Return the messages of ``language``; those of a language without a catalogue stay English.

    ``domain`` is a folder of catalogues of its own: ``columns`` names and describes the columns of the data,
    ``messages`` are sentences with values in them, which ``templates`` finds again.
    """
    found = catalogue(language, domain)
    return gettext.GNUTranslations(io.BytesIO(compiled(found))) if found else gettext.NullTranslations()


def catalogue(language: str, domain: str = "") -> tuple[Message, ...]:
    """Return the entries of a catalogue, its head among them; none where the language has no such catalogue."""
    folder = files(__package__)
    file = folder.joinpath(domain, f"{language}.po") if domain else folder / f"{language}.po"
    return messages(file.read_text(encoding="utf-8")) if file.is_file() else ()


def marked(text: str) -> str:
    """Return ``text`` as it is; what is shown later is marked so for the catalogues."""
    return text


def told(error: DecklineError, language: str) -> str:
    """Return an error on one line, in ``language`` as far as its parts are known."""
    from pipeline.locale.templates import said

    where, what, remedy = (said(part, language) for part in (error.where, error.what, error.remedy))
    return str(DecklineError(what, where=where, remedy=remedy))


def localise(command: object, language: str) -> None:
    """Put the help of a command, its options and the commands under it into ``language``."""
    for one in (command, *getattr(command, "params", ())):
        text = getattr(one, "help", None)
        if isinstance(text, str):
            vars(one)["help"] = "\n\n".join(_paragraphs(text, language))
    epilog = getattr(command, "epilog", None)
    if isinstance(epilog, str):
        translate = translation(language, "messages").gettext
        vars(command)["epilog"] = "\n".join(translate(line) for line in epilog.split("\n"))
    for inner in getattr(command, "commands", {}).values():
        localise(inner, language)


def _paragraphs(text: str, language: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        flat = " ".join(paragraph.split())
        yield translation(language).gettext(flat) if flat else ""


def wanted(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the language that a command line asks for, before it is understood; English where it does not say."""
    given = environment.get("DECKLINE_UI_LANG", "")
    for one, following in zip_longest(arguments, arguments[1:], fillvalue=""):
        if one == "--ui-lang" or one.startswith("--ui-lang="):
            given = one.partition("=")[2] or following
    return given if given in LANGUAGES else LANGUAGES[0]


def messages(catalogue: str) -> tuple[Message, ...]:
    """Return the entries of a catalogue in PO form; raises ``ValueError`` where it breaks that form."""
    return tuple(_message(fields) for block in catalogue.split("\n\n") if (fields := _fields(block)))


def compiled(entries: tuple[Message, ...]) -> bytes:
    """Return entries in MO form (https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html)."""
    pairs = sorted((_key(m).encode(), "\0".join(m.texts).encode()) for m in entries)
    count = len(pairs)
    at = 28 + 16 * count
    tables: tuple[list[int], list[int]] = ([], [])
    body = b""
    for side in (0, 1):
        for pair in pairs:
            tables[side].extend((len(pair[side]), at + len(body)))
            body += pair[side] + b"\0"
    head = struct.pack("<7I", _MAGIC, 0, count, 28, 28 + 8 * count, 0, 0)
    return head + struct.pack(f"<{4 * count}I", *tables[0], *tables[1]) + body


def _key(message: Message) -> str:
    base = f"{message.context}\x04{message.msgid}" if message.context else message.msgid
    return f"{base}\0{message.plural}" if message.plural else base


def _message(fields: Mapping[str, str]) -> Message:
    texts = tuple(text for name, text in fields.items() if name.startswith("msgstr"))
    return Message(fields["msgid"], texts, fields.get("msgid_plural", ""), fields.get("msgctxt", ""))


def _fields(block: str) -> dict[str, str]:
    found: dict[str, str] = {}
    name = ""
    for keyword, text in _lines(block):
        name = keyword or name
        found[name] = found.get(name, "") + text
    return found


def _lines(block: str) -> Iterator[tuple[str, str]]:
    for line in block.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        keyword, quote, rest = line.partition('"')
        if not quote:
            raise ValueError(f"no text in {line!r}")
        yield keyword.strip(), str(ast.literal_eval(quote + rest))
