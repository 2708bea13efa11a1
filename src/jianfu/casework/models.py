"""Cases and the steps taken on them."""

from django.db import models

from jianfu.casework.course import Detector, Remedy, State

_STATES = [(state.value, state.label) for state in State]
_REMEDIES = [(remedy.value, remedy.label) for remedy in Remedy]
_DETECTORS = [(detector.value, detector.value) for detector in Detector]


class Case(models.Model):
    """One burden of one organ, until it is verified gone. `card` names the rule card, '' where no card found it.

    `link` recognises a rewritten item that was imported, '' for every other case; it leads back to nobody.
    `remedied_on` is the day from which the ledger must show it no more. `version` counts steps.
    """

    organ = models.ForeignKey("ledger.Organ", models.PROTECT, related_name="cases", verbose_name="责任单位")
    title = models.TextField("事由")
    clause = models.TextField("依据", blank=True, default="")
    level = models.CharField("有权解决的层级", max_length=10, default="county")
    detector = models.CharField("验证办法", max_length=10, choices=_DETECTORS)
    card = models.CharField("规则卡", max_length=80, blank=True, default="")
    problem = models.ForeignKey("monitoring.Problem", models.PROTECT, null=True, related_name="cases")
    receipt = models.ForeignKey("ledger.Receipt", models.SET_NULL, null=True, related_name="cases")
    state = models.CharField("状态", max_length=10, choices=_STATES, default=State.OPENED)
    remedy = models.CharField("整改办法", max_length=10, choices=_REMEDIES, blank=True, default="")
    remedied_on = models.DateField("整改完成日", null=True)
    remedied_by = models.CharField("整改登记人", max_length=80, blank=True, default="")
    due_on = models.DateField("办结期限", null=True)
    link = models.CharField("改写件摘要", max_length=64, blank=True, default="", db_index=True)
    opened_at = models.DateTimeField("立案时间")
    version = models.IntegerField(default=1)

    def __str__(self) -> str:
        return self.title


class Step(models.Model):
    """One thing that was done, with its reasons; never changed afterwards."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    words = models.CharField("做了什么", max_length=40)
    reasons = models.TextField("理由")
    taken_by = models.CharField("经办", max_length=80)
    taken_at = models.DateTimeField("时间")

    def __str__(self) -> str:
        return self.words
