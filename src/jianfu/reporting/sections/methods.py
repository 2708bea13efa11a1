"""Sources, definitions and limits: on what each number rests."""

from collections.abc import Iterable

import numpy as np

from jianfu.reporting.conclusions.coverage import find_partial_registers
from jianfu.reporting.document import Heading, Node, Paragraph, Sentence, Table, paragraph, sentence
from jianfu.reporting.figure import Figure, Form
from jianfu.reporting.figures.making import NAMELESS, figure
from jianfu.reporting.material import Material
from jianfu.reporting.rows import Selection
from jianfu.reporting.wording import say_day, say_figure, say_value
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.evidence import Grade
from jianfu.vocabulary.organ import OrganLevel

_SHOWN = 5
_HEADER = ("编号", "名称", "数值", "依据行数", "等级构成", "口径版本")


def tell_methods(material: Material, figures: Iterable[Figure]) -> list[Node]:
    """Caveats, then every number that stands alone; cells of tables are summed up by column."""
    caveats = _tell_caveats(material)
    own = (part for said in caveats for part in said.parts if isinstance(part, Figure))
    rows = tuple(_describe(same) for same in _by_definition([*figures, *own]))
    note = (
        "表中分项合并为一行列示，逐项见 evidence.xlsx“数字索引”。"
        "等级：A系统导出、B台账登记、C问卷访谈、D个人回忆；一个数的等级取其中最弱的一级。"
    )
    return [
        Heading(1, "九、数据来源、口径与局限"),
        *caveats,
        Table("数字依据一览", _HEADER, rows, note),
    ]


def _by_definition(figures: Iterable[Figure]) -> list[list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for one in figures:
        found.setdefault(one.definition.id, []).append(one)
    return [found[id] for id in sorted(found)]


def _describe(same: list[Figure]) -> tuple[str, ...]:
    definition = same[0].definition
    value = say_figure(same[0]) if len(same) == 1 and not same[0].part else f"{len(same)}个分项"
    counts = {grade: sum(one.grades.get(grade, 0) for one in same) for grade in Grade}
    grades = "、".join(f"{grade.value}级{say_value(count, Form.COUNT)}" for grade, count in counts.items() if count)
    rows = say_value(sum(one.row_count for one in same), Form.COUNT)
    return (definition.id, definition.name, value, rows, grades, definition.version)


def _tell_caveats(material: Material) -> list[Paragraph]:
    said: list[Sentence] = [
        ("数据来自各单位已有登记台账，逐行保留来源文件、工作表和行号。登记不全的，数字偏低；没有登记的，不作判断。",),
        ("同一要求在多个台账中出现的只计一次；同一要求发往多个单位的，按收到的单位分别计件次。",),
        (_say_workdays(material),),
        _say_partial_registers(material),
        *_say_gaps(material),
    ]
    present = [words for words in said if words]
    return [paragraph(words, lead=f"（{number}）") for number, words in zip("一二三四五六七", present, strict=False)]


def _say_workdays(material: Material) -> str:
    if material.workdays is None:
        return "工作日历没有统计期所在年份，凡以工作日计算的平均数均不列出，补充工作日历后可重新生成。"
    return (
        f"统计期工作日{material.workdays}天，按国务院办公厅公布的节假日安排扣除周末和节假日、计入调休上班日；"
        "平均数按全期工作日计算，登记未覆盖全期的，平均数偏低。"
    )


def _say_partial_registers(material: Material) -> Sentence:
    """Whose register of papers begins late or ends early: their averages are too low, and theirs alone."""
    partial = find_partial_registers(material)
    if not partial:
        return ()
    rows = material.at_bodies(BurdenKind.DOCUMENT).among("receiver", {register.receiver for register in partial})
    shown = "、".join(
        f"{register.receiver}（{say_day(register.first)}至{say_day(register.last)}）" for register in partial[:_SHOWN]
    )
    others = "等" if len(partial) > _SHOWN else ""
    counted = figure("JX04", len(partial), rows)
    return sentence(
        "收文登记没有覆盖全期的单位", counted, f"个：{shown}{others}，这些单位的平均数偏低，不宜与别处相比。"
    )


def _say_gaps(material: Material) -> list[Sentence]:
    received = [material.received(kind) for kind in BurdenKind]
    undated = [rows.where(np.isnat(rows.column("received_on"))) for rows in received]
    unknown = [rows.among("receiver_level", {OrganLevel.UNKNOWN.value}) for rows in received]
    nameless = [rows.among("issuer", {NAMELESS}) for rows in received]
    return [
        sentence("有", _count("JX01", undated), "条登记没有收文日期，按所属年度计入总数，不计入分月数。"),
        sentence("有", _count("JX02", unknown), "条登记的收文单位在机关名录中查不到层级，计入总数，列入本级。"),
        sentence("有", _count("JX03", nameless), "条登记没有注明来文单位，计入总数，不计入来文单位数，也不作为举例。"),
    ]


def _count(id: str, rows: list[Selection]) -> Figure | None:
    return figure(id, sum(map(len, rows)), *rows)
