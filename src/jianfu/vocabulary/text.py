"""One normal form for words that people type in many ways."""

import re
from functools import lru_cache

_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_KEPT_WIDE = "，：；！？（）"
_NARROW = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _KEPT_WIDE}
_TABLE = str.maketrans({**_NARROW, 0x3000: " ", ord("﹝"): "〔", ord("﹞"): "〕"})


def normalise_width(text: str) -> str:
    """Full-width letters, digits and spaces as half-width ones; Chinese punctuation 〔〕《》、。 stays.

    Length-preserving, so that spans in the result are spans in the input.
    """
    return text.translate(_TABLE)


@lru_cache(maxsize=100_000)  # registers repeat the same names and titles tens of thousands of times
def squeeze(text: str) -> str:
    """`normalise_width` without any white space: the form in which headings and names are compared."""
    return _SPACE.sub("", normalise_width(text))
