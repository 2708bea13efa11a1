"""Intervals: seeded, additive over groups, wider for weaker evidence, and right as often as they claim."""

from dataclasses import replace

import numpy as np
import pytest

from jianfu.burden.accounting import make_account, simulate_load
from jianfu.burden.counting import count_work
from jianfu.burden.norms import BrokenNorms, GradeError, Norm, Norms, load_norms
from jianfu.burden.simulating import DRAWS, Estimate, draw_norm, simulate
from jianfu.burden.work import Load, Work
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.evidence import Grade
from tests.burden.rows_of_kind import make_rows


def _load(grade: str = "B", count: int = 40) -> Load:
    rows = [
        make_rows(BurdenKind.DOCUMENT, count, grade=grade),
        make_rows(BurdenKind.DATA_REQUEST, count, grade=grade, frequency="每月", minutes_per_filing=30.0),
        make_rows(BurdenKind.TRACE, count, grade=grade, frequency="每周", photos_per_time=2.0, issuer="另一局"),
    ]
    counted = [count_work(one) for one in rows]
    work = Work.joined([work for work, _ in counted])
    work.demands[:] = np.arange(len(work)) // 10
    return Load(work, 1000.0, 30.0, 5_000.0, (), 364)


def test_the_same_seed_gives_the_same_account() -> None:
    norms, load = load_norms(), _load()
    first, again = (make_account(load, norms, simulate_load(load, norms, 7), 7) for _ in range(2))
    assert first == again
    other = make_account(load, norms, simulate_load(load, norms, 8), 8)
    assert other.hours != first.hours
    assert other.stamp.norms == first.stamp.norms


def test_groups_add_up_to_the_mean() -> None:
    load = _load()
    simulation = simulate_load(load, load_norms(), 1)
    total = simulation.total()
    assert total.shape == (DRAWS,)
    by_demand = simulation.by_group(load.work.demands, int(load.work.demands.max()) + 1)
    assert by_demand.mean(axis=1).sum() == pytest.approx(total.mean(), rel=0.02)
    np.testing.assert_allclose(by_demand[2], simulation.total(load.work.demands == 2))
    assert simulation.usual_hours().sum() == pytest.approx(total.mean(), rel=0.02)


def test_what_single_rows_are_off_evens_out_over_many() -> None:
    norms = load_norms()
    widths = []
    for count in (1, 100):
        work, _ = count_work(make_rows(BurdenKind.MEETING, count, people_attending=1.0, duration_minutes=60.0))
        hours = Estimate.of(simulate(work, norms, np.random.default_rng(1)).total())
        widths.append((hours.high - hours.low) / hours.median)
    error = norms.errors[Grade.B]
    assert widths[0] == pytest.approx(3.29 * np.hypot(error.spread, error.row_spread), rel=0.1)
    assert widths[1] == pytest.approx(3.29 * np.hypot(error.spread, error.row_spread / 10), rel=0.1)


def test_a_line_of_no_group_is_in_none() -> None:
    load = _load()
    simulation = simulate_load(load, load_norms(), 1)
    groups = np.where(load.work.demands < 3, 0, -1)
    np.testing.assert_allclose(simulation.by_group(groups, 1)[0], simulation.total(load.work.demands < 3))


def test_a_recollection_is_wider_than_a_system_export() -> None:
    norms = load_norms()
    widths = []
    for grade in ("A", "B", "C", "D"):
        hours = Estimate.of(simulate_load(_load(grade), norms, 3).total())
        assert hours.low < hours.median < hours.high
        widths.append((hours.high - hours.low) / hours.median)
    assert widths == sorted(widths)
    assert widths[3] > 1.3 * widths[0]


def test_shares_of_the_width_name_their_inputs_and_are_one_together() -> None:
    shares = simulate_load(_load(), load_norms(), 1).share_of_width()
    assert sum(shares.values()) == pytest.approx(1)
    assert {"文件·读文", "打卡留痕·拍照上传", "登记误差"} & set(shares)


def test_what_is_known_exactly_has_no_width() -> None:
    norms = load_norms()
    sure = Norms(
        {key: Norm(norm.usual, norm.usual, norm.usual, norm.unit, norm.source) for key, norm in norms.minutes.items()},
        {},
        {grade: GradeError(0.0, 0.0, 0.0, "测") for grade in Grade},
        0.0,
        "",
    )
    simulation = simulate_load(_load(), sure, 1)
    hours = Estimate.of(simulation.total())
    assert hours.low == pytest.approx(hours.high)
    assert simulation.share_of_width() == {}
    account = make_account(_load(), sure, simulation, 1)
    assert (account.labour_yuan, account.paper_yuan, account.travel_yuan) == (None, None, None)
    assert account.purchases_yuan == 50.0
    priced = replace(sure, prices={"路费": Norm(20, 20, 20, "人次", "测"), "工价": Norm(30, 30, 30, "小时", "测")})
    account = make_account(_load(), priced, simulation, 1)
    assert account.travel_yuan == Estimate(600, 600, 600, 600)
    assert account.labour_yuan == hours.times(30)


def test_what_would_be_done_anyway_is_not_a_burden() -> None:
    norms = load_norms()
    halved = Norms(
        {key: Norm(n.low, n.usual, n.high, n.unit, n.source, 0.5) for key, n in norms.minutes.items()},
        norms.prices,
        norms.errors,
        norms.item_spread,
        "",
    )
    work, _ = count_work(make_rows(BurdenKind.DOCUMENT, 5))
    whole, half = (simulate(work, one, np.random.default_rng(2)).total() for one in (norms, halved))
    np.testing.assert_allclose(half, whole / 2)


def test_an_activity_without_norm_is_told() -> None:
    norms = load_norms()
    work, _ = count_work(make_rows(BurdenKind.DOCUMENT))
    with pytest.raises(BrokenNorms, match="文件·读文"):
        simulate(work, Norms({}, {}, norms.errors, 0.0, ""), np.random.default_rng(1))


def test_drawn_norms_stay_between_their_ends_around_the_pert_mean() -> None:
    drawn = draw_norm(Norm(2, 10, 120, "次", "测"), np.random.default_rng(1), 100_000)
    assert drawn.min() >= 2
    assert drawn.max() <= 120
    assert drawn.mean() == pytest.approx((2 + 40 + 120) / 6, rel=0.01)


def test_nothing_at_all_is_nothing() -> None:
    load = Load(Work.joined([]), 0.0, 0.0, 0.0, (), 7)
    norms = load_norms()
    account = make_account(load, norms, simulate_load(load, norms, 1), 1)
    assert account.hours == Estimate(0, 0, 0, 0)
    assert account.by_kind == {}
    assert account.by_month == {}
