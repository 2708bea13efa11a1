"""How long the report of a year takes, and how its cost grows with the rows of the ledger.

    python -m bench.report [--scales 1 5 20] [--runs 3] [--keep FOLDER]

At each scale the demonstration county's files are made and imported into a fresh ledger; then the report of the city
above all counties is written in fresh processes. The exponent is the slope of log seconds over log receipts, least
squares over the scales. Scale 20 needs about 20 minutes for its ledger; --keep leaves the ledgers for the next time.
"""

import argparse
import json
import math
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench.measuring import Measurement, measure, take_medians
from county.figures import ALL_COUNTIES, WHOLE_YEAR

SECONDS_ALLOWED = 20.0
PEAK_BYTES_ALLOWED = 1 << 30
EXPONENT_ALLOWED = 1.1
FILES_NEVER_TAKEN = 2  # the cover sheet and, without text recognition, the scan
JIANFU = (sys.executable, "-c", "from jianfu.cli import main; main()")


@dataclass(frozen=True, slots=True)
class Point:
    """What one scale gave."""

    scale: float
    receipts: int
    imported: Measurement
    reported: Measurement


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scales", type=float, nargs="+", default=[1, 5, 20])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="folder in which ledgers are left for the next run")
    options = parser.parse_args()
    print("| scale | receipts | import s | import peak MiB | report s | report peak MiB |")
    print("|---:|---:|---:|---:|---:|---:|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        points = [measure_scale(options.keep or Path(folder), scale, options.runs) for scale in options.scales]
    show_goals(points)


def measure_scale(folder: Path, scale: float, runs: int) -> Point:
    """The ledger of this scale, made where it is not kept, and the median of its reports."""
    home = folder / f"scale-{scale:g}"
    imported = make_ledger(home, scale)
    reported = take_medians([write_report(home) for _ in range(runs)])
    point = Point(scale, count_receipts(home), imported, reported)
    print(
        f"| {scale:g} | {point.receipts:,} | {imported.seconds:.1f} | {imported.peak_bytes / 2**20:.0f} "
        f"| {reported.seconds:.2f} | {reported.peak_bytes / 2**20:.0f} |",
        flush=True,
    )
    return point


def make_ledger(home: Path, scale: float) -> Measurement:
    """How long the import of the scale's files took; the files are removed, the ledger and the number kept."""
    note = home / "import.json"
    if note.exists():
        return Measurement(**json.loads(note.read_text()))
    with tempfile.TemporaryDirectory() as files:
        made = [*JIANFU, "county", "make", f"{files}/county", "--scale", f"{scale:g}"]
        subprocess.run(made, env=_environment(home), check=True, stdout=subprocess.DEVNULL)
        imported = measure([*JIANFU, "import", f"{files}/county"], _environment(home))
        check_import(home, Path(files))
    note.write_text(json.dumps({"seconds": imported.seconds, "peak_bytes": imported.peak_bytes}))
    return imported


def check_import(home: Path, files: Path) -> None:
    """Stop where files were left out: a ledger that lacks rows makes every number after it too good."""
    made = sum(path.is_file() for path in files.rglob("*"))
    taken = _count(home, "ledger_importedfile")
    if taken < made - FILES_NEVER_TAKEN:
        raise SystemExit(f"only {taken} of {made} files were imported: the ledger in {home} is no use")


def write_report(home: Path) -> Measurement:
    """One report of everything in the ledger, in a fresh process."""
    first, end = WHOLE_YEAR
    last = end.replace(year=end.year - 1, month=12, day=31)
    with tempfile.TemporaryDirectory() as output:
        options = ["--organ", ALL_COUNTIES, "--from", first.isoformat(), "--to", last.isoformat(), "-o", output]
        return measure([*JIANFU, "report", *options], _environment(home))


def count_receipts(home: Path) -> int:
    """Receipts in the ledger."""
    return _count(home, "ledger_receipt")


def _count(home: Path, table: str) -> int:
    with closing(sqlite3.connect(home / "ledger.sqlite3")) as ledger:
        return int(ledger.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _environment(home: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "JIANFU_DATABASE_URL"}
    return kept | {"JIANFU_HOME": str(home)}


def show_goals(points: list[Point]) -> None:
    """Print whether the county-year report is fast and small enough, and how cost grows."""
    one = next((point for point in points if point.scale == 1), None)
    if one is not None:
        fast = one.reported.seconds <= SECONDS_ALLOWED
        small = one.reported.peak_bytes <= PEAK_BYTES_ALLOWED
        print(f"county-year report in ≤ {SECONDS_ALLOWED:g} s: {'met' if fast else 'NOT MET'}")
        print(f"county-year report in ≤ 1 GiB: {'met' if small else 'NOT MET'}")
    if len(points) > 1:
        for name, seconds in (
            ("report", [point.reported.seconds for point in points]),
            ("import", [point.imported.seconds for point in points]),
        ):
            exponent = fit_exponent([point.receipts for point in points], seconds)
            verdict = "met" if exponent <= EXPONENT_ALLOWED else "NOT MET"
            print(f"{name} cost grows as rows^{exponent:.2f} (goal ≤ {EXPONENT_ALLOWED}): {verdict}")


def fit_exponent(row_counts: list[int], seconds: list[float]) -> float:
    """The slope of log seconds over log rows, least squares."""
    x, y = [math.log(count) for count in row_counts], [math.log(value) for value in seconds]
    middle_x, middle_y = sum(x) / len(x), sum(y) / len(y)
    spread = sum((value - middle_x) ** 2 for value in x)
    return sum((a - middle_x) * (b - middle_y) for a, b in zip(x, y, strict=True)) / spread


if __name__ == "__main__":
    main()
