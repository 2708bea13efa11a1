"""Office files are zips of XML: opened only where they are small, sound and without entities."""

import io
import struct
import zipfile
import zlib
from posixpath import dirname, join, normpath
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from jianfu.voice.cleaning.cleaned import DAMAGED, INSTEAD, TOO_BIG, CannotClean

MOST_MEMBERS = 2_000
MOST_UNPACKED_BYTES = 48 * 2**20
MOST_PART_BYTES = 12 * 2**20
_DENSEST = 200
_FREE_BYTES = 2**20
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    KeyError,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """The parts of an office file, read by name. Names are compared as they stand."""

    def __init__(self, data: bytes) -> None:
        """CannotClean for bombs, passwords and damage; nothing is unpacked yet."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except _DAMAGE as problem:
            raise CannotClean(DAMAGED) from problem
        if any(member.flag_bits & 1 for member in members):
            raise CannotClean(f"这个文件有密码，打不开。{INSTEAD}")
        total = sum(member.file_size for member in members)
        dense = total > _FREE_BYTES and total > _DENSEST * max(len(data), 1)
        if len(members) > MOST_MEMBERS or total > MOST_UNPACKED_BYTES or dense:
            raise CannotClean(TOO_BIG)
        self.names = frozenset(member.filename for member in members)

    def read(self, name: str) -> bytes:
        """The bytes of a part. CannotClean where it is missing, damaged or too large."""
        try:
            with self._zip.open(name) as part:
                data = part.read(MOST_PART_BYTES + 1)
        except _DAMAGE as problem:
            raise CannotClean(DAMAGED) from problem
        if len(data) > MOST_PART_BYTES:
            raise CannotClean(TOO_BIG)
        return data

    def parse(self, name: str) -> Element:
        """The root of an XML part. CannotClean where it is no sound XML or defines entities."""
        try:
            root: Element = fromstring(self.read(name), forbid_dtd=True)
        except DefusedXmlException as problem:
            raise CannotClean(f"这个文件里有办公软件不会写的内容（实体定义），没有打开。{INSTEAD}") from problem
        except (ParseError, ValueError, LookupError) as problem:
            raise CannotClean(DAMAGED) from problem
        return root

    def relations(self, name: str) -> dict[str, str]:
        """The parts that a part refers to, by relation id; what lies outside the file is left out."""
        folder = dirname(name)
        path = join(folder, "_rels", f"{name.rpartition('/')[2]}.rels")
        if path not in self.names:
            return {}
        inside = (r for r in self.parse(path).iter(_RELATIONS) if r.get("TargetMode") != "External")
        return {r.get("Id", ""): _resolve(folder, r.get("Target", "")) for r in inside}


def _resolve(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
