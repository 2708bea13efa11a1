"""Registers assessment with Django."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Assessment's Django application."""

    name = "jianfu.assessment"
    label = "assessment"
    verbose_name = "考核"
