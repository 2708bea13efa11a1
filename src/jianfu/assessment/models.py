"""Years of assessment, their steps, results, checks and appeals; consultations and opinions. Nothing about persons
but who acted, as the audit log names them."""

from django.db import models

from jianfu.assessment.stages import Ground, Stage
from jianfu.vocabulary.published.adoption import Adoption

_STAGES = [(stage.value, stage.label) for stage in Stage]
_GROUNDS = [(ground.value, ground.label) for ground in Ground]
_ANSWERS = [(answer.value, answer.label) for answer in Adoption]


class AssessmentYear(models.Model):
    """One plan and what becomes of it. `plan_text` is the YAML as adopted; `basis` the decision that adopted it.

    `check_until` is the last day on which those assessed may object; None before the scores. `gate_reasons` says why a
    result was published though a goal of fairness is missed, '' where none is. `archive_digest` is the SHA-256 of the
    archive that anybody can compute again. `version` counts writes.
    """

    name = models.CharField("名称", max_length=200)
    year = models.IntegerField("年度")
    plan_text = models.TextField("方案")
    stage = models.CharField("阶段", max_length=10, choices=_STAGES, default=Stage.DRAFTED)
    basis = models.TextField("通过的依据", blank=True, default="")
    problems = models.JSONField("读数据时的问题", default=list)
    check_until = models.DateField("核对截止", null=True)
    gate_reasons = models.TextField("公布的理由", blank=True, default="")
    archive_digest = models.CharField("归档摘要", max_length=64, blank=True, default="")
    version = models.IntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class StageStep(models.Model):
    """One stage that was reached; never changed afterwards. `digest` is of what it froze, '' for nothing; `checkpoint`
    is the signed state of the audit log that holds it."""

    year = models.ForeignKey(AssessmentYear, models.PROTECT, related_name="steps")
    stage = models.CharField("阶段", max_length=10, choices=_STAGES)
    words = models.TextField("说明")
    taken_by = models.CharField("经办", max_length=80)
    taken_at = models.DateTimeField("时间")
    digest = models.CharField("摘要", max_length=64, blank=True, default="")
    checkpoint = models.TextField("校验点")

    def __str__(self) -> str:
        return f"{self.year}：{self.get_stage_display()}"


class Result(models.Model):
    """One computation; `number` 0 is the frozen data without scores, then 1, and one more for each appeal that changed
    something. `data` and `body` are the canonical texts; `code` the version of what computed it."""

    year = models.ForeignKey(AssessmentYear, models.PROTECT, related_name="results")
    number = models.IntegerField("第几次")
    data = models.TextField("数据")
    body = models.TextField("结果", blank=True, default="")
    code = models.CharField("程序版本", max_length=120, blank=True, default="")
    because = models.TextField("原因")
    made_at = models.DateTimeField("时间")

    class Meta:
        """Computations of a year run without gaps."""

        constraints = (models.UniqueConstraint(fields=["year", "number"], name="one_result_a_number"),)

    def __str__(self) -> str:
        return f"{self.year} {self.number}"


class DataCheck(models.Model):
    """That a township looked its data and score over and had nothing to object."""

    year = models.ForeignKey(AssessmentYear, models.PROTECT, related_name="checks")
    organ = models.ForeignKey("ledger.Organ", models.PROTECT, related_name="data_checks")
    checked_by = models.CharField("核对人", max_length=80)
    checked_at = models.DateTimeField("时间")

    class Meta:
        """Once a year and township."""

        constraints = (models.UniqueConstraint(fields=["year", "organ"], name="one_check_a_township"),)

    def __str__(self) -> str:
        return f"{self.year}：{self.organ}"


class Appeal(models.Model):
    """What a township objects to. `indicator` '' for the whole; `answer` '' while nobody decided.

    `new_value` is what a datum was set to, None where none was. `before` and `after` are the results between which it
    changed something; both None where nothing changed.
    """

    year = models.ForeignKey(AssessmentYear, models.PROTECT, related_name="appeals")
    organ = models.ForeignKey("ledger.Organ", models.PROTECT, related_name="appeals", verbose_name="申诉单位")
    ground = models.CharField("对什么", max_length=12, choices=_GROUNDS)
    indicator = models.CharField("指标", max_length=40, blank=True, default="")
    words = models.TextField("理由")
    evidence = models.TextField("依据")
    filed_by = models.CharField("提出人", max_length=80)
    filed_at = models.DateTimeField("提出时间")
    due_on = models.DateField("应答复日期", null=True)
    answer = models.CharField("结果", max_length=10, choices=_ANSWERS, blank=True, default="")
    reasons = models.TextField("答复", blank=True, default="")
    new_value = models.FloatField("改正后的数", null=True)
    decided_by = models.CharField("决定人", max_length=80, blank=True, default="")
    decided_at = models.DateTimeField("决定时间", null=True)
    before = models.ForeignKey(Result, models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey(Result, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.organ}：{self.get_ground_display()}"


class Consultation(models.Model):
    """A draft that opinions are asked on: a plan of assessment (`year`), or any draft policy (`year` None)."""

    year = models.ForeignKey(AssessmentYear, models.PROTECT, null=True, related_name="consultations")
    owner = models.ForeignKey("ledger.Organ", models.PROTECT, null=True, related_name="consultations")
    title = models.CharField("标题", max_length=200)
    text = models.TextField("内容")
    until = models.DateField("截止日期")
    is_anonymous = models.BooleanField("对起草单位匿名", default=False)
    opened_at = models.DateTimeField("开始时间")

    def __str__(self) -> str:
        return self.title


class Opinion(models.Model):
    """One opinion. Where the consultation is anonymous `organ` is None and `given_by` '': only the level is kept, and
    not even the audit log knows more."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="opinions")
    organ = models.ForeignKey("ledger.Organ", models.PROTECT, null=True, related_name="opinions")
    level = models.CharField("来自", max_length=20)
    words = models.TextField("意见")
    given_by = models.CharField("提出人", max_length=80, blank=True, default="")
    given_on = models.DateField("日期")
    answer = models.CharField("采纳情况", max_length=10, choices=_ANSWERS, blank=True, default="")
    reasons = models.TextField("理由", blank=True, default="")
    answered_by = models.CharField("答复人", max_length=80, blank=True, default="")

    def __str__(self) -> str:
        return self.words[:40]
