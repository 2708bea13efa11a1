"""Files into the ledger: previews, repeats, growth, errors, the county's own mappings."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from bad_inputs import (
    GOOD_ROWS,
    HEADINGS,
    good_csv,
    good_workbook,
    import_alone,
    notice_docx,
    register_with,
    workbook,
    zip_of,
)
from register_lines import GOLDEN

from jianfu.intake.errors_workbook import write_errors
from jianfu.intake.importing import import_paths
from jianfu.intake.reading_files import Source, open_sources
from jianfu.intake.registers.mappings import load_registers
from jianfu.intake.summary import Outcome
from jianfu.ledger.models import Demand, DocumentText, EvidenceRow, ImportedFile, Organ, Receipt
from jianfu.vocabulary.evidence import Grade
from jianfu.vocabulary.packaged import packaged_folder

pytestmark = pytest.mark.django_db

DIRECTORY = workbook(
    ("单位名称", "层级", "类别", "上级单位", "别名"),
    [
        ("青禾县", "县", "政府", "", ""),
        ("溪口镇", "乡", "乡镇", "青禾县", ""),
        ("青禾县市场监督管理局", "县", "部门", "青禾县", "县市监局"),
    ],
)


def counts() -> tuple[int, int, int]:
    return Demand.objects.count(), Receipt.objects.count(), EvidenceRow.objects.count()


def put(folder: Path, **files: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name.replace("_", ".")).write_bytes(data)
    return folder


def test_a_preview_writes_nothing(desk, tmp_path) -> None:
    folder = put(tmp_path, 收文_xlsx=good_workbook(), 坏_xlsx=b"PK\x03\x04")
    summary = desk.bring_in(folder, dry_run=True)

    preview = next(file for file in summary.files if file.name == "收文.xlsx")
    assert (preview.outcome, preview.registers, preview.rows_seen) == (Outcome.PREVIEWED, ["收文登记"], 2)
    assert preview.fields_found == ["收文日期", "发文字号", "标题", "来文单位", "收文单位"]
    assert summary.exit_code == 1
    assert (counts(), ImportedFile.objects.count(), Organ.objects.count()) == ((0, 0, 0), 0, 0)


def test_the_same_file_twice_changes_nothing(desk, tmp_path) -> None:
    data = good_workbook()
    folder = put(tmp_path, 收文_xlsx=data)
    desk.bring_in(folder)
    before = counts()
    put(tmp_path, 改了名_xlsx=data)

    again = desk.bring_in(folder)

    assert counts() == before
    assert [file.outcome for file in again.files] == [Outcome.ALREADY_KNOWN, Outcome.ALREADY_KNOWN]
    assert again.exit_code == 0


def test_a_column_that_is_mapped_after_the_import_reaches_the_file_that_was_imported(desk, tmp_path) -> None:
    data = workbook((*HEADINGS, "分管同志"), [(*row, "周") for row in GOOD_ROWS])
    folder = put(tmp_path / "文件", 收文_xlsx=data)
    first = desk.bring_in(folder)
    before = counts()
    county = tmp_path / "对照"
    county.mkdir()
    (county / "本县.yaml").write_text("名称: 收文登记\n表头: {承办: [分管同志]}\n", encoding="utf-8")
    order = replace(desk.order(), registers=load_registers([packaged_folder("registers"), county]))

    again, once_more = (import_paths([folder], order) for _ in range(2))

    assert first.files[0].unknown_headings == {"收文登记": ["分管同志"]}
    assert again.files[0].outcome is Outcome.READ_AGAIN
    assert once_more.files[0].outcome is Outcome.ALREADY_KNOWN
    assert counts() == before
    assert set(Receipt.objects.values_list("handler", flat=True)) == {"周"}


def test_a_register_that_grew_adds_what_is_new(desk, tmp_path) -> None:
    desk.bring_in(put(tmp_path / "九月", 收文_xlsx=good_workbook()))
    grown = [*GOOD_ROWS, (3, "2023-10-07", "青林〔2023〕1号", "关于防火的通知", "青禾县林业局", "溪口镇")]

    summary = desk.bring_in(put(tmp_path / "十月", 收文_xlsx=workbook(HEADINGS, grown)))

    assert counts()[:2] == (3, 3)
    assert (summary.files[0].recorded.new_receipts, summary.files[0].recorded.repeated_receipts) == (1, 2)


def test_the_same_register_in_another_format_is_no_second_one(desk, tmp_path) -> None:
    desk.bring_in(put(tmp_path, 收文_xlsx=good_workbook()))
    desk.bring_in(put(tmp_path, 收文_csv=good_csv("gb18030")))

    assert counts()[:2] == (2, 2)


def test_a_bad_cell_loses_itself_and_a_bad_row_the_row(desk, tmp_path) -> None:
    rows = [
        GOOD_ROWS[0],
        (2, "坏日期", "", "关于防火的通知", "青禾县林业局", "溪口镇"),
        (3, "2023-09-17", "", "", "青禾县林业局", ""),
    ]
    summary = desk.bring_in(put(tmp_path, 收文_xlsx=workbook(HEADINGS, rows)))

    assert counts()[0] == 2
    assert Receipt.objects.get(demand__title="关于防火的通知").received_on is None
    assert [(problem.row, problem.column, problem.rejected) for problem in summary.files[0].problems] == [
        (3, "B", False),
        (4, "", True),
    ]
    assert (summary.files[0].rejected_rows, summary.exit_code) == (1, 1)


def test_the_errors_workbook_says_where_and_what_to_do(desk, tmp_path) -> None:
    folder = put(tmp_path / "文件", 收文_xlsx=register_with("页数", ["-5", "=1+1", "5"]), 坏_xlsx=b"PK\x03\x04")
    lines = write_errors(desk.bring_in(folder), tmp_path / "退回.xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "退回.xlsx").active
    assert sheet is not None
    header, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert header == ["文件", "工作表", "行", "列", "原文", "原因", "怎么办", "是否退回整行"]
    assert lines == len(rows) == 3
    assert [row[:5] for row in rows[1:]] == [
        ["收文.xlsx", "收文登记", 2, "G", "-5"],
        ["收文.xlsx", "收文登记", 3, "G", "=1+1"],
    ]
    assert all(row[5] and row[6] for row in rows)


def test_every_row_keeps_where_it_came_from(desk, tmp_path) -> None:
    desk.bring_in(put(tmp_path, 包_zip=zip_of([("一月/收文.xlsx", good_workbook())])))

    row = EvidenceRow.objects.select_related("source").order_by("row")[0]
    assert (row.source.name, row.source.inner_path, row.source.format) == ("包.zip", "一月/收文.xlsx", "xlsx")
    assert (row.sheet, row.row, row.grade) == ("收文登记", 2, "B")
    assert "关于做好秋收工作的通知" in row.words


def test_directories_go_first_whatever_their_place(desk, tmp_path) -> None:
    rows = [(1, "2023-09-15", "", "关于检查的通知", "县市监局", "溪口镇")]
    summary = desk.bring_in(put(tmp_path, a_xlsx=workbook(HEADINGS, rows), 机关名录_xlsx=DIRECTORY))

    assert summary.files[0].name == "机关名录.xlsx"
    assert Demand.objects.get().issuer.name == "青禾县市场监督管理局"
    assert summary.unknown_organs == []


def test_unknown_organs_are_kept_and_listed(desk, tmp_path) -> None:
    summary = desk.bring_in(put(tmp_path, 收文_xlsx=good_workbook()))

    assert summary.unknown_organs == sorted(["青禾县农业农村局", "青禾县应急管理局", "溪口镇"])
    assert Receipt.objects.filter(receiver__name="溪口镇").count() == 2


def test_the_receiver_is_the_row_s_then_the_title_s_then_the_order_s(desk, tmp_path) -> None:
    desk.bring_in(put(tmp_path / "名录", 机关名录_xlsx=DIRECTORY))
    rows = [("关于甲的通知", "2023-09-15", "石桥镇"), ("关于乙的通知", "2023-09-15", "")]
    titled = workbook(("文件标题", "收文日期", "收文单位"), rows, title="溪口镇2023年收文登记表")
    desk.bring_in(put(tmp_path / "一", x_xlsx=titled))
    bare = workbook(("文件标题", "收文日期"), [("关于丙的通知", "2023-09-15")])
    desk.bring_in(put(tmp_path / "二", y_xlsx=bare), received_by="云岭乡")

    receivers = dict(Receipt.objects.values_list("demand__title", "receiver__name"))
    assert receivers == {"关于甲的通知": "石桥镇", "关于乙的通知": "溪口镇", "关于丙的通知": "云岭乡"}


def test_the_grade_that_is_asked_for_goes_to_every_row(desk, tmp_path) -> None:
    desk.bring_in(put(tmp_path, 收文_xlsx=good_workbook()), grade=Grade.D)

    assert set(EvidenceRow.objects.values_list("grade", flat=True)) == {"D"}


def test_a_notice_and_its_line_in_a_register_are_one_demand(desk, tmp_path) -> None:
    notice = ["青禾县农业农村局文件", "青农发〔2023〕5号", "关于做好秋收工作的通知", "各乡镇人民政府：",
              "请于10月1日前上报秋收面积。", "青禾县农业农村局", "2023年9月14日"]  # fmt: skip
    desk.bring_in(put(tmp_path, 收文_xlsx=good_workbook(), 通知_docx=notice_docx(notice)))

    assert Demand.objects.count() == 2
    assert DocumentText.objects.get().demand.doc_number == "青农发〔2023〕5号"


def test_group_messages_that_ask_for_something(desk, tmp_path) -> None:
    chat = "2023-12-07 09:30:15 县应急局\n请各村今天下午4点前上报排查台账。\n2023-12-07 09:31:00 柳树村\n收到\n"
    summary = desk.bring_in(put(tmp_path, 溪口镇微信群_txt=chat.encode()), received_by="溪口镇")

    receipt = Receipt.objects.get()
    assert (summary.files[0].registers, summary.files[0].rows_seen) == (["工作群消息"], 2)
    assert (receipt.channel, receipt.received_on, receipt.receiver.name) == ("微信群", date(2023, 12, 7), "溪口镇")


def test_a_workbook_of_many_registers_has_a_name_that_fits(desk, tmp_path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for name, (line, *_) in GOLDEN.items():
            sheet = book.create_sheet(name)
            sheet.append(["2023年"])
            sheet.append(list(line))
            sheet.append([str(cell) for cell in line.values()])

    book = openpyxl.Workbook()
    fill(book)
    book.save(tmp_path / "全部.xlsx")
    summary = desk.bring_in(tmp_path / "全部.xlsx", received_by="溪口镇")

    assert len(set(summary.files[0].registers)) == 9
    assert len(ImportedFile.objects.get().register) <= 60
    assert Receipt.objects.count() == 9


def test_a_sheet_that_nobody_recognises_is_told(desk, tmp_path) -> None:
    book = openpyxl.Workbook()
    for name, headings in (("收文", ["文件标题", "收文日期"]), ("花名册", ["姓名", "电话"])):
        sheet = book.create_sheet(name)
        sheet.append(headings)
        for number in range(3):
            sheet.append([f"关于第{number}项工作的通知", "2023-09-15"])
    book.save(tmp_path / "两张.xlsx")
    [file] = desk.bring_in(tmp_path / "两张.xlsx").files

    assert (file.outcome, file.rows_seen) == (Outcome.RECORDED, 3)
    assert file.warnings == ["工作表“花名册”没有认出，没有导入。"]


def test_a_text_that_is_no_notice_says_what_it_lacks(desk, tmp_path) -> None:
    [file] = desk.bring_in(put(tmp_path, 随笔_txt="今天天气很好。".encode())).files

    assert file.outcome is Outcome.NOT_RECOGNISED
    assert "标题和发文单位" in file.reason


def test_progress_may_be_shown_over_the_files(desk, tmp_path) -> None:
    seen: list[str] = []

    def watch(sources):
        for source in sources:
            seen.append(source.file.name)
            yield source

    import_paths([put(tmp_path, a_csv=good_csv(), b_xlsx=good_workbook())], desk.order(), wrap=watch)
    assert seen == ["a.csv", "b.xlsx"]


def test_folders_are_walked_without_hidden_files_and_links(tmp_path) -> None:
    put(tmp_path, 收文_xlsx=good_workbook())
    put(tmp_path / "里", 又一份_csv=good_csv())
    (tmp_path / "~$收文.xlsx").write_bytes(b"lock")
    (tmp_path / ".DS_Store").write_bytes(b"x")
    (tmp_path / "链接.xlsx").symlink_to(tmp_path / "收文.xlsx")

    sources: list[Source] = list(open_sources(tmp_path))
    assert sorted(source.file.name for source in sources) == ["又一份.csv", "收文.xlsx"]


def test_a_path_that_is_not_there(desk, tmp_path) -> None:
    summary = desk.bring_in(tmp_path / "没有.xlsx")

    assert summary.exit_code == 2
    assert "找不到" in summary.files[0].reason


def test_a_heading_is_mapped_once_in_the_data_folder(tmp_path) -> None:
    headings = [{"文件标题": "红头件名", "来文单位": "哪里来的"}.get(word, word) for word in HEADINGS]
    files, home = put(tmp_path / "文件", 收文_xlsx=workbook(headings, GOOD_ROWS)), tmp_path / "数据"
    unknown = import_alone(files, home, "--dry-run")
    (home / "registers").mkdir(parents=True)
    mapping = home / "registers" / "本县.yaml"
    mapping.write_text("名称: 收文登记\n表头:\n  标题: [红头件名]\n", encoding="utf-8")
    half = import_alone(files, home, "--dry-run")
    mapping.write_text("名称: 收文登记\n表头:\n  标题: [红头件名]\n  来文单位: [哪里来的]\n", encoding="utf-8")
    whole = import_alone(files, home, "--json")

    assert (unknown.returncode, half.returncode, whole.returncode) == (2, 0, 0)
    assert "不像登记表" in unknown.stdout
    assert "收文登记里没有认出的列：哪里来的" in half.stdout
    assert "docs/how-to/registers.md" in half.stdout
    [file] = json.loads(whole.stdout)["files"]
    assert (file["outcome"], file["unknown_headings"], file["rows_seen"]) == ("已导入", {}, 2)


def test_a_broken_mapping_stops_the_run(tmp_path) -> None:
    files, home = put(tmp_path / "文件", 收文_xlsx=good_workbook()), tmp_path / "数据"
    put(home, dummy=b"")
    put(home / "registers", 本县_yaml="名称: 收文登记\n表头:\n  题目: [红头件名]\n".encode())

    done = import_alone(files, home)

    assert done.returncode == 2
    assert "没有“题目”这个字段" in done.stdout + done.stderr
    assert "本县.yaml" in done.stdout + done.stderr
