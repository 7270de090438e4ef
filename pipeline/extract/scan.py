"""A picture of a page -> words, rulings and fills in points of the page as a person sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline import profiles
from pipeline.errors import Code, Severity
from pipeline.extract import ocr, ocr_lines, quality
from pipeline.extract.scene import ReadOptions, Scene
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
_ENGLISH = ("eng",)
_MOST_MISSED = 120
_LINE_SHAPES = 4


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
    scene = read_picture(picture, number=number, width=width, height=height, options=options)
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
) -> Scene:
    """Read a picture (rows, columns) or (rows, columns, RGB) of a page of ``width`` x ``height`` points.

    A page that lies on its side is told by the neighbours of its letters, one upside down by how badly it
    is read; a sample that is read both ways decides.
    Raises ``MissingDependencyError`` without an engine and ``OcrError`` where it fails.
    """
    from pipeline.extract.pixels import skew

    engine = engine or ocr.engine()
    wanted = languages(options)
    usable = ocr.installed(wanted, engine.languages())
    page = _Page(image, width, height, engine, usable, options)
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
    """A picture on its way to a scene; ``quarters`` counts the turns of 90 degrees counter-clockwise made so far."""

    image: npt.NDArray[np.uint8]
    width: float
    height: float
    engine: ocr.Engine
    languages: tuple[str, ...]
    options: ReadOptions
    quarters: int = 0

    def grey(self) -> npt.NDArray[np.uint8]:
        import cv2
        import numpy as np

        return (
            self.image if self.image.ndim == 2 else np.asarray(cv2.cvtColor(self.image, cv2.COLOR_RGB2GRAY), np.uint8)
        )

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
        main = self._main_language(clean)
        first = self.engine.read([clean], replace(self._request(self.scale), languages=main))[0]
        codes = main if main == _ENGLISH else self.languages
        read, missed = self._completed(clean, self._reread(clean, first, codes), main)
        return _Read(looked, ocr_lines.tightened(read, clean), clean, missed)

    def _main_language(self, clean: npt.NDArray[np.uint8]) -> tuple[str, ...]:
        """Return the language that the densest part of the page is written in, else all that were asked for.

        One language reads as well as two where it is the right one, and a third faster.
        """
        part = _densest(clean)
        if len(self.options.languages) < 2 or part is None:
            return self.languages
        request = replace(self._request(self.scale), segmentation=6, languages=self.languages[:1])
        sample = self.engine.read([part], request)[0]
        found = quality.spoken([w.text for w in sample], self.options.languages)
        code = profiles.language(found).tesseract if found else ""
        return (code,) if code in self.engine.languages() else self.languages

    def _reread(
        self, clean: npt.NDArray[np.uint8], first: Sequence[ocr.OcrWord], codes: tuple[str, ...]
    ) -> tuple[ocr.OcrWord, ...]:
        """Read weak places once more, each as a block of its own, and keep what was read more surely."""
        import numpy as np

        point = self.unit * self.scale
        places = ocr_lines.weak_places(first, point)
        boxes = [ocr_lines.grown(place, 2 * point, clean.shape) for place in places]
        crops = [np.ascontiguousarray(np.pad(clean[b[1] : b[3], b[0] : b[2]], 10, mode="edge")) for b in boxes]
        request = replace(self._request(self.scale), segmentation=6, languages=codes)
        answers = self.engine.read(crops, request) if crops else ()
        kept, line = list(first), max((w.line for w in first), default=0)
        for box, answer in zip(boxes, answers, strict=True):
            old = [w for w in kept if ocr_lines.inside(w, box)]
            if answer and ocr_lines.confidence(answer) * ocr_lines.plausible(answer, point) > ocr_lines.confidence(
                old
            ) * ocr_lines.plausible(old, point):
                kept = [w for w in kept if w not in old]
                kept += [ocr_lines.moved(w, box[0] - 10, box[1] - 10, line + 1) for w in answer]
                line = max(w.line for w in kept)
        return tuple(kept)

    def _completed(
        self, clean: npt.NDArray[np.uint8], read: tuple[ocr.OcrWord, ...], codes: tuple[str, ...]
    ) -> tuple[tuple[ocr.OcrWord, ...], int]:
        """Read lines that the engine passed over, lone figures above all; return how many stayed unread as well."""
        import numpy as np

        from pipeline.extract.pixels import leftover

        point = self.unit * self.scale
        places = leftover.places(clean, [(w.x0, w.top, w.x1, w.bottom) for w in read], point)[:_MOST_MISSED]
        boxes = [ocr_lines.grown(place, 2 * point, clean.shape) for place, _ in places]
        crops = [np.ascontiguousarray(np.pad(clean[b[1] : b[3], b[0] : b[2]], 10, mode="edge")) for b in boxes]
        request = replace(self._request(self.scale), segmentation=7, languages=codes)
        answers = self.engine.read(crops, request) if crops else ()
        kept, line, missed = list(read), max((w.line for w in read), default=0) + 1, 0
        for box, (_, shapes), answer in zip(boxes, places, answers, strict=True):
            good = ocr_lines.legible(answer, lone=shapes == 1)
            kept += [ocr_lines.moved(w, box[0] - 10, box[1] - 10, line - w.line) for w in good]
            line += 1
            missed += not good and shapes >= _LINE_SHAPES
        return tuple(kept), missed

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
        marks = tuple(_mark(m, 1 / looked.unit) for m in (*looked.bullets, *looked.dots))
        plain = ocr_lines.words(read.words, 1 / (self.unit * self.scale), read.clean)
        plain = tuple(w for w in plain if not any(_hides(m, w) for m in marks))
        rotation = (90.0 * self.quarters + looked.angle) % 360
        return Scene(
            number,
            self.width,
            self.height,
            Method.OCR,
            (*plain, *(ocr_lines.beside(mark, plain) for mark in marks)),
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
