"""Kill runs at random moments: no file is ever torn, and the end has the bytes of a run that nobody disturbed.

``python -m tests.kills --count 200`` does it for long.  What is killed is the run's own process; its
workers must go with it.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from pipeline.run import Request, run
from pipeline.settings import Settings
from tests.fake_jobs import gone
from tests.fake_reader import JOB

SETTINGS = Settings(jobs=2, page_seconds=20)
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Account:
    """How many runs were killed and how many ended; files that were torn; whether the last bytes were the same."""

    kills: int
    ended: int
    torn: tuple[str, ...]
    orphans: int
    same: bool


def decks(folder: Path, count: int = 6) -> Path:
    """Write scripts for the fake reader, with pages that fail among them."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(count):
        script = f"Tavoite {n}\nsivu kaksi {n}\n" + ("fail\n" if n % 3 == 2 else "") + "viimeinen sivu\n"
        (folder / f"deck{n}.txt").write_text(script, encoding="utf-8")
    return folder


def hashes(out: Path) -> dict[str, str]:
    """Return the digest of every file of an output folder but those that a run is at work on."""
    files = (p for p in sorted(out.rglob("*")) if p.is_file() and ".work" not in p.relative_to(out).parts)
    return {p.relative_to(out).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def start(inputs: Path, out: Path) -> subprocess.Popen[bytes]:
    """Start a run in a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "tests.kills", "--child", str(inputs), str(out)], cwd=ROOT)


def kill_often(count: int, seed: int, folder: Path) -> Account:
    """Kill ``count`` runs at random moments; a run that ends is followed by one from the beginning."""
    draw, inputs = random.Random(seed), decks(folder / "in")
    began = time.monotonic()
    assert start(inputs, folder / "whole").wait() in (0, 5)
    length, wanted = time.monotonic() - began, hashes(folder / "whole")
    kills, ended, orphans, torn, round_ = 0, 0, 0, set[str](), 0
    same = True
    while kills < count:
        out = folder / f"out{round_}"
        process = start(inputs, out)
        try:
            process.wait(draw.uniform(0.2, 1.0) * length)
            ended, round_, same = ended + 1, round_ + 1, same and hashes(out) == wanted
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
        orphans += sum(not gone(pid) for pid in _workers(out))
        torn |= {name for name, digest in hashes(out).items() if wanted.get(name) != digest}
    assert start(inputs, folder / f"out{round_}").wait() in (0, 5)
    same = same and hashes(folder / f"out{round_}") == wanted
    return Account(kills, ended, tuple(sorted(torn)), orphans, same)


def _workers(out: Path) -> list[int]:
    texts = (path.read_text(encoding="utf-8") for path in sorted((out / ".work").glob("jobs/*/pid")))
    return [int(text) for text in texts if text]


def main() -> int:
    """Kill many runs, or be one that is killed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=200)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--child", nargs=2, metavar=("IN", "OUT"), help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.child:
        places, out = given.child
        return int(run([places], Path(out), Request(SETTINGS, job=JOB), lambda *_: None).exit_code)
    with tempfile.TemporaryDirectory() as scratch:
        account = kill_often(given.count, given.seed, Path(scratch))
    sys.stdout.write(f"{account}\n")
    return int(bool(account.torn) or bool(account.orphans) or not account.same)


if __name__ == "__main__":
    sys.exit(main())
