"""Bech32 against the vectors of BIP-173, and age's own spelling of keys."""

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.voice.sealing import bech32
from jianfu.voice.sealing.boxes import (
    BoxIdentity,
    NotAKey,
    check_recipient,
    decode_identity,
    encode_identity,
    encode_recipient,
    make_box,
)

VALID = (
    "A12UEL5L",
    "a12uel5l",
    "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
    "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
    "11" + "q" * 82 + "c8247j",
    "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
    "?1ezyfcl",
)
INVALID = (
    "\x201nwldj5",
    "\x7f1axkwrx",
    "\x801eym55h",
    "pzry9x0s0muk",
    "1pzry9x0s0muk",
    "x1b4n0q5v",
    "li1dgmt3",
    "de1lg7wt\xff",
    "A1G7SGD8",
    "10a06t8",
    "1qzzfhee",
)


@pytest.mark.parametrize("words", VALID)
def test_valid_vectors_are_read(words: str) -> None:
    prefix, values = bech32.split_values(words)

    assert words.lower().startswith(prefix + "1")
    assert len(values) == len(words) - len(prefix) - 7


@pytest.mark.parametrize("words", INVALID)
def test_invalid_vectors_are_refused(words: str) -> None:
    with pytest.raises(bech32.NotBech32):
        bech32.split_values(words)


def test_mixed_case_is_refused() -> None:
    with pytest.raises(bech32.NotBech32):
        bech32.decode("A12uel5l")


@given(st.binary(max_size=64), st.sampled_from(["a", "age", "age-secret-key-"]))
def test_bytes_come_back(data: bytes, prefix: str) -> None:
    assert bech32.decode(bech32.encode(prefix, data)) == (prefix, data)
    assert bech32.decode(bech32.encode(prefix, data).upper()) == (prefix, data)


@given(st.binary(min_size=32, max_size=32), st.data())
def test_one_wrong_letter_is_found(seed: bytes, data: st.DataObject) -> None:
    words = encode_identity(seed)
    place = data.draw(st.integers(16, len(words) - 1))
    other = data.draw(st.sampled_from(sorted(set("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L") - {words[place]})))

    with pytest.raises(NotAKey):
        decode_identity(words[:place] + other + words[place + 1 :])


def test_age_reads_our_keys_and_we_read_its() -> None:
    for _ in range(50):
        theirs = pyrage.x25519.Identity.generate()
        ours = make_box(decode_identity(str(theirs)))

        assert ours == BoxIdentity(secret=str(theirs), public=str(theirs.to_public()))
        assert str(pyrage.x25519.Identity.from_str(ours.secret).to_public()) == check_recipient(ours.public)


def test_a_private_key_is_no_recipient() -> None:
    box = make_box(b"\x01" * 32)

    with pytest.raises(NotAKey, match="公钥"):
        check_recipient(box.secret)
    with pytest.raises(NotAKey, match="私钥"):
        decode_identity(box.public)


@pytest.mark.parametrize("make", [encode_identity, encode_recipient, make_box])
def test_other_lengths_are_refused(make) -> None:
    with pytest.raises(ValueError, match="32"):
        make(b"short")


def test_a_secret_is_not_shown_by_accident() -> None:
    box = make_box(b"\x07" * 32)

    assert box.secret not in f"{box!r} {box}"
