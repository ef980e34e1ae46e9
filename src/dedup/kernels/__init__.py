"""Which kernels do the work: NumPy for small inputs, compiled ones where loading or making them pays.

``DEDUP_KERNELS`` forces one by name. All give the same results, bit for bit; `tests/kernels` holds them to that.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dedup.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

LOADED = 1 << 18
"""Bytes of text from which loading machine code pays: a thirtieth of a second, most of it LLVM's own loading."""
MADE = 8 << 20
"""Bytes from which kernels are compiled, where that was never done: NumPy would take some seconds, every time."""
NAMES = ("vectorized", "compiled")


def choose(size: int, tell: Callable[[str], None] | None = None) -> ModuleType:
    """Return the kernels for a workload of `size` bytes of text.

    Where they have to be compiled first, `tell` is told in one line before. A name in ``DEDUP_KERNELS`` that is none
    of the kernels' is a `UsageError`.
    """
    name = os.environ.get("DEDUP_KERNELS") or _by_size(size)
    if name not in NAMES:
        msg = f"DEDUP_KERNELS must be one of {', '.join(NAMES)}, not {name!r}"
        raise UsageError(msg)
    if name == "vectorized":
        from dedup.kernels import vectorized  # noqa: PLC0415 - a scan loads the kernels that it uses

        return vectorized
    from dedup.kernels import compiled  # noqa: PLC0415 - LLVM takes a twentieth of a second to import

    if tell is not None:
        compiled.warm(tell)
    return compiled


def _by_size(size: int) -> str:
    if size < LOADED:
        return "vectorized"
    return "compiled" if size >= MADE or _are_kept() else "vectorized"


def _are_kept() -> bool:
    """Return whether all machine code is there for this processor, looking for any of it before LLVM is imported."""
    from dedup.kernels.cache import is_kept  # noqa: PLC0415 - small inputs need it not

    if not is_kept():
        return False
    from dedup.kernels import compiled  # noqa: PLC0415 - as above

    return compiled.are_kept()
