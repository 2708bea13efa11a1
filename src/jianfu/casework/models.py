"""Cases, the steps taken on them, what is raised upward, and the owners' digests."""

from django.db import models

from jianfu.casework.course import Detector, Remedy, State
from jianfu.vocabulary.organ import OrganLevel
from jianfu.vocabulary.published.adoption import Adoption

_STATES = [(state.value, state.label) for state in State]
_REMEDIES = [(remedy.value, remedy.label) for remedy in Remedy]
_DETECTORS = [(detector.value, detector.value) for detector in Detector]
_LEVELS = [(level.value, level.label) for level in OrganLevel]
_OUTCOMES = [(outcome.value, outcome.label) for outcome in Adoption]


class UpwardItem(models.Model):
    """What the county cannot change, bundled by clause and by the level that can: raised, then answered.

    `card` names the rule card, '' where no card found it. `sent_on` None: not sent yet; `answered_on` None: no answer.
    `due_on` is the day by which an answer is awaited. `version` counts writes.
    """

    level = models.CharField("层级", max_length=10, choices=_LEVELS)
    clause = models.TextField("依据")
    card = models.CharField("规则卡", max_length=80, blank=True, default="")
    listed_at = models.DateTimeField("列入时间")
    sent_on = models.DateField("报出日期", null=True)
    sent_to = models.CharField("报送单位", max_length=200, blank=True, default="")
    letter_number = models.CharField("函号", max_length=60, blank=True, default="")
    due_on = models.DateField("应答复日期", null=True)
    answered_on = models.DateField("答复日期", null=True)
    outcome = models.CharField("结果", max_length=10, choices=_OUTCOMES, blank=True, default="")
    answer = models.TextField("答复内容", blank=True, default="")
    version = models.IntegerField(default=1)

    def __str__(self) -> str:
        return self.clause


class Case(models.Model):
    """One burden of one organ, until it is verified gone. `card` names the rule card, '' where no card found it.

    `link` recognises a rewritten item that was imported, '' for every other case; it leads back to nobody.
    `owner` is whom the audit log would name (role:account), '' while nobody owns it. `asked_by` are the townships and
    villages that asked for it; the organ concerned never learns which. `step_due_on` is the deadline of the step that
    is due now, None where it waits for nobody or the calendar does not reach. `remedied_on` is the day from which the
    ledger must show it no more. `version` counts steps.
    """

    organ = models.ForeignKey("ledger.Organ", models.PROTECT, related_name="cases", verbose_name="责任单位")
    title = models.TextField("事由")
    clause = models.TextField("依据", blank=True, default="")
    level = models.CharField("有权解决的层级", max_length=10, default="county")
    detector = models.CharField("验证办法", max_length=10, choices=_DETECTORS)
    card = models.CharField("规则卡", max_length=80, blank=True, default="")
    problem = models.ForeignKey("monitoring.Problem", models.PROTECT, null=True, related_name="cases")
    receipt = models.ForeignKey("ledger.Receipt", models.SET_NULL, null=True, related_name="cases")
    asked_by = models.ManyToManyField("ledger.Organ", related_name="asked_cases", verbose_name="反映的乡镇、村")
    item = models.ForeignKey(UpwardItem, models.PROTECT, null=True, related_name="cases")
    state = models.CharField("状态", max_length=10, choices=_STATES, default=State.OPENED, db_index=True)
    owner = models.CharField("承办人", max_length=80, blank=True, default="", db_index=True)
    remedy = models.CharField("整改办法", max_length=10, choices=_REMEDIES, blank=True, default="")
    remedied_on = models.DateField("整改完成日", null=True)
    remedied_by = models.CharField("整改登记人", max_length=80, blank=True, default="")
    step_due_on = models.DateField("本步期限", null=True)
    due_on = models.DateField("办结期限", null=True)
    link = models.CharField("改写件摘要", max_length=64, blank=True, default="", db_index=True)
    opened_at = models.DateTimeField("立案时间")
    version = models.IntegerField(default=1)

    def __str__(self) -> str:
        return self.title


class Step(models.Model):
    """One thing that was done, with its reasons; never changed afterwards.

    `shown_to_organ` is False for what would tell the organ concerned who asked.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    words = models.CharField("做了什么", max_length=40)
    reasons = models.TextField("理由")
    taken_by = models.CharField("经办", max_length=80)
    taken_at = models.DateTimeField("时间")
    shown_to_organ = models.BooleanField("责任单位可见", default=True)

    def __str__(self) -> str:
        return self.words


class Digest(models.Model):
    """What was near or past its deadline among one owner's cases on a day; kept until it is read.

    `lines` holds one `[case id, why, title]` a case.
    """

    owner = models.CharField("承办人", max_length=80)
    day = models.DateField("日期")
    lines = models.JSONField("事项")
    read_at = models.DateTimeField("已读", null=True)

    class Meta:
        """One an owner and day."""

        constraints = (models.UniqueConstraint(fields=["owner", "day"], name="one_digest_an_owner_and_day"),)

    def __str__(self) -> str:
        return f"{self.owner} {self.day}"
