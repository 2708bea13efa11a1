"""From a path to contents: walks folders and archives, sniffs, reads in the sandbox."""

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from jianfu.intake.archives import check_container, iterate_members
from jianfu.intake.content import Content
from jianfu.intake.errors import ClassifiedFile, UnreadableFile
from jianfu.intake.formats import Format, sniff
from jianfu.intake.sandbox import Limits, run_limited
from jianfu.reading.secrecy import find_secrecy
from jianfu.vocabulary.evidence import SourceFile

__all__ = ["Limits", "Source", "open_sources", "read_file"]

_CONTAINERS = frozenset({Format.XLSX, Format.XLSB, Format.ODS, Format.DOCX, Format.OFD})
_LARGEST_FILE_BYTES = 500 * 2**20
_HEAD_ROWS = 4


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read. Where it could not even be opened, `error` says why and `data` is empty."""

    file: SourceFile
    data: bytes
    error: UnreadableFile | None = None


def open_sources(path: Path, *, limits: Limits | None = None) -> Iterator[Source]:
    """All files at a path: the file, the files of a folder in name order, the members of archives."""
    chosen = limits or Limits()
    if path.is_dir():
        for child in sorted(path.iterdir()):
            # Links are not followed: a loop would never end, and a link may lead out of the folder.
            if not child.is_symlink() and not child.name.startswith((".", "~$")):
                yield from open_sources(child, limits=chosen)
        return
    try:
        if path.stat().st_size > _LARGEST_FILE_BYTES:
            raise UnreadableFile("文件超过 500 兆字节，没有打开。", "请拆分后再导入。")
        data = path.read_bytes()
    except FileNotFoundError:
        yield _failed(path.name, UnreadableFile("找不到这个文件。", "请核对路径。"))
    except PermissionError:
        yield _failed(path.name, UnreadableFile("没有权限读取这个文件。", "请管理员放开权限。"))
    except UnreadableFile as error:
        yield _failed(path.name, error)
    else:
        yield from _expand(path.name, "", data, chosen, depth=0)


def _expand(name: str, inner_path: str, data: bytes, limits: Limits, *, depth: int) -> Iterator[Source]:
    found = sniff(data)
    source = Source(SourceFile(sha256(data).hexdigest(), name, len(data), found.value, inner_path), data)
    if found is not Format.ZIP:
        yield source
        return
    try:
        if depth >= limits.archive.depth:
            raise UnreadableFile("压缩包层层嵌套过深，没有继续打开。", "请解压后导入里面的文件。")
        archive = check_container(data, limits.archive)
    except UnreadableFile as error:
        yield Source(source.file, b"", error)
        return
    for member, content in iterate_members(archive):
        inside = f"{inner_path}/{member}".lstrip("/")
        if isinstance(content, UnreadableFile):
            yield _failed(name, content, inside)
        else:
            yield from _expand(name, inside, content, limits, depth=depth + 1)


def _failed(name: str, error: UnreadableFile, inner_path: str = "") -> Source:
    return Source(SourceFile("", name, 0, Format.UNKNOWN.value, inner_path), b"", error)


def read_file(name: str, data: bytes, *, limits: Limits) -> Content:
    """What a file holds. UnreadableFile with words for the clerk; ClassifiedFile for a paper with a secrecy mark."""
    found = sniff(data)
    if found is Format.EMPTY:
        raise UnreadableFile("文件是空的。", "请核对后重新导出。")
    if found is Format.ENCRYPTED_OFFICE:
        raise UnreadableFile("文件有密码。", "请解除密码后再导入。")
    if found in {Format.UNKNOWN, Format.ZIP}:
        raise UnreadableFile("不认识这种文件格式。", "可导入表格、文档、PDF、OFD、图片、文本和压缩包。")
    return run_limited(lambda: _read(found, name, data, limits), limits)


def _read(found: Format, name: str, data: bytes, limits: Limits) -> Content:
    """Runs in the child: each reader's libraries are loaded there, where they are used, and never in the parent."""
    gc.disable()  # the child builds one big value and ends
    archive = check_container(data, limits.archive) if found in _CONTAINERS else None
    match found:
        case Format.XLSX | Format.XLSB | Format.ODS | Format.XLS:
            from jianfu.intake.readers.spreadsheet import read_workbook

            content = read_workbook(data, rows_per_sheet=limits.rows_per_sheet)
        case Format.DOCX:
            from jianfu.intake.readers.word import read_docx

            content = read_docx(data)
        case Format.DOC:
            from jianfu.intake.readers.word import read_doc

            content = read_doc(data)
        case Format.PDF:
            from jianfu.intake.readers.pdf import read_pdf

            content = read_pdf(data, ocr_pages=limits.ocr_pages)
        case Format.OFD:
            from jianfu.intake.readers.ofd import read_ofd

            assert archive is not None
            content = read_ofd(archive)
        case Format.TEXT:
            from jianfu.intake.readers.plain_text import read_text

            content = read_text(data, name=name)
        case _:
            from jianfu.intake.readers.recognition import read_image

            content = read_image(data)
    _refuse_classified(content)
    return content


def _refuse_classified(content: Content) -> None:
    heads = [str(cell) for table in content.tables for row in table.rows[:_HEAD_ROWS] for cell in row if cell]
    if find_secrecy(content.text) or any(find_secrecy(cell) for cell in heads):
        raise ClassifiedFile("文件带有密级标志，不得导入，内容没有留存。", "请按保密规定处理这份文件。")
