"""Codes: what a person may write and still be understood, and what a slip of the pen does."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianfu.voice.sealing.codes import SIGNS, derive, make_code, normalise

CHANCE = st.binary(min_size=12, max_size=12)
SALT = b"an installation's salt"


@given(CHANCE)
def test_a_code_is_its_own_normal_form(chance: bytes) -> None:
    code = make_code(chance)

    assert normalise(code) == code
    assert [len(group) for group in code.split("-")] == [5, 5, 5, 5]


@given(CHANCE)
def test_ways_of_writing_a_code_are_understood(chance: bytes) -> None:
    code = make_code(chance)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    likely = code.replace("0", "O").replace("1", "l")

    for typed in (code.lower(), code.replace("-", " "), code.replace("-", ""), f"  {code}\n", wide, likely):
        assert normalise(typed) == code
    assert normalise(code.replace("1", "I").replace("-", "—").replace("0", "o")) == code


@given(CHANCE, st.data())
def test_one_wrong_sign_is_found(chance: bytes, data: st.DataObject) -> None:
    signs = make_code(chance).replace("-", "")
    place = data.draw(st.integers(0, 19))
    other = data.draw(st.sampled_from(sorted(set(SIGNS) - {signs[place]})))

    assert normalise(signs[:place] + other + signs[place + 1 :]) is None


@given(CHANCE, st.integers(0, 18))
def test_two_signs_swapped_are_found(chance: bytes, place: int) -> None:
    signs = make_code(chance).replace("-", "")
    swapped = signs[:place] + signs[place + 1] + signs[place] + signs[place + 2 :]

    assert (normalise(swapped) is None) == (swapped != signs)


@given(st.text(max_size=40))
def test_what_is_no_code_is_none(typed: str) -> None:
    found = normalise(typed)

    assert found is None or normalise(found) == found


@pytest.mark.parametrize(
    "typed", ["", "12345", "U" * 20, "ABCDE-FGHJK-MNPQR-STVWX-Y", "投诉编码投诉编码投诉编码投诉编码投诉编码"]
)
def test_lengths_and_letters_that_no_code_has(typed: str) -> None:
    assert normalise(typed) is None


def test_all_the_chance_is_in_the_code() -> None:
    codes = {make_code(os.urandom(12)) for _ in range(2000)}
    chance = [code.replace("-", "")[:19] for code in codes]

    assert len(codes) == 2000
    # Each of the 19 free places takes every one of the 32 signs: 95 bits.
    assert all({code[place] for code in chance} == set(SIGNS) for place in range(19))


def test_too_little_chance_is_refused() -> None:
    with pytest.raises(ValueError, match="12"):
        make_code(b"short")


@settings(max_examples=3, deadline=None)
@given(CHANCE)
def test_a_code_leads_to_the_same_box_each_time(chance: bytes) -> None:
    code = make_code(chance)
    first, second = derive(code, SALT), derive(code, SALT)

    assert first == second
    assert len(first.lookup) == 32
    assert first.lookup.hex() not in first.box.secret.lower()
    assert len({first.lookup, first.receipt}) == 2


def test_another_installation_has_another_box_for_the_same_code() -> None:
    code = make_code(bytes(range(12)))

    assert derive(code, SALT).lookup != derive(code, SALT + b"2").lookup
    assert derive(code, SALT).box.public != derive(code, SALT + b"2").box.public


def test_a_code_as_it_was_typed_is_not_derived() -> None:
    with pytest.raises(ValueError, match="规范"):
        derive(make_code(bytes(12)).lower().replace("-", " "), SALT)


def test_what_was_derived_is_not_shown_by_accident() -> None:
    derived = derive(make_code(bytes(range(12))), SALT)

    assert derived.lookup.hex() not in repr(derived)
    assert derived.box.secret not in repr(derived)
