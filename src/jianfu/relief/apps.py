"""Registers relief with Django."""

from django.apps import AppConfig


class ReliefConfig(AppConfig):
    """Relief's Django application."""

    name = "jianfu.relief"
    label = "relief"
    verbose_name = "减负"
