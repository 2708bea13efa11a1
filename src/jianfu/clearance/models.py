"""Drafts of demands, what was decided on them, and the numbers that they got."""

from django.db import models

from jianfu.clearance.terms import Reach, State, Verdict
from jianfu.vocabulary.burden_kind import BurdenKind

_KINDS = [(kind.value, kind.label) for kind in BurdenKind]
_STATES = [(state.value, state.label) for state in State]
_REACHES = [(reach.value, reach.label) for reach in Reach]
_VERDICTS = [(verdict.value, verdict.label) for verdict in Verdict]


class Draft(models.Model):
    """What an organ wants to send. `facts` holds fields of the kind by their catalogue names; `version` counts saves.

    `replaces` is the earlier cleared draft that this is a new version of.
    """

    organ = models.ForeignKey("ledger.Organ", models.PROTECT, related_name="drafts", verbose_name="发文单位")
    kind = models.CharField("种类", max_length=12, choices=_KINDS)
    title = models.CharField("标题", max_length=200)
    text = models.TextField("正文", blank=True, default="")
    form_fields = models.JSONField("表格字段", default=list)
    facts = models.JSONField("要求", default=dict)
    reach = models.CharField("发到", max_length=10, choices=_REACHES, default=Reach.TOWNSHIPS)
    due_on = models.DateField("要求完成日期", null=True, blank=True)
    is_emergency = models.BooleanField("紧急，先发后补", default=False)
    problem = models.TextField("要解决什么问题", blank=True, default="")
    lighter_way = models.TextField("有没有更轻的办法", blank=True, default="")
    workable = models.TextField("基层日常办得到吗", blank=True, default="")
    cost = models.TextField("要花多少代价", blank=True, default="")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="successors")
    state = models.CharField("状态", max_length=10, choices=_STATES, default=State.DRAFT)
    version = models.IntegerField("第几稿", default=1)
    created_at = models.DateTimeField("起草时间")
    submitted_at = models.DateTimeField("提交时间", null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged", verbose_name="并入")

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    """One decision on one version of a draft, with its reasons; never changed afterwards."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="decisions")
    version = models.IntegerField("第几稿")
    verdict = models.CharField("结论", max_length=24, choices=_VERDICTS)
    reasons = models.TextField("理由")
    decided_by = models.CharField("决定人", max_length=80)
    decided_at = models.DateTimeField("决定时间")

    def __str__(self) -> str:
        return f"{self.draft}：{self.get_verdict_display()}"


class ClearanceNumber(models.Model):
    """The number of a cleared draft. It holds on the days from `since` up to but not including `expires_on`."""

    number = models.CharField("准入编号", max_length=40, unique=True)
    year = models.IntegerField("年")
    place = models.IntegerField("序号")
    draft = models.OneToOneField(Draft, models.PROTECT, related_name="clearance")
    since = models.DateField("起")
    expires_on = models.DateField("止（不含）")
    hours_a_year = models.FloatField("一年用时")

    class Meta:
        """Numbers of a year run without gaps."""

        constraints = (models.UniqueConstraint(fields=["year", "place"], name="one_number_a_place"),)

    def __str__(self) -> str:
        return self.number
