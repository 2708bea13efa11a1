"""Grams from bytes are the grams of the folded text."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit

from jianfu.overlap.kernels.lanes import PLAIN, UNCOUNTED
from jianfu.overlap.kernels.ngrams import ROOM, UNIT_OF_CODE, count_grams, hash_gram, read_units

ANY = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs", "Co"]))


def _read(data: bytes, start: int = 0, stop: int | None = None) -> list[int]:
    stop = len(data) if stop is None else stop
    units = np.full(stop - start + ROOM, 7, np.uint16)
    count = read_units(np.frombuffer(data, np.uint8), start, stop, UNIT_OF_CODE, units)
    assert units[count : count + 3].tolist() == [0, 0, 0]
    return units[:count].tolist()


def _hash(units: list[int]) -> list[int]:
    padded = np.array([*units, 0, 0, 0], np.uint16)
    return [_hash_at(padded, place) for place in range(count_grams(len(units)))]


@njit
def _hash_at(units, place):  # type: ignore[no-untyped-def]
    return hash_gram(units, np.uint64(place))


def _fold(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char).lower()
    folded = folded if len(folded) == 1 and folded <= "\uffff" else char
    return folded if unicodedata.category(folded)[0] in "LNM" else ""


@settings(deadline=None)
@given(ANY)
def test_units_are_the_folded_characters(text: str) -> None:
    assert _read(text.encode()) == [ord(char) for char in "".join(map(_fold, text))]


@settings(deadline=None)
@given(st.lists(st.text("甲乙县、。（，", max_size=70) | ANY, max_size=6), st.text(max_size=40), st.text(max_size=40))
def test_a_text_is_read_alike_wherever_it_stands(parts: list[str], before: str, behind: str) -> None:
    text = "".join(parts)
    start = len(before.encode())

    found = _read((before + text + behind).encode(), start, start + len(text.encode()))

    assert found == [ord(char) for char in "".join(map(_fold, text))]


def test_what_is_read_many_at_a_time_is_what_the_table_says() -> None:
    for first, last in UNCOUNTED:
        assert not UNIT_OF_CODE[first : last + 1].any()
    assert UNIT_OF_CODE[PLAIN[0] : PLAIN[1] + 1].tolist() == list(range(PLAIN[0], PLAIN[1] + 1))


@settings(deadline=None)
@given(ANY, st.binary(max_size=3).filter(lambda b: all(0x80 <= byte < 0xC0 or byte >= 0xF8 for byte in b)), st.data())
def test_stray_bytes_between_characters_change_nothing(text: str, stray: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(text)))

    assert _read(text[:cut].encode() + stray + text[cut:].encode()) == _read(text.encode())


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_are_read(data: bytes) -> None:
    assert all(0 < unit < 0x10000 for unit in _read(data))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("关于 报送\u3000的，通知。", "关于报送的通知"),
        ("①", "1"),
        ("《通知》（试行）", "通知试行"),
    ],
)
def test_width_case_space_and_punctuation_do_not_count(text: str, same: str) -> None:
    assert _read(text.encode()) == _read(same.encode())


def test_a_sequence_that_breaks_off_is_skipped() -> None:
    assert _read("通知".encode()[:-1]) == _read("通".encode())
    assert _read(b"\xe9" + "知".encode()) == _read("知".encode())
    assert _read("\U00020000".encode()[:-1]) == []


@settings(deadline=None)
@given(st.lists(st.integers(1, 5), max_size=12), st.lists(st.integers(1, 5), max_size=12))
def test_grams_are_equal_where_four_units_are(one: list[int], other: list[int]) -> None:
    def tuples(units: list[int]) -> list[tuple[int, ...]]:
        return [tuple(units[i : i + 4]) for i in range(max(len(units) - 3, 1))] if units else []

    names = dict(zip(tuples(one) + tuples(other), _hash(one) + _hash(other), strict=True))

    assert _hash(one) == [names[gram] for gram in tuples(one)]
    assert len(set(names.values())) == len(names)
