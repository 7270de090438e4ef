"""Runs a command and tells what it cost: ``PYTHON launch.py REPORT COMMAND...``; used by ``cost``.

A process of its own and small, since a process keeps the memory of the one that started it in its highest
figure: started by a large measuring program every worker would look large.
"""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

POLL_SECONDS = 0.02


def peak(pid: int) -> int:
    """Return the highest resident memory so far in KiB, 0 where the system does not tell."""
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s*(\d+)", text)
    return int(found.group(1)) if found else 0


def main() -> int:
    """Run the command; return 0."""
    began = time.monotonic()
    process = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL)
    parent = 0
    while True:
        parent = max(parent, peak(process.pid))
        pid, status, use = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        time.sleep(POLL_SECONDS)
    process.returncode = os.waitstatus_to_exitcode(status)
    told = {
        "cpu": use.ru_utime + use.ru_stime,
        "wall": time.monotonic() - began,
        "parent": parent / 1024,
        "largest": use.ru_maxrss / 1024,
        "code": process.returncode,
    }
    Path(sys.argv[1]).write_text(json.dumps(told), encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main())
