"""Text, csv and tsv in the encodings that Chinese offices use."""

import csv
import io

from jianfu.intake.content import Content, Table
from jianfu.intake.errors import UnreadableFile
from jianfu.intake.readers.chat import read_chat

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = ",\t;|"
_MOJIBAKE = ("锟斤拷", "烫烫烫", "ï¼", "å…", "\ufffd")


def read_text(data: bytes, *, name: str) -> Content:
    """A table if the lines are delimited alike, messages if they are a chat export, running text otherwise."""
    text = decode(data)
    if text.count("\ufffd") > len(text) // 20 or any(mark in text for mark in _MOJIBAKE[:2]):
        raise UnreadableFile("文字是乱码，读不出来。", "请用记事本另存为 UTF-8 编码后再导入。")
    chat = read_chat(text, name=name)
    if chat is not None:
        return chat
    rows = _read_delimited(text)
    if rows is not None:
        return Content(tables=[Table("", rows)])
    return Content(text=text)


def decode(data: bytes) -> str:
    """The text: by its byte order mark, else UTF-8, else GB18030 (undecodable bytes become U+FFFD)."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace").replace("\r\n", "\n")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_delimited(text: str) -> list[list[str]] | None:
    lines = [line for line in text.split("\n") if line.strip()][:20]
    for delimiter in _DELIMITERS:
        counts = [line.count(delimiter) for line in lines]
        if len(lines) >= 2 and sorted(counts)[len(counts) // 2] >= 2:
            reader = csv.reader(io.StringIO(text), delimiter=delimiter)
            try:
                return [list(row) for row in reader]
            except csv.Error as error:
                raise UnreadableFile("表格文本里有不成对的引号。", "请用表格软件另存为 xlsx 后再导入。") from error
    return None
