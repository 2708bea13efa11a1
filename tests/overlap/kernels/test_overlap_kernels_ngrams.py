"""Grams from bytes are the grams of the folded text."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianfu.overlap.kernels.ngrams import UNIT_OF_CODE, hash_grams, read_units

PLAIN = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs", "Co"]))


def _read(data: bytes) -> list[int]:
    units = np.empty(len(data) + 1, np.uint16)
    count = read_units(np.frombuffer(data, np.uint8), 0, len(data), UNIT_OF_CODE, units)
    return units[:count].tolist()


def _hash(units: list[int]) -> list[int]:
    grams = np.empty(len(units) + 1, np.uint64)
    count = hash_grams(np.array(units, np.uint16), len(units), grams)
    return grams[:count].tolist()


def _fold(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char).lower()
    folded = folded if len(folded) == 1 and folded <= "\uffff" else char
    return folded if unicodedata.category(folded)[0] in "LNM" else ""


@settings(deadline=None)
@given(PLAIN)
def test_units_are_the_folded_characters(text: str) -> None:
    assert _read(text.encode()) == [ord(char) for char in "".join(map(_fold, text))]


@settings(deadline=None)
@given(PLAIN, st.binary(max_size=3).filter(lambda b: all(0x80 <= byte < 0xC0 or byte >= 0xF8 for byte in b)), st.data())
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
