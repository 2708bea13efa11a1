"""Worked, did not, or cannot tell, and why: the plan that was written down first is held against what came in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from jianfu.monitoring.effects.differences import Effect, Months, Observed, estimate_effect, study_months
from jianfu.monitoring.effects.synthetic import Twin, find_twin

FALSE_ALARMS = 0.05
FEWEST_BEFORE, FEWEST_AFTER = 3, 2
_DRIFT = 0.05


class EffectVerdict(StrEnum):
    """What a measure did."""

    WORKED = "worked"
    DID_NOT = "did_not"
    CANNOT_TELL = "cannot_tell"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"worked": "有效", "did_not": "没有达到预期", "cannot_tell": "无法判断"}[self]


@dataclass(frozen=True, slots=True)
class Plan:
    """What was written down before. `expected`: the ratio by which it should fall, 0.2 for a fifth less. `start`: the
    first day in force; `registered_on` the day of writing; `places` that it reaches, by name.
    """

    expected: float
    start: date
    registered_on: date
    places: tuple[str, ...]

    @property
    def came_first(self) -> bool:
        """Whether it was written before any data of the measure could come in."""
        return self.registered_on <= self.start


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with everything it rests on; `reasons` in Chinese, the deciding one first. None: not computable."""

    verdict: EffectVerdict
    reasons: tuple[str, ...]
    effect: Effect | None
    months: Months | None
    twin: Twin | None


def judge_measure(plan: Plan, observed: Observed, dice: np.random.Generator) -> Judged:
    """Hold the plan against what came in."""
    before, after = observed.start, observed.values.shape[1] - observed.start
    if before < FEWEST_BEFORE or after < FEWEST_AFTER:
        words = f"实施前 {before} 个月、实施后 {after} 个月，至少要 {FEWEST_BEFORE} 个和 {FEWEST_AFTER} 个。"
        return Judged(EffectVerdict.CANNOT_TELL, (words,), None, None, None)
    if observed.treated.all():
        words = "全县同时实施，没有可比的乡镇，分不清是措施还是别的变化。可以先在部分乡镇试行。"
        return Judged(EffectVerdict.CANNOT_TELL, (words,), None, None, None)
    effect = estimate_effect(observed, dice)
    if effect is None:
        return Judged(EffectVerdict.CANNOT_TELL, ("实施或对照的乡镇前后没有都登记的，不能比。",), None, None, None)
    months, twin = study_months(observed, dice), find_twin(observed)
    doubts = tuple(_doubt(plan, effect, months, twin))
    verdict, reason = _decide(plan, effect)
    is_doubted = bool(doubts) and verdict is not EffectVerdict.CANNOT_TELL
    if is_doubted:
        return Judged(EffectVerdict.CANNOT_TELL, (*doubts, reason), effect, months, twin)
    return Judged(verdict, (reason, *doubts), effect, months, twin)


def _decide(plan: Plan, effect: Effect) -> tuple[EffectVerdict, str]:
    mean, low, high = effect.as_ratio()
    said = (
        f"与对照相比变化 {mean:+.0%}（{low:+.0%} 至 {high:+.0%}），"
        f"随机换一批乡镇有 {effect.chance:.1%} 的机会到这个程度"
    )
    if high < 0 and effect.chance <= FALSE_ALARMS:
        return EffectVerdict.WORKED, f"{said}：减下来了，预期 {-plan.expected:+.0%}。"
    if low > -plan.expected:
        return EffectVerdict.DID_NOT, f"{said}：预期 {-plan.expected:+.0%} 在区间以外，没有达到。"
    few = f"只有 {effect.treated} 个乡镇实施" if effect.groupings < 1 / FALSE_ALARMS else "区间既含零，也含预期"
    return EffectVerdict.CANNOT_TELL, f"{said}：{few}，有没有效都说得通。"


def _doubt(plan: Plan, effect: Effect, months: Months, twin: Twin | None) -> Iterator[str]:
    """Why a clear number may still be no verdict."""
    if not plan.came_first:
        yield "办法是开始实施以后才登记的，不能当作事先说好的检验。"
    if months.drifting <= _DRIFT:
        yield "实施以前两边走势就不一样，差别可能不是措施造成的。"
    if twin is not None and abs(twin.gap) > twin.misfit and twin.gap * effect.change.value < 0:
        yield "换成合成对照来比，方向相反。"
