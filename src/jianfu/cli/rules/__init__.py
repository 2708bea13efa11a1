"""`jianfu rules`: the cards, and what they say of the ledger."""

import typer

from jianfu.cli.rules.cards import check, coverage, render, stale
from jianfu.cli.rules.judging import evaluate, judge_table, verify
from jianfu.cli.terminal.chinese import ChineseCommand, ChineseGroup

app = typer.Typer(
    cls=ChineseGroup, help="规则卡：把减负规定逐条写成可核对的卡片，并据以核对台账。", no_args_is_help=True
)
for command in (check, stale, render, coverage, evaluate, verify):
    app.command(command.__name__, cls=ChineseCommand)(command)
app.command("judge-table", cls=ChineseCommand)(judge_table)
