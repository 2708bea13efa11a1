"""Reads a plan from YAML. Every mistake is told, each with its place and what to do; a plan with one is not used."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any

import yaml

from jianfu.assessment.plans.forbidden import refuse_evidence, refuse_name
from jianfu.assessment.plans.plan import (
    FULL_POINTS,
    Area,
    DataSource,
    Favour,
    Indicator,
    Merger,
    Method,
    Plan,
    Scoring,
    Target,
)

NOT_CHOSEN = frozenset(
    {
        "面积",
        "人口",
        "户数",
        "村数",
        "财政收入",
        "到县城时间",
        "编制",
        "在岗人数",
        "耕地面积",
        "山地占比",
        "老龄人口占比",
    }
) | frozenset({"地形", "工作重心", "常住人口", "上年财政收入"})
"""What a township does not choose. Only these may a score allow for."""
_DIRECTIONS = {"越高越好": True, "越低越好": False}
_PLAN_KEYS = frozenset({"名称", "年度", "基础条件", "差异化", "容许差", "种子", "区划变动", "指标"})
_INDICATOR_KEYS = (
    frozenset({"编号", "名称", "责任单位", "依据", "领域", "计分", "方向", "权重", "数据来源", "取自", "佐证"})
    | frozenset({"核对", "数据项", "起点", "目标", "挑战", "进步占比"})
)  # fmt: skip
_LONGEST, _MOST_INDICATORS, _MOST_CHECKS = 200, 60, 12
_TOLERANCE, _SEED, _SUM_ERROR = 0.95, 1, 0.005


class BrokenPlan(Exception):
    """A plan that cannot be used. `problems` are Chinese sentences, each with its place; the message joins them."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def load_plan(path: Path) -> Plan:
    """The plan in a file. BrokenPlan."""
    try:
        return read_plan(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BrokenPlan([f"打不开 {path}：{error.strerror}。请核对路径。"]) from error
    except UnicodeDecodeError as error:
        raise BrokenPlan([f"{path} 不是 UTF-8 编码。请用记事本另存为 UTF-8。"]) from error


def read_plan(text: str) -> Plan:
    """The plan that a text holds. BrokenPlan."""
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)):
            raise BrokenPlan(["方案里用了“*名称”这样的引用。请把内容直接写出来。"])
        document = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: a day that no calendar has
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行附近" if mark else "文中"
        raise BrokenPlan([f"方案{where}的写法有误：请检查缩进、冒号后的空格、引号和日期。"]) from error
    reader = _Reader()
    plan = reader.read(document)
    if plan is None or reader.problems:
        raise BrokenPlan(reader.problems)
    return plan


class _Reader:
    """Collects what is wrong and goes on, so that a clerk sees all of it at once."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def read(self, document: Any) -> Plan | None:
        if not isinstance(document, dict):
            self._note("方案", "应是“名称: …”这样的各项。")
            return None
        self._refuse_unknown("方案", document, _PLAN_KEYS)
        indicators = self._indicators(document.get("指标"))
        return Plan(
            self._words("方案", document, "名称"),
            int(self._number("方案", document.get("年度"), "年度", low=2000, high=2100)),
            indicators,
            self._endowments(document.get("基础条件", {})),
            self._choice("方案", document.get("差异化", Method.REGRESSION.label), "差异化", Method),
            self._number("方案", document.get("容许差", _TOLERANCE), "容许差", low=0.5, high=1),
            tuple(self._mergers(document.get("区划变动", []))),
            int(self._number("方案", document.get("种子", _SEED), "种子", low=0, high=2**31)),
        )

    def _indicators(self, items: Any) -> tuple[Indicator, ...]:
        if not isinstance(items, list) or not items:
            self._note("指标", "还没有写。请逐项列出。")
            return ()
        if len(items) > _MOST_INDICATORS:
            self._note("指标", f"有 {len(items)} 项，超过 {_MOST_INDICATORS} 项。请先瘦身。")
        found = tuple(self._indicator(item, place) for place, item in enumerate(items, start=1))
        ids = [one.id for one in found]
        for id in sorted({one for one in ids if ids.count(one) > 1}):
            self._note(f"指标“{id}”", "编号用了不止一次。请改成各不相同。")
        total = sum(one.weight for one in found)
        if abs(total - FULL_POINTS) > _SUM_ERROR:
            self._note("权重", f"合计 {total:g} 分，应为 {FULL_POINTS:g} 分，差 {FULL_POINTS - total:+g} 分。")
        return found

    def _indicator(self, item: Any, place: int) -> Indicator:
        values = item if isinstance(item, dict) else {}
        where = f"指标“{values.get('编号') or f'第 {place} 项'}”"
        if not isinstance(item, dict):
            self._note(where, "应是“编号: …”这样的各项。")
        self._refuse_unknown(where, values, _INDICATOR_KEYS)
        scoring = self._choice(where, values.get("计分"), "计分", Scoring)
        rising = _DIRECTIONS.get(str(values.get("方向", "越高越好")))
        if rising is None:
            self._note(where, "“方向”应写“越高越好”或“越低越好”。")
        name, basis, evidence = (self._words(where, values, key) for key in ("名称", "依据", "佐证"))
        self._refuse_forbidden(where, name, evidence)
        return Indicator(
            self._words(where, values, "编号"),
            name,
            self._words(where, values, "责任单位"),
            basis,
            self._choice(where, values.get("领域"), "领域", Area),
            scoring,
            rising is not False,
            self._number(where, values.get("权重"), "权重", low=0.1, high=FULL_POINTS),
            self._choice(where, values.get("数据来源"), "数据来源", DataSource),
            self._words(where, values, "取自"),
            evidence,
            self._number(where, values.get("核对", 1), "核对", low=0, high=_MOST_CHECKS),
            tuple(str(one) for one in values.get("数据项") or ()),
            self._target(where, values, rising is not False) if scoring is Scoring.TARGET else None,
        )

    def _refuse_forbidden(self, where: str, name: str, evidence: str) -> None:
        for refusal in refuse_name(name):
            self._note(
                where, f"“{refusal.met}”属于{refusal.matter}，不得作为考核指标。依据：{refusal.clause}。请删去。"
            )
        for refusal in refuse_evidence(evidence):
            self._note(where, f"佐证“{refusal.met}”：{refusal.matter}，不得要求。依据：{refusal.clause}。")

    def _target(self, where: str, values: Mapping[Any, Any], is_rising: bool) -> Target | None:
        before = len(self.problems)
        floor = self._number(where, values.get("起点", 0), "起点")
        target = self._number(where, values.get("目标"), "目标")
        stretch = self._number(where, values["挑战"], "挑战") if values.get("挑战") is not None else None
        share = self._number(where, values.get("进步占比", 0), "进步占比", low=0, high=1)
        if len(self.problems) > before:
            return None
        sign = 1 if is_rising else -1
        if floor == target:
            zero = "目标是 0 时不能按完成比例计分。" if target == 0 else ""
            self._note(
                where, f"“起点”与“目标”都是 {target:g}，分不出高低。{zero}请写明得零分的“起点”，或改用合格计分。"
            )
        elif sign * floor > sign * target:
            self._note(where, f"“起点”{floor:g} 比“目标”{target:g} 还好，方向写反了？请核对“方向”。")
        elif stretch is not None and sign * stretch <= sign * target:
            self._note(where, f"“挑战”{stretch:g} 应比“目标”{target:g} 更好。没有更高的要求就不写“挑战”。")
        return Target(floor, target, stretch, share)

    def _endowments(self, items: Any) -> dict[str, Favour]:
        if not isinstance(items, dict):
            self._note("基础条件", "应写成“人口: 有利”这样，一行一项（有利、不利、不定）。")
            return {}
        for name in items:
            if name not in NOT_CHOSEN:
                self._note(
                    "基础条件",
                    f"“{name}”不在乡镇自己不能选择的条件之列，不能用来调整。可以用：{'、'.join(sorted(NOT_CHOSEN))}。",
                )
        return {str(name): self._choice("基础条件", word, str(name), Favour) for name, word in items.items()}

    def _mergers(self, items: Any) -> list[Merger]:
        found = []
        for item in items if isinstance(items, list) else [None]:
            values = item if isinstance(item, dict) else {}
            day, before, after = values.get("日期"), values.get("原"), values.get("新")
            if not isinstance(day, date) or not isinstance(before, list) or not isinstance(after, str):
                self._note("区划变动", "应写“日期: 2023-07-01”“原: [甲乡, 乙镇]”“新: 乙镇”三项。")
            else:
                found.append(Merger(day, tuple(map(str, before)), after))
        return found

    def _choice(self, where: str, word: Any, name: str, kind: Any) -> Any:
        known = {one.label: one for one in kind}
        if word not in known:
            self._note(where, f"“{name}”写的是“{word if word is not None else ''}”，应是：{'、'.join(known)}。")
        return known.get(word, next(iter(kind)))

    def _words(self, where: str, values: Mapping[Any, Any], name: str) -> str:
        words = str(values.get(name) or "").strip()
        if not words:
            self._note(where, f"没有写“{name}”。")
        elif len(words) > _LONGEST:
            self._note(where, f"“{name}”超过 {_LONGEST} 字，请写短一些。")
        return words

    def _number(self, where: str, value: Any, name: str, *, low: float = -1e15, high: float = 1e15) -> float:
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)
        if not is_number or not low <= value <= high:
            span = f"{low:g} 到 {high:g} 之间的" if low > -1e15 else ""
            self._note(where, f"“{name}”写的是“{value if value is not None else ''}”，应是{span}数。")
            return max(low, 0.0)
        return float(value)

    def _refuse_unknown(self, where: str, values: Mapping[Any, Any], known: frozenset[str]) -> None:
        for key in values:
            if key not in known:
                self._note(where, f"不认识“{key}”这一项。可以写的是：{'、'.join(sorted(known))}。")

    def _note(self, where: str, what: str) -> None:
        self.problems.append(f"{where}：{what}")
