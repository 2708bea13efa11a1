"""Near-equal texts by Spark beside the local kernels, on the same texts in one run, and what a country would cost.

python -m bench.overlap_spark --notices 100000 --master 'local[2]'
"""

import argparse
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyspark

from bench.overlap_texts import make_notices
from jianfu.overlap.engines.spark.near import pair_near
from jianfu.overlap.engines.spark.session import open_spark
from jianfu.overlap.kernels.near import NearPairs, find_near
from jianfu.overlap.kernels.texts import Texts

COUNTRY = 110_000_000
"""Notices in a year: what the cost model is stated for."""
_FILES = 8
_STEPS = {"FlatMapGroupsInArrow": "pair", "MapInArrow": "sign or verify"}


def main() -> None:
    """Print both times, whether the pairs are the same, and the cost model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, default=100_000)
    parser.add_argument("--master", default="local[2]")
    options = parser.parse_args()
    print(f"pyspark {pyspark.__version__}, pyarrow {pa.__version__}, numba {numba.__version__}, {options.master}")
    texts = make_notices(0, options.notices).texts
    find_near(make_notices(0, 1000).texts)
    start = time.perf_counter()
    here = find_near(texts)
    print(f"local: {time.perf_counter() - start:.1f} s, {len(here)} pairs")
    with tempfile.TemporaryDirectory() as folder:
        _write(texts, Path(folder) / "texts")
        log = Path(folder) / "log"
        log.mkdir()
        _run_spark(options.master, Path(folder), log, here)
        _print_cost(_read_log(log), options.notices)


def _write(texts: Texts, folder: Path) -> None:
    folder.mkdir()
    values = pa.Array.from_buffers(
        pa.large_binary(), len(texts), [None, pa.py_buffer(texts.offsets), pa.py_buffer(texts.data)]
    )
    table = pa.table({"place": np.arange(len(texts)), "text": values.cast(pa.binary())})
    size = -(-len(texts) // _FILES)
    for number in range(_FILES):
        pq.write_table(table.slice(number * size, size), folder / f"{number}.parquet")


def _run_spark(master: str, folder: Path, log: Path, here: NearPairs) -> None:
    settings = {
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": log.as_uri(),
        "spark.eventLog.rolling.enabled": "false",
        "spark.eventLog.compress": "false",
        "spark.sql.shuffle.partitions": "16",
        "spark.driver.memory": "3g",
    }
    start = time.perf_counter()
    with open_spark(master, folder, settings) as session:
        print(f"spark: started in {time.perf_counter() - start:.1f} s")
        start = time.perf_counter()
        found = pair_near(session.read.parquet(str(folder / "texts"))).toArrow()
        print(f"spark: {time.perf_counter() - start:.1f} s, {len(found)} pairs")
    found = found.sort_by([("a", "ascending"), ("b", "ascending")])
    names = ("a", "b", "jaccard", "containment")
    print("same pairs:", all(np.array_equal(found[name].to_numpy(), getattr(here, name)) for name in names))


def _read_log(log: Path) -> dict[str, list[float]]:
    """For each kind of stage: seconds of all its tasks, bytes that it shuffled."""
    costs: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for stage in _stages(log):
        scopes = {json.loads(rdd["Scope"])["name"] for rdd in stage["RDD Info"] if "Scope" in rdd}
        step = next((step for scope, step in _STEPS.items() if scope in scopes), "join, count")
        metrics = {metric["Name"]: metric.get("Value", 0) for metric in stage["Accumulables"]}
        costs[step][0] += int(metrics.get("internal.metrics.executorRunTime", 0)) / 1000
        costs[step][1] += int(metrics.get("internal.metrics.shuffle.write.bytesWritten", 0))
    return costs


def _stages(log: Path) -> Iterator[Any]:
    for path in log.rglob("*"):
        for line in path.read_text().splitlines() if path.is_file() else ():
            event = json.loads(line)
            if event["Event"] == "SparkListenerStageCompleted":
                yield event["Stage Info"]


def _print_cost(costs: dict[str, list[float]], notices: int) -> None:
    print("| step | core seconds a million | shuffled GB a million |\n|---|---|---|")
    for step, (seconds, shuffled) in sorted(costs.items()):
        print(f"| {step} | {seconds / notices * 1e6:.0f} | {shuffled / notices * 1e6 / 1e9:.2f} |")
    seconds = sum(cost[0] for cost in costs.values()) / notices * COUNTRY
    shuffled = sum(cost[1] for cost in costs.values()) / notices * COUNTRY
    print(f"{COUNTRY} notices: {seconds / 3600:.0f} core hours, {shuffled / 1e9:.0f} GB shuffled")


if __name__ == "__main__":
    main()
