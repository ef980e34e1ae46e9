"""Which kernels are chosen, and what is loaded for that."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from dedup import kernels
from dedup.errors import UsageError
from dedup.kernels import cache
from dedup.kernels.compiled import machine

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _nothing_forced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEDUP_KERNELS", raising=False)


def name(size: int) -> str:
    return kernels.choose(size).__name__.rpartition(".")[2]


@pytest.mark.parametrize("kept", [False, True])
def test_size_decides_where_machine_code_pays(monkeypatch: pytest.MonkeyPatch, *, kept: bool) -> None:
    """Small inputs are NumPy's, large ones are compiled, and between them it counts whether that was done before."""
    monkeypatch.setattr(kernels, "_are_kept", lambda: kept)
    assert name(0) == name(kernels.LOADED - 1) == "vectorized"
    assert name(kernels.LOADED) == name(kernels.MADE - 1) == ("compiled" if kept else "vectorized")
    assert name(kernels.MADE) == "compiled"


@pytest.mark.parametrize("forced", kernels.NAMES)
def test_the_environment_decides_before_the_size(monkeypatch: pytest.MonkeyPatch, forced: str) -> None:
    """A name in DEDUP_KERNELS holds for all sizes."""
    monkeypatch.setenv("DEDUP_KERNELS", forced)
    assert name(0) == name(kernels.MADE) == forced


def test_an_unknown_name_is_told_with_the_names_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong DEDUP_KERNELS is wrong use, not ignored."""
    monkeypatch.setenv("DEDUP_KERNELS", "fortran")
    with pytest.raises(UsageError, match="vectorized, compiled, not 'fortran'"):
        kernels.choose(0)


@pytest.mark.parametrize("files", [[], ["words._split-another.o"]])
def test_part_of_the_machine_code_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: list[str]) -> None:
    """What another processor runs, or what is left of a compilation that was broken off, does not count."""
    for module in (cache, machine):
        monkeypatch.setattr(module, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(machine, "KERNELS", [machine.Kernel(abs, "int64(int64)")])
    for file in files:
        (tmp_path / file).touch()
    assert name(kernels.LOADED) == "vectorized"


def test_small_inputs_import_neither_numba_nor_llvm() -> None:
    """Nobody waits for a compiler that is not used."""
    code = (
        "import sys; from dedup.kernels import choose; choose((1 << 18) - 1).split_words;"
        "sys.exit(bool({'numba', 'llvmlite'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
