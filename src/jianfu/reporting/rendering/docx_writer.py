"""The report as docx, in the layout of an official paper: fonts named as the standard wants them, none embedded."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import docx
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

from jianfu.reporting.document import Chart, Document, Heading, Node, Paragraph, Part, Table
from jianfu.reporting.figure import Figure
from jianfu.reporting.rendering.pdf_writer import draw_png
from jianfu.reporting.wording import printable, say_figure

_BODY, HEADING, _KAI, TITLE = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
_BODY_SIZE, TITLE_SIZE, _LINE = Pt(16), Pt(22), Pt(28)
_ID_SIZE = Pt(10)
_GREY = RGBColor(0x59, 0x59, 0x59)
_WIDE_COLUMNS = 7
_WIDE_CELL = 12
_WIDEST_CELL, _CELL_PADDING = 24, 3
_TEXT_WIDTH_MM = 156


def write_docx(document: Document, path: Path) -> None:
    """Write the docx."""
    file = docx.Document()
    set_page(file)
    _add_title(file, document)
    tables, charts = count(1), count(1)
    for node in document.nodes:
        add_node(file, node, tables, charts)
    _add_colophon(file, document)
    file.core_properties.title = printable(document.title)
    file.core_properties.author = printable(document.organ)
    file.save(str(path))


def set_page(file: Any) -> None:
    """A4 with the margins of an official paper, page numbers outside, the body's font."""
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    file.settings.odd_and_even_pages_header_footer = True
    _add_page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _add_page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    style = file.styles["Normal"]
    _name_font(style.element.get_or_add_rPr(), _BODY)
    style.font.size = _BODY_SIZE


def _add_page_number(paragraph: Any, side: Any) -> None:
    """— 1 —, outside edge, one character in."""
    paragraph.alignment = side
    edge = paragraph.paragraph_format
    edge.left_indent = edge.right_indent = Pt(14)
    add_run(paragraph, "— ", "宋体", Pt(14))
    run = add_run(paragraph, "", "宋体", Pt(14))
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        run._r.append(element)
    add_run(paragraph, " —", "宋体", Pt(14))


def _add_title(file: Any, document: Document) -> None:
    for words, font, size in ((document.title, TITLE, TITLE_SIZE), (document.subtitle, _KAI, _BODY_SIZE)):
        paragraph = add_paragraph(file, indent=False)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing = Pt(32)
        add_run(paragraph, words, font, size)
    add_paragraph(file)


def add_node(file: Any, node: Node, tables: Iterator[int], charts: Iterator[int]) -> None:
    """Append one node; `tables` and `charts` number theirs."""
    if isinstance(node, Heading):
        _add_heading(file, node)
    elif isinstance(node, Paragraph):
        paragraph = add_paragraph(file)
        if node.lead:
            add_run(paragraph, node.lead, HEADING)
        _add_parts(paragraph, node.parts)
    elif isinstance(node, Table):
        _add_table(file, node, next(tables))
    else:
        _add_chart(file, node, next(charts))


def _add_heading(file: Any, heading: Heading) -> None:
    paragraph = add_paragraph(file)
    paragraph.paragraph_format.keep_with_next = True
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), str(heading.level - 1))
    paragraph._p.get_or_add_pPr().append(level)
    add_run(paragraph, heading.text, HEADING if heading.level == 1 else _KAI)


def _add_parts(paragraph: Any, parts: Iterable[Part]) -> None:
    for part in parts:
        if isinstance(part, Figure):
            add_run(paragraph, say_figure(part))
            _add_id(paragraph, part.id)
        else:
            add_run(paragraph, part)


def _add_id(paragraph: Any, id: str, size: Any = _ID_SIZE) -> None:
    run = add_run(paragraph, id, "宋体", size)
    run.font.superscript = True
    run.font.color.rgb = _GREY


def _add_table(file: Any, table: Table, number: int) -> None:
    size = Pt(9) if len(table.header) >= _WIDE_COLUMNS else Pt(10.5)
    _add_caption(file, f"表{number}　{table.caption}")
    grid = file.add_table(rows=0, cols=len(table.header), style="Table Grid")
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    _fill_header(grid.add_row(), table, size)
    for row in table.rows:
        line = grid.add_row()
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, value in zip(line.cells, row, strict=True):
            _fill_cell(cell, say_figure(value) if isinstance(value, Figure) else value, _BODY, size)
    _set_widths(grid, table)
    if table.remarks:
        _add_note(file, table.remarks)


def _fill_header(row: Any, table: Table, size: Any) -> None:
    repeat = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(repeat)
    for cell, words, id in zip(row.cells, table.header, table.column_ids(), strict=True):
        paragraph = _fill_cell(cell, words, HEADING, size)
        if id:
            paragraph.add_run().add_break()
            _add_id(paragraph, id, Pt(8))


def _fill_cell(cell: Any, words: str, font: str, size: Any) -> Any:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if len(words) <= _WIDE_CELL else WD_ALIGN_PARAGRAPH.LEFT
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(2)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.AT_LEAST, Pt(size.pt + 3)
    add_run(paragraph, words, font, size)
    return paragraph


def _set_widths(grid: Any, table: Table) -> None:
    """Columns as wide as their longest cell, within the width of the text."""
    longest = [
        max([_width(header), *(_width(row[place]) for row in table.rows)]) for place, header in enumerate(table.header)
    ]
    shares = [min(length, _WIDEST_CELL) + _CELL_PADDING for length in longest]
    grid.autofit = False
    for column, share in zip(grid.columns, shares, strict=True):
        width = Mm(_TEXT_WIDTH_MM * share / sum(shares))
        column.width = width
        for cell in column.cells:
            cell.width = width


def _width(cell: Part) -> float:
    """Width in Chinese characters; a letter or digit takes up to seven tenths of one."""
    words = say_figure(cell) if isinstance(cell, Figure) else cell
    return sum(0.7 if character.isascii() else 1.0 for character in words)


def _add_chart(file: Any, chart: Chart, number: int) -> None:
    paragraph = add_paragraph(file, indent=False)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    paragraph.paragraph_format.keep_with_next = True
    picture = paragraph.add_run().add_picture(BytesIO(draw_png(chart)), width=Cm(15.4))
    picture._inline.docPr.set("descr", printable(chart.text_alternative))
    caption = _add_caption(file, f"图{number}　{chart.caption}", keep=False)
    _add_id(caption, chart.ids)
    if chart.note:
        _add_note(file, chart.note)


def _add_caption(file: Any, words: str, *, keep: bool = True) -> Any:
    paragraph = add_paragraph(file, indent=False)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = keep
    add_run(paragraph, words, HEADING, Pt(12))
    return paragraph


def _add_note(file: Any, words: str) -> None:
    paragraph = add_paragraph(file, indent=False)
    paragraph.paragraph_format.line_spacing = Pt(16)
    add_run(paragraph, f"注：{words}", _BODY, Pt(9))


def _add_colophon(file: Any, document: Document) -> None:
    """Date, audit checkpoint and 版记."""
    date = add_paragraph(file, indent=False)
    date.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    date.paragraph_format.space_before = Pt(28)
    date.paragraph_format.right_indent = Pt(64)
    add_run(date, document.made_on)
    lines = [line for line in document.checkpoint.splitlines() if line.strip()]
    words = ["审计校验点（留存此页可核对台账此后是否被改动）", *lines] if lines else []
    for place, line in enumerate(words):
        paragraph = add_paragraph(file, indent=False)
        paragraph.paragraph_format.line_spacing = Pt(13)
        add_run(paragraph, line, "宋体", Pt(9))
        if place == 0:
            _add_rule(paragraph, "top")
    issuer = add_paragraph(file, indent=False)
    _add_rule(issuer, "top")
    _add_rule(issuer, "bottom")
    issuer.paragraph_format.tab_stops.add_tab_stop(Mm(_TEXT_WIDTH_MM), alignment=2)
    add_run(issuer, f"印发单位：（签发时填写）\t{document.made_on}印发", _BODY, Pt(14))


def _add_rule(paragraph: Any, side: str) -> None:
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    rule = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "3"), ("color", "000000")):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)


def add_paragraph(file: Any, *, indent: bool = True) -> Any:
    """Append an empty paragraph with the lines of an official paper, its first line two characters in."""
    paragraph = file.add_paragraph()
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, _LINE
    form.space_before = form.space_after = Pt(0)
    if indent:
        form.first_line_indent = Pt(32)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    return paragraph


def add_run(paragraph: Any, words: str, font: str = _BODY, size: Any = _BODY_SIZE) -> Any:
    """Append words in a font; what XML forbids is left out."""
    run = paragraph.add_run("\t".join(printable(part) for part in words.split("\t")))
    run.font.size = size
    _name_font(run._r.get_or_add_rPr(), font)
    return run


def _name_font(properties: Any, font: str) -> None:
    names = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        names.set(qn(f"w:{script}"), font)
