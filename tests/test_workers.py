"""Workers: whatever a job does, its caller gets one end, and no process is left."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.workers import End, Ending, Limits, Task, nursery, work
from tests.fake_jobs import gone

LIMITS = Limits(cpu_seconds=1, silent_seconds=20, wall_seconds=30, memory_mb=512)


def _end(job: str, folder: Path, limits: Limits = LIMITS) -> End:
    task = Task("one", f"tests.fake_jobs:{job}", "payload", folder / job)
    ((returned, end),) = work([task], 1, limits)
    assert returned is task
    return end


def test_job_gets_its_payload_and_folder(tmp_path: Path) -> None:
    """The plain case."""
    assert _end("write", tmp_path).ending is Ending.DONE
    assert (tmp_path / "write" / "answer.txt").read_text(encoding="utf-8") == "payload"


@pytest.mark.parametrize(
    ("job", "ending", "code", "word"),
    [
        ("refuse", Ending.RAISED, "corrupt", "a.pdf: broken - mend it"),
        ("fail", Ending.RAISED, "worker_crashed", "KeyError"),
        ("spin", Ending.CPU, "limit_exceeded", "CPU"),
        ("abort", Ending.CRASHED, "worker_crashed", "SIGABRT"),
        ("leave", Ending.CRASHED, "worker_crashed", "exit code 0"),
        ("allocate", Ending.MEMORY, "limit_exceeded", "512 MiB"),
    ],
)
def test_every_bad_end_has_a_class_and_one_line(job: str, ending: Ending, code: str, word: str, tmp_path: Path) -> None:
    """Exceptions, limits and crashes are told apart."""
    end = _end(job, tmp_path)
    assert (end.ending, end.code) == (ending, code)
    assert word in end.message
    assert "\n" not in end.message


def test_cpu_budget_is_for_one_step(tmp_path: Path) -> None:
    """A long deck needs no longer limit than a short one."""
    assert _end("steps", tmp_path).ending is Ending.DONE


def test_silence_kills_the_whole_group(tmp_path: Path) -> None:
    """A hanging worker goes, and what it started goes with it."""
    limits = Limits(cpu_seconds=5, silent_seconds=1.5, wall_seconds=30)
    assert _end("sleep", tmp_path, limits).ending is Ending.SILENT
    grandchild = int((tmp_path / "sleep" / "grandchild").read_text(encoding="utf-8"))
    assert gone(grandchild)


def test_steps_break_the_silence(tmp_path: Path) -> None:
    """Slow is not silent; the wall limit still holds."""
    assert _end("nap", tmp_path, Limits(5, 1.0, 30.0)).ending is Ending.DONE
    assert _end("sleep", tmp_path, Limits(5, 20.0, 1.0)).ending is Ending.WALL


def test_worker_is_confined_and_light(tmp_path: Path) -> None:
    """No core dumps, a group of its own, a fixed time zone, no pandas."""
    _end("report_environment", tmp_path)
    lines = (tmp_path / "report_environment" / "answer.txt").read_text(encoding="utf-8").splitlines()
    assert lines == ["0", "True", "UTC", "False"]


def test_all_tasks_end_once_with_any_number_of_jobs(tmp_path: Path) -> None:
    """One that dies does not disturb the others."""
    jobs = ["write", "abort", "write", "refuse", "write"]
    tasks = [Task(str(n), f"tests.fake_jobs:{job}", n, tmp_path / str(n)) for n, job in enumerate(jobs)]
    ends = {task.name: end.ending for task, end in work(tasks, 2, LIMITS)}
    done, crashed, raised = Ending.DONE, Ending.CRASHED, Ending.RAISED
    assert [ends[t.name] for t in tasks] == [done, crashed, done, raised, done]


def test_a_stale_result_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    """A second job in the same folder starts afresh."""
    folder = tmp_path / "same"
    for job, ending in (("write", Ending.DONE), ("abort", Ending.CRASHED)):
        ((_, end),) = work([Task("x", f"tests.fake_jobs:{job}", "", folder)], 1, LIMITS)
        assert end.ending is ending


def test_leaving_early_kills_the_workers(tmp_path: Path) -> None:
    """An interrupt in the middle leaves nothing running."""
    tasks = [Task(job, f"tests.fake_jobs:{job}", "", tmp_path / job) for job in ("sleep", "write")]
    ends = work(tasks, 2, LIMITS)
    next(ends)
    deadline = time.monotonic() + 10
    while not (tmp_path / "sleep" / "grandchild").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    ends.close()  # type: ignore[attr-defined]
    assert gone(int((tmp_path / "sleep" / "grandchild").read_text(encoding="utf-8")))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is loaded in advance")
def test_what_a_job_loads_the_next_one_finds_and_nothing_else(tmp_path: Path) -> None:
    """Modules are loaded in advance where a job had to load them; what it did is gone with its process."""
    tasks = [Task(str(n), "tests.fake_jobs:load", "", tmp_path / str(n)) for n in range(3)]
    assert [end.ending for _, end in work(tasks, 1, LIMITS)] == [Ending.DONE] * 3
    told = [(task.folder / "answer.txt").read_text(encoding="utf-8") for task in tasks]
    assert told == ["False False", "True False", "True False"]


def test_a_server_that_dies_costs_no_other_document(tmp_path: Path) -> None:
    """Its workers are begun again, once: one that was lost twice has crashed."""
    jobs = ("orphan", "write", "write")
    tasks = [Task(str(n), f"tests.fake_jobs:{job}", n, tmp_path / str(n)) for n, job in enumerate(jobs)]
    ends = {task.name: end for task, end in work(tasks, 2, LIMITS)}
    assert {name: end.ending for name, end in ends.items()} == {
        "0": Ending.CRASHED,
        "1": Ending.DONE,
        "2": Ending.DONE,
    }
    assert "its server" in ends["0"].message


def test_a_server_serves_again(tmp_path: Path) -> None:
    """One that was given stays for the next tasks, and has none left of those before."""
    home = nursery()
    try:
        tasks = [Task(job, f"tests.fake_jobs:{job}", "", tmp_path / job) for job in ("sleep", "write")]
        ends = work(tasks, 2, LIMITS, home)
        next(ends)
        until = time.monotonic() + 10
        while not (tmp_path / "sleep" / "grandchild").exists() and time.monotonic() < until:
            time.sleep(0.05)
        ends.close()  # type: ignore[attr-defined]
        assert gone(int((tmp_path / "sleep" / "grandchild").read_text(encoding="utf-8")))
        ((_, end),) = work([replace(tasks[1], folder=tmp_path / "again")], 1, LIMITS, home)
        assert end.ending is Ending.DONE
        assert home.alive
    finally:
        home.close()
    assert not home.alive
