"""The output folder between runs: atomic, and honest about what it depends on."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cache import Entry, Keys, Part, RunRecord, Store, changed, code_digest, digest, dump, load
from pipeline.errors import OutputError
from pipeline.model import State


def _record(*names: str) -> RunRecord:
    return RunRecord("0", "key", documents=tuple(Entry(name, f"{name}.pdf", "", State.OK) for name in names))


def _stage(store: Store, name: str, text: str = "deck") -> None:
    made = store.job(0)
    made.mkdir(parents=True)
    (made / "deck.json").write_text(text, encoding="utf-8")
    store.stage(name, made, Keys((Part("content", text),)))


def _publish(store: Store, record: RunRecord, **files: str) -> None:
    exported = store.work / "export"
    exported.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (exported / f"{name}.csv").write_text(text, encoding="utf-8")
    store.publish(record, exported, replaces_data=True)


def test_changed_names_the_parts_that_differ() -> None:
    """What ``-v`` says."""
    old = (Part("content", "1"), Part("options", "2"))
    assert changed(old, old) == ""
    assert changed(old, (Part("content", "1"), Part("options", "3"), Part("tools", ""))) == "options, tools"


def test_digest_tells_values_apart() -> None:
    """Joined values do not run into one another."""
    assert digest("a", "b") == digest("a", "b")
    assert len({digest("a", "b"), digest("ab"), digest("b", "a"), digest("a", "b", None)}) == 4
    assert code_digest("extract") != code_digest("normalise")


def test_surrogates_come_back(tmp_path: Path) -> None:
    """A lone surrogate in a text is no reason to lose a deck."""
    path = tmp_path / "x.json"
    path.write_bytes(dump({"name": "a\ud800ä", "value": "1"}))
    assert load(Part, path) == Part("a\ud800ä", "1")


def test_torn_or_foreign_files_are_as_good_as_none(tmp_path: Path) -> None:
    """What cannot be read is made again."""
    path = tmp_path / "x.json"
    assert load(Part, path) is None
    for text in ("", '{"name": "a"', '{"name": "a", "value": "b", "more": 1}', "[]", '"text"'):
        path.write_text(text, encoding="utf-8")
        assert load(Part, path) is None


def test_documents_wait_until_all_is_done(tmp_path: Path) -> None:
    """The old document stays in its place until the new run is whole."""
    store = Store(tmp_path / "out")
    with store.locked():
        _stage(store, "a", "old")
        _publish(store, _record("a"), table="old")
    deck = tmp_path / "out" / "documents" / "a" / "deck.json"
    with store.locked():
        _stage(store, "a", "new")
        assert deck.read_text(encoding="utf-8") == "old"
        assert store.keys("a").extract == (Part("content", "new"),)
        _publish(store, _record("a"), table="new")
    assert deck.read_text(encoding="utf-8") == "new"
    assert not store.work.exists()


def test_killed_run_leaves_its_finished_documents(tmp_path: Path) -> None:
    """The next run clears scratch away and keeps what was finished."""
    store = Store(tmp_path / "out")
    with store.locked():
        _stage(store, "a")
        store.job(1).mkdir(parents=True)
    with store.locked():
        assert store.keys("a").extract
        assert not store.job(1).exists()


def test_stale_files_go_and_strange_ones_stay(tmp_path: Path) -> None:
    """Only what an earlier run wrote is removed."""
    store, out = Store(tmp_path / "out"), tmp_path / "out"
    with store.locked():
        _stage(store, "a")
        _stage(store, "b")
        _publish(store, _record("a", "b"), one="1", two="2")
    (out / "mine.csv").write_text("mine", encoding="utf-8")
    (out / "documents" / "notes").mkdir()
    with store.locked():
        _publish(store, _record("b"), one="1")
    files = sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file())
    assert files == ["documents/b/deck.json", "documents/b/key.json", "mine.csv", "one.csv", "run.json"]
    assert (out / "documents" / "notes").is_dir()


def test_whole_sees_what_is_gone(tmp_path: Path) -> None:
    """A removed table or document is noticed without reading any."""
    store, out = Store(tmp_path / "out"), tmp_path / "out"
    with store.locked():
        _stage(store, "a")
        _publish(store, _record("a"), one="1")
    record = store.record()
    assert record is not None
    assert store.whole(record)
    (out / "one.csv").unlink()
    assert not store.whole(record)


def test_read_only_disk_leaves_the_old_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up while documents are staged is one error, and the old run still stands."""
    store = Store(tmp_path / "out")
    with store.locked():
        _stage(store, "a", "old")
        _publish(store, _record("a"), one="1")

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device", str(self))

    with store.locked():
        monkeypatch.setattr(Path, "write_bytes", full)
        with pytest.raises(OutputError, match="No space left"):
            _stage(store, "a", "new")
    assert store.record() is not None
    assert (tmp_path / "out" / "documents" / "a" / "deck.json").read_text(encoding="utf-8") == "old"
