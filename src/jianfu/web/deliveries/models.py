"""Deliveries: files of one upload, and what was found in them."""

from pathlib import Path

from django.db import models

from jianfu.web.settings import JIANFU_HOME

_STATES = [
    ("waiting", "排队中"),
    ("looked_at", "待确认"),
    ("ordered", "等待导入"),
    ("importing", "导入中"),
    ("done", "已导入"),
    ("cancelled", "已取消"),
    ("failed", "没有完成"),
]


class Delivery(models.Model):
    """One upload. `summary`: one entry a file as JSON, empty until it was looked at. `seen` of `files` are through."""

    organ = models.ForeignKey("ledger.Organ", models.PROTECT, null=True, verbose_name="单位")
    brought_by = models.CharField("谁交来", max_length=80)
    brought_at = models.DateTimeField("时间")
    state = models.CharField("状态", max_length=10, choices=_STATES, default="waiting")
    files = models.IntegerField("文件数", default=0)
    seen = models.IntegerField("已处理", default=0)
    summary = models.JSONField("结果", default=list)

    def __str__(self) -> str:
        return f"{self.brought_at:%Y-%m-%d %H:%M}"

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return JIANFU_HOME / "uploads" / str(self.pk)

    @property
    def errors_path(self) -> Path:
        """The workbook of what was not taken."""
        return JIANFU_HOME / "uploads" / f"{self.pk}-退回.xlsx"
