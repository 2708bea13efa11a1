"""PDF with a text layer; pages without one go to text recognition where it is installed."""

import io

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium_c

from jianfu.intake.content import Content, Table
from jianfu.intake.errors import UnreadableFile
from jianfu.intake.readers.printed_lines import join_printed_lines
from jianfu.intake.readers.recognition import recognise_image, scan_without_recognition

_RULES_OF_A_TABLE = 8
_TABLE_PAGES = 40
_FEWEST_CHARACTERS = 10
_SCALE = 2.0


def read_pdf(data: bytes, *, ocr_pages: int) -> Content:
    """Text page by page, ruled tables of the first 40 pages. UnreadableFile for damage or a password."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _explain(error) from error
    content = Content(pages=len(document))
    texts: list[str] = []
    ruled: list[int] = []
    for number, page in enumerate(document):
        text = page.get_textpage().get_text_range().replace("\r\n", "\n")
        if len(text.strip()) < _FEWEST_CHARACTERS:
            text = _recognise(page, number, ocr_pages, content) or text
        texts.append(text)
        rules = sum(1 for _ in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH]))
        if rules >= _RULES_OF_A_TABLE and number < _TABLE_PAGES:
            ruled.append(number)
    if content.warnings and not any(text.strip() for text in texts):
        raise scan_without_recognition()
    content.text = join_printed_lines(texts)
    content.tables = _read_tables(data, ruled)
    return content


def _recognise(page: pypdfium2.PdfPage, number: int, ocr_pages: int, content: Content) -> str:
    if number >= ocr_pages:
        content.warnings.append(f"扫描件超过 {ocr_pages} 页，其后各页没有识别。")
        return ""
    if next(iter(page.get_objects()), None) is None:
        return ""
    try:
        return recognise_image(page.render(scale=_SCALE).to_pil())
    except UnreadableFile:
        # One scanned page among printed ones, a seal or an attachment, is no reason to leave the paper out.
        content.warnings.append(f"第 {number + 1} 页是扫描件，没有识别。")
        return ""


def _read_tables(data: bytes, pages: list[int]) -> list[Table]:
    if not pages:
        return []
    tables = []
    with pdfplumber.open(io.BytesIO(data), pages=[page + 1 for page in pages]) as document:
        for page in document.pages:
            for rows in page.extract_tables():
                cleaned = [[cell.replace("\n", "") if cell else None for cell in row] for row in rows]
                tables.append(Table(f"第{page.page_number}页", cleaned, page=page.page_number))
    return tables


def _explain(error: pypdfium2.PdfiumError) -> UnreadableFile:
    if "assword" in str(error):
        return UnreadableFile("PDF 有密码。", "请解除密码后再导入。")
    return UnreadableFile("PDF 不完整或已损坏。", "请向来文单位重新索取。")
