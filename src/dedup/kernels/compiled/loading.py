"""Machine code from a file into functions of arrays and numbers.

LLVM alone does it, in a few milliseconds, where importing Numba takes half a second. A function follows Numba's calling
convention: the places of the result and of an error come first, then the arguments; it returns 0 where all is well.
All arguments are handed over as one tuple, and the code reads in its arrays where their items and sizes stand: asking
NumPy from outside takes longer than many a kernel.
"""

from __future__ import annotations

import json
from ctypes import CFUNCTYPE, byref, c_int32, c_int64, c_uint8, c_void_p, py_object
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import llvmlite.binding as llvm
import numpy as np
from xxhash import xxh64_hexdigest

if TYPE_CHECKING:
    from collections.abc import Sequence

NUMBER, TRUTH = "int64", "boolean"
_CAME_AFTER = "avx512vbmi2"
"""What no processor can that slows down for long vectors: Ice Lake was the first."""

FIRST = tuple.__basicsize__ // 8
"""The word of a tuple that is the address of its first item."""
ITEMS = object.__basicsize__ // 8
SIZES = ITEMS + 2
"""The words of an array that are the addresses of its items and of its sizes: NumPy's C interface, PyArrayObject."""


class Parameter(NamedTuple):
    """What a kernel takes: an array of some type and number of axes, in C order, or a number, which has no axes."""

    kind: str
    axes: int = 0
    written: bool = False


class Code(NamedTuple):
    """The machine code of one kernel: what it takes, and an object file in which it is called by its name."""

    name: str
    parameters: tuple[Parameter, ...]
    machine: bytes

    def packed(self) -> bytes:
        """Return the code as it is kept: a line that tells of it, then the object file."""
        told = {"name": self.name, "parameters": self.parameters, "digest": _digest(self.machine)}
        return json.dumps(told).encode() + b"\n" + self.machine


def unpack(raw: bytes) -> Code | None:
    """Return code that was packed, or None where that is not whole."""
    line, _, machine = raw.partition(b"\n")
    try:
        told = json.loads(line)
    except ValueError:
        return None
    if not isinstance(told, dict) or told.get("digest") != _digest(machine):
        return None
    return Code(told["name"], tuple(Parameter(*each) for each in told["parameters"]), machine)


def _digest(machine: bytes) -> str:
    return xxh64_hexdigest(machine)


@cache
def processor() -> str:
    """Return a name for this processor and all that it can do: machine code is for that alone."""
    return f"{llvm.get_host_cpu_name()}-{xxh64_hexdigest(features().encode())[:8]}"


@cache
def features() -> str:
    """Return what this processor can do, in LLVM's words, and what vectors it is to be given.

    LLVM gives several processors of Intel vectors of half the length that they have, because the first of them slowed
    down for all who shared them wherever one program took whole ones. Those that came after do not. Texts become
    signatures on them a third sooner by whole ones.
    """
    able = llvm.get_host_cpu_features()
    told: str = able.flatten()
    return told + (",-prefer-256-bit" if able.get(_CAME_AFTER) else "")


def target_machine() -> Any:
    """Return LLVM's view of this processor."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=features(), opt=3, jit=True
    )


def array_kinds(parameters: Sequence[Parameter]) -> list[str]:
    """Return the types of the arrays among parameters, and of their sizes, each once and in order."""
    return sorted({NUMBER} | {parameter.kind for parameter in parameters if parameter.axes})


def load(codes: Sequence[Code]) -> list[Function]:
    """Return the functions that kernels are, which lie together: one place costs LLVM as much as the code of ten."""
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target_machine())
    for code in codes:
        engine.add_object_file(llvm.ObjectFileRef.from_data(code.machine))
    engine.finalize_object()
    return [Function(code, engine) for code in codes]


class Function:
    """Machine code that can be called. Other threads run meanwhile."""

    def __init__(self, code: Code, engine: Any) -> None:
        self._engine = engine  # it owns the memory that the code lies in
        self._arrays = [(i, np.dtype(p.kind), p.axes, p.written) for i, p in enumerate(code.parameters) if p.axes]
        self._numbers = [i for i, p in enumerate(code.parameters) if not p.axes]
        self._names = len(array_kinds(code.parameters))
        numbers = [c_uint8 if code.parameters[place].kind == TRUTH else c_int64 for place in self._numbers]
        address = self._engine.get_function_address(code.name)
        self._run = CFUNCTYPE(c_int32, c_void_p, c_void_p, *[py_object] * self._names, *numbers)(address)

    def __call__(self, *args: Any) -> int:
        """Run it on arrays and numbers; return its own number, 0 where it has none."""
        for place, kind, axes, written in self._arrays:
            given = args[place]
            flags = given.flags
            if given.dtype != kind or given.ndim != axes or not (flags.carray if written else flags.c_contiguous):
                msg = f"a kernel takes {kind} of {axes} axes in C order, not {given.dtype} of {given.ndim}"
                raise TypeError(msg)
        result, error = c_int64(0), c_int64(0)
        numbers = [int(args[place]) for place in self._numbers]
        if self._run(byref(result), byref(error), *[args] * self._names, *numbers):
            msg = "a kernel failed"
            raise RuntimeError(msg)
        return result.value
