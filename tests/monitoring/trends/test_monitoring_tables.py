"""Rows cut by month: mergers, missing months, ways of asking, and where things moved."""

from datetime import date

import numpy as np
import pytest

from jianfu.monitoring.trends.displacement import Movement
from jianfu.monitoring.trends.movements import find_movements
from jianfu.monitoring.trends.tables import BUREAU, OFFICE, Table, find_mergers, name_sender, name_way

MONTHS = [date(2023, n, 1) for n in range(1, 13)]
DAYS = np.full(12, 21.0)


def _table(rows: list[tuple[int, str, str, str]], *, start: int = 0) -> Table:
    """Lines (month, township, way, issuer), each a demand of its own."""
    months = np.array([f"2023-{month:02}" for month, *_ in rows], "datetime64[M]")
    columns = [np.array(column, object) for column in list(zip(*rows, strict=True))[1:]]
    size = len(rows)
    return Table(
        months=months,
        kinds=np.full(size, "document", object),
        ways=columns[1],
        issuers=columns[2],
        senders=np.full(size, BUREAU, object),
        townships=columns[0],
        grades=np.full(size, "B", object),
        hours=np.ones(size),
        yuan=np.zeros(size),
        receipts=np.arange(start, start + size),
        demands=np.arange(start, start + size),
    )


def _county(dice: np.random.Generator, papers: list[int], groups: list[int]) -> Table:
    rows = []
    for month in range(1, 13):
        for town in "甲乙丙丁":
            for issuer in ("应急局", "商务局", "水利局"):
                rows += [(month, town, "文件", issuer)] * int(dice.poisson(papers[month - 1]))
                rows += [(month, town, "群消息", issuer)] * int(dice.poisson(groups[month - 1]))
    return _table(rows)


@pytest.mark.parametrize(
    ("kind", "channel", "way"),
    [
        ("document", "协同平台", "文件"),
        ("document", "微信群", "群消息"),
        ("document", None, "文件"),
        ("meeting", "电话通知", "电话、口头"),
        ("digital_tool", None, "应用、打卡"),
        ("subscription", None, "其他"),
    ],
)
def test_the_way_of_a_demand(kind: str, channel: str | None, way: str) -> None:
    assert name_way(kind, channel) == way


@pytest.mark.parametrize(
    ("name", "sender"),
    [("县应急管理局", BUREAU), ("县委办公室", OFFICE), ("县防汛指挥部", OFFICE), ("县政府办", OFFICE)],
)
def test_offices_are_told_from_bureaus(name: str, sender: str) -> None:
    assert name_sender(name) == sender


def test_two_townships_that_merge_mid_year_make_no_rise_and_no_fall() -> None:
    """乙 ends with June, its papers come to 甲 from July on."""
    rows = [(month, town, "文件", "局") for month in range(1, 7) for town in ("甲", "乙") for _ in range(20)]
    rows += [(month, "甲", "文件", "局") for month in range(7, 13) for _ in range(40)]
    table = _table(rows)
    apart, left_out = table.keep_steady(MONTHS)
    merged, nobody = table.merge({"乙": "甲"}).keep_steady(MONTHS)

    assert find_mergers(table, MONTHS) == [
        "乙自 2023-06 以后没有登记，不参加比较。如果已经并入别的乡镇，请写 --merged 乙=并入的乡镇；"
        "如果只是缺登记，请补登记。"
    ]
    assert left_out == ["乙"]
    assert apart.count(apart.townships, MONTHS) == {"甲": [20] * 6 + [40] * 6}
    assert (merged.count(merged.townships, MONTHS), nobody) == ({"甲": [40] * 12}, [])
    assert find_mergers(table.merge({"乙": "甲"}), MONTHS) == []


def test_a_month_without_any_register_is_a_gap_and_no_reason_to_leave_townships_out() -> None:
    rows = [(month, town, "文件", "局") for month in range(1, 13) if month != 5 for town in ("甲", "乙")]
    table = _table(rows)
    series = table.series("文件", "count", MONTHS, DAYS)

    assert np.isnan(series.values[4])
    assert np.nansum(series.values) == 22
    assert series.gaps == [date(2023, 5, 1)]
    assert table.keep_steady(MONTHS)[1] == []
    assert series.grades == (("B", 22),)


def test_hours_and_months_of_a_part() -> None:
    table = _table([(1, "甲", "文件", "局"), (1, "乙", "群消息", "局"), (2, "甲", "文件", "局")])
    series = table.series("文件", "hours", MONTHS[:2], DAYS[:2], table.ways == "文件")

    assert series.values.tolist() == [1.0, 1.0]
    assert series.unit == "小时"
    assert table.list_months() == tuple(MONTHS[:2])
    assert table.where(np.zeros(3, np.bool_)).list_months() == ()


def test_papers_that_became_messages_are_seen() -> None:
    dice = np.random.default_rng(3)
    papers, groups = [30] * 9 + [15] * 3, [8] * 9 + [23] * 3
    found = find_movements(_county(dice, papers, groups), MONTHS[6:9], MONTHS[9:], DAYS[:6])
    move = next(one for one in found.moves if one.rose_name == "群消息")

    assert move.movement is Movement.MOVED
    assert "文件由" in move.words
    assert all(share.is_clear for share in found.shares)
    assert found.rows > 0


def test_where_nothing_moved_nothing_is_told() -> None:
    found = find_movements(_county(np.random.default_rng(4), [30] * 12, [8] * 12), MONTHS[6:9], MONTHS[9:], DAYS[:6])

    assert found.moves == ()
    assert "误报任何一对的机会不超过 5%" in found.notes[-1]


def test_without_a_steady_township_nothing_is_judged() -> None:
    table = _table([(8, "甲", "文件", "局"), (11, "乙", "文件", "局")])
    found = find_movements(table, MONTHS[6:9], MONTHS[9:], DAYS[:6])

    assert found.moves == ()
    assert found.notes == ("没有每月都登记、不参加比较的乡镇：乙、甲。", "没有每月都登记的乡镇，无法判断。")
