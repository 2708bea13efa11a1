"""Trends: published answers, planted breaks, and false alarms no more often than stated."""

from datetime import date
from itertools import pairwise
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.monitoring.trends.breaks import follow
from jianfu.monitoring.trends.change_points import find_best, find_changes
from jianfu.monitoring.trends.composition import compare_shares
from jianfu.monitoring.trends.displacement import Movement, judge_move, weigh_displacement
from jianfu.monitoring.trends.early_warnings import warn
from jianfu.monitoring.trends.rebound import Staying, judge_rebound
from jianfu.monitoring.trends.series import Series, adjust

# Yearly flow of the Nile at Aswan 1871–1970, 10⁸ m³: Cobb, Biometrika 65 (1978) 243; R's datasets::Nile.
NILE = np.array([
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140,
    1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969,
    831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759,
    781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890,
    744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
], float)  # fmt: skip


def _months(count: int, first: int = 2022 * 12) -> tuple[date, ...]:
    return tuple(date(n // 12, n % 12 + 1, 1) for n in range(first, first + count))


def test_the_nile_breaks_after_1898() -> None:
    """28 years at 1097.75, then 72 at 849.97; R's strucchange gives 25 to 32 with 95 of 100."""
    changes = find_changes(NILE, np.random.default_rng(1))

    assert find_best(NILE, 1) == [28]
    assert [change.at for change in changes] == [28]
    assert changes[0].before == pytest.approx(1097.75)
    assert changes[0].after == pytest.approx(849.97, abs=0.005)
    assert 25 <= changes[0].earliest <= 28 <= changes[0].latest <= 32
    assert changes[0].chance <= 0.001


def test_every_position_is_tried() -> None:
    for place in range(3, 18):
        values = np.where(np.arange(20) < place, 100.0, 60.0) + np.tile([1.0, -1.0], 10)

        assert [change.at for change in find_changes(values, np.random.default_rng(1))] == [place]


def test_several_breaks_are_found_and_gaps_are_skipped() -> None:
    dice = np.random.default_rng(3)
    values = np.repeat([100.0, 60.0, 90.0], 10) + dice.normal(0, 4, 30)
    values[[4, 15]] = np.nan

    assert [change.at for change in find_changes(values, dice)] == [10, 20]


@pytest.mark.parametrize("values", [np.zeros(24), np.full(24, 7.0), np.arange(5.0), np.full(24, np.nan)])
def test_a_series_that_says_nothing_has_no_break(values: np.ndarray) -> None:
    assert find_changes(values, np.random.default_rng(1)) == []


def test_breaks_where_there_are_none_are_as_rare_as_stated() -> None:
    dice = np.random.default_rng(12)
    alarms = sum(bool(find_changes(dice.negative_binomial(20, 0.2, 24).astype(float), dice)) for _ in range(400))

    assert alarms / 400 <= 0.05 + 3 * sqrt(0.05 * 0.95 / 400)


def _series(values: np.ndarray, workdays: np.ndarray | None = None) -> Series:
    days = np.full(len(values), 21.0) if workdays is None else workdays
    return Series("文件", "件", _months(len(values)), values, days, (("A", 10), ("B", 5)))


def test_short_months_are_made_comparable() -> None:
    days = np.array([16.0, 22, 22, 20])
    adjusted = adjust(_series(days * 10, days))

    assert adjusted.values == pytest.approx(np.full(4, 200.0))
    assert not adjusted.seasonal
    assert "不满两年" in adjusted.words


def test_a_season_is_taken_out_and_a_break_is_not() -> None:
    dice = np.random.default_rng(5)
    season = np.array([0.5, 0.8, 1.2, 1, 1, 1.1, 0.9, 0.8, 1.2, 1.1, 1.3, 1.4])
    level = np.where(np.arange(36) < 20, 100.0, 70.0)
    values = level * np.tile(season, 3) * np.exp(dice.normal(0, 0.05, 36))
    adjusted = adjust(_series(values), [20])

    assert adjusted.seasonal
    assert adjusted.values[:20].std() < 0.4 * values[:20].std()
    assert adjusted.values[20:].mean() / adjusted.values[:20].mean() == pytest.approx(0.7, abs=0.05)
    assert [change.at for change in follow(_series(values), dice).changes] == [20]


def test_a_season_alone_is_no_break() -> None:
    """False alarms as stated, however strong the season."""
    dice, alarms = np.random.default_rng(11), 0
    season = np.tile(np.exp(dice.normal(0, 0.4, 12)), 2)
    for _ in range(300):
        alarms += bool(follow(_series(dice.poisson(80 * season).astype(float) + 1), dice).changes)

    assert alarms / 300 <= 0.05 + 3 * sqrt(0.05 * 0.95 / 300)


@pytest.mark.parametrize("values", [np.zeros(24), np.full(24, np.nan)])
def test_a_series_of_noughts_is_not_judged(values: np.ndarray) -> None:
    course = follow(_series(values), np.random.default_rng(1))

    assert course.changes == ()
    assert course.words == "全是零或没有登记，不判断有没有变化。"


def test_where_there_is_no_season_next_to_none_is_taken_out() -> None:
    dice = np.random.default_rng(6)
    values = 100 * np.exp(dice.normal(0, 0.1, 24))
    adjusted = adjust(_series(values))

    assert np.abs(np.log(adjusted.season)).mean() < 0.06


def test_a_missing_month_is_a_gap_and_not_nought() -> None:
    values = np.array([10.0, np.nan, 12.0, 11.0])
    adjusted = adjust(_series(values))

    assert np.isnan(adjusted.values[1])
    assert "缺 2022-02，不按零算" in adjusted.words
    assert _series(np.zeros(5)).is_silent
    assert _series(values).rows == 15


def test_weighted_displacement_differences_as_published() -> None:
    """Wheeler & Ratcliffe (2018); R package ptools, tests/testthat/test-wdd.R."""
    plain = weigh_displacement((207, 110), (308, 318), (178, 157), (150, 140))
    timed = weigh_displacement((80, 20), (100, 50), lengths=(2, 1))
    areas = weigh_displacement((207, 110), (308, 318), (178, 157), (150, 140), areas=(1.2, 0.9, 1.5, 1.6))

    assert plain.value == -118
    assert plain.error == pytest.approx(sqrt(1568))
    assert plain.z == pytest.approx(-2.98, abs=0.005)
    assert [round(end) for end in plain.interval(0.95)] == [-196, -40]
    assert timed.value == -20
    assert timed.error == pytest.approx(sqrt(115))
    assert areas.value == pytest.approx(-99.69444444)
    assert areas.error == pytest.approx(35.4280755)
    assert areas.z == pytest.approx(-2.813995483)
    assert areas.interval(0.95) == pytest.approx((-169.1321965, -30.25669241))


@pytest.mark.parametrize(
    ("fall", "rise", "movement"),
    [
        ((600, 350), (200, 440), Movement.MOVED),
        ((600, 300), (200, 330), Movement.PARTLY),
        ((600, 350), (200, 205), Movement.FELL),
        ((600, 590), (200, 440), Movement.NO_FALL),
        ((0, 0), (200, 440), Movement.CANNOT_JUDGE),
    ],
)
def test_a_fall_beside_a_rise(fall: tuple[float, float], rise: tuple[float, float], movement: Movement) -> None:
    found = judge_move("文件", "工作群消息", fall, rise, lengths=(60, 60), dispersion=1.5)

    assert found.movement is movement
    assert movement.label in found.words
    assert ("不等于一件一件搬了过去" in found.words) is (movement in {Movement.MOVED, Movement.PARTLY})


def test_shares_of_a_fall_are_right_where_the_truth_is_known() -> None:
    dice, hits = np.random.default_rng(4), 0
    for _ in range(500):
        counts = [int(dice.poisson(mean)) for mean in (600, 300, 200, 350)]
        move = judge_move("文件", "群", (counts[0], counts[1]), (counts[2], counts[3]), lengths=(1, 1), dispersion=1.0)
        assert move.share is not None
        hits += move.share[1] <= 0.5 <= move.share[2]

    assert 0.86 <= hits / 500 <= 0.94


def test_the_mix_is_told_apart_from_the_total() -> None:
    halved = compare_shares({"文件": (400, 200), "群": (100, 50), "会议": (100, 50)}, 1.0)
    moved = compare_shares({"文件": (400, 250), "群": (100, 250), "会议": (100, 100)}, 1.0)

    assert not any(one.is_clear for one in halved)
    assert [one.is_clear for one in moved] == [True, True, False]
    assert moved[1].low > 1
    assert compare_shares({"文件": (0, 0), "群": (0, 0)}, 1.0) == []


def test_warnings_come_as_often_as_stated_where_nothing_changes() -> None:
    dice, alarms = np.random.default_rng(7), 0
    days = [21.0, 17, 23, 19, 20, 21, 21, 23, 20, 17, 22, 21]
    for _ in range(300):
        lines = {
            f"线{n}": [int(dice.poisson(rate * day)) for day in days] for n, rate in enumerate(dice.uniform(0.1, 3, 30))
        }
        alarms += bool(warn(lines, days).found)

    assert alarms / 300 <= 0.05 + 3 * sqrt(0.05 * 0.95 / 300)


def test_a_rise_is_warned_of() -> None:
    dice = np.random.default_rng(9)
    lines = {f"线{n}": dice.poisson(30, 12).tolist() for n in range(20)}
    lines["商务局·群消息"] = [30, 28, 33, 29, 31, 30, 27, 32, 30, 52, 50, 55]
    found = warn(lines, [21.0] * 12)

    assert [one.name for one in found.found] == ["商务局·群消息"]
    assert found.found[0].stretch == 3
    assert "近3个月 157 件" in found.found[0].words
    assert "不超过 5%" in found.words
    assert warn(lines, [21.0] * 6).found == ()
    assert "不满 7 个月" in warn({}, [21.0] * 6).words


@pytest.mark.parametrize(
    ("counts", "staying"),
    [
        ((300, 150, 160), Staying.HELD),
        ((300, 150, 290), Staying.WORE_OFF),
        ((300, 290, 280), Staying.NEVER_FELL),
        ((300, 150, 205), Staying.CANNOT_JUDGE),
        ((0, 0, 0), Staying.CANNOT_JUDGE),
    ],
)
def test_what_fell_stayed_down_or_came_back(counts: tuple[int, int, int], staying: Staying) -> None:
    found = judge_rebound(counts, (60, 60, 60), 1.3)

    assert found.staying is staying
    assert staying.label in found.words


@given(st.lists(st.floats(1, 1000), min_size=8, max_size=30), st.integers(1, 3))
def test_best_positions_are_no_worse_than_any_other(values: list[float], count: int) -> None:
    column = np.array(values)

    def cost(places: list[int]) -> float:
        edges = [0, *places, len(column)]
        return float(sum(column[a:b].var() * (b - a) for a, b in pairwise(edges)))

    best = find_best(column, count)
    equal = [round(len(column) * n / (count + 1)) for n in range(1, count + 1)]

    assert len(best) == count
    assert cost(best) <= cost(equal) + 1e-6 * cost([])
