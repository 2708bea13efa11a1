"""A file is what its bytes say."""

import io

import pytest
import xlwt
from bad_inputs import (
    ascii_pdf,
    encrypted_workbook,
    good_csv,
    good_workbook,
    notice_docx,
    replace_member,
    zip_of,
)

from jianfu.intake.formats import Format, sniff


def old_workbook() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    book.add_sheet("收文").write(0, 0, "文件标题")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", Format.EMPTY),
        (b"\x00 \r\n\t", Format.EMPTY),
        (good_workbook(), Format.XLSX),
        (good_workbook()[:3000], Format.XLSX),
        (old_workbook(), Format.XLS),
        (notice_docx(["通知"]), Format.DOCX),
        (encrypted_workbook(), Format.ENCRYPTED_OFFICE),
        (ascii_pdf(), Format.PDF),
        (b"\r\n\r\n" + ascii_pdf(), Format.PDF),
        (zip_of([("OFD.xml", b"<a/>")]), Format.OFD),
        (zip_of([("xl/workbook.bin", b"")]), Format.XLSB),
        (zip_of([("mimetype", b""), ("content.xml", b"")]), Format.ODS),
        (zip_of([("收文.csv", b"1")]), Format.ZIP),
        (good_csv(), Format.TEXT),
        (good_csv("gb18030"), Format.TEXT),
        (good_csv("utf-16"), Format.TEXT),
        (b"\x89PNG\r\n\x1a\n\x00", Format.PNG),
        (b"\xff\xd8\xff\xe0", Format.JPEG),
        (b"II*\x00\x08", Format.TIFF),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Format.UNKNOWN),
        (bytes(range(1, 32)) * 40, Format.UNKNOWN),
    ],
)
def test_formats_are_told_from_bytes(data: bytes, expected: Format) -> None:
    assert sniff(data) is expected


def test_a_macro_workbook_is_a_workbook() -> None:
    assert sniff(replace_member(good_workbook(), "xl/vbaProject.bin", b"x")) is Format.XLSX
