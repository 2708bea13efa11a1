"""What a file is, told from its bytes and never from its name."""

import io
import struct
import zipfile
from enum import StrEnum


class Format(StrEnum):
    """File formats that Jianfu tells apart. OLE files (.doc .wps .xls .et) are told apart by their streams."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"
    DOCX = "docx"
    DOC = "doc"
    PDF = "pdf"
    OFD = "ofd"
    PNG = "png"
    JPEG = "jpeg"
    TIFF = "tiff"
    BMP = "bmp"
    ZIP = "zip"
    EML = "eml"
    ENCRYPTED_OFFICE = "encrypted_office"
    TEXT = "text"
    EMPTY = "empty"
    UNKNOWN = "unknown"


PICTURES = frozenset({Format.PNG, Format.JPEG, Format.TIFF, Format.BMP})
"""Formats that hold nothing but an image."""

_MAGIC = (
    (b"%PDF-", Format.PDF),
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"\xff\xd8\xff", Format.JPEG),
    (b"II*\x00", Format.TIFF),
    (b"MM\x00*", Format.TIFF),
    (b"BM", Format.BMP),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_MEMBERS = (
    ("xl/workbook.xml", Format.XLSX),
    ("xl/workbook.bin", Format.XLSB),
    ("word/document.xml", Format.DOCX),
    ("OFD.xml", Format.OFD),
)
_MAIL_HEADS = frozenset(
    ["from", "to", "date", "subject", "mime-version", "message-id", "received", "return-path", "content-type"]
)
_FEWEST_MAIL_HEADS = 3
_TEXT_SAMPLE_BYTES = 4096
_CONTROL_SHARE = 0.02


def sniff(data: bytes) -> Format:
    """The format of these bytes. `UNKNOWN` where nothing fits, `TEXT` for anything that decodes as text."""
    if not data.strip(b"\x00 \r\n\t"):
        return Format.EMPTY
    if data.startswith(_OLE):
        return _sniff_ole(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(data)
    # A PDF may stand behind a few bytes of junk.
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    known = next((found for magic, found in _MAGIC if data.startswith(magic)), None)
    return known or _sniff_words(data)


def _sniff_words(data: bytes) -> Format:
    if _looks_like_mail(data[:_TEXT_SAMPLE_BYTES]):
        return Format.EML
    return Format.TEXT if _looks_like_text(data[:_TEXT_SAMPLE_BYTES]) else Format.UNKNOWN


def _looks_like_mail(sample: bytes) -> bool:
    """Whether the text begins with the head of an e-mail: lines of a name and a colon, a sender among them."""
    head = sample.replace(b"\r\n", b"\n").lstrip().split(b"\n\n", 1)[0].lower()
    names = {line.split(b":", 1)[0].decode("ascii", "ignore") for line in head.split(b"\n") if b":" in line}
    return len(names & _MAIL_HEADS) >= _FEWEST_MAIL_HEADS and bool(names & {"from", "received", "return-path"})


def _sniff_ole(data: bytes) -> Format:
    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        return Format.ENCRYPTED_OFFICE
    if has("WordDocument"):
        return Format.DOC
    if has("Workbook") or has("Book"):
        return Format.XLS
    return Format.UNKNOWN


def _sniff_zip(data: bytes) -> Format:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, OverflowError, struct.error):
        return _sniff_broken_zip(data)
    for member, found in _ZIP_MEMBERS:
        if member in names:
            return found
    return Format.ODS if "content.xml" in names and "mimetype" in names else Format.ZIP


def _sniff_broken_zip(data: bytes) -> Format:
    for member, found in _ZIP_MEMBERS:
        if member.encode() in data:
            return found
    return Format.ZIP


def _looks_like_text(sample: bytes) -> bool:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    controls = sum(byte < 32 and byte not in b"\t\n\r\x0c\x1b" for byte in sample)
    return controls <= len(sample) * _CONTROL_SHARE
