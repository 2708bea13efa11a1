"""Registers casework with Django."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Casework's Django application."""

    name = "jianfu.casework"
    label = "casework"
    verbose_name = "整治"
