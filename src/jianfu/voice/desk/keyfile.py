"""A handler's keys in one file under a passphrase.

The file is an age file; what is in it is an age identity file with our notes as comments. So `age -d -i FILE` of any
computer asks for the passphrase and opens complaints with it, without this program.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from jianfu.voice.rules.routing import Body
from jianfu.voice.sealing.boxes import SEED_BYTES, BoxIdentity, NotAKey, decode_identity, make_box
from jianfu.voice.sealing.passphrase_files import WrongPassphrase, lock_with_passphrase, unlock_with_passphrase
from jianfu.voice.wire import NotSigned, Registration, SigningKey, make_registration, read_registration

SHORTEST_PASSPHRASE = 16
"""Letters and digits; a Chinese sign counts as two."""
_HEADING = "# 减负匿名渠道受理人的钥匙：不要外传，不要放在服务器上"
_FIRST_WIDE = "\u2e80"
_READER, _SIGNING = "# reader: ", "# signing: "
_SIGNING_HEX = re.compile(r"[0-9a-f]{64}")


class CannotUnlock(ValueError):
    """The key file does not open. The message says in Chinese why."""


@dataclass(frozen=True, slots=True)
class HandlerKeys:
    """Both key pairs of a handler, and who that is."""

    reader: Registration
    box: BoxIdentity
    signing: SigningKey

    @property
    def line(self) -> str:
        """The registration line, to hand to whoever registers readers."""
        return make_registration(self.reader, key=self.signing)


def make_keys(name: str, unit: str, body: Body, *, random: Callable[[int], bytes]) -> HandlerKeys:
    """New keys for this handler."""
    box, signing = make_box(random(SEED_BYTES)), SigningKey(random(SEED_BYTES))
    return HandlerKeys(Registration(name, unit, body, box.public, signing.public), box, signing)


def find_weakness(passphrase: str) -> str:
    """In Chinese what is wrong with a passphrase; empty where nothing is."""
    if sum(2 if sign >= _FIRST_WIDE else 1 for sign in passphrase) < SHORTEST_PASSPHRASE:
        return (
            f"口令至少 {SHORTEST_PASSPHRASE} 个字母数字，或 {SHORTEST_PASSPHRASE // 2} 个汉字。可以用几个互不相干的词。"
        )
    if len(set(passphrase)) < 6:
        return "口令里重复的字符太多。"
    return ""


def lock_keys(keys: HandlerKeys, passphrase: str, *, random: Callable[[int], bytes]) -> bytes:
    """The key file. Slow on purpose. ValueError for a weak passphrase."""
    if weakness := find_weakness(passphrase):
        raise ValueError(weakness)
    lines = (_HEADING, _READER + keys.line, _SIGNING + keys.signing.secret.hex(), keys.box.secret)
    return lock_with_passphrase("\n".join((*lines, "")).encode(), passphrase, random=random)


def unlock_keys(data: bytes, passphrase: str) -> HandlerKeys:
    """The keys of a key file. CannotUnlock for a wrong passphrase and for what is no key file."""
    try:
        opened = unlock_with_passphrase(data, passphrase).decode()
    except (WrongPassphrase, UnicodeDecodeError) as problem:
        raise CannotUnlock("口令不对，或者这不是钥匙文件。") from problem
    try:
        lines = opened.splitlines()
        line = next(words.removeprefix(_READER) for words in lines if words.startswith(_READER))
        signing = next(words.removeprefix(_SIGNING) for words in lines if words.startswith(_SIGNING))
        secret = next(words for words in lines if words and not words.startswith("#"))
        if _SIGNING_HEX.fullmatch(signing) is None:
            raise CannotUnlock("钥匙文件不完整，请换一份备份。")
        keys = HandlerKeys(
            read_registration(line), make_box(decode_identity(secret)), SigningKey(bytes.fromhex(signing))
        )
    except (StopIteration, NotAKey, NotSigned) as problem:
        raise CannotUnlock("钥匙文件不完整，请换一份备份。") from problem
    if (keys.reader.encrypts_to, keys.reader.signs_as) != (keys.box.public, keys.signing.public):
        raise CannotUnlock("钥匙文件里的公钥和私钥不是一对，请换一份备份。")
    return keys
