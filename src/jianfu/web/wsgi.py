"""The WSGI application that a server runs."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

from jianfu.web.access.door import Door

os.environ["DJANGO_SETTINGS_MODULE"] = "jianfu.web.site"
application = Door(get_wsgi_application())


def _warm_up() -> None:
    # Django is set up by now, and the server answers while this goes on.
    from jianfu.clearance.desk import warm_up  # noqa: PLC0415
    from jianfu.web.standards import desk_rules  # noqa: PLC0415

    warm_up(desk_rules())


Thread(target=_warm_up, daemon=True).start()
