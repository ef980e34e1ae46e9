"""How kernels become machine code: compiled when first called, kept on disk, free of the interpreter's lock.

A kernel has one signature, stated beside it, so that it is compiled once whatever comes in. The code is kept in the
user's cache folder, in a folder named after the sources that it was made from: Numba itself looks at one file only and
would run stale code after a change in another.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

import numba
from numba.core import config, event
from numba.extending import register_jitable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
Function = TypeVar("Function", bound="Callable[..., Any]")

BYTES = "Array(uint8, 1, 'C', readonly=True)"
HALVES = "Array(uint32, 1, 'C', readonly=True)"
WHOLE = "Array(uint64, 1, 'C', readonly=True)"
INTEGERS = "Array(int64, 1, 'C', readonly=True)"
"""Arrays that a kernel only reads, for its signature; what it writes is ``uint64[::1]`` and the like."""

_SOURCES = ("compiled/*.py", "folding.py")
"""What the machine code is made from, below `dedup.kernels`."""


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
        self._run.compile(self._signature)
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
        if not self._told:
            self._told = True
            kept = "once on this machine" if cache_folder() else "and cannot be kept: there is no cache folder to write"
            self._tell(f"compiling the kernels ({kept}) …")

    def on_end(self, _event: Any) -> None:
        """Say nothing."""


@cache
def cache_folder() -> Path | None:
    """Return where machine code is kept, or None where nothing can be written."""
    digest = hashlib.sha256(numba.__version__.encode())
    kernels = Path(__file__).parent.parent
    for source in sorted(file for pattern in _SOURCES for file in kernels.glob(pattern)):
        digest.update(source.read_bytes())
    folder = _caches() / "dedup" / f"kernels-{digest.hexdigest()[:16]}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def _caches() -> Path:
    """Return the folder that the user's programs keep caches in; Numba's own variable wins."""
    for variable in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        if os.environ.get(variable):
            return Path(os.environ[variable])
    return Path("~/Library/Caches" if sys.platform == "darwin" else "~/.cache").expanduser()


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
