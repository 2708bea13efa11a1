"""Demands 要求 and receipts 收到."""

from django.db import models

from jianfu.vocabulary.burden_kind import BurdenKind

_KINDS = [(kind.value, kind.label) for kind in BurdenKind]


class Demand(models.Model):
    """One thing that one organ makes others do. `key` hashes the issuer's name and `identity` (see identity.py)."""

    key = models.CharField(max_length=32, unique=True)
    identity = models.TextField()
    kind = models.CharField("种类", max_length=12, choices=_KINDS)
    issuer = models.ForeignKey("ledger.Organ", models.PROTECT, related_name="demands", verbose_name="来文单位")
    title = models.TextField("标题")
    joint_issuers = models.JSONField("联合发文单位", null=True)
    doc_number = models.TextField("发文字号", null=True)
    issued_on = models.DateField("成文日期", null=True)
    topic = models.TextField("工作事项", null=True)
    basis = models.TextField("依据", null=True)
    replaces = models.TextField("替代", null=True)
    forwards = models.TextField("转发", null=True)
    tied_to_assessment = models.BooleanField("是否与考核挂钩", null=True)

    def __str__(self) -> str:
        return self.title


class Receipt(models.Model):
    """A demand arriving at one organ at one time: burden is counted here."""

    key = models.CharField(max_length=32, unique=True)
    demand = models.ForeignKey(Demand, models.PROTECT, related_name="receipts", db_index=False)
    receiver = models.ForeignKey("ledger.Organ", models.PROTECT, related_name="receipts", verbose_name="收文单位")
    occurrence = models.IntegerField("第几次相同登记", default=0)
    received_on = models.DateField("收文日期", null=True)
    received_at = models.DateTimeField("收文时间", null=True)
    year = models.IntegerField("年度", null=True)
    channel = models.TextField("渠道", null=True)
    for_secretary = models.BooleanField("是否需书记阅示(参加)", null=True)
    due_at = models.DateTimeField("办理时限", null=True)
    status = models.TextField("办理情况", null=True)
    handler = models.TextField("承办", null=True)
    remark = models.TextField("备注", null=True)
    sheets = models.BigIntegerField("用纸", null=True)
    people_attending = models.BigIntegerField("参会人数", null=True)
    minutes_per_filing = models.FloatField("每次耗时", null=True)
    companions = models.BigIntegerField("陪同人数", null=True)
    companion_hours = models.FloatField("陪同时长", null=True)
    copies = models.BigIntegerField("份数", null=True)
    amount_fen = models.BigIntegerField("金额", null=True)
    use = models.TextField("使用情况", null=True)
    cost_fen = models.BigIntegerField("投入", null=True)
    holder = models.TextField("使用人", null=True)
    quota = models.FloatField("任务数", null=True)
    completed = models.FloatField("完成数", null=True)

    class Meta:
        """Lists show the newest first."""

        indexes = (
            models.Index(fields=["-received_on", "-id"], name="receipt_newest_first"),
            models.Index(fields=["demand", "received_on", "receiver"], name="receipt_of_demand"),
            models.Index(fields=["due_at"], name="receipt_deadline"),
        )

    def __str__(self) -> str:
        return f"{self.receiver}：{self.demand}"


class DocumentText(models.Model):
    """The full text of a demand that came as a notice."""

    demand = models.OneToOneField(Demand, models.CASCADE, related_name="document_text")
    text = models.TextField("正文")

    def __str__(self) -> str:
        return self.text[:40]
