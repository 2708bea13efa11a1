"""Registers clearance with Django."""

from django.apps import AppConfig


class ClearanceConfig(AppConfig):
    """Clearance's Django application."""

    name = "jianfu.clearance"
    label = "clearance"
    verbose_name = "准入"
