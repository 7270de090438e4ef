"""The readings of a page: every patch of print once, then what was read weakly or looks like text unread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import profiles
from pipeline.extract import ocr, ocr_lines, quality

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from pipeline.extract.pixels.patches import Patch
    from pipeline.extract.pixels.relief import Relief

DOUBTFUL = 0.55
_BLOCK = 6
_OTHER_SIZE = 1.4
_MOST_MISSED = 120
_LINE_SHAPES = 4
_LEAST_INK = 0.02
_PAD = 10
Codes = tuple[str, ...]
Words = tuple[ocr.OcrWord, ...]


@dataclass(frozen=True, slots=True)
class Passes:
    """How a page is read: engine, Tesseract's codes that may be asked for, languages (ISO 639-1), resolution.

    ``main`` is the code of the language that the deck is written in, empty where it is not known.
    """

    engine: ocr.Engine
    codes: Codes
    languages: tuple[str, ...]
    dpi: int
    main: Codes = ()

    def first(self, clean: npt.NDArray[np.uint8], patches: Sequence[Patch]) -> tuple[Words, Codes]:
        """Read the page with one language: as well as with two where it is the right one, and a third faster.

        The language is the deck's, or that of the densest part of the page; where the words that were read
        are of another one, or of none that can be told, the surest of the readings is kept.
        """
        main = self.main or self._sampled(clean)
        read = {main: self._whole(patches, main)}
        told = self._told(read[main])
        unsure = not told and len(main) > 1 and ocr_lines.confidence(read[main]) >= DOUBTFUL
        others = [told] if told else [(code,) for code in self.codes] if unsure else []
        read.update((codes, self._whole(patches, codes)) for codes in others if codes not in read)
        best = max(read, key=lambda codes: (ocr_lines.weight(read[codes]), -len(codes), codes == main))
        return read[best], best

    def second(
        self, clean: npt.NDArray[np.uint8], seen: Relief, first: Words, codes: Codes, point: float
    ) -> tuple[Words, int]:
        """Read weak places, numbers and what was passed over once more; return how many places stayed unread as well.

        All of them go to one call: to load its languages costs the engine more than to read them.
        """
        weak = ocr_lines.weak_places(first, point)
        numbers = [w for w in ocr_lines.numbers(first) if not any(ocr_lines.inside(w, box) for box in weak)]
        passed = [(box, shapes) for box, shapes in _left(seen, first, point) if not ocr_lines.amid(box, weak)]
        boxes = [*weak, *((w.x0, w.top, w.x1, w.bottom) for w in numbers), *(box for box, _ in passed)]
        boxes = [ocr_lines.grown(box, 2 * point, clean.shape) for box in boxes]
        if not boxes:
            return first, 0
        scales = [_OTHER_SIZE] * (len(weak) + len(numbers)) + [1.0] * len(passed)
        crops = [_cut(clean, box, scale) for box, scale in zip(boxes, scales, strict=True)]
        answers = [
            tuple(ocr_lines.restored(w, box, scale, _PAD) for w in answer)
            for box, scale, answer in zip(boxes, scales, self.engine.read(crops, self._request(codes)), strict=True)
        ]
        kept = ocr_lines.surer(first, boxes[: len(weak)], answers[: len(weak)], point)
        start = len(weak) + len(numbers)
        kept = ocr_lines.compared(kept, numbers, answers[len(weak) : start])
        lone = [shapes == 1 for _, shapes in passed]
        kept = ocr_lines.added(kept, [ocr_lines.legible(a, lone=n) for a, n in zip(answers[start:], lone, strict=True)])
        return kept, sum(shapes >= _LINE_SHAPES for _, shapes in _left(seen, kept, point))

    def _whole(self, patches: Sequence[Patch], codes: Codes) -> Words:
        """Read every patch, with a margin, in one call."""
        crops = [_padded(p.picture) for p in patches]
        answers = self.engine.read(crops, self._request(codes)) if crops else ()
        return tuple(
            ocr_lines.restored(word, patch.box, 1.0, _PAD)
            for patch, answer in zip(patches, answers, strict=True)
            for word in ocr_lines.likely(answer)
        )

    def _sampled(self, clean: npt.NDArray[np.uint8]) -> Codes:
        """Return the language of the densest part of the page, else all that were asked for."""
        part = densest(clean)
        if len(self.languages) < 2 or part is None:
            return self.codes
        return self._told(self.engine.read([part], self._request(self.codes[:1]))[0]) or self.codes

    def _told(self, words: Sequence[ocr.OcrWord]) -> Codes:
        """Return the language that words are of, nothing where they do not tell or it cannot be read."""
        code = language([w.text for w in words], self.languages)
        return (code,) if code and (code in self.codes or code in self.engine.languages()) else ()

    def _request(self, codes: Codes) -> ocr.Request:
        return ocr.Request(codes, segmentation=_BLOCK, dpi=self.dpi)


def language(words: Sequence[str], languages: tuple[str, ...]) -> str:
    """Return Tesseract's code of the language that words are of, nothing where they do not tell."""
    found = quality.spoken(words, languages) if len(languages) > 1 else ""
    return profiles.language(found).tesseract if found else ""


def densest(clean: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8] | None:
    """Return the part of a page, half as wide and a tenth as high, that holds most ink; ``None`` where little is."""
    import cv2
    import numpy as np

    dark = (clean[::4, ::4] < 128).astype(np.float32)
    rows, columns = max(1, dark.shape[0] // 10), max(1, dark.shape[1] // 2)
    share = cv2.blur(dark, (columns, rows), borderType=cv2.BORDER_CONSTANT)
    y, x = np.unravel_index(int(np.argmax(share)), share.shape)
    if share[y, x] < _LEAST_INK:
        return None
    top, left = max(0, int(y) - rows // 2), max(0, int(x) - columns // 2)
    return np.ascontiguousarray(clean[4 * top : 4 * (top + rows), 4 * left : 4 * (left + columns)])


def _left(
    seen: Relief, words: Sequence[ocr.OcrWord], point: float
) -> tuple[tuple[tuple[int, int, int, int], int], ...]:
    from pipeline.extract.pixels import leftover

    return leftover.places(seen, [(w.x0, w.top, w.x1, w.bottom) for w in words], point)[:_MOST_MISSED]


def _cut(clean: npt.NDArray[np.uint8], box: tuple[int, int, int, int], scale: float) -> npt.NDArray[np.uint8]:
    """Return a part of a picture, scaled, with a margin."""
    import cv2
    import numpy as np

    part = clean[box[1] : box[3], box[0] : box[2]]
    if scale != 1.0:
        part = np.asarray(cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8)
    return _padded(part)


def _padded(part: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    import numpy as np

    return np.ascontiguousarray(np.pad(part, _PAD, mode="edge"))
