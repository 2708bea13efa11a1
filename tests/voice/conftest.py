"""The channel has settings of its own: its tests run by `DJANGO_SETTINGS_MODULE=jianfu.voice.site pytest tests/voice`.

In a run with the workspace's settings those that need them are left out; .ci/check makes a run of its own.
"""

import os

if os.environ.get("DJANGO_SETTINGS_MODULE") == "jianfu.voice.site":
    pytest_plugins = ["channel_fixtures"]
else:
    collect_ignore = ["record", "actions", "pages", "gate", "host"]
