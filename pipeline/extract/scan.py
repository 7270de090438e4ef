"""A picture of a page -> words, rulings and fills in points of the page as a person sees it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline import profiles
from pipeline.errors import Code, Severity
from pipeline.extract import ocr, ocr_lines, quality
from pipeline.extract.scene import ReadOptions, Scene, unwatched
from pipeline.model import Box, Fill, Issue, Method, Ruling, Word

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from pipeline.extract.pixels.marks import Mark
    from pipeline.extract.pixels.sight import Sight

_PICTURE_SHARE = 0.5
_FEW_WORDS = 8
_BEST_DPI = 300
_DOUBTFUL = 0.55
_MARK_CONFIDENCE = 0.9
_SAMPLE = 1200
_LEAST_INK = 0.02
_MOST_MISSED = 120
_LINE_SHAPES = 4
_SAMPLED_PAGES = 3
_OTHER_SIZE = 1.4
_PAD = 10


def needs_ocr(native: Scene | None, picture_share: float, options: ReadOptions) -> bool:
    """Decide whether a page must be read from its picture; ``picture_share`` (0..1) is the area that pictures cover.

    A page without words is always read; a page with words where they are junk, have lost their
    diacritics, or are few beside a picture that fills the page.
    """
    if options.ocr != "auto":
        return options.ocr == "always"
    if native is None or not native.words:
        return True
    if picture_share >= _PICTURE_SHARE and len(native.words) < _FEW_WORDS:
        return True
    return not quality.judge([word.text for word in native.words], options.languages).good


def read_pdf_page(data: bytes, number: int, native: Scene | None, options: ReadOptions) -> Scene:
    """Read page ``number`` (from 1) of a PDF from its picture; a bad text layer is said in an issue.

    Raises ``MissingDependencyError`` without an engine and ``OcrError`` where drawing or reading fails.
    """
    from pipeline.extract import pdf_picture

    picture, width, height = pdf_picture.picture(data, number, options)
    main = _deck_language(data, replace(options, pages=(), fatal=frozenset(), watch=unwatched))
    scene = read_picture(picture, number=number, width=width, height=height, options=options, main=main)
    if native is None or not native.words:
        return scene
    reason = quality.judge([word.text for word in native.words], options.languages).reason
    if not reason:
        return scene
    issue = _issue(number, Severity.INFO, Code.TEXT_LAYER_BAD, f"the text layer was not used: {reason}")
    return replace(scene, issues=(issue, *scene.issues))


def read_picture(
    image: npt.NDArray[np.uint8],
    *,
    number: int,
    width: float,
    height: float,
    options: ReadOptions,
    engine: ocr.Engine | None = None,
    main: str = "",
) -> Scene:
    """Read a picture (rows, columns) or (rows, columns, RGB) of a page of ``width`` x ``height`` points.

    A page that lies on its side is told by the neighbours of its letters, one upside down by how badly it
    is read; a sample that is read both ways decides.  ``main`` is Tesseract's code of the deck's language.
    Raises ``MissingDependencyError`` without an engine and ``OcrError`` where it fails.
    """
    from pipeline.extract.pixels import skew

    engine = engine or ocr.engine()
    wanted = languages(options)
    usable = ocr.installed(wanted, engine.languages())
    page = _Page(image, width, height, engine, usable, options, (main,) if main else ())
    read = None if skew.lies(page.grey(), page.unit) else page.read()
    if read is None or ocr_lines.confidence(read.words) < _DOUBTFUL:
        turned = page.upright()
        if turned.quarters or read is None:
            page, read = turned, turned.read()
    missing = [code for code in wanted if code not in usable]
    issues = [_issue(number, Severity.WARNING, Code.LANGUAGE_MISSING, f"Tesseract lacks {c}") for c in missing]
    if read.missed:
        message = f"{read.missed} places look like text and could not be read"
        issues.append(_issue(number, Severity.WARNING, Code.TEXT_UNREADABLE, message))
    return page.scene(number, read, tuple(issues))


def languages(options: ReadOptions) -> tuple[str, ...]:
    """Return Tesseract's codes to read a page of unknown language with: English only where it is the only one.

    Finnish and Swedish letters hold all of English; with English among the models Finnish gets worse.
    """
    codes = [code for code in options.languages if code != "en"] or ["en"]
    return tuple(dict.fromkeys(profiles.language(code).tesseract for code in codes))


@functools.lru_cache(maxsize=1)
def _deck_language(data: bytes, options: ReadOptions) -> str:
    """Return Tesseract's code of the language of a PDF, told by samples of its pages; empty where they do not tell.

    A page with few words does not tell its language by itself, and a title is read worse with the wrong one.
    """
    from pipeline.extract import pdf_picture

    engine = ocr.engine()
    usable = ocr.installed(languages(options), engine.languages())
    if len(options.languages) < 2:
        return ""
    parts = []
    for number in pdf_picture.spread(data, _SAMPLED_PAGES, options):
        image, width, height = pdf_picture.picture(data, number, options)
        page = _Page(image, width, height, engine, usable, options)
        part = _densest(page.enlarged())
        parts += [part] if part is not None else []
    words = engine.read(parts, ocr.Request(usable[:1], segmentation=6)) if parts else ()
    found = quality.spoken([w.text for part in words for w in part], options.languages)
    code = profiles.language(found).tesseract if found else ""
    return code if code in engine.languages() else ""


@dataclass(frozen=True, slots=True)
class _Read:
    """What was seen and read of a page, with the cleaned picture that the words' boxes count in.

    ``missed`` counts places that look like text and could not be read.
    """

    sight: Sight
    words: tuple[ocr.OcrWord, ...]
    clean: npt.NDArray[np.uint8]
    missed: int = 0


@dataclass(frozen=True, slots=True)
class _Page:
    """A picture on its way to a scene; ``quarters`` counts the turns of 90 degrees counter-clockwise made so far.

    ``main`` is the language that the deck is written in, empty where it is not known.
    """

    image: npt.NDArray[np.uint8]
    width: float
    height: float
    engine: ocr.Engine
    languages: tuple[str, ...]
    options: ReadOptions
    main: tuple[str, ...] = ()
    quarters: int = 0

    def grey(self) -> npt.NDArray[np.uint8]:
        import cv2
        import numpy as np

        return (
            self.image if self.image.ndim == 2 else np.asarray(cv2.cvtColor(self.image, cv2.COLOR_RGB2GRAY), np.uint8)
        )

    def enlarged(self) -> npt.NDArray[np.uint8]:
        """Return the grey picture in the size for reading."""
        from pipeline.extract.pixels import skew

        return skew.straighten(self.grey(), 0.0, self.scale)

    @property
    def unit(self) -> float:
        """Pixels per point."""
        return int(self.image.shape[1]) / self.width

    @property
    def scale(self) -> float:
        """Return how much the picture is enlarged for reading: up to double size where it is coarse."""
        return min(2.0, max(1.0, _BEST_DPI / 72 / self.unit))

    def read(self) -> _Read:
        from pipeline.extract.pixels import sight

        looked = sight.look(self.image, self.unit)
        clean = sight.readable(self.grey(), looked, self.scale)
        first, main = self._first(clean)
        read, missed = self._second(clean, first, main)
        return _Read(looked, ocr_lines.tightened(read, clean, self.unit * self.scale), clean, missed)

    def _first(self, clean: npt.NDArray[np.uint8]) -> tuple[tuple[ocr.OcrWord, ...], tuple[str, ...]]:
        """Read the page with one language: as well as with two where it is the right one, and a third faster.

        The language is the deck's, or that of the densest part of the page; where the words that were read
        are of another one, or of none that can be told, the surest of the readings is kept.
        """
        main = self.main or self._sampled(clean)
        read = {main: self._whole(clean, main)}
        told = self._told(read[main])
        unsure = not told and len(main) > 1 and ocr_lines.confidence(read[main]) >= _DOUBTFUL
        others = [told] if told else [(code,) for code in self.languages] if unsure else []
        read.update((codes, self._whole(clean, codes)) for codes in others if codes not in read)
        best = max(read, key=lambda codes: (ocr_lines.weight(read[codes]), -len(codes), codes == main))
        return read[best], best

    def _whole(self, clean: npt.NDArray[np.uint8], codes: tuple[str, ...]) -> tuple[ocr.OcrWord, ...]:
        return self.engine.read([clean], replace(self._request(self.scale), languages=codes))[0]

    def _sampled(self, clean: npt.NDArray[np.uint8]) -> tuple[str, ...]:
        """Return the language of the densest part of the page, else all that were asked for."""
        part = _densest(clean)
        if len(self.options.languages) < 2 or part is None:
            return self.languages
        request = replace(self._request(self.scale), segmentation=6, languages=self.languages[:1])
        return self._told(self.engine.read([part], request)[0]) or self.languages

    def _told(self, words: Sequence[ocr.OcrWord]) -> tuple[str, ...]:
        """Return the language that words are of, nothing where they do not tell or it cannot be read."""
        if len(self.options.languages) < 2:
            return ()
        found = quality.spoken([w.text for w in words], self.options.languages)
        code = profiles.language(found).tesseract if found else ""
        return (code,) if code and (code in self.languages or code in self.engine.languages()) else ()

    def _second(
        self, clean: npt.NDArray[np.uint8], first: tuple[ocr.OcrWord, ...], codes: tuple[str, ...]
    ) -> tuple[tuple[ocr.OcrWord, ...], int]:
        """Read weak places, numbers and what was passed over once more; return how many places stayed unread as well.

        All of them go to one call: to load its languages costs the engine more than to read them.
        """
        point = self.unit * self.scale
        weak = ocr_lines.weak_places(first, point)
        numbers = [w for w in ocr_lines.numbers(first) if not any(ocr_lines.inside(w, box) for box in weak)]
        passed = [(box, shapes) for box, shapes in _left(clean, first, point) if not ocr_lines.amid(box, weak)]
        boxes = [*weak, *((w.x0, w.top, w.x1, w.bottom) for w in numbers), *(box for box, _ in passed)]
        boxes = [ocr_lines.grown(box, 2 * point, clean.shape) for box in boxes]
        if not boxes:
            return first, 0
        scales = [1.0] * len(weak) + [_OTHER_SIZE] * len(numbers) + [1.0] * len(passed)
        crops = [_cut(clean, box, scale) for box, scale in zip(boxes, scales, strict=True)]
        request = replace(self._request(self.scale), segmentation=6, languages=codes)
        answers = [
            [ocr_lines.restored(w, box, scale, _PAD) for w in answer]
            for box, scale, answer in zip(boxes, scales, self.engine.read(crops, request), strict=True)
        ]
        kept = ocr_lines.surer(first, boxes[: len(weak)], answers[: len(weak)], point)
        start = len(weak) + len(numbers)
        kept = ocr_lines.compared(kept, numbers, answers[len(weak) : start])
        lone = [shapes == 1 for _, shapes in passed]
        kept = ocr_lines.added(kept, [ocr_lines.legible(a, lone=n) for a, n in zip(answers[start:], lone, strict=True)])
        return kept, sum(shapes >= _LINE_SHAPES for _, shapes in _left(clean, kept, point))

    def upright(self) -> _Page:
        """Return the page turned so that a sample of it is read best."""
        import numpy as np

        from pipeline.extract.pixels import skew

        grey = self.grey()
        y, x = skew.busiest(grey, self.unit, _SAMPLE)
        sample = grey[y : y + _SAMPLE, x : x + _SAMPLE]
        tried = (1, 3) if skew.lies(grey, self.unit) else (0, 2)
        turns = [np.ascontiguousarray(np.rot90(sample, k)) for k in tried]
        read = dict(zip(tried, self.engine.read(turns, self._request(1.0)), strict=True))
        best = max(tried, key=lambda k: (ocr_lines.weight(read[k]), -k))
        width, height = (self.height, self.width) if best % 2 else (self.width, self.height)
        turned = np.ascontiguousarray(np.rot90(self.image, best))
        return replace(self, image=turned, width=width, height=height, quarters=best)

    def _request(self, scale: float) -> ocr.Request:
        return ocr.Request(self.languages, dpi=min(2400, max(70, round(72 * self.unit * scale))))

    def scene(self, number: int, read: _Read, issues: tuple[Issue, ...]) -> Scene:
        looked = read.sight
        point = 1 / looked.unit
        marks = tuple(_mark(m, point) for m in (*looked.bullets, *looked.dots, *looked.signs))
        plain = ocr_lines.words(read.words, 1 / (self.unit * self.scale), read.clean)
        plain = tuple(w for w in plain if not any(_hides(m, w) for m in marks))
        beside = [ocr_lines.beside(mark, plain) for mark in marks]
        # A list mark that no word stands beside is a speck of dirt.
        lists = {_mark(m, point) for m in looked.bullets}
        rotation = (90.0 * self.quarters + looked.angle) % 360
        return Scene(
            number,
            self.width,
            self.height,
            Method.OCR,
            (*plain, *(b for mark, b in zip(marks, beside, strict=True) if b.size or mark not in lists)),
            rulings(looked),
            fills(looked),
            round(rotation, 3),
            issues,
        )


def _densest(clean: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8] | None:
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
    clean: npt.NDArray[np.uint8], words: Sequence[ocr.OcrWord], point: float
) -> tuple[tuple[tuple[int, int, int, int], int], ...]:
    from pipeline.extract.pixels import leftover

    return leftover.places(clean, [(w.x0, w.top, w.x1, w.bottom) for w in words], point)[:_MOST_MISSED]


def _cut(clean: npt.NDArray[np.uint8], box: tuple[int, int, int, int], scale: float) -> npt.NDArray[np.uint8]:
    """Return a part of a picture, scaled, with a margin."""
    import cv2
    import numpy as np

    part = clean[box[1] : box[3], box[0] : box[2]]
    if scale != 1.0:
        part = np.asarray(cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8)
    return np.ascontiguousarray(np.pad(part, _PAD, mode="edge"))


def rulings(looked: Sight) -> tuple[Ruling, ...]:
    """Turn stripes in pixels into rulings in points, along their middle."""
    point = 1 / looked.unit
    found = []
    for s in looked.lines:
        x0, top, x1, bottom = (round(v * point, 2) for v in (s.x0, s.top, s.x1, s.bottom))
        color = "#ffffff" if s.light else "#000000"
        if s.across:
            y = round((s.top + s.bottom) / 2 * point, 2)
            found.append(Ruling(x0, y, x1, y, round(bottom - top, 2), color))
        else:
            x = round((s.x0 + s.x1) / 2 * point, 2)
            found.append(Ruling(x, top, x, bottom, round(x1 - x0, 2), color))
    return tuple(found)


def fills(looked: Sight) -> tuple[Fill, ...]:
    """Turn areas in pixels into fills in points."""
    point = 1 / looked.unit
    return tuple(
        Fill(
            Box(*(round(v * point, 2) for v in (a.x0, a.top, a.x1, a.bottom))),
            "#{:02x}{:02x}{:02x}".format(*a.color),
            a.round,
        )
        for a in looked.areas
    )


def _mark(mark: Mark, point: float) -> Word:
    box = Box(*(round(v * point, 2) for v in (mark.x0, mark.top, mark.x1, mark.bottom)))
    return Word(mark.glyph, box, color=mark.color, confidence=_MARK_CONFIDENCE)


def _hides(mark: Word, word: Word) -> bool:
    """Tell whether a word is what the engine made of a mark that was seen in the pixels."""
    a, b = mark.box, word.box
    across, down = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.bottom, b.bottom) - max(a.top, b.top)
    return across > 0.5 * b.width and down > 0 and len(word.text) <= 2


def _issue(number: int, severity: Severity, code: Code, message: str) -> Issue:
    return Issue("", number, severity, code, message)
