"""A PDF as pictures of its pages: what is not seen - names, layers, words under a black bar, old versions - is gone."""

import io
import zlib
from collections.abc import Iterator

import pypdfium2
from PIL import Image

from jianfu.voice.cleaning.cleaned import DAMAGED, INSTEAD, CannotClean, Cleaned, Shown
from jianfu.voice.cleaning.images import encode, make_preview

MOST_PAGES = 30
_POINTS_PER_INCH = 72
_DOTS_PER_INCH = 150
_LONGEST_SIDE = 2200
_PICTURE_MARK = b"/Filter/DCTDecode/Length "
REMOVED = ("作者、软件、时间等文档信息", "附件、脚本、批注和表单", "看不见的文字和图层（每页转成了图片）")


def clean_pdf(data: bytes) -> Cleaned:
    """A PDF of page pictures. CannotClean for damage, passwords, and more than 30 pages. Run it confined."""
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
        if count == 0:
            raise CannotClean(DAMAGED)
        if count > MOST_PAGES:
            raise CannotClean(f"这个 PDF 有 {count} 页，最多收 {MOST_PAGES} 页。请只截取有关的几页。")
        pages = list(_render(document))
    except pypdfium2.PdfiumError as problem:
        words = "这个 PDF 有密码，打不开。" if "password" in str(problem).lower() else DAMAGED
        raise CannotClean(words if words == DAMAGED else f"{words}{INSTEAD}") from problem
    return Cleaned("pdf", write_pdf([(encode(page, "jpg"), page.size) for page in pages]), _show(pages), REMOVED)


def write_pdf(pages: list[tuple[bytes, tuple[int, int]]]) -> bytes:
    """A PDF of one JPEG a page: no information, no identifier, no date; the same bytes for the same pictures."""
    kids = " ".join(f"{3 + 3 * number} 0 R" for number in range(len(pages)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode()]
    for number, (jpeg, (width, height)) in enumerate(pages):
        first = 3 + 3 * number
        across, down = (round(side * _POINTS_PER_INCH / _DOTS_PER_INCH, 2) for side in (width, height))
        paint = zlib.compress(f"{across} 0 0 {down} 0 0 cm /P Do".encode())
        look = f"/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {across} {down}]/Contents {first + 1} 0 R"
            f"/Resources<</XObject<</P {first + 2} 0 R>>>>>>".encode(),
            _stream("/Filter/FlateDecode", paint),
            _stream(f"/Type/XObject{look}", jpeg),
        ]
    return _assemble(objects)


def _render(document: pypdfium2.PdfDocument) -> Iterator[Image.Image]:
    for page in document:
        longest = max(page.get_width(), page.get_height(), 1)
        scale = min(_DOTS_PER_INCH / _POINTS_PER_INCH, _LONGEST_SIDE / longest)
        # Annotations are part of what a reader sees on the page, and only their picture is kept.
        yield page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")


def _show(pages: list[Image.Image]) -> Shown:
    """The first pages side by side; all of them would make the page that shows them heavy."""
    first = [page.copy() for page in pages[:2]]
    for page in first:
        page.thumbnail((460, 480))
    strip = Image.new("RGB", (sum(p.width for p in first) + 8 * (len(first) - 1), max(p.height for p in first)), "grey")
    left = 0
    for page in first:
        strip.paste(page, (left, 0))
        left += page.width + 8
    return Shown(text=f"共 {len(pages)} 页，这里是开头。", png=make_preview(strip))


def _stream(look: str, data: bytes) -> bytes:
    return f"<<{look}/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream"


def _assemble(objects: list[bytes]) -> bytes:
    target = io.BytesIO()
    target.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(target.tell())
        target.write(f"{number} 0 obj\n".encode() + content + b"\nendobj\n")
    start = target.tell()
    target.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    target.write(b"".join(f"{place:010d} 00000 n \n".encode() for place in places))
    target.write(f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode())
    return target.getvalue()


def list_page_pictures(data: bytes) -> tuple[bytes, ...]:
    """The JPEGs of a PDF that `write_pdf` wrote, page by page; empty for any other PDF."""
    pictures, place = [], 0
    while (found := data.find(_PICTURE_MARK, place)) >= 0:
        length, _, _ = data[found + len(_PICTURE_MARK) :].partition(b">>")
        start = data.index(b"stream\n", found) + len(b"stream\n")
        place = start + int(length)
        pictures.append(data[start:place])
    return tuple(pictures)
