"""The house: who may import whom.  Every import of the package is read from its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "pipeline"
# Each layer may import itself and the layers before it.
LAYERS = (
    ("errors",),
    ("reading",),
    ("model",),
    ("records",),
    ("naming", "codec", "locale"),
    ("profiles",),
    ("extract", "normalise", "export"),
    ("discovery", "settings", "cache", "workers", "pool", "nursery"),
    ("doctor",),
    ("cluster",),
    ("planning", "reports", "overrides", "deaths"),
    ("documents", "finish"),
    ("run",),
    ("audit", "inspection", "library", "messages", "progress", "suggestion"),
    ("terminal",),
    ("cli",),
)
STAGES = {"extract", "normalise", "export"}
ROOM_OF_PACKAGE = {"click": "cli", "pandas": "export", "xlsxwriter": "export", "cv2": "extract", "pptx": "extract"}
HEAVY = {"pandas", "cv2", "pytesseract", "pptx", "pdfplumber", "pypdfium2", "xlsxwriter", "scipy", "wordfreq"}


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def _runtime(tree: ast.AST) -> Iterator[ast.stmt]:
    """Yield import statements that run: not those for the type checker alone."""
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)) and id(node) not in typing_only:
            yield node


def _imported(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "relative imports hide arrows"
        assert node.module is not None
        if node.module == "pipeline":
            yield from (f"pipeline.{alias.name}" for alias in node.names if not alias.name.startswith("__"))
        else:
            yield node.module


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {name for node in _runtime(tree) for name in _imported(node)}


def _rooms_imported(path: Path) -> set[str]:
    return {name.split(".")[1] for name in _imports(path) if name.startswith("pipeline.")}


def _layer(room: str) -> int:
    return next(n for n, layer in enumerate(LAYERS) if room in layer)


@pytest.mark.parametrize("path", _modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_point_down(path: Path) -> None:
    """No module imports a later layer, and the stages never import one another."""
    room = _room(path)
    if room == "__init__":
        assert not _rooms_imported(path)
        return
    for other in _rooms_imported(path) - {room}:
        assert _layer(other) <= _layer(room), f"{room} imports {other}"
        assert not {room, other} <= STAGES, f"stage {room} imports stage {other}"


def test_every_module_has_a_layer() -> None:
    """A new module at the top needs its place in the order."""
    rooms = {_room(path) for path in _modules()} - {"__init__"}
    assert rooms == {room for layer in LAYERS for room in layer}


def test_only_run_imports_all_three_stages() -> None:
    """The stages are wired in one place."""
    wiring = {_room(path) for path in _modules() if len(_rooms_imported(path) & STAGES) > 1}
    assert wiring == {"run"}


@pytest.mark.parametrize(("package", "room"), ROOM_OF_PACKAGE.items())
def test_packages_stay_in_their_rooms(package: str, room: str) -> None:
    """Click only on the command line, pandas only in the export."""
    users = {_room(path) for path in _modules() if any(n.split(".")[0] == package for n in _imports(path))}
    assert users <= {room}


def test_light_modules_load_nothing_heavy() -> None:
    """What every start of the command loads imports no big package, not even through others."""
    light = {room for layer in LAYERS for room in layer} - STAGES
    for path in _modules():
        if _room(path) in light:
            tops = {name.split(".")[0] for name in _imports(path)}
            assert not tops & HEAVY, path
