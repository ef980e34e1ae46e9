"""The compiled library: which one is loaded, and how Python's arrays and numbers become the arguments of its functions.

`hatch_build.py` compiles the C files in `c/` into one library for each processor level. ctypes loads a library and
releases the interpreter's lock while a kernel runs.
"""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from dedup.errors import DedupError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FOLDER = Path(__file__).parent
SUFFIX = {"darwin": ".dylib", "win32": ".dll"}.get(sys.platform, ".so")
FORCED = "DEDUP_KERNELS"
"""The environment variable that names the processor level whose library is loaded."""
_OUT_OF_MEMORY, _OUT_OF_BOUNDS = -1, -2
"""What a kernel returns when it fails: see `c/kernel.h`."""
_CACHED_STRUCTS = 64
"""The largest number of packed structs that one `Struct` keeps."""


class Array:
    """An array parameter: its item type, in C order. A kernel only reads an array that is not `written`."""

    def __init__(self, item_type: type[np.generic], *, written: bool = False) -> None:
        self.item_type, self.written = np.dtype(item_type), written

    def address(self, array: Any) -> int:
        """Return the address of an array's items; raise `TypeError` for an array that the kernel cannot take."""
        flags = array.flags
        if array.dtype != self.item_type or not flags.c_contiguous or not flags.aligned:
            msg = f"a kernel takes {self.item_type} in C order, not {array.dtype} with strides {array.strides}"
            raise TypeError(msg)
        if self.written and not flags.writeable:
            msg = "a kernel cannot write to a read-only array"
            raise TypeError(msg)
        address: int = array.__array_interface__["data"][0]
        return address


BYTES, UINT16 = Array(np.uint8), Array(np.uint16)
INT32, UINT32 = Array(np.int32), Array(np.uint32)
INT64, UINT64 = Array(np.int64), Array(np.uint64)
OUT_BYTES, OUT_UINT32 = Array(np.uint8, written=True), Array(np.uint32, written=True)
OUT_INT64, OUT_UINT64 = Array(np.int64, written=True), Array(np.uint64, written=True)
TEXTS = BYTES, INT64
"""Texts one after the other in a buffer, and their offsets: where each text begins and the last one ends."""


class _PackedStruct(NamedTuple):
    """Python's values, the C struct of their addresses and sizes, and the structs that this one points to."""

    values: Any
    data: Any
    nested: list[_PackedStruct]


class Struct:
    """A struct parameter: arrays and numbers that belong together, such as a table, passed by address.

    The last few packed structs are kept, because the same table serves many calls.
    """

    def __init__(self, *fields: Parameter) -> None:
        self._fields = fields
        self._packed: dict[int, _PackedStruct] = {}

    def pack(self, values: Any) -> _PackedStruct:
        """Return the C struct of some arrays and numbers."""
        packed = self._packed.get(id(values))
        if packed is None:
            nested: list[_PackedStruct] = []
            fields = list(_arguments(self._fields, values, nested))
            if len(self._packed) >= _CACHED_STRUCTS:
                self._packed.clear()
            # A packed struct refers to its values, so no other object can have their identity.
            packed = self._packed[id(values)] = _PackedStruct(values, (ctypes.c_int64 * len(fields))(*fields), nested)
        return packed


Parameter: TypeAlias = Array | type[int] | Struct
"""An array, passed as a pointer and a number of items; a number; or a struct, passed by address."""


class Kernel:
    """A function of the library, with its name and its parameters."""

    def __init__(self, name: str, *parameters: Parameter) -> None:
        self._name, self._parameters = name, parameters
        self._function: Any = None

    def __call__(self, *args: Any) -> int:
        """Call the function with arrays, numbers, and tuples of these for structs; return its result.

        Raises `MemoryError` where memory runs out. Raises `ValueError` where the sizes of arrays do not fit together,
        or where an index in an array points outside another one.
        """
        structs: list[_PackedStruct] = []
        arguments = list(_arguments(self._parameters, args, structs))
        if self._function is None:
            function = getattr(load_library(), self._name)
            function.restype, function.argtypes = ctypes.c_int64, [ctypes.c_int64] * len(arguments)
            self._function = function
        result: int = self._function(*arguments)
        if result == _OUT_OF_MEMORY:
            msg = f"too little memory for the kernel {self._name}"
            raise MemoryError(msg)
        if result == _OUT_OF_BOUNDS:
            msg = f"the arrays given to the kernel {self._name} do not belong together"
            raise ValueError(msg)
        return result


def _arguments(parameters: Sequence[Parameter], values: Sequence[Any], structs: list[_PackedStruct]) -> Iterator[int]:
    """Yield the 64-bit arguments of a function, or fields of a struct; append the structs that they point to."""
    for parameter, value in zip(parameters, values, strict=True):
        if isinstance(parameter, Array):
            yield parameter.address(value)
            yield value.size
        elif isinstance(parameter, Struct):
            structs.append(parameter.pack(value))
            yield ctypes.addressof(structs[-1].data)
        else:
            yield int(value)


@cache
def load_library() -> ctypes.CDLL:
    """Return the library for this processor, or for the processor level that ``DEDUP_KERNELS`` names."""
    built = {path.stem.rpartition("_")[2]: path for path in sorted(FOLDER.glob(f"_kernels_*{SUFFIX}"))}
    newest = max((path.stat().st_mtime for path in (FOLDER / "c").glob("*.[ch]")), default=0)
    if not built or min(path.stat().st_mtime for path in built.values()) < newest:
        msg = "the kernels are not built, or from older sources: run pip install --editable . in the source tree"
        raise DedupError(msg)
    forced = os.environ.get(FORCED)
    if forced and forced not in built:
        msg = f"{FORCED} must be one of {', '.join(built)}, not {forced!r}"
        raise UsageError(msg)
    lowest = next(iter(built))
    loaded = ctypes.CDLL(str(built[forced or lowest]))
    level = f"v{loaded.processor_level()}"
    return loaded if forced or level not in built or level == lowest else ctypes.CDLL(str(built[level]))
