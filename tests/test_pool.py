"""Work in other processes: what comes back, errors as they are, and nothing that outlives its caller."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.errors import OutputError, UsageError
from pipeline.pool import apart
from tests.fake_jobs import gone


def _told(text: str, times: int = 1) -> tuple[int, str]:
    return os.getpid(), text * times


def _fail(text: str) -> str:
    raise UsageError(text, where="here", remedy="do it otherwise")


def _stumble() -> str:
    return {"known": "one"}["other"]


def _die() -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return "never"


def _wait(told: Path) -> str:
    told.write_text(str(os.getpid()), encoding="ascii")
    time.sleep(60)
    return "never"


def test_work_is_done_in_another_process() -> None:
    """The answer comes back, and the process is gone."""
    process, text = apart(_told, "ab", times=2)
    assert text == "abab"
    assert process != os.getpid()
    assert gone(process)


def test_errors_come_back_as_they_are() -> None:
    """An error keeps its kind, its exit code and its remedy."""
    with pytest.raises(UsageError, match="here: no - do it otherwise") as caught:
        apart(_fail, "no")
    assert caught.value.remedy == "do it otherwise"


def test_mistakes_of_the_program_keep_their_trace() -> None:
    """What nobody foresaw names the line that it came from."""
    with pytest.raises(KeyError) as caught:
        apart(_stumble)
    assert "_stumble" in "".join(caught.value.__notes__)


def test_a_killed_process_is_an_error_with_a_remedy() -> None:
    """As where the system is short of memory."""
    with pytest.raises(OutputError, match="ended with -9 before its answer"):
        apart(_die)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupt_ends_the_other_process(tmp_path: Path, how: signal.Signals) -> None:
    """Also one that kills the caller."""
    told = tmp_path / "pid"
    lines = (
        "import signal; from pathlib import Path; from tests.test_pool import _wait; from pipeline.pool import apart",
        "signal.signal(signal.SIGINT, signal.default_int_handler)",
        f"apart(_wait, Path({str(told)!r}))",
    )
    caller = subprocess.Popen([sys.executable, "-c", "\n".join(lines)], stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while not (told.exists() and told.read_text(encoding="ascii")) and time.monotonic() < until:
        time.sleep(0.05)
    caller.send_signal(how)
    assert caller.wait(30) != 0
    assert gone(int(told.read_text(encoding="ascii")), 30)
