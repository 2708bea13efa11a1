"""Opens the anonymous channel for a command: its own settings, its own tables."""

import os

from jianfu.cli.terminal.screen import fail


def open_voice() -> None:
    """Set Django up for the channel and bring its tables up to date.

    Must run before any module with models is imported, so commands import those inside their bodies.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "jianfu.voice.site"
    import django

    try:
        django.setup()
    except Exception as problem:
        from jianfu.voice.site import UnusableVoiceSetting

        if isinstance(problem, UnusableVoiceSetting):
            fail(str(problem))
        raise
    from django.core.management import call_command

    for database in ("default", "keys"):
        call_command("migrate", database=database, verbosity=0, interactive=False)
