"""Kernels into machine code that needs neither Numba nor Python to run: what `loading` loads.

Numba takes a function of arrays and numbers, and gives LLVM's language for this processor; LLVM makes an object file
of it. This module and `instructions` import Numba, and nothing imports them but to compile.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import llvmlite.binding as llvm
import numba as typed_numba
from numba.core import sigutils as typed_sigutils

from dedup.kernels.compiled.instructions import array_from
from dedup.kernels.compiled.loading import (
    FIRST,
    ITEMS,
    NUMBER,
    SIZES,
    TRUTH,
    Code,
    Parameter,
    array_kinds,
    features,
    target_machine,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

numba: Any = typed_numba
sigutils: Any = typed_sigutils
types = numba.types
"""Numba as it is: not all of it says of what types it is."""

_OPTIONS: dict[str, Any] = {"error_model": "numpy", "_nrt": False}
"""Nothing is raised; and no references to arrays are counted, which would take functions of Numba's."""
_WRAPPERS: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
_FREE = ("llvm.", "malloc", "free", "memcpy", "memmove", "memset")
"""What machine code may call: LLVM's own instructions and the C library."""
_known: set[Callable[..., Any]] = set()


def make(name: str, function: Callable[..., Any], signature: str, parts: Sequence[Callable[..., Any]]) -> Code:
    """Return the machine code of a kernel, made of `function` and of those of the `parts` that it calls.

    Raises `NotImplementedError` where it calls anything else, or Numba's calling convention is another one.
    """
    with _for_this_processor():
        for part in (*parts, function):
            if part not in _known:
                numba.extending.register_jitable(**_OPTIONS)(part)
                _known.add(part)
        takes, gives = sigutils.normalize_signature(signature)
        parameters = tuple(map(_parameter, takes))
        dispatcher = numba.njit(**_WRAPPERS, **_OPTIONS)(_entry(function, parameters))
        dispatcher.compile(gives(*_kinds(parameters)))
    (variant,) = dispatcher.signatures
    module = llvm.parse_assembly(dispatcher.inspect_llvm(variant))
    module.get_function(dispatcher.overloads[variant].fndesc.llvm_func_name).name = name
    _check(module, name, len(variant))
    return Code(name, parameters, bytes(target_machine().emit_object(module)))


@contextmanager
def _for_this_processor() -> Iterator[None]:
    """Have Numba, which asks when it is first told of a function, make code for the processor as `loading` sees it."""
    asked = numba.config.CPU_FEATURES
    numba.config.CPU_FEATURES = asked or features()
    try:
        yield
    finally:
        numba.config.CPU_FEATURES = asked


def _entry(function: Callable[..., Any], parameters: Sequence[Parameter]) -> Callable[..., Any]:
    """Return a function of the tuple of all arguments, under as many names as there are types, and of the numbers.

    What stands in the tuple under the name of a type are arrays of it; see `loading` for where their items are.
    """
    names = [f"all_{kind}" for kind in array_kinds(parameters)]
    space: dict[str, Any] = {"kernel": function}
    given = []
    for place, parameter in enumerate(parameters):
        if parameter.axes:
            space[f"array_{place}"] = array_from(parameter)
            array = f"all_{parameter.kind}[{FIRST + place}]", f"all_{NUMBER}[{FIRST + place}]"
            given.append(f"array_{place}({array[0]}[{ITEMS}], {array[1]}[{SIZES}])")
        else:
            given.append(f"number_{place}")
            names.append(given[-1])
    source = f"def entry({', '.join(names)}):\n    return kernel({', '.join(given)})"
    exec(source, space)  # noqa: S102 - Numba compiles functions by their code, which has to be there for each signature
    entry: Callable[..., Any] = space["entry"]
    return entry


def _kinds(parameters: Sequence[Parameter]) -> list[Any]:
    pointer = types.CPointer
    arrays = [pointer(pointer(pointer(getattr(types, kind)))) for kind in array_kinds(parameters)]
    return arrays + [getattr(types, each.kind) for each in parameters if not each.axes]


def _parameter(taken: Any) -> Parameter:
    if isinstance(taken, types.Array):
        return Parameter(str(taken.dtype), taken.ndim, bool(taken.mutable))
    return Parameter(TRUTH if taken == types.boolean else NUMBER)


def _check(module: Any, name: str, arguments: int) -> None:
    """Raise `NotImplementedError` where the code could not be loaded, or not be called."""
    missing = [each.name for each in module.functions if each.is_declaration and not each.name.startswith(_FREE)]
    if missing:
        msg = f"a kernel calls what machine code by itself does not have: {', '.join(missing)}"
        raise NotImplementedError(msg)
    if len(list(module.get_function(name).arguments)) != arguments + 2:
        msg = f"this version of Numba, {numba.__version__}, calls functions in another way"
        raise NotImplementedError(msg)
