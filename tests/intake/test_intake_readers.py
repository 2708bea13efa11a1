"""One reader a format: the same register or notice, whatever it is kept in."""

import io
import shutil
import subprocess
from datetime import date, datetime
from importlib.util import find_spec

import docx
import pytest
import xlsxwriter
import xlwt
from bad_inputs import GOOD_ROWS, HEADINGS, ascii_pdf, good_csv, good_workbook, notice_docx, replace_member, zip_of
from docx.oxml import parse_xml
from docx.shared import RGBColor
from PIL import Image

from jianfu.intake.content import Content
from jianfu.intake.errors import ClassifiedFile, UnreadableFile
from jianfu.intake.reading_files import read_file
from jianfu.intake.sandbox import Limits

LINES = [list(HEADINGS), *map(list, GOOD_ROWS)]
NOTICE = ["青农发〔2023〕5号", "关于做好秋收工作的通知", "各乡镇人民政府：", "请于10月1日前上报秋收面积。"]
WORD_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read(data: bytes, name: str = "文件") -> Content:
    return read_file(name, data, limits=Limits(wall_seconds=120))


def cells(content: Content, table: int = 0) -> list[list[str]]:
    return [
        ["" if cell is None else str(int(cell)) if isinstance(cell, float) else str(cell) for cell in row]
        for row in content.tables[table].rows
    ]


AS_WORDS = [[str(cell) for cell in line] for line in LINES]


def test_xlsx() -> None:
    content = read(good_workbook())

    assert cells(content) == AS_WORDS
    assert (content.tables[0].sheet, content.tables[0].first_row) == ("收文登记", 1)


def test_xlsx_with_merges_dates_an_offset_and_an_empty_sheet() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"default_date_format": "yyyy-mm-dd"}) as book:
        book.add_worksheet("空表")
        sheet = book.add_worksheet("登记")
        sheet.merge_range(2, 1, 2, 3, "2023年收文登记")
        sheet.write_datetime(3, 1, datetime(2023, 9, 15))
        sheet.write_boolean(3, 3, True)
    content = read(target.getvalue())

    [table] = content.tables
    assert (table.sheet, table.first_row) == ("登记", 3)
    assert table.merged == [(0, 0, 0, 2)]
    assert table.rows[1][0] == date(2023, 9, 15)
    assert table.rows[1][2] is True


def test_xls() -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("收文登记")
    for row, line in enumerate(LINES):
        for column, cell in enumerate(line):
            sheet.write(row, column, cell)
    target = io.BytesIO()
    book.save(target)

    assert cells(read(target.getvalue())) == AS_WORDS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_delimited_text(encoding: str, delimiter: str) -> None:
    assert cells(read(good_csv(encoding, delimiter))) == AS_WORDS


def test_quotes_hold_delimiters_and_line_ends() -> None:
    content = read('标题,来文单位,备注\n"关于甲,乙的""通知""","县林业局","上\n下"\n丙,丁,戊\n'.encode())

    assert cells(content)[1] == ['关于甲,乙的"通知"', "县林业局", "上\n下"]


def test_a_macro_is_told_and_left_alone() -> None:
    content = read(replace_member(good_workbook(), "xl/vbaProject.bin", b"Auto_Open"))

    assert content.warnings == ["工作簿带有宏，已忽略，没有运行。"]


def test_docx_text_tables_and_red_head() -> None:
    document = docx.Document()
    document.add_paragraph().add_run("青禾县人民政府文件").font.color.rgb = RGBColor(0xFF, 0, 0)
    for paragraph in NOTICE:
        document.add_paragraph(paragraph)
    table = document.add_table(len(LINES) + 1, len(HEADINGS))
    table.rows[0].cells[0].merge(table.rows[0].cells[-1]).text = "2023年收文登记"
    for row, line in zip(table.rows[1:], LINES, strict=True):
        for cell, word in zip(row.cells, line, strict=True):
            cell.text = str(word)
    target = io.BytesIO()
    document.save(target)
    content = read(target.getvalue())

    assert content.text.split("\n") == ["青禾县人民政府文件", *NOTICE]
    assert content.header_red
    assert cells(content) == [["2023年收文登记", *[""] * 5], *AS_WORDS]
    assert not read(notice_docx(NOTICE)).header_red


def test_secrecy_marks_in_text_boxes_and_page_headers() -> None:
    boxed, headed = docx.Document(), docx.Document()
    boxed.add_paragraph("关于秋收的通知")._p.append(
        parse_xml(
            f'<w:r xmlns:w="{WORD_SPACE}"><w:pict><w:txbxContent><w:p><w:r><w:t>机密★10年</w:t></w:r></w:p>'
            "</w:txbxContent></w:pict></w:r>"
        )
    )
    headed.add_paragraph("关于秋收的通知")
    headed.sections[0].header.paragraphs[0].text = "秘密★1年"
    for document in (boxed, headed):
        target = io.BytesIO()
        document.save(target)
        with pytest.raises(ClassifiedFile):
            read(target.getvalue())


def test_secrecy_marks_above_a_table_but_not_in_its_rows() -> None:
    marked = "机密★3年,,\n标题,收文日期,来文单位\n甲,2023-09-15,县林业局\n"
    row = "标题,收文日期,密级\n甲,2023-09-15,秘密\n乙,2023-09-15,\n丙,2023-09-15,\n丁,2023-09-15,\n"

    with pytest.raises(ClassifiedFile):
        read(marked.encode())
    # Only the row is refused, and later.
    assert len(read(row.replace("标题,", "序号,标题,").replace("\n", "\n1,").encode()).tables) == 1


@pytest.mark.parametrize("suffix", ["doc", "wps"])
def test_old_word_documents(tmp_path, suffix: str) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    source = tmp_path / "通知.docx"
    source.write_bytes(notice_docx(NOTICE))
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "doc"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(source)], check=True, capture_output=True, timeout=120)

    content = read((tmp_path / "通知.doc").read_bytes(), f"通知.{suffix}")
    assert [line for line in content.text.split("\n") if line] == NOTICE


def test_old_documents_say_what_to_install_where_nothing_can_read_them(tmp_path, monkeypatch) -> None:
    from jianfu.intake.readers.word import read_doc

    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableFile, match="LibreOffice"):
        read_doc(b"\xd0\xcf\x11\xe0")


def test_pdf_with_text() -> None:
    content = read(ascii_pdf())

    assert content.text.strip() == "Notice of the county office, number one"
    assert content.pages == 1


@pytest.mark.skipif(find_spec("rapidocr") is not None, reason="text recognition is installed")
def test_scans_say_what_to_install() -> None:
    scan, page = io.BytesIO(), Image.new("L", (300, 400), 250)
    page.save(scan, "PDF")
    picture = io.BytesIO()
    page.save(picture, "PNG")

    for data in (scan.getvalue(), picture.getvalue()):
        with pytest.raises(UnreadableFile, match=r"jianfu\[ocr\]"):
            read(data)


@pytest.mark.skipif(find_spec("rapidocr") is not None, reason="text recognition is installed")
def test_a_scanned_page_among_printed_ones_is_told_and_the_rest_read() -> None:
    import pypdfium2

    scan, joined = io.BytesIO(), io.BytesIO()
    Image.new("L", (300, 400), 250).save(scan, "PDF")
    paper = pypdfium2.PdfDocument(ascii_pdf())
    paper.import_pages(pypdfium2.PdfDocument(scan.getvalue()))
    paper.new_page(300, 400)
    paper.save(joined)
    content = read(joined.getvalue())

    assert "Notice of the county office" in content.text
    assert content.warnings == ["第 2 页是扫描件，没有识别。"]
    assert content.pages == 3


def _ofd(lines: list[str], *, root: str = "Doc_0/Document.xml") -> bytes:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    texts = "".join(
        f'<ofd:TextObject Boundary="20 {30 + 9 * row} 100 8"><ofd:TextCode>{line}</ofd:TextCode></ofd:TextObject>'
        for row, line in reversed(list(enumerate(lines)))
    )
    page = f"<ofd:Page {space}><ofd:Content><ofd:Layer>{texts}</ofd:Layer></ofd:Content></ofd:Page>"
    document = (
        f'<ofd:Document {space}><ofd:Pages><ofd:Page ID="1" BaseLoc="P0/Content.xml"/></ofd:Pages></ofd:Document>'
    )
    return zip_of(
        [
            (
                "OFD.xml",
                f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>{root}</ofd:DocRoot></ofd:DocBody></ofd:OFD>".encode(),
            ),
            ("Doc_0/Document.xml", document.encode()),
            ("Doc_0/P0/Content.xml", page.encode()),
        ]
    )


@pytest.mark.parametrize("root", ["Doc_0/Document.xml", "/Doc_0/Document.xml"])
def test_ofd_in_reading_order(root: str) -> None:
    content = read(_ofd(NOTICE, root=root))

    assert content.text.split("\n") == NOTICE
    assert content.pages == 1


def test_ofd_without_its_pages() -> None:
    with pytest.raises(UnreadableFile, match="OFD"):
        read(_ofd(NOTICE, root="Doc_7/Document.xml"))


CHATS = {
    "wechat": "微信群聊天记录\n\n张三 2023-12-07 09:30:15\n请各村今天下午4点前上报。\n"
    "李四 2023-12-07 09:31\n[文件] 台账.xlsx\n",
    "qq": "消息对象：溪口镇工作群\n\n2023-12-07 9:30:15 张三(123456789)\n请各村今天下午4点前上报。\n"
    "2023-12-07 9:31:00 李四<a@b.cn>\n[文件]：台账.xlsx\n",
    "dingtalk": "张三： 2023年12月7日 上午9:30\n请各村今天下午4点前上报。\n"
    "李四： 2023年12月7日 上午9:31\n【文件】台账.xlsx\n",
}


@pytest.mark.parametrize("style", CHATS)
def test_group_chats(style: str) -> None:
    content = read(CHATS[style].encode(), "溪口镇工作群.txt")

    assert [message.sender for message in content.messages] == ["张三", "李四"]
    assert content.messages[0].sent_at is not None
    assert content.messages[0].sent_at.replace(second=0) == datetime(2023, 12, 7, 9, 30)
    assert content.messages[0].text == "请各村今天下午4点前上报。"
    assert content.messages[1].files == ("台账.xlsx",)
    assert content.chat_name == "溪口镇工作群"


def test_running_text() -> None:
    assert read("\r\n".join(NOTICE).encode("gb18030")).text.split("\n") == NOTICE


@pytest.mark.parametrize(
    "data",
    [
        "".join(NOTICE).encode().decode("gbk", errors="replace").encode(),
        "".join(NOTICE).encode("gbk").decode("latin-1").encode(),
        "".join(NOTICE).encode().decode("latin-1").encode(),
        ("锟斤拷" * 20).encode(),
        "".join(NOTICE).encode("big5", errors="replace") + b"\x81\xff" * 20,
    ],
)
def test_mojibake_is_told(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="乱码"):
        read(data)


@pytest.mark.parametrize(
    "words",
    [
        *NOTICE,
        "Café au lait, naïve façade: English with accents stays readable.",
        "1234567890",
        "“两不愁”“三保障”……",
        "×√×√××·×××",
    ],
)
def test_ordinary_words_are_no_mojibake(words: str) -> None:
    from jianfu.intake.readers.mojibake import looks_garbled

    assert not looks_garbled(words)


@pytest.mark.parametrize(
    "head", ["<html>", "<!DOCTYPE html>", "MIME-Version: 1.0", '<?xml?><?mso-application progid="Excel"?>', "{\\rtf1"]
)
def test_formats_that_pretend_say_how_to_save_them(head: str) -> None:
    with pytest.raises(UnreadableFile, match="另存为"):
        read(f"{head}\n表格".encode(), "收文.xls")
