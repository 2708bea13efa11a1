"""A year's numbers from the registers that departments keep: tables of indicator values, and of endowments.

Two kinds of tables are known by their headings: one line a township and indicator (乡镇、指标、数值, with 上年 and 等级
where they are), and one line a township with a column an endowment (面积、人口…), as the organ directory 机关名录 is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path

from jianfu.assessment.plans.loading import NOT_CHOSEN
from jianfu.assessment.plans.plan import Plan
from jianfu.assessment.scoring.data import Cell, YearData
from jianfu.intake.content import CellValue, Table
from jianfu.intake.errors import ClassifiedFile, UnreadableFile
from jianfu.intake.reading_files import Limits, Source, open_sources, read_file
from jianfu.vocabulary.evidence import Grade

_TOWNSHIP = ("乡镇（街道）", "乡镇", "乡镇街道", "单位", "单位名称", "被考核单位")
_INDICATOR = ("指标", "指标编号", "指标名称", "考核指标")
_VALUE, _BEFORE, _GRADE, _LEVEL = (
    ("数值", "本年", "完成值", "实际值"),
    ("上年", "上年数", "去年"),
    ("等级", "凭据等级"),
    ("层级",),
)
_UNITS = re.compile(r"[（(][^）)]*[）)]|\s")
_OTHER_NAMES = {
    "工作人员数": "在岗人数",
    "村数": "村数",
    "村社区数": "村数",
    "村（社区）数": "村数",
    "全年财政收入": "财政收入",
}
_PLANS = (".yaml", ".yml")
_HEADER_WITHIN, _LARGEST = 6, 1e12
_TOWNSHIP_LEVELS = frozenset({"", "乡", "乡镇", "乡级", "街道"})


@dataclass
class Register:
    """What the files said. `problems` are Chinese sentences with file, sheet and row; the rest went on."""

    cells: dict[tuple[str, str], Cell] = field(default_factory=dict)
    endowments: dict[str, dict[str, float | str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def as_data(self) -> YearData:
        """The year: townships in the order in which the values first name them."""
        townships = tuple(dict.fromkeys(town for town, _ in self.cells))
        return YearData(townships, self.cells, self.endowments)


def read_registers(plan: Plan, paths: Sequence[Path]) -> Register:
    """All tables of all files. What cannot be read is told and left out; nothing is guessed."""
    sources = [source for path in paths for source in open_sources(path)]
    sources = [source for source in sources if not source.full_name.endswith(_PLANS)]
    return read_sources(plan, sources)


def read_sources(plan: Plan, sources: Sequence[Source]) -> Register:
    """The same from files that are open already."""
    register = Register()
    for source in sources:
        try:
            content = read_file(source.full_name, source.read_bytes(), limits=Limits())
        except (UnreadableFile, ClassifiedFile) as error:
            register.problems.append(f"{source.full_name}：{error}")
            continue
        known = [_Rows(plan, source.full_name, table, register).read() for table in content.tables]
        if not any(known):
            register.problems.append(
                f"{source.full_name}：没有找到指标数据表（要有“乡镇（街道）”“指标”“数值”三列）或基础条件表，没有读入。"
            )
    return register


class _Rows:
    """Reads the rows of one table into a register."""

    def __init__(self, plan: Plan, name: str, table: Table, register: Register) -> None:
        self._ids = {word: one.id for one in plan.indicators for word in (one.id, one.name)}
        self._name, self._table, self._register = name, table, register

    def read(self) -> bool:
        """Whether the table is one of the two kinds."""
        for place, row in enumerate(self._table.rows):
            if place >= _HEADER_WITHIN:
                return False
            headings = [str(cell or "").strip() for cell in row]
            town = _find(headings, _TOWNSHIP)
            if town is None:
                continue
            if (indicator := _find(headings, _INDICATOR)) is not None and (
                value := _find(headings, _VALUE)
            ) is not None:
                self._read_values(place + 1, town, indicator, value, headings)
                return True
            if endowments := _find_endowments(headings):
                self._read_endowments(place + 1, town, endowments, _find(headings, _LEVEL))
                return True
        return False

    def _rows(self, first: int) -> Iterator[tuple[str, Sequence[CellValue]]]:
        for place, row in enumerate(self._table.rows):
            if place >= first and any(cell not in (None, "") for cell in row):
                yield f"{self._name}“{self._table.sheet}”第 {self._table.first_row + place} 行", row

    def _read_values(self, first: int, town: int, indicator: int, value: int, headings: Sequence[str]) -> None:
        before, grade = _find(headings, _BEFORE), _find(headings, _GRADE)
        for where, row in self._rows(first):
            township, word = _words(row, town), _words(row, indicator)
            if not township or not word:
                continue
            if word not in self._ids:
                self._note(f"{where}：方案里没有指标“{word}”，这一行没有采用。")
                continue
            self._keep(where, (township, self._ids[word]), row, value, before, grade)

    def _keep(
        self,
        where: str,
        key: tuple[str, str],
        row: Sequence[CellValue],
        value: int,
        before: int | None,
        grade: int | None,
    ) -> None:
        letter = _words(row, grade) if grade is not None else ""
        if letter and letter not in set(Grade):
            self._note(f"{where}：等级“{letter}”应为 A、B、C、D 之一，这一行按 D 计。")
        known = Grade(letter) if letter in set(Grade) else Grade.D if letter else Grade.B
        number, last = self._number(where, row, value), self._number(where, row, before)
        cell = Cell(number, last, known, where)
        old = self._register.cells.get(key)
        if old is not None and old.value is not None and old.value != number:
            self._note(
                f"{where}：与 {old.rows} 的数不一致（{old.value:g} 与 {number}），采用先读到的。请责任单位核对。"
            )
        elif old is None or old.value is None:
            self._register.cells[key] = cell

    def _number(self, where: str, row: Sequence[CellValue], place: int | None) -> float | None:
        cell = row[place] if place is not None and place < len(row) else None
        words = str("" if cell is None else cell).strip().rstrip("%％").replace(",", "")
        if not words or words in {"—", "-", "/", "无数据"}:
            return None
        if words in {"是", "合格"} or words in {"否", "不合格"}:
            return float(words in {"是", "合格"})
        number = _as_number(words)
        if number is None:
            self._note(f"{where}：“{cell}”不是数，按缺数处理。请写成数。")
        return number

    def _read_endowments(self, first: int, town: int, columns: Mapping[str, int], level: int | None) -> None:
        for where, row in self._rows(first):
            township = _words(row, town)
            if not township or (level is not None and _words(row, level) not in _TOWNSHIP_LEVELS):
                continue
            known = self._register.endowments.setdefault(township, {})
            for name, place in columns.items():
                cell = row[place] if place < len(row) else None
                if cell in (None, ""):
                    continue
                found = _endowment(cell)
                if name in known and known[name] != found:
                    self._note(f"{where}：{name}与别处不一致（{known[name]} 与 {found}），采用先读到的。")
                known.setdefault(name, found)
            if not known:
                del self._register.endowments[township]

    def _note(self, words: str) -> None:
        self._register.problems.append(words)


def _find(headings: Sequence[str], names: Sequence[str]) -> int | None:
    plain = [_UNITS.sub("", heading) for heading in headings]
    wanted = {_UNITS.sub("", name) for name in names}
    return next((place for place, heading in enumerate(plain) if heading in wanted), None)


def _find_endowments(headings: Sequence[str]) -> dict[str, int]:
    found = {}
    for place, heading in enumerate(headings):
        plain = _UNITS.sub("", heading)
        name = _OTHER_NAMES.get(heading, _OTHER_NAMES.get(plain, plain))
        if name in NOT_CHOSEN:
            found[name] = place
    return found


def _words(row: Sequence[CellValue], place: int) -> str:
    return str(row[place] if place < len(row) and row[place] is not None else "").strip()


def _endowment(cell: CellValue) -> float | str:
    words = str(cell).strip()
    number = _as_number(words.replace(",", ""))
    return words if number is None else number


def _as_number(words: str) -> float | None:
    """A finite number of usual size; None for anything else."""
    try:
        number = float(words)
    except ValueError:
        return None
    return number if isfinite(number) and abs(number) <= _LARGEST else None
