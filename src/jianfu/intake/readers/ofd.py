"""OFD (GB/T 33190-2016): a zip of XML. Text only, in reading order."""

import re
import zipfile
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from jianfu.intake.content import Content
from jianfu.intake.errors import UnreadableFile
from jianfu.intake.readers.printed_lines import join_printed_lines

_SAME_LINE_MM = 2.0


def read_ofd(archive: zipfile.ZipFile) -> Content:
    """The text of all pages, one line a printed line."""
    names = {_normal(name): name for name in archive.namelist()}
    pages = list(_iterate_pages(archive, names))
    if not pages:
        raise UnreadableFile("OFD 里没有找到页面。", "请用版式阅读软件打开后另存一份再导入。")
    return Content(text=join_printed_lines(["\n".join(_read_lines(page)) for page in pages]), pages=len(pages))


def _iterate_pages(archive: zipfile.ZipFile, names: dict[str, str]) -> Iterator[Element]:
    for body in _find(_parse(archive, names, "OFD.xml"), "DocRoot"):
        document_path = _normal(body.text or "")
        document = _parse(archive, names, document_path)
        for page in _find(document, "Page"):
            location = page.get("BaseLoc")
            if location:
                path = location if location.startswith("/") else join(dirname(document_path), location)
                yield _parse(archive, names, path)


def _read_lines(page: Element) -> list[str]:
    pieces = sorted((y, x, text) for y, x, text in map(_read_piece, _find(page, "TextObject")) if text)
    lines: list[tuple[float, list[tuple[float, str]]]] = []
    for y, x, text in pieces:
        if lines and abs(lines[-1][0] - y) <= _SAME_LINE_MM:
            lines[-1][1].append((x, text))
        else:
            lines.append((y, [(x, text)]))
    return ["".join(text for _, text in sorted(parts)) for _, parts in lines]


def _read_piece(element: Element) -> tuple[float, float, str]:
    x, y = ([*map(float, (element.get("Boundary") or "0 0").split()), 0.0, 0.0])[:2]
    codes = _find(element, "TextCode")
    return y, x, "".join(code.text or "" for code in codes).strip("\n")


def _find(root: Element, name: str) -> list[Element]:
    return [element for element in root.iter() if element.tag.rpartition("}")[2] == name]


def _parse(archive: zipfile.ZipFile, names: dict[str, str], path: str) -> Element:
    try:
        return fromstring(archive.read(names[_normal(path)]))
    except KeyError as error:
        raise UnreadableFile("OFD 缺少必要的部分。", "请用版式阅读软件打开后另存一份再导入。") from error


def _normal(path: str) -> str:
    return re.sub(r"^[./]+", "", normpath(path.replace("\\", "/").strip())).lower()
