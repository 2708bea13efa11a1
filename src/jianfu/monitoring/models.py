"""What the evaluations of the ledger said, and the problems that they found."""

from django.db import models

from jianfu.vocabulary.burden_kind import BurdenKind

_KINDS = [(kind.value, kind.label) for kind in BurdenKind]


class Evaluation(models.Model):
    """The ledger evaluated once, for one stretch of time. `panel` is a `monitoring.panel.Panel` as JSON."""

    made_at = models.DateTimeField("时间")
    ledger_mark = models.CharField("台账状态", max_length=100)
    start = models.DateField("起")
    end = models.DateField("止（不含）")
    rulebook_digest = models.CharField("规则卡摘要", max_length=64)
    panel = models.JSONField("结果")

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class Problem(models.Model):
    """One finding, the same however often it is found: `key` hashes card, kind, organs and subject.

    `gone_at` is set when an evaluation no longer finds it. `last_day` is the newest day of its rows, None where no row
    names one. `receipts` are ids of ledger rows.
    """

    key = models.CharField(max_length=32, unique=True)
    card = models.CharField("规则卡", max_length=80)
    name = models.TextField("问题")
    kind = models.CharField("种类", max_length=12, choices=_KINDS)
    severity = models.CharField("性质", max_length=8)
    clause = models.TextField("依据")
    organs = models.ManyToManyField("ledger.Organ", related_name="problems", verbose_name="责任单位")
    level = models.CharField("层级", max_length=10)
    cause = models.TextField("成因", blank=True, default="")
    subject = models.TextField("事项")
    value = models.FloatField("数值", null=True)
    limit = models.FloatField("限值", null=True)
    question = models.TextField("请核实", blank=True, default="")
    receipts = models.JSONField("依据的登记")
    last_day = models.DateField("最近一次", null=True)
    first_found_at = models.DateTimeField("首次发现")
    found_at = models.DateTimeField("最近发现")
    gone_at = models.DateTimeField("不再发现", null=True)

    def __str__(self) -> str:
        return f"{self.name}：{self.subject}"


class Sweep(models.Model):
    """What was new in one whole month; `month` is its first day."""

    month = models.DateField("月份", unique=True)
    made_at = models.DateTimeField("时间")

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class SweepItem(models.Model):
    """One thing that was new: `signal` is a `sweeping.Signal`, `receipts` ids of the ledger rows behind it."""

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
