"""Where facts came from, and numbers that somebody stated."""

from django.db import models

from jianfu.vocabulary.evidence import Grade

_GRADES = [(grade.value, grade.label) for grade in Grade]


class ImportedFile(models.Model):
    """One file that was taken in. `digest` (SHA-256 of its bytes) makes taking it twice impossible.

    `headings`: for each register in it [sheet, first data row, last data row, headings of its columns].
    """

    digest = models.CharField("摘要", max_length=64, unique=True)
    name = models.TextField("文件名")
    inner_path = models.TextField("压缩包内路径", blank=True, default="")
    size_bytes = models.BigIntegerField("字节数")
    format = models.CharField("格式", max_length=20)
    register = models.CharField("登记种类", max_length=60)
    rows_digest = models.CharField("各行摘要", max_length=64)
    mapping = models.CharField("所用对照的摘要", max_length=64, default="")
    imported_at = models.DateTimeField("导入时间")
    headings = models.JSONField("表头", default=list)

    def __str__(self) -> str:
        return self.name


class EvidenceRow(models.Model):
    """One row of one file, and what it stands behind: exactly one of the four targets."""

    source = models.ForeignKey(ImportedFile, models.PROTECT, related_name="evidence", db_index=False)
    sheet = models.TextField("工作表")
    row = models.IntegerField("行")
    page = models.IntegerField("页")
    grade = models.CharField("等级", max_length=1, choices=_GRADES)
    words = models.TextField("原文")
    receipt = models.ForeignKey("ledger.Receipt", models.PROTECT, null=True, related_name="evidence", db_index=False)
    demand = models.ForeignKey("ledger.Demand", models.PROTECT, null=True, related_name="evidence", db_index=False)
    organ = models.ForeignKey("ledger.Organ", models.SET_NULL, null=True, related_name="evidence", db_index=False)
    observation = models.ForeignKey(
        "ledger.Observation", models.PROTECT, null=True, related_name="evidence", db_index=False
    )

    class Meta:
        """Partial indexes: each row has one target, and an import writes tens of thousands of rows."""

        indexes = (
            models.Index(fields=["receipt"], name="evidence_receipt", condition=models.Q(receipt__isnull=False)),
            models.Index(fields=["demand"], name="evidence_demand", condition=models.Q(demand__isnull=False)),
            models.Index(fields=["organ"], name="evidence_organ", condition=models.Q(organ__isnull=False)),
            models.Index(fields=["observation"], name="evidence_obs", condition=models.Q(observation__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.sheet}!{self.row}"


class Observation(models.Model):
    """A number somebody stated about an organ over a half-open period; not itself a demand."""

    key = models.CharField(max_length=32, unique=True)
    organ = models.ForeignKey("ledger.Organ", models.PROTECT, related_name="observations")
    measure = models.TextField("指标")
    quantity = models.FloatField("数值")
    unit = models.TextField("计量单位")
    period_start = models.DateField("起", null=True)
    period_end = models.DateField("止(不含)", null=True)
    note = models.TextField("说明", blank=True, default="")

    def __str__(self) -> str:
        return f"{self.organ} {self.measure} {self.quantity}{self.unit}"
