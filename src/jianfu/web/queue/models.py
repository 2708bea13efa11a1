"""The lease that a worker holds while it lives."""

from django.db import models


class WorkerLease(models.Model):
    """One worker. Its running tasks are its own until the lease ends or somebody takes it away."""

    worker = models.CharField("后台程序", max_length=64, primary_key=True)
    place = models.CharField("数据文件夹", max_length=300)
    """Machine and data folder, where only one worker can run at a time."""
    until = models.DateTimeField("有效至")

    def __str__(self) -> str:
        return f"{self.worker} {self.until:%H:%M:%S}"
