"""Both sites' settings in one, for the type checker alone: it can read the models of one settings module only."""

from jianfu.voice.site import *
from jianfu.voice.site import INSTALLED_APPS as _VOICE_APPS
from jianfu.web.site import *  # type: ignore[assignment]
from jianfu.web.site import INSTALLED_APPS as _WORKSPACE_APPS

INSTALLED_APPS = [*_WORKSPACE_APPS, *_VOICE_APPS]
