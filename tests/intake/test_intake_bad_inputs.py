"""Every bad input: a message that a clerk understands, the right exit code, and the rest goes on."""

from dataclasses import replace

import pytest
from bad_inputs import (
    BAD_INPUTS,
    CODE_NAME,
    classified_chat,
    classified_docx,
    classified_rows,
    find_words,
    formula_workbook,
    good_csv,
    good_workbook,
    import_alone,
    long_csv,
    long_workbook,
    zip_of,
)

from jianfu.intake.errors_workbook import write_errors
from jianfu.intake.sandbox import Limits
from jianfu.intake.summary import ImportSummary, Outcome

pytestmark = pytest.mark.django_db

# A million rows take their time to make; with a lower limit, fewer show the same.
LONG = frozenset({"百万行.xlsx", "百万行.csv"})
TOLD_BY_THE_COMMAND = frozenset({"未知单位.xlsx", "空文件夹"})


def messages(summary: ImportSummary) -> str:
    lines: list[str] = []
    for file in summary.files:
        taken = f"{file.outcome.value} {'、'.join(file.registers)} {file.rows_seen} 行"
        lines += [taken, f"{file.reason}{file.remedy}", *file.warnings, *(problem.reason for problem in file.problems)]
    return "\n".join(lines)


@pytest.mark.parametrize("name", [name for name in BAD_INPUTS if name not in LONG])
def test_bad_input(desk, tmp_path, name: str) -> None:
    bad = BAD_INPUTS[name]
    bad.make(tmp_path / name)

    summary = desk.bring_in(tmp_path / name)

    assert summary.exit_code == bad.exit_code, messages(summary)
    if name in TOLD_BY_THE_COMMAND:
        return
    assert bad.words in messages(summary)
    assert all(file.remedy for file in summary.files if file.reason)


@pytest.mark.parametrize(("name", "make"), [("长.xlsx", long_workbook), ("长.csv", long_csv)])
def test_sheets_that_are_too_long(desk, tmp_path, name: str, make) -> None:
    (tmp_path / name).write_bytes(make(2000))

    limits = replace(Limits(), rows_per_sheet=1000)
    refused = desk.bring_in(tmp_path / name, limits=limits)
    taken = desk.bring_in(tmp_path / name, dry_run=True)

    assert refused.exit_code == 2
    assert "1000 行的上限" in refused.files[0].reason
    assert taken.files[0].rows_seen == 2000


def test_the_rest_goes_on(desk, tmp_path) -> None:
    for name in ("截断.xlsx", "压缩炸弹.xlsx", "加密.pdf", "涉密.docx", "程序.exe", "没有标题.xlsx"):
        BAD_INPUTS[name].make(tmp_path / name)
    (tmp_path / "好.csv").write_bytes(good_csv())
    (tmp_path / "包.zip").write_bytes(zip_of([("好.xlsx", good_workbook()), ("坏.xlsx", good_workbook()[:900])]))

    summary = desk.bring_in(tmp_path)

    outcomes = {file.name: file.outcome for file in summary.files}
    assert summary.exit_code == 1
    assert outcomes["好.csv"] is outcomes["包.zip/好.xlsx"] is outcomes["没有标题.xlsx"] is Outcome.RECORDED
    assert outcomes["包.zip/坏.xlsx"] is outcomes["截断.xlsx"] is Outcome.UNREADABLE


def test_nothing_of_a_classified_paper_is_kept(tmp_path) -> None:
    files, home, errors = tmp_path / "文件", tmp_path / "数据", tmp_path / "退回.xlsx"
    files.mkdir()
    (files / f"{CODE_NAME}.docx").write_bytes(classified_docx())
    (files / "涉密行.xlsx").write_bytes(classified_rows())
    (files / "群.txt").write_bytes(classified_chat())
    (files / "包.zip").write_bytes(zip_of([(f"{CODE_NAME}.docx", classified_docx())]))

    done = import_alone(files, home, "--errors", str(errors))

    assert done.returncode == 1, done.stderr
    assert "新增要求 1 件" in done.stdout
    assert find_words(home, CODE_NAME) == []
    assert find_words(files, CODE_NAME) != []
    assert CODE_NAME not in _all_words(errors)


def test_formulas_are_values_and_never_become_formulas_again(desk, tmp_path) -> None:
    (tmp_path / "公式.xlsx").write_bytes(formula_workbook())
    summary = desk.bring_in(tmp_path / "公式.xlsx")
    write_errors(summary, tmp_path / "退回.xlsx")

    import openpyxl

    sheet = openpyxl.load_workbook(tmp_path / "退回.xlsx").active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert "=cmd|' /C calc'!A0" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_values_of_formulas_are_read(desk, tmp_path) -> None:
    from jianfu.ledger.models import Receipt

    (tmp_path / "公式.xlsx").write_bytes(formula_workbook())
    desk.bring_in(tmp_path / "公式.xlsx")

    assert Receipt.objects.filter(demand__title="关于做好秋收工作的通知").exists()


def test_nothing_is_written_outside_by_an_archive(desk, tmp_path) -> None:
    inner = tmp_path / "甲" / "乙"
    inner.mkdir(parents=True)
    BAD_INPUTS["路径穿越.zip"].make(inner / "路径穿越.zip")
    before = sorted(tmp_path.rglob("*"))

    desk.bring_in(inner / "路径穿越.zip")

    assert sorted(tmp_path.rglob("*")) == before


def _all_words(path) -> str:
    import openpyxl

    book = openpyxl.load_workbook(path)
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
