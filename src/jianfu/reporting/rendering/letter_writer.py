"""A letter between organs 公函 as docx, in the letter form of GB/T 9704: the sender in red between red double rules."""

from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from jianfu.reporting.document import Node
from jianfu.reporting.rendering.docx_writer import (
    HEADING,
    TITLE,
    TITLE_SIZE,
    add_node,
    add_paragraph,
    add_run,
    set_page,
)
from jianfu.reporting.wording import printable

_RED = RGBColor(0xE6, 0x00, 0x12)
_MARK_SIZE = 30
_LONGEST_MARK = 14
_RULE_BEYOND_TEXT = Mm(-7)
"""The rules are 170 mm long, the text 156."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter. `number` and `addressee` may be words that ask for filling in; `attachments` are its annexes' titles,
    `annex` what stands in them, from a new page on.
    """

    sender: str
    number: str
    title: str
    addressee: str
    nodes: tuple[Node, ...]
    attachments: tuple[str, ...]
    annex: tuple[Node, ...]
    made_on: str


def write_letter(letter: Letter, path: Path) -> None:
    """Write the docx."""
    file = docx.Document()
    set_page(file)
    _set_first_page(file, letter)
    _open(file, letter)
    tables, charts = count(1), count(1)
    for node in letter.nodes:
        add_node(file, node, tables, charts)
    _close(file, letter)
    if letter.annex:
        add_paragraph(file, indent=False).add_run().add_break(WD_BREAK.PAGE)
        add_run(add_paragraph(file, indent=False), "附件", HEADING)
        for node in letter.annex:
            add_node(file, node, tables, charts)
    file.core_properties.title, file.core_properties.author = printable(letter.title), printable(letter.sender)
    file.save(str(path))


def _set_first_page(file: Any, letter: Letter) -> None:
    """The sender 30 mm below the upper edge over a double rule; another 20 mm above the lower edge; no page number."""
    section = file.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance, section.footer_distance = Mm(30), Mm(20)
    mark = section.first_page_header.paragraphs[0]
    mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
    size = Pt(min(_MARK_SIZE, _MARK_SIZE * _LONGEST_MARK // max(len(letter.sender), 1)))
    add_run(mark, letter.sender, TITLE, size).font.color.rgb = _RED
    _rule(mark, "thickThinSmallGap", space=11)
    foot = section.first_page_footer.paragraphs[0]
    form = foot.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(2)
    _rule(foot, "thinThickSmallGap", space=1)


def _rule(paragraph: Any, kind: str, *, space: int) -> None:
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = _RULE_BEYOND_TEXT
    form.space_after = Pt(0)
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", kind), ("sz", "18"), ("space", str(space)), ("color", str(_RED))):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    order = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *order)


def _open(file: Any, letter: Letter) -> None:
    number = add_paragraph(file, indent=False)
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    number.paragraph_format.space_before = Pt(14)
    add_run(number, letter.number)
    add_paragraph(file, indent=False)
    title = add_paragraph(file, indent=False)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.line_spacing = Pt(34)
    add_run(title, letter.title, TITLE, TITLE_SIZE)
    add_paragraph(file, indent=False)
    add_run(add_paragraph(file, indent=False), f"{letter.addressee}：")


def _close(file: Any, letter: Letter) -> None:
    """The annexes' titles, then sender and date at the right."""
    if letter.attachments:
        add_paragraph(file)
        first = len(letter.attachments) == 1
        for place, words in enumerate(letter.attachments, start=1):
            lead = "附件：" if place == 1 else "　　　"
            add_run(add_paragraph(file), f"{lead}{'' if first else f'{place}. '}{words}")
    for place, words in enumerate((letter.sender, letter.made_on)):
        line = add_paragraph(file, indent=False)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.right_indent = Pt(64 if place else 32)
        line.paragraph_format.space_before = Pt(0 if place else 56)
        line.paragraph_format.keep_with_next = not place
        add_run(line, words)
