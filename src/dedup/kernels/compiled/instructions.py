"""The instructions that `lanes` names, as Numba has to be told of them: which types they take, and their LLVM code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llvmlite import ir
from numba import extending as typed_extending
from numba import types as typed_types
from numba.np import arrayobj as typed_arrays

from dedup.kernels.compiled import lanes
from dedup.kernels.compiled.lanes import WIDTH

if TYPE_CHECKING:
    from collections.abc import Callable

    from dedup.kernels.compiled.lanes import Pointer
    from dedup.kernels.compiled.loading import Parameter

    Code = Callable[[Any, Any], Any]

extending: Any = typed_extending
types: Any = typed_types
arrays: Any = typed_arrays
"""Numba as it is: not all of it says of what types it is."""

_BYTE = ir.IntType(8)
_BLOCK = ir.VectorType(_BYTE, WIDTH)
_BITS = ir.IntType(WIDTH)
_ADDRESS = _BYTE.as_pointer()


def _instruction(named: Callable[..., Any], result: Any, *takes: Any) -> Callable[[Code], Code]:
    """Let kernels use an instruction: the code is made by a function of LLVM's builder and of the arguments."""
    typed = {
        1: lambda _value: result,
        2: lambda _pointer, _at: result,
        3: lambda _pointer, _at, _value: result,
    }

    def made(code: Code) -> Code:
        extending.type_callable(named)(lambda _context: typed[len(takes)])
        extending.lower_builtin(named, *takes)(lambda _context, builder, _signature, args: code(builder, args))
        return code

    return made


def array_from(parameter: Parameter) -> Callable[..., Any]:
    """Return the instruction that makes an array of the addresses of its items and of the sizes of its axes."""
    kind = types.Array(getattr(types, parameter.kind), parameter.axes, "C", readonly=not parameter.written)

    def array(_items: Pointer, _sizes: Pointer) -> Any:
        raise NotImplementedError

    def code(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        items, sizes = args
        shape = [builder.load(builder.gep(sizes, [_BITS(axis)])) for axis in range(parameter.axes)]
        strides = [_BITS(context.get_abi_sizeof(context.get_data_type(kind.dtype)))]
        for size in shape[:0:-1]:
            strides.insert(0, builder.mul(strides[0], size))
        made = context.make_array(kind)(context, builder)
        arrays.populate_array(made, items, shape, strides, strides[-1], None)
        return made._getvalue()  # noqa: SLF001 - it is how Numba's own code asks

    extending.type_callable(array)(lambda _context: lambda _items, _sizes: kind)
    extending.lower_builtin(array, types.CPointer, types.CPointer)(code)
    return array


def _bare(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    return context.make_array(signature.args[0])(context, builder, args[0]).data


extending.type_callable(lanes.bare)(lambda _context: lambda array: types.CPointer(array.dtype))
extending.lower_builtin(lanes.bare, types.Array)(_bare)


@_instruction(lanes.reserve, types.CPointer(types.uint8), types.Integer)
def _reserve(builder: Any, args: Any) -> Any:
    return builder.call(_function(builder, "malloc", ir.FunctionType(_ADDRESS, [_BITS])), args)


@_instruction(lanes.release, types.void, types.CPointer)
def _release(builder: Any, args: Any) -> Any:
    return builder.call(_function(builder, "free", ir.FunctionType(ir.VoidType(), [_ADDRESS])), args)


@_instruction(lanes.lane, types.uint64, types.CPointer, types.Integer)
def _lane(builder: Any, args: Any) -> Any:
    return _load(builder, args, _BITS)


@_instruction(lanes.letter_bits, types.uint64, types.CPointer, types.Integer)
def _letter_bits(builder: Any, args: Any) -> Any:
    block = _load(builder, args, _BLOCK)
    letter = _between(builder, builder.or_(block, _all(0x20)), "a", 26)
    return builder.bitcast(builder.or_(letter, _between(builder, block, "0", 10)), _BITS)


@_instruction(lanes.special_bits, types.uint64, types.CPointer, types.Integer)
def _special_bits(builder: Any, args: Any) -> Any:
    block = _load(builder, args, _BLOCK)
    foreign = builder.bitcast(builder.icmp_signed("<", block, _all(0)), _BITS)
    hyphen = builder.bitcast(builder.icmp_signed("==", block, _all(ord("-"))), _BITS)
    blank = builder.bitcast(builder.icmp_signed("<=", block, _all(ord(" "))), _BITS)
    next_blank = builder.or_(builder.lshr(blank, _BITS(1)), _BITS(1 << (WIDTH - 1)))
    return builder.or_(foreign, builder.and_(hyphen, next_blank))


@_instruction(lanes.newline_bits, types.uint64, types.CPointer, types.Integer)
def _newline_bits(builder: Any, args: Any) -> Any:
    block = _load(builder, args, _BLOCK)
    return builder.bitcast(builder.icmp_signed("==", block, _all(ord("\n"))), _BITS)


@_instruction(lanes.equal_bits, types.uint64, types.CPointer, types.Integer, types.Integer)
def _equal_bits(builder: Any, args: Any) -> Any:
    return _compared(builder, "==", _load(builder, args, _BLOCK), args[2])


@_instruction(lanes.triple_bits, types.uint64, types.CPointer, types.Integer, types.Integer)
def _triple_bits(builder: Any, args: Any) -> Any:
    pointer, at, packed = args
    offsets = [_BITS(0), *(builder.zext(_byte_of(builder, packed, number), _BITS) for number in (3, 4))]
    found = None
    for number, offset in enumerate(offsets):
        block = builder.or_(_load(builder, (pointer, builder.add(at, offset)), _BLOCK), _all(0x20))
        equal = builder.icmp_unsigned("==", block, _every(builder, _byte_of(builder, packed, number)))
        found = equal if found is None else builder.and_(found, equal)
    return builder.bitcast(found, _BITS)


@_instruction(lanes.most_bits, types.uint64, types.CPointer, types.Integer, types.Integer)
def _most_bits(builder: Any, args: Any) -> Any:
    return _compared(builder, "<=", _load(builder, args, _BLOCK), args[2])


@_instruction(lanes.set_bits, types.int64, types.Integer)
def _set_bits(builder: Any, args: Any) -> Any:
    return builder.ctpop(args[0])


@_instruction(lanes.lowest, types.int64, types.Integer)
def _lowest(builder: Any, args: Any) -> Any:
    return builder.cttz(args[0], ir.IntType(1)(0))


@_instruction(lanes.highest, types.int64, types.Integer)
def _highest(builder: Any, args: Any) -> Any:
    return builder.sub(_BITS(WIDTH - 1), builder.ctlz(args[0], ir.IntType(1)(0)))


def _function(builder: Any, name: str, kind: ir.FunctionType) -> Any:
    """Return a function of the C library."""
    module = builder.module
    return module.globals.get(name) or ir.Function(module, kind, name)


def _load(builder: Any, args: Any, kind: ir.Type) -> Any:
    address = builder.gep(args[0], [args[1]])
    return builder.load(builder.bitcast(address, kind.as_pointer()), align=1)


def _compared(builder: Any, relation: str, block: Any, value: Any) -> Any:
    """Return one bit for each byte of a block that stands in a relation to a value."""
    return builder.bitcast(builder.icmp_unsigned(relation, block, _every(builder, _byte_of(builder, value, 0))), _BITS)


def _byte_of(builder: Any, value: Any, number: int) -> Any:
    """Return one of the bytes of a number, counted from the lowest."""
    shifted = builder.lshr(value, value.type(8 * number)) if number else value
    return builder.trunc(shifted, _BYTE) if value.type.width > _BYTE.width else shifted


def _every(builder: Any, byte: Any) -> Any:
    """Return a block of one byte."""
    first = builder.insert_element(ir.Constant(_BLOCK, ir.Undefined), byte, ir.Constant(ir.IntType(32), 0))
    return builder.shuffle_vector(first, first, ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), [0] * WIDTH))


def _all(value: int) -> Any:
    return ir.Constant(_BLOCK, [value] * WIDTH)


def _between(builder: Any, block: Any, first: str, count: int) -> Any:
    return builder.icmp_unsigned("<", builder.sub(block, _all(ord(first))), _all(count))
