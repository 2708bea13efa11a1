"""From a path to contents: walks folders and archives, sniffs, reads in the sandbox."""

import gc
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path

from jianfu.intake.archives import UnpackBudget, check_container, iterate_members, refuse_entities
from jianfu.intake.content import Content
from jianfu.intake.errors import ClassifiedFile, UnreadableFile
from jianfu.intake.formats import Format, sniff
from jianfu.intake.readers.mail import read_mail
from jianfu.intake.readers.mojibake import refuse_garbled
from jianfu.intake.sandbox import Limits, Running, run_confined
from jianfu.reading.secrecy import find_secrecy
from jianfu.vocabulary.evidence import SourceFile

__all__ = ["Limits", "Source", "begin_reading", "open_sources", "read_file"]

_CONTAINERS = frozenset({Format.XLSX, Format.XLSB, Format.ODS, Format.DOCX, Format.OFD})
_PARCELS = frozenset({Format.ZIP, Format.EML})
_LARGEST_FILE_BYTES = 500 * 2**20
_HEAD_ROWS = 4
_MARK_CELLS = 3
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_KINDS_READ = "可导入表格、文档、PDF、OFD、图片、文本、邮件和 zip 压缩包；rar、7z 请先解压。"


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read. Where it could not even be opened, `error` says why.

    The bytes of a file wait on the disk until they are needed; those of an archive's member are in `held`.
    """

    file: SourceFile
    path: Path | None = None
    held: bytes = b""
    error: UnreadableFile | None = None

    @property
    def full_name(self) -> str:
        """The file's name, with the path inside its archive behind it."""
        return f"{self.file.name}/{self.file.inner_path}" if self.file.inner_path else self.file.name

    def read_bytes(self) -> bytes:
        """The file's bytes. UnreadableFile where they are no longer those that were found."""
        if self.error is not None:
            raise self.error
        if self.path is None:
            return self.held
        try:
            data = self.path.read_bytes()
        except OSError as error:
            raise UnreadableFile(f"文件读不了（{error.strerror}）。", "请核对磁盘或网络盘。") from error
        if sha256(data).hexdigest() != self.file.digest:
            raise UnreadableFile("文件在导入时被改动了。", "请关闭正在编辑它的程序后再导入。")
        return data


def open_sources(path: Path, *, limits: Limits | None = None) -> Iterator[Source]:
    """All files at a path: the file, the files of a folder in name order, the members of archives."""
    chosen = limits or Limits()
    if path.is_dir():
        yield from _open_folder(path, chosen)
        return
    name = _readable(path.name)
    try:
        if path.exists() and not path.is_file():
            raise UnreadableFile("这不是普通文件（管道或设备），没有打开。", "请只导入文件和文件夹。")
        if path.stat().st_size > _LARGEST_FILE_BYTES:
            raise UnreadableFile("文件超过 500 兆字节，没有打开。", "请拆分后再导入。")
        data = path.read_bytes()
    except FileNotFoundError:
        yield _failed(name, UnreadableFile("找不到这个文件。", "请核对路径。"))
    except PermissionError:
        yield _failed(name, UnreadableFile("没有权限读取这个文件。", "请管理员放开权限。"))
    except OSError as error:
        yield _failed(name, UnreadableFile(f"文件读不了（{error.strerror}）。", "请核对磁盘或网络盘。"))
    except UnreadableFile as error:
        yield _failed(name, error)
    else:
        budget = UnpackBudget(chosen.archive.total_bytes)
        for source in _expand(name, "", data, chosen, budget, depth=0):
            yield source if source.file.inner_path or source.error else replace(source, path=path, held=b"")


def _open_folder(folder: Path, limits: Limits) -> Iterator[Source]:
    try:
        children = sorted(folder.iterdir())
    except OSError as error:
        yield _failed(
            _readable(folder.name), UnreadableFile(f"文件夹打不开（{error.strerror}）。", "请管理员放开权限。")
        )
        return
    for child in children:
        # Links are not followed: a loop would never end, and a link may lead out of the folder.
        if not child.is_symlink() and not child.name.startswith((".", "~$")):
            yield from open_sources(child, limits=limits)


def _readable(name: str) -> str:
    """A name that can be printed.

    Names from old disks are GBK bytes, which Python hands over as surrogates; names in archives may hold characters
    that move the cursor or turn the direction of writing.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        name = os.fsencode(name).decode("gb18030", errors="replace")
    return _UNSEEN.sub("", name)


def _expand(
    name: str, inner_path: str, data: bytes, limits: Limits, budget: UnpackBudget, *, depth: int
) -> Iterator[Source]:
    found = sniff(data)
    source = Source(SourceFile(sha256(data).hexdigest(), name, len(data), found.value, inner_path), held=data)
    if found is Format.UNKNOWN:
        yield Source(source.file, error=UnreadableFile("不认识这种文件格式。", _KINDS_READ))
        return
    if found not in _PARCELS:
        yield source
        return
    try:
        if depth >= limits.archive.depth:
            raise UnreadableFile("压缩包或邮件层层嵌套过深，没有继续打开。", "请解压后导入里面的文件。")
        members = _open_parcel(found, data, limits, budget)
    except UnreadableFile as error:
        yield Source(source.file, error=error)
        return
    for member, content in members:
        inside = f"{inner_path}/{_readable(member)}".lstrip("/")
        if isinstance(content, UnreadableFile):
            yield _failed(name, content, inside)
        else:
            yield from _expand(name, inside, content, limits, budget, depth=depth + 1)


def _open_parcel(
    found: Format, data: bytes, limits: Limits, budget: UnpackBudget
) -> Iterable[tuple[str, bytes | UnreadableFile]]:
    """The files inside an archive or an e-mail, checked and taken off the budget. UnreadableFile where it is none."""
    if found is Format.EML:
        parts = run_confined(lambda: read_mail(data, limits.archive), limits)
        budget.spend(sum(len(content) for _, content in parts))
        return parts  # type: ignore[no-any-return]
    archive = check_container(data, limits.archive)
    budget.spend(sum(member.file_size for member in archive.infolist()))
    return iterate_members(archive)


def _failed(name: str, error: UnreadableFile, inner_path: str = "") -> Source:
    return Source(SourceFile("", name, 0, Format.UNKNOWN.value, inner_path), error=error)


def read_file(name: str, data: bytes, *, limits: Limits) -> Content:
    """What a file holds. UnreadableFile with words for the clerk; ClassifiedFile for a paper with a secrecy mark."""
    return begin_reading(name, data, limits=limits).whole_result()


def begin_reading(name: str, data: bytes, *, limits: Limits) -> Running:
    """Start to read a file in a child. UnreadableFile at once for what is no file to read."""
    found = sniff(data)
    if found is Format.EMPTY:
        raise UnreadableFile("文件是空的。", "请核对后重新导出。")
    if found is Format.ENCRYPTED_OFFICE:
        raise UnreadableFile("文件有密码。", "请解除密码后再导入。")
    if found in {Format.UNKNOWN, *_PARCELS}:
        raise UnreadableFile("不认识这种文件格式。", _KINDS_READ)
    return Running(lambda: _read(found, name, data, limits), limits)


def _read(found: Format, name: str, data: bytes, limits: Limits) -> Content:
    """Runs in the child: each reader's libraries are loaded there, where they are used, and never in the parent."""
    gc.disable()  # the child builds one big value and ends
    archive = check_container(data, limits.archive) if found in _CONTAINERS else None
    if archive is not None:
        refuse_entities(archive)
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

            content = read_text(data, name=name, rows_per_sheet=limits.rows_per_sheet)
        case _:
            from jianfu.intake.readers.recognition import read_image

            content = read_image(data)
    # PostgreSQL stores no zero characters, and none of the others is a word either.
    content.text = _CONTROLS.sub("", content.text)
    _refuse_classified(content)
    refuse_garbled(content)
    return content


def _refuse_classified(content: Content) -> None:
    words = [content.text, content.aside, *(message.text for message in content.messages), *_find_heads(content)]
    if any(find_secrecy(part) for part in words if "密" in part):
        raise ClassifiedFile("文件带有密级标志，不得导入，内容没有留存。", "请按保密规定处理这份文件。")


def _find_heads(content: Content) -> Iterator[str]:
    """Cells of the sparse first rows of each table. In a full row 秘密 is a register's entry: only the row is lost."""
    for table in content.tables:
        for row in islice(table.rows, _HEAD_ROWS):
            filled = [str(cell) for cell in row if cell not in (None, "")]
            if len(filled) <= _MARK_CELLS:
                yield from filled
