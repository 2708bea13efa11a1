"""Text without the marks that no reader sees: they can number each copy of a paper, and so tell whose it was."""

import unicodedata

from jianfu.voice.cleaning.cleaned import INSTEAD, CannotClean, Cleaned, Shown

_KEPT_CONTROLS = frozenset("\n\t")
_INVISIBLE = frozenset({"Cf", "Cc", "Co", "Cn", "Cs"})
_VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5")
_ENCODINGS = ("utf-8-sig", "gb18030")
_SHOWN_SIGNS = 20_000
REMOVED_MARKS = "看不见的字符（可能用来标记文件去向）"


def strip_invisible(text: str) -> str:
    """The text without zero-width and other unseen signs, every kind of blank made an ordinary one."""
    return "".join(_replace(sign) for sign in text.replace("\r\n", "\n").replace("\r", "\n"))


def clean_text(data: bytes, kind: str) -> Cleaned:
    """Plain text as UTF-8. CannotClean where it is no text or holds a web page."""
    text = _decode(data)
    if _looks_like_markup(text):
        raise CannotClean(f"网页、矢量图和脚本文件不收。{INSTEAD}")
    cleaned = strip_invisible(text)
    marks = (REMOVED_MARKS,) if cleaned != text.replace("\r\n", "\n").replace("\r", "\n") else ()
    return Cleaned(kind, cleaned.encode(), shown_text(cleaned), marks)


def shown_text(text: str) -> Shown:
    """The text as the reporter looks it over; a very long one is cut and says so."""
    if len(text) <= _SHOWN_SIGNS:
        return Shown(text=text)
    return Shown(text=f"{text[:_SHOWN_SIGNS]}\n……（共 {len(text):,} 字，只显示开头）")


def _replace(sign: str) -> str:
    if sign in _KEPT_CONTROLS:
        return sign
    category = unicodedata.category(sign)
    if category == "Zs" and sign != "\u3000":  # the ideographic space indents Chinese paragraphs
        return " "
    if category in ("Zl", "Zp"):
        return "\n"
    hidden = category in _INVISIBLE or sign in _BLANK_LETTERS or any(ord(sign) in r for r in _VARIATION_SELECTORS)
    return "" if hidden else sign


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotClean(f"读不出这个文件里的文字。{INSTEAD}")


def _looks_like_markup(text: str) -> bool:
    lower = text.lower()
    return any(mark in lower for mark in ("<html", "<svg", "<script", "<!doctype", "<?xml", "<iframe", "<body"))
