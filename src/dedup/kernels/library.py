"""The kernels' library: which one is loaded, and how arrays and numbers get to its functions.

`hatch_build.py` makes one library of the C files in `c/` for each level of processor. They are loaded by ctypes, which
releases the interpreter's lock while a kernel runs.
"""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from dedup.errors import DedupError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FOLDER = Path(__file__).parent
SUFFIX = {"darwin": ".dylib", "win32": ".dll"}.get(sys.platform, ".so")
FORCED = "DEDUP_KERNELS"
"""The variable that names a level of processor to use the kernels of."""
_OUT_OF_MEMORY, _OUT_OF_BOUNDS = -1, -2
"""What a kernel returns that could not do its work: see `c/kernel.h`."""
_TABLES = 64
"""Structs of one kind that are kept."""


class Array:
    """An array that a kernel takes: of one type, in C order. What is not `written` is only read."""

    def __init__(self, kind: type[np.generic], *, written: bool = False) -> None:
        self.kind, self.written = np.dtype(kind), written

    def address(self, given: Any) -> int:
        """Return where the items of an array are, which has to be such a one."""
        flags = given.flags
        if given.dtype != self.kind or not flags.c_contiguous or not flags.aligned:
            msg = f"a kernel takes {self.kind} in C order, not {given.dtype} with strides {given.strides}"
            raise TypeError(msg)
        if self.written and not flags.writeable:
            msg = "a kernel cannot write to an array that is only read"
            raise TypeError(msg)
        address: int = given.__array_interface__["data"][0]
        return address


BYTES, UINT16 = Array(np.uint8), Array(np.uint16)
INT32, UINT32 = Array(np.int32), Array(np.uint32)
INT64, UINT64 = Array(np.int64), Array(np.uint64)
OUT_BYTES, OUT_UINT32 = Array(np.uint8, written=True), Array(np.uint32, written=True)
OUT_INT64, OUT_UINT64 = Array(np.int64, written=True), Array(np.uint64, written=True)
TEXTS = BYTES, INT64
"""Texts side by side, and where each begins and the last ends."""


class Struct:
    """Arrays and numbers that belong together, such as a table: a kernel takes where their addresses and sizes stand.

    What was made of the last few is kept, as the same table serves many calls.
    """

    def __init__(self, *fields: Parameter) -> None:
        self._fields = fields
        self._made: dict[int, tuple[Any, Any, list[Any]]] = {}

    def made(self, given: Any) -> tuple[Any, Any, list[Any]]:
        """Return some arrays and numbers, the C struct of them, and what has to be held as long as that is used."""
        known = self._made.get(id(given))
        if known is None:
            held: list[Any] = []
            fields = list(_fields(self._fields, given, held))
            if len(self._made) >= _TABLES:
                self._made.clear()
            # What is held keeps its identity, so that no other table can have it.
            known = self._made[id(given)] = given, (ctypes.c_int64 * len(fields))(*fields), held
        return known


Parameter: TypeAlias = Array | type[int] | Struct
"""An array, which becomes a pointer and a number of items; a number; or a struct of such fields, by its address."""


class Kernel:
    """A function of the library, by its name and what it takes."""

    def __init__(self, name: str, *parameters: Parameter) -> None:
        self._name, self._parameters = name, parameters
        self._function: Any = None

    def __call__(self, *args: Any) -> int:
        """Run it on arrays, numbers, and tuples of these for structs; return its own number.

        Raises `MemoryError` where there was too little memory for it, and `ValueError` where arrays are of other sizes
        than it takes, or places in them point elsewhere.
        """
        held: list[Any] = []
        fields = list(_fields(self._parameters, args, held))
        if self._function is None:
            function = getattr(library(), self._name)
            function.restype, function.argtypes = ctypes.c_int64, [ctypes.c_int64] * len(fields)
            self._function = function
        result: int = self._function(*fields)
        if result == _OUT_OF_MEMORY:
            msg = f"too little memory for the kernel {self._name}"
            raise MemoryError(msg)
        if result == _OUT_OF_BOUNDS:
            msg = f"the arrays given to the kernel {self._name} do not belong together"
            raise ValueError(msg)
        return result


def _fields(parameters: Sequence[Parameter], args: Sequence[Any], held: list[Any]) -> Iterator[int]:
    """Yield the 64 bits of each of a function's parameters, or of a struct's fields; add structs to what is held."""
    for parameter, given in zip(parameters, args, strict=True):
        if isinstance(parameter, Array):
            yield parameter.address(given)
            yield given.size
        elif isinstance(parameter, Struct):
            held.append(parameter.made(given))
            yield ctypes.addressof(held[-1][1])
        else:
            yield int(given)


@cache
def library() -> ctypes.CDLL:
    """Return the library for this processor, or for the one that ``DEDUP_KERNELS`` names."""
    built = {path.stem.rpartition("_")[2]: path for path in sorted(FOLDER.glob(f"_kernels_*{SUFFIX}"))}
    newest = max((path.stat().st_mtime for path in (FOLDER / "c").glob("*.[ch]")), default=0)
    if not built or min(path.stat().st_mtime for path in built.values()) < newest:
        msg = "the kernels are not built, or from older sources: run pip install --editable . in the source tree"
        raise DedupError(msg)
    forced = os.environ.get(FORCED)
    if forced and forced not in built:
        msg = f"{FORCED} must be one of {', '.join(built)}, not {forced!r}"
        raise UsageError(msg)
    least = next(iter(built))
    known = ctypes.CDLL(str(built[forced or least]))
    level = f"v{known.processor_level()}"
    return known if forced or level not in built or level == least else ctypes.CDLL(str(built[level]))
