"""Zip containers, checked before any parser sees them: office files and OFD are zips too."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from jianfu.intake.errors import UnreadableFile

_GBK_FLAG = 0x800  # bit 11 of a member's flags: its name is UTF-8
_DAMAGE = (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, OverflowError, struct.error)
_HEAD_BYTES = 4096
_DEFLATE_OVERHEAD_BYTES = 1024


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How much a container may unpack to. Ratio counts only beyond `free_bytes`, as short texts pack well."""

    total_bytes: int = 600 * 2**20
    member_bytes: int = 400 * 2**20
    ratio: float = 200.0
    free_bytes: int = 10 * 2**20
    members: int = 10_000
    depth: int = 3


@dataclass(slots=True)
class UnpackBudget:
    """What one outer archive may still unpack to, all the archives inside it together."""

    remaining_bytes: int

    def spend(self, unpacked_bytes: int) -> None:
        """Take what was unpacked off the budget. UnreadableFile once it is overdrawn."""
        self.remaining_bytes -= unpacked_bytes
        if self.remaining_bytes < 0:
            raise _bomb()


def _bomb() -> UnreadableFile:
    return UnreadableFile("压缩内容异常庞大，疑似压缩炸弹，没有打开。", "请确认来源；确需导入的，请拆成小文件。")


def check_container(data: bytes, limits: ArchiveLimits) -> zipfile.ZipFile:
    """Open a zip after checking it. UnreadableFile for bombs, damage and passwords.

    Sizes come from the directory, and zipfile stops reading a member at its declared size. Parsers that inflate for
    themselves might not, so sizes that cannot be true are refused, and the sandbox bounds the rest.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except _DAMAGE as error:
        raise UnreadableFile("文件不完整或已损坏。", "请向来文单位重新索取，或用办公软件打开后另存一份。") from error
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableFile("文件有密码。", "请解除密码后再导入。")
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    too_dense = total > limits.free_bytes and total > limits.ratio * max(packed, 1)
    overlapping = packed > len(data)
    too_big = total > limits.total_bytes or any(member.file_size > limits.member_bytes for member in members)
    if len(members) > limits.members or too_dense or too_big or overlapping:
        raise _bomb()
    if any(member.compress_size > member.file_size * 1.01 + _DEFLATE_OVERHEAD_BYTES for member in members):
        raise UnreadableFile("压缩内容与目录所记的大小不符，没有打开。", "请确认来源，或用办公软件打开后另存一份。")
    return archive


def refuse_entities(archive: zipfile.ZipFile) -> None:
    """UnreadableFile if a part of an office file defines XML entities: no office program writes them, bombs do."""
    for member in archive.infolist():
        if not member.filename.lower().endswith((".xml", ".rels")):
            continue
        try:
            with archive.open(member) as part:
                head = part.read(_HEAD_BYTES)
        except (*_DAMAGE, zlib.error):
            continue  # the reader of the format tells of damage
        # Without its zero bytes, UTF-16 reads like ASCII.
        if b"<!DOCTYPE" in head.replace(b"\0", b"").upper():
            raise UnreadableFile(
                "文件里有实体定义（DOCTYPE），办公软件不会这样写，没有打开。",
                "请确认来源，或用办公软件另存一份后再导入。",
            )


def iterate_members(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes | UnreadableFile]]:
    """Files of a checked archive: (path inside, bytes), or the reason why a member was left out."""
    for member in archive.infolist():
        if member.is_dir():
            continue
        name = _member_name(member)
        if _leaves_archive(name):
            yield (
                PurePosixPath(name.replace("\\", "/")).name,
                UnreadableFile("压缩包内的路径指向包外，已跳过。", "请确认压缩包来源。"),
            )
            continue
        try:
            yield name, archive.read(member)
        except (*_DAMAGE, RuntimeError, zlib.error):
            yield name, UnreadableFile("压缩包内这个文件已损坏。", "请重新压缩后再导入。")


def _member_name(member: zipfile.ZipInfo) -> str:
    """Chinese archivers write GBK names without saying so; zipfile then reads them as code page 437."""
    if member.flag_bits & _GBK_FLAG:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return member.filename


def _leaves_archive(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or (len(name) > 1 and name[1] == ":")
