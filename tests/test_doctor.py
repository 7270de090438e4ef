"""What is installed: found by asking, never by guessing."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import doctor


def _program(folder: Path, script: str) -> None:
    path = folder / "tesseract"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def test_tesseract_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Version and languages come from the program on the path."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    _program(tmp_path, 'case $1 in --version) echo "tesseract 9.8.7";; *) printf "List of\\nswe\\nfin\\n";; esac')
    assert doctor.tesseract() == doctor.Tesseract("9.8.7", ("fin", "swe"))


@pytest.mark.parametrize("script", ["exit 3", "kill -9 $$", "printf '\\377\\376'"])
def test_broken_tesseract_is_no_crash(script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that dies or prints rubbish has no languages."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    _program(tmp_path, script)
    assert doctor.tesseract().languages == ()


def test_no_tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its absence is a finding with a remedy, not an error."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert doctor.tesseract() == doctor.Tesseract()
    findings = {finding.name: finding for finding in doctor.examine()}
    assert not findings["tesseract"].present
    assert "tesseract" in findings["tesseract"].remedy
    assert not findings["tesseract"].core


def test_keys_name_every_tool_with_or_without_it() -> None:
    """Installing an engine changes the key, so that scans are read then."""
    names = [part.name for part in (*doctor.reading_tools(), *doctor.language_tools())]
    assert {"tesseract", "tesseract languages", "pdfplumber", "voikko", "wordfreq"} <= set(names)
    assert len(names) == len(set(names))
