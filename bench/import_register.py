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
from collections.abc import Iterator
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
HEADINGS = (
    *("收文日期", "来文单位", "发文字号", "文件标题", "文头类别", "是否需书记阅示", "收文单位", "备注"),
    *("来文渠道", "办理情况", "承办"),
)
FORMS = {"short register of 9 columns": 8, "usual register of 12 columns": len(HEADINGS)}
"""What Jianfu does costs by the row, what calamine does by the cell: both widths are shown."""
READ_WITH_CALAMINE = (
    "import sys; from python_calamine import CalamineWorkbook as Book; book = Book.from_path(sys.argv[1]);"
    "rows = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]; assert len(rows[0]) > 1"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=75_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    python, cores = sys.version.split()[0], os.cpu_count()
    print(f"{options.rows:,} rows, medians of {options.runs} runs, {cores} cores, Python {python}")
    for name, columns in FORMS.items():
        with tempfile.TemporaryDirectory() as folder:
            ours, theirs = compare(Path(folder), options.rows, columns, options.runs)
        show(name, options.rows, ours, theirs)


def compare(folder: Path, row_count: int, columns: int, runs: int) -> tuple[Measurement, Measurement]:
    """Medians of Jianfu's import and of calamine's reading of one register of so many columns."""
    directory, register = write_files(folder / "files", row_count, columns)
    fresh, home = folder / "fresh", folder / "home"
    import_file(directory, fresh)
    ours, theirs = [], []
    for _ in range(runs):
        theirs.append(measure([sys.executable, "-c", READ_WITH_CALAMINE, register], os.environ))
        shutil.copytree(fresh, home)
        ours.append(import_file(register, home))
        shutil.rmtree(home)
    return take_medians(ours), take_medians(theirs)


def write_files(folder: Path, row_count: int, columns: int) -> tuple[Path, Path]:
    """A directory of organs, and one register of all townships."""
    folder.mkdir(parents=True)
    directory = write_register(
        folder / "机关名录",
        f"{COUNTY}机关名录",
        ("单位名称", "层级", "单位类别", "上级单位", "简称"),
        _directory(),
        Habits("day", "xlsx"),
    )
    rows = [row[:columns] for row, _ in zip(_register_rows(), range(row_count), strict=False)]
    if len(rows) < row_count:
        raise SystemExit(f"the demonstration county gives {len(rows)} rows, not {row_count}")
    title = f"{COUNTY}{YEAR}年收文登记表"
    return directory, write_register(folder / "收文登记", title, HEADINGS[:columns], rows, Habits("day", "xlsx"))


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
            yield [
                day,
                paper.department.alias,
                paper.number,
                paper.title,
                paper.header,
                secretary,
                township,
                "",
                "协同平台",
                "已阅",
                "党政办",
            ]


def import_file(file: Path, home: Path) -> Measurement:
    """One import in a fresh process into the ledger of this data folder."""
    environment = {key: value for key, value in os.environ.items() if key != "JIANFU_DATABASE_URL"}
    command = [sys.executable, "-c", "from jianfu.cli import main; main()", "import", file]
    return measure(command, environment | {"JIANFU_HOME": str(home)})


def show(name: str, row_count: int, ours: Measurement, theirs: Measurement) -> None:
    """Print the comparison, and whether the two goals are met."""
    print(f"\n| {name} | seconds | peak MiB | rows/s |\n|---|---:|---:|---:|")
    for package, work, measured in (("jianfu", "import", ours), ("python-calamine", "read into lists", theirs)):
        peak, rate = measured.peak_bytes / 2**20, row_count / measured.seconds
        print(f"| {package} {version(package)}, {work} | {measured.seconds:.2f} | {peak:.0f} | {rate:,.0f} |")
    ratio = ours.seconds / theirs.seconds
    verdict = "met" if ratio <= TIMES_CALAMINE_ALLOWED else "NOT MET"
    print(f"ratio {ratio:.2f} (goal ≤ {TIMES_CALAMINE_ALLOWED:g}): {verdict}")
    print(f"peak (goal < 1 GiB): {'met' if ours.peak_bytes < PEAK_BYTES_ALLOWED else 'NOT MET'}")


if __name__ == "__main__":
    main()
