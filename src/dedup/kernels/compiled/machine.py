"""How kernels become machine code: compiled when first called, kept on disk, free of the interpreter's lock.

A kernel has one signature, stated beside it, so that it is compiled once whatever comes in. Where the code is kept is
the affair of `dedup.kernels.cache`.
"""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

import numba
from numba.core import config, event
from numba.extending import register_jitable

from dedup.kernels.cache import cache_folder, forget_old

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
Function = TypeVar("Function", bound="Callable[..., Any]")

BYTES = "Array(uint8, 1, 'C', readonly=True)"
HALVES = "Array(uint32, 1, 'C', readonly=True)"
WHOLE = "Array(uint64, 1, 'C', readonly=True)"
INTEGERS = "Array(int64, 1, 'C', readonly=True)"
"""Arrays that a kernel only reads, for its signature; what it writes is ``uint64[::1]`` and the like."""

_PREPARING = Lock()


class Kernel(Generic[Parameters, Result]):
    """A function of arrays and numbers that runs as machine code."""

    def __init__(self, function: Callable[Parameters, Result], signature: str) -> None:
        self._signature = signature
        self._ready = False
        with _kept_in(cache_folder()) as kept:
            self._run: Any = numba.njit(nogil=True, cache=kept, error_model="numpy")(function)

    def __call__(self, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        """Run the kernel."""
        if not self._ready:
            self.prepare()
        result: Result = self._run(*args, **kwargs)
        return result

    def prepare(self) -> None:
        """Load the machine code, or make it."""
        with _PREPARING:
            if self._ready:
                return
            try:
                self._run.compile(self._signature)
            except OSError:  # it cannot be kept, on a full disk for instance, but it can be run
                if not self._run.signatures:
                    raise
            self._run.disable_compile()
            self._ready = True


KERNELS: list[Kernel[Any, Any]] = []
"""Every kernel, in the order of definition."""


def kernel(signature: str) -> Callable[[Callable[Parameters, Result]], Kernel[Parameters, Result]]:
    """Make a kernel of a function of this signature."""

    def made(function: Callable[Parameters, Result]) -> Kernel[Parameters, Result]:
        KERNELS.append(Kernel(function, signature))
        return KERNELS[-1]

    return made


def part(function: Function) -> Function:
    """Let kernels call a function: it becomes part of their machine code."""
    registered: Function = register_jitable(function)
    return registered


def warm(tell: Callable[[str], None]) -> None:
    """Load all kernels; say in one line that they are compiled first, if they are."""
    with event.install_listener("numba:compile", _Once(tell)):
        for each in KERNELS:
            each.prepare()


class _Once(event.Listener):
    """Tells of the first compilation only."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._told = False

    def on_start(self, _event: Any) -> None:
        """Tell, unless that has been done."""
        if self._told:
            return
        self._told = True
        if cache_folder() is None:
            self._tell("compiling the kernels: a few seconds, every time, for there is no cache folder to keep them in")
        else:
            self._tell("compiling the kernels: a few seconds, once on this machine")
            forget_old()

    def on_end(self, _event: Any) -> None:
        """Say nothing."""


@contextmanager
def _kept_in(folder: Path | None) -> Iterator[bool]:
    """Let functions that are compiled within be kept in a folder; give whether they are kept at all."""
    settings: Any = config
    before = settings.CACHE_DIR
    settings.CACHE_DIR = "" if folder is None else str(folder)
    try:
        yield folder is not None
    finally:
        settings.CACHE_DIR = before
