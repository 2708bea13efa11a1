"""Tables of the lists that people work through: problems, cases, numbers, drafts, matters, accounts."""

from collections.abc import Iterable

from django.http import HttpRequest

from jianfu.casework.course import State
from jianfu.casework.queries import list_cases, list_upward
from jianfu.clearance.numbers.movements import movements_in_reach
from jianfu.clearance.queries import valid_numbers, visible_drafts
from jianfu.monitoring.models import Problem, SweepItem
from jianfu.monitoring.queries import visible_problems
from jianfu.monitoring.sweep.signals import Signal
from jianfu.relief.matters import list_matters
from jianfu.web.accounts.queries import list_accounts
from jianfu.web.clock import now, today
from jianfu.web.deliveries.queries import visible_deliveries
from jianfu.web.exports.book import Table
from jianfu.web.pages.asking import viewer_of
from jianfu.web.pages.mending.owners import read_case_filter
from jianfu.web.standards import desk_rules

PROBLEM_HEADINGS = ("性质", "问题", "事项", "依据", "责任单位", "涉及单位", "最近一次", "查得", "限值", "请核实")


def tell_problems(request: HttpRequest) -> Table:
    """What the rules found, as far as the address restricts it."""
    found = visible_problems(viewer_of(request))
    for name in ("severity", "card"):
        if value := request.GET.get(name, "").replace("\x00", "")[:80]:
            found = found.filter(**{name: value})
    return Table("问题", PROBLEM_HEADINGS, list_problems(found))


def list_problems(found: Iterable[Problem]) -> Iterable[tuple[object, ...]]:
    """A line a problem; who answers and who is only involved are told apart."""
    for one in found:
        answers, shares = (tuple(organ.name for organ in some.all()) for some in (one.organs, one.involved))
        number = (one.value, one.limit)
        yield (
            one.severity, one.name, one.subject, one.clause, "、".join(answers), "、".join(shares), one.last_day,
            *number, one.question,
        )  # fmt: skip


def tell_cases(request: HttpRequest) -> Table:
    """Cases in reach, as far as the address restricts them."""
    headings = ("状态", "事由", "依据", "责任单位", "期限", "超期", "整改办法", "立案")
    lines = (
        (
            State(one.state).label, one.title, one.clause, one.organ.name, one.due_on,
            "是" if one.due_on and one.due_on < today() and not State(one.state).is_over else None,
            one.get_remedy_display() or None, one.opened_at.date(),
        )
        for one in list_cases(viewer_of(request), read_case_filter(request.GET), today())
    )  # fmt: skip
    return Table("整治", headings, lines)


def tell_upward(request: HttpRequest) -> Table:
    """What must be raised, a line a case."""
    lines = (
        (item.level.label, item.item.clause, case.title, case.organ.name, item.receipts)
        for item in list_upward()
        for case in item.cases
    )
    return Table("上下联动清单", ("层级", "依据", "事项", "单位", "登记"), lines)


def tell_numbers(request: HttpRequest) -> Table:
    """Numbers that hold today."""
    headings = ("编号", "要求", "单位", "起", "失效", "一年小时")
    lines = (
        (one.number, one.draft.title, one.draft.organ.name, one.since, one.expires_on, one.hours_a_year)
        for one in valid_numbers(today())
    )
    return Table("准入编号", headings, lines)


def tell_movements(request: HttpRequest) -> Table:
    """A line each addition and removal of the departments in reach."""
    headings = ("单位", "日期", "增减", "编号", "事项", "一年小时", "豁免理由")
    lines = (
        (
            one.organ,
            line.day,
            "增" if line.is_addition else "减",
            line.number,
            line.title,
            line.hours,
            line.exempt or None,
        )
        for one in movements_in_reach(viewer_of(request), today())
        for line in one.lines
    )
    return Table("增减台账", headings, lines)


def tell_drafts(request: HttpRequest) -> Table:
    """Drafts in reach."""
    headings = ("状态", "紧急", "标题", "单位", "种类", "起草", "提交", "编号")
    lines = (
        (
            one.get_state_display(), "是" if one.is_emergency else None, one.title, one.organ.name,
            one.get_kind_display(), one.created_at, one.submitted_at,
            one.clearance.number if hasattr(one, "clearance") else None,
        )
        for one in visible_drafts(viewer_of(request))
    )  # fmt: skip
    return Table("准入草稿", headings, lines)


def tell_sweeps(request: HttpRequest) -> Table:
    """All that the sweeps found, the newest month first."""
    labels = {signal.value: signal.label for signal in Signal}
    items = SweepItem.objects.select_related("sweep", "organ").order_by("-sweep__month", "pk")
    lines = (
        (str(one.sweep), labels.get(one.signal, one.signal), one.organ.name if one.organ else None, one.words)
        for one in items
    )
    return Table("月度扫描", ("月份", "信号", "单位", "内容"), lines)


def tell_deliveries(request: HttpRequest) -> Table:
    """What was brought, as far as one may see it."""
    lines = (
        (one.brought_at, one.get_state_display(), one.organ.name if one.organ else "县减负专班", one.files)
        for one in visible_deliveries(viewer_of(request))
    )
    return Table("导入", ("时间", "状态", "单位", "文件"), lines)


def tell_matters(request: HttpRequest) -> Table:
    """The one list, a line a matter."""
    organ_id, rules = viewer_of(request).organ_id, desk_rules()
    matters = () if organ_id is None else list_matters(organ_id, now(), rules.calendar, rules.dictionary).matters
    lines = (
        (
            one.due_at,
            one.head.receipt.demand.title,
            "、".join(one.issuers),
            one.cleared.number or None,
            len(one.receipts),
        )
        for one in matters
    )
    return Table("待办", ("时限", "事项", "谁要求", "准入编号", "通知份数"), lines)


def tell_people(request: HttpRequest) -> Table:
    """All accounts."""
    headings = ("用户名", "角色", "单位", "状态", "两步验证", "最近登录")
    lines = (
        (
            line.account.username,
            line.account.get_role_display(),
            line.organ,
            line.state,
            line.second_factor,
            line.seen_on,
        )
        for line in list_accounts()
    )
    return Table("账号", headings, lines)
