"""Sorting of whole numbers by radix: linear, stable, and several times faster here than comparing them."""

import numpy as np
import numpy.typing as npt

from jianfu.overlap.kernels.compiling import compiled

_DIGIT_BITS = 11
_DIGITS = 1 << _DIGIT_BITS
_LAST_DIGIT = np.uint64(_DIGITS - 1)


def sort_words(words: npt.NDArray[np.uint64], bits: int) -> npt.NDArray[np.uint64]:
    """The words in rising order by their lowest `bits`. The argument is used up: its content is undefined
    afterwards."""
    other = np.empty_like(words)
    return words if _sort_words(words, other, bits) else other


def order_by(words: npt.NDArray[np.uint64], bits: int) -> npt.NDArray[np.int64]:
    """The places of the words in rising order of their lowest `bits`; equal ones in the order in which they stand."""
    order = np.arange(len(words), dtype=np.int64)
    sort_with(words.copy(), order, 0, bits)
    return order


def bits_of(largest: int) -> int:
    """How many bits hold all of 0 … largest."""
    return max(int(largest).bit_length(), 1)


@compiled
def sort_with(words: npt.NDArray[np.uint64], companions: npt.NDArray[np.generic], low: int, high: int) -> None:
    """Sort both in place by bits `low` to `high` of the words; equal ones keep their order."""
    other_words, other_companions = np.empty_like(words), np.empty_like(companions)
    ends = np.empty(_DIGITS, np.int64)
    for first_bit in range(low, high, _DIGIT_BITS):
        shift = np.uint64(first_bit)
        if not _find_ends(words, shift, min(high - first_bit, _DIGIT_BITS), ends):
            continue
        last = (np.uint64(1) << np.uint64(min(high - first_bit, _DIGIT_BITS))) - np.uint64(1)
        for i in range(len(words)):
            digit = (words[i] >> shift) & last
            place = np.uint64(ends[digit])
            other_words[place], other_companions[place] = words[i], companions[i]
            ends[digit] += 1
        words[:], companions[:] = other_words, other_companions


@compiled
def _sort_words(words: npt.NDArray[np.uint64], other: npt.NDArray[np.uint64], bits: int) -> bool:
    """Sort to and fro between the two arrays; whether the result is in the first."""
    ends = np.empty(_DIGITS, np.int64)
    source, target = words, other
    in_first = True
    for first_bit in range(0, bits, _DIGIT_BITS):
        shift = np.uint64(first_bit)
        if not _find_ends(source, shift, _DIGIT_BITS, ends):
            continue
        for i in range(len(source)):
            digit = (source[i] >> shift) & _LAST_DIGIT
            target[np.uint64(ends[digit])] = source[i]
            ends[digit] += 1
        source, target = target, source
        in_first = not in_first
    return in_first


@compiled
def _find_ends(words: npt.NDArray[np.uint64], shift: np.uint64, bits: int, ends: npt.NDArray[np.int64]) -> bool:
    """Write where the words of each digit begin; False if all have the same digit, so that nothing has to move."""
    last = (np.uint64(1) << np.uint64(bits)) - np.uint64(1)
    ends[:] = 0
    for word in words:
        ends[(word >> shift) & last] += 1
    total = 0
    for digit in range(_DIGITS):
        if ends[digit] == len(words):
            return False
        total += ends[digit]
        ends[digit] = total - ends[digit]
    return True
