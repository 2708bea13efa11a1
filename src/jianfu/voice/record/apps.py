"""The channel's record as a Django application."""

from django.apps import AppConfig


class VoiceConfig(AppConfig):
    """The anonymous channel 匿名渠道."""

    name = "jianfu.voice.record"
    label = "voice"
    verbose_name = "匿名渠道"
