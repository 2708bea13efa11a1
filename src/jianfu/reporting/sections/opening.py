"""What the report is about, and the picture as a whole."""

from jianfu.reporting.document import Chart, Heading, Node, Series, Table, paragraph, sentence
from jianfu.reporting.figures.overview import (
    MONTHLY,
    count_by_month,
    count_everything,
    say_month,
    tabulate_kinds,
)
from jianfu.reporting.material import Material
from jianfu.reporting.wording import say_list, say_period
from jianfu.vocabulary.burden_kind import BurdenKind


def tell_purpose(material: Material) -> list[Node]:
    """The opening paragraph: whose load, when, from what."""
    days = f"（{material.workdays}个工作日）" if material.workdays else ""
    return [
        paragraph(
            (
                f"为掌握{material.whole}基层负担底数，依据{say_period(material.period)}{days}各单位已有的登记台账，"
                f"对{material.bearers}承担的各类要求逐条归集、统一复算。文中数字均由登记行计算得出，数字后的编号可在"
                "附件“数字索引”中查到依据、口径和来源等级；没有登记的，不作推断。现将情况报告如下。",
            )
        )
    ]


def tell_overview(material: Material) -> list[Node]:
    """Totals, the table of kinds and the monthly course."""
    receipts, demands, issuers = count_everything(material)
    kinds = tabulate_kinds(material)
    missing = [kind.label for kind in BurdenKind if kind not in {row.kind for row in kinds}]
    largest = sorted(kinds, key=lambda row: -row.receipts.value)[:3]
    ranking = [part for row in largest for part in (f"{row.kind.label}", row.receipts, "件次、")]
    nodes: list[Node] = [
        Heading(1, "一、总体情况"),
        paragraph(
            sentence(f"{material.whole_with_bearers}登记在册的各类要求共", receipts, "件次，"),
            sentence("去除重复后为", demands, "项，"),
            sentence("由", issuers, "个单位提出。"),
            sentence("按件次计，居前的是", *ranking[:-1], "件次。") if len(kinds) > 3 else (),
            (f"{say_list(missing, 9)}没有登记，本报告不作判断，也不视为没有负担。",) if missing else (),
        ),
    ]
    if kinds:
        rows = tuple((row.kind.label, row.receipts, row.demands or "", row.issuers or "") for row in kinds)
        header = ("负担种类", "收到件次", "不同要求（项）", "来文单位（个）")
        nodes.append(
            Table("各类要求登记情况", header, rows, "“件次”按收到的单位逐一计算，同一要求发往多个单位计多次。")
        )
    return nodes + _chart_months(material)


def _chart_months(material: Material) -> list[Node]:
    series = [
        Series(kind.label, count_by_month(material, id)) for id, kind in MONTHLY.items() if len(material.received(kind))
    ]
    shown = tuple(one for one in series if any(one.figures))
    if not shown or len(material.months) < 2:
        return []
    labels = tuple(say_month(material, month) for month in material.months)
    note = "空缺处为当月没有登记，不等于没有发生。"
    return [Chart("各月收到件次", labels, shown, "件次", lines=True, note=note)]
