"""What badges and colours of a deck stand for: codes with the words that explain them, fills like those of signs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.model import Status
from pipeline.normalise.legend import NEAR, SIGN, Legend, color_distance, is_color
from pipeline.normalise.outline_pieces import Piece, middle
from pipeline.normalise.vocabulary import Vocabulary

CODE_LETTERS, WORDS = 3, 5
BESIDE = 60.0
KNOWN = 0.5


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the key: the code as printed, the colour that fills it, its words and the verdict they are."""

    code: str
    fill: str
    words: str
    known: bool
    status: Status | None


@dataclass(frozen=True, slots=True)
class Key:
    """The codes and colours of one deck."""

    entries: tuple[Entry, ...]
    legend: Legend

    def of_code(self, piece: Piece) -> Entry | None:
        """Return what a badge stands for: its code is one of the key's, and its colour no other entry's."""
        found = [e for e in self.entries if e.code == piece.text]
        return found[0] if len(found) == 1 and _fits(found[0].fill, piece.fill) else None

    def of_fill(self, fill: str) -> Entry | None:
        """Return what the colour of a box stands for, where a square or dot of that colour is explained."""
        signs = [Entry(s.glyph, s.color, m.words, True, m.status) for s, m in self.legend.signs.items() if s.color]
        coded = [e for e in self.entries if e.fill]
        near = sorted(
            ((color_distance(e.fill, fill), e.words, e) for e in (*signs, *coded) if e.fill), key=lambda n: n[:2]
        )
        colors = {e.fill for _, _, e in near}
        if not fill or len(colors) < 2 or near[0][0] > NEAR / 2:
            return None
        other = [d for d, words, _ in near if words != near[0][2].words]
        return near[0][2] if not other or other[0] >= near[0][0] + NEAR / 2 else None


def _fits(one: str, other: str) -> bool:
    plain = not is_color(one) or not is_color(other)
    return plain or color_distance(one, other) <= 2 * NEAR


def is_code(text: str) -> bool:
    """Whether a text may be a code: one to three letters or digits, or a sign."""
    return 0 < len(text) <= CODE_LETTERS and (text.isalnum() or bool(SIGN.fullmatch(text)))


def read_key(pages: Sequence[tuple[Piece, ...]], legend: Legend, vocabulary: Vocabulary) -> Key:
    """Collect the codes that are explained side by side on a page, at least half of them by known verdicts."""
    entries: dict[str, Entry] = {}
    for pieces in pages:
        found = list(_explained(pieces, vocabulary))
        codes = {e.code for e in found}
        if len(codes) >= 2 and sum(e.known for e in found) >= KNOWN * len(found) and len(codes) == len(found):
            for entry in found:
                entries.setdefault(entry.code, entry)
    return Key(tuple(entries[c] for c in sorted(entries)), legend)


def _explained(pieces: Sequence[Piece], vocabulary: Vocabulary) -> Iterable[Entry]:
    codes = [p for p in pieces if is_code(p.text) and (p.frame is not None or p.fill)]
    for code in codes:
        y = middle(code.place)[1]
        right = [p for p in pieces if p is not code and p.box.top - 2 <= y <= p.box.bottom + 2]
        right = [p for p in right if code.place.x1 - 2 <= p.box.x0 <= code.place.x1 + BESIDE]
        nearest = min(right, key=lambda p: (p.box.x0, p.text), default=None)
        if (
            nearest is not None
            and not is_code(nearest.text)
            and len(nearest.text.split()) <= WORDS
            and not nearest.fill
        ):
            known, status = vocabulary.verdict(nearest.text)
            yield Entry(code.text, code.fill, nearest.text, known, status)


def explains(piece: Piece, key: Key) -> bool:
    """Whether a text stands for nothing but the key itself: its words."""
    words = {e.words for e in key.entries} | {m.words for m in key.legend.signs.values()}
    return piece.text in words
