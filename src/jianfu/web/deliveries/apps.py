"""Registers deliveries with Django."""

from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    """The deliveries' Django application."""

    name = "jianfu.web.deliveries"
    label = "deliveries"
    verbose_name = "导入"
