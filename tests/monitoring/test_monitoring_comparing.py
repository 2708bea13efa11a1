"""Is it getting lighter: said only of what both stretches have, and only where their intervals do not touch."""

from dataclasses import replace

import numpy as np
import pytest

from jianfu.burden.simulating import Simulation
from jianfu.burden.work import Activity, Work
from jianfu.monitoring.comparing import Verdict, Window, compare, judge, last_months
from jianfu.vocabulary.burden_kind import BurdenKind

BEFORE, AFTER = ("2023-06", "2023-07", "2023-08"), ("2023-09", "2023-10", "2023-11")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((100.0, 90.0, 110.0), (80.0, 70.0, 89.9), Verdict.LIGHTER),
        ((100.0, 90.0, 110.0), (120.0, 110.1, 130.0), Verdict.HEAVIER),
        ((100.0, 90.0, 110.0), (80.0, 70.0, 90.0), Verdict.CANNOT_JUDGE),
        ((100.0, 90.0, 110.0), (120.0, 110.0, 130.0), Verdict.CANNOT_JUDGE),
        ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), Verdict.CANNOT_JUDGE),
    ],
)
def test_intervals_that_touch_carry_no_claim(
    before: tuple[float, float, float], after: tuple[float, float, float], said: Verdict
) -> None:
    assert judge(before, after) is said


def _work(lines: list[tuple[str, str | None, str]]) -> Work:
    """Lines of (kind, township, month), an hour each."""
    kinds = sorted({BurdenKind(kind) for kind, _, _ in lines})
    size = len(lines)
    return Work(
        tuple(Activity(kind, "") for kind in kinds),
        np.array([kinds.index(BurdenKind(kind)) for kind, _, _ in lines], np.int64),
        np.ones(size),
        np.zeros(size, np.int64),
        np.arange(size),
        np.arange(size),
        np.array(["甲局"] * size, object),
        np.array([month for _, _, month in lines], "datetime64[M]"),
        np.array([township for _, township, _ in lines], object),
    )


def _window(work: Work, months: tuple[str, ...]) -> Window:
    draws, kinds = 3, len(work.catalogue)
    certain = Simulation(
        work, np.full((kinds, draws), 60.0), np.ones((kinds, 4, draws)), np.zeros(kinds * 4), np.zeros(draws)
    )
    return Window(work, certain, months)


def _lines(
    kind: str, township: str | None, months: tuple[str, ...], each: int = 1
) -> list[tuple[str, str | None, str]]:
    return [(kind, township, month) for month in months for _ in range(each)]


def test_like_is_compared_with_like() -> None:
    work = _work(
        [
            *_lines("document", "松溪镇", BEFORE, 2),
            *_lines("document", "松溪镇", AFTER, 1),
            *_lines("document", "竹沅镇", AFTER, 5),  # registered nothing before: no proof of growth
            *_lines("inspection", "松溪镇", AFTER),  # nor this kind
            *_lines("document", None, AFTER),
        ]
    )

    found = compare("前三个月", _window(work, BEFORE), _window(work, AFTER))

    assert found is not None
    assert (found.townships, found.rows_before, found.rows_after) == (1, 6, 3)
    assert (list(found.kinds), list(found.left_out)) == (["文件"], ["督导检查"])
    assert found.before[0] == round(6 * 7 / 92, 2)
    assert found.after[0] == round(3 * 7 / 91, 2)
    assert found.verdict == Verdict.LIGHTER


def test_a_township_without_rows_in_one_month_is_not_compared() -> None:
    work = _work([*_lines("document", "松溪镇", BEFORE[:2]), *_lines("document", "松溪镇", AFTER)])

    assert compare("前三个月", _window(work, BEFORE), _window(work, AFTER)) is None


def test_what_nobody_timed_is_no_change() -> None:
    work = _work([*_lines("document", "松溪镇", BEFORE), *_lines("document", "松溪镇", AFTER)])
    found = compare("前三个月", _window(work, BEFORE), _window(replace(work, quantities=np.zeros(6)), AFTER))

    assert found is not None
    assert found.after == (0.0, 0.0, 0.0)


def test_a_missing_month_breaks_the_row_of_months() -> None:
    assert last_months(["2023-01", "2023-02", "2023-03", "2023-05", "2023-06", "2023-07"]) == (
        ("2023-05", "2023-06", "2023-07"),
        (),
    )
    assert last_months(["2023-06", "2023-07"]) == ((), ())
    assert last_months([*BEFORE, *AFTER]) == (AFTER, BEFORE)
