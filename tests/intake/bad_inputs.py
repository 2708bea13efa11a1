"""Every kind of bad input, made in code: bombs and broken files are never kept in the repository.

`python tests/intake/bad_inputs.py FOLDER` writes them all; with `--run` it also imports each, alone, and prints a
table of exit codes and messages.
"""

import io
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import docx
import msoffcrypto.format.ooxml
import xlsxwriter

Rows = Sequence[Sequence[object]]

HEADINGS = ("序号", "收文日期", "发文字号", "文件标题", "来文单位", "收文单位")
GOOD_ROWS: Rows = (
    (1, "2023-09-15", "青农发〔2023〕5号", "关于做好秋收工作的通知", "青禾县农业农村局", "溪口镇"),
    (2, "2023.9.16", "青应急〔2023〕8号", "关于开展安全检查的通知", "青禾县应急管理局", "溪口镇"),
)
CODE_NAME = "青松计划"
"""Words that stand in the classified papers only: nowhere in the data folder may they be found afterwards."""
MILLION = 1_000_000


@dataclass(frozen=True)
class BadInput:
    """One bad input: how it is made, the words its message must hold, how `jianfu import` alone on it ends."""

    make: Callable[[Path], object]
    words: str
    exit_code: int


def workbook(headings: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "") -> bytes:
    """An xlsx of one sheet; text stays text, `=…` too."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("收文登记")
        lines = ([[title]] if title else []) + [list(headings), *map(list, rows)]
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    return target.getvalue()


def good_workbook() -> bytes:
    """A register with nothing wrong."""
    return workbook(HEADINGS, GOOD_ROWS)


def register_with(column: str, cells: Sequence[object]) -> bytes:
    """A register with one more column, one row a cell."""
    rows = [
        (*GOOD_ROWS[0][:3], f"关于第{number}项工作的通知", *GOOD_ROWS[0][4:], cell) for number, cell in enumerate(cells)
    ]
    return workbook((*HEADINGS, column), rows)


def good_csv(encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """The same register as text."""
    lines = [HEADINGS, *GOOD_ROWS]
    return "\r\n".join(delimiter.join(str(cell) for cell in line) for line in lines).encode(encoding)


def zip_of(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip of members, in order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return target.getvalue()


def replace_member(data: bytes, name: str, content: bytes) -> bytes:
    """The same container with one member replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(item, archive.read(item)) for item in archive.namelist() if item != name]
    return zip_of([*members, (name, content)])


def notice_docx(paragraphs: Iterable[str]) -> bytes:
    """A docx of plain paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def ascii_pdf(*, encrypted: bool = False) -> bytes:
    """A one-page PDF written by hand. Encrypted: with key material that no password fits."""
    stream = b"BT /F1 12 Tf 72 700 Td (Notice of the county office, number one) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"41" * 32, b"42" * 32),
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    lock = b"/Encrypt 6 0 R/ID[<3132><3132>]" if encrypted else b""
    trailer = b"trailer<</Size 7/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (lock, len(body))
    return body + b"xref\n0 7\n0000000000 65535 f \n" + table + trailer


def encrypted_workbook() -> bytes:
    """An xlsx with a password: an OLE file with an EncryptedPackage stream."""
    target = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(good_workbook())).encrypt("mima", target)
    return target.getvalue()


def encrypted_zip() -> bytes:
    """A zip whose member is flagged as encrypted, in its own header and in the directory."""
    data = bytearray(zip_of([("收文登记.xlsx", good_workbook())]))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def zip_bomb(unpacked_bytes: int = 200 * 2**20) -> bytes:
    """A workbook of about 199 KB whose sheet unpacks to 200 MB of blanks."""
    return replace_member(good_workbook(), "xl/worksheets/sheet1.xml", b" " * unpacked_bytes)


def lying_workbook() -> bytes:
    """A zip bomb whose directory declares that the sheet is small."""
    data = bytearray(zip_bomb())
    place = data.rindex(b"PK\x01\x02")
    local = struct.unpack_from("<I", data, place + 42)[0]
    struct.pack_into("<I", data, place + 24, 1000)
    struct.pack_into("<I", data, local + 22, 1000)
    return bytes(data)


def nested_zip(depth: int, innermost: bytes) -> bytes:
    """Zips in zips."""
    data, name = innermost, "收文登记.xlsx"
    for level in range(depth):
        data, name = zip_of([(name, data)]), f"第{level}层.zip"
    return data


def multiplying_zip() -> bytes:
    """Two levels, each within the limits, together 6 GB."""
    grains = b"".join(os.urandom(1024) + bytes(100 * 1024) for _ in range(200))
    inner = zip_of((f"{number}.bin", grains) for number in range(20))
    return zip_of((f"{number}.zip", inner) for number in range(15))


_ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)


def entity_bomb_docx() -> bytes:
    """Billion laughs in word/document.xml."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = (
        f'{_ENTITIES}<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>'
    )
    return replace_member(notice_docx(["通知"]), "word/document.xml", text.encode())


def entity_bomb_ofd() -> bytes:
    """Billion laughs in OFD.xml."""
    text = f'{_ENTITIES}<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody>&j;</ofd:DocBody></ofd:OFD>'
    return zip_of([("OFD.xml", text.encode())])


def outside_entity_workbook() -> bytes:
    """Shared strings that ask for a file of this machine."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst xmlns="{space}"><si><t>&a;</t></si></sst>'
    return replace_member(good_workbook(), "xl/sharedStrings.xml", text.encode())


def long_workbook(rows: int = MILLION) -> bytes:
    """A register of many rows; written as sheet XML, which is fast, and packed lightly, as real ones are."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    header = "".join(f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in HEADINGS)
    line = (
        '<row><c><v>{0}</v></c><c><v>45184</v></c><c t="inlineStr"><is><t>青发〔2023〕{0}号</t></is></c>'
        '<c t="inlineStr"><is><t>关于第{0}项工作的通知</t></is></c>'
        '<c t="inlineStr"><is><t>青禾县林业局</t></is></c></row>'
    )
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(good_workbook())) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            if name != "xl/worksheets/sheet1.xml":
                new.writestr(name, old.read(name))
        with new.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData><row>{header}</row>'.encode())
            for start in range(0, rows, 10_000):
                sheet.write("".join(map(line.format, range(start, min(start + 10_000, rows)))).encode())
            sheet.write(b"</sheetData></worksheet>")
    return target.getvalue()


def long_csv(rows: int = MILLION) -> bytes:
    """The same as text."""
    lines = (f"{n},2023-09-15,青发〔2023〕{n}号,关于第{n}项工作的通知,青禾县林业局,溪口镇" for n in range(rows))
    return (",".join(HEADINGS) + "\n" + "\n".join(lines)).encode()


def vast_workbook() -> bytes:
    """A register with one more cell in the last row and column that a sheet can have."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("收文登记")
        for number, line in enumerate([HEADINGS, *GOOD_ROWS]):
            sheet.write_row(number, 0, line)
        sheet.write(1_048_575, 16_383, "远")
    return target.getvalue()


def formula_workbook() -> bytes:
    """Formulas with stored values, one that would start a program, and text that looks like one."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("收文登记")
        sheet.write_row(0, 0, (*HEADINGS, "页数"))
        sheet.write_row(1, 0, GOOD_ROWS[0])
        sheet.write_formula(1, 3, '="关于做好"&"秋收工作的通知"', None, "关于做好秋收工作的通知")
        sheet.write_formula(1, 6, "=1+2", None, 3)
        sheet.write_row(2, 0, (2, "=cmd|' /C calc'!A0", *GOOD_ROWS[1][2:], "=1+1"))
    return target.getvalue()


def macro_workbook() -> bytes:
    """An xlsm: the register with a macro project."""
    return replace_member(good_workbook(), "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0Auto_Open")


def classified_docx() -> bytes:
    """A paper with a secrecy mark."""
    return notice_docx(["秘密★5年", f"关于{CODE_NAME}实施方案的通知", "各乡镇：", f"现将{CODE_NAME}印发给你们。"])


def classified_rows() -> bytes:
    """A register with classified papers among its rows, the mark in its column or in the title."""
    rows = [
        (*GOOD_ROWS[0], "无"),
        (2, "一九", "青密〔2023〕1号", f"关于{CODE_NAME}的通知", "青禾县林业局", "溪口镇", "机密★10年"),
        (3, "2023-09-15", "青密〔2023〕2号", f"关于{CODE_NAME}的函（秘密★5年）", "青禾县林业局", "溪口镇", None),
        (4, "没有", "青密〔2023〕3号", f"关于{CODE_NAME}的报告", "青禾县林业局", "溪口镇", "秘密"),
    ]
    return workbook((*HEADINGS, "密级"), rows)


def classified_chat() -> bytes:
    """A group in which somebody posted a classified paper."""
    text = f"""2023-09-15 09:00:00 张三
请各村今天下午4点前上报秋收面积。
2023-09-15 09:05:00 李四
机密★1年 {CODE_NAME}：请各村上报名单。
"""
    return text.encode()


def make_link_loop(folder: Path) -> None:
    """A folder with a good register and a link to itself."""
    folder.mkdir(exist_ok=True)
    (folder / "收文登记.xlsx").write_bytes(good_workbook())
    if not (folder / "又是自己").is_symlink():
        (folder / "又是自己").symlink_to(folder.resolve(), target_is_directory=True)


def make_pipe(folder: Path) -> None:
    """A folder with a good register and a pipe that nobody writes into."""
    folder.mkdir(exist_ok=True)
    (folder / "收文登记.xlsx").write_bytes(good_workbook())
    if not (folder / "管道.csv").exists():
        os.mkfifo(folder / "管道.csv")


def make_foreign_names(folder: Path) -> None:
    """A folder with a file whose name is GBK bytes, as copied from an old disk."""
    folder.mkdir(exist_ok=True)
    Path(os.fsdecode(os.fsencode(folder) + b"/" + "收文登记.xlsx".encode("gbk"))).write_bytes(good_workbook())


def _make_folder(path: Path) -> None:
    path.mkdir(exist_ok=True)


def _bytes(make: Callable[[], bytes]) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(make())


def _rows(*cells: tuple[str, Sequence[object]]) -> Callable[[Path], object]:
    [(column, values)] = cells
    return _bytes(lambda: register_with(column, values))


def _mixed_years() -> bytes:
    rows = [
        (1, "9月15日", "", "关于秋收的通知", "青禾县林业局", "溪口镇"),
        (2, "2023-01-02", "", "关于春耕的通知", "青禾县林业局", "溪口镇"),
    ]
    return workbook(HEADINGS, rows, title="溪口镇2022年—2023年收文登记表")


def _untitled() -> bytes:
    return workbook(
        HEADINGS, [GOOD_ROWS[0], (2, "2023-09-16", "青应急〔2023〕8号", None, "青禾县应急管理局", "溪口镇")]
    )


def _mojibake_workbook() -> bytes:
    def spoil(words: object) -> str:
        return str(words).encode().decode("gbk", errors="replace")

    return workbook([spoil(word) for word in HEADINGS], [[spoil(cell) for cell in row] for row in GOOD_ROWS])


_MOJIBAKE_CSV = ("锟斤拷,锟斤拷锟斤拷,锟斤拷\n" * 9).encode()
_OUT_OF_RANGE = [date(1899, 12, 31), "2023-02-30", "9999-12-31", "0001-01-01", "2023-13-01", 99999999, "昨天"]
_HTML = "<html><meta charset=utf-8><table><tr><td>文件标题</td><td>收文日期</td></tr></table></html>"
_ODD_AMOUNTS = ["-5", -3, "三五份", "很多", 10**30, "9" * 400, "1e999", 1.5]

BAD_INPUTS: dict[str, BadInput] = {
    "空文件.xlsx": BadInput(_bytes(bytes), "文件是空的", 2),
    "只有空白.txt": BadInput(_bytes(lambda: b" \r\n\r\n"), "文件是空的", 2),
    "截断.xlsx": BadInput(_bytes(lambda: good_workbook()[:3000]), "不完整或已损坏", 2),
    "截断.docx": BadInput(_bytes(lambda: notice_docx(["通知"])[:9000]), "不完整或已损坏", 2),
    "截断.pdf": BadInput(_bytes(lambda: ascii_pdf()[:200]), "不完整或已损坏", 2),
    "加密.xlsx": BadInput(_bytes(encrypted_workbook), "有密码", 2),
    "加密.pdf": BadInput(_bytes(lambda: ascii_pdf(encrypted=True)), "有密码", 2),
    "加密.zip": BadInput(_bytes(encrypted_zip), "有密码", 2),
    "其实是xlsx.csv": BadInput(_bytes(good_workbook), "已导入 收文登记 2 行", 0),
    "其实是csv.xlsx": BadInput(_bytes(good_csv), "已导入 收文登记 2 行", 0),
    "其实是网页.xls": BadInput(_bytes(_HTML.encode), "网页", 2),
    "带宏.xlsm": BadInput(_bytes(macro_workbook), "带有宏，已忽略，没有运行", 0),
    "压缩炸弹.xlsx": BadInput(_bytes(zip_bomb), "疑似压缩炸弹", 2),
    "谎报大小.xlsx": BadInput(_bytes(lying_workbook), "大小不符", 2),
    "层层嵌套.zip": BadInput(_bytes(lambda: nested_zip(6, good_workbook())), "嵌套过深", 2),
    "嵌套炸弹.zip": BadInput(_bytes(lambda: nested_zip(2, zip_bomb())), "疑似压缩炸弹", 2),
    "成倍膨胀.zip": BadInput(_bytes(multiplying_zip), "疑似压缩炸弹", 2),
    "条目过多.zip": BadInput(_bytes(lambda: zip_of((f"{n}.txt", b"") for n in range(20_000))), "疑似压缩炸弹", 2),
    "实体炸弹.docx": BadInput(_bytes(entity_bomb_docx), "实体定义", 2),
    "实体炸弹.ofd": BadInput(_bytes(entity_bomb_ofd), "实体定义", 2),
    "外部实体.xlsx": BadInput(_bytes(outside_entity_workbook), "实体定义", 2),
    "百万行.xlsx": BadInput(_bytes(long_workbook), "1000000 行", 0),
    "百万行.csv": BadInput(_bytes(long_csv), "1000000 行", 0),
    "边角有字.xlsx": BadInput(_bytes(vast_workbook), "超出限制", 2),
    "路径穿越.zip": BadInput(
        _bytes(lambda: zip_of([("../../逃出去.txt", b"x"), ("C:\\逃.txt", b"x"), ("收文.xlsx", good_workbook())])),
        "路径指向包外",
        1,
    ),
    "公式.xlsx": BadInput(_bytes(formula_workbook), "不是日期", 0),
    "日期越界.xlsx": BadInput(_rows(("成文日期", _OUT_OF_RANGE)), "超出 1990—2100 年", 0),
    "数字不对.xlsx": BadInput(_rows(("页数", _ODD_AMOUNTS)), "是负数", 0),
    "未知单位.xlsx": BadInput(_bytes(good_workbook), "不在机关名录里", 0),
    "没有标题.xlsx": BadInput(_bytes(_untitled), "没有“标题”", 1),
    "跨年.xlsx": BadInput(_bytes(_mixed_years), "没有年份", 0),
    "乱码.csv": BadInput(_bytes(lambda: _MOJIBAKE_CSV), "乱码", 2),
    "乱码.xlsx": BadInput(_bytes(_mojibake_workbook), "乱码", 2),
    "夹有空字节.csv": BadInput(_bytes(lambda: good_csv().replace("秋收".encode(), b"\0\x01")), "已导入", 0),
    "涉密.docx": BadInput(_bytes(classified_docx), "密级标志", 2),
    "涉密行.xlsx": BadInput(_bytes(classified_rows), "涉密文件", 1),
    "涉密群消息.txt": BadInput(_bytes(classified_chat), "密级标志", 2),
    "循环链接": BadInput(make_link_loop, "已导入", 0),
    "管道": BadInput(make_pipe, "不是普通文件", 1),
    "名称乱码": BadInput(make_foreign_names, "已导入", 0),
    "空文件夹": BadInput(_make_folder, "没有文件", 2),
    "程序.exe": BadInput(_bytes(lambda: b"MZ\x90\0\3\0\0\0" + bytes(range(256)) * 20), "不认识这种文件格式", 2),
    "归档.rar": BadInput(_bytes(lambda: b"Rar!\x1a\x07\x01\x00" + bytes(range(256)) * 20), "不认识这种文件格式", 2),
    "引号不成对.csv": BadInput(_bytes(lambda: good_csv().replace("关于做好".encode(), '"关于'.encode())), "引号", 2),
    "不像登记表.xlsx": BadInput(_bytes(lambda: workbook(("姓名", "电话"), [("张三", "1")] * 3)), "不像登记表", 2),
}


def write_bad_inputs(folder: Path) -> None:
    """Write every bad input into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, bad in BAD_INPUTS.items():
        bad.make(folder / name)


def import_alone(path: Path, home: Path, *more: str) -> "subprocess.CompletedProcess[str]":
    """`jianfu import` on one path with a data folder of its own."""
    command = [str(Path(sys.executable).with_name("jianfu")), "import", str(path), *more]
    environment = {**os.environ, "JIANFU_HOME": str(home), "JIANFU_DATABASE_URL": ""}
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=600, check=False)


def find_words(folder: Path, words: str) -> list[str]:
    """Names of the files below a folder that hold the words or bear them, in any of the usual encodings."""
    forms = [words.encode(encoding) for encoding in ("utf-8", "gb18030", "utf-16-le")]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if words in path.name or any(form in path.read_bytes() for form in forms)]


def _print_table(folder: Path) -> None:
    sys.stdout.write("| 输入 | 退出码 | 应为 | 秒 | 信息 |\n|---|---|---|---|---|\n")
    with tempfile.TemporaryDirectory() as scratch:
        # An empty ledger is made once and copied.
        fresh = Path(scratch) / "fresh"
        import_alone(folder / "空文件夹", fresh)
        for number, (name, bad) in enumerate(BAD_INPUTS.items()):
            home = Path(scratch) / str(number)
            shutil.copytree(fresh, home)
            sys.stdout.write(_describe(name, bad, folder / name, home) + "\n")
            sys.stdout.flush()


def _describe(name: str, bad: BadInput, path: Path, home: Path) -> str:
    start = time.monotonic()
    done = import_alone(path, home)
    seconds = time.monotonic() - start
    lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    right = done.returncode == bad.exit_code and bad.words in done.stdout and not find_words(home, CODE_NAME)
    shown = "<br>".join(lines[:4]).replace("|", "\\|")
    return f"| {name} | {done.returncode} | {bad.exit_code} {'对' if right else '**不对**'} | {seconds:.1f} | {shown} |"


if __name__ == "__main__":
    write_bad_inputs(Path(sys.argv[1]))
    if "--run" in sys.argv:
        _print_table(Path(sys.argv[1]))
