"""The report as PDF, set by typst in the layout of an official paper (GB/T 9704: A4, 37/28/35/26 mm)."""

from collections.abc import Iterable
from itertools import count
from pathlib import Path

import typst

from jianfu.reporting.document import Chart, Document, Heading, Paragraph, Part, Table
from jianfu.reporting.figure import Figure
from jianfu.reporting.rendering.charts import draw
from jianfu.reporting.rendering.fonts import find_fonts
from jianfu.reporting.rendering.typst_text import quote, quote_all
from jianfu.reporting.wording import say_figure

_LAYOUT = Path(__file__).with_name("layout.typ").read_text(encoding="utf-8")
_WIDE_COLUMNS = 7
_WIDE_CELL = 12


def write_pdf(document: Document, path: Path) -> None:
    """Write the PDF. The same document gives the same pages; only fonts of `find_fonts` are used."""
    source = "\n".join(_set_document(document)).encode()
    path.write_bytes(typst.compile(source, font_paths=_load_fonts(), format="pdf"))


def _load_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=list(find_fonts().folders))


def draw_png(chart: Chart, pixels_per_inch: int = 200) -> bytes:
    """The chart as a PNG for the docx."""
    source = f'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes({quote(draw(chart))}), format: "svg")'
    return typst.compile(source.encode(), font_paths=_load_fonts(), format="png", ppi=pixels_per_inch)


def _set_document(document: Document) -> Iterable[str]:
    fonts, tables, charts = find_fonts(), count(1), count(1)
    yield f"#set document(title: {quote(document.title)}, author: {quote(document.organ)})"
    yield f"#let body-fonts = {quote_all(fonts.body)}"
    yield f"#let heading-fonts = {quote_all(fonts.heading)}"
    yield f"#let subheading-fonts = {quote_all(fonts.subheading)}"
    yield _LAYOUT
    yield f"#align(center, text(font: {quote_all(fonts.title)}, size: 22pt, {quote(document.title)}))"
    yield f"#align(center, kai({quote(document.subtitle)}))"
    yield "#v(14pt)"
    for node in document.nodes:
        if isinstance(node, Heading):
            yield _set_heading(node)
        elif isinstance(node, Paragraph):
            yield _set_paragraph(node)
        elif isinstance(node, Table):
            yield _set_table(node, next(tables))
        else:
            yield _set_chart(node, next(charts))
    yield from _set_colophon(document)


def _set_heading(heading: Heading) -> str:
    face = "hei" if heading.level == 1 else "kai"
    return f"#heading(level: {heading.level}, {face}({quote(heading.text)}))"


def _set_paragraph(paragraph: Paragraph) -> str:
    lead = f"#hei({quote(paragraph.lead)})" if paragraph.lead else ""
    return f"#par[{lead}{_set_parts(paragraph.parts)}]"


def _set_parts(parts: Iterable[Part]) -> str:
    return "".join(f"#{quote(part)}" if isinstance(part, str) else _set_figure(part) for part in parts)


def _set_figure(figure: Figure) -> str:
    return f"#{quote(say_figure(figure))}#mark({quote(figure.id)})"


def _set_table(table: Table, number: int) -> str:
    size = 9 if len(table.header) >= _WIDE_COLUMNS else 10.5
    columns = ", ".join("1fr" if _is_wide(table, place) else "auto" for place in range(len(table.header)))
    align = ", ".join("left" if _is_wide(table, place) else "center" for place in range(len(table.header)))
    ids = table.column_ids()
    header = ", ".join(_set_header(words, id) for words, id in zip(table.header, ids, strict=True))
    cells = ", ".join(_set_cell(cell) for row in table.rows for cell in row)
    note = (
        f"\n#text(9pt)[#par(first-line-indent: 0em, leading: 5pt)[#{quote('注：' + table.remarks)}]]"
        if table.remarks
        else ""
    )
    return (
        f"#caption(hei(text(12pt, {quote(f'表{number}　{table.caption}')})))\n"
        f"#[#set text({size}pt)\n#set par(first-line-indent: 0em, leading: 5pt, justify: false)\n"
        f"#align(center, table(columns: ({columns},), align: ({align},), inset: (x: 4pt, y: 5pt), stroke: 0.5pt, "
        f"table.header({header}), {cells}))]{note}\n#v(4pt)"
    )


def _set_header(words: str, id: str) -> str:
    return f"[#hei({quote(words)})" + (f"#linebreak()#mark({quote(id)})]" if id else "]")


def _set_cell(cell: Part) -> str:
    if isinstance(cell, str):
        return f"[#{quote(cell)}]"
    return f"[#{quote(say_figure(cell))}]"


def _is_wide(table: Table, place: int) -> bool:
    """Whether a column holds running words rather than numbers or short names."""
    cells = (row[place] for row in table.rows)
    widest = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
    return widest > _WIDE_CELL


def _set_chart(chart: Chart, number: int) -> str:
    note = (
        f"\n#text(9pt)[#par(first-line-indent: 0em, leading: 5pt)[#{quote('注：' + chart.note)}]]" if chart.note else ""
    )
    picture = f'image(bytes({quote(draw(chart))}), format: "svg", width: 100%, alt: {quote(chart.text_alternative)})'
    caption = f"#align(center, [#hei(text(12pt, {quote(f'图{number}　{chart.caption}')}))#mark({quote(chart.ids)})])"
    return f"#block(breakable: false)[#{picture}\n{caption}{note}]"


def _set_colophon(document: Document) -> Iterable[str]:
    yield f"#v(24pt)\n#align(right)[#{quote(document.made_on)}#h(4em)]"
    yield "#v(1fr)"
    yield "#block(breakable: false)[#set text(9pt)\n#set par(first-line-indent: 0em, leading: 5pt, spacing: 5pt)"
    if document.checkpoint:
        yield f"#line(length: 100%, stroke: 0.7pt)\n#{quote('审计校验点（留存此页可核对台账此后是否被改动）')}\n"
    for line in document.checkpoint.splitlines():
        yield f"#raw({quote(line)})\n" if line.strip() else ""
    yield "#line(length: 100%, stroke: 0.5pt)"
    issuer, date = (f"text(12pt, {quote(words)})" for words in ("印发单位：（签发时填写）", f"{document.made_on}印发"))
    yield f"#grid(columns: (1fr, auto), {issuer}, {date})"
    yield "#line(length: 100%, stroke: 0.7pt)]"
