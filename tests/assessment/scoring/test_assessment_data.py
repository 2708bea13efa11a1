"""Bad numbers of every kind: each has its message, and the rest goes on."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from plan_text import TEXT, small_data, small_plan

from jianfu.assessment.plans.plan import Merger
from jianfu.assessment.results.computing import NothingToCompute, compute
from jianfu.assessment.scoring.data import Cell, list_problems, make_grid
from jianfu.assessment.scoring.totals import count_points

VALUES = [float(one) for one in range(60, 72)]
SECOND = [float(one) for one in range(82, 94)]


def test_missing_endowments_stop_only_that_township() -> None:
    data = small_data(VALUES, SECOND)
    data = replace(data, endowments={**data.endowments, "乡3": {"面积": 5.0}})
    said = list_problems(small_plan(), data)
    assert said == ["“乡3”缺基础条件：人口。补齐以前不作差异化计分，不列档次。"]
    result = compute(small_plan(), data)
    assert result.unscored == {"乡3": "缺基础条件，不能与起点相近的比较"}
    assert len(result.townships) == 11


def test_a_township_that_merged_in_the_year_is_not_scored_twice() -> None:
    plan = replace(small_plan(), mergers=(Merger(date(2023, 7, 1), ("乡1", "乡2"), "乡2"),))
    data = small_data(VALUES, SECOND)
    assert "“乡1”已于 2023-07-01 并入“乡2”，不单独计分" in list_problems(plan, data)[0]
    result = compute(plan, data)
    assert result.unscored == {"乡1": "已于 2023-07-01 并入乡2"}
    assert result.find("乡2") is not None


def test_a_township_that_nobody_knows() -> None:
    data = small_data(VALUES, SECOND)
    data = replace(data, endowments={town: one for town, one in data.endowments.items() if town != "乡5"})
    assert "基础条件表里没有它。如年中合并或改名" in list_problems(small_plan(), data)[0]


def test_an_indicator_with_one_value_decides_nothing() -> None:
    data = small_data(VALUES, [90.0] * 12)
    assert list_problems(small_plan(), data) == [
        "指标“参保率”：12 个乡镇都是 90，分不出高低，得分相同。建议删去这一项。"
    ]


def test_ties_everywhere_are_one_band() -> None:
    data = small_data([5.0] * 12)
    assert list_problems(small_plan(), data)[-1] == "所有指标都全部并列，排不出先后：全部列为同一档，不公布名次。"
    assert len(compute(small_plan(), data).bands) == 1


def test_a_missing_number_is_no_zero() -> None:
    data = small_data([None, *VALUES[1:]], SECOND)
    assert "缺 乡0 的数：不按零分计" in list_problems(small_plan(), data)[0]
    plan = small_plan(TEXT.replace("权重: 60", "权重: 20").replace("权重: 40", "权重: 80"))
    grid = make_grid(plan, data)
    points = count_points(plan, grid.values, grid.before)
    assert points.totals[0] == pytest.approx(100 * points.shares[0, 1])


def test_with_too_little_known_there_is_no_score() -> None:
    result = compute(small_plan(), small_data([None, *VALUES[1:]], SECOND))
    assert result.unscored == {"乡0": "指标数据不足七成，不作判断"}


def test_an_indicator_without_any_number() -> None:
    data = small_data(VALUES, SECOND)
    for town in data.townships:
        data = data.with_cell(town, "B", Cell(None))
    assert "没有一个数，这一项不计分" in list_problems(small_plan(), data)[0]


def test_nobody_to_compare() -> None:
    with pytest.raises(NothingToCompute, match="不足两个"):
        compute(small_plan(), small_data([1.0]))


def test_points_of_areas_add_up() -> None:
    plan, data = small_plan(), small_data(VALUES, SECOND)
    grid = make_grid(plan, data)
    points = count_points(plan, grid.values, grid.before)
    np.testing.assert_allclose(points.areas.sum(axis=-1), points.totals)
    np.testing.assert_allclose(points.totals, 60 * points.shares[:, 0] + 40 * points.shares[:, 1])
