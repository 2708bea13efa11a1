"""Cleaning: nothing that tells of the author is left in any byte, what is seen is kept, hostile files are refused."""

import contextlib
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "intake"))
import bad_inputs
import telling_files
from telling_files import PLANT

from jianfu.voice.cleaning.choosing import clean_here
from jianfu.voice.cleaning.cleaned import CannotClean, Cleaned
from jianfu.voice.cleaning.confining import MOST_BYTES, clean
from jianfu.voice.cleaning.texts import strip_invisible

CORPUS = list(telling_files.list_all())
TELLING = (
    *(PLANT.encode(coding) for coding in ("ascii", "utf-16-le", "utf-16-be")),
    b"rsid",
    b"Exif\0",
    b"xmpmeta",
    b"2023:12:07",
    b"Photoshop",
    b"00AB12CD",
    b"docProps",
    b"w:author",
    b"C:\\Users",
    b"/Info",
    b"/ID",
    b"JavaScript",
    b"python-docx",
    b"openpyxl",
)


def every_byte(data: bytes) -> bytes:
    """The file, every member of it if it is a zip, every unpacked stream if it is a PDF, one behind the other."""
    found = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            found += [package.comment, *(package.read(name) for name in package.namelist())]
            found += [name.encode() for name in package.namelist()]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.S):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            found.append(stream)
    return b"\0".join(found)


def test_the_corpus_is_large_and_tells() -> None:
    assert len(CORPUS) >= 60
    assert {kind for _, kind, _ in CORPUS} == {"jpg", "png", "docx", "xlsx", "pptx", "pdf", "txt"}
    telling = [name for name, _, data in CORPUS if any(mark in every_byte(data) for mark in TELLING)]
    assert len(telling) >= 60


@pytest.mark.parametrize(("name", "kind", "data"), CORPUS, ids=[f"{kind}-{name}" for name, kind, _ in CORPUS])
def test_nothing_of_the_author_is_left(name: str, kind: str, data: bytes) -> None:
    cleaned = clean_here(name, data)
    everything = every_byte(cleaned.data)

    assert [mark for mark in TELLING if mark in everything] == []
    assert PLANT not in cleaned.shown.text
    assert cleaned.shown.text or cleaned.shown.png
    assert cleaned.removed


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="needs exiftool")
def test_exiftool_finds_nothing(tmp_path: Path) -> None:
    for number, (name, _, data) in enumerate(CORPUS):
        cleaned = clean_here(name, data)
        (tmp_path / f"{number}.{cleaned.kind}").write_bytes(cleaned.data)
    told = subprocess.run(["exiftool", "-j", "-a", "-G1", "-r", str(tmp_path)], capture_output=True, check=True).stdout
    harmless = {"System", "File", "ExifTool", "Composite", "ZIP", "PNG", "JFIF", "PDF"}
    for tags in json.loads(told):
        left = {key for key in tags if ":" in key and key.split(":")[0] not in harmless}
        assert left == set(), tags["SourceFile"]
        assert not any(
            re.search(r"author|creat|producer|title|gps|date", key.split(":")[1], re.I)
            for key in tags
            if ":" in key and key.split(":")[0] in {"PDF", "PNG", "JFIF"}
        )


def test_a_photo_is_turned_upright_and_made_smaller() -> None:
    cleaned = clean_here("a.jpg", dict(telling_files.list_jpegs())["large"])
    with Image.open(io.BytesIO(cleaned.data)) as kept, Image.open(io.BytesIO(cleaned.shown.png)) as preview:
        assert kept.size == (1920, 2400)  # 5000 x 4000, lying on its side
        assert max(preview.size) <= 480
        assert not kept.getexif()


def test_what_is_seen_in_a_paper_is_kept() -> None:
    cleaned = clean_here("a.docx", dict(telling_files.list_papers())["all"])
    kept = docx.Document(io.BytesIO(cleaned.data))
    words = [paragraph.text for paragraph in kept.paragraphs]

    assert "请于每周五前报送。" in words
    assert "原文新加的字" in words
    assert "看得见" in words
    assert "域填写处" in words
    assert len(kept.inline_shapes) == 1
    assert [cell.text for cell in kept.tables[0].rows[0].cells] == ["单位", "单位", "次数"]
    assert kept.tables[0].cell(1, 2).text == "次数"  # merged downwards
    assert "修订痕迹（按接受修订后的文字保留）" in cleaned.removed
    assert "隐藏文字" in cleaned.removed
    assert "图片里的拍摄信息" in cleaned.removed
    assert "请于每周五前报送。" in cleaned.shown.text


def test_what_is_seen_in_a_workbook_is_kept() -> None:
    cleaned = clean_here("a.xlsx", dict(telling_files.list_books())["all"])
    kept = openpyxl.load_workbook(io.BytesIO(cleaned.data))

    assert kept.sheetnames == ["报表"]
    row = [cell.value for cell in kept.active[2]]
    assert row[:2] == ["溪口镇", 12]
    assert kept.active["C2"].is_date
    assert row[3] == 0.25
    assert kept.active["D2"].number_format == "0.00%"
    assert "隐藏的工作表、行或列" in cleaned.removed
    assert "批注" in cleaned.removed


def test_slides_become_a_paper() -> None:
    cleaned = clean_here("a.pptx", telling_files.show(hidden=True))
    kept = docx.Document(io.BytesIO(cleaned.data))

    assert cleaned.kind == "docx"
    assert [p.text for p in kept.paragraphs if p.text] == ["第 1 页", "每周汇报一次"]
    assert kept.tables[0].cell(0, 0).text == "溪口镇"
    assert "隐藏的幻灯片" in cleaned.removed


def test_a_pdf_becomes_pictures_of_its_pages() -> None:
    cleaned = clean_here("a.pdf", dict(telling_files.list_pdfs())["covered"])
    kept = pypdfium2.PdfDocument(cleaned.data)

    assert len(kept) == 1
    assert kept[0].get_textpage().get_text_range() == ""
    assert round(kept[0].get_width()) == 300
    pixels = kept[0].render().to_pil().convert("RGB")
    assert pixels.getpixel((100, 200 - 120)) == (0, 0, 0)


def test_the_same_file_is_cleaned_to_the_same_bytes() -> None:
    for name, kind, data in CORPUS:
        if name.startswith(("all", "plain", "exif", "information")):
            assert clean_here(name, data).data == clean_here(name, data).data, (kind, name)


def test_copies_marked_with_unseen_signs_become_one() -> None:
    one, two = ("每\u200b份不同".encode(), "每份\u2063不\ufe0f同\u200d".encode())

    assert clean_here("a.txt", one).data == clean_here("a.txt", two).data == "每份不同".encode()


@given(st.text(max_size=200))
def test_stripping_twice_is_stripping_once(text: str) -> None:
    once = strip_invisible(text)

    assert strip_invisible(once) == once
    assert "\u200b" not in once


def hostile() -> list[tuple[str, bytes, str]]:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    pixels = telling_files.saved(telling_files.picture(), "PNG")
    flood = pixels[:16] + (60_000).to_bytes(4, "big") * 2 + pixels[24:]
    crc = zlib.crc32(flood[12:29]).to_bytes(4, "big")
    flood = flood[:29] + crc + flood[33:]
    photo = telling_files.saved(telling_files.picture(), "JPEG")
    many = io.BytesIO()
    import pikepdf

    document = pikepdf.new()
    for _ in range(31):
        document.add_blank_page(page_size=(9, 9))
    document.save(many)
    return [
        ("picture.svg", svg, "网页、矢量图"),
        ("picture.svg", b'\xef\xbb\xbf<?xml version="1.0"?>' + svg, "网页、矢量图"),
        ("page.html", b"<!DOCTYPE html><html><body>x</body></html>", "网页、矢量图"),
        ("page.jpg", b"<html><script>alert(1)</script></html>", "网页、矢量图"),
        ("page.html", "<html>".encode("utf-16"), "网页、矢量图"),
        ("a.gif", b"GIF89a" + b"\0" * 64, "清不干净"),
        ("a.gif", b"GIF89a/*" + b"*/=1;alert(1)//", "清不干净"),
        ("a.tif", b"II*\0" + b"\0" * 64, "清不干净"),
        ("a.heic", b"\0\0\0\x18ftypheic" + b"\0" * 64, "HEIC"),
        ("a.mp4", b"\0\0\0\x18ftypisom" + b"\0" * 64, "录音、视频"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "另存为"),
        ("a.rar", b"Rar!\x1a\x07" + b"\1" * 64, "压缩包"),
        ("a.zip", telling_files.make_zip({"a.txt": b"x"}), "压缩包"),
        ("a.ofd", telling_files.make_zip({"OFD.xml": b"<x/>"}), "OFD"),
        ("flood.png", flood, "百万像素"),
        ("cut.jpg", photo[: len(photo) // 2], "损坏"),
        ("cut.png", pixels[: len(pixels) // 2], "损坏"),
        ("cut.docx", telling_files.paper()[:3000], "损坏"),
        ("cut.pdf", b"%PDF-1.7\n" + b"\0" * 50, "损坏"),
        ("pages.pdf", many.getvalue(), "最多收 30 页"),
        ("locked.pdf", bad_inputs.ascii_pdf(encrypted=True), "密码"),
        ("locked.zip", bad_inputs.encrypted_zip(), "密码|压缩包"),
        ("locked.xlsx", bad_inputs.encrypted_workbook(), "另存为"),
        ("bomb.zip", bad_inputs.zip_bomb(60 * 2**20), "太大"),
        ("lying.xlsx", bad_inputs.lying_workbook(), "损坏|太大"),
        ("nested.zip", bad_inputs.nested_zip(4, b"x"), "压缩包"),
        ("multiplying.zip", bad_inputs.multiplying_zip(), "太大|压缩包"),
        ("entities.docx", bad_inputs.entity_bomb_docx(), "实体定义|损坏"),
        ("entities.ofd", bad_inputs.entity_bomb_ofd(), "OFD"),
        ("outside.xlsx", bad_inputs.outside_entity_workbook(), "实体定义"),
        ("long.xlsx", bad_inputs.long_workbook(300_000), "太大"),
        ("macro.xlsm", bad_inputs.macro_workbook(), "宏"),
        ("macro.docm", telling_files.with_parts(telling_files.paper(), {"word/vbaProject.bin": b"x"}), "宏"),
        ("empty.txt", b"", "空"),
        ("zeros.bin", bytes(5000), "空"),
        ("noise.bin", bytes(range(128, 256)) * 40, "读不出|清不干净"),
        ("empty.docx", telling_files.make_zip({"word/document.xml": b"<x/>"}), "正文"),
        ("broken.docx", telling_files.make_zip({"word/document.xml": b"<x"}), "损坏"),
        ("empty.xlsx", telling_files.make_zip({"xl/workbook.xml": b"<x/>"}), "工作表"),
    ]


HOSTILE = hostile()


@pytest.mark.parametrize(("name", "data", "words"), HOSTILE, ids=[f"{n}-{one[0]}" for n, one in enumerate(HOSTILE)])
def test_hostile_files_are_refused_in_words(name: str, data: bytes, words: str) -> None:
    with pytest.raises(CannotClean) as refusal:
        clean_here(name, data)

    assert re.search(words, refusal.value.words), refusal.value.words


def test_vast_sheets_of_few_cells_do_no_harm() -> None:
    cleaned = clean_here("vast.xlsx", bad_inputs.vast_workbook())

    assert len(cleaned.data) < 20_000


def test_formulas_are_not_carried_on() -> None:
    cleaned = clean_here("formulas.xlsx", bad_inputs.formula_workbook())

    assert b"<f>" not in every_byte(cleaned.data)
    assert all(
        cell.data_type != "f"
        for row in openpyxl.load_workbook(io.BytesIO(cleaned.data)).active.iter_rows()
        for cell in row
    )


def test_a_picture_that_is_a_zip_too_keeps_its_pixels_only() -> None:
    cleaned = clean_here("a.jpg", dict(telling_files.list_jpegs())["trailing-zip"])

    assert not zipfile.is_zipfile(io.BytesIO(cleaned.data))


def test_a_child_does_the_same() -> None:
    for name, _, data in CORPUS[:1] + [one for one in CORPUS if one[0] in ("all.docx", "covered.pdf", "utf-8.txt")]:
        assert clean(name, data) == clean_here(name, data)


def test_a_child_refuses_in_the_same_words() -> None:
    with pytest.raises(CannotClean, match="网页"):
        clean("a.svg", b"<svg></svg>")
    with pytest.raises(CannotClean, match="最大 8 MB"):
        clean("a.txt", b"x" * (MOST_BYTES + 1))


def test_a_child_that_dies_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jianfu.voice.cleaning.confining.sys.executable", "/bin/false")

    with pytest.raises(CannotClean, match="损坏"):
        clean("a.txt", b"x")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=600), st.sampled_from([b"", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF-"]))
def test_noise_is_cleaned_or_refused_and_nothing_else(noise: bytes, beginning: bytes) -> None:
    with contextlib.suppress(CannotClean):
        assert isinstance(clean_here("noise", beginning + noise), Cleaned)
