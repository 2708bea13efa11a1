"""Registers the accounts with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The accounts' Django application."""

    name = "jianfu.web.accounts"
    label = "accounts"
    verbose_name = "账号"
