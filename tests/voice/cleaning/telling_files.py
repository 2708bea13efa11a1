"""Files that tell of their author in every way known to us, made in code. `PLANT` stands wherever a name could."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime

import docx
import openpyxl
import pikepdf
from docx.oxml import parse_xml
from openpyxl.comments import Comment
from PIL import Image, ImageDraw, PngImagePlugin, TiffImagePlugin

PLANT = "PLANTED-Zhang-San"
PATH = r"C:\Users\PLANTED-Zhang-San\Desktop"
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>{PLANT}</rdf></x:xmpmeta>'.encode()
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_REVISED = f'w:id="9" w:author="{PLANT}" w:date="2023-12-07T15:10:00Z"'


def picture(size: tuple[int, int] = (320, 200), mode: str = "RGB") -> Image.Image:
    drawn = Image.new("RGB", size, "white")
    ImageDraw.Draw(drawn).text((20, 20), "report form", fill="black")
    ImageDraw.Draw(drawn).rectangle((40, 60, 200, 150), fill=(200, 30, 30))
    return drawn.convert(mode)


def exif() -> Image.Exif:
    told = Image.Exif()
    told[0x010F], told[0x0110], told[0x013B], told[0x8298] = PLANT, PLANT, PLANT, PLANT
    told[0x010E], told[0x0132], told[0x0112] = PLANT, "2023:12:07 15:10:00", 6
    told.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + PLANT.encode("utf-16-le")
    told.get_ifd(0x8769)[0xA431] = PLANT
    gps = told.get_ifd(0x8825)
    gps[1], gps[2] = (
        "N",
        (TiffImagePlugin.IFDRational(23), TiffImagePlugin.IFDRational(12), TiffImagePlugin.IFDRational(34)),
    )
    gps[3], gps[4], gps[29] = "E", gps[2], "2023:12:07"
    return told


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def list_jpegs() -> Iterator[tuple[str, bytes]]:
    yield "exif", saved(picture(), "JPEG", exif=exif())
    yield "comment", saved(picture(), "JPEG", comment=PLANT.encode())
    yield "xmp", saved(picture(), "JPEG", xmp=XMP)
    yield "icc", saved(picture(), "JPEG", icc_profile=b"\0" * 128 + PLANT.encode())
    yield "trailing", saved(picture(), "JPEG") + PLANT.encode()
    yield "trailing-zip", saved(picture(), "JPEG") + make_zip({"a.txt": PLANT.encode()})
    yield "all", saved(picture(), "JPEG", exif=exif(), xmp=XMP, comment=PLANT.encode())
    yield "grey", saved(picture(mode="L"), "JPEG", exif=exif())
    yield "cmyk", saved(picture(mode="CMYK"), "JPEG", exif=exif(), comment=PLANT.encode())
    yield "progressive", saved(picture(), "JPEG", exif=exif(), progressive=True)
    yield "large", saved(picture((5000, 4000)), "JPEG", exif=exif())
    yield "iptc", add_segment(saved(picture(), "JPEG"), 0xED, b"Photoshop 3.0\x008BIM\x04\x04" + PLANT.encode())
    yield "maker", add_segment(saved(picture(), "JPEG"), 0xEA, PLANT.encode())
    first, second = picture(), picture((160, 100))
    yield "mpo", saved(first, "MPO", save_all=True, append_images=[second], exif=exif())


def add_segment(jpeg: bytes, marker: int, content: bytes) -> bytes:
    return jpeg[:2] + bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2, "big") + content + jpeg[2:]


def list_pngs() -> Iterator[tuple[str, bytes]]:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", PLANT)
    told.add_text("Comment", PLANT, zip=True)
    told.add_itxt("XML:com.adobe.xmp", XMP.decode())
    yield "text", saved(picture(), "PNG", pnginfo=told)
    yield "exif", saved(picture(), "PNG", exif=exif())
    yield "icc", saved(picture(), "PNG", icc_profile=b"\0" * 128 + PLANT.encode())
    yield "trailing", saved(picture(), "PNG", pnginfo=told) + PLANT.encode()
    yield "palette", saved(picture(mode="P"), "PNG", pnginfo=told, transparency=3)
    yield "alpha", saved(picture(mode="RGBA"), "PNG", pnginfo=told)
    yield "sixteen-bit", saved(picture(mode="L").convert("I;16"), "PNG", pnginfo=told)
    yield "one-bit", saved(picture(mode="1"), "PNG", pnginfo=told)
    yield "animated", saved(picture(), "PNG", save_all=True, append_images=[picture(mode="L")], pnginfo=told)
    yield "webp", saved(picture(), "WEBP", exif=exif().tobytes(), xmp=XMP)
    yield "bmp", saved(picture(), "BMP") + PLANT.encode()


def make_zip(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.comment = PLANT.encode()
        for name, data in parts.items():
            package.writestr(name, data)
    return target.getvalue()


def with_parts(data: bytes, more: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return make_zip({**parts, **more})


def replaced(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        content = package.read(name)
    assert old in content
    return with_parts(data, {name: content.replace(old, new)})


def paper(change: Callable[[docx.document.Document], object] = lambda _: None) -> bytes:
    document = docx.Document()
    for name in ("author", "last_modified_by", "title", "subject", "keywords", "comments", "category"):
        setattr(document.core_properties, name, PLANT)
    document.core_properties.created = datetime(2023, 12, 7, 15, 10)
    document.add_heading("关于报送材料的通知")
    document.add_paragraph("请于每周五前报送。")
    change(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _revise(document: docx.document.Document) -> None:
    paragraph = document.add_paragraph("原文")
    inserted = f'<w:ins {_W} {_REVISED}><w:r w:rsidR="00AB12CD"><w:t>新加的字</w:t></w:r></w:ins>'
    struck = f"<w:del {_W} {_REVISED}><w:r><w:delText>{PLANT}</w:delText></w:r></w:del>"
    changed = f"<w:pPrChange {_W} {_REVISED}><w:pPr/></w:pPrChange>"
    for xml in (inserted, struck):
        paragraph._p.append(parse_xml(xml))
    paragraph._p.get_or_add_pPr().append(parse_xml(changed))


def _add_picture(document: docx.document.Document) -> None:
    document.add_picture(io.BytesIO(saved(picture(), "JPEG", exif=exif())))
    properties = document.inline_shapes[0]._inline.docPr
    properties.set("name", PLANT)
    properties.set("descr", PATH)


def _add_table(document: docx.document.Document) -> None:
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "单位"
    table.cell(0, 2).merge(table.cell(1, 2)).text = "次数"
    table.cell(1, 0).text = "溪口镇"


def _hide_words(document: docx.document.Document) -> None:
    run = document.add_paragraph("看得见").add_run(PLANT)
    run.font.hidden = True


def _add_field(document: docx.document.Document) -> None:
    field = f'<w:r {_W}><w:instrText>INCLUDEPICTURE "{PATH}"</w:instrText></w:r>'
    bookmark = f'<w:bookmarkStart {_W} w:id="1" w:name="{PLANT}"/>'
    control = (
        f'<w:sdt {_W}><w:sdtPr><w:alias w:val="{PLANT}"/><w:tag w:val="{PLANT}"/></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>填写处</w:t></w:r></w:sdtContent></w:sdt>"
    )
    paragraph = document.add_paragraph("域")
    for xml in (field, bookmark, control):
        paragraph._p.append(parse_xml(xml))


def _add_heads(document: docx.document.Document) -> None:
    document.sections[0].header.paragraphs[0].text = PLANT
    document.sections[0].footer.paragraphs[0].text = PLANT


def _mark_copies(document: docx.document.Document) -> None:
    document.add_paragraph("每\u200b份\u200d不\u2060同\ufeff的暗\U000e0041记")


def list_papers() -> Iterator[tuple[str, bytes]]:
    yield "plain", paper()
    yield "revised", paper(_revise)
    yield "picture", paper(_add_picture)
    yield "table", paper(_add_table)
    yield "hidden", paper(_hide_words)
    yield "field", paper(_add_field)
    yield "heads", paper(_add_heads)
    yield "copies", paper(_mark_copies)
    yield "all", paper(lambda d: [change(d) for change in (_revise, _add_picture, _add_table, _hide_words, _add_field)])
    extra = f"<x>{PLANT}</x>".encode()
    yield "comments", with_parts(paper(), {"word/comments.xml": extra, "word/people.xml": extra})
    yield "custom", with_parts(paper(), {"docProps/custom.xml": extra, "customXml/item1.xml": extra})
    yield "thumbnail", with_parts(paper(), {"docProps/thumbnail.jpeg": saved(picture(), "JPEG", exif=exif())})
    yield "embedded", with_parts(paper(), {"word/embeddings/oleObject1.bin": PLANT.encode("utf-16-le")})
    rsids = f'<w:settings {_W}><w:rsids><w:rsid w:val="00AB12CD"/></w:rsids></w:settings>'
    yield "settings", with_parts(paper(), {"word/settings.xml": rsids.encode()})
    yield (
        "ids",
        replaced(paper(), "word/document.xml", b"<w:p>", f'<w:p w:rsidR="00AB12CD" w:rsidRDefault="{PLANT}">'.encode()),
    )
    yield "footnotes", with_parts(paper(), {"word/footnotes.xml": extra, "word/endnotes.xml": extra})


def book(change: Callable[[openpyxl.Workbook], object] = lambda _: None) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.properties.creator = workbook.properties.lastModifiedBy = workbook.properties.title = PLANT
    sheet = workbook.active
    sheet.title = "报表"
    sheet.append(["单位", "次数", "日期", "占比"])
    sheet.append(["溪口镇", 12, datetime(2023, 12, 7), 0.25])
    sheet["C2"].number_format, sheet["D2"].number_format = 'yyyy"年"m"月"', "0.0%"
    change(workbook)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def _comment(workbook: openpyxl.Workbook) -> None:
    workbook.active["A2"].comment = Comment(PLANT, PLANT)


def _hide(workbook: openpyxl.Workbook) -> None:
    sheet = workbook.active
    sheet["F5"], sheet["A9"] = PLANT, PLANT
    sheet.column_dimensions["F"].hidden = True
    sheet.row_dimensions[9].hidden = True
    secret = workbook.create_sheet("暗")
    secret["A1"] = PLANT
    secret.sheet_state = "veryHidden"


def _name(workbook: openpyxl.Workbook) -> None:
    workbook.defined_names["x"] = openpyxl.workbook.defined_name.DefinedName("x", attr_text=f'"{PLANT}"')
    workbook.active["E2"].number_format = f'"{PLANT}"0'
    workbook.active["E2"] = 3
    workbook.active.oddHeader.left.text = PLANT
    workbook.active["A1"].hyperlink = f"file:///{PLANT}"


def list_books() -> Iterator[tuple[str, bytes]]:
    extra = f"<x>{PLANT}</x>".encode()
    yield "plain", book()
    yield "comment", book(_comment)
    yield "hidden", book(_hide)
    yield "names", book(_name)
    yield "formula", book(lambda b: b.active.append(["合计", f"='{PATH}\\[a.xlsx]1'!A1"]))
    yield (
        "picture",
        book(lambda b: b.active.add_image(openpyxl.drawing.image.Image(io.BytesIO(saved(picture(), "PNG"))))),
    )
    yield "link", with_parts(book(), {"xl/externalLinks/externalLink1.xml": extra})
    yield "custom", with_parts(book(), {"docProps/custom.xml": extra, "xl/persons/person.xml": extra})
    yield "printer", with_parts(book(), {"xl/printerSettings/printerSettings1.bin": PLANT.encode("utf-16-le")})
    yield "all", book(lambda b: [change(b) for change in (_comment, _hide, _name)])


def show(*, notes: bool = False, hidden: bool = False) -> bytes:
    p = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    r = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    shape = (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="{PLANT}" descr="{PATH}"/></p:nvSpPr><p:txBody><a:p><a:r>'
        "<a:t>每周汇报一次</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    blip = '<p:pic><p:blipFill><a:blip r:embed="rId1"/></p:blipFill></p:pic>'
    table = "<a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>溪口镇</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl>"
    slide = f"<p:sld {p} {a} {r}%s><p:cSld><p:spTree>{shape}{blip}{table}</p:spTree></p:cSld></p:sld>"
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "docProps/core.xml": PLANT.encode(),
        "ppt/presentation.xml": f'<p:presentation {p} {r}><p:sldIdLst><p:sldId id="256" r:id="rId1"/>'
        f'<p:sldId id="257" r:id="rId2"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": f'{head}<Relationship Id="rId1" Type="{relation}/slide" '
        f'Target="slides/slide1.xml"/><Relationship Id="rId2" Type="{relation}/slide" Target="slides/slide2.xml"/>'
        "</Relationships>",
        "ppt/slides/slide1.xml": slide % "",
        "ppt/slides/slide2.xml": (slide.replace("每周汇报一次", PLANT) % ' show="0"') if hidden else slide % "",
        "ppt/slides/_rels/slide1.xml.rels": f'{head}<Relationship Id="rId1" Type="{relation}/image" '
        'Target="../media/image1.jpg"/></Relationships>',
        "ppt/media/image1.jpg": saved(picture(), "JPEG", exif=exif()),
    }
    if notes:
        parts["ppt/notesSlides/notesSlide1.xml"] = f"<x>{PLANT}</x>"
        parts["ppt/commentAuthors.xml"] = f"<x>{PLANT}</x>"
    return make_zip({name: data.encode() if isinstance(data, str) else data for name, data in parts.items()})


def list_shows() -> Iterator[tuple[str, bytes]]:
    yield "plain", show()
    yield "notes", show(notes=True)
    yield "hidden", show(hidden=True)
    yield "both", show(notes=True, hidden=True)


def pdf(change: Callable[[pikepdf.Pdf], object] = lambda _: None, **options: object) -> bytes:
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(300, 200))
    page.Contents = document.make_stream(b"1 0 0 rg 20 20 100 60 re f")
    change(document)
    target = io.BytesIO()
    document.save(target, **options)
    return target.getvalue()


def _inform(document: pikepdf.Pdf) -> None:
    document.docinfo["/Author"] = document.docinfo["/Creator"] = PLANT
    document.docinfo["/CreationDate"] = "D:20231207151000"
    with document.open_metadata() as told:
        told["dc:creator"] = [PLANT]


def _attach(document: pikepdf.Pdf) -> None:
    document.attachments["a.txt"] = pikepdf.AttachedFileSpec(document, PLANT.encode(), filename=f"{PLANT}.txt")


def _annotate(document: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=PLANT, Contents=PLANT
    )
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(note)])


def _script(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{PLANT}')")
    document.Root.OpenAction = document.make_indirect(action)


def _cover(document: pikepdf.Pdf) -> None:
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    document.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    words = f"BT /F 12 Tf 30 120 Td ({PLANT}) Tj ET 0 0 0 rg 20 100 220 50 re f"
    document.pages[0].Contents = document.make_stream(words.encode())


def _photograph(document: pikepdf.Pdf) -> None:
    image = document.make_stream(saved(picture(), "JPEG", exif=exif()))
    for key, value in {"Width": 320, "Height": 200, "BitsPerComponent": 8}.items():
        image[f"/{key}"] = value
    image.Type, image.Subtype, image.ColorSpace = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DeviceRGB
    image.Filter = pikepdf.Name.DCTDecode
    document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
    document.pages[0].Contents = document.make_stream(b"200 0 0 120 20 20 cm /I Do")


def list_pdfs() -> Iterator[tuple[str, bytes]]:
    yield "information", pdf(_inform)
    yield "attachment", pdf(_attach)
    yield "annotation", pdf(_annotate)
    yield "script", pdf(_script)
    yield "covered", pdf(_cover)
    yield "photograph", pdf(_photograph)
    yield "packed", pdf(lambda d: [_inform(d), _attach(d)], object_stream_mode=pikepdf.ObjectStreamMode.generate)
    yield "private", pdf(lambda d: d.pages[0].obj.__setitem__("/PieceInfo", pikepdf.Dictionary(X=PLANT)))
    old = pdf(_inform)
    yield "older-version", old + pdf(_cover)[-400:] + PLANT.encode()


def list_texts() -> Iterator[tuple[str, bytes]]:
    marked = "每\u200b份\u200d不\u2060同\ufeff的\U000e0041暗\u00a0记\u202e"
    yield "utf-8", marked.encode("utf-8-sig")
    yield "utf-16", marked.encode("utf-16")
    yield "gb18030", marked.encode("gb18030")


def list_all() -> Iterator[tuple[str, str, bytes]]:
    """(name with its ending, kind, bytes) of every file."""
    lists = {"jpg": list_jpegs, "png": list_pngs, "pdf": list_pdfs}
    lists |= {"docx": list_papers, "xlsx": list_books, "pptx": list_shows}
    for kind, listed in lists.items():
        for name, data in listed():
            yield f"{name}.{kind}", kind, data
    for name, data in list_texts():
        yield f"{name}.txt", "txt", data
