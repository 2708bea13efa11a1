"""What the county can do itself, and what it has to raise upward."""

from jianfu.reporting.conclusions.rules import tabulate_upward
from jianfu.reporting.conclusions.upward import count_from_above, list_items, tabulate_levels
from jianfu.reporting.document import Heading, Node, Paragraph, Sentence, Table, paragraph, sentence
from jianfu.reporting.figure import Figure
from jianfu.reporting.figures import data_requests, documents_meetings, facilities, inspections
from jianfu.reporting.material import Material
from jianfu.reporting.wording import printable, say_title

_NONE = "—"


def tell_remedies(material: Material) -> list[Node]:
    """First what lies in the county's own hands, then what does not."""
    part, whole, share = count_from_above(material)
    own = material.own_level.label
    return [
        Heading(1, "七、分级解决建议"),
        Heading(2, f"（一）{own}级权限内可以解决的"),
        *_tell_own(material),
        Heading(2, "（二）需要向上反映、上下联动解决的"),
        paragraph(
            sentence("在来文单位层级明确的", whole, "件次要求中，"),
            sentence(f"由高于{own}级的单位直接提出的", part, "件次，占", share, "。")
            or ((f"没有由高于{own}级的单位直接提出的登记。",) if whole else ()),
            sentence("本级单位转发的上级要求未计入向上反映之列。") if whole else (),
        ),
        *_tabulate_levels(material),
        *_tabulate_items(material),
        *_tabulate_findings(material),
    ]


def _tell_own(material: Material) -> list[Node]:
    paragraphs = (
        _advise(
            "精简发文",
            documents_meetings.find_repeated_documents(material)[0],
            "份同日重复下发的文件，由发文单位核对后再发，修改的一次改定。",
        ),
        _advise(
            "归口索要资料",
            data_requests.find_topics_of_many(material)[0],
            "项多头索要的事项，由牵头单位统一模板、一次收集、部门共享。",
        ),
        _advise(
            "减少纸质重复报送",
            data_requests.count_double_filings(material)[1],
            "件次电子、纸质都要的报送，能用电子档的不再要求纸质档。",
        ),
        _advise(
            "合并检查",
            inspections.find_crowded_days(material)[0],
            "例一天接待三家以上检查的情形，由督查部门统筹排期、合并下沉。",
        ),
        _advise(
            "清理阵地牌子", facilities.count_idle(material), "条登记为闲置的阵地、牌子，由要求设置的单位逐项说明去留。"
        ),
    )
    present = [said for said in paragraphs if said is not None]
    return list(present) or [paragraph()]


def _advise(what: str, count: Figure | None, how: str) -> Paragraph | None:
    said: Sentence = sentence("对台账反映的", count, how)
    return paragraph(said, lead=f"{what}。") if said else None


def _tabulate_levels(material: Material) -> list[Node]:
    rows = tuple(
        (row.kind.label, row.within or _NONE, row.above or _NONE, row.unknown or _NONE)
        for row in tabulate_levels(material)
    )
    own = material.own_level.label
    header = ("负担种类", f"{own}级及以下提出", f"高于{own}级提出", "层级不明")
    return [Table("各类要求按提出单位层级分列（件次）", header, rows)] if rows else []


def _tabulate_items(material: Material) -> list[Node]:
    rows = tuple(
        (say_title(item.title), item.kind.label, printable(item.issuer), item.level.label, item.receipts)
        for item in list_items(material)
    )
    header = ("事项", "种类", "提出单位", "层级", "收到件次")
    return [Table("建议列入上下联动清单的事项", header, rows)] if rows else []


def _tabulate_findings(material: Material) -> list[Node]:
    rows = tuple(
        (f"{one.name}（{one.card}）", one.level.label, one.severity, printable(one.responsible), count)
        for one, count in tabulate_upward(material)
    )
    header = ("规定", "能改变的层级", "处理", "单位（举例）", "问题（个）")
    return [Table("规则核对发现、须由上级改变的问题", header, rows)] if rows else []
