"""Several characters or grams at a time: small pieces of vector code for the kernels.

Each is written as LLVM's own vectors, which any processor can run and most run in a few instructions, and can be called
from compiled code only. Places are unsigned; nobody checks them: callers keep room for a whole step behind the last.
"""

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt
from numba.extending import intrinsic

types: Any = import_module("numba.types")  # they bring no types
cgutils: Any = import_module("numba.core.cgutils")
ir: Any = import_module("llvmlite.ir")

STEP = 16
"""How many characters or grams a step takes."""
SAMPLE_BITS = 3  # one gram in eight is sampled
STEP_BYTES = 3 * STEP

PLAIN = (0x4E00, 0x9FFF)
"""Characters that count and stand for themselves."""
UNCOUNTED = ((0x3000, 0x3004), (0x3008, 0x3020), (0xFF01, 0xFF0F), (0xFF1A, 0xFF20), (0x2010, 0x2027))
"""Common marks that do not count. Anything else is looked up in a table, one at a time."""

_I1, _I8, _I16, _I32, _I64 = (ir.IntType(bits) for bits in (1, 8, 16, 32, 64))
_SAMPLE_FACTORS = (0x9E37, 0x79B9, 0x7F4B, 0x85EB)
_HALF = STEP // 2


Signed = tuple[Any, Callable[..., Any]]


def _generated(function: Callable[..., Signed]) -> Callable[..., np.uint64]:
    """The function in compiled code, there called without its first argument. It returns a signature and what writes
    the vector code."""
    made: Callable[..., np.uint64] = intrinsic(function)
    return made


def _generated_pair(function: Callable[..., Signed]) -> Callable[..., tuple[np.uint64, np.uint64]]:
    made: Callable[..., tuple[np.uint64, np.uint64]] = intrinsic(function)
    return made


def _list_moves() -> npt.NDArray[np.uint8]:
    """For each choice among eight lanes, as bits: the bytes of the chosen 16-bit lanes, moved to the front."""
    moves = np.zeros((256, 16), np.uint8)
    for choice, lanes in enumerate(_choices()):
        moves[choice, : 2 * len(lanes)] = [byte for lane in lanes for byte in (2 * lane, 2 * lane + 1)]
    return moves.ravel()


def _list_lanes() -> npt.NDArray[np.uint8]:
    """For each choice among eight lanes, as bits: the numbers of the chosen lanes, at the front of eight bytes."""
    numbers = np.zeros((256, _HALF), np.uint8)
    for choice, lanes in enumerate(_choices()):
        numbers[choice, : len(lanes)] = lanes
    return numbers.ravel()


def _choices() -> Iterable[list[int]]:
    return ([lane for lane in range(_HALF) if choice >> lane & 1] for choice in range(256))


MOVES, LANES = _list_moves(), _list_lanes()


@_generated
def read_step(_: Any, data: Any, i: Any, most: Any, units: Any, count: Any, moves: Any) -> Signed:
    """Read up to `most` <= STEP plain or uncounted characters of three bytes each at `data[i:]`, of which STEP_BYTES
    can be looked at; write the plain ones to `units[count:]`. Returns how many were read, and << 8 how many written.

    Stops at the first character of another kind, or that is none."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pointers = _Pointers(context, builder, signature, arguments)
        code, is_whole = _decode(builder, builder.load(pointers.at(0, 1, _vector(_I8, STEP_BYTES)), align=1))
        is_plain = _is_between(builder, code, PLAIN)
        is_known = is_plain
        for interval in UNCOUNTED:
            is_known = builder.or_(is_known, _is_between(builder, code, interval))
        known = builder.and_(_as_bits(builder, builder.and_(is_known, is_whole)), _first_bits(builder, arguments[2]))
        read = builder.cttz(builder.not_(known), _I1(1))
        kept = builder.and_(_as_bits(builder, is_plain), _first_bits(builder, read))
        _write_kept(builder, code, kept, pointers)
        return builder.or_(read, builder.shl(builder.ctpop(kept), _I64(8)))

    return types.uint64(data, types.uint64, types.uint64, units, types.uint64, moves), generate


def _decode(builder: Any, raw: Any) -> tuple[Any, Any]:
    """The characters of sixteen times three bytes, and for each whether the bytes are such a sequence."""
    high, middle, low = (
        builder.xor(_pick(builder, raw, range(byte, STEP_BYTES, 3)), _splat(_I8, STEP, mark))
        for byte, mark in enumerate((0xE0, 0x80, 0x80))
    )
    is_whole = builder.and_(
        builder.icmp_unsigned("<", high, _splat(_I8, STEP, 16)),
        builder.icmp_unsigned("<", builder.or_(middle, low), _splat(_I8, STEP, 64)),
    )
    high, middle, low = (builder.zext(part, _vector(_I16, STEP)) for part in (high, middle, low))
    upper = builder.or_(builder.shl(high, _splat(_I16, STEP, 12)), builder.shl(middle, _splat(_I16, STEP, 6)))
    return builder.or_(upper, low), is_whole


def _write_kept(builder: Any, code: Any, kept: Any, pointers: "_Pointers") -> None:
    """Write the chosen lanes side by side: each half by one move of bytes, which overwrites what is behind."""
    target = pointers.at(3, 4, _I16)
    for first in (0, _HALF):
        choice = builder.and_(builder.lshr(kept, _I64(first)), _I64(255))
        move = builder.load(pointers.place(5, builder.mul(choice, _I64(16)), _vector(_I8, 16)), align=1)
        half = builder.bitcast(_pick(builder, code, range(first, first + _HALF)), _vector(_I8, 16))
        moved = ir.Constant(_vector(_I8, 16), ir.Undefined)
        for lane in range(16):
            byte = builder.extract_element(half, builder.extract_element(move, _I32(lane)))
            moved = builder.insert_element(moved, byte, _I32(lane))
        builder.store(moved, builder.bitcast(target, ir.PointerType(moved.type)), align=1)
        target = builder.gep(target, [builder.ctpop(choice)])


@_generated
def sample_step(_: Any, units: Any, i: Any, most: Any, places: Any, count: Any, lanes: Any) -> Signed:
    """Of the grams at `i` to `i + STEP`, the first `most` of them, write the places of those that are sampled to
    `places[count:]`; returns how many. Reads STEP + 3 units.

    The sum of the four units, each times a factor, must be small. One product of 16 bits a unit is enough to choose."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pointers = _Pointers(context, builder, signature, arguments)
        total = _splat(_I16, STEP, 0)
        for unit, factor in enumerate(_SAMPLE_FACTORS):
            place = builder.add(arguments[1], _I64(unit))
            one = builder.load(pointers.place(0, place, _vector(_I16, STEP)), align=1)
            total = builder.add(total, builder.mul(one, _splat(_I16, STEP, factor)))
        is_small = builder.icmp_unsigned("<", total, _splat(_I16, STEP, 1 << (16 - SAMPLE_BITS)))
        chosen = builder.and_(_as_bits(builder, is_small), _first_bits(builder, arguments[2]))
        _write_places(builder, chosen, STEP, pointers, (1, 3, 4, 5))
        return builder.ctpop(chosen)

    return types.uint64(units, types.uint64, types.uint64, places, types.uint64, lanes), generate


@_generated
def smallest_step(_: Any, values: Any, i: Any, most: Any, places: Any, count: Any, lanes: Any) -> Signed:
    """Of the eight values at `i`, the first `most`, write the places of those smaller than the three before and not
    larger than the three behind to `places[count:]`; returns how many."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pointers = _Pointers(context, builder, signature, arguments)
        window = [
            builder.load(pointers.place(0, builder.add(arguments[1], _I64(step)), _vector(_I32, _HALF)), align=4)
            for step in range(-3, 4)
        ]
        own = window[3]
        is_least = builder.icmp_unsigned("<", own, window[0])
        for other in (1, 2):
            is_least = builder.and_(is_least, builder.icmp_unsigned("<", own, window[other]))
        for other in (4, 5, 6):
            is_least = builder.and_(is_least, builder.icmp_unsigned("<=", own, window[other]))
        chosen = builder.and_(_as_bits(builder, is_least), _first_bits(builder, arguments[2]))
        _write_places(builder, chosen, _HALF, pointers, (1, 3, 4, 5))
        return builder.ctpop(chosen)

    return types.uint64(values, types.uint64, types.uint64, places, types.uint64, lanes), generate


def _write_places(
    builder: Any, chosen: Any, width: int, pointers: "_Pointers", named: tuple[int, int, int, int]
) -> None:
    """Write the places of the chosen lanes, eight at a time. `named`: which arguments are the place of lane 0, the
    target, how much of it is written, and the table LANES."""
    base, target, count, lanes = named
    place, written = pointers.arguments[base], pointers.arguments[count]
    for first in range(0, width, _HALF):
        choice = builder.and_(builder.lshr(chosen, _I64(first)), _I64(255))
        numbers = builder.load(pointers.place(lanes, builder.mul(choice, _I64(_HALF)), _vector(_I8, _HALF)), align=1)
        start = builder.trunc(builder.add(place, _I64(first)), _I32)
        spread = builder.insert_element(ir.Constant(_vector(_I32, _HALF), ir.Undefined), start, _I32(0))
        spread = builder.shuffle_vector(spread, spread, _splat(_I32, _HALF, 0))
        found = builder.add(spread, builder.zext(numbers, spread.type))
        builder.store(found, pointers.place(target, written, found.type), align=1)
        written = builder.add(written, builder.ctpop(choice))


@_generated
def equal_step(_: Any, one: Any, i: Any, other: Any, j: Any) -> Signed:
    """How many of the STEP units at `one[i:]` are those at `other[j:]`, up to the first that is not."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pointers = _Pointers(context, builder, signature, arguments)
        here = builder.load(pointers.at(0, 1, _vector(_I16, STEP)), align=1)
        there = builder.load(pointers.at(2, 3, _vector(_I16, STEP)), align=1)
        equal = _as_bits(builder, builder.icmp_unsigned("==", here, there))
        return builder.cttz(builder.not_(equal), _I1(1))

    return types.uint64(one, types.uint64, other, types.uint64), generate


@_generated
def load_word(_: Any, units: Any, i: Any) -> Signed:
    """The four 16-bit units at `i` as one 64-bit word."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.load(_Pointers(context, builder, signature, arguments).at(0, 1, _I64), align=1)

    return types.uint64(units, types.uint64), generate


@_generated_pair
def multiply_wide(_: Any, one: Any, other: Any) -> Signed:
    """The lower and the upper half of the 128-bit product of two 64-bit words."""
    result = types.UniTuple(types.uint64, 2)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        wide = ir.IntType(128)
        product = builder.mul(*(builder.zext(argument, wide) for argument in arguments))
        halves = [builder.trunc(builder.lshr(product, wide(shift)), _I64) for shift in (0, 64)]
        return context.make_tuple(builder, result, halves)

    return result(types.uint64, types.uint64), generate


@_generated
def count_bits(_: Any, word: Any) -> Signed:
    """How many bits of a 64-bit word are set."""
    return types.uint64(types.uint64), lambda context, builder, signature, arguments: builder.ctpop(arguments[0])


@_generated
def count_shared_bits(_: Any, rows: Any, one: Any, other: Any) -> Signed:
    """How many bits are set in both of two rows of eight 64-bit words."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pointers, row = _Pointers(context, builder, signature, arguments), _vector(_I64, _HALF)
        both = builder.and_(
            *(builder.load(pointers.place(0, builder.mul(arguments[i], _I64(_HALF)), row), align=8) for i in (1, 2))
        )
        counts = builder.call(_declare(builder, "llvm.ctpop.v8i64", row, row), [both])
        return builder.call(_declare(builder, "llvm.vector.reduce.add.v8i64", _I64, row), [counts])

    return types.uint64(rows, types.uint64, types.uint64), generate


@_generated
def fetch_early(_: Any, rows: Any, row: Any) -> Signed:
    """Have a row of eight 64-bit words brought near, to be read soon. Returns nothing and changes nothing."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pointers = _Pointers(context, builder, signature, arguments)
        place = pointers.place(0, builder.mul(arguments[1], _I64(_HALF)), _I8)
        fetch = _declare(builder, "llvm.prefetch.p0", ir.VoidType(), place.type, _I32, _I32, _I32)
        builder.call(fetch, [place, _I32(0), _I32(3), _I32(1)])
        return context.get_dummy_value()

    return types.void(rows, types.uint64), generate


def _declare(builder: Any, name: str, returned: Any, *taken: Any) -> Any:
    return cgutils.get_or_insert_function(builder.module, ir.FunctionType(returned, taken), name)


class _Pointers:
    """Places in the arrays that a piece of vector code was given, by the number of the argument."""

    def __init__(self, context: Any, builder: Any, signature: Any, arguments: Any) -> None:
        self.arguments = arguments
        self._builder = builder
        self._make: Callable[[int], Any] = lambda number: context.make_array(signature.args[number])(
            context, builder, arguments[number]
        )

    def at(self, array: int, index: int, kind: Any) -> Any:
        """Where `array[index]` stands, both arguments, to be read as `kind`."""
        return self.place(array, self.arguments[index], kind)

    def place(self, array: int, index: Any, kind: Any) -> Any:
        """Where `array[index]` stands, to be read as `kind`."""
        pointer = self._builder.gep(self._make(array).data, [index])
        return self._builder.bitcast(pointer, ir.PointerType(kind))


def _vector(kind: Any, lanes: int) -> Any:
    return ir.VectorType(kind, lanes)


def _splat(kind: Any, lanes: int, value: int) -> Any:
    return ir.Constant(_vector(kind, lanes), [value] * lanes)


def _pick(builder: Any, vector: Any, lanes: Iterable[int]) -> Any:
    numbers = list(lanes)
    mask = ir.Constant(_vector(_I32, len(numbers)), numbers)
    return builder.shuffle_vector(vector, ir.Constant(vector.type, ir.Undefined), mask)


def _is_between(builder: Any, code: Any, interval: tuple[int, int]) -> Any:
    low, high = interval
    return builder.icmp_unsigned("<=", builder.sub(code, _splat(_I16, STEP, low)), _splat(_I16, STEP, high - low))


def _as_bits(builder: Any, lanes: Any) -> Any:
    """A 64-bit word with one bit a lane."""
    return builder.zext(builder.bitcast(lanes, ir.IntType(lanes.type.count)), _I64)


def _first_bits(builder: Any, count: Any) -> Any:
    return builder.sub(builder.shl(_I64(1), count), _I64(1))
