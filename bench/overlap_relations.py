"""The whole command on tables of several sizes: notices in, relations and groups out, peak memory watched.

    python -m bench.overlap_relations FOLDER [--counts 100000 1000000]

Notices have a title, a body of about 940 characters, a sender and a day; one in ten is an edited copy of another, and
five on average are of one matter, whatever the size. The tables are made in FOLDER where they are missing (a million:
1.3 GB, two minutes on one core) and stay there. The peak counts pages that processes share once for each of them.
"""

import argparse
import math
import os
import sys
from collections import Counter
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bench.measuring import Measurement, measure
from bench.overlap_live import make_all

JIANFU = (sys.executable, "-c", "from jianfu.cli import main; main()")
ROWS_PER_GROUP = 16_384
PEAK_BYTES_ALLOWED = 8 << 30
GOAL_EXPONENT = 1.1
NOTICES_A_MATTER = 5
SCHEMA = pa.schema([(name, pa.string()) for name in ("id", "title", "body", "issuer", "date")])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--counts", type=int, nargs="+", default=[100_000, 1_000_000])
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    print("| notices | seconds | notices a second | peak GiB | relations |\n|---|---|---|---|---|")
    runs = [(count, run(options.folder, count)) for count in options.counts]
    peak = max(measured.peak_bytes for _, measured in runs)
    print(f"peak {peak / 2**30:.2f} GiB, goal under 8: {'met' if peak < PEAK_BYTES_ALLOWED else 'NOT met'}")
    if len(runs) > 1:
        (few, first), *_, (many, last) = runs
        growth = math.log(last.seconds / first.seconds) / math.log(many / few)
        word = "met" if growth <= GOAL_EXPONENT else "NOT met"
        print(f"growth exponent {growth:.3f}, goal at most {GOAL_EXPONENT}: {word}")


def run(folder: Path, count: int) -> Measurement:
    """One size, in a fresh process; prints its line of the table."""
    table, output = folder / f"notices-{count}.parquet", folder / f"relations-{count}.parquet"
    if not table.exists():
        make_table(table, count)
    options = (str(table), "-o", str(output), "--scratch", str(folder))
    measured = measure((*JIANFU, "overlap", "notices", *options), dict(os.environ))
    relations = Counter(pq.read_table(output, columns=["relation"])["relation"].to_pylist())
    shown = ", ".join(f"{name} {number:,}" for name, number in relations.most_common())
    peak = measured.peak_bytes / 2**30
    print(f"| {count:,} | {measured.seconds:.1f} | {count / measured.seconds:,.0f} | {peak:.2f} | {shown} |")
    return measured


def make_table(path: Path, count: int) -> None:
    """Write `count` notices."""
    drafts = make_all(0, count, count // NOTICES_A_MATTER)
    unfinished = path.with_suffix(".part")
    with pq.ParquetWriter(unfinished, SCHEMA, compression="zstd") as file:
        while portion := list(islice(drafts, ROWS_PER_GROUP)):
            rows = [
                {"id": n.id, "title": n.title, "body": n.body, "issuer": n.issuer, "date": str(n.date.start)}
                for n in (draft.notice for draft in portion)
                if n.date
            ]
            file.write_table(pa.Table.from_pylist(rows, SCHEMA))
    unfinished.rename(path)


if __name__ == "__main__":
    main()
