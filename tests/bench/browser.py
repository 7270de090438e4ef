"""Chromium without a window, driven over its own pipe: open a page, ask it something, take its picture.

The DevTools protocol over file descriptors 3 and 4 (https://chromedevtools.github.io/devtools-protocol/):
JSON messages, each ended by a zero byte.  No driver and no package is needed, and no port is opened.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TypeAlias, cast

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
SECONDS = 60.0
# Chromium talks on descriptors 3 and 4 whatever theirs are; first out of the way, then into place.
_START = """
import fcntl, os, sys
high = [fcntl.fcntl(int(fd), fcntl.F_DUPFD, 10) for fd in sys.argv[1:3]]
for place, fd in enumerate(high, 3):
    os.dup2(fd, place)
os.execv(sys.argv[3], sys.argv[3:])
"""


def found() -> str | None:
    """Return the path of a Chromium, nothing where none is installed."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Browser:
    """One Chromium with one page; a context manager."""

    def __init__(self, width: int = 1280, height: int = 900) -> None:
        """Remember the size of the window in pixels."""
        self.size = (width, height)
        self._number = 0
        self._rest = b""
        self._session = ""

    def __enter__(self) -> Browser:
        """Start the browser."""
        program = found()
        if program is None:
            raise FileNotFoundError("no Chromium")
        self._profile = tempfile.TemporaryDirectory(prefix="deckline-browser-", ignore_cleanup_errors=True)
        to_child, self._out = os.pipe()
        self._in, from_child = os.pipe()
        flags = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-extensions")
        quiet = (
            "--no-first-run",
            "--disable-background-networking",
            "--disable-dev-shm-usage",
            "--force-color-profile=srgb",
        )
        command = [program, *flags, *quiet, f"--user-data-dir={self._profile.name}", "--remote-debugging-pipe"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, str(to_child), str(from_child), *command],
            pass_fds=(to_child, from_child),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_child)
        os.close(from_child)
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = str(self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])
        self._ask("Page.enable")
        self._ask("Performance.enable", timeDomain="threadTicks")
        self.resize(*self.size)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the browser."""
        self._session = ""
        with suppress(OSError, RuntimeError):
            self._ask("Browser.close")
        os.close(self._out)
        os.close(self._in)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._profile.cleanup()

    def resize(self, width: int, height: int) -> None:
        """Set the size of the window in pixels."""
        self.size = (width, height)
        small = width < 600
        self._ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=small)

    def open(self, page: Path) -> float:
        """Open a file and wait until it is loaded; return the seconds from the call to the ``load`` event."""
        start = time.monotonic()
        self._ask("Page.navigate", url=page.resolve().as_uri())
        self._until("Page.loadEventFired")
        return time.monotonic() - start

    def cost(self, page: Path) -> float:
        """Open a file and return the seconds of CPU time that its loading and layout took."""
        self.open(page)
        metrics = cast("list[dict[str, Plain]]", self._ask("Performance.getMetrics")["metrics"])
        return next(cast("float", m["value"]) for m in metrics if m["name"] == "TaskDuration")

    def run(self, script: str) -> Plain:
        """Return the value of an expression in the page; a promise is awaited."""
        answer = self._ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"])[:500])
        return cast("dict[str, Plain]", answer["result"]).get("value")

    def picture(self, *, whole: bool = False) -> bytes:
        """Return the window, or the whole page, as PNG."""
        answer = self._ask("Page.captureScreenshot", format="png", captureBeyondViewport=whole, **self._clip(whole))
        return base64.b64decode(str(answer["data"]))

    def _clip(self, whole: bool) -> dict[str, Plain]:
        if not whole:
            return {}
        height = cast("int", self.run("document.documentElement.scrollHeight"))
        return {"clip": {"x": 0, "y": 0, "width": self.size[0], "height": min(height, 8000), "scale": 1}}

    def _ask(self, method: str, **parameters: Plain) -> dict[str, Plain]:
        self._number += 1
        order: dict[str, Plain] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            order["sessionId"] = self._session
        os.write(self._out, json.dumps(order).encode() + b"\0")
        while True:
            message = self._message()
            if message.get("id") == self._number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return cast("dict[str, Plain]", message.get("result", {}))

    def _until(self, event: str) -> None:
        while self._message().get("method") != event:
            pass

    def _message(self) -> dict[str, Plain]:
        end = time.monotonic() + SECONDS
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._in], [], [], max(end - time.monotonic(), 0))
            chunk = os.read(self._in, 1 << 16) if ready else b""
            if not chunk:
                raise RuntimeError("the browser does not answer")
            self._rest += chunk
        line, _, self._rest = self._rest.partition(b"\0")
        return cast("dict[str, Plain]", json.loads(line))
