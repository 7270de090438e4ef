"""What is installed of the programs, languages and optional packages that reading can use."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.cache import Part
from pipeline.profiles import known, language

_CORE = ("pdfplumber", "pypdfium2", "python-pptx", "pytesseract", "opencv-python-headless", "rapidfuzz", "pandas")
_READING = ("pdfminer.six", *_CORE[:5], "pillow", "numpy", "tesserocr", "pikepdf")
_OPTIONAL = {"pyarrow": "parquet", "frictionless": "check", "pikepdf": "rescue", "tesserocr": "tesserocr"}
_FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts", "~/.fonts")
_DEBIAN = {"fi": "tesseract-ocr-fin", "sv": "tesseract-ocr-swe", "en": "tesseract-ocr-eng"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that may be there: its version or place, what it is for, and how to get it."""

    name: str
    present: bool
    detail: str
    purpose: str
    remedy: str = ""
    core: bool = False


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The Tesseract that the path finds; both empty where there is none."""

    version: str = ""
    languages: tuple[str, ...] = ()


def tesseract() -> Tesseract:
    """Ask Tesseract for its version and languages."""
    program = shutil.which("tesseract")
    if program is None:
        return Tesseract()
    words = _answer(program, "--version").split()
    languages = _answer(program, "--list-langs").splitlines()[1:]
    return Tesseract(words[1] if len(words) > 1 else "unknown", tuple(sorted(line.strip() for line in languages)))


def _answer(*command: str) -> str:
    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=20, check=False)
        return done.stdout
    return ""


def voikko() -> str:
    """Return the version of libvoikko when it has a Finnish dictionary, else an empty text."""
    with suppress(Exception):
        from libvoikko import Voikko

        found = [d for d in Voikko.listDicts() if d.language == "fi"]
        return str(Voikko.getVersion()) if found else ""
    return ""


def libreoffice() -> str:
    """Return the command of LibreOffice, empty where there is none."""
    from pipeline.extract import office

    return office.installed()


def reading_tools() -> tuple[Part, ...]:
    """Return the versions that the text of a deck depends on, the missing ones with an empty value."""
    engine = tesseract()
    packages = [Part(name, _version(name)) for name in _READING]
    office = Part("libreoffice", "present" if libreoffice() else "")
    return (
        Part("tesseract", engine.version),
        Part("tesseract languages", ",".join(engine.languages)),
        office,
        *packages,
    )


def language_tools() -> tuple[Part, ...]:
    """Return the versions that corrected text depends on."""
    names = ("wordfreq", "rapidfuzz", "scipy")
    return (Part("voikko", voikko()), *(Part(name, _version(name)) for name in names))


def _version(name: str) -> str:
    with suppress(importlib.metadata.PackageNotFoundError):
        return importlib.metadata.version(name)
    return ""


def examine() -> tuple[Finding, ...]:
    """Look for everything, the most needed first."""
    return (*_packages(), *_ocr(), _office(), *_words(), *_extras(), _fonts())


def lines(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield a line per finding: what is there, and what to install for the rest."""
    width = max((len(finding.name) for finding in findings), default=0)
    for one in findings:
        note = one.detail if one.present else f"for {one.purpose}: {one.remedy}"
        yield f"{'ok' if one.present else '--'}  {one.name.ljust(width)}  {note}".rstrip()


def _packages() -> Iterator[Finding]:
    for name in _CORE:
        version = _version(name)
        yield Finding(name, bool(version), version, "core package", f"pip install {name}", core=True)


def _ocr() -> Iterator[Finding]:
    engine = tesseract()
    remedy = _install("tesseract-ocr", "tesseract")
    yield Finding("tesseract", bool(engine.version), engine.version, "scanned pages", remedy)
    for code in known("languages"):
        name = language(code).tesseract
        packages = _install(_DEBIAN.get(code, f"tesseract-ocr-{name}"), "tesseract-lang")
        yield Finding(f"tesseract language {name}", name in engine.languages, "", f"scans in {code}", packages)
    remedy = _install("tesseract-ocr-osd", "tesseract-lang")
    yield Finding("tesseract osd", "osd" in engine.languages, "", "pages that lie on their side", remedy)


def _office() -> Finding:
    found = libreoffice()
    return Finding(
        "libreoffice", bool(found), found, "ODP and PPT decks", _install("libreoffice-impress", "libreoffice")
    )


def _words() -> Iterator[Finding]:
    version = voikko()
    remedy = _install("libvoikko1 voikko-fi", "libvoikko")
    yield Finding("voikko with Finnish", bool(version), version, "corrections of Finnish text", remedy)
    found = _version("wordfreq")
    yield Finding("wordfreq", bool(found), found, "corrections of Swedish and English text", "pip install wordfreq")


def _extras() -> Iterator[Finding]:
    for name, extra in sorted(_OPTIONAL.items()):
        version = _version(name)
        yield Finding(name, bool(version), version, "optional package", f"pip install 'deckline[{extra}]'")


def _fonts() -> Finding:
    places = [Path(os.path.expanduser(place)) for place in _FONTS]
    there = any(next(place.rglob("*.[ot]t[fc]"), None) for place in places if place.is_dir())
    remedy = _install("fonts-dejavu-core", "font-dejavu")
    return Finding("fonts", there, "", "pages whose fonts are not embedded", remedy)


def _install(debian: str, brew: str) -> str:
    return f"brew install {brew}" if sys.platform == "darwin" else f"apt-get install {debian}"
