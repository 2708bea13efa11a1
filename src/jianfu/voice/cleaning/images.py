"""Pictures as pixels only: decoded, turned upright, made smaller, painted anew. Nothing else of the file remains."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from jianfu.voice.cleaning.cleaned import DAMAGED, INSTEAD, CannotClean, Cleaned, Shown

FORMATS = ("JPEG", "PNG", "WEBP", "BMP")
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2400
"""Enough to read a photographed page of A4; a smaller picture also tells less of the camera that took it."""
_SHOWN_SIDE = 480
_TOO_MANY_PIXELS = f"图片太大（超过 {MOST_PIXELS // 10**6} 百万像素），请用手机截屏后再上传。"
_JPEG_QUALITY = 85
_OPAQUE_MODE = "RGB"
REMOVED = ("拍摄时间、地点和手机型号等信息", "缩略图和备注")


def clean_image(data: bytes) -> Cleaned:
    """A JPEG for what came as JPEG, else a PNG. CannotClean for damage, floods of pixels and other formats."""
    picture, is_photo = _decode(data)
    kind = "jpg" if is_photo else "png"
    return Cleaned(kind, encode(picture, kind), Shown(png=make_preview(picture)), REMOVED)


def encode(picture: Image.Image, kind: str) -> bytes:
    """The pixels as a file without any information beside them."""
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    target = io.BytesIO()
    if kind == "jpg":
        bare.save(target, "JPEG", quality=_JPEG_QUALITY, optimize=True)
    else:
        bare.save(target, "PNG", optimize=True)
    return target.getvalue()


def make_preview(picture: Image.Image) -> bytes:
    """A small PNG of what is kept, in few colours so that a page that holds it stays light."""
    small = picture.copy()
    small.thumbnail((_SHOWN_SIDE, _SHOWN_SIDE))
    target = io.BytesIO()
    small.quantize(64).save(target, "PNG", optimize=True)
    return target.getvalue()


def _decode(data: bytes) -> tuple[Image.Image, bool]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(data), formats=FORMATS)
        if opened.width * opened.height > MOST_PIXELS:
            raise CannotClean(_TOO_MANY_PIXELS)
        is_photo = opened.format in ("JPEG", "MPO")
        # A JPEG is decoded at the size wanted: a large photo then takes a fraction of the memory.
        opened.draft(_OPAQUE_MODE, (LONGEST_SIDE, LONGEST_SIDE))
        opened.load()
        upright = ImageOps.exif_transpose(opened)
        return _shrink(_flatten(upright)), is_photo
    except UnidentifiedImageError as problem:
        raise CannotClean(f"认不出这种图片。{INSTEAD}") from problem
    except Image.DecompressionBombError as problem:
        raise CannotClean(_TOO_MANY_PIXELS) from problem
    except (OSError, ValueError, SyntaxError, EOFError) as problem:
        raise CannotClean(DAMAGED) from problem


def _flatten(picture: Image.Image) -> Image.Image:
    """Opaque RGB on white: what lies under transparency is not seen, and so not kept."""
    if picture.mode == "L":
        return picture.convert(_OPAQUE_MODE)
    if picture.mode.startswith("I") or picture.mode == "F":
        return _narrow(picture).convert(_OPAQUE_MODE)
    if "A" in picture.getbands() or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        ground.alpha_composite(layered)
        return ground.convert(_OPAQUE_MODE)
    return picture.convert(_OPAQUE_MODE)


def _narrow(picture: Image.Image) -> Image.Image:
    """Sixteen bits a pixel as eight."""
    return picture.convert("I").point(lambda value: value / 256).convert("L")


def _shrink(picture: Image.Image) -> Image.Image:
    if max(picture.size) > LONGEST_SIDE:
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return picture
