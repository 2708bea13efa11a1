"""A small picture of a scan or photograph for a person to read from, drawn anew: nothing else of the file is in it."""

import io

import pypdfium2
from PIL import Image, ImageOps

from jianfu.intake.errors import UnreadableFile

_LONGEST_SIDE = 1600
_MOST_PIXELS = 60_000_000
_QUALITY = 80


def draw_picture(data: bytes) -> bytes:
    """A JPEG of an image, or of a PDF's first page; without place, camera and whatever stood behind the picture."""
    try:
        image = _first_page(data) if b"%PDF-" in data[:1024] else Image.open(io.BytesIO(data))
        if image.width * image.height > _MOST_PIXELS:
            raise UnreadableFile("图片异常庞大，没有打开。", "请用手机重新拍照，或缩小后再交。")
        # A JPEG is read at a fraction of its size where that is enough.
        image.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
        small = ImageOps.exif_transpose(image).convert("RGB")
        small.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, pypdfium2.PdfiumError) as error:
        raise UnreadableFile("图片不完整或已损坏。", "请重新扫描或拍照。") from error
    content = io.BytesIO()
    small.save(content, "JPEG", quality=_QUALITY)
    return content.getvalue()


def _first_page(data: bytes) -> Image.Image:
    page = pypdfium2.PdfDocument(data)[0]
    image = page.render(scale=_LONGEST_SIDE / max(*page.get_size(), 1)).to_pil()
    assert isinstance(image, Image.Image)
    return image
