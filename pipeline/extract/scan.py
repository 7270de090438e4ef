"""A picture of a page -> words, rulings and fills in points of the page as a person sees it."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline import profiles
from pipeline.errors import Code, Severity
from pipeline.extract import ocr, ocr_lines, quality
from pipeline.extract.ocr_passes import DOUBTFUL, Passes, densest, language
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
_MARK_CONFIDENCE = 0.9
_SAMPLE = 1200
_SAMPLED_PAGES = 3


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
    if read is None or ocr_lines.confidence(read.words) < DOUBTFUL:
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
        part = densest(page.enlarged())
        parts += [part] if part is not None else []
    words = engine.read(parts, ocr.Request(usable[:1], segmentation=6)) if parts else ()
    code = language([w.text for part in words for w in part], options.languages)
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
        from pipeline.extract.pixels import patches, sight
        from pipeline.extract.pixels.relief import relief

        looked = sight.look(self.image, self.unit)
        clean = sight.readable(self.grey(), looked, self.scale)
        point = self.unit * self.scale
        seen = relief(clean, point)
        parts = patches.find(clean, seen, sight.walls(looked, clean.shape[1]), point)
        request = self._request(self.scale)
        passes = Passes(self.engine, self.languages, self.options.languages, request.dpi, self.main)
        first, codes = passes.first(clean, parts)
        read, missed = passes.second(clean, seen, first, codes, point)
        return _Read(looked, ocr_lines.tightened(read, clean, point), clean, missed)

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
