"""Tables judged here and on Spark: the same findings as rows say, in the same order, whatever the order of the rows."""

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jianfu.cli import run
from jianfu.overlap.engines.spark.installed import NoSpark, check_installed
from jianfu.rulebook.cards.card import Outcome, RuleCard
from jianfu.rulebook.cards.checking import load_checked
from jianfu.rulebook.engines.local import judge_tables
from jianfu.rulebook.engines.tables import UnreadableFacts
from jianfu.vocabulary.packaged import packaged_folder

REGIONS = {"", "青岚县"}


@pytest.fixture(scope="module")
def cards() -> list[RuleCard]:
    return [card for card in load_checked([packaged_folder("rulebook")]) if card.region in REGIONS]


def make_tables(folder: Path, seed: int = 1, order: int = 0) -> Path:
    """Documents, meetings and visits with facts missing here and there; `order` shuffles the rows."""
    folder.mkdir(parents=True)
    dice = random.Random(seed)
    for kind, make in (("文件", _document), ("会议", _meeting), ("督导检查", _visit)):
        rows = [{**_common(dice, number), **make(dice)} for number in range(400)]
        random.Random(order).shuffle(rows) if order else None
        pq.write_table(pa.Table.from_pylist(rows), folder / f"{kind}.parquet")
    return folder


def _common(dice: random.Random, number: int) -> dict[str, Any]:
    demand = number // 3
    of_demand = random.Random(demand)
    return {
        "登记编号": number + 1,
        "要求编号": demand + 1,
        "来文单位": of_demand.choice(["甲局", "乙局", "丙局", None]),
        "标题": of_demand.choice(["关于征订党报任务的通知", "关于做好工作的通知"]),
        "收文单位": dice.choice(["某镇", "另一镇", "", None]),
        "发生日期": dice.choice([date(2024, 1, 1) + timedelta(days=dice.randrange(20)), None]),
        "发文层级": of_demand.choice(["县", "省", None]),
        "收文层级": dice.choice(["乡", "村"]),
        "发文单位类别": "部门",
        "是否与考核挂钩": dice.choice([True, False, None]),
        "依据": dice.choice(["国办发〔2020〕24号", None]),
    }


def _document(dice: random.Random) -> dict[str, Any]:
    return {"页数": dice.choice([3, 12, None]), "文种": dice.choice(["通知", "便条", None])}


def _meeting(dice: random.Random) -> dict[str, Any]:
    return {"会议时长": dice.choice([60.0, 150.0, None]), "会议形式": "现场"}


def _visit(dice: random.Random) -> dict[str, Any]:
    return {"是否列入计划": dice.choice([True, False, None])}


def test_rows_are_judged_by_what_they_say(cards: list[RuleCard], tmp_path: Path) -> None:
    folder = tmp_path / "表"
    folder.mkdir()
    rows = [
        {
            "登记编号": 7,
            "要求编号": 1,
            "来文单位": "甲局",
            "标题": "会",
            "发生日期": date(2024, 5, 6),
            "发文层级": "县",
            "会议时长": m,
        }
        | {"登记编号": number, "要求编号": number}
        for number, m in ((7, 150), (3, 120), (5, None))
    ]
    pq.write_table(pa.Table.from_pylist(rows), folder / "会议.parquet")
    judged = judge_tables(cards, folder)
    (finding,) = [one for one in judged.findings if one.card == "青岚-02-1"]
    assert (finding.receipts, finding.organs, finding.value, finding.limit) == ((7,), ("甲局",), 150.0, 120.0)
    counts = judged.rows["青岚-02-1"]
    assert counts == {Outcome.TRIGGERED: 1, Outcome.NOT_TRIGGERED: 1, Outcome.CANNOT_JUDGE: 1}


def test_the_order_of_rows_and_the_cut_of_files_change_nothing(cards: list[RuleCard], tmp_path: Path) -> None:
    expected = judge_tables(cards, make_tables(tmp_path / "一"))
    assert len({one.card for one in expected.findings}) > 5
    shuffled = make_tables(tmp_path / "二", order=9)
    assert judge_tables(cards, shuffled) == expected
    table = pq.read_table(shuffled / "会议.parquet")
    (shuffled / "会议.parquet").unlink()
    (shuffled / "会议").mkdir()
    for part in range(4):
        pq.write_table(table.slice(part * 100, 100), shuffled / "会议" / f"{part}.parquet")
    assert judge_tables(cards, shuffled) == expected


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"登记编号": [1]}, "缺少“要求编号”列"),
        ({"登记编号": [1, None], "要求编号": [1, 1]}, "有1行是空的"),
        ({"登记编号": ["甲"], "要求编号": [1]}, "应是整数"),
        ({"登记编号": [1], "要求编号": [1], "会议时长": ["很长"]}, "读不出来"),
    ],
)
def test_what_cannot_be_judged_is_told(
    cards: list[RuleCard], tmp_path: Path, columns: dict[str, list[Any]], said: str
) -> None:
    with pytest.raises(UnreadableFacts, match="没有可核对的表"):
        judge_tables(cards, tmp_path)
    pq.write_table(pa.table(columns), tmp_path / "会议.parquet")
    with pytest.raises(UnreadableFacts, match=said):
        judge_tables(cards, tmp_path)
    (tmp_path / "会议.parquet").write_bytes(b"PAR1")
    with pytest.raises(UnreadableFacts, match="不是完好的"):
        judge_tables(cards, tmp_path)


def test_an_empty_table_has_no_findings(cards: list[RuleCard], tmp_path: Path) -> None:
    empty = pa.table({"登记编号": pa.array([], pa.int64()), "要求编号": pa.array([], pa.int64())})
    pq.write_table(empty, tmp_path / "会议.parquet")
    judged = judge_tables(cards, tmp_path)
    assert (judged.findings, judged.rows) == ((), {})


def test_the_command_writes_findings_and_refuses_what_it_does_not_know(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, output = make_tables(tmp_path / "表"), tmp_path / "问题.jsonl"
    assert run(["rules", "judge-table", str(folder), "-o", str(output), "--region", "青岚县"]) == 0
    assert "个问题已写入" in capsys.readouterr().out
    cards_found = {json.loads(line)["card"] for line in output.read_text("utf-8").splitlines()[1:]}
    assert "青岚-02-1" in cards_found
    assert run(["rules", "judge-table", str(folder), "-o", str(output), "--engine", "算盘"]) == 2
    assert run(["rules", "judge-table", str(tmp_path / "空"), "-o", str(output)]) == 2
    assert "没有可核对的表" in capsys.readouterr().err


@pytest.fixture(scope="module")
def _spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    try:
        check_installed()
    except NoSpark as missing:
        pytest.skip(f"no Spark here: {missing}")
    from jianfu.overlap.engines.spark.session import open_spark

    settings = {"spark.sql.shuffle.partitions": "3"}
    with open_spark("local[2]", tmp_path_factory.mktemp("scratch"), settings) as session:
        yield session


def test_spark_finds_the_same_to_the_letter(_spark: Any, cards: list[RuleCard], tmp_path: Path) -> None:
    from jianfu.rulebook.engines import spark

    for seed in (1, 2):
        folder = make_tables(tmp_path / str(seed), seed, order=seed)
        assert spark.judge_tables(_spark, cards, folder) == judge_tables(cards, folder)


def test_spark_tells_of_a_broken_table(_spark: Any, cards: list[RuleCard], tmp_path: Path) -> None:
    from jianfu.rulebook.engines import spark

    (tmp_path / "会议.parquet").write_bytes(b"PAR1")
    with pytest.raises(UnreadableFacts, match="不是完好的"):
        spark.judge_tables(_spark, cards, tmp_path)
