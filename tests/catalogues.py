"""Every message that the program can show, read from its sources: what a catalogue has to hold."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import jinja2

PACKAGE = Path(__file__).parents[1] / "pipeline"
# Said by a library in our name.
OTHERS = ("Show the version and exit.",)
ONE, MANY = ("_", "gettext", "marked"), ("ngettext",)


def used() -> dict[str, str]:
    """Return each message with its plural, which is empty for most."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        found |= dict(_python(path))
    for path in sorted((PACKAGE / "export" / "templates").glob("*.html")):
        found |= dict(_template(path))
    return found


def literals() -> str:
    """Return every text that stands in the program, where errors, remedies and helps are found; blanks are single."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py"))
    texts = (node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return "\n".join((*OTHERS, *(" ".join(text.split()) for text in texts if isinstance(text, str))))


def _python(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if name in ONE and len(texts) == 1:
            yield texts[0], ""
        elif name in MANY and len(texts) == 2:
            yield texts[0], texts[1]


def _template(path: Path) -> Iterator[tuple[str, str]]:
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n"])
    extract = getattr(environment, "extract_translations")  # noqa: B009  the extension adds it
    for _, _, message in extract(path.read_text(encoding="utf-8")):
        if isinstance(message, tuple):
            yield message[0], message[1] or ""
        elif message:
            yield message, ""
