"""Mendings: the greatest first, and no hour saved twice."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.burden.counting import count_work
from jianfu.burden.mendings import Mending, rank_mendings
from jianfu.burden.norms import load_norms
from jianfu.burden.simulating import Simulation, simulate
from jianfu.vocabulary.burden_kind import BurdenKind
from tests.burden.rows_of_kind import make_rows

COUNT = 12
_mendings = st.lists(st.frozensets(st.integers(0, COUNT + 3)), max_size=14)


def _simulation() -> Simulation:
    photos = [float(number + 1) for number in range(COUNT)]
    work, _ = count_work(make_rows(BurdenKind.TRACE, COUNT, frequency="每周", photos_per_time=photos))
    return simulate(work, load_norms(), np.random.default_rng(5), 50)


SIMULATION = _simulation()


@given(_mendings)
def test_savings_fall_and_add_up_to_the_rows_that_go(receipts: list[frozenset[int]]) -> None:
    savings = rank_mendings(SIMULATION, [Mending(str(place), one) for place, one in enumerate(receipts)], most=99)
    hours = SIMULATION.usual_hours()
    gone = np.isin(SIMULATION.work.receipts, list(frozenset().union(*receipts)))
    assert sum(saving.usual_hours for saving in savings) == pytest.approx(float(hours[gone].sum()))
    means = [saving.usual_hours for saving in savings]
    assert means == sorted(means, reverse=True)
    assert sum(saving.receipts for saving in savings) == len(np.unique(SIMULATION.work.receipts[gone]))


def test_at_most_ten_and_none_that_saves_nothing() -> None:
    mendings = [Mending(str(number), frozenset({number})) for number in range(COUNT)]
    assert [saving.mending.name for saving in rank_mendings(SIMULATION, mendings)] == [str(n) for n in range(11, 1, -1)]
    assert rank_mendings(SIMULATION, [Mending("没有的行", frozenset({99}))]) == []
    twice = rank_mendings(SIMULATION, [Mending("甲", frozenset({1, 2})), Mending("乙", frozenset({2}))])
    assert [saving.mending.name for saving in twice] == ["甲"]
