"""Pages of rows: what a number in report.html opens."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from jianfu.reporting.figure import Figure
from jianfu.reporting.rendering.html_page import make_page, text
from jianfu.reporting.rendering.row_columns import WHERE_COLUMNS, WORDS_LABEL, list_cells, list_columns
from jianfu.reporting.rows import Selection
from jianfu.reporting.wording import say_figure

ROWS_FOLDER = "report_rows"
_ROWS_PER_PAGE = 200
_MOST_ROWS = 1000
_MOST_ROWS_OF_A_CELL = 100


def write_row_pages(figures: Iterable[Figure], folder: Path) -> None:
    """Write the pages of each figure, in place of those that an earlier report left in the folder.

    Beyond the first rows they point to evidence.xlsx, which has all.
    """
    folder.mkdir(exist_ok=True)
    for stale in folder.glob("*.html"):
        stale.unlink()
    for figure in figures:
        most = _MOST_ROWS_OF_A_CELL if figure.part else _MOST_ROWS
        pages = [page for selection in figure.selections for page in _split(selection, most)]
        for number, page in enumerate(pages, start=1):
            body = _write_body(figure, page, number, len(pages), most)
            (folder / _file_name(figure, number)).write_text(
                make_page(f"{figure.id} {figure.name}", body, "rows"), encoding="utf-8"
            )


def _split(selection: Selection, most: int) -> Iterator[Selection]:
    shown = selection.positions[:most]
    for start in range(0, len(shown), _ROWS_PER_PAGE):
        yield Selection(selection.source, shown[start : start + _ROWS_PER_PAGE])


def _file_name(figure: Figure, number: int) -> str:
    return f"{figure.id}.html" if number == 1 else f"{figure.id}_{number}.html"


def _write_body(figure: Figure, rows: Selection, number: int, pages: int, most: int) -> str:
    definition = figure.definition
    grades = "、".join(f"{grade.value}级（{grade.label}）{count}条" for grade, count in figure.grades.items())
    unit = "" if definition.unit == "%" else definition.unit
    cut = any(len(selection) > most for selection in figure.selections)
    more = f"本页组每类只列前{most}条，全部登记行见 evidence.xlsx，按“数字编号”列筛选 {figure.id}。" if cut else ""
    return (
        f'<nav><a href="../report.html">返回报告</a>{_write_pager(figure, number, pages)}</nav>'
        f"<h2>{figure.id}　{text(figure.name)}：{text(say_figure(figure))}{text(unit)}</h2>"
        f'<p class="note">口径（第{definition.version}版）：{text(definition.method)}。'
        f"依据{figure.row_count}条登记：{grades}。{more}</p>{_write_rows(rows)}"
    )


def _write_pager(figure: Figure, number: int, pages: int) -> str:
    if pages == 1:
        return ""
    links = (
        f"<strong>{page}</strong>" if page == number else f'<a href="{_file_name(figure, page)}">{page}</a>'
        for page in range(1, pages + 1)
    )
    return f"<span>第 {' '.join(links)} 页</span>"


def _write_rows(rows: Selection) -> str:
    columns = [
        (label, list_cells(name, rows.column(name))) for name, label in (*list_columns(rows.source.key), *WHERE_COLUMNS)
    ]
    columns.append((WORDS_LABEL, rows.source.read_words(rows.positions)))
    filled = [(label, cells) for label, cells in columns if any(cell != "" for cell in cells)]
    head = "".join(f'<th scope="col">{text(label)}</th>' for label, _ in filled)
    lines = zip(*(cells for _, cells in filled), strict=True)
    body = "".join(f"<tr>{''.join(f'<td>{_write_cell(cell)}</td>' for cell in line)}</tr>" for line in lines)
    caption = f"<caption>{text(rows.source.label)}登记</caption>"
    return f'<div class="wide"><table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _write_cell(cell: str | float) -> str:
    return text(cell) if isinstance(cell, str) else f"{cell:.10g}"
