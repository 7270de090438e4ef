"""Header rows: headings over several columns or lines, read from where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.items import Line
from pipeline.extract.tables.grid import Frame
from pipeline.extract.tables.regions import pieces
from pipeline.model import Word

OVERLAP = 0.3


def over_columns(
    words: Sequence[Word],
    xs: Sequence[float],
    spans: Sequence[list[tuple[int, int]]],
    row: int,
    lines: Sequence[Line],
    left: int,
    columns: int,
) -> list[tuple[int, int]]:
    """Give the headings of a header row the columns they stand over, where that is plain."""
    found = spans[row]
    beside = any(abs(n - row) == 1 and _overlap(x, lines[row]) for n, x in enumerate(lines))
    if beside or len(found) < max(map(len, spans[: row + 1])):
        return found
    shared = shared_out(found, left, columns)
    if shared is not found or row + 1 >= len(spans):
        return shared
    phrases = pieces(words, lines[row])
    for skip in range(1, columns - 1) if len(phrases) == len(found) else ():
        share, odd = divmod(columns - skip, len(found))
        if odd or share < 2:
            continue
        even = [(left + skip + n * share, left + skip + (n + 1) * share - 1) for n in range(len(found))]
        below = all(sum(a <= p and q <= b for p, q in spans[row + 1]) >= 2 for a, b in even)
        if below and all(_centred(words, p, xs[a], xs[b + 1]) for p, (a, b) in zip(phrases, even, strict=True)):
            return even
    return found


def _overlap(a: Line, b: Line) -> bool:
    """Whether lines stand beside rather than below one another."""
    return min(a.box.bottom, b.box.bottom) - max(a.box.top, b.box.top) > OVERLAP * min(a.size, b.size)


def _centred(words: Sequence[Word], phrase: Sequence[int], low: float, high: float) -> bool:
    """Whether a phrase stands in the middle of a stretch, give or take a sixth of it."""
    middle = (words[phrase[0]].box.x0 + words[phrase[-1]].box.x1) / 2
    return abs(middle - (low + high) / 2) <= (high - low) / 6


def shared_out(spans: list[tuple[int, int]], left: int, columns: int) -> list[tuple[int, int]]:
    """Give each heading of a header row its even share of the columns, if it stands over them."""
    share = columns // len(spans) if spans else 0
    if share < 2 or columns % len(spans):
        return spans
    even = [(left + n * share, left + (n + 1) * share - 1) for n in range(len(spans))]
    return even if all(a <= p and q <= b for (a, b), (p, q) in zip(even, spans, strict=True)) else spans


def header_frames(spans: Sequence[Sequence[tuple[int, int]]], top: int, left: int, columns: int) -> list[Frame]:
    """Join phrases over the same columns downwards; blank places go to what stands above, else below."""
    rows = len(spans)
    owner: list[list[tuple[int, int] | None]] = [[None] * columns for _ in range(rows)]
    for r, found in enumerate(spans):
        for a, b in found:
            for c in range(a, b + 1):
                owner[r][c - left] = (a, b)
    for order in (range(1, rows), range(rows - 2, -1, -1)):
        step = -1 if order.step == 1 else 1
        for r in order:
            for c in range(columns):
                span = owner[r + step][c]
                if span is None:
                    continue
                places = range(span[0] - left, span[1] + 1 - left)
                if all(owner[r][k] is None for k in places):
                    owner[r][places.start : places.stop] = [span] * len(places)
    return _runs(owner, top, left)


def _runs(owner: Sequence[Sequence[tuple[int, int] | None]], top: int, left: int) -> list[Frame]:
    out: list[Frame] = []
    rows, columns = len(owner), len(owner[0])
    for c in range(columns):
        r = 0
        while r < rows:
            span = owner[r][c]
            end = r + 1
            while end < rows and owner[end][c] == span:
                end += 1
            if span is None:
                out.append((top + r, left + c, end - r, 1))
            elif span[0] == left + c:
                out.append((top + r, span[0], end - r, span[1] - span[0] + 1))
            r = end
    return out
