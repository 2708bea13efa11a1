"""Opens the ledger for a command: Django set up, tables up to date."""

import os


def open_ledger() -> None:
    """Set Django up and bring the tables up to date; fast when they are.

    Must run before any module of the ledger is imported, so commands import those inside their bodies.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jianfu.web.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
