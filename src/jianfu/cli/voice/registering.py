"""`jianfu voice register`: the ceremony's part on the server – who reads, which units there are, when it opens."""

import csv
import os
from pathlib import Path
from typing import Annotated

import typer

from jianfu.cli.ledger_session import command_line_actor
from jianfu.cli.terminal.chinese import ChineseCommand, ChineseGroup
from jianfu.cli.terminal.screen import fail, say
from jianfu.cli.voice.voice_session import open_voice

app = typer.Typer(cls=ChineseGroup, help="登记受理人的公钥、单位名单、恢复公钥和演练。", no_args_is_help=True)


@app.command("reader", cls=ChineseCommand)
def register_reader(
    line: Annotated[str, typer.Argument(help="受理人交来的登记行，或存着它的文件", metavar="登记行")],
) -> None:
    """登记一位受理人的公钥。指纹请当面或打电话与本人核对。"""
    open_voice()
    from jianfu.voice.actions.registering import RefusedRegistration, register_handler
    from jianfu.voice.record.clock import today
    from jianfu.voice.wire import read_registration

    try:
        handler = register_handler(_read_line(line), today=today(), random=os.urandom, actor=command_line_actor())
        who = read_registration(handler.line)
    except (RefusedRegistration, ValueError) as problem:
        fail(str(problem))
    say(f"已登记 {who.unit} {who.name}（{who.body.label}），编号 {handler.pk}。指纹 {who.fingerprint}，请与本人核对。")


@app.command("retire", cls=ChineseCommand)
def retire(handler: Annotated[str, typer.Argument(help="受理人编号", metavar="编号")]) -> None:
    """受理人离任：新的反映不再给他的钥匙。旧的请用受理台的换钥仪式重新加密。"""
    open_voice()
    from jianfu.voice.actions.registering import RefusedRegistration, retire_handler
    from jianfu.voice.record.clock import today

    try:
        gone = retire_handler(handler, today=today(), actor=command_line_actor())
    except RefusedRegistration as problem:
        fail(str(problem))
    say(f"{gone.unit} {gone.name} 的钥匙已停用。")


@app.command("readers", cls=ChineseCommand)
def list_handlers() -> None:
    """列出登记过的受理人。"""
    open_voice()
    from jianfu.voice.record.models import Handler
    from jianfu.voice.rules.routing import Body

    for one in Handler.objects.order_by("unit", "name", "pk"):
        left = f"　{one.left_on} 离任" if one.left_on else ""
        say(f"{one.pk}　{one.unit}　{one.name}　{Body(one.body).label}{left}")


@app.command("units", cls=ChineseCommand)
def register_units(
    path: Annotated[
        Path, typer.Argument(help="单位名单：CSV，列为 单位、上级单位、别名（用顿号隔开）", metavar="文件")
    ],
) -> None:
    """登记反映人可以点名、可以不让看的单位。整份替换。"""
    open_voice()
    from jianfu.voice.actions.registering import UnitLine, replace_units
    from jianfu.voice.record.clock import today

    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as problem:
        fail(f"{path} 读不出来（{problem}）。请存为 UTF-8 的 CSV。")
    if not rows or "单位" not in rows[0]:
        fail(f"{path} 里没有“单位”这一列。")
    lines = [
        UnitLine(
            (row["单位"] or "").strip(),
            (row.get("上级单位") or "").strip(),
            tuple(name for name in (row.get("别名") or "").split("、") if name),
        )
        for row in rows
    ]
    count = replace_units(lines, today=today(), actor=command_line_actor())
    say(f"已登记 {count} 个单位。")


@app.command("recovery", cls=ChineseCommand)
def register_recovery(
    public_key: Annotated[str, typer.Argument(help="恢复公钥 age1…，或存着它的文件", metavar="公钥")],
) -> None:
    """登记恢复公钥。登记以后须做一次恢复演练，渠道才开通。"""
    open_voice()
    from jianfu.voice.actions.registering import set_recovery_key
    from jianfu.voice.record.clock import today

    try:
        set_recovery_key(_read_line(public_key), today=today(), actor=command_line_actor())
    except ValueError as problem:
        fail(str(problem))
    say("已登记恢复公钥。请做恢复演练，做过以后渠道才开通。")


def _read_line(words: str) -> str:
    path = Path(words)
    try:
        return path.read_text(encoding="utf-8").strip() if len(words) < 255 and path.is_file() else words.strip()
    except (OSError, UnicodeDecodeError) as problem:
        fail(f"{path} 读不出来（{problem}）。")
