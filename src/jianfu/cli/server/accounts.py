"""`jianfu accounts`: the first account of a county, and the way back in for one who lost the second factor."""

from typing import Annotated

import typer

from jianfu.cli.ledger_session import command_line_actor
from jianfu.cli.server.site_session import open_site
from jianfu.cli.terminal.chinese import ChineseCommand, ChineseGroup
from jianfu.cli.terminal.screen import fail, say

app = typer.Typer(cls=ChineseGroup, help="账号：邀请第一位负责人。", no_args_is_help=True)


@app.command("invite", cls=ChineseCommand)
def invite_account(
    username: Annotated[str, typer.Argument(help="用户名", metavar="用户名")],
    role: Annotated[str, typer.Option(help="角色，如 减负专班", metavar="角色")] = "减负专班",
    organ: Annotated[str, typer.Option(help="单位，县级角色可不写", metavar="单位")] = "",
) -> None:
    """邀请一个账号，给出设置密码的链接路径。以后的账号可由减负专班在网页上邀请。"""
    open_site()
    from jianfu.ledger.queries import UnknownOrgan, get_organ
    from jianfu.ledger.viewer import Role
    from jianfu.web.accounts.actions import RefusedAccount, invite
    from jianfu.web.clock import now

    found = next((one for one in Role if one.label == role), None)
    if found is None:
        fail(f"没有“{role}”这个角色。可以写：{'、'.join(one.label for one in Role)}。")
    try:
        named = get_organ(organ) if organ else None
        uid, token = invite(username, found, named, actor=command_line_actor(), now=now())
    except (UnknownOrgan, RefusedAccount) as problem:
        fail(str(problem))
    say(f"请让本人在七天内用浏览器打开工作台的 /invitation/{uid}/{token}/ 设置密码。")


@app.command("reset-second-factor", cls=ChineseCommand)
def reset_second_factor(
    username: Annotated[str, typer.Argument(help="用户名", metavar="用户名")],
) -> None:
    """手机和恢复码都丢了时用：撤销该账号的动态码，下次登录时重新绑定。"""
    open_site()
    from jianfu.web.accounts.actions import RefusedAccount
    from jianfu.web.accounts.actions import reset_second_factor as reset
    from jianfu.web.clock import now

    try:
        reset(username, actor=command_line_actor(), now=now())
    except RefusedAccount as problem:
        fail(str(problem))
    say(f"{username} 的动态码已撤销。")
