"""Registers the queue with Django."""

from django.apps import AppConfig


class QueueConfig(AppConfig):
    """The queue's Django application."""

    name = "jianfu.web.queue"
    label = "queue"
    verbose_name = "后台"
