"""Hours, paper and money, and what would save most of them."""

from jianfu.reporting.conclusions.burden import (
    Named,
    average_by_staff,
    count_sheets,
    price_labour,
    sum_hours,
    sum_purchases,
    sum_repeated_requests,
    tabulate_issuers,
    tabulate_kinds,
    tabulate_missing,
    tabulate_months,
    tabulate_savings,
    tabulate_townships,
)
from jianfu.reporting.conclusions.mendings import find_repeated_requests, rank_savings
from jianfu.reporting.document import Chart, Heading, Node, Part, Sentence, Series, Table, paragraph, sentence
from jianfu.reporting.figures.overview import say_month
from jianfu.reporting.material import Material
from jianfu.reporting.wording import printable, say_list

_HEADING = Heading(1, "五、负担折算")
_SHOWN_INPUTS = 3


def tell_burden(material: Material) -> list[Node]:
    """The hours a week by kind, place, organ and month, money, the ten mendings, and what is missing."""
    hours = sum_hours(material)
    if hours is None:
        return [_HEADING, paragraph(("没有可以折算工时的登记。",))]
    repeated = sum_repeated_requests(material, find_repeated_requests(material))
    return [
        _HEADING,
        paragraph(
            sentence(f"登记在册的各类要求，{material.bearers}每周约须投入", hours, "小时，"),
            sentence("平均每名工作人员", average_by_staff(material), "小时。"),
            sentence("其中，多头索要、重复填报的每周约", repeated, "小时。"),
            _say_paper(material),
            sentence("订阅和阵地建设登记的开支共", sum_purchases(material), "元。"),
            sentence("工时按本县工价折合约", price_labour(material), "元。"),
        ),
        paragraph((_say_method(material),)),
        *_tabulate("各类要求每周工时", "负担种类", tabulate_kinds(material)),
        *_tabulate("各乡镇（街道）每周工时", "乡镇（街道）", tabulate_townships(material)),
        *_tabulate("提出的要求最费工时的单位", "单位", tabulate_issuers(material)),
        *_chart_months(material),
        *_tabulate_savings(material),
        *_tabulate_missing(material),
    ]


def _say_paper(material: Material) -> Sentence:
    return sentence("登记的用纸", count_sheets(material), "张。")


def _say_method(material: Material) -> str:
    stamp = material.account.stamp
    inputs = say_list(list(material.account.width)[:_SHOWN_INPUTS])
    widest = f"范围的宽窄主要取决于{inputs}。" if inputs else ""
    return (
        f"括号内为九成把握的范围。{widest}所用耗时定额{stamp.used}项中有{stamp.assumed}项是假定的，县里实测后可以替换；"
        f"没有登记的工作不在其内。方法：{stamp.method}，定额{stamp.norms}，种子{stamp.seed}。"
    )


def _tabulate(caption: str, what: str, named: list[Named]) -> list[Node]:
    rows: tuple[tuple[Part, ...], ...] = tuple((printable(one.name), one.figure) for one in named)
    return [Table(caption, (what, "每周工时（小时）"), rows)] if rows else []


def _chart_months(material: Material) -> list[Node]:
    figures = tabulate_months(material)
    if len([one for one in figures if one]) < 2:
        return []
    labels = tuple(say_month(material, month) for month in material.months)
    series = (Series("每周工时", figures),)
    return [Chart("各月平均每周工时", labels, series, "小时", lines=True, note="没有日期的登记不在其内。")]


def _tabulate_savings(material: Material) -> list[Node]:
    named = tabulate_savings(material, rank_savings(material))
    rows: tuple[tuple[Part, ...], ...] = tuple((printable(one.name), one.figure) for one in named)
    note = (
        "只计改正后整件不再发生的登记；缩短会议、放宽时限、少报纸质等能省多少，登记看不出来，不计。"
        "合并前须核对各单位所要内容是否确实相同。排在前面的已算过的，后面不再算。"
    )
    return [Table("最能节省工时的改正", ("改正", "每周节省（小时）"), rows, note)] if rows else []


def _tabulate_missing(material: Material) -> list[Node]:
    rows = tuple((gap.kind.label, gap.datum, count, gap.instead) for gap, count in tabulate_missing(material))
    return [Table("折算时缺的数据", ("负担种类", "缺的数据", "登记（条）", "怎样处理"), rows)] if rows else []
