"""Fictional notices for the bench: any number, each made from its number alone, with planted near-duplicates.

Words are random ideographs used as often as words are (Zipf); sentences, stock phrases and paragraphs follow. One
notice in four fills an open template (half of its sentences are the template's), one in twenty is the same notice for
another place and day, one in ten is a plant: an edit of a notice before it, whose number is known.
"""

from dataclasses import dataclass
from enum import IntEnum

import numba
import numpy as np
import numpy.typing as npt

from jianfu.overlap.kernels.texts import Texts

WORDS, STOCK_PHRASES, TEMPLATES = 30_000, 500, 300
CHARACTERS = 940
_ROOM = 4096
_KIND_SHIFT = np.uint64(48)


class Plant(IntEnum):
    """What was done to a notice to make the plant."""

    NONE = 0
    EDITED = 1
    WRAPPED = 2
    APPENDED = 3
    REORDERED = 4
    REDATED = 5
    EXCERPT = 6


@dataclass(frozen=True, slots=True)
class Notices:
    """Texts, and for each the plant's kind and the number of the notice that it was made of (-1: none)."""

    texts: Texts
    kinds: npt.NDArray[np.int8]
    sources: npt.NDArray[np.int64]


def make_notices(start: int, stop: int) -> Notices:
    """Notices number `start` to `stop`. A plant's source has a smaller number, down to 0."""
    count = stop - start
    kinds, sources = np.zeros(count, np.int8), np.full(count, -1, np.int64)
    data, offsets = np.empty(count * 3 * _ROOM // 2, np.uint8), np.zeros(count + 1, np.int64)
    used = _write(start, stop, _WORD_TABLE, _WORD_OF_CHANCE, data, offsets, kinds, sources)
    return Notices(Texts(data[:used].copy(), offsets), kinds, sources)


def _make_words() -> npt.NDArray[np.uint16]:
    """uint16[WORDS, 4] characters, 0 behind the end; common characters are in many words."""
    dice = np.random.default_rng(7)
    letters = 0x4E00 + (3500 * dice.random((WORDS, 4)) ** 1.7).astype(np.uint16)
    lengths = dice.choice([1, 2, 3, 4], WORDS, p=[0.05, 0.65, 0.2, 0.1])
    letters[np.arange(4) >= lengths[:, None]] = 0
    return letters.astype(np.uint16)


def _make_chances() -> npt.NDArray[np.uint16]:
    """uint16[65536]: a word for each of 65,536 equally likely draws."""
    weights = 1 / np.arange(10, WORDS + 10)
    return np.searchsorted(np.cumsum(weights / weights.sum()), np.linspace(0, 0.9999, 65536)).astype(np.uint16)


_WORD_TABLE = _make_words()
_WORD_OF_CHANCE = _make_chances()


@numba.njit(cache=True, nogil=True)
def _draw(state: npt.NDArray[np.uint64]) -> np.uint64:
    """The next number of splitmix64."""
    state[0] += np.uint64(0x9E3779B97F4A7C15)
    z = state[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@numba.njit(cache=True, nogil=True)
def _below(state: npt.NDArray[np.uint64], limit: int) -> int:
    return np.int64((_draw(state) >> np.uint64(32)) * np.uint64(limit) >> np.uint64(32))


@numba.njit(cache=True, nogil=True)
def _add_sentence(seed, words, word_of_chance, text, used):
    state = np.array([seed], np.uint64)
    for _ in range(6 + _below(state, 12)):
        word = word_of_chance[_below(state, 65536)]
        for i in range(4):
            if words[word, i]:
                text[used] = words[word, i]
                used += 1
        if _below(state, 6) == 0:
            text[used] = 0xFF0C
            used += 1
    text[used] = 0x3002
    return used + 1


@numba.njit(cache=True, nogil=True)
def _add_digits(state, count, text, used):
    for _ in range(count):
        text[used] = 48 + _below(state, 10)
        used += 1
    return used


@numba.njit(cache=True, nogil=True)
def _make_base(number, words, word_of_chance, text):
    """The characters of a notice that is no plant; returns how many."""
    state = np.array([number * 2 + 1], np.uint64)
    kind = _below(state, 100)
    length = CHARACTERS * 6 // 10 + _below(state, CHARACTERS * 8 // 10)
    place = np.uint64(1 << 40) + np.uint64(_below(state, 3000))
    used = _add_sentence(place, words, word_of_chance, text, 0)
    used = _add_digits(state, 8, text, used)
    if kind < 5:  # the same notice for another place and day
        body = np.array([(number // 512) * 7 + 3], np.uint64)
        body_length = CHARACTERS * 8 // 10
        while used < body_length:
            used = _add_sentence(_draw(body), words, word_of_chance, text, used)
        return _add_digits(state, 8, text, used)
    share = _below(state, 1 << 20) / (1 << 20)
    template = np.uint64(TEMPLATES * share**2)
    sentence = np.uint64(0)
    while used < length:
        sentence += np.uint64(1)
        if kind < 30 and sentence & np.uint64(1):
            seed = np.uint64(1 << 41) + template * np.uint64(1000) + sentence
        elif _below(state, 8) == 0:
            seed = np.uint64(1 << 42) + np.uint64(_below(state, STOCK_PHRASES))
        else:
            seed = _draw(state)
        used = _add_sentence(seed, words, word_of_chance, text, used)
    return _add_digits(state, 8, text, used)


@numba.njit(cache=True, nogil=True)
def _change(kind, state, words, word_of_chance, base, count, text):
    """Write the plant of that kind made from `base[:count]`; returns its length."""
    used = 0
    if kind == 2:
        for _ in range(1 + _below(state, 3)):
            used = _add_sentence(_draw(state), words, word_of_chance, text, used)
    start, stop = 0, count
    if kind == 6:
        stop = count * (40 + _below(state, 40)) // 100
        start = _below(state, count - stop)
        stop += start
    if kind == 4:
        cut = count // 4 + _below(state, count // 2)
        text[: count - cut] = base[cut:count]
        text[count - cut : count] = base[:cut]
        return count
    text[used : used + stop - start] = base[start:stop]
    used += stop - start
    if kind == 1:
        for _ in range(1 + used * (5 + _below(state, 16)) // 1000):
            text[_below(state, used)] = 0x4E00 + _below(state, 3500)
    if kind == 5:
        for i in range(used):
            if 48 <= text[i] < 58:
                text[i] = 48 + _below(state, 10)
    if kind == 3:
        for _ in range(1 + _below(state, 3)):
            used = _add_sentence(_draw(state), words, word_of_chance, text, used)
    return used


@numba.njit(cache=True, nogil=True)
def _encode(text, count, data, used):
    for i in range(count):
        code = text[i]
        if code < 128:
            data[used] = code
            used += 1
        else:
            data[used] = 0xE0 | (code >> 12)
            data[used + 1] = 0x80 | ((code >> 6) & 63)
            data[used + 2] = 0x80 | (code & 63)
            used += 3
    return used


@numba.njit(cache=True, nogil=True)
def _plant_kind(number):
    state = np.array([number * 2], np.uint64)
    return 1 + _below(state, 6) if number > 100 and _below(state, 10) == 0 else 0


@numba.njit(cache=True, nogil=True)
def _write(start, stop, words, word_of_chance, data, offsets, kinds, sources):
    base, text = np.empty(_ROOM, np.uint16), np.empty(_ROOM, np.uint16)
    used = 0
    for number in range(start, stop):
        kind = _plant_kind(number)
        if kind:
            state = np.array([number * 2 + (1 << 50)], np.uint64)
            source = _below(state, number)
            while _plant_kind(source):
                source = _below(state, number)
            count = _make_base(source, words, word_of_chance, base)
            count = _change(kind, state, words, word_of_chance, base, count, text)
            kinds[number - start], sources[number - start] = kind, source
        else:
            count = _make_base(number, words, word_of_chance, text)
        used = _encode(text, count, data, used)
        offsets[number - start + 1] = used
    return used
