"""A recognised table → rows for the ledger, and what could not be taken."""

import re
from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from xlsxwriter.utility import xl_col_to_name

from jianfu.intake.content import CellValue, Table
from jianfu.intake.errors import RowProblem
from jianfu.intake.registers.cells import BadCell, clean_words, read_cell
from jianfu.intake.registers.headings import ColumnMeaning, Recognition, bare, is_header, recognise
from jianfu.intake.registers.mappings import Register, Target
from jianfu.intake.registers.titles import TitleFacts, enrich
from jianfu.intake.registers.totals import TOTALS, RunningTotals
from jianfu.reading.secrecy import find_secrecy
from jianfu.vocabulary.document import Secrecy
from jianfu.vocabulary.evidence import Evidence, Grade
from jianfu.vocabulary.fields import Field, ValueKind
from jianfu.vocabulary.organ import OrganKind, OrganLevel, OrganProfile
from jianfu.vocabulary.rows import DemandRow, ObservationRow, OrganRow, Value
from jianfu.vocabulary.text import squeeze

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年?")
_NOTE = re.compile(r"^(注|备注|说明|填表|制表|审核|单位负责人|联系人|填报)")
_NUMBER_TYPES = frozenset({int, float})
_EMPTY = (None, "")
_LONGEST_HEADING = 20
_TALLEST_TITLE = 6
_PART_ROWS = 100_000  # the rows of a county-year: what the ledger takes at once, it need not ask itself about again
_LONGEST_NAME = 100
_NAME_FIELDS = frozenset({"issuer", "receiver", "name", "parent", "organ"})
_YEARS = range(1990, 2100)
_CELL_CACHE_LIMIT = 20_000
_SECRECY_WORDS = (*(secrecy.value for secrecy in Secrecy), "涉密", "密件")
_CellCache = dict[CellValue, Value | BadCell | None]
_GRADES = {grade.label: grade for grade in Grade} | {
    "系统": Grade.A,
    "平台": Grade.A,
    "台账": Grade.B,
    "登记": Grade.B,
    "问卷": Grade.C,
    "访谈": Grade.C,
    "座谈": Grade.C,
    "回忆": Grade.D,
    "日志": Grade.D,
    "估计": Grade.D,
}
_LEVELS = {"中央": OrganLevel.CENTRAL, "省": OrganLevel.PROVINCE, "市": OrganLevel.CITY, "县": OrganLevel.COUNTY}
_LEVELS |= {"乡": OrganLevel.TOWNSHIP, "镇": OrganLevel.TOWNSHIP, "街": OrganLevel.TOWNSHIP}
_LEVELS |= {"村": OrganLevel.VILLAGE, "社": OrganLevel.VILLAGE}
_KINDS = {kind.label: kind for kind in OrganKind} | {"乡": OrganKind.TOWNSHIP, "镇": OrganKind.TOWNSHIP}


@dataclass(frozen=True, slots=True)
class RowContext:
    """What the file as a whole says of its rows. `receiver` is '' and `year` None where nothing says."""

    receiver: str
    year: int | None
    grade: Grade


@dataclass(slots=True)
class ReadRows:
    """What a part of one table gave. `rows_seen` counts data rows, taken or not."""

    demands: list[DemandRow] = field(default_factory=list)
    organs: list[OrganRow] = field(default_factory=list)
    observations: list[ObservationRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    rows_seen: int = 0


def _may_be_header(row: Sequence[CellValue], words: frozenset[str]) -> bool:
    """A first look that soon says no, for registers are long: short words only, most of them known headings."""
    texts = hits = 0
    for cell in row:
        if cell is None or cell == "":
            continue
        if not isinstance(cell, str) or len(cell) > _LONGEST_HEADING:
            return False
        texts += 1
        squeezed = squeeze(cell)
        hits += squeezed in words or bare(squeezed) in words
        if hits == 0 and texts == 2:
            return False
    return texts >= 3 and hits * 2 > texts


def _repeats(again: Recognition, found: Recognition) -> bool:
    """The same register with its fields in the same places; elsewhere, its rows would be read wrongly."""
    places = {column.field.name: column.index for column in found.columns}
    moved = any(places.get(column.field.name, column.index) != column.index for column in again.columns)
    return again.register is found.register and not moved


def read_rows(
    table: Table, found: Recognition, registers: Sequence[Register], context: RowContext
) -> Generator[ReadRows, None, int]:
    """The rows of one register block in parts of at most `_PART_ROWS`, the last part maybe empty.

    Returns where in the table the block ends: below its last row, or where the next register's title begins; a repeat
    of the same header does not end it. Rows without a required field are rejected; a bad cell only loses itself.
    """
    words = frozenset(word for register in registers for word in (*register.headings, *register.ignored))
    reader = _RowReader(table, found, context)
    index = found.first_data_row
    while (row := table.row(index)) is not None:
        is_numbered = bool(row) and type(row[0]) in _NUMBER_TYPES  # as nearly every row of a register is
        if not is_numbered and _begins_register(table, index, found, registers, words):
            break
        if _is_data(row, found):
            reader.read(row, table.first_row + index)
        elif reader.totals:
            reader.check_total(row, table.first_row + index)
        index += 1
        if (index - found.first_data_row) % _PART_ROWS == 0:
            yield reader.take()
    yield reader.take()
    return index


def _begins_register(
    table: Table, index: int, found: Recognition, registers: Sequence[Register], words: frozenset[str]
) -> bool:
    """Whether another register's title or header stands in row `index`."""
    header = index
    while header < index + _TALLEST_TITLE and _is_sparse(table.row(header)):
        header += 1
    top = table.row(header)
    if top is None or not _may_be_header(top, words):
        return False
    rows = [row for row in map(table.row, range(header, header + 3)) if row is not None]
    again = recognise(Table(table.sheet, rows), registers)
    return again is not None and again.first_header_row == 0 and not _repeats(again, found)


def _is_sparse(row: Sequence[CellValue] | None) -> bool:
    """One or two filled cells: a title has no more."""
    return row is not None and 0 < sum(cell not in _EMPTY for cell in row) <= 2


def find_year(title: str) -> int | None:
    """The one year that a title names, or None: two different years decide nothing."""
    years = set(_YEAR.findall(title))
    return int(years.pop()) if len(years) == 1 else None


def find_organ(words: str, known_names: Collection[str]) -> str:
    """The longest known organ name inside some words, '' if there is none."""
    squeezed = squeeze(words)
    return max((name for name in known_names if name in squeezed), key=len, default="")


def _is_data(row: Sequence[CellValue], found: Recognition) -> bool:
    if row and type(row[0]) in _NUMBER_TYPES:
        # A running number and anything behind it: nearly every row of a register. A number alone is an unused line.
        return any(row[1:])
    filled = [cell for cell in row if cell not in _EMPTY]
    if not filled:
        return False
    first = filled[0]
    if isinstance(first, str):
        words = squeeze(first)
        if words in TOTALS or (len(filled) <= 2 and _NOTE.match(words)):
            return False
        if words in found.register.headings or words in found.register.ignored:
            return not is_header(row, found.register)
    return len(filled) > 1 or _is_title_alone(row, found)


def _is_title_alone(row: Sequence[CellValue], found: Recognition) -> bool:
    """A row of nothing but its title is a row still; in the first column it would be a note under the table."""
    places = [column.index for column in found.columns if column.field.name == "title" and column.index > 0]
    return any(index < len(row) and row[index] not in _EMPTY for index in places)


class _RowReader:
    """Turns rows of one table into ledger rows. Words that repeat in a column are read once."""

    def __init__(self, table: Table, found: Recognition, context: RowContext) -> None:
        self.table, self.found, self.context = table, found, context
        self.result = ReadRows()
        self.title_facts: dict[str, TitleFacts] = {}
        self.required = frozenset(found.register.required)
        self.totals = RunningTotals.over(found.columns)
        self.columns = [(column, column.index, column.field.name, _CellCache()) for column in found.columns]

    def take(self) -> ReadRows:
        """What was read since the last time."""
        taken, self.result = self.result, ReadRows()
        return taken

    def read(self, row: Sequence[CellValue], number: int) -> None:
        """Add the row to the result, or the reason why not."""
        self.result.rows_seen += 1
        words = _join(row)
        if "密" in words and self._is_classified(row):
            self._report(None, number, "", "这一行登记的是涉密文件，没有导入，内容没有留存。", rejected=True)
            self.totals.lose()
            return
        values: dict[str, Value] = {}
        width = len(row)
        for column, index, name, cache in self.columns:
            cell = row[index] if index < width else None
            if cell is None or cell == "":
                continue
            value = cache[cell] if cell in cache else self._read_cell(cell, column, cache)
            if value is None:
                continue
            if isinstance(value, BadCell):
                self._report(column, number, str(cell), str(value), rejected=False)
                self.totals.lose(name)
            else:
                values[name] = value
        values.pop("secrecy", None)
        if self.totals:
            self.totals.add(values)
        self._add(values, words, number)

    def check_total(self, row: Sequence[CellValue], number: int) -> None:
        """Hold what a totals row states against what the rows above it add up to; other rows are passed over."""
        first = next((cell for cell in row if cell not in _EMPTY), None)
        if not isinstance(first, str) or squeeze(first) not in TOTALS:
            return
        for column, index, name, cache in self.columns:
            stated = None if index >= len(row) or row[index] in _EMPTY else self._read_cell(row[index], column, cache)
            summed = self.totals.differs(name, stated) if isinstance(stated, int | float) else None
            if summed is not None:
                place = f"工作表“{self.table.sheet}”第 {number} 行{xl_col_to_name(index)}列"
                written = f"“{clean_words(str(row[index]))}”，上面各行相加是 {_show_sum(summed, column)}"
                self.result.warnings.append(f"{place}：{first}的{column.field.label}写的是{written}，请核对。")
        self.totals.pass_total()

    def _is_classified(self, row: Sequence[CellValue]) -> bool:
        """Asked before anything else, so that not even a bad cell of such a row is told."""
        places = {index for _, index, name, _ in self.columns if name == "secrecy"}
        return any(
            find_secrecy(cell) or (index in places and squeeze(cell).startswith(_SECRECY_WORDS))
            for index, cell in enumerate(row)
            if isinstance(cell, str) and "密" in cell
        )

    def _read_cell(self, cell: CellValue, column: ColumnMeaning, cache: _CellCache) -> Value | BadCell | None:
        value: Value | BadCell | None
        try:
            value = read_cell(cell, column.field.value, year=self.context.year, unit=column.unit)
            _check_field(value, column.field)
        except BadCell as error:
            value = error
        # 1 and True are one key to a dictionary, but not one value to a reader.
        if len(cache) < _CELL_CACHE_LIMIT and not isinstance(cell, bool):
            cache[cell] = value
        return value

    def _add(self, values: dict[str, Value], words: str, number: int) -> None:
        if not self.required <= values.keys():
            missing = [name for name in self.found.register.required if name not in values]
            labels = "、".join(self.found.register.fields[name].label for name in missing)
            self._report(None, number, "", f"这一行没有“{labels}”，没有导入。", rejected=True)
            return
        evidence = Evidence(self.table.sheet, number, self.table.page, words, self._grade(values))
        if self.found.register.target is Target.ORGAN:
            self.result.organs.append(OrganRow(_make_profile(values), evidence))
        elif self.found.register.target is Target.OBSERVATION:
            self.result.observations.append(_make_observation(values, evidence, self.context))
        else:
            self.result.demands.append(self._make_demand(values, evidence))

    def _make_demand(self, values: dict[str, Value], evidence: Evidence) -> DemandRow:
        kind = self.found.register.kind
        assert kind is not None
        title, issuer = str(values.pop("title")), str(values.pop("issuer", ""))
        receiver = str(values.pop("receiver", "")) or self.context.receiver
        _split_arrival(values)
        if self.context.year is not None and "received_on" not in values and "received_at" not in values:
            values.setdefault("year", self.context.year)
        enrich(values, title, kind, self.title_facts)
        return DemandRow(kind, title, issuer, receiver, values, evidence)

    def _grade(self, values: dict[str, Value]) -> Grade:
        if "grade" not in values:
            return self.context.grade
        words = str(values.pop("grade"))
        return next((grade for label, grade in _GRADES.items() if label in words), self.context.grade)

    def _report(self, column: ColumnMeaning | None, number: int, words: str, reason: str, *, rejected: bool) -> None:
        letter = xl_col_to_name(column.index) if column else ""
        label = f"{column.heading}：" if column else ""
        remedy = "改好后重新导入这个文件即可，已导入的行不会重复。"
        told = clean_words(f"{label}{reason}")
        problem = RowProblem(self.table.sheet, number, letter, clean_words(words), told, remedy, rejected)
        self.result.problems.append(problem)


def _show_sum(number: float, column: ColumnMeaning) -> str:
    """The sum in the unit in which the column is written."""
    if column.field.value is ValueKind.MONEY:
        number /= 1_000_000 if column.unit.startswith("万") else 100
    return f"{number:.10g}"


def _check_field(value: Value | None, field: Field) -> None:
    if field.unit == "年" and isinstance(value, int) and value not in _YEARS:
        raise BadCell(f"“{value}”不是 {_YEARS.start}—{_YEARS.stop} 之间的年份，请核对。")
    if field.name in _NAME_FIELDS and isinstance(value, str) and len(value) > _LONGEST_NAME:
        raise BadCell(f"单位名称超过 {_LONGEST_NAME} 字，请核对。")


def _split_arrival(values: dict[str, Value]) -> None:
    """A 收文时间 without a clock is a day; a day is enough for 收文日期."""
    arrived = values.get("received_at")
    if isinstance(arrived, datetime):
        values.setdefault("received_on", arrived.date())
        if arrived.time() == time(0):
            del values["received_at"]


def _join(row: Sequence[CellValue]) -> str:
    words = "\t".join(map(str, ["" if cell is None else cell for cell in row] if None in row else row))
    # PostgreSQL stores no zero characters.
    return words.replace("\0", "") if "\0" in words else words


def _make_profile(values: dict[str, Value]) -> OrganProfile:
    level = str(values.pop("level", ""))
    kind = str(values.pop("kind", ""))
    known_level = next((found for word, found in _LEVELS.items() if level.startswith(word)), OrganLevel.UNKNOWN)
    known_kind = _KINDS.get(kind, OrganKind.UNKNOWN)
    return OrganProfile(level=known_level, kind=known_kind, **values)  # type: ignore[arg-type]


def _make_observation(values: dict[str, Value], evidence: Evidence, context: RowContext) -> ObservationRow:
    organ = str(values.pop("organ", "")) or context.receiver
    return ObservationRow(
        organ=organ,
        measure=str(values["measure"]),
        quantity=float(values["quantity"]),  # type: ignore[arg-type]
        unit=str(values.get("unit", "")),
        evidence=evidence,
        period_start=values.get("period_start"),  # type: ignore[arg-type]
        period_end=_day_after(values.get("period_end")),
        note=str(values.get("note", "")),
    )


def _day_after(last_day: object) -> date | None:
    return last_day + timedelta(days=1) if isinstance(last_day, date) else None
