"""The jobs and when they are due. County time; plain arithmetic."""

from datetime import datetime, time, timedelta
from enum import StrEnum


class Job(StrEnum):
    """What the server does by itself."""

    NIGHT = "night"
    MONTH = "month"
    DIGEST = "digest"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"night": "夜间核算", "month": "月度扫描", "digest": "办案提醒"}[self]

    @property
    def hours(self) -> str:
        """When it is due, in words."""
        moment = f"{_AT[self]:%H:%M}"
        return f"每月1日 {moment}" if self is Job.MONTH else f"每天 {moment}"

    def last_due(self, now: datetime) -> datetime:
        """The newest moment at or before `now` at which it was due."""
        day = now.date().replace(day=1) if self is Job.MONTH else now.date()
        moment = datetime.combine(day, _AT[self])
        if moment <= now:
            return moment
        earlier = day - timedelta(days=1)
        return datetime.combine(earlier.replace(day=1) if self is Job.MONTH else earlier, _AT[self])

    def next_due(self, now: datetime) -> datetime:
        """The first moment after `now` at which it is due."""
        day = self.last_due(now).date()
        later = (day + timedelta(days=32)).replace(day=1) if self is Job.MONTH else day + timedelta(days=1)
        return datetime.combine(later, _AT[self])


_AT = {Job.NIGHT: time(1, 30), Job.MONTH: time(2, 30), Job.DIGEST: time(7, 0)}
