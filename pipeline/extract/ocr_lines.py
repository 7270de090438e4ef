"""What an OCR engine read, line by line: sizes, boxes as type has them, weak places."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.extract import ocr
from pipeline.model import Box, Word

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_WEAK = 0.6
_SURE, _READ = 0.7, 0.45
_BOLDER = 1.25
_SHORT = 3
_FEW = 3
_SAME = 0.09
# A single word, perhaps without a tall letter, measures less well.
_WORD, _ALIKE = 10, 0.12
_MIXED = 0.3
_DASHES = frozenset("-–—")
_HYPHEN, _LONG_DASH = 0.38, 0.78
_MOST_PLACES = 40
_LONGEST_NUMBER = 4
_DIFFERENT = 0.5
_TOLD = 0.6
_BLANK = 24
_SPECK = 2.5
_STROKES = frozenset("|.,'`´’‘:;~_°\"!")
_SIGNS = re.compile(r"\W+")
_RANGE = re.compile(r"(?<=\d)[-–—](?=\d)")
_ASCENT, _DESCENT = 0.76, 0.24
_CAPITAL, _LOWER, _ACCENTED, _RINGED, _DEPTH = 0.72, 0.53, 0.93, 0.78, 0.21


def words(found: Sequence[ocr.OcrWord], points: float, clean: npt.NDArray[np.uint8]) -> tuple[Word, ...]:
    """Turn words in pixels of ``clean`` into words in points (``points`` per pixel) with size and weight.

    All words of a line get the height of its type, from ascent to descent, as words of a native page
    have it: ink alone would put ``on`` and ``äly`` on different lines.
    """
    lines: dict[int, list[ocr.OcrWord]] = {}
    for word in found:
        lines.setdefault(word.line, []).append(word)
    types = _evened({line: _type(members) for line, members in lines.items()}, lines)
    strokes = [_stroke(w, clean) / types[w.line][0] for w in found]
    usual = _usual(strokes, found)
    bold = _smoothed([stroke > _BOLDER * usual for stroke in strokes], found)
    return tuple(_word(w, *types[w.line], points, b, clean) for w, b in zip(found, bold, strict=True))


def _evened(
    types: dict[int, tuple[float, float]], lines: dict[int, list[ocr.OcrWord]]
) -> dict[int, tuple[float, float]]:
    """Give lines whose sizes differ by less than a measurement can tell one size: the commonest of them."""
    letters = {line: sum(len(w.text) for w in lines[line]) for line in types}
    left = sorted(types, key=lambda line: types[line][0])
    out: dict[int, tuple[float, float]] = {}
    while left:
        near = {
            line: sum(letters[x] for x in left if abs(types[x][0] - types[line][0]) <= _SAME * types[line][0] / 2)
            for line in left
        }
        size = types[max(left, key=lambda line: (near[line], -types[line][0]))][0]
        same = {
            line for line in left if abs(types[line][0] - size) <= (_SAME if letters[line] > _WORD else _ALIKE) * size
        }
        out.update((line, (size, types[line][1])) for line in same)
        left = [line for line in left if line not in out]
    return out


def _smoothed(bold: list[bool], found: Sequence[ocr.OcrWord]) -> list[bool]:
    """Give the words of a phrase, which a wide gap ends, the weight that most of their letters have."""
    out = list(bold)
    order = sorted(range(len(found)), key=lambda i: (found[i].line, found[i].x0))
    phrase: list[int] = []
    for i in [*order, None]:
        last = found[phrase[-1]] if phrase else None
        word = found[i] if i is not None else None
        if last is not None and (word is None or word.line != last.line or word.x0 - last.x1 > last.bottom - last.top):
            _vote(out, bold, phrase, found)
            phrase = []
        if i is not None:
            phrase.append(i)
    return out


def _vote(out: list[bool], bold: Sequence[bool], phrase: Sequence[int], found: Sequence[ocr.OcrWord]) -> None:
    letters = sum(len(found[i].text) for i in phrase)
    heavy = sum(len(found[i].text) for i in phrase if bold[i])
    for i in phrase:
        if not _MIXED * letters <= heavy <= (1 - _MIXED) * letters or len(found[i].text) <= _SHORT:
            out[i] = 2 * heavy > letters


def _stroke(word: ocr.OcrWord, clean: npt.NDArray[np.uint8]) -> float:
    """Return the mean width of a word's strokes in pixels (0: no ink).

    Twice the darkness over the sum of the horizontal steps: a stroke adds its width to the one and two
    to the other, whatever blur does to its borders.
    """
    import numpy as np

    crop = clean[word.top : word.bottom, max(0, word.x0 - 2) : word.x1 + 2].astype(np.float32)
    if crop.size == 0:
        return 0.0
    ink = np.clip(float(np.percentile(crop, 90)) - crop, 0, None)
    ink[ink < 0.25 * ink.max()] = 0
    steps = float(np.abs(np.diff(ink, axis=1)).sum())
    return 2 * float(ink.sum()) / steps if steps else 0.0


def _usual(strokes: Sequence[float], found: Sequence[ocr.OcrWord]) -> float:
    """Return the stroke, in shares of the size, below which three tenths of the letters are written."""
    spread = sorted(s for s, w in zip(strokes, found, strict=True) if s for _ in w.text)
    return spread[len(spread) * 3 // 10] if spread else 1.0


def _word(
    word: ocr.OcrWord, size: float, baseline: float, points: float, bold: bool, clean: npt.NDArray[np.uint8]
) -> Word:
    top, bottom = baseline - _ASCENT * size, baseline + _DESCENT * size
    if not top < (word.top + word.bottom) / 2 < bottom:
        top, bottom = word.top, word.bottom
    box = Box(*(round(v * points, 2) for v in (word.x0, top, word.x1, bottom)))
    return Word(_dashed(word, size, clean), box, size=round(size * points, 1), bold=bold, confidence=word.confidence)


def _dashed(word: ocr.OcrWord, size: float, clean: npt.NDArray[np.uint8]) -> str:
    """Return a word's text; a dash that stands alone or between figures is told by its length.

    A hyphen is shorter than half an em, and nobody writes a dash of a whole em between figures.
    """
    if word.text in _DASHES:
        length = (word.x1 - word.x0) / size
        return "-" if length < _HYPHEN else "–" if length < _LONG_DASH else "—"
    if len(_RANGE.findall(word.text)) != 1:
        return word.text
    length = _longest_bar(clean[word.top : word.bottom, word.x0 : word.x1]) / size
    return _RANGE.sub("-" if length < _HYPHEN else "–", word.text) if length else word.text


def _longest_bar(crop: npt.NDArray[np.uint8]) -> int:
    """Return the length in pixels of the longest flat shape at half the height of a word, 0 where none is."""
    import cv2
    import numpy as np

    if crop.size == 0:
        return 0
    low, high = np.percentile(crop, (2, 90))
    _, _, stats, _ = cv2.connectedComponentsWithStats((crop < (low + high) / 2).astype(np.uint8), connectivity=8)
    middle, reach = crop.shape[0] / 2, crop.shape[0] / 4
    flat = [w for _, y, w, h, _ in stats[1:].tolist() if w >= 1.5 * h and abs(y + h / 2 - middle) <= reach]
    return max((int(w) for w in flat), default=0)


def _type(line: Sequence[ocr.OcrWord]) -> tuple[float, float]:
    """Return font size and baseline of a line in pixels, from what its words' letters say."""
    lettered = [w for w in line if any(c.isalnum() for c in w.text)] or list(line)
    size = statistics.median((w.bottom - w.top) / sum(_extent(w.text)) for w in lettered)
    baseline = statistics.median(w.bottom - _extent(w.text)[1] * size for w in lettered)
    return size, baseline


def _extent(text: str) -> tuple[float, float]:
    """Return how far a word's letters reach above and below the baseline, in shares of an em."""
    if not any(c.isalnum() for c in text):
        return 0.8, 0.0
    rise = _CAPITAL if any(c.isupper() or c.isdigit() or c in "bdfhkltäöåéij()[]/|!?" for c in text) else _LOWER
    if any(c in "ÄÖÅÉ" for c in text):
        rise = _ACCENTED
    elif "å" in text:
        rise = _RINGED
    return rise, _DEPTH if any(c in "gjpqy,;()[]/|Q" for c in text) else 0.0


def beside(mark: Word, plain: Sequence[Word]) -> Word:
    """Give a list mark the height and size of the word that follows it on its line."""
    middle = (mark.box.top + mark.box.bottom) / 2
    line = [w for w in plain if w.box.top <= middle <= w.box.bottom and w.box.x0 >= mark.box.x1 - 1]
    if not line or (mark.color and mark.text == "●"):
        return mark
    near = min(line, key=lambda w: (w.box.x0, w.box.top))
    return replace(mark, box=replace(mark.box, top=near.box.top, bottom=near.box.bottom), size=near.size)


def tightened(found: Sequence[ocr.OcrWord], clean: npt.NDArray[np.uint8], point: float) -> tuple[ocr.OcrWord, ...]:
    """Shrink boxes to the rows that hold ink: the engine sometimes gives the height of a neighbouring line.

    A word where nothing stands, made of the paper's noise, is none, and neither is a speck of dirt: a stop or
    stroke that stands alone and is smaller than any print has it.
    """
    tight = (t for word in found for t in [_tight(word, clean)] if t is not None)
    return tuple(w for w in tight if w.text not in _STROKES or max(w.x1 - w.x0, w.bottom - w.top) >= _SPECK * point)


def _tight(word: ocr.OcrWord, clean: npt.NDArray[np.uint8]) -> ocr.OcrWord | None:
    import numpy as np

    crop = clean[word.top : word.bottom, word.x0 : word.x1]
    if crop.size == 0:
        return word
    low, high = np.percentile(crop, (2, 90))
    if high - low < _BLANK:
        return None
    rows = np.flatnonzero((crop < (low + high) / 2).any(axis=1))
    if high - low < 40 or rows.size < (word.bottom - word.top) / 3:
        return word
    return replace(word, top=word.top + int(rows[0]), bottom=word.top + int(rows[-1]) + 1)


def weight(found: Sequence[ocr.OcrWord]) -> float:
    """Return how much was read surely: letters times confidence, of words that look like words."""
    return sum(len(w.text) * w.confidence for w in found if w.confidence > 0.5 and sum(map(str.isalnum, w.text)) > 1)


def confidence(found: Sequence[ocr.OcrWord]) -> float:
    """Return the mean confidence of the letters."""
    letters = sum(len(w.text) for w in found)
    return sum(len(w.text) * w.confidence for w in found) / letters if letters else 0.0


def legible(found: Sequence[ocr.OcrWord], *, lone: bool) -> tuple[ocr.OcrWord, ...]:
    """Return the words of a line read anew, none where it looks like no text; a ``lone`` shape has to be sure."""
    if confidence(found) < (_SURE if lone else _READ):
        return ()
    lettered = any(c.isalnum() for w in found for c in w.text)
    return tuple(found) if lettered else ()


def likely(found: Sequence[ocr.OcrWord]) -> tuple[ocr.OcrWord, ...]:
    """Return the words of a patch, none where it is a few shapes that look like no letters: corners, dirt."""
    few = sum(len(w.text) for w in found) <= _FEW
    return () if few and confidence(found) < _READ else tuple(found)


def weak_places(found: Sequence[ocr.OcrWord], point: float) -> tuple[tuple[int, int, int, int], ...]:
    """Return the boxes (x0, top, x1, bottom) around weakly read words and what adjoins them; ``point`` in pixels.

    A line lower than any print is the tops of letters that the engine took for a line of their own.
    """
    weak = [w for w in found if w.confidence < _WEAK or (w.bottom - w.top < 3 * point and _is_written(w.text))]
    boxes = [(w.x0, w.top, w.x1, w.bottom) for w in weak]
    others = [(w.x0, w.top, w.x1, w.bottom) for w in found]
    places: list[tuple[int, int, int, int]] = []
    for box in boxes:
        grown = box
        for other in sorted(others):
            if _adjoins(grown, other, 10 * point, 2 * point):
                grown = _union(grown, other)
        places.append(grown)
    return tuple(_merged(places, 4 * point))[:_MOST_PLACES]


def _is_written(text: str) -> bool:
    return len(text) > 1 or text.isalnum()


def _merged(places: list[tuple[int, int, int, int]], gap: float) -> list[tuple[int, int, int, int]]:
    out: list[tuple[int, int, int, int]] = []
    for place in sorted(places, key=lambda p: (p[1], p[0])):
        for i, other in enumerate(out):
            if _adjoins(place, other, gap, 0):
                out[i] = _union(place, other)
                break
        else:
            out.append(place)
    return out


def _adjoins(a: tuple[int, int, int, int], b: tuple[int, int, int, int], across: float, down: float) -> bool:
    beside = min(a[2], b[2]) - max(a[0], b[0]) > -across
    return beside and min(a[3], b[3]) - max(a[1], b[1]) > -down


def _union(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def grown(box: tuple[int, int, int, int], by: float, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """Return a box made larger on all sides, within a picture of ``shape``."""
    x0, top, x1, bottom = (round(v) for v in (box[0] - by, box[1] - by, box[2] + by, box[3] + by))
    return max(0, x0), max(0, top), min(shape[1], x1), min(shape[0], bottom)


def inside(word: ocr.OcrWord, box: tuple[int, int, int, int]) -> bool:
    """Tell whether the middle of a word is in a box."""
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _figures(text: str) -> str:
    """Return a number without the signs that only end it."""
    return _SIGNS.sub(".", text).strip(".")


def amid(box: tuple[int, int, int, int], places: Sequence[tuple[int, int, int, int]]) -> bool:
    """Tell whether the middle of a box is in one of some places."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(p[0] <= x <= p[2] and p[1] <= y <= p[3] for p in places)


def restored(word: ocr.OcrWord, box: tuple[int, int, int, int], scale: float, pad: int) -> ocr.OcrWord:
    """Return a word of a part of the page, cut out, scaled and padded, in pixels of the page."""
    x0, top, x1, bottom = (round((v - pad) / scale) for v in (word.x0, word.top, word.x1, word.bottom))
    return replace(word, x0=x0 + box[0], top=top + box[1], x1=x1 + box[0], bottom=bottom + box[1])


def surer(
    first: Sequence[ocr.OcrWord],
    boxes: Sequence[tuple[int, int, int, int]],
    answers: Sequence[Sequence[ocr.OcrWord]],
    point: float,
) -> tuple[ocr.OcrWord, ...]:
    """Put the second reading of each box in the place of the first where it is surer."""
    kept = list(first)
    for box, answer in zip(boxes, answers, strict=True):
        old = [w for w in kept if inside(w, box)]
        # A word that the box cuts is known whole already.
        answer = [a for a in answer if not any(w not in old and _covers(w, a) for w in kept)]
        if answer and confidence(answer) * plausible(answer, point) > confidence(old) * plausible(old, point):
            kept = [*added([w for w in kept if w not in old], [answer])]
    return tuple(kept)


def _covers(word: ocr.OcrWord, part: ocr.OcrWord) -> bool:
    across = min(word.x1, part.x1) - max(word.x0, part.x0)
    down = min(word.bottom, part.bottom) - max(word.top, part.top)
    return across > 0.5 * (part.x1 - part.x0) and down > 0.5 * (part.bottom - part.top)


def added(first: Sequence[ocr.OcrWord], answers: Sequence[Sequence[ocr.OcrWord]]) -> tuple[ocr.OcrWord, ...]:
    """Return the words with those of other readings, whose lines are lines of their own."""
    kept = list(first)
    for answer in answers:
        line = max((w.line for w in kept), default=0) + 1
        names = {old: line + n for n, old in enumerate(sorted({w.line for w in answer}))}
        kept += [replace(w, line=names[w.line]) for w in answer]
    return tuple(kept)


def numbers(found: Sequence[ocr.OcrWord]) -> tuple[ocr.OcrWord, ...]:
    """Return the short numbers that begin a line: no sentence around them tells a digit from a letter or a stop."""
    short = [w for w in found if len(w.text) <= _LONGEST_NUMBER and any(c.isdigit() for c in w.text)]
    return tuple(w for w in short if not any(_before(o, w) for o in found))[:_MOST_PLACES]


def _before(other: ocr.OcrWord, word: ocr.OcrWord) -> bool:
    high = word.bottom - word.top
    level = min(other.bottom, word.bottom) - max(other.top, word.top) > 0.3 * high
    return level and -high < word.x0 - other.x1 < 1.5 * high and other.x0 < word.x0


def compared(
    found: Sequence[ocr.OcrWord], asked: Sequence[ocr.OcrWord], answers: Sequence[Sequence[ocr.OcrWord]]
) -> tuple[ocr.OcrWord, ...]:
    """Compare numbers with a second reading: of two that differ the surer one is kept, and doubted."""
    second = {w: "".join(a.text for a in answer) for w, answer in zip(asked, answers, strict=True)}
    sure = {w: confidence(answer) for w, answer in zip(asked, answers, strict=True)}
    return tuple(_settled(w, second.get(w, ""), sure.get(w, 0.0)) for w in found)


def _settled(word: ocr.OcrWord, second: str, sure: float) -> ocr.OcrWord:
    if sure < _TOLD or not any(c.isalnum() for c in second) or _figures(second) == _figures(word.text):
        return word
    text = second if sure > word.confidence and len(second) <= _LONGEST_NUMBER else word.text
    return replace(word, text=text, confidence=round(min(word.confidence, sure, _DIFFERENT), 4))


def plausible(found: Sequence[ocr.OcrWord], point: float) -> float:
    """Return the share of letters that stand in print of a height that print has."""
    letters = sum(len(w.text) for w in found)
    tall = sum(len(w.text) for w in found if w.bottom - w.top >= 3 * point or not w.text[0].isalnum())
    return tall / letters if letters else 0.0
