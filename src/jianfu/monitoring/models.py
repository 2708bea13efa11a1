"""What the evaluations of the ledger said, and the problems that they found."""

from datetime import date, timedelta

from django.db import models

from jianfu.vocabulary.burden_kind import BurdenKind

_KINDS = [(kind.value, kind.label) for kind in BurdenKind]


class Evaluation(models.Model):
    """The ledger evaluated once, for one stretch of time. `panel` is a `monitoring.panel.Panel` as JSON.

    `weights` holds one `monitoring.weighing.Weight` a rule card and level, as JSON. `standards_digest` is that of what
    the rows were held against; of what was evaluated before it was kept, of the rule cards alone.
    """

    made_at = models.DateTimeField("时间")
    ledger_mark = models.CharField("台账状态", max_length=100)
    start = models.DateField("起")
    end = models.DateField("止（不含）")
    standards_digest = models.CharField("标准摘要", max_length=64)
    panel = models.JSONField("结果")
    weights = models.JSONField("各规则的分量", default=list)

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class Problem(models.Model):
    """One finding, the same however often it is found: `key` hashes card, kind, organs and subject.

    `organs` answer for it: by their demands alone the clause is broken. `involved` have a share in a number over the
    demands of several, which none of them broke on its own; empty where somebody answers.
    `gone_at` is set when an evaluation no longer finds it. `last_day` is the newest day of its rows, None where no row
    names one. `receipts` are ids of ledger rows. `saved_hours` a week go when it is mended, None
    where no register says.
    """

    key = models.CharField(max_length=32, unique=True)
    card = models.CharField("规则卡", max_length=80)
    name = models.TextField("问题")
    kind = models.CharField("种类", max_length=12, choices=_KINDS)
    severity = models.CharField("性质", max_length=8)
    clause = models.TextField("依据")
    organs = models.ManyToManyField("ledger.Organ", related_name="problems", verbose_name="责任单位")
    involved = models.ManyToManyField("ledger.Organ", related_name="shared_problems", verbose_name="涉及单位")
    level = models.CharField("层级", max_length=10)
    cause = models.TextField("成因", blank=True, default="")
    subject = models.TextField("事项")
    value = models.FloatField("数值", null=True)
    limit = models.FloatField("限值", null=True)
    question = models.TextField("请核实", blank=True, default="")
    saved_hours = models.FloatField("整改后每周省下（小时）", null=True)
    receipts = models.JSONField("依据的登记")
    last_day = models.DateField("最近一次", null=True)
    first_found_at = models.DateTimeField("首次发现")
    found_at = models.DateTimeField("最近发现")
    gone_at = models.DateTimeField("不再发现", null=True)

    def __str__(self) -> str:
        return f"{self.name}：{self.subject}"


class Repeat(models.Model):
    """Two papers of which the later asks what the earlier asked; one sent twice is both. Made anew by each evaluation.

    `relation` is an `overlap.notices.notice.Relation`; `reasons` Chinese sentences.
    """

    earlier = models.ForeignKey("ledger.Demand", models.CASCADE, related_name="repeated_by")
    later = models.ForeignKey("ledger.Demand", models.CASCADE, related_name="repeats")
    relation = models.CharField("关系", max_length=12)
    reasons = models.JSONField("理由")

    def __str__(self) -> str:
        return f"{self.earlier}—{self.later}"


class Sweep(models.Model):
    """What was new in one whole month; `month` is its first day. `notes` say how it judged, and what it could not."""

    month = models.DateField("月份", unique=True)
    made_at = models.DateTimeField("时间")
    notes = models.JSONField("判断办法", default=list)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return (self.month + timedelta(days=32)).replace(day=1) - timedelta(days=1)


class KnownThing(models.Model):
    """A form, app, group, plaque or room that was known when a month was swept; `key` hashes kind, organ and name."""

    key = models.CharField(max_length=32, unique=True)
    month = models.DateField("月份", db_index=True)

    def __str__(self) -> str:
        return self.key


class SweepItem(models.Model):
    """One thing that was new: `signal` is a `sweep.signals.Signal`, `receipts` ids of the ledger rows behind it."""

    sweep = models.ForeignKey(Sweep, models.CASCADE, related_name="items")
    signal = models.CharField("信号", max_length=12)
    organ = models.ForeignKey("ledger.Organ", models.PROTECT, null=True, related_name="sweep_items")
    words = models.TextField("内容")
    receipts = models.JSONField("依据的登记")

    def __str__(self) -> str:
        return self.words


class PlatformUse(models.Model):
    """What the platform itself cost the people of one role in one month: seconds, pages, fields typed, and
    messages sent to them. No persons.
    """

    role = models.CharField("角色", max_length=12)
    month = models.DateField("月份")
    seconds = models.BigIntegerField("用时", default=0)
    pages = models.BigIntegerField("页数", default=0)
    fields = models.BigIntegerField("填写的格数", default=0)
    messages = models.BigIntegerField("发出的提醒", default=0)

    class Meta:
        """One line a role and month."""

        constraints = (models.UniqueConstraint(fields=["role", "month"], name="one_line_a_role_and_month"),)

    def __str__(self) -> str:
        return f"{self.role} {self.month:%Y-%m}"
