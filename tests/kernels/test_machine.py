"""How kernels are compiled, kept and called."""

from __future__ import annotations

import ctypes
import math
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import llvmlite.binding
import numpy as np
import pytest

from dedup.kernels import cache, compiled
from dedup.kernels.compiled import loading, machine, shingles, together
from dedup.words import folding

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def doubled(value: int) -> int:
    return 2 * value


def either(first: int, chosen: bool, second: int) -> int:
    return first if chosen else second


def calling(value: int) -> int:
    return int(math.erf(value))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty cache folder, the only kernel being one that has not been compiled."""
    monkeypatch.setattr(machine, "KERNELS", [])
    monkeypatch.setattr(machine, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(machine, "forget_old", lambda: None)
    monkeypatch.setattr(together, "at_once", lambda: 1)
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
    assert warmed() == ["compiling the kernels: up to half a minute, once on this machine"]
    assert [file.suffix for file in folder.iterdir()] == [".o"]
    assert warmed() == []


@pytest.mark.parametrize("damage", [lambda raw: raw[:-1], lambda raw: raw[5:], lambda _raw: b""])
def test_code_that_is_not_whole_is_made_anew(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    """What a crash or a full disk left is not run."""
    warmed()
    (file,) = folder.iterdir()
    file.write_bytes(damage(file.read_bytes()))
    assert warmed()
    assert loading.unpack(file.read_bytes())


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


def test_code_of_another_processor_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home folder may be shared by machines."""
    warmed()
    monkeypatch.setattr(machine, "processor", lambda: "another")
    assert warmed()
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize(
    ("able", "wide"),
    [({"avx2": True}, False), ({"avx512f": True, "avx512vbmi2": False}, False), ({"avx512vbmi2": True}, True)],
)
def test_whole_vectors_are_used_where_they_slow_nobody_down(
    able: dict[str, bool], wide: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Processors before Ice Lake lower the clock for all programs on them when one uses vectors of 512 bits."""

    class Able(dict[str, bool]):
        def flatten(self) -> str:
            return ",".join(f"+{name}" for name, can in self.items() if can)

    monkeypatch.setattr(llvmlite.binding, "get_host_cpu_features", lambda: Able(able))
    assert loading.features.__wrapped__().endswith("-prefer-256-bit") is wide


def test_what_numba_compiles_for_others_is_asked_of_it_as_before() -> None:
    """How the processor is described to it holds while a kernel is made, and no longer; the kernel is made by that."""
    code = (
        "import numba; from dedup.kernels.compiled import loading, making;"
        "before = numba.config.CPU_FEATURES;"
        "made = making.make('it.doubled', lambda value: 2 * value, 'int64(int64)', []);"
        "assert numba.config.CPU_FEATURES == before and made.machine;"
        "target = numba.core.registry.cpu_target.target_context.codegen();"
        "assert target._tm_features == loading.features()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


def test_numba_is_imported_only_to_compile() -> None:
    """Kernels whose machine code is kept run without it, which saves half a second."""
    compiled.warm(lambda _line: None)
    code = "import sys; from dedup.kernels import compiled; compiled.warm(print); sys.exit('numba' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    assert told.stdout == (b"" if cache.cache_folder() else told.stdout)


def test_arrays_have_their_items_and_sizes_where_machine_code_looks_for_them() -> None:
    """Tuples and arrays are laid out in memory as the headers of Python and NumPy say."""
    array = np.zeros((3, 5), np.uint32)
    arguments = (array, 7)

    def words(address: int) -> Any:
        return ctypes.cast(address, ctypes.POINTER(ctypes.c_ssize_t))

    assert words(id(arguments))[loading.FIRST] == id(array)
    assert words(id(array))[loading.ITEMS] == array.ctypes.data
    assert words(words(id(array))[loading.SIZES])[0:2] == [3, 5]


@pytest.mark.parametrize(
    "array",
    [
        np.zeros(8, np.int64),
        np.zeros((4, 2), np.uint64),
        np.zeros(16, np.uint64)[::2],
        np.frombuffer(bytes(64), np.uint64),
    ],
    ids=["type", "axes", "gaps", "read-only"],
)
def test_an_array_that_a_kernel_does_not_take_is_refused(array: np.ndarray) -> None:
    """Machine code would read, or write, what is not there."""
    with pytest.raises(TypeError, match="uint64 of 1 axes in C order"):
        shingles._roll(np.zeros(8, np.uint64), 1, array)


def test_numbers_and_truths_are_handed_on(folder: Path) -> None:
    """Negative numbers stay negative, and what is returned comes back."""
    chosen = machine.kernel("int64(int64, boolean, int64)")(either)
    assert (chosen(-5, True, 7), chosen(-5, False, 2**40), len(list(folder.iterdir()))) == (-5, 2**40, 1)


def test_kernels_that_are_kept_lie_together(folder: Path) -> None:
    """They are loaded at once, each by its own name, and are other functions all the same."""
    for _process in range(2):
        machine.KERNELS.clear()
        double, chosen = machine.kernel("int64(int64)")(doubled), machine.kernel("int64(int64, boolean, int64)")(either)
        machine.warm(lambda _line: None)
        assert (double(4), chosen(4, False, 5)) == (8, 5)
    assert len(list(folder.iterdir())) == 2


def test_a_kernel_that_needs_more_than_machine_code_is_refused(folder: Path) -> None:
    """Functions that other libraries have might not be there when the code is loaded."""
    with pytest.raises(NotImplementedError, match="erf"):
        machine.kernel("int64(int64)")(calling)(3)
    assert not list(folder.iterdir())


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
