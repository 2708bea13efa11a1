"""Monitoring points: every panel enumerated, chances exact, the draw repeatable, rotation with overlap."""

from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianfu.monitoring.points.drawing import CannotDraw, Draw, Places, draw_panel, draw_villages, keep_balanced
from jianfu.monitoring.points.rotating import count_second_chances, rotate
from jianfu.monitoring.points.trying import try_panels


def _county(places: int = 28, seed: int = 3) -> Places:
    dice = np.random.default_rng(seed)
    features = np.exp(dice.normal(0, 0.6, (places, 4)))
    return Places(tuple(f"乡{n:02}" for n in range(places)), features, ("面积", "人口", "编制", "上年用时"))


@pytest.mark.parametrize(("size", "count"), [(2, 378), (3, 3276)])
def test_every_panel_is_looked_at(size: int, count: int) -> None:
    draw = draw_panel(_county(), size, "2024-01-02")

    assert draw.looked_at == count == comb(28, size)
    assert len(draw.kept) >= count // 10


def test_the_chances_are_counts_over_counts() -> None:
    draw = draw_panel(_county(), 3, "2024-01-02")
    chances, joint = draw.chances(), draw.joint_chances()

    by_hand = [sum(place in panel for panel in draw.kept.tolist()) / len(draw.kept) for place in range(28)]
    assert chances == pytest.approx(by_hand)
    assert chances.sum() == pytest.approx(3)
    assert (chances > 0).all()
    assert np.diag(joint) == pytest.approx(chances)
    assert joint.sum(axis=1) == pytest.approx(3 * chances)


def test_the_same_seed_draws_the_same_panel_and_another_may_draw_another() -> None:
    county = _county()
    panels = {draw_panel(county, 3, f"种子{n}").panel for n in range(50)}

    assert draw_panel(county, 3, "种子1").panel == draw_panel(county, 3, " 种子1 ").panel
    assert len(panels) > 30


def test_seeds_draw_each_place_as_often_as_its_chance_says() -> None:
    draw = draw_panel(_county(8), 2, "x")
    drawn = np.zeros(8)
    for n in range(2000):
        for name in draw_panel(_county(8), 2, str(n)).panel:
            drawn[draw.names.index(name)] += 1

    assert drawn / 2000 == pytest.approx(draw.chances(), abs=0.05)


def test_kept_panels_are_better_balanced_than_those_left_out() -> None:
    county = _county()
    kept, imbalance, _ = keep_balanced(county.features, 3)
    standard = (county.features - county.features.mean(axis=0)) / county.features.std(axis=0)
    every = [np.sqrt((standard[list(panel)].mean(axis=0) ** 2).mean()) for panel in combinations(range(28), 3)]

    assert np.median(imbalance) < np.quantile(every, 0.1)
    assert imbalance.min() == pytest.approx(min(every))
    assert sorted(set(kept.ravel().tolist())) == list(range(28))


def test_what_is_not_known_for_every_place_is_left_out_and_named() -> None:
    county = _county()
    county.features[4, 1] = np.nan

    draw = draw_panel(county, 2, "1")

    assert draw.left_out == ("人口",)
    assert draw.labels == ("面积", "编制", "上年用时")


@pytest.mark.parametrize(
    ("size", "seed", "words"),
    [(3, " ", "没有种子"), (29, "1", "只有 28 个"), (0, "1", "要抽 0 个"), (12, "1", "组合太多")],
)
def test_what_cannot_be_drawn_is_told(size: int, seed: str, words: str) -> None:
    with pytest.raises(CannotDraw, match=words):
        draw_panel(_county(), size, seed)


def test_a_village_has_its_township_s_chance_times_its_own() -> None:
    draw, chances = draw_villages(_county(12), 3, "2024", "松溪镇", 0.1)

    assert chances.sum() == pytest.approx(0.3)
    assert len(draw.panel) == 3
    all_of_two, _ = draw_villages(_county(2), 3, "2024", "松溪镇", 0.1)
    assert all_of_two.panel == ("乡00", "乡01")


def _drawn() -> Draw:
    return draw_panel(_county(), 3, "2024-01-02")


def test_the_next_panel_keeps_exactly_the_overlap() -> None:
    draw = _drawn()
    rest = draw.panel[0]
    following = rotate(draw, draw.panel, 1, "2025-01-02", resting=(rest,))

    assert len(following.stays) == 1
    assert rest not in following.panel
    assert following.chances.sum() == pytest.approx(3)
    with pytest.raises(CannotDraw, match="没有一组"):
        rotate(draw, draw.panel, 3, "1", resting=draw.panel)


def test_second_chances_are_those_of_drawing_twice() -> None:
    draw = draw_panel(_county(7), 2, "1")
    exact, dice = count_second_chances(draw, 1), np.random.default_rng(5)
    seen = np.zeros(7)
    for _ in range(20_000):
        first = draw.kept[dice.integers(len(draw.kept))]
        shared = np.isin(draw.kept, first).sum(axis=1) == 1
        following = draw.kept[shared]
        seen[following[dice.integers(len(following))]] += 1

    assert exact.sum() == pytest.approx(2)
    assert seen / 20_000 == pytest.approx(exact, abs=0.02)


def test_how_each_panel_would_have_told_last_year() -> None:
    county, dice = _county(), np.random.default_rng(1)
    base = county.features[:, 3]
    load = base * 2 * np.exp(dice.normal(0, 0.2, 28))
    trial = try_panels(_drawn().kept, load, base)
    panel = _drawn().kept[0]

    assert trial.errors[0] == pytest.approx(load[panel].sum() / base[panel].sum() * base.sum() / load.sum() - 1)
    assert trial.random < trial.expansion
    assert trial.worst == pytest.approx(np.abs(trial.errors).max())


@settings(max_examples=30, deadline=None)
@given(st.integers(3, 9), st.integers(1, 3), st.integers(0, 10_000))
def test_the_chances_add_up_whatever_the_county(places: int, size: int, seed: int) -> None:
    draw = draw_panel(_county(places, seed), size, str(seed))

    assert draw.chances().sum() == pytest.approx(size)
    assert (draw.chances() > 0).all()
    assert set(draw.panel) <= set(draw.names)
