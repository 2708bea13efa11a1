"""The key file: who opens it, and what it is without this program."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from jianfu.voice.desk.keyfile import (
    CannotUnlock,
    HandlerKeys,
    find_weakness,
    lock_keys,
    make_keys,
    unlock_keys,
)
from jianfu.voice.rules.routing import Body
from jianfu.voice.sealing.envelopes import Payload, export, seal
from jianfu.voice.sealing.passphrase_files import lock_with_passphrase
from jianfu.voice.wire import read_registration

PASSPHRASE = "青山 绿水 过年 算盘 十二"


@pytest.fixture(scope="module")
def keys() -> HandlerKeys:
    return make_keys("张某", "县纪委监委", Body.DISCIPLINE, random=os.urandom)


@pytest.fixture(scope="module")
def locked(keys: HandlerKeys) -> bytes:
    return lock_keys(keys, PASSPHRASE, random=os.urandom)


def test_the_passphrase_opens_it(keys: HandlerKeys, locked: bytes) -> None:
    assert unlock_keys(locked, PASSPHRASE) == keys


def test_no_secret_stands_in_the_file(keys: HandlerKeys, locked: bytes) -> None:
    for secret in (keys.box.secret, keys.box.secret.lower(), keys.signing.secret.hex(), "张某"):
        assert secret.encode() not in locked


def test_another_passphrase_does_not(locked: bytes) -> None:
    with pytest.raises(CannotUnlock, match="口令"):
        unlock_keys(locked, PASSPHRASE + "一")
    with pytest.raises(CannotUnlock, match="口令"):
        unlock_keys(b"no key file", PASSPHRASE)


@pytest.mark.parametrize("passphrase", ["", "short", "fifteen-letters", "七个汉字还不够", "a" * 16, "12" * 8])
def test_weak_passphrases_are_refused(keys: HandlerKeys, passphrase: str) -> None:
    assert find_weakness(passphrase)
    with pytest.raises(ValueError, match="口令"):
        lock_keys(keys, passphrase, random=os.urandom)


def test_the_registration_line_has_public_halves_only(keys: HandlerKeys) -> None:
    reader = read_registration(keys.line)

    assert reader == keys.reader
    assert (reader.encrypts_to, reader.signs_as) == (keys.box.public, keys.signing.public)
    assert keys.box.secret not in keys.line


@pytest.mark.parametrize("lines", ["AGE-SECRET-KEY-1", "# reader: x\n# signing: y\nAGE", "nothing"])
def test_a_broken_key_file_is_told(lines: str) -> None:
    with pytest.raises(CannotUnlock, match="不完整"):
        unlock_keys(lock_with_passphrase(lines.encode(), PASSPHRASE, random=os.urandom), PASSPHRASE)


@pytest.mark.skipif(shutil.which("age") is None or shutil.which("script") is None, reason="needs age and a terminal")
def test_debians_age_opens_a_complaint_with_the_key_file(keys: HandlerKeys, locked: bytes, tmp_path: Path) -> None:
    (tmp_path / "key.age").write_bytes(locked)
    sealed = seal(Payload("每周都要报。"), [keys.box.public], random=os.urandom)
    (tmp_path / "one.age").write_bytes(export(sealed))
    # age asks on a terminal: script gives it one.
    done = subprocess.run(
        ["script", "-qec", "age -d -i key.age -o out.tar one.age", "/dev/null"],
        input=PASSPHRASE.encode() + b"\n",
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert "每周都要报。".encode() in (tmp_path / "out.tar").read_bytes()
