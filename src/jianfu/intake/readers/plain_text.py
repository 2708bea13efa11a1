"""Text, csv and tsv in the encodings that Chinese offices use."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from jianfu.intake.content import Content, Table
from jianfu.intake.errors import UnreadableFile
from jianfu.intake.readers.chat import read_chat
from jianfu.intake.readers.streaming import Row, StreamedRows, split_chunks

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = ",\t;|"
_MARKUP = ("<html", "<!doctype html", "<table", "<meta", "mime-version:")


def read_text(data: bytes, *, name: str, rows_per_sheet: int) -> Content:
    """A table if the lines are delimited alike, messages if they are a chat export, running text otherwise."""
    text = decode(data)
    _refuse_markup(text[:1000].lstrip("\ufeff \n").lower())
    chat = read_chat(text, name=name)
    if chat is not None:
        return chat
    rows = _read_delimited(text, rows_per_sheet)
    return Content(text=text) if rows is None else Content(tables=[Table("", rows)])


def _refuse_markup(head: str) -> None:
    if head.startswith(_MARKUP) or "mso-application" in head:
        raise UnreadableFile("这是网页格式的表格，扩展名不说明内容。", "请用表格软件打开，另存为 xlsx 后再导入。")
    if head.startswith("{\\rtf"):
        raise UnreadableFile("这是 RTF 格式的文档。", "请用办公软件打开，另存为 docx 后再导入。")


def decode(data: bytes) -> str:
    """The text: by its byte order mark, else UTF-8, else GB18030 (undecodable bytes become U+FFFD)."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace").replace("\r\n", "\n")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def _read_delimited(text: str, rows_per_sheet: int) -> StreamedRows | None:
    lines = list(islice((line for line in text.splitlines() if line.strip()), 20))
    for delimiter in _DELIMITERS:
        counts = [line.count(delimiter) for line in lines]
        if len(lines) >= 2 and sorted(counts)[len(counts) // 2] >= 2:
            return StreamedRows(split_chunks(_iterate_rows(text, delimiter, rows_per_sheet)))
    return None


def _iterate_rows(text: str, delimiter: str, rows_per_sheet: int) -> Iterator[Row]:
    # strict: otherwise one stray quote swallows the rows below it in silence.
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(reader):
            if number == rows_per_sheet:
                raise UnreadableFile(
                    f"表格超过每表 {rows_per_sheet} 行的上限。", "请按月份或乡镇拆成几个文件后再导入。"
                )
            yield row
    except csv.Error as error:
        raise UnreadableFile("表格文本里有不成对的引号。", "请用表格软件另存为 xlsx 后再导入。") from error
