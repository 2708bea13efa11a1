"""Bech32 of BIP-173, the spelling of age's keys. Age sets no limit to the length, so neither does this."""

from collections.abc import Iterable, Sequence

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK_LENGTH = 6


class NotBech32(ValueError):
    """The words are no bech32: a wrong letter, mixed case, or the check does not fit."""


def encode(prefix: str, data: bytes) -> str:
    """The spelling of `data` in lower case, with the check behind."""
    values = _regroup(data, 8, 5, pad=True)
    polymod = _polymod([*_expand(prefix), *values, *[0] * _CHECK_LENGTH]) ^ 1
    check = [(polymod >> 5 * (_CHECK_LENGTH - 1 - i)) & 31 for i in range(_CHECK_LENGTH)]
    return prefix + "1" + "".join(_LETTERS[value] for value in (*values, *check))


def decode(words: str) -> tuple[str, bytes]:
    """(prefix in lower case, bytes). NotBech32 where the words are misspelt."""
    prefix, values = split_values(words)
    return prefix, bytes(_regroup(values, 5, 8, pad=False))


def split_values(words: str) -> tuple[str, list[int]]:
    """(prefix in lower case, values of five bits without the check). NotBech32 where the words are misspelt."""
    if words not in (words.lower(), words.upper()):
        raise NotBech32("大小写混用")
    lower = words.lower()
    prefix, mark, rest = lower.rpartition("1")
    if not mark or not prefix or len(rest) < _CHECK_LENGTH or any(not 33 <= ord(c) <= 126 for c in prefix):
        raise NotBech32("不完整")
    if any(letter not in _LETTERS for letter in rest):
        raise NotBech32("有不会出现的字符")
    values = [_LETTERS.index(letter) for letter in rest]
    if _polymod([*_expand(prefix), *values]) != 1:
        raise NotBech32("校验不符")
    return prefix, values[:-_CHECK_LENGTH]


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate(_GENERATOR):
            if top >> bit & 1:
                check ^= term
    return check


def _expand(prefix: str) -> list[int]:
    return [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]


def _regroup(values: Sequence[int] | bytes, old_bits: int, new_bits: int, *, pad: bool) -> list[int]:
    """The same bits in groups of another size. NotBech32 where bits are left over that are not padding."""
    held, count, grouped = 0, 0, []
    for value in values:
        held = held << old_bits | value
        count += old_bits
        while count >= new_bits:
            count -= new_bits
            grouped.append(held >> count & ((1 << new_bits) - 1))
        held &= (1 << count) - 1
    if pad and count:
        grouped.append(held << (new_bits - count) & ((1 << new_bits) - 1))
    elif not pad and (count >= old_bits or held):
        raise NotBech32("长度不符")
    return grouped
