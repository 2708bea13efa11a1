"""The seen cells of a workbook: values, how numbers are meant, merged cells. Formulas give way to what they showed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from jianfu.voice.cleaning.cleaned import TOO_BIG, CannotClean
from jianfu.voice.cleaning.office.packages import Package
from jianfu.voice.cleaning.office.papers import Gathered
from jianfu.voice.cleaning.texts import strip_invisible

MOST_CELLS = 200_000
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_RANGE = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}:[A-Z]{1,3}[1-9]\d{0,6}")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?")
_BUILT_IN = frozenset({1, 2, 3, 4, 9, 10, 11, 14, 20, 21, 22, 49})
"""Formats that the program knows by number; all others are mapped to these, for their words are free text."""
_CHINESE_DATES = frozenset({*range(27, 32), *range(50, 59)})
_NOTED_PARTS = {
    "comments": "批注",
    "threadedComment": "批注",
    "externalLink": "指向其他文件的链接",
    "charts/": "图表",
    "media/": "表格里的图片（请单独上传）",
}
_DATE, _DATE_AND_TIME, _TIME, _SHARE, _GENERAL = 14, 22, 20, 10, 0


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell. `number_format`: a built-in format's number, 0 for none."""

    reference: str
    value: str
    is_number: bool
    number_format: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet: rows of cells by row number, and merged ranges."""

    name: str
    rows: tuple[tuple[int, tuple[SheetCell, ...]], ...]
    merged: tuple[str, ...]


class XlsxReader:
    """Reads one workbook; `gathered` then tells what was left out."""

    def __init__(self, package: Package, gathered: Gathered) -> None:
        self._package = package
        self._gathered = gathered
        self._relations = package.relations("xl/workbook.xml")
        self._strings = self._read_strings()
        self._formats = self._read_formats()
        self._cells = 0

    def read(self) -> tuple[Sheet, ...]:
        """The sheets that are shown, in order."""
        self._note_parts()
        sheets = []
        for entry in self._package.parse("xl/workbook.xml").iter(f"{_S}sheet"):
            part = self._relations.get(entry.get(f"{_R}id", ""), "")
            if entry.get("state", "visible") != "visible":
                self._gathered.leave_out("隐藏的工作表、行或列")
            elif part.startswith("xl/worksheets/") and part in self._package.names:
                sheets.append(self._read_sheet(strip_invisible(entry.get("name", "")), part))
        if not sheets:
            raise CannotClean("这个工作簿里没有看得见的工作表。")
        return tuple(sheets)

    def _note_parts(self) -> None:
        for name in self._package.names:
            for mark, words in _NOTED_PARTS.items():
                if mark in name:
                    self._gathered.leave_out(words)

    def _read_strings(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self._package.names:
            return []
        root = self._package.parse("xl/sharedStrings.xml")
        return [_text_of(entry) for entry in root.iter(f"{_S}si")]

    def _read_formats(self) -> list[int]:
        """Style number → built-in number format."""
        if "xl/styles.xml" not in self._package.names:
            return []
        root = self._package.parse("xl/styles.xml")
        own = {f.get("numFmtId", ""): f.get("formatCode", "") for f in root.iter(f"{_S}numFmt")}
        styles = root.find(f"{_S}cellXfs")
        ids = [style.get("numFmtId", "0") for style in styles] if styles is not None else []
        return [_map_format(number, own.get(number)) for number in ids]

    def _read_sheet(self, name: str, part: str) -> Sheet:
        root = self._package.parse(part)
        hidden = _hidden_columns(root)
        rows = tuple(self._read_rows(root, hidden))
        merged = (merge.get("ref", "") for merge in root.iter(f"{_S}mergeCell"))
        return Sheet(name, rows, tuple(m for m in merged if _RANGE.fullmatch(m)))

    def _read_rows(self, root: Element, hidden: list[range]) -> Iterator[tuple[int, tuple[SheetCell, ...]]]:
        for place, row in enumerate(root.iter(f"{_S}row"), start=1):
            number = int(row.get("r", place)) if row.get("r", str(place)).isdigit() else place
            if row.get("hidden") in ("1", "true"):
                self._gathered.leave_out("隐藏的工作表、行或列")
                continue
            cells = tuple(self._read_cells(row, hidden))
            if cells:
                yield number, cells

    def _read_cells(self, row: Element, hidden: list[range]) -> Iterator[SheetCell]:
        for cell in row.iter(f"{_S}c"):
            found = _REFERENCE.fullmatch(cell.get("r", ""))
            if found is None:
                continue
            self._cells += 1
            if self._cells > MOST_CELLS:
                raise CannotClean(TOO_BIG)
            if any(_column_number(found[1]) in columns for columns in hidden):
                self._gathered.leave_out("隐藏的工作表、行或列")
            elif (read := self._read_cell(cell)) is not None:
                yield read

    def _read_cell(self, cell: Element) -> SheetCell | None:
        if cell.find(f"{_S}f") is not None:
            self._gathered.leave_out("公式（只留结果）")
        kind, reference = cell.get("t", "n"), cell.get("r", "")
        if kind == "inlineStr":
            words = _text_of(cell)
        else:
            value = cell.find(f"{_S}v")
            words = (value.text or "") if value is not None else ""
        if kind == "s":
            place = int(words) if words.isdigit() else -1
            words = self._strings[place] if 0 <= place < len(self._strings) else ""
        is_number = kind == "n" and _NUMBER.fullmatch(words) is not None
        if not words:
            return None
        return SheetCell(reference, strip_invisible(words), is_number, self._format_of(cell) if is_number else _GENERAL)

    def _format_of(self, cell: Element) -> int:
        style = cell.get("s", "0")
        place = int(style) if style.isdigit() else 0
        return self._formats[place] if place < len(self._formats) else _GENERAL


def _text_of(entry: Element) -> str:
    """The words of a string; the readings that East Asian programs keep beside them are left out."""
    phonetic = {t for reading in entry.iter(f"{_S}rPh") for t in reading.iter(f"{_S}t")}
    return "".join(t.text or "" for t in entry.iter(f"{_S}t") if t not in phonetic)


def _hidden_columns(root: Element) -> list[range]:
    hidden = (column for column in root.iter(f"{_S}col") if column.get("hidden") in ("1", "true"))
    return [range(int(c.get("min", "0")), int(c.get("max", "0")) + 1) for c in hidden if c.get("max", "").isdigit()]


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _map_format(number: str, code: str | None) -> int:
    """A format that the program knows by number and that shows the same sort of thing."""
    if code is None:
        known = int(number) if number.isdigit() else _GENERAL
        return known if known in _BUILT_IN else _DATE if known in _CHINESE_DATES or 14 <= known <= 17 else _GENERAL
    letters = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code).lower()
    has_day, has_hour = any(sign in letters for sign in "yd年"), "h" in letters
    if has_day:
        return _DATE_AND_TIME if has_hour else _DATE
    if has_hour:
        return _TIME
    return _SHARE if "%" in letters else _GENERAL
