"""What townships and villages say of what came to them."""

from django.db import models

_MARKS = [("done", "办完了"), ("not_ours", "不归我们"), ("no_number", "没有编号")]


class Mark(models.Model):
    """One tap on one receipt; the newest holds."""

    receipt = models.OneToOneField("ledger.Receipt", models.CASCADE, related_name="mark")
    mark = models.CharField("标记", max_length=10, choices=_MARKS)
    marked_by = models.CharField("标记人", max_length=80)
    marked_at = models.DateTimeField("时间")

    def __str__(self) -> str:
        return self.get_mark_display()
