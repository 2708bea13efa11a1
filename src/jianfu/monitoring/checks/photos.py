"""Photos as evidence: the picture is kept, what the phone wrote beside it (place, time, device) is not."""

from io import BytesIO

from PIL import Image, ImageOps

LARGEST_BYTES = 20 * 1024 * 1024
_MOST_PIXELS, _LONGEST_SIDE, _QUALITY = 60_000_000, 2_000, 85


class UnreadablePhoto(ValueError):
    """Why a photo is not taken, in Chinese, with what to do."""


def clean_photo(content: bytes) -> bytes:
    """The same picture as a new JPEG without any metadata, upright, its longer side at most 2,000 pixels.

    The pixels are drawn anew, so nothing that stood beside them can remain. UnreadablePhoto for what is no picture.
    """
    if len(content) > LARGEST_BYTES:
        raise UnreadablePhoto(f"照片超过 {LARGEST_BYTES // 1024 // 1024} MB。请用手机的普通清晰度拍。")
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as photo:
            if photo.width * photo.height > _MOST_PIXELS:
                raise UnreadablePhoto("照片的像素太多。请用手机的普通清晰度拍。")
            upright = ImageOps.exif_transpose(photo).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, UnreadablePhoto):
            raise
        raise UnreadablePhoto("这个文件不是看得懂的照片（JPEG、PNG 或 WebP）。请重拍。") from error
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    plain = Image.frombytes("RGB", upright.size, upright.tobytes())
    output = BytesIO()
    plain.save(output, "JPEG", quality=_QUALITY)
    return output.getvalue()
