"""Content keys live in a database file of their own, which ordinary backups leave out."""

from typing import Any

from django.conf import settings

_MODEL = "contentkey"


class ContentKeysApart:
    """Sends content keys to their own file and everything else to the record."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """Where a model is read."""
        return settings.KEYS if model._meta.model_name == _MODEL else "default"

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """Where a model is written."""
        return self.db_for_read(model)

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool | None:
        """Which tables stand where; None for steps that name no model: they ask for themselves."""
        if model_name is None:
            return None
        return (db == settings.KEYS) == (model_name == _MODEL)
