"""Tables of assessment's pages."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from jianfu.assessment.models import AssessmentYear
from jianfu.assessment.plans.loading import read_plan
from jianfu.assessment.queries import list_moved, list_threats, visible_appeals
from jianfu.web.exports.book import Table
from jianfu.web.pages.asking import viewer_of


def tell_plan(request: HttpRequest, year_id: int) -> Table:
    """The indicators of a year's plan."""
    year = get_object_or_404(AssessmentYear, pk=year_id)
    headings = ("编号", "指标", "责任单位", "依据", "领域", "计分", "权重", "数据来源", "取自", "佐证")
    lines = (
        (
            one.id, one.name, one.owner, one.basis, one.area.label, one.scoring.label, one.weight, one.source.label,
            one.taken_from, one.evidence,
        )
        for one in read_plan(year.plan_text).indicators
    )  # fmt: skip
    return Table(year.name, headings, lines)


def tell_threats(request: HttpRequest, year_id: int) -> Table:
    """Notices that tie themselves to assessment."""
    year = get_object_or_404(AssessmentYear, pk=year_id)
    lines = (
        (one.standing.label, one.notice.title, one.notice.issuer, one.notice.day, one.words)
        for one in list_threats(year)
    )
    return Table("说要纳入考核的通知", ("对照", "通知", "发文单位", "收到", "原话"), lines)


def tell_moved(request: HttpRequest, appeal_id: int) -> Table:
    """Whom an appeal moved: all for the county, oneself for a township."""
    viewer = viewer_of(request)
    appeal = get_object_or_404(visible_appeals(viewer), pk=appeal_id)
    lines = (
        (
            one.township,
            one.before.score if one.before else None,
            one.after.score if one.after else None,
            one.before.band if one.before else None,
            one.after.band if one.after else None,
        )
        for one in list_moved(appeal)
        if viewer.sees_all or one.township == appeal.organ.name
    )
    return Table("受影响的", ("乡镇（街道）", "原得分", "现得分", "原档次", "现档次"), lines)
