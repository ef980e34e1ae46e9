"""How kernels become machine code: compiled when first called, kept on disk, free of the interpreter's lock.

A kernel has one signature, stated beside it, so that it is compiled once whatever comes in. Where the code is kept is
the affair of `dedup.kernels.cache`. Where it is kept, Numba is not even imported.
"""

from __future__ import annotations

import os
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

from dedup.kernels.cache import SUFFIX, cache_folder, forget_old
from dedup.kernels.compiled.loading import Code, Function, load, processor, unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
Named = TypeVar("Named", bound="Callable[..., Any]")

BYTES = "Array(uint8, 1, 'C', readonly=True)"
HALVES = "Array(uint32, 1, 'C', readonly=True)"
WHOLE = "Array(uint64, 1, 'C', readonly=True)"
INTEGERS = "Array(int64, 1, 'C', readonly=True)"
"""Arrays that a kernel only reads, for its signature; what it writes is ``uint64[::1]`` and the like."""

_PREPARING = Lock()
_PARTS: list[Callable[..., Any]] = []


class Kernel(Generic[Parameters, Result]):
    """A function of arrays and numbers that runs as machine code."""

    def __init__(self, function: Callable[Parameters, Result], signature: str) -> None:
        self._made_of = function
        self._signature = signature
        self._code: Code | None = None
        self._run: Function | None = None

    def __call__(self, *args: Parameters.args, **_none: Parameters.kwargs) -> Result:
        """Run the kernel, on positional arguments."""
        if self._run is None:
            _prepare([self])
        run: Any = self._run
        result: Result = run(*args)
        return result

    @property
    def is_loaded(self) -> bool:
        """Whether its machine code is there."""
        return self._run is not None

    @property
    def is_kept(self) -> bool:
        """Whether its machine code is there, or stands on disk."""
        self._code = self._code or self._kept()
        return self.is_loaded or self._code is not None

    def fetch(self) -> Code:
        """Return the machine code from where it is kept, or make it."""
        self._code = self._code or self._kept() or self._make()
        return self._code

    def take(self, run: Function) -> None:
        """Run this from now on."""
        self._run, self._code = run, None

    def _kept(self) -> Code | None:
        place = self._place()
        try:
            return unpack(place.read_bytes()) if place else None
        except OSError:
            return None

    def _make(self) -> Code:
        from dedup.kernels.compiled.making import make  # noqa: PLC0415 - Numba takes half a second to import

        code = make(self._name(), self._made_of, self._signature, _PARTS)
        place = self._place()
        if place is not None:
            _keep(place, code.packed())
        return code

    def _name(self) -> str:
        return f"{self._made_of.__module__.rpartition('.')[2]}.{self._made_of.__name__}"

    def _place(self) -> Path | None:
        """Return the file for the machine code, or None where nothing can be kept."""
        folder = cache_folder()
        return folder / f"{self._name()}-{processor()}{SUFFIX}" if folder is not None else None


def _prepare(kernels: Sequence[Kernel[Any, Any]]) -> None:
    """Load the machine code of kernels, or make it."""
    with _PREPARING:
        cold = [each for each in kernels if not each.is_loaded]
        for each, run in zip(cold, load([each.fetch() for each in cold]) if cold else (), strict=True):
            each.take(run)


def _keep(place: Path, raw: bytes) -> None:
    """Write a file whole, or not at all: on a full disk the code can still be run."""
    beside = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        beside.write_bytes(raw)
        beside.replace(place)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


KERNELS: list[Kernel[Any, Any]] = []
"""Every kernel, in the order of definition."""


def kernel(signature: str) -> Callable[[Callable[Parameters, Result]], Kernel[Parameters, Result]]:
    """Make a kernel of a function of this signature."""

    def made(function: Callable[Parameters, Result]) -> Kernel[Parameters, Result]:
        KERNELS.append(Kernel(function, signature))
        return KERNELS[-1]

    return made


def part(function: Named) -> Named:
    """Let kernels call a function: it becomes part of their machine code."""
    _PARTS.append(function)
    return function


def are_kept() -> bool:
    """Return whether all kernels can be loaded, and none has to be compiled."""
    return all(each.is_kept for each in KERNELS)


def warm(tell: Callable[[str], None]) -> None:
    """Load all kernels; say in one line that they are compiled first, if they are."""
    if not are_kept():
        from dedup.kernels.compiled import together  # noqa: PLC0415 - starts processes, which is seldom needed

        if cache_folder() is None:
            tell("compiling the kernels: up to half a minute, every time, for there is no cache folder to keep them in")
        else:
            tell("compiling the kernels: up to half a minute, once on this machine")
            forget_old()
        with together.others(together.at_once() if cache_folder() else 1):
            together.make(KERNELS)
    _prepare(KERNELS)
