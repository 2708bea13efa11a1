"""How long Jianfu takes to import a county-year register, beside python-calamine reading the same workbook.

    python -m bench.import_register [--rows 75000] [--runs 5]

Jianfu starts with a ledger that knows the county's organs and nothing else, as a county's does: its time holds the
start of Python, reading, recognition, every row with its evidence, the audit entry and the commit to disk. Calamine's
time holds the start of Python and reading the register into Python lists. The two take turns, so that a slow moment of
the machine hits both.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from random import Random

from bench.measuring import Measurement, measure, take_medians
from county.names import CITY, COUNTY, DEPARTMENTS, TOWNSHIPS
from county.papers import choose_receipts, make_papers
from county.sheets import Cell, Habits, write_register

YEAR = 2023
TIMES_CALAMINE_ALLOWED = 5.0
PEAK_BYTES_ALLOWED = 1 << 30
HEADINGS = ("收文日期", "来文单位", "发文字号", "文件标题", "文头类别", "是否需书记阅示", "收文单位", "备注")
READ_WITH_CALAMINE = (
    "import sys; from python_calamine import CalamineWorkbook as Book; book = Book.from_path(sys.argv[1]);"
    "rows = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]; assert len(rows[0]) > 1"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=75_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder) / "files"
        register = write_files(files, options.rows)
        fresh, home = Path(folder) / "fresh", Path(folder) / "home"
        import_files([path for path in files.iterdir() if path != register], fresh)
        ours, theirs = [], []
        for _ in range(options.runs):
            theirs.append(measure([sys.executable, "-c", READ_WITH_CALAMINE, register], os.environ))
            shutil.copytree(fresh, home)
            ours.append(import_files([register], home))
            shutil.rmtree(home)
    show(options.rows, take_medians(ours), take_medians(theirs), options.runs)


def write_files(folder: Path, row_count: int) -> Path:
    """A directory of organs, and one register of all townships. Returns the path of the register."""
    folder.mkdir(parents=True)
    write_register(
        folder / "机关名录",
        f"{COUNTY}机关名录",
        ("单位名称", "层级", "单位类别", "上级单位", "简称"),
        _directory(),
        Habits("day", "xlsx"),
    )
    rows = [row for row, _ in zip(_register_rows(), range(row_count), strict=False)]
    if len(rows) < row_count:
        raise SystemExit(f"the demonstration county gives {len(rows)} rows, not {row_count}")
    return write_register(folder / "收文登记", f"{COUNTY}{YEAR}年收文登记表", HEADINGS, rows, Habits("day", "xlsx"))


def _directory() -> list[list[Cell]]:
    rows: list[list[Cell]] = [[COUNTY, "县", "政府", CITY, ""]]
    rows += [[department.name, "县", "部门", COUNTY, department.alias] for department in DEPARTMENTS]
    return rows + [[township, "乡", "乡镇", COUNTY, ""] for township in TOWNSHIPS]


def _register_rows() -> Iterator[list[Cell]]:
    random = Random("register")
    papers = make_papers(random, YEAR)
    for township in TOWNSHIPS:
        for paper, day in choose_receipts(random, papers, 0.79):
            secretary = "是" if random.random() < 0.33 else "否"
            yield [day, paper.department.alias, paper.number, paper.title, paper.header, secretary, township, ""]


def import_files(files: Sequence[Path], home: Path) -> Measurement:
    """One import in a fresh process into the ledger of this data folder."""
    environment = {key: value for key, value in os.environ.items() if key != "JIANFU_DATABASE_URL"}
    command = [sys.executable, "-c", "from jianfu.cli import main; main()", "import", *files]
    return measure(command, environment | {"JIANFU_HOME": str(home)})


def show(row_count: int, ours: Measurement, theirs: Measurement, runs: int) -> None:
    """Print the comparison, and whether the two goals are met."""
    python = sys.version.split()[0]
    print(f"register of {row_count:,} rows, medians of {runs} runs, {os.cpu_count()} cores, Python {python}")
    print("| | seconds | peak MiB | rows/s |\n|---|---:|---:|---:|")
    for package, work, measured in (("jianfu", "import", ours), ("python-calamine", "read into lists", theirs)):
        peak, rate = measured.peak_bytes / 2**20, row_count / measured.seconds
        print(f"| {package} {version(package)}, {work} | {measured.seconds:.2f} | {peak:.0f} | {rate:,.0f} |")
    ratio = ours.seconds / theirs.seconds
    verdict = "met" if ratio <= TIMES_CALAMINE_ALLOWED else "NOT MET"
    print(f"ratio {ratio:.2f} (goal ≤ {TIMES_CALAMINE_ALLOWED:g}): {verdict}")
    print(f"peak (goal < 1 GiB): {'met' if ours.peak_bytes < PEAK_BYTES_ALLOWED else 'NOT MET'}")


if __name__ == "__main__":
    main()
