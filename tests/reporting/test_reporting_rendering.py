"""Files of a report: ids lead to rows, hostile titles stay text, nothing is lost."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import openpyxl
import pypdfium2
import pytest
from conftest import document_row, make_material

from jianfu.reporting.composing import compose
from jianfu.reporting.document import Document
from jianfu.reporting.material import Material
from jianfu.reporting.rendering.evidence_workbook import write_evidence
from jianfu.reporting.rendering.html_rows import ROWS_FOLDER
from jianfu.reporting.writing import write_files
from jianfu.vocabulary.burden_kind import BurdenKind

HOSTILE = '=1+1 #set page(fill: red) $x$ <script>alert(1)</script> & "引号" \\ *粗* @ref `码` {花} [方]'


@pytest.fixture
def small_report(small_county: Material, tmp_path: Path) -> tuple[Document, Path]:
    return write_report_of(small_county, tmp_path)


def write_report_of(material: Material, directory: Path) -> tuple[Document, Path]:
    document = compose(material, made_on=date(2023, 12, 12), checkpoint="jianfu/audit\n7\n根哈希=\n\n— 签名\n")
    write_files(document, material, directory, wrap=list)
    return document, directory


def read_docx(path: Path) -> str:
    file = docx.Document(str(path))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in file.paragraphs] + cells)


def read_pdf(path: Path) -> str:
    pages = pypdfium2.PdfDocument(path)
    return "\n".join(pages[number].get_textpage().get_text_range() for number in range(len(pages)))


def read_sheet(path: Path, name: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(path, read_only=True)
    return list(book[name].iter_rows(values_only=True))


def squeeze(words: str) -> str:
    return re.sub(r"\s", "", words)


class _Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.styled: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href" and value]
        self.styled += [tag for name, _ in attrs if name == "style" or name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_every_number_is_in_the_index_the_html_and_has_its_page(small_report: tuple[Document, Path]) -> None:
    document, directory = small_report
    ids = {figure.id for figure in document.figures()}

    indexed = {row[0] for row in read_sheet(directory / "evidence.xlsx", "数字索引")[1:]}
    linked = set(re.findall(rf'href="{ROWS_FOLDER}/([^"]+)\.html"', (directory / "report.html").read_text("utf-8")))
    pages = {path.stem for path in (directory / ROWS_FOLDER).iterdir() if "_" not in path.stem}

    assert ids == indexed == linked == pages


def test_every_number_of_the_running_text_carries_its_id_in_docx_and_pdf(small_report: tuple[Document, Path]) -> None:
    document, directory = small_report
    alone = {figure.id for figure in document.figures() if not figure.part}

    in_docx, in_pdf = squeeze(read_docx(directory / "report.docx")), squeeze(read_pdf(directory / "report.pdf"))

    assert not [id for id in alone if id not in in_docx]
    assert not [id for id in alone if id not in in_pdf]


def test_the_workbook_gives_each_number_exactly_its_rows(small_report: tuple[Document, Path]) -> None:
    document, directory = small_report
    expected = {figure.id: figure.row_count for figure in document.figures()}
    book = openpyxl.load_workbook(directory / "evidence.xlsx", read_only=True)
    found = dict.fromkeys(expected, 0)

    for sheet in book.worksheets[1:]:
        for row in list(sheet.iter_rows(values_only=True))[1:]:
            for id in str(row[0] or "").split():
                found[id] += 1

    assert found == expected


def test_rows_say_where_they_were_read(small_report: tuple[Document, Path]) -> None:
    _, directory = small_report

    header, first, *_ = read_sheet(directory / "evidence.xlsx", "文件")

    row = dict(zip(header, first, strict=True))
    assert (row["来源文件"], row["工作表"], row["行"], row["等级"]) == ("收文登记.xlsx", "Sheet1", 2, "B")


def hostile_material() -> Material:
    rows = [document_row(date(2023, 5, 4), HOSTILE, issuer=f"{HOSTILE}局", remark="以此份为准") for _ in range(3)]
    topics = [
        {"title": HOSTILE, "issuer": f"局{n}", "receiver": f"镇{HOSTILE}", "topic": HOSTILE, "grade": "D"}
        for n in range(3)
    ]
    return make_material({BurdenKind.DOCUMENT: rows, BurdenKind.DATA_REQUEST: topics}, organ="<b>=县#</b>")


def test_hostile_titles_arrive_as_they_are_in_docx_and_pdf(tmp_path: Path) -> None:
    _, directory = write_report_of(hostile_material(), tmp_path)

    wanted = squeeze(f"《{HOSTILE}》")
    assert wanted in squeeze(read_docx(directory / "report.docx"))
    assert wanted in squeeze(read_pdf(directory / "report.pdf"))


def test_hostile_titles_make_no_elements_in_html(tmp_path: Path) -> None:
    _, directory = write_report_of(hostile_material(), tmp_path)

    for path in [directory / "report.html", *(directory / ROWS_FOLDER).iterdir()]:
        page = _Page(path.read_text("utf-8"))
        assert "script" not in page.tags
        assert "b" not in page.tags
        assert not page.styled
    assert HOSTILE in _Page((directory / ROWS_FOLDER / "WH12.html").read_text("utf-8")).words


def test_text_in_the_workbook_is_never_a_formula(tmp_path: Path) -> None:
    _, directory = write_report_of(hostile_material(), tmp_path)

    header, first, *_ = read_sheet(directory / "evidence.xlsx", "文件")
    with ZipFile(directory / "evidence.xlsx") as book:
        formulas = [name for name in book.namelist() if b"<f>" in book.read(name)]

    cells = dict(zip(header, first, strict=True))
    assert cells["标题"] == HOSTILE
    assert cells["原文"] == "=第1行 ｜ 7 ｜ <b>关于做好工作的通知</b>"
    assert formulas == []


def test_a_number_opens_the_words_that_its_rows_were_read_from(tmp_path: Path) -> None:
    _, directory = write_report_of(hostile_material(), tmp_path)

    page = _Page((directory / ROWS_FOLDER / "WH12.html").read_text("utf-8"))

    assert "=第1行 ｜ 7 ｜ <b>关于做好工作的通知</b>" in page.words


def test_words_that_look_like_an_escape_are_escaped(tmp_path: Path) -> None:
    material = make_material({BurdenKind.DOCUMENT: [document_row(date(2023, 5, 4), "编号_x0041_的通知")]})

    write_evidence([], [], material.sources.values(), tmp_path / "evidence.xlsx", wrap=list)

    with ZipFile(tmp_path / "evidence.xlsx") as book:
        assert "编号_x005F_x0041_的通知" in book.read("xl/worksheets/sheet3.xml").decode()


def test_words_longer_than_a_cell_are_cut_and_say_so(tmp_path: Path) -> None:
    material = make_material({BurdenKind.DOCUMENT: [document_row(date(2023, 5, 4), "长" * 40_000)]})

    write_evidence([], [], material.sources.values(), tmp_path / "evidence.xlsx", wrap=list)

    title = read_sheet(tmp_path / "evidence.xlsx", "文件")[1][1]
    assert len(title) < 32_767
    assert title.endswith("…（过长，已截断）")


def test_html_allows_no_script_and_only_its_own_style(small_report: tuple[Document, Path]) -> None:
    html = (small_report[1] / "report.html").read_text("utf-8")

    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)

    assert policy
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert "http://" not in html.replace("http://www.w3.org/2000/svg", "")


def test_more_rows_than_a_sheet_holds_go_on_another(tmp_path: Path) -> None:
    material = make_material({BurdenKind.DOCUMENT: [document_row(date(2023, 5, 4)) for _ in range(7)]})
    path = tmp_path / "evidence.xlsx"

    write_evidence([], [], material.sources.values(), path, wrap=list, rows_per_sheet=4)

    sheets = openpyxl.load_workbook(path).sheetnames
    assert sheets == ["数字索引", "规则核对", "文件", "文件（续1）", "文件（续2）"]
    assert [len(read_sheet(path, name)) for name in sheets[2:]] == [4, 4, 2]


def test_pages_of_an_earlier_report_do_not_stay(small_report: tuple[Document, Path]) -> None:
    _, directory = small_report

    write_report_of(make_material({BurdenKind.DOCUMENT: [document_row(date(2023, 5, 4))]}), directory)

    assert (directory / ROWS_FOLDER / "WH01.html").exists()
    assert not (directory / ROWS_FOLDER / "ZL01.html").exists()


def test_progress_wraps_the_sheets(small_county: Material, tmp_path: Path) -> None:
    seen: list[str] = []

    def watch(sheets: Iterable[Any]) -> Iterator[Any]:
        for sheet in sheets:
            seen.append(sheet.name)
            yield sheet

    write_evidence([], [], small_county.sources.values(), tmp_path / "evidence.xlsx", wrap=watch)

    assert seen[:2] == ["文件", "会议"]


def test_the_checkpoint_stands_on_every_form(small_report: tuple[Document, Path]) -> None:
    _, directory = small_report

    assert "根哈希=" in read_docx(directory / "report.docx")
    assert "根哈希=" in read_pdf(directory / "report.pdf")
    assert "根哈希=" in (directory / "report.html").read_text("utf-8")


def test_the_docx_has_the_layout_of_an_official_paper(small_report: tuple[Document, Path]) -> None:
    file = docx.Document(str(small_report[1] / "report.docx"))
    section = file.sections[0]

    margins = [section.top_margin, section.left_margin, section.bottom_margin, section.right_margin]
    assert [round(margin.mm) for margin in margins if margin is not None] == [37, 28, 35, 26]
    assert "方正小标宋简体" in file.paragraphs[0]._p.xml
    assert "仿宋_GB2312" in file.paragraphs[3]._p.xml
