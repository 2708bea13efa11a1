"""The batch as a process of its own: `jianfu voice serve` starts one beside the server."""

import os
import time

from jianfu.cli.voice.voice_session import open_voice

_PAUSE_SECONDS = 60


def run_when_due() -> None:
    """Look every minute whether the batch is due, until the server ends."""
    open_voice()
    from django.conf import settings

    from jianfu.voice.actions.batching import is_batch_due, run_batch
    from jianfu.voice.record.clock import hour, today

    calendar, parent = settings.VOICE_CALENDAR, os.getppid()
    while os.getppid() == parent:
        if is_batch_due(today=today(), hour=hour(), calendar=calendar):
            run_batch(today=today(), calendar=calendar, random=os.urandom)
        time.sleep(_PAUSE_SECONDS)


if __name__ == "__main__":
    run_when_due()
