"""Registers the schedule with Django."""

from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    """The schedule's Django application."""

    name = "jianfu.web.schedule"
    label = "schedule"
    verbose_name = "定时任务"
