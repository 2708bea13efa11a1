"""Text recognition of scans: an optional part, `pip install jianfu[ocr]`."""

import io
from importlib.util import find_spec
from typing import Any

from PIL import Image

from jianfu.intake.content import Content
from jianfu.intake.errors import UnreadableFile, UnreadScan
from jianfu.intake.readers.printed_lines import join_printed_lines


def read_image(data: bytes) -> Content:
    """The text of a scanned page, one line a line of print."""
    try:
        image = Image.open(io.BytesIO(data)).convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise UnreadableFile("图片不完整或已损坏。", "请重新扫描或拍照。") from error
    return Content(text=join_printed_lines([recognise_image(image)]), pages=1)


def recognise_image(image: Any) -> str:
    """The text of a PIL image. UnreadScan says what to install where recognition is not there."""
    if find_spec("rapidocr") is None:
        raise scan_without_recognition()
    from rapidocr import RapidOCR  # noqa: PLC0415  # an optional part

    result = RapidOCR(params={"Global.log_level": "error"})(image)
    return "\n".join(result.txts or ())


def scan_without_recognition() -> UnreadScan:
    """What to say of a scan where recognition is not installed."""
    return UnreadScan(
        "这是扫描件或照片，没有文字层，本机没有安装文字识别。",
        "请管理员安装文字识别组件（pip install jianfu[ocr]），或向来文单位索取电子版。",
    )
