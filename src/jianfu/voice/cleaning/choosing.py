"""Which way of cleaning a file takes, told from its bytes; what no way fits is refused with advice."""

from jianfu.voice.cleaning.cleaned import INSTEAD, CannotClean, Cleaned
from jianfu.voice.cleaning.images import clean_image
from jianfu.voice.cleaning.office.docx_reading import DocxReader
from jianfu.voice.cleaning.office.docx_writing import write_docx
from jianfu.voice.cleaning.office.packages import Package
from jianfu.voice.cleaning.office.papers import Block, Gathered, tell_text
from jianfu.voice.cleaning.office.pptx_reading import read_pptx
from jianfu.voice.cleaning.office.xlsx_reading import XlsxReader
from jianfu.voice.cleaning.office.xlsx_writing import tell_sheets, write_xlsx
from jianfu.voice.cleaning.pdf import clean_pdf
from jianfu.voice.cleaning.texts import clean_text, shown_text

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")
_REFUSED = {
    "ofd": "OFD 文件里的签章和生成信息清不干净",
    "ole": "旧版 Office 和 WPS 文件（.doc .xls .ppt .wps .et）清不干净，请另存为 .docx 或 .xlsx",
    "heic": "苹果手机的 HEIC 照片清不干净，请截屏，或在相机设置里选“兼容性最佳”再拍",
    "macro": "带宏的文件不收",
    "zip": "压缩包不收，请把里面的文件逐个上传",
    "media": "录音、视频和这类图片清不干净",
}
_ABOUT_AUTHOR = "作者、单位、修改人、修改时间和编辑记录等文档信息"


def clean_here(name: str, data: bytes) -> Cleaned:
    """The cleaned file, in this process; `clean` does the same confined. CannotClean says what to do instead."""
    if not data.strip(b"\0 \r\n\t"):
        raise CannotClean("这个文件是空的。")
    if data.startswith(_PICTURES) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        return clean_image(data)
    if b"%PDF-" in data[:1024]:
        return clean_pdf(data)
    if data.startswith(_ZIP):
        return _clean_package(data)
    _refuse_known(data)
    return clean_text(data, "csv" if name.lower().endswith(".csv") else "txt")


def _refuse_known(data: bytes) -> None:
    if data.startswith(_OLE):
        raise _refusal("ole")
    if data[4:8] == b"ftyp":
        raise _refusal("heic" if data[8:12] in _HEIC_BRANDS else "media")
    if data.startswith((b"GIF8", b"II*\0", b"MM\0*", b"OggS", b"ID3", b"RIFF", b"\x1aE\xdf\xa3")):
        raise _refusal("media")
    if data.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"PK")):
        raise _refusal("zip")


def _clean_package(data: bytes) -> Cleaned:
    package = Package(data)
    if any(name.endswith("vbaProject.bin") for name in package.names):
        raise _refusal("macro")
    gathered = Gathered()
    gathered.leave_out(_ABOUT_AUTHOR)
    if "word/document.xml" in package.names:
        return _finish_paper(DocxReader(package, gathered).read(), gathered)
    if "xl/workbook.xml" in package.names:
        return _clean_workbook(package, gathered)
    if "ppt/presentation.xml" in package.names:
        return _finish_paper(read_pptx(package, gathered), gathered)
    raise _refusal("ofd" if "OFD.xml" in package.names else "zip")


def _finish_paper(blocks: tuple[Block, ...], gathered: Gathered) -> Cleaned:
    if not blocks:
        raise CannotClean("这个文件里没有看得见的内容。")
    return Cleaned("docx", write_docx(blocks), shown_text(tell_text(blocks)), tuple(gathered.removed))


def _clean_workbook(package: Package, gathered: Gathered) -> Cleaned:
    sheets = XlsxReader(package, gathered).read()
    return Cleaned("xlsx", write_xlsx(sheets), shown_text(tell_sheets(sheets)), tuple(gathered.removed))


def _refusal(kind: str) -> CannotClean:
    return CannotClean(f"{_REFUSED[kind]}。{INSTEAD}")
