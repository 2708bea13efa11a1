"""Monitoring points, what was asked and answered there and elsewhere, measures, and unannounced checks."""

from django.db import models

from jianfu.monitoring.asking.costs import Way
from jianfu.monitoring.effects.judging import EffectVerdict

_WAYS = [(way.value, way.label) for way in Way]
_VERDICTS = [(verdict.value, verdict.label) for verdict in EffectVerdict]


class PointRound(models.Model):
    """One draw of monitoring points, never changed afterwards; the newest is in force.

    `digest` names the list of panels that was drawn from, `kept` of `looked_at`; `chances` by township name, `villages`
    by township: name → chance; `joint` chances of each two drawn townships, in the order of `panel`. `trial` what the
    kept panels would have told of last year: errors as ratios.
    """

    drawn_at = models.DateTimeField("抽取时间")
    since = models.DateField("起用")
    seed = models.CharField("种子", max_length=200)
    digest = models.CharField("名单摘要", max_length=64)
    kept = models.IntegerField("入选组数")
    looked_at = models.IntegerField("全部组数")
    labels = models.JSONField("平衡的项目")
    chances = models.JSONField("入样概率")
    panel = models.JSONField("乡镇")
    joint = models.JSONField("同时入样概率")
    villages = models.JSONField("村")
    trial = models.JSONField("按上年试算")
    points = models.ManyToManyField("ledger.Organ", related_name="point_rounds", verbose_name="监测点")

    def __str__(self) -> str:
        return f"{self.since} 起"


class DiaryWeek(models.Model):
    """The diary of one point for the week that begins on `week` (a Monday): taps only. `lengths`: `[receipt, tap]`
    each.

    `seconds` from the page to the answer. Written again within the week it replaces the one before.
    """

    organ = models.ForeignKey("ledger.Organ", models.PROTECT, related_name="diary_weeks", verbose_name="监测点")
    week = models.DateField("周")
    by_mouth = models.CharField("口头要求", max_length=20)
    lengths = models.JSONField("耗时")
    unwritten = models.CharField("有没有不便写的", max_length=20)
    seconds = models.IntegerField("用时")
    filled_at = models.DateTimeField("填写时间")

    class Meta:
        """One a point and week."""

        constraints = (models.UniqueConstraint(fields=["organ", "week"], name="one_diary_a_point_and_week"),)

    def __str__(self) -> str:
        return f"{self.organ} {self.week}"


class Questionnaire(models.Model):
    """Questions as a clerk wrote them (`lines`, read by `asking.form`). `token` is its public link's, '' for
    interviews.

    Anonymous: no place and no moment is kept with an answer. `closed_at` None: open.
    """

    title = models.CharField("题目", max_length=100)
    lines = models.TextField("问题")
    is_anonymous = models.BooleanField("匿名")
    way = models.CharField("方式", max_length=10, choices=_WAYS)
    token = models.CharField(max_length=40, blank=True, default="", db_index=True)
    expected = models.IntegerField("预计多少人答")
    made_at = models.DateTimeField("发出时间")
    closed_at = models.DateTimeField("结束时间", null=True)

    def __str__(self) -> str:
        return self.title


class FilledForm(models.Model):
    """One answer. `place` '' where it is not told; `answers` by place of the question; no moment, no device, no
    address.
    """

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="filled")
    place = models.CharField("单位", max_length=200, blank=True, default="")
    answers = models.JSONField("答案")

    def __str__(self) -> str:
        return f"{self.questionnaire}"


class CollectingCost(models.Model):
    """What one way of collecting cost those who were asked in one month; no persons, no places."""

    way = models.CharField("方式", max_length=10, choices=_WAYS)
    month = models.DateField("月份")
    answers = models.BigIntegerField("份数", default=0)
    seconds = models.BigIntegerField("用时", default=0)

    class Meta:
        """One line a way and month."""

        constraints = (models.UniqueConstraint(fields=["way", "month"], name="one_line_a_way_and_month"),)

    def __str__(self) -> str:
        return f"{self.way} {self.month:%Y-%m}"


class Measure(models.Model):
    """A measure with the plan that was written down for it; the plan is never changed. `kinds`: of demand, [] for all.

    `expected`: the ratio by which it should fall. `judged` the newest `effects.judging.Judged` as JSON, {} before any.
    """

    title = models.CharField("措施", max_length=100)
    words = models.TextField("内容")
    kinds = models.JSONField("针对的种类")
    expected = models.FloatField("预期减少")
    start = models.DateField("实施日期")
    registered_at = models.DateTimeField("登记时间")
    places = models.ManyToManyField("ledger.Organ", related_name="measures", verbose_name="实施的乡镇")
    verdict = models.CharField("结论", max_length=12, choices=_VERDICTS, blank=True, default="")
    judged = models.JSONField("评估", default=dict)
    judged_at = models.DateTimeField("评估时间", null=True)

    def __str__(self) -> str:
        return self.title


class CheckRound(models.Model):
    """One draw of unannounced checks. `sealed` is shown before, `seed` only after `published_at`."""

    drawn_at = models.DateTimeField("抽取时间")
    start = models.DateField("起")
    end = models.DateField("止（不含）")
    seed = models.CharField("种子", max_length=200)
    sealed = models.CharField("种子摘要", max_length=64)
    published_at = models.DateTimeField("公布时间", null=True)

    def __str__(self) -> str:
        return f"{self.start} 起的抽查"


class CheckVisit(models.Model):
    """One place of a round with its time. `answers` by question, `clock_note` '' where the phone's clock was right.

    Sent again it replaces what was sent before. `minutes` that it kept the place busy.
    """

    round = models.ForeignKey(CheckRound, models.CASCADE, related_name="visits")
    organ = models.ForeignKey("ledger.Organ", models.PROTECT, related_name="check_visits", verbose_name="检查地点")
    day = models.DateField("日期")
    half_day = models.CharField("上下午", max_length=4)
    stratum = models.CharField("层", max_length=20)
    chance = models.FloatField("入样概率")
    answers = models.JSONField("所见", default=list)
    words = models.TextField("说明", blank=True, default="")
    minutes = models.IntegerField("占用分钟", null=True)
    filled_at = models.DateTimeField("填写时间", null=True)
    clock_note = models.CharField("时钟", max_length=60, blank=True, default="")
    checked_by = models.CharField("检查人", max_length=80, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.organ} {self.day}"


class CheckPhoto(models.Model):
    """A photo of a visit, drawn anew without what the phone wrote beside it."""

    visit = models.ForeignKey(CheckVisit, models.CASCADE, related_name="photos")
    content = models.BinaryField("照片")
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        """The same photo once a visit."""

        constraints = (models.UniqueConstraint(fields=["visit", "digest"], name="one_photo_once_a_visit"),)

    def __str__(self) -> str:
        return self.digest
