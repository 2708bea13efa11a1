"""The WSGI application of the anonymous channel."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "jianfu.voice.site"
application = get_wsgi_application()
