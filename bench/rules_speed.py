"""How fast the rule cards judge a province's year from Parquet: here, and on a Spark cluster on this machine.

    python -m bench.rules_speed FOLDER [--rows 10000000] [--spark-rows 1000000]

Fictional receipts of every kind, in the county-year's proportions, with other organs in every county. The tables are
made once and kept in FOLDER. Both engines must give the same findings.
"""

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.measuring import measure
from jianfu.vocabulary.burden_kind import BurdenKind

SHARES = {
    BurdenKind.DOCUMENT: 0.84,
    BurdenKind.MEETING: 0.15,
    BurdenKind.DATA_REQUEST: 0.003,
    BurdenKind.INSPECTION: 0.003,
    BurdenKind.FACILITY: 0.002,
    BurdenKind.DIGITAL_TOOL: 0.002,
}
ROWS_A_COUNTY, RECEIVERS_A_COUNTY, DEPARTMENTS, RECEIPTS_A_DEMAND = 75_000, 28, 60, 14
REGION = "青岚县"
GOAL_SECONDS, GOAL_GIB = 300, 8
Dice = np.random.Generator


def make_tables(folder: Path, rows: int) -> None:
    """One table a kind, as `jianfu rules judge-table` reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    dice = np.random.default_rng(1)
    for kind, share in SHARES.items():
        count = int(rows * share)
        columns = _common(dice, count, max(1, rows // ROWS_A_COUNTY)) | _own(dice, kind, count)
        pq.write_table(pa.table(columns), folder / f"{kind.label}.parquet")


def _common(dice: Dice, count: int, counties: int) -> dict[str, Any]:
    demands = np.arange(count) // RECEIPTS_A_DEMAND
    of_demand = np.random.default_rng(2)  # the same for all receipts of a demand
    county = of_demand.integers(counties, size=count // RECEIPTS_A_DEMAND + 1)[demands]
    department = of_demand.integers(DEPARTMENTS, size=count // RECEIPTS_A_DEMAND + 1)[demands]
    days = np.datetime64("2023-01-01") + of_demand.integers(365, size=count // RECEIPTS_A_DEMAND + 1)[demands]
    title = of_demand.integers(5_000, size=count // RECEIPTS_A_DEMAND + 1)[demands]
    receiver = county * RECEIVERS_A_COUNTY + np.arange(count) % RECEIVERS_A_COUNTY
    issuers = [f"第{c}县第{d}局" for c in range(counties) for d in range(DEPARTMENTS)]
    receivers = [f"第{c}县第{r}镇" for c in range(counties) for r in range(RECEIVERS_A_COUNTY)]
    return {
        "登记编号": np.arange(count),
        "要求编号": demands,
        "来文单位": _words(county * DEPARTMENTS + department, issuers),
        "收文单位": _words(receiver, receivers),
        "标题": _words(title, [f"关于做好第{n}项工作的通知" for n in range(5_000)]),
        "发生日期": pa.array(days),
        "发文层级": _words(np.zeros(count, np.int64), ["县"]),
        "收文层级": _words(np.zeros(count, np.int64), ["乡"]),
        "发文单位类别": _words(np.zeros(count, np.int64), ["部门"]),
        "是否与考核挂钩": _flags(dice, count, 0.05),
    }


def _own(dice: Dice, kind: BurdenKind, count: int) -> dict[str, Any]:
    if kind is BurdenKind.DOCUMENT:
        return {
            "文种": _words(dice.integers(3, size=count), ["通知", "函", "意见"]),
            "紧急程度": _words(dice.integers(3, size=count), ["特急", "加急", "平急"]),
            "页数": dice.integers(1, 14, size=count).astype(np.float64),
            "正文字数": dice.integers(300, 6_000, size=count).astype(np.float64),
        }
    if kind is BurdenKind.MEETING:
        minutes = np.array([60.0, 90.0, 120.0, 150.0])[dice.integers(4, size=count)]
        return {"会议时长": minutes, "会议形式": _words(dice.integers(2, size=count), ["现场", "视频"])}
    if kind is BurdenKind.DATA_REQUEST:
        both = {"是否报电子档": _flags(dice, count, 0.9), "是否报签字盖章纸质档": _flags(dice, count, 0.3)}
        return {**both, "给予时限": dice.integers(1, 40, size=count).astype(np.float64)}
    if kind is BurdenKind.INSPECTION:
        return {"是否列入计划": _flags(dice, count, 0.6)}
    if kind is BurdenKind.FACILITY:
        return {
            "类型": _words(dice.integers(2, size=count), ["阵地", "牌子"]),
            "是否要求独立场所": _flags(dice, count, 0.3),
        }
    forms = {"类型": _words(dice.integers(3, size=count), ["APP", "系统", "工作群"])}
    return {**forms, "是否积分排名": _flags(dice, count, 0.2), "是否强制使用": _flags(dice, count, 0.4)}


def _words(codes: Any, values: list[str]) -> Any:
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(values)).cast(pa.string())


def _flags(dice: Dice, count: int, share: float) -> Any:
    return pa.array(dice.random(count) < share, mask=dice.random(count) < 0.02)


def main() -> None:
    """Make the tables, judge them, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--spark-rows", type=int, default=1_000_000)
    chosen = parser.parse_args()
    for rows in sorted({chosen.spark_rows, chosen.rows}):
        folder = chosen.folder / str(rows)
        if not folder.exists():
            started = time.perf_counter()
            make_tables(folder, rows)
            print(f"made {rows:,} rows in {time.perf_counter() - started:.0f} s", flush=True)
        command = [Path(sys.executable).parent / "jianfu", "rules", "judge-table", folder, "--region", REGION, "-o"]
        here = measure([*command, chosen.folder / "here.jsonl"], os.environ)
        findings = sum(1 for _ in (chosen.folder / "here.jsonl").open(encoding="utf-8")) - 1
        gib = here.peak_bytes / 2**30
        print(f"{rows:,} rows here: {here.seconds:.1f} s, {gib:.2f} GiB, {findings:,} findings", flush=True)
        if rows == chosen.rows:
            met = here.seconds <= GOAL_SECONDS and gib <= GOAL_GIB
            print(f"goal {GOAL_SECONDS} s and {GOAL_GIB} GiB: {'met' if met else 'NOT MET'}")
        if rows == chosen.spark_rows:
            options = ["--engine", "spark", "--master", "local-cluster[2,1,2048]"]
            spark = measure([*command, chosen.folder / "spark.jsonl", *options], os.environ)
            same = (chosen.folder / "here.jsonl").read_bytes() == (chosen.folder / "spark.jsonl").read_bytes()
            times = spark.seconds / here.seconds
            print(f"{rows:,} rows on Spark: {spark.seconds:.1f} s, {times:.1f} times; same bytes: {same}", flush=True)


if __name__ == "__main__":
    main()
