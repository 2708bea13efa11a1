"""Files under a passphrase: ours open, the age library's too, nothing else. Debian's age opens the key file."""

import os

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.voice.sealing.passphrase_files import (
    WORK_FACTOR,
    WrongPassphrase,
    lock_with_passphrase,
    unlock_with_passphrase,
)

PASSPHRASE = "青山绿水过年算盘"


@pytest.fixture(scope="module")
def locked() -> bytes:
    return lock_with_passphrase("内容".encode(), PASSPHRASE, random=os.urandom)


def test_it_opens_with_its_passphrase(locked: bytes) -> None:
    assert unlock_with_passphrase(locked, PASSPHRASE).decode() == "内容"
    assert unlock_with_passphrase(locked.replace(b"\n", b"\r\n"), PASSPHRASE).decode() == "内容"


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE[:-1], PASSPHRASE + " "])
def test_it_opens_with_no_other(locked: bytes, passphrase: str) -> None:
    with pytest.raises(WrongPassphrase):
        unlock_with_passphrase(locked, passphrase)


def test_we_open_what_the_age_library_locked() -> None:
    theirs = pyrage.passphrase.encrypt(b"content", PASSPHRASE, armored=True)

    assert unlock_with_passphrase(theirs, PASSPHRASE) == b"content"


def test_the_work_factor_is_ours_and_a_monstrous_one_is_not_tried(locked: bytes) -> None:
    import base64

    plain = base64.b64decode(b"".join(locked.splitlines()[1:-1]))
    assert b" %d\n" % WORK_FACTOR in plain.splitlines(keepends=True)[1]
    with pytest.raises(WrongPassphrase):
        unlock_with_passphrase(plain.replace(b" %d\n" % WORK_FACTOR, b" 63\n", 1), PASSPHRASE)


def test_a_changed_byte_is_noticed(locked: bytes) -> None:
    import base64

    plain = bytearray(base64.b64decode(b"".join(locked.splitlines()[1:-1])))
    plain[-1] ^= 1
    with pytest.raises(WrongPassphrase):
        unlock_with_passphrase(bytes(plain), PASSPHRASE)


@given(st.binary(max_size=300))
def test_noise_does_not_open(noise: bytes) -> None:
    with pytest.raises(WrongPassphrase):
        unlock_with_passphrase(noise, PASSPHRASE)


def test_too_much_is_refused() -> None:
    with pytest.raises(ValueError, match="太大"):
        lock_with_passphrase(bytes(70_000), PASSPHRASE, random=os.urandom)
