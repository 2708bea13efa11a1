"""Kills writers of an index at random moments and looks at what is left.

    python -m bench.kill_index [--times 50]

Each writer opens the index that the last one left, adds notices one by one and in portions, and tells each number when
the call has come back. Then kill -9. Whatever was told must be there, in order, without gaps, and be found by a check.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from jianfu.overlap.index import writing
from jianfu.overlap.index.live_check import check
from jianfu.overlap.index.snapshot import open_snapshot
from jianfu.overlap.index.writing import open_writer
from jianfu.overlap.notices.notice import Notice

LONGEST_SECONDS = 1.0
KEPT_IN_MEMORY = 64  # merges and manifests come often, so that kills fall into them


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write is not None:
        write_forever(options.write)
    draw = random.Random(20231207)
    with tempfile.TemporaryDirectory() as folder:
        results = [survive(Path(folder) / "index", draw.uniform(0, LONGEST_SECONDS)) for _ in range(options.times)]
    print(f"whole after kill -9: {sum(results)} of {options.times}")


def make_notice(number: int) -> Notice:
    """A notice that its number alone decides."""
    words = random.Random(number)
    body = "".join(words.choice("排查隐患建立台账按时报送落实责任分工逐户走访") for _ in range(300))
    return Notice(f"n{number}", f"关于开展第{number}项排查的通知", body, "青岚县应急局")


def write_forever(index: Path) -> None:
    """Add until killed; tells after each call how many notices there are."""
    writing.KEPT_IN_MEMORY = KEPT_IN_MEMORY
    draw = random.Random()
    with open_writer(index) as writer:
        print(len(writer.snapshot), flush=True)
        while True:
            first = len(writer.snapshot)
            writer.add([make_notice(first + i) for i in range(draw.choice((1, 1, 1, 40)))])
            print(len(writer.snapshot), flush=True)


def survive(index: Path, seconds: float) -> bool:
    """Kill one writer so long after it began; whether all that it told is there."""
    command = (sys.executable, "-m", "bench.kill_index", "--write", str(index))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline()]
        time.sleep(seconds)
        child.send_signal(signal.SIGKILL)
        lines += child.stdout.read().split("\n")
    told = max(int(line) for line in lines if line.strip())
    snapshot = open_snapshot(index)
    names = [notice.id for notice in snapshot.notices()]
    found = not told or any(match.notice.id == f"n{told - 1}" for match in check(snapshot, _draft_of(told - 1)))
    return found and len(names) >= told and names == [f"n{number}" for number in range(len(names))]


def _draft_of(number: int) -> Notice:
    notice = make_notice(number)
    return Notice("草稿", notice.title, notice.body, notice.issuer)


if __name__ == "__main__":
    main()
