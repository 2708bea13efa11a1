"""Drafts of demands, what was decided on them, and the numbers that they got."""

from datetime import date

from django.db import models

from jianfu.clearance.terms import Reach, State, Verdict
from jianfu.vocabulary.burden_kind import BurdenKind

_KINDS = [(kind.value, kind.label) for kind in BurdenKind]
_STATES = [(state.value, state.label) for state in State]
_REACHES = [(reach.value, reach.label) for reach in Reach]
_VERDICTS = [(verdict.value, verdict.label) for verdict in Verdict]


class Draft(models.Model):
    """What an organ wants to send. `facts` holds fields of the kind by their catalogue names; `version` counts saves.

    `replaces` is the earlier cleared draft that this is a new version of, `is_renewal` where it shall hold for longer:
    that is always approved anew. `legal_basis` is the law that requires it,
    '' for none: then one in, one out does not bind it.
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
    legal_basis = models.CharField("法定必须的依据", max_length=200, blank=True, default="")
    problem = models.TextField("要解决什么问题", blank=True, default="")
    lighter_way = models.TextField("有没有更轻的办法", blank=True, default="")
    workable = models.TextField("基层日常办得到吗", blank=True, default="")
    cost = models.TextField("要花多少代价", blank=True, default="")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="successors")
    is_renewal = models.BooleanField("续期", default=False)
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
    """The number of a cleared draft. It holds on the days from `since` up to but not including `expires_on`, or the day
    on which it was ended before. `template_version` counts what went out under it, the first being 1.
    """

    number = models.CharField("准入编号", max_length=40, unique=True)
    year = models.IntegerField("年")
    place = models.IntegerField("序号")
    draft = models.OneToOneField(Draft, models.PROTECT, related_name="clearance")
    since = models.DateField("起")
    expires_on = models.DateField("止（不含）")
    hours_a_year = models.FloatField("一年用时")
    template_version = models.IntegerField("第几版", default=1)
    ended_on = models.DateField("提前终止", null=True)
    ended_because = models.TextField("终止原因", blank=True, default="")
    succeeds = models.OneToOneField("self", models.PROTECT, null=True, related_name="successor", verbose_name="接替")

    class Meta:
        """Numbers of a year run without gaps."""

        constraints = (models.UniqueConstraint(fields=["year", "place"], name="one_number_a_place"),)

    def __str__(self) -> str:
        return self.number

    @property
    def last_day_out(self) -> date:
        """The first day on which it holds no longer."""
        return self.expires_on if self.ended_on is None else min(self.ended_on, self.expires_on)

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.since <= day < self.last_day_out


class Reminder(models.Model):
    """That a department was reminded of a number's end, so many days before; told once."""

    number = models.ForeignKey(ClearanceNumber, models.CASCADE, related_name="reminders")
    days_before = models.IntegerField("提前几天")
    told_on = models.DateField("日期")

    class Meta:
        """Nobody is reminded twice of the same."""

        constraints = (models.UniqueConstraint(fields=["number", "days_before"], name="one_reminder_a_time"),)

    def __str__(self) -> str:
        return f"{self.number} {self.days_before}"
