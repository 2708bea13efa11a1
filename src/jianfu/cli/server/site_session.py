"""Opens the workspace for a command: the web application's settings, all tables up to date."""

import os


def open_site() -> None:
    """Set Django up as the server does, and bring every table up to date.

    Must run before any module with models is imported, so commands import those inside their bodies.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "jianfu.web.site"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def collect_static() -> None:
    """Put styles and scripts where the server reads them; fast when they are there."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
