"""Registers monitoring's record with Django."""

from django.apps import AppConfig


class MonitoringRecordConfig(AppConfig):
    """The Django application of what monitoring keeps."""

    name = "jianfu.monitoring.record"
    label = "monitoring_record"
    verbose_name = "监测记录"
