"""One normal form for words that people type in many ways."""

import re
import unicodedata

_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_CJK_PUNCTUATION = str.maketrans({"﹝": "〔", "﹞": "〕"})


def normalise_width(text: str) -> str:
    """Full-width letters, digits and spaces as half-width ones; Chinese punctuation 〔〕《》、。 stays.

    Length-preserving, so that spans in the result are spans in the input.
    """
    return "".join(_narrow(character) for character in text).translate(_CJK_PUNCTUATION)


def squeeze(text: str) -> str:
    """`normalise_width` without any white space: the form in which headings and names are compared."""
    return _SPACE.sub("", normalise_width(text))


def _narrow(character: str) -> str:
    if "！" <= character <= "～" and character not in "，：；！？（）":
        return unicodedata.normalize("NFKC", character)
    return " " if character == "\u3000" else character
