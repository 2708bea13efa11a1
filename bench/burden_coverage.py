"""How often the 90 % intervals of `jianfu burden` hold the truth: counties are made whose true hours are known.

    python -m bench.burden_coverage [--counties 200] [--seed 1] [--row-spread 1.0]

A county's true minutes and the true error of its registers are drawn from the norms, once a county, and every row's own
error one by one; the account sees what was registered. `--row-spread 2` makes rows twice as far off as the norms say.
What this cannot show: whether the norms themselves are true of any real county.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from jianfu.burden.norms import Norms, load_norms
from jianfu.burden.simulating import Estimate, draw_norm, draw_truth, simulate
from jianfu.burden.work import GRADES, MEASURED, Activity, Work

MOST_ROWS = 400
MEASURED_SHARE = 0.3
_MINUTES_AN_HOUR = 60.0


@dataclass(frozen=True, slots=True)
class Tried:
    """A county: what the account says in hours, and what is true."""

    estimate: Estimate
    truth: float

    @property
    def is_held(self) -> bool:
        """Whether the interval holds the truth."""
        return self.estimate.low <= self.truth <= self.estimate.high


def try_counties(count: int, seed: int, row_spread: float = 1.0) -> Iterator[Tried]:
    """So many counties, each with its own truth; single rows are off by `row_spread` times what the norms say."""
    norms = load_norms()
    dice = np.random.default_rng(seed)
    for _ in range(count):
        work = _make_work(norms, dice)
        yield Tried(Estimate.of(simulate(work, norms, dice).total()), _find_truth(work, norms, dice, row_spread))


def _make_work(norms: Norms, dice: np.random.Generator) -> Work:
    """What was registered in one county: any mix of kinds, activities and grades."""
    kinds = sorted({kind for kind, _ in norms.minutes})
    catalogue = tuple(Activity(kind, name) for kind, name in norms.minutes) + tuple(
        Activity(k, MEASURED) for k in kinds
    )
    weights = dice.dirichlet(np.full(len(catalogue), 0.5))
    rows = int(dice.integers(20, MOST_ROWS))
    numbers = np.arange(rows)
    return Work(
        catalogue,
        dice.choice(len(catalogue), rows, p=weights),
        dice.lognormal(1.0, 1.0, rows),
        dice.choice(len(GRADES), rows, p=dice.dirichlet(np.ones(len(GRADES)))),
        numbers,
        numbers,
        np.full(rows, "某局", object),
        np.full(rows, np.datetime64("2023-01"), "datetime64[M]"),
        np.full(rows, None, object),
    )


def _find_truth(work: Work, norms: Norms, dice: np.random.Generator, row_spread: float) -> float:
    """True hours: minutes and errors of this county, and what each row is off besides (mean 1)."""
    hours = np.empty((len(work.catalogue), len(GRADES)))
    spreads = np.empty_like(hours)
    for place, activity in enumerate(work.catalogue):
        norm = norms.minutes.get((activity.kind, activity.name))
        minutes = float(draw_norm(norm, dice, 1)[0]) * (1 - norm.share_anyway) if norm else _MINUTES_AN_HOUR
        for grade, letter in enumerate(GRADES):
            error = norms.errors[letter]
            hours[place, grade] = minutes * float(draw_truth(error, dice, 1)[0]) / _MINUTES_AN_HOUR
            spreads[place, grade] = row_spread * np.hypot(error.row_spread, norms.item_spread if norm else 0.0)
    spread = spreads[work.activities, work.grades]
    own = dice.lognormal(-(spread**2) / 2, spread)
    return float((hours[work.activities, work.grades] * work.quantities * own).sum())


def main() -> None:
    """Print the share of counties whose interval holds the truth."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--counties", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--row-spread", type=float, default=1.0)
    chosen = parser.parse_args()
    tried = list(try_counties(chosen.counties, chosen.seed, chosen.row_spread))
    held = sum(one.is_held for one in tried)
    above = sum(one.truth > one.estimate.high for one in tried)
    width = np.median([(one.estimate.high - one.estimate.low) / one.estimate.median for one in tried])
    print(f"counties {len(tried)}, seed {chosen.seed}: held {held} = {held / len(tried):.1%} (claimed 90 %)")
    print(
        f"truth above the interval {above}, below {len(tried) - held - above}; median width {width:.0%} of the median"
    )


if __name__ == "__main__":
    main()
