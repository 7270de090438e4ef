"""OCR engines: pictures of text -> words with boxes in pixels and confidence.

All pictures of one call go to one process of Tesseract, as a list, which pays for many small ones.
"""

from __future__ import annotations

import csv
import importlib
import importlib.metadata
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Protocol, cast

from pipeline.errors import DecklineError, MissingDependencyError, told

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

DEFAULT = "pytesseract"
ENGINES: dict[str, str] = {
    "pytesseract": "pipeline.extract.ocr:Pytesseract",
    "tesserocr": "pipeline.extract.ocr:Tesserocr",
}
_INSTALL = "install Tesseract 5 (Debian: apt-get install tesseract-ocr, macOS: brew install tesseract)"
_PROBE_SECONDS = 20.0
_LEAST_SIDE = 16


class OcrError(DecklineError):
    """The engine crashed, hung or answered with something else than words."""

    code = "ocr_failed"


@dataclass(frozen=True, slots=True)
class Request:
    """What to read and how: Tesseract's language codes, page segmentation mode, resolution, time limit.

    The threshold is Sauvola's with factor ``k`` (Sauvola and Pietikäinen 2000): unlike Otsu's it keeps
    the lines of small blurred print apart.
    """

    languages: tuple[str, ...]
    segmentation: int = 3
    dpi: int = 300
    k: float = 0.25
    seconds: float = 180.0

    def variables(self) -> dict[str, str]:
        """Return Tesseract's variables of this request."""
        return {
            "thresholding_method": "2",
            "thresholding_kfactor": str(self.k),
            "user_defined_dpi": str(self.dpi),
        }


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A word in pixels of its picture, confidence 0..1; words of one ``line`` stand on one text line."""

    text: str
    x0: int
    top: int
    x1: int
    bottom: int
    confidence: float
    line: int


class Engine(Protocol):
    """What an OCR engine has to offer."""

    name: str

    def version(self) -> str:
        """Return name and version, as written into ``Source.ocr_engine``."""

    def languages(self) -> frozenset[str]:
        """Return the language codes that are installed."""

    def read(self, pictures: Sequence[npt.NDArray[np.uint8]], request: Request) -> tuple[tuple[OcrWord, ...], ...]:
        """Read grey pictures (height, width), one answer each, in order; raises ``OcrError``."""


def engine(name: str = DEFAULT) -> Engine:
    """Return the engine ``name``; raises ``MissingDependencyError`` where it is not installed."""
    module, _, attribute = ENGINES[name].partition(":")
    return cast("Callable[[], Engine]", getattr(importlib.import_module(module), attribute))()


def installed(wanted: Sequence[str], found: frozenset[str]) -> tuple[str, ...]:
    """Return those of the ``wanted`` language codes that are installed; raises if none is."""
    usable = tuple(code for code in wanted if code in found)
    if not usable:
        names = " ".join(f"tesseract-ocr-{code}" for code in wanted)
        raise MissingDependencyError(
            f"Tesseract knows none of the languages {', '.join(wanted)}", remedy=f"apt-get install {names}"
        )
    return usable


class Pytesseract:
    """The ``tesseract`` program through the package ``pytesseract``, one process for all pictures of a call."""

    name = "pytesseract"

    def __init__(self, command: str = "tesseract") -> None:
        """Find the program and import the package; raises ``MissingDependencyError``."""
        found = shutil.which(command)
        if found is None:
            raise MissingDependencyError("Tesseract is not installed", remedy=_INSTALL)
        self.command = found
        self._module = cast("_Package", _without_pandas("pytesseract.pytesseract"))

    def version(self) -> str:
        """Return e.g. ``pytesseract 0.3.13, tesseract 5.3.0``."""
        program = " ".join(_ask(self.command, "--version").split()[:2])
        return f"{self.name} {importlib.metadata.version(self.name)}, {program}"

    def languages(self) -> frozenset[str]:
        """Return the language codes that are installed."""
        return frozenset(_ask(self.command, "--list-langs").splitlines()[1:]) - {""}

    def read(self, pictures: Sequence[npt.NDArray[np.uint8]], request: Request) -> tuple[tuple[OcrWord, ...], ...]:
        """Read grey pictures (height, width), one answer each; raises ``OcrError``."""
        if not pictures:
            return ()
        with tempfile.TemporaryDirectory(prefix="deckline-ocr-") as folder:
            names = [_save(_ample(picture), Path(folder) / f"{i}.pgm") for i, picture in enumerate(pictures)]
            listing = Path(folder) / "pictures.txt"
            listing.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
            return _parse(self._run(str(listing), request), len(pictures))

    def _run(self, listing: str, request: Request) -> str:
        # Documents are read side by side; more threads in each of them only get in one another's way.
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        self._module.tesseract_cmd = self.command
        config = shlex.join(_arguments(request))
        try:
            return self._module.run_and_get_output(
                listing, "tsv", "+".join(request.languages), config, 0, request.seconds
            )
        except self._module.TesseractError as error:
            raise OcrError(f"Tesseract ended with code {error.args[0]}: {told(error.args[-1])}") from error
        except self._module.TesseractNotFoundError as error:
            raise MissingDependencyError("Tesseract is not installed", remedy=_INSTALL) from error
        except RuntimeError as error:
            message = f"Tesseract gave no answer within {request.seconds:.0f} s"
            raise OcrError(message, remedy="the page was left out") from error
        except (OSError, UnicodeError) as error:
            raise OcrError(f"Tesseract gave no answer that can be read ({type(error).__name__})") from error


class _Package(Protocol):
    """The part of ``pytesseract.pytesseract`` that is used."""

    tesseract_cmd: str
    TesseractError: type[RuntimeError]
    TesseractNotFoundError: type[EnvironmentError]

    def run_and_get_output(
        self, image: str, extension: str, lang: str, config: str, nice: int, timeout: float
    ) -> str: ...


def _without_pandas(name: str) -> ModuleType:
    """Import a package that would import pandas for its own sake: a worker has no use and no room for it."""
    absent = "pandas" not in sys.modules
    if absent:
        sys.modules["pandas"] = cast("ModuleType", None)
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingDependencyError(f"{name} is not installed", remedy="pip install pytesseract") from error
    finally:
        if absent:
            del sys.modules["pandas"]


def _ask(command: str, question: str) -> str:
    """Ask the program about itself; raises ``OcrError`` where it does not answer."""
    asked = [command, question]
    try:
        done = subprocess.run(asked, capture_output=True, stdin=subprocess.DEVNULL, timeout=_PROBE_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise OcrError(f"Tesseract does not answer to {question} ({type(error).__name__})") from error
    return done.stdout.decode("utf-8", "replace")


class Tesserocr:
    """Tesseract inside this process by the optional package ``tesserocr``."""

    name = "tesserocr"

    def __init__(self) -> None:
        """Import the package; raises ``MissingDependencyError``."""
        try:
            self._module = importlib.import_module("tesserocr")
        except ImportError as error:
            raise MissingDependencyError(
                "tesserocr is not installed", remedy="pip install 'deckline[tesserocr]'"
            ) from error
        self._data = _data_folder()

    def version(self) -> str:
        """Return e.g. ``tesserocr 5.3.0``."""
        return f"{self.name} {str(self._module.tesseract_version()).split()[1]}"

    def languages(self) -> frozenset[str]:
        """Return the language codes that are installed."""
        return frozenset(self._module.get_languages(*self._data)[1])

    def read(self, pictures: Sequence[npt.NDArray[np.uint8]], request: Request) -> tuple[tuple[OcrWord, ...], ...]:
        """Read grey pictures (height, width), one answer each; a fresh API, since variables stick to an old one."""
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        languages = "+".join(request.languages)
        with self._module.PyTessBaseAPI(*self._data, lang=languages, psm=request.segmentation) as api:
            for key, value in request.variables().items():
                api.SetVariable(key, value)
            return tuple(self._one(api, picture, request) for picture in pictures)

    def _one(self, api: object, picture: npt.NDArray[np.uint8], request: Request) -> tuple[OcrWord, ...]:
        session = cast("_Session", api)
        picture = _ample(picture)
        height, width = picture.shape
        session.SetImageBytes(picture.tobytes(), width, height, 1, width)
        if not session.Recognize(int(request.seconds * 1000)):
            raise OcrError(f"Tesseract gave no answer within {request.seconds:.0f} s", remedy="the page was left out")
        return _parse(session.GetTSVText(0), 1, headed=False)[0]


def _data_folder() -> tuple[str, ...]:
    """Return the folder of the program's language models: the package looks only where its wheel was built."""
    if "TESSDATA_PREFIX" in os.environ or shutil.which("tesseract") is None:
        return ()
    with suppress(DecklineError):
        answer = re.search(r'"(.+)"', _ask("tesseract", "--list-langs").partition("\n")[0])
        return (answer[1],) if answer else ()
    return ()


class _Session(Protocol):
    """The part of ``tesserocr.PyTessBaseAPI`` that is used."""

    def SetImageBytes(self, data: bytes, width: int, height: int, depth: int, stride: int) -> None: ...  # noqa: N802

    def Recognize(self, timeout: int) -> bool: ...  # noqa: N802

    def GetTSVText(self, page: int) -> str: ...  # noqa: N802


def _arguments(request: Request) -> Iterator[str]:
    yield from ("--psm", str(request.segmentation), "--dpi", str(request.dpi), "-c", "tessedit_create_tsv=1")
    for key, value in request.variables().items():
        yield from ("-c", f"{key}={value}")


def _ample(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Widen a picture that is smaller than Tesseract's thresholding takes, by white to the right and below."""
    import numpy as np

    lacking = [(0, max(0, _LEAST_SIDE - side)) for side in picture.shape]
    return np.pad(picture, lacking, constant_values=255) if any(more for _, more in lacking) else picture


def _save(picture: npt.NDArray[np.uint8], path: Path) -> str:
    height, width = picture.shape
    path.write_bytes(b"P5 %d %d 255\n" % (width, height) + picture.tobytes())
    return str(path)


def _parse(output: str, pictures: int, *, headed: bool = True) -> tuple[tuple[OcrWord, ...], ...]:
    """Read Tesseract's TSV; raises ``OcrError`` where it is no such table."""
    found: list[list[OcrWord]] = [[] for _ in range(pictures)]
    lines: dict[tuple[str, ...], int] = {}
    rows = csv.reader(io.StringIO(output), delimiter="\t", quoting=csv.QUOTE_NONE)
    if headed and next(rows, [""])[0] != "level":
        raise OcrError("Tesseract answered with something else than a table of words")
    try:
        for row in rows:
            if len(row) != 12 or row[0] != "5" or not row[11].strip():
                continue
            page = int(row[1]) - 1 if headed else 0
            line = lines.setdefault(tuple(row[1:5]), len(lines))
            found[page].append(_word(row, line))
    except (ValueError, IndexError) as error:
        raise OcrError("Tesseract answered with something else than a table of words") from error
    return tuple(map(tuple, found))


def _word(row: Sequence[str], line: int) -> OcrWord:
    left, top, width, height = (int(value) for value in row[6:10])
    text = unicodedata.normalize("NFC", row[11].strip())
    confidence = min(max(float(row[10]) / 100, 0.0), 1.0)
    return OcrWord(text, left, top, left + width, top + height, round(confidence, 4), line)
