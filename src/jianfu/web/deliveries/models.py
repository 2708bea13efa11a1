"""Deliveries: files of one upload or drop, and what was found in each of them."""

from pathlib import Path

from django.db import models

from jianfu.web.settings import JIANFU_HOME

_STATES = [
    ("waiting", "正在看"),
    ("looked_at", "待确认"),
    ("ordered", "等待导入"),
    ("importing", "导入中"),
    ("done", "已导入"),
    ("stopped", "已停下"),
    ("cancelled", "不导入"),
    ("refused", "已退回"),
    ("failed", "没有完成"),
]
BUSY = frozenset({"waiting", "ordered", "importing"})
"""The worker has something to do."""
_ORIGINS = [("browser", "网页"), ("folder", "收件文件夹"), ("mail", "邮件文件夹")]
_FILE_STATES = [("waiting", "等待"), ("importing", "导入中"), ("done", "处理完")]


def uploads_folder() -> Path:
    """Where everything that was brought lies."""
    return JIANFU_HOME / "uploads"


def registers_folder() -> Path:
    """Where the county's own register mappings lie."""
    return JIANFU_HOME / "registers"


class Delivery(models.Model):
    """What somebody brought at one time. `seen` of `files` are through."""

    organ = models.ForeignKey("ledger.Organ", models.PROTECT, null=True, verbose_name="单位")
    brought_by = models.CharField("谁交来", max_length=80)
    brought_at = models.DateTimeField("时间")
    origin = models.CharField("来路", max_length=10, choices=_ORIGINS, default="browser")
    state = models.CharField("状态", max_length=10, choices=_STATES, default="waiting")
    files = models.IntegerField("文件数", default=0)
    seen = models.IntegerField("已处理", default=0)
    ordered_at = models.DateTimeField("确认时间", null=True)
    failure = models.TextField("没有完成的原因", blank=True, default="")
    drop_key = models.CharField("放入的文件", max_length=64, blank=True, default="", db_index=True)
    """Of a file from a watched folder: digest of its path and content. '' for uploads."""
    filed = models.BooleanField("原件已归位", default=True)
    """Whether the file in the watched folder has been put where its fate belongs."""

    def __str__(self) -> str:
        return f"{self.brought_at:%Y-%m-%d %H:%M}"

    @property
    def is_busy(self) -> bool:
        """Whether the worker has it in hand."""
        return self.state in BUSY

    @property
    def folder(self) -> Path:
        """Where its files lie, one folder for each file that was brought."""
        return uploads_folder() / str(self.pk)

    def uploads(self) -> list[Path]:
        """The files as they were brought, in order."""
        return sorted(path for path in self.folder.glob("*/*") if path.is_file())

    @property
    def errors_path(self) -> Path:
        """The workbook of what was not taken."""
        return uploads_folder() / f"{self.pk}-退回.xlsx"

    @property
    def pictures(self) -> Path:
        """Where pictures to be read by people lie, drawn anew."""
        return uploads_folder() / f"{self.pk}-图片"


class DeliveredFile(models.Model):
    """One file of a delivery, or of an archive in it. `found` is what a preview or an import told of it, as JSON."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="looked")
    place = models.IntegerField("序号")
    name = models.TextField("文件名")
    digest = models.CharField("摘要", max_length=64, blank=True, default="")
    state = models.CharField("状态", max_length=10, choices=_FILE_STATES, default="waiting")
    needs_attention = models.BooleanField("要看一眼", default=False)
    found = models.JSONField("结果", default=dict)

    class Meta:
        """A place is taken once."""

        constraints = (models.UniqueConstraint(fields=["delivery", "place"], name="one_file_a_place"),)

    def __str__(self) -> str:
        return self.name
