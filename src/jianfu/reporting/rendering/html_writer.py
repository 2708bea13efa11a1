"""The report as one HTML page without scripts, on which every number opens the rows that it rests on."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from jianfu.reporting.document import Chart, Document, Heading, Node, Paragraph, Part, Table
from jianfu.reporting.figure import Figure
from jianfu.reporting.rendering.charts import draw, tabulate
from jianfu.reporting.rendering.html_page import make_page, text
from jianfu.reporting.rendering.html_rows import ROWS_FOLDER
from jianfu.reporting.wording import say_figure

_WORDS_FROM = 8


def write_html(document: Document, path: Path) -> None:
    """Write report.html; its links lead into `ROWS_FOLDER` beside it."""
    path.write_text(make_page(document.title, "".join(_write_body(document))), encoding="utf-8")


def _write_body(document: Document) -> Iterator[str]:
    yield f'<h1>{text(document.title)}</h1><p class="subtitle">{text(document.subtitle)}</p>'
    headings = [node for node in document.nodes if isinstance(node, Heading) and node.level == 1]
    links = "".join(f'<a href="#{_anchor(node)}">{text(node.text)}</a>' for node in headings)
    yield f'<nav aria-label="目录">{links}</nav>'
    tables, charts = count(1), count(1)
    for node in document.nodes:
        yield _write_node(node, tables, charts)
    yield f'<p class="end">{text(document.made_on)}</p>'
    if document.checkpoint:
        yield "<h3>审计校验点</h3><p>留存以下文字，可核对台账此后是否被改动。</p>"
        yield f"<pre>{_write_lines(document.checkpoint)}</pre>"


def _write_lines(words: str) -> str:
    return "\n".join(text(line) for line in words.splitlines())


def _write_node(node: Node, tables: Iterator[int], charts: Iterator[int]) -> str:
    if isinstance(node, Heading):
        return f'<h{node.level + 1} id="{_anchor(node)}">{text(node.text)}</h{node.level + 1}>'
    if isinstance(node, Paragraph):
        lead = f'<span class="lead">{text(node.lead)}</span>' if node.lead else ""
        return f"<p>{lead}{''.join(_write_part(part) for part in node.parts)}</p>"
    if isinstance(node, Table):
        return _write_table(node, f"表{next(tables)}　{node.caption}")
    return _write_chart(node, next(charts))


def _anchor(heading: Heading) -> str:
    return text(heading.text.split("、")[0].strip("（）"))


def _write_part(part: Part) -> str:
    if isinstance(part, Figure):
        return f"{_write_link(part)}<sup>{part.id}</sup>"
    return text(part)


def _write_link(figure: Figure) -> str:
    title = text(f"{figure.id} {figure.name}：{figure.row_count}条登记")
    return f'<a class="figure" href="{ROWS_FOLDER}/{figure.id}.html" title="{title}">{text(say_figure(figure))}</a>'


def _write_table(table: Table, caption: str) -> str:
    headers = zip(table.header, table.column_ids(), strict=True)
    head = "".join(f'<th scope="col">{text(words)}{f"<sup>{id}</sup>" if id else ""}</th>' for words, id in headers)
    wordy = [_is_wordy(table, place) for place in range(len(table.header))]
    rows = "".join(f"<tr>{''.join(map(_write_cell, row, wordy))}</tr>" for row in table.rows)
    note = f'<p class="note">注：{text(table.remarks)}</p>' if table.remarks else ""
    return (
        f'<div class="wide"><table><caption>{text(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{note}"
    )


def _is_wordy(table: Table, place: int) -> bool:
    """Whether a column holds words long enough to be set flush left."""
    cells = (row[place] for row in table.rows)
    return any(isinstance(cell, str) and len(cell) >= _WORDS_FROM for cell in cells)


def _write_cell(cell: Part, wordy: bool) -> str:
    if isinstance(cell, Figure):
        return f"<td>{_write_link(cell)}</td>"
    return f'<td class="words">{text(cell)}</td>' if wordy else f"<td>{text(cell)}</td>"


def _write_chart(chart: Chart, number: int) -> str:
    table = tabulate(chart)
    note = f'<p class="note">注：{text(chart.note)}</p>' if chart.note else ""
    return (
        f"<figure>{draw(chart)}<figcaption>图{number}　{text(chart.caption)}<sup>{chart.ids}</sup></figcaption>{note}"
        f"<details><summary>以表格查看</summary>{_write_table(table, table.caption)}</details></figure>"
    )
