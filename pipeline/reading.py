"""A text together with the road back to what the page shows.

``Reading`` is the only way in which text travels behind extraction: it cannot be built unless its
edits really lead from ``raw`` to ``text``, so every correction can be undone, always.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement: ``raw[start:start + len(before)] == before`` became ``after``.

    ``start`` counts code points of the raw text.  ``margin`` is the distance to the best other
    reading in nats, ``None`` where the edit is a rule and not a guess.  A proposed edit has
    ``applied=False`` and leaves the text alone.
    """

    start: int
    before: str
    after: str
    rule: str
    margin: float | None = None
    applied: bool = True

    @property
    def end(self) -> int:
        """Offset behind the replaced part in the raw text."""
        return self.start + len(self.before)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of raw text and the stretch of text it became."""

    raw_start: int
    raw_end: int
    start: int
    end: int
    edit: Edit | None


@dataclass(frozen=True, slots=True)
class Reading:
    """Raw text, its NFC text and the edits between them (in raw order, not overlapping)."""

    raw: str
    text: str
    edits: tuple[Edit, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a reading whose edits do not lead from raw to text."""
        if _apply(self.raw, self.edits) != self.text:
            raise ValueError("the edits do not lead from raw to text")
        if not unicodedata.is_normalized("NFC", self.text):
            raise ValueError("the text is not NFC")

    @classmethod
    def of(cls, raw: str, *edits: Edit) -> Reading:
        """Read ``raw`` through ``edits`` (offsets in raw); what is not NFC becomes an edit of its own."""
        return _recompose(cls._build(raw, edits))

    @classmethod
    def _build(cls, raw: str, edits: Iterable[Edit]) -> Reading:
        ordered = tuple(sorted(edits, key=lambda e: (e.start, e.end, e.applied)))
        text = _apply(raw, ordered)
        loose = object.__new__(cls)
        for name, value in (("raw", raw), ("text", text), ("edits", ordered)):
            object.__setattr__(loose, name, value)
        return loose

    @classmethod
    def joined(cls, parts: Sequence[Reading], by: str = " ") -> Reading:
        """Put readings one behind the other, ``by`` between them on the page as well."""
        edits: list[Edit] = []
        at = 0
        for part in parts:
            edits += [replace(e, start=e.start + at) for e in part.edits]
            at += len(part.raw) + len(by)
        return _recompose(cls._build(by.join(p.raw for p in parts), edits))

    def then(self, edits: Iterable[Edit]) -> Reading:
        """Apply further edits whose offsets count in ``self.text``; edits that meet are merged into one."""
        result = self
        for edit in sorted(edits, key=lambda e: e.start, reverse=True):
            if edit.before == edit.after:
                continue
            if self.text[edit.start : edit.end] != edit.before:
                raise ValueError(f"edit at {edit.start} does not find {edit.before!r}")
            result = result._with(edit)
        return _recompose(result)

    def undo(self) -> str:
        """Return the raw text, rebuilt from text and edits alone."""
        out, at, shift = [], 0, 0
        for edit in self.edits:
            if not edit.applied:
                continue
            begin = edit.start + shift
            out += [self.text[at:begin], edit.before]
            at = begin + len(edit.after)
            shift += len(edit.after) - len(edit.before)
        return "".join(out) + self.text[at:]

    def part(self, start: int, end: int) -> Reading:
        """Return ``text[start:end]`` as a reading of its own, with the raw stretch it came from.

        An edit that reaches over a border belongs to the part that holds its first character.
        """
        raw_start, raw_end = self._raw_border(start), self._raw_border(end)
        if end == len(self.text):
            raw_end = len(self.raw)
        inside = [e for e in self.edits if raw_start <= e.start and e.end <= raw_end and e.start < max(raw_end, 1)]
        moved = (replace(e, start=e.start - raw_start) for e in inside)
        return _recompose(Reading._build(self.raw[raw_start:raw_end], moved))

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in ``raw`` that ``text[start:end]`` came from."""
        return self._raw_border(start), self._raw_border(end)

    def _pieces(self) -> Iterator[_Piece]:
        raw_at = at = 0
        for edit in self.edits:
            if not edit.applied:
                continue
            if edit.start > raw_at:
                step = edit.start - raw_at
                yield _Piece(raw_at, edit.start, at, at + step, None)
                at += step
            yield _Piece(edit.start, edit.end, at, at + len(edit.after), edit)
            at += len(edit.after)
            raw_at = edit.end
        yield _Piece(raw_at, len(self.raw), at, len(self.text), None)

    def _raw_border(self, offset: int) -> int:
        for piece in self._pieces():
            if piece.edit is None and piece.start <= offset <= piece.end and piece.raw_end > piece.raw_start:
                if offset < piece.end or piece.raw_end == len(self.raw):
                    return piece.raw_start + offset - piece.start
            elif piece.edit is not None and piece.start <= offset < piece.end:
                return piece.raw_start if offset == piece.start else piece.raw_end
        return len(self.raw)

    def _with(self, new: Edit) -> Reading:
        stop = new.end
        met = [p for p in self._pieces() if _meets(p, new.start, stop)]
        edited = [p for p in met if p.edit is not None]
        raw_from, before = self._edge(met, new.start, first=True)
        raw_to, behind = self._edge(met, stop, first=False)
        rules = [p.edit.rule for p in edited if p.edit is not None]
        merged = Edit(
            raw_from,
            self.raw[raw_from:raw_to],
            before + new.after + behind,
            "+".join(dict.fromkeys([*(r for rule in rules for r in rule.split("+")), new.rule])),
            new.margin,
            new.applied,
        )
        if not new.applied:
            return Reading._build(self.raw, [*self.edits, replace(merged, rule=new.rule)])
        gone = {id(p.edit) for p in edited}
        kept = [e for e in self.edits if id(e) not in gone and (e.applied or e.end <= raw_from or e.start >= raw_to)]
        return Reading._build(self.raw, [*kept, merged])

    def _edge(self, met: Sequence[_Piece], offset: int, *, first: bool) -> tuple[int, str]:
        piece = (met[0] if first else met[-1]) if met else None
        if piece is None:
            return self._raw_border(offset), ""
        if piece.edit is None:
            return piece.raw_start + offset - piece.start, ""
        if first:
            return piece.raw_start, self.text[piece.start : max(offset, piece.start)]
        return piece.raw_end, self.text[min(offset, piece.end) : piece.end]


def _meets(piece: _Piece, start: int, stop: int) -> bool:
    """Whether an edit of ``text[start:stop]`` meets the piece.

    By overlap; an insertion and a deletion have no width on one side, so they also meet what they touch,
    else two of them at one place would have no order.
    """
    if piece.edit is None:
        inner = piece.start <= start <= piece.end if start == stop else piece.start < stop and piece.end > start
        return inner and piece.raw_end > piece.raw_start
    if start == stop or piece.start == piece.end or piece.raw_start == piece.raw_end:
        return piece.start <= stop and piece.end >= start
    return piece.start < stop and piece.end > start


def _apply(raw: str, edits: Sequence[Edit]) -> str:
    out, at = [], 0
    for edit in edits:
        if raw[edit.start : edit.end] != edit.before:
            raise ValueError(f"edit at {edit.start} does not find {edit.before!r}")
        if not edit.applied:
            continue
        if edit.start < at:
            raise ValueError(f"edit at {edit.start} overlaps the one before it")
        out += [raw[at : edit.start], edit.after]
        at = edit.end
    return "".join(out) + raw[at:]


def _recompose(loose: Reading) -> Reading:
    """Turn every stretch that is not NFC into an edit, then build the checked reading."""
    result = loose
    while not unicodedata.is_normalized("NFC", result.text):
        start, stop = _decomposed(result.text)
        before = result.text[start:stop]
        result = result._with(Edit(start, before, unicodedata.normalize("NFC", before), "nfc"))
    return Reading(result.raw, result.text, result.edits)


def _decomposed(text: str) -> tuple[int, int]:
    """Return the first stretch (base and its combining marks) that NFC writes in another way."""
    start = 0
    for stop in range(1, len(text) + 1):
        if stop == len(text) or unicodedata.combining(text[stop]) == 0:
            if not unicodedata.is_normalized("NFC", text[start:stop]):
                return start, stop
            start = stop
    return 0, len(text)
