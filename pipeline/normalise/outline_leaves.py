"""The statements of a page without a form: texts set alike, with what stands beside or inside each of them."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from pipeline.model import Box, Page, Reading, Status
from pipeline.normalise.details import DUE, is_labelled
from pipeline.normalise.labels import goal_label
from pipeline.normalise.numbered import whole
from pipeline.normalise.outline_key import Key, explains, is_code
from pipeline.normalise.outline_pieces import Piece, alike, holds, middle
from pipeline.normalise.outline_runin import run_in
from pipeline.normalise.schedule import is_period
from pipeline.normalise.vocabulary import Vocabulary, squeeze

STATEMENT, LEAST_WORDS = 3, 2
MOST_WORDS = 40
NAME_WORDS = 5
QUOTES = "”“\"'»«"
SHARE = 0.6
NEXT_LINE = 1.2


@dataclass(slots=True)
class Leaf:
    """A statement with its verdict, owner and date; ``pieces`` are all texts that it is made of.

    ``told`` where the verdict stands in the paragraph of the statement.
    """

    piece: Piece
    reading: Reading
    pieces: list[Piece] = field(default_factory=list)
    status: Status | None = None
    status_raw: str = ""
    known: bool = False
    owner: str = ""
    due: str = ""
    remark: Reading | None = None
    told: bool = False


@dataclass(slots=True)
class Found:
    """The statements of a page; ``kind`` is how they are set, the same on all pages of one constellation."""

    page: Page
    pieces: tuple[Piece, ...]
    kind: tuple[str, bool]
    leaves: list[Leaf]

    @property
    def judged(self) -> float:
        """The share of statements with a verdict."""
        return sum(bool(leaf.status_raw) for leaf in self.leaves) / len(self.leaves)


def find_leaves(
    page: Page, pieces: tuple[Piece, ...], key: Key, vocabulary: Vocabulary, taken: Set[int], names: Set[str]
) -> Found | None:
    """Return the statements of a page: paragraphs with their verdicts, else the texts set alike with most signs.

    ``taken`` are the identities of items that were understood already, ``names`` the squeezed wordings of goals.
    """
    paragraphs = run_in(page, pieces, vocabulary)
    if paragraphs:
        leaves = [
            Leaf(r.piece, r.statement, [r.piece], r.status, r.status_raw, bool(r.status_raw), remark=r.rest, told=True)
            for r in paragraphs
        ]
        return Found(page, pieces, ("paragraph", paragraphs[0].lead), leaves)
    best: tuple[tuple[int, int, float], list[Leaf]] | None = None
    free = [p for p in pieces if not any(id(i) in taken for i in p.items) and not _is_aside(p, pieces)]
    for group in _classes([p for p in free if _is_statement(p, key, vocabulary, names)]):
        leaves = [Leaf(p, p.reading, [p]) for p in group]
        _beside(leaves, pieces, key, vocabulary)
        signs = sum(bool(leaf.status_raw) + bool(leaf.due) + bool(leaf.owner) for leaf in leaves)
        rank = (signs, len(leaves), -leaves[0].piece.size)
        best = (rank, leaves) if best is None or rank > best[0] else best
    if best is None:
        return None
    first = best[1][0].piece
    return Found(page, pieces, ("framed" if first.frame else "loose", first.items[0].bold), best[1])


def _classes(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Part statements into those set alike, those of boxes of one width whatever their type was shrunk to."""
    classes: list[list[Piece]] = []
    for piece in pieces:
        group = next((c for c in classes if alike(c[0], piece) or _same_boxes(c[0], piece)), None)
        classes.append([piece]) if group is None else group.append(piece)
    classes = [_one_a_frame(c) for c in classes]
    return [c for c in classes if 2 * sum(p.words >= STATEMENT for p in c) > len(c)]


def _one_a_frame(group: Sequence[Piece]) -> list[Piece]:
    """Keep of the texts in one frame the largest: the others say something about it."""
    sizes: dict[Box, float] = {}
    for piece in group:
        if piece.frame is not None:
            sizes[piece.frame] = max(piece.size, sizes.get(piece.frame, 0.0))
    seen: set[Box] = set()
    out = []
    for piece in group:
        if piece.frame is None or (piece.frame not in seen and piece.size == sizes[piece.frame]):
            out.append(piece)
            seen |= {piece.frame} if piece.frame else set()
    return out


def _same_boxes(one: Piece, other: Piece) -> bool:
    if one.frame is None or other.frame is None or one.items[0].bold != other.items[0].bold:
        return False
    close = abs(one.size - other.size) <= 0.3 * max(one.size, other.size)
    return close and abs(one.frame.width - other.frame.width) <= 2


def _is_aside(piece: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether a text only says something about the larger one in its frame, or stands behind a label there."""
    inside = [p for p in pieces if piece.frame and p.frame == piece.frame and p is not piece]
    above = [p for p in inside if p.box.bottom <= piece.box.top + 2]
    behind = bool(above) and max(above, key=lambda p: p.box.bottom).text.endswith(":")
    return behind or (any(p.size > 1.1 * piece.size for p in inside) and not any(alike(p, piece) for p in inside))


def _is_statement(piece: Piece, key: Key, vocabulary: Vocabulary, names: Set[str]) -> bool:
    text = piece.text
    if squeeze(text) in names:
        return False
    if piece.title or piece.silent or piece.listed or not LEAST_WORDS <= piece.words <= MOST_WORDS:
        return False
    if text[:1] in QUOTES or text.endswith((":", "?")) or not text[:1].isalpha() or explains(piece, key):
        return False
    told = is_labelled(text, vocabulary) or goal_label(whole(piece.items[0]), vocabulary) is not None
    return not told and not vocabulary.verdict(text)[0] and not is_period(text, vocabulary)


def _beside(leaves: Sequence[Leaf], pieces: Sequence[Piece], key: Key, vocabulary: Vocabulary) -> None:
    """Give the small texts beside or inside statements to them: verdicts and dates by their words, names by return."""
    own = {id(leaf.piece) for leaf in leaves}
    small = [p for p in pieces if id(p) not in own and not p.title and not p.silent]
    names: list[tuple[Leaf, Piece]] = []
    dates: list[tuple[Leaf, Piece]] = []
    for piece in small:
        leaf = _nearest(piece, leaves, small)
        if leaf is None:
            continue
        told = _verdict(piece, key, vocabulary)
        if told and not leaf.status_raw:
            leaf.status_raw, leaf.status, leaf.known = told
            leaf.pieces.append(piece)
        elif DUE.match(piece.text) or is_period(piece.text, vocabulary):
            dates.append((leaf, piece))
        elif _is_name(piece, leaf):
            names.append((leaf, piece))
    _name(leaves, names)
    for leaf, piece in dates:
        if sum(leaf is other for other, _ in dates) == 1:
            leaf.due = piece.text
            leaf.pieces.append(piece)


def _verdict(piece: Piece, key: Key, vocabulary: Vocabulary) -> tuple[str, Status | None, bool] | None:
    """Return (as shown, status, known) of a badge, a sign or a verdict, ``None`` for other texts."""
    entry = key.of_code(piece) if is_code(piece.text) else None
    if entry is not None:
        return piece.text, entry.status, entry.known
    sign = key.legend.read(piece.items[0])
    if sign is not None:
        return sign if sign[2] else None
    known, status = vocabulary.verdict(piece.text)
    return (piece.text, status, True) if known and (status or vocabulary.off_scale(piece.text)) else None


def _nearest(piece: Piece, leaves: Sequence[Leaf], others: Sequence[Piece]) -> Leaf | None:
    """Return the statement a small text belongs to: in its frame, beside it with none between, or close below it."""
    inside = [leaf for leaf in leaves if leaf.piece.frame and holds(leaf.piece.frame, piece.box)]
    if inside:
        return inside[0] if len(inside) == 1 else None
    y = middle(piece.box)[1]
    row = [leaf for leaf in leaves if leaf.piece.place.top - 3 <= y <= leaf.piece.place.bottom + 3]
    left = [leaf for leaf in row if leaf.piece.place.x1 <= piece.box.x0 + 3]
    right = [leaf for leaf in row if leaf.piece.place.x0 >= piece.box.x1 - 3]
    sizes = [leaf.piece.place.height for leaf in row]
    if not row or piece.place.height > 1.6 * max(sizes):
        below = [leaf for leaf in leaves if _stands_below(leaf.piece, piece)]
        return max(below, key=lambda leaf: leaf.piece.box.bottom, default=None)
    wide = [p for p in others if p is not piece and p.words >= STATEMENT and p.place.top - 3 <= y <= p.place.bottom + 3]
    if left:
        near = max(left, key=lambda leaf: leaf.piece.place.x1)
        between = [p for p in wide if near.piece.place.x1 - 3 <= p.place.x0 and p.place.x1 <= piece.box.x0 + 3]
        return None if between else near
    first = min(right, key=lambda leaf: leaf.piece.place.x0, default=None)
    between = [p for p in wide if first and piece.box.x1 - 3 <= p.place.x0 and p.place.x1 <= first.piece.place.x0 + 3]
    return None if between else first


def _stands_below(one: Piece, other: Piece) -> bool:
    gap = other.box.top - one.place.bottom
    return -2 <= gap <= NEXT_LINE * other.size and abs(one.box.x0 - other.box.x0) <= 2 * other.size


def _is_name(piece: Piece, leaf: Leaf) -> bool:
    """Whether a text beside a statement may be a name: small, short, without figures, behind it or below it."""
    text = piece.text
    behind = piece.box.x0 >= leaf.piece.box.x1 - 3 or piece.box.top >= leaf.piece.box.bottom - 3
    plain = 0 < len(text.split()) <= NAME_WORDS and not any(c.isdigit() for c in text) and text[:1].isupper()
    return behind and plain and len(text) > 2 and piece.size <= 1.02 * leaf.piece.size and not text.endswith((".", ":"))


def _name(leaves: Sequence[Leaf], names: Sequence[tuple[Leaf, Piece]]) -> None:
    """Take names for owners where most statements have exactly one, all set alike."""
    groups: list[list[tuple[Leaf, Piece]]] = []
    for leaf, piece in names:
        group = next((g for g in groups if alike(g[0][1], piece)), None)
        groups.append([(leaf, piece)]) if group is None else group.append((leaf, piece))
    for group in groups:
        owners = {id(leaf) for leaf, _ in group}
        if len(group) == len(owners) and len(owners) >= max(2, SHARE * len(leaves)):
            for leaf, piece in group:
                if not leaf.owner:
                    leaf.owner = piece.text
                    leaf.pieces.append(piece)


def read_fills(found: Sequence[Found], key: Key) -> None:
    """Read verdicts from the colours of boxes, where the deck's colours differ and the key explains most of them."""
    leaves = [leaf for one in found for leaf in one.leaves if leaf.piece.frame and leaf.remark is None]
    entries = [key.of_fill(leaf.piece.fill) for leaf in leaves]
    told = [e for e in entries if e is not None]
    others = any(leaf.status_raw for leaf in leaves)
    if others or len({e.fill for e in told}) < 2 or len(told) < SHARE * len(leaves):
        return
    for leaf, entry in zip(leaves, entries, strict=True):
        if entry is not None:
            leaf.status_raw, leaf.status, leaf.known = entry.words, entry.status, entry.known
