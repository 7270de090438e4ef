"""House rules that can be counted."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = sorted((ROOT / "pipeline").rglob("*.py"))
CODE = sorted([*PACKAGE, *(ROOT / "tests").rglob("*.py"), *(ROOT / "samples").rglob("*.py")])
MACHINE = re.compile(r"/(work|home|root|Users)/[a-z]", re.IGNORECASE)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _functions(path: Path) -> list[Function]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def _length(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_files_and_functions_are_short(path: Path) -> None:
    """Files under 400 lines, functions at most 60."""
    assert len(path.read_text(encoding="utf-8").splitlines()) < 400
    assert [f"{f.name}: {_length(f)}" for f in _functions(path) if _length(f) > 60] == []


def test_most_functions_are_short() -> None:
    """At least nine in ten fit in 30 lines."""
    lengths = [_length(node) for path in PACKAGE for node in _functions(path)]
    assert sum(length <= 30 for length in lengths) >= 0.9 * len(lengths)


@pytest.mark.parametrize("path", PACKAGE, ids=_name)
def test_nothing_prints_and_no_type_is_any(path: Path) -> None:
    """Messages go through the command line; types say what they are."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not calls & {"print", "input", "eval", "exec", "breakpoint"}
    assert "Any" not in names


@pytest.mark.parametrize("path", PACKAGE, ids=_name)
def test_no_global_state(path: Path) -> None:
    """No ``global`` statement, no assert-free mutable default."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Global)]


def test_nothing_names_a_machine() -> None:
    """No file of the repository holds a path of somebody's machine."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.suffix in (".py", ".toml", ".md", ".txt", ".json", ".csv", ".yaml", ".sh", "") and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not MACHINE.search(text), name


def test_help_answers_at_once() -> None:
    """Starting the command loads no big package, so ``--help`` stays well under 0.2 s on an idle machine."""
    code = (
        "import sys; from pipeline.cli import deckline;"
        "deckline(['--help'], standalone_mode=False);"
        "print(*sorted(m for m in sys.modules if m in ('pandas', 'numpy', 'pdfplumber', 'cv2', 'pptx', 'tqdm')))"
    )
    begun = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == ""
    assert time.monotonic() - begun < 5
