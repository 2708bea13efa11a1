"""Opens the ledger for a command: Django set up, tables up to date; and who then acts."""

import getpass
import os
import pkgutil

LEDGER = "ledger"
"""What a command takes in place of a file to mean all that the ledger holds."""


def open_ledger() -> None:
    """Set Django up and bring the tables up to date; fast when they are.

    Must run before any module of the ledger is imported, so commands import those inside their bodies.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jianfu.web.settings")
    import django

    django.setup()
    from django.core.management import call_command

    if _has_new_migrations():
        call_command("migrate", verbosity=0, interactive=False)


def _has_new_migrations() -> bool:
    """Whether a migration file has not been applied. Building Django's whole plan takes longer than most commands."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    from jianfu.ledger import migrations

    applied = {name for app, name in MigrationRecorder(connection).applied_migrations() if app == "ledger"}
    return any(module.name not in applied for module in pkgutil.iter_modules(migrations.__path__))


def command_line_actor() -> str:
    """Whom the audit log names: the operating-system user, marked as acting on the command line."""
    return f"命令行:{getpass.getuser()}"
