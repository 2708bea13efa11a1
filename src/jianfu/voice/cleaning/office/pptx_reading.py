"""The words and pictures of slides, slide by slide. A slide show comes out as a paper: its layout tells its author."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from jianfu.voice.cleaning.office.packages import Package
from jianfu.voice.cleaning.office.papers import Block, Cell, Gathered, Grid, Paragraph, Run
from jianfu.voice.cleaning.texts import strip_invisible

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SLIDE = re.compile(r"ppt/slides/slide\d+\.xml")
_MOST_SLIDES = 200


def read_pptx(package: Package, gathered: Gathered) -> tuple[Block, ...]:
    """A heading a slide, then its words, tables and pictures. Hidden slides, notes and comments are left out."""
    gathered.leave_out("版式、动画、备注页和批注（幻灯片转成了文字稿）")
    blocks: list[Block] = []
    relations = package.relations("ppt/presentation.xml")
    listed = package.parse("ppt/presentation.xml").iter(f"{_P}sldId")
    names = [relations.get(slide.get(f"{_R}id", ""), "") for slide in listed]
    for number, name in enumerate([n for n in names if _SLIDE.fullmatch(n)][:_MOST_SLIDES], start=1):
        slide = package.parse(name)
        if slide.get("show") in ("0", "false"):
            gathered.leave_out("隐藏的幻灯片")
            continue
        blocks.append(Paragraph((Run(f"第 {number} 页", is_bold=True),), breaks_page=number > 1))
        blocks += _read_slide(package, name, slide, gathered)
    return tuple(blocks)


def _read_slide(package: Package, name: str, slide: Element, gathered: Gathered) -> Iterator[Block]:
    relations = package.relations(name)
    for element in _walk(slide):
        if element.tag == f"{_A}tbl":
            yield _read_table(element)
        elif element.tag == f"{_P}txBody":
            yield from _read_paragraphs(element)
        elif element.tag == f"{_A}blip":
            part = relations.get(element.get(f"{_R}embed", ""))
            picture = gathered.clean_picture(package.read(part)) if part in package.names and part else None
            if picture is not None:
                yield Paragraph((picture,))


def _walk(element: Element) -> Iterator[Element]:
    """Elements in order, tables as a whole, what old programs would show left out."""
    for child in element:
        if child.tag == f"{_MC}Fallback":
            continue
        yield child
        if child.tag not in (f"{_A}tbl", f"{_P}txBody"):
            yield from _walk(child)


def _read_paragraphs(body: Element) -> Iterator[Paragraph]:
    for paragraph in body.iter(f"{_A}p"):
        words = "".join(_words_of(element) for element in paragraph.iter())
        if words.strip():
            yield Paragraph((Run(strip_invisible(words)),))


def _words_of(element: Element) -> str:
    if element.tag == f"{_A}t":
        return element.text or ""
    return "\n" if element.tag == f"{_A}br" else ""


def _read_table(table: Element) -> Grid:
    rows = table.iter(f"{_A}tr")
    return Grid(tuple(tuple(Cell(tuple(_read_paragraphs(cell))) for cell in row.iter(f"{_A}tc")) for row in rows))
