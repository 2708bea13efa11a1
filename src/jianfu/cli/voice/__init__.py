"""`jianfu voice`: the anonymous channel – its site, its morning batch, its ceremonies, its handlers' desks."""

import typer

from jianfu.cli.terminal.chinese import ChineseCommand, ChineseGroup
from jianfu.cli.voice.checking import check_host
from jianfu.cli.voice.handing_over import hand_over
from jianfu.cli.voice.handlers import add_handlers_commands
from jianfu.cli.voice.keeping import back_up_voice, publish
from jianfu.cli.voice.registering import app as register_app
from jianfu.cli.voice.serving import serve_voice

app = typer.Typer(cls=ChineseGroup, help="匿名渠道：反映人的网站、每天的批次、钥匙和受理台。", no_args_is_help=True)
app.command("serve", cls=ChineseCommand)(serve_voice)
app.command("batch", cls=ChineseCommand)(hand_over)
app.command("publish", cls=ChineseCommand)(publish)
app.command("backup", cls=ChineseCommand)(back_up_voice)
app.command("doctor", cls=ChineseCommand)(check_host)
app.add_typer(register_app, name="register")
add_handlers_commands(app)
