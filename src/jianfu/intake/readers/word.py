"""docx by python-docx; doc and wps through LibreOffice or antiword where installed."""

import io
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph

from jianfu.intake.content import Content, Table
from jianfu.intake.errors import UnreadableFile

_HEAD_PARAGRAPHS = 8
_CONVERT_SECONDS = 90


def read_docx(data: bytes) -> Content:
    """Paragraphs as text, tables as tables, in document order. A merged cell's value stands in its first cell only."""
    document = docx.Document(io.BytesIO(data))
    content = Content()
    lines: list[str] = []
    for block in _iterate_blocks(document):
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            content.tables.append(_read_table(block, f"表{len(content.tables) + 1}"))
    content.text = "\n".join(lines)
    content.header_red = _has_red_head(document)
    content.aside = "\n".join(_read_aside(document))
    return content


def read_doc(data: bytes) -> Content:
    """An old Word or WPS document. UnreadableFile says what to install where no converter is there."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office:
        return read_docx(_convert(office, data))
    antiword = shutil.which("antiword")
    if antiword:
        return Content(text=_run_antiword(antiword, data), warnings=["旧版文档按纯文本读取，表格未单独识别。"])
    raise UnreadableFile(
        "这是旧版 Word 或 WPS 文档，本机没有能读它的程序。",
        "请另存为 docx 后导入，或请管理员安装 LibreOffice（或 antiword）。",
    )


def _iterate_blocks(document: Document) -> "Iterator[Paragraph | DocxTable]":
    for element in document.element.body.iterchildren():
        if element.tag == qn("w:p"):
            yield Paragraph(element, document)
        elif element.tag == qn("w:tbl"):
            yield DocxTable(element, document)


def _read_aside(document: Document) -> Iterator[str]:
    """Paragraphs of text boxes and of page headers: secrecy marks often stand there."""
    parts = [element for box in document.element.body.iter(qn("w:txbxContent")) for element in box.iter(qn("w:p"))]
    parts += [paragraph._p for section in document.sections for paragraph in section.header.paragraphs]
    for part in parts:
        yield "".join(run.text or "" for run in part.iter(qn("w:t")))


def _read_table(table: DocxTable, name: str) -> Table:
    rows: list[list[str | int | float | bool | None]] = []
    # The elements themselves, kept alive: an id alone is given to the next element once the first is let go.
    seen: set[object] = set()
    for row in table.rows:
        cells: list[str | int | float | bool | None] = []
        for cell in row.cells:
            first_time = cell._tc not in seen
            cells.append(cell.text.strip() if first_time else None)
            seen.add(cell._tc)
        rows.append(cells)
    return Table(name, rows)


def _has_red_head(document: Document) -> bool:
    runs = (run for paragraph in document.paragraphs[:_HEAD_PARAGRAPHS] for run in paragraph.runs)
    colours = (run.font.color.rgb for run in runs if run.font.color is not None and run.font.color.rgb is not None)
    return any(rgb[0] > 180 and rgb[1] < 80 and rgb[2] < 80 for rgb in colours)


def _convert(office: str, data: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.doc"
        source.write_bytes(data)
        # A profile of its own: two conversions at once would otherwise wait for each other for ever.
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [office, profile, "--headless", "--convert-to", "docx", "--outdir", f"{folder}/out", str(source)]
        subprocess.run(command, check=False, capture_output=True, timeout=_CONVERT_SECONDS)  # noqa: S603
        converted = Path(folder) / "out" / "in.docx"
        if not converted.exists():
            raise UnreadableFile("旧版文档转换不了，可能已损坏或有密码。", "请用办公软件打开后另存为 docx 再导入。")
        return converted.read_bytes()


def _run_antiword(antiword: str, data: bytes) -> str:
    with tempfile.NamedTemporaryFile(suffix=".doc") as file:
        file.write(data)
        file.flush()
        command = [antiword, "-m", "UTF-8.txt", "-w", "0", file.name]
        done = subprocess.run(command, check=False, capture_output=True, timeout=_CONVERT_SECONDS)  # noqa: S603
    if done.returncode != 0:
        raise UnreadableFile("旧版文档读不出来，可能已损坏或有密码。", "请用办公软件打开后另存为 docx 再导入。")
    return done.stdout.decode("utf-8", errors="replace")
