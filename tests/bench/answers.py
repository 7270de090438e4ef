"""What a deck holds, as answers made by hand or as read by a run: one shape for both sides."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

Json = Mapping[str, object]
FACTS = (
    "title", "organisation", "body", "meeting_date", "author", "reporting_year", "plan_period", "language", "programme",
)  # fmt: skip


def fold(text: str) -> str:
    """Return a text in NFC with single blanks."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def name_key(text: str) -> str:
    """Return a name without case, blanks and hyphens, which line breaks add and take."""
    return re.sub(r"[\s\-\u00ad]+", "", fold(text).casefold())


@dataclass(frozen=True, slots=True)
class Statement:
    """An action; ``variants`` are all texts that count as right. Empty or None: not given."""

    id: str
    variants: tuple[str, ...]
    goal: int | None = None
    area: str = ""
    year: int | None = None
    role: str = ""
    markers: frozenset[str] = frozenset()
    status: str = ""
    status_raw: str = ""
    owner: str = ""
    indicator: str = ""
    due: str = ""
    page: int = 0
    review: bool = False

    @property
    def text(self) -> str:
        """The text itself."""
        return self.variants[0]


@dataclass(frozen=True, slots=True)
class Text:
    """A goal, area, indicator or note; ``parent`` is the text of the note above it."""

    variants: tuple[str, ...]
    goal: int | None = None
    page: int = 0
    level: int = 0
    kind: str = ""
    parent: str = ""
    binding: bool = False

    @property
    def text(self) -> str:
        """The text itself."""
        return self.variants[0]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict on an area in a year."""

    area: str
    year: int | None
    status: str
    status_raw: str


@dataclass(frozen=True, slots=True)
class Answers:
    """All that one deck holds; ``others`` are texts that may be read as notes and need not be."""

    name: str
    facts: tuple[tuple[str, str], ...] = ()
    statements: tuple[Statement, ...] = ()
    goals: tuple[Text, ...] = ()
    areas: tuple[Text, ...] = ()
    indicators: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    others: tuple[Text, ...] = ()
    words: int = 0
    words_unassigned: int = 0


def _str(entry: Json, name: str) -> str:
    value = entry.get(name)
    return fold(str(value)) if value is not None else ""


def _int(entry: Json, name: str) -> int | None:
    value = entry.get(name)
    return int(str(value)) if value not in (None, "") else None


def _rows(entry: Json, name: str) -> tuple[Json, ...]:
    value = entry.get(name, [])
    return tuple(row for row in value if isinstance(row, dict)) if isinstance(value, list) else ()


def _texts(entry: Json, name: str) -> tuple[str, ...]:
    value = entry.get(name, [])
    return tuple(fold(str(item)) for item in value) if isinstance(value, list) else ()


def _table(entry: Json, name: str) -> Json:
    value = entry.get(name, {})
    return value if isinstance(value, dict) else {}


def _variants(entry: Json, name: str = "text") -> tuple[str, ...]:
    return (_str(entry, name), *_texts(entry, "text_alt"))


def _statement(entry: Json, index: int) -> Statement:
    """Both formats: ours has ``key``, ``role``, ``status_raw``; the other ``table`` and the verdict as ``status``."""
    ours = "role" in entry
    return Statement(
        id=_str(entry, "key") or str(index),
        variants=_variants(entry),
        goal=_int(entry, "goal"),
        area=_str(entry, "area"),
        year=_int(entry, "year"),
        role=_str(entry, "role" if ours else "table"),
        markers=frozenset(_texts(entry, "markers")),
        status=_str(entry, "status") if ours else "",
        status_raw=_str(entry, "status_raw" if ours else "status"),
        owner=_str(entry, "owner"),
        indicator=_str(entry, "indicator"),
        due=_str(entry, "due"),
        page=_int(entry, "page") or 0,
    )


def _note(entry: Json, all_notes: tuple[Json, ...]) -> Text:
    parent = _int(entry, "parent" if "parent" in entry else "parent_index")
    return Text(
        variants=_variants(entry),
        goal=_int(entry, "goal"),
        page=_int(entry, "page") or 0,
        level=_int(entry, "level") or 0,
        kind=_str(entry, "kind") or "bullet",
        parent=_str(all_notes[parent], "text") if parent is not None else "",
    )


def _notes(gold: Json) -> Iterator[Text]:
    narrative = _rows(gold, "narrative")
    yield from (_note(entry, narrative) for entry in narrative)
    yield from (Text(_variants(entry), kind="proposal") for entry in _rows(gold, "proposals"))
    yield from (Text((text,), kind="proposal") for text in _bare_texts(gold, "proposals"))
    for entry in _rows(gold, "footnotes"):
        text = _str(entry, "text")
        yield Text((text, f"{_str(entry, 'marker')} {text}"), kind="footnote", page=_int(entry, "page") or 0)
    vision = _table(gold, "vision")
    if vision:
        yield Text(_variants(vision), kind="vision", page=_int(vision, "page") or 0)


def _bare_texts(gold: Json, name: str) -> tuple[str, ...]:
    value = gold.get(name, [])
    return tuple(fold(item) for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _goals(gold: Json) -> Iterator[Text]:
    for entry in _rows(gold, "goals"):
        yield Text(_variants(entry), goal=_int(entry, "number"), binding=bool(entry.get("binding")))
    binding = _table(gold, "binding_goal")
    if binding:
        yield Text(_variants(binding), binding=True)


def _others(gold: Json) -> Iterator[Text]:
    for name in ("other", "other_text", "titles"):
        yield from (Text(_variants(entry)) for entry in _rows(gold, name))
    yield from (Text((fold(str(text)),)) for text in _table(gold, "slide_titles").values())
    facts = _table(gold, "document")
    yield from (Text((_str(facts, name),)) for name in ("title", "subtitle", "body", "author") if _str(facts, name))


def _gold_verdicts(gold: Json, statements: tuple[Statement, ...]) -> tuple[Verdict, ...]:
    judged = (s for s in statements if s.status_raw)
    return tuple(dict.fromkeys(Verdict(s.area, s.year, s.status, s.status_raw) for s in judged))


def from_gold(path: Path) -> Answers:
    """Read answers in the format of ``samples/gold`` or in that of the decks beside the design."""
    gold: Json = json.loads(path.read_text(encoding="utf-8"))
    statements = tuple(_statement(entry, index) for index, entry in enumerate(_rows(gold, "actions")))
    facts = _table(gold, "document")
    indicators = _rows(gold, "indicators")
    binding = _table(gold, "binding_goal")
    return Answers(
        name=_str(gold, "deck") or path.stem,
        facts=tuple((name, _str(facts, name)) for name in FACTS if name in facts),
        statements=statements,
        goals=tuple(_goals(gold)),
        areas=tuple(
            Text((_str(entry, "name") or _str(entry, "text"),), goal=_int(entry, "goal"))
            for entry in _rows(gold, "areas")
        ),
        indicators=(
            *(Text(_variants(entry)) for entry in indicators),
            *(Text((text,)) for text in _texts(binding, "indicators")),
        ),
        notes=tuple(_notes(gold)),
        verdicts=_gold_verdicts(gold, statements),
        others=tuple(_others(gold)),
    )


Table = tuple[Mapping[str, str], ...]


def read_table(run: Path, name: str, document: str = "") -> Table:
    """Read ``data/<name>.csv`` of a run, its rows for one document or, with ``""``, all."""
    path = run / "data" / f"{name}.csv"
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(row for row in csv.DictReader(file) if not document or row["document_id"] == document)


def find_document(run: Path, stem: str, wanted: str = "") -> Mapping[str, str]:
    """Return the row of ``documents.csv`` whose id is ``wanted``, else whose file is called ``stem``.

    Of several files of one name the slides come first.  LookupError if there is none.
    """
    rows = read_table(run, "documents")
    if wanted:
        found = [row for row in rows if row["document_id"] == wanted or Path(row["path"]).name == wanted]
    else:
        found = [row for row in rows if Path(row["path"]).stem == stem]
        found.sort(key=lambda row: (not row["path"].endswith(".pptx"), row["path"]))
    if not found:
        raise LookupError(f"no document {wanted or stem} in {run}")
    return found[0]


def _read_statement(row: Mapping[str, str]) -> Statement:
    return Statement(
        id=row["action_id"],
        variants=(fold(row["text"]),),
        goal=_int(row, "goal_number"),
        area=fold(row["area"]),
        year=_int(row, "year"),
        role=row["role"],
        markers=frozenset(filter(None, row["markers"].split(";"))),
        status=row["status"],
        status_raw=fold(row["status_raw"]),
        owner=fold(row["owner"]),
        indicator=fold(row["indicator"]),
        due=fold(row["due"]),
        page=_int(row, "page") or 0,
        review=row["review"] == "true",
    )


def _read_notes(rows: Table) -> Iterator[Text]:
    texts = {row["note_id"]: fold(row["text"]) for row in rows}
    for row in rows:
        yield Text(
            variants=(fold(row["text"]),),
            goal=_int(row, "goal_number"),
            page=_int(row, "page") or 0,
            level=_int(row, "level") or 0,
            kind=row["kind"],
            parent=texts.get(row["parent_id"], ""),
        )


def _read_verdicts(rows: Table, areas: Table) -> Iterator[Verdict]:
    """Yield verdicts; one without an area judges all areas of its goal."""
    for row in rows:
        judged = [a for a in areas if row["area_id"] in ("", a["area_id"])]
        if not row["area_id"]:
            judged = [a for a in judged if row["goal_id"] and a["goal_id"] == row["goal_id"]]
        for area in judged:
            yield Verdict(fold(area["name"]), _int(row, "year"), row["status"], fold(row["status_raw"]))


def from_run(run: Path, document: str) -> Answers:
    """Read what a run holds of one document."""
    facts = next(row for row in read_table(run, "documents") if row["document_id"] == document)
    areas, pages = read_table(run, "areas", document), read_table(run, "pages", document)
    return Answers(
        name=Path(facts["path"]).name,
        facts=tuple((name, fold(facts[name])) for name in FACTS if name in facts),
        statements=tuple(_read_statement(row) for row in read_table(run, "actions", document)),
        goals=tuple(
            Text((fold(row["text"]),), goal=_int(row, "number"), binding=row["binding"] == "true")
            for row in read_table(run, "goals", document)
        ),
        areas=tuple(Text((fold(row["name"]),), goal=_int(row, "goal_number")) for row in areas),
        indicators=tuple(Text((fold(row["text"]),)) for row in read_table(run, "indicators", document)),
        notes=tuple(_read_notes(read_table(run, "notes", document))),
        verdicts=tuple(dict.fromkeys(_read_verdicts(read_table(run, "assessments", document), areas))),
        words=sum(int(row["words"]) for row in pages),
        words_unassigned=sum(int(row["words_unassigned"]) for row in pages),
    )


def nearest(name: str, known: tuple[str, ...], at_least: float = 75.0) -> str:
    """Return the known name that ``name`` is a reading of, or an empty text."""
    best = max(known, key=lambda item: fuzz.ratio(name_key(name), name_key(item)), default="")
    return best if name and fuzz.ratio(name_key(name), name_key(best)) >= at_least else ""
