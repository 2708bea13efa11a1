"""The gate before publication: each goal met, not met, not applicable, or not to be judged."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from jianfu.assessment.fairness.chances import Chances
from jianfu.assessment.plans.plan import Method
from jianfu.assessment.scoring.data import Floats

MOST_CORRELATION = 0.10
LEAST_CHANCE, MOST_CHANCE = 0.05, 0.60
_FEWEST = 8
"""Townships; with fewer, quarters and correlations say nothing."""


class Outcome(StrEnum):
    """How a goal stands."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    CANNOT_JUDGE = "cannot_judge"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"met": "达到", "not_met": "没有达到", "not_applicable": "不适用", "cannot_judge": "不能判断"}[self]


@dataclass(frozen=True, slots=True)
class Check:
    """One goal: `words` in Chinese with the number, `outcome`."""

    name: str
    words: str
    outcome: Outcome


def check_gate(method: Method, correlation: float, chances: Chances, gains: Floats) -> list[Check]:
    """The goals. Only NOT_MET stops a publication; it then needs written reasons, which are published with it."""
    few = len(gains) < _FEWEST
    low, high = chances.least, chances.most
    said_gain = f"最少的乡镇多得 {gains.min():.2f} 分" if len(gains) else "没有可比的乡镇"
    return [
        Check(
            "得分与起点条件的等级相关",
            f"{correlation:+.2f}，目标不超过 ±{MOST_CORRELATION:.2f}",
            _judge(few, method, abs(correlation) <= MOST_CORRELATION),
        ),
        Check(
            "同等努力下进前四分之一、后四分之一的机会",
            f"最小 {low:.0%}、最大 {high:.0%}，目标在 {LEAST_CHANCE:.0%} 到 {MOST_CHANCE:.0%} 之间",
            _judge(few, method, low >= LEAST_CHANCE and high <= MOST_CHANCE),
        ),
        Check(
            "努力有回报", f"各项都进步一点时，{said_gain}，目标大于 0",
            Outcome.CANNOT_JUDGE if not len(gains) else Outcome.MET if np.all(gains > 0) else Outcome.NOT_MET,
        ),
    ]  # fmt: skip


def _judge(few: bool, method: Method, is_met: bool) -> Outcome:
    if few:
        return Outcome.CANNOT_JUDGE
    if method is Method.NONE:
        return Outcome.NOT_APPLICABLE if is_met else Outcome.NOT_MET
    return Outcome.MET if is_met else Outcome.NOT_MET
