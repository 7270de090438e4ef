"""The zip package of an office document: checked before it is parsed, read part by part.

python-pptx opens a whole package at once and gives up a deck for one broken part; here every part
is fetched and parsed (by python-pptx's own hardened parser) at the moment it is asked for, so a
broken slide costs only itself, and members that nothing refers to are never inflated.
Nothing is written to disk, and no name from inside is used as a path outside the zip.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from pptx.oxml import parse_xml
from pptx.oxml.xmlchemy import BaseOxmlElement as Node

from pipeline.errors import CorruptError, EncryptedError, LimitError

MAX_MEMBERS = 10_000
MAX_TOTAL = 2_000_000_000
MAX_PART = 64_000_000
MAX_RATIO = 200
RATIO_MATTERS_FROM = 16_000_000
_LARGEST = 1e10

__all__ = [
    "Node",
    "Package",
    "Relation",
    "attr",
    "child",
    "descend",
    "kids",
    "local",
    "number",
    "relation_ids",
    "text_of",
]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part: the last word of its type, and the member it points to (empty: outside)."""

    kind: str
    target: str


class Package:
    """A checked zip: members by name, their XML, their relationships."""

    def __init__(self, data: bytes) -> None:
        """Open the directory of the zip and check it.

        Raises ``CorruptError`` (no readable directory), ``EncryptedError`` and ``LimitError``.
        """
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise CorruptError(
                f"the zip package cannot be opened ({error})", remedy="fetch the file again, it may be cut short"
            ) from error
        members = self._zip.infolist()
        _check(members)
        self._members = {m.filename.lower(): m for m in members}
        self._parsed: dict[str, Node] = {}

    def has(self, name: str) -> bool:
        """Whether there is a member of that name (case does not count)."""
        return name.lower() in self._members

    def names(self) -> tuple[str, ...]:
        """All member names, sorted."""
        return tuple(sorted(m.filename for m in self._members.values()))

    def read(self, name: str) -> bytes:
        """Return a member's bytes, counted while they are inflated.

        Raises ``CorruptError`` where the member is missing or broken, ``LimitError`` where it is too large.
        """
        member = self._members.get(name.lower())
        if member is None:
            raise CorruptError(f"the part {name} is missing")
        try:
            with self._zip.open(member) as stream:
                data = stream.read(MAX_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
            raise CorruptError(f"the part {name} cannot be unpacked ({error})") from error
        if len(data) > MAX_PART:
            raise LimitError(f"the part {name} is larger than {MAX_PART} bytes")
        return data

    def xml(self, name: str) -> Node:
        """Return the parsed XML of a part; a document type declaration is refused.

        Raises ``CorruptError`` and ``LimitError``.
        """
        key = name.lower()
        if key not in self._parsed:
            self._parsed[key] = _parse(self.read(name), name)
        return self._parsed[key]

    def relations(self, name: str) -> dict[str, Relation]:
        """Return the relationships of a part by id; those that lead outside have an empty target."""
        folder, base = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if not self.has(rels):
            return {}
        found = {}
        for node in kids(self.xml(rels), "Relationship"):
            target = attr(node, "Target")
            outside = attr(node, "TargetMode") == "External"
            path = "" if outside else posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[attr(node, "Id")] = Relation(attr(node, "Type").rpartition("/")[2], path)
        return found

    def main(self) -> str:
        """Return the member that the package names as its document, or where a presentation usually is."""
        try:
            return self.related("", "officeDocument") or "ppt/presentation.xml"
        except CorruptError:
            return "ppt/presentation.xml"

    def related(self, name: str, kind: str) -> str:
        """Return the first related member of a kind that is really there, or an empty string."""
        for relation in self.relations(name).values():
            if relation.kind == kind and relation.target and self.has(relation.target):
                return relation.target
        return ""


def _check(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise LimitError(f"the zip package has {len(members)} members, more than {MAX_MEMBERS}")
    if sum(m.file_size for m in members) > MAX_TOTAL:
        raise LimitError(f"the zip package unpacks to more than {MAX_TOTAL} bytes")
    for member in members:
        if member.flag_bits & 0x1:
            raise EncryptedError("the zip package wants a password", remedy="save a copy without a password")
        if member.file_size > max(RATIO_MATTERS_FROM, MAX_RATIO * member.compress_size):
            raise LimitError(f"the member {member.filename!r} unpacks to {member.file_size} bytes, a zip bomb")


def _parse(data: bytes, name: str) -> Node:
    if b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise CorruptError(f"the part {name} declares a document type, which office files must not")
    try:
        node: Node = parse_xml(data)
    except Exception as error:  # lxml's syntax errors have no typed class to catch
        raise CorruptError(f"the part {name} is not well-formed XML ({error})") from error
    return node


def local(node: Node) -> str:
    """Return the element's name without its namespace (``""`` for comments), so that strict files read alike."""
    tag = node.tag
    return str(tag).rpartition("}")[2] if isinstance(tag, str) else ""


def kids(node: Node | None, name: str) -> list[Node]:
    """Return the children of that local name."""
    return [] if node is None else [n for n in node if local(n) == name]


def child(node: Node | None, *path: str) -> Node | None:
    """Follow local names downwards, the first child each time; ``None`` where the way ends."""
    for name in path:
        node = next((n for n in node if local(n) == name), None) if node is not None else None
    return node


def descend(node: Node | None, name: str) -> Iterator[Node]:
    """Yield all elements below ``node`` of that local name, in document order."""
    if node is not None:
        yield from (n for n in node.iter() if local(n) == name)


def attr(node: Node | None, name: str, default: str = "") -> str:
    """Return an attribute without namespace."""
    return default if node is None else str(node.get(name, default))


def number(node: Node | None, name: str, default: float = 0.0) -> float:
    """Return a numeric attribute; what is no number, or none that a slide can hold, counts as not given."""
    try:
        value = float(attr(node, name) or default)
    except ValueError:
        return default
    return value if abs(value) < _LARGEST else default


def text_of(node: Node) -> str:
    """Return an element's own text whole; lxml's ``text`` ends at the first comment or instruction."""
    return "".join(str(t) for t in (node.text, *(n.tail for n in node)) if t)


def relation_ids(node: Node | None) -> dict[str, str]:
    """Return the relationship ids that an element carries, by local attribute name (``id``, ``embed``, ``dm``)."""
    if node is None:
        return {}
    return {str(k).rpartition("}")[2]: str(v) for k, v in node.attrib.items() if "relationships" in str(k)}
