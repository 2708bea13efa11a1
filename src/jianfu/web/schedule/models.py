"""Runs of scheduled jobs."""

from django.db import models

from jianfu.web.schedule.jobs import Job

_JOBS = [(job.value, job.label) for job in Job]
_STATES = [("waiting", "排队中"), ("running", "进行中"), ("done", "完成"), ("failed", "没有完成")]


class ScheduledRun(models.Model):
    """One run of a job. `due_at` is when it was due: unique, so that two workers plan it once. `words` say the result.

    Times are county time, `due_at` by the clock that pages go by.
    """

    job = models.CharField("任务", max_length=10, choices=_JOBS)
    due_at = models.DateTimeField("应执行")
    state = models.CharField("状态", max_length=8, choices=_STATES, default="waiting")
    attempts = models.IntegerField("次数", default=0)
    started_at = models.DateTimeField("开始", null=True)
    finished_at = models.DateTimeField("结束", null=True)
    words = models.TextField("结果", blank=True, default="")

    class Meta:
        """A job is due once at one time."""

        constraints = (models.UniqueConstraint(fields=["job", "due_at"], name="one_run_a_job_and_time"),)

    def __str__(self) -> str:
        return f"{self.job} {self.due_at}"
