"""`jianfu voice doctor`: is the machine as the promises of the channel need it?"""

from pathlib import Path
from typing import Annotated

import typer

from jianfu.cli.terminal.screen import COULD_NOT, DONE, say
from jianfu.cli.voice.voice_session import open_voice


def check_host(
    nginx: Annotated[Path | None, typer.Option(help="本站的 nginx 配置文件", metavar="文件")] = None,
    workspace: Annotated[Path | None, typer.Option(help="工作台的数据文件夹", metavar="文件夹")] = None,
) -> int:
    """检查部署：权限、用户、交换区、崩溃转储、日志、时钟……每项给出 好、不好 或 判断不了。"""
    open_voice()
    from jianfu.voice.host.checking import Outcome, examine_host

    findings = examine_host(nginx=nginx, workspace=workspace)
    for one in findings:
        say(f"{one.outcome.label}　{one.name}：{one.words}")
    bad = sum(one.outcome is Outcome.BAD for one in findings)
    unknown = sum(one.outcome is Outcome.CANNOT_JUDGE for one in findings)
    say(f"共 {len(findings)} 项，不好 {bad} 项，判断不了 {unknown} 项。")
    return COULD_NOT if bad else DONE
