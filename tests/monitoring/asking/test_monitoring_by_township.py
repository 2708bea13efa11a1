"""A number that few people told, for every township."""

import numpy as np
import pytest

from jianfu.monitoring.asking.by_township import estimate_townships
from jianfu.monitoring.inference.expanding import CannotInfer


def test_few_answers_borrow_and_many_do_not() -> None:
    dice = np.random.default_rng(3)
    known = {f"乡{n:02}": float(dice.uniform(100, 900)) for n in range(28)}
    truth = {name: 2 * np.log(size) + dice.normal(0, 1.5) for name, size in known.items()}
    told = [(name, truth[name] + dice.normal(0, 2)) for n, name in enumerate(known) for _ in range(n % 9)]
    found = {one.name: one for one in estimate_townships(told, known)}

    assert len(found) == 28
    assert (found["乡00"].answers, found["乡00"].own) == (0, 0.0)
    assert found["乡01"].answers is None
    assert found["乡08"].own > found["乡02"].own > 0
    held = [one.low <= truth[name] <= one.high for name, one in found.items()]
    assert sum(held) >= 22


@pytest.mark.parametrize(
    ("told", "words"),
    [([("乡1", 1.0)] * 9, "只来自 1 个乡镇"), ([(f"乡{n}", 1.0) for n in range(6)], "两份以上"), ([], "只来自 0 个")],
)
def test_what_cannot_be_estimated_is_told(told: list[tuple[str, float]], words: str) -> None:
    with pytest.raises(CannotInfer, match=words):
        estimate_townships(told, {f"乡{n}": 10.0 for n in range(8)})


def test_places_that_the_county_does_not_know_are_left_out() -> None:
    told = [(f"乡{n % 6}", float(n)) for n in range(24)] + [("别县", 1e9)]

    assert max(one.mean for one in estimate_townships(told, {f"乡{n}": 10.0 + n for n in range(8)})) < 100
