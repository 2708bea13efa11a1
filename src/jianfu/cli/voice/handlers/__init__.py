"""Commands of a handler's own computer: keys, the desk, and what it does without a browser."""

import typer

from jianfu.cli.terminal.chinese import ChineseCommand
from jianfu.cli.voice.handlers.drilling import app as drill_app
from jianfu.cli.voice.handlers.items import check_item, export_item, write_item
from jianfu.cli.voice.handlers.keys import app as keys_app
from jianfu.cli.voice.handlers.reading import list_inbox, open_complaint
from jianfu.cli.voice.handlers.rekeying import rekey
from jianfu.cli.voice.handlers.serving import serve_desk
from jianfu.cli.voice.handlers.shares import app as shares_app
from jianfu.cli.voice.handlers.stepping import reply, step


def add_handlers_commands(app: typer.Typer) -> None:
    """Give `jianfu voice` the commands of a handler's computer."""
    app.command("desk", cls=ChineseCommand)(serve_desk)
    app.command("inbox", cls=ChineseCommand)(list_inbox)
    app.command("open", cls=ChineseCommand)(open_complaint)
    app.command("reply", cls=ChineseCommand)(reply)
    app.command("step", cls=ChineseCommand)(step)
    app.command("item", cls=ChineseCommand)(write_item)
    app.command("check-item", cls=ChineseCommand)(check_item)
    app.command("export-item", cls=ChineseCommand)(export_item)
    app.command("rekey", cls=ChineseCommand)(rekey)
    app.add_typer(keys_app, name="keys")
    app.add_typer(shares_app, name="shares")
    app.add_typer(drill_app, name="drill")
