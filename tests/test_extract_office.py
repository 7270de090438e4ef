"""Decks of other office formats: turned into slides by LibreOffice, or refused with what to install."""

from __future__ import annotations

import io
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from pptx import Presentation

from pipeline.errors import CorruptError, LimitError, UnsupportedError
from pipeline.extract import office, open_document, sniff
from pipeline.extract.scene import ReadOptions
from pipeline.model import Page

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "PowerPoint Document".encode("utf-16-le")


def slides() -> bytes:
    """Return a deck of one slide."""
    deck = Presentation()
    page = deck.slides.add_slide(deck.slide_layouts[5])
    assert page.shapes.title is not None
    page.shapes.title.text = "Kirjaston vuosi"
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def odp() -> bytes:
    """Return the least that says of itself that it is an OpenDocument presentation."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.presentation")
    return out.getvalue()


def program(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Let a script stand in for LibreOffice."""
    (folder / "bin").mkdir()
    path = folder / "bin" / "soffice"
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setattr(office, "COMMANDS", (str(path),))


def read(folder: Path, data: bytes) -> list[Page]:
    """Read bytes as a run does."""
    (folder / "deck").write_bytes(data)
    _, pages = open_document(folder / "deck", "deck", ReadOptions(ocr="never"))
    return list(pages)


@pytest.mark.parametrize("data", [odp(), OLD], ids=["odp", "ppt"])
def test_without_libreoffice_it_is_said_what_to_install(
    data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One message that names the program."""
    monkeypatch.setattr(office, "COMMANDS", ("no-such-program",))
    with pytest.raises(UnsupportedError, match="install LibreOffice"):
        read(tmp_path, data)


@pytest.mark.parametrize("data", [odp(), OLD], ids=["odp", "ppt"])
def test_the_slides_that_come_back_are_read(data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program runs with a profile of its own that forbids macros, and its slides are read."""
    (tmp_path / "made.pptx").write_bytes(slides())
    body = f"""
case "$4" in -env:UserInstallation=file://*) ;; *) exit 1;; esac
grep -q DisableMacrosExecution "${{4#*file://}}/user/registrymodifications.xcu" || exit 1
mkdir -p "$8"; cp {tmp_path / "made.pptx"} "$8/deck.pptx\""""
    program(tmp_path, monkeypatch, body)
    (page,) = read(tmp_path, data)
    assert [w.text for w in page.words] == ["Kirjaston", "vuosi"]


def test_a_program_that_makes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash or a refusal is a corrupt document, not an empty one."""
    program(tmp_path, monkeypatch, "exit 77")
    with pytest.raises(CorruptError, match="makes no deck"):
        read(tmp_path, odp())


def test_a_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also what it has started, for the program itself only watches over others."""
    program(tmp_path, monkeypatch, f"(sleep 2; touch {tmp_path / 'late'}) & wait")
    monkeypatch.setattr(office, "SECONDS", 0.3)
    with pytest.raises(LimitError, match="longer than"):
        read(tmp_path, odp())
    time.sleep(2.2)
    assert not (tmp_path / "late").exists()


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
@pytest.mark.parametrize("form", ["odp", "ppt"])
def test_libreoffice_itself(form: str, tmp_path: Path) -> None:
    """A deck saved in the other format says the same."""
    (tmp_path / "in.pptx").write_bytes(slides())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office.installed(), "--headless", profile, "--convert-to", form, "--outdir", str(tmp_path)]
    office._run([*command, str(tmp_path / "in.pptx")])
    data = (tmp_path / f"in.{form}").read_bytes()
    assert sniff.media_type(data) == (sniff.ODP if form == "odp" else sniff.PPT)
    assert [w.text for w in read(tmp_path, data)[0].words] == ["Kirjaston", "vuosi"]


@pytest.mark.skipif(not (shutil.which("soffice") and shutil.which("setpriv")), reason="needs LibreOffice on Linux")
def test_libreoffice_does_not_outlive_who_started_it(tmp_path: Path) -> None:
    """Killed in the middle, a worker leaves nothing behind, not even the program below the watcher."""
    command = (*office._command(office.installed()), "--headless", f"-env:UserInstallation={tmp_path.as_uri()}/own")
    script = f"from pipeline.extract import office; office._run({[*command, '--accept=pipe,name=never']!r})"
    worker = subprocess.Popen([sys.executable, "-c", script])
    _await(tmp_path, there=True)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    _await(tmp_path, there=False)


def _await(folder: Path, *, there: bool) -> None:
    """Wait until a process that names a folder is there, or is gone."""
    for _ in range(200):
        if any(b"soffice.bin" in line and str(folder).encode() in line for line in _commands()) == there:
            return
        time.sleep(0.1)
    pytest.fail("LibreOffice did not start" if there else "LibreOffice is still there")


def _commands() -> Iterator[bytes]:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            yield path.read_bytes()
