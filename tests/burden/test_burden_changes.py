"""A change is split without remainder, and each cause alone is laid to that cause."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.burden.changes import Ask, Asks, split_change, summarise_asks
from jianfu.burden.counting import count_work
from jianfu.burden.norms import load_norms
from jianfu.burden.simulating import simulate
from jianfu.burden.work import Activity
from jianfu.vocabulary.burden_kind import BurdenKind
from tests.burden.rows_of_kind import make_rows

_amounts = st.floats(0, 1000)
_asks = st.dictionaries(
    st.sampled_from([Activity(BurdenKind.TRACE, name) for name in "甲乙丙"]),
    st.builds(Ask, _amounts, _amounts, _amounts),
)
READING = Activity(BurdenKind.DOCUMENT, "读文")


def _hours(asks: Asks) -> float:
    return sum(ask.receipts * ask.units * ask.hours for ask in asks.values())


@given(_asks, _asks)
def test_causes_add_up_to_the_change(before: Asks, after: Asks) -> None:
    change = split_change(before, after)
    whole = _hours(after) - _hours(before)
    assert change.total == pytest.approx(whole, abs=1e-6 * (1 + _hours(after) + _hours(before)))


@given(_asks, _asks)
def test_the_way_back_is_the_same_change_taken_away(before: Asks, after: Asks) -> None:
    there, back = split_change(before, after), split_change(after, before)
    size = 1e-6 * (1 + _hours(after) + _hours(before))
    assert (there.volume, there.rule, there.method) == pytest.approx((-back.volume, -back.rule, -back.method), abs=size)


@pytest.mark.parametrize(("field", "cause"), [("receipts", "volume"), ("units", "rule"), ("hours", "method")])
def test_one_cause_alone_bears_all(field: str, cause: str) -> None:
    ask = Ask(3.0, 4.0, 5.0)
    change = split_change({READING: ask}, {READING: replace(ask, **{field: 7.0})})
    assert getattr(change, cause) == pytest.approx(change.total)
    assert change.total > 0


def test_what_only_one_period_asks_is_volume() -> None:
    change = split_change({}, {READING: Ask(2.0, 1.0, 0.5)})
    assert (change.volume, change.rule, change.method) == pytest.approx((1.0, 0.0, 0.0))


def test_a_period_is_summarised_to_the_hour() -> None:
    work, _ = count_work(make_rows(BurdenKind.TRACE, 10, frequency="每周", photos_per_time=2.0))
    simulation = simulate(work, load_norms(), np.random.default_rng(1))
    asks = summarise_asks(simulation, 52.0)
    (ask,) = asks.values()
    assert (ask.receipts, ask.units) == (10 / 52, 104)
    assert _hours(asks) == pytest.approx(simulation.usual_hours().sum() / 52)
