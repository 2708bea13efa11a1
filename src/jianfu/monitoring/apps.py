"""Registers monitoring with Django."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """Monitoring's Django application."""

    name = "jianfu.monitoring"
    label = "monitoring"
    verbose_name = "监测"
