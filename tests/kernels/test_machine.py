"""How kernels are compiled and kept."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest

from dedup.kernels import cache, compiled
from dedup.kernels.compiled import machine
from dedup.text import folding

if TYPE_CHECKING:
    from pathlib import Path


def doubled(value: int) -> int:
    return 2 * value


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty cache folder, the only kernel being one that has not been compiled."""
    monkeypatch.setattr(machine, "KERNELS", [])
    monkeypatch.setattr(machine, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(machine, "forget_old", lambda: None)
    return tmp_path


def warmed() -> list[str]:
    """Return what is told when a kernel is made ready as in a new process."""
    machine.KERNELS.clear()
    double = machine.kernel("int64(int64)")(doubled)
    told = list[str]()
    machine.warm(told.append)
    assert double(21) == 42
    return told


def test_only_the_first_compilation_on_a_machine_is_told(folder: Path) -> None:
    """It is one line, and code that is kept is loaded in silence."""
    assert warmed() == ["compiling the kernels: a few seconds, once on this machine"]
    assert list(folder.rglob("*.nbc"))
    assert warmed() == []


def test_without_a_cache_folder_kernels_run_all_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are compiled every time, and that is said."""
    monkeypatch.setattr(machine, "cache_folder", lambda: None)
    for _ in range(2):
        assert [line for line in warmed() if "every time" in line]
    assert not list(folder.rglob("*"))


def test_a_cache_folder_that_cannot_be_made_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in its place is no error."""
    (tmp_path / "dedup").write_text("in the way")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert cache.cache_folder.__wrapped__() is None


def test_the_cache_folder_is_named_after_the_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of the kernels never runs code that was made from this one."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    now = cache.cache_folder.__wrapped__()
    monkeypatch.setattr(cache, "_SOURCES", ("folding.py",))
    assert cache.cache_folder.__wrapped__() != now


def test_machine_code_of_other_versions_is_removed_when_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made of late stays, for it may be another environment's."""
    names = ("kernels-now", "kernels-late", "kernels-old", "other")
    for name in names:
        (tmp_path / name).mkdir()
    for name in ("kernels-now", "kernels-old", "other"):
        os.utime(tmp_path / name, (0, time.time() - 100 * 86400))
    monkeypatch.setattr(cache, "cache_folder", lambda: tmp_path / "kernels-now")
    cache.forget_old()
    assert sorted(folder.name for folder in tmp_path.iterdir()) == ["kernels-late", "kernels-now", "other"]


def test_threads_do_not_disturb_each_other() -> None:
    """Batches in four threads give what they give one after the other."""
    batches = [
        np.frombuffer(" ".join(f"word{i * k % 7919} naïve “{i}”" for i in range(3000)).encode(), np.uint8)
        for k in range(1, 9)
    ]

    def hashed(batch: np.ndarray) -> list[int]:
        hashes, _ = compiled.hash_words(batch, np.array([0, batch.size]), folding.load())
        return [int(value) for value in hashes]

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(hashed, batches)) == [hashed(batch) for batch in batches]
