"""The recovery key in five parts, any three of which restore it and any two of which tell nothing (SLIP-39).

Each part is 33 English words that pencil and paper keep; a word's first four letters are enough to tell it.
"""

from collections.abc import Sequence

import shamir_mnemonic
from shamir_mnemonic.share import Share
from shamir_mnemonic.wordlist import WORDLIST

SHARES = 5
THRESHOLD = 3
_LETTERS_THAT_TELL = 4
_BY_BEGINNING = {word[:_LETTERS_THAT_TELL]: word for word in WORDLIST}


class CannotCombine(ValueError):
    """The parts do not restore a key. The message says in Chinese which part is wrong."""


def split(secret: bytes) -> tuple[str, ...]:
    """Five parts of a secret of 16, 32 … bytes. ValueError for a length that SLIP-39 has no words for."""
    try:
        return tuple(shamir_mnemonic.generate_mnemonics(1, [(THRESHOLD, SHARES)], secret)[0])
    except ValueError as problem:
        raise ValueError("恢复密钥的长度不对") from problem


def combine(parts: Sequence[str]) -> bytes:
    """The secret from three parts or more (the first three that differ are used). CannotCombine otherwise."""
    spelt = list(dict.fromkeys(spell_out(part) for part in parts))
    read = [_read(part, number) for number, part in enumerate(spelt, start=1)]
    if len({share.identifier for share in read}) > 1:
        raise CannotCombine("这几份不是同一次拆分的，请核对每份上的日期。")
    if len(spelt) < THRESHOLD:
        raise CannotCombine(f"要有 {THRESHOLD} 份不同的才能恢复，现在只有 {len(spelt)} 份。")
    try:
        return bytes(shamir_mnemonic.combine_mnemonics(spelt[:THRESHOLD]))
    except (shamir_mnemonic.MnemonicError, ValueError) as problem:
        raise CannotCombine("这几份合不起来，请逐词核对。") from problem


def spell_out(part: str) -> str:
    """The words of one part in full, from words or their first four letters; numbers before words are left out."""
    words = [word for word in part.lower().replace(".", " ").split() if not word.isdigit()]
    return " ".join(_BY_BEGINNING.get(word[:_LETTERS_THAT_TELL], word) for word in words)


def check_part(part: str) -> bool:
    """Whether a part is spelt right: its own check sum says so, before the others are there."""
    try:
        Share.from_mnemonic(spell_out(part))
    except (shamir_mnemonic.MnemonicError, ValueError):
        return False
    return True


def _read(part: str, number: int) -> Share:
    try:
        return Share.from_mnemonic(part)
    except (shamir_mnemonic.MnemonicError, ValueError) as problem:
        raise CannotCombine(f"第 {number} 份抄写有误，请逐词核对（共 33 个词）。") from problem
