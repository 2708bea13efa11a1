"""The channel has settings of its own: its tests run by `DJANGO_SETTINGS_MODULE=jianfu.voice.site pytest tests/voice`.

In a run with the workspace's settings they are left out; .ci/check makes both runs. Plain rooms are tested in either.
"""

import os

if os.environ.get("DJANGO_SETTINGS_MODULE") == "jianfu.voice.site":
    pytest_plugins = ["channel_fixtures"]
else:
    collect_ignore = ["record", "actions", "pages", "gate", "host"]
