"""The demonstration county's year: places by planted effort, by raw points and by each method; the fairness of each.

python -m bench.assessment_county [FOLDER]   # the files are made there; a temporary folder without one
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np

from county.assessing import PLAN_FILE, make_assessment_year, planted_efforts
from jianfu.assessment.fairness.ranks import correlate_ranks, middle_ranks
from jianfu.assessment.plans.loading import load_plan
from jianfu.assessment.plans.plan import Method
from jianfu.assessment.registers import read_registers
from jianfu.assessment.results.computing import INDEX, compare_methods
from jianfu.assessment.results.result import Result
from jianfu.assessment.scoring.data import Floats

SEED = 1


def tell_places(results: dict[Method, Result], shipped: Method, efforts: Floats) -> None:
    print("乡镇\t努力\t" + "\t".join(method.label for method in results) + "\t档\t得分（区间）")
    scores = {method: np.array([one.score for one in result.townships]) for method, result in results.items()}
    places = [len(efforts) - middle_ranks(one) for one in (efforts, *scores.values())]
    for number, one in enumerate(results[shipped].townships):
        by_method = "\t".join(f"{line[number]:.0f}" for line in places)
        print(f"{one.township}\t{by_method}\t{one.band}\t{one.score:.1f}（{one.low:.0f}—{one.high:.0f}）")


def tell_fairness(results: dict[Method, Result], efforts: Floats) -> None:
    print("\n办法\t努力找回\t与条件相关\t机会最小\t机会最大\t最少多得\t档数\t目标")
    for method, result in results.items():
        towns = result.townships
        low, high = min(min(one.top, one.bottom) for one in towns), max(max(one.top, one.bottom) for one in towns)
        found = float(correlate_ranks(np.array([one.score for one in towns]), efforts))
        print(
            f"{method.label}\t{found:.3f}\t{result.correlations[INDEX]:+.2f}\t{low:.0%}\t{high:.0%}\t"
            f"{min(result.gains.values()):.2f}\t{len(result.bands)}\t{'达到' if result.is_fair else '没有达到'}"
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, nargs="?", default=None)
    folder = parser.parse_args().folder or Path(tempfile.mkdtemp())
    make_assessment_year(folder, seed=SEED)
    plan = load_plan(folder / PLAN_FILE)
    results = compare_methods(plan, read_registers(plan, [folder]).as_data())
    planted = planted_efforts(SEED)
    efforts = np.array([planted[one.township] for one in results[plan.method].townships])
    tell_places(results, plan.method, efforts)
    tell_fairness(results, efforts)


if __name__ == "__main__":
    main()
