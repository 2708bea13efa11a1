"""Ten million notices in one go: Parquet shards in, verified pairs out, one process, peak memory watched.

    python -m bench.overlap_stream FOLDER [--count 10000000]

Shards are made in FOLDER where they are missing (10 million: 13 GB, some six minutes on one core) and stay there. The
run itself needs about as much room again beside them. Delete the folder afterwards.
"""

import argparse
import os
import sys
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from bench.measuring import measure
from bench.overlap_texts import make_notices
from jianfu.overlap.engines.local import find_near_in
from jianfu.overlap.engines.sources import FileSource
from jianfu.overlap.kernels.near import MIN_JACCARD
from jianfu.overlap.kernels.verifying import compare

TEXTS_PER_SHARD, ROWS_PER_GROUP = 100_000, 16_384
PEAK_BYTES_ALLOWED = 8 << 30
COUNT_CHECKED = 1_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=10_000_000)
    parser.add_argument("--in-process", action="store_true", help="the run itself, which the bench starts as a child")
    options = parser.parse_args()
    if options.in_process:
        run(options.folder, options.count)
        return
    options.folder.mkdir(parents=True, exist_ok=True)
    for start in range(0, options.count, TEXTS_PER_SHARD):
        make_shard(options.folder, start, min(start + TEXTS_PER_SHARD, options.count))
    command = (sys.executable, "-m", "bench.overlap_stream", str(options.folder), "--in-process")
    whole = measure((*command, "--count", str(options.count)), dict(os.environ))
    print((options.folder / "log").read_text(encoding="utf-8"))
    print(f"{options.count:,} texts, {whole.seconds:.0f} s, {options.count / whole.seconds:,.0f} a second")
    is_met = whole.peak_bytes < PEAK_BYTES_ALLOWED
    print(f"peak {whole.peak_bytes / 2**30:.2f} GiB, goal under 8: {'met' if is_met else 'NOT met'}")
    found, near = count_found(np.load(options.folder / "pairs.npy"), min(options.count, COUNT_CHECKED))
    print(f"near plants among the first {COUNT_CHECKED:,}: {found:,} of {near:,} found, {found / near:.5f}")


def make_shard(folder: Path, start: int, stop: int) -> None:
    path = _shard(folder, start)
    if path.exists():
        return
    texts = make_notices(start, stop).texts
    column = pa.LargeStringArray.from_buffers(len(texts), pa.py_buffer(texts.offsets), pa.py_buffer(texts.data))
    table = pa.table({"id": np.arange(start, stop), "body": column})
    pq.write_table(table, path.with_suffix(".part"), ROWS_PER_GROUP, compression="zstd", use_dictionary=False)
    path.with_suffix(".part").rename(path)


def _shard(folder: Path, start: int) -> Path:
    return folder / f"{start:09d}.parquet"


def run(folder: Path, count: int) -> None:
    paths = [_shard(folder, start) for start in range(0, count, TEXTS_PER_SHARD)]
    started = time.perf_counter()
    with (folder / "log").open("w", encoding="utf-8") as log:

        def tell(step: str, done: int) -> None:
            if step not in {"signed", "dealt"} or done % (10 * TEXTS_PER_SHARD) == 0:
                log.write(f"{time.perf_counter() - started:7.1f} s  {step} {done:,}\n")

        pairs = find_near_in(FileSource(paths, ("body",)), scratch_folder=folder, progress=tell)
        tell("pairs", len(pairs))
    np.save(folder / "pairs.npy", pairs.a << 32 | pairs.b)


def count_found(pairs: npt.NDArray[np.int64], count: int) -> tuple[int, int]:
    """Of the truly near plants with numbers under `count`: how many pairs were found, how many there are."""
    found = near = 0
    for start in range(0, count, TEXTS_PER_SHARD):
        notices = make_notices(start, start + TEXTS_PER_SHARD)
        plants = np.flatnonzero((notices.kinds > 0) & (notices.sources >= start))
        sources = notices.sources[plants] - start
        jaccard, _ = compare(notices.texts, sources, plants, min_jaccard=0.0, min_containment=0.0)
        is_near = jaccard >= MIN_JACCARD
        wanted = (sources + start)[is_near] << 32 | (plants + start)[is_near]
        near += len(wanted)
        found += int(np.isin(wanted, pairs).sum())
    return found, near


if __name__ == "__main__":
    main()
