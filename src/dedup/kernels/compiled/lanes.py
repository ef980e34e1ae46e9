"""Memory as it is: what Numba's arrays do not offer, as LLVM instructions.

Parts of kernels take bare pointers, because Numba counts references to an array, atomically, wherever one is handed
on: that took more time than all the rest. Nothing checks bounds here. Lanes are little-endian, as on every machine that
Numba supports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from llvmlite import ir  # type: ignore[import-untyped] # it has no stubs
from numba.core import types
from numba.extending import intrinsic

if TYPE_CHECKING:
    from collections.abc import Callable

Pointer: TypeAlias = Any
"""To the first item of an array; indexed like the array."""

WIDTH = 64
"""Bytes that are classed at once, one bit each."""

_BYTE = ir.IntType(8)
_BLOCK = ir.VectorType(_BYTE, WIDTH)
_BITS = ir.IntType(WIDTH)


def instruction(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let kernels use LLVM instructions: `function` tells their types and makes them."""
    made: Callable[..., Any] = intrinsic(function)
    return made


@instruction
def bare(_context: Any, array: Any) -> Any:
    """Return the pointer to an array's first item; it does not keep the array alive."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return context.make_array(signature.args[0])(context, builder, args[0]).data

    pointer: Any = types.CPointer
    return pointer(array.dtype)(array), code


@instruction
def lane(_context: Any, pointer: Any, at: Any) -> Any:
    """Return the eight bytes at a place as a uint64."""

    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return _load(builder, args, _BITS)

    return types.uint64(pointer, at), code


@instruction
def letter_bits(_context: Any, pointer: Any, at: Any) -> Any:
    """Return which of the 64 bytes at a place are ASCII letters or digits, the first byte in the lowest bit."""

    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        block = _load(builder, args, _BLOCK)
        letter = _between(builder, builder.or_(block, _all(0x20)), "a", 26)
        return builder.bitcast(builder.or_(letter, _between(builder, block, "0", 10)), _BITS)

    return types.uint64(pointer, at), code


@instruction
def special_bits(_context: Any, pointer: Any, at: Any) -> Any:
    """Return which of the 64 bytes at a place need a closer look: all beyond ASCII, and hyphens that may end a line.

    A hyphen may when white space, a control character or anything beyond ASCII follows it, or the end of the block.
    """

    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        block = _load(builder, args, _BLOCK)
        foreign = builder.bitcast(builder.icmp_signed("<", block, _all(0)), _BITS)
        hyphen = builder.bitcast(builder.icmp_signed("==", block, _all(ord("-"))), _BITS)
        blank = builder.bitcast(builder.icmp_signed("<=", block, _all(ord(" "))), _BITS)
        next_blank = builder.or_(builder.lshr(blank, _BITS(1)), _BITS(1 << (WIDTH - 1)))
        return builder.or_(foreign, builder.and_(hyphen, next_blank))

    return types.uint64(pointer, at), code


@instruction
def newline_bits(_context: Any, pointer: Any, at: Any) -> Any:
    """Return which of the 64 bytes at a place are line feeds, the first byte in the lowest bit."""

    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        block = _load(builder, args, _BLOCK)
        return builder.bitcast(builder.icmp_signed("==", block, _all(ord("\n"))), _BITS)

    return types.uint64(pointer, at), code


@instruction
def quote_bits(_context: Any, pointer: Any, at: Any) -> Any:
    """Return which of the 64 bytes at a place a JSON string cannot hold as they are, and which are beyond ASCII.

    The former are the quote, the backslash and control characters.
    """

    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        block = _load(builder, args, _BLOCK)
        quote = builder.icmp_signed("==", block, _all(ord('"')))
        backslash = builder.icmp_signed("==", block, _all(ord("\\")))
        control_or_foreign = builder.icmp_signed("<", block, _all(ord(" ")))
        return builder.bitcast(builder.or_(builder.or_(quote, backslash), control_or_foreign), _BITS)

    return types.uint64(pointer, at), code


@instruction
def copied(_context: Any, source: Any, at: Any, target: Any, to: Any) -> Any:
    """Copy 64 bytes from one place to another; return which of them are backslashes."""

    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        block = _load(builder, args[:2], _BLOCK)
        address = builder.gep(args[2], [args[3]])
        builder.store(block, builder.bitcast(address, _BLOCK.as_pointer()), align=1)
        return builder.bitcast(builder.icmp_signed("==", block, _all(ord("\\"))), _BITS)

    return types.uint64(source, at, target, to), code


@instruction
def lowest(_context: Any, bits: Any) -> Any:
    """Return the number of the lowest bit that is set, 64 if none is."""

    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.IntType(1)(0))

    return types.int64(bits), code


@instruction
def highest(_context: Any, bits: Any) -> Any:
    """Return the number of the highest bit that is set, -1 if none is."""

    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.sub(_BITS(WIDTH - 1), builder.ctlz(args[0], ir.IntType(1)(0)))

    return types.int64(bits), code


def _load(builder: Any, args: Any, kind: ir.Type) -> Any:
    address = builder.gep(args[0], [args[1]])
    return builder.load(builder.bitcast(address, kind.as_pointer()), align=1)


def _all(value: int) -> Any:
    return ir.Constant(_BLOCK, [value] * WIDTH)


def _between(builder: Any, block: Any, first: str, count: int) -> Any:
    return builder.icmp_unsigned("<", builder.sub(block, _all(ord(first))), _all(count))
