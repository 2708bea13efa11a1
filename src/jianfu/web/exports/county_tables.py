"""Tables of the county's page."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest

from jianfu.ledger.viewer import COUNTY_ROLES
from jianfu.monitoring.models import Evaluation
from jianfu.monitoring.queries import latest_evaluation, visible_problems
from jianfu.web.access.scopes import in_scope
from jianfu.web.exports.book import Table
from jianfu.web.exports.list_tables import PROBLEM_HEADINGS, list_problems
from jianfu.web.pages.asking import viewer_of
from jianfu.web.pages.seeing.county_lines import CountyLines, OrganLine, read_lines

_HOURS = ("每周小时", "区间下", "区间上")
NOT_TOLD = "没有工时依据"


def _lines() -> CountyLines:
    evaluation: Evaluation | None = latest_evaluation()
    if evaluation is None:
        raise Http404
    return read_lines(evaluation)


def tell_kinds(request: HttpRequest) -> Table:
    """The eight burdens; hours that nobody can tell are words, not nought."""
    lines = (
        (line.mountain.label, *(line.span or (NOT_TOLD if line.rows else "没有登记", None, None)), line.rows, line.yuan)
        for line in _lines().kinds
    )
    return Table("八个方面", ("方面", *_HOURS, "登记件次", "登记金额（元）"), lines)


def tell_months(request: HttpRequest) -> Table:
    """Hours a week of each month."""
    lines = ((month, *span) for month, span in _lines().panel["by_month"].items())
    return Table("各月", ("月份", *_HOURS), lines)


def tell_changes(request: HttpRequest) -> Table:
    """The last three whole months beside the three before."""
    lines = (
        (line.mountain.label, line.before, line.after, line.rows_before, line.rows_after) for line in _lines().moves
    )
    return Table("此消彼长", ("方面", "此前每周小时", "最近每周小时", "此前件次", "最近件次"), lines)


def tell_townships(request: HttpRequest) -> Table:
    """Townships in the directory's order with their months; to the county's own roles alone."""
    lines = _lines()
    shown = lines.townships if viewer_of(request).role in COUNTY_ROLES else []
    return _tell_organs("各乡镇（街道）", shown, lines.months)


def tell_issuers(request: HttpRequest) -> Table:
    """Everybody who asked, with months."""
    lines = _lines()
    return _tell_organs("谁要求的", lines.issuers, lines.months)


def _tell_organs(name: str, organs: Sequence[OrganLine], months: Sequence[str]) -> Table:
    lines = (
        (line.name, *line.span, line.per_head, *((line.by_month.get(month) or (None,))[0] for month in months))
        for line in organs
    )
    return Table(name, ("单位", *_HOURS, "每人每周", *months), lines)


def tell_problems(request: HttpRequest) -> Table:
    """All problems that the page of problems would show."""
    return Table("问题", PROBLEM_HEADINGS, list_problems(visible_problems(in_scope(viewer_of(request), "problems"))))
