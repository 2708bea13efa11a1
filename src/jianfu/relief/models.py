"""What townships and villages say of what came to them."""

from django.db import models

_MARKS = [("done", "办完了"), ("not_ours", "不归我们"), ("no_number", "没有编号"), ("to_do", "要办")]
ONCE = ""
"""The turn of what does not come again."""


class Mark(models.Model):
    """One tap on one receipt; the newest holds. `turn` is the first day of the period that it speaks of, in ISO form,
    `ONCE` for what does not recur and for what holds for all turns (不归我们, 没有编号)."""

    receipt = models.ForeignKey("ledger.Receipt", models.CASCADE, related_name="marks")
    turn = models.CharField("哪一期", max_length=10, blank=True, default=ONCE)
    mark = models.CharField("标记", max_length=10, choices=_MARKS)
    marked_by = models.CharField("标记人", max_length=80)
    marked_at = models.DateTimeField("时间")

    class Meta:
        """One mark a turn."""

        constraints = (models.UniqueConstraint(fields=["receipt", "turn"], name="one_mark_a_turn"),)

    def __str__(self) -> str:
        return self.get_mark_display()
