"""Notices as files: red-headed docx, pdf, ofd, plain text, a scan, chat exports, an archive."""

import io
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import docx
import typst
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import serif_path

from county.names import COUNTY, DEPARTMENTS, TOWNSHIPS, Department
from county.sheets import FIXED_TIME, freeze_zip


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice to all townships."""

    department: Department
    topic: str
    number: str
    day: date
    due: date

    @property
    def title(self) -> str:
        """The notice's title."""
        return f"关于报送{self.topic}工作情况的通知"

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Everything below the title."""
        due = f"{self.due.month}月{self.due.day}日17:00前"
        return (
            "各乡镇（街道）：",
            f"为掌握全县{self.topic}工作进展，现就有关事项通知如下。",
            f"一、请各乡镇（街道）认真填写《{self.topic}工作台账》，于{due}将电子版和加盖公章的纸质版报送我单位。",
            f"二、{self.topic}工作纳入年度绩效考核，逾期未报的予以通报。",
            "三、此后每月25日前报送一次工作小结。",
            self.department.name,
            f"{self.day.year}年{self.day.month}月{self.day.day}日",
        )


def make_notices(random: Random, year: int) -> list[Notice]:
    """One notice of each of sixteen departments."""
    notices = []
    for serial, department in enumerate(random.sample(DEPARTMENTS, 16), start=1):
        day = date(year, serial % 11 + 1, 6)
        number = f"{department.code}函〔{year}〕{900 + serial}号"
        notices.append(Notice(department, random.choice(department.topics), number, day, day.replace(day=16)))
    return notices


def write_docx(notice: Notice) -> bytes:
    """A red-headed notice as docx."""
    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = FIXED_TIME
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(f"{notice.department.name}文件")
    run.font.color.rgb, run.font.size = RGBColor(0xFF, 0, 0), Pt(28)
    for text in (notice.number, notice.title):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in notice.paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return freeze_zip(out.getvalue())


def write_pdf(notice: Notice, folder: Path) -> bytes:
    """The same as a pdf with a text layer."""
    body = "\n\n".join(notice.paragraphs)
    source = folder / "notice.typ"
    source.write_text(
        '#set document(date: none)\n#set text(font: "Noto Serif SC", size: 14pt, lang: "zh")\n'
        f"#align(center, text(fill: red, size: 24pt)[{notice.department.name}文件])\n\n"
        f"#align(center)[{notice.number}]\n\n#align(center)[{notice.title}]\n\n{body}\n",
        encoding="utf-8",
    )
    fonts = [str(serif_path().parent)]
    data = typst.compile(str(source), font_paths=fonts, ignore_system_fonts=True)
    source.unlink()
    return bytes(data)


def write_ofd(notice: Notice) -> bytes:
    """The same as a minimal OFD."""
    lines = [f"{notice.department.name}文件", notice.number, notice.title, *notice.paragraphs]
    texts = "".join(
        f'<ofd:TextObject ID="{n + 10}" Boundary="20 {20 + 9 * n} 170 8" Font="1" Size="5">'
        f'<ofd:TextCode X="0" Y="5">{line}</ofd:TextCode></ofd:TextObject>'
        for n, line in enumerate(lines)
    )
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    parts = {
        "OFD.xml": f'{head}<ofd:OFD {space} Version="1.0"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>'
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f'{head}<ofd:Document {space}><ofd:Pages><ofd:Page ID="1" '
        'BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Pages/Page_0/Content.xml": f'{head}<ofd:Page {space}><ofd:Content><ofd:Layer ID="2">{texts}'
        "</ofd:Layer></ofd:Content></ofd:Page>",
    }
    return pack({name: text.encode() for name, text in parts.items()})


def write_scan(notice: Notice) -> bytes:
    """The same as a scanned page: a picture without text."""
    image = Image.new("L", (1240, 1754), 250)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(serif_path()), 30)
    for n, line in enumerate([f"{notice.department.name}文件", notice.number, notice.title, *notice.paragraphs]):
        draw.text((100, 120 + 90 * n), line[:34], fill=20, font=font)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def write_text(notice: Notice) -> bytes:
    """The same as plain text in GB18030."""
    return "\r\n".join([notice.number, notice.title, *notice.paragraphs]).encode("gb18030")


def pack(files: dict[str, bytes]) -> bytes:
    """A zip of these files with fixed times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, FIXED_TIME.timetuple()[:6]), data)
    return out.getvalue()


def write_chat(random: Random, township: str, style: str, year: int) -> str:
    """A month of one group's messages in the export style of `wechat`, `qq` or `dingtalk`."""
    lines = [f"群聊名称：{township}平安建设工作群（{ {'wechat': '微信', 'qq': 'QQ', 'dingtalk': '钉钉'}[style] }）", ""]
    for serial in range(24):
        department = random.choice(DEPARTMENTS)
        topic = random.choice(department.topics)
        day, clock = f"{year}-10-{serial + 1:02d}", f"{8 + serial % 9:02d}:{random.randint(0, 59):02d}:00"
        texts = (
            f"@所有人 请各村今天下午5点前报送{topic}排查情况表，逾期通报。",
            "收到",
            f"请下载安装{topic}小程序并于本周五前完成登录打卡，[文件] {topic}操作手册.docx",
            f"请各村拍照上传{topic}活动照片3张。",
        )
        head = f"{department.alias} {day} {clock}" if style == "wechat" else f"{day} {clock} {department.alias}"
        lines += [head, texts[serial % 4], ""]
    return "\n".join(lines)


CHAT_TOWNSHIPS = (TOWNSHIPS[5], TOWNSHIPS[6], TOWNSHIPS[7])
COVER = f"本文件夹为演示县“{COUNTY}”的文件，全部内容均为虚构，与任何真实单位无关。\n"
