"""The list 上下联动清单 as an official letter: what another level alone can change, with all that stands behind it."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from jianfu.casework.queries import UpwardBundle
from jianfu.monitoring.evaluating import NoCounty, find_county
from jianfu.reporting.document import Heading, Node, Paragraph, Table
from jianfu.reporting.figure import Form
from jianfu.reporting.rendering.letter_writer import Letter, write_letter
from jianfu.reporting.wording import say_date, say_list, say_value
from jianfu.vocabulary.organ import OrganLevel

_OFFICE = "整治形式主义为基层减负专班"
_ORDINALS = "一二三四五六七八九十"
_CASES_SHOWN = 3


def write_upward_letter(level: OrganLevel, bundles: Sequence[UpwardBundle], path: Path, *, day: date) -> None:
    """Write the letter to one level about its items. What is signed and numbered by hand is left to be filled in."""
    item = bundles[0].item
    letter = Letter(
        _name_sender(),
        item.letter_number or f"减函〔{day.year}〕　号",
        "关于商请协调解决基层负担有关事项的函",
        item.sent_to or "（主送机关）",
        tuple(_tell(level, bundles)),
        ("需协调解决事项明细表",),
        tuple(_tabulate(bundles)),
        say_date(day),
    )
    write_letter(letter, path)


def _name_sender() -> str:
    try:
        return f"{find_county().name}{_OFFICE}"
    except NoCounty:
        return _OFFICE


def _tell(level: OrganLevel, bundles: Sequence[UpwardBundle]) -> Iterator[Node]:
    yield Paragraph(
        (
            f"我县对基层收到的各类要求逐条登记、逐条核对，发现有 {len(bundles)} 类事项县级无权改变，"
            f"须由{level.label}级解决。现将情况函告如下，商请予以协调。",
        )
    )
    for place, bundle in enumerate(bundles):
        ordinal = _ORDINALS[place] if place < len(_ORDINALS) else str(place + 1)
        yield Heading(1, f"{ordinal}、{_name(bundle)}")
        yield Paragraph((f"依据：{bundle.item.clause}",))
        yield Paragraph((_say_weight(bundle),))
    yield Paragraph(
        ("以上数字由登记台账逐条汇总，每条登记可以核对；用时为估算，括号内为十有九次所在的区间。妥否，请函复。",)
    )


def _name(bundle: UpwardBundle) -> str:
    problem = next((case.problem for case in bundle.cases if case.problem), None)
    return problem.name if problem else bundle.cases[0].title


def _say_weight(bundle: UpwardBundle) -> str:
    titles = say_list([case.title for case in bundle.cases], _CASES_SHOWN)
    if bundle.weight is None:
        return f"涉及 {bundle.receipts} 条登记：{titles}。"
    return (
        f"涉及 {len(bundle.townships)} 个乡镇（街道）、{bundle.receipts} 条登记，"
        f"基层每周用时 {_say_hours(bundle)} 小时。如：{titles}。"
    )


def _say_hours(bundle: UpwardBundle) -> str:
    if bundle.weight is None:
        return "未计"
    mean, low, high = (say_value(hours, Form.HOURS) for hours in bundle.weight["hours"])
    return f"{mean}（{low}—{high}）"


def _tabulate(bundles: Sequence[UpwardBundle]) -> Iterator[Node]:
    rows = []
    for place, bundle in enumerate(bundles, start=1):
        organs = say_list(sorted({case.organ.name for case in bundle.cases}))
        towns = f"{len(bundle.townships)} 个：{say_list(bundle.townships, 40)}" if bundle.townships else "—"
        rows.append((str(place), _name(bundle), organs, str(bundle.receipts), _say_hours(bundle), towns))
    header = ("序号", "事项", "发文单位", "登记（条）", "每周用时（小时）", "涉及乡镇（街道）")
    yield Table("需协调解决事项明细表", header, tuple(rows), "登记条数、乡镇数为全县该条款下的全部，不限于已立案的")
