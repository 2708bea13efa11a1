"""Simulates counties of 28 townships and asks each method: is it fair under equal effort, does it find effort?

python -m bench.assessment_fairness [counties] [counties for linear programs]

Endowments are five, three of them going together; what they give bends (0–0.3 of a square) and weighs 0.8 to 1.6 times
the luck of a year. A county's year is drawn 200 times (40 where each needs linear programs).
"""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from jianfu.assessment.differing.conditions import Conditions, make_conditions
from jianfu.assessment.differing.methods import adjust
from jianfu.assessment.fairness.chances import count_quarters
from jianfu.assessment.fairness.gate import LEAST_CHANCE, MOST_CHANCE, MOST_CORRELATION
from jianfu.assessment.fairness.ranks import correlate_ranks
from jianfu.assessment.plans.plan import Method
from jianfu.assessment.scoring.data import Floats

TOWNSHIPS, LUCK, AREAS = 28, 5.0, 3
FAVOURS = {"财政收入": 1, "人口": 1, "村数": 1, "到县城时间": -1, "面积": -1}


@dataclass(frozen=True)
class County:
    conditions: Conditions
    gift: Floats
    bend: float
    weight: float


def make_county(dice: np.random.Generator) -> County:
    shared = dice.standard_normal(TOWNSHIPS)
    logs = [0.6 * shared + 0.8 * dice.standard_normal(TOWNSHIPS) for _ in range(3)]
    logs += [dice.standard_normal(TOWNSHIPS) for _ in range(2)]
    amounts: list[Mapping[str, float | str]] = [
        dict(zip(FAVOURS, np.exp(0.5 * line).tolist(), strict=True)) for line in np.array(logs).T
    ]
    sides = np.array(list(FAVOURS.values()), np.float64)
    gift = np.array(logs).T @ (np.abs(dice.standard_normal(5)) * sides)
    gift = (gift - gift.mean()) / gift.std()
    bend, weight = dice.uniform(0, 0.3), dice.uniform(0.8, 1.6)
    gift = (gift + bend * (gift**2 - 1)) * weight * LUCK
    return County(make_conditions(amounts, FAVOURS), gift, bend, weight)


def draw_years(county: County, dice: np.random.Generator, draws: int, efforts: Floats) -> Floats:
    """float64[draws, townships, areas]: three areas that share the gift and the effort, each with luck of its own."""
    luck = dice.standard_normal((draws, TOWNSHIPS, AREAS)) * LUCK / np.sqrt(AREAS)
    return np.asarray(70 / AREAS + (county.gift + efforts)[None, :, None] / AREAS + luck, np.float64)


@dataclass(frozen=True)
class Findings:
    """One county by one method."""

    mean_correlation: float
    usual_correlation: float
    with_gift: float
    least: float
    most: float
    recovered: float
    bend: float
    weight: float

    @property
    def is_fair(self) -> bool:
        chances = self.least >= LEAST_CHANCE and self.most <= MOST_CHANCE
        return chances and abs(self.mean_correlation) <= MOST_CORRELATION


def look(county: County, method: Method, dice: np.random.Generator, draws: int) -> Findings:
    equal = adjust(method, draw_years(county, dice, draws, np.zeros(TOWNSHIPS)), county.conditions).scores
    correlations = correlate_ranks(equal, county.conditions.index)
    chances = count_quarters(equal)
    efforts = dice.standard_normal(TOWNSHIPS) * LUCK
    planted = adjust(method, draw_years(county, dice, max(draws // 10, 1), efforts), county.conditions).scores
    return Findings(
        float(correlations.mean()), float(np.abs(correlations).mean()),
        float(correlate_ranks(equal, county.gift).mean()), chances.least, chances.most,
        float(correlate_ranks(planted, efforts).mean()), county.bend, county.weight,
    )  # fmt: skip


def tell(method: Method, found: list[Findings]) -> None:
    def of(name: str) -> Floats:
        return np.array([getattr(one, name) for one in found])

    low, high, tilt = of("least"), of("most"), of("mean_correlation")
    print(f"{method.label}（{len(found)} 个县）")
    print(f"  得分与条件指数的相关：平均 {tilt.mean():+.3f}，最偏的县 {np.abs(tilt).max():.3f}，", end="")
    print(f"{np.mean(np.abs(tilt) <= MOST_CORRELATION):.1%} 的县不超过 {MOST_CORRELATION}；", end="")
    print(f"单独一年 |ρ| 平均 {of('usual_correlation').mean():.3f}；与真实的起点优势 {of('with_gift').mean():+.3f}")
    print(f"  最小的机会：{low.min():.1%}（中位 {np.median(low):.1%}），", end="")
    print(f"{np.mean(low >= LEAST_CHANCE):.1%} 的县都不低于 {LEAST_CHANCE:.0%}")
    print(f"  最大的机会：{high.max():.1%}（中位 {np.median(high):.1%}），", end="")
    print(f"{np.mean(high <= MOST_CHANCE):.1%} 的县都不高于 {MOST_CHANCE:.0%}")
    print(f"  三项都达到的县 {np.mean([one.is_fair for one in found]):.1%}；努力找回 {of('recovered').mean():.3f}")
    failed = [one for one in found if not one.is_fair]
    fair = [one for one in found if one.is_fair]
    if failed and fair:
        for name, words in (("bend", "弯曲"), ("weight", "起点的分量")):
            means = [float(np.mean([getattr(one, name) for one in some])) for some in (failed, fair)]
            print(f"  {words}：没达到的县 {means[0]:.2f}，达到的 {means[1]:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("counties", type=int, nargs="?", default=500)
    parser.add_argument("programs", type=int, nargs="?", default=20)
    parser.add_argument("--seed", type=int, default=2023)
    given = parser.parse_args()
    for method in Method:
        is_slow = method is Method.ENVELOPMENT
        dice = np.random.default_rng(given.seed)
        counties = [make_county(dice) for _ in range(given.programs if is_slow else given.counties)]
        tell(method, [look(county, method, dice, 40 if is_slow else 200) for county in counties])


if __name__ == "__main__":
    main()
