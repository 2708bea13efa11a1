"""Shares: any three of five restore the key, any two restore nothing."""

import itertools
import os

import pytest

from jianfu.voice.sealing.shares import CannotCombine, check_part, combine, spell_out, split


@pytest.fixture(scope="module")
def secrets() -> list[bytes]:
    return [os.urandom(32) for _ in range(8)]


def test_any_three_of_five_restore_all(secrets: list[bytes]) -> None:
    for secret in secrets:
        parts = split(secret)
        for chosen in itertools.combinations(parts, 3):
            assert combine(chosen) == secret
        assert combine(parts) == combine(parts[::-1]) == secret


def test_any_two_restore_nothing(secrets: list[bytes]) -> None:
    for secret in secrets:
        for chosen in itertools.combinations(split(secret), 2):
            with pytest.raises(CannotCombine, match="3 份"):
                combine(chosen)
            with pytest.raises(CannotCombine, match="3 份"):
                combine([*chosen, chosen[0]])


def test_two_parts_go_with_every_secret() -> None:
    """Two parts fit any key whatever: for other secrets there are parts with the same first words in the same places.

    Shamir's scheme says so; what can be seen is that two parts of one secret are no nearer to it than chance.
    """
    secret = bytes(32)
    raw = [bytes(ord(word[0]) for word in part.split()) for part in split(secret)]

    assert len(set(raw)) == 5
    assert all(secret.hex() not in part for part in split(secret))


def test_four_letters_of_each_word_are_enough(secrets: list[bytes]) -> None:
    parts = split(secrets[0])
    short = [" ".join(word[:4].upper() for word in part.split()) for part in parts[:3]]
    numbered = [" ".join(f"{n}. {word}" for n, word in enumerate(part.split(), 1)) for part in parts[:3]]

    assert combine(short) == secrets[0]
    assert combine(numbered) == secrets[0]
    assert spell_out(short[0]) == parts[0]


def test_a_misspelt_part_is_named_by_its_number(secrets: list[bytes]) -> None:
    parts = list(split(secrets[0]))
    words = parts[1].split()
    words[9] = "academic" if words[9] != "academic" else "acid"
    parts[1] = " ".join(words)

    assert [check_part(part) for part in parts[:3]] == [True, False, True]
    with pytest.raises(CannotCombine, match="第 2 份"):
        combine(parts[:3])


def test_parts_of_two_splittings_do_not_mix(secrets: list[bytes]) -> None:
    first, second = split(secrets[0]), split(secrets[0])

    with pytest.raises(CannotCombine, match="同一次"):
        combine([first[0], first[1], second[2]])


@pytest.mark.parametrize("words", ["", "投诉", "academic " * 33, "one two three"])
def test_what_is_no_part_is_refused(words: str) -> None:
    assert not check_part(words)
    with pytest.raises(CannotCombine):
        combine([words, words, words])


def test_lengths_that_have_no_words_are_refused() -> None:
    with pytest.raises(ValueError, match="长度"):
        split(b"short")
