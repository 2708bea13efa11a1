"""Registers the ledger with Django."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The ledger's Django application."""

    name = "jianfu.ledger"
    label = "ledger"
    verbose_name = "台账"
