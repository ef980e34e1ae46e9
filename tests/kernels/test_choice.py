"""Which kernels are chosen, and what is loaded for that."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dedup import kernels
from dedup.errors import UsageError
from dedup.kernels import cache


@pytest.fixture(autouse=True)
def _nothing_forced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEDUP_KERNELS", raising=False)


def name(size: int) -> str:
    return kernels.choose(size).__name__.rpartition(".")[2]


@pytest.mark.parametrize("kept", [False, True])
def test_size_decides_where_machine_code_pays(monkeypatch: pytest.MonkeyPatch, *, kept: bool) -> None:
    """Small inputs are NumPy's, large ones are compiled, and between them it counts whether that was done before."""
    monkeypatch.setattr(cache, "is_kept", lambda: kept)
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


def test_small_inputs_do_not_import_numba() -> None:
    """Nobody waits for a compiler that is not used."""
    code = "import sys; from dedup.kernels import choose; choose(1 << 20).split_words; sys.exit('numba' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
