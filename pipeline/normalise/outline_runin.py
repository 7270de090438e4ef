"""Statements with their verdict in the same paragraph (*Open the line. Done. It answers.*, *Done: open it*)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.model import Edit, Item, Page, Reading, Status
from pipeline.normalise.outline_pieces import Piece
from pipeline.normalise.vocabulary import Vocabulary

SENTENCE = re.compile(r"(?<=[^\W\d]{2}[.!])\s+(?=[^\W\d_a-zåäö])|(?<=[.]”)\s+|(?<=[^\W\d][)][.])\s+")
FRONT = re.compile(r"^\s*(?P<words>[^.:–—|]{2,40}?)(?:\s*[:.|]|\s+[–—-])\s+(?=[^\W\d_a-zåäö“”\"])")
LEAST_WORDS, VERDICT_WORDS = 3, 4
MOST = 0.6
LABEL = re.compile(r"(?:^|(?<=\s))([^\W\d_a-zåäö][^.:]{2,30}?):\s")


@dataclass(frozen=True, slots=True)
class RunIn:
    """A paragraph that is a statement, its verdict and what came of it.

    ``lead`` where heavier type marks the statement, ``first`` where the verdict stands before the statement.
    """

    piece: Piece
    statement: Reading
    status_raw: str = ""
    status: Status | None = None
    rest: Reading | None = None
    lead: bool = False
    first: bool = False


def run_in(page: Page, pieces: Sequence[Piece], vocabulary: Vocabulary) -> tuple[RunIn, ...]:
    """Return the paragraphs of a page that are so made, none where too few of those set alike are."""
    loose = [p for p in _paragraphs(pieces, vocabulary) if not (p.title or p.silent) and p.words >= LEAST_WORDS]
    parsed = [_parse(part, page, vocabulary) for p in loose for part in _parts(p, page, vocabulary)]
    judged = [r for r in parsed if r.status_raw]
    if not judged:
        return ()
    lead = 2 * sum(r.lead for r in judged) > len(judged)
    first = not lead and 2 * sum(r.first for r in judged) > len(judged)
    size = judged[0].piece.size
    kept = [r for r in parsed if abs(r.piece.size - size) <= 0.1 * size and r.lead is lead]
    kept = [r for r in kept if not r.status_raw or (r.first is first)]
    kept = kept if lead else [r for r in kept if r.status_raw or (not first and r.rest is None) or first]
    color = judged[0].piece.items[0].color
    kept = [r for r in kept if lead or r.piece.items[0].color == color]
    told = sum(bool(r.status_raw) for r in kept)
    return tuple(kept) if told >= MOST * len(kept) else ()


def _paragraphs(pieces: Sequence[Piece], vocabulary: Vocabulary) -> list[Piece]:
    """Put a heavy line and the plain one that goes on from it with a verdict together, as one paragraph."""
    out: list[Piece] = []
    for piece in pieces:
        before = out[-1] if out else None
        if before is not None and _continues(before, piece, vocabulary):
            items, reading = (*before.items, *piece.items), Reading.joined([before.reading, piece.reading])
            out[-1] = Piece(items, reading, before.box, before.frame, before.fill)
        else:
            out.append(piece)
    return out


def _continues(one: Piece, other: Piece, vocabulary: Vocabulary) -> bool:
    heavy = one.items[-1].bold and not other.items[0].bold and one.text.endswith(".")
    near = -2 <= other.box.top - one.box.bottom <= other.size and abs(one.size - other.size) < 1
    return heavy and near and not one.title and _verdict_front(other.text, vocabulary) is not None


def _parts(piece: Piece, page: Page, vocabulary: Vocabulary) -> list[Piece]:
    """Part a paragraph in which statements run together: before each label of a verdict, else before each statement."""
    text = piece.reading.text
    if _lead_border(piece.items, page, text):
        return [piece]
    labels = [m.start(1) for m in LABEL.finditer(text) if vocabulary.verdict(m[1])[1] is not None]
    starts = labels if len(labels) > 1 and not labels[0] else _statements(text, vocabulary)
    if len(starts) < 2:
        return [piece]
    stops = [*starts[1:], len(text)]
    spans = [(a, a + len(text[a:b].rstrip())) for a, b in zip([0, *starts[1:]], stops, strict=True)]
    return [replace(piece, reading=piece.reading.part(a, b)) for a, b in spans]


def _statements(text: str, vocabulary: Vocabulary) -> list[int]:
    """Return where the sentences begin that a sentence which is a verdict and nothing else follows."""
    starts = [0, *(m.end() for m in SENTENCE.finditer(text))]
    ends = [*starts[1:], len(text)]
    bare = [vocabulary.verdict(text[a:b].strip().rstrip("."))[1] is not None for a, b in zip(starts, ends, strict=True)]
    return [starts[n - 1] for n in range(1, len(starts)) if bare[n] and not bare[n - 1]]


def _verdict_front(text: str, vocabulary: Vocabulary) -> tuple[str, Status, int] | None:
    """Return the verdict that a text begins with and ends at once or goes on behind, with where the rest begins."""
    plain = text.strip().rstrip(".")
    match = FRONT.match(text)
    for words, end in ((match["words"] if match else "", match.end() if match else 0), (plain, len(text))):
        known, status = vocabulary.verdict(words) if 0 < len(words.split()) <= VERDICT_WORDS else (False, None)
        if known and status is not None:
            return words.strip(), status, end
    return None


def _parse(piece: Piece, page: Page, vocabulary: Vocabulary) -> RunIn:
    text = piece.reading.text
    border = _lead_border(piece.items, page, text)
    lead = border > 0
    if not lead:
        front = _verdict_front(text, vocabulary)
        if front and front[2] < len(text):
            return RunIn(piece, piece.reading.part(front[2], len(text)), front[0], front[1], first=True)
        breaks = list(SENTENCE.finditer(text))
        border = breaks[0].start() if breaks else len(text)
    statement = _without_stop(piece.reading.part(0, border))
    start = border + len(text[border:]) - len(text[border:].lstrip(" :–—-|"))
    rest = piece.reading.part(start, len(text)) if start < len(text) else None
    enough = len(statement.text.split()) >= LEAST_WORDS
    front = _verdict_front(rest.text, vocabulary) if rest and enough else None
    if front is None or rest is None:
        return RunIn(piece, statement, rest=rest, lead=lead)
    behind = rest.part(front[2], len(rest.text)) if front[2] < len(rest.text) else None
    return RunIn(piece, statement, front[0], front[1], behind, lead)


def _without_stop(reading: Reading) -> Reading:
    """Return a statement without the full stop that parts it from its verdict."""
    text = reading.text.rstrip()
    stop = text.endswith(".") and not text.endswith("..")
    return reading.then([Edit(len(text) - 1, reading.text[len(text) - 1 :], "", "full_stop")]) if stop else reading


def _lead_border(items: Sequence[Item], page: Page, text: str) -> int:
    """Return where the heavy type that a paragraph begins with ends, 0 where it is of one weight."""
    weights = [(page.words[w].text, page.words[w].bold) for i in items for w in i.words]
    if not weights or not weights[0][1] or all(bold for _, bold in weights):
        return 0
    at = 0
    for word, bold in weights:
        found = text.find(word, at)
        if not bold:
            return len(text[: found if found >= 0 else at].rstrip())
        at = found + len(word) if found >= 0 else at
    return 0
