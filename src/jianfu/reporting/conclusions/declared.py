"""Declared totals against what the registers add up to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from jianfu.reporting.conclusions.root_causes import Statement, list_statements
from jianfu.reporting.figure import Figure
from jianfu.reporting.figures.digital_tools import GROUP
from jianfu.reporting.figures.making import FEN_PER_YUAN, figure, merge
from jianfu.reporting.material import Material
from jianfu.reporting.rows import Selection
from jianfu.reporting.wording import judge_loose_words
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.interval import Period

_TOLERANCE = 0.005
"""Half of the last digit printed: a declared number that rounds to the recomputed one agrees."""
_YUAN_PER_UNIT = {"元": 1.0, "万元": 10_000.0}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One declared number beside the recomputed one. `remark` says in Chinese what does not agree; '' if all does."""

    organ: str
    measure: str
    unit: str
    period: Period
    declared: Figure
    recomputed: Figure
    remark: str


@dataclass(frozen=True, slots=True)
class _Measure:
    """How to recognise a stated measure and to add it up again."""

    words: tuple[str, ...]
    kind: BurdenKind
    choose: Callable[[Selection], Selection]
    add_up: Callable[[Selection], float]


def _everything(rows: Selection) -> Selection:
    return rows


def _secretary(rows: Selection) -> Selection:
    return rows.flagged("for_secretary")


def _rooms(rows: Selection) -> Selection:
    return rows.among("facility_form", {"阵地"})


def _count(rows: Selection) -> float:
    return float(len(rows))


def _kinds(rows: Selection) -> float:
    return float(rows.count_distinct("issuer", "title_key"))


def _titles(rows: Selection) -> float:
    return float(rows.count_distinct("title_key"))


def _yuan(rows: Selection) -> float:
    return float(np.nansum(rows.column("amount_fen"))) / FEN_PER_YUAN


_MEASURES: Sequence[_Measure] = (
    _Measure(("收文", "书记"), BurdenKind.DOCUMENT, _secretary, _count),
    _Measure(("收文",), BurdenKind.DOCUMENT, _everything, _count),
    _Measure(("会议", "书记"), BurdenKind.MEETING, _secretary, _count),
    _Measure(("会议",), BurdenKind.MEETING, _everything, _count),
    _Measure(("检查",), BurdenKind.INSPECTION, _everything, _count),
    _Measure(("非党报",), BurdenKind.SUBSCRIPTION, lambda rows: rows.flagged("party_press", 0), _titles),
    _Measure(("订", "金额"), BurdenKind.SUBSCRIPTION, lambda rows: rows.answered("amount_fen"), _yuan),
    _Measure(("订", "费用"), BurdenKind.SUBSCRIPTION, lambda rows: rows.answered("amount_fen"), _yuan),
    _Measure(("订",), BurdenKind.SUBSCRIPTION, _everything, _titles),
    _Measure(("独立场所",), BurdenKind.FACILITY, lambda rows: _rooms(rows).flagged("separate_room"), _kinds),
    _Measure(("阵地",), BurdenKind.FACILITY, _rooms, _kinds),
    _Measure(("牌",), BurdenKind.FACILITY, lambda rows: rows.among("facility_form", {"牌子"}), _kinds),
    _Measure(
        ("APP",), BurdenKind.DIGITAL_TOOL, lambda rows: rows.matching("tool_form", lambda form: form != GROUP), _titles
    ),
)


def compare_declared(material: Material) -> tuple[Comparison, ...]:
    """Every statement that the registers can be added up to, in the order stated."""
    places = enumerate(list_statements(material), start=1)
    found = (_compare(material, statement, f"{place:02d}") for place, statement in places)
    return tuple(comparison for comparison in found if comparison is not None)


def count_comparisons(comparisons: Sequence[Comparison]) -> tuple[Figure | None, Figure | None]:
    """How many declared totals could be recomputed, and how many of them do not agree."""
    disagreeing = [one for one in comparisons if one.remark]
    counted, wrong = (
        merge(tuple(rows for one in some for rows in one.declared.selections)) for some in (comparisons, disagreeing)
    )
    return figure("SB03", len(comparisons), *counted), figure("SB04", len(disagreeing), *wrong)


def is_comparable(statement: Statement) -> bool:
    """Whether the registers hold what this statement counts."""
    return _recognise(statement.measure) is not None


def _compare(material: Material, statement: Statement, part: str) -> Comparison | None:
    measure = _recognise(statement.measure)
    period = statement.period or material.period
    if measure is None or period.start < material.period.start or period.end > material.period.end:
        return None
    rows = measure.choose(_rows_of(material, statement.organ, measure.kind, period))
    value = measure.add_up(rows) / _YUAN_PER_UNIT.get(statement.unit, 1.0)
    if "平均" in statement.measure or "工作日" in statement.measure:
        workdays = material.count_workdays(period)
        if not workdays:
            return None
        value /= workdays
    label = f"{statement.organ}{statement.measure}"
    declared = figure("SB01", statement.quantity.value, statement.row, part=part, label=label)
    recomputed = figure("SB02", value, rows, part=part, label=label)
    if declared is None or recomputed is None:
        return None
    remark = _remark(statement, value, material.count_workdays(period))
    return Comparison(statement.organ, statement.measure, statement.unit, period, declared, recomputed, remark)


def _recognise(words: str) -> _Measure | None:
    return next((m for m in _MEASURES if all(word in words.upper() for word in m.words)), None)


def _rows_of(material: Material, organ: str, kind: BurdenKind, period: Period) -> Selection:
    """Receipts of the organ itself; of all bodies below it when it is the organ of the report."""
    rows = material.at_bodies(kind)
    if organ != material.organ or not material.covers_townships:
        rows = material.received(kind).matching("receiver", lambda name: name == organ)
    days = rows.column("received_on")
    inside = (days >= np.datetime64(period.start)) & (days < np.datetime64(period.end))
    return rows.where(inside | np.isnat(days))


def _remark(statement: Statement, value: float, workdays: int | None) -> str:
    remarks = []
    difference = statement.quantity.value - value
    if abs(difference) > _TOLERANCE:
        remarks.append(f"申报数{'多' if difference > 0 else '少'}{abs(difference):.10g}{statement.unit}")
    loose = judge_loose_words(statement.note, statement.unit, value, value / workdays if workdays else None)
    return "；".join([*remarks, loose] if loose else remarks)
