"""Words that were decoded with the wrong encoding before they came to us."""

import re
from itertools import islice

from jianfu.intake.content import Content
from jianfu.intake.errors import UnreadableFile

_SAMPLE_CHARACTERS = 4000
_SAMPLE_ROWS = 20
_FEWEST_CHARACTERS = 8
_REPLACED = ("锟斤拷", "烫烫烫", "屯屯屯")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ACCENTED = re.compile(r"[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")


def refuse_garbled(content: Content) -> None:
    """UnreadableFile if what was read is mojibake: no heading would be recognised, and no title be true."""
    words = content.text[:_SAMPLE_CHARACTERS] + "".join(
        str(cell) for table in content.tables for row in islice(table.rows, _SAMPLE_ROWS) for cell in row if cell
    )
    if looks_garbled(words):
        raise UnreadableFile("文字是乱码，读不出来。", "请用原来的程序重新导出，或用记事本另存为 UTF-8 编码后再导入。")


def looks_garbled(words: str) -> bool:
    """Whether words are Chinese read with the wrong encoding: UTF-8 as GBK, either as Latin-1, or lost characters."""
    packed = "".join(words[: 2 * _SAMPLE_CHARACTERS].split())
    if len(packed) < _FEWEST_CHARACTERS:
        return False
    lost = packed.count("\ufffd") * 20 > len(packed) or any(mark in packed for mark in _REPLACED)
    # Chinese holds hardly any letters with accents, and languages that have them fewer than one in six.
    return lost or len(_ACCENTED.findall(packed)) * 6 > len(packed) or _is_utf8_read_as_gbk(packed)


def _is_utf8_read_as_gbk(words: str) -> bool:
    wide = "".join(character for character in words if ord(character) > 127)
    if len(wide) < _FEWEST_CHARACTERS:
        return False
    raw = wide.encode("gb18030", errors="ignore")
    again = raw.decode("utf-8", errors="ignore")
    return len(_CHINESE.findall(again)) * 3 * 2 > len(raw)
