"""`jianfu voice batch`: the morning's handing over, for a timer or by hand."""

import os
from typing import Annotated

import typer

from jianfu.cli.terminal.screen import say
from jianfu.cli.voice.voice_session import open_voice


def hand_over(
    now: Annotated[bool, typer.Option("--now", help="不等九点和工作日，立即交付（演练用）")] = False,
) -> None:
    """交付一批：把今天以前收到的交给受理人，确认收到，催办超期，销毁到期的，公布总数。一天一次。"""
    open_voice()
    from django.conf import settings

    from jianfu.voice.actions.batching import is_batch_due, run_batch
    from jianfu.voice.record.clock import hour, today

    calendar = settings.VOICE_CALENDAR
    if now or is_batch_due(today=today(), hour=hour(), calendar=calendar):
        run_batch(today=today(), calendar=calendar, random=os.urandom)
    # The same words every day, whether something came or not: a notice must not tell.
    say("今天的批次已按时处理。请受理人打开受理台查看。")
