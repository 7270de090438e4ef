"""Every sentence that the program can say with values in it, read from its sources: what ``locale/messages`` holds.

A sentence is a text of at least two words; its template is the text with a place for each value.  Run as a
program it prints, in the form of a catalogue, those that a catalogue does not have yet.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.locale import LANGUAGES, catalogue
from tests.catalogues import MANY, ONE, PACKAGE

PLACE = re.compile(r"%\(\w+\)s")
_PROSE = re.compile(r"(\ba|[A-Za-z]{2,}) +[a-z]{2,}|[a-z]{2,} \0|\0 [a-z]{2,}")
# Files that say nothing to a reader of reports, or keep their words elsewhere.
UNSAID = frozenset(
    {
        "codec.py", "reading.py", "doctor.py", "inspection.py",
        "export/charts.py", "export/columns.py", "export/datapackage.py", "export/dictionary.py",
        "export/html_report.py", "export/schemas.py", "export/sqlite.py", "export/terms.py",
        "extract/overlay.py", "extract/schematic.py",
        "normalise/evidence.py", "normalise/lexicon.py", "normalise/suggest.py",
        "normalise/letters/context.py", "normalise/letters/learn.py", "normalise/letters/odds.py",
        "overrides/titles.py",
    }
)  # fmt: skip
# Signs that ``inspect`` shows, which speaks English; what a program is told; what nobody meets.
UNSHOWN = frozenset(
    {
        "verdict as heading", "a heading for %(kind)s", "without what the other lines carry", "a label for %(kind)s",
        "%(leaves)s statements", "a title with its verdict",
        "below goals", "heads in levels", "the same on several pages", "whole sentences",
        "PRAGMA integrity_check", "PRAGMA foreign_key_check", 'SELECT count(*) FROM "%(name)s"', "insufficient memory",
        "apt-get install %(names)s", "pip install pytesseract", "pip install 'deckline[tesserocr]'",
        "Row, column, row span and column span of a cell.",
        "no text in %(line)s", "module %(name)s has no attribute %(name_1)s", "deckline %(version)s",
    }
)  # fmt: skip
# What click and the log say in our name.
SAID_BY_OTHERS = frozenset(
    {
        "No such option: %(name)s", "No such option: %(name)s Did you mean %(near)s?", "No such option %(name)s.",
        "No such option %(name)s. (Did you mean one of: %(near)s?)", "No such option %(name)s. Did you mean %(near)s?",
        "No such option: %(name)s (Possible options: %(near)s)", "No such command %(name)s.",
        "No such command %(name)s. Did you mean %(near)s?", "Missing argument %(name)s.",
        "Missing option %(name)s.", "Missing command.", "Option %(name)s requires an argument.",
        "Got unexpected extra argument (%(name)s)", "Got unexpected extra arguments (%(name)s)",
        "Invalid value for %(name)s: %(message)s", "%(value)s is not one of %(choices)s.",
        "%(value)s is not a valid integer.", "Show this message and exit.", "Usage: ", "Options", "Commands",
        "Examples:", "try 'deckline --help'",
        "valid", "%(name)s: read (%(message)s)", "%(name)s: understood (%(message)s)", "changed: %(names)s",
        "%(name)s: missing", "known: %(spelled)s",
    }
)  # fmt: skip
# Beside such an expression a text is the name of a sign that weighs so much.
_WEIGHTS = (ast.BinOp, ast.UnaryOp)
# Calls whose texts are no messages, or are in the other catalogues.
_OTHERS = (*ONE, *MANY, "col", "option", "version_option", "compile", "_examples", "Evidence", "debug", "TypeVar")


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence of the sources with its places; ``where`` is file and line."""

    msgid: str
    where: str

    @property
    def pieces(self) -> tuple[str, ...]:
        """The text between the places."""
        return pieces(self.msgid)


def pieces(msgid: str) -> tuple[str, ...]:
    """Return the text between the places of a template."""
    return tuple(PLACE.split(msgid))


def templates() -> tuple[Template, ...]:
    """Return the sentences of the sources, each once, in the order of the files."""
    found: dict[tuple[str, ...], Template] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = str(path.relative_to(PACKAGE))
        if name not in UNSAID:
            for one in _of(ast.parse(path.read_text(encoding="utf-8")), name):
                if one.msgid not in UNSHOWN:
                    found.setdefault(one.pieces, one)
    return tuple(found.values())


def _of(tree: ast.Module, name: str) -> Iterator[Template]:
    left_out = set(_left_out(tree))
    for node in ast.walk(tree):
        text = _text(node) if id(node) not in left_out else ""
        for part in text.split("\t"):
            flat = " ".join(part.split()) if not part.endswith(" ") else part
            if _PROSE.search(flat) and not flat.lstrip().startswith(("<", "#", "from pipeline")):
                yield Template(_named(flat, node), f"{name}:{getattr(node, 'lineno', 0)}")


def _left_out(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node):
            yield id(node.body[0].value) if isinstance(node.body[0], ast.Expr) else 0
        elif isinstance(node, ast.JoinedStr):
            yield from (id(one) for one in node.values)
        elif isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], _WEIGHTS):
            yield id(node.elts[0])
        elif isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if called in _OTHERS:
                yield from (id(one) for one in ast.walk(node))


def _text(node: ast.AST) -> str:
    """Return a text with a NUL for each place."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "\0" for v in node.values)
    return ""


def _named(text: str, node: ast.AST) -> str:
    """Return ``text`` with the places called by the last name in their expressions."""
    names: list[str] = []
    for value in node.values if isinstance(node, ast.JoinedStr) else ():
        if isinstance(value, ast.FormattedValue):
            words = re.findall(r"[a-z_]{2,}", re.sub(r"'[^']*'", "", ast.unparse(value.value))) or ["value"]
            word = words[-1].strip("_")
            names.append(word if word not in names else f"{word}_{len(names)}")
    first, *rest = text.replace("%", "%%").split("\0")
    return first + "".join(f"%({name})s{part}" for name, part in zip(names, rest, strict=False))


def lacking(language: str) -> tuple[Template, ...]:
    """Return the sentences of the sources that the catalogues of a language do not have."""
    known = {pieces(m.msgid) for m in catalogue(language, "messages")}
    known |= {pieces(text.replace("%", "%%")) for m in catalogue(language) for text in (m.msgid, m.plural)}
    return tuple(one for one in templates() if one.pieces not in known)


def main() -> None:
    """Print what the catalogue of a language lacks."""
    for one in lacking(sys.argv[1] if len(sys.argv) > 1 else LANGUAGES[1]):
        sys.stdout.write(f'# {one.where}\nmsgid {quoted(one.msgid)}\nmsgstr ""\n\n')


def quoted(text: str) -> str:
    """Return ``text`` as a catalogue writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


if __name__ == "__main__":
    main()
