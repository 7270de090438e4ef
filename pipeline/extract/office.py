"""Decks of other office formats: LibreOffice turns them into PPTX, and that is read.

The program gets a profile of its own that runs no macro, follows no link and reaches no network, and it is
ended, with all it has started, when its time is up.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pipeline.errors import CorruptError, LimitError, UnsupportedError
from pipeline.extract.scene import ReadOptions
from pipeline.model import Page

COMMANDS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
SECONDS = 120.0
_START_AGAIN, _STARTS = (79, 81), 3  # desktop/source/inc/exithelper.h: a crash that was mended, a normal restart
_INSTALL = "install LibreOffice (Debian: apt-get install libreoffice-impress), or save it as PPTX or PDF"
_SETTINGS = {
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel"): "3",
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution"): "true",
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent"): "true",
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks"): "true",
    ("org.openoffice.Inet/Settings", "ooInetProxyType"): "2",
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName"): "127.0.0.1",
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort"): "9",
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName"): "127.0.0.1",
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort"): "9",
}


def read(data: bytes, options: ReadOptions) -> Iterator[Page]:
    """Yield the slides of an ODP or PPT deck.

    Raises ``UnsupportedError`` without LibreOffice, ``CorruptError`` where it makes no deck of the bytes, and
    ``LimitError`` where it takes too long.
    """
    from pipeline.extract import pptx

    program = installed()
    if not program:
        raise UnsupportedError("an ODP or PPT deck, which only LibreOffice can open", remedy=_INSTALL)
    return pptx.read(_converted(program, data), options)


def installed() -> str:
    """Return the command of LibreOffice, empty where there is none."""
    return next((found for name in COMMANDS if (found := shutil.which(name))), "")


def _converted(program: str, data: bytes) -> bytes:
    with tempfile.TemporaryDirectory(prefix="deckline-office-") as name:
        folder = Path(name)
        source, out = folder / "deck", folder / "out"
        source.write_bytes(data)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")
        _run(
            [
                *_command(program),
                "--headless",
                "--norestore",
                "--nolockcheck",
                f"-env:UserInstallation={profile.as_uri()}",
                "--convert-to",
                "pptx:Impress MS PowerPoint 2007 XML",
                "--outdir",
                str(out),
                str(source),
            ]
        )
        made = sorted(out.glob("*.pptx"))
        if not made:
            raise CorruptError("LibreOffice makes no deck of it", remedy="open and save it as PPTX or PDF")
        return made[0].read_bytes()


def _command(program: str) -> tuple[str, ...]:
    """Return what starts the program so that it dies with this process, where the system can do that (Linux).

    What users start is a watcher over the program itself, which would outlive it.
    """
    itself = Path(program).resolve().with_name("soffice.bin")
    bound = shutil.which("setpriv")
    return (bound, "--pdeathsig", "KILL", str(itself)) if bound and itself.is_file() else (program,)


def _run(command: list[str]) -> None:
    """Run the program to its end; it asks for another start where it has just set up its profile."""
    until = time.monotonic() + SECONDS
    for _ in range(_STARTS):
        if _ended(command, until - time.monotonic()) not in _START_AGAIN:
            return


def _ended(command: list[str], seconds: float) -> int:
    # A worker leads a process group that is killed with it: there the program stays in that group.
    apart = os.getpgrp() != os.getpid()
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=apart,
        env={**os.environ, "SAL_USE_VCLPLUGIN": "svp"},
    )
    try:
        return process.wait(max(0.0, seconds))
    except subprocess.TimeoutExpired:
        message = f"LibreOffice took longer than {SECONDS:.0f} s"
        raise LimitError(message, remedy="save it as PPTX or PDF") from None
    finally:
        _end(process, group=apart)


def _end(process: subprocess.Popen[bytes], *, group: bool) -> None:
    """End the program and what it has started: its first process only watches over others."""
    with suppress(ProcessLookupError, PermissionError):
        if group:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _registry() -> str:
    """Return the settings of the profile (LibreOffice's registrymodifications.xcu)."""
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for (path, name), value in _SETTINGS.items()
    )
    names = 'xmlns:oor="http://openoffice.org/2001/registry"'
    return f'<?xml version="1.0" encoding="UTF-8"?><oor:items {names}>{items}</oor:items>'
