"""Charts as plain SVG: lines for a trend, horizontal bars for a comparison. Legible in black and white."""

from collections.abc import Iterator
from html import escape
from itertools import pairwise
from math import ceil, floor, log10

from jianfu.reporting.document import Chart, Series, Table
from jianfu.reporting.figure import Figure
from jianfu.reporting.wording import printable, say_figure

WIDTH = 640
_LINE_HEIGHT = 300
_BAR_STEP = 22
_MARGIN_LEFT, _MARGIN_RIGHT, _MARGIN_TOP, _MARGIN_BOTTOM = 52, 16, 34, 40
_LABEL_WIDTH = 150
_LABEL_CHARACTERS = 12
_MOST_X_LABELS = 13
_FONT = "Noto Sans SC, Noto Sans CJK SC, Microsoft YaHei, sans-serif"
_INK, _GRID = "#333333", "#dddddd"
_STROKES = (("#1f4e79", ""), ("#b03a2e", "6 3"), ("#3c763d", "2 3"), ("#7d6608", "8 3 2 3"))


def draw(chart: Chart) -> str:
    """The chart as one `<svg>` element with its text alternative inside."""
    height, parts = _draw_lines(chart) if chart.lines else _draw_bars(chart)
    title, alternative = escape(printable(chart.caption)), escape(printable(chart.text_alternative))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" font-family="{_FONT}" font-size="12" fill="{_INK}">'
        f"<title>{title}</title><desc>{alternative}</desc>"
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def tabulate(chart: Chart) -> Table:
    """The chart's figures as a table."""
    rows = tuple(
        (label, *(_cell(series.figures[place]) for series in chart.series)) for place, label in enumerate(chart.labels)
    )
    header = ("", *(f"{series.name}（{chart.unit}）" for series in chart.series))
    return Table(f"{chart.caption}（数据）", header, rows)


def _cell(figure: Figure | None) -> str | Figure:
    return "—" if figure is None else figure


def _draw_lines(chart: Chart) -> tuple[int, list[str]]:
    top = _round_up(max(figure.value for series in chart.series for figure in series.figures if figure))
    parts = [*_draw_grid(top, chart.unit), *_draw_x_labels(chart.labels)]
    for place, series in enumerate(chart.series):
        parts += _draw_series(series, place, top, len(chart.labels))
    return _LINE_HEIGHT, parts


def _draw_grid(top: float, unit: str) -> Iterator[str]:
    yield _text(_MARGIN_LEFT - 6, _MARGIN_TOP - 12, unit, "end")
    for step in range(5):
        value = top * step / 4
        y = _y(value, top)
        yield f'<line x1="{_MARGIN_LEFT}" y1="{y:.1f}" x2="{WIDTH - _MARGIN_RIGHT}" y2="{y:.1f}" stroke="{_GRID}"/>'
        yield _text(_MARGIN_LEFT - 6, y + 4, f"{value:g}", "end")


def _draw_x_labels(labels: tuple[str, ...]) -> Iterator[str]:
    every = ceil(len(labels) / _MOST_X_LABELS)
    for place in range(0, len(labels), every):
        yield _text(_x(place, len(labels)), _LINE_HEIGHT - _MARGIN_BOTTOM + 18, labels[place], "middle")


def _draw_series(series: Series, place: int, top: float, size: int) -> Iterator[str]:
    colour, dashes = _STROKES[place % len(_STROKES)]
    stroke = f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes or "none"}"'
    points = [(_x(i, size), _y(f.value, top)) if f else None for i, f in enumerate(series.figures)]
    for first, second in pairwise(points):
        if first and second:
            yield f'<line x1="{first[0]:.1f}" y1="{first[1]:.1f}" x2="{second[0]:.1f}" y2="{second[1]:.1f}" {stroke}/>'
    for point in filter(None, points):
        yield f'<circle cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="3" fill="{colour}"/>'
    x = _MARGIN_LEFT + 16 + place * 140
    yield f'<line x1="{x}" y1="14" x2="{x + 28}" y2="14" {stroke}/>{_text(x + 34, 18, series.name, "start")}'


def _draw_bars(chart: Chart) -> tuple[int, list[str]]:
    series = chart.series[0]
    top = max(figure.value for figure in series.figures if figure)
    room = WIDTH - _LABEL_WIDTH - 70
    parts = []
    for place, (label, figure) in enumerate(zip(chart.labels, series.figures, strict=True)):
        y = 26 + place * _BAR_STEP
        parts.append(_text(_LABEL_WIDTH - 8, y + 12, _shorten(label), "end"))
        if figure is None:
            parts.append(_text(_LABEL_WIDTH + 4, y + 12, "无登记", "start"))
            continue
        width = max(figure.value / top * room, 1) if top else 1
        parts.append(f'<rect x="{_LABEL_WIDTH}" y="{y}" width="{width:.1f}" height="15" fill="{_STROKES[0][0]}"/>')
        parts.append(_text(_LABEL_WIDTH + width + 6, y + 12, say_figure(figure), "start"))
    parts.append(_text(_LABEL_WIDTH, 16, f"{series.name}（{chart.unit}）", "start"))
    return 34 + len(chart.labels) * _BAR_STEP, parts


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(printable(words))}</text>'


def _shorten(label: str) -> str:
    return label if len(label) <= _LABEL_CHARACTERS else f"{label[: _LABEL_CHARACTERS - 1]}…"


def _x(place: int, size: int) -> float:
    return _MARGIN_LEFT + 20 + place * (WIDTH - _MARGIN_LEFT - _MARGIN_RIGHT - 40) / max(size - 1, 1)


def _y(value: float, top: float) -> float:
    return _LINE_HEIGHT - _MARGIN_BOTTOM - value / top * (_LINE_HEIGHT - _MARGIN_TOP - _MARGIN_BOTTOM)


def _round_up(value: float) -> float:
    """The next number that four grid lines divide well."""
    if value <= 4:
        return 4
    step = 10.0 ** floor(log10(value / 4))
    return next(4 * step * factor for factor in (1, 2, 2.5, 5, 10) if 4 * step * factor >= value)
