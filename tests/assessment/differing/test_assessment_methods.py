"""Three methods on the same data: peers by the published rules, regression by its laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianfu.assessment.differing.conditions import make_conditions
from jianfu.assessment.differing.methods import adjust
from jianfu.assessment.differing.peers import find_peers, rebase
from jianfu.assessment.differing.regression import adjust_totals
from jianfu.assessment.plans.plan import Method
from jianfu.assessment.scoring.data import Floats


def _matrix(seed: int, count: int = 28, columns: int = 4) -> Floats:
    drawn = np.random.default_rng(seed).standard_normal((count, columns))
    return np.asarray((drawn - drawn.mean(axis=0)) / drawn.std(axis=0), np.float64)


def test_peers_are_the_nearest_and_never_oneself() -> None:
    line = np.arange(12.0)[:, None]
    peers = find_peers(line)
    assert peers.shape == (12, 3)
    assert sorted(peers[0].tolist()) == [1, 2, 3]
    assert all(town not in found for town, found in enumerate(peers))


@given(st.integers(0, 10**6), st.integers(5, 40))
def test_peer_groups_are_alike_in_size_and_nobody_serves_too_often(seed: int, count: int) -> None:
    peers = find_peers(_matrix(seed, count))
    size = min(max(3, round(count / 4)), count - 1)
    assert peers.shape == (count, size)
    assert all(len(set(found)) == size for found in peers.tolist())
    assert np.bincount(peers.ravel(), minlength=count).max() <= 2 * size


def test_distances_are_rebased_to_a_largest_of_one() -> None:
    np.testing.assert_allclose(rebase(np.array([0.0, 2.0, 8.0])), [0, 0.25, 1])
    np.testing.assert_allclose(rebase(np.zeros(2)), 0)


def test_what_endowments_give_is_taken_out() -> None:
    matrix = _matrix(1)
    gift = matrix @ np.array([4.0, 2.0, -3.0, 1.0])
    efforts = np.random.default_rng(2).standard_normal(28)
    found = adjust_totals((60 + gift + efforts)[None], matrix)
    assert abs(np.corrcoef(found.scores[0], gift)[0, 1]) < 0.1
    assert np.corrcoef(found.scores[0], efforts)[0, 1] > 0.85


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(0, 27), st.floats(0.5, 20))
def test_ones_own_effort_moves_ones_own_score_and_not_what_is_expected_of_one(
    seed: int, town: int, effort: float
) -> None:
    matrix = _matrix(seed)
    totals = 60 + 5 * np.random.default_rng(seed + 1).standard_normal((1, 28))
    more = totals.copy()
    more[0, town] += effort
    before, after = adjust_totals(totals, matrix), adjust_totals(more, matrix)
    assert after.scores[0, town] > before.scores[0, town]


@given(st.floats(-100, 100), st.integers(0, 10**6))
def test_points_for_everybody_change_nothing_between_them(shift: float, seed: int) -> None:
    matrix, totals = _matrix(seed), 60 + np.random.default_rng(seed).standard_normal((1, 28))
    one, other = adjust_totals(totals, matrix).scores, adjust_totals(totals + shift, matrix).scores
    np.testing.assert_allclose(other - shift, one, atol=1e-6)


def test_too_few_townships_are_left_as_they_are() -> None:
    totals = np.array([[50.0, 60.0, 70.0, 80.0, 90.0]])
    np.testing.assert_array_equal(adjust_totals(totals, _matrix(3, 5)).scores, totals)


@pytest.mark.parametrize("method", list(Method))
def test_every_method_gives_a_score_to_everybody(method: Method) -> None:
    endowments = [
        {"人口": float(10 + n), "面积": 100.0 + 7 * n % 13, "工作重心": "工业" if n % 2 else "农业"} for n in range(14)
    ]
    conditions = make_conditions(endowments, {"人口": 1, "面积": -1, "工作重心": 0})
    areas = np.random.default_rng(5).uniform(10, 30, (2, 14, 3))
    found = adjust(method, areas, conditions)
    assert found.scores.shape == (2, 14)
    assert np.isfinite(found.scores).all()
    assert ((found.keep > 0) & (found.keep <= 1)).all()


def test_words_become_columns_and_what_is_alike_everywhere_is_left_out() -> None:
    endowments: list[dict[str, float | str]] = [
        {"工作重心": word, "村数": 15.0, "人口": people}
        for word, people in zip("农农工城", (1.0, 2, 3, 4), strict=True)
    ]
    conditions = make_conditions(endowments, {"工作重心": 0, "村数": 1, "人口": 1})
    assert conditions.names == ("工作重心·城", "工作重心·工", "人口")
    assert conditions.unused == ("村数",)
    np.testing.assert_allclose(conditions.matrix.mean(axis=0), 0, atol=1e-12)
    assert (np.diff(conditions.index) > 0).all()
