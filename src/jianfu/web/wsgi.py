"""The WSGI application that a server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "jianfu.web.site"
application = get_wsgi_application()
